"""Which time of day is meant, and on which day: settled by what the programme has on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from bot.when.calendar import Span
from bot.when.programme import Programme
from bot.when.values import DAY, HOUR, Clock, Part
from corpus.models import Window

_HALF_DAY: Final = 12 * HOUR
_AFTERNOON: Final = range(1, 8)  # hours that mean the afternoon where little or nothing says otherwise
_NEAR: Final = timedelta(minutes=30)  # before and after the programme's hours, in which a time belongs to them
_EDGE: Final = timedelta(hours=1)  # how much of the day's programme is its opening or its closing
_EARLY: Final = 5 * HOUR  # when mornings begin


class Settled(NamedTuple):
    """Seconds after midnight, and a note of how they were chosen."""

    seconds: int
    note: str = ""


def settle(clock: Clock, day: date, programme: Programme, *, part: Part | None = None, bound: bool = False) -> Settled:
    """Which reading *clock* has on *day*: as typed, or twelve hours later.

    The later one where *part* of the day asks for it, where the programme has its hours then and not at the
    time as typed, and for small hours in words. *bound*: it is the end of a stretch, and at a small hour as
    typed that would take in all of the day's programme, or nothing.
    """
    typed, later = clock.seconds, clock.seconds + _HALF_DAY
    if part is not None and (fitting := _within(clock, part)) is not None:
        return Settled(fitting, clock.note)
    if clock.settled or later >= DAY:
        return Settled(typed, clock.note)
    hours = programme.hours(day)
    small = typed // HOUR in _AFTERNOON
    afternoon = small and clock.spelled
    if hours is not None:
        first, second = programme.instant(day, typed), programme.instant(day, later)
        if hours.start - _NEAR <= first <= hours.end + _NEAR:
            return Settled(typed, clock.note)
        closing = hours.end + _NEAR if small else hours.end
        afternoon |= hours.start <= second <= closing or (small and bound and first < hours.start < second)
    if afternoon:
        return Settled(later, f"{_written(typed)} read as {_written(later)}")
    return Settled(typed, clock.note)


def _within(clock: Clock, part: Part) -> int | None:
    """The reading of *clock* that lies in *part* of the day; a night's may be after midnight."""
    readings = (clock.seconds, clock.seconds + (DAY if clock.settled else _HALF_DAY), clock.seconds + DAY)
    return next((seconds for seconds in readings if part.start * HOUR <= seconds <= part.end * HOUR), None)


def _written(seconds: int) -> str:
    return f"{seconds // HOUR}:{seconds % HOUR // 60:02}"


def settled_by_end(start: Clock, end: Clock) -> Clock:
    """*start* in the half of the day that its range's *end* asks for: "3-4pm", "11-1pm", "9-11am"."""
    if start.settled or end.half is None:
        return start
    later = start.seconds + _HALF_DAY
    readings = [seconds for seconds in (start.seconds, later) if seconds < (end.seconds or DAY)]
    return replace(start, seconds=readings[-1] if readings else later, settled=True)


def after(clock: Clock, start: datetime, day: date, programme: Programme) -> int:
    """The first reading of *clock*, in seconds after midnight of *day*, that is later than *start*."""
    step = DAY if clock.settled or clock.seconds + _HALF_DAY >= DAY else _HALF_DAY
    readings = (clock.seconds, clock.seconds + step, clock.seconds + DAY)
    return next(seconds for seconds in readings if programme.instant(day, seconds) > start)


def part_window(part: Part, day: date, programme: Programme) -> Window:
    """When *part* of *day* is. A morning reaches back to midnight where the programme starts that early."""
    hours = programme.hours(day)
    if hours is not None and part.name == "opening":
        return Window(start=hours.start, end=min(hours.end, hours.start + _EDGE))
    if hours is not None and part.name == "closing":
        return Window(start=max(hours.start, hours.end - _EDGE), end=hours.end)
    start, end = part.start * HOUR, part.end * HOUR
    if part.name == "morning" and start == _EARLY and hours and hours.start < programme.instant(day, _EARLY):
        start = 0
    return Window(start=programme.instant(day, start), end=programme.instant(day, end))


Probe = Callable[[date], Window]


def choose_day(span: Span | None, programme: Programme, probe: Probe) -> date:
    """The date on which a time is meant; *probe* says when that time would be on a date.

    Of several named dates the first on which something is on then. With none named: today during the
    conference, or the next day with something then once today's programme is over; else its next day, and
    after it the first day with something then. A programme that runs past midnight takes the time there.
    """
    if span is not None:
        return next(_held(_dates(span), programme, probe), span.first)
    today, conference = programme.today, programme.conference
    busy = sorted(programme.busy_days.intersection(conference))
    if not conference:
        return today
    first = busy[0] if busy else conference[0]
    if today > conference[-1]:
        return next(_held(busy, programme, probe), first)
    if today < first:
        return _past_midnight(first, programme, probe)
    hours = programme.hours(today)
    if (hours is None or hours.end <= programme.now) and probe(today).end < programme.now:
        return next(_held((day for day in busy if day > today), programme, probe), today)
    return _past_midnight(today, programme, probe)


def _dates(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=shift) for shift in range((span.last - span.first).days + 1))


def _held(days: Iterator[date] | list[date], programme: Programme, probe: Probe) -> Iterator[date]:
    return (day for day in days if programme.during(probe(day)) is not None)


def _past_midnight(day: date, programme: Programme, probe: Probe) -> date:
    following = day + timedelta(days=1)
    runs_on = programme.is_near(programme.instant(following, 0)) and programme.hours(day) is not None
    if runs_on and programme.during(probe(day)) is None and programme.during(probe(following)) is not None:
        return following
    return day
