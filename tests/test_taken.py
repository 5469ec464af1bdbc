"""A corpus that one machine builds and others take from an address."""

import asyncio
import os
import sqlite3
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from bot_process import serving
from click.testing import CliRunner
from local_site import body, site
from slack_stub import SlackStub, command
from test_live import records

from bot.cli import main
from bot.config import corpus_path, load_settings, shared_origin
from corpus.models import SourceError
from corpus.sources import Origin
from corpus.status import read_status
from corpus.store import CorpusError, load, save
from corpus.taken import take

MADE = datetime(2031, 5, 7, 9, tzinfo=UTC)


def built(folder: Path, *titles: str) -> bytes:
    save(records(*titles), folder / "built.sqlite")
    return (folder / "built.sqlite").read_bytes()


def taken(address: str, target: Path) -> bool:
    return take(Origin(location=address), target, private=True)


def titles(target: Path) -> list[str]:
    return [paper.title for paper in load(target).papers]


def conditional(data: bytes, etag: str):
    """A page that sends *data* but to who has it."""

    def page(request):
        if request.headers.get("If-None-Match") == etag:
            request.answer(status=304, etag=etag)
        else:
            request.answer(data, etag=etag, last_modified=format_datetime(MADE, usegmt=True))

    return page


def test_it_is_taken_once_and_again_when_it_is_another_one(tmp_path):
    target = tmp_path / "deep" / "copy.sqlite"
    with site() as web:
        address = web.put("/corpus.sqlite", conditional(built(tmp_path, "Counting Wrens"), '"1"'))
        assert taken(address, target)
        assert not taken(address, target)
        assert [request[1].get("If-None-Match") for request in web.asked] == [None, '"1"']
        assert titles(target) == ["Counting Wrens"]
        assert target.stat().st_mtime == MADE.timestamp()  # the same on every machine
        web.put("/corpus.sqlite", conditional(built(tmp_path, "Herons at Rest"), '"2"'))
        assert taken(address, target)
    assert titles(target) == ["Herons at Rest"]


@pytest.mark.parametrize("wrong", ["html", "half", "damaged", "of another version", "404"])
def test_what_is_wrong_is_said_and_the_last_good_copy_stays(tmp_path, wrong):
    target, good = tmp_path / "copy.sqlite", built(tmp_path, "Counting Wrens")
    damaged = bytearray(good)
    damaged[8192:20480] = os.urandom(12288)
    pages = {
        "html": body(b"<html>Please sign in</html>"),
        "half": body(good[: len(good) // 2]),
        "damaged": body(bytes(damaged)),
        "of another version": body(_of_another_version(tmp_path)),
        "404": body(status=404),
    }
    with site() as web:
        address = web.put("/corpus.sqlite", body(good, etag='"1"'), pages[wrong], body(built(tmp_path, "Herons")))
        taken(address, target)
        with pytest.raises((SourceError, CorpusError), match=r"corpus\.sqlite") as caught:
            taken(address, target)
        assert str(tmp_path) not in str(caught.value)
        assert titles(target) == ["Counting Wrens"]
        (look,) = read_status(target).looks
        assert look.why == str(caught.value)
        assert look.good is not None
        assert sorted(path.suffix for path in tmp_path.glob(".copy*")) in ([], [".lock"])
        assert taken(address, target)
        assert titles(target) == ["Herons"]


def _of_another_version(folder: Path) -> bytes:
    path = folder / "other.sqlite"
    save(records("Owls"), path)
    with sqlite3.connect(path) as connection:
        connection.execute("update meta set value = '1' where key = 'schema'")
    connection.close()
    return path.read_bytes()


def test_a_copy_that_broke_is_taken_anew(tmp_path):
    target = tmp_path / "copy.sqlite"
    with site() as web:
        address = web.put("/corpus.sqlite", conditional(built(tmp_path, "Counting Wrens"), '"1"'))
        taken(address, target)
        target.write_bytes(b"rubbish")
        assert taken(address, target)
    assert titles(target) == ["Counting Wrens"]


def test_the_setting_may_be_a_file_or_an_address(monkeypatch, tmp_path):
    monkeypatch.setattr("bot.config.user_data_path", lambda name: tmp_path / name)
    file = load_settings(usher_corpus="some/corpus.sqlite")
    assert (corpus_path(file), shared_origin(file)) == (Path("some/corpus.sqlite"), None)
    away = load_settings(usher_corpus="https://conf.example/corpus.sqlite#every=10")
    origin, path = shared_origin(away), corpus_path(away)
    assert origin is not None
    assert (origin.location, origin.every) == ("https://conf.example/corpus.sqlite", 10)
    assert path is not None
    assert path.parent == tmp_path / "usher"


def test_a_question_in_the_terminal_is_answered_from_it_also_where_it_is_gone_since(monkeypatch, tmp_path):
    monkeypatch.setattr("bot.config.user_data_path", lambda name: tmp_path / name)
    with site() as web:
        monkeypatch.setenv("USHER_PRIVATE_SOURCES", "1")
        monkeypatch.setenv("USHER_CORPUS", web.put("/c.sqlite", body(status=404)))
        nothing = CliRunner().invoke(main, ["ask", "/paper wrens"])
        assert nothing.exit_code == 1
        assert "c.sqlite" in nothing.output
        assert "Traceback" not in nothing.output
        web.put("/c.sqlite", body(built(tmp_path, "Counting Wrens")), body(status=404))
        assert "Counting Wrens" in CliRunner().invoke(main, ["ask", "/paper wrens"]).output
        later = CliRunner().invoke(main, ["ask", "/paper wrens"])
        assert "Counting Wrens" in later.output
        assert "The copy that was taken before is used." in later.output


async def test_a_running_bot_takes_up_what_another_machine_builds(tmp_path: Path) -> None:
    async with SlackStub() as stub:
        with site() as web:
            address = web.put("/c.sqlite", conditional(built(tmp_path, "Counting Wrens"), '"1"'))
            settings = {"USHER_CORPUS": f"{address}#every=1", "USHER_PRIVATE_SOURCES": "1"}
            async with serving(tmp_path, stub, **settings) as bot:
                assert await bot.send(command("wrens", stub.response_url())) == 200
                assert "Counting Wrens" in (await stub.wait_for("respond"))[0]["text"]
                web.put("/c.sqlite", body(b"rubbish"), conditional(built(tmp_path, "Herons at Rest"), '"2"'))
                await _told(bot, "herons", "Herons at Rest")


async def _told(bot, asked: str, title: str) -> None:
    for count in range(2, 60):
        await asyncio.sleep(0.2)
        await bot.send(command(asked, bot.stub.response_url()))
        if title in (await bot.stub.wait_for("respond", count))[-1]["text"]:
            return
    raise AssertionError(f"{title} was never taken up")
