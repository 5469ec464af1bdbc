"""Usher's listeners, with signed requests dispatched by Bolt and a stand-in for Slack's Web API."""

import asyncio
import logging
import re
import threading
import time
from typing import Any

import pytest
from fake_answers import ask, hostile, listing, talk
from hypothesis import given, settings
from slack_bench import Bench, Recorder
from slack_sdk.web.async_client import AsyncWebClient
from slack_stub import BOT, CHANNEL, PERSON, command, event, form, press, until

from bot.blocks import NEXT, SHARE, ZONE
from bot.carried import Carried
from bot.models import Anchor, Answer, Ask
from bot.personal import Who
from bot.slack.viewers import Viewers
from bot.slack.words import spoken
from bot.state import State, database_url

ADA = Who(team="T0TEAM", person=PERSON)

# --- commands


@pytest.mark.parametrize(("name", "surface"), [("/paper", "paper"), ("/session", "session")])
async def test_a_command_is_answered_privately_in_the_persons_zone(
    bench: Bench,
    name: str,
    surface: str,
) -> None:
    responder = Recorder()
    body = command("a &lt;b&gt; &amp; c", bench.stub.response_url(), name=name)
    assert await bench.send(bench.app(responder), body) == 200
    (answer,) = await bench.stub.wait_for("respond")
    assert responder.asked == [ask("a <b> & c", surface=surface, zone="Europe/Berlin")]
    assert answer["response_type"] == "ephemeral"
    assert "Tue 4 May, 20:00–20:15 CEST" in answer["text"]
    assert [element["action_id"] for element in answer["blocks"][-1]["elements"]] == [NEXT, SHARE, ZONE]


async def test_a_command_without_words_is_passed_on(bench: Bench) -> None:
    responder = Recorder()
    await bench.send(bench.app(responder), command("", bench.stub.response_url()))
    await bench.stub.wait_for("respond")
    assert responder.asked[0].text == ""


async def test_a_slow_answer_holds_up_neither_the_acknowledgement_nor_other_answers(bench: Bench) -> None:
    release = threading.Event()

    def slow_for_one(question: Ask) -> Answer:
        if question.text == "slow":
            release.wait(5)
        return listing(1)

    app = bench.app(slow_for_one)
    for text in ("slow", "quick"):
        started = time.monotonic()
        assert await bench.send(app, command(text, bench.stub.response_url())) == 200
        assert time.monotonic() - started < 1
    await bench.stub.wait_for("respond", 1)
    await bench.quiet("respond", 1)
    release.set()
    await bench.stub.wait_for("respond", 2)


async def test_where_slack_refuses_the_blocks_the_text_goes_alone(bench: Bench) -> None:
    bench.stub.replies["respond"] = (400, "invalid_blocks")
    await bench.send(bench.app(Recorder()), command("x", bench.stub.response_url()))
    with_blocks, without = (await bench.stub.wait_for("respond", 2))[:2]
    assert "blocks" in with_blocks
    assert "blocks" not in without
    assert without["text"] == with_blocks["text"]


# --- mentions and direct messages


async def test_a_mention_is_answered_in_its_thread(bench: Bench) -> None:
    responder = Recorder()
    payload = event(f"<@{BOT}> who wrote <https://example.org/x|lanterns>?", ts="7.000")
    assert await bench.send(bench.app(responder), payload) == 200
    (posted,) = await bench.stub.wait_for("chat.postMessage")
    assert responder.asked == [ask("who wrote lanterns?", surface="mention", zone="Europe/Berlin")]
    assert (posted["channel"], posted["thread_ts"]) == (CHANNEL, "7.000")
    assert posted["unfurl_links"] is False
    assert SHARE not in str(posted["blocks"])


async def test_a_direct_message_is_answered(bench: Bench) -> None:
    responder = Recorder()
    await bench.send(bench.app(responder), event("lanterns", type="message", channel_type="im", channel="D1"))
    (posted,) = await bench.stub.wait_for("chat.postMessage")
    assert posted["channel"] == "D1"
    assert responder.asked[0].text == "lanterns"


async def test_what_the_same_person_asked_before_in_the_thread_is_context(bench: Bench) -> None:
    bench.stub.replies["conversations.replies"] = {
        "messages": [
            {"user": PERSON, "ts": "1.0", "text": f"<@{BOT}> lanterns"},
            {"user": BOT, "bot_id": "B1", "ts": "2.0", "text": "Found 12 talks."},
            {"user": "U0OTHER", "ts": "3.0", "text": "nice"},
            {"user": PERSON, "ts": "3.5", "text": "the &lt;second&gt; one"},
            {"user": BOT, "bot_id": "B1", "ts": "3.7", "text": "It is …"},
            {"user": PERSON, "ts": "4.0", "text": "is that what you saw?"},
            {"user": PERSON, "ts": "5.0", "text": f"<@{BOT}> who wrote it?"},
        ]
    }
    responder = Recorder()
    await bench.send(bench.app(responder), event(f"<@{BOT}> who wrote it?", ts="5.0", thread_ts="1.0"))
    (posted,) = await bench.stub.wait_for("chat.postMessage")
    assert responder.asked[0].context == ("lanterns", "the <second> one")
    assert posted["thread_ts"] == "1.0"


@pytest.mark.parametrize(
    "reply",
    [
        {"error": "missing_scope"},
        {"messages": None},
        {"messages": [7]},
        {},
        (500, "no"),
        (200, "not JSON"),
        (200, "{"),
    ],
)
async def test_without_the_thread_the_question_is_answered_alone(
    bench: Bench,
    reply: dict[str, Any] | tuple[int, str],
) -> None:
    bench.stub.replies["conversations.replies"] = reply
    responder = Recorder()
    await bench.send(bench.app(responder), event("who?", thread_ts="1.0"))
    await bench.stub.wait_for("chat.postMessage")
    assert responder.asked[0].context == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": None},
        {"ts": None},
        {"type": "message", "channel_type": "im", "subtype": "message_changed"},
        {"type": "message", "channel_type": "im", "subtype": "bot_message", "bot_id": "B1"},
        {"type": "message", "channel_type": "channel"},
        {"type": "reaction_added"},
    ],
)
async def test_what_is_no_question_of_a_persons_is_acknowledged_and_left_alone(
    bench: Bench,
    fields: dict[str, Any],
) -> None:
    responder = Recorder()
    assert await bench.send(bench.app(responder), event("lanterns", **fields)) == 200
    await bench.quiet("chat.postMessage")
    assert responder.asked == []


async def test_a_picture_with_a_question_is_answered(bench: Bench) -> None:
    payload = event("lanterns?", type="message", channel_type="im", subtype="file_share")
    await bench.send(bench.app(Recorder()), payload)
    await bench.stub.wait_for("chat.postMessage")


async def test_an_event_is_answered_once_however_often_it_comes(bench: Bench) -> None:
    payload, app = event("lanterns", event_id="EvTwice"), bench.app(Recorder())
    await asyncio.gather(*(bench.send(app, payload) for _ in range(4)))
    await bench.send(app, payload, **{"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    await bench.send(bench.app(Recorder()), payload)  # after a restart, or by another process
    await bench.stub.wait_for("chat.postMessage")
    await bench.quiet("chat.postMessage", 1)


async def test_a_database_that_is_down_stops_no_answer(
    bench: Bench,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    await bench.send(bench.app(Recorder()), event("lanterns"))
    await bench.stub.wait_for("chat.postMessage")
    assert "may be answered twice: The state database cannot be used: its file cannot be opened" in caplog.text


async def test_where_slack_refuses_the_blocks_the_text_is_posted_alone(bench: Bench) -> None:
    bench.stub.replies["chat.postMessage"] = {"error": "msg_blocks_too_long"}
    await bench.send(bench.app(Recorder()), event("lanterns"))
    posted = await bench.stub.wait_for("chat.postMessage", 2)
    assert ["blocks" in one for one in posted[:2]] == [True, False]


# --- buttons


def carried(page: int = 0) -> str:
    return Carried.of(ask("lanterns"), page=page).value()


@pytest.mark.parametrize("ephemeral", [True, False])
async def test_a_page_is_turned_in_place(bench: Bench, ephemeral: bool) -> None:
    responder = Recorder()
    payload = press(NEXT, carried(1), bench.stub.response_url(), ephemeral=ephemeral)
    assert await bench.send(bench.app(responder), form(payload)) == 200
    (answer,) = await bench.stub.wait_for("respond")
    assert responder.asked == [ask("lanterns")]  # in the zone and at the instant of the question
    assert answer["replace_original"] is True
    assert "6–10 of 12 shown" in answer["text"]
    assert (SHARE in str(answer["blocks"])) is ephemeral


async def test_an_answer_is_shared_once_however_often_the_button_is_pressed(bench: Bench) -> None:
    app, url = bench.app(Recorder()), bench.stub.response_url()
    for _ in range(3):
        assert await bench.send(app, form(press(SHARE, carried(), url))) == 200
    replaced, shared = await bench.stub.wait_for("respond", 2)
    await bench.quiet("respond", 2)
    assert (replaced["replace_original"], replaced["text"]) == (True, "Shared with the channel.")
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", False)
    assert "Rotating Lanterns 1" in shared["text"]
    assert SHARE not in str(shared["blocks"])
    await bench.send(app, form(press(SHARE, carried(), url, message_ts="6.0")))  # of another answer
    await bench.stub.wait_for("respond", 4)


@pytest.mark.parametrize("action", [SHARE, NEXT])
@pytest.mark.parametrize("value", [None, "", "share", "{}", 7])
async def test_a_button_that_is_not_ours_is_answered_kindly(bench: Bench, action: str, value: object) -> None:
    responder, payload = Recorder(), press(action, value, bench.stub.response_url())
    assert await bench.send(bench.app(responder), form(payload)) == 200
    (answer,) = await bench.stub.wait_for("respond")
    assert "Please ask again." in answer["text"]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert responder.asked == []


async def test_an_unknown_button_is_acknowledged(bench: Bench) -> None:
    assert await bench.send(bench.app(Recorder()), form(press("else", "x", bench.stub.response_url()))) == 200
    await bench.quiet("respond")


# --- zones


async def test_slack_is_asked_for_a_zone_once_an_hour(bench: Bench) -> None:
    now = [0.0]
    viewers = Viewers("UTC", bench.state, monotonic=lambda: now[0])
    client = AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)
    for instant, asked in ((0, 1), (3599, 1), (3601, 2)):
        now[0] = instant
        assert (await viewers.zone(client, ADA)).name == "Europe/Berlin"
        assert len(bench.stub.made("users.info")) == asked


@pytest.mark.parametrize(
    "reply",
    [
        {"user": {"tz": None}},
        {"user": {"tz": "Mars/Olympus"}},
        {"user": {"tz": ["x"]}},
        {"user": {}},
        {"user": None},
        {"error": "user_not_found"},
        (500, "no"),
        (200, "not JSON"),
        (200, "{"),
    ],
)
async def test_a_zone_that_slack_does_not_tell_is_the_fallback(
    bench: Bench,
    reply: dict[str, Any] | tuple[int, str],
) -> None:
    bench.stub.replies["users.info"] = reply
    client = AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)
    zone = await Viewers("Asia/Kathmandu", bench.state).zone(client, ADA)
    assert (zone.name, zone.by, zone.drawn_by_slack) == ("Asia/Kathmandu", "conference", False)


async def test_a_slow_slack_does_not_hold_up_an_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.viewers.PATIENCE", 0.05)
    monkeypatch.setattr("bot.slack.thread.PATIENCE", 0.05)
    bench.stub.delays.update({"users.info": 1, "conversations.replies": 1})
    started = time.monotonic()
    await bench.send(bench.app(Recorder()), event("lanterns", thread_ts="1.0"))
    await bench.stub.wait_for("chat.postMessage")
    assert time.monotonic() - started < 0.9


# --- errors


def broken(_: Ask) -> Answer:
    raise RuntimeError("xoxb-secret and what the person wrote")


async def test_a_failure_is_one_kind_sentence(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    app = bench.app(broken)
    started = time.monotonic()
    assert await bench.send(app, command("private words", bench.stub.response_url())) == 200
    assert time.monotonic() - started < 1  # Bolt loses the acknowledgement of a listener that fails at once
    (answer,) = await bench.stub.wait_for("respond")
    await bench.send(app, event("private words", ts="8.0"))
    (posted,) = await bench.stub.wait_for("chat.postMessage")
    for told in (answer, posted):
        assert re.fullmatch(r"Sorry, something went wrong here\. .* \(Reference: \w{8}\)", told["text"])
        assert re.search(r"\w{8}(?=\)$)", told["text"])[0] in caplog.text  # type: ignore[index]
    assert answer["response_type"] == "ephemeral"
    assert posted["thread_ts"] == "8.0"
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text
    assert "xoxb" not in caplog.text


@pytest.mark.parametrize(
    ("reply", "logged"),
    [
        ({"error": "not_in_channel"}, "SlackApiError(not_in_channel)"),
        ((200, "{"), "SlackApiError()"),
        ((200, "no"), "AttributeError"),
    ],
)
async def test_where_nothing_can_be_said_it_is_logged(
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    reply: dict[str, Any] | tuple[int, str],
    logged: str,
) -> None:
    monkeypatch.setattr("bot.slack.patience._PATIENCE", 0.2)
    bench.stub.replies["chat.postMessage"] = reply
    await bench.send(bench.app(Recorder()), event("lanterns"))
    await until(lambda: "failed to say so" in caplog.text)
    assert logged in caplog.text


async def test_a_used_up_response_url_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.stub.replies["respond"] = (404, "used_url")
    await bench.send(bench.app(Recorder()), command("x", bench.stub.response_url()))
    await until(lambda: "failed to say so" in caplog.text)


async def test_nothing_that_people_write_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        app = bench.app(Recorder())
        await bench.send(app, command("private words", bench.stub.response_url()))
        await bench.send(app, event("private words"))
        await bench.send(app, event("private words", type="reaction_added"))
        await bench.stub.wait_for("chat.postMessage")
        await bench.stub.wait_for("respond")
    assert "private" not in caplog.text


# --- words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0USHER> hello", "hello"),
        ("<@U0USHER|usher> hello", "hello"),
        ("hello<@U0USHER>there", "hello there"),
        ("ask <@U1|Ada> or <@U2>", "ask Ada or"),
        ("in <#C1|general> and <#C2>", "in general and"),
        ("<!here> <!subteam^S1|@team> <!date^1^{date}|4 May>", "@team 4 May"),
        ("<https://example.org/x|a paper> <https://example.org/y>", "a paper https://example.org/y"),
        ("1 &lt; 2 &amp;amp; 3 &gt; 2", "1 < 2 &amp; 3 > 2"),
        ("&lt;@U0USHER&gt;", "<@U0USHER>"),
        ("two\nlines\x00 \ud800", "two lines"),
        ("<<<>>>|<", "<<>>|<"),
        (None, ""),
        (7, ""),
    ],
)
def test_words(text: object, words: str) -> None:
    assert spoken(text, own=BOT) == words


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_any_text_has_words(text: str) -> None:
    spoken(text * 3, own=BOT).encode()


async def test_any_text_can_be_asked_and_answered(bench: Bench) -> None:
    nasty = "\ud800<!channel>\x00" + "🙂" * 6_000
    answer = listing(
        1, lines=(("You asked: ", nasty),), items=(talk(title=nasty),), aside=((Anchor(text=nasty, url=nasty),),)
    )
    app = bench.app(lambda _: answer)
    await bench.send(app, event(nasty))
    (posted,) = await bench.stub.wait_for("chat.postMessage")
    assert "<!channel>" not in posted["text"]
    await bench.send(app, command("\x00🙂" * 3_000, bench.stub.response_url()))
    await bench.stub.wait_for("respond")
