"""Times as programmes print them: "Tue 4 May 11:00 - 11:15 PDT"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from corpus.dates import Day, read_day
from corpus.models import Window
from corpus.zones import ZONES

_LONGEST: Final = 80  # characters of a line that is a time and nothing else
_ALL_YEAR: Final = frozenset(("PT", "MT", "CT", "ET"))
_CLOCK: Final = r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?"
_LINE: Final = re.compile(  # no offset behind a time of day, as files write it: 2031-05-01T09:00:00-04:00
    rf"(?P<day>.*?),? ?(?<![\d:])(?<!\dT)(?P<start>{_CLOCK}) ?(?:[-–—]|to|until) ?(?P<end>{_CLOCK}) ?(?P<zone>.*)",
    re.IGNORECASE,
)


class PrintedTime(NamedTuple):
    """A time as printed. What cannot be read of it is None; *zone* is its abbreviation, or other words."""

    words: str
    day: Day | None
    start: time | None
    end: time | None
    zone: str

    @property
    def iana(self) -> str | None:
        """The IANA zone that the abbreviation stands for."""
        return ZONES.get(self.zone.upper())

    def window(self, year: int | None) -> Window | None:
        """When it is in *year*, in UTC; None where anything that takes is missing. It may pass midnight."""
        day = self.day.on(year) if self.day and year else None
        if day is None or self.start is None or self.end is None or self.iana is None:
            return None
        zone = ZoneInfo(self.iana)
        until = day + timedelta(days=self.end < self.start)
        start = datetime.combine(day, self.start, zone).astimezone(UTC)
        end = datetime.combine(until, self.end, zone).astimezone(UTC)
        return Window(start=start, end=end) if start <= end else None

    def other_season(self, year: int | None) -> str:
        """What is wrong where its zone is of another season, such as "PST" in summer; else nothing."""
        window = self.window(year)
        if window is None or self.iana is None or self.zone.upper() in _ALL_YEAR:
            return ""
        used = window.start.astimezone(ZoneInfo(self.iana)).tzname() or ""
        if used == self.zone.upper() or ZONES.get(used) != self.iana:
            return ""
        return f"{used} is in force then, not {self.zone}: read as local time of {self.iana}"

    def lacks(self) -> str:
        """What of it cannot be read, in words; nothing where all can."""
        if self.day is None:
            return f"no day in English here: “{self.words}”" if self.words else "no day here"
        if self.start is None or self.end is None:
            return "no such time of day"
        return "" if self.iana else f"an unknown zone: “{self.zone}”" if self.zone else "no zone here"


def read_times(text: str) -> PrintedTime | None:
    """The time that a line is; None where it is something else."""
    found = _LINE.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    start, end = _clocks(found["start"], found["end"])
    return PrintedTime(found["day"], read_day(found["day"]), start, end, found["zone"])


def _clocks(start: str, end: str) -> tuple[time | None, time | None]:
    """The times of day from *start* to *end*; "11:45 - 12:15 pm" leaves the half of the day to the end."""
    until = _clock(end)
    if not _half(end) or _half(start):
        return _clock(start), until
    candidates = [found for half in "pa" if (found := _clock(f"{start}{half}m")) and until and found <= until]
    return (max(candidates) if candidates else _clock(start)), until


def _half(clock: str) -> str:
    """Whether *clock* says "a" (am), "p" (pm) or neither."""
    return next((half for half in "ap" if half in clock.casefold()), "")


def _clock(text: str) -> time | None:
    hour, minute = (int(number) for number in re.findall(r"\d+", text))
    half = _half(text)
    if half and not 1 <= hour <= 12:
        return None
    try:
        return time(hour % 12 + 12 * (half == "p") if half else hour, minute)
    except ValueError:
        return None
