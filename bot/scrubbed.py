"""What people wrote, without what tells who somebody is: for those who look after the programme."""

from __future__ import annotations

import re
from typing import Final

from bot.safe import clean, cut

_MOST: Final = 300  # characters
_GONE: Final = "…"
_MENTION: Final = re.compile(r"<[@!#][^>]*>|(?<![\w@])@[\w.-]+")
_EMAIL: Final = re.compile(r"(?:mailto:)?[^\s<>@,;:()]+@[^\s<>@,;:()]+\.\w+", re.IGNORECASE)
# seven digits or more, with the signs that people put between them
_PHONE: Final = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s()./-]{0,2}\d){6,}(?![\w])")
# and yet no telephone number: a day, a day and a clock time, an arXiv identifier
_KNOWN: Final = re.compile(r"\d{4}-\d\d-\d\d(?: \d{1,2})?|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}\.\d{4,5}")


def scrubbed(text: str) -> str:
    """*text* on one line, with "…" for mentions, e-mail addresses and what looks like a telephone number."""
    for pattern in (_MENTION, _EMAIL):
        text = pattern.sub(_GONE, text)
    text = _PHONE.sub(lambda found: found[0] if _KNOWN.fullmatch(found[0]) else _GONE, text)
    return cut(" ".join(clean(text).split()), _MOST)
