"""One record for one thing, however many sources list it.

Sources are believed in the order in which they are given. Two records of one source stay two; two of different
sources are one where ``corpus.same`` says so. What the first leaves empty comes from the next; where both say
something and do not agree, the first is kept, and the other is a ``Conflict`` for an organiser to look at.

A part without a source of its own is what a person wrote to correct the others: what has the same identifier there is
the same record, and what the person wrote goes without dispute.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from corpus.finer import Coarse
from corpus.join import Dispute, corrected, disputes, joined
from corpus.models import Conflict, Event, Link, Note, Paper, Parsed, Post, Records, Session, Slot, Source, Value
from corpus.names import UNTITLED, slug, title_key
from corpus.same import (
    identical_paper,
    identical_session,
    identical_slot,
    late_session,
    late_slot,
    paper_keys,
    same_paper,
    same_session,
    same_slot,
    session_keys,
    slot_keys,
)
from corpus.titles import KnownTitle, titled
from corpus.twins import as_one

_CROWD: Final = 64  # records of one key: more of them say nothing about any two
_URL: Final = re.compile(r"https?://[^\s<>\"'{}|\\^`\[\]]+")
_CODE_HOSTS: Final = ("github.com", "github.io", "gitlab.com", "bitbucket.org")


_T = TypeVar("_T", Source, Event, Session, Paper, Slot, Post)
_Placed = TypeVar("_Placed", Session, Paper)
Renamed = list[dict[str, str]]  # for each source, the new identifier of every old one


class _Kind(NamedTuple, Generic[_T]):
    """How records of a kind are told apart.

    Two that share one of their *keys* are one where they are *exactly* so, else where they are the *same*; else where
    each is the only one of its source with its *lone* key, and one source is *late*. Where the time of one says more,
    it is that of both once they are *agreed*. They may disagree about the fields that are *disputed*.
    """

    keys: Callable[[_T], Iterable[Hashable]]
    exactly: Callable[[_T, _T], bool]
    same: Callable[[_T, _T], bool]
    disputed: tuple[str, ...] = ()
    lone: Callable[[_T], Hashable] = id
    late: Callable[[_T, _T], bool] = lambda one, other: False  # noqa: ARG005
    agreed: Callable[[_T, _T], tuple[_T, _T]] = lambda one, other: (one, other)


def merge(parts: Sequence[Parsed], titles: Sequence[KnownTitle] = ()) -> Parsed:
    """The records of all *parts* as one corpus; earlier parts win where two disagree."""
    parts = sorted(parts, key=lambda part: bool(part.records.sources))
    every = [(next((source.id for source in part.records.sources), ""), part.records) for part in parts]
    conflicts = [conflict for _, records in every for conflict in records.conflicts]
    coarse = Coarse()
    for _, records in every:
        coarse.add_sessions(records.sessions, records.slots)
    sorts = _SESSIONS._replace(same=coarse.same_session, agreed=coarse.agreed_sessions)
    sessions, of_sessions = _merged([(name, records.sessions) for name, records in every], sorts, conflicts)
    papers, of_papers = _merged([(name, titled(records.papers, titles)) for name, records in every], _PAPERS, conflicts)
    moved = [
        (name, [slot.renamed(of_papers[place], of_sessions[place]) for slot in records.slots])
        for place, (name, records) in enumerate(every)
    ]
    for (_, slots), (_, records) in zip(moved, every, strict=True):
        homes = {session.id: session for session in records.sessions}
        coarse.add_slots(zip(slots, (slot.session for slot in records.slots), strict=True), homes)
    places = _SLOTS._replace(same=coarse.same_slot, agreed=coarse.agreed_slots)
    merged = Records(
        sources=tuple(_merged([(name, records.sources) for name, records in every], _BY_ID, conflicts)[0]),
        events=tuple(_merged([(name, records.events) for name, records in every], _EVENTS, conflicts)[0]),
        sessions=tuple(sessions),
        papers=tuple(map(_with_links, papers)),
        slots=tuple(_merged(moved, places, conflicts)[0]),
        posts=tuple(_merged([(name, records.posts) for name, records in every], _BY_ID, conflicts)[0]),
        conflicts=tuple({conflict.id: conflict for conflict in conflicts}.values()),
    )
    notes = [note for part in parts for note in part.notes]
    untitled = sum(not paper.title for paper in merged.papers)
    if untitled:
        notes.append(Note(level="problem", text=f"{untitled} papers have no title in any source"))
    return Parsed(records=as_one(_with_events(merged)), notes=tuple(notes))


_BY_ID: Final[_Kind[Any]] = _Kind(
    keys=lambda record: (record.id,),
    exactly=lambda one, other: bool(one.id == other.id),
    same=lambda one, other: bool(one.id == other.id),
)
_EVENTS: Final[_Kind[Event]] = _BY_ID._replace(disputed=("start", "end", "zone", "place"))
_SESSIONS: Final[_Kind[Session]] = _Kind(
    keys=session_keys,
    exactly=identical_session,
    same=same_session,
    disputed=("start", "end", "room"),
    lone=lambda session: (session.event, title_key(session.title)),
    late=late_session,
)
_PAPERS: Final[_Kind[Paper]] = _Kind(
    keys=paper_keys, exactly=identical_paper, same=same_paper, disputed=("event", "track", "language")
)
_SLOTS: Final[_Kind[Slot]] = _Kind(
    keys=slot_keys,
    exactly=identical_slot,
    same=same_slot,
    disputed=("start", "end", "room"),
    lone=lambda slot: slot.paper,
    late=late_slot,
)


def _merged(
    lists: Sequence[tuple[str, Sequence[_T]]], kind: _Kind[_T], conflicts: list[Conflict]
) -> tuple[list[_T], Renamed]:
    """All records, merged across lists, each with its source's name; what is disputed is added to *conflicts*."""
    merging = _Merging(kind)
    places = [merging.add(source, records) for source, records in lists]
    unique = _unique_ids(merging.merged)
    conflicts += [_conflict(unique[dispute.place], dispute) for dispute in merging.disputed]
    return unique, [{old: unique[place].id for old, place in found.items()} for found in places]


class _Merging(Generic[_T]):
    """Records of one *kind*, to which list after list is added. A record is called by its place in ``merged``."""

    def __init__(self, kind: _Kind[_T]) -> None:
        self.merged: list[_T] = []
        self.disputed: list[Dispute] = []
        self._kind: _Kind[_T] = kind
        self._index: defaultdict[Hashable, list[int]] = defaultdict(list)  # key -> places
        self._alone: list[bool] = []  # of each place, whether its record is the only one of its list with its lone key
        self._written: dict[str, int] = {}  # identifier -> place of what a person wrote

    def add(self, source: str, records: Sequence[_T]) -> dict[str, int]:
        """The place of each of the *records* that *source* has, by its identifier there."""
        crowd = Counter(map(self._kind.lone, records))
        alone = [crowd[self._kind.lone(record)] == 1 for record in records]
        matched = self._matched(records, alone, self._corrected(records) if source else {})
        found: dict[str, int] = {}
        for number, record in enumerate(records):
            place = matched.get(number, len(self.merged))
            self._put(record, place, source, alone=alone[number])
            found[record.id] = place
        if not source:
            self._written |= found
        return found

    def _put(self, record: _T, place: int, source: str, *, alone: bool) -> None:
        if place == len(self.merged):
            self.merged.append(record)
            self._alone.append(alone)
        elif self._written.get(self.merged[place].id) == place:
            self.merged[place] = corrected(self.merged[place], record)
        else:
            held, further = self._kind.agreed(self.merged[place], record)
            self.disputed += disputes(place, held, further, self._kind.disputed, source)
            self.merged[place] = joined(held, further)
        for key in self._kind.keys(self.merged[place]):
            if place not in self._index[key][-_CROWD:]:
                self._index[key].append(place)

    def _corrected(self, records: Sequence[_T]) -> dict[int, int]:
        """The places of those of *records* that a person has corrected."""
        places = {number: self._written.get(record.id) for number, record in enumerate(records)}
        return {
            number: place
            for number, place in places.items()
            if place is not None and _is_corrected(self.merged[place], records[number], self._kind)
        }

    def _matched(self, records: Sequence[_T], alone: Sequence[bool], known: Mapping[int, int]) -> dict[int, int]:
        """The places of those of *records* that are there already: as *known*, else as their kind tells."""
        matched, taken = dict(known), set(known.values())
        near = [dict.fromkeys(p for key in self._kind.keys(r) for p in self._index[key][:_CROWD]) for r in records]
        for fits in (self._kind.exactly, self._kind.same, self._kind.late):  # what is plainly one goes first
            late = fits is self._kind.late
            for number, record in enumerate(records):
                if number in matched or (late and not alone[number]):
                    continue
                free = (p for p in near[number] if p not in taken and (self._alone[p] or not late))
                place = next((p for p in free if fits(self.merged[p], record)), None)
                if place is not None:
                    matched[number] = place
                    taken.add(place)
        return matched


def _is_corrected(one: _T, other: _T, kind: _Kind[_T]) -> bool:
    """Whether *other* is the record that *one* was written to correct: of its identifier, but two of one title differ.

    A title makes an identifier, so two talks of one title may share it by chance.
    """
    events = {getattr(one, "event", None), getattr(other, "event", None)} - {None}
    titles = {title_key(getattr(each, "title", "")) for each in (one, other)}
    return len(events) < 2 and (one.kind == "slot" or len(titles) == 2 or kind.same(one, other))


def _conflict(record: Value, dispute: Dispute) -> Conflict:
    reference = f"{getattr(record, 'kind', '')}:{getattr(record, 'id', '')}"
    return Conflict(
        id="/".join(filter(None, (reference, dispute.field, dispute.source, slug(dispute.other)))),
        record=reference,
        field=dispute.field,
        kept=dispute.kept,
        other=dispute.other,
        source=dispute.source,
    )


def _unique_ids(records: Sequence[_T]) -> list[_T]:
    """The records with one identifier each: after the title where that was missing, numbered where it is taken."""
    wanted = [
        slug(record.title)
        if isinstance(record, Paper) and record.id.startswith(UNTITLED) and record.title
        else record.id
        for record in records
    ]
    taken = set(wanted)
    used: set[str] = set()
    unique = []
    for record, identifier in zip(records, wanted, strict=True):
        number, free = 1, identifier
        while free in used or (number > 1 and free in taken):
            number += 1
            free = f"{identifier}-{number}"
        used.add(free)
        unique.append(record if record.id == free else record.model_copy(update={"id": free}))
    return unique


def _with_links(paper: Paper) -> Paper:
    """The paper with the addresses that its abstract names among its links."""
    urls = dict.fromkeys(url.rstrip(".,;:)") for url in _URL.findall(paper.abstract))
    known = {link.url for link in paper.links}
    found = tuple(
        Link(label="code" if any(host in url for host in _CODE_HOSTS) else "link", url=url)
        for url in urls
        if url not in known
    )
    return paper.model_copy(update={"links": (*paper.links, *found)}) if found else paper


def _with_events(records: Records) -> Records:
    """The records with the event of each programme page that names none but shares papers with one that does."""
    events = {event.id for event in records.events}
    named = {source.id: source.event for source in records.sources if source.event in events}
    homeless = {source for session in records.sessions if session.event is None for source in session.sources}
    shared: defaultdict[str, set[str]] = defaultdict(set)  # page without event -> events of what it shares
    for paper in records.papers:
        for page in homeless.intersection(paper.sources).difference(named):
            shared[page].update(event for source in paper.sources if (event := named.get(source)))
    event_of = {page: next(iter(found)) for page, found in shared.items() if len(found) == 1}
    if not event_of:
        return records

    def placed(record: _Placed) -> _Placed:
        event = next((event_of[source] for source in record.sources if source in event_of), None)
        return record if event is None or record.event else record.model_copy(update={"event": event})

    return records.model_copy(
        update={
            "sources": tuple(
                s if s.event or s.id not in event_of else s.model_copy(update={"event": event_of[s.id]})
                for s in records.sources
            ),
            "sessions": tuple(map(placed, records.sessions)),
            "papers": tuple(map(placed, records.papers)),
        }
    )
