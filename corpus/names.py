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
_ASKED: Final = re.compile(r"\bq ?(?:&|and|n) ?a(s?)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_WITHIN: Final = re.compile(r"(?<=[^\W_])['´`](?=[^\W_])")  # "O'Brien" is typed as "obrien", "Captain's" as "captains"
_SLUG_LENGTH: Final = 80
UNTITLED: Final = "untitled-"  # how the identifier of a paper begins whose page prints no title


def fold(text: str) -> str:
    """*text* without accents, ligatures and capitals: "Lähdesmäki" and "LAHDESMAKI" fold alike."""
    if text.isascii():  # most is, and needs no closer look
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def joined_signs(text: str) -> str:
    """*text* with "Q&A" as one word: apart, its letters would be words that say nothing."""
    return _ASKED.sub(r"qna\1", text) if "q" in text or "Q" in text else text


def words(text: str) -> list[str]:
    """The folded letters-and-digits words of *text*, in order."""
    folded = fold(joined_signs(text))
    return _WORD.findall(_WITHIN.sub("", folded) if "'" in folded or "´" in folded or "`" in folded else folded)


def title_key(title: str) -> str:
    """What two spellings of one title share: its letters and digits alone."""
    return "".join(words(title))


def slug(text: str) -> str:
    """An identifier that a person can read, at most 80 characters, cut between words and at apostrophes."""
    whole = "-".join(_WORD.findall(fold(joined_signs(text))))
    if len(whole) <= _SLUG_LENGTH:
        return whole
    return whole[: _SLUG_LENGTH + 1].rpartition("-")[0] or whole[:_SLUG_LENGTH]
