"""Which words a corpus holds, and as what the index counts them.

A word of a text counts as itself and as its *root*, the stem. A word of a person's name is marked, so that it
stays apart, and its root is its spelling without umlauts: names are not inflected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import count
from typing import Final, NamedTuple

import numpy as np

from corpus.index.keyed import Numbered
from corpus.index.matrix import Ints
from corpus.index.packed import Blobs, Numbers, numbers
from corpus.text import analyse, stem, without_umlauts

_CACHE: Final = 1 << 12  # words of queries that need not be looked up again
_NAME: Final = "@"  # no word of a text holds it


class Entry(NamedTuple):
    """A word as the index counts it: the number of its *root*, its own where it stands in this form."""

    root: int
    exact: int | None


def name_words(name: str) -> list[str]:
    """The words of a person's *name* and their initials, marked."""
    words = analyse(name)
    return [_NAME + word for word in (*words, *(word[0] for word in words if len(word) > 1))]


def is_name(word: str) -> bool:
    """Whether *word* is marked as one of a name."""
    return word.startswith(_NAME)


class Roots(NamedTuple):
    """The roots of some words, in the order of their numbers, and the number *of* each word's root."""

    names: tuple[str, ...]
    of: Ints


def roots_of(words: Sequence[str]) -> Roots:
    """The roots of *words*, numbered as they first appear."""
    roots: defaultdict[str, int] = defaultdict(count().__next__)
    of = np.array([roots[_root(word)] for word in words], dtype=np.int32)
    return Roots(tuple(roots), of)


class Vocabulary:
    """The words of a corpus and their roots, by number; and in how many documents each word stands."""

    def __init__(self, blobs: Blobs) -> None:
        self._numbers = Numbered(blobs, "words")
        self._roots = Numbered(blobs, "roots")
        self._entries = lru_cache(_CACHE)(partial(_entries, self._numbers, self._roots))
        self._frequencies = numbers(blobs, "words.frequencies", "<u4", len(self._numbers))
        self.root_frequencies = numbers(blobs, "roots.frequencies", "<u4", len(self._roots))
        self._forms = numbers(blobs, "roots.forms", "<u4", len(self._roots))

    @staticmethod
    def packed(
        words: Sequence[str], frequencies: Numbers, roots: Sequence[str], root_frequencies: Numbers, forms: Numbers
    ) -> dict[str, bytes]:
        """The blobs of a vocabulary of *words* and *roots*: their frequencies, and how many words have each root."""
        return {
            **Numbered.packed("words", words),
            **Numbered.packed("roots", roots),
            "words.frequencies": frequencies.astype("<u4").tobytes(),
            "roots.frequencies": root_frequencies.astype("<u4").tobytes(),
            "roots.forms": forms.astype("<u4").tobytes(),
        }

    def alone(self, root: int) -> bool:
        """Whether only one word has this *root*."""
        return bool(self._forms[root] == 1)

    def entries(self, word: str) -> tuple[Entry, ...]:
        """As what a folded *word* is counted, in texts and in names; () where the corpus lacks it."""
        return self._entries(word)

    def holds(self, word: str) -> bool:
        """Whether a folded *word* stands somewhere in exactly this form."""
        return word in self._numbers or _NAME + word in self._numbers

    def frequency(self, word: str) -> int:
        """In how many texts and how many lists of names a folded *word* stands."""
        held = (self._numbers.get(form) for form in (word, _NAME + word))
        return sum(int(self._frequencies[number]) for number in held if number is not None)


def _entries(words: Mapping[str, int], roots: Mapping[str, int], word: str) -> tuple[Entry, ...]:
    name = _NAME + word
    forms = ((word, roots.get(stem(word))), (name, roots.get(_NAME + without_umlauts(word))))
    return tuple(Entry(root, words.get(form)) for form, root in forms if root is not None)


def tally(words: Sequence[str], frequencies: Numbers) -> dict[str, int]:
    """The *frequencies* of *words* by spelling, those of texts and of names added up."""
    spelt: defaultdict[str, int] = defaultdict(int)
    for word, frequency in zip(words, frequencies.tolist(), strict=True):
        spelt[word.removeprefix(_NAME)] += frequency
    return dict(spelt)


def _root(word: str) -> str:
    return _NAME + without_umlauts(word.removeprefix(_NAME)) if is_name(word) else stem(word)
