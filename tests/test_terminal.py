"""The session in the terminal: completion while typing, numbers for buttons, and plain answers for scripts."""

import stat

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lanternweek import EIGHT, desk
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.cli import main
from bot.desk import Desk
from bot.terminal import Chat
from bot.typing_aid import Names, history, lines
from corpus.catalog import Catalog
from corpus.models import Paper, Records


def chat(*, plain: bool = False) -> Chat:
    return Chat(desk(), lambda: EIGHT, "UTC", plain)


def say(chat: Chat, *typed: str) -> str:
    """The answer to the last of what is typed."""
    return [chat.say(each) or "" for each in typed][-1]


def offered(typed: str) -> list[str]:
    """What typing *typed* could become."""
    found = Names(desk()).get_completions(Document(typed), CompleteEvent(text_inserted=True))
    return [typed[: len(typed) + each.start_position] + each.text for each in found]


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("/pa", "/paper "),
        ("/paper wic", "/paper Wicks that never smoke"),
        ("/paper never sm", "/paper Wicks that never smoke"),
        ("who wrote paper lan", "who wrote Paper lanterns in rain"),
        ("papers by ida", "papers by Ida Moss"),
        ("papers by MOSS", "papers by Ida Moss"),
        ("/session to", "/session today"),
        ("when is signals in gr", "when is Signals in green light"),
    ],
)
def test_what_is_typed_can_be_completed(typed, becomes):
    assert becomes in offered(typed)


@pytest.mark.parametrize("typed", ["", "w", "/dance", "zzzz", "who wrote it? "])
def test_nothing_is_offered_where_nothing_fits(typed):
    assert offered(typed) == []


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_what_is_offered_goes_on_from_it(typed):
    for becomes in offered(typed):
        assert len(becomes) > 0
        assert "\n" not in becomes


def test_a_line_is_completed_with_the_tab_key_and_typed_again_from_the_history():
    kept = InMemoryHistory()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        typing = lines(desk(), kept)
        keys.send_text("/session now\r")
        assert next(typing) == "/session now"
        keys.send_text("\x1b[A\r")  # the arrow up
        assert next(typing) == "/session now"
        keys.send_text("\x04")  # Ctrl-D
        assert list(typing) == []
    assert list(kept.load_history_strings()) == ["/session now"]


def test_what_was_typed_is_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "state" / "history"
    history(path).append_string("/paper wicks")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "file").touch()
    assert isinstance(history(tmp_path / "file" / "history"), InMemoryHistory)


def test_a_number_shows_the_details_of_what_stands_under_it_and_a_follow_up_is_about_that():
    here = chat()
    listed = say(here, "papers by ida moss")
    place = next(line for line in listed.splitlines() if "Paper lanterns in rain" in line).split(".")[0]
    assert "details" in listed.splitlines()[-1]
    assert "Wax keeps the rain off" in say(here, place)
    assert "Cleo Vance" in say(here, "who wrote it?")


def test_a_number_turns_the_page_and_back():
    here = chat()
    first = say(here, "/session monday")
    assert "next page" in first
    forward = next(number for number, _ in here.offers.items() if f"[{number}] next page" in first)
    second = say(here, str(forward))
    assert "previous page" in second
    back = next(number for number in here.offers if f"[{number}] previous page" in second)
    assert say(here, str(back)) == first


def test_a_number_asks_for_one_of_what_may_have_been_meant():
    papers = (
        Paper(id="tar", title="Tar", authors=("Mira Holt",)),
        Paper(id="rope", title="Rope", authors=("Tove Holt",)),
    )
    here = Chat(Desk(Catalog(Records(papers=papers))), lambda: EIGHT, "UTC")
    assert "[1–2] details · [3] Mira Holt · [4] Tove Holt" in say(here, "who is holt?")
    answer = say(here, "4")
    assert "Rope" in answer
    assert "Tar" not in answer


def test_more_like_one_record_is_asked_by_its_number():
    here = chat()
    assert "[2] more like this" in say(here, "/paper wicks that never smoke")
    assert "Wicks that never smoke" in say(here, "2")


def test_a_number_that_is_not_offered_is_said_not_to_be_there_and_the_others_stay():
    here = chat()
    say(here, "/paper wicks that never smoke")
    assert say(here, "9") == "There is no such number: 1–2 can be typed here."
    assert "Cotton wicks" in say(here, "1")


def test_a_number_is_a_question_where_nothing_is_offered():
    assert "can be typed here" not in say(chat(), "7")


def test_plain_answers_have_neither_numbers_to_type_nor_broken_lines():
    answer = say(chat(plain=True), "papers by ida moss")
    assert "details" not in answer
    assert "Wicks that never smoke" in answer


def test_a_script_gets_answers_and_nothing_else(tmp_path):
    result = CliRunner().invoke(main, ["chat", "--plain"], input="/paper gshrd\n/quit\n", env={"USHER_CORPUS": ""})
    assert result.exit_code == 0
    assert result.output.startswith("Showing results for gshard.")
    assert "clock" not in result.output
