"""Plans as calendar files, read back by icalendar as a calendar program would."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
from fake_answers import hostile, urls
from hypothesis import given, settings
from hypothesis import strategies as st
from toyconf import MORNING, desk

from bot.agenda import Planned, plan
from bot.calendars import to_ics
from bot.desk import Desk
from bot.safe import clean
from corpus.catalog import Catalog
from corpus.models import Event, Link, Paper, Records, Session, Slot

START = datetime(2030, 5, 7, 7, tzinfo=UTC)


def calendar_of(*refs: str, programme: Desk | None = None, now: datetime = MORNING) -> list[icalendar.Event]:
    programme = programme or desk()
    plans = [plan(ref, programme, now=now) or Planned(ref=ref, title="Gone", held=False) for ref in refs]
    read = icalendar.Calendar.from_ical(to_ics(plans, catalog=programme.catalog, name="My day", now=now))
    assert read["x-wr-calname"] == "My day"
    return list(read.walk("VEVENT"))


def talk(start: datetime = START, minutes: int = 20, **fields: object) -> Desk:
    """A programme of one talk, given at *start* and again three hours later."""
    paper = Paper(**{"id": "p", "title": "Kites", "event": "e", **fields})
    slots = [
        Slot(id=f"s{number}", paper="p", start=begin, end=begin + timedelta(minutes=minutes))
        for number, begin in enumerate((start, start + timedelta(hours=3)))
    ]
    event = Event(id="e", name="KiteConf", place="Bergen")
    return Desk(Catalog(Records(events=(event,), papers=(paper,), slots=tuple(slots))))


def test_an_entry_says_what_when_where_and_who() -> None:
    (entry,) = calendar_of("paper:wrennet")
    assert entry["summary"] == "WrenNet: Hearing Small Birds in Loud Places"
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (START, START + timedelta(minutes=20))
    assert entry["location"] == "Great Hall, Freiburg"
    people, place, summary, link = entry["description"].splitlines()
    assert people == "Ada Byron, Bo Li, Gus Ångström"
    assert place == "Oral · Morning orals · BirdConf 2030"
    assert summary.startswith("WrenNet tells small birds")
    assert link == "code: https://github.com/acme/wrennet"


def test_what_has_no_time_or_is_gone_has_no_entry() -> None:
    assert calendar_of("paper:nest-maps", "paper:gone") == []


def test_a_source_s_own_text_is_not_copied() -> None:
    first, _ = calendar_of("paper:p", programme=talk(abstract="Their own words.", summary="Our words."))
    assert "Our words." in first["description"]
    assert "Their own words." not in first["description"]


def test_what_has_no_known_end_takes_no_time() -> None:
    session = Session(id="dinner", title="Dinner", start=START)
    (entry,) = calendar_of("session:dinner", programme=Desk(Catalog(Records(sessions=(session,)))))
    assert entry["dtstart"].dt == START
    assert "dtend" not in entry


def test_a_talk_that_moves_keeps_its_entries_and_replaces_them() -> None:
    before = calendar_of("paper:p", programme=talk())
    after = calendar_of("paper:p", programme=talk(START + timedelta(days=1)), now=MORNING + timedelta(minutes=1))
    assert [entry["uid"] for entry in before] == [entry["uid"] for entry in after]
    assert len({entry["uid"] for entry in before}) == 2
    for old, new in zip(before, after, strict=True):
        assert new["dtstart"].dt == old["dtstart"].dt + timedelta(days=1)
        assert new["sequence"] > old["sequence"]
        assert new["last-modified"].dt > old["last-modified"].dt


def test_the_same_facts_at_the_same_instant_are_the_same_bytes() -> None:
    plans = [plan("paper:p", programme, now=MORNING) for programme in (talk(), talk())]
    made = [to_ics([each], catalog=talk().catalog, name="x", now=MORNING) for each in plans if each]
    assert made[0] == made[1]


papers = st.fixed_dictionaries(
    {
        "title": hostile,
        "summary": hostile,
        "authors": st.lists(hostile, max_size=3).map(tuple),
        "links": st.lists(st.builds(Link, label=hostile, url=urls), max_size=3).map(tuple),
    }
)
starts = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (UTC is given)


@settings(max_examples=60, deadline=None)
@given(papers, hostile, starts, st.integers(0, 3_000))
def test_any_text_and_time_comes_back_as_it_was(
    paper: dict[str, Any], name: str, start: datetime, minutes: int
) -> None:
    start = start.replace(microsecond=0)
    programme = talk(start, minutes, **paper)
    planned = plan("paper:p", programme, now=MORNING)
    assert planned is not None
    made = to_ics([planned], catalog=programme.catalog, name=name, now=MORNING)
    assert all(len(line) <= 75 for line in made.splitlines())
    entries = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == [clean(paper["title"])] * 2
    assert [entry["dtstart"].dt for entry in entries] == [start, start + timedelta(hours=3)]
    if minutes:
        assert [entry["dtend"].dt - entry["dtstart"].dt for entry in entries] == [timedelta(minutes=minutes)] * 2
    assert not any(entry.errors for entry in entries)
