"""How iCalendar entries repeat (RFC 5545, RRULE): which rules a programme can have, and how far they are followed.

dateutil looks for the next day of a rule until the year 9999. So a rule has to be one that a programme may have,
by days, weeks or months, and that can be met; and every rule is followed for a bounded time only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from corpus.programme.times import read_day, read_moment

MOST: Final = 100  # days on which one entry is read
_LONGEST: Final = 3660  # days for which a rule is followed
_UNITS: Final = {"DAILY": 7, "WEEKLY": 7, "MONTHLY": 31}  # days in which a rule has at least one, even with BYDAY
_PARTS: Final = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY"),
    "INTERVAL": re.compile(r"[1-9]\d?"),
    "COUNT": re.compile(r"[1-9]\d{0,8}"),
    "UNTIL": re.compile(r"\d{8}(?:T\d{6}Z?)?"),
    "WKST": re.compile("[A-Z]{2}"),
    "BYDAY": re.compile(r"(?:[-+]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[-+]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)){0,20}"),
    "BYMONTHDAY": re.compile(r"-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01])){0,30}"),
    "BYSETPOS": re.compile("-?[1-5]"),
}
_MONTHLY: Final = frozenset(("BYMONTHDAY", "BYSETPOS"))


class Rule(NamedTuple):
    """A rule that can be followed: its *text*, whether it is *endless*, and for how many days to follow it."""

    text: str
    endless: bool
    days: int


def read_rule(value: str, start: datetime | date) -> Rule | None:
    """The rule that *value* is for what starts at *start*; None where no programme can mean it."""
    pairs = [pair.partition("=") for pair in value.strip().upper().split(";") if pair]
    parts = {key: text for key, _, text in pairs}
    known = all(key in _PARTS and _PARTS[key].fullmatch(text) for key, text in parts.items())
    if not known or "FREQ" not in parts or len(pairs) != len(parts) or {"COUNT", "UNTIL"} <= parts.keys():
        return None
    if not _can_be_met(parts):
        return None
    if "UNTIL" in parts:
        until = _until(parts["UNTIL"], start)
        if until is None:
            return None
        parts["UNTIL"] = until
    days = min(MOST * int(parts.get("INTERVAL", "1")) * _UNITS[parts["FREQ"]], _LONGEST)
    text = ";".join(f"{key}={parts[key]}" for key in ("FREQ", *(parts.keys() - {"FREQ"})))
    return Rule(text, not {"COUNT", "UNTIL"} & parts.keys(), days)


def _can_be_met(parts: Mapping[str, str]) -> bool:
    """Whether there is a day of such a rule in every few years, for all that its parts say together."""
    if parts["FREQ"] == "DAILY":  # every seventh day is never another day of the week
        return not _MONTHLY & parts.keys() and ("BYDAY" not in parts or int(parts.get("INTERVAL", "1")) % 7 != 0)
    if parts["FREQ"] == "WEEKLY":
        return not _MONTHLY & parts.keys()
    if "BYSETPOS" in parts and not parts.get("BYDAY", "1").replace(",", "").isalpha():
        return False
    return not {"BYDAY", "BYMONTHDAY"} <= parts.keys()


def _until(value: str, start: datetime | date) -> str | None:
    """The last instant that *value* is, as a rule of what starts at *start* has to write it.

    A day is meant to its end, and a local time is one in the zone of *start*, though the RFC has neither.
    """
    moment, day = read_moment(value), read_day(value)
    if day is None:
        return None
    if not isinstance(start, datetime):
        return f"{day:%Y%m%d}"
    moment = moment or datetime.combine(day, time.max.replace(microsecond=0))
    try:
        if start.tzinfo is None:
            return f"{moment.replace(tzinfo=None):%Y%m%dT%H%M%S}"
        return f"{(moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (OverflowError, ValueError):
        return None


def last_day(rules: Sequence[Rule], start: date, calendar: date | None) -> date:
    """To which day *rules* are followed from *start* on: endless ones to the last day of their *calendar*.

    Where that holds nothing else, they are followed for a year.
    """
    last = start + timedelta(days=max((rule.days for rule in rules), default=0))
    if not any(rule.endless for rule in rules):
        return last
    return max(start, min(last, calendar or start + timedelta(days=365)))
