"""What words weigh in documents by BM25, from how often they were counted there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.matrix import Column, Ints, Matrix, gathered, spread
from corpus.index.packed import Columns, Numbers
from corpus.index.reading import Reading
from corpus.index.vocabulary import Entry, Vocabulary

_CACHE: Final = 256  # columns that are kept: beyond the commonest words they are short
ROOT: Final = 2.3  # what holding a word's root weighs, where the exact word weighs 1


class Counts(NamedTuple):
    """How many *times* each of *words* stands in the row beside it, and the *lengths* of the documents.

    *k1* and *b* are BM25's: how soon more of a word says no more, and how far length discounts it.
    """

    words: Ints
    rows: Ints
    times: Ints
    lengths: Ints
    k1: float
    b: float


class Weights:
    """BM25's weights of *words* and *roots* in so many *documents*; a word that is alone with its root weighs the same.

    What something weighs is the sum of columns.
    """

    def __init__(self, words: Columns, roots: Columns, vocabulary: Vocabulary, documents: int) -> None:
        self._vocabulary = vocabulary
        self._height = documents
        self._entry = lru_cache(_CACHE)(partial(_entry, words, roots, vocabulary.alone))
        self.root_idf = idf(vocabulary.root_frequencies, documents)
        self.highest_idf = float(idf(np.zeros(1, dtype=np.int64), documents)[0])

    def idf(self, word: str) -> float:
        """How telling *word* is: in its commoner use, where both texts and names hold it."""
        entries = self._vocabulary.entries(word)
        return min((float(self.root_idf[entry.root]) for entry in entries), default=self.highest_idf)

    def word(self, word: str) -> tuple[Column, ...]:
        """What a folded *word* weighs as its root and exactly, in texts and in names."""
        return tuple(map(self._entry, self._vocabulary.entries(word)))

    def reading(self, reading: Reading) -> tuple[Column, ...]:
        """What *reading* weighs: nothing where one of its words is missing."""
        each = [self.word(word) for word in reading.words]
        if len(each) > 1:
            every = [spread(columns, self._height) for columns in each]
            each = [(gathered(np.where(np.minimum.reduce(every) > 0, np.add.reduce(every), 0)),)]
        return tuple(column.times(reading.trust) for column in each[0])

    def best(self, readings: Sequence[tuple[Column, ...]]) -> tuple[Column, ...]:
        """The highest of what *readings* weigh, in each document."""
        if len(readings) < 2:
            return readings[0] if readings else ()
        return (gathered(np.maximum.reduce([spread(columns, self._height) for columns in readings])),)


def _entry(words: Columns, roots: Columns, alone: Callable[[int], bool], entry: Entry) -> Column:
    """What an *entry* of the vocabulary weighs: where its word stands, its root stands as well."""
    column = roots.column(entry.root)
    if entry.exact is None:
        return column.times(ROOT)
    if alone(entry.root):
        return column.times(ROOT + 1)
    exact, values = words.column(entry.exact), ROOT * column.values
    values[np.searchsorted(column.rows, exact.rows)] += exact.values
    return Column(column.rows, values)


def weigh(counts: Counts, terms: Ints, width: int) -> Matrix:
    """The weights of the *terms*, numbered below *width*, that stand for the words counted."""
    documents = len(counts.lengths)
    times = Matrix.of(terms, counts.rows, counts.times.astype(np.float32), (width, documents))
    mean = max(1.0, float(counts.lengths.sum()) / max(1, documents))
    damping = (counts.k1 * (1 - counts.b + counts.b * counts.lengths / mean)).astype(np.float32)
    saturated = times.values * np.float32(counts.k1 + 1) / (times.values + damping[times.rows])
    rarity = idf(times.frequencies, documents).astype(np.float32)
    return times._replace(values=np.repeat(rarity, times.frequencies) * saturated)


def idf(frequencies: Numbers, documents: int) -> npt.NDArray[np.float64]:
    """Lucene's idf: positive even for a word that every document holds, where Okapi's is not."""
    held = frequencies.astype(np.int64)
    return np.log1p((documents - held + 0.5) / (held + 0.5))
