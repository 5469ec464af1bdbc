"""Calendars to subscribe to, over real HTTP; and the address that a person is given in Slack."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import icalendar
import pytest
import uvicorn
from slack_bench import Bench, Held
from slack_bolt.async_app import AsyncApp
from slack_stub import PERSON, SECRET, command, form, press
from toyconf import MORNING, records

from bot.app import open_usher
from bot.blocks.calendar import FEED_END, FEED_NEW
from bot.config import load_settings
from bot.desk import Desk
from bot.personal import Who
from bot.serve import build_web
from bot.state import State, database_url
from corpus.catalog import Catalog
from corpus.models import Records

ADA = Who(team="T0TEAM", person=PERSON)
ORALS = ("paper:wrennet", "paper:owls-at-night")


class Feed:
    """A bot that serves calendars, the programme and clock behind it, and a calendar program."""

    def __init__(self, client: httpx.AsyncClient, state: State, held: Held, now: list[datetime]) -> None:
        self.client, self.state, self.held, self.now = client, state, held, now

    async def star(self, *refs: str) -> str:
        """Star *refs* for Ada; the path of her calendar."""
        for ref in refs:
            await self.state.stars.add(ADA, ref, title=ref, event=None, now=MORNING)
        return f"/calendar/{await self.state.people.feed(ADA)}.ics"

    async def entries(self, path: str, **headers: str) -> dict[str, icalendar.Event]:
        """The entries of the calendar at *path*, by title."""
        answer = await self.client.get(path, headers=headers)
        assert answer.status_code == 200
        return {str(one["summary"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
async def feed(tmp_path: Path) -> AsyncIterator[Feed]:
    held, now = Held(Desk(Catalog(records()))), [MORNING]
    usher = await open_usher(
        load_settings(
            slack_bot_token="xoxb-1",
            slack_signing_secret=SECRET,
            database_url=f"sqlite:///{tmp_path}/state.sqlite",
        ),
        held,
        clock=lambda: now[0],
    )
    server = uvicorn.Server(
        uvicorn.Config(build_web(usher, SECRET, on_stop=usher.close), log_config=None, access_log=False)
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            yield Feed(client, usher.state, held, now)
        server.should_exit = True
        await running


def changed(**slot: Any) -> Desk:
    """The programme with WrenNet's slot changed."""
    held = records()
    slots = tuple(one.model_copy(update=slot) if one.paper == "wrennet" else one for one in held.slots)
    return Desk(Catalog(held.model_copy(update={"slots": slots})))


async def test_a_calendar_holds_what_was_starred(feed: Feed) -> None:
    path = await feed.star(*ORALS, "paper:nest-maps", "paper:gone")
    answer = await feed.client.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    entries = await feed.entries(path)
    assert len(entries) == 2  # what has no time has no entry
    owls = entries["Do Owls See Better With Two Eyes Closed?"]
    assert owls.decoded("dtstart") == datetime(2030, 5, 7, 7, 20, tzinfo=UTC)
    assert owls["location"] == "Great Hall, Freiburg"


async def test_a_moved_talk_moves_its_entry_and_a_cancelled_one_goes(feed: Feed) -> None:
    path = await feed.star(*ORALS)
    (before,) = [one for title, one in (await feed.entries(path)).items() if "Wren" in title]
    feed.now[0] += timedelta(hours=1)
    at = datetime(2030, 5, 8, 9, tzinfo=UTC)
    feed.held.desk = changed(start=at, end=at + timedelta(minutes=20), room="Attic")
    (after,) = [one for title, one in (await feed.entries(path)).items() if "Wren" in title]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert (after.decoded("dtstart"), after["location"]) == (at, "Attic, Freiburg")
    held = records()
    without = {"papers": held.papers[1:], "slots": tuple(one for one in held.slots if one.paper != "wrennet")}
    feed.held.desk = Desk(Catalog(held.model_copy(update=without)))
    assert list(await feed.entries(path)) == ["Do Owls See Better With Two Eyes Closed?"]


async def test_what_has_not_changed_is_not_sent_again(feed: Feed) -> None:
    path = await feed.star(*ORALS)
    first = await feed.client.get(path)
    tag, since = first.headers["etag"], first.headers["last-modified"]
    feed.now[0] += timedelta(minutes=10)
    feed.held.desk = Desk(Catalog(records()))  # read anew, and the same
    for headers in ({"if-none-match": tag}, {"if-none-match": f'"x", {tag}'}, {"if-modified-since": since}):
        again = await feed.client.get(path, headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await feed.client.get(path)).content == first.content
    await feed.star("paper:swift-flight")
    for headers in ({"if-none-match": tag}, {"if-modified-since": since}, {"if-modified-since": "yesterday"}):
        assert (await feed.client.get(path, headers=headers)).status_code == 200
    assert (await feed.client.get(path)).headers["etag"] != tag


async def test_the_head_of_a_calendar_is_that_of_the_calendar(feed: Feed) -> None:
    path = await feed.star(*ORALS)
    got, head = await feed.client.get(path), await feed.client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])


@pytest.mark.parametrize("secret", ["x", "-" * 43, "a" * 43, "%00", "%ED%A0%80", "..%2F..", "a" * 5_000, "é" * 30])
async def test_an_unknown_address_is_not_found_whatever_it_is(feed: Feed, secret: str) -> None:
    await feed.star(*ORALS)
    answer = await feed.client.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 404
    assert (await feed.client.head(f"/calendar/{secret}.ics")).status_code == 404


async def test_a_changed_ended_or_forgotten_address_leads_nowhere(feed: Feed) -> None:
    path = await feed.star(*ORALS)
    await feed.state.people.feed(ADA, renew=True)
    assert (await feed.client.get(path)).status_code == 404
    path = await feed.star()
    await feed.state.people.forget(ADA)
    assert (await feed.client.get(path)).status_code == 404


async def test_an_empty_calendar_is_one_too(feed: Feed) -> None:
    path = await feed.star()
    feed.held.desk = Desk(Catalog(Records()))
    assert await feed.entries(path) == {}


async def test_without_the_database_calendar_programs_are_told_to_come_back(feed: Feed, monkeypatch: Any) -> None:
    path = await feed.star(*ORALS)
    down = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    monkeypatch.setattr(feed.state.people, "_database", down.people._database)
    for one in (path, "/calendar/unknown.ics"):
        answer = await feed.client.get(one)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "300")


# --- in Slack


async def told(bench: Bench, app: AsyncApp, count: int = 1) -> dict[str, Any]:
    await bench.send(app, command("calendar", bench.stub.response_url(), name="/usher"))
    return (await bench.stub.wait_for("respond", count))[count - 1]


async def pressed(bench: Bench, app: AsyncApp, action: str, count: int) -> dict[str, Any]:
    await bench.send(app, form(press(action, "x", bench.stub.response_url())))
    return (await bench.stub.wait_for("respond", count))[count - 1]


async def test_a_person_gets_their_address_changes_it_and_ends_it(bench: Bench) -> None:
    app = bench.app(Held(Desk(Catalog(records()))), lambda: MORNING, usher_url="https://usher.example.org")
    first = await told(bench, app)
    assert first["response_type"] == "ephemeral"
    pattern = re.compile(r"https://usher\.example\.org/calendar/([\w-]{43})\.ics")
    (secret,) = pattern.findall(first["text"])
    assert await bench.state.people.of_feed(secret) == ADA
    assert pattern.findall((await told(bench, app, 2))["text"]) == [secret]
    (renewed,) = pattern.findall((await pressed(bench, app, FEED_NEW, 3))["text"])
    assert await bench.state.people.of_feed(secret) is None
    assert await bench.state.people.of_feed(renewed) == ADA
    assert "leads nowhere now" in (await pressed(bench, app, FEED_END, 4))["text"]
    assert await bench.state.people.of_feed(renewed) is None
    assert bench.stub.refused == []


async def test_without_a_public_address_a_sentence_says_what_there_is(bench: Bench) -> None:
    said = await told(bench, bench.app(Held(Desk(Catalog(records()))), lambda: MORNING))
    assert "Add to calendar" in said["text"]


async def test_without_the_database_a_sentence_says_so(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    app = bench.app(Held(Desk(Catalog(records()))), lambda: MORNING, usher_url="https://usher.example.org")
    assert "Please try again" in (await told(bench, app))["text"]
    assert "Please try again" in (await pressed(bench, app, FEED_END, 2))["text"]
