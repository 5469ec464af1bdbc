"""Dates, stretches of days and times of day as pages print them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import (
    Day,
    find_range,
    first_year,
    looks_like_date,
    read_date,
    read_day,
    unread,
    written,
    written_range,
)
from corpus.pages.times import read_times
from corpus.zones import ZONES


@pytest.mark.parametrize(
    "text",
    [
        "December 6, 2019",
        "December 06, 2019",
        "6 December 2019",
        "Dec. 6th 2019",
        "the 6th of December, 2019",
        "Friday, 6 December 2019",
        "Fri Dec 6 2019",
        "2019-12-06",
        "fri 6 dec 2019",
    ],
)
def test_one_date_in_many_spellings(text):
    assert read_date(text) == date(2019, 12, 6)
    assert looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("6 décembre 2019", "no date in English"),
        ("4. Mai 2021", "no date in English"),
        ("Mo., 4. Mai", "no date in English"),
        ("06/12/2019", "no date in English"),
        ("2019年12月6日", "no date in English"),
        ("30 February 2020", "no such day"),
        ("Monday, 6 December 2019", "no such day"),
        ("6 December", "no year"),
    ],
)
def test_what_looks_like_a_date_is_told_and_not_read(text, reason):
    assert looks_like_date(text)
    assert read_date(text) is None
    assert unread(text) == f"{reason} here: “{text}”"


@pytest.mark.parametrize(
    "text",
    [
        "Ice Roads",
        "ICLR 2020",
        "Top 10 of 2020 in Boats",
        "Ada Quill, Bo Lind",
        "May",
        "2020",
        "",
        "6 December 2019. It snowed.",
    ],
)
def test_no_date(text):
    assert read_date(text) is None
    assert not looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It runs from April 26 to May 1, online.", date(2020, 4, 26), date(2020, 5, 1)),
        ("May 3–7, in Rome", date(2020, 5, 3), date(2020, 5, 7)),
        ("on 3-7 May", date(2020, 5, 3), date(2020, 5, 7)),
        ("26th April until 1st May", date(2020, 4, 26), date(2020, 5, 1)),
        ("December 30 through January 2", date(2020, 12, 30), date(2021, 1, 2)),
    ],
)
def test_a_stretch_of_days(text, first, last):
    assert find_range(text, 2020) == (first, last)


@pytest.mark.parametrize("text", ["on May 3", "May 3 and 400 boats", "10 to 12 boats", "June 31 to 40", ""])
def test_no_stretch_of_days(text):
    assert find_range(text, 2020) is None


def test_days_are_written_once_for_a_reader():
    assert written(date(2019, 12, 6)) == "6 December 2019"
    assert written_range(date(2019, 12, 6), date(2019, 12, 6)) == "6 December 2019"
    assert written_range(date(2019, 12, 1), date(2019, 12, 6)) == "1 to 6 December 2019"
    assert written_range(date(2019, 11, 24), date(2019, 12, 6)) == "24 November to 6 December 2019"
    assert written_range(date(2019, 12, 31), date(2020, 1, 2)) == "31 December 2019 to 2 January 2020"


def test_the_first_year_in_which_weekdays_agree():
    tuesday, wednesday = Day(5, 4, 1), Day(5, 5, 2)
    assert first_year([tuesday], 2019) == 2021
    assert first_year([tuesday], 2021) == 2021
    assert first_year([tuesday], 2022) == 2027
    assert first_year([tuesday, wednesday, Day(5, 6)], 2019) == 2021
    assert first_year([tuesday, Day(5, 5, 1)], 2019) is None
    assert first_year([Day(5, 4)], 2019) is None
    assert first_year([], 2019) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tue 4 May 11:00 - 11:15 PDT", "18:00", "18:15"),
        ("Tuesday, May 4, 11.00–11.15 PT", "18:00", "18:15"),
        ("4 May 2021 11:00 to 11:15 CEST", "09:00", "09:15"),
        ("Tue 4 May 11:00 AM - 1:15 PM UTC", "11:00", "13:15"),
        ("Tue 4 May 1:00 - 1:15 p.m. UTC", "13:00", "13:15"),
        ("Tue 4 May 11:45 - 12:15 pm utc", "11:45", "12:15"),
        ("Tue 4 May 12:00 am - 12:15 am UTC", "00:00", "00:15"),
    ],
)
def test_a_time_in_many_spellings(text, start, end):
    window = read_times(text).window(2021)
    assert (f"{window.start:%H:%M}", f"{window.end:%H:%M}") == (start, end)
    assert window.start.date() == date(2021, 5, 4)


def test_a_time_may_pass_midnight():
    window = read_times("Tue 4 May 23:50 - 00:05 UTC").window(2021)
    assert window.start == datetime(2021, 5, 4, 23, 50, tzinfo=UTC)
    assert window.end == datetime(2021, 5, 5, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Di 4. Mai 11:00 - 11:15 PDT", "no day in English here: “Di 4. Mai”"),
        ("11:00 - 11:15 PDT", "no day here"),
        ("Tue 4 May 25:00 - 26:15 PDT", "no such time of day"),
        ("Tue 4 May 13:00 pm - 14:00 pm PDT", "no such time of day"),
        ("Tue 4 May 11:00 - 11:15 XYZ", "an unknown zone: “XYZ”"),
        ("Tue 4 May 11:00 - 11:15", "no zone here"),
    ],
)
def test_a_time_that_cannot_be_read_says_what_it_lacks(text, lacks):
    times = read_times(text)
    assert times.lacks() == lacks
    assert times.window(2021) is None


@pytest.mark.parametrize("text", ["", "Oral", "11:00", "From 11:00 - 12:00 PDT" + " as ever" * 9])
def test_no_time(text):
    assert read_times(text) is None


def test_a_zone_of_another_season_is_told():
    assert "PDT is in force" in read_times("Tue 4 May 11:00 - 11:15 PST").other_season(2021)
    assert not read_times("Tue 4 May 11:00 - 11:15 PDT").other_season(2021)
    assert not read_times("Tue 4 May 11:00 - 11:15 PT").other_season(2021)
    assert not read_times("Tue 4 May 11:00 - 11:15 AOE").other_season(2021)


def test_every_abbreviation_names_a_zone():
    assert all(ZoneInfo(zone) for zone in ZONES.values())
    assert all(short == short.upper() for short in ZONES)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=50), st.text("0123456789:.- apmPDTMay,Tue", max_size=40))
def test_any_text_is_a_date_or_not(text, odd):
    for each in (text, odd, f"{odd} 11:00 - 11:15 PDT"):
        read_date(each)
        read_day(each)
        looks_like_date(each)
        find_range(each, 2020)
        times = read_times(each)
        if times:
            assert times.lacks() or times.window(2020) or times.day
