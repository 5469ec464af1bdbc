"""Parts of a series: "part 2", "Internals II" and "internals two" name the same number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SPELT: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS: Final = {
    name: number
    for number, names in enumerate(zip(_ROMAN, _SPELT, strict=True), start=1)
    for name in (*names, str(number))
}
_PART_WORDS: Final = frozenset({"part", "parts", "pt", "teil", "vol", "volume", "chapter", "episode"})
# Where a title has its number: behind a word for a part, or at the end of the title or of what is before its colon.
_IN_TITLE: Final = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(_PART_WORDS))})\.?\s+(\w+)|(?<=\s)({'|'.join(_ROMAN)}|\d\d?))(?=\s*(?:[:(),–—/]|\s-\s|$))",
    re.IGNORECASE,
)


def number_of(title: str) -> int | None:
    """The number that *title* has in its series: 2 of "Internals II: Freezing", None of "Flink 3.2 in an hour"."""
    return _numbered(title)[1]


def series_of(title: str) -> str:
    """What *title* says before its number; before its colon where it has none: "Internals"."""
    return title[: _numbered(title)[0]].strip() or title


def _numbered(title: str) -> tuple[int, int | None]:
    for match in _IN_TITLE.finditer(title):
        if number := _NUMBERS.get((match[1] or match[2]).casefold()):
            return match.start(), number
    return len(title.partition(":")[0]), None


def number_said(said: Sequence[str], end: int) -> int | None:
    """The number of a part among the words *said*, the last one first; those up to *end* name what is asked about.

    A lone "i" is a number only just behind those: elsewhere it is the person who asks.
    """
    behind = end + (said[end : end + 1] != () and said[end] in _PART_WORDS)
    for place in range(min(behind, len(said) - 1), 0, -1):
        plain = said[place] not in ("i", "one") or said[place - 1] in _PART_WORDS or place == end
        if said[place] in _NUMBERS and plain:
            return _NUMBERS[said[place]]
    return None


def only_a_part(said: Sequence[str]) -> int | None:
    """The number, where the words *said* name a part and nothing that it is a part of: "part 2", "II"."""
    numbers = [_NUMBERS[word] for word in said if word in _NUMBERS]
    return numbers[0] if len(numbers) == 1 and not series_words(said) else None


def series_words(said: Sequence[str]) -> tuple[str, ...]:
    """The words of *said* that name the series and not the part."""
    return tuple(word for word in said if word not in _PART_WORDS and word not in _NUMBERS)
