"""One thing that was looked at."""

from __future__ import annotations

from typing import Literal

from corpus.models import Value


class Finding(Value):
    """One thing looked at: fine, worth knowing, or in the way."""

    level: Literal["ok", "warn", "fail"]
    text: str


def ok(text: str) -> Finding:
    """All is well."""
    return Finding(level="ok", text=text)


def warn(text: str) -> Finding:
    """Usher runs, and yet it should be known."""
    return Finding(level="warn", text=text)


def fail(text: str) -> Finding:
    """It is in the way."""
    return Finding(level="fail", text=text)
