"""Slack, as far as Usher meets it: Web API, response_urls and Socket Mode on a local port; signed requests.

Everything that Usher sends is kept in ``calls``, in order.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

SECRET = "a-made-up-signing-secret"
BOT, PERSON, CHANNEL = "U0USHER", "U0ADA", "C0GENERAL"

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Call:
    """One request that Usher made: the method of the Web API, or "respond"."""

    method: str
    data: dict[str, Any]


@dataclass
class SlackStub:
    """The stand-in, to be used by ``async with``.

    *replies* says what a method returns in place of the usual; *delays* slows it down, in seconds.
    """

    replies: dict[str, dict[str, Any] | tuple[int, str]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    url: str = ""
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)

    async def __aenter__(self) -> SlackStub:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{name}", self._responded)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def response_url(self) -> str:
        return f"{self.url}/respond/{next(_numbers)}"

    def made(self, method: str) -> list[dict[str, Any]]:
        """What was sent to *method* so far."""
        return [call.data for call in self.calls if call.method == method]

    async def wait_for(self, method: str, count: int = 1, *, within: float = 5.0) -> list[dict[str, Any]]:
        """What was sent to *method*, once there are *count*."""
        await until(lambda: len(self.made(method)) >= count, within=within)
        return self.made(method)

    async def send_by_socket(self, kind: str, payload: dict[str, Any]) -> str:
        """Send an envelope to whoever is connected; its id."""
        await until(lambda: bool(self._sockets))
        envelope = f"envelope-{next(_numbers)}"
        await self._sockets[-1].send_json({"type": kind, "envelope_id": envelope, "payload": payload})
        return envelope

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            data = await request.json()
        else:
            data = {**request.query, **await request.post()}
        self.calls.append(Call(method, data))
        await asyncio.sleep(self.delays.get(method, 0))
        reply = self.replies.get(method) or self._usual(method)
        if isinstance(reply, tuple):
            status, text = reply
            return web.Response(status=status, text=text, content_type=_kind(text))
        return web.json_response({"ok": "error" not in reply, **reply})

    def _usual(self, method: str) -> dict[str, Any]:
        return {
            "users.info": {"user": {"id": PERSON, "tz": "Europe/Berlin"}},
            "conversations.replies": {"messages": []},
            "chat.postMessage": {"ts": "9.9"},
            "auth.test": {"user_id": BOT, "bot_id": "B0USHER"},
            "apps.connections.open": {"url": f"{self.url.replace('http', 'ws', 1)}/socket"},
        }.get(method, {"error": "unknown_method"})

    async def _responded(self, request: web.Request) -> web.Response:
        self.calls.append(Call("respond", await request.json()))
        status, text = self.replies.get("respond") or (200, "ok")
        return web.Response(status=int(status), text=text)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello"})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data).get("envelope_id"))
        return socket


def _kind(text: str) -> str:
    return "application/json" if text.startswith("{") else "text/plain"


async def until(holds: Callable[[], bool], *, within: float = 5.0) -> None:
    """Wait until *holds*; TimeoutError where it does not."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 (what is waited for happens in the program under test)
            await asyncio.sleep(0.01)


def signed(body: str | bytes, *, stamp: object = None, secret: str = SECRET, **more: str) -> dict[str, str]:
    """The headers with which Slack would send *body* now, or at *stamp*."""
    raw = body.encode() if isinstance(body, str) else body
    stamp = int(time.time()) if stamp is None else stamp
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    kind = "application/json" if raw.startswith(b"{") else "application/x-www-form-urlencoded"
    stamped = {"x-slack-request-timestamp": str(stamp), "x-slack-signature": f"v0={digest}"}
    return {"content-type": kind, **stamped, **more}


def command(text: str, response_url: str, *, name: str = "/paper") -> str:
    """The body of a slash command."""
    return urlencode(
        {
            "command": name,
            "text": text,
            "response_url": response_url,
            "user_id": PERSON,
            "channel_id": CHANNEL,
            "team_id": "T0TEAM",
            "trigger_id": "1.2",
            "api_app_id": "A0APP",
        }
    )


def event(text: str, *, event_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """The payload of an event: a mention, unless *fields* say otherwise; a field that is None is left out."""
    number = next(_numbers)
    usual = {"type": "app_mention", "user": PERSON, "text": text, "channel": CHANNEL, "ts": f"{number}.000"}
    return {
        "type": "event_callback",
        "event_id": event_id or f"Ev{number}",
        "team_id": "T0TEAM",
        "api_app_id": "A0APP",
        "authorizations": [{"team_id": "T0TEAM", "user_id": BOT, "is_bot": True}],
        "event": {key: value for key, value in {**usual, **fields}.items() if value is not None},
    }


def press(
    action_id: str,
    value: object,
    response_url: str,
    *,
    ephemeral: bool = True,
    message_ts: str = "5.0",
) -> dict[str, Any]:
    """The payload of a pressed button."""
    return {
        "type": "block_actions",
        "user": {"id": PERSON},
        "team": {"id": "T0TEAM"},
        "response_url": response_url,
        "container": {"type": "message", "message_ts": message_ts, "channel_id": CHANNEL, "is_ephemeral": ephemeral},
        "channel": {"id": CHANNEL},
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }


def form(payload: dict[str, Any]) -> str:
    """The body in which Slack sends the payload of an interaction."""
    return urlencode({"payload": json.dumps(payload)})
