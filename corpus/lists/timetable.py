"""The times of a table: each row's cells as instants, and what the whole table decides.

Never guessed: whether "04/05/2021" is in April is told by a row whose first or second number is no month, whether
"1:30" is at night by a row with "13:30" or "09:00". Where nothing tells, times are left out, and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final, NamedTuple

from corpus.dates import Day
from corpus.lists.stamps import Clock, Numbers, Stamp, Told, read_stamp
from corpus.models import Note
from corpus.programme.moments import Span
from corpus.programme.times import in_zone, read_duration, read_zone, zone_told_in
from corpus.report import capped, counted, left_out, opening, problem

_OPEN: Final = frozenset(("", "-", "–", "tba", "tbd", "tbc", "n/a", "na", "none", "null", "?"))
_EVENING: Final = 18  # the hour from which something may go on past midnight,
_MORNING: Final = 6  # and by which it has ended
_NIGHT: Final = range(1, 7)  # hours of which a bare one may as well be in the afternoon

_SECONDS: Final = re.compile(r"(?<=:\d\d):00$")  # spreadsheets write half an hour as "0:30:00"

_NO_CLOCK: Final = "on a day without time of day left out"
_NO_DAY: Final = "without a day left out"
_NO_YEAR: Final = "on a day without year left out: write the year"
_NO_ORDER: Final = (
    "left out: whether the day or the month comes first in days such as “{}”, no row tells; write 2031-05-04"
)
_NO_HALF: Final = "such as “{}” left out: no row tells whether it is a.m. or p.m.; write 13:30, or p.m."
_NO_SUCH_DAY: Final = "on a day that there is not left out"
_NO_ZONE: Final = "without offset left out: name their zone with --zone"
_NO_SUCH_ZONE: Final = "in the zone “{}”, which is not known here, left out"
_BACKWARDS: Final = "left out: it ends before it starts"


class Cells(NamedTuple):
    """What a row says of its time, as it is written; a clock may stand with its day or apart."""

    where: str
    day: str = ""
    start: str = ""
    end: str = ""
    end_day: str = ""
    duration: str = ""
    zone: str = ""

    def is_timed(self) -> bool:
        """Whether a time of day is named, readable or not."""
        return not is_open(self.start) or ((told := read_stamp(self.day)) is not None and told.start is not None)


class Timetable(NamedTuple):
    """The times of each row, as far as they are known; the zone that they are told in; and a report."""

    spans: list[Span]
    zone: str | None
    notes: list[Note]


class _Stamps(NamedTuple):
    day: Stamp
    start: Stamp
    end: Stamp
    end_day: Stamp

    def begins(self) -> Clock | None:
        return self.start.start or self.day.start

    def days(self) -> list[Numbers]:
        """The days whose numbers do not say which is the month."""
        return [day for stamp in self for day in (stamp.day, stamp.last) if isinstance(day, Numbers)]

    def clocks(self) -> list[Clock]:
        return [clock for stamp in self for clock in (stamp.start, stamp.end) if clock]


_UNTOLD: Final = _Stamps(Stamp(), Stamp(), Stamp(), Stamp())


class _Reading(NamedTuple):
    """What holds for the whole table; *month_first* is None where nothing tells."""

    month_first: bool | None
    doubtful: bool  # whether "1:30" may be in the afternoon
    zone: str | None


class _UnplacedError(Exception):
    """A time that cannot be placed; the message goes on from "3 times"."""


class _Placed(NamedTuple):
    span: Span
    zone: str | timedelta | None = None  # as its row names it


def is_open(cell: str) -> bool:
    """Whether *cell* names no time yet: empty, "TBA"."""
    return cell.strip().casefold() in _OPEN


def names_zone(text: str) -> bool:
    """Whether *text* is the name of a zone that is known, or an offset."""
    zone = _zone_of(text)
    return isinstance(zone, timedelta) or (zone is not None and _zone_named(zone) is not None)


def read_timetable(rows: Sequence[Cells], zone: str | None) -> Timetable:
    """The times of *rows*; *zone*, an IANA name, is that of the times which name none."""
    problems: list[Note] = []
    stamps = [_stamps(row, problems) for row in rows]
    reading = _Reading(_month_first(stamps), _is_doubtful(stamps), zone)
    placed: list[_Placed] = []
    missed: dict[str, list[str]] = {}  # places by reason
    day: Told | None = None
    below = 0
    for row, each in zip(rows, stamps, strict=True):
        own = each.start.day or each.day.day
        below += own is None and day is not None and is_open(row.day) and each.begins() is not None
        day = own if own or not is_open(row.day) else day
        try:
            placed.append(_placed(row, each, day, reading))
        except _UnplacedError as error:
            missed.setdefault(str(error), []).append(row.where)
            placed.append(_Placed(Span()))
    notes = [
        *([Note(level="read", text=f"{counted(below, 'time')} on the day of the row above")] if below else []),
        *(_missed(reason, places) for reason, places in missed.items()),
        *capped(problems, "more times that cannot be read"),
    ]
    return Timetable([each.span for each in placed], _told_in(placed, zone), notes)


def _missed(reason: str, places: Sequence[str]) -> Note:
    note = left_out if reason == _NO_CLOCK else problem
    return note(f"{counted(len(places), 'time')} {reason}", "" if reason == _NO_ZONE else places[0])


def _stamps(row: Cells, problems: list[Note]) -> _Stamps:
    def stamp(cell: str) -> Stamp:
        read = None if is_open(cell) else read_stamp(cell)
        if read is None and not is_open(cell):
            problems.append(problem(f"no time: “{opening(cell)[:60]}”", row.where))
        return read or Stamp()

    cells = (row.day, row.start, row.end, row.end_day)
    return _Stamps(*map(stamp, cells)) if any(cells) else _UNTOLD


def _month_first(rows: Sequence[_Stamps]) -> bool | None:
    """Whether the month comes first in days such as "04/05/2021"; None where no row tells, or two disagree."""
    told = {
        month
        for row in rows
        for day in row.days()
        for month in (True, False)
        if day.on(month_first=month) and not day.on(month_first=not month)
    }
    return told.pop() if len(told) == 1 else None


def _is_doubtful(rows: Sequence[_Stamps]) -> bool:
    """Whether hours may be counted to twelve only: none is written as only one of twenty-four is, or with its half."""
    return not any(
        clock.half or clock.hour > 12 or (clock.hour < 10 and not clock.bare) for row in rows for clock in row.clocks()
    )


def _placed(row: Cells, stamps: _Stamps, day: Told | None, reading: _Reading) -> _Placed:
    clock = stamps.begins()
    if clock is None:
        if any((stamps.start.day, stamps.day.day, stamps.end.start)):
            raise _UnplacedError(_NO_CLOCK)
        return _Placed(Span())
    if day is None:
        raise _UnplacedError(_NO_DAY)
    own = (stamps.start.zone, stamps.day.zone, stamps.end.zone, _zone_of(row.zone))
    zone = next((told for told in own if told is not None), None)
    try:
        begins = _combined(day, clock, reading)
        ends = _end(row, stamps, begins, reading)
        start = _instant(begins, zone, reading)
        end = _instant(ends, zone if stamps.end.zone is None else stamps.end.zone, reading) if ends else None
    except OverflowError as error:
        raise _UnplacedError(_NO_SUCH_DAY) from error
    if end and end < start:
        raise _UnplacedError(_BACKWARDS)
    return _Placed(Span(start, end), zone)


def _end(row: Cells, stamps: _Stamps, begins: datetime, reading: _Reading) -> datetime | None:
    """When it ends, on the clock that it begins by: told by an end, a range or a length."""
    ranged = next((stamp for stamp in (stamps.start, stamps.day) if stamp.end), Stamp())
    day, clock = ranged.last, ranged.end
    if stamps.end.start:
        day, clock = stamps.end.day or stamps.end_day.day, stamps.end.start
    if clock is None:
        length = read_duration(_SECONDS.sub("", row.duration))
        return begins + length if length else None
    end = _combined(day or begins.date(), clock, reading)
    overnight = day is None and begins.hour >= _EVENING and end.hour < _MORNING
    return end + timedelta(days=1) if overnight else end


def _combined(day: Told, clock: Clock, reading: _Reading) -> datetime:
    if clock.bare and clock.hour in _NIGHT and reading.doubtful:
        raise _UnplacedError(_NO_HALF.format(f"{clock.hour}:{clock.minute:02}"))
    return datetime.combine(_date(day, reading), time.min) + clock.since_midnight()


def _date(day: Told, reading: _Reading) -> date:
    if isinstance(day, Numbers):
        readings = {day.on(month_first=True), day.on(month_first=False)}
        if len(readings) > 1 and (reading.month_first is None or (day.short and not reading.month_first)):
            raise _UnplacedError(_NO_ORDER.format(f"{day.first:02}/{day.second:02}/{day.year}"))
        found = day.on(month_first=bool(reading.month_first))
    elif isinstance(day, Day):
        if day.year is None:
            raise _UnplacedError(_NO_YEAR)
        found = day.on(day.year)
    else:
        found = day
    if found is None:
        raise _UnplacedError(_NO_SUCH_DAY)
    return found


def _instant(told: datetime, zone: str | timedelta | None, reading: _Reading) -> datetime:
    if isinstance(zone, timedelta):
        return told.replace(tzinfo=timezone(zone)).astimezone(UTC)
    name = reading.zone if zone is None else _zone_named(zone)
    if name is None:
        raise _UnplacedError(_NO_ZONE if zone is None else _NO_SUCH_ZONE.format(zone))
    placed = in_zone(told, name)
    if placed is None:
        raise _UnplacedError(_NO_SUCH_DAY)
    return placed


def _zone_of(cell: str) -> str | timedelta | None:
    """The zone that a cell for zones names: an offset, or a name, known or not."""
    if is_open(cell):
        return None
    stamp = read_stamp(f"0:00 {cell.strip()}")
    return stamp.zone if stamp and stamp.zone is not None else cell.strip()


@lru_cache(maxsize=256)
def _zone_named(name: str) -> str | None:
    return read_zone(name)


def _told_in(placed: Sequence[_Placed], zone: str | None) -> str | None:
    timed = [(span.start, told) for span, told in placed if span.start]
    names = Counter(_zone_named(told) if told else zone for _, told in timed if not isinstance(told, timedelta))
    offsets = [start.astimezone(timezone(told)) for start, told in timed if isinstance(told, timedelta)]
    return zone_told_in(names.most_common(1)[0][0] if names else zone, offsets)
