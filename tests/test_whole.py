"""The whole bot as it is started: ``usher serve`` over HTTP, a made-up programme, a stand-in for Slack."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import Running, serving
from slack_stub import SlackStub, command, event, form, press, signed
from toyconf import FILE

from bot.blocks import SHARE
from bot.limits import violations
from corpus.refresh import build
from corpus.sources import Origin
from corpus.store import save


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    save(build([Origin(location=str(FILE))]).records, tmp_path / "bird.sqlite")
    now = "2030-05-07T09:05:00+02:00"
    async with SlackStub() as stub, serving(tmp_path, stub, USHER_CORPUS="bird.sqlite", USHER_NOW=now) as bot:
        yield bot


async def test_slack_asks_and_is_answered(running: Running) -> None:
    stub = running.stub
    assert await running.send(command("wrennt", stub.response_url())) == 200
    (paper,) = await stub.wait_for("respond")
    assert "Showing results for wrennet" in paper["text"]
    assert "WrenNet: Hearing Small Birds" in paper["text"]
    assert violations(paper["blocks"]) == []

    assert await running.send(command("9:45", stub.response_url(), name="/session")) == 200
    gap = (await stub.wait_for("respond", 2))[1]
    assert "Nothing is on" in gap["text"]
    assert "Heron Stance Estimation" in gap["text"]

    body = json.dumps(event("<@U0USHER> who wrote the owls paper?", event_id="Ev1", ts="7.0"))
    assert {await running.send(body), await running.send(body)} == {200}
    (posted,) = await stub.wait_for("chat.postMessage")
    assert posted["thread_ts"] == "7.0"
    assert "Hal Moreau and Ada Byron" in posted["text"]

    share = next(e["value"] for e in paper["blocks"][-1]["elements"] if e["action_id"] == SHARE)
    assert await running.send(form(press(SHARE, share, stub.response_url()))) == 200
    shared = [told for told in await stub.wait_for("respond", 4) if told.get("response_type") == "in_channel"]
    assert len(shared) == 1
    assert "WrenNet" in shared[0]["text"]

    await asyncio.sleep(0.3)
    assert len(stub.made("chat.postMessage")) == 1


async def test_what_is_not_from_slack_is_refused(running: Running) -> None:
    body = command("wrennet", running.stub.response_url())
    tampered = await running.client.post("/slack/events", content=body + "&x=1", headers=signed(body))
    assert tampered.status_code == 401
    assert running.stub.made("respond") == []
