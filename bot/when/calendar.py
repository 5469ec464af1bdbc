"""Which dates a named day means: the conference's, where it has such a day, else the calendar's next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from bot.when.programme import Programme
from bot.when.values import (
    Dated,
    DayExpr,
    Days,
    Month,
    Nth,
    Numeric,
    Several,
    Shift,
    Week,
    Weekday,
    Whole,
)
from bot.when.words import MONTH_NAMES, WEEKDAY_NAMES

_WEEK: Final = timedelta(weeks=1)
_SOON: Final = timedelta(days=60)  # a date so near is meant, even where its weekday is wrong
_YEARS: Final = range(-2, 3)  # about this one, in which a date without a year is looked for


class Span(NamedTuple):
    """From the first to the last date of what was named; *note*: how that was settled."""

    first: date
    last: date
    note: str = ""


def dates_of(day: DayExpr, programme: Programme) -> Span | None:
    """The dates that *day* means, seen from the programme's now; None where there is no such day.

    Raises OverflowError or ValueError beyond the calendar.
    """
    return _READERS[type(day)](day, programme)


def _one(day: date) -> Span:
    return Span(day, day)


def _shift(day: Shift, programme: Programme) -> Span:
    return _one(programme.today + timedelta(days=day.days))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next(weekday: int, since: date) -> date:
    return since + timedelta(days=(weekday - since.weekday()) % 7)


def _nearest(days: Iterable[date], to: date) -> date | None:
    """The next of *days* from *to* on, else the last before it."""
    listed = sorted(days)
    return next((day for day in listed if day >= to), listed[-1] if listed else None)


def _weekday(day: Weekday, programme: Programme) -> Span:
    today = programme.today
    held = [date for date in programme.dates if date.weekday() == day.weekday]
    if day.week is not None:
        return _one(_monday(today) + timedelta(weeks=day.week, days=day.weekday))
    match day.which:
        case "last":
            return _one(_next(day.weekday, today) - _WEEK)
        case "next":
            coming = _next(day.weekday, today + timedelta(days=1))
            return _one(next((date for date in held if date > today), coming))
        case "this":
            coming = _next(day.weekday, today)
            return _one(next((date for date in held if _monday(date) == _monday(today)), coming))
        case None:
            return _one(_nearest(held, today) or _next(day.weekday, today))


def _dated(day: Dated, programme: Programme) -> Span | None:
    found = _find_date(day, programme)
    if found is None:
        return None
    if day.weekday in {None, found.weekday()}:
        return _one(found)
    written = f"{found.day} {MONTH_NAMES[found.month - 1]} {found.year}"
    return Span(found, found, f"{written} is a {WEEKDAY_NAMES[found.weekday()]}")


def _find_date(day: Dated, programme: Programme) -> date | None:
    """The conference's date that fits, else the one nearest to today.

    Of dates that are far away it is one on the weekday named, if some are.
    """
    today = programme.today
    around = {today.year + shift for shift in _YEARS} | {held.year for held in programme.dates}
    years = around if day.year is None else {day.year}
    months = range(1, 13) if day.month is None else (day.month,)
    possible = {date for year in years for month in months if (date := _date(year, month, day.day))}
    fitting = {date for date in possible if date.weekday() == day.weekday}
    for held in (fitting.intersection(programme.dates), possible.intersection(programme.dates)):
        if held:
            return _nearest(held, today)
    by_distance = sorted(possible, key=lambda date: (abs(date - today), date))
    soon = next((date for date in by_distance if abs(date - today) <= _SOON), None)
    return soon or next((date for date in by_distance if date in fitting or not fitting), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeric(day: Numeric, programme: Programme) -> Span | None:
    """Day and month in the order that gives a date of the conference, else in that of the zone's region."""
    month_first = Dated(day.second, day.first, day.year, day.weekday)
    day_first = Dated(day.first, day.second, day.year, day.weekday)
    american = getattr(programme.zone, "key", "").startswith("America/")
    orders = (month_first, day_first) if american else (day_first, month_first)
    spans = [span for order in orders if (span := _dated(order, programme))]
    return next((span for span in spans if span.first in programme.dates), spans[0] if spans else None)


def _nth(day: Nth, programme: Programme) -> Span | None:
    found = programme.day_of(day.number)
    return Span(*found) if found else None


def _week(week: Week, programme: Programme) -> Span:
    monday = _monday(programme.today) + timedelta(weeks=week.shift)
    if not week.weekend:
        return Span(monday, monday + timedelta(days=6))
    coming = [date for date in programme.dates if date.weekday() >= 5 and date >= programme.today]
    if coming and week.shift == 0:
        monday = _monday(coming[0])
    return Span(monday + timedelta(days=5), monday + timedelta(days=6))


def _month(month: Month, programme: Programme) -> Span | None:
    firsts = (
        date.replace(day=1) for date in programme.dates if date.month == month.month and month.year in {None, date.year}
    )
    first = _nearest(firsts, programme.today.replace(day=1)) or _find_date(Dated(1, month.month, month.year), programme)
    return Span(first, first.replace(day=monthrange(first.year, first.month)[1])) if first else None


def _whole(_: Whole, programme: Programme) -> Span | None:
    days = programme.conference
    return Span(days[0], days[-1]) if days else None


def _days(days: Days, programme: Programme) -> Span | None:
    first, last = dates_of(days.first, programme), dates_of(days.last, programme)
    if first is None or last is None:
        return None
    end = last.last
    match days.last:
        case Weekday(weekday, None, None):
            end = _next(weekday, first.first)
        case Dated(year=None) if end < first.first:
            same_year = end.replace(year=first.first.year)
            end = same_year if same_year >= first.first else end.replace(year=first.first.year + 1)
    return Span(first.first, end, first.note or last.note) if end >= first.first else None


def _several(several: Several, programme: Programme) -> Span | None:
    spans = [span for day in several.days if (span := dates_of(day, programme))]
    return Span(min(span.first for span in spans), max(span.last for span in spans)) if spans else None


_READERS: Final[Mapping[type, Callable[[Any, Programme], Span | None]]] = {
    Shift: _shift,
    Weekday: _weekday,
    Dated: _dated,
    Numeric: _numeric,
    Nth: _nth,
    Week: _week,
    Month: _month,
    Whole: _whole,
    Days: _days,
    Several: _several,
}
