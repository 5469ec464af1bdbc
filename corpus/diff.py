"""The difference between two corpora, as people who planned their day by the old one want to hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from corpus.models import Event, Paper, Post, Records, Session, Slot, Source, Value, Window

_TOLD: Final = {  # fields whose change is worth a word; the title, time and room have words of their own
    "event": ("name", "start", "end", "zone", "place"),
    "session": ("type", "event", "track", "people"),
    "paper": ("type", "event", "track", "authors"),
    "post": ("published",),
}
_Told = Event | Session | Paper | Post


class Change(Value):
    """One thing that is new, cancelled, or other than before.

    *before* and *after* are what it was and is: a window where it moved, else words; None where there was none.
    *of* is the session that a paper was in or is in now, where that moved with it.
    """

    what: Literal["new", "cancelled", "moved", "renamed", "room", "changed"]
    kind: str
    id: str
    title: str
    field: str = ""
    before: Window | str | None = None
    after: Window | str | None = None
    of: str | None = None


class _Place(NamedTuple):
    """When, where and within what a paper is presented."""

    window: Window | None
    room: str
    session: str | None


def diff(old: Records, new: Records) -> list[Change]:
    """What changed from *old* to *new*: in the order of *new*, then what is cancelled."""
    changes: list[Change] = []
    places, were = _places(new), _places(old)
    before = {(record.kind, record.id): record for record in _told(old)}
    for record in _told(new):
        was = before.pop((record.kind, record.id), None)
        if was is None:
            changes.append(_change("new", record))
            continue
        if _title(was) != _title(record):
            changes.append(_change("renamed", record, field="title", before=_title(was), after=_title(record)))
        if isinstance(record, Session) and isinstance(was, Session):
            changes += _moves(record, [_of_session(was)], [_of_session(record)])
        if isinstance(record, Paper):
            changes += _moves(record, were[record.id], places[record.id])
        changes += _fields(record, was)
    return [*changes, *(_change("cancelled", record) for record in before.values())]


def _told(records: Records) -> Iterator[_Told]:
    yield from records.events
    yield from records.sessions
    yield from records.papers
    yield from records.posts


def _change(what: Literal["new", "cancelled", "renamed", "changed"], record: _Told, **said: str | None) -> Change:
    return Change.model_validate({"what": what, "kind": record.kind, "id": record.id, "title": _title(record), **said})


def _title(record: _Told | Source) -> str:
    return record.name if isinstance(record, Event) else record.title


def _places(records: Records) -> defaultdict[str, list[_Place]]:
    """Of each paper its places, in the order of their identifiers: a slot keeps its own when it moves."""
    sessions = {session.id: session for session in records.sessions}
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    for slot in sorted(records.slots, key=lambda slot: slot.id):
        places[slot.paper].append(_of_slot(slot, sessions.get(slot.session or "")))
    return places


def _of_slot(slot: Slot, session: Session | None) -> _Place:
    if session is None:
        return _Place(slot.window, slot.room, None)
    return _Place(slot.window or session.window, slot.room or session.room, session.id)


def _of_session(session: Session) -> _Place:
    return _Place(session.window, session.room, None)


def _moves(record: Session | Paper, were: Sequence[_Place], are: Sequence[_Place]) -> Iterator[Change]:
    """What the places of *record* changed by, each told from the old one that it most likely was."""
    left = [place for place in were if place not in are]
    for place in (place for place in are if place not in were):
        was = next((p for p in left if p.session == place.session), left[0] if left else None)
        if was in left:
            left.remove(was)
        yield from _move(record, was or _Place(None, "", None), place)
    for was in left:
        yield from _move(record, was, _Place(None, "", None))


def _move(record: Session | Paper, was: _Place, now: _Place) -> Iterator[Change]:
    named = {"kind": record.kind, "id": record.id, "title": record.title, "of": now.session or was.session}
    if was.window != now.window:
        yield Change(what="moved", field="time", before=was.window, after=now.window, **named)
    if was.room != now.room and (was.room or was.window):
        yield Change(what="room", field="room", before=was.room or None, after=now.room or None, **named)
    if was.session != now.session and was.session and now.session:
        yield Change(what="changed", field="session", before=was.session, after=now.session, **named)


def _fields(record: _Told, was: _Told) -> Iterator[Change]:
    for field in _TOLD[record.kind]:
        before, after = _words(getattr(was, field)), _words(getattr(record, field))
        if before != after:
            yield _change("changed", record, field=field, before=before or None, after=after or None)


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(each, "name", str(each)) for each in value)
    return "" if value is None else str(value)
