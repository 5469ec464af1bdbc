"""Which known words a misspelt one may have meant, by optimal string alignment distance.

A letter mask of each word keeps the exact comparison to few of them: one edit changes at most two of the
letters that a word is made of. (A deletion neighbourhood as in SymSpell answers as fast, for fifty times the
memory.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 3     # letters of a word that is corrected; below, everything is near to everything
LONG: Final = 8         # letters from which two edits are forgiven
LONGEST: Final = 32     # letters of a word that is compared
_MASK_BITS: Final = 64

_Masks = npt.NDArray[np.uint64]


class Speller:
    """Known words, each with how often it is used."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        kept = sorted((word for word in frequencies if 0 < len(word) <= LONGEST), key=len)
        self._frequencies = frequencies
        self._words = kept
        self._starts = np.searchsorted([len(word) for word in kept], np.arange(LONGEST + 4))
        self._masks = _masks(kept)

    def near(self, word: str) -> list[tuple[str, int]]:
        """The known words nearest to *word*, all at one distance, with that distance, the most frequent first."""
        if not SHORTEST <= len(word) <= LONGEST:
            return []
        reach = 2 if len(word) >= LONG else 1
        first, last = self._starts[len(word) - reach], self._starts[len(word) + reach + 1]
        changed = np.bitwise_count(self._masks[first:last] ^ _masks([word]))
        alike = [self._words[first + place] for place in np.flatnonzero(changed <= 2 * reach)]
        scored = process.extract(word, alike, scorer=OSA.distance, score_cutoff=reach, limit=None)
        found = [(other, int(distance)) for other, distance, _ in scored if _plausible(word, other)]
        least = min((distance for _, distance in found), default=0)
        return sorted(((other, distance) for other, distance in found if distance == least),
                      key=lambda near: (-self._frequencies[near[0]], near[0]))


def _plausible(word: str, other: str) -> bool:
    """Numbers are not misspelt; and of three letters another one makes another acronym, not a typo."""
    return _digits(word) == _digits(other) and (
        len(word) > SHORTEST or len(other) > SHORTEST or sorted(word) == sorted(other))


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _masks(words: Sequence[str]) -> _Masks:
    """For each word the set of its letters, as bits; letters that share a bit only make the sieve coarser."""
    if not words:
        return np.zeros(0, np.uint64)
    codes = np.array(words, dtype=f"U{LONGEST}").view(np.uint32).reshape(len(words), LONGEST).astype(np.uint64)
    bits = np.where(codes, np.uint64(1) << codes % np.uint64(_MASK_BITS), np.uint64(0))
    return np.asarray(np.bitwise_or.reduce(bits, axis=1))
