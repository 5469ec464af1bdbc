"""Settings that can be read and yet mean trouble."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.config import Settings, secret
from bot.doctor.finding import Finding, fail, ok, warn

_PERSON: Final = re.compile(r"[UW][A-Z0-9]{6,}")
_HERE: Final = ("localhost", "127.0.0.1", "[::1]")
_SHORT: Final = 16  # characters of a secret that can be guessed


def look(settings: Settings) -> Iterator[Finding]:
    """What is wrong with each, by its name."""
    if settings.usher_now is None:
        yield ok("The clock is the real one.")
    else:
        yield warn(f"USHER_NOW is set: for Usher it is always {settings.usher_now.isoformat()}.")
    url = settings.usher_url
    if url and url.scheme != "https" and url.host not in _HERE:
        yield fail(
            "USHER_URL begins with http://: Slack and calendar programs want an address that begins with https://."
        )
    if wrong := [each for each in settings.usher_organisers if not _PERSON.fullmatch(each)]:
        yield fail(
            f"USHER_ORGANISERS has {len(wrong)} that are no ids of people: an id is in a person's profile in Slack, "
            "under Copy member ID, and begins with U or W."
        )
    token = secret(settings.usher_metrics_token)
    if token and len(token) < _SHORT:
        yield fail(f"USHER_METRICS_TOKEN can be guessed: it should have {_SHORT} characters or more.")
