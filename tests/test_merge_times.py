"""Two sources tell when a talk is: one only with its session, the other by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.merge import merge
from corpus.models import Paper, Parsed, Records, Session, Slot, Source

NINE = datetime(2031, 5, 7, 9, tzinfo=UTC)
TITLES = ("Wrens in Winter Reeds", "Owls over Old Orchards", "Larks at First Light")
HOUR_AND_A_HALF = 90


def at(minutes):
    return None if minutes is None else NINE + timedelta(minutes=minutes)


def part(name, session_times, slot_times, *, room="Ark", session=True):
    """A source of one session of talks, each at its own (start, end) in minutes after nine."""
    start, end = session_times
    home = Session(id=f"{name}-s", title="Birds at Large", start=at(start), end=at(end), room=room, sources=(name,))
    papers = [
        Paper(id=f"{name}-{place}", title=title, authors=(f"Ada {place}",), sources=(name,))
        for place, title in enumerate(TITLES[: len(slot_times)])
    ]
    slots = [
        Slot(
            id=f"{name}-s/{paper.id}",
            paper=paper.id,
            session=home.id if session else None,
            start=at(start),
            end=at(end),
            room=room,
        )
        for paper, (start, end) in zip(papers, slot_times, strict=True)
    ]
    source = Source(id=name, title=name, format="toy")
    return Parsed(records=Records.of([source, *([home] if session else []), *papers, *slots]))


def block(name="site", talks=3):
    return part(name, (0, HOUR_AND_A_HALF), [(0, HOUR_AND_A_HALF)] * talks)


def listed(spans, **options):
    """A list of talks with their own times, whose session is from the first to the last of them."""
    first, last = min(start for start, _ in spans), max(end or start for start, end in spans)
    return part("list", (first, last), spans, **options)


def times(records):
    titles = {paper.id: paper.title for paper in records.papers}
    return sorted((titles[slot.paper], slot.start, slot.end) for slot in records.slots)


OWN = st.lists(
    st.tuples(st.integers(0, 80), st.integers(1, 90)).filter(lambda span: sum(span) <= HOUR_AND_A_HALF),
    min_size=2,
    max_size=3,
    unique=True,
).map(lambda spans: [(start, start + length) for start, length in spans])


@given(OWN, st.booleans(), st.booleans())
def test_a_talks_own_time_within_its_sessions_wins_without_dispute(spans, listed_first, in_session):
    parts = [block(talks=len(spans)), listed(spans, session=in_session)]
    records = merge(parts[::-1] if listed_first else parts).records
    assert times(records) == sorted(
        (title, at(start), at(end)) for title, (start, end) in zip(TITLES, spans, strict=False)
    )
    assert records.conflicts == ()
    [session] = records.sessions
    assert (session.start, session.end) == (at(0), at(HOUR_AND_A_HALF))


@given(st.integers(-60, 150), st.integers(1, 60), st.booleans())
def test_a_time_outside_the_sessions_is_a_dispute_and_the_first_source_is_believed(start, length, listed_first):
    spans = [(0, 20), (20, 40), (start, start + length)]
    inside = start >= 0 and start + length <= HOUR_AND_A_HALF
    parts = [block(), part("list", (0, HOUR_AND_A_HALF), spans)]
    records = merge(parts[::-1] if listed_first else parts).records
    disputed = {conflict.record for conflict in records.conflicts}
    assert bool(disputed) is not inside
    if not inside:
        [larks] = [paper.id for paper in records.papers if paper.title == TITLES[2]]
        [slot] = [slot for slot in records.slots if slot.paper == larks]
        assert disputed == {f"slot:{slot.id}"}
        assert slot.start == at(start if listed_first else 0)


def test_a_start_alone_within_the_session_is_the_talks_own_and_takes_no_end_from_the_session():
    records = merge([block(), listed([(0, None), (30, None), (60, None)])]).records
    assert [(start, end) for _, start, end in times(records)] == [(at(60), None), (at(30), None), (at(0), None)]
    assert records.conflicts == ()


def test_of_two_sources_that_have_the_sessions_time_one_that_tells_the_end_adds_it():
    open_ended = part("list", (0, None), [(0, None)] * 3)
    for parts in ([block(), open_ended], [open_ended, block()]):
        assert {(start, end) for _, start, end in times(merge(parts).records)} == {(at(0), at(HOUR_AND_A_HALF))}


def test_two_own_times_of_a_talk_are_disputed_though_one_lies_in_the_other():
    records = merge([listed([(0, 30), (30, 60)]), part("site", (0, 60), [(0, 30), (35, 50)])]).records
    assert [conflict.field for conflict in records.conflicts] == ["start", "end"]


def test_two_times_that_sources_state_for_a_session_are_disputed():
    records = merge([block(), part("list", (0, 75), [(0, 20), (20, 40), (40, 60)])]).records
    assert [(conflict.record, conflict.field) for conflict in records.conflicts] == [("session:site-s", "end")]


@pytest.mark.parametrize("listed_first", [True, False])
def test_a_paper_with_a_poster_too_keeps_it_and_has_one_place_in_the_session(listed_first):
    site = block()
    poster = Slot(id="site/poster", paper="site-1", type="poster", start=at(300), end=at(400), room="Foyer")
    site = Parsed(records=site.records.model_copy(update={"slots": (*site.records.slots, poster)}))
    parts = [site, listed([(0, 30), (30, 60), (60, 90)])]
    records = merge(parts[::-1] if listed_first else parts).records
    [owls] = [paper.id for paper in records.papers if paper.title == TITLES[1]]
    assert sorted(slot.start for slot in records.slots if slot.paper == owls) == [at(30), at(300)]
    assert len(records.slots) == 4


def test_a_time_within_the_session_in_another_room_is_a_dispute():
    records = merge([block(talks=1), part("list", (0, 60), [(10, 20)], room="Loft", session=False)]).records
    [slot] = records.slots
    assert (slot.start, slot.room) == (at(0), "Ark")
    assert {conflict.field for conflict in records.conflicts} == {"start", "end", "room"}
