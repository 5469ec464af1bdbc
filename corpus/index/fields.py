"""The titles and the authors' names of documents, as the roots of their words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.matrix import Ints
from corpus.index.packed import Blobs, Numbers, Rows, damaged, numbers

Roots = tuple[int, ...]  # distinct numbers of roots


class Fields(NamedTuple):
    """The words of each of a document's titles, and of each of its authors' names."""

    titles: tuple[Roots, ...]
    names: tuple[Roots, ...]


class Gathered(NamedTuple):
    """The fields of some documents, one after the other, each document's titles first.

    *roots* are those of all their words, and *field* tells of each in which field it stands; *starts* is the first
    field of each document, *title* tells of each field whether it is a title.
    """

    roots: Numbers
    field: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    title: npt.NDArray[np.bool_]


class FieldTable:
    """The fields of all documents, in which so many *roots* stand. Raises CorpusError where the blobs are damaged."""

    def __init__(self, blobs: Blobs, roots: int) -> None:
        self._fields = Rows(blobs, "fields")
        self._titles = numbers(blobs, "documents.titles", "<u4")
        self._limits = numbers(blobs, "documents.limits", "<i8", len(self._titles) + 1)
        whole = self._limits[0] == 0 and self._limits[-1] == len(self._fields) and np.all(np.diff(self._limits) > 0)
        if not whole or not self._fields.below(roots) or not np.all(self._titles > 0):
            raise damaged("documents")

    @staticmethod
    def packed(documents: Sequence[Fields]) -> dict[str, bytes]:
        """The blobs of a table of *documents*, of which each has a title."""
        every = list(chain.from_iterable((*fields.titles, *fields.names) for fields in documents))
        sizes = [len(fields.titles) + len(fields.names) for fields in documents]
        return {
            **Rows.packed("fields", list(chain.from_iterable(every)), map(len, every)),
            "documents.titles": np.array([len(fields.titles) for fields in documents], "<u4").tobytes(),
            "documents.limits": np.cumsum([0, *sizes]).astype("<i8").tobytes(),
        }

    def __len__(self) -> int:
        return len(self._titles)

    def gather(self, chosen: Ints) -> Gathered:
        """The fields of the documents in the *chosen* rows."""
        sizes = self._limits[chosen + 1] - self._limits[chosen]
        starts = np.cumsum(sizes) - sizes
        within = np.arange(sizes.sum()) - np.repeat(starts, sizes)
        roots, field = self._fields.gather(within + np.repeat(self._limits[chosen], sizes))
        return Gathered(roots, field, starts, within < np.repeat(self._titles[chosen], sizes))
