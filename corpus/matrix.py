"""A sparse term-by-document matrix in plain numpy, laid out by term (CSC): a query touches its own terms only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


class Column(NamedTuple):
    """The documents that hold a term, in ascending order, and what it weighs in each."""

    rows: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Matrix:
    """Term *t* occurs in the documents ``rows[offsets[t]:offsets[t + 1]]``; the *weights* stand beside them."""

    offsets: npt.NDArray[np.int64]
    rows: Ints
    weights: Floats

    @classmethod
    def of(cls, terms: Ints, rows: Ints, weights: Floats, shape: tuple[int, int]) -> Self:
        """The matrix of *shape* (terms, documents) with these entries; those of one cell are added up."""
        cells = terms.astype(np.int64) * shape[1] + rows
        order = np.argsort(cells, kind="stable")
        cells = cells[order]
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        summed = np.add.reduceat(weights[order], first) if len(first) else weights
        columns, lines = np.divmod(cells[first], max(1, shape[1]))
        return cls(np.searchsorted(columns, np.arange(shape[0] + 1)), lines.astype(np.int32), summed)

    def column(self, term: int) -> Column:
        """Where *term* occurs."""
        span = slice(self.offsets[term], self.offsets[term + 1])
        return Column(self.rows[span], self.weights[span])

    @property
    def frequencies(self) -> npt.NDArray[np.int64]:
        """In how many documents each term occurs."""
        return np.diff(self.offsets)
