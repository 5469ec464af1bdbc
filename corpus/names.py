"""Names as people spell them: folding, keys to compare by, and identifiers."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPECIAL: Final = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ı": "i",
        "×": "x",
        "’": "'",
        "‘": "'",
    }
)
_WORD: Final = re.compile(r"[^\W_]+")
_SLUG_LENGTH: Final = 80
UNTITLED: Final = "untitled-"  # how the identifier of a paper begins whose page prints no title


def fold(text: str) -> str:
    """*text* without accents, ligatures and capitals: "Lähdesmäki" and "LAHDESMAKI" fold alike."""
    if text.isascii():  # most is, and needs no closer look
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """The folded letters-and-digits words of *text*, in order."""
    return _WORD.findall(fold(text))


def title_key(title: str) -> str:
    """What two spellings of one title share: its letters and digits alone."""
    return "".join(words(title))


def slug(text: str) -> str:
    """An identifier that a person can read, at most 80 characters, cut between words."""
    whole = "-".join(words(text))
    if len(whole) <= _SLUG_LENGTH:
        return whole
    return whole[: _SLUG_LENGTH + 1].rpartition("-")[0] or whole[:_SLUG_LENGTH]
