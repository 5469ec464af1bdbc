"""What HTTP means by its numbers and headers, whoever speaks it."""

from __future__ import annotations

import zlib
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MEANINGS: Final = {
    401: "a user and password are needed",
    403: "access is refused",
    404: "nothing is there",
    410: "it is gone",
    429: "it is asked too often",
}
_GZIP: Final = 31  # zlib's number for it


def basic(user: str, password: str) -> str:
    """The Authorization header of *user* with *password*."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode('ascii')}"


def as_validator(value: str) -> str:
    """*value* where it can be sent back as it came; else ""."""
    return value if value.isascii() and value.isprintable() else ""


def seconds_to_wait(retry_after: str) -> float | None:
    """How long a server asks to wait, in seconds or until a date; None where it does not say."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


class Unpacking:
    """Gzip, unpacked piece by piece, never further than is asked for."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)

    def feed(self, data: bytes, most: int) -> bytes:
        """What *data* unpacks to, after all that was fed before, but at most *most* bytes of it.

        Raises zlib.error where it is no gzip.
        """
        unpacked = b""
        while data and len(unpacked) < most:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            unpacked += self._member.decompress(data, most - len(unpacked))
            data = self._member.unused_data
        return unpacked

    @property
    def is_whole(self) -> bool:
        """Whether what was fed ends where the packing does."""
        return self._member.eof
