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
from corpus.index.packed import Blobs, Numbers, Pack, Texts, damaged, numbers
from corpus.models import Records
from corpus.names import words
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
        key, (keys, rows) = _key(run), self._runs
        found = rows[np.searchsorted(keys, key) : np.searchsorted(keys, key, "right")].tolist()
        said = f" {' '.join(run)} "
        return frozenset(self._ids[row] for row in found if said in f" {' '.join(words(self._titles[row]))} ")

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
    def _runs(self) -> tuple[Numbers, Numbers]:
        keys = numbers(self._blobs, "runs", "<u8")
        rows = numbers(self._blobs, "runs.rows", "<u4", len(keys))
        if rows.max(initial=0) >= max(1, len(self._titles)):
            raise damaged("runs")
        return keys, rows

    @cached_property
    def _ids(self) -> Texts:
        return Texts(self._blobs, "ids")

    @cached_property
    def _titles(self) -> Texts:
        return Texts(self._blobs, "titles")


def _overview(records: Sequence[Findable]) -> dict[str, bytes]:
    runs = sorted(
        {
            (_key(said[start : start + RUN]), row)
            for row, said in enumerate(words(record.title) for record in records)
            for start in range(len(said) - RUN + 1)
        }
    )
    named = _names_of(records)
    return {
        "runs": np.array([key for key, _ in runs], "<u8").tobytes(),
        "runs.rows": np.array([row for _, row in runs], "<u4").tobytes(),
        **Texts.packed("own_names", named),
        **Texts.packed("owners", named.values()),
        **Texts.packed("ordinary_words", _ordinary(records)),
    }


def _key(run: Iterable[str]) -> np.uint64:
    """A number that stands for the words of *run*; another run has the same one once in a blue moon."""
    digest = blake2b(" ".join(run).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def _ordinary(records: Sequence[Findable]) -> list[str]:
    texts = (text for record in records for text in (record.title, text_of(record)))
    written = set().union(*(_LOWER_CASE.findall(text) for text in texts))
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
