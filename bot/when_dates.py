"""How people write dates and name days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot.when_guards import (
    clocklike, dateless, edge, leading, noun, one_of, open_, other_than, possessed, timely, timely_follows, uncounted, unnamed,
)
from bot.when_rules import Rule, Stage
from bot.when_values import (
    Bound, Clock, Dated, DayExpr, Days, Moment, Month, Nth, Numeric, Several, Shift, Stretch, Week, Weekday, Which, Whole,
)

_DOM: Final = "INT|ORDINAL"         # a day of a month
_WEEKDAY: Final = "WEEKDAY|WEAKDAY"
_TO: Final = "-|to|till|til|until|thru|through"
_AND: Final = "and|&|or|+|/"
_DAY_LEADS: Final = frozenset("on until till til since every @".split())
_BEFORE_TIMES: Final = frozenset("at @ after before between from until till during".split())
_NO_DATE: Final = frozenset("at @ -".split())       # words before a clock time: "at 11.05."


def _dated(day: int, month: int, year: int | None = None) -> Dated | None:
    return Dated(day, month, year) if 1 <= day <= 31 else None


def _month_first(month: int, day: int, year: int | None = None) -> Dated | None:
    return _dated(day, month, year)


def _days(first: int, last: int, month: int, year: int | None = None) -> Days | None:
    return Days(Dated(first, month, year), Dated(last, month, year)) if 1 <= first < last <= 31 else None


def _days_of_month(month: int, first: int, last: int, year: int | None) -> Days | None:
    return _days(first, last, month, year)


def _hours_then_date(first: Clock, last: Clock, month: int, day: int) -> Stretch | None:
    if not 1 <= day <= 31:
        return None
    date = Dated(day, month)
    return Stretch(Bound(Moment(day=date, clock=first)), Bound(Moment(clock=last)))


DATES: Final = Stage((
    Rule(f"the? {_DOM} of? MONTH ,? of? YEAR?", "DATE", _dated, right=noun),
    Rule(f"MONTH the? {_DOM} ,? YEAR?", "DATE", _month_first),
    Rule(f"the? {_DOM} {_TO}|{_AND} the? {_DOM} of? MONTH ,? YEAR?", "DAY", _days, right=noun),
    Rule(f"MONTH {_DOM} {_TO}|{_AND} {_DOM} ,? YEAR?", "DAY", _days_of_month),
    Rule(f"BARE {_TO} BARE MONTH {_DOM}", "STRETCH", _hours_then_date, left=leading),
    Rule("MONTH ,? YEAR", "DAY", Month),
    Rule("in|during MONTH", "DAY", Month, right=open_),
    Rule("MONTH", "DAY", Month, left=edge, right=edge),
    Rule("the NTH", "DATE", Dated, left=open_, right=unnamed),
    Rule("on the? NTH", "DATE", Dated, right=unnamed),
    Rule("NTH", "DATE", Dated, left=edge, right=edge),
    Rule("NTH", "DATE", Dated, left=open_, right=clocklike),
    Rule("LOOSE", "DATE", lambda date: date, left=lambda item: leading(item) and other_than(_NO_DATE)(item), right=uncounted),
))


def _on_weekday(weekday: int, date: Dated | Numeric) -> Dated | Numeric | None:
    return replace(date, weekday=weekday) if date.weekday is None else None


def _with_weekday(date: Dated | Numeric, weekday: int) -> Dated | Numeric | None:
    return _on_weekday(weekday, date)


def _weekday(weekday: int) -> Weekday:
    return Weekday(weekday)


def _which(which: Which) -> Any:
    return lambda weekday: Weekday(weekday, which)


def _of_week(shift: int) -> Any:
    return lambda weekday: Weekday(weekday, week=shift)


def _nth(number: int) -> Nth | None:
    return Nth(number) if 1 <= number <= 14 else None


def _span(first: int, last: int) -> Days:
    return Days(Weekday(first), Weekday(last))


def _join(first: DayExpr | int, last: int) -> Several | None:
    """One more day for a list, which holds no more than a week."""
    listed = first.days if isinstance(first, Several) else (Weekday(first) if isinstance(first, int) else first,)
    return Several((*listed, Weekday(last))) if len(listed) < 7 else None


def _in_days(length: timedelta) -> Shift | None:
    return Shift(length.days) if length.days and not length.seconds else None


_WEEKS: Final = (("this|current", 0), ("next|following|coming", 1), ("last|past|previous", -1))
_WHICH: Final[tuple[tuple[str, Which], ...]] = (
    ("this|coming|upcoming", "this"), ("next|following", "next"), ("last|past|previous", "last"),
)
_CONFERENCE: Final = "conference|event|programme|program|meeting|schedule|agenda"

def _owned(kinds: Any) -> DayExpr | None:
    """The day that has something: "tomorrow's talks"."""
    if "DAY" in kinds:
        return kinds["DAY"]     # type: ignore[no-any-return]
    weekday = kinds.get("WEEKDAY", kinds.get("WEAKDAY"))
    return None if weekday is None else Weekday(weekday)


DAYS: Final = Stage((
    Rule(f"{_WEEKDAY} ,? the? DATE", "DATE", _on_weekday),
    Rule(f"{_WEEKDAY} ,? the? NTH", "DATE", lambda weekday, day: Dated(day, weekday=weekday), right=unnamed),
    Rule(f"DATE ,|(? {_WEEKDAY} )?", "DATE", _with_weekday, right=dateless),
    Rule("DATE", "DAY", lambda date: date),
    Rule("WEEKDAY", "DAY", _weekday),
    Rule("OWNER", "DAY", _owned, right=possessed),
    Rule("WEAKDAY", "DAY", _weekday, left=edge, right=edge),
    Rule("WEAKDAY", "DAY", _weekday, left=timely),
    Rule("WEAKDAY", "DAY", _weekday, left=one_of(_DAY_LEADS), right=open_),
    Rule("WEAKDAY", "DAY", _weekday, right=timely_follows),
    Rule("WEAKDAY", "DAY", _weekday, left=open_, right=one_of(_BEFORE_TIMES)),
    *(Rule(f"the? {words} coming? {_WEEKDAY}", "DAY", _which(which)) for words, which in _WHICH),
    *(Rule(f"{_WEEKDAY} of? {words} week", "DAY", _of_week(shift)) for words, shift in _WEEKS),
    *(Rule(f"{words} week on? {_WEEKDAY}", "DAY", _of_week(shift)) for words, shift in _WEEKS),
    Rule("the? day after tomorrow", "DAY", lambda: Shift(2)),
    Rule("the? day before yesterday", "DAY", lambda: Shift(-2)),
    Rule("DURATION ago|earlier", "DAY", lambda length: _in_days(-length)),
    Rule("in|after DURATION", "DAY", _in_days, left=open_),
    Rule("DURATION from now|today", "DAY", _in_days),
    Rule("DURATION hence", "DAY", _in_days),
    Rule("conference? day INT|SPELLED", "DAY", _nth),
    Rule(f"conference? day|days INT|SPELLED {_TO}|{_AND} INT|SPELLED", "DAY", lambda first, last: Days(Nth(first), Nth(last))),
    Rule("the? ORDINAL day", "DAY", _nth),
    Rule("the? last|final|closing day", "DAY", lambda: Nth(-1)),
    Rule("the? opening day", "DAY", lambda: Nth(1)),
    Rule("the? very first day", "DAY", lambda: Nth(1)),
    *(Rule(f"the? {words} week", "DAY", lambda shift=shift: Week(shift)) for words, shift in _WEEKS),
    Rule("all|whole|entire week", "DAY", lambda: Week(0)),
    Rule("this|the|coming? WEEKEND", "DAY", lambda _: Week(0, weekend=True)),
    Rule("this|the|coming? week - end", "DAY", lambda: Week(0, weekend=True)),
    Rule("next|following WEEKEND", "DAY", lambda _: Week(1, weekend=True)),
    Rule("last|past|previous WEEKEND", "DAY", lambda _: Week(-1, weekend=True)),
    Rule("every|each day", "DAY", Whole),
    Rule("all of? the? days", "DAY", Whole),
    Rule(f"the? whole|entire|full|complete|all {_CONFERENCE}", "DAY", Whole),
    Rule(f"throughout|during|all of? the {_CONFERENCE}", "DAY", Whole),
    Rule(f"{_WEEKDAY} {_TO} {_WEEKDAY}", "DAY", _span),
    Rule(f"{_WEEKDAY} ,? {_AND} {_WEEKDAY}", "DAY", _join),
    Rule(f"{_WEEKDAY} , {_WEEKDAY}", "DAY", _join),
    Rule(f"DAY ,? {_AND} {_WEEKDAY}", "DAY", _join),
    Rule(f"DAY , {_WEEKDAY}", "DAY", _join),
))
