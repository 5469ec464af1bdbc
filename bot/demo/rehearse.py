"""A change of the programme, to rehearse what people are told of it: moved, in another room, or cancelled."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Final, TypeVar

from bot.answer import reply
from bot.desk import Desk
from bot.explain import explain
from bot.health import Health
from bot.live import Live
from bot.models import Answer, Ask
from corpus.catalog import Catalog
from corpus.catalog import ref as ref_of
from corpus.models import Records, Session, Slot
from corpus.tables import whole

_LATER: Final = timedelta(minutes=30)
_ROOM: Final = "Another Room"
_OFFERED: Final = 60  # things that can be changed
_KEPT: Final = 40  # questions whose reading can be looked at
_Placed = TypeVar("_Placed", Slot, Session)


def _later(placed: _Placed) -> _Placed:
    moved = {name: at + _LATER for name in ("start", "end") if (at := getattr(placed, name))}
    return placed.model_copy(update=moved)


def _elsewhere(placed: _Placed) -> _Placed:
    return placed.model_copy(update={"room": _ROOM})


def changed(records: Records, ref: str, how: str) -> Records:
    """*records* with what *ref* names changed as *how* says, one of HOW. A paper without a time of its own moves with
    its session. Raises KeyError where there is no such record or way.
    """
    kind, _, identifier = ref.partition(":")
    if how == "cancelled":
        return _without(records, kind, identifier)
    change = HOW[how]
    own = {slot.id for slot in records.slots if kind == "paper" and slot.paper == identifier and slot.start}
    homes = {identifier} if kind == "session" else set()
    if kind == "paper" and not own:
        homes = {slot.session for slot in records.slots if slot.paper == identifier and slot.session}
    if not own and not homes:
        raise KeyError(ref)
    slots = tuple(
        change(slot) if slot.id in own or (slot.session in homes and slot.start) else slot for slot in records.slots
    )
    sessions = tuple(change(session) if session.id in homes else session for session in records.sessions)
    return records.model_copy(update={"slots": slots, "sessions": sessions})


def _without(records: Records, kind: str, identifier: str) -> Records:
    papers = tuple(paper for paper in records.papers if kind != "paper" or paper.id != identifier)
    sessions = tuple(session for session in records.sessions if kind != "session" or session.id != identifier)
    if len(papers) + len(sessions) == len(records.papers) + len(records.sessions):
        raise KeyError(identifier)
    gone = "paper" if kind == "paper" else "session"
    slots = tuple(slot for slot in records.slots if getattr(slot, gone) != identifier)
    return records.model_copy(update={"papers": papers, "sessions": sessions, "slots": slots})


class Rehearsed:
    """The programme of *live*, with the changes that were rehearsed; what *live* takes up later comes without them."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._desk: Desk | None = None
        self._of: Desk | None = None
        self._number = count(1)
        self._asked: deque[tuple[int, Ask]] = deque(maxlen=_KEPT)

    @property
    def desk(self) -> Desk:
        """The corpus that is answered from now."""
        return self._desk if self._desk is not None and self._of is self._live.desk else self._live.desk

    @property
    def health(self) -> Health:
        """How the corpus is, but for what was rehearsed."""
        return self._live.health

    def __call__(self, ask: Ask) -> Answer:
        """The answer to *ask*, which is kept for a look at how it was read."""
        self._asked.append((next(self._number), ask))
        return reply(ask, self.desk)

    @property
    def asked(self) -> list[tuple[int, Ask]]:
        """What was asked, with its number, oldest first."""
        return list(self._asked)

    def reading(self, number: int) -> str:
        """How the question with that *number* is read. Raises KeyError where it is not held."""
        return "\n".join(explain(dict(self._asked)[number], self.desk))

    def change(self, ref: str, how: str) -> None:
        """Change what *ref* names. Raises KeyError where there is no such record or way."""
        self._of, before = self._live.desk, self.desk
        self._desk = Desk(Catalog(changed(whole(before.catalog.records), ref, how)), home=before.home)

    def ahead(self, now: datetime) -> list[tuple[str, str]]:
        """What can be changed: references and titles of what is on or still to come, by time."""
        event = self.desk.home or self.desk.catalog.event_at(now)
        coming = (entry.record for entry in self.desk.entries(event) if entry.window.end > now)
        return [(ref_of(record), record.title) for record in islice(coming, _OFFERED)]


HOW: Final[Mapping[str, Callable[..., Slot | Session]]] = {"later": _later, "room": _elsewhere}
