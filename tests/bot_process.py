"""The bot as an operator starts it: ``usher serve`` in a process of its own, and a client that speaks as Slack does."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from slack_stub import SECRET, SlackStub, signed


class Running:
    """A bot of its own process, and what Slack was told."""

    def __init__(self, stub: SlackStub, client: httpx.AsyncClient, process: asyncio.subprocess.Process) -> None:
        self.stub, self.client, self.process = stub, client, process

    async def send(self, body: str) -> int:
        return (await self.client.post("/slack/events", content=body, headers=signed(body))).status_code


async def started(
    folder: Path, stub: SlackStub, *options: str, log: int | None = None, **settings: str
) -> tuple[asyncio.subprocess.Process, int]:
    """``usher serve`` in *folder* with these *settings*, just started, and the port that it will listen on.

    Its *log* may go to a pipe.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SLACK_API_URL": stub.api_url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "DATABASE_URL": f"sqlite:///{folder}/state.sqlite",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--port", str(port), *options),
        cwd=folder,
        env=environment | settings,
        stderr=log,
    )
    return process, port


@asynccontextmanager
async def serving(folder: Path, stub: SlackStub, **settings: str) -> AsyncIterator[Running]:
    """A bot in *folder* with these *settings*, from when it answers until it has stopped."""
    process, port = await started(folder, stub, **settings)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(200):
            try:
                if (await client.get("/healthz")).status_code == 200:
                    break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
        yield Running(stub, client, process)
    if process.returncode is None:
        process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) in (0, -15)
