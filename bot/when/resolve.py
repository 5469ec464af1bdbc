"""Moments and stretches, as they were said, become windows of time in the calendar and the programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from bot.when.breaks import held_lunch, pause_window
from bot.when.calendar import Span, dates_of
from bot.when.clocktime import after, choose_day, part_window, settle, settled_by_end
from bot.when.programme import Programme
from bot.when.values import HOUR, Bound, Clock, Cut, Dated, Moment, Part, Pause, Stretch, Weekday
from bot.when.words import ALL_DAY, LUNCH
from bot.when.zones import clock_change, whole_days
from corpus.models import Window

Shape = Literal["instant", "range", "day", "next"]
_A_DAY: Final = timedelta(days=1)


class Placed(NamedTuple):
    """A window, how an answer should treat it, and how ambiguities were settled."""

    window: Window
    shape: Shape
    notes: tuple[str, ...] = ()


def place(moment: Moment, stretch: Stretch | None, programme: Programme) -> Placed | None:
    """The window of what was said; None where there is none.

    Raises OverflowError or ValueError beyond the calendar.
    """
    placed = _place_stretch(stretch, moment, programme) if stretch else _place_moment(moment, programme)
    return _cut(placed, moment.cut, programme) if placed and moment.cut else placed


def _place_moment(
    moment: Moment, programme: Programme, *, on: date | None = None, bound: bool = False
) -> Placed | None:
    """The window of *moment*; without a day of its own it is on the date *on*, or where the programme has it.

    *bound*: it is the end of a stretch.
    """
    if moment.offset is not None:
        return _lasting(programme.now + moment.offset, moment, ())
    span = Span(on, on) if on else None
    if moment.day is not None:
        span = dates_of(moment.day, programme)
        if span is None:
            return None
    if moment.clock is not None and not _is_date(moment, span, programme):
        return _place_clock(moment, moment.clock, span, programme, bound=bound)
    match moment.part:
        case Pause():
            window = pause_window(moment.part, span, programme)
            return Placed(window, "range") if window else None
        case Part():
            if moment.part == LUNCH and (held := held_lunch(span, programme)):
                return Placed(held, "range")
            return _place_part(moment.part, span, programme)
    if span is None:
        return _place_cut(moment, programme)
    window = whole_days(span.first, span.last, programme.zone)
    notes = _notes(span.note, _date_note(moment))
    return Placed(window, "day" if span.first == span.last else "range", notes)


def _notes(*notes: str | None) -> tuple[str, ...]:
    return tuple(filter(None, notes))


def _lasting(start: datetime, moment: Moment, notes: tuple[str, ...]) -> Placed:
    length = moment.length or timedelta(0)
    return Placed(Window(start=start, end=start + length), "range" if length else "instant", notes)


def _is_date(moment: Moment, span: Span | None, programme: Programme) -> bool:
    """Whether a bare number beside a day is part of its date: "tue 4" the 4th, "4 may 21" in 2021.

    It is where it fits a date of the conference, and the programme has nothing at that hour.
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
    if number != clock.seconds // HOUR or span.first not in programme.dates:
        return False
    seconds = settle(clock, span.first, programme).seconds
    return not programme.is_near(programme.instant(span.first, seconds))


def _date_note(moment: Moment) -> str | None:
    """That a number was taken for a date's."""
    if moment.clock is None:
        return None
    number = moment.clock.seconds // HOUR
    return f"{number} read as part of the date, not as {number}:00"


def _place_clock(moment: Moment, clock: Clock, span: Span | None, programme: Programme, *, bound: bool) -> Placed:
    part = moment.part if isinstance(moment.part, Part) else None

    def probe(day: date) -> Window:
        instant = programme.instant(day, settle(clock, day, programme, part=part, bound=bound).seconds)
        return Window(start=instant, end=instant)

    day = choose_day(span, programme, probe)
    seconds, note = settle(clock, day, programme, part=part, bound=bound)
    notes = _notes(span.note if span else None, note, clock_change(day, seconds, programme.zone))
    return _lasting(programme.instant(day, seconds), moment, notes)


def _place_part(part: Part, span: Span | None, programme: Programme) -> Placed:
    day = choose_day(span, programme, lambda day: part_window(part, day, programme))
    notes = _notes(span.note if span else None)
    return Placed(part_window(part, day, programme), "day" if part == ALL_DAY else "range", notes)


def _place_cut(moment: Moment, programme: Programme) -> Placed | None:
    """What "next", "later" or "earlier" alone is cut from: what is to come, or today."""
    match moment.cut:
        case None:
            return None
        case "next":
            now = programme.now
            end = max((each.end.astimezone(UTC) for each in programme.busy), default=now)
            return Placed(Window(start=now, end=end if end > now else now + _A_DAY), "next")
        case _:
            return Placed(whole_days(programme.today, programme.today, programme.zone), "range")


def _cut(placed: Placed, cut: Cut, programme: Programme) -> Placed:
    """*placed* without what is over ("later", "next") or without what is to come ("earlier")."""
    window, now = placed.window, programme.now
    if not window.start < now < window.end:
        return placed
    if cut == "earlier":
        return placed._replace(window=Window(start=window.start, end=now), shape="range")
    return placed._replace(window=Window(start=now, end=window.end), shape="next" if cut == "next" else "range")


def _place_stretch(stretch: Stretch, context: Moment, programme: Programme) -> Placed | None:
    """From the lower bound to the upper; what one leaves unsaid the other or the *context* says."""
    lower = _told(stretch.lower, stretch.upper, context)
    upper = _told(stretch.upper, stretch.lower, context)
    if lower is not None and upper is not None:
        return _between(lower, upper, programme)
    if lower is not None:
        return _onwards(lower, programme)
    return _up_to(upper, programme, from_now=stretch.from_now) if upper is not None else None


def _told(bound: Bound | None, other: Bound | None, context: Moment) -> Bound | None:
    """*bound* with the day and the part of the day that were named elsewhere."""
    if bound is None or bound.moment.offset is not None:
        return bound
    moment = bound.moment
    day = moment.day or context.day or (other.moment.day if other else None)
    part = moment.part or (context.part if moment.clock else None)
    return Bound(replace(moment, day=day, part=part), bound.whole)


def _between(lower: Bound, upper: Bound, programme: Programme) -> Placed | None:
    first, last = lower.moment, upper.moment
    same_day = first.day == last.day
    if same_day and first.clock and last.clock:
        first = replace(first, clock=settled_by_end(first.clock, last.clock))
    begun = _place_moment(first, programme)
    if begun is None:
        return None
    start = _start(begun, lower)
    day = start.astimezone(programme.zone).date()
    if same_day and last.clock and not last.part:
        end, notes = programme.instant(day, after(last.clock, start, day, programme)), _notes(last.clock.note)
    else:
        ended = _place_moment(last, programme, on=day)
        if ended is None:
            return None
        end, notes = _end(ended, upper), ended.notes
    return Placed(Window(start=start, end=end), "range", (*begun.notes, *notes)) if start <= end else None


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
    day = begun.window.start.astimezone(programme.zone).date()
    if lower.moment.only_day:
        day = max((day, *programme.conference[-1:]))
    end = whole_days(day, day, programme.zone).end
    return Placed(Window(start=start, end=max(start, end)), "range", begun.notes)


def _up_to(upper: Bound, programme: Programme, *, from_now: bool) -> Placed | None:
    """From the start of its day to *upper*; up to a whole day, from now or the start of the conference."""
    ended = _place_moment(upper.moment, programme, bound=True)
    if ended is None:
        return None
    end, now = _end(ended, upper), programme.now
    day = (end - timedelta(microseconds=1)).astimezone(programme.zone).date()
    if upper.moment.only_day:
        first = programme.instant(min((day, *programme.conference[:1])), 0)
        start = now if now < end else min(end, first)
    else:
        start = programme.instant(day, 0)
        start = now if from_now and start <= now < end else start
    return Placed(Window(start=start, end=end), "range", ended.notes)
