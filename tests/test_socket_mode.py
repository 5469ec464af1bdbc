"""Socket Mode as the network has it: connections that break off, are replaced, and are several."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import started
from slack_bench import Recorder
from slack_stub import SECRET, SlackStub, event, until

from bot.config import load_settings
from bot.serve import ServeError, serve_socket


@pytest.fixture
async def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackStub]:
    """The stand-in, with the bot connected to it, which looks after its connection twice a second."""
    monkeypatch.setattr("bot.serve._PING", 0.5)
    async with SlackStub() as stub:
        settings = load_settings(
            slack_bot_token="xoxb-1",
            slack_signing_secret=SECRET,
            slack_app_token="xapp-1",
            slack_api_url=stub.api_url,
            database_url=f"sqlite:///{tmp_path}/state.sqlite",
        )
        serving = asyncio.create_task(serve_socket(settings, Recorder()))
        await until(lambda: bool(stub.connected))
        yield stub
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(serving, 10)


def threads(stub: SlackStub) -> list[str]:
    """The threads that were answered in, in order."""
    return sorted(one["thread_ts"] for one in stub.made("chat.postMessage"))


async def test_many_envelopes_at_once_are_each_acknowledged_and_answered_once(stub: SlackStub) -> None:
    sent = await asyncio.gather(*(stub.send_by_socket("events_api", event("x", ts=f"{n}.0")) for n in range(10, 30)))
    await until(lambda: sorted(stub.acknowledged) == sorted(sent))
    await stub.wait_for("chat.postMessage", 20)
    assert threads(stub) == [f"{n}.0" for n in range(10, 30)]


async def test_a_connection_that_breaks_off_is_replaced_and_what_slack_repeats_is_answered_once(
    stub: SlackStub,
) -> None:
    asked = event("x", ts="7.0")
    await stub.send_by_socket("events_api", asked)
    stub.break_sockets()  # whether it was acknowledged or not: Slack repeats it
    await until(lambda: not stub.connected)
    again = await stub.send_by_socket("events_api", asked)
    later = await stub.send_by_socket("events_api", event("x", ts="8.0"))
    await until(lambda: {again, later} <= set(stub.acknowledged), within=10)
    await until(lambda: threads(stub) == ["7.0", "8.0"])


async def test_what_was_delivered_before_slack_refreshes_a_connection_is_answered(stub: SlackStub) -> None:
    old = stub.connected[-1]
    sent = [await stub.send_by_socket("events_api", event("x", ts=f"{n}.0"), to=old) for n in range(10, 15)]
    await old.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "h"}})
    await until(lambda: bool(stub.connected) and stub.connected[-1] is not old, within=10)
    sent.append(await stub.send_by_socket("events_api", event("x", ts="15.0")))
    await stub.wait_for("chat.postMessage", 6)
    await until(lambda: set(sent) <= set(stub.acknowledged))
    assert threads(stub) == [f"{n}.0" for n in range(10, 16)]


async def test_slack_that_lets_nobody_connect_for_a_while_is_tried_until_it_does(stub: SlackStub) -> None:
    stub.troubles["apps.connections.open"] = [(503, "no"), "drop", (503, "no")]
    stub.break_sockets()
    await until(lambda: not stub.connected)
    await stub.send_by_socket("events_api", event("x", ts="7.0"))
    await stub.wait_for("chat.postMessage")


async def test_where_slack_has_no_address_at_the_start_that_is_said(tmp_path: Path) -> None:
    settings = load_settings(
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        slack_api_url="https://slack.invalid/api/",
        database_url=f"sqlite:///{tmp_path}/state.sqlite",
    )
    with pytest.raises(ServeError, match="Slack cannot be reached"):
        await serve_socket(settings, Recorder())


async def test_of_two_processes_each_has_a_connection_and_either_goes_on_alone(tmp_path: Path) -> None:
    async with SlackStub() as stub:
        many = [(await started(tmp_path, stub, "--socket", SLACK_APP_TOKEN="xapp-1"))[0] for _ in range(2)]
        try:
            await until(lambda: len(stub.connected) == 2, within=30)
            for number, to in enumerate(stub.connected * 5, start=10):
                await stub.send_by_socket("events_api", event("x", ts=f"{number}.0"), to=to)
            both = event("x", ts="20.0")
            await asyncio.gather(*(stub.send_by_socket("events_api", both, to=to) for to in stub.connected))
            await stub.wait_for("chat.postMessage", 11, within=10)
            many[0].kill()
            await until(lambda: len(stub.connected) == 1, within=10)
            await stub.send_by_socket("events_api", event("x", ts="21.0"))
            await stub.send_by_socket("slash_commands", _command("wrens", stub))
            await stub.wait_for("chat.postMessage", 12, within=10)
            await stub.wait_for("respond", 1, within=10)
        finally:
            for process in many:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()
        assert threads(stub) == [f"{number}.0" for number in range(10, 22)]


def _command(text: str, stub: SlackStub) -> dict[str, str]:
    return {
        "command": "/paper",
        "text": text,
        "response_url": stub.response_url(),
        "user_id": "U1",
        "channel_id": "C1",
        "team_id": "T1",
    }
