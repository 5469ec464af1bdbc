"""The second look at what BM25 ranks best: how far a query and a document's fields cover each other.

BM25 adds up words wherever they stand. Someone who looks for a known paper names its title, all of its words
that they remember, or one author; so these raise a score.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress
from typing import Final, NamedTuple, Self

_TITLE_BONUS: Final = 1.0  # for a query that is the title
_WHOLE_BONUS: Final = 0.75  # for a document that holds the whole query;
_WHOLE_POWER: Final = 3  # one that holds half of it gets an eighth
_NAME_BONUS: Final = 0.5  # for a query that is one author's name

Roots = tuple[int, ...]  # distinct numbers of roots


class Fields(NamedTuple):
    """The roots of each of a document's titles, and of each of its authors' names."""

    titles: tuple[Roots, ...]
    names: tuple[Roots, ...]

    @property
    def packed(self) -> list[int]:
        """Both as one row of numbers: how many titles there are, then of each title and name its length and roots."""
        return [len(self.titles), *chain.from_iterable((len(each), *each) for each in (*self.titles, *self.names))]

    @classmethod
    def unpacked(cls, row: Sequence[int]) -> Self:
        """The fields that a *row* of numbers holds."""
        every, place = [], 1
        while place < len(row):
            start, place = place + 1, place + 1 + row[place]
            every.append(tuple(row[start:place]))
        return cls(tuple(every[: row[0]]), tuple(every[row[0] :]))


class Overlap(NamedTuple):
    """Shares of idf mass, 0 to 1: of the query in the document and its fields, of the title in the query."""

    coverage: float
    title_coverage: float
    title_covered: float
    author_coverage: float
    name_coverage: float

    @property
    def bonus(self) -> float:
        """The factor by which it raises a score."""
        return (
            (1 + _TITLE_BONUS * self.title_coverage * self.title_covered)
            * (1 + _WHOLE_BONUS * self.coverage**_WHOLE_POWER)
            * (1 + _NAME_BONUS * self.name_coverage)
        )


class Reranker:
    """Compares documents with one query: its *terms*, each as its idf and the roots that answer it.

    *said* are the roots of all its words, chat words too; *root_idf* is the idf of every root of the corpus.
    """

    def __init__(
        self,
        terms: Sequence[tuple[float, AbstractSet[int]]],
        said: Iterable[int],
        root_idf: Sequence[float],
    ) -> None:
        self._idf = [idf for idf, _ in terms]
        self._mass = math.fsum(self._idf)  # sums that are exact do not depend on the order of words
        self._answered: defaultdict[int, list[int]] = defaultdict(list)
        for place, (_, roots) in enumerate(terms):
            for root in roots:
                self._answered[root].append(place)
        self._asked = frozenset(self._answered)
        self._named = self._asked.union(said)
        self._root_idf = root_idf

    def overlap(self, fields: Fields, held: Iterable[bool]) -> Overlap:
        """The overlap with a document of these *fields*; *held* tells of each term whether it holds it."""
        titles = ((self._coverage(title), self._covered(title)) for title in fields.titles)
        title_coverage, title_covered = max(titles, key=math.prod)
        author_coverage = self._coverage(chain(*fields.names))
        return Overlap(
            coverage=math.fsum(compress(self._idf, held)) / self._mass,
            title_coverage=title_coverage,
            title_covered=title_covered,
            author_coverage=author_coverage,
            name_coverage=max(map(self._coverage, fields.names)) if author_coverage else 0.0,
        )

    def _coverage(self, roots: Iterable[int]) -> float:
        """The share of the query that *roots* answer."""
        places = {place for root in self._asked.intersection(roots) for place in self._answered[root]}
        return math.fsum(self._idf[place] for place in places) / self._mass if places else 0.0

    def _covered(self, title: Roots) -> float:
        """The share of *title* that the query names."""
        named, idf = self._named.intersection(title), self._root_idf.__getitem__
        return math.fsum(map(idf, named)) / math.fsum(map(idf, title)) if named else 0.0
