"""The closer look at what BM25 ranks best: how far a query and a document's title and names cover each other."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress
from typing import Final, NamedTuple

# How far a look can raise a score:
_TITLE_BONUS: Final = 1.0      # where query and title name each other,
_WHOLE_BONUS: Final = 0.75      # where the document holds all of the query
_WHOLE_POWER: Final = 3         # (holding most of it gains little),
_NAME_BONUS: Final = 0.5        # where the query is one author's name

Roots = tuple[int, ...]         # distinct roots of words, by number


class Fields(NamedTuple):
    """The roots of each of a document's titles, and of each of its authors' names."""

    titles: tuple[Roots, ...]
    names: tuple[Roots, ...]


class Look(NamedTuple):
    """Shares of idf mass, 0 to 1: of the query that document, title, authors or one author hold; of the title."""

    coverage: float
    title_coverage: float
    title_covered: float
    author_coverage: float
    name_coverage: float

    @property
    def bonus(self) -> float:
        """The factor by which it raises a score."""
        return ((1 + _TITLE_BONUS * self.title_coverage * self.title_covered)
                * (1 + _WHOLE_BONUS * self.coverage**_WHOLE_POWER)
                * (1 + _NAME_BONUS * self.name_coverage))


class Closer:
    """Looks with one query's eyes: its *terms*, each as its idf and the roots that answer it.

    *said* are the roots of all its words, chat words too; *root_idf* holds the idf of every root.
    """

    def __init__(self, terms: Sequence[tuple[float, AbstractSet[int]]], said: Iterable[int],
                 root_idf: Sequence[float]) -> None:
        self._idf = [idf for idf, _ in terms]
        self._mass = sum(self._idf)
        self._answered: defaultdict[int, list[int]] = defaultdict(list)
        for place, (_, roots) in enumerate(terms):
            for root in roots:
                self._answered[root].append(place)
        self._asked = frozenset(self._answered)
        self._named = self._asked.union(said)
        self._root_idf = root_idf

    def look(self, fields: Fields, held: Iterable[bool]) -> Look:
        """The look at a document of these *fields*; *held* says of each term whether the document holds it."""
        title_coverage, title_covered = max(
            ((self._coverage(title), self._covered(title)) for title in fields.titles), key=math.prod)
        author_coverage = self._coverage(chain(*fields.names))
        return Look(
            coverage=sum(compress(self._idf, held)) / self._mass,
            title_coverage=title_coverage, title_covered=title_covered,
            author_coverage=author_coverage,
            name_coverage=max(map(self._coverage, fields.names)) if author_coverage else 0.0,
        )

    def _coverage(self, roots: Iterable[int]) -> float:
        """The share of the query that *roots* answer."""
        places = {place for root in self._asked.intersection(roots) for place in self._answered[root]}
        return sum([self._idf[place] for place in places]) / self._mass if places else 0.0

    def _covered(self, title: Roots) -> float:
        """The share of *title* that the query names."""
        named, idf = self._named.intersection(title), self._root_idf.__getitem__
        return sum(map(idf, named)) / sum(map(idf, title)) if named else 0.0
