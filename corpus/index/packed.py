"""What an index keeps in a file: texts and rows of numbers, each as one run of bytes with its limits beside it.

Nothing in such bytes is ever run: they are read as numbers of a fixed size, and as UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, starmap
from typing import Final, NamedTuple, Protocol, overload

import numpy as np
import numpy.typing as npt

from corpus.index.matrix import Column

Blobs = Mapping[str, bytes]
Numbers = npt.NDArray[np.integer]

# The lone surrogates that a text may hold are kept as they are.
_ENCODING: Final = ("utf-8", "surrogatepass")
_LIMIT: Final = "<i8"
_NUMBER: Final = "<u4"


class CorpusError(Exception):
    """A corpus that cannot be used; the message is a sentence for the person who named it."""


class Columns(Protocol):
    """Columns by the number of their term."""

    @property
    def width(self) -> int:
        """How many terms there are."""
        ...

    def column(self, term: int) -> Column:
        """Where *term* stands."""
        ...


class Pack(NamedTuple):
    """All that is kept of an index: the columns of its *words* and its *roots*, everything else as *blobs*."""

    blobs: Blobs
    words: Columns
    roots: Columns


def numbers(blobs: Blobs, name: str, dtype: str, size: int | None = None) -> Numbers:
    """The numbers of *dtype* called *name*, so many of them. Raises CorpusError."""
    data = blobs.get(name)
    if data is None or len(data) % np.dtype(dtype).itemsize:
        raise damaged(name)
    found: Numbers = np.frombuffer(data, dtype)
    if size is not None and len(found) != size:
        raise damaged(name)
    return found


def damaged(name: str) -> CorpusError:
    """What is raised where the blob of that *name* is not what an index keeps."""
    return CorpusError(f"The index of the corpus is damaged ({name}): build it again.")


class Texts(Sequence[str]):
    """Texts, each decoded when it is asked for."""

    def __init__(self, blobs: Blobs, name: str) -> None:
        self._bytes = blobs.get(name, b"")
        self._limits = _limits(blobs, name, len(self._bytes))

    @staticmethod
    def packed(name: str, texts: Iterable[str]) -> dict[str, bytes]:
        """*texts* as the blobs that make them when they are read as *name*."""
        encoded = [text.encode(*_ENCODING) for text in texts]
        return {name: b"".join(encoded), **_packed_limits(name, map(len, encoded))}

    def __len__(self) -> int:
        return len(self._limits) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._text(self._limits[place], self._limits[place + 1])

    def __iter__(self) -> Iterator[str]:
        return starmap(self._text, pairwise(self._limits.tolist()))

    def holding(self, text: str) -> list[int]:
        """The places of the texts that hold *text*."""
        found = re.finditer(re.escape(text.encode(*_ENCODING)), self._bytes)
        starts, ends = np.array([match.span() for match in found], np.int64).reshape(-1, 2).T
        places = np.searchsorted(self._limits, starts, "right") - 1
        held: list[int] = np.unique(places[ends <= self._limits[places + 1]]).tolist()  # the others lie across two
        return held

    def _text(self, start: int, end: int) -> str:
        try:
            return self._bytes[start:end].decode(*_ENCODING)
        except UnicodeDecodeError as error:
            raise damaged("text") from error


class Rows:
    """Rows of numbers, none below zero, of different lengths."""

    def __init__(self, blobs: Blobs, name: str) -> None:
        self._numbers = numbers(blobs, name, _NUMBER)
        self._limits = _limits(blobs, name, len(self._numbers))

    @staticmethod
    def packed(name: str, every: npt.ArrayLike, lengths: Iterable[int]) -> dict[str, bytes]:
        """The numbers of *every* row in order, of these *lengths*, as the blobs that make them as *name*."""
        return {name: np.asarray(every, _NUMBER).tobytes(), **_packed_limits(name, lengths)}

    def __len__(self) -> int:
        return len(self._limits) - 1

    def below(self, limit: int) -> bool:
        """Whether every number is below *limit*."""
        return not len(self._numbers) or int(self._numbers.max()) < limit

    def gather(self, rows: npt.NDArray[np.int64]) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """The numbers of *rows*, one row after the other; and for each the place of its row among *rows*."""
        starts = self._limits[rows]
        sizes = self._limits[rows + 1] - starts
        place = np.repeat(np.arange(len(rows)), sizes)
        return self._numbers[np.arange(len(place)) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)], place

    def __getitem__(self, row: int) -> list[int]:
        found: list[int] = self._numbers[self._limits[row] : self._limits[row + 1]].tolist()
        return found


def _packed_limits(name: str, lengths: Iterable[int]) -> dict[str, bytes]:
    return {f"{name}.limits": np.cumsum([0, *lengths]).astype(_LIMIT).tobytes()}


def _limits(blobs: Blobs, name: str, size: int) -> npt.NDArray[np.int64]:
    """Where each row of *name* ends and the next begins: never backwards, from none to all of its *size*."""
    limits = numbers(blobs, f"{name}.limits", _LIMIT).astype(np.int64, copy=False)
    if not len(limits) or limits[0] != 0 or limits[-1] != size or np.any(limits[1:] < limits[:-1]):
        raise damaged(name)
    return limits
