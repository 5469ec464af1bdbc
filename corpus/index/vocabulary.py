"""Which words a corpus holds, and as what the index counts them.

A word of a text counts as itself and as its *root*, the stem. A word of a person's name is marked, so that it
stays apart, and its root is its spelling without umlauts: names are not inflected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

import numpy as np

from corpus.text import analyse, stem, without_umlauts

_NAME: Final = "@"  # no word of a text holds it


class Entry(NamedTuple):
    """A word as the index counts it: the number of its *root*, its own where it stands in this form."""

    root: int
    exact: int | None


def name_words(name: str) -> list[str]:
    """The words of a person's *name* and their initials, marked."""
    words = analyse(name)
    return [_NAME + word for word in (*words, *(word[0] for word in words if len(word) > 1))]


class Vocabulary:
    """The words of a corpus, numbered in their order, and their roots, numbered as they first appear."""

    def __init__(self, words: Sequence[str]) -> None:
        roots: defaultdict[str, int] = defaultdict(count().__next__)
        self.root_of = np.array([roots[_root(word)] for word in words], dtype=np.int32)
        self._numbers = {word: number for number, word in enumerate(words)}
        self._roots = dict(roots)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def size(self) -> int:
        """How many roots there are."""
        return len(self._roots)

    def entries(self, word: str) -> list[Entry]:
        """As what a folded *word* is counted, in texts and in names; [] where the corpus lacks it."""
        forms = ((word, stem(word)), (_NAME + word, _NAME + without_umlauts(word)))
        return [Entry(self._roots[root], self._numbers.get(form)) for form, root in forms if root in self._roots]

    def holds(self, word: str) -> bool:
        """Whether a folded *word* stands somewhere in exactly this form."""
        return word in self._numbers or _NAME + word in self._numbers

    def tally(self, frequencies: Sequence[int]) -> dict[str, int]:
        """The words' *frequencies* by spelling, those of texts and of names added up."""
        spelt: defaultdict[str, int] = defaultdict(int)
        for word, frequency in zip(self._numbers, frequencies, strict=True):
            spelt[word.removeprefix(_NAME)] += frequency
        return dict(spelt)


def _root(word: str) -> str:
    return _NAME + without_umlauts(word.removeprefix(_NAME)) if word.startswith(_NAME) else stem(word)
