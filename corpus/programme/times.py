"""Times of programme files: ISO and what passes for it, durations, and the zone they are told in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from corpus.dates import read_date
from corpus.zones import ZONES

_ISO_LIKE: Final = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{8})"
    r"(?:[T _]+(?P<clock>\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?|\d{4}(?:\d{2})?)\s*"
    r"(?P<zone>Z|[+-]\d{2}:?(?:\d{2})?|UTC|GMT)?)?"
)
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_DURATION: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_SPOKEN_DURATION: Final = re.compile(  # "90 min", "1 h 30", "1.5 hours"
    r"(?:(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:hours?|hrs?\.?|h|std\.?|stunden?))?\s*"
    r"(?:(\d{1,3})\s*(?:minut(?:es?|en)|mins?\.?|m|['’′])?)?",
    re.IGNORECASE,
)
_ISO_DURATION: Final = re.compile(
    r"P(?:(\d{1,2})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:\d{1,8}S)?)?", re.IGNORECASE
)
_SECONDS: Final = 100_000_000, 100_000_000_000  # what lies between is seconds since 1970, above it milliseconds


def read_moment(value: Any) -> datetime | None:
    """The instant that *value* is, naive where no offset is written; None where it is none.

    ISO 8601 with "T", a blank or "_" between, seconds or milliseconds since 1970. A bare date is no instant.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_epoch(value)
    found = _ISO_LIKE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or not found["clock"]:
        return None
    day, clock, zone = found["date"], found["clock"], found["zone"]
    if "-" in day:
        day = "-".join(part.zfill(2) for part in day.split("-"))
    clock = f"0{clock}" if clock[1] == ":" else clock
    zone = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", None: ""}.get(zone, zone)
    try:
        return datetime.fromisoformat(f"{day}T{clock[:15]}{zone}")
    except ValueError:
        return None


def read_day(value: Any) -> date | None:
    """The day that *value* is or begins with: ISO, or as pages print it with its year."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    found = _ISO_LIKE.match(value.strip())
    text = found["date"] if found else value.strip()
    if len(text) == 8 and text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return read_date("-".join(part.zfill(2) for part in text.split("-")) if found else text)


def read_clock(value: Any) -> timedelta | None:
    """The time of day that *value* is, as time since midnight: "9:30", "14.00", "2 pm"; 24:00 is midnight."""
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or not (found[2] or found[3]):
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if found[3].casefold() == "p" else 0)
    return timedelta(hours=hours, minutes=minutes) if hours <= 24 and minutes < 60 else None


def read_duration(value: Any) -> timedelta | None:
    """The length that *value* is: "01:30", minutes, "1 h 30 min", or ISO "PT90M".

    Of three numbers the first is days where it is a single digit and the second a number of hours ("1:02:30", as
    pretalx writes it), else hours ("00:50:00", as Pentabarf writes it); c3voc's schema allows both.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return timedelta(minutes=value) if 0 <= value < 60 * 24 * 31 else None
    text = value.strip() if isinstance(value, str) else ""
    if text.isdecimal():
        return read_duration(int(text[:9]))
    if found := _DURATION.fullmatch(text):
        first, second, third = found.groups()
        if first is None:
            return timedelta(hours=int(second), minutes=int(third))
        if len(first) == 1 and first != "0" and int(second) < 24:
            return timedelta(days=int(first), hours=int(second), minutes=int(third))
        return timedelta(hours=int(first), minutes=int(second), seconds=int(third))
    if len(text) > 1 and (iso := _ISO_DURATION.fullmatch(text)) and any(iso.groups()):
        weeks, days, hours, minutes = (int(part or 0) for part in iso.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if text and (spoken := _SPOKEN_DURATION.fullmatch(text)):
        return timedelta(hours=float((spoken[1] or "0").replace(",", ".")), minutes=int(spoken[2] or 0))
    return None


def in_zone(moment: datetime | None, zone: str | None) -> datetime | None:
    """*moment* in UTC, one without offset read in *zone*; None where no zone is known for it."""
    if moment is None or (moment.tzinfo is None and zone is None):
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone or "UTC"))).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def read_zone(name: Any) -> str | None:
    """The IANA name of the zone that *name* is, an abbreviation included; None where there is none."""
    text = name.strip() if isinstance(name, str) else ""
    if text in available_timezones():
        return text
    return ZONES.get(text.upper()) or next((z for z in available_timezones() if z.casefold() == text.casefold()), None)


def zone_told_in(name: str | None, moments: Iterable[datetime | None]) -> str | None:
    """The zone in which a programme tells its times: *name*, unless the offsets that it writes say otherwise.

    Where they do, the zone of that offset; *name* again where the offsets are no zone's or none is written.
    """
    written = [moment for moment in moments if moment is not None and moment.tzinfo is not None]
    if not written or (name is not None and all(_agrees(name, moment) for moment in written)):
        return name
    offsets = {moment.utcoffset() or timedelta() for moment in written}
    hours = {offset / timedelta(hours=1) for offset in offsets}
    fixed = [f"Etc/GMT{-int(hour):+d}" if hour else "UTC" for hour in hours if hour == int(hour)]
    candidates = [*(fixed if len(hours) == 1 else []), *dict.fromkeys(ZONES.values())]
    return next((zone for zone in candidates if all(_agrees(zone, moment) for moment in written)), name)


def _agrees(zone: str, moment: datetime) -> bool:
    try:
        return moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.utcoffset()
    except (OverflowError, ValueError):  # at the ends of the calendar
        return False


def _since_epoch(seconds: float) -> datetime | None:
    least, most = _SECONDS
    if most <= seconds < most * 1000:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, UTC) if least <= seconds < most else None
