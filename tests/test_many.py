"""Several processes on one database: what is done once is done by one, and another goes on where that is gone."""

import asyncio
from datetime import datetime, timedelta

import pytest
from slack_bench import Bench, Held
from slack_stub import CHANNEL
from test_courier import ADA, Stage, _forget_outcome, later
from toyconf import records

from bot.desk import Desk
from bot.health import Health
from bot.outgoing import Owner, outgoing, plan
from bot.slack.errands import Errands
from bot.slack.rounds import take_up
from bot.slack.service import Service
from bot.slack.viewers import Viewers
from bot.state import State, database_url
from corpus.catalog import Catalog


@pytest.fixture
async def stage(bench: Bench) -> Stage:
    return Stage(bench)


class Process:
    """One of several: a programme of its own, on the database of all."""

    def __init__(self, stage: Stage, programme: Held) -> None:
        self.programme = programme
        self.service = Service(programme, lambda: stage.now, Viewers("UTC", stage.state), stage.state)
        self.errands = Errands(self.service, stage.new_courier(), after=[self._followed])
        self.followed = 0

    async def _followed(self) -> None:
        self.followed += 1

    async def round(self) -> None:
        await self.errands.round()
        await asyncio.sleep(0)


def owls(stage: Stage, minutes: int, *, made: int) -> Held:
    """The programme with the owls so many *minutes* later, *made* at that minute."""
    when = stage.now + timedelta(minutes=made)
    return Held(Desk(Catalog(later("owls-at-night", minutes)(records()))), Health(changed=when))


# --- leases


async def test_one_of_several_holds_a_lease_until_it_gives_it_back(address: str) -> None:
    states = [State(database_url(address)) for _ in range(3)]
    for state in states:
        await state.upgrade()
    names = [f"{datetime.now().timestamp()}-{n}" for n in range(3)]  # noqa: DTZ005 (any three names)
    lease = f"work-{names[0]}"
    held = await asyncio.gather(*(state.leases.hold(lease, name) for state, name in zip(states, names, strict=True)))
    assert sorted(held) == [False, False, True]
    first = held.index(True)
    assert await states[first].leases.hold(lease, names[first])
    other = (first + 1) % 3
    await states[other].leases.give_back(lease, names[other])  # it is not theirs
    assert not await states[other].leases.hold(lease, names[other])
    await states[first].leases.give_back(lease, names[first])
    assert await states[other].leases.hold(lease, names[other])
    for state in states:
        await state.close()


async def test_a_lease_that_is_not_renewed_runs_out(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.state.leases.LENGTH", timedelta(seconds=1))
    state = State(database_url(address))
    await state.upgrade()
    assert await state.leases.hold("short", "one")
    assert not await state.leases.hold("short", "another")
    await asyncio.sleep(2.1)
    assert await state.leases.hold("short", "another")
    await state.close()


# --- one programme after the other


async def test_a_process_that_still_has_the_old_programme_does_not_tell_of_it(stage: Stage) -> None:
    await stage.star("paper:owls-at-night")
    new, old = Process(stage, owls(stage, 0, made=0)), Process(stage, owls(stage, 0, made=0))
    await new.round()
    moved = owls(stage, 30, made=1)
    new.service.programme.desk, new.service.programme.health = moved.desk, moved.health
    await new.round()
    assert len(stage.posted()) == 1
    held = stage.held()
    await new.errands.stop()
    await new.errands.run()  # it ends, and gives the lead back
    for _ in range(3):
        await old.round()
    assert len(stage.posted()) == 1
    assert stage.held() == held
    old.service.programme.desk, old.service.programme.health = moved.desk, moved.health
    await old.round()
    assert len(stage.posted()) == 1
    assert stage.held() == held


async def test_a_process_with_the_newer_programme_gets_the_lead_from_one_with_the_older(stage: Stage) -> None:
    old, new = Process(stage, owls(stage, 0, made=0)), Process(stage, owls(stage, 30, made=1))
    await take_up(new.service)
    await stage.star("paper:owls-at-night")
    await old.round()
    await new.round()
    await old.round()
    further = owls(stage, 45, made=2)
    new.service.programme.desk, new.service.programme.health = further.desk, further.health
    await new.round()
    assert len(stage.posted()) == 1


async def test_an_old_programme_that_is_put_back_is_told_of_after_a_minute(stage: Stage) -> None:
    await take_up(Process(stage, owls(stage, 30, made=1)).service)
    await stage.star("paper:owls-at-night")
    only = Process(stage, owls(stage, 0, made=0))
    await only.round()
    assert stage.posted() == []
    stage.now += timedelta(seconds=61)
    await only.round()
    assert len(stage.posted()) == 1


async def test_what_follows_a_new_programme_is_done_by_one_process(stage: Stage) -> None:
    many = [Process(stage, owls(stage, 0, made=0)) for _ in range(3)]
    for one in many:
        await one.round()
    moved = owls(stage, 30, made=1)
    for one in many:
        one.service.programme.desk, one.service.programme.health = moved.desk, moved.health
        await one.round()
    assert [one.followed for one in many] == [1, 0, 0]


# --- messages that say the same


async def test_two_wishes_that_say_the_same_at_one_time_have_a_message_each_after_a_crash(stage: Stage) -> None:
    at = stage.now + timedelta(hours=1)
    owners = [Owner(team=ADA.team, recipient=CHANNEL, name=f"subscription:{n}:0") for n in range(2)]
    for owner in owners:
        wish = outgoing(owner, {"text": "hello", "blocks": []}, at=at)
        await stage.state.outbox.replace(
            owner.team, owner.name, lambda kept, wish=wish: plan([wish], kept, now=stage.now), now=stage.now
        )
    await stage.courier.round()
    assert len(stage.held()) == 2
    await _forget_outcome(stage)
    stage.now += timedelta(minutes=1)
    await stage.new_courier().round()
    assert len(stage.held()) == 2
    one = owners[0]
    await stage.state.outbox.replace(one.team, one.name, lambda kept: plan([], kept, now=stage.now), now=stage.now)
    await stage.courier.round()
    assert len(stage.held()) == 1
    (left,) = await stage.state.outbox.of(ADA.team, owners[1].name)
    assert left.slack_id in stage.stub.scheduled
