"""Moments and stretches, as said, become windows of time: a day, a clock time and a programme put together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from bot.when_calendar import Span, dates_of
from bot.when_clocktime import after, choose_day, part_window, settle, settled_by_end
from bot.when_programme import Programme
from bot.when_values import DAY, HOUR, Bound, Clock, Moment, Part, Pause, Shift, Stretch, Weekday, Dated
from bot.when_words import ALL_DAY
from bot.when_zones import clock_change, whole_days
from corpus.models import Window

Shape = Literal["instant", "range", "day", "next"]
_LUNCHTIME: Final = (11.5, 14.5)    # hours within which a break is a lunch break
_A_DAY: Final = timedelta(days=1)


class Placed(NamedTuple):
    """A window, how it should be treated, and how ambiguities were settled."""

    window: Window
    shape: Shape
    notes: tuple[str, ...] = ()


def place(moment: Moment, stretch: Stretch | None, programme: Programme) -> Placed | None:
    """The window of what was said; None where that is no time. Raises beyond the calendar."""
    if stretch is not None:
        placed = _place_stretch(stretch, moment, programme)
    else:
        placed = _place_moment(moment, programme)
    if placed is None or moment.cut is None:
        return placed
    return _cut(placed, moment.cut, programme)


def _place_moment(moment: Moment, programme: Programme, *, on: date | None = None, bound: bool = False) -> Placed | None:
    """The window of *moment*; without a day of its own it is on the date *on*, or where the programme has it."""
    if moment.offset is not None:
        return _lasting(programme.now + moment.offset, moment, ())
    span = dates_of(moment.day, programme) if moment.day is not None else Span(on, on) if on else None
    if span is None and moment.day is not None:
        return None
    if moment.clock is not None and not _is_date(moment, span, programme):
        return _place_clock(moment, moment.clock, span, programme, bound=bound)
    match moment.part:
        case Pause():
            return _place_pause(moment.part, span, programme)
        case Part():
            return _place_part(moment.part, span, programme)
    if span is None:
        return _place_cut(moment, programme)
    window = whole_days(span.first, span.last, programme.zone)
    return Placed(window, "day" if span.first == span.last else "range", _notes(span.note))


def _notes(*notes: str | None) -> tuple[str, ...]:
    return tuple(filter(None, notes))


def _lasting(start: datetime, moment: Moment, notes: tuple[str, ...]) -> Placed:
    start = start.astimezone(UTC)
    length = moment.length or timedelta(0)
    return Placed(Window(start=start, end=start + length), "range" if length else "instant", notes)


def _is_date(moment: Moment, span: Span | None, programme: Programme) -> bool:
    """Whether a bare number beside a day is part of its date: "tue 4" for Tuesday the 4th, "4 may 21" for 2021.

    It is where it agrees with the date and the programme has nothing at that hour.
    """
    clock = moment.clock
    if clock is None or not clock.bare or clock.spelled or clock.seconds % HOUR or span is None:
        return False
    match moment.day:
        case Weekday():
            number = span.first.day
        case Dated(year=None):
            number = span.first.year % 100
        case _:
            return False
    seconds = settle(clock, span.first, programme).seconds
    return number == clock.seconds // HOUR and not programme.is_near(programme.instant(span.first, seconds)) \
        and span.first in programme.dates


def _place_clock(moment: Moment, clock: Clock, span: Span | None, programme: Programme, *, bound: bool) -> Placed:
    part = moment.part if isinstance(moment.part, Part) else None

    def probe(day: date) -> Window:
        instant = programme.instant(day, settle(clock, day, programme, part=part, bound=bound).seconds)
        return Window(start=instant, end=instant)

    day = choose_day(span, programme, probe)
    seconds, note = settle(clock, day, programme, part=part, bound=bound)
    notes = _notes(span.note if span else "", note, clock_change(day, seconds, programme.zone))
    return _lasting(programme.instant(day, seconds), moment, notes)


def _place_part(part: Part, span: Span | None, programme: Programme) -> Placed:
    day = choose_day(span, programme, lambda day: part_window(part, day, programme))
    return Placed(part_window(part, day, programme), "day" if part == ALL_DAY else "range", _notes(span.note if span else ""))


def _place_cut(moment: Moment, programme: Programme) -> Placed | None:
    """What "next", "later" or "earlier" alone is cut from: what is to come, or today."""
    if moment.cut is None:
        return None
    if moment.cut != "next":
        return Placed(whole_days(programme.today, programme.today, programme.zone), "range")
    end = max((each.end for each in programme.busy), default=programme.now)
    return Placed(Window(start=programme.now, end=end if end > programme.now else programme.now + _A_DAY), "next")


def _cut(placed: Placed, side: Literal["later", "earlier", "next"], programme: Programme) -> Placed:
    window, now = placed.window, programme.now.astimezone(UTC)
    shape: Shape = "next" if side == "next" else placed.shape
    if not window.start < now < window.end:
        return placed._replace(shape=shape)
    if side == "earlier":
        return placed._replace(window=Window(start=window.start, end=now), shape="range")
    return placed._replace(window=Window(start=now, end=window.end), shape=shape if side == "next" else "range")


def _place_pause(pause: Pause, span: Span | None, programme: Programme) -> Placed | None:
    found = _find_break(pause, span, programme)
    if found is None:
        return None
    day = found.start.astimezone(programme.zone).date()
    hours = programme.hours(day) or found
    match pause.side:
        case "before":
            window = Window(start=programme.instant(day, 0), end=found.start)
        case "during":
            window = found
        case "after":
            window = Window(start=found.end, end=max(found.end, hours.end))
        case "until":
            start = programme.now if hours.start <= programme.now <= found.start else hours.start
            window = Window(start=min(start.astimezone(UTC), found.start), end=found.start)
    return Placed(window, "range")


def _find_break(pause: Pause, span: Span | None, programme: Programme) -> Window | None:
    """The break that is on or comes next, else the last that was; on the dates of *span*, where it names some."""
    if span is None and (day := programme.running_day) is not None:
        span = Span(day, day)
    breaks = programme.breaks(span.first, span.last) if span else []
    if pause.lunch:
        breaks = [each for each in breaks if _is_lunch(each, programme)]
        if not breaks:
            day = choose_day(span, programme, lambda day: Window(start=programme.instant(day, 12 * HOUR), end=programme.instant(day, 12 * HOUR)))
            return Window(start=programme.instant(day, 12 * HOUR), end=programme.instant(day, 13 * HOUR))
    if pause.which is not None:
        place = pause.which - 1 if pause.which > 0 else pause.which
        return breaks[place] if -len(breaks) <= place < len(breaks) else None
    if pause.lunch:
        return max(breaks, key=lambda each: each.end - each.start)
    return next((each for each in breaks if each.end > programme.now), breaks[-1] if breaks else None)


def _is_lunch(pause: Window, programme: Programme) -> bool:
    day = pause.start.astimezone(programme.zone).date()
    earliest, latest = (programme.instant(day, hour * HOUR) for hour in _LUNCHTIME)
    return pause.start < latest and earliest < pause.end


def _place_stretch(stretch: Stretch, context: Moment, programme: Programme) -> Placed | None:
    """From the lower bound to the upper; what one bound leaves open the other or the *context* says."""
    lower = _told(stretch.lower, context, stretch.upper)
    upper = _told(stretch.upper, context, stretch.lower)
    if lower is not None and upper is not None:
        return _between(lower, upper, programme)
    if lower is not None:
        return _onwards(lower, programme)
    return _up_to(upper, programme, from_now=stretch.from_now) if upper is not None else None


def _told(bound: Bound | None, context: Moment, other: Bound | None) -> Bound | None:
    """*bound* with the day and part of day that the context or the other bound names."""
    if bound is None or bound.moment.offset is not None:
        return bound
    moment = bound.moment
    if moment.day is None:
        moment = replace(moment, day=context.day or (other.moment.day if other else None))
    if moment.part is None and moment.clock is not None:
        moment = replace(moment, part=context.part)
    return Bound(moment, bound.whole)


def _between(lower: Bound, upper: Bound, programme: Programme) -> Placed | None:
    first, last = lower.moment, upper.moment
    if first.clock and last.clock and first.day == last.day:
        first = replace(first, clock=settled_by_end(first.clock, last.clock))
    begun = _place_moment(first, programme)
    if begun is None:
        return None
    start = _start(begun, lower)
    day = start.astimezone(programme.zone).date()
    if first.day == last.day and last.clock is not None and not isinstance(last.part, Part):
        seconds, note = after(last.clock, start, day, programme)
        ended = Placed(Window(start=programme.instant(day, seconds), end=programme.instant(day, seconds)), "instant", _notes(note))
    else:
        found = _place_moment(last, programme, on=day if last.day is None else None)
        if found is None:
            return None
        ended = found
    end = _end(ended, upper)
    return Placed(Window(start=start, end=end), "range", (*begun.notes, *ended.notes)) if start <= end else None


def _start(placed: Placed, bound: Bound) -> datetime:
    return placed.window.start if bound.whole else placed.window.end


def _end(placed: Placed, bound: Bound) -> datetime:
    return placed.window.end if bound.whole else placed.window.start


def _onwards(lower: Bound, programme: Programme) -> Placed | None:
    """From *lower* to the end of its day; from a whole day on, to the end of the conference."""
    begun = _place_moment(lower.moment, programme, bound=True)
    if begun is None:
        return None
    start = _start(begun, lower)
    day = start.astimezone(programme.zone).date()
    if lower.moment.only_day:
        day = max(day, programme.conference[-1] if programme.conference else day)
    end = whole_days(day, day, programme.zone).end
    return Placed(Window(start=start, end=max(start, end)), "range", begun.notes)


def _up_to(upper: Bound, programme: Programme, *, from_now: bool) -> Placed | None:
    """From the start of its day to *upper*; up to a whole day, from now or from the start of the conference."""
    ended = _place_moment(upper.moment, programme, bound=True)
    if ended is None:
        return None
    end, now = _end(ended, upper), programme.now.astimezone(UTC)
    day = (end - timedelta(microseconds=1)).astimezone(programme.zone).date()
    start = programme.instant(day, 0)
    if upper.moment.only_day:
        first = programme.conference[0] if programme.conference else day
        start = now if now < end else min(end, programme.instant(first, 0))
    elif from_now and start <= now < end:
        start = now
    return Placed(Window(start=start, end=end), "range", ended.notes)
