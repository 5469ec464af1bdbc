"""Whether answers helped, and what had no answer: kept for those who look after the programme, without names."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fake_answers import ask as question
from fake_answers import hostile
from hypothesis import given, settings
from slack_bench import Bench, Held
from slack_bolt.async_app import AsyncApp
from slack_stub import BOT, PERSON, command, event, form, press
from toyconf import MORNING, desk

from bot.asked import Asked, Verdict, report
from bot.blocks.feedback import FEEDBACK, Opinion, feedback_row
from bot.carried import MAX_VALUE, Carried
from bot.cli import main
from bot.keeping import Keeping
from bot.limits import violations
from bot.personal import Who
from bot.scrubbed import scrubbed
from bot.state import State, database_url

LONG_AGO = MORNING - timedelta(days=3650)


@pytest.fixture
def app(bench: Bench) -> AsyncApp:
    return bench.app(Held(desk()), lambda: MORNING)


async def ask(bench: Bench, app: AsyncApp, text: str, **fields: Any) -> None:
    await bench.send(app, event(f"<@{BOT}> {text}", **fields))
    await bench.settled()


def buttons(bench: Bench, number: int = 0) -> dict[str, str]:
    """The values of the two buttons under an answer, by "positive" and "negative"."""
    (row,) = bench.stub.made("chat.postMessage")[number]["blocks"][-1]["elements"]
    assert row["action_id"] == FEEDBACK
    return {sign: row[f"{sign}_button"]["value"] for sign in ("positive", "negative")}


async def judge(bench: Bench, app: AsyncApp, value: object, *, person: str = PERSON, ts: str = "5.0") -> str:
    """Somebody presses one of the buttons; what they are told."""
    payload = press(FEEDBACK, value, bench.stub.response_url(), ephemeral=False, message_ts=ts)
    payload["user"] = {"id": person}
    assert await bench.send(app, form(payload)) == 200
    await bench.settled()
    told = bench.stub.made("respond")
    assert all(one["response_type"] == "ephemeral" and not one["replace_original"] for one in told)
    return str(told[-1]["text"]) if told else ""


async def test_an_answer_to_a_mention_asks_whether_it_helped(bench: Bench, app: AsyncApp) -> None:
    await ask(bench, app, "who wrote wrennet?")
    values = buttons(bench)
    assert "Thank you" in await judge(bench, app, values["negative"])
    assert await bench.state.feedback.since(LONG_AGO) == (
        Verdict(helpful=False, surface="mention", text="who wrote wrennet?", at=MORNING),
    )
    assert bench.stub.refused == []


async def test_a_command_is_answered_without_asking(bench: Bench, app: AsyncApp) -> None:
    await bench.send(app, command("wrennet", bench.stub.response_url()))
    (answer,) = await bench.stub.wait_for("respond")
    assert FEEDBACK not in str(answer["blocks"])


async def test_a_verdict_counts_once_a_person_and_message_and_can_be_changed(bench: Bench, app: AsyncApp) -> None:
    await ask(bench, app, "who wrote wrennet?")
    values = buttons(bench)
    for value in ("positive", "positive", "negative"):
        await judge(bench, app, values[value])
    again = bench.app(Held(desk()), lambda: MORNING)  # after a restart
    await judge(bench, again, values["positive"], person="U0BO")
    await judge(bench, again, values["positive"], ts="6.0")
    verdicts = await bench.state.feedback.since(LONG_AGO)
    assert sorted(verdict.helpful for verdict in verdicts) == [False, True, True]


@pytest.mark.parametrize("value", [None, "", "{}", 7, '{"helpful": "perhaps"}'])
async def test_a_button_that_is_not_ours_counts_nothing(bench: Bench, app: AsyncApp, value: object) -> None:
    await judge(bench, app, value)
    assert await bench.state.feedback.since(LONG_AGO) == ()


async def test_where_a_verdict_cannot_be_kept_a_sentence_says_so(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    app = bench.app(Held(desk()), lambda: MORNING)
    await ask(bench, app, "who wrote wrennet?")
    assert "Please try again" in await judge(bench, app, buttons(bench)["positive"])


async def test_what_had_no_answer_is_kept_without_who_asked(bench: Bench, app: AsyncApp) -> None:
    await ask(bench, app, "when is the penguin talk? <@U0BO> or bo@birds.example")
    await ask(bench, app, "who wrote wrennet?")
    await bench.send(app, command("penguins 030 1234567", bench.stub.response_url()))
    await bench.settled()
    kept = await bench.state.questions.since(LONG_AGO)
    assert [(one.surface, one.text) for one in kept] == [
        ("mention", "when is the penguin talk? or …"),
        ("paper", "penguins …"),
    ]


async def test_talk_between_people_is_not_kept(bench: Bench, app: AsyncApp) -> None:
    await ask(bench, app, "who wrote wrennet?", ts="1.0")
    said = event("what did you have for lunch?", type="message", channel_type="channel", thread_ts="1.0", user="U0BO")
    await bench.send(app, said)
    await bench.settled()
    assert await bench.state.questions.since(LONG_AGO) == ()


async def test_nothing_that_was_asked_is_kept_where_that_is_switched_off(bench: Bench) -> None:
    app = bench.app(Held(desk()), lambda: MORNING, usher_keep_days=0)
    await ask(bench, app, "when is the penguin talk?")
    await judge(bench, app, buttons(bench)["positive"])
    assert await bench.state.questions.since(LONG_AGO) == ()
    (verdict,) = await bench.state.feedback.since(LONG_AGO)
    assert (verdict.helpful, verdict.text) == (True, "")


async def test_what_is_old_is_forgotten(address: str, request: pytest.FixtureRequest) -> None:
    state = State(database_url(address))
    await state.upgrade()
    who, later = Who(team=request.node.name, person="U0ADA"), MORNING + timedelta(days=31)
    verdict = Verdict(helpful=True, surface="mention", text=request.node.name, at=MORNING)

    async def verdicts() -> list[datetime]:
        return [one.at for one in await state.feedback.since(LONG_AGO) if one.text == verdict.text]

    await asyncio.gather(*(state.feedback.give(who, "1.0", verdict) for _ in range(3)))
    await state.questions.keep("paper", "old", now=MORNING)
    assert await verdicts() == [MORNING]
    await state.clean(Keeping(), running=(), now=MORNING + timedelta(days=30))
    assert await verdicts() == [MORNING]
    await state.questions.keep("paper", "new", now=later)
    await state.feedback.give(who, "2.0", verdict.model_copy(update={"at": later}))
    await state.clean(Keeping(), running=(), now=later)
    asked = [one.text for one in await state.questions.since(LONG_AGO)]
    assert "new" in asked
    assert "old" not in asked
    assert await verdicts() == [later]
    await state.close()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("call +49 761 123-4567 now", "call … now"),
        ("(030) 12345678?", "…?"),
        ("mail ada.byron@birds.example, or mailto:x@y.example", "mail …, or …"),
        ("ask <@U0BO|bo> or @bo.li", "ask … or …"),
        ("on 2030-05-07 11:00?", "on 2030-05-07 11:00?"),
        ("arXiv 2101.00001", "arXiv 2101.00001"),
        ("7.5.2030, room 12, 10:30-11:45", "7.5.2030, room 12, 10:30-11:45"),
        ("two\nlines\x00", "two lines"),
    ],
)
def test_what_tells_who_somebody_is_is_taken_out(text: str, kept: str) -> None:
    assert scrubbed(text) == kept


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_any_text_is_scrubbed_and_carried(text: str) -> None:
    assert len(scrubbed(text)) <= 300
    scrubbed(text).encode()
    row = feedback_row(Carried.of(question(text)))
    assert violations([row]) == []
    for sign in ("positive_button", "negative_button"):
        value = row["elements"][0][sign]["value"]
        assert len(value.encode("utf-16-le")) // 2 <= MAX_VALUE
        assert Opinion.read(value) is not None


def test_spellings_of_one_question_are_counted_together() -> None:
    asked = [Asked(surface="paper", text=text, at=MORNING) for text in ("Lunch?", "wifi", "lunch", "LUNCH!!")]
    verdicts = [
        Verdict(helpful=helpful, surface="mention", text=text, at=MORNING)
        for helpful, text in ((True, "a"), (False, "b"), (False, "c"), (False, "b"), (False, ""))
    ]
    told = report(asked, verdicts, since=LONG_AGO, most=2)
    assert [(one.text, one.times) for one in told.unanswered] == [("LUNCH!!", 3), ("wifi", 1)]
    assert (told.helpful, told.unhelpful, told.not_helped) == (1, 4, ("b", "c"))


def test_the_report_tells_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/state.sqlite")
    monkeypatch.setenv("USHER_NOW", MORNING.isoformat())

    async def fill() -> None:
        state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"))
        await state.upgrade()
        for text in ("Penguins?", "penguins"):
            await state.questions.keep("paper", text, now=MORNING)
        await state.close()

    empty = CliRunner().invoke(main, ["report"])
    assert "No question is held" in empty.output
    asyncio.run(fill())
    said = CliRunner().invoke(main, ["report"])
    assert said.exit_code == 0
    assert "2 × penguins" in said.output
    told = json.loads(CliRunner().invoke(main, ["report", "--json"]).output)
    assert told["unanswered"][0]["times"] == 2
    assert (told["helpful"], told["unhelpful"]) == (0, 0)


def test_a_database_that_cannot_be_read_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hush@h/d")
    said = CliRunner().invoke(main, ["report"])
    assert said.exit_code == 1
    assert "DATABASE_URL should begin" in said.output
    assert "hush" not in said.output
