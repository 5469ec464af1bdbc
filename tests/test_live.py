"""The bot while its programme changes: it knows soon, drops nothing, and says so when it cannot look."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

from bot_process import Running, serving
from local_site import body, site
from slack_stub import SlackStub, command
from test_refresh import lines, talk

from bot.desk import Desk
from bot.live import Live, aged
from bot.models import Answer, Ask
from corpus.catalog import Catalog
from corpus.models import Records
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
    return Live(Desk(Catalog(load(path))), path, stale=STALE)


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
    status = Status(
        looks=(Look(source="a", at=NOW, good=NOW), Look(source="b", at=NOW, good=NOW - timedelta(hours=2), why="404"))
    )
    said = aged(Answer(kind="paper"), status, NOW, STALE)
    assert "could not be checked since" in said.aside[-1][0]
    assert said.aside[-1][1].window.start == NOW - timedelta(hours=2)
    assert aged(Answer(kind="paper"), status, NOW, timedelta(hours=3)).aside == ()
    assert aged(Answer(kind="paper"), Status(), NOW, STALE).aside == ()


def test_a_bot_reads_the_age_beside_its_corpus(tmp_path):
    path = tmp_path / "c.sqlite"
    save(records("Counting Wrens"), path)
    long_ago = datetime.now(UTC) - timedelta(hours=5)
    write_status(path, Status(looks=(Look(source="a", at=long_ago, good=long_ago),)))
    assert "could not be checked" in str(live(path)(ask("wrens")).aside)


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
