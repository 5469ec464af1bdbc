"""The sessions of a programme, found by the names that its other files call them by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, TypeVar

from corpus.models import Session, Slot
from corpus.names import words
from corpus.programme.identity import Identifiers

_Timed = TypeVar("_Timed", Session, Slot)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_DAYS: Final = {
    form: short
    for short, forms in {
        "mon": "monday",
        "tue": "tues tuesday",
        "wed": "weds wednesday",
        "thu": "thur thurs thursday",
        "fri": "friday",
        "sat": "saturday",
        "sun": "sunday",
    }.items()
    for form in forms.split()
}


def session_key(name: str) -> str:
    """What two names of one session share: "Session 3, Thursday" and "session 3 (Thurs)" have one key."""
    parts = [_DAYS.get(word, word) for word in words(name)]
    return " ".join([part for part in parts if part not in {"session", "sessions"}] or parts)


class SessionBook:
    """Sessions with distinct identifiers, by all of their names."""

    def __init__(self) -> None:
        self._identifiers = Identifiers()
        self._sessions: dict[str, Session] = {}
        self._named: dict[str, list[str]] = {}

    def add(self, session: Session, *names: str) -> Session:
        """*session*, with a number to its identifier where that is taken, known by *names* from now on."""
        session = session.model_copy(update={"id": self._identifiers.free(session.id)})
        self._sessions[session.id] = session
        for key in {session_key(name) for name in names} - {""}:
            self._named.setdefault(key, []).append(session.id)
        return session

    def put(self, session: Session) -> None:
        """Let *session* stand for the one that has its identifier."""
        self._sessions[session.id] = session

    def named(self, *names: str) -> list[Session]:
        """The sessions that have the first of *names* that any has."""
        found = next((ids for name in names if (ids := self._named.get(session_key(name)))), [])
        return [self._sessions[each] for each in found]

    def all(self) -> list[Session]:
        """Every session, by its time; those without one last, as they were added."""
        return in_time(self._sessions.values())


def in_time(timed: Iterable[_Timed]) -> list[_Timed]:
    """Sessions or slots by their time, those without one last."""
    return sorted(timed, key=lambda each: each.start or _LAST)
