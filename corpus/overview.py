"""What only all records together tell: runs of words in titles, names that are one record's own, ordinary words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus import shared
from corpus.documents import Findable, documents, findable, ref, text_of
from corpus.index.keyed import Keyed
from corpus.index.packed import Blobs, Pack, Texts
from corpus.models import Event, Held, Paper, Post, Session
from corpus.names import title_key, words
from corpus.people import People
from corpus.search import pack
from corpus.text import analyse

RUN: Final = 4  # words in a row by which a title is known
SHORTEST_RUN: Final = 3  # words in a row that can be looked for at all
_RARE: Final = 2  # records that may hold a word which is one record's own name
_COINED: Final = re.compile(r"\b(?=\w*[A-Z0-9])\w+[A-Z]\w*\b")  # GShard, AdamP, DETR, wav2vecX
_ACRONYM: Final = re.compile(r"\(([A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)\)")
_LOWER_CASE: Final = re.compile(r"(?<![^\W_])[^\W\d_A-Z][^\W_]*")


def packed(records: Held) -> Pack:
    """All that an Index and an Overview of *records* need, and what is looked up, to be kept in a file."""
    made = pack(documents(records))
    return made._replace(blobs={**made.blobs, **_overview(findable(records)), **looked_up(records)})


def looked_up(records: Held) -> dict[str, bytes]:
    """What Shared and People need of *records*, and which papers stand under the name of an author ("authored")."""
    found = findable(records)
    authors = [(name, place) for place, each in enumerate(found) if isinstance(each, Paper) for name in each.authors]
    others: list[Event | Session | Post] = [*records.events, *records.sessions, *records.posts]
    roles = (person.name for each in others for person in each.people)
    return {
        **shared.packed(records),
        **People.packed(chain((name for name, _ in authors), roles)),
        **Keyed.packed("authored", (([name], place) for name, place in authors)),
    }


class Overview:
    """What *blobs* tell of the records that were packed. Raises CorpusError where they are damaged."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def titles_with(self, run: Sequence[str]) -> frozenset[str]:
        """The references of the records in whose titles the folded words of *run* stand in a row.

        They are SHORTEST_RUN words or more.
        """
        said = f" {' '.join(run)} "
        found = set.intersection(*(set(self._runs.find(each)) for each in _in_a_row(run)))
        return frozenset(self._ids[row] for row in found if said in f" {' '.join(words(self._titles[row]))} ")

    def titled(self, title: str) -> list[int]:
        """The places of the records whose titles share *title*'s letters and digits, in programme order."""
        key = title_key(title)
        found = self._same.find([key])
        return [row for row in found if title_key(self._titles[row]) == key]

    def twins(self, chosen: npt.NDArray[np.bool_]) -> list[int]:
        """Of the rows *chosen*, a flag for each, those whose titles share their letters and digits with another."""
        return self._same.alike(chosen)

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
    def _runs(self) -> Keyed:
        return Keyed(self._blobs, "runs", len(self._titles))

    @cached_property
    def _same(self) -> Keyed:
        return Keyed(self._blobs, "same", len(self._titles))

    @cached_property
    def _ids(self) -> Texts:
        return Texts(self._blobs, "ids")

    @cached_property
    def _titles(self) -> Texts:
        return Texts(self._blobs, "titles")


def _overview(records: Sequence[Findable]) -> dict[str, bytes]:
    said = [words(record.title) for record in records]
    named = _names_of(records)
    return {
        **Keyed.packed("runs", ((run, row) for row, each in enumerate(said) for run in _in_a_row(each))),
        **Keyed.packed("same", ((["".join(each)], row) for row, each in enumerate(said))),
        **Texts.packed("own_names", named),
        **Texts.packed("owners", named.values()),
        **Texts.packed("ordinary_words", _ordinary(records)),
    }


def _in_a_row(said: Sequence[str]) -> Iterator[Sequence[str]]:
    return (said[start : start + SHORTEST_RUN] for start in range(len(said) - SHORTEST_RUN + 1))


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
