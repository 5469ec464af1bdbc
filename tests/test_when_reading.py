"""What a reading tells besides its window: what is left of the text, where it was read, what was settled."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

import pytest
from when_asked import BERLIN, BUSY, DAY, PACIFIC, TOKYO, alone, at, shown, talk

from bot.when import examples, parse_when
from corpus.models import Window


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("tue 11-12 orals", "orals"),
        ("11-12 spotlights", "spotlights"),
        ("spotlights after 12:30 on tue", "spotlights"),
        ("anything before noon on tue?", "anything"),
        ("12:30 to 1pm, tuesday", ""),
        ("next spotlight", "spotlight"),
        ("what talks by Kim are on at 11:05 PDT?", "what talks by Kim are"),
        ("Tuesday’s talks on Größe", "talks on Größe"),
        ("(4 May) posters", "posters"),
        ("poster session 10 on tuesday at 11", "poster session 10"),
        ("who is moderating the tue 4 may session", "who is moderating session"),
    ],
)
def test_the_rest_is_what_was_not_read(text: str, rest: str) -> None:
    reading = talk(text)
    assert reading is not None
    assert reading.rest == rest


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("orals tue 11-12 please", ["tue 11-12"]),
        ("on tuesday, what is on after 12:30?", ["tuesday", "after 12:30"]),
        ("ｔｕｅ １１", ["ｔｕｅ １１"]),
        ("½ of it tomorrow", ["tomorrow"]),
    ],
)
def test_spans_are_places_in_the_text_as_it_was_typed(text: str, parts: list[str]) -> None:
    reading = talk(text)
    assert reading is not None
    assert [text[start:end] for start, end in reading.spans] == parts


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1:30", "1:30 read as 13:30"),
        ("half 11", "half 11 read as 11:30"),
        ("tue 5 may", "5 May 2021 is a Wednesday"),
        ("tue 4", "4 read as part of the date, not as 4:00"),
        ("20:00 IST", "IST read as Asia/Kolkata"),
        ("14 march 2021 2:30", "clocks go forward that night: 02:30 read as 03:30"),
        ("7 november 2021 1:30", "01:30 comes twice that night: read as the first"),
    ],
)
def test_notes_say_how_an_ambiguity_was_settled(text: str, note: str) -> None:
    reading = talk(text)
    assert reading is not None
    assert [each.lower() for each in reading.notes] == [note.lower()] or note in reading.notes


@pytest.mark.parametrize("text", ["tue 11:05", "4 may", "now", "11am", "3pm PDT", "11-1", "next"])
def test_what_is_plain_needs_no_note(text: str) -> None:
    reading = talk(text)
    assert reading is not None
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("text", "zone", "explicit_zone", "explicit_day"),
    [
        ("11", "America/Los_Angeles", False, False),
        ("tue 11", "America/Los_Angeles", False, True),
        ("tomorrow 20:00 CEST", "Europe/Berlin", True, True),
        ("18:00 UTC", "UTC", True, False),
        ("20:00 utc+2", "UTC+02:00", True, False),
        ("11am my time", "America/Los_Angeles", True, False),
        ("now", "America/Los_Angeles", False, False),
        ("in 20 min", "America/Los_Angeles", False, False),
        ("day 1", "America/Los_Angeles", False, True),
    ],
)
def test_what_was_named_is_told(text: str, zone: str, explicit_zone: bool, explicit_day: bool) -> None:
    reading = talk(text)
    assert reading is not None
    assert (reading.zone, reading.explicit_zone, reading.explicit_day) == (zone, explicit_zone, explicit_day)


def test_a_fixed_offset_serves_as_a_zone() -> None:
    now = datetime(2021, 5, 4, 9, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    reading = parse_when("tomorrow 11:00", now=now)
    assert reading is not None
    assert reading.zone == "UTC+05:30"
    assert reading.window.start == datetime(2021, 5, 5, 11, tzinfo=now.tzinfo)


@pytest.mark.parametrize(("day", "hours"), [("28 march 2021", 23), ("31 october 2021", 25), ("4 may 2021", 24)])
def test_a_day_is_as_long_as_its_clocks_make_it(day: str, hours: int) -> None:
    reading = alone(day)
    assert reading is not None
    assert reading.window.end - reading.window.start == timedelta(hours=hours)


def test_a_numeric_date_without_a_programme_follows_the_region() -> None:
    assert shown(alone("5/4/2013", zone=BERLIN), BERLIN) == "day Fri 5 Apr"
    assert shown(alone("5/4/2013", zone=PACIFIC), PACIFIC) == "day Sat 4 May"


def test_a_programme_past_midnight_takes_a_bare_time_there() -> None:
    late = [Window(start=at("2021-05-04T20:00", BERLIN), end=at("2021-05-05T02:00", BERLIN))]
    reading = parse_when("1:00", now=at("2021-05-04T21:00", BERLIN), busy=late)
    assert shown(reading, BERLIN) == "instant Wed 5 May 01:00"


@pytest.mark.parametrize(
    "now",
    [
        "2021-05-03T16:00",
        "2021-05-04T08:00",
        "2021-05-04T11:22",
        "2021-05-04T12:55",
        "2021-04-01T09:00",
        "2022-01-01T00:00",
    ],
)
@pytest.mark.parametrize("zone", [PACIFIC, BERLIN, TOKYO])
def test_examples_find_something(now: str, zone: tzinfo) -> None:
    asked = at(now, PACIFIC).astimezone(zone)
    for example in examples(asked, [DAY], BUSY):
        reading = parse_when(example, now=asked, days=[DAY], busy=BUSY, zone="America/Los_Angeles")
        assert reading is not None, example
        assert any(reading.window.overlaps(slot) for slot in BUSY), example


def test_examples_without_a_programme_can_be_read() -> None:
    now = at("2021-05-03T16:00", PACIFIC)
    assert all(parse_when(example, now=now) for example in (*examples(now), *examples(now, [DAY])))
