"""A sparse term-by-document matrix in numpy, by term (CSC): a query reads its own terms only."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

_AT_ONCE: Final = 1 << 21  # entries that are sorted at a time: sorting takes ten times their size
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


class Column(NamedTuple):
    """The rows of the documents that hold a term, in ascending order, and the value of each."""

    rows: Ints
    values: Floats

    @property
    def packed(self) -> bytes:
        """The column as bytes: its rows, then its values."""
        return self.rows.astype("<i4").tobytes() + self.values.astype("<f4").tobytes()

    @classmethod
    def unpacked(cls, data: bytes, height: int) -> Self:
        """The column that *data* holds. Raises ValueError where it is none of a matrix of this *height*."""
        half = len(data) // 2
        rows = np.frombuffer(data, "<i4", half // 4)
        if len(data) % 8 or (half and not (rows[0] >= 0 and rows[-1] < height and np.all(rows[1:] > rows[:-1]))):
            raise ValueError("these bytes are no column")
        return cls(rows, np.frombuffer(data, "<f4", offset=half))

    def at(self, rows: Ints) -> Floats:
        """The values in *rows*, zero where the term does not stand."""
        if not len(self.rows):
            return np.zeros(len(rows), dtype=np.float32)
        places = np.searchsorted(self.rows, rows)
        places[places == len(self.rows)] = 0
        return np.where(self.rows[places] == rows, self.values[places], np.float32(0))

    def times(self, factor: float) -> Column:
        """The column with its values multiplied."""
        return self if factor == 1 else Column(self.rows, self.values * np.float32(factor))


def spread(columns: Iterable[Column], height: int) -> Floats:
    """The sum of *columns* as an array with a value for each of so many rows."""
    values = np.zeros(height, dtype=np.float32)
    for column in columns:
        np.add.at(values, column.rows, column.values)
    return values


def total(columns: Iterable[Column], rows: Ints) -> Floats:
    """The sum of *columns* in *rows* alone."""
    return sum((column.at(rows) for column in columns), np.zeros(len(rows), dtype=np.float32))


def gathered(values: Floats) -> Column:
    """The column of an array with a value for each row."""
    rows = np.flatnonzero(values).astype(np.int32)
    return Column(rows, values[rows])


class Matrix(NamedTuple):
    """Term *t* stands in ``rows[offsets[t]:offsets[t + 1]]``, with the *values* beside them."""

    offsets: npt.NDArray[np.int64]
    rows: Ints
    values: Floats

    @classmethod
    def of(cls, terms: Ints, rows: Ints, values: Floats, shape: tuple[int, int]) -> Self:
        """The matrix of *shape* (terms, documents) with these entries; those of one cell are added up."""
        width, height = shape
        found = cls(np.zeros(width + 1, np.int64), np.empty(len(rows), np.int32), np.empty(len(rows), np.float32))
        ends = np.cumsum(np.bincount(terms, minlength=width))
        cuts = np.searchsorted(ends, np.arange(_AT_ONCE, len(terms), _AT_ONCE)) + 1
        filled = 0
        for first, last in pairwise(np.unique([0, *cuts.tolist(), width]).tolist()):
            sizes, some, added = _sorted(terms, rows, values, (first, last), height)
            span = slice(filled, filled + len(some))
            found.rows[span], found.values[span] = some, added
            found.offsets[first + 1 : last + 1] = filled + np.cumsum(sizes)
            filled += len(some)
        return cls(found.offsets, found.rows[:filled].copy(), found.values[:filled].copy())

    @property
    def width(self) -> int:
        """How many terms there are."""
        return len(self.offsets) - 1

    def column(self, term: int) -> Column:
        """Where *term* stands."""
        span = slice(self.offsets[term], self.offsets[term + 1])
        return Column(self.rows[span], self.values[span])

    @property
    def frequencies(self) -> npt.NDArray[np.int64]:
        """In how many documents each term stands."""
        return np.diff(self.offsets)


def _sorted(
    terms: Ints, rows: Ints, values: Floats, span: tuple[int, int], height: int
) -> tuple[npt.NDArray[np.int64], Ints, Floats]:
    """How many cells each of a *span* of terms has, and the rows and values of them."""
    first, last = span
    picked = np.flatnonzero((terms >= first) & (terms < last))
    cells = (terms[picked].astype(np.int64) - first) * height + rows[picked]
    order = np.argsort(cells, kind="stable")
    cells = cells[order]
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    added = np.add.reduceat(values[picked[order]], starts) if len(starts) else values[:0]
    cells = cells[starts]
    sizes = np.bincount(cells // max(1, height), minlength=last - first)
    return sizes, (cells % max(1, height)).astype(np.int32), added
