"""The terms of a query, weighed in every document, and the documents in which they weigh most."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

import numpy as np

from corpus.index.matrix import Floats
from corpus.index.reading import Term
from corpus.index.vocabulary import Vocabulary
from corpus.index.weights import Weights

_GIST: Final = 25  # words by which others like a document are found


class Weighed(NamedTuple):
    """A term of a query: what it weighs in each document, its idf, and the roots that answer it.

    A term read otherwise than *typed* brings the *respelt* readings, each with its own weights.
    """

    weights: Floats
    idf: float
    roots: AbstractSet[int]
    typed: str = ""
    respelt: tuple[tuple[str, Floats], ...] = ()


def weighed(term: Term, weights: Weights, vocabulary: Vocabulary) -> Weighed:
    """What the best of the *term*'s readings weighs in each document."""
    each = [weights.reading(reading) for reading in term.readings] or [weights.nothing()]
    likeliest = term.readings[0].words if term.readings else ()
    words = {word for reading in term.readings for word in reading.words}
    return Weighed(
        weights=np.maximum.reduce(each) if len(each) > 1 else each[0],
        idf=sum(map(weights.idf, likeliest)) or weights.highest_idf,
        roots={entry.root for word in words for entry in vocabulary.entries(word)},
        typed=term.typed,
        respelt=tuple(
            (" ".join(reading.words), alone)
            for reading, alone in zip(term.readings, each, strict=False)
            if term.respelt
        ),
    )


def gist(row: int, roots: Iterable[int], weights: Weights) -> list[Weighed]:
    """The *roots* that weigh most in the document in *row*; each weighs in others by how much it does in this one."""
    columns = {root: weights.root(root) for root in roots}
    heaviest = sorted(columns, key=lambda root: (-columns[root].at(row), root))[:_GIST]
    return [
        Weighed(weights.spread(columns[root]) * np.float32(columns[root].at(row)), weights.root_idf[root], {root})
        for root in heaviest
    ]


def best(scores: Floats, limit: int) -> list[int]:
    """The rows of the *limit* highest scores above zero, the highest first; equal ones keep their order."""
    rows = np.flatnonzero(scores)
    if len(rows) > limit:
        rows = rows[scores[rows] >= np.partition(scores[rows], -limit)[-limit]]
    found: list[int] = rows[np.argsort(-scores[rows], kind="stable")][:limit].tolist()
    return found
