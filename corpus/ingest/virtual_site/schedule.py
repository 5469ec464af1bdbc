"""When and where the presentations of a virtual site are: slots, and the sessions that they are in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from corpus.ingest.virtual_site.papers import Talk, ids_in, kind_of, page_of, presented_as
from corpus.models import Note, Person, Session, Slot
from corpus.names import slug
from corpus.programme.identity import Identifiers
from corpus.programme.kinds import told_kind
from corpus.programme.moments import Moments, Span
from corpus.programme.rowfields import in_order, prose
from corpus.programme.sessions import SessionBook, in_time
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, text_at
from corpus.report import capped, counted, left_out, problem

_LONGEST: Final = timedelta(hours=12)  # from the first to the last presentation of one session
_NUMBER: Final = re.compile(r"#?\s*(\d+)")
_TIMES: Final = (  # the fields of an event's first and second time, and what it is then a part of
    ("starttime", "endtime", ("parent_id", "parent1_id", "parent1"), "session"),
    ("starttime2", "endtime2", ("parent2_id", "parent2"), "parent2"),
)


class _Given(NamedTuple):
    """A presentation within a session."""

    type: str
    span: Span
    room: str


class Schedule:
    """Gathers slots and sessions; *scope* makes identifiers unique, *base* is where relative addresses lead."""

    def __init__(self, scope: str, base: str, moments: Moments) -> None:
        self._scope, self._base, self._moments = scope, base, moments
        self._book = SessionBook()
        self._ids: dict[str, str] = {}  # of an event -> of its session
        self._given: defaultdict[str, list[_Given]] = defaultdict(list)  # identifier of a session -> what is in it
        self._slots: list[Slot] = []
        self._slot_ids = Identifiers()
        self._twice = 0
        self._problems: list[Note] = []

    def add_part(self, part: Talk) -> None:
        """A part of the programme that is no presentation: a session of posters, a workshop, a break."""
        row, kind = part.row, kind_of(part.row)
        session = Session(
            id=f"{self._scope}-{slug(part.id or part.title) or 'session'}",
            title=part.title,
            type=told_kind(kind, kind) if part.authors else told_kind(part.title, kind or "session"),
            room=one_line(text_at(row, "room_name")),
            people=tuple(Person(name=name, role="Organizer") for name in part.authors),
            abstract=prose(row.get("abstract")),
            links=in_order([page] if (page := page_of(row, self._base)) else []),
        )
        for number, (start, end, _, _) in enumerate(_TIMES):
            span = self._moments.span(row.get(start), row.get(end), f"{part.placed.place}.{start}")
            if span.start or number == 0:
                told = session.model_copy(update={"start": span.start, "end": span.end})
                self._ids.setdefault(part.id, self._book.add(told, part.title).id)

    def add_talks(self, paper: str, talks: Sequence[Talk]) -> None:
        """Slots for the presentations of the *paper* with this identifier, and the sessions that they name."""
        slots: list[Slot] = []
        for talk in talks:
            room, type_ = one_line(text_at(talk.row, "room_name")), presented_as(talk.row)
            for number, (start, end, parents, name) in enumerate(_TIMES):
                place = f"{talk.placed.place}.{start}"
                span = self._moments.span(talk.row.get(start), talk.row.get(end), place)
                if number and not span.start:
                    continue
                session = self._session(talk.row, parents, name, span)
                if session:
                    self._given[session].append(_Given(type_, span, "" if number else room))
                where = "" if number else _position(room, text_at(talk.row, "poster_position"))
                slots.append(
                    Slot(id="", paper=paper, session=session, type=type_, room=where, start=span.start, end=span.end)
                )
        self._keep(slots)

    def sessions(self) -> list[Session]:
        """The sessions, each from its first to its last presentation where it does not say itself when it is."""
        for session in self._book.all():
            if given := self._given.get(session.id):
                self._book.put(self._filled(session, given))
        return self._book.all()

    def slots(self) -> list[Slot]:
        """The slots, in the order of the list, those of one paper by their time."""
        return self._slots

    def zone(self) -> str | None:
        """The zone in which times are told."""
        return self._moments.zone()

    def notes(self) -> list[Note]:
        """What was read twice, and what of the times could not be read."""
        twice = [left_out(f"{counted(self._twice, 'presentation')} listed again")] if self._twice else []
        return [*twice, *self._moments.notes(), *capped(self._problems)]

    def _session(self, row: Row, parents: Iterable[str], key: str, span: Span) -> str | None:
        """The session that *row* names or is a part of; one that nothing else tells of is made."""
        ids = (each for field in parents for each in ids_in(row.get(field)))
        parent = next((self._ids[each] for each in ids if each in self._ids), None)
        name = one_line(text_at(row, key))
        if parent or not name or "://" in name or name.isdecimal():
            return parent
        known = self._book.named(name)
        held = [session for session in known if session.start and span.start and session.start <= span.start]
        if known:
            return max(held, key=lambda session: str(session.start)).id if held else known[0].id
        return self._book.add(Session(id=f"{self._scope}-{slug(name) or 'session'}", title=name, type=""), name).id

    def _filled(self, session: Session, given: Sequence[_Given]) -> Session:
        rooms = {each.room for each in given}
        types = {each.type.rpartition(" ")[2] for each in given}  # a spotlight poster is a poster
        presented = "session" if len(types) > 1 or "presentation" in types else f"{min(types)} session"
        told: dict[str, object] = {"type": session.type or told_kind(session.title, presented)}
        if len(rooms) == 1:
            told["room"] = session.room or rooms.pop()
        starts = [each.span.start for each in given if each.span.start]
        ends = [each.span.end or each.span.start for each in given if each.span.start]
        if session.start is None and starts:
            first, last = min(starts), max(end for end in ends if end)
            if last - first > _LONGEST:
                apart = (last - first) // timedelta(hours=1)
                self._problems.append(problem(f"“{session.title}” has no time: it would last {apart} hours"))
            else:
                told |= {"start": first, "end": last if last > first else None}
        return session.model_copy(update=told)

    def _keep(self, slots: Sequence[Slot]) -> None:
        """Keep *slots* of one paper, each once; one without time and place only where no other is of its type."""
        placed = {slot.type for slot in slots if slot.session or slot.start or slot.room}
        seen: list[Slot] = []
        for slot in in_time(slots):
            if slot in seen or (slot.type in placed and not (slot.session or slot.start or slot.room)):
                self._twice += 1
                continue
            seen.append(slot)
            name = self._slot_ids.free(f"{slot.session or self._scope}/{slot.paper}")
            self._slots.append(slot.model_copy(update={"id": name}))


def _position(room: str, position: str) -> str:
    """Where in *room* a poster hangs: "Hall 3 #123"."""
    number = _NUMBER.fullmatch(position.strip())
    text = f"#{number[1]}" if number else one_line(position)
    return room if text in room else f"{room} {text}".strip()
