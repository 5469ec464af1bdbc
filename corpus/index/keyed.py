"""What is called by words, and which number a text has, as runs of numbers: found in a moment among any number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus.index.packed import Blobs, Texts, damaged, numbers


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


class Numbered(Mapping[str, int]):
    """The numbers of texts, in their order; of a text that is there twice the first."""

    def __init__(self, blobs: Blobs, name: str) -> None:
        self.texts = Texts(blobs, name)
        self._keyed = Keyed(blobs, f"{name}.keys", len(self.texts))

    @staticmethod
    def packed(name: str, texts: Iterable[str]) -> dict[str, bytes]:
        """*texts* as the blobs that make their numbers when they are read as *name*."""
        every = list(texts)
        pairs = (([text], number) for number, text in enumerate(every))
        return {**Texts.packed(name, every), **Keyed.packed(f"{name}.keys", pairs)}

    def __getitem__(self, text: str) -> int:
        for number in self._keyed.find([text]):
            if self.texts[number] == text:
                return number
        raise KeyError(text)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def _key(said: Iterable[str]) -> int:
    """A number that stands for the words *said*; others have the same one once in a blue moon."""
    return int.from_bytes(blake2b(" ".join(said).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
