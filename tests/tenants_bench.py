"""Usher as many workspaces install it: over real HTTP, beside a stand-in for Slack that looks at tokens."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn
from slack_bench import Held
from slack_stub import SECRET, SlackStub, signed
from slack_workspaces import CLIENT_ID, CLIENT_SECRET, Workspaces
from toyconf import MORNING, desk

from bot.app import Usher, open_usher
from bot.config import Settings, load_settings
from bot.serve import build_web
from bot.state.sealed import new_key

KEY = new_key()
URL = "https://usher.example.org"
EARLY = MORNING - timedelta(hours=1)


class Clock:
    """A clock that tests set; Slack's goes by it too."""

    def __init__(self) -> None:
        self.now = EARLY

    def __call__(self) -> datetime:
        return self.now


def settings_for(stub: SlackStub, folder: Path, **more: Any) -> Settings:
    given = {
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": CLIENT_SECRET,
        "slack_signing_secret": SECRET,
        "slack_api_url": stub.api_url,
        "usher_secret_key": KEY,
        "usher_url": URL,
        "database_url": f"sqlite:///{folder}/state.sqlite",
    }
    return load_settings(**(given | more))


class Site:
    """One process of the bot, a browser, and Slack."""

    def __init__(self, stub: SlackStub, usher: Usher, client: httpx.AsyncClient, clock: Clock, held: Held) -> None:
        self.stub, self.usher, self.client, self.clock, self.held = stub, usher, client, clock, held
        self.state = usher.state

    @property
    def slack(self) -> Workspaces:
        assert self.stub.workspaces
        return self.stub.workspaces

    async def begun(self) -> tuple[str, str]:
        """Begin to install: the state that goes to Slack, and the cookie that stays in the browser."""
        away = await self.client.get("/slack/install")
        assert away.status_code == 302
        (state,) = parse_qs(urlsplit(away.headers["location"]).query)["state"]
        (cookie,) = SimpleCookie(away.headers["set-cookie"]).values()
        return state, f"{cookie.key}={cookie.value}"

    async def back(self, cookie: str, **query: str) -> httpx.Response:
        """Slack sends the browser back."""
        return await self.client.get("/slack/oauth_redirect", params=query, headers={"cookie": cookie})

    async def install(self, team: str, **how: Any) -> None:
        """Install Usher from begin to end."""
        state, cookie = await self.begun()
        done = await self.back(cookie, state=state, code=self.slack.approve(team, **how))
        assert (done.status_code, "is installed" in done.text) == (200, True)

    async def send(self, body: str | dict[str, Any]) -> int:
        """Slack sends a request, signed."""
        raw = body if isinstance(body, str) else json.dumps(body)
        return (await self.client.post("/slack/events", content=raw, headers=signed(raw))).status_code

    async def uninstall(self, holder: str, **body: Any) -> None:
        """Slack tells that Usher was taken out."""
        self.slack.revoke(holder)
        for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0USHER"]}}):
            told = {"type": "event_callback", "event_id": f"Ev{event['type']}", "team_id": holder, "event": event}
            assert await self.send({**told, "event_time": int(self.clock().timestamp()), **body}) == 200
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until the bot does nothing more."""
        calls = -1
        while calls < len(self.stub.calls):
            calls = len(self.stub.calls)
            await asyncio.sleep(0.3)


@asynccontextmanager
async def serving(stub: SlackStub, folder: Path, clock: Clock, **settings: Any) -> AsyncIterator[Site]:
    """A process of the bot, over HTTP on this machine."""
    held = Held(desk())
    usher = await open_usher(settings_for(stub, folder, **settings), held, clock=clock)
    web = build_web(usher, SECRET, on_stop=usher.close)
    server = uvicorn.Server(uvicorn.Config(web, log_config=None, access_log=False))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            try:
                yield Site(stub, usher, client, clock, held)
            finally:
                server.should_exit = True
                await running
