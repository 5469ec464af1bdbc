"""Zones by the names that people type, and the way between a zone's own clock and UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from bot.when.words import WORDLIKE_ZONES, word_set
from bot.zones import known_zone
from corpus.models import Window
from corpus.zones import ZONES

# How the names of zones begin.
AREAS: Final = word_set("""
    africa america antarctica arctic asia atlantic australia europe indian pacific
""")
_ABBREVIATIONS: Final = {**ZONES, "Z": "UTC", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin"}
_SHARED: Final = frozenset({"BST", "CST", "IST"})  # abbreviations that several zones use
_TITLE: Final = re.compile("[a-z]+")
_FARTHEST: Final = timedelta(hours=15)  # no zone is so far from UTC


def abbreviated(word: str, *, in_capitals: bool) -> dict[str, str]:
    """The zone that a folded *word* abbreviates: a "ZONE", or a "WORDZONE" where it is a word as well."""
    short = word.upper()
    if short not in _ABBREVIATIONS:
        return {}
    return {"WORDZONE" if word in WORDLIKE_ZONES and not in_capitals else "ZONE": short}


@lru_cache(maxsize=256)
def find_zone(name: str) -> tzinfo | None:
    """The zone called *name*: "PDT", "UTC+02:00", "europe/berlin"; None where there is none."""
    name = _ABBREVIATIONS.get(name, name)
    if name.startswith("UTC") and len(name) == len("UTC+02:00"):
        sign, hours, minutes = name[3], int(name[4:6]), int(name[7:])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
        return timezone(offset, name) if abs(offset) < _FARTHEST else None
    return known_zone(name) or known_zone(_TITLE.sub(lambda word: word[0].capitalize(), name))


def shared_name(name: str) -> str | None:
    """How an abbreviation that several zones share was read; None for one that is a single zone's."""
    return f"{name} read as {_ABBREVIATIONS[name]}" if name in _SHARED else None


def offset_name(offset: timedelta) -> str:
    """How a fixed offset is called: "UTC+02:00"; "UTC" for none."""
    hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
    return f"UTC{'-' if offset < timedelta(0) else '+'}{hours:02}:{minutes:02}" if hours or minutes else "UTC"


def zone_name(zone: tzinfo, now: datetime) -> str:
    """The IANA name of *zone*, or that of its offset at *now*."""
    key = getattr(zone, "key", None)
    return str(key) if key else offset_name(zone.utcoffset(now.replace(tzinfo=None)) or timedelta(0))


def at(day: date, seconds: float, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which clocks in *zone* show *seconds* after midnight of *day*.

    It is the first of two, where clocks are put back. Raises OverflowError beyond the calendar.
    """
    local = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return local.replace(tzinfo=zone).astimezone(UTC)


def whole_days(first: date, last: date, zone: tzinfo) -> Window:
    """From the midnight before *first* to the midnight after *last*."""
    return Window(start=at(first, 0, zone), end=at(last + timedelta(days=1), 0, zone))


def clock_change(day: date, seconds: float, zone: tzinfo) -> str | None:
    """What is odd about that time on that day's clocks, where they are put forward or back; None else."""
    local = datetime.combine(day, time()) + timedelta(seconds=seconds)
    instant = at(day, seconds, zone)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    if shown != local:
        return f"clocks go forward that night: {local:%H:%M} read as {shown:%H:%M}"
    again = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return f"{local:%H:%M} comes twice that night: read as the first" if again != instant else None


def local_days(windows: Sequence[Window], zone: tzinfo) -> set[date]:
    """The dates in *zone* on which some of *windows* lie; what ends at midnight is not on the day after."""
    found: set[date] = set()
    for window in windows:
        first = window.start.astimezone(zone).date()
        last = max(window.start, window.end - timedelta(microseconds=1)).astimezone(zone).date()
        found.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return found
