"""The whole bot as it is started: ``usher serve`` over HTTP, a made-up programme, a stand-in for Slack."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from slack_stub import SECRET, SlackStub, command, event, form, press, signed
from toyconf import FILE

from bot.blocks import SHARE
from bot.limits import violations
from corpus.refresh import Origin, build
from corpus.store import save


class Running:
    """A bot of its own process, and what Slack was told."""

    def __init__(self, stub: SlackStub, client: httpx.AsyncClient) -> None:
        self.stub, self.client = stub, client

    async def send(self, body: str) -> int:
        return (await self.client.post("/slack/events", content=body, headers=signed(body))).status_code


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    save(build([Origin(location=str(FILE))]).records, tmp_path / "bird.sqlite")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with SlackStub() as stub, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "serve",
            "--port",
            str(port),
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path),
                "USHER_CORPUS": "bird.sqlite",
                "SLACK_API_URL": stub.api_url,
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_SIGNING_SECRET": SECRET,
                "USHER_NOW": "2030-05-07T09:05:00+02:00",
                "DATABASE_URL": f"sqlite:///{tmp_path}/state.sqlite",
            },
        )
        for _ in range(200):
            try:
                if (await client.get("/healthz")).status_code == 200:
                    break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
        yield Running(stub, client)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) in (0, -15)


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
