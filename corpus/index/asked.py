"""The terms of a query, weighed in every document, and the documents in which they weigh most."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.matrix import Column, Floats, Ints, spread, total
from corpus.index.packed import Columns
from corpus.index.reading import Term
from corpus.index.vocabulary import Vocabulary
from corpus.index.weights import Weights

_GIST: Final = 25  # words by which others like a document are found


class Weighed(NamedTuple):
    """A term of a query: the columns whose sum it weighs, its idf, and the roots that answer it.

    A term read otherwise than *typed* brings the *respelt* readings, each with its own columns.
    """

    columns: tuple[Column, ...]
    idf: float
    roots: AbstractSet[int]
    typed: str = ""
    respelt: tuple[tuple[str, tuple[Column, ...]], ...] = ()


def weighed(term: Term, weights: Weights, vocabulary: Vocabulary) -> Weighed:
    """What the best of the *term*'s readings weighs in each document."""
    each = [weights.reading(reading) for reading in term.readings]
    likeliest = term.readings[0].words if term.readings else ()
    words = {word for reading in term.readings for word in reading.words}
    return Weighed(
        columns=weights.best(each),
        idf=sum(map(weights.idf, likeliest)) or weights.highest_idf,
        roots={entry.root for word in words for entry in vocabulary.entries(word)},
        typed=term.typed,
        respelt=tuple(
            (" ".join(reading.words), columns)
            for reading, columns in zip(term.readings, each, strict=True)
            if term.respelt
        ),
    )


def gist(row: int, roots: Iterable[int], columns: Columns, root_idf: npt.NDArray[np.float64]) -> list[Weighed]:
    """The *roots* that weigh most in the document in *row*; each weighs in others by how much it does in this one."""
    found = {root: columns.column(root) for root in roots}
    here = np.array([row], dtype=np.int32)
    weights = {root: float(column.at(here)[0]) for root, column in found.items()}
    heaviest = sorted(found, key=lambda root: (-weights[root], root))[:_GIST]
    return [Weighed((found[root].times(weights[root]),), float(root_idf[root]), {root}) for root in heaviest]


def scored(terms: Iterable[Weighed], documents: int) -> Floats:
    """What all *terms* weigh together in each of so many *documents*."""
    return spread(chain.from_iterable(term.columns for term in terms), documents)


def held(term: Weighed, rows: Ints) -> npt.NDArray[np.bool_]:
    """Whether *term* weighs something in each of *rows*."""
    return total(term.columns, rows) > 0


def corrections(terms: Iterable[Weighed], rows: Ints) -> list[tuple[tuple[str, str], ...]]:
    """For each of *rows* the words of the query that are read otherwise there: as typed, and as read."""
    found: list[tuple[tuple[str, str], ...]] = [()] * len(rows)
    for term in terms:
        if term.respelt:
            weights = np.array([total(columns, rows) for _, columns in term.respelt])
            heaviest = weights.argmax(axis=0).tolist()
            for place in np.flatnonzero(weights.max(axis=0) > 0).tolist():
                found[place] += ((term.typed, term.respelt[heaviest[place]][0]),)
    return found


def best(scores: Floats, limit: int) -> Ints:
    """The rows of the *limit* highest scores above zero, the highest first; equal ones keep their order."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > limit:
        rows = rows[scores[rows] >= np.partition(scores[rows], -limit)[-limit]]
    return rows[np.argsort(-scores[rows], kind="stable")][:limit].astype(np.int32)
