"""The command line as people and scripts use it."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from filelock import FileLock
from toyconf import FILE

from bot.answer import ANSWERS
from bot.cli import main
from bot.config import NAMES, Settings
from bot.refreshing import first_refresh
from corpus.ingest import FORMATS
from corpus.sources import Origin
from corpus.status import Status, read_status
from corpus.store import load

ROOT = Path(__file__).resolve().parents[1]
NOW = "2030-05-07T09:05:00+02:00"


@pytest.fixture
def usher(tmp_path, monkeypatch):
    """Run a command over the made-up conference; gives its result."""
    monkeypatch.chdir(tmp_path)
    for name in ("USHER_CORPUS", "USHER_NOW", "USHER_EVENT", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "bird.sqlite"
    assert CliRunner().invoke(main, ["corpus", "build", "--source", str(FILE), "--out", str(path)]).exit_code == 0

    def run(*args, stdin=None):
        return CliRunner().invoke(main, list(args), input=stdin, env={"USHER_CORPUS": str(path)})

    return run


def test_an_answer_is_readable_in_80_columns(usher):
    result = usher("session", "today", "--now", NOW)
    assert result.exit_code == 0
    assert "WrenNet" in result.output
    assert max(len(line) for line in result.output.splitlines()) <= 80
    assert "\x1b" not in result.output


def test_what_is_not_held_exits_1(usher):
    result = usher("paper", "deep residual learning for image recognition")
    assert result.exit_code == 1
    assert "can't find" in result.output


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("ask", "hi", "--now", "yesterday"), "no instant with an offset"),
        (("ask", "hi", "--now", "2030-05-07T09:05:00"), "no instant with an offset"),
        (("ask", "hi", "--tz", "Mars/Base"), "no time zone"),
        (("ask", "hi", "--corpus", "nowhere.sqlite"), "There is no corpus"),
        (("corpus", "build", "--source", "nowhere.txt"), "cannot be read"),
        (("corpus", "ingest", "x.jsonl", "--format", "a", "--format", "b"), "2 times"),
    ],
)
def test_misuse_gets_a_sentence_and_no_trace(usher, args, says):
    result = usher(*args)
    assert result.exit_code in (1, 2)
    assert says in result.output
    assert "Traceback" not in result.output


def test_a_damaged_record_gets_a_sentence_when_it_is_read(usher, tmp_path):
    with closing(sqlite3.connect(tmp_path / "bird.sqlite")) as connection, connection:
        connection.execute("update papers set authors = '[['")
    result = usher("paper", "wrennet")
    assert result.exit_code == 1
    assert "build it again" in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    batch = usher("batch", stdin=json.dumps({"surface": "paper", "input": "wrennet"}))
    assert "build it again" in batch.output


def test_json_is_one_object_with_the_promised_fields(usher):
    result = usher("ask", "who wrote it?", "--context", "when is wrennet?", "--now", NOW, "--json")
    said = json.loads(result.output)
    assert set(said) == {"id", "kind", "abstained", "text", "items", "blocks"}
    assert set(said["items"][0]) == {"id", "kind", "title", "authors", "session", "start", "end", "url"}
    assert said["items"][0]["start"] == "2030-05-07T07:00:00+00:00"
    assert "Ada Byron" in said["text"]
    assert said["abstained"] is False


def test_an_explanation_tells_the_reading_the_rule_and_the_scores(usher):
    said = usher("ask", "who wrote it?", "--context", "when is wrennt?", "--now", NOW, "--explain").output
    assert re.search(r"read: 'when is wrennt\?'\n  intent: when\n", said)
    assert "scores of" not in said
    assert re.search(r"intent: authors\n(?:  .*\n)*  records: paper:", said)
    found = usher("paper", "wrennt", "--explain").output
    assert "'wrennt' read as 'wrennet'" in found


def test_an_event_that_is_not_there_is_refused(usher, monkeypatch):
    monkeypatch.setenv("USHER_EVENT", "owlconf")
    refused = usher("ask", "hello")
    assert refused.exit_code == 1
    assert "it has birdconf-2030" in refused.output


def test_batch_answers_each_line_and_passes_over_what_is_no_question(usher):
    rows = [
        {"id": "a", "surface": "paper", "input": "wrennet", "now": NOW, "tz": "Asia/Tokyo"},
        {
            "id": "b",
            "surface": "mention",
            "input": "who wrote it",
            "context": ["when is wrennet?"],
            "now": NOW,
            "tz": "Europe/Berlin",
        },
        {"id": "c", "surface": "nonsense", "input": "x"},
    ]
    result = usher("batch", stdin="\n".join([*map(json.dumps, rows), "{oops", ""]))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert "16:00–16:20 JST" in answers[0]["text"]
    assert "line 3 is no question" in result.stderr
    assert "line 4 is no question" in result.stderr


def test_a_session_in_the_terminal_answers_pages_and_follows_up(usher):
    result = usher(
        stdin="/paper wrennet\nwho wrote it?\nfield notes papers\n/session today\n/more\n/nonsense\n\n/quit\nnot read\n"
    )
    assert result.exit_code == 0
    assert "The clock here says Tue 7 May 2030, 07:00 CEST" in result.output
    assert re.search(r"is by Ada Byron, Bo Li and\s+Gus", result.output)
    assert "There is no more." in result.output
    assert "There is no /nonsense here" in result.output
    assert "usher serve" in result.output


def test_a_corpus_exports_and_builds_again_without_loss(usher, tmp_path):
    for as_format in ("jsonl", "yaml"):
        (tmp_path / f"out.{as_format}").write_text(
            usher("corpus", "export", "--format", as_format).output, encoding="utf-8"
        )
        built = usher("corpus", "build", "--source", f"out.{as_format}", "--out", "again.sqlite")
        assert built.exit_code == 0
        assert usher("corpus", "diff", str(tmp_path / "bird.sqlite"), "again.sqlite").output == ""


def test_ingest_adds_replaces_and_tells_what_changed(usher, tmp_path):
    (tmp_path / "more.jsonl").write_text('{"title": "Larks at Dawn", "authors": "Pia Noor"}\n{"title": "Moths"}')
    first = usher("corpus", "ingest", "more.jsonl", "--event", "birdconf-2030")
    assert "new       paper   Larks at Dawn" in first.output
    (tmp_path / "more.jsonl").write_text('{"title": "Larks at Dawn", "authors": "Pia Noor|Qi Ro"}')
    second = usher("corpus", "ingest", "more.jsonl", "--event", "birdconf-2030")
    assert "changed   paper   Larks at Dawn: authors Pia Noor -> Pia Noor, Qi Ro" in second.output
    assert "cancelled paper   Moths" in second.output
    assert usher("paper", "larks at dawn").exit_code == 0
    assert usher("paper", "wrennet").exit_code == 0


def test_the_shipped_corpus_is_never_changed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "more.jsonl").write_text('{"title": "Larks"}')
    result = CliRunner().invoke(main, ["corpus", "ingest", "more.jsonl"], env={"USHER_CORPUS": ""})
    assert result.exit_code == 2
    assert "name a corpus file" in result.output


def test_search_stats_and_check_speak(usher):
    assert usher("corpus", "search", "geese").output.startswith("  1. GoslingGait")
    batch = usher("corpus", "search", "--batch", stdin='{"id": "q", "text": "owl vision"}\n')
    row = json.loads(batch.output)
    assert row["hits"][0]["id"] == "owls-at-night"
    assert row["ms"] > 0
    checked = usher("corpus", "check")
    assert checked.exit_code == 1
    assert "no abstract (1)\n  source:field-notes: 2 of its 3 papers have no abstract." in checked.output
    assert checked.output.endswith("1 finding.\n")


def test_stats_are_tables_and_a_chart_of_the_days(usher):
    said = usher("corpus", "stats").output
    assert re.search(r"BirdConf 2030 +2030-05-07 to 2030-05-08 +\d+ +3 +\d+", said)
    assert re.search(r"Tue 2030-05-07 +\d+ +█+", said)
    assert "9 papers" in said


def test_a_table_is_read_by_the_columns_that_are_named(usher, tmp_path):
    (tmp_path / "t.csv").write_text("Paper,Who,When\nLarks at Dawn,Noor Pia,2030-05-08 09:00\n")
    named = ("--map", "title=Paper,authors=Who,start=When", "--zone", "Europe/Berlin", "--event", "birdconf-2030")
    built = usher("corpus", "ingest", "t.csv", *named)
    assert built.exit_code == 0, built.output
    assert "09:00" in usher("ask", "when is larks at dawn?", "--now", NOW).output
    wrong = usher("corpus", "ingest", "t.csv", "--map", "title=Name")
    assert wrong.exit_code == 1
    assert "Paper, Who" in wrong.output
    assert usher("corpus", "build", "--source", "t.csv", "--zone", "Mars/Base").exit_code == 2


def test_refresh_tells_what_moved_and_what_failed(usher, tmp_path, monkeypatch):
    source = tmp_path / "day.jsonl"
    rows = [{"title": "Larks", "authors": ["Pia Noor"], "id": "larks"}, {"title": "Owls", "id": "owls"}]
    slot = {"kind": "slot", "id": "s", "paper": "larks", "start": "2030-05-07T09:00:00Z"}
    own = [{"kind": "paper", **row} for row in rows]
    source.write_text("\n".join(map(json.dumps, [*own, slot])))
    monkeypatch.setenv("USHER_SOURCES", f"{source} nowhere.csv")
    first = usher("corpus", "refresh", "--corpus", "live.sqlite")
    assert first.exit_code == 1
    assert "nowhere.csv cannot be read" in first.output
    slot["start"] = "2030-05-07T11:00:00Z"
    source.write_text("\n".join(map(json.dumps, [own[0], slot])))
    second = usher("corpus", "refresh", "--corpus", "live.sqlite").output
    assert re.search(r"moved +paper +Larks: .*09:00.* -> .*11:00", second)
    assert re.search(r"cancelled paper +Owls", second)
    assert "nothing changed" in usher("corpus", "refresh", "--corpus", "live.sqlite").output
    monkeypatch.setenv("USHER_CORPUS", "live.sqlite")
    doctor = " ".join(CliRunner().invoke(main, ["doctor"]).output.split())
    assert re.search(r"fail nowhere.csv cannot be read: [^.]*\. \(nowhere.csv: nothing of it is held.\)", doctor)
    assert re.search(r"ok \S*day.jsonl was looked at 0 minutes ago", doctor)


@pytest.fixture
def larks(tmp_path, monkeypatch):
    """A source that USHER_SOURCES names."""
    source = tmp_path / "larks.jsonl"
    source.write_text('{"title": "Larks", "authors": ["Pia Noor"]}\n')
    monkeypatch.setenv("USHER_SOURCES", str(source))
    return Origin(location=str(source))


@pytest.mark.parametrize("old", ["another schema", "rubbish"])
def test_a_corpus_that_cannot_be_opened_is_built_anew(usher, tmp_path, larks, old):
    path = tmp_path / "bird.sqlite"
    if old == "rubbish":
        path.write_bytes(b"rubbish")
    else:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("update meta set value = '1' where key = 'schema'")
    first_refresh(Settings(usher_sources=(larks.location,)), path)
    assert [paper.title for paper in load(path).papers] == ["Larks"]
    path.write_bytes(b"rubbish")
    assert usher("corpus", "refresh").exit_code == 0
    assert [paper.title for paper in load(path).papers] == ["Larks"]


def test_what_stops_a_refresh_is_in_the_status(usher, tmp_path, larks, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.store._fill", full)
    refused = usher("corpus", "refresh")
    assert refused.exit_code == 1
    assert "No space left" in read_status(tmp_path / "bird.sqlite").of(larks).why


def test_a_build_forgets_how_the_looks_at_another_corpus_went(usher, tmp_path, larks):
    assert usher("corpus", "refresh").exit_code == 0
    assert read_status(tmp_path / "bird.sqlite").of(larks)
    assert usher("corpus", "build", "--source", str(FILE), "--out", "bird.sqlite").exit_code == 0
    assert read_status(tmp_path / "bird.sqlite") == Status()


@pytest.mark.parametrize("path", ["/dev/null/x", "/proc/x.sqlite"])
def test_a_place_where_nothing_can_be_written_says_so_at_once(usher, larks, path):
    refused = usher("corpus", "refresh", "--corpus", path)
    assert (refused.exit_code, isinstance(refused.exception, SystemExit)) == (1, True)
    assert f"Cannot write a corpus to {path}" in refused.output


@pytest.mark.parametrize("args", [("refresh",), ("ingest", "larks.jsonl")])
def test_who_changes_a_corpus_waits_for_another_but_not_for_ever(usher, tmp_path, larks, monkeypatch, args):
    monkeypatch.setattr("bot.refreshing._WAIT", 0.1)
    with FileLock(tmp_path / ".bird.sqlite.refresh.lock"):
        refused = usher("corpus", *args)
        assert usher("corpus", "refresh", "--due").exit_code == 0
    assert refused.exit_code == 1
    assert "Another process is refreshing" in refused.output


@pytest.mark.parametrize("line", ["{oops", '{"id": "b"}', "7"])
def test_a_line_that_is_no_question_ends_a_search_with_its_number(usher, line):
    result = usher("corpus", "search", "--batch", stdin=f'{{"id": "a", "text": "owls"}}\n\n{line}\n')
    assert result.exit_code == 1
    assert "line 3 is no question" in result.output
    assert json.loads(result.stdout.splitlines()[0])["id"] == "a"


def test_refresh_without_sources_says_so(usher):
    refused = usher("corpus", "refresh")
    assert refused.exit_code == 2
    assert "USHER_SOURCES names no programme" in refused.output


def test_a_file_in_no_format_gets_what_each_missed_and_nothing_is_written(usher, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear reader,\n\nall is well.\n")
    refused = usher("corpus", "build", "--source", "letter.txt", "--out", "new.sqlite")
    assert refused.exit_code == 1
    assert [name for name in FORMATS if f"  {name}: " not in refused.output] == []
    assert not (tmp_path / "new.sqlite").exists()


def test_manifest_and_doctor_speak_in_words(usher):
    manifest = json.loads(usher("manifest", "--url", "https://usher.example.org").output)
    assert {c["command"] for c in manifest["features"]["slash_commands"]} == {"/paper", "/session", "/usher"}
    doctor = usher("doctor")
    assert "SLACK_BOT_TOKEN" in doctor.output
    assert doctor.exit_code == 1


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        if name != "chat":
            assert f"usher {name}" in readme, name
        for sub in getattr(main.get_command(context, name), "commands", {}):
            assert re.search(rf"usher corpus\s+{sub}|`{sub}`", readme), sub


def test_every_format_and_setting_is_in_the_readme_or_the_example():
    readme, example = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", ".env.example"))
    assert [name for name in FORMATS if f"`{name}`" not in readme] == []
    assert [name for name in NAMES if name not in example] == []


def test_every_intent_is_in_the_docs():
    docs = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")
    assert [intent for intent in ANSWERS if f"| {intent} |" not in docs] == []
