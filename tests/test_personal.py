"""Stars and choices in the state database, and what of the starred clashes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from toyconf import MORNING, desk, records

from bot.agenda import agenda, clashing, occasions, plan
from bot.desk import Desk
from bot.personal import Choices, Star, Who
from bot.state import State, StateError, database_url
from corpus.catalog import Catalog
from corpus.models import Paper, Slot

NOW = datetime(2030, 5, 7, 7, 5, tzinfo=UTC)


@pytest.fixture
async def state(address: str) -> State:
    state = State(database_url(address))
    await state.upgrade()
    yield state
    await state.close()


@pytest.fixture
def ada(request: pytest.FixtureRequest) -> Who:
    """Somebody of this test's own: the PostgreSQL outlives it."""
    return Who(team=request.node.name, person="U0ADA")


def star(record: str) -> Star:
    return Star(record=record, title="As it was", event=None, starred_at=NOW)


async def test_of_two_stars_at_once_one_is_set(state: State, ada: Who) -> None:
    set_ = [state.stars.add(ada, "paper:wren", title="Wren", event="b", now=NOW) for _ in range(4)]
    assert sorted(await asyncio.gather(*set_)) == [False, False, False, True]
    assert await state.stars.of(ada) == (Star(record="paper:wren", title="Wren", event="b", starred_at=NOW),)
    assert [await state.stars.remove(ada, "paper:wren") for _ in range(2)] == [True, False]
    assert await state.stars.of(ada) == ()


async def test_stars_come_in_the_order_in_which_they_were_set(state: State, ada: Who) -> None:
    for minutes, record in enumerate(["paper:c", "paper:a", "paper:b"]):
        await state.stars.add(ada, record, title="", event=None, now=NOW + timedelta(minutes=minutes))
    assert [each.record for each in await state.stars.of(ada)] == ["paper:c", "paper:a", "paper:b"]


async def test_who_starred_a_record_is_found_and_nobody_elses_star_is_touched(state: State, ada: Who) -> None:
    bo = Who(team=ada.team, person="U0BO")
    elsewhere = Who(team=f"{ada.team}-2", person="U0ADA")
    for who in (ada, bo, elsewhere):
        await state.stars.add(who, f"paper:{ada.team}", title="", event=None, now=NOW)
    await state.stars.remove(bo, f"paper:{ada.team}")
    many = [f"paper:{number}" for number in range(1_200)]
    assert await state.stars.starring([*many, f"paper:{ada.team}"]) == {
        ada: (f"paper:{ada.team}",),
        elsewhere: (f"paper:{ada.team}",),
    }
    assert {ada, elsewhere} <= set(await state.stars.everybody())


async def test_choices_are_kept_one_by_one_and_let_go(state: State, ada: Who) -> None:
    assert await state.people.choices(ada) == Choices()
    await state.people.choose(ada, zone="Asia/Kolkata", lead=0)
    await state.people.choose(ada, public=True)
    assert await state.people.choices(ada) == Choices(zone="Asia/Kolkata", lead=0, public=True)
    await state.people.choose(ada, zone=None)
    assert await state.people.choices(ada) == Choices(lead=0, public=True)


async def test_the_address_of_a_calendar_is_secret_stays_and_can_be_ended(state: State, ada: Who) -> None:
    secret = await state.people.feed(ada)
    assert len(secret) > 40
    assert await state.people.feed(ada) == secret
    assert await state.people.of_feed(secret) == ada
    renewed = await state.people.feed(ada, renew=True)
    assert await state.people.of_feed(secret) is None
    await state.people.end_feed(ada)
    assert await state.people.of_feed(renewed) is None


async def test_what_is_held_about_a_person_is_shown_and_forgotten(state: State, ada: Who) -> None:
    await state.stars.add(ada, "paper:wren", title="Wren", event=None, now=NOW)
    await state.people.choose(ada, lead=5)
    secret = await state.people.feed(ada)
    held = await state.people.held(ada)
    assert held["choices"]["lead"] == 5
    assert held["stars"][0]["title"] == "Wren"
    assert secret not in str(held)
    await state.people.forget(ada)
    assert await state.people.held(ada) == {"choices": {}, "stars": [], "messages": [], "subscriptions": []}
    assert await state.people.of_feed(secret) is None


async def test_a_name_that_no_database_holds_is_a_sentence(state: State, ada: Who) -> None:
    with pytest.raises(StateError, match="cannot be used"):
        await state.stars.add(ada, "\ud800", title="", event=None, now=NOW)


def test_an_agenda_is_by_time_then_what_has_none_then_what_is_gone() -> None:
    refs = ("paper:nest-maps", "paper:gone", "paper:owls-at-night", "paper:wrennet")
    planned = agenda(map(star, refs), desk(), now=MORNING)
    assert [(each.ref, each.held) for each in planned] == [
        ("paper:wrennet", True),
        ("paper:owls-at-night", True),
        ("paper:nest-maps", True),
        ("paper:gone", False),
    ]
    assert planned[-1].title == "As it was"
    assert [each.item.title for each in occasions(planned)] == [planned[0].title, planned[1].title]


def test_who_sits_in_a_session_misses_none_of_it_but_what_is_on_elsewhere() -> None:
    refs = ("paper:wrennet", "paper:owls-at-night", "session:morning-orals", "paper:elsewhere")
    wren, owls, around, other = (plan(ref, _with_another_room(), now=MORNING) or pytest.fail(ref) for ref in refs)
    assert clashing(wren, [wren, owls, around]) == ()
    assert clashing(wren, [owls, around, other]) == (other,)
    assert clashing(around, [wren, owls, other]) == (other,)


def test_what_is_given_twice_clashes_only_where_both_times_do() -> None:
    refs = ("paper:elsewhere", "paper:swift-flight", "paper:wrennet")
    other, swift, wren = (plan(ref, _with_another_room(twice=True), now=MORNING) or pytest.fail(ref) for ref in refs)
    assert clashing(other, [swift, wren]) == ()


def _with_another_room(*, twice: bool = False) -> Desk:
    """The toy conference, with a talk in no session while WrenNet is on, and in the evening where *twice*."""
    held = records()
    talk = Paper(id="elsewhere", title="Elsewhere", event="birdconf-2030")
    starts = [MORNING, MORNING + timedelta(hours=9)] if twice else [MORNING]
    slots = [
        Slot(id=f"s{hour.hour}", paper="elsewhere", type="talk", start=hour, end=hour + timedelta(minutes=10))
        for hour in starts
    ]
    return Desk(Catalog(held.model_copy(update={"papers": (*held.papers, talk), "slots": (*held.slots, *slots)})))
