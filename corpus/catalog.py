"""A corpus with everything looked up: made once for each corpus, shared by all questions, never changed.

What needs a look at every record is looked up when it is first asked for, and what needs all their texts comes from
the corpus file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from corpus.collector import collector_paused
from corpus.documents import Findable, findable, ref, text_of
from corpus.index.packed import CorpusError, Pack
from corpus.models import Break, Event, Paper, Person, Post, Records, Session, Slot, Source, Window
from corpus.names import words
from corpus.organisations import called
from corpus.overview import RUN, Overview, packed
from corpus.people import People
from corpus.search import Index

__all__ = ["RUN", "Catalog", "Findable", "Role", "ref", "text_of"]

_Made = TypeVar("_Made", Source, Event, Session, Paper, Slot, Post)
_FALLBACK_ZONE: Final = "UTC"


class Role(Person):
    """A person in a role, and the session or event that the role belongs to."""

    holder: str


class Catalog:
    """The records of a corpus, by everything that a question may name.

    *pack* is their index, where that was kept in a file; else it is made in memory. Raises CorpusError where it is
    damaged.
    """

    def __init__(self, records: Records, pack: Pack | None = None) -> None:
        self.records = records
        self.sources = _by_id(records.sources)
        self.events = _by_id(records.events)
        self.sessions = _by_id(records.sessions)
        self.papers = _by_id(records.papers)
        self.posts = _by_id(records.posts)
        self._found = {ref(record): record for record in findable(records)}
        self._types: dict[str, frozenset[str]] = {}
        self._busy: dict[str | None, tuple[Window, ...]] = {}
        self._days: dict[str | None, tuple[date, ...]] = {}
        if pack is not None:
            self._pack = pack
            if list(self.index.ids) != list(self._found):
                raise CorpusError("The corpus and its index are not of the same records: build it again.")

    @cached_property
    def _pack(self) -> Pack:
        return packed(self.records)

    @cached_property
    def index(self) -> Index:
        """The retriever, whose documents are called by their references."""
        return Index(self._pack)

    @cached_property
    def _overview(self) -> Overview:
        return Overview(self._pack.blobs)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Who has a role, in programme order."""
        holders: list[tuple[str, tuple[Person, ...]]] = [
            *((f"event:{event.id}", event.people) for event in self.records.events),
            *((ref(each), each.people) for each in self._found.values() if not isinstance(each, Paper)),
        ]
        return tuple(Role(**person.model_dump(), holder=holder) for holder, people in holders for person in people)

    @cached_property
    def people(self) -> People:
        """Everyone who wrote something or has a role."""
        with collector_paused():
            return People([*self._papers_by, *(role.name for role in self.roles)])

    @cached_property
    def session_titles(self) -> tuple[tuple[Session, tuple[str, ...]], ...]:
        """Every session with the folded words of its title."""
        return tuple((session, tuple(words(session.title))) for session in self.records.sessions)

    @cached_property
    def organisations(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The organisations that own records, by the folded words that they are called by (see ``called``)."""
        owners = ((each.org,) if isinstance(each, Post) else each.orgs for each in self._found.values())
        return called(dict.fromkeys(chain.from_iterable(owners)))

    @cached_property
    def rooms(self) -> dict[str, tuple[str, ...]]:
        """Every room with the folded words of its name."""
        return _worded([*(slot.room for slot in self.records.slots), *(each.room for each in self.records.sessions)])

    @cached_property
    def tracks(self) -> dict[str, tuple[str, ...]]:
        """Every track with the folded words of its name."""
        return _worded([*(each.track for each in self.records.papers), *(each.track for each in self.records.sessions)])

    @property
    def ordinary_words(self) -> frozenset[str]:
        """Folded words that the texts write without a capital: not only names."""
        return self._overview.ordinary_words

    def titles_with(self, run: Sequence[str]) -> frozenset[str]:
        """The references of the records in whose titles the folded words of *run*, RUN of them, stand in a row."""
        return self._overview.titles_with(run)

    def titled_alike(self, record: Findable) -> tuple[Findable, ...]:
        """All records of the same kind and title as *record*, itself among them, in programme order."""
        alike = map(self.get, self._overview.titled(record.title))
        return tuple(each for each in alike if each.kind == record.kind)

    def named(self, said: Iterable[str]) -> tuple[str, ...]:
        """The references of the records whose own name is among the folded words *said*: "gshard", "pep".

        A name is what a title has before its colon, a word of a title with a capital or digit within it, or an
        acronym that a text puts in brackets; only where no other record has it.
        """
        own = self._overview.own_names
        return tuple(dict.fromkeys(own[word] for word in said if word in own))

    def get(self, reference: str) -> Findable:
        """The record that *reference* names. Raises KeyError where there is none."""
        return self._found[reference]

    def holds(self, reference: str) -> bool:
        """Whether there is a record that *reference* names."""
        return reference in self._found

    def place(self, reference: str) -> int:
        """Where the record that *reference* names stands in programme order."""
        return self._places[reference]

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

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that talks are said to be held in, as their programmes write them."""
        return frozenset(filter(None, (paper.language for paper in self.records.papers)))

    def tracks_of(self, record: Findable) -> tuple[str, ...]:
        """The tracks that *record* belongs to: its own, and those of the sessions that it is in."""
        if isinstance(record, Post):
            return ()
        slots = self.slots_of(record) if isinstance(record, Paper) else ()
        homes = (self.sessions[slot.session] for slot in slots if slot.session in self.sessions)
        return tuple(dict.fromkeys(filter(None, (record.track, *(home.track for home in homes)))))

    def papers_by(self, name: str) -> tuple[Paper, ...]:
        """The papers of the person spelt *name*, under all spellings of it, in programme order."""
        spelt = {paper.id for spelling in self.people.spellings(name) for paper in self._papers_by.get(spelling, ())}
        return tuple(
            self.papers[identifier] for identifier in sorted(spelt, key=lambda each: self.place(f"paper:{each}"))
        )

    def roles_of(self, name: str) -> tuple[Role, ...]:
        """The roles of the person spelt *name*, under all spellings of it."""
        spellings = set(self.people.spellings(name))
        return tuple(role for role in self.roles if role.name in spellings)

    def zone(self, event: str | None) -> str:
        """The IANA zone in which the event's own pages write times; UTC where none is known."""
        named = (each.zone for each in self.records.events if each.zone and event in (None, each.id))
        written = (s.zone for s in self.records.sessions if s.zone and event in (None, s.event))
        return next(chain(named, written), None) or _FALLBACK_ZONE

    def busy(self, event: str | None = None) -> tuple[Window, ...]:
        """When something is on, of one event or of all, by start; a break that the programme names is a ``Break``."""
        if event not in self._busy:
            self._busy[event] = self._windows(event)
        return self._busy[event]

    def listing_days(self, sources: Sequence[str]) -> tuple[date, ...]:
        """The days under which *sources* list papers."""
        listed = (paper for paper in self.records.papers if paper.listed and set(paper.sources) & set(sources))
        return tuple(sorted({paper.listed for paper in listed if paper.listed}))

    def _windows(self, event: str | None) -> tuple[Window, ...]:
        windows = [slot.window for slot in self.records.slots if slot.window and event in (None, self._event_of(slot))]
        windows += [_window(s, s.window) for s in self.records.sessions if s.window and event in (None, s.event)]
        return tuple(sorted(set(windows), key=lambda window: (window.start, window.end)))

    def event_at(self, instant: datetime) -> str | None:
        """The one event that runs at *instant*, by ``running``; None, which stands for all, where there are several."""
        running = self.running(instant)
        return running[0] if len(running) == 1 else None

    def running(self, instant: datetime) -> tuple[str, ...]:
        """The event with times that is on at *instant*, else the next one, else the last; and what runs during it."""
        spans = [
            (busy[0].start, max(window.end for window in busy), event.id)
            for event in self.records.events
            if (busy := self.busy(event.id))
        ]
        ahead = [span for span in spans if span[1] > instant]
        if not spans:
            return ()
        start, end, _ = min(ahead) if ahead else max(spans)
        return tuple(event for begun, over, event in spans if begun < end and start < over)

    def days(self, event: str | None = None) -> tuple[date, ...]:
        """The days of one event or of all, in the event's own zone: as stated, and on which something is on."""
        if event not in self._days:
            self._days[event] = self._days_of(event)
        return self._days[event]

    def _days_of(self, event: str | None) -> tuple[date, ...]:
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

    @cached_property
    def _slots_of(self) -> dict[str, tuple[Slot, ...]]:
        return _grouped(self.records.slots, lambda slot: slot.paper)

    @cached_property
    def _slots_in(self) -> dict[str, tuple[Slot, ...]]:
        return _grouped(self.records.slots, lambda slot: slot.session)

    @cached_property
    def _papers_by(self) -> dict[str, tuple[Paper, ...]]:
        return _grouped_many(self.records.papers, lambda paper: paper.authors)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each record stands in programme order, by its reference."""
        return {reference: place for place, reference in enumerate(self._found)}


def _window(session: Session, window: Window) -> Window:
    if "break" not in words(session.type):
        return window
    return Break(start=window.start, end=window.end, name=session.title)


def _worded(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: said for name in dict.fromkeys(names) if (said := tuple(words(name)))}


def _by_id(records: Iterable[_Made]) -> dict[str, _Made]:
    return {record.id: record for record in records}


def _grouped(slots: Iterable[Slot], key: Callable[[Slot], str | None]) -> dict[str, tuple[Slot, ...]]:
    groups: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        if (name := key(slot)) is not None:
            groups[name].append(slot)
    return {name: tuple(group) for name, group in groups.items()}


def _grouped_many(papers: Iterable[Paper], keys: Callable[[Paper], Iterable[str]]) -> dict[str, tuple[Paper, ...]]:
    groups: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in dict.fromkeys(keys(paper)):
            groups[key].append(paper)
    return {name: tuple(group) for name, group in groups.items()}
