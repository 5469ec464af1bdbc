"""Time zones by name, without surprises."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo


def zone_of(name: str) -> tzinfo:
    """The IANA zone called *name*; UTC where there is none."""
    return known_zone(name) or UTC


def known_zone(name: str) -> tzinfo | None:
    """The IANA zone called *name*; None where there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # unknown; not a name at all; a folder of zones
        return None


def same_clock(one: str, other: str, at: datetime) -> bool:
    """Whether the clocks of both IANA zones show the same *at* that instant."""
    try:
        return at.astimezone(zone_of(one)).utcoffset() == at.astimezone(zone_of(other)).utcoffset()
    except OverflowError:  # within a day of year 1 or 9999
        return True
