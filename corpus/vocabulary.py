"""Which words a corpus holds, and as which terms the index counts them.

A word of a text counts as itself and as its *root*, the stem. A word of a person's name is marked, so that
it stays apart, and its root is its spelling without umlauts: names have no inflections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final, NamedTuple

import numpy as np

from corpus.matrix import Ints
from corpus.text import analyse, stem, without_umlauts

_NAME: Final = "@"      # no word of a text starts with it


class Entry(NamedTuple):
    """A word as the index counts it: its *root*, and *exact*ly, where it occurs in this very form."""

    root: int
    exact: int | None


class Vocabulary:
    """Words by number, in the order in which they were first met."""

    def __init__(self) -> None:
        self._words: defaultdict[str, int] = defaultdict(count().__next__)
        self._roots: defaultdict[str, int] = defaultdict(count().__next__)

    def of_text(self, text: str) -> list[int]:
        """The words of *text*; new ones are taken in."""
        return list(map(self._words.__getitem__, analyse(text)))

    def of_name(self, name: str) -> list[int]:
        """The words of a person's name and their initials; new ones are taken in."""
        words = analyse(name)
        initials = [word[0] for word in words if len(word) > 1]
        return [self._words[_NAME + word] for word in words + initials]
