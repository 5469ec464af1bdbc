"""Of two times of one thing the one that says more.

A programme often tells when a session is, and of its talks no more than that: another source that has each talk's own
time within it says more. And a list of talks tells when their session is only by the first and the last of them:
another source that has the session's own time around those says more. Neither is a dispute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from corpus.models import Session, Slot
from corpus.names import title_key
from corpus.same import same_session, same_slot

_Timed = TypeVar("_Timed", Session, Slot)
_Span = tuple[datetime | None, datetime | None]


class Coarse:
    """The times that are only those of something else: of slots their session's, of sessions their talks'.

    What is merged is added source by source, with the identifiers that it has there.
    """

    def __init__(self) -> None:
        self._known: set[Hashable] = set()

    def add_sessions(self, sessions: Iterable[Session], slots: Iterable[Slot]) -> None:
        """Note which *sessions* of a source have the time from the first to the last of several of its *slots*."""
        spans: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for slot in slots:
            if slot.start and slot.session:
                spans[slot.session].append((slot.start, slot.end or slot.start))
        for session in sessions:
            within = spans.get(session.id, [])
            if len(set(within)) > 1 and _span(session) == (min(s for s, _ in within), max(e for _, e in within)):
                self._known.add(_key(session))

    def add_slots(self, slots: Iterable[tuple[Slot, str | None]], sessions: Mapping[str, Session]) -> None:
        """Note which *slots* of a source, each with its session there, have the time of that session."""
        for slot, home in slots:
            session = sessions.get(home or "")
            if session and session.start and _span(slot) == _span(session):
                self._known.add(_key(slot))

    def same_slot(self, one: Slot, other: Slot) -> bool:
        """As ``corpus.same.same_slot``, and where one is the other's own time within its session's."""
        return same_slot(one, other) or self._is_finer(one, other) or self._is_finer(other, one)

    def same_session(self, one: Session, other: Session) -> bool:
        """As ``corpus.same.same_session``, and where one has its own time around that of the other's talks."""
        return same_session(one, other) or self._is_around(one, other) or self._is_around(other, one)

    def agreed_slots(self, one: Slot, other: Slot) -> tuple[Slot, Slot]:
        """Both with the finer of their times, where one is."""
        if self._is_finer(one, other):
            return one, _timed_as(other, one)
        return (_timed_as(one, other), other) if self._is_finer(other, one) else (one, other)

    def agreed_sessions(self, one: Session, other: Session) -> tuple[Session, Session]:
        """Both with the time that is their own, where the other is that of their talks."""
        if self._is_around(one, other):
            return one, _timed_as(other, one)
        return (_timed_as(one, other), other) if self._is_around(other, one) else (one, other)

    def _is_finer(self, own: Slot, block: Slot) -> bool:
        """Whether *own* is the time of a talk within *block*, which is its session's."""
        if _key(block) not in self._known or not _is_within(own, block):
            return False
        if _key(own) in self._known and own.start == block.start and own.end is None:
            return False  # both are the session's, and one does not tell its end
        if own.session is None:
            return not own.room or not block.room or title_key(own.room) == title_key(block.room)
        return own.session == block.session

    def _is_around(self, stated: Session, spanned: Session) -> bool:
        """Whether *spanned* is from the first to the last talk of the session whose own time is *stated*."""
        if _key(spanned) not in self._known or _key(stated) in self._known or not _is_within(spanned, stated):
            return False
        events = {stated.event, spanned.event} - {None}
        return len(events) < 2 and title_key(stated.title) == title_key(spanned.title)


def _key(timed: Session | Slot) -> Hashable:
    name = (timed.paper, timed.session) if isinstance(timed, Slot) else (timed.id, timed.title)
    return timed.kind, *name, *_span(timed)


def _span(timed: Session | Slot) -> _Span:
    return timed.start, timed.end


def _is_within(inner: _Timed, outer: _Timed) -> bool:
    """Whether *inner* is another time than *outer*, and in it."""
    if inner.start is None or outer.start is None or outer.end is None or _span(inner) == _span(outer):
        return False
    return outer.start <= inner.start and (inner.end or inner.start) <= outer.end


def _timed_as(one: _Timed, other: _Timed) -> _Timed:
    return one.model_copy(update={"start": other.start, "end": other.end})
