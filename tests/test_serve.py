"""The running bot: real HTTP and Socket Mode, against a stand-in for Slack."""

import asyncio
import json
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from fake_answers import listing
from slack_bench import Recorder
from slack_stub import SECRET, SlackStub, command, event, form, press, signed, until

from bot.app import Usher, open_usher
from bot.blocks import NEXT, SHARE
from bot.config import Settings, SettingsError, load_settings
from bot.desk import Desk
from bot.manifest import SCOPES, manifest
from bot.models import Answer, Ask
from bot.serve import MAX_BODY, ServeError, build_web, serve_http, serve_socket
from bot.state import StateError
from corpus.catalog import Catalog
from corpus.models import Link, Paper, Records

ROOT = Path(__file__).resolve().parents[1]


LINK = {"url": "https://arxiv.org/abs/2101.00001"}


class Slow(Recorder):
    """A programme of one paper that is slow for those who ask for it."""

    desk = Desk(Catalog(Records(papers=(Paper(id="wren", title="Wren", links=(Link(label="arxiv", **LINK),)),))))

    def __call__(self, question: Ask) -> Answer:
        time.sleep(0.7 if question.text == "slow" else 0)
        return listing(12, lines=((f"You asked: {question.text}",),))


answer = Slow()


class Served:
    """Usher listening on a port of its own, and a client that speaks to it as Slack does."""

    def __init__(self, stub: SlackStub, client: httpx.AsyncClient) -> None:
        self.stub, self.client = stub, client

    async def post(self, body: str | bytes, headers: dict[str, Any] | None = None) -> httpx.Response:
        """What comes back for *body*, signed unless *headers* are given."""
        headers = signed(body) if headers is None else headers
        return await self.client.post("/slack/events", content=body, headers=headers)


def settings_for(stub: SlackStub, folder: Path, **more: Any) -> Settings:
    return load_settings(
        slack_bot_token="xoxb-1",
        slack_signing_secret=SECRET,
        slack_app_token="xapp-1",
        slack_api_url=stub.api_url,
        database_url=f"sqlite:///{folder}/state.sqlite",
        **more,
    )


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with SlackStub() as stub:
        usher: Usher = await open_usher(settings_for(stub, tmp_path), answer)
        server = uvicorn.Server(
            uvicorn.Config(build_web(usher, SECRET, on_stop=usher.close), log_config=None, access_log=False)
        )
        with socket.create_server(("127.0.0.1", 0)) as listener:
            running = asyncio.create_task(server.serve(sockets=[listener]))
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
                yield Served(stub, client)
            server.should_exit = True
            await running


# --- what Slack sends


async def test_a_command_is_acknowledged_at_once_and_answered_later(served: Served) -> None:
    started = time.monotonic()
    acknowledged = await served.post(command("slow", served.stub.response_url()))
    assert time.monotonic() - started < 0.6
    assert (acknowledged.status_code, acknowledged.text) == (200, "")
    assert served.stub.made("respond") == []
    (told,) = await served.stub.wait_for("respond")
    assert "You asked: slow" in told["text"]


async def test_an_event_is_acknowledged_at_once_and_answered_once(served: Served) -> None:
    body = json.dumps(event("slow", event_id="EvOnce", ts="7.0"))
    started = time.monotonic()
    copies = await asyncio.gather(*(served.post(body) for _ in range(3)))
    assert time.monotonic() - started < 0.6
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    copies.append(await served.post(body, headers=signed(body, **retry)))
    assert {copy.status_code for copy in copies} == {200}
    (posted,) = await served.stub.wait_for("chat.postMessage")
    assert posted["thread_ts"] == "7.0"
    await asyncio.sleep(0.2)
    assert len(served.stub.made("chat.postMessage")) == 1


async def test_a_page_is_turned_and_shared(served: Served) -> None:
    await served.post(command("lanterns", served.stub.response_url()))
    (first,) = await served.stub.wait_for("respond")
    values = {button["action_id"]: button["value"] for button in first["blocks"][-1]["elements"]}
    await served.post(form(press(NEXT, values[NEXT], served.stub.response_url())))
    second = (await served.stub.wait_for("respond", 2))[1]
    assert "6. Rotating Lanterns 6" in second["text"]
    await served.post(form(press(SHARE, values[SHARE], served.stub.response_url())))
    shared = (await served.stub.wait_for("respond", 4))[3]
    assert shared["response_type"] == "in_channel"
    assert "You asked: lanterns" in shared["text"]


async def test_a_command_about_a_payload_is_a_command(served: Served) -> None:
    await served.post(command("malware payload=x detection", served.stub.response_url()))
    (told,) = await served.stub.wait_for("respond")
    assert "You asked: malware payload=x detection" in told["text"]


async def test_slack_may_verify_the_address(served: Served) -> None:
    challenged = await served.post(json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}))
    assert (challenged.status_code, challenged.json()) == (200, {"challenge": "abc"})
    assert (await served.post(urlencode({"ssl_check": "1", "token": "t"}))).status_code == 200


# --- what Slack does not send

_NOW = int(time.time())
_BODY = command("x", "http://127.0.0.1:9/never")
_GOOD = signed(_BODY)


_REFUSED: dict[str, dict[str, Any]] = {
    "no headers": {},
    "no signature": {**_GOOD, "x-slack-signature": ""},
    "a wrong signature": {**_GOOD, "x-slack-signature": "v0=" + "0" * 64},
    "a signature that is not ASCII": {**_GOOD, "x-slack-signature": "v0=é".encode()},
    "another version": {**_GOOD, "x-slack-signature": _GOOD["x-slack-signature"].replace("v0", "v1")},
    "no timestamp": {**_GOOD, "x-slack-request-timestamp": ""},
    "a timestamp in words": {**_GOOD, "x-slack-request-timestamp": "soon"},
    "a timestamp of odd digits": {**_GOOD, "x-slack-request-timestamp": "²".encode("latin-1")},
    "an endless timestamp": {**_GOOD, "x-slack-request-timestamp": "9" * 5_000},
    "a fraction": {**_GOOD, "x-slack-request-timestamp": f"{_NOW}.0"},
    "an old one": signed(_BODY, stamp=_NOW - 600),
    "a future one": signed(_BODY, stamp=_NOW + 900),
    "another secret": signed(_BODY, secret="another"),
    "another body": signed(_BODY + "&text=else"),
    "a signed timestamp in words": signed(_BODY, stamp="soon"),
}


async def test_what_is_not_signed_by_slack_just_now_is_refused(served: Served) -> None:
    statuses = {what: (await served.post(_BODY, headers=one)).status_code for what, one in _REFUSED.items()}
    assert statuses == dict.fromkeys(_REFUSED, 401)
    assert (await served.post(b"\xff\xfe", headers=_GOOD)).status_code == 401  # not UTF-8
    assert served.stub.calls == []


_OUT_OF_SHAPE = [
    b"",
    b"{",
    b"[]",
    b"{}",
    b"null",
    b"a",
    b"\x00",
    b"%ff%00",
    b"[" * 100_000,
    b'{"type":' + b"[" * 100_000,
    b"payload=",
    b"payload={",
    b"payload=[]",
    b"payload=7",
    b"payload={}",
    b'{"type": "event_callback", "event": 7}',
    b'{"type": "event_callback", "authorizations": [7]}',
    b'{"type": "event_callback", "event": {"type": "message"}, "authorizations": 7}',
    b'payload={"type":"block_actions","actions":[7],"user":7}',
]
_ODD = [
    b'{"type": 7}',
    b'{"type": "event_callback", "event": {"type": null}}',
    b'{"type": "event_callback", "team": 7}',
    b'{"type": "\\ud800"}',
    b"command=/else",
    b"command=/paper",
    b'payload={"type":"block_actions"}',
    b'payload={"type":"block_actions","actions":[]}',
    b'{"type": "event_callback", "event": {"type": "app_mention", "user": "U", "channel": 7, "ts": "1"}}',
    b'{"type":"event_callback","event":{"type":"app_mention","user":"\\ud800","channel":"C","ts":"1"}}',
]


async def test_nothing_that_is_signed_is_an_error_of_ours(served: Served) -> None:
    statuses = {body[:80]: (await served.post(body)).status_code for body in _OUT_OF_SHAPE}
    assert statuses == {body[:80]: 400 for body in _OUT_OF_SHAPE}
    odd = {body[:80]: (await served.post(body)).status_code for body in _ODD}
    assert set(odd.values()) <= {200, 400}, odd
    await served.stub.wait_for("chat.postMessage")  # the last is a question, if an odd one


async def test_what_is_too_large_is_refused(served: Served) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    assert (await served.post(b"x" * MAX_BODY)).status_code == 400
    assert (await served.post(b"x" * (MAX_BODY + 1))).status_code == 413
    assert (await served.client.post("/slack/events", content=endless())).status_code == 413


_ROUTES = {
    ("GET", "/healthz"): 200,
    ("HEAD", "/healthz"): 200,
    ("POST", "/healthz"): 405,
    ("GET", "/slack/events"): 405,
    ("PUT", "/slack/events"): 405,
    ("GET", "/slack/install"): 404,
    ("GET", "/"): 404,
    ("POST", "/slack/event"): 404,
    ("GET", "/%00%ff/../x"): 404,
}


async def test_other_routes(served: Served) -> None:
    statuses = {route: (await served.client.request(*route)).status_code for route in _ROUTES}
    assert statuses == _ROUTES


# --- starting and stopping

_SERVE = """
import asyncio, time
from bot.config import load_settings
from bot.desk import Desk
from bot.models import Answer
from bot.serve import serve_http
from corpus.catalog import Catalog
from corpus.models import Records

class Slow:
    desk = Desk(Catalog(Records()))

    def __call__(self, question):
        time.sleep(0.7)
        return Answer(kind="x", lines=(("You asked: ", question.text),))

asyncio.run(serve_http(load_settings(), Slow()))
"""


async def test_a_running_answer_is_finished_before_usher_stops(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with SlackStub() as stub, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _SERVE,
            cwd=ROOT,
            stderr=asyncio.subprocess.PIPE,
            env={
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_URL": stub.api_url,
                "DATABASE_URL": f"sqlite:///{tmp_path}/state.sqlite",
                "PORT": str(port),
            },
        )
        assert process.stderr
        while b"listens on port" not in (line := await process.stderr.readline()):
            assert line, "it ended without listening"
        body = command("lanterns", stub.response_url())
        assert (await client.post("/slack/events", content=body, headers=signed(body))).status_code == 200
        process.send_signal(signal.SIGTERM)
        log = await process.stderr.read()
        await process.wait()
        assert ["You asked: lanterns" in told["text"] for told in stub.made("respond")] == [True]
        assert b"lanterns" not in log
        assert b"Traceback" not in log


async def test_socket_mode_answers_the_same_and_stops_as_well(tmp_path: Path) -> None:
    async with SlackStub() as stub:
        serving = asyncio.create_task(serve_socket(settings_for(stub, tmp_path), answer))
        envelope = await stub.send_by_socket("events_api", event("slow", ts="7.0"))
        again = await stub.send_by_socket(
            "slash_commands",
            {
                "command": "/paper",
                "text": "more",
                "response_url": stub.response_url(),
                "user_id": "U1",
                "team_id": "T1",
            },
        )
        await until(lambda: {envelope, again} <= set(stub.acknowledged))
        assert stub.made("chat.postMessage") == []
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(serving, 10)
        assert stub.made("chat.postMessage")[0]["thread_ts"] == "7.0"
        assert "You asked: more" in stub.made("respond")[0]["text"]


async def test_what_is_missing_to_serve_is_said() -> None:
    with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN is not set.*\nSLACK_SIGNING_SECRET is not set"):
        await serve_http(load_settings(), answer)
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN is not set"):
        await serve_socket(load_settings(slack_bot_token="xoxb-1"), answer)


async def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        async with SlackStub() as stub:
            with pytest.raises(ServeError, match=rf"Port {port} cannot be used \(Address already in use\)"):
                await serve_http(settings_for(stub, tmp_path, port=port), answer)


async def test_a_database_that_cannot_be_used_is_said() -> None:
    async with SlackStub() as stub:
        with pytest.raises(StateError, match="cannot be opened"):
            await serve_http(settings_for(stub, Path("/dev/null"), port=0), answer)


async def test_a_refused_token_is_said(tmp_path: Path) -> None:
    async with SlackStub(replies={"apps.connections.open": {"error": "invalid_auth"}}) as stub:
        with pytest.raises(SettingsError, match="Slack refused SLACK_APP_TOKEN"):
            await serve_socket(settings_for(stub, tmp_path), answer)


# --- the manifest


@pytest.mark.parametrize("socket_mode", [True, False])
def test_the_manifest_names_what_slack_needs(socket_mode: bool) -> None:
    made = manifest("https://usher.example.org/", socket=socket_mode)
    json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is socket_mode
    addresses = [
        made["settings"]["event_subscriptions"].get("request_url"),
        made["settings"]["interactivity"].get("request_url"),
        made["settings"]["interactivity"].get("message_menu_options_url"),
        *(one.get("url") for one in made["features"]["slash_commands"]),
    ]
    assert set(addresses) == {None if socket_mode else "https://usher.example.org/slack/events"}
    assert made["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)


# what an event leads to, other than an answer
_SHOWN = {"app_home_opened": "views.publish", "link_shared": "chat.unfurl"}


async def test_all_that_the_manifest_announces_is_answered(served: Served) -> None:
    made = manifest(socket=True)
    for number, one in enumerate(made["features"]["slash_commands"], start=1):
        await served.post(command("x", served.stub.response_url(), name=one["command"]))
        await served.stub.wait_for("respond", number)
    done: Counter[str] = Counter()
    for number, name in enumerate(made["settings"]["event_subscriptions"]["bot_events"], start=700):
        kind, _, where = name.partition(".")
        # what is written in a channel is looked at where it goes on in a thread that Usher was asked in
        thread = f"{number}.0" if where and where != "im" else None
        if thread:
            await served.post(json.dumps(event("x", ts=thread)))
            done["chat.postMessage"] += 1
            await served.stub.wait_for("chat.postMessage", done["chat.postMessage"])
        sent = event("x", type=kind, channel_type=where or None, tab="home", thread_ts=thread, links=[LINK])
        await served.post(json.dumps(sent))
        shown = _SHOWN.get(kind, "conversations.replies" if thread else "chat.postMessage")
        done[shown] += 1
        await served.stub.wait_for(shown, done[shown])
