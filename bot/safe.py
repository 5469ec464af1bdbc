"""What of a text from people or programmes is shown, and which addresses are linked."""

from __future__ import annotations

import re
from typing import Final

MAX_URL: Final = 1_000  # characters; longer addresses are trackers or mistakes

_GAP: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# lone surrogates, which no encoding holds; marks that reorder what follows; what has no width; non-characters
_UNSHOWN: Final = re.compile("[\ud800-\udfff\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+")
_WEB: Final = re.compile(r"https?://[^\s/?#<>\"\\^`{|}]+[^\s<>\"\\^`{|}]*", re.IGNORECASE)


def clean(text: str) -> str:
    """*text* on one line, without control characters, lone surrogates and hidden marks.

    A space at either end is kept: it separates this text from its neighbour.
    """
    return _GAP.sub(" ", _UNSHOWN.sub("", text))


def is_web(url: str) -> bool:
    """Whether *url* is an address that a browser opens: http or https, a host, and nothing hidden in it."""
    return len(url) <= MAX_URL and clean(url) == url and _WEB.fullmatch(url) is not None


def cut(text: str, length: int) -> str:
    """*text*, or its beginning and "…", in at most *length* characters."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"[:length]
