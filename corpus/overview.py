"""What only all records together tell: runs of words in titles, names that are one record's own, ordinary words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Final

import numpy as np

from corpus.documents import Findable, documents, findable, ref, text_of
from corpus.index.packed import Blobs, Pack, Texts, damaged, numbers
from corpus.models import Records
from corpus.names import title_key, words
from corpus.search import pack
from corpus.text import analyse

RUN: Final = 4  # words in a row by which a title is known
_RARE: Final = 2  # records that may hold a word which is one record's own name
_COINED: Final = re.compile(r"\b(?=\w*[A-Z0-9])\w+[A-Z]\w*\b")  # GShard, AdamP, DETR, wav2vecX
_ACRONYM: Final = re.compile(r"\(([A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)\)")
_LOWER_CASE: Final = re.compile(r"(?<![^\W_])[^\W\d_A-Z][^\W_]*")


def packed(records: Records) -> Pack:
    """All that an Index and an Overview of *records* need, to be kept in a file."""
    made = pack(documents(records))
    return made._replace(blobs={**made.blobs, **_overview(findable(records))})


class Overview:
    """What *blobs* tell of the records that were packed. Raises CorpusError where they are damaged."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def titles_with(self, run: Sequence[str]) -> frozenset[str]:
        """The references of the records in whose titles the folded words of *run*, RUN of them, stand in a row."""
        said = f" {' '.join(run)} "
        found = self._runs.find(_key(run))
        return frozenset(self._ids[row] for row in found if said in f" {' '.join(words(self._titles[row]))} ")

    def titled(self, title: str) -> list[str]:
        """The references of the records whose titles share *title*'s letters and digits, in programme order."""
        key = title_key(title)
        found = self._same.find(_key([key]))
        return [self._ids[row] for row in found if title_key(self._titles[row]) == key]

    @cached_property
    def own_names(self) -> dict[str, str]:
        """The references of the records that have a name of their own, by that name."""
        names, owners = Texts(self._blobs, "own_names"), Texts(self._blobs, "owners")
        return dict(zip(names, owners, strict=False))

    @cached_property
    def ordinary_words(self) -> frozenset[str]:
        """Folded words that the texts write without a capital: not only names."""
        return frozenset(Texts(self._blobs, "ordinary_words"))

    @cached_property
    def _runs(self) -> _Keyed:
        return _Keyed(self._blobs, "runs", len(self._titles))

    @cached_property
    def _same(self) -> _Keyed:
        return _Keyed(self._blobs, "same", len(self._titles))

    @cached_property
    def _ids(self) -> Texts:
        return Texts(self._blobs, "ids")

    @cached_property
    def _titles(self) -> Texts:
        return Texts(self._blobs, "titles")


class _Keyed:
    """Rows, so many at most, by numbers that stand for words."""

    def __init__(self, blobs: Blobs, name: str, height: int) -> None:
        self._keys = numbers(blobs, name, "<u8")
        self._rows = numbers(blobs, f"{name}.rows", "<u4", len(self._keys))
        if self._rows.max(initial=0) >= max(1, height):
            raise damaged(name)

    @staticmethod
    def packed(name: str, pairs: Iterable[tuple[int, int]]) -> dict[str, bytes]:
        """The blobs of *pairs* of a key and a row."""
        ordered = sorted(set(pairs))
        return {
            name: np.array([key for key, _ in ordered], "<u8").tobytes(),
            f"{name}.rows": np.array([row for _, row in ordered], "<u4").tobytes(),
        }

    def find(self, key: int) -> list[int]:
        """The rows of *key*, in ascending order."""
        start, end = (np.searchsorted(self._keys, np.uint64(key), side) for side in ("left", "right"))
        found: list[int] = self._rows[start:end].tolist()
        return found


def _overview(records: Sequence[Findable]) -> dict[str, bytes]:
    said = [words(record.title) for record in records]
    runs = (
        (_key(each[start : start + RUN]), row) for row, each in enumerate(said) for start in range(len(each) - RUN + 1)
    )
    named = _names_of(records)
    return {
        **_Keyed.packed("runs", runs),
        **_Keyed.packed("same", ((_key(["".join(each)]), row) for row, each in enumerate(said))),
        **Texts.packed("own_names", named),
        **Texts.packed("owners", named.values()),
        **Texts.packed("ordinary_words", _ordinary(records)),
    }


def _key(said: Iterable[str]) -> int:
    """A number that stands for the words *said*; others have the same one once in a blue moon."""
    return int.from_bytes(blake2b(" ".join(said).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _ordinary(records: Sequence[Findable]) -> list[str]:
    written: set[str] = set()
    for record in records:
        written.update(_LOWER_CASE.findall(record.title), _LOWER_CASE.findall(text_of(record)))
    return sorted({word for each in written for word in words(each)})


def _names_of(records: Sequence[Findable]) -> dict[str, str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        head = record.title.partition(":")[0] if ":" in record.title else ""
        if head and len(head.split()) == 1 and (read := analyse(head)):
            heads[read[-1]].add(ref(record))
        for written in (*_COINED.findall(record.title), *_ACRONYM.findall(text_of(record))):
            owners[analyse(written)[-1]].add(ref(record))
    held = Counter(
        word for record in records for word in set(analyse(f"{record.title} {text_of(record)}")) & owners.keys()
    )
    unique = {name: next(iter(refs)) for name, refs in owners.items() if len(refs) == 1 and held[name] <= _RARE}
    return {**unique, **{head: next(iter(refs)) for head, refs in heads.items() if len(refs) == 1}}
