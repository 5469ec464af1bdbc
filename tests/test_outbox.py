"""What Usher sends of itself: wanted once, handed over once, whatever crashes in between."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keeping import Keeping
from bot.outgoing import Kept, Outcome, Outgoing, Owner, Plan, outgoing, plan, said
from bot.state import State, database_url
from bot.state.outbox import STUCK

NOW = datetime(2030, 5, 7, 7, 0, tzinfo=UTC)


@pytest.fixture
async def state(address: str) -> State:
    state = State(database_url(address))
    await state.upgrade()
    yield state
    await state.close()


@pytest.fixture
def owner(request: pytest.FixtureRequest) -> Owner:
    """Somebody of this test's own: the PostgreSQL outlives it."""
    return Owner(team=request.node.name, recipient="U0ADA", name="reminders:U0ADA")


def message(owner: Owner, text: str = "In 10 minutes", minutes: float | None = 60) -> Outgoing:
    at = None if minutes is None else NOW + timedelta(minutes=minutes)
    return outgoing(owner, {"text": text, "blocks": []}, at=at)


async def want(state: State, owner: Owner, some: Iterable[Outgoing]) -> bool:
    wanted = list(some)
    return await state.outbox.replace(owner.team, owner.name, lambda kept: plan(wanted, kept, now=NOW), now=NOW)


async def mine(state: State, owner: Owner, now: datetime = NOW) -> tuple[Kept, ...]:
    return tuple(each for each in await state.outbox.claim(now=now, most=500) if each.outgoing.team == owner.team)


async def test_the_same_want_twice_is_one_message(state: State, owner: Owner) -> None:
    one = message(owner)
    outcomes = await asyncio.gather(*(want(state, owner, [one]) for _ in range(3)))
    assert any(outcomes)
    assert await want(state, owner, [one]) is False
    assert [each.outgoing for each in await state.outbox.of(owner.team, owner.name)] == [one]


async def test_of_several_that_claim_at_once_each_message_goes_to_one(state: State, owner: Owner) -> None:
    wanted = [message(owner, f"talk {number}") for number in range(40)]
    await want(state, owner, wanted)
    claims = await asyncio.gather(*(mine(state, owner) for _ in range(4)))
    keys = [each.outgoing.key for claimed in claims for each in claimed]
    assert sorted(keys) == sorted(each.key for each in wanted)


async def test_what_changes_is_withdrawn_and_the_new_one_wanted(state: State, owner: Owner) -> None:
    old, new = message(owner, "at 11"), message(owner, "at 12")
    await want(state, owner, [old])
    await mine(state, owner)
    await state.outbox.settle([Outcome(key=old.key, was="handing", to="held", channel="D1", slack_id="Q1")])
    await want(state, owner, [new])
    claimed = {each.outgoing.key: each for each in await mine(state, owner)}
    assert (claimed[old.key].state, claimed[old.key].slack_id) == ("letting", "Q1")
    assert claimed[new.key].state == "handing"
    await state.outbox.settle([Outcome(key=old.key, was="letting", to="gone")])
    assert [each.outgoing for each in await state.outbox.of(owner.team, owner.name)] == [new]


async def test_what_slack_cannot_have_yet_goes_at_once(state: State, owner: Owner) -> None:
    await want(state, owner, [message(owner)])
    await want(state, owner, [])
    assert await state.outbox.of(owner.team, owner.name) == ()


async def test_what_becomes_unwanted_while_it_is_handed_over_is_withdrawn(state: State, owner: Owner) -> None:
    one = message(owner)
    await want(state, owner, [one])
    await mine(state, owner)
    await want(state, owner, [])
    assert await mine(state, owner) == ()
    await state.outbox.settle([Outcome(key=one.key, was="handing", to="held", channel="D1", slack_id="Q1")])
    (claimed,) = await mine(state, owner)
    assert (claimed.state, claimed.slack_id) == ("letting", "Q1")


async def test_what_was_unwanted_and_is_wanted_again_stays_where_it_is(state: State, owner: Owner) -> None:
    one = message(owner)
    await want(state, owner, [one])
    await mine(state, owner)
    await state.outbox.settle([Outcome(key=one.key, was="handing", to="held", channel="D1", slack_id="Q1")])
    await want(state, owner, [])
    await want(state, owner, [one])
    assert [each.state for each in await state.outbox.of(owner.team, owner.name)] == ["held"]


@pytest.mark.parametrize("stage", ["while it is handed over", "while it is let go"])
async def test_what_is_wanted_again_in_the_middle_is_not_lost(state: State, owner: Owner, stage: str) -> None:
    one = message(owner)
    await want(state, owner, [one])
    await mine(state, owner)
    arrived = Outcome(key=one.key, was="handing", to="held", channel="D1", slack_id="Q1")
    if stage == "while it is handed over":
        await want(state, owner, [])
        await want(state, owner, [one])
        await state.outbox.settle([arrived])
        assert [each.state for each in await state.outbox.of(owner.team, owner.name)] == ["held"]
        return
    await state.outbox.settle([arrived])
    await want(state, owner, [])
    await mine(state, owner)
    await want(state, owner, [one])
    await state.outbox.settle([Outcome(key=one.key, was="letting", to="gone")])
    (again,) = await mine(state, owner, NOW + STUCK)
    assert (again.outgoing, again.state) == (one, "handing")


async def test_what_nobody_settles_is_found_after_a_while(state: State, owner: Owner) -> None:
    await want(state, owner, [message(owner)])
    await mine(state, owner)
    assert [each for each in await state.outbox.stuck(now=NOW, most=500) if each.outgoing.team == owner.team] == []
    later = NOW + STUCK + timedelta(seconds=1)
    found = [
        each
        for claimed in await asyncio.gather(*(state.outbox.stuck(now=later, most=500) for _ in range(3)))
        for each in claimed
        if each.outgoing.team == owner.team
    ]
    assert [each.state for each in found] == ["handing"]


async def test_what_waits_is_claimed_when_it_is_time(state: State, owner: Owner) -> None:
    await want(state, owner, [message(owner, minutes=200 * 24 * 60), message(owner, "soon")])
    (soon,) = await mine(state, owner)
    await state.outbox.settle(
        [Outcome(key=soon.outgoing.key, was="handing", to="again", retry_at=NOW + timedelta(seconds=30))]
    )
    assert await mine(state, owner) == ()
    assert len(await mine(state, owner, NOW + timedelta(seconds=31))) == 1
    assert len(await mine(state, owner, NOW + timedelta(days=100))) == 1


async def test_what_was_said_long_ago_is_forgotten(state: State, owner: Owner) -> None:
    one = message(owner, minutes=None)
    await want(state, owner, [one])
    await mine(state, owner)
    await state.outbox.settle([Outcome(key=one.key, was="handing", to="sent", channel="D1", slack_id="1.1")])
    await state.clean(Keeping(), running=(), now=NOW + timedelta(days=1))
    assert len(await state.outbox.of(owner.team, owner.name)) == 1
    await state.clean(Keeping(), running=(), now=NOW + timedelta(days=20))
    assert await state.outbox.of(owner.team, owner.name) == ()


_OWNER = Owner(team="T", recipient="U", name="o")
_messages = st.builds(message, st.just(_OWNER), st.sampled_from("abcdef"), st.sampled_from([-5, 0.5, 5, 60]))
_kept = st.builds(
    Kept,
    outgoing=_messages,
    state=st.sampled_from(["new", "handing", "held", "sent", "unwanted", "letting"]),
    made_at=st.just(NOW),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_messages, max_size=6), st.lists(_kept, max_size=6, unique_by=lambda each: each.outgoing.key))
def test_a_plan_ends_in_what_is_wanted_and_takes_back_nothing_that_was_said(
    wanted: list[Outgoing], kept: list[Kept]
) -> None:
    found = plan(wanted, kept, now=NOW)
    by_key = {each.outgoing.key: each for each in kept}
    added, gone = {each.key for each in found.added}, set(found.unwanted)
    alive = {key for key, each in by_key.items() if each.state not in {"unwanted", "letting"}}
    assert {each.key for each in wanted} <= (alive - gone) | added
    assert not added & alive
    assert not any(said(by_key[key], NOW) for key in gone)
    assert plan(wanted, [each for each in kept if each.outgoing.key in alive - gone], now=NOW).unwanted == ()


def test_nothing_to_do_is_an_empty_plan() -> None:
    one = message(_OWNER)
    assert plan([one], [Kept(outgoing=one, state="held", made_at=NOW)], now=NOW) == Plan()
