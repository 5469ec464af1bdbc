"""How people write dates and name days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.when.guards import (
    both,
    clocklike,
    dateless,
    edge,
    leading,
    month_before,
    one_of,
    open_,
    other_than,
    possessed,
    timely,
    timely_follows,
    uncounted,
    unnamed,
)
from bot.when.rules import Rule, Stage
from bot.when.values import (
    Bound,
    Clock,
    Dated,
    DayExpr,
    Days,
    Moment,
    Month,
    Nth,
    Numeric,
    Several,
    Shift,
    Stretch,
    Week,
    Weekday,
    Which,
    Whole,
)

_DOM: Final = "INT|ORDINAL"  # a day of a month
_WEEKDAY: Final = "WEEKDAY|WEAKDAY"
_TO: Final = "-|to|until|through"
_AND: Final = "and|&|or|+|/"


def _dated(day: int, month: int, year: int | None = None) -> Dated | None:
    return Dated(day, month, year) if 1 <= day <= 31 else None


def _month_first(month: int, day: int, year: int | None = None) -> Dated | None:
    return _dated(day, month, year)


def _days(first: int, last: int, month: int, year: int | None = None) -> Days | None:
    return Days(Dated(first, month, year), Dated(last, month, year)) if 1 <= first < last <= 31 else None


def _days_of_month(month: int, first: int, last: int, year: int | None) -> Days | None:
    return _days(first, last, month, year)


def _hours_then_date(first: Clock, last: Clock, month: int, day: int) -> Stretch | None:
    """The hours and the day of "11-12 May 4"."""
    date = _dated(day, month)
    return Stretch(Bound(Moment(day=date, clock=first)), Bound(Moment(clock=last))) if date else None


DATES: Final = Stage(
    (
        Rule(f"the? {_DOM} of? MONTH ,? of? YEAR?", "DATE", _dated, right=month_before),
        Rule(f"MONTH the? {_DOM} ,? YEAR?", "DATE", _month_first),
        Rule(f"the? {_DOM} {_TO}|{_AND} the? {_DOM} of? MONTH ,? YEAR?", "DAY", _days, right=month_before),
        Rule(f"MONTH {_DOM} {_TO}|{_AND} {_DOM} ,? YEAR?", "DAY", _days_of_month),
        Rule(f"BARE {_TO} BARE MONTH {_DOM}", "STRETCH", _hours_then_date, left=leading),
        Rule("MONTH ,? YEAR", "DAY", Month),
        Rule("in|during MONTH ,? YEAR?", "DAY", Month, right=open_),
        Rule("MONTH", "DAY", Month, left=edge, right=edge),
        Rule("the NTH", "DATE", Dated, left=open_, right=unnamed),
        Rule("on the? NTH", "DATE", Dated, right=unnamed),
        Rule("NTH", "DATE", Dated, left=edge, right=edge),
        Rule("NTH", "DATE", Dated, left=open_, right=clocklike),
        # "At 11.05." is a clock time and a full stop.
        Rule("LOOSE", "DATE", lambda date: date, left=both(leading, other_than("at", "@")), right=uncounted),
    )
)


def _on_weekday(weekday: int, date: Dated | Numeric) -> Dated | Numeric | None:
    return replace(date, weekday=weekday) if date.weekday is None else None


def _with_weekday(date: Dated | Numeric, weekday: int) -> Dated | Numeric | None:
    return _on_weekday(weekday, date)


def _nth_weekday(weekday: int, day: int) -> Dated:
    return Dated(day, weekday=weekday)


def _weekday(weekday: int) -> Weekday:
    return Weekday(weekday)


def _which(which: Which) -> Callable[[int], Weekday]:
    return lambda weekday: Weekday(weekday, which)


def _of_week(shift: int) -> Callable[[int], Weekday]:
    return lambda weekday: Weekday(weekday, week=shift)


def _week(shift: int, *, weekend: bool = False) -> Callable[..., Week]:
    return lambda *_: Week(shift, weekend=weekend)


def _owned(kinds: Mapping[str, Any]) -> DayExpr:
    """The day that has something: "tomorrow's talks"."""
    day: DayExpr | None = kinds.get("DAY")
    return day or Weekday(kinds["WEEKDAY"] if "WEEKDAY" in kinds else kinds["WEAKDAY"])


def _nth(number: int) -> Nth | None:
    return Nth(number) if 1 <= number <= 14 else None


def _nth_days(first: int, last: int) -> Days:
    return Days(Nth(first), Nth(last))


def _weekdays(first: int, last: int) -> Days:
    return Days(Weekday(first), Weekday(last))


def _listed(first: DayExpr | int, last: int) -> Several | None:
    """One more day for a list, which holds no more than a week."""
    day = Weekday(first) if isinstance(first, int) else first
    days = day.days if isinstance(day, Several) else (day,)
    return Several((*days, Weekday(last))) if len(days) < 7 else None


_WHICH: Final[tuple[tuple[str, Which], ...]] = (
    ("this|coming|upcoming", "this"),
    ("next", "next"),
    ("last|past|previous", "last"),
)
_WEEKS: Final = (("this|current", 0), ("next|coming", 1), ("last|past|previous", -1))
_EVENT: Final = "conference|event"

DAYS: Final = Stage(
    (
        Rule(f"{_WEEKDAY} ,|(? the? DATE )?", "DATE", _on_weekday),
        Rule(f"DATE ,|(? {_WEEKDAY} )?", "DATE", _with_weekday, right=dateless),
        Rule(f"{_WEEKDAY} ,? the? NTH", "DATE", _nth_weekday, right=unnamed),
        Rule("DATE", "DAY", lambda date: date),
        Rule("WEEKDAY", "DAY", _weekday),
        Rule("OWNER", "DAY", _owned, right=possessed),
        Rule("WEAKDAY|LOUDDAY", "DAY", _weekday, left=edge, right=edge),
        Rule("LOUDDAY", "DAY", _weekday, right=clocklike),
        Rule("WEAKDAY", "DAY", _weekday, left=timely),
        Rule("WEAKDAY", "DAY", _weekday, right=timely_follows),
        Rule("WEAKDAY", "DAY", _weekday, left=one_of("on", "until", "since", "every"), right=open_),
        Rule(
            "WEAKDAY",
            "DAY",
            _weekday,
            left=open_,
            right=one_of("at", "@", "after", "before", "between", "from", "until", "during"),
        ),
        *(Rule(f"the? {words} coming? {_WEEKDAY}", "DAY", _which(which)) for words, which in _WHICH),
        *(Rule(f"{_WEEKDAY} of? {words} week", "DAY", _of_week(shift)) for words, shift in _WEEKS),
        *(Rule(f"{words} week on? {_WEEKDAY}", "DAY", _of_week(shift)) for words, shift in _WEEKS),
        *(Rule(f"the? {words} week", "DAY", _week(shift)) for words, shift in _WEEKS),
        Rule("all|whole week", "DAY", _week(0)),
        *(Rule(f"the? {words} WEEKEND", "DAY", _week(shift, weekend=True)) for words, shift in _WEEKS),
        Rule("the|coming? WEEKEND", "DAY", _week(0, weekend=True)),
        Rule("this|the? week - end", "DAY", _week(0, weekend=True)),
        Rule("the? day after tomorrow", "DAY", lambda: Shift(2)),
        Rule("the? day before yesterday", "DAY", lambda: Shift(-2)),
        Rule("DAYS ago|earlier", "DAY", lambda days: Shift(-days)),
        Rule("in|after DAYS", "DAY", Shift, left=open_),
        Rule("DAYS from now|today", "DAY", Shift),
        Rule("DAYS hence", "DAY", Shift),
        Rule("conference? day INT|SPELLED", "DAY", _nth),
        Rule(f"conference? day|days INT|SPELLED {_TO}|{_AND} INT|SPELLED", "DAY", _nth_days),
        Rule("the? ORDINAL day", "DAY", _nth),
        Rule("the? very? opening day", "DAY", lambda: Nth(1)),
        Rule("the? very? last|final|closing day", "DAY", lambda: Nth(-1)),
        Rule("every|each day", "DAY", Whole),
        Rule("all of? the? days", "DAY", Whole),
        Rule(f"the? whole|full|complete|all {_EVENT}", "DAY", Whole),
        Rule(f"throughout|during|all of? the {_EVENT}", "DAY", Whole),
        Rule(f"{_WEEKDAY} {_TO} {_WEEKDAY}", "DAY", _weekdays),
        Rule(f"{_WEEKDAY} ,? {_AND} {_WEEKDAY}", "DAY", _listed),
        Rule(f"{_WEEKDAY} , {_WEEKDAY}", "DAY", _listed),
        Rule(f"DAY ,? {_AND} {_WEEKDAY}", "DAY", _listed),
        Rule(f"DAY , {_WEEKDAY}", "DAY", _listed),
    )
)
