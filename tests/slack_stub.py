"""Slack, as far as Usher meets it: Web API, response_urls and Socket Mode on a local port; signed requests.

Everything that Usher sends is kept in ``calls``, in order. The stand-in remembers as Slack does: messages, what is
scheduled, views. What Slack would refuse, it refuses: blocks and views beyond the limits above all,
which are kept in ``refused``.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import WSMsgType, web
from slack_workspaces import Workspaces

from bot.limits import view_violations, violations
from bot.manifest import SCOPES

SECRET = "0123456789abcdef" * 2  # made up
BOT, PERSON, CHANNEL = "U0USHER", "U0ADA", "C0GENERAL"

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Call:
    """One request that Usher made: the method of the Web API, or "respond"."""

    method: str
    data: dict[str, Any]
    team: str | None = None  # in whose name, where the stand-in has several workspaces


Trouble = dict[str, Any] | tuple[int, str] | Literal["drop", "take and drop", "take and 500"]


@dataclass
class SlackStub:
    """The stand-in, to be used by ``async with``.

    *replies* says what a method returns in place of the usual: JSON, or a status and a text, which is how many
    seconds to wait where the status is 429. *troubles* are such replies to the next calls only, one each; "drop" breaks
    the connection off, "take and drop" once the call is done. *delays* slows a method down, in seconds.
    """

    replies: dict[str, dict[str, Any] | tuple[int, str]] = field(default_factory=dict)
    troubles: dict[str, list[Trouble]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    zones: dict[str, str | None] = field(default_factory=lambda: {PERSON: "Europe/Berlin"})
    now: Callable[[], float] = time.time  # Slack's clock
    scopes: Iterable[str] = tuple(SCOPES)  # that the token was granted
    messages: list[dict[str, Any]] = field(default_factory=list)
    scheduled: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    modals: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False  # the message that buttons are under
    workspaces: Workspaces | None = None  # where tokens are looked at
    url: str = ""
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _requests: list[web.Request] = field(default_factory=list)
    _uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    _triggers: set[str] = field(default_factory=set)

    async def __aenter__(self) -> SlackStub:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{name}", self._responded)
        app.router.add_post("/upload/{file}", self._uploaded)
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

    def hear(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Keep the message of the event *payload* as Slack does before it sends the event; the payload."""
        self.messages.append(dict(payload["event"]))
        return payload

    async def wait_for(self, method: str, count: int = 1, *, within: float = 5.0) -> list[dict[str, Any]]:
        """What was sent to *method*, once there are *count*."""
        await until(lambda: len(self.made(method)) >= count, within=within)
        return self.made(method)

    @property
    def connected(self) -> list[web.WebSocketResponse]:
        """The connections of Socket Mode that are open, oldest first."""
        return [socket for socket in self._sockets if not socket.closed]

    def break_sockets(self) -> None:
        """Break all connections off, as a network does."""
        for request in self._requests:
            if request.transport:
                request.transport.abort()

    async def send_by_socket(
        self, kind: str, payload: dict[str, Any], *, to: web.WebSocketResponse | None = None
    ) -> str:
        """Send an envelope *to* a connection, else to the newest; its id."""
        await until(lambda: bool(self.connected), within=20)
        envelope = f"envelope-{next(_numbers)}"
        await (to or self.connected[-1]).send_json({"type": kind, "envelope_id": envelope, "payload": payload})
        return envelope

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            data = await request.json()
        else:
            data = {**request.query, **await request.post()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, data, self.workspaces.team_of(token) if self.workspaces else None))
        await asyncio.sleep(self.delays.get(method, 0))
        trouble = self._trouble(method)
        if isinstance(trouble, str):
            if trouble.startswith("take"):
                self._usual(method, data)
            if trouble.endswith("drop"):
                _drop(request)
            return web.Response(status=500, text="no")
        reply = trouble or self.replies.get(method) or self._workspace(method, data, request)
        reply = reply or self._usual(method, data)
        if isinstance(reply, tuple):
            return _refusal(*reply)
        told = {"Date": formatdate(self.now(), usegmt=True), "X-OAuth-Scopes": ",".join(self.scopes)}
        return web.json_response({"ok": "error" not in reply, **reply}, headers=told)

    def _workspace(self, method: str, data: dict[str, Any], request: web.Request) -> dict[str, Any] | None:
        """What Slack says of tokens, where it looks at them; None where there is nothing to say."""
        if self.workspaces is None or method == "apps.connections.open":
            return None
        if method == "oauth.v2.access":
            return self.workspaces.access(data)
        refusal = self.workspaces.refusal(method, request.headers.get("Authorization", "").removeprefix("Bearer "))
        return {"error": refusal} if refusal else None

    def _trouble(self, method: str) -> Trouble | None:
        """What goes wrong with this call."""
        left = self.troubles.get(method)
        return left.pop(0) if left else None

    def _usual(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        answer = _METHODS.get(method)
        if answer is None:
            return {"error": "unknown_method"}
        return self._faults(data) or answer(self, data)

    def _faults(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """The refusal of what breaks Slack's limits."""
        found = violations(_parsed(data["blocks"])) if data.get("blocks") else []
        found += view_violations(_parsed(data["view"])) if data.get("view") else []
        for unfurl in _parsed(data.get("unfurls") or "{}").values():
            found += violations(unfurl["blocks"])
        self.refused += found
        return {"error": "invalid_blocks", "response_metadata": {"messages": found}} if found else None

    async def _responded(self, request: web.Request) -> web.Response:
        data = await request.json()
        self.calls.append(Call("respond", data))
        trouble = self._trouble("respond")
        if trouble == "drop":
            _drop(request)
        if isinstance(trouble, tuple):
            return _refusal(*trouble)
        usual = (400, "invalid_blocks") if self._faults(data) else (200, "ok")
        if self.deleted and data.get("replace_original"):
            usual = (404, "message_not_found")
        status, text = self.replies.get("respond") or usual
        return web.Response(status=int(status), text=text)

    async def _uploaded(self, request: web.Request) -> web.Response:
        self.calls.append(Call("upload", {"file": request.match_info["file"]}))
        status, text = self.replies.get("upload") or (200, "OK")
        held = self._uploads[request.match_info["file"]]
        held["content"] = await request.read()
        return web.Response(status=int(status), text=text)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        self._requests.append(request)
        await socket.send_json({"type": "hello"})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data).get("envelope_id"))
        return socket


def _post(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    message = {**data, "ts": f"{stub.now():.0f}.{next(_numbers):06}", "user": BOT, "bot_id": "B0USHER"}
    stub.messages.append(message)
    return {"ts": message["ts"], "channel": _direct(data["channel"])}


def _update(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    for message in stub.messages:
        if message["ts"] == data["ts"]:
            message.update(data)
            return {"ts": data["ts"], "channel": data["channel"]}
    return {"error": "message_not_found"}


def _schedule(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    at, channel = int(data["post_at"]), _direct(data["channel"])
    if at <= stub.now():
        return {"error": "time_in_past"}
    if at > stub.now() + 120 * 86_400:
        return {"error": "time_too_far"}
    near = [one for one in stub.scheduled.values() if one["channel"] == channel and abs(one["post_at"] - at) < 300]
    if len(near) >= 30:
        return {"error": "restricted_too_many"}
    if "metadata" in data:
        return {"error": "metadata_must_be_sent_from_app"}
    identifier = f"Q{next(_numbers)}"
    stub.scheduled[identifier] = {**data, "id": identifier, "channel": channel, "post_at": at}
    return {"scheduled_message_id": identifier, "channel": channel, "post_at": at}


def _unschedule(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    held = stub.scheduled.get(data["scheduled_message_id"])
    if held is None or held["post_at"] <= stub.now() or held["channel"] != data["channel"]:
        return {"error": "invalid_scheduled_message_id"}
    del stub.scheduled[data["scheduled_message_id"]]
    return {}


def _list_scheduled(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    held = [
        {"id": one["id"], "channel_id": one["channel"], "post_at": one["post_at"], "text": one.get("text", "")}
        for one in stub.scheduled.values()
        if data.get("channel") in (None, one["channel"]) and one["post_at"] > stub.now()
    ]
    return {"scheduled_messages": held, "response_metadata": {"next_cursor": ""}}


def _publish(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    stub.homes[data["user_id"]] = _parsed(data["view"])
    return {"view": {"id": f"V{next(_numbers)}"}}


def _open_view(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    if data["trigger_id"] in stub._triggers:
        return {"error": "exchanged_trigger_id"}
    stub._triggers.add(data["trigger_id"])
    view = {**_parsed(data["view"]), "id": f"V{next(_numbers)}"}
    stub.modals.append(view)
    return {"view": view}


def _update_view(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    for place, modal in enumerate(stub.modals):
        if modal["id"] == data["view_id"]:
            stub.modals[place] = {**_parsed(data["view"]), "id": data["view_id"]}
            return {"view": stub.modals[place]}
    return {"error": "not_found"}


def _upload_url(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    identifier = f"F{next(_numbers)}"
    stub._uploads[identifier] = {"filename": data["filename"], "length": int(data["length"])}
    return {"upload_url": f"{stub.url}/upload/{identifier}", "file_id": identifier}


def _complete_upload(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    named = _parsed(data["files"])
    if not str(data.get("channel_id", "")).startswith(("C", "D", "G")):
        return {"error": "channel_not_found"}
    for one in named:
        held = stub._uploads.get(one["id"], {})
        if len(held.get("content", b"")) != held.get("length"):
            return {"error": "file_not_found"}
        stub.files.append({**held, "title": one.get("title"), "channel": data["channel_id"]})
    return {"files": named}


def _history(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    held = [one for one in _between(stub, data) if one.get("thread_ts") in (None, one["ts"])]
    return {"messages": held[::-1], "has_more": False}


def _replies(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    held = [one for one in _between(stub, data) if data["ts"] in (one["ts"], one.get("thread_ts"))]
    return {"messages": held, "has_more": False}


def _unfurl(_: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    """Slack wants one of two ways to name the message, and shows what it has the addresses of."""
    if not (data.get("channel") and data.get("ts")) and not (data.get("unfurl_id") and data.get("source")):
        return {"error": "invalid_arguments"}
    return {} if data["unfurls"] else {"error": "missing_unfurls"}


def _between(stub: SlackStub, data: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of a channel before *latest* and since *oldest*, where they are given."""
    channel, latest, oldest = _direct(data["channel"]), data.get("latest") or "inf", data.get("oldest") or 0
    return [
        one
        for one in stub.messages
        if _direct(one["channel"]) == channel and float(oldest) <= float(one["ts"]) < float(latest)
    ]


def _person(stub: SlackStub, data: dict[str, Any]) -> dict[str, Any]:
    return {"user": {"id": data["user"], "tz": stub.zones.get(data["user"])}}


_METHODS: dict[str, Callable[[SlackStub, dict[str, Any]], dict[str, Any]]] = {
    "apps.connections.open": lambda stub, _: {"url": f"{stub.url.replace('http', 'ws', 1)}/socket"},
    "assistant.threads.setStatus": lambda *_: {},
    "assistant.threads.setSuggestedPrompts": lambda *_: {},
    "auth.test": lambda *_: {"user_id": BOT, "bot_id": "B0USHER"},
    "chat.deleteScheduledMessage": _unschedule,
    "chat.postEphemeral": lambda *_: {"message_ts": f"{next(_numbers)}.000100"},
    "chat.postMessage": _post,
    "chat.scheduleMessage": _schedule,
    "chat.scheduledMessages.list": _list_scheduled,
    "chat.unfurl": _unfurl,
    "chat.update": _update,
    "conversations.history": _history,
    "conversations.open": lambda _, data: {"channel": {"id": _direct(data["users"])}},
    "conversations.replies": _replies,
    "files.completeUploadExternal": _complete_upload,
    "files.getUploadURLExternal": _upload_url,
    "users.info": _person,
    "views.open": _open_view,
    "views.publish": _publish,
    "views.update": _update_view,
}


def _direct(channel: str) -> str:
    """The direct message with a person, where a person is named as the channel."""
    return f"D{channel[1:]}" if channel.startswith("U") else channel


def _parsed(value: Any) -> Any:
    """A parameter that may have come as JSON in a form."""
    return json.loads(value) if isinstance(value, str) else value


def _refusal(status: int, text: str) -> web.Response:
    if status == 429:
        busy = {"ok": False, "error": "ratelimited"}
        return web.json_response(busy, status=429, headers={"Retry-After": text})
    return web.Response(status=status, text=text, content_type=_kind(text))


def _drop(request: web.Request) -> None:
    assert request.transport
    request.transport.abort()


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


def command(text: str, response_url: str, *, name: str = "/paper", team: str = "T0TEAM", person: str = PERSON) -> str:
    """The body of a slash command."""
    return urlencode(
        {
            "command": name,
            "text": text,
            "response_url": response_url,
            "user_id": person,
            "channel_id": CHANNEL,
            "team_id": team,
            "trigger_id": "1.2",
            "api_app_id": "A0APP",
        }
    )


def event(text: str, *, event_id: str | None = None, team: str = "T0TEAM", **fields: Any) -> dict[str, Any]:
    """The payload of an event: a mention, unless *fields* say otherwise; a field that is None is left out."""
    number = next(_numbers)
    usual = {"type": "app_mention", "user": PERSON, "text": text, "channel": CHANNEL, "ts": f"{number}.000"}
    return {
        "type": "event_callback",
        "event_id": event_id or f"Ev{number}",
        "team_id": team,
        "api_app_id": "A0APP",
        "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}],
        "event": {key: value for key, value in {**usual, **fields}.items() if value is not None},
    }


def press(
    action_id: str,
    value: object,
    response_url: str,
    *,
    ephemeral: bool = True,
    message_ts: str = "5.0",
    person: str = PERSON,
    team: str = "T0TEAM",
    thread_ts: str | None = None,
) -> dict[str, Any]:
    """The payload of a button pressed in a message."""
    container = {"type": "message", "message_ts": message_ts, "channel_id": CHANNEL, "is_ephemeral": ephemeral}
    return {
        **_pressed(action_id, value, person, team),
        "response_url": response_url,
        "container": {**container, **({"thread_ts": thread_ts} if thread_ts else {})},
        "channel": {"id": CHANNEL},
    }


def press_in_view(action_id: str, value: object, view: dict[str, Any], *, person: str = PERSON) -> dict[str, Any]:
    """The payload of a button pressed in *view*, an open modal or a Home: no response_url comes with it."""
    return {
        **_pressed(action_id, value, person, "T0TEAM"),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
    }


def _pressed(action_id: str, value: object, person: str, team: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": person},
        "team": {"id": team},
        "trigger_id": f"{next(_numbers)}.1",
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }


def form(payload: dict[str, Any]) -> str:
    """The body in which Slack sends the payload of an interaction."""
    return urlencode({"payload": json.dumps(payload)})
