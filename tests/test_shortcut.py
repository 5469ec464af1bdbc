""" "Find this paper", used on a message: signed requests in, what Slack is sent out."""

import re
from typing import Any

import pytest
from fake_answers import hostile
from hypothesis import given, settings
from slack_bench import Bench, Held
from slack_bolt.async_app import AsyncApp
from slack_stub import CHANNEL, PERSON, form, until
from test_links import linked
from toyconf import MORNING, ZONE, desk

from bot.blocks import SHARE
from bot.desk import Desk
from bot.found import asked_by
from bot.manifest import manifest
from bot.models import Ask
from bot.slack.words import spoken
from bot.state import State, database_url

FIRST = re.compile("|".join(re.escape(paper.title) for paper in desk().catalog.records.papers))


def shortcut(text: str | None, response_url: str, **message: Any) -> str:
    """The body that Slack sends when somebody uses the shortcut on a message with *text*."""
    (announced,) = manifest()["features"]["shortcuts"]
    return form(
        {
            "type": "message_action",
            "callback_id": announced["callback_id"],
            "trigger_id": "1.2",
            "user": {"id": PERSON},
            "team": {"id": "T0TEAM"},
            "channel": {"id": CHANNEL},
            "message_ts": "5.0",
            "message": {"type": "message", "user": "U0BO", "ts": "5.0", "text": text, **message},
            "response_url": response_url,
        }
    )


async def find(bench: Bench, text: str | None, at: Desk | None = None, **message: Any) -> dict[str, Any]:
    """What is said to who uses the shortcut on a message with *text*."""
    app = bench.app(Held(at or desk()), lambda: MORNING)
    assert await bench.send(app, shortcut(text, bench.stub.response_url(), **message)) == 200
    (told,) = await bench.stub.wait_for("respond")
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert bench.stub.refused == []
    return told


@pytest.mark.parametrize(
    "text",
    [
        "have you seen <https://arxiv.org/pdf/2101.00001v2>? it is about owls",
        "have you seen <https://arxiv.org/abs/2101.00001|this one>?",
        "I read “WrenNet: Hearing Small Birds in Loud Places” on the train, nice",
        'the paper "hearing small birds in loud places" is great',
        "so WrenNet: Hearing Small Birds in Loud Places got in!",
        "wrennet",
    ],
)
async def test_the_paper_of_a_message_is_found(bench: Bench, text: str) -> None:
    told = await find(bench, text, linked(wrennet="https://arxiv.org/abs/2101.00001"))
    assert FIRST.findall(told["text"])[0] == "WrenNet: Hearing Small Birds in Loud Places"
    assert SHARE in str(told["blocks"])


@pytest.mark.parametrize("text", ["see you at lunch?", "<https://arxiv.org/abs/2199.99999>  penguins, obviously"])
async def test_what_the_programme_does_not_hold_is_said_not_to_be_there(bench: Bench, text: str) -> None:
    assert "I can't find that in the programme" in (await find(bench, text))["text"]


@pytest.mark.parametrize("text", [None, "", "<@U0BO>"])
async def test_a_message_without_words_is_answered_kindly(bench: Bench, text: str | None) -> None:
    assert "no words" in (await find(bench, text))["text"]


async def test_in_a_thread_the_answer_is_there(bench: Bench) -> None:
    assert (await find(bench, "wrennet", thread_ts="1.0"))["thread_ts"] == "1.0"


async def test_what_others_wrote_is_not_kept(bench: Bench) -> None:
    await find(bench, "penguins, obviously")
    await bench.settled()
    assert await bench.state.questions.since(MORNING.replace(year=2000)) == ()


async def test_without_a_database_it_is_found_as_well(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    assert "WrenNet" in (await find(bench, "wrennet"))["text"]


async def test_where_the_answer_is_no_longer_taken_it_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.stub.replies["respond"] = (404, "expired_url")
    app: AsyncApp = bench.app(Held(desk()), lambda: MORNING)
    assert await bench.send(app, shortcut("private words", bench.stub.response_url())) == 200
    await until(lambda: "failed to say so" in caplog.text)
    assert "private" not in caplog.text


@settings(max_examples=40, deadline=None)
@given(hostile)
def test_any_message_can_be_looked_at(text: str) -> None:
    asked_by(text, Ask(surface="paper", text=spoken(text), now=MORNING, zone=ZONE), desk())
