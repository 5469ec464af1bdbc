"""A change of the programme, to rehearse what people are told of it: moved, in another room, or cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, TypeVar

from corpus.models import Records, Session, Slot

_LATER: Final = timedelta(minutes=30)
_ROOM: Final = "Another Room"
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


HOW: Final[Mapping[str, Callable[..., Slot | Session]]] = {"later": _later, "room": _elsewhere}
