"""The zones of iCalendar files, by whatever name: IANA's, Windows', one with a vendor before it, or the file's own.

The file's own zones are read with icalendar, which hands them to dateutil; rules that could keep it busy for
hours are refused before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from corpus.ingest.ical.lines import Component
from corpus.programme.times import read_zone

_YEARLY: Final = re.compile(  # when summer begins: the only repetition of a zone
    r"RRULE:(?:(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[-+]?\d?[A-Z]{2}|BYMONTHDAY=[\d,-]{1,40}|UNTIL=\w{8,16}"
    r"|WKST=[A-Z]{2})(?:;|$))+",
    re.IGNORECASE,
)
_MOST_LINES: Final = 2000
_SOME_DAY: Final = datetime(2020, 1, 1)  # noqa: DTZ001 - a local time of the zone that is tried with it
UNSOUND: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class Zone(NamedTuple):
    """What a name means: *rules*, and the IANA *name* of it where it has one."""

    rules: tzinfo
    name: str | None


class Zones:
    """The zones that a file can name; those that it *defined* itself among them."""

    def __init__(self, defined: Sequence[Component]) -> None:
        self._defined = {zone.text("TZID").strip(): zone for zone in reversed(defined)}
        self._known: dict[str, Zone | None] = {}

    def named(self, tzid: str) -> Zone | None:
        """The zone that is called *tzid*; None where nothing tells what that is.

        An IANA name means what IANA says, whatever the file makes of it: its own rules are often outdated.
        """
        tzid = tzid.strip()
        if tzid not in self._known:
            name = self._iana(tzid)
            self._known[tzid] = Zone(ZoneInfo(name), name) if name else self._own(tzid)
        return self._known[tzid]

    def _iana(self, tzid: str) -> str | None:
        own = self._defined.get(tzid)
        parts = tzid.strip("/").split("/")
        paths = ["/".join(parts[place:]) for place in range(min(len(parts), 9))]  # "vendor.org/Europe/Berlin" too
        names = [path for path in paths if "/" in path]
        if own is None or tzid == "UTC":
            names.append(tzid)  # an abbreviation, unless the file says what it means by it
        names += [WINDOWS_TO_OLSON.get(tzid, ""), own.text("X-LIC-LOCATION") if own else ""]
        return next((found for name in names if name and (found := read_zone(name))), None)

    def _own(self, tzid: str) -> Zone | None:
        own = self._defined.get(tzid)
        lines = own.source if own else []
        rules = [line for line in lines if line.upper().startswith(("RRULE", "EXRULE"))]
        if not lines or len(lines) > _MOST_LINES or not all(_YEARLY.fullmatch(rule) for rule in rules):
            return None
        nameless = ["TZID:own" if line.upper().startswith("TZID") else line for line in lines]  # icalendar keeps names
        try:
            zone = Timezone.from_ical("\r\n".join(nameless))
            found = zone.to_tz(lookup_tzid=False) if isinstance(zone, Timezone) else None
            if found is None or found.utcoffset(_SOME_DAY) is None:
                return None
        except UNSOUND:
            return None
        return Zone(found, None)
