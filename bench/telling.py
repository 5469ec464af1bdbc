"""How long it takes until everybody knows of a changed programme: alerts, and reminders and announcements that move.

python bench/telling.py [STARS] [SUBSCRIPTIONS]        (1,000 and 200 where nothing else is said)

Against the stand-in for Slack that the tests use, which answers at once: Slack's own limits come on top.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import click

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from slack_bench import Held
from slack_sdk.web.async_client import AsyncWebClient
from slack_stub import SlackStub

from bot.desk import Desk
from bot.personal import Who
from bot.slack.courier import Courier
from bot.slack.rounds import take_up
from bot.slack.service import Service
from bot.slack.viewers import Viewers
from bot.state import State, database_url
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Records, Slot

TALKS = 200
EACH = 10  # stars of one person


def programme(begin: datetime, *, later: int = 0, moved: int = TALKS) -> Records:
    """Talks of a quarter of an hour, five at a time, the first *moved* of them *later* by so many minutes."""
    slots = []
    for number in range(TALKS):
        start = begin + timedelta(minutes=15 * (number // 5) + (later if number < moved else 0))
        slot = {"id": f"s{number}", "paper": f"p{number}", "start": start, "end": start + timedelta(minutes=15)}
        slots.append(Slot.model_validate(slot))
    papers = tuple(Paper(id=f"p{number}", title=f"Bird number {number}", event="b") for number in range(TALKS))
    return Records(events=(Event(id="b", name="BirdConf", zone="UTC"),), papers=papers, slots=tuple(slots))


async def measure(stars: int, subscriptions: int) -> None:
    """Print how long each part took, and what it sent."""
    now = datetime.now(UTC)
    begin = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=5)
    held = Held(Desk(Catalog(programme(begin))))
    with tempfile.TemporaryDirectory() as folder:
        state = State(database_url(f"sqlite:///{folder}/state.sqlite"))
        await state.upgrade()
        for number in range(stars):
            who = Who(team="T", person=f"U{number // EACH:04}")
            record = f"paper:p{(number * 7) % TALKS}"
            await state.stars.add(who, record, title="Bird", event="b", now=now)
        for number in range(subscriptions):
            kind = ("digest", "starting", "changes")[number % 3]
            asked = {"kind": kind, "minute": 480, "zone": "UTC"} if kind == "digest" else {"kind": kind}
            await state.channels.subscribe(Who(team="T", person="U0"), f"C{number:04}", now=now, **asked)
        async with SlackStub() as stub:
            session = aiohttp.ClientSession()
            client = AsyncWebClient(token="xoxb-1", base_url=stub.api_url, session=session)  # noqa: S106
            clock = lambda: datetime.now(UTC)  # noqa: E731
            service = Service(held, clock, Viewers("UTC", state), state)

            async def client_of(_team: str, client: AsyncWebClient = client) -> AsyncWebClient:
                return client

            courier = Courier(state, client_of, clock)
            click.echo(f"{stars} stars, {subscriptions} subscriptions, {TALKS} talks")
            click.echo(f"{'':26}{'s':>8}{'calls':>8}")
            for name, later, moved in (
                ("planned for the first time", 0, TALKS),
                ("one talk moved", 20, 1),
                ("every talk moved", 40, TALKS),
                ("nothing changed", 40, TALKS),
            ):
                held.desk = Desk(Catalog(programme(begin, later=later, moved=moved)))
                before, began = len(stub.calls), time.perf_counter()
                await take_up(service)
                await courier.round()
                click.echo(f"{name:26}{time.perf_counter() - began:8.1f}{len(stub.calls) - before:8}")
            await session.close()
        await state.close()


if __name__ == "__main__":
    asyncio.run(measure(*(int(number) for number in sys.argv[1:3] or ("1000", "200"))))
