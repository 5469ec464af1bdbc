"""The conference that a programme is of: its name and identifier, with the year that people say with it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from corpus.dates import find_range
from corpus.names import slug
from corpus.programme.texts import one_line
from corpus.programme.times import read_day

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ISO: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_RUN_ON: Final = re.compile(r"(?<=[^\W\d_])-?((?:19|20)\d\d)\b")  # EMNLP2020, ICWSM-2021


def event_name(name: str, year: int | None = None) -> str:
    """*name* with its year apart ("EMNLP2020" is "EMNLP 2020"), and with *year* where it names none."""
    spaced = _RUN_ON.sub(r" \1", one_line(name))
    return spaced if year is None or _YEAR.search(spaced) else f"{spaced} {year}"


def event_id(name: str) -> str:
    """The identifier of the conference of this name, as in ``event_name``; "event" where it has no letters."""
    return slug(name) or "event"


def read_days(text: str) -> tuple[date, date] | None:
    """The first and last day that *text* names with their year: "June 22-25 2020", "Nov 16 – 20 2020"."""
    line = one_line(text)
    if len(iso := [day for each in _ISO.findall(line) if (day := read_day(each))]) == 2 and iso[0] <= iso[1]:
        return iso[0], iso[1]
    year = _YEAR.search(line)
    if year is None:
        return None
    day = read_day(line)
    return (day, day) if day else find_range(line, int(year[0]))


def read_year(text: str) -> int | None:
    """The year that *text* names, if it names one alone."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None
