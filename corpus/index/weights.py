"""What words weigh in documents by BM25, from how often they were counted there."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.matrix import Column, Floats, Ints, Matrix
from corpus.index.packed import Columns, Numbers
from corpus.index.reading import Reading
from corpus.index.vocabulary import Vocabulary

_ROOT: Final = 2  # what holding a word's root weighs, where the exact word weighs 1


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
    """BM25's weights of *words* and *roots* in so many *documents*.

    What something weighs is an array with a value for each document's row.
    """

    def __init__(self, words: Columns, roots: Columns, vocabulary: Vocabulary, documents: int) -> None:
        self._words, self._roots = words, roots
        self._vocabulary = vocabulary
        self._height = documents
        self.root_idf: list[float] = idf(vocabulary.root_frequencies, documents).tolist()
        self.highest_idf = float(idf(np.zeros(1, dtype=np.int64), documents)[0])

    def nothing(self) -> Floats:
        """The weights of what no document holds."""
        return np.zeros(self._height, dtype=np.float32)

    def idf(self, word: str) -> float:
        """How telling *word* is: in its commoner use, where both texts and names hold it."""
        entries = self._vocabulary.entries(word)
        return min((self.root_idf[entry.root] for entry in entries), default=self.highest_idf)

    def root(self, root: int) -> Column:
        """Where the root of this number stands, and what it weighs there."""
        return self._roots.column(root)

    def spread(self, column: Column) -> Floats:
        """The values of *column*, and nothing elsewhere."""
        weights = self.nothing()
        weights[column.rows] = column.values
        return weights

    def word(self, word: str) -> Floats:
        """What a folded *word* weighs as its root and exactly, in texts and in names."""
        weights = self.nothing()
        for root, exact in self._vocabulary.entries(word):
            column = self._roots.column(root)
            weights[column.rows] += _ROOT * column.values
            if exact is not None:
                column = self._words.column(exact)
                weights[column.rows] += column.values
        return weights

    def reading(self, reading: Reading) -> Floats:
        """What *reading* weighs: nothing where one of its words is missing."""
        each = [self.word(word) for word in reading.words]
        if len(each) > 1:
            each = [np.where(np.minimum.reduce(each) > 0, np.add.reduce(each), 0)]
        return each[0] * np.float32(reading.trust) if reading.trust != 1 else each[0]


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
