"""A corpus with everything looked up: made once for each corpus, shared by all questions, never changed.

A *reference* is ``kind:id``, so that a post and a paper of the same title stay apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from corpus.models import Event, Paper, Person, Post, Records, Session, Slot, Source, Window
from corpus.names import title_key, words
from corpus.people import People
from corpus.search import Document, Index
from corpus.text import analyse

Findable = Paper | Session | Post
_Key = TypeVar("_Key")
_Made = TypeVar("_Made", Source, Event, Session, Paper, Slot, Post)
RUN: Final = 4  # words in a row by which a title is known
_RARE: Final = 2  # records that may hold a word which is one record's own name
_FALLBACK_ZONE: Final = "UTC"
_COINED: Final = re.compile(r"\b(?=\w*[A-Z0-9])\w+[A-Z]\w*\b")  # GShard, AdamP, DETR, wav2vecX
_ACRONYM: Final = re.compile(r"\(([A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)\)")
_LOWER_CASE: Final = re.compile(r"(?<![^\W_])[^\W\d_A-Z][^\W_]*")


def ref(record: Findable) -> str:
    """The reference of a record that can be found."""
    return f"{record.kind}:{record.id}"


class Role(Person):
    """A person in a role, and the session or event that the role belongs to."""

    holder: str


class Catalog:
    """The records of a corpus, by everything that a question may name."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.sources = _by_id(records.sources)
        self.events = _by_id(records.events)
        self.sessions = _by_id(records.sessions)
        self.papers = _by_id(records.papers)
        self.posts = _by_id(records.posts)
        findable: tuple[Findable, ...] = (*records.papers, *records.sessions, *records.posts)
        self._found = {ref(record): record for record in findable}
        self._slots_of = _grouped(records.slots, lambda slot: slot.paper)
        self._slots_in = _grouped(records.slots, lambda slot: slot.session)
        self.roles = tuple(
            Role(**person.model_dump(), holder=holder)
            for holder, people in [
                *((f"event:{event.id}", event.people) for event in records.events),
                *((ref(record), record.people) for record in findable if not isinstance(record, Paper)),
            ]
            for person in people
        )
        self._papers_by = _grouped_many(records.papers, lambda paper: paper.authors)
        self.session_titles = tuple((session, tuple(words(session.title))) for session in records.sessions)
        owners = (org for record in findable for org in ((record.org,) if isinstance(record, Post) else record.orgs))
        orgs = [org for org in dict.fromkeys(owners) if words(org)]
        firsts = Counter(words(org)[0] for org in orgs)
        self.organisations = {words(org)[0]: org for org in orgs if firsts[words(org)[0]] == 1}  # by first word
        held = dict.fromkeys([*(slot.room for slot in records.slots), *(session.room for session in records.sessions)])
        self.rooms = {room: named for room in held if (named := tuple(words(room)))}
        tracks = dict.fromkeys([*(paper.track for paper in records.papers), *(s.track for s in records.sessions)])
        self.tracks = {track: named for track in tracks if (named := tuple(words(track)))}
        self._titled = _grouped_records(findable)
        self._types: dict[str, frozenset[str]] = {}
        self._busy: dict[str | None, tuple[Window, ...]] = {}
        self.people = People([*self._papers_by, *(role.name for role in self.roles)])
        self.index = Index([self._document(record) for record in self._found.values()])
        runs: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for record in findable:
            said = words(record.title)
            for start in range(len(said) - RUN + 1):
                runs[tuple(said[start : start + RUN])].add(ref(record))
        self._runs = {run: frozenset(references) for run, references in runs.items()}
        self._named = _names_of(findable)
        self.ordinary_words = frozenset(
            word
            for record in self._found.values()
            for text in (record.title, text_of(record))
            for written in _LOWER_CASE.findall(text)
            for word in words(written)
        )  # words that the texts write without a capital: not only names

    def titles_with(self, run: Sequence[str]) -> frozenset[str]:
        """The references of the records in whose titles the folded words of *run*, RUN of them, stand in a row."""
        return self._runs.get(tuple(run), frozenset())

    def titled_alike(self, record: Findable) -> tuple[Findable, ...]:
        """All records of the same kind and title as *record*, itself among them, in programme order."""
        return self._titled[record.kind, title_key(record.title)]

    def named(self, said: Iterable[str]) -> tuple[str, ...]:
        """The references of the records whose own name is among the folded words *said*: "gshard", "pep".

        A name is what a title has before its colon, a word of a title with a capital or digit within it, or an
        acronym that a text puts in brackets; only where no other record has it.
        """
        return tuple(dict.fromkeys(self._named[word] for word in said if word in self._named))

    def get(self, reference: str) -> Findable:
        """The record that *reference* names. Raises KeyError where there is none."""
        return self._found[reference]

    def references(self) -> tuple[str, ...]:
        """Every reference, in programme order."""
        return tuple(self._found)

    def slots_of(self, paper: Paper) -> tuple[Slot, ...]:
        """The paper's places in sessions, in programme order."""
        return self._slots_of.get(paper.id, ())

    def slots_in(self, session: Session) -> tuple[Slot, ...]:
        """The session's slots, in programme order."""
        return self._slots_in.get(session.id, ())

    def types(self, record: Paper | Session) -> frozenset[str]:
        """The words of what *record* is called by its own type and by those of its slots."""
        key = ref(record)
        if key not in self._types:
            slots = self.slots_of(record) if isinstance(record, Paper) else ()
            self._types[key] = frozenset(
                word for type_ in (record.type, *(slot.type for slot in slots)) for word in words(type_)
            )
        return self._types[key]

    def tracks_of(self, record: Findable) -> tuple[str, ...]:
        """The tracks that *record* belongs to: its own, and those of the sessions that it is in."""
        if isinstance(record, Post):
            return ()
        slots = self.slots_of(record) if isinstance(record, Paper) else ()
        homes = (self.sessions[slot.session] for slot in slots if slot.session in self.sessions)
        return tuple(dict.fromkeys(filter(None, (record.track, *(home.track for home in homes)))))

    def papers_by(self, name: str) -> tuple[Paper, ...]:
        """The papers of the person spelt *name*, under all spellings of it, in programme order."""
        spelt = {id(paper) for spelling in self.people.spellings(name) for paper in self._papers_by.get(spelling, ())}
        return tuple(paper for paper in self.records.papers if id(paper) in spelt) if spelt else ()

    def roles_of(self, name: str) -> tuple[Role, ...]:
        """The roles of the person spelt *name*, under all spellings of it."""
        spellings = set(self.people.spellings(name))
        return tuple(role for role in self.roles if role.name in spellings)

    def zone(self, event: str | None) -> str:
        """The IANA zone in which the event's own pages write times; UTC where none is known."""
        named = self.events[event].zone if event in self.events else None
        return named or next(
            (s.zone for s in self.records.sessions if s.zone and event in (None, s.event)), _FALLBACK_ZONE
        )

    def busy(self, event: str | None = None) -> tuple[Window, ...]:
        """When something is on, of one event or of all, by start."""
        if event not in self._busy:
            self._busy[event] = self._windows(event)
        return self._busy[event]

    def listing_days(self, sources: Sequence[str]) -> tuple[date, ...]:
        """The days under which *sources* list papers."""
        listed = (paper for paper in self.records.papers if paper.listed and set(paper.sources) & set(sources))
        return tuple(sorted({paper.listed for paper in listed if paper.listed}))

    def _windows(self, event: str | None) -> tuple[Window, ...]:
        windows = [slot.window for slot in self.records.slots if slot.window and event in (None, self._event_of(slot))]
        windows += [s.window for s in self.records.sessions if s.window and event in (None, s.event)]
        return tuple(sorted(set(windows), key=lambda window: (window.start, window.end)))

    def event_at(self, instant: datetime) -> str | None:
        """The event with times that is on at *instant*, else the next one, else the last."""
        spans = [
            (busy[0].start, busy[-1].end, event.id) for event in self.records.events if (busy := self.busy(event.id))
        ]
        ahead = [span for span in spans if span[1] > instant]
        return min(ahead)[2] if ahead else max(spans)[2] if spans else None

    def days(self, event: str | None = None) -> tuple[date, ...]:
        """The days of one event or of all, in the event's own zone: as stated, and on which something is on."""
        stated: set[date] = set()
        for each in self.records.events:
            if each.start and event in (None, each.id):
                last = each.end or each.start
                stated.update(each.start + timedelta(days=n) for n in range((last - each.start).days + 1))
        zone = ZoneInfo(self.zone(event))
        return tuple(sorted(stated | {window.start.astimezone(zone).date() for window in self.busy(event)}))

    def _event_of(self, slot: Slot) -> str | None:
        session = self.sessions.get(slot.session or "")
        return session.event if session else self.papers[slot.paper].event if slot.paper in self.papers else None

    def _document(self, record: Findable) -> Document:
        return Document(
            id=ref(record),
            title=record.title,
            other_titles=record.other_titles if isinstance(record, Paper) else (),
            authors=self._names(record),
            text=text_of(record),
            keywords=record.keywords,
            context=" ".join(self._context(record)),
        )

    def _names(self, record: Findable) -> tuple[str, ...]:
        return record.authors if isinstance(record, Paper) else tuple(dict.fromkeys(p.name for p in record.people))

    def _context(self, record: Findable) -> Iterable[str]:
        yield from record.orgs if not isinstance(record, Post) else (record.org,)
        if isinstance(record, Paper):
            yield record.track
            for slot in self.slots_of(record):
                yield slot.type
                if slot.session in self.sessions:
                    yield self.sessions[slot.session].title
        elif isinstance(record, Session):
            yield f"{record.type} {record.track}"


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


def text_of(record: Findable) -> str:
    """The text that a record holds: our summary, its own abstract or body, its notes."""
    own = (record.summary, record.abstract if not isinstance(record, Post) else record.body)
    return "\n".join(part for part in (*own, *record.notes) if part)


def _by_id(records: Iterable[_Made]) -> dict[str, _Made]:
    return {record.id: record for record in records}


def _grouped(slots: Iterable[Slot], key: Callable[[Slot], str | None]) -> dict[str, tuple[Slot, ...]]:
    groups: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        if (name := key(slot)) is not None:
            groups[name].append(slot)
    return {name: tuple(group) for name, group in groups.items()}


def _grouped_records(records: Iterable[Findable]) -> dict[tuple[str, str], tuple[Findable, ...]]:
    groups: defaultdict[tuple[str, str], list[Findable]] = defaultdict(list)
    for record in records:
        groups[record.kind, title_key(record.title)].append(record)
    return {key: tuple(group) for key, group in groups.items()}


def _grouped_many(papers: Iterable[Paper], keys: Callable[[Paper], Iterable[str]]) -> dict[str, tuple[Paper, ...]]:
    groups: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in dict.fromkeys(keys(paper)):
            groups[key].append(paper)
    return {name: tuple(group) for name, group in groups.items()}
