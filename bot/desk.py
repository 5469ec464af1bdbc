"""What an answer is made from: the corpus with its lookups, and small questions that all answers share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from bot.heard import language_named
from bot.lexicon import KIND_TYPES, PAPER_TYPES, SESSION_TYPES
from bot.models import Item, Line, Piece, Strong
from bot.schedule import Entry, entries, placed
from bot.understand import Question
from corpus.catalog import Catalog, Findable, Selection, Traits, ref
from corpus.models import Paper, Post, Session, Slot, Window
from corpus.names import words

_TYPES: Final = 4096  # what records are called by their types: their words are looked at for every question


@dataclass(frozen=True)
class Desk:
    """The corpus that answers are taken from, and the event that is meant where none is named."""

    catalog: Catalog
    home: str | None = None
    _entries: dict[str | None, tuple[Entry, ...]] = field(default_factory=dict, repr=False, compare=False)
    _placed: dict[str | None, tuple[Entry, ...]] = field(default_factory=dict, repr=False, compare=False)
    _homes: dict[str, Desk] = field(default_factory=dict, repr=False, compare=False)

    def at_home(self, event: str) -> Desk:
        """This desk where *event* is meant by those who name none; itself where the corpus holds no such event."""
        if event == self.home or event not in self.catalog.events:
            return self
        if event not in self._homes:
            self._homes[event] = replace(self, home=event)
        return self._homes[event]

    def entries(self, event: str | None) -> tuple[Entry, ...]:
        """Everything of *event* that has a time, of all events where it is None, by start."""
        if event not in self._entries:
            every = self.entries(None) if event is not None else entries(self.catalog)
            self._entries[event] = tuple(entry for entry in every if event in (None, entry.said.event))
        return self._entries[event]

    def placed(self, event: str | None) -> tuple[Entry, ...]:
        """As ``entries``, with each paper of the sessions that stand for themselves there, as posters do."""
        if event not in self._placed:
            every = self.placed(None) if event is not None else placed(self.catalog)
            self._placed[event] = tuple(entry for entry in every if event in (None, entry.said.event))
        return self._placed[event]

    def room_of(self, entry: Entry) -> str:
        """The room that *entry* is in: its slot's, else its session's."""
        session = self.catalog.sessions.get(entry.said.session or "")
        return entry.said.room or (session.room if session else "")

    def event_for(self, question: Question) -> str | None:
        """The event that *question* means: the one it names, the home event, else the one on now, next or last."""
        return question.event or self.home or self.catalog.event_at(question.now)

    def event_name(self, event: str | None) -> str:
        """The name of an event as answers say it."""
        return self.catalog.events[event].name if event in self.catalog.events else "the programme"

    def holds(self, reference: str) -> bool:
        """Whether the programme holds the record that *reference* names."""
        return self.catalog.holds(reference)

    def persons(self, names: Iterable[str]) -> list[str]:
        """One spelling for each person whom *names* spell, in their order."""
        persons: dict[str, str] = {}
        chosen = []
        for name in names:
            if name not in persons:
                spelt = self.catalog.people.spellings(name)
                written = next((each for each in (name, *spelt) if each != each.casefold()), name)
                persons |= dict.fromkeys((name, *spelt), written)
                chosen.append(written)
        return chosen

    def held_by(self, name: str) -> set[str]:
        """The references of the records that the person called *name* wrote or has a role in."""
        return set(map(self.catalog.reference, self.by([name])))

    def by(self, names: Iterable[str]) -> set[int]:
        """The places of what people called one of *names*, however they are spelt, wrote or have a role in."""
        return self.catalog.by(spelt for name in names for spelt in self.catalog.people.spellings(name))

    def item(self, record: Findable, *, now: datetime, slot: Slot | None = None, note: Line = ()) -> Item:
        """The line of a list that shows *record*, at *slot* where it has several places."""
        if isinstance(record, Paper):
            slot = slot or self.slot(record, now)
        session = self.catalog.sessions.get(slot.session or "") if slot else None
        timed: Slot | Session | None = record if isinstance(record, Session) else slot
        window = (timed.window if timed else None) or (
            session.window if session and not self.catalog.times_in(session) else None
        )
        url = next((link.url for link in record.links if link.url and link.label != "code"), None)
        return Item(
            id=record.id,
            ref=ref(record),
            kind=kind_of(record, slot),
            title=record.title,
            authors=record.authors if isinstance(record, Paper) else (),
            session=session.title if session else None,
            room=(slot.room if slot else "") or (getattr(timed, "room", "") or (session.room if session else "")),
            window=window,
            zone=self.catalog.zone(record.event),
            url=url,
            links=record.links,
            sources=tuple(self.catalog.sources[s].title for s in record.sources if s in self.catalog.sources),
            status=_status(window, now),
            note=note,
        )

    def items(self, records: Iterable[Findable], now: datetime) -> tuple[Item, ...]:
        """The lines for *records*, in their order."""
        return tuple(self.item(record, now=now) for record in records)

    def slot(self, paper: Paper, now: datetime) -> Slot | None:
        """The paper's place that is on or comes next, else its first."""
        slots = self.catalog.slots_of(paper)
        coming = [slot for slot in slots if slot.window and slot.window.end > now]
        return min(coming, key=lambda slot: slot.start or now) if coming else slots[0] if slots else None

    def homes(self, record: Findable) -> tuple[Session, ...]:
        """The sessions that *record* is presented in; a session itself."""
        if isinstance(record, Session):
            return (record,)
        slots = self.catalog.slots_of(record) if isinstance(record, Paper) else ()
        return tuple(self.catalog.sessions[s.session] for s in slots if s.session in self.catalog.sessions)

    def windows(self, record: Findable) -> tuple[Window, ...]:
        """The times within which *record* is on, by start: its own, else those of its sessions."""
        slots = self.catalog.slots_of(record) if isinstance(record, Paper) else ()
        own = [slot.window for slot in slots if slot.window]
        every = own or [home.window for home in self.homes(record) if home.window]
        return tuple(sorted(every, key=lambda window: window.start))

    def times(self, record: Findable) -> tuple[Window, ...]:
        """The times of *record*: its own, else those of its sessions; none where others there have their own."""
        slots = self.catalog.slots_of(record) if isinstance(record, Paper) else ()
        untimed = isinstance(record, Paper) and not any(slot.window for slot in slots)
        return () if untimed and any(map(self.catalog.times_in, self.homes(record))) else self.windows(record)

    def of_kinds(self, kinds: Sequence[str]) -> Selection:
        """All records that are one of *kinds*, in programme order; all there are where none is named."""
        return self.catalog.everything.having(lambda traits: are_kind(traits, kinds))

    def is_kind(self, record: Findable, kinds: Sequence[str]) -> bool:
        """Whether *record* is one of *kinds*, as people use those words; any record is where none is named."""
        return are_kind(self.catalog.traits(record), kinds)


def are_kind(traits: Traits, kinds: Sequence[str]) -> bool:
    """Whether records with these *traits* are one of *kinds*; any are where none is named."""
    return not kinds or any(_is(traits, kind) for kind in kinds)


def _is(traits: Traits, kind: str) -> bool:
    if traits.kind == "post":
        return kind == "post"
    if kind == "paper":
        presented = traits.type in PAPER_TYPES and bool(traits.presented)
        return traits.kind == "paper" and (traits.type == "paper" or presented)
    types = type_words(traits.type, *traits.presented)
    if traits.kind == "paper":
        return takes_in(kind, types)
    if kind in ("session", "track"):
        return True
    if "session" in types and "session" not in kind:
        types = frozenset()  # an oral session holds orals, and is none
    return types.issuperset(kind.split()) or bool(types & SESSION_TYPES.get(kind, frozenset()))


@lru_cache(_TYPES)
def type_words(*types: str) -> frozenset[str]:
    """The words of what something is called by its *types*."""
    return frozenset(word for type_ in types for word in words(type_))


def language_of(record: Findable) -> str:
    """The language that *record* is held in, by its name; "" where that is not held."""
    spoken = record.language if isinstance(record, Paper) else ""
    return language_named(spoken)


def takes_in(kind: str, types: Collection[str]) -> bool:
    """Whether a talk whose type has the words *types* is a *kind*, as people use the word."""
    return not KIND_TYPES.get(kind, frozenset({kind})).isdisjoint(types)


def kind_of(record: Findable, slot: Slot | None) -> str:
    """The word for what *record* is, as a person would say it."""
    return slot.type if slot else record.kind if isinstance(record, Post) else record.type


def _status(window: Window | None, now: datetime) -> str:
    return "on now" if window and window.start < window.end and window.holds(now) else ""


def title(record: Findable) -> Strong:
    """The title of *record*, standing out."""
    return Strong(text=record.title)


def joined(parts: Sequence[Piece], last: str = " and ") -> Line:
    """*parts* as a list in a sentence: "a, b and c"."""
    line: list[Piece] = []
    for place, part in enumerate(parts):
        if place:
            line.append(last if place == len(parts) - 1 else ", ")
        line.append(part)
    return tuple(line)


def names(people: Iterable[str]) -> str:
    """Names as a list in a sentence."""
    every = list(dict.fromkeys(people))
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1] if every else ""]))


def plural(count: int, word: str) -> str:
    """*count* things: "1 paper", "2 papers", "no papers"."""
    word = {"qna": "Q&A"}.get(word, word)
    many = word[:-1] + "ies" if word.endswith("y") else word if word.endswith("s") else word + "s"
    return f"{count or 'no'} {word if count == 1 else many}"
