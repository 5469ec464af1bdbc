"""Zone abbreviations as programmes and people write them, and the IANA zone that each most often means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Three abbreviations are shared, and stand here for what conference programmes mean by them: BST (not
# Bangladesh), CST (not China), IST (not Ireland or Israel). AOE is "anywhere on earth", of deadlines.
_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "UTC": "UTC",
    "Etc/GMT": "GMT",
    "Etc/GMT+12": "AOE",
    "Pacific/Honolulu": "HST",
    "America/Anchorage": "AKST AKDT",
    "America/Los_Angeles": "PT PST PDT",
    "America/Denver": "MT MST MDT",
    "America/Chicago": "CT CST CDT",
    "America/New_York": "ET EST EDT",
    "America/Halifax": "AST ADT",
    "America/Sao_Paulo": "BRT",
    "Europe/Lisbon": "WET WEST",
    "Europe/London": "BST",
    "Europe/Berlin": "CET CEST",
    "Europe/Athens": "EET EEST",
    "Europe/Moscow": "MSK",
    "Africa/Lagos": "WAT",
    "Africa/Maputo": "CAT",
    "Africa/Johannesburg": "SAST",
    "Africa/Nairobi": "EAT",
    "Asia/Kolkata": "IST",
    "Asia/Singapore": "SGT",
    "Asia/Hong_Kong": "HKT",
    "Asia/Tokyo": "JST",
    "Asia/Seoul": "KST",
    "Australia/Perth": "AWST",
    "Australia/Sydney": "AEST AEDT",
    "Pacific/Auckland": "NZST NZDT",
}

# The abbreviations of summer, winter and all year name the same zone: a day's offset is zoneinfo's to say.
ZONES: Final[Mapping[str, str]] = {
    short: zone for zone, abbreviations in _ABBREVIATIONS.items() for short in abbreviations.split()
}
