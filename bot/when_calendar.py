"""Which dates a day that was named means: the conference's, where it has such a day, else the calendar's next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.when_programme import Programme
from bot.when_values import Dated, DayExpr, Days, Month, Nth, Numeric, Several, Shift, Week, Weekday, Whole

_WEEK: Final = timedelta(weeks=1)
_YEARS: Final = range(-2, 3)       # about now, in which a date without a year is looked for
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Span(NamedTuple):
    """From the first to the last date of what was named; *note*: how it was settled."""

    first: date
    last: date
    note: str = ""


def dates_of(day: DayExpr, programme: Programme) -> Span | None:
    """The dates that *day* means, seen from the programme's now; None where there is no such day.

    Raises OverflowError or ValueError beyond the calendar.
    """
    today = programme.today
    match day:
        case Shift(days):
            return _one(today + timedelta(days=days))
        case Weekday(weekday, week=int(week)):
            return _one(_monday(today) + timedelta(weeks=week, days=weekday))
        case Weekday():
            return _one(_on_weekday(day, programme))
        case Dated():
            return _on_date(day, programme)
        case Numeric():
            return _on_date(_in_order(day, programme), programme)
        case Nth(number):
            found = programme.day_of(number)
            return Span(*found) if found else None
        case Week(shift, weekend):
            return _week(shift, weekend, programme)
        case Month(month, year):
            return _month(month, year, programme)
        case Whole():
            return Span(programme.conference[0], programme.conference[-1]) if programme.conference else None
        case Days():
            return _days(day, programme)
        case Several(days):
            spans = [dates_of(each, programme) for each in days]
            known = [span for span in spans if span]
            return Span(min(span.first for span in known), max(span.last for span in known)) if known else None


def _one(day: date | None) -> Span | None:
    return Span(day, day) if day else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next(weekday: int, since: date) -> date:
    return since + timedelta(days=(weekday - since.weekday()) % 7)


def _nearest(days: Iterable[date], to: date) -> date | None:
    """The next of *days* from *to* on, else the last before it."""
    listed = sorted(days)
    return next((day for day in listed if day >= to), listed[-1] if listed else None)


def _on_weekday(day: Weekday, programme: Programme) -> date | None:
    today = programme.today
    held = [date for date in programme.dates if date.weekday() == day.weekday]
    match day.which:
        case "last":
            return _next(day.weekday, today) - _WEEK
        case "next":
            coming = _next(day.weekday, today + timedelta(days=1))
            return _nearest((date for date in held if date > today), today) or coming
        case "this":
            coming = _next(day.weekday, today)
            return next((date for date in held if _monday(date) == _monday(today) or date == coming), coming)
        case _:
            return _nearest(held, today) or _next(day.weekday, today)


def _on_date(day: Dated, programme: Programme) -> Span | None:
    found = _nearest_date(day, programme)
    if found is None:
        return None
    wrong = day.weekday is not None and found.weekday() != day.weekday
    note = f"{found.day} {found:%B} {found.year} is a {_WEEKDAYS[found.weekday()]}" if wrong else ""
    return Span(found, found, note)


def _nearest_date(day: Dated, programme: Programme) -> date | None:
    today = programme.today
    years = (day.year,) if day.year is not None else {
        today.year + shift for shift in _YEARS} | {held.year for held in programme.dates}
    months = (day.month,) if day.month is not None else range(1, 13)
    possible = list(filter(None, (_date(year, month, day.day) for year in years for month in months)))
    held = set(possible).intersection(programme.dates)
    on_weekday = [date for date in possible if date.weekday() == day.weekday]
    if held:
        return _nearest((date for date in held if date in on_weekday), today) or _nearest(held, today)
    return min(on_weekday or possible, key=lambda date: abs(date - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_order(day: Numeric, programme: Programme) -> Dated:
    """Day and month in the order that gives a day of the conference, else in that of the zone's region."""
    month_first = Dated(day.second, day.first, day.year, day.weekday)
    day_first = Dated(day.first, day.second, day.year, day.weekday)
    american = getattr(programme.zone, "key", "").startswith("America/")
    orders = (month_first, day_first) if american else (day_first, month_first)
    possible = [order for order in orders if _nearest_date(order, programme)]
    held = (order for order in possible if _nearest_date(order, programme) in programme.dates)
    return next(held, possible[0] if possible else orders[0])


def _week(shift: int, weekend: bool, programme: Programme) -> Span:
    monday = _monday(programme.today) + timedelta(weeks=shift)
    if not weekend:
        return Span(monday, monday + timedelta(days=6))
    held = [date for date in programme.dates if date.weekday() >= 5 and date >= programme.today]
    if held and not shift:
        monday = _monday(held[0])
    return Span(monday + timedelta(days=5), monday + timedelta(days=6))


def _month(month: int, year: int | None, programme: Programme) -> Span | None:
    first = next((day.replace(day=1) for day in programme.conference if day.month == month and year in {None, day.year}), None)
    first = first or _nearest_date(Dated(1, month, year), programme)
    return Span(first, first.replace(day=monthrange(first.year, first.month)[1])) if first else None


def _days(days: Days, programme: Programme) -> Span | None:
    first, last = dates_of(days.first, programme), dates_of(days.last, programme)
    if first is None or last is None:
        return None
    end = last.last
    match days.last:
        case Weekday(weekday, None, None):
            end = _next(weekday, first.first)
        case Dated(year=None) if end < first.first:
            end = end.replace(year=first.first.year + (end.replace(year=first.first.year) < first.first))
    return Span(first.first, end, first.note or last.note) if end >= first.first else None
