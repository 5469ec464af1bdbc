"""The records of a corpus as documents: what of them can be found, and under which reference.

A *reference* is ``kind:id``, so that a post and a paper of the same title stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import overload

from corpus.models import Held, Paper, Post, Records, Session, Slot
from corpus.search import Document

Findable = Paper | Session | Post


def ref(record: Findable) -> str:
    """The reference of a record that can be found."""
    return f"{record.kind}:{record.id}"


def text_of(record: Findable) -> str:
    """The text that a record holds: our summary, its own abstract or body, its notes."""
    own = (record.summary, record.abstract if not isinstance(record, Post) else record.body)
    return "\n".join(part for part in (*own, *record.notes) if part)


def findable(records: Held) -> Sequence[Findable]:
    """The *records* that can be found, in programme order; of several with one reference the last."""
    if not isinstance(records, Records):  # a file holds no reference twice
        return _Joined(records.papers, records.sessions, records.posts)
    every: tuple[Findable, ...] = (*records.papers, *records.sessions, *records.posts)
    return tuple({ref(record): record for record in every}.values())


class _Joined(Sequence[Findable]):
    """Some sequences, one after the other, whose records are read when they are asked for."""

    def __init__(self, *parts: Sequence[Findable]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    @overload
    def __getitem__(self, place: int) -> Findable: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Findable, ...]: ...
    def __getitem__(self, place: int | slice) -> Findable | tuple[Findable, ...]:
        left = range(len(self))[place]
        if isinstance(left, range):
            return tuple(self[each] for each in left)
        for part in self._parts[:-1]:
            if left < len(part):
                return part[left]
            left -= len(part)
        return self._parts[-1][left]

    def __iter__(self) -> Iterator[Findable]:
        return chain.from_iterable(self._parts)


def documents(records: Held) -> list[Document]:
    """A document for each record that can be found, in programme order."""
    sessions = {session.id: session for session in records.sessions}
    slots: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in records.slots:
        slots[slot.paper].append(slot)
    return [
        Document(
            id=ref(record),
            title=record.title,
            other_titles=record.other_titles if isinstance(record, Paper) else (),
            authors=record.authors
            if isinstance(record, Paper)
            else tuple(dict.fromkeys(person.name for person in record.people)),
            text=text_of(record),
            keywords=record.keywords,
            context=" ".join(_context(record, slots.get(record.id, ()), sessions)),
        )
        for record in findable(records)
    ]


def _context(record: Findable, slots: Sequence[Slot], sessions: dict[str, Session]) -> Iterable[str]:
    if isinstance(record, Post):
        yield record.org
    if isinstance(record, Paper):
        yield record.track
        for slot in slots:
            yield slot.type
            if slot.session in sessions:
                yield sessions[slot.session].title
    elif isinstance(record, Session):
        yield f"{record.type} {record.track}"
