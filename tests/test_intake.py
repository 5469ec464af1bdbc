"""More requests than can be answered at once: fair turns, kind refusals, and nothing lost that was acknowledged."""

import asyncio
import json
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from bot_process import serving
from fake_answers import listing
from slack_bench import Recorder
from slack_stub import SECRET, SlackStub, command, event, form, press, signed, until

from bot.app import open_usher
from bot.blocks import NEXT
from bot.config import load_settings
from bot.models import Answer, Ask
from bot.serve import build_web
from bot.slack import intake
from bot.slack.intake import BUSY, TOO_MANY


class Gated(Recorder):
    """A programme that answers nobody before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def __call__(self, question: Ask) -> Answer:
        self.open.wait(10)
        self.asked.append(question)
        return listing(1, lines=((f"You asked: {question.text}",),))


@asynccontextmanager
async def bot(folder: Path, programme: Recorder, **settings: int) -> AsyncIterator[tuple[SlackStub, httpx.AsyncClient]]:
    """The bot's web application, beside its stand-in for Slack."""
    async with SlackStub() as stub:
        given = load_settings(
            slack_bot_token="xoxb-1",
            slack_signing_secret=SECRET,
            slack_api_url=stub.api_url,
            database_url=f"sqlite:///{folder}/state.sqlite",
            **settings,
        )
        usher = await open_usher(given, programme)
        web = build_web(usher, SECRET, on_stop=usher.close)
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://usher") as client:
                yield stub, client
        finally:
            await usher.close()


def asked(text: str, stub: SlackStub, *, person: str = "U0ADA", team: str = "T0TEAM") -> str:
    """The body of /paper, by whomever."""
    return urlencode(dict(parse_qsl(command(text, stub.response_url()))) | {"user_id": person, "team_id": team})


async def post(client: httpx.AsyncClient, body: str) -> httpx.Response:
    return await client.post("/slack/events", content=body, headers=signed(body))


async def test_who_asks_much_is_told_so_kindly_and_nobody_else_notices(tmp_path: Path) -> None:
    programme = Gated()
    async with bot(tmp_path, programme, usher_at_once=5) as (stub, client):
        said = await asyncio.gather(*(post(client, asked(f"q{n}", stub)) for n in range(8)))
        assert {each.status_code for each in said} == {200}
        refused = [each.json() for each in said if each.content]
        assert refused == [{"response_type": "ephemeral", "text": TOO_MANY}] * 3
        assert (await post(client, asked("somebody else", stub, person="U0BO"))).content == b""
        programme.open.set()
        await stub.wait_for("respond", 6)
        assert (await post(client, asked("and now", stub))).content == b""
        await stub.wait_for("respond", 7)


async def test_who_asks_a_little_too_fast_is_only_slowed_down(tmp_path: Path) -> None:
    programme = Gated()
    async with bot(tmp_path, programme, usher_at_once=2) as (stub, client):
        asyncio.get_running_loop().call_later(0.2, programme.open.set)
        said = await asyncio.gather(*(post(client, asked(f"q{n}", stub)) for n in range(6)))
        assert [each.content for each in said] == [b""] * 6
        await stub.wait_for("respond", 6)


async def test_others_have_their_turn_before_the_rest_of_a_crowd(tmp_path: Path) -> None:
    programme = Gated()
    async with bot(tmp_path, programme) as (stub, client):
        for number in range(60):
            await post(client, asked(f"crowd {number}", stub, person=f"U{number}"))
        await post(client, asked("alone", stub, team="T0OTHER"))
        programme.open.set()
        await stub.wait_for("respond", 61, within=15)
    order = [each.text for each in programme.asked]
    assert order.index("alone") < intake.AT_ONCE


async def test_a_full_bot_refuses_in_words_what_it_cannot_take_and_answers_what_it_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST", 10)
    programme = Gated()
    async with bot(tmp_path, programme) as (stub, client):
        for number in range(10):
            assert (await post(client, asked(f"q{number}", stub, person=f"U{number}"))).content == b""
        button = form(press(NEXT, "{}", stub.response_url()))
        later = json.dumps(event("owls?", event_id="EvLater"))
        said = await asyncio.gather(*(post(client, body) for body in (asked("more", stub), later, button)))
        assert said[0].json()["text"] == BUSY
        assert [each.status_code for each in said[1:]] == [429, 429]
        assert all(int(each.headers["retry-after"]) > 0 for each in said[1:])
        assert not stub.made("chat.postMessage")
        programme.open.set()
        await stub.wait_for("respond", 10)
        assert (await post(client, later)).status_code == 200  # Slack brings the event again
        await stub.wait_for("chat.postMessage")


async def test_a_slow_slack_of_one_workspace_does_not_keep_another_waiting(tmp_path: Path) -> None:
    programme = Gated()
    programme.open.set()
    async with bot(tmp_path, programme) as (stub, client):
        stub.delays["chat.postMessage"] = 3.0
        for number in range(30):
            body = json.dumps(event(f"q{number}", user=f"U{number}", channel=f"C{number}"))
            assert (await post(client, body)).status_code == 200
        await post(client, asked("elsewhere", stub, team="T0OTHER"))
        await stub.wait_for("respond", within=2.5)


async def test_a_bot_told_to_stop_answers_all_that_it_acknowledged(tmp_path: Path) -> None:
    async with SlackStub() as stub:
        stub.delays["respond"] = 0.05
        taken = 0
        async with serving(tmp_path, stub) as running:
            bodies = [asked("causality", stub, person=f"U{number}") for number in range(300)]
            said = asyncio.gather(*(running.send(body) for body in bodies), return_exceptions=True)
            await until(lambda: len(stub.made("respond")) > 20, within=20)
            running.process.send_signal(signal.SIGTERM)
            taken = sum(each == 200 for each in await said)
            await running.process.wait()
        assert taken > 20
        assert len(stub.made("respond")) == taken
