"""What cannot be so in a timetable: two things in one room or of one person at once, and times out of place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from corpus.models import Paper, Records, Session, Slot, Value, Window

_LONGEST: Final = timedelta(hours=16)  # a session that lasts longer has its end on a wrong day
_CROWDED: Final = "poster"  # presented side by side: one person may stand at two


class Finding(Value):
    """Something to look at: *what* it is in a word or two, the record's reference, and a sentence."""

    what: str
    where: str
    text: str


class Item(NamedTuple):
    """Something with a time of its own: a session, or a paper in its slot."""

    where: str
    title: str
    window: Window
    room: str
    people: tuple[str, ...]


def items(records: Records) -> Iterator[Item]:
    """Everything with a time. A session whose papers all share its time, as posters do, stands for them."""
    papers = {paper.id: paper for paper in records.papers}
    sessions = {session.id: session for session in records.sessions}
    inside: defaultdict[str | None, list[Slot]] = defaultdict(list)
    for slot in records.slots:
        inside[slot.session].append(slot)
    split = {
        session.id
        for session in records.sessions
        if any(slot.window and slot.window != session.window for slot in inside[session.id])
    }
    for session in records.sessions:
        if session.window and session.id not in split:
            people = tuple(person.name for person in session.people)
            yield Item(f"session:{session.id}", session.title, session.window, session.room, people)
    for slot in records.slots:
        home = sessions.get(slot.session or "")
        if slot.window and slot.paper in papers and (home is None or home.id in split):
            room = slot.room or (home.room if home else "")
            people = () if _CROWDED in slot.type else papers[slot.paper].authors
            yield Item(f"slot:{slot.id}", papers[slot.paper].title, slot.window, room, people)


def rooms(records: Records) -> Iterator[Finding]:
    """What overlaps in one room of one event."""
    event_of = _events(records)
    groups: defaultdict[tuple[str | None, str], list[Item]] = defaultdict(list)
    for item in items(records):
        if item.room:
            groups[event_of.get(item.where), item.room].append(item)
    for (_, room), group in groups.items():
        for one, other in _overlaps(group):
            yield Finding(what="overlap", where=other.where, text=f"“{other.title}” overlaps “{one.title}” in {room}.")


def speakers(records: Records) -> Iterator[Finding]:
    """Who gives two talks at once. Of a paper's authors only the first is taken for the one who speaks."""
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items(records):
        for name in item.people[:1]:
            groups[name].append(item)
    for name, group in groups.items():
        for one, other in _overlaps(group):
            text = f"{name} is in “{other.title}” and “{one.title}” at once."
            yield Finding(what="double booking", where=other.where, text=text)


def zones(records: Records) -> Iterator[Finding]:
    """Times that nobody can read as the conference's own."""
    known = {event.id for event in records.events if event.zone}
    for session in records.sessions:
        if session.start and not session.zone and session.event not in known:
            text = f"It has a time but no zone: {session.title}"
            yield Finding(what="no zone", where=f"session:{session.id}", text=text)
    timed = {slot.paper for slot in records.slots if slot.start and slot.session is None}
    for event in records.events:
        if not event.zone and any(paper.event == event.id and paper.id in timed for paper in records.papers):
            yield Finding(
                what="no zone",
                where=f"event:{event.id}",
                text=f"Its talks have times, but it has no zone: {event.name}",
            )


def outside(records: Records) -> Iterator[Finding]:
    """What lies outside its event's days, or a slot outside its session."""
    days = {event.id: (event.start, event.end or event.start, event.zone) for event in records.events if event.start}
    event_of = _events(records)
    for item in items(records):
        first, last, zone = days.get(event_of.get(item.where) or "", (None, None, None))
        day = _day(item.window, zone)
        if first and last and not first <= day <= last:
            yield Finding(what="outside", where=item.where, text=f"It lies outside its event's days: {item.title}")
    sessions = {session.id: session for session in records.sessions}
    for slot in records.slots:
        home = sessions.get(slot.session or "")
        if slot.window and home and home.window and home.start != home.end and not _within(slot.window, home.window):
            yield Finding(what="outside", where=f"slot:{slot.id}", text=f"It lies outside its session: {home.title}")


def lengths(records: Records) -> Iterator[Finding]:
    """What lasts longer than a day does."""
    for item in items(records):
        if item.window.end - item.window.start > _LONGEST:
            yield Finding(what="too long", where=item.where, text=f"It ends on another day: {item.title}")


def _overlaps(group: Iterable[Item]) -> Iterator[tuple[Item, Item]]:
    """Each item that begins before one that began earlier has ended, with that one."""
    longest: Item | None = None
    for item in sorted(group, key=lambda each: each.window.start):
        if longest and item.window.start < longest.window.end and item.window.overlaps(longest.window):
            yield longest, item
        if longest is None or item.window.end > longest.window.end:
            longest = item


def _events(records: Records) -> dict[str, str | None]:
    """The event of every item, by its reference."""
    papers: dict[str, Paper] = {paper.id: paper for paper in records.papers}
    sessions: dict[str, Session] = {session.id: session for session in records.sessions}
    found = {f"session:{session.id}": session.event for session in records.sessions}
    for slot in records.slots:
        home = sessions.get(slot.session or "") or papers.get(slot.paper)
        found[f"slot:{slot.id}"] = home.event if home else None
    return found


def _day(window: Window, zone: str | None) -> date:
    return window.start.astimezone(ZoneInfo(zone or "UTC")).date()


def _within(window: Window, home: Window) -> bool:
    return home.start <= window.start and window.end <= home.end
