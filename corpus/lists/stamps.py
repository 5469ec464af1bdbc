"""What one cell of a timetable tells: "2021-05-04 11:00", "Tue 4 May 2021, 11:00–11:30 PDT", "04/05/2021", "2 pm"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from corpus.dates import MONTHS, WEEKDAYS, Day, read_day
from corpus.programme.times import read_moment

_LONGEST: Final = 100  # characters of a cell that is looked at

_WEEKDAY: Final = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_MONTH: Final = rf"(?:{'|'.join(rf'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|Sept)\b\.?"
_NUMBER: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|((?:19|20)\d\d)(\d\d)(\d\d))(?!\d)T?")
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NAMED: Final = re.compile(
    rf"(?:\b{_WEEKDAY},?\s+)?(?:the\s+)?(?:\b{_NUMBER}\.?[\s-]+(?:of\s+)?{_MONTH}|\b{_MONTH}\s+{_NUMBER}\b(?![:.h]\d))"
    r"(?:,?\s+(?:19|20)\d\d\b(?!:)|-(?:19|20)?\d\d\b)?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(
    r"(?:\b(?:UTC|GMT)\s*([+-])\s*|(?<=\d)\s*(\+)|(?<=\d)\s*(-)(?=\d{4}\b))(\d{1,2}):?(\d{2})?\b|(?<=\d)Z\b"
)
_ZONE: Final = re.compile(r"\b(?!(?:AM|PM)\b)(?:[A-Z]{2,5}|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+)+)\b")
_TIME: Final = (
    r"(?<![\d:.])(\d{1,2})(?:[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?)?(?![\d:])"
    r"(?:\s*(?:([ap])\.?\s?m\b\.?|(uhr\b|h\b|hrs?\b|noon\b)))?"
)
_CLOCKS: Final = re.compile(rf"{_TIME}(?:\s*(?:-|to|until|till|bis)\s*{_TIME})?", re.IGNORECASE)
_NOON: Final = re.compile(r"\b(?:12(?:[:.]00)?\s*)?noon\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s+(?:-|to|until|till|bis)\s+|\s*/\s*(?=\d{4}-)", re.IGNORECASE)
_REST: Final = re.compile(
    rf"(?:[\s,;()\[\]@|.-]|\b(?:{_WEEKDAY}|(?:at|from|on|um|von|à|local time"
    r"|mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|lun(?:di|es)?|mar(?:di|tes)?|mer(?:credi)?|mié(?:rcoles)?|jeu(?:di)?|jue(?:ves)?|ven(?:dredi)?|vie(?:rnes)?"
    r"|sam(?:edi)?|sáb(?:ado)?|dim(?:anche)?|dom(?:ingo)?)\b))*",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"\S+ \d{1,2}:\d\d ?-(\d\d):(\d\d)")  # the end of a range, or an offset to the west
_WEST: Final = re.compile(r"0[3-9]:00|1[0-2]:00|0[39]:30")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class Numbers(NamedTuple):
    """A day such as "04/05/2021", which does not say which number is the month; *short* is a year of two digits."""

    first: int
    second: int
    year: int
    short: bool = False
    weekday: int | None = None

    def on(self, *, month_first: bool) -> date | None:
        """The day with its month first, or second; None where there is none on its weekday."""
        month, day = (self.first, self.second) if month_first else (self.second, self.first)
        return Day(month, day, self.weekday).on(self.year)


class Clock(NamedTuple):
    """A time of day; *half* is "a" or "p" where that is written, and *bare* tells "1:30" from "01:30" and "13:30"."""

    hour: int
    minute: int
    half: str = ""
    bare: bool = False

    def since_midnight(self) -> timedelta:
        """The time since midnight."""
        hour = self.hour % 12 + 12 * (self.half == "p") if self.half else self.hour
        return timedelta(hours=hour, minutes=self.minute)


Told = date | Day | Numbers


class Stamp(NamedTuple):
    """What a cell tells: *zone* as it is written, or an offset; *last* is the day of *end* where that has its own."""

    day: Told | None = None
    start: Clock | None = None
    end: Clock | None = None
    last: Told | None = None
    zone: str | timedelta | None = None


@lru_cache(maxsize=4096)
def read_stamp(cell: str) -> Stamp | None:
    """What *cell* tells of a time; None where it tells none, or holds anything more."""
    text = " ".join(cell.translate(_DASHES).split())
    if not 0 < len(text) <= _LONGEST:
        return None
    if stamp := _moment(text):
        return stamp
    halves = _BETWEEN.split(text)
    if len(halves) == 2 and all(_day(half)[0] for half in halves):
        return _joined(*map(read_stamp, halves))
    day, rest = _day(text)
    zone, rest = _zone(rest)
    clocks, rest = _clocks(_NOON.sub("12 pm", rest))
    if not (day or clocks) or not _REST.fullmatch(rest):
        return None
    start, end = (*clocks, None, None)[:2]
    return Stamp(day, start, end, zone=zone)


def _joined(first: Stamp | None, last: Stamp | None) -> Stamp | None:
    """From the one moment to the other; None where they are no two moments."""
    if not (first and last and first.start and last.start) or first.end or last.end:
        return None
    return first._replace(end=last.start, last=last.day, zone=first.zone if first.zone is not None else last.zone)


def _moment(text: str) -> Stamp | None:
    """*text* as one moment in ISO 8601 or in seconds since 1970, unless its offset may be the end of a range."""
    seconds = text.isdecimal() and len(text) in {10, 13}
    moment = read_moment(int(text) if seconds else text)
    if moment is None:
        return None
    clock = Clock(moment.hour, moment.minute)
    until = _UNTIL.fullmatch(text)
    if until and (Clock(int(until[1]), int(until[2])) > clock or not _WEST.fullmatch(f"{until[1]}:{until[2]}")):
        return None
    return Stamp(moment.date(), clock, zone=moment.utcoffset())


def _day(text: str) -> tuple[Told | None, str]:
    """The day that *text* names, and the rest of it."""
    if found := _YEAR_FIRST.search(text):
        year, month, day = found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)
        told = Day(int(month), int(day)).on(int(year))
        return told, _without(found, text) if told else text
    if found := _NUMBERS.search(text):
        short = len(found[4]) == 2
        numbers = Numbers(int(found[1]), int(found[3]), int(found[4]) + 2000 * short, short, _weekday(text))
        return numbers.on(month_first=False) if found[2] == "." else numbers, _without(found, text)
    if found := _NAMED.search(text):
        printed = re.sub(r"-(\d\d)$", r" 20\1", found[0]).replace("-", " ").replace(".", "")
        return read_day(re.sub(r"^the ", "", printed, flags=re.IGNORECASE)), _without(found, text)
    return None, text


def _weekday(text: str) -> int | None:
    found = re.search(rf"\b{_WEEKDAY}", text, re.IGNORECASE)
    names = [name[:3].casefold() for name in WEEKDAYS]
    return names.index(found[0][:3].casefold()) if found else None


def _zone(text: str) -> tuple[str | timedelta | None, str]:
    """The zone or offset that *text* names, and the rest of it."""
    if found := _OFFSET.search(text):
        offset = timedelta(hours=int(found[4] or 0), minutes=int(found[5] or 0))
        if offset <= timedelta(hours=14):
            return -offset if "-" in (found[1], found[3]) else offset, _without(found, text)
    found = next((each for each in _ZONE.finditer(text) if _weekday(each[0]) is None), None)
    return (found[0], _without(found, text)) if found else (None, text)


def _clocks(text: str) -> tuple[list[Clock], str]:
    """The one or two times of day that *text* names, and the rest of it."""
    for found in _CLOCKS.finditer(text):
        first, second = found.groups()[:4], found.groups()[4:]
        if any((*first[1:], *second[1:])):
            clocks = [_clock(*each) for each in (first, second) if each[0]]
            sound = [clock for clock in clocks if clock is not None]
            return (_paired(sound), _without(found, text)) if len(sound) == len(clocks) else ([], text)
    return [], text


def _clock(hour: str, minute: str | None, half: str | None, unit: str | None) -> Clock | None:
    clock = Clock(int(hour), int(minute or 0), (half or "").lower(), bare=len(hour) == 1 and not half and not unit)
    whole = 1 <= clock.hour <= 12 if half else clock.since_midnight() <= timedelta(hours=24)
    return clock if whole and clock.minute < 60 else None


def _paired(clocks: list[Clock]) -> list[Clock]:
    """From one to another: a half that only one of them names is the other's, as far as their order allows."""
    if len(clocks) < 2 or bool(clocks[0].half) == bool(clocks[1].half):
        return clocks
    first, second = clocks
    halves = [half for half in "pa" if min(first.hour, second.hour) >= 1 and max(first.hour, second.hour) <= 12]
    if second.half:
        readings = [(first._replace(half=half, bare=False), second) for half in halves]
    else:
        readings = [(first, second._replace(half=half, bare=False)) for half in reversed(halves)]
    return list(next((each for each in readings if each[0].since_midnight() < each[1].since_midnight()), clocks))


def _without(found: re.Match[str], text: str) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
