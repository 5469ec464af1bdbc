"""The documentation is true: it builds without a broken link, its commands exist, and its examples do what they say."""

import re
import shlex
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner
from lanternweek import EIGHT, desk
from mkdocs.commands.build import build
from mkdocs.config import load_config

from bot import answer as answers
from bot import rules
from bot.cli import main
from bot.config import NAMES
from bot.models import Ask
from corpus.ingest import FORMATS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_STAYS_OPEN = ("serve", "demo", "run")  # those go on until they are stopped, and have tests of their own
_ASKS = ("ask", "paper", "session")


def blocks(path: Path, language: str) -> list[str]:
    return [text for named, text in _BLOCK.findall(path.read_text(encoding="utf-8")) if named == language]


def commands() -> list[list[str]]:
    """The words after "usher" of every command line that a page shows."""
    lines = [line for path in PAGES for block in blocks(path, "console") for line in block.splitlines()]
    told = [re.sub(r"^\$ (\w+=\S+ )*", "", line) for line in lines if line.startswith("$ ")]
    bare = [re.split(r" [<>|#] ?", line)[0] for line in told]
    return [shlex.split(line)[1:] for line in bare if re.match(r"usher\b", line)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built as ``make docs`` builds them: a broken link or anchor fails."""
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return folder


def test_the_pages_fetch_nothing_from_elsewhere(site):
    for page in site.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert re.findall(r"""(?:src|<link[^>]*href)=["'](?:https?:)?//[^"']+""", html) == [], page.name


def test_every_command_setting_and_format_has_its_place_in_the_references(site):
    listed, said = ((site / f"{name}.html").read_text(encoding="utf-8") for name in ("commands", "settings"))
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert f">usher {name}<" in listed
        for option in command.params:
            assert all(flag in listed for flag in option.opts if flag.startswith("--")), (name, option.opts)
    assert [name for name in (*NAMES, *FORMATS) if f"<code>{name}</code>" not in said] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_a_page_links_to_is_there(path):
    targets = [target for target in _LINK.findall(path.read_text(encoding="utf-8")) if "//" not in target]
    made = {"commands.md", "settings.md"}  # by docs/pages.py
    missing = [target for target in targets if (file := target.partition("#")[0]) and not (path.parent / file).exists()]
    assert [target for target in missing if target.partition("#")[0] not in made] == []


def test_the_pages_show_commands():
    assert len(commands()) > 10


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_that_a_page_shows_can_be_typed(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USHER_CORPUS", "")
    context, command = click.Context(main), main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        command, words = command.get_command(context, words[0]), words[1:]
        assert command is not None
    if command is not main:
        command.make_parser(context).parse_args(list(words))  # a wrong option raises
    if command.name in _ASKS:
        result = CliRunner().invoke(command, words)
        assert result.exit_code in (0, 1), result.output
        assert result.output.strip()


def test_the_format_of_the_developers_guide_reads_its_example(monkeypatch):
    [module, *_] = blocks(ROOT / "docs" / "developers.md", "python")
    [cards] = blocks(ROOT / "docs" / "developers.md", "text")
    made = ModuleType("cards")
    exec(compile(module, "cards.py", "exec"), made.__dict__)  # noqa: S102 - our own page
    assert made.sniff(cards.encode()) == ""
    assert made.sniff(b"title,authors\n") != ""
    read = made.parse(cards.encode(), name="cards.txt").records
    assert [(paper.title, paper.authors) for paper in read.papers] == [
        ("Wicks that never smoke", ("Ida Moss", "Ben Tarn")),
        ("Paper lanterns in rain", ("Cleo Vance",)),
    ]


def test_the_intent_of_the_developers_guide_answers_its_question(monkeypatch):
    [_, rule, answering] = blocks(ROOT / "docs" / "developers.md", "python")
    made = ModuleType("days")
    exec(compile(rule + answering, "days.py", "exec"), made.__dict__)  # noqa: S102 - our own page
    monkeypatch.setattr(rules, "RULES", {"mention": (("days", made._asks_days), *rules.MENTION_RULES)})
    monkeypatch.setattr("bot.understand.RULES", rules.RULES)
    monkeypatch.setattr(answers, "ANSWERS", {**answers.ANSWERS, "days": made.show_days})
    said = answers.reply(Ask(surface="mention", text="Which days are there?", now=EIGHT, zone="UTC"), desk())
    assert said.kind == "days"
    assert "Monday 7 June" in said.lines[0][0]


def test_the_sentences_of_the_page_for_attendees_are_answered():
    for command in re.findall(r"`(/(?:paper|session) [^`]+)`", (ROOT / "docs" / "attendees.md").read_text("utf-8")):
        result = CliRunner().invoke(main, ["chat", "--plain"], input=f"{command}\n", env={"USHER_CORPUS": ""})
        assert result.exit_code == 0
        assert "not in the programme" not in result.output, command
