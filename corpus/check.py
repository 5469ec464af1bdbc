"""What an organiser should mend in a corpus: one finding a line, with where."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from corpus.models import Records, Slot, Value
from corpus.names import title_key


class Finding(Value):
    """Something to look at: the record's reference, and a sentence."""

    where: str
    text: str


def check(records: Records) -> list[Finding]:
    """Everything in *records* that is missing, double or contradictory."""
    return [*_papers(records), *_sessions(records), *_slots(records)]


def _papers(records: Records) -> Iterator[Finding]:
    keys = Counter(title_key(paper.title) for paper in records.papers)
    for paper in records.papers:
        where = f"paper:{paper.id}"
        if not paper.title:
            yield Finding(where=where, text="It has no title.")
        elif keys[title_key(paper.title)] > 1:
            yield Finding(where=where, text=f"Another paper has the same title: {paper.title}")
        if paper.title.isupper() and len(paper.title) > 12:
            yield Finding(where=where, text=f"Its title is all in capitals: {paper.title}")
        if not paper.authors:
            yield Finding(where=where, text=f"It names no authors: {paper.title}")


def _sessions(records: Records) -> Iterator[Finding]:
    days = {event.id: (event.start, event.end or event.start) for event in records.events if event.start}
    for session in records.sessions:
        where = f"session:{session.id}"
        if session.start and not session.zone:
            yield Finding(where=where, text=f"It has a time but no zone: {session.title}")
        first, last = days.get(session.event or "", (None, None))
        if session.start and first and last and not first <= session.start.date() <= last:
            yield Finding(where=where, text=f"It lies outside its event's days: {session.title}")


def _slots(records: Records) -> Iterator[Finding]:
    papers = {paper.id for paper in records.papers}
    by_room: dict[str, list[Slot]] = {}
    for slot in records.slots:
        if slot.paper not in papers:
            yield Finding(where=f"slot:{slot.id}", text=f"Its paper is not in the corpus: {slot.paper}")
        if slot.room and slot.window:
            by_room.setdefault(slot.room, []).append(slot)
    for room, slots in by_room.items():
        ordered = sorted((slot for slot in slots if slot.start), key=lambda slot: str(slot.start))
        for one, other in itertools.pairwise(ordered):
            if one.window and other.window and one.window.overlaps(other.window):
                yield Finding(where=f"slot:{other.id}", text=f"It overlaps {one.id} in {room}.")
