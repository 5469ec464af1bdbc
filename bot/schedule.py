"""The programme in order of time: what is on, what comes next, and the breaks between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from corpus.catalog import Catalog, Said, ref
from corpus.models import Paper, Post, Session, Slot, Window

_LONGEST_BREAK: Final = timedelta(hours=3)  # a longer gap ends the programme's day


class Entry(NamedTuple):
    """Something with a time: a paper in its slot, or a session that has no timed slots of its own.

    *place* is where it stands in programme order, *number* that of the slot; *said* tells its type, room, session and
    event, of a session its own.
    """

    catalog: Catalog
    place: int
    number: int | None
    window: Window
    said: Said

    @property
    def ref(self) -> str:
        """The reference of the paper or session."""
        return self.catalog.reference(self.place)

    @property
    def record(self) -> Paper | Session:
        """The paper or session."""
        found = self.catalog.at(self.place)
        assert not isinstance(found, Post)  # noqa: S101 - posts have no times
        return found

    @property
    def slot(self) -> Slot | None:
        """The paper's slot."""
        return None if self.number is None else self.catalog.slot(self.number)


def entries(catalog: Catalog) -> tuple[Entry, ...]:
    """Everything that has a time, by start, then programme order.

    A session stands for itself where its slots have no times of their own, as those of a poster session.
    """
    whole = _whole(catalog)
    found = [
        Entry(catalog, slot.place, slot.number, slot.window, slot.said)
        for slot in catalog.placements()
        if slot.place is not None and slot.window and slot.said.session not in whole
    ]
    found += [
        Entry(catalog, catalog.place(ref(each)), None, each.window, Said(each.type, each.room, each.id, each.event))
        for each in catalog.records.sessions
        if each.window and each.id in whole
    ]
    return tuple(sorted(found, key=_start))


def placed(catalog: Catalog) -> tuple[Entry, ...]:
    """As ``entries``, with each paper of the sessions that stand for themselves there, at its session's time.

    A list of posters has each poster; the programme of a day has their session once.
    """
    whole = _whole(catalog)
    inside = (
        Entry(catalog, slot.place, slot.number, whole[slot.said.session], slot.said)
        for slot in catalog.placements()
        if slot.place is not None and slot.said.session in whole
    )
    return tuple(sorted((*entries(catalog), *inside), key=_start))


def _whole(catalog: Catalog) -> dict[str | None, Window]:
    """When the sessions are that stand for themselves, by their identifiers."""
    timed = ((each, each.window) for each in catalog.records.sessions if each.window)
    return {each.id: window for each, window in timed if catalog.times_in(each) <= {window}}


def _start(entry: Entry) -> datetime:
    return entry.window.start


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
