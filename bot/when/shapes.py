"""The shapes of numbers: what "11:05", "4.5.", "20210504" or "2.5" may be, each by a pattern and a reader.

The patterns are matched on folded text, in order; the first that matches decides. What it reads as nothing is
a number that has nothing to do with time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from bot.when.values import DAY, HOUR, Clock, Dated, Moment, Numeric
from bot.when.zones import offset_name

Kinds = Mapping[str, Any]
NUMBER: Final[Kinds] = {"NUMBER": None}  # a number that is no time

_END: Final = r"(?![^\W_])"
# What may follow a number directly: no letter or digit, or one of these words.
_SUFFIX: Final = (
    r"am?|pm?|h|hrs?|hours?|m|mins?|minutes?|secs?|days?|ish|uhr|z|utc|gmt|p[ds]t|e[ds]t|cest|cet|bst|jst"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_STOP: Final = rf"(?:{_END}|(?=(?:{_SUFFIX}){_END}))"
_YEARS: Final = range(1980, 2036)  # numbers of four digits that may well be years


def _clock(
    hour: str,
    minute: str = "0",
    second: str = "0",
    *,
    bare: bool = False,
    doubt: Literal["year", "decimal"] | None = None,
) -> Clock | None:
    hours, minutes, seconds = int(hour), int(minute), int(second)
    whole = hours * HOUR + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or whole > DAY:
        return None
    settled = hours >= 13 or hours == 0 or hour.startswith("0")
    return Clock(whole, settled=settled, bare=bare, doubt=doubt)


def _clock_kind(kind: str, clock: Clock | None) -> dict[str, Any]:
    return {kind: clock} if clock else {}


def _instant(match: re.Match[str]) -> Kinds:
    try:
        read = datetime.fromisoformat(match[0].upper())
    except ValueError:
        return NUMBER
    clock = Clock(read.hour * HOUR + read.minute * 60 + read.second, settled=True)
    offset = read.utcoffset()
    zone = None if offset is None else offset_name(offset)
    return {"MOMENT": Moment(day=Dated(read.day, read.month, read.year), clock=clock, zone=zone)}


def _date(match: re.Match[str]) -> Kinds:
    year, month, day = (int(part) for part in match.groups() if part is not None)
    return {"DATE": Dated(day, month, year)} if 1 <= month <= 12 and 1 <= day <= 31 else NUMBER


def _numeric(match: re.Match[str]) -> Kinds:
    """A date of two or three numbers; without a year it may be a fraction as well, and needs company."""
    first, second, year = int(match["first"]), int(match["second"]), match.groupdict().get("year")
    if not (min(first, second) in range(1, 13) and max(first, second) <= 31):
        return NUMBER
    if year is None:
        return {"LOOSE": Numeric(first, second)}
    full = int(year) + (2000 if len(year) == 2 else 0)
    dotted = "." in match[0] and second <= 12  # day first, as where dates are written with dots
    return {"DATE": Dated(first, second, full) if dotted else Numeric(first, second, full)}


def _dotted(match: re.Match[str]) -> Kinds:
    hour, minute = match[1], match[2]
    clock = _clock(hour, minute, bare=True, doubt="decimal") if len(minute) == 2 and hour != "0" else None
    return {"DECIMAL": float(f"{hour}.{minute}"), **_clock_kind("BARE", clock)}


def _day_month(match: re.Match[str]) -> Kinds:
    day, month = int(match[1]), int(match[2])
    date = {"LOOSE": Dated(day, month)} if day in range(1, 32) and month in range(1, 13) else {}
    return {**_dotted(match), **date}


def _colon(match: re.Match[str]) -> Kinds:
    return _clock_kind("CLOCK", _clock(match[1], match[2], match[3] or "0")) or NUMBER


def _hours_minutes(match: re.Match[str]) -> Kinds:
    length = timedelta(hours=int(match[1]), minutes=int(match[2]))
    return {"DURATION": length, **_clock_kind("CLOCK", _clock(match[1], match[2]))}


def _hours(match: re.Match[str]) -> Kinds:
    hours = int(match[1])
    return {
        "DURATION": timedelta(hours=hours),
        **_clock_kind("BARE", _clock(match[1], bare=True) if hours < 24 else None),
    }


def _integer(match: re.Match[str]) -> Kinds:
    digits, number = match[0], int(match[0])
    year = {"YEAR": number} if len(digits) == 4 and number in range(1900, 2101) else {}
    minutes = {"MINUTES": number} if len(digits) == 2 and (number < 10 or 24 < number < 60) else {}
    clock = None
    if len(digits) <= 2 and digits != "0":
        clock = _clock(digits, bare=True)
    elif len(digits) == 4 or (len(digits) == 3 and number % 5 == 0):  # 1105, 930
        clock = _clock(digits[:-2], digits[-2:], bare=True, doubt="year" if number in _YEARS else None)
    return {"INT": number, **year, **minutes, **_clock_kind("BARE", clock)}


def read_offset(match: re.Match[str]) -> Kinds:
    """The zone that is "+02:00", or "utc+2"."""
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return {"ZONE": offset_name(-offset if match["sign"] == "-" else offset)}


def _ordinal(match: re.Match[str]) -> Kinds:
    return {"ORDINAL": int(match[1]), "NTH": int(match[1])}


def _nothing(_: re.Match[str]) -> Kinds:
    return NUMBER


SHAPES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Kinds]], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"\d{{4}}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:z|[+-]\d\d:?\d\d)?{_END}", _instant),
        (rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{{1,6}})?(?:z|[+-]\d\d:?\d\d){_END}", _instant),
        (rf"\d{{8}}t\d{{4}}(?:\d\d)?z?{_END}", _instant),
        (rf"(\d{{4}})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\.(\d\d)\.(\d\d)){_END}", _date),
        (rf"((?:19|20)\d\d)([01]\d)([0-3]\d){_END}", _date),
        (rf"(?P<first>\d{{1,2}})([/.-])(?P<second>\d{{1,2}})\2(?P<year>\d{{4}}|\d\d){_END}", _numeric),
        (rf"(\d{{1,2}})\.(\d{{1,2}})\.{_END}", _day_month),
        (rf"\d+(?:[.,]\d+){{2,}}|\d{{1,3}}(?:,\d{{3}})+|24/7{_END}", _nothing),
        (rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?!/){_END}", _numeric),
        (rf"(\d{{1,2}}):(\d\d)(?::(\d\d))?(?:\.\d+)?{_STOP}", _colon),
        (rf"(\d{{1,2}})h(\d\d)(?:m|min)?{_END}", _hours_minutes),
        (rf"(\d{{1,2}})h{_END}", _hours),
        (rf"(\d{{1,2}})\.(\d\d){_STOP}", _dotted),
        (rf"\d{{1,6}}\.\d{{1,6}}{_STOP}", lambda match: {"DECIMAL": float(match[0])}),
        (rf"(\d{{1,2}})(?:st|nd|rd|th){_END}", _ordinal),
        (rf"\d{{1,9}}{_STOP}", _integer),
        (rf"(?P<sign>\+)(?P<hours>0\d|1[0-4]):(?P<minutes>[0-5]\d){_END}", read_offset),
        (rf"'(\d\d){_END}", lambda match: {"YEAR": 2000 + int(match[1])}),
    )
)
