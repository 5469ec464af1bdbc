"""Rows by the words that they are called by, as two runs of numbers: found in a moment among any number of them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus.index.packed import Blobs, damaged, numbers


class Keyed:
    """Rows, below *height*, by words. Others are found with them once in a blue moon: who must be sure compares."""

    def __init__(self, blobs: Blobs, name: str, height: int) -> None:
        self._keys = numbers(blobs, name, "<u8")
        self._rows = numbers(blobs, f"{name}.rows", "<u4", len(self._keys))
        if self._rows.max(initial=0) >= max(1, height):
            raise damaged(name)

    @staticmethod
    def packed(name: str, pairs: Iterable[tuple[Iterable[str], int]]) -> dict[str, bytes]:
        """The blobs of *pairs* of words and a row."""
        found = np.unique(np.fromiter(((_key(said), row) for said, row in pairs), [("key", "<u8"), ("row", "<u4")]))
        return {name: found["key"].tobytes(), f"{name}.rows": found["row"].tobytes()}

    def find(self, said: Iterable[str]) -> list[int]:
        """The rows of the words *said*, in ascending order."""
        key = np.uint64(_key(said))
        start, end = (np.searchsorted(self._keys, key, side) for side in ("left", "right"))
        found: list[int] = self._rows[start:end].tolist()
        return found

    def alike(self, chosen: npt.NDArray[np.bool_]) -> list[int]:
        """Those of the rows *chosen*, a flag for each, that are called as another of them, in ascending order."""
        held = chosen[self._rows]
        _, of, sizes = np.unique(self._keys[held], return_inverse=True, return_counts=True)
        rows: list[int] = np.unique(self._rows[held][sizes[of] > 1]).tolist()
        return rows

    def count(self, chosen: npt.NDArray[np.bool_], others: Iterable[Iterable[str]]) -> int:
        """How many different words the rows *chosen*, a flag for each, are called by, and *others* are, together."""
        keys = np.array([_key(said) for said in others], "<u8")
        return len(np.unique(np.concatenate([self._keys[chosen[self._rows]], keys])))


def _key(said: Iterable[str]) -> int:
    """A number that stands for the words *said*; others have the same one once in a blue moon."""
    return int.from_bytes(blake2b(" ".join(said).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
