"""How fast requests of Slack's are acknowledged and answered over HTTP, beside an app that does nothing.

python bench/serving.py [REQUESTS]        (5,000 of each kind where nothing else is said)

Then a crowd at once, far more than one process takes: what is refused, and whether all that was acknowledged is
answered. Then ten times as many of one kind, for the memory.

The bot, the stand-in for Slack that takes its answers, and the load share this machine's processors.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import click
import numpy as np

REQUESTS = 5_000
AT_ONCE = 20
CROWD = 400  # at once; none of them waits before it asks again
PEOPLE = 50
SECRET = "bench"  # noqa: S105
Body = Callable[[int], tuple[bytes, str]]

EMPTY = """
import sys, uvicorn
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.applications import Starlette
from starlette.routing import Route
async def authorize(enterprise_id, team_id):
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1")
app = AsyncApp(signing_secret="bench", authorize=authorize)
@app.command("/paper")
async def paper(ack):
    await ack()
@app.event("app_mention")
async def mention():
    pass
@app.action("page:next")
async def press(ack):
    await ack()
handler = AsyncSlackRequestHandler(app)
async def events(request):
    return await handler.handle(request)
web = Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/healthz", lambda r: None)])
uvicorn.run(web, port=int(sys.argv[1]), log_level="error")
"""


class Sink(asyncio.Protocol):
    """Takes whatever the bot sends to Slack; counts the answers."""

    answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport, self._held = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end].lower()
            length = _length(head)
            if len(self._held) < end + 4 + length:
                return
            self._held = self._held[end + 4 + length :]
            path = head.split(b" ", 2)[1]
            Sink.answers += b"/respond" in path or b"chat.postmessage" in path
            said = {"ok": True, "ts": "1.1", "user": {"id": "U1", "tz": "Europe/Berlin"}, "messages": []}
            self._transport.write(_http(json.dumps(said).encode()))  # type: ignore[attr-defined]


def _length(head: bytes) -> int:
    """How long the body is, by a head in lower case."""
    return next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)


def _http(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def request(body: bytes, kind: str) -> bytes:
    """The signed HTTP request that brings *body*."""
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body


class Server(NamedTuple):
    """A server in a process of its own, and where it listens."""

    port: int
    process: subprocess.Popen[bytes]


class Load(NamedTuple):
    """What came of requests: the *times* that each took and the *seconds* of all, and how many were not taken."""

    times: np.ndarray
    seconds: float
    refused: int
    failed: int


async def load(port: int, bodies: Body, count: int, *, at_once: int = AT_ONCE) -> Load:
    """Send *count* requests, *at_once* at a time."""
    numbers, times, refused, failed = iter(range(count)), [], 0, 0

    async def one() -> None:
        nonlocal refused, failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            sent = request(*bodies(number))
            began = time.perf_counter()
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
            )
            said = await reader.readexactly(length)
            times.append(time.perf_counter() - began)
            refused += b" 429 " in head[:16] or b"ephemeral" in said
            failed += b" 200 " not in head[:16] and b" 429 " not in head[:16]
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(at_once)))
    return Load(np.array(times), time.perf_counter() - began, refused, failed)


@contextmanager
def serving(command: list[str], port: int, sink: int, folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, once it listens."""
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{sink}/api/",
        "DATABASE_URL": f"sqlite:///{folder}/state.sqlite",
        "LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen([sys.executable, *command], env=os.environ | given)  # noqa: S603
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    yield process
    process.terminate()
    process.wait(30)


def resident(process: subprocess.Popen[bytes]) -> float:
    """The memory of *process* in MB."""
    status = Path(f"/proc/{process.pid}/status")
    line = next((line for line in status.read_text().splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1024


def kinds(sink: int) -> dict[str, Body]:
    """The requests of each kind, by number."""
    asked = ("gshrd", "poly encoder", "video prediction", "causality", "ankit vani")

    def command(number: int) -> tuple[bytes, str]:
        form = {"command": "/paper", "text": asked[number % len(asked)], "user_id": f"U{number % PEOPLE}"}
        more = {"response_url": f"http://127.0.0.1:{sink}/respond/1", "channel_id": "C1", "team_id": "T1"}
        return urlencode(form | more | {"trigger_id": "1.2"}).encode(), "application/x-www-form-urlencoded"

    def mention(number: int) -> tuple[bytes, str]:
        event = {
            "type": "app_mention",
            "user": f"U{number % PEOPLE}",
            "text": asked[number % len(asked)],
            "channel": "C1",
        }
        body = {
            "type": "event_callback",
            "event_id": f"Ev{uuid.uuid4()}",
            "team_id": "T1",
            "authorizations": [{"team_id": "T1", "user_id": "U0USHER", "is_bot": True}],
            "event": {**event, "ts": f"{time.time():.6f}"},
        }
        return json.dumps(body).encode(), "application/json"

    def press(number: int) -> tuple[bytes, str]:
        value = {"surface": "paper", "text": asked[number % len(asked)], "now": 1620145800, "zone": "UTC", "page": 1}
        payload = {
            "type": "block_actions",
            "user": {"id": f"U{number % PEOPLE}"},
            "team": {"id": "T1"},
            "channel": {"id": "C1"},
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1", "is_ephemeral": True},
            "response_url": f"http://127.0.0.1:{sink}/respond/1",
            "actions": [{"type": "button", "action_id": "page:next", "block_id": "b", "value": json.dumps(value)}],
        }
        return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"

    return {"/paper": command, "mention": mention, "button": press}


async def measure(count: int) -> None:
    """Print the table."""
    slack = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sink = slack.sockets[0].getsockname()[1]
    click.echo(f"{count} requests of each kind, {AT_ONCE} at once, on {os.cpu_count()} processors")
    click.echo(f"{'':24}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}{'refused':>9}{'failed':>8}{'answered':>10}{'MB':>7}")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "empty.py").write_text(EMPTY)
        for name, command in (("does nothing", [f"{folder}/empty.py"]), ("usher", ["-m", "bot", "serve", "--port"])):
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            with serving([*command, str(port)], port, sink, folder) as process:
                server = Server(port, process)
                for kind, bodies in kinds(sink).items():
                    await load(port, bodies, 200)
                    await asyncio.sleep(1)
                    await _row(server, f"{name}, {kind}", bodies, count)
                if name == "usher":
                    paper = kinds(sink)["/paper"]
                    await _row(server, f"{CROWD} at once", paper, 4 * count, at_once=CROWD)
                    await _row(server, "ten times as many", paper, 10 * count)
    slack.close()


async def _row(server: Server, name: str, bodies: Body, count: int, *, at_once: int = AT_ONCE) -> None:
    before = Sink.answers
    came = await load(server.port, bodies, count, at_once=at_once)
    empty = name.startswith("does nothing")
    answered = await _settled(before, 0 if empty else count - came.refused - came.failed)
    p50, p99 = np.percentile(came.times, (50, 99)) * 1000
    click.echo(
        f"{name:24}{count / came.seconds:10.0f}{p50:9.1f}{p99:9.1f}{came.refused:9}{came.failed:8}"
        f"{answered:10}{resident(server.process):7.0f}"
    )


async def _settled(before: int, wanted: int) -> int:
    """How many answers came, once all have come, or none came for ten seconds."""
    came, quiet = -1, 0
    while came < wanted and quiet < 100:
        await asyncio.sleep(0.1)
        last, came = came, Sink.answers - before
        quiet = quiet + 1 if came == last else 0
    return came


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS))
