"""A programme that changes while the bot is killed again and again: everybody is told once, and reminded once."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot_process import started
from slack_stub import SlackStub, until

from bot.personal import Who
from bot.state import State, database_url
from corpus.models import Event, Paper, Records, Session, Slot
from corpus.store import save

PEOPLE = [Who(team="T0TEAM", person=f"U{number:03}") for number in range(40)]
CHANNELS = [f"C{number:03}" for number in range(20)]
TALKS = 12
NOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=5)


def programme(*, later: int = 0) -> Records:
    """Talks of a quarter of an hour, one after the other, all *later* by so many minutes."""
    starts = [NOON + timedelta(minutes=15 * number + later) for number in range(TALKS)]
    return Records(
        events=(Event(id="b", name="BirdConf", zone="UTC"),),
        sessions=(Session(id="s", title="Talks", event="b", zone="UTC"),),
        papers=tuple(Paper(id=f"p{n}", title=f"Bird number {n}", event="b") for n in range(TALKS)),
        slots=tuple(
            Slot(id=f"s/p{n}", paper=f"p{n}", session="s", start=start, end=start + timedelta(minutes=15))
            for n, start in enumerate(starts)
        ),
    )


@asynccontextmanager
async def running(folder: Path, stub: SlackStub) -> AsyncIterator[asyncio.subprocess.Process]:
    """``usher serve`` over the corpus in *folder*, from when it listens until it is killed, or told to stop."""
    process, _ = await started(folder, stub, USHER_CORPUS=str(folder / "corpus.sqlite"), LOG_LEVEL="ERROR")
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def prepare(folder: Path, *, stars: int) -> None:
    """A corpus, *stars* for everybody, and a channel's wish of each kind, in turn."""
    save(programme(), folder / "corpus.sqlite")
    state = State(database_url(f"sqlite:///{folder}/state.sqlite"))
    await state.upgrade()
    now = datetime.now(UTC)
    for number, who in enumerate(PEOPLE):
        for at in range(stars):
            ref = f"paper:p{(number + at) % TALKS}"
            await state.stars.add(who, ref, title="Bird", event="b", now=now)
    for number, channel in enumerate(CHANNELS):
        kind = ("changes", "starting")[number % 2]
        await state.channels.subscribe(PEOPLE[0], channel, kind=kind, now=now)
    await state.close()


def reminded(stub: SlackStub) -> Counter[tuple[str, int]]:
    """What Slack's scheduler holds, by channel and time."""
    return Counter((one["channel"], one["post_at"]) for one in stub.scheduled.values())


def wanted() -> Counter[tuple[str, int]]:
    """What it should hold once every talk is twenty minutes later: ten minutes before each, once."""
    at = [int((NOON + timedelta(minutes=15 * number + 10)).timestamp()) for number in range(TALKS)]
    starred = {
        (f"D{who.person[1:]}", at[(number + one) % TALKS]) for number, who in enumerate(PEOPLE) for one in range(3)
    }
    return Counter(starred | {(channel, each) for channel in CHANNELS[1::2] for each in at})


async def test_nothing_is_told_twice_or_lost_though_the_bot_is_killed_again_and_again(tmp_path: Path) -> None:
    chance = random.Random(os.getpid())
    await prepare(tmp_path, stars=3)
    alerted = len(PEOPLE) + len(CHANNELS) // 2
    held = 3 * len(PEOPLE) + TALKS * len(CHANNELS) // 2
    async with SlackStub() as stub:
        stub.delays = dict.fromkeys(("chat.postMessage", "chat.scheduleMessage", "chat.deleteScheduledMessage"), 0.01)
        async with running(tmp_path, stub):
            await until(lambda: len(stub.scheduled) == held, within=20)
        save(programme(later=20), tmp_path / "corpus.sqlite")
        for part in (0.2, 0.6):
            async with running(tmp_path, stub) as process:
                aim = len(stub.calls) + round(part * held * chance.uniform(0.5, 1))
                await until(lambda aim=aim: len(stub.calls) >= aim, within=20)
                process.send_signal(signal.SIGKILL)
        async with running(tmp_path, stub):
            await until(lambda: reminded(stub) == wanted() and len(stub.messages) >= alerted, within=40)
            await asyncio.sleep(1)
    assert reminded(stub) == wanted()
    assert Counter(one["channel"] for one in stub.messages) == Counter(
        [*(f"D{who.person[1:]}" for who in PEOPLE), *CHANNELS[::2]]
    )
    assert stub.refused == []
