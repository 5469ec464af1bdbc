"""When the events of a frab schedule are: by their own instants, or by the day and time of day they stand at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from corpus.programme.times import in_zone, read_clock, read_day, read_duration, read_moment
from corpus.programme.trees import Row, text_at

DAY_CHANGE: Final = timedelta(hours=4)  # as in pretalx: a programme's day goes on into the night
_DAY: Final = timedelta(days=1)
_EAST: Final = timedelta(hours=14)  # no place is further ahead of UTC


class Entry(NamedTuple):
    """An event as a file lists it: in *room*, on *day* (an object with "date", "day_start" and "day_end")."""

    where: str
    row: Row
    day: Row
    room: str


class Clock(NamedTuple):
    """How a schedule tells its times: days last until *change*; instants without offset are in the zone *given*
    by a person, else at the offset of their day, else in the zone that the schedule has *named*.
    """

    change: timedelta = DAY_CHANGE
    given: str | None = None
    named: str | None = None


def has_time(entry: Entry) -> bool:
    """Whether the file says anything of when *entry* is."""
    return bool(text_at(entry.row, "date", "start"))


def event_times(entry: Entry, clock: Clock) -> tuple[Any, Any]:
    """The start and end of *entry*, naive where no zone is known for them, or the text that is no time."""
    start = _instant(entry) or _on_its_day(entry, clock.change)
    if start is None:
        return text_at(entry.row, "date", "start"), None
    if start.tzinfo is None and (zone := _zone(entry, clock)) is not None:
        start = in_zone(start.replace(tzinfo=zone), None) or start
    return start, _end(entry, start)


def is_moved(entry: Entry, clock: Clock) -> bool:
    """Whether *entry* is taken for the night after its day because of its time of day alone."""
    if _instant(entry) or _opening(entry):
        return False
    start, day = _on_its_day(entry, clock.change), day_of(entry)
    return start is not None and day is not None and start.date() > day


def moments_as_told(entries: Iterable[Entry]) -> Iterator[datetime]:
    """The instants that *entries* write, at the offsets in which they are told to people.

    An instant in UTC beside another time of day is told at that one; in UTC alone it tells nothing.
    """
    for entry in entries:
        moment, clock = _instant(entry), read_clock(text_at(entry.row, "start"))
        if moment is None or moment.tzinfo is None:
            moment, clock = read_moment(entry.day.get("day_start")), None
        if moment is None or in_zone(moment, None) is None:
            continue
        if moment.utcoffset():
            yield moment
        elif clock is not None and 1 < moment.year < 9999:
            ahead = (clock - timedelta(hours=moment.hour, minutes=moment.minute)) % _DAY
            yield moment.astimezone(timezone(ahead if ahead <= _EAST else ahead - _DAY))


def day_of(entry: Entry) -> date | None:
    """The day that *entry* is listed on."""
    return read_day(entry.day.get("date")) or read_day(entry.day.get("day_start"))


def _instant(entry: Entry) -> datetime | None:
    return read_moment(entry.row.get("date")) or read_moment(entry.row.get("start"))


def _on_its_day(entry: Entry, change: timedelta) -> datetime | None:
    """The time of day of *entry* on its day, or in the night after it."""
    clock, own, listed = read_clock(text_at(entry.row, "start")), read_day(entry.row.get("date")), day_of(entry)
    day = own or listed
    if clock is None or day is None or day == date.max:
        return None
    start = datetime.combine(day, datetime.min.time()) + clock
    if own is not None and listed is not None and own != listed:
        return start
    if stretch := _opening(entry):
        opens, closes = stretch
        return start + _DAY if start < opens and start + _DAY <= closes else start
    return start + _DAY if clock < change else start


def _opening(entry: Entry) -> tuple[datetime, datetime] | None:
    """From when to when the day of *entry* lasts, as its own clocks show it; None where the file does not say."""
    opens, closes = (read_moment(entry.day.get(key)) for key in ("day_start", "day_end"))
    if opens is None or closes is None:
        return None
    stretch = opens.replace(tzinfo=None), closes.replace(tzinfo=None)
    return stretch if stretch[0] < stretch[1] else None


def _zone(entry: Entry, clock: Clock) -> tzinfo | None:
    opens = read_moment(entry.day.get("day_start"))
    of_day = opens.tzinfo if opens else None
    if clock.given is None and opens is not None and opens.utcoffset():
        return of_day
    name = clock.given or clock.named
    return ZoneInfo(name) if name else of_day


def _end(entry: Entry, start: datetime) -> Any:
    if end := text_at(entry.row, "end"):
        return read_moment(end) or end
    length = read_duration(entry.row.get("duration"))
    if length is None:
        return text_at(entry.row, "duration")
    try:
        return start + length if length else None
    except OverflowError:
        return text_at(entry.row, "duration")
