"""The second look at what BM25 ranks best: how far a query and a document's fields cover each other.

BM25 adds up words wherever they stand. Someone who looks for a known paper names its title, all of its words
that they remember, or one author; so these raise a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.fields import Gathered
from corpus.index.packed import Numbers

_TITLE_BONUS: Final = 1.0  # for a query that is the title
_WHOLE_BONUS: Final = 0.75  # for a document that holds the whole query;
_WHOLE_POWER: Final = 3  # one that holds half of it gets an eighth
_NAME_BONUS: Final = 0.5  # for a query that is one author's name

Shares = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint64]


class Overlaps(NamedTuple):
    """Shares of idf mass, 0 to 1, for each of some documents: of the query in the document and its fields, of the
    title in the query. The first four are those of a Hit, in its order.
    """

    coverage: Shares
    title_coverage: Shares
    title_covered: Shares
    author_coverage: Shares
    name_coverage: Shares

    @property
    def bonus(self) -> Shares:
        """The factors by which they raise scores."""
        return (
            (1 + _TITLE_BONUS * self.title_coverage * self.title_covered)
            * (1 + _WHOLE_BONUS * self.coverage**_WHOLE_POWER)
            * (1 + _NAME_BONUS * self.name_coverage)
        )


class Reranker:
    """Compares documents with one query: its *terms*, 64 at most, each as its idf and the roots that answer it.

    *said* are the roots of all its words, chat words too; *root_idf* is the idf of every root of the corpus.
    """

    def __init__(self, terms: Sequence[tuple[float, AbstractSet[int]]], said: Iterable[int], root_idf: Shares) -> None:
        self._idf = np.array([idf for idf, _ in terms])
        answers = dict.fromkeys(said, 0)  # by root the terms that it answers, a bit for each
        for place, (_, roots) in enumerate(terms):
            for root in roots:
                answers[root] = answers.get(root, 0) | 1 << place
        named = sorted(answers)
        self._named = np.array(named, dtype=np.int64)
        self._answers = np.array([answers[root] for root in named], dtype=np.uint64)
        self._root_idf = root_idf

    def overlaps(self, fields: Gathered, held: npt.NDArray[np.bool_]) -> Overlaps:
        """The overlaps with documents of these *fields*; *held* tells of each which terms it holds."""
        named, answered = self._read(fields)
        mass = self._root_idf[fields.roots]
        size = len(fields.title)
        whole = np.bincount(fields.field, mass, size)
        covered = np.bincount(fields.field, mass * named, size) / np.where(whole > 0, whole, 1)
        in_names = np.where(fields.title, np.uint64(0), answered)
        coverage = self._share(answered)
        title = _first_highest(np.where(fields.title, coverage * covered, -1.0), fields.starts)
        return Overlaps(
            coverage=self._mass_of(held),
            title_coverage=coverage[title],
            title_covered=covered[title],
            author_coverage=self._share(np.bitwise_or.reduceat(in_names, fields.starts)),
            name_coverage=np.maximum.reduceat(self._share(in_names), fields.starts),
        )

    def _read(self, fields: Gathered) -> tuple[npt.NDArray[np.bool_], Masks]:
        """Which roots the query names, and the terms that each field answers, a bit for each."""
        places = np.minimum(np.searchsorted(self._named, fields.roots), len(self._named) - 1)
        named = self._named[places] == fields.roots
        answered = np.zeros(len(fields.title), dtype=np.uint64)
        np.bitwise_or.at(answered, fields.field[named], self._answers[places[named]])
        return named, answered

    def _share(self, answered: Masks) -> Shares:
        """The share of the query that the terms *answered* are."""
        return self._mass_of(answered[:, None] >> np.arange(len(self._idf), dtype=np.uint64) & np.uint64(1))

    def _mass_of(self, terms: npt.NDArray[np.generic]) -> Shares:
        """The share of the query that each row of *terms* is."""
        every = np.vstack([np.ones_like(terms[:1]), terms])
        mass = (every * self._idf).sum(axis=1)
        return np.asarray(mass[1:] / mass[0], dtype=np.float64)


def _first_highest(values: Shares, starts: Numbers) -> npt.NDArray[np.int64]:
    """The first place of the highest of *values* in each stretch, of which *starts* tells the beginnings."""
    highest = np.maximum.reduceat(values, starts)
    sizes = np.diff(np.append(starts, len(values)))
    places = np.flatnonzero(values == np.repeat(highest, sizes))
    return places[np.searchsorted(places, starts)]
