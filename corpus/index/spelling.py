"""Which known words a misspelt one may have meant, by optimal string alignment distance.

A mask of its letters keeps most words from being compared: one edit changes two of a word's letters at most.
(A table of deletions, as in SymSpell, is no faster here and takes fifty times the memory.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 3  # letters of a word that can be misspelt: anything shorter is near to everything
_LONG: Final = 8  # letters from which two edits are forgiven, not one
_LONGEST: Final = 32  # letters of a word that is compared
_BITS: Final = np.uint64(64)


class Speller:
    """Known words, each with its frequency."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._words = sorted((word for word in frequencies if 0 < len(word) <= _LONGEST), key=len)
        self._starts = np.searchsorted(list(map(len, self._words)), np.arange(_LONGEST + 4))
        self._masks = _masks(self._words)

    def near(self, word: str) -> list[tuple[str, int]]:
        """The known words nearest to *word*, the most frequent first, and their one distance."""
        if not SHORTEST <= len(word) <= _LONGEST:
            return []
        reach = 2 if len(word) >= _LONG else 1
        start, end = self._starts[len(word) - reach], self._starts[len(word) + reach + 1]
        changed = np.bitwise_count(self._masks[start:end] ^ _masks([word]))
        alike = [self._words[start + place] for place in np.flatnonzero(changed <= 2 * reach)]
        scored = process.extract(word, alike, scorer=OSA.distance, score_cutoff=reach, limit=None)
        found = [(other, int(distance)) for other, distance, _ in scored if _is_typo(word, other)]
        least = min((distance for _, distance in found), default=0)
        nearest = [(other, distance) for other, distance in found if distance == least]
        return sorted(nearest, key=lambda near: (-self._frequencies[near[0]], near[0]))


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
