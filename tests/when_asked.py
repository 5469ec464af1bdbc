"""An attendee's clock and two programmes, for the tests of time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.when import Reading, parse_when
from corpus.models import Window

PACIFIC = ZoneInfo("America/Los_Angeles")
BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")


def at(written: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


def slots(day: str, hours: str, zone: tzinfo) -> list[Window]:
    pairs = (slot.split("-") for slot in hours.split())
    return [Window(start=at(f"{day}T{start}", zone), end=at(f"{day}T{end}", zone)) for start, end in pairs]


# One session on one day, in California.
DAY = date(2021, 5, 4)
BUSY = slots(
    "2021-05-04",
    "11:00-11:15 11:15-11:30 11:30-11:40 11:40-11:50 12:00-12:15 12:15-12:30 12:30-12:40 "
    "12:40-12:50 12:50-13:00 13:13-13:28 13:28-13:38 13:38-13:48",
    PACIFIC,
)
# Three days in Berlin, Monday to Wednesday, with lunch and coffee; each day has a session around its talks.
DAYS = tuple(date(2020, 12, day) for day in (14, 15, 16))
CONGRESS = [
    slot
    for day in DAYS
    for slot in slots(day.isoformat(), "09:00-10:00 10:05-12:00 13:30-15:00 15:30-17:00 09:00-17:00", BERLIN)
]


def talk(text: str, now: str = "2021-05-03T16:00", zone: tzinfo = PACIFIC) -> Reading | None:
    """*text* as read by an attendee of the one session, by default the afternoon before it."""
    return parse_when(text, now=at(now, zone), days=[DAY], busy=BUSY, zone="America/Los_Angeles")


def congress(text: str, now: str, zone: tzinfo = BERLIN) -> Reading | None:
    """*text* as read by an attendee of the three days in Berlin."""
    return parse_when(text, now=at(now, zone), days=DAYS, busy=CONGRESS, zone="Europe/Berlin")


def alone(text: str, now: str = "2013-02-12T04:30", zone: tzinfo = BERLIN) -> Reading | None:
    """*text* as read without a programme."""
    return parse_when(text, now=at(now, zone))


def shown(reading: Reading | None, zone: tzinfo = PACIFIC) -> str | None:
    """A reading as its tables write it: "instant Tue 4 May 11:00", "range Tue 4 May 11:00 - 12:00", "day Tue 4 May"."""
    if reading is None:
        return None
    start, end = (instant.astimezone(zone) for instant in (reading.window.start, reading.window.end))
    day, last = (f"{instant:%a} {instant.day} {instant:%b}" for instant in (start, end))
    match reading.shape:
        case "instant":
            assert start == end
            return f"instant {day} {start:%H:%M}"
        case "day":
            assert (end.date() - start.date(), start.hour, end.hour) == (timedelta(days=1), 0, 0)
            return f"day {day}"
        case shape:
            closing = f"{end:%H:%M}" if day == last else f"{last} {end:%H:%M}"
            return f"{shape} {day} {start:%H:%M} - {closing}"


def cases(table: dict[str, str]) -> list[tuple[str, str]]:
    """A table of meanings to phrases that are parted by bars, as one case a phrase."""
    return [(phrase.strip(), meaning) for meaning, phrases in table.items() for phrase in phrases.split("|")]
