"""Entries of a programme's schedule, whatever format listed them, as records.

An entry is a talk (a Paper, with a Slot for each time that it is given) or a part of the day without presenters
(a Session): a break, an opening, a party.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from corpus.models import Event, Link, Note, Paper, Person, Record, Records, Session, Slot, Source
from corpus.names import slug, title_key, words
from corpus.programme.kinds import GUEST_KINDS, told_kind
from corpus.programme.people import guests
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, text_at
from corpus.report import capped, counted, opening, problem, read_note

_BESIDE: Final = re.compile(  # what stands beside the kind of a talk: "Talk (long)", "Talk 30 min + 10 min Q&A"
    r"\([^)]*\)|\[[^\]]*\]|\+.*|\b\d+(?:\s*[-–]\s*\d+)?[\s-]*(?:minutes?|mins?|min|hours?|hrs?|h|m)\b\.?", re.IGNORECASE
)
_SAID: Final = {  # types as systems have them -> as people say them
    "lecture": "talk",
    "vortrag": "talk",
    "presentation": "talk",
    "maintrack": "talk",
    "devroom": "talk",
    "lightningtalk": "lightning talk",
    "lightning": "lightning talk",
    "podium": "panel",
    "djset": "dj set",
    "other": "",
    "meta": "",
    "event": "",
}
UNRECORDED: Final = "It will not be recorded."
_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_VAGUE: Final = frozenset({"", "talk", "session"})
_SHORT: Final = 4  # words of a title that tells what something is, and no more: "Lunch break (foyer)"


class Talk(NamedTuple):
    """One entry of a schedule: *keys* tell that two entries are one talk, *id* is its own identifier, if any.

    *is_talk* is False for what nobody presents; *chairs* are who leads it, *orgs* where those who give it are from.
    *session* is the identifier of the entry that a talk is within. Times are in UTC; *where* is its place in the file.
    """

    where: str
    title: str
    keys: tuple[tuple[str, ...], ...] = ()
    id: str = ""
    is_talk: bool = True
    subtitle: str = ""
    type: str = ""
    people: tuple[str, ...] = ()
    abstract: str = ""
    track: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    room: str = ""
    session: str = ""
    chairs: tuple[Person, ...] = ()


class Conference(NamedTuple):
    """Whose schedule it is: *event* is None where the file does not name it; *zone* is the one it tells times in."""

    source: Source
    event: Event | None = None
    zone: str | None = None


def type_said(text: str) -> str:
    """What people call a talk whose type is *text*: "Talk (30 minutes)" is a talk; "" where it says nothing."""
    said = one_line(_BESIDE.sub(" ", text.replace("_", " "))).casefold().strip(" -–,:;/.")
    return _SAID.get(said, said)


def name_of(value: Any) -> str:
    """The name that *value* is: a text, one in several languages (English first), or an object with such a name."""
    row: Row = value if isinstance(value, Mapping) else {"name": value}
    return one_line(text_at(row, "name") or text_at({"name": row}, "name"))


def texts_joined(*texts: str) -> str:
    """The *texts* as paragraphs, without those that another one of them says too."""
    kept = [text for place, text in enumerate(texts) if text and not _said_in(text, texts[:place] + texts[place + 1 :])]
    return "\n\n".join(dict.fromkeys(kept))


def by_time(talks: Iterable[Talk]) -> list[Talk]:
    """*talks* by their start; those without one last, as they stand."""
    return sorted(talks, key=lambda talk: (talk.start is None, talk.start or _LATEST))


def schedule_records(conference: Conference, talks: Iterable[Talk]) -> tuple[Records, list[Note]]:
    """The records of *talks*, with a report of what they are."""
    builder = _Builder(conference)
    for talk in talks:
        builder.add(talk)
    whole = [conference.source, *([conference.event] if conference.event else []), *builder.records()]
    return Records.of(whole), builder.notes()


def _said_in(text: str, others: tuple[str, ...]) -> bool:
    return any(text in other and text != other for other in others)


class _Builder:
    """The records of one conference, one talk added after the other."""

    def __init__(self, conference: Conference) -> None:
        self._conference = conference
        self._event = conference.event.id if conference.event else None
        self._home = self._event or conference.source.id  # what makes an identifier unique across events
        self._papers: dict[str, Paper] = {}
        self._sessions: dict[str, Session] = {}
        self._slots: dict[str, Slot] = {}
        self._known: dict[tuple[str, ...], str] = {}  # a key of a talk -> its paper
        self._given: set[tuple[object, ...]] = set()  # the places and times of each entry
        self._numbers: Counter[str] = Counter()
        self._twice: list[Note] = []

    def add(self, talk: Talk) -> None:
        if not talk.is_talk:
            self._add_session(talk)
            return
        known = next((self._known[key] for key in talk.keys if key in self._known), None)
        paper = self._add_paper(talk) if known is None else self._papers[known]
        for key in talk.keys:
            self._known.setdefault(key, paper.id)
        self._add_slot(talk, paper)

    def records(self) -> list[Record]:
        return [*self._sessions.values(), *self._papers.values(), *self._slots.values()]

    def notes(self) -> list[Note]:
        papers = Counter(paper.type for paper in self._papers.values())
        sessions = Counter(session.type for session in self._sessions.values())
        placed = {slot.paper for slot in self._slots.values()}
        rooms = {slot.room for slot in self._slots.values()} | {session.room for session in self._sessions.values()}
        counts = [(number, noun) for kinds in (papers, sessions) for noun, number in kinds.most_common()]
        read = read_note(*counts, (len(self._slots), "slot"), (len(rooms - {""}), "room"))
        waiting = len(self._papers.keys() - placed)
        unplaced = [Note(level="read", text=f"{counted(waiting, 'talk')} without time and room")] if waiting else []
        return [read, *unplaced, *capped(self._twice)]

    def _add_paper(self, talk: Talk) -> Paper:
        paper = Paper(
            id=self._free(talk, self._papers),
            title=talk.title,
            type=talk.type or "talk",
            event=self._event,
            authors=talk.people,
            other_titles=(f"{talk.title}: {talk.subtitle}",) if talk.subtitle else (),
            abstract=talk.abstract,
            keywords=talk.keywords,
            orgs=talk.orgs,
            notes=talk.notes,
            track=talk.track,
            language=talk.language,
            links=talk.links,
            sources=(self._conference.source.id,),
        )
        self._papers[paper.id] = paper
        return paper

    def _add_slot(self, talk: Talk, paper: Paper) -> None:
        if not (talk.start or talk.room or talk.session) or self._has(f"{talk.session} {paper.id}", talk):
            return
        name = self._numbered(f"{talk.session or self._home}/{paper.id}", self._slots)
        self._slots[name] = Slot(
            id=name,
            paper=paper.id,
            session=talk.session or None,
            type=paper.type,
            start=talk.start,
            end=talk.end,
            room=talk.room,
        )

    def _add_session(self, talk: Talk) -> None:
        if self._has(f"{talk.id} {talk.title}", talk):
            return
        session = Session(
            id=self._free(talk, self._sessions),
            title=f"{talk.title}: {talk.subtitle}" if talk.subtitle else talk.title,
            type=_session_type(talk),
            event=self._event,
            zone=self._conference.zone,
            room=talk.room,
            track=talk.track,
            people=talk.chairs or _guests(talk),
            abstract=talk.abstract,
            keywords=talk.keywords,
            orgs=talk.orgs,
            notes=talk.notes,
            links=talk.links,
            sources=(self._conference.source.id,),
            start=talk.start,
            end=talk.end,
        )
        self._sessions[session.id] = session

    def _free(self, talk: Talk, taken: dict[str, Paper] | dict[str, Session]) -> str:
        """An identifier for *talk*: its own, else one made from its title; numbered where it is taken."""
        if talk.id in taken and title_key(taken[talk.id].title) != title_key(talk.title):
            self._twice.append(problem(f"“{opening(talk.title)}” has the identifier of another entry", talk.where))
        return self._numbered(talk.id or f"{self._home}-{slug(talk.title) or 'untitled'}", taken)

    def _has(self, name: str, talk: Talk) -> bool:
        """Whether *name* was listed before at the time and place of *talk*."""
        place = (name, talk.start, talk.end, talk.room)
        listed = place in self._given
        self._given.add(place)
        return listed

    def _numbered(self, name: str, taken: Container[str]) -> str:
        """*name*, with the first number from 2 that makes it free where it is *taken*."""
        free = name
        while free in taken:
            self._numbers[name] += 1
            free = f"{name}-{self._numbers[name] + 1}"
        return free


def _guests(talk: Talk) -> tuple[Person, ...]:
    """Whom a question hour is with, where its title says so."""
    named = guests(talk.title) if _session_type(talk) in GUEST_KINDS else ()
    return tuple(Person(name=name, role="Speaker") for name in named)


def _session_type(talk: Talk) -> str:
    """What a part of the day without presenters is: by its type, or where that is vague by a title of few words."""
    otherwise = talk.type or "session"
    if talk.type in _VAGUE and len(words(talk.title)) <= _SHORT:
        return told_kind(talk.title, otherwise)
    return otherwise
