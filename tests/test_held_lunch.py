"""Lunch is when the programme has it, not at a usual hour."""

from datetime import UTC, datetime, timedelta

import pytest
from lanternweek import MONDAY, ask, ids, said

from bot.when import parse_when
from corpus.models import Break, Window

TUESDAY = MONDAY + timedelta(days=1)


def lunch(start: datetime, minutes: int) -> Break:
    return Break(start=start, end=start + timedelta(minutes=minutes), name="Group lunch")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is on after lunch on monday", ["posters-1", "fold", "panel"]),
        ("after lunch on tuesday", ["posters-2", "close"]),
        ("during lunch on monday", ["lunch-1"]),
        ("at lunch on tuesday", ["lunch-2"]),
    ],
)
def test_after_lunch_begins_at_its_end_and_lists_it_no_more(text, expected):
    assert ids(ask(text)) == expected


def test_the_hours_of_lunch_are_those_of_the_programme():
    assert "12:30" in said(ask("whats on during lunch monday"))
    assert "13:45" in said(ask("whats on during lunch monday"))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("at lunch", "2032-06-07T12:40", "2032-06-07T13:10"),
        ("lunchtime tuesday", "2032-06-08T11:00", "2032-06-08T12:00"),
        ("before lunch tuesday", "2032-06-08T00:00", "2032-06-08T11:00"),
        ("until lunch", "2032-06-07T08:00", "2032-06-07T12:40"),
    ],
)
def test_a_lunch_that_is_named_is_read_though_it_leaves_no_gap(text, start, end):
    whole = [Window(start=day + timedelta(hours=8), end=day + timedelta(hours=18)) for day in (MONDAY, TUESDAY)]
    lunches = [lunch(MONDAY + timedelta(hours=12, minutes=40), 30), lunch(TUESDAY + timedelta(hours=11), 60)]
    reading = parse_when(text, now=MONDAY + timedelta(hours=8), busy=[*lunches, *whole])
    assert reading is not None
    assert reading.window == Window(
        start=datetime.fromisoformat(start).replace(tzinfo=UTC), end=datetime.fromisoformat(end).replace(tzinfo=UTC)
    )
