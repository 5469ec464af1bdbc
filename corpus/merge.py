"""One record for one thing, however many sources list it.

Sources are believed in the order in which they are given. Two records of one source stay two; two of different
sources are one where ``corpus.same`` says so. What the first leaves empty comes from the next; where both say
something and do not agree, the first is kept, and the other is a ``Conflict`` for an organiser to look at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar

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
    strangers,
    surnames,
    title_keys,
)
from corpus.titles import KnownTitle, titled

_CROWD: Final = 64  # records of one key: more of them say nothing about any two
_URL: Final = re.compile(r"https?://[^\s<>\"'{}|\\^`\[\]]+")
_CODE_HOSTS: Final = ("github.com", "github.io", "gitlab.com", "bitbucket.org")
_LISTS: Final = ("keywords", "notes", "orgs", "links", "people", "sources")

_PRESENTED: Final = frozenset({"", "talk", "presentation", "poster", "oral", "spotlight"})  # ways to present a paper

_T = TypeVar("_T", Source, Event, Session, Paper, Slot, Post)
_Placed = TypeVar("_Placed", Session, Paper)
Renamed = list[dict[str, str]]  # for each source, the new identifier of every old one


class Dispute(NamedTuple):
    """What a further *source* says otherwise of the record in a *place*."""

    place: int
    field: str
    kept: str
    other: str
    source: str


class _Kind(NamedTuple, Generic[_T]):
    """How records of a kind are told apart.

    Two that share one of their *keys* are one where they are *exactly* so, else where they are the *same*; else where
    each is the only one of its source with its *lone* key, and one source is *late*. They may disagree about the
    fields that are *disputed*.
    """

    keys: Callable[[_T], Iterable[Hashable]]
    exactly: Callable[[_T, _T], bool]
    same: Callable[[_T, _T], bool]
    disputed: tuple[str, ...] = ()
    lone: Callable[[_T], Hashable] = id
    late: Callable[[_T, _T], bool] = lambda one, other: False  # noqa: ARG005


def merge(parts: Sequence[Parsed], titles: Sequence[KnownTitle] = ()) -> Parsed:
    """The records of all *parts* as one corpus; earlier parts win where two disagree."""
    every = [(next((source.id for source in part.records.sources), ""), part.records) for part in parts]
    conflicts = [conflict for _, records in every for conflict in records.conflicts]
    sessions, of_sessions = _merged([(name, records.sessions) for name, records in every], _SESSIONS, conflicts)
    papers, of_papers = _merged([(name, titled(records.papers, titles)) for name, records in every], _PAPERS, conflicts)
    moved = [
        (name, [slot.renamed(of_papers[place], of_sessions[place]) for slot in records.slots])
        for place, (name, records) in enumerate(every)
    ]
    merged = Records(
        sources=tuple(_merged([(name, records.sources) for name, records in every], _BY_ID, conflicts)[0]),
        events=tuple(_merged([(name, records.events) for name, records in every], _EVENTS, conflicts)[0]),
        sessions=tuple(sessions),
        papers=tuple(map(_with_links, papers)),
        slots=tuple(_merged(moved, _SLOTS, conflicts)[0]),
        posts=tuple(_merged([(name, records.posts) for name, records in every], _BY_ID, conflicts)[0]),
        conflicts=tuple({conflict.id: conflict for conflict in conflicts}.values()),
    )
    notes = [note for part in parts for note in part.notes]
    untitled = sum(not paper.title for paper in merged.papers)
    if untitled:
        notes.append(Note(level="problem", text=f"{untitled} papers have no title in any source"))
    return Parsed(records=_with_events(merged), notes=tuple(notes))


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
    merged: list[_T] = []
    index: defaultdict[Hashable, list[int]] = defaultdict(list)  # key -> places in `merged`
    alone: list[bool] = []  # of each place, whether its record is the only one of its list with its lone key
    disputes: list[Dispute] = []
    places: list[dict[str, int]] = []
    for source, records in lists:
        crowd = Counter(map(kind.lone, records))
        only = [crowd[kind.lone(record)] == 1 for record in records]
        near = [
            tuple(dict.fromkeys(place for key in kind.keys(record) for place in index[key][:_CROWD]))
            for record in records
        ]
        matched: dict[int, int] = {}  # of a record, its place in `merged`
        taken: set[int] = set()
        for pass_ in (kind.exactly, kind.same, kind.late):  # what is plainly one is not taken by what is nearly
            for number, record in enumerate(records):
                if number in matched or not near[number] or (pass_ is kind.late and not only[number]):
                    continue
                free = (p for p in near[number] if p not in taken and (alone[p] or pass_ is not kind.late))
                place = next((p for p in free if pass_(merged[p], record)), None)
                if place is not None:
                    matched[number] = place
                    taken.add(place)
        found: dict[str, int] = {}
        for number, record in enumerate(records):
            place = matched.get(number, len(merged))
            if number not in matched:
                merged.append(record)
                alone.append(only[number])
            else:
                disputes += _disputes(place, merged[place], record, kind.disputed, source)
                merged[place] = _joined(merged[place], record)
            found[record.id] = place
            for key in kind.keys(merged[place]):
                if place not in index[key][-_CROWD:]:
                    index[key].append(place)
        places.append(found)
    unique = _unique_ids(merged)
    conflicts += [_conflict(unique[dispute.place], dispute) for dispute in disputes]
    return unique, [{old: unique[place].id for old, place in found.items()} for found in places]


def _joined(one: _T, other: _T) -> _T:
    """One record of two: *one*'s facts, and *other*'s where *one* has none; lists hold both's."""
    changed = _fields(dict(one), dict(other))
    if isinstance(one, Paper) and isinstance(other, Paper):
        changed |= _paper_fields(one, other)
    return one.model_copy(update=changed)


def _fields(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    gaps = {name: value for name, value in theirs.items() if not mine[name]}
    for bound, against in (("end", "start"), ("start", "end")):  # one source's start and another's end are no time
        if mine.get(against) and mine[against] != theirs[against]:
            gaps.pop(bound, None)
    return gaps | {name: tuple(dict.fromkeys((*mine[name], *theirs[name]))) for name in _LISTS if name in mine}


def _paper_fields(one: Paper, other: Paper) -> dict[str, Any]:
    """What a paper takes from two records by more than "the first that has it": the fuller list, every title."""
    known = title_keys(one) if one.title else {title_key(other.title)}
    further = [title for title in (other.title, *other.other_titles) if title_key(title) not in {*known, ""}]
    return {
        "type": "paper" if other.type == "paper" and one.type in _PRESENTED else one.type,
        "authors": other.authors if surnames(one) < surnames(other) else one.authors or other.authors,
        "other_titles": (*one.other_titles, *further),
        "abstract": max(one.abstract, other.abstract, key=len),
    }


def _disputes(place: int, one: _T, other: _T, fields: Iterable[str], source: str) -> Iterator[Dispute]:
    source = next(iter(getattr(other, "sources", ())), source)
    for name in fields:
        mine, theirs = _shown(getattr(one, name)), _shown(getattr(other, name))
        if mine and theirs and title_key(mine) != title_key(theirs):
            yield Dispute(place, name, mine, theirs, source)
    if isinstance(one, Paper) and isinstance(other, Paper) and strangers(one, other):
        yield Dispute(place, "authors", ", ".join(one.authors), ", ".join(other.authors), source)


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


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
