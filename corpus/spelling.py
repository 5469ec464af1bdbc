"""What a misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 3
LONG: Final = 8
LONGEST: Final = 32


class Speller:
    def __init__(self, words: Sequence[str], frequencies: Sequence[int]) -> None:
        kept = sorted((len(w), -f, w) for w, f in zip(words, frequencies, strict=True) if SHORTEST - 1 <= len(w) <= LONGEST)
        self._words = [w for _, _, w in kept]
        self._freq = {w: -f for _, f, w in kept}
        lengths = np.array([n for n, _, _ in kept], dtype=np.int64)
        self._starts = np.searchsorted(lengths, np.arange(LONGEST + 4))
        self._letters = _letters(self._words)

    def near(self, word: str) -> list[tuple[int, int, str]]:
        if not SHORTEST <= len(word) <= LONGEST:
            return []
        reach = 2 if len(word) >= LONG else 1
        lo, hi = self._starts[max(len(word) - reach, 0)], self._starts[len(word) + reach + 1]
        differing = np.bitwise_count(self._letters[lo:hi] ^ _letters([word])[0])
        alike = [self._words[lo + i] for i in np.flatnonzero(differing <= 2 * reach)]
        found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=reach, limit=None)
        return sorted((int(d), -self._freq[w], w) for w, d, _ in found if _digits(w) == _digits(word))


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdigit())


def _letters(words: Sequence[str]) -> np.ndarray:
    if not words:
        return np.zeros(0, np.uint64)
    codes = np.array(words, dtype=f"U{LONGEST}").view(np.uint32).reshape(len(words), -1).astype(np.uint64)
    return np.bitwise_or.reduce(np.where(codes, np.uint64(1) << (codes & np.uint64(63)), np.uint64(0)), axis=1)
