"""Time zones by name, without surprises."""

from __future__ import annotations

from datetime import UTC, tzinfo
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
