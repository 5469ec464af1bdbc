"""The records of a Mini-Conf folder, as its tables are read one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final, NamedTuple

from corpus.ingest.miniconf.calendar import Entry
from corpus.models import Link, Note, Paper, Person, Session, Slot
from corpus.names import slug, title_key
from corpus.programme.identity import Identifiers
from corpus.programme.kinds import told_kind
from corpus.programme.moments import Moments, Span, with_day
from corpus.programme.orgs import orgs_of
from corpus.programme.rowfields import abstract_of, in_order, links_of, people_in, words_in
from corpus.programme.rowfiles import Placed
from corpus.programme.sessions import SessionBook
from corpus.programme.texts import one_line
from corpus.programme.times import read_moment
from corpus.programme.trees import Row, text_at
from corpus.report import counted, problem

_STARTS: Final = ("start_time", "start", "starttime")
_ENDS: Final = ("end_time", "end", "endtime")
_DAYS: Final = ("start_date", "date", "day")
_ROLES: Final = {  # what the people in each column are to a session
    "Organizer": ("organizers", "organisers", "organizer", "organiser", "authors", "author", "members"),
    "Speaker": ("speakers", "speaker", "presenters", "presenter"),
    "Panelist": ("panelists", "panelist", "panellists"),
    "Moderator": ("moderators", "moderator"),
    "Chair": ("chairs", "chair", "session_chair", "session_chairs"),
    "Host": ("hosts", "host"),
}
PEOPLE: Final = ("authors", "author", "author_names", "speaker", "speakers", "presenter", "presenters")  # of a paper
_BARE: Final = re.compile(r"[^\W\d_]{0,2}\d.*|\w{1,2}")  # "1A", "P1S3": said with the word "Session"


Listed = dict[str, list[tuple[Session, tuple[Link, ...]]]]  # a paper's UID -> the sessions that list it


class Block(NamedTuple):
    """One time at which something is on, with what that time is called where it has several."""

    span: Span = Span()
    name: str = ""
    room: str = ""
    links: tuple[Link, ...] = ()
    people: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


class Site:
    """What is known so far. *scope* makes identifiers unique among events, *base* is where relative links lead."""

    def __init__(self, scope: str, base: str, moments: Moments, entries: Sequence[Entry]) -> None:
        self.scope, self.base, self.entries = scope, base, entries
        self.book = SessionBook()
        self.papers: dict[str, Paper] = {}
        self.slots: dict[str, Slot] = {}
        self.speakers: dict[str, tuple[Person, ...]] = {}  # of each keynote
        self.problems: list[Note] = []
        self.twice = 0  # rows of papers that are there already
        self.lives = 0  # biographies of speakers, for which there is no field
        self._moments = moments
        self._paper_ids, self._slot_ids = Identifiers(), Identifiers()
        self._used: set[str] = set()  # places of calendar entries that other files tell more of
        self._known: dict[tuple[str, str], str] = {}  # (kind, UID) -> identifier of the paper or session
        self._untimed: dict[str, str] = {}  # sessions that are only named -> how

    def fault(self, text: str, place: str = "") -> None:
        """Report what is wrong at *place*."""
        self.problems.append(problem(text, place))

    def span(self, row: Row, place: str) -> Span:
        """When *row* is on; the day of its times of day may have a column of its own."""
        starts = [key for key in _STARTS if row.get(key) not in (None, "")]
        ends = [key for key in _ENDS if row.get(key) not in (None, "")]
        if not starts:
            return self._moments.span(row.get("date") if read_moment(row.get("date")) else None, None, place)
        start = with_day(row, starts[0], *_DAYS)
        end = with_day(row, ends[0], "end_date", *_DAYS) if ends else None
        if isinstance(end, datetime) and isinstance(start, datetime) and not row.get("end_date"):
            end += timedelta(days=end < start)  # from 21:00 to 2:00
        return self._moments.span(start, end, place)

    def session(self, name: str, title: str, kind: str, block: Block = Block(), row: Row | None = None) -> Session:  # noqa: B008 - a value
        """A session of which *row* tells more, on at *block*; its identifier is made from *name*."""
        row = row or {}
        people = [Person(name=each, role=role) for role, keys in _ROLES.items() for each in first_people(row, keys)]
        return Session(
            id=f"{self.scope}-{slug(name) or 'session'}",
            title=title,
            type=kind,
            start=block.span.start,
            end=block.span.end,
            room=room_in(row) or block.room,
            track=one_line(text_at(row, "track")),
            people=tuple(dict.fromkeys((*people, *block.people))),
            abstract=abstract_of(row),
            keywords=words_in(row.get("keywords")),
            orgs=orgs_of(row, *chain(*_ROLES.values())),
            notes=block.notes,
            links=in_order([*links_of(row, self.base), *block.links]),
        )

    def paper(self, kind: str, title: str, authors: tuple[str, ...], placed: Placed) -> Paper | None:
        """A paper or talk from the row *placed*; None where it is listed already."""
        place, row = placed
        uid = uid_of(row)
        role = "paper" if kind not in {"keynote", "invited talk"} else "speaker"
        known = self.papers.get(self._known.get((role, uid.casefold()), "")) if uid else None
        if known is not None:
            if title_key(known.title) != title_key(title):
                self.fault(f"UID {uid} is used before: “{title}” is left out", place)
            else:
                self.twice += 1
            return None
        stem = f"{self.scope}-{slug(uid) or slug(title) or 'paper'}"
        subtitle = one_line(text_at(row, "subtitle"))
        track = one_line(text_at(row, "track", "topic", "area", "primary_area", "primary_subject"))
        paper = Paper(
            id=self._paper_ids.free(stem if role == "paper" else f"{stem}-{slug(kind)}"),
            title=title,
            type=kind,
            authors=authors,
            other_titles=(f"{title}: {subtitle}",) if subtitle else (),
            abstract=abstract_of(row),
            keywords=words_in(row.get("keywords")),
            track=track,
            language=one_line(text_at(row, "language")),
            orgs=orgs_of(row, *PEOPLE),
            links=in_order(links_of(row, self.base)),
        )
        self.papers[paper.id] = paper
        if uid:
            self._known[role, uid.casefold()] = paper.id
        return paper

    def slot(self, paper: Paper, session: Session | None, type_: str, span: Span, room: str = "") -> None:
        """Let *paper* be given in *session*."""
        stem = f"{session.id if session else self.scope}/{paper.id}"
        slot = Slot(
            id=self._slot_ids.free(stem),
            paper=paper.id,
            session=session.id if session else None,
            type=type_,
            room=room or (session.room if session else ""),
            start=span.start,
            end=span.end,
        )
        self.slots[slot.id] = slot

    def link(self, paper: Paper, links: Iterable[Link]) -> None:
        """Let *paper* have *links* before its own."""
        now = self.papers[paper.id]
        self.papers[paper.id] = now.model_copy(update={"links": in_order([*links, *now.links])})

    def keep(self, kind: str, uid: str, session: Session) -> bool:
        """Let *session* be what this UID is among its kind; False where another one is."""
        return not uid or self._known.setdefault((kind, uid.casefold()), session.id) == session.id

    def speaker(self, uid: str) -> Paper | None:
        """The keynote of the speaker with this UID."""
        return self.papers.get(self._known.get(("speaker", uid.casefold()), ""))

    def use(self, entry: Entry) -> None:
        """Let *entry* need no session of its own."""
        self._used.add(entry.place)

    def unused(self) -> list[Entry]:
        """The calendar entries that no other file tells more of."""
        return [entry for entry in self.entries if entry.place not in self._used]

    def only_named(self, name: str) -> Session:
        """The session of this name, which nothing gives a time."""
        session = self.book.add(self.session(name, titled(name), told_kind(name)), name)
        self._untimed[session.id] = session.title
        return session

    def finish(self, listed: Listed) -> None:
        """Report the sessions that are only named, and the papers that are only *listed*."""
        inside = Counter(slot.session for slot in self.slots.values())
        for each, title in self._untimed.items():
            self.fault(f"nothing gives a time for “{title}”, named by {counted(inside[each], 'paper')}")
        for uid, places in listed.items():
            if ("paper", uid) not in self._known:
                self.fault(f"“{places[0][0].title}” lists the paper “{uid}”, which no file describes")


def titled(name: str) -> str:
    """What a session is called whose *name* may be no more than a number or code."""
    return f"Session {name}" if _BARE.fullmatch(name) else name


def joined(session: Session, entry: Entry) -> Session:
    """*session* with what the calendar says of it."""
    told = {
        "start": session.start or entry.span.start,
        "end": session.end or (entry.span.end if session.start in {None, entry.span.start} else None),
        "room": session.room or entry.room,
        "links": in_order([*entry.links, *session.links]),
    }
    return session.model_copy(update=told)


def room_in(row: Row) -> str:
    """The room that *row* names; a "location" that is an address is none."""
    room = one_line(text_at(row, "room", "room_name", "venue", "location"))
    return "" if "/" in room or ".html" in room else room


def names_in(row: Row, *columns: str) -> list[str]:
    """The names, apart by ``|`` or ``;`` or in a list, that the first of *columns* holds which holds any."""
    for column in columns:
        value = row.get(column)
        parts = re.split(r"[|;]", value) if isinstance(value, str) else value if isinstance(value, list) else []
        if names := [name for part in parts if isinstance(part, str) and (name := one_line(part))]:
            return list(dict.fromkeys(names))
        if isinstance(value, int) and not isinstance(value, bool):
            return [str(value)]
    return []


def uid_of(row: Row) -> str:
    """The identifier of *row* in its own folder."""
    return text_at(row, "uid", "id", "forum", "paper_id")


def first_people(row: Row, keys: Iterable[str]) -> tuple[str, ...]:
    """The people in the first of the columns *keys* that names any."""
    return next((found for key in keys if (found := people_in(row.get(key)))), ())
