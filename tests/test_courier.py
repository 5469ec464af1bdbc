"""Reminders, alerts and digests on their way to Slack: what it refuses, what it is too busy for, what a crash left."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_bench import Bench, Held
from slack_sdk.web.async_client import AsyncWebClient
from slack_stub import CHANNEL, PERSON
from sqlalchemy import update
from toyconf import MORNING, desk, records

from bot.desk import Desk
from bot.outgoing import Owner, outgoing, plan
from bot.personal import Who
from bot.slack.courier import Courier
from bot.slack.rounds import keep_all, keep_reminders, take_up
from bot.slack.service import Service
from bot.slack.viewers import Viewers
from bot.state import State
from bot.state.schema import OUTBOX
from corpus.catalog import Catalog
from corpus.models import Records

TEAM = "T0TEAM"
ADA = Who(team=TEAM, person=PERSON)
EARLY = MORNING - timedelta(hours=1)  # 08:05 in Berlin; WrenNet is at 09:00, the owls are at 09:20


class Stage:
    """The rounds and the courier over the toy conference, at a time that can be set."""

    def __init__(self, bench: Bench, now: datetime = EARLY) -> None:
        self.bench, self.stub, self.state = bench, bench.stub, bench.state
        self.now = now
        self.programme = Held(desk())
        self.stub.now = lambda: self.now.timestamp()  # noqa: PLW0108 (it is set later)
        self.service = Service(self.programme, lambda: self.now, Viewers("UTC", self.state), self.state)
        self.courier = self.new_courier()

    def new_courier(self) -> Courier:
        client = AsyncWebClient(token="xoxb-1", base_url=self.stub.api_url, retry_handlers=[])

        async def of(_team: str) -> AsyncWebClient:
            return client

        return Courier(self.state, of, lambda: self.now)

    async def star(self, *refs: str, who: Who = ADA) -> None:
        for ref in refs:
            title = self.programme.desk.catalog.get(ref).title
            await self.state.stars.add(who, ref, title=title, event=None, now=self.now)
        await keep_reminders(self.service, who)

    async def change(self, change: Callable[[Records], Records]) -> None:
        """The programme is another one now, as after a refresh."""
        self.programme.desk = Desk(Catalog(change(self.programme.desk.catalog.records)))
        await take_up(self.service)
        await self.courier.round()

    def held(self) -> list[tuple[str, str]]:
        """What Slack's scheduler has: the clock time in Berlin, and the text."""
        rows = sorted(self.stub.scheduled.values(), key=lambda one: one["post_at"])
        zone = MORNING.tzinfo
        return [(f"{datetime.fromtimestamp(one['post_at'], zone):%H:%M}", one["text"]) for one in rows]

    def posted(self) -> list[str]:
        return [one["text"] for one in self.stub.messages]


@pytest.fixture
async def stage(bench: Bench) -> Stage:
    return Stage(bench)


def later(paper: str, minutes: int) -> Callable[[Records], Records]:
    def change(held: Records) -> Records:
        moved = timedelta(minutes=minutes)
        slots = [
            slot.model_copy(update={"start": slot.start + moved, "end": slot.end + moved})
            if slot.paper == paper and slot.start and slot.end
            else slot
            for slot in held.slots
        ]
        return held.model_copy(update={"slots": tuple(slots)})

    return change


def without(paper: str) -> Callable[[Records], Records]:
    def change(held: Records) -> Records:
        kept = {"papers": tuple(each for each in held.papers if each.id != paper)}
        return held.model_copy(update={**kept, "slots": tuple(each for each in held.slots if each.paper != paper)})

    return change


async def test_a_star_is_a_reminder_ten_minutes_before_in_a_direct_message(stage: Stage) -> None:
    await stage.star("paper:wrennet", "paper:owls-at-night")
    await stage.courier.round()
    assert [at for at, _ in stage.held()] == ["08:50", "09:10"]
    assert stage.held()[0][1].startswith("In 10 minutes, at 09:00 CEST:")
    assert "WrenNet" in stage.held()[0][1]
    assert {one["channel"] for one in stage.stub.scheduled.values()} == {f"D{PERSON[1:]}"}
    assert stage.stub.refused == []


async def test_reminders_are_not_sent_again_by_another_round_or_process(stage: Stage) -> None:
    await stage.star("paper:wrennet")
    for courier in (stage.courier, stage.new_courier()):
        await keep_all(stage.service)
        await asyncio.gather(*(courier.round() for _ in range(3)))
    assert len(stage.held()) == len(stage.stub.made("chat.scheduleMessage")) == 1


async def test_a_star_taken_away_takes_its_reminder_along(stage: Stage) -> None:
    await stage.star("paper:wrennet")
    await stage.courier.round()
    await stage.state.stars.remove(ADA, "paper:wrennet")
    await keep_reminders(stage.service, ADA)
    await stage.courier.round()
    assert stage.held() == []


async def test_the_lead_is_as_chosen_and_never_is_never(stage: Stage) -> None:
    await stage.star("paper:owls-at-night")
    for lead, at in ((30, ["08:50"]), (0, []), (None, ["09:10"])):
        await stage.state.people.choose(ADA, lead=lead)
        await keep_reminders(stage.service, ADA)
        await stage.courier.round()
        assert [held for held, _ in stage.held()] == at


async def test_what_was_said_is_not_said_again_when_the_lead_changes(stage: Stage) -> None:
    await stage.star("paper:wrennet")
    await stage.courier.round()
    stage.now = EARLY + timedelta(minutes=46)  # 08:51: Slack has sent it
    await stage.state.people.choose(ADA, lead=5)
    await keep_reminders(stage.service, ADA)
    await stage.courier.round()
    assert len(stage.stub.made("chat.scheduleMessage")) == 1


async def test_a_talk_that_moves_is_told_of_once_and_its_reminder_moves(stage: Stage) -> None:
    await take_up(stage.service)
    await stage.star("paper:owls-at-night")
    await stage.courier.round()
    await stage.change(later("owls-at-night", 30))
    await stage.change(lambda held: held)
    assert [at for at, _ in stage.held()] == ["09:40"]
    (alert,) = stage.posted()
    assert "Do Owls See Better With Two Eyes Closed? moves: Tue 7 May, 09:20" in alert
    assert "→ Tue 7 May, 09:50" in alert


async def test_there_and_back_and_there_again_is_told_each_time(stage: Stage) -> None:
    await take_up(stage.service)
    await stage.star("paper:owls-at-night")
    for minutes in (30, -30, 30):
        stage.now += timedelta(seconds=5)
        await stage.change(later("owls-at-night", minutes))
    assert len(stage.posted()) == 3


async def test_what_is_cancelled_is_told_and_nobody_is_reminded_of_it(stage: Stage) -> None:
    await take_up(stage.service)
    await stage.star("paper:owls-at-night")
    await stage.courier.round()
    await stage.change(without("owls-at-night"))
    assert stage.held() == []
    assert "is no longer in the programme" in stage.posted()[0]


async def test_a_change_of_what_nobody_starred_is_told_to_nobody(stage: Stage) -> None:
    await take_up(stage.service)
    await stage.star("paper:wrennet")
    await stage.change(later("owls-at-night", 30))
    assert stage.posted() == []


async def test_the_first_programme_and_another_conference_are_told_to_nobody(stage: Stage) -> None:
    await stage.star("paper:owls-at-night")
    await stage.change(lambda held: held)
    await stage.change(lambda _: Records())
    await stage.change(lambda _: records())
    assert stage.posted() == []


async def test_of_several_processes_that_take_up_a_programme_one_tells_of_it(stage: Stage) -> None:
    await take_up(stage.service)
    await stage.star("paper:owls-at-night")
    stage.programme.desk = Desk(Catalog(later("owls-at-night", 30)(records())))
    await asyncio.gather(*(take_up(stage.service) for _ in range(5)))
    await asyncio.gather(*(stage.new_courier().round() for _ in range(5)))
    assert len(stage.posted()) == 1


@pytest.mark.parametrize(
    ("method", "reply"),
    [
        ("chat.scheduleMessage", {"error": "ratelimited"}),
        ("chat.scheduleMessage", (503, "down")),
        ("chat.scheduleMessage", {"error": "restricted_too_many"}),
        ("conversations.open", {"error": "internal_error"}),
    ],
)
async def test_where_slack_is_busy_or_down_the_reminder_is_held_once_it_is_back(
    stage: Stage, method: str, reply: Any
) -> None:
    await stage.star("paper:owls-at-night")
    stage.stub.replies[method] = reply
    await stage.courier.round()
    assert stage.held() == []
    del stage.stub.replies[method]
    stage.now += timedelta(minutes=6)
    await stage.courier.round()
    assert len(stage.held()) == 1


@pytest.mark.parametrize("code", ["channel_not_found", "missing_scope", "account_inactive", "not_in_channel"])
async def test_what_slack_will_never_take_is_given_up(stage: Stage, code: str) -> None:
    await stage.star("paper:owls-at-night")
    stage.stub.replies["chat.scheduleMessage"] = {"error": code}
    for _ in range(3):
        await stage.courier.round()
        stage.now += timedelta(minutes=1)
    assert len(stage.stub.made("chat.scheduleMessage")) == 1


async def test_blocks_that_slack_refuses_are_left_out(stage: Stage) -> None:
    await _say(stage.state, stage.now, blocks=[{"type": "mystery"}])
    await stage.courier.round()
    assert stage.posted() == ["hello"]
    assert "blocks" not in stage.stub.messages[0]


@pytest.mark.parametrize("sent", [True, False])
async def test_what_a_crash_left_half_posted_is_looked_up_before_it_is_sent(stage: Stage, sent: bool) -> None:
    await _say(stage.state, stage.now)
    if sent:
        await stage.courier.round()
        await _forget_outcome(stage)
    else:
        await stage.state.outbox.claim(now=stage.now, most=10)
    stage.now += timedelta(minutes=1)
    await stage.new_courier().round()
    assert stage.posted() == ["hello"]


@pytest.mark.parametrize("sent", [True, False])
async def test_what_a_crash_left_half_scheduled_is_looked_up_before_it_is_sent(stage: Stage, sent: bool) -> None:
    await stage.star("paper:owls-at-night")
    if sent:
        await stage.courier.round()
        await _forget_outcome(stage)
    else:
        await stage.state.outbox.claim(now=stage.now, most=10)
    stage.now += timedelta(minutes=1)
    await stage.new_courier().round()
    assert len(stage.held()) == len(stage.stub.made("chat.scheduleMessage")) == 1
    await stage.state.stars.remove(ADA, "paper:owls-at-night")
    await keep_reminders(stage.service, ADA)
    await stage.courier.round()
    assert stage.held() == []


async def test_forgetting_a_person_withdraws_what_slack_holds_for_them(stage: Stage) -> None:
    await stage.star("paper:owls-at-night")
    await stage.courier.round()
    await stage.state.people.forget(ADA)
    await keep_reminders(stage.service, ADA)
    await stage.courier.round()
    assert stage.held() == []
    assert await stage.state.outbox.of(TEAM, f"reminders:{PERSON}") == ()


async def test_a_thousand_talks_of_one_start_are_one_reminder(stage: Stage) -> None:
    held = records()
    slot = next(slot for slot in held.slots if slot.paper == "owls-at-night")
    papers = [held.papers[1].model_copy(update={"id": f"p{n}", "title": f"Owl {n}"}) for n in range(300)]
    slots = [slot.model_copy(update={"id": f"s{n}", "paper": f"p{n}"}) for n in range(300)]
    stage.programme.desk = Desk(
        Catalog(held.model_copy(update={"papers": (*held.papers, *papers), "slots": (*held.slots, *slots)}))
    )
    await stage.star(*(f"paper:p{n}" for n in range(300)))
    await stage.courier.round()
    ((at, text),) = stage.held()
    assert at == "09:10"
    assert "And 290 more: /usher my schedule" in text
    assert stage.stub.refused == []


async def _say(state: State, now: datetime, blocks: list[dict[str, Any]] | None = None) -> None:
    owner = Owner(team=TEAM, recipient=CHANNEL, name="alerts")
    one = outgoing(owner, {"text": "hello", "blocks": blocks or []}, at=None)
    await state.outbox.replace(TEAM, "alerts", lambda kept: plan([one], kept, now=now), now=now)


async def _forget_outcome(stage: Stage) -> None:
    """Leave every message as a process does that dies after Slack's answer and before it is kept."""
    async with stage.state._database.begin() as connection:
        await connection.execute(update(OUTBOX).values(state="handing", slack_id=None, channel=None))


async def test_a_claim_that_is_not_fresh_any_more_is_left_to_who_looks_it_up(stage: Stage) -> None:
    for number in range(20):
        owner = Owner(team=TEAM, recipient=CHANNEL, name=f"alerts:{number}")
        one = outgoing(owner, {"text": f"hello {number}", "blocks": []}, at=None)
        await stage.state.outbox.replace(
            TEAM, owner.name, lambda kept, one=one: plan([one], kept, now=stage.now), now=stage.now
        )
    stage.stub.messages = _Slowly(stage)
    await asyncio.gather(stage.courier.round(), stage.new_courier().round())
    for _ in range(6):
        stage.now += timedelta(minutes=1)
        await stage.new_courier().round()
    assert sorted(stage.posted()) == sorted(f"hello {number}" for number in range(20))


class _Slowly(list[dict[str, Any]]):
    """The messages of a Slack that takes two seconds for each."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def append(self, message: dict[str, Any]) -> None:
        super().append(message)
        self._stage.now += timedelta(seconds=2)


async def test_a_reminder_that_a_crash_left_without_its_star_is_withdrawn(stage: Stage) -> None:
    await stage.star("paper:owls-at-night")
    await stage.courier.round()
    await stage.state.stars.remove(ADA, "paper:owls-at-night")
    await keep_all(stage.service)
    await stage.courier.round()
    assert stage.held() == []
