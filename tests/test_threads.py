"""Threads, direct messages and the agent view, with signed requests dispatched by Bolt."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_bench import Bench, Held
from slack_bolt.async_app import AsyncApp
from slack_stub import BOT, CHANNEL, PERSON, event
from toyconf import MORNING, ask, desk

from bot.desk import Desk
from bot.keeping import Keeping
from bot.personal import Who
from bot.state import State, database_url
from corpus.catalog import Catalog
from corpus.models import Records

TEAM = "T0TEAM"
BO = "U0BO"
ADA = Who(team=TEAM, person=PERSON)


@pytest.fixture
def app(bench: Bench) -> AsyncApp:
    return bench.app(Held(desk()), lambda: MORNING)


async def say(bench: Bench, app: AsyncApp, text: str, **fields: Any) -> dict[str, Any]:
    """Somebody writes *text* in a channel, and every listener is done with it; the message."""
    usual = {"type": "message", "channel_type": "channel"} if f"<@{BOT}>" not in text else {}
    payload = bench.stub.hear(event(text, **{**usual, **fields}))
    assert await bench.send(app, payload) == 200
    await bench.settled()
    return dict(payload["event"])


def texts(bench: Bench) -> list[str]:
    return [one["text"] for one in bench.stub.made("chat.postMessage")]


async def test_a_follow_up_in_the_thread_needs_no_mention(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "thanks! who wrote it?", thread_ts=root["ts"])
    await say(bench, app, "and what comes after it?", thread_ts=root["ts"])
    first, second, third = bench.stub.made("chat.postMessage")
    assert {one["thread_ts"] for one in (first, second, third)} == {root["ts"]}
    assert "Hal Moreau and Ada Byron" in second["text"]
    assert "Heron Stance" in third["text"]
    assert bench.stub.refused == []


async def test_the_second_one_is_of_the_list_before(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> which papers are by bo li?")
    await say(bench, app, "who wrote the second one?", thread_ts=root["ts"])
    assert "Jo Long and Bo Li" in texts(bench)[1]


async def test_talk_between_people_goes_on_undisturbed_and_is_no_context(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    for who, text in (
        (BO, "cool, see you there?"),
        (PERSON, "yes! i also want to see wrennet and the heron thing"),
        (BO, f"<@{PERSON}> when is it?"),
        (PERSON, "9:20 in the great hall"),
        (BO, "which one?"),
    ):
        await say(bench, app, text, user=who, thread_ts=root["ts"])
    assert len(texts(bench)) == 1
    await say(bench, app, f"<@{BOT}> who wrote it?", thread_ts=root["ts"])
    assert "Do Owls See Better" in texts(bench)[1]


async def test_another_person_may_ask_too(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "and when is wrennet?", user=BO, thread_ts=root["ts"])
    assert "WrenNet" in texts(bench)[1]


async def test_threads_and_channels_that_usher_was_not_asked_in_are_not_read(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "when is wrennet?")
    await say(bench, app, "when is wrennet?", thread_ts="0.5")
    await say(bench, app, "when is wrennet?", thread_ts=root["ts"], channel="C0OTHER")
    assert len(texts(bench)) == 1
    assert [one["ts"] for one in bench.stub.made("conversations.replies")] == []


async def test_a_mention_that_comes_as_a_message_too_is_answered_once(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    text, at = f"<@{BOT}> who wrote it?", {"ts": "900.0", "thread_ts": root["ts"]}
    await say(bench, app, text, type="message", channel_type="channel", **at)
    await say(bench, app, text, **at)
    assert len(texts(bench)) == 2


async def test_an_edit_is_not_answered_again(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    again = {"ts": root["ts"], "edited": {"user": PERSON, "ts": "9.0"}}
    await say(bench, app, f"<@{BOT}> when is the owls talk??", **again)
    await say(bench, app, f"<@{BOT}> who wrote wrennet?", ts="3.0", edited={"user": PERSON, "ts": "9000.0"})
    changed = {"subtype": "message_changed", "message": {"text": "when is wrennet?", "user": PERSON}, "user": None}
    await say(bench, app, "when is wrennet?", thread_ts=root["ts"], **changed)
    assert len(texts(bench)) == 1


@pytest.mark.parametrize("fields", [{"user": BOT}, {"bot_id": "B9"}, {"subtype": "bot_message"}])
async def test_no_bot_is_answered(bench: Bench, app: AsyncApp, fields: dict[str, Any]) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "when is wrennet?", thread_ts=root["ts"], **fields)
    assert len(texts(bench)) == 1


async def test_a_follow_up_is_answered_once_however_often_it_comes(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    payload = event("who wrote it?", type="message", channel_type="channel", thread_ts=root["ts"])
    bench.stub.hear(payload)
    await asyncio.gather(*(bench.send(app, payload) for _ in range(3)))
    await bench.send(bench.app(Held(desk()), lambda: MORNING), payload)  # another process, or after a restart
    await bench.settled()
    assert len(texts(bench)) == 2


async def test_who_chose_so_is_left_alone_without_a_mention(bench: Bench, app: AsyncApp) -> None:
    await bench.state.people.choose(ADA, followups=False)
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "who wrote it?", thread_ts=root["ts"])
    assert len(texts(bench)) == 1
    await say(bench, app, "who wrote wrennet?", user=BO, thread_ts=root["ts"])
    assert len(texts(bench)) == 2


async def test_follow_ups_can_be_switched_off_for_everybody(bench: Bench) -> None:
    app = bench.app(Held(desk()), lambda: MORNING, usher_followups=False)
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "who wrote it?", thread_ts=root["ts"])
    assert len(texts(bench)) == 1


async def test_after_a_week_a_thread_is_forgotten(bench: Bench) -> None:
    now = [MORNING]
    app = bench.app(Held(desk()), lambda: now[0])
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    now[0] = MORNING + timedelta(days=6)
    await say(bench, app, "who wrote it?", thread_ts=root["ts"])
    now[0] = MORNING + timedelta(days=8)
    await say(bench, app, "where is it?", thread_ts=root["ts"])
    assert len(texts(bench)) == 2


async def test_without_its_memory_it_answers_mentions_alone(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    app = bench.app(Held(desk()), lambda: MORNING)
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, "who wrote it?", thread_ts=root["ts"])
    assert len(texts(bench)) == 1


@pytest.mark.parametrize("reply", [{"error": "missing_scope"}, {"error": "not_in_channel"}, (429, "slow down")])
async def test_where_the_thread_cannot_be_read_only_what_stands_alone_is_answered(
    bench: Bench, app: AsyncApp, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.thread.PATIENCE", 0.2)
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    bench.stub.replies["conversations.replies"] = reply
    await say(bench, app, "who wrote it?", thread_ts=root["ts"])
    await say(bench, app, "who wrote wrennet?", thread_ts=root["ts"])
    assert len(texts(bench)) == 2


async def test_threads_are_of_one_workspace(bench: Bench, address: str) -> None:
    state = State(database_url(address))
    await state.upgrade()
    for _ in range(2):
        await state.threads.remember("T1", CHANNEL, "7.0", now=MORNING)
    assert await state.threads.knows("T1", CHANNEL, "7.0", since=MORNING)
    assert not await state.threads.knows("T1", CHANNEL, "7.0", since=MORNING + timedelta(seconds=1))
    assert not await state.threads.knows("T2", CHANNEL, "7.0", since=MORNING)
    await state.clean(Keeping(), running=(), now=MORNING + timedelta(days=8))
    assert not await state.threads.knows("T1", CHANNEL, "7.0", since=MORNING)
    await state.close()


# --- direct messages and the agent view


def direct(**fields: Any) -> dict[str, Any]:
    return {"type": "message", "channel_type": "im", "channel": "D0ADA", **fields}


async def test_a_direct_message_is_answered_where_it_was_written(bench: Bench, app: AsyncApp) -> None:
    await say(bench, app, "when is the owls talk?", **direct())
    await say(bench, app, "who wrote wrennet?", **direct(thread_ts="1.0"))
    first, second = bench.stub.made("chat.postMessage")
    assert "thread_ts" not in first
    assert second["thread_ts"] == "1.0"


async def test_direct_messages_of_the_last_half_hour_are_one_conversation(bench: Bench, app: AsyncApp) -> None:
    await say(bench, app, "when is the owls talk?", **direct(ts="10000.0"))
    await say(bench, app, "who wrote wrennet?", **direct(ts="10001.0", thread_ts="9999.0"))  # in a thread: another one
    await say(bench, app, "who wrote it?", **direct(ts="11000.0"))
    await say(bench, app, "when is it?", **direct(ts="13000.0"))
    assert "Hal Moreau and Ada Byron" in texts(bench)[2]
    assert "Which one do you mean?" in texts(bench)[3]


@pytest.mark.parametrize("reply", [{"error": "missing_scope"}, {"messages": [{"ts": None}]}, (500, "no")])
async def test_a_direct_message_whose_conversation_cannot_be_read_is_answered_alone(
    bench: Bench, app: AsyncApp, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.thread.PATIENCE", 0.2)
    bench.stub.replies["conversations.history"] = reply
    await say(bench, app, "who wrote wrennet?", **direct())
    assert "Ada Byron" in texts(bench)[0]


async def test_an_answer_in_a_thread_is_announced_before_it_comes(bench: Bench, app: AsyncApp) -> None:
    root = await say(bench, app, f"<@{BOT}> when is the owls talk?")
    await say(bench, app, f"<@{BOT}> who wrote it?", thread_ts=root["ts"])
    methods = [call.method for call in bench.stub.calls]
    status = methods.index("assistant.threads.setStatus")
    assert bench.stub.calls[status].data["thread_ts"] == root["ts"]
    assert "chat.postMessage" in methods[status:]


@pytest.mark.parametrize("reply", [{"error": "missing_scope"}, (429, "slow down"), (500, "no")])
async def test_without_a_status_the_answer_comes_and_slack_is_left_alone_for_a_while(
    bench: Bench, app: AsyncApp, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.status.PATIENCE", 0.2)
    bench.stub.replies["assistant.threads.setStatus"] = reply
    for _ in range(2):
        await say(bench, app, f"<@{BOT}> who wrote wrennet?", thread_ts="1.0")
    assert len(texts(bench)) == 2
    asked = len(bench.stub.made("assistant.threads.setStatus"))
    await say(bench, app, f"<@{BOT}> who wrote wrennet?", thread_ts="1.0")
    assert len(bench.stub.made("assistant.threads.setStatus")) == asked


async def open_messages(bench: Bench, app: AsyncApp, tab: str = "messages") -> None:
    payload = event("", type="app_home_opened", channel="D0ADA", tab=tab)
    assert await bench.send(app, payload) == 200
    await bench.settled()


@pytest.mark.parametrize(
    ("days", "first"), [(-30, "What is the first talk?"), (0, "What's on now?"), (30, "Which papers are by Ines Koch?")]
)
async def test_who_opens_the_messages_is_shown_questions_that_have_an_answer(
    bench: Bench, days: int, first: str
) -> None:
    now = MORNING + timedelta(days=days)
    await open_messages(bench, bench.app(Held(desk()), lambda: now))
    (shown,) = bench.stub.made("assistant.threads.setSuggestedPrompts")
    assert shown["channel_id"] == "D0ADA"
    assert "thread_ts" not in shown
    assert shown["prompts"][0] == {"title": first, "message": first}
    assert 1 < len(shown["prompts"]) <= 4
    for prompt in shown["prompts"]:
        assert prompt["message"] == "My schedule" or not ask(prompt["message"], now=now).abstained


async def test_my_schedule_is_what_was_starred(bench: Bench, app: AsyncApp) -> None:
    await bench.state.stars.add(ADA, "paper:wrennet", title="WrenNet", event=None, now=MORNING)
    await say(bench, app, "My schedule", **direct())
    (posted,) = bench.stub.made("chat.postMessage")
    assert "WrenNet" in posted["text"]
    assert bench.stub.refused == []


async def test_an_empty_programme_suggests_what_it_can_say(bench: Bench) -> None:
    await open_messages(bench, bench.app(Held(Desk(Catalog(Records())))))
    (shown,) = bench.stub.made("assistant.threads.setSuggestedPrompts")
    assert [prompt["message"] for prompt in shown["prompts"]] == ["What can I ask?"]


async def test_where_suggestions_are_not_taken_nothing_is_lost(
    bench: Bench, app: AsyncApp, caplog: pytest.LogCaptureFixture
) -> None:
    bench.stub.replies["assistant.threads.setSuggestedPrompts"] = {"error": "missing_scope"}
    await open_messages(bench, app)
    await open_messages(bench, app, tab="home")
    assert len(bench.stub.made("assistant.threads.setSuggestedPrompts")) == 1
    assert "failed" not in caplog.text
