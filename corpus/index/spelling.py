"""Which known words a misspelt one may have meant, by optimal string alignment distance.

A mask of its letters keeps most words from being compared: one edit changes two of a word's letters at most.
(A table of deletions, as in SymSpell, is no faster here and takes fifty times the memory.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.index.packed import Blobs, Texts, damaged, numbers

SHORTEST: Final = 3  # letters of a word that can be misspelt: anything shorter is near to everything
_LONG: Final = 8  # letters from which two edits are forgiven, not one
_BEGUN: Final = 4  # letters of a word that is still being typed
_LONGEST: Final = 32  # letters of a word that is compared
_BITS: Final = np.uint64(64)
_NAME: Final = "spellings"


class Speller:
    """Known words, each with its frequency."""

    def __init__(self, blobs: Blobs) -> None:
        self._texts = Texts(blobs, _NAME)
        self._frequencies = numbers(blobs, f"{_NAME}.frequencies", "<u4", len(self._texts))
        self._masks = numbers(blobs, f"{_NAME}.masks", "<u8", len(self._texts))
        self._starts = numbers(blobs, f"{_NAME}.starts", "<i8", _LONGEST + 4).tolist()
        if self._starts != sorted(self._starts) or self._starts[0] < 0 or self._starts[-1] > len(self._texts):
            raise damaged(_NAME)

    @staticmethod
    def packed(frequencies: Mapping[str, int]) -> dict[str, bytes]:
        """The blobs of a speller that knows the words of *frequencies*."""
        words = sorted((word for word in frequencies if 0 < len(word) <= _LONGEST), key=lambda word: (len(word), word))
        starts = np.searchsorted(list(map(len, words)), np.arange(_LONGEST + 4))
        return {
            **Texts.packed(_NAME, words),
            f"{_NAME}.frequencies": np.array([frequencies[word] for word in words], "<u4").tobytes(),
            f"{_NAME}.masks": _masks(words).astype("<u8").tobytes(),
            f"{_NAME}.starts": starts.astype("<i8").tobytes(),
        }

    @cached_property
    def _words(self) -> list[str]:
        return list(self._texts)

    def near(self, word: str) -> list[tuple[str, int]]:
        """The known words nearest to *word*, the most frequent first, and their one distance."""
        if not SHORTEST <= len(word) <= _LONGEST:
            return []
        reach = 2 if len(word) >= _LONG else 1
        start, end = self._starts[len(word) - reach], self._starts[len(word) + reach + 1]
        changed = np.bitwise_count(self._masks[start:end] ^ _masks([word]))
        alike = {place: self._words[place] for place in (np.flatnonzero(changed <= 2 * reach) + start).tolist()}
        scored = process.extract(word, alike, scorer=OSA.distance, score_cutoff=reach, limit=None)
        found = [(place, other, int(distance)) for other, distance, place in scored if _is_typo(word, other)]
        least = min((distance for *_, distance in found), default=0)
        nearest = sorted(
            (-int(self._frequencies[place]), other) for place, other, distance in found if distance == least
        )
        return [(other, least) for _, other in nearest]

    def begun(self, word: str) -> list[str]:
        """The known words that *word* is the beginning of, the most frequent first; none of a word that is short."""
        if not _BEGUN <= len(word) <= _LONGEST:
            return []
        start = self._starts[len(word) + 1]
        places = (place for place, other in enumerate(self._words[start:], start) if other.startswith(word))
        return [other for _, other in sorted((-int(self._frequencies[place]), self._words[place]) for place in places)]


def _is_typo(word: str, other: str) -> bool:
    """Whether *word* can be *other* misspelt. Another number is not, nor another acronym of three letters."""
    if len(word) == len(other) == SHORTEST:
        return sorted(word) == sorted(other)
    return len(other) >= SHORTEST and _digits(word) == _digits(other)


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _masks(words: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Of each word the set of its letters in 64 bits; letters that share one only make the sieve coarser."""
    if not words:
        return np.zeros(0, np.uint64)
    codes = np.array(words, dtype=f"U{_LONGEST}").view(np.uint32).reshape(len(words), _LONGEST)
    letters = np.where(codes > 0, np.uint64(1) << codes.astype(np.uint64) % _BITS, np.uint64(0))
    return np.asarray(np.bitwise_or.reduce(letters, axis=1))
