"""Dates as pages print them, in English: "April 27, 2020", "Tue 4 May", "from April 26 to May 1".

Other languages are not read, but a line that looks like a date in one is told apart from a title.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Final, NamedTuple

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_CYCLE: Final = 28  # years after which weekdays fall on the same dates again
_LONGEST: Final = 40  # characters of a line that is a date and nothing else

_WEEKDAY: Final = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NUMBER: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_TO: Final = r"\s*(?:[-–—]|\bto\b|\bthrough\b|\buntil\b|\band\b)\s*"

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY: Final = re.compile(  # weekday?, then "4 May" or "May 4", then year?
    rf"(?:({_WEEKDAY}),?\s+)?(?:the\s+)?(?:{_NUMBER}\s+(?:of\s+)?({_MONTH})|({_MONTH})\s+{_NUMBER})"
    r"(?:,?\s+((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(rf"\b({_MONTH})\s+{_NUMBER}{_TO}(?:({_MONTH})\s+)?{_NUMBER}(?![\d:])", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(rf"\b{_NUMBER}(?:\s+({_MONTH}))?{_TO}{_NUMBER}\s+({_MONTH})\b", re.IGNORECASE)
_DATE_LIKE: Final = re.compile(
    r"(?:[^\W\d_]+\.?,? )?\d{1,2}(?:\.|er|º|ª)? (?:de )?[^\W\d_]+\.?(?:,? (?:de )?\d{4})?"  # Mo., 4. Mai 2021
    r"|[^\W\d_]+\.? \d{1,2},? \d{4}"  # Mai 4, 2021
    r"|\d{1,4}([./-])\d{1,2}\1\d{1,4}\.?|\d{4} ?年.*"  # 06.12.2019, 2019年12月6日
)


class Day(NamedTuple):
    """A day as a page prints it; *weekday* counts from Monday as 0, and may be missing as the year may."""

    month: int
    day: int
    weekday: int | None = None
    year: int | None = None

    def on(self, year: int) -> date | None:
        """The date that it is in *year*; None where there is no such day or its weekday is another."""
        found = _date(year, self.month, self.day)
        return found if found and self.weekday in {None, found.weekday()} else None


def read_day(text: str) -> Day | None:
    """The day that *text* is; None where it is anything more or else, or in another language."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    weekday, day, month, month_first, day_second, year = found.groups()
    return Day(
        month=_number(month or month_first, MONTHS) + 1,
        day=int(day or day_second),
        weekday=_number(weekday, WEEKDAYS) if weekday else None,
        year=int(year) if year else None,
    )


def read_date(text: str) -> date | None:
    """The date, year included, that *text* is; None where it is anything more or else."""
    if _ISO.fullmatch(text):
        year, month, day = map(int, text.split("-"))
        return _date(year, month, day)
    printed = read_day(text)
    return printed.on(printed.year) if printed and printed.year else None


def looks_like_date(text: str) -> bool:
    """Whether *text* is a date, be it in another language or on a day that does not exist."""
    return len(text) <= _LONGEST and (read_day(text) is not None or _DATE_LIKE.fullmatch(text) is not None)


def unread(text: str) -> str:
    """Why the line *text*, which looks like a date, is not read as one."""
    printed = read_day(text)
    reason = "no date in English" if printed is None else "no such day" if printed.year else "no year"
    return f"{reason} here: “{text}”"


def find_range(text: str, year: int) -> tuple[date, date] | None:
    """The first and last day of the first stretch of days that *text* names, taken to start in *year*."""
    found = _MONTH_FIRST.search(text)
    if found:
        month, day, last_month, last_day = found.groups()
    elif found := _DAY_FIRST.search(text):
        day, month, last_day, last_month = found.groups()
    else:
        return None
    opens, closes = _number(month or last_month, MONTHS) + 1, _number(last_month or month, MONTHS) + 1
    first, last = _date(year, opens, int(day)), _date(year + (closes < opens), closes, int(last_day))
    return (first, last) if first and last and first <= last else None


def first_year(days: Collection[Day], since: int) -> int | None:
    """The first year from *since* on in which all *days* fall on their weekdays; None where nothing tells."""
    if all(day.weekday is None for day in days):
        return None
    return next((year for year in range(since, since + _CYCLE) if all(day.on(year) for day in days)), None)


def written(day: date) -> str:
    """*day* as answers write it: "6 December 2019"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_range(first: date, last: date) -> str:
    """The days from *first* to *last*, with month and year said once where they are the same."""
    if first == last:
        return written(first)
    if first.year != last.year:
        return f"{written(first)} to {written(last)}"
    start = str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} to {written(last)}"


def _number(name: str, names: tuple[str, ...]) -> int:
    """The place of *name* among *names*, told by its first three letters."""
    return next(place for place, full in enumerate(names) if full[:3].casefold() == name[:3].casefold())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
