"""The bot while its programme changes: it knows soon, drops nothing, and says so when it cannot look."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

from bot_process import Running, serving
from local_site import body, site
from slack_stub import SlackStub, command
from test_refresh import lines, talk

from bot.config import Settings
from bot.desk import Desk
from bot.live import Live, aged, keep_up, mark_at, to_try
from bot.models import Answer, Ask
from corpus.catalog import Catalog
from corpus.models import Records
from corpus.sources import Origin
from corpus.status import Look, Status, write_status
from corpus.store import load, save

NOW = datetime(2031, 5, 7, 9, tzinfo=UTC)
STALE = timedelta(hours=1)


def records(*titles: str) -> Records:
    return Records.model_validate(
        {"papers": [{"id": str(n), "title": t, "authors": ("Ada Byron",)} for n, t in enumerate(titles)]}
    )


def ask(text: str) -> Ask:
    return Ask(surface="paper", text=text, now=NOW, zone="UTC")


def first(answer: Answer) -> str:
    return answer.items[0].title if answer.items and not answer.abstained else ""


def live(path) -> Live:
    mark = mark_at(path)
    return Live(Desk(Catalog(load(path))), path, mark=mark, stale=STALE)


# Taking up another corpus


def test_a_new_corpus_is_taken_up_at_the_next_look(tmp_path):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)
    bot = live(path)
    assert not bot.look()
    save(records("Counting Wrens", "Herons at Rest"), path)
    assert first(bot(ask("herons"))) == ""
    assert bot.look()
    assert first(bot(ask("herons"))) == "Herons at Rest"


def test_a_corpus_that_was_swapped_while_it_was_loaded_is_taken_up(tmp_path):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)
    mark, desk = mark_at(path), Desk(Catalog(load(path)))
    save(records("Herons at Rest"), path)
    bot = Live(desk, path, mark=mark, stale=STALE)
    assert bot.look()
    assert first(bot(ask("herons"))) == "Herons at Rest"
    assert not bot.look()


def test_a_corpus_that_is_gone_or_damaged_changes_nothing(tmp_path, caplog):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)
    bot = live(path)
    path.write_bytes(b"rubbish")
    assert not bot.look()
    assert "stays as it was" in caplog.text
    path.unlink()
    assert not bot.look()
    assert first(bot(ask("wrens"))) == "Counting Wrens"
    save(records("Herons at Rest"), path)
    assert bot.look()


# An old corpus says so


def test_answers_say_since_when_the_sources_could_not_be_looked_at():
    said = aged(Answer(kind="paper"), NOW)
    assert "could not be checked since" in said.aside[-1][0]
    assert said.aside[-1][1].window.start == NOW
    assert aged(Answer(kind="paper"), None).aside == ()


def test_a_bot_reads_the_age_beside_its_corpus_of_the_sources_that_it_has(tmp_path):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)
    long_ago = datetime.now(UTC) - timedelta(hours=5)
    origin = Origin(location="a.csv")
    write_status(path, Status(looks=(Look(source=origin.key, at=long_ago, good=long_ago),)))
    bot = live(path)
    assert bot(ask("wrens")).aside == ()
    bot.origins = (origin,)
    assert "could not be checked" in str(bot(ask("wrens")).aside)


# What breaks is tried again in its time


def test_a_source_is_tried_again_only_in_its_time_though_nothing_was_written_of_it():
    often, rarely = (Origin(location=f"{every}.csv", every=every) for every in (5, 60))
    tried = {often.key: NOW, rarely.key: NOW}
    assert to_try([often, rarely], Status(), {}, NOW) == (often, rarely)
    assert to_try([often, rarely], Status(), tried, NOW + timedelta(seconds=4)) == ()
    assert to_try([often, rarely], Status(), tried, NOW + timedelta(seconds=5)) == (often,)
    assert to_try([often], Status(), tried, NOW - timedelta(days=1)) == (often,)  # a clock that was set back


async def kept_up(path, monkeypatch, *, refresh, seconds=0.3):
    """Keep up with one source for a moment, in which *refresh* stands for the process that looks at it."""
    monkeypatch.setattr("bot.live._PAUSE", 0.01)
    monkeypatch.setattr("bot.live.refreshed", refresh)
    task = asyncio.create_task(keep_up(live(path), Settings(usher_sources=("a.csv",)), path))
    await asyncio.sleep(seconds)
    running = not task.done()
    task.cancel()
    await asyncio.wait([task])
    return running


async def test_a_refresh_that_breaks_is_not_started_again_at_once(tmp_path, monkeypatch):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)
    started = []

    async def breaks(target):
        started.append(target)

    assert await kept_up(path, monkeypatch, refresh=breaks)
    assert started == [path]


async def test_nothing_ends_the_looks_and_what_is_wrong_is_logged_once_without_secrets(tmp_path, monkeypatch, caplog):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)

    def broken(_):
        raise KeyError("secret")

    async def well(_):
        pass

    monkeypatch.setattr(Live, "look", broken)
    assert await kept_up(path, monkeypatch, refresh=well)
    assert [record.getMessage() for record in caplog.records] == ["the sources could not be looked at: KeyError"]


# Two bots on one machine, their programme on a web server


async def said_of(bot: Running, text: str) -> str:
    told = len(bot.stub.made("respond"))
    assert await bot.send(command(text, bot.stub.response_url())) == 200
    return str((await bot.stub.wait_for("respond", told + 1))[-1]["text"])


async def until_said(bot: Running, text: str, wanted: str) -> None:
    async with asyncio.timeout(30):
        while wanted not in await said_of(bot, text):  # noqa: ASYNC110 (it changes in another process)
            await asyncio.sleep(0.2)


async def test_two_bots_take_up_a_change_while_they_answer(tmp_path):
    with site() as server:
        source = server.put("/birds.jsonl", body(lines(talk("wrens"), talk("owls"))))
        settings = {
            "USHER_SOURCES": f"{source}#every=1",
            "USHER_PRIVATE_SOURCES": "1",
            "USHER_CORPUS": "bird.sqlite",
            "USHER_NOW": "2031-05-07T08:00:00+00:00",
        }
        async with SlackStub() as one, SlackStub() as two:
            async with (
                serving(tmp_path, one, **settings) as first_bot,
                serving(tmp_path, two, **settings) as second_bot,
            ):
                assert "A talk on wrens" in await said_of(first_bot, "wrens")
                server.put("/birds.jsonl", body(lines(talk("wrens"), talk("herons"))))
                asked = itertools.count()
                answered = asyncio.Event()

                async def keep_asking() -> None:
                    while not answered.is_set():
                        assert await second_bot.send(command("wrens", two.response_url())) == 200
                        next(asked)
                        await asyncio.sleep(0.02)

                asking = asyncio.create_task(keep_asking())
                await until_said(first_bot, "herons", "A talk on herons")
                answered.set()
                await asking
                await until_said(second_bot, "herons", "A talk on herons")
                server.put("/birds.jsonl", body(status=500))
                assert "A talk on herons" in await said_of(first_bot, "herons")
            assert len(two.made("respond")) >= next(asked) > 10
