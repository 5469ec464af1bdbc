"""Whatever a signed request holds: it is answered or refused, without a server's error, and nobody else hears of it."""

import asyncio
import json
import logging
import re
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readers import JUNK, damaged
from slack_bench import Held
from slack_stub import SECRET, SlackStub, event, press, press_in_view, signed
from toyconf import desk

import bot.blocks
from bot.app import open_usher
from bot.config import load_settings
from bot.serve import build_web

MARK = "xyzzy"  # stands in what people write
IDS = sorted(
    {value for value in vars(bot.blocks).values() if isinstance(value, str) and re.fullmatch(r"[a-z:]+", value)}
)
COMMANDS = ("/paper", "/session", "/usher", "/nothing")
VIEW = {"id": "V1", "type": "modal", "callback_id": "settings", "private_metadata": MARK, "state": {"values": {}}}
FORM = {
    "command": "/paper", "text": MARK, "user_id": "U0ADA", "channel_id": "C0GENERAL", "team_id": "T0TEAM",
    "trigger_id": "1.2", "response_url": "http://127.0.0.1:9/gone",
}  # fmt: skip
URL = "http://127.0.0.1:9/gone"  # where nobody listens

texts = st.text(max_size=30) | st.just(MARK) | st.sampled_from(["\x00", "\ud800", "<!channel>", "9" * 400, "[" * 400])
values = JUNK | texts | st.integers(-(10**30), 10**30) | st.sampled_from(["{}", "[]", '{"text": 5}', '{"now": 1e400}'])


@st.composite
def forms(draw: st.DrawFn) -> str:
    """A command, with fields that are left out, twice there or odd."""
    fields = [(key, value) for key, value in FORM.items() if draw(st.integers(0, 9))]
    fields += draw(st.lists(st.tuples(st.sampled_from([*FORM, "payload", "ssl_check", "type"]), texts), max_size=3))
    fields.append(("command", draw(st.sampled_from(COMMANDS))))
    return urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in fields])


@st.composite
def interactions(draw: st.DrawFn) -> str:
    """A press, a search or a form, damaged in a few places."""
    action, value = draw(st.sampled_from(IDS)), draw(values)
    whole = draw(
        st.sampled_from(
            [
                press(action, value, URL),
                press_in_view(action, value, VIEW),
                {**press_in_view(action, value, VIEW), "type": "view_submission"},
                {**press_in_view(action, value, VIEW), "type": "block_suggestion", "action_id": action, "value": value},
                {
                    **press(action, value, URL),
                    "type": "message_action",
                    "callback_id": action,
                    "message": {"text": MARK},
                },
                {**press(action, value, URL), "type": "view_closed", "view": VIEW},
            ]
        )
    )
    return urlencode({"payload": json.dumps(draw(st.just(whole) | damaged(whole)))})


@st.composite
def events(draw: st.DrawFn) -> str:
    """An event of any sort, damaged in a few places."""
    kinds = ("app_mention", "message", "app_home_opened", "link_shared", "app_uninstalled", "tokens_revoked", "nothing")
    fields = {"type": draw(st.sampled_from(kinds)), "thread_ts": draw(st.sampled_from([None, "5.0", MARK]))}
    whole = event(MARK, channel_type=draw(st.sampled_from([None, "im", "channel"])), tab="home", links=[], **fields)
    return json.dumps(draw(st.just(whole) | damaged(whole)))


bodies = forms() | interactions() | events() | st.text(max_size=40) | st.binary(max_size=60)


def test_no_signed_body_gets_a_servers_error_or_leaves_a_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def tried(body: str | bytes) -> None:
        raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        response = await client.post("/slack/events", content=raw, headers=signed(raw))
        assert response.status_code < 500
        assert "Traceback" not in response.text

    async def opened() -> tuple[SlackStub, httpx.AsyncClient]:
        stub = await SlackStub().__aenter__()
        given = load_settings(
            slack_bot_token="xoxb-secret",
            slack_signing_secret=SECRET,
            slack_api_url=stub.api_url,
            database_url=f"sqlite:///{tmp_path}/state.sqlite",
        )
        usher = await open_usher(given, Held(desk()))
        web = build_web(usher, SECRET, on_stop=usher.close)
        closing.append(usher.close)
        return stub, httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://usher")

    closing = []
    with asyncio.Runner() as runner:
        stub, client = runner.run(opened())

        @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(bodies)
        def holds(body: str | bytes) -> None:
            runner.run(tried(body))

        try:
            holds()
        finally:
            for close in (client.aclose, *closing, stub.__aexit__):
                runner.run(close())
    said = [record for record in caplog.records if record.name.startswith("bot")]
    assert not [record for record in said if record.exc_info or MARK in record.getMessage()]
    assert not [record.getMessage() for record in said if "xoxb-secret" in record.getMessage()]
    assert stub.refused == []
