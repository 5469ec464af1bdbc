"""The programme in order of time: what is on, what comes next, and the breaks between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from corpus.catalog import Catalog
from corpus.models import Paper, Session, Slot, Value, Window

_LONGEST_BREAK: Final = timedelta(hours=3)  # a longer gap ends the programme's day


class Entry(Value):
    """Something with a time: a paper in its slot, or a session that has no timed slots of its own."""

    record: Paper | Session
    slot: Slot | None
    window: Window


def entries(catalog: Catalog, event: str | None) -> tuple[Entry, ...]:
    """Everything of *event* that has a time (of all events where it is None), by start, then programme order.

    A session stands for itself where its slots have no times of their own, as those of a poster session.
    """
    found = []
    whole = {session.id for session in catalog.records.sessions if _stands_for_itself(catalog, session)}
    for slot in catalog.records.slots:
        paper, session = catalog.papers.get(slot.paper), catalog.sessions.get(slot.session or "")
        if paper and slot.window and slot.session not in whole and event in (None, _event(paper, session)):
            found.append(Entry(record=paper, slot=slot, window=slot.window))
    found += [
        Entry(record=session, slot=None, window=session.window)
        for session in catalog.records.sessions
        if session.window and session.id in whole and event in (None, session.event)
    ]
    return tuple(sorted(found, key=lambda entry: entry.window.start))


def inside(catalog: Catalog, event: str | None) -> tuple[Entry, ...]:
    """The papers of *event* presented in sessions that stand for themselves in ``entries``, each at its session's time.

    A list of posters has each poster; the programme of a day has their session once.
    """
    found = []
    whole = {session.id for session in catalog.records.sessions if _stands_for_itself(catalog, session)}
    for slot in catalog.records.slots:
        paper, session = catalog.papers.get(slot.paper), catalog.sessions.get(slot.session or "")
        if paper and session and session.window and event in (None, session.event) and session.id in whole:
            found.append(Entry(record=paper, slot=slot, window=session.window))
    return tuple(found)


def _event(paper: Paper, session: Session | None) -> str | None:
    return session.event if session else paper.event


def _stands_for_itself(catalog: Catalog, session: Session) -> bool:
    windows = {slot.window for slot in catalog.slots_in(session) if slot.window}
    return session.window is not None and windows <= {session.window}


def on(listed: Sequence[Entry], instant: datetime) -> tuple[Entry, ...]:
    """What is on at *instant*."""
    return tuple(entry for entry in listed if entry.window.holds(instant))


def within(listed: Sequence[Entry], window: Window) -> tuple[Entry, ...]:
    """What overlaps *window*."""
    return tuple(entry for entry in listed if entry.window.overlaps(window))


def following(listed: Sequence[Entry], instant: datetime) -> tuple[Entry, ...]:
    """What starts next after *instant*: all that share the next start."""
    start = min((entry.window.start for entry in listed if entry.window.start > instant), default=None)
    return tuple(entry for entry in listed if entry.window.start == start)


def breaks(windows: Sequence[Window]) -> tuple[Window, ...]:
    """The gaps of up to three hours between *windows*, in order."""
    gaps = []
    end: datetime | None = None
    for window in sorted(windows, key=lambda each: each.start):
        if end is not None and timedelta(0) < window.start - end <= _LONGEST_BREAK:
            gaps.append(Window(start=end, end=window.start))
        end = window.end if end is None else max(end, window.end)
    return tuple(gaps)


def later(listed: Sequence[Entry], after: Window) -> tuple[Entry, ...]:
    """What starts next once *after* is over or under way, for "and the one after that?"."""
    return following(listed, max(after.start, after.end - timedelta(seconds=1)))


def earlier(listed: Sequence[Entry], before: Window) -> tuple[Entry, ...]:
    """What started last before *before*."""
    last = max((entry.window.start for entry in listed if entry.window.start < before.start), default=None)
    return tuple(entry for entry in listed if entry.window.start == last)


def minutes(window: Window) -> str:
    """How long *window* is, in words."""
    whole = round((window.end - window.start).total_seconds() / 60)
    hours, rest = divmod(whole, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} minutes" if rest or not hours else ""]))
