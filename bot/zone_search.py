"""Time zones as people look for them: by a city, a country, an abbreviation, or the hours from UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import available_timezones

from bot.zones import known_zone, zone_of
from corpus.models import Value
from corpus.names import words
from corpus.zones import ZONES

_OFFSET: Final = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_FIXED: Final = "Etc/"  # zones that are nothing but an offset
_NAMED: Final = re.compile(r"UTC|Etc/GMT(?:[+-][1-9]\d?)?|(?!Etc/).+/.+")


class Place(Value):
    """A zone to choose: its IANA name, and what a person sees of it: "Berlin, Germany (UTC+01:00)"."""

    zone: str
    label: str


def search(text: str, *, now: datetime, most: int = 100) -> tuple[Place, ...]:
    """The zones that *text* may mean, the likeliest first; those of abbreviations where it is empty."""
    offset = _OFFSET.fullmatch(text.strip())
    found = _by_offset(offset, now) if offset else _by_name(text) if text.strip() else dict.fromkeys(ZONES.values())
    return tuple(place(name, now=now) for name in found)[:most]


def place(zone: str, *, now: datetime) -> Place:
    """The *zone* as a person chooses it."""
    offset = now.astimezone(zone_of(zone)).isoformat()[-6:]
    area, _, city = zone.rpartition("/")
    city = city.replace("_", " ")
    if zone.startswith(_FIXED) or not area:
        return Place(zone=zone, label=f"UTC{offset} all year" if zone.startswith(_FIXED) else f"{city} (UTC{offset})")
    where = " / ".join(_countries().get(zone, ())[:1]) or area.replace("_", " ")
    return Place(zone=zone, label=f"{city}, {where} (UTC{offset})")


def _by_offset(told: re.Match[str], now: datetime) -> Iterable[str]:
    """The zones whose clocks are so far from UTC *now*; the one that always is comes first."""
    far = timedelta(hours=int(told[2]), minutes=int(told[3] or 0)) * (1 if told[1] == "+" else -1)
    same = [name for name in _names() if now.astimezone(zone_of(name)).utcoffset() == far]
    return sorted(same, key=lambda name: (not name.startswith(_FIXED), name not in _countries(), name))


def _by_name(text: str) -> Iterable[str]:
    """The zones that every word of *text* begins a word of: an abbreviation's own first, then whole cities."""
    said = list(words(text))
    short = ZONES.get(text.strip().upper())
    named = [
        (words(name.rpartition("/")[2]) != said, name not in _countries(), name)
        for name, held in _worded().items()
        if said and all(any(word.startswith(each) for word in held) for each in said)
    ]
    whole = text.strip() if known_zone(text.strip()) and text.strip() in _worded() else None
    return dict.fromkeys([*filter(None, (whole, short)), *(name for *_, name in sorted(named))])


@cache
def _names() -> tuple[str, ...]:
    """The zones that can be chosen: those of places, and each fixed offset once."""
    return tuple(sorted(filter(_NAMED.fullmatch, available_timezones())))


@cache
def _worded() -> dict[str, frozenset[str]]:
    """The words by which each zone is found: of its name, and of the countries that keep it."""
    return {
        name: frozenset(words(" ".join((name.replace("/", " "), *_countries().get(name, ()))))) for name in _names()
    }


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """The countries that keep each zone, by their English names (iso3166.tab and zone.tab of the tz database)."""
    name_of = dict(line.split("\t")[:2] for line in _table("iso3166.tab"))
    kept: dict[str, tuple[str, ...]] = {}
    for code, _, zone, *_ in (line.split("\t") for line in _table("zone.tab")):
        kept[zone] = (*kept.get(zone, ()), name_of[code])
    return kept


def _table(name: str) -> list[str]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
