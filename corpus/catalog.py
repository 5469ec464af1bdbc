"""A corpus with everything looked up: made once for each corpus, shared by all questions, never changed.

What needs a look at every record is looked up when it is first asked for, and what needs all their texts comes from
the corpus file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from corpus.documents import Findable, findable, ref, text_of
from corpus.index.keyed import Keyed
from corpus.index.packed import Blobs, CorpusError, Numbers, Pack
from corpus.models import Break, Event, Held, Paper, Person, Post, Session, Slot, Source, Window
from corpus.names import words
from corpus.organisations import called
from corpus.overview import RUN, SHORTEST_RUN, Overview, looked_up, packed
from corpus.people import People
from corpus.search import Index
from corpus.selection import Papers, Picked, Selection
from corpus.shared import NEVER, Placement, Said, Shared, Traits, ticks

__all__ = [
    "RUN",
    "SHORTEST_RUN",
    "Catalog",
    "Findable",
    "Picked",
    "Role",
    "Said",
    "Selection",
    "Traits",
    "ref",
    "text_of",
]

_Made = TypeVar("_Made", Source, Event, Session, Post)
_FALLBACK_ZONE: Final = "UTC"
_OTHERS: Final = "The corpus and its index are not of the same records: build it again."


class Role(Person):
    """A person in a role, and the session or event that the role belongs to."""

    holder: str


class Catalog:
    """The records of a corpus, by everything that a question may name.

    *pack* is their index, where that was kept in a file; else it is made in memory. Raises CorpusError where it is
    damaged, at once or when the damaged part is read.
    """

    def __init__(self, records: Held, pack: Pack | None = None) -> None:
        self.records = records
        self.sources = _by_id(records.sources)
        self.events = _by_id(records.events)
        self.sessions = _by_id(records.sessions)
        self.posts = _by_id(records.posts)
        self._found = findable(records)
        self._busy: dict[str | None, tuple[Window, ...]] = {}
        self._days: dict[str | None, tuple[date, ...]] = {}
        if pack is None:
            self._places: Mapping[str, int] = {ref(record): place for place, record in enumerate(self._found)}
            self._references: Sequence[str] = tuple(self._places)
        else:
            self._pack = pack
            self._blobs = pack.blobs
            self._places, self._references = self.index.places, self.index.ids
            if not len(self._found) == len(self._places) == len(self._shared):
                raise CorpusError(_OTHERS)
        self.papers: Mapping[str, Paper] = Papers(self._found, self._places, len(records.papers))

    @cached_property
    def _pack(self) -> Pack:
        return packed(self.records)

    @cached_property
    def _blobs(self) -> Blobs:
        """What is soon made of records in memory: that of the pack which needs no look at their texts."""
        return looked_up(self.records)

    @cached_property
    def index(self) -> Index:
        """The retriever, whose documents are called by their references."""
        return Index(self._pack)

    @cached_property
    def _overview(self) -> Overview:
        return Overview(self._pack.blobs)

    @cached_property
    def _shared(self) -> Shared:
        return Shared(self._blobs)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Who has a role, in programme order."""
        held = [
            *((f"event:{event.id}", event.people) for event in self.records.events),
            *((ref(session), session.people) for session in self.sessions.values()),
            *((ref(post), post.people) for post in self.posts.values()),
        ]
        return tuple(Role(**person.model_dump(), holder=holder) for holder, people in held for person in people)

    @cached_property
    def people(self) -> People:
        """Everyone who wrote something or has a role."""
        return People(self._blobs)

    @cached_property
    def session_titles(self) -> tuple[tuple[Session, tuple[str, ...]], ...]:
        """Every session with the folded words of its title."""
        return tuple((session, tuple(words(session.title))) for session in self.records.sessions)

    @cached_property
    def organisations(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The organisations that own records, by the folded words that they are called by (see ``called``)."""
        return called(dict.fromkeys(chain.from_iterable(traits.orgs for traits in self._shared.traits)))

    @cached_property
    def rooms(self) -> dict[str, tuple[str, ...]]:
        """Every room with the folded words of its name."""
        return _worded([*self._shared.rooms, *(each.room for each in self.records.sessions)])

    @cached_property
    def tracks(self) -> dict[str, tuple[str, ...]]:
        """Every track with the folded words of its name."""
        return _worded(traits.track for traits in self._shared.traits)

    @property
    def ordinary_words(self) -> frozenset[str]:
        """Folded words that the texts write without a capital: not only names."""
        return self._overview.ordinary_words

    def titles_with(self, run: Sequence[str]) -> frozenset[str]:
        """The references of the records in whose titles the folded words of *run* stand in a row.

        They are SHORTEST_RUN words or more.
        """
        return self._overview.titles_with(run)

    def titled_alike(self, record: Findable) -> tuple[Findable, ...]:
        """All records of the same kind and title as *record*, itself among them, in programme order."""
        alike = map(self.at, self._overview.titled(record.title))
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
        return self._found[self._places[reference]]

    def holds(self, reference: str) -> bool:
        """Whether there is a record that *reference* names."""
        return reference in self._places

    def place(self, reference: str) -> int:
        """Where the record that *reference* names stands in programme order. Raises CorpusError where there is none."""
        try:
            return self._places[reference]
        except KeyError:
            raise CorpusError(_OTHERS) from None

    def reference(self, place: int) -> str:
        """The reference of the record that stands at *place* in programme order."""
        return self._references[place]

    def at(self, place: int) -> Findable:
        """The record that stands at *place* in programme order."""
        return self._found[place]

    @property
    def everything(self) -> Selection:
        """Every record, in programme order."""
        return Selection(self._found, self._shared)

    def picked(self, places: Iterable[int]) -> Picked:
        """The records at *places*, in their order."""
        return Picked(self._found, tuple(places))

    def traits(self, record: Findable) -> Traits:
        """What *record* shares with others."""
        return self.traits_at(self.place(ref(record)))

    def traits_at(self, place: int) -> Traits:
        """What the record at *place* in programme order shares with others."""
        return self._shared.of(place)

    def slots_of(self, paper: Paper) -> tuple[Slot, ...]:
        """The paper's places in sessions, in programme order."""
        return self._slots(ref(paper))

    def slots_in(self, session: Session) -> tuple[Slot, ...]:
        """The session's slots, in programme order."""
        return self._slots(ref(session))

    def slot(self, number: int) -> Slot:
        """The slot that has this *number* among all."""
        return self.records.slots[number]

    def papers_in(self, session: Session) -> list[int]:
        """Where the papers in *session* stand in programme order."""
        return self._shared.papers(self.place(ref(session)))

    def times_in(self, session: Session) -> set[Window]:
        """The times that what is in *session* has of its own."""
        return self._shared.times(self.place(ref(session)))

    def placements(self) -> Iterable[Placement]:
        """The slots, in programme order."""
        return self._shared.placements()

    def on(self, test: Callable[[Window], bool]) -> Selection:
        """What is on in a window that passes the *test*: one of its own, else one of the sessions that it is in."""
        chosen = self._shared.on(test)
        for session in self.records.sessions:
            if session.window and test(session.window):
                inside = self.papers_in(session)
                chosen[inside] |= ~self._shared.timed[inside]
                chosen[self.place(ref(session))] = True
        return Selection(self._found, self._shared, chosen)

    def in_time(self, records: Selection, *, untimed: datetime) -> Picked:
        """*records* by their first start of their own; those without one as if they started at *untimed*."""
        places = np.flatnonzero(records.holding)
        starts = np.where(self._starts == NEVER, ticks(untimed), self._starts)[places]
        return self.picked(places[np.argsort(starts, kind="stable")].tolist())

    def alike(self, records: Picked) -> Picked:
        """Those of *records* that have the title of another of them, but for its signs and capitals."""
        return self.picked(self._overview.twins(self.everything.at(records.places).holding))

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that talks are said to be held in, as their programmes write them."""
        return frozenset(filter(None, (traits.language for traits in self._shared.traits)))

    def tracks_of(self, record: Findable) -> tuple[str, ...]:
        """The tracks that *record* belongs to: its own, and those of the sessions that it is in."""
        return self.traits(record).tracks

    def by(self, names: Iterable[str]) -> set[int]:
        """The places of what people spelt as one of *names* have written, or have a role in."""
        spelt = set(names)
        holders = {role.holder for role in self.roles if role.name in spelt and self.holds(role.holder)}
        return {*(row for name in spelt for row in self._authored.find([name])), *map(self.place, holders)}

    def count_people(self, papers: Selection, others: Iterable[str]) -> int:
        """How many people there are who wrote one of *papers*, or are spelt as one of *others*."""
        return self._authored.count(papers.holding, ([name] for name in others))

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
        papers = (each for each in self._shared.traits if each.kind == "paper")
        return tuple(sorted({each.day for each in papers if each.day and not set(each.sources).isdisjoint(sources)}))

    def _windows(self, event: str | None) -> tuple[Window, ...]:
        windows = self._shared.windows(event)
        windows |= {_window(s, s.window) for s in self.records.sessions if s.window and event in (None, s.event)}
        return tuple(sorted(windows, key=lambda window: (window.start, window.end)))

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

    def _slots(self, reference: str) -> tuple[Slot, ...]:
        place = self._places.get(reference)
        numbers = self._shared.slots(place) if place is not None else ()
        return tuple(map(self.records.slots.__getitem__, numbers))

    @cached_property
    def _starts(self) -> Numbers:
        return self._shared.starts({self.place(ref(s)): s.window for s in self.records.sessions if s.window})

    @cached_property
    def _authored(self) -> Keyed:
        return Keyed(self._blobs, "authored", len(self._found))


def _window(session: Session, window: Window) -> Window:
    if "break" not in words(session.type):
        return window
    return Break(start=window.start, end=window.end, name=session.title)


def _worded(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: said for name in dict.fromkeys(names) if (said := tuple(words(name)))}


def _by_id(records: Iterable[_Made]) -> dict[str, _Made]:
    return {record.id: record for record in records}
