"""Names of people as lists print them: "Byron, Ada; Li, Bo", "Ada Byron* and Bo Li (Acme)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.programme.texts import one_line

_EMAIL: Final = re.compile(r"<?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
_MARKS: Final = re.compile(
    r"[*†‡§¶∗⁎✉¹²³⁴-⁹⁰]+|(?<=[^\W\d_])\d+(?=\W|$)|\$?\^\{?[\d,*]+\}?\$?|\\(?:thanks|footnotemark)\S*"
)
# brackets at the end of a name say where its bearer is from; within a name they are a nickname: Ada (Dj) Byron
_AFFILIATION: Final = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})(?=\s*(?:$|[,;|&\n·]|and\b))")
_HONORIFIC: Final = re.compile(r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame)\b\.?\s+)+(?=\S)", re.IGNORECASE)
_AND: Final = re.compile(r"(?:,\s*)?(?:^|\s+)(?:and|&|und|et)\s+", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"(?:Jr|Sr|[IVX]{1,4}|Ph\.?\s?D|M\.?D|DDS|MSc|Esq)\.?", re.IGNORECASE)
_NOBODY: Final = frozenset(
    (
        "",
        "-",
        "–",
        "tba",
        "tbd",
        "tbc",
        "n/a",
        "na",
        "none",
        "null",
        "unknown",
        "anonymous",
        "various",
        "others",
        "et al",
    )
)
_LONGEST: Final = 100  # characters of a name


def split_names(text: str) -> tuple[str, ...]:
    """The people named in *text*, each once, first names first, without marks, titles and affiliations.

    Names stand apart by ``|``, ``;``, lines or dots, else by commas and "and"; "Last, First" is turned round.
    """
    text = _AFFILIATION.sub("", _MARKS.sub(" ", _EMAIL.sub(" ", text.replace("\r", "\n"))))
    for mark in ("|", ";", "\n", " · ", " • "):
        if mark in text:
            return _names([_turned(part) for part in text.split(mark)])
    parts = [part for part in _AND.split(text) if part.strip()]
    if len(parts) > 1 and all(_is_turned(part) for part in parts):
        return _names([_turned(part) for part in parts])
    commas = [part.strip() for chunk in parts for part in chunk.split(",")]
    if len(commas) % 2 == 0 and commas and all(len(part.split()) == 1 for part in commas):
        return _names([f"{first} {last}" for last, first in zip(commas[::2], commas[1::2], strict=True)])
    return _names(_with_suffixes(commas))


def person(text: str) -> str:
    """The one name that *text* is, cleaned as in ``split_names``; "" where it names nobody."""
    return next(iter(_names([_turned(_AFFILIATION.sub("", _MARKS.sub(" ", _EMAIL.sub(" ", text))))])), "")


def _is_turned(part: str) -> bool:
    """Whether *part* is one name with the last name first: "Byron, Ada"."""
    last, comma, first = part.partition(",")
    return bool(comma) and "," not in first and len(last.split()) <= 3 and 1 <= len(first.split()) <= 3


def _turned(part: str) -> str:
    last, comma, first = (piece.strip() for piece in part.partition(","))
    if not comma or not first or _SUFFIX.fullmatch(first) or "," in first:
        return part
    return f"{first} {last}"


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """*parts* with a "Jr." put back to the name before it."""
    names: list[str] = []
    for part in parts:
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]} {part}"
        else:
            names.append(part)
    return names


def _names(parts: Sequence[str]) -> tuple[str, ...]:
    cleaned = (_HONORIFIC.sub("", one_line(part).strip(" ,;.")) for part in parts)
    whole = (f"{name}." if re.search(r"\b(?:Jr|Sr)$", name) else name for name in cleaned)
    return tuple(dict.fromkeys(name[:_LONGEST] for name in whole if name.casefold() not in _NOBODY))
