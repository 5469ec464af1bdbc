"""What people are told when the programme changes: of what they starred, and of what their channel follows."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from bot.models import Line, Moment, Piece, Strong
from corpus.diff import Change, diff
from corpus.models import Event, Held, Paper, Records, Session, Value, Window
from corpus.tables import whole

_MOST: Final = 15  # changes of one message
_TOLD: Final = {"moved", "room", "renamed", "cancelled", "new"}
_KINDS: Final = {"paper", "session"}


class Outline(Value):
    """What people were told of a programme: its *records* without their texts, packed, and a *version* that tells it
    from any other. *made* is when the programme was changed last, where that is known.
    """

    version: str
    records: bytes
    made: AwareDatetime | None = None

    def older(self, other: Outline) -> bool:
        """Whether it is known to be from before *other*."""
        return self.made is not None and other.made is not None and self.made < other.made


def outline(records: Held, made: datetime | None = None) -> Outline:
    """The outline of *records*, which were *made* then."""
    bare = Records(
        events=tuple(Event(id=each.id, name=each.name) for each in records.events),
        sessions=tuple(_bare_session(each) for each in records.sessions),
        papers=tuple(Paper(id=each.id, title=each.title, event=each.event) for each in records.papers),
        slots=tuple(records.slots),
    )
    said = bare.model_dump_json(exclude_defaults=True).encode()
    made = made.replace(microsecond=0) if made else None  # as the state keeps it
    return Outline(version=hashlib.sha256(said).hexdigest()[:24], records=zlib.compress(said, level=1), made=made)


def _bare_session(session: Session) -> Session:
    kept = {name: getattr(session, name) for name in ("id", "title", "event", "room", "start", "end")}
    return Session.model_validate(kept)


def unpacked(packed: bytes) -> Records:
    """The records of an outline. Raises ValueError where it is damaged."""
    try:
        return Records.model_validate_json(zlib.decompress(packed))
    except zlib.error as error:
        raise ValueError("a damaged outline") from error


def worth_telling(old: Records, new: Held) -> tuple[Change, ...]:
    """What changed that somebody may have planned by. An event that is new or gone as a whole is no change of plans."""
    new = whole(new)
    both = {event.id for event in old.events} & {event.id for event in new.events}
    of = events_of(old, new)
    return tuple(
        change
        for change in diff(old, new)
        if change.what in _TOLD and change.kind in _KINDS and of.get(ref_of(change)) in {None, *both}
    )


def events_of(old: Records, new: Held) -> dict[str, str | None]:
    """The event of every paper and session of both, by reference: as it is now, else as it was."""
    of: dict[str, str | None] = {}
    every: tuple[Held, ...] = (old, new)
    for records in every:
        of |= {f"paper:{each.id}": each.event for each in records.papers}
        of |= {f"session:{each.id}": each.event for each in records.sessions}
    return of


def ref_of(change: Change) -> str:
    """The reference of the record that changed."""
    return f"{change.kind}:{change.id}"


def alert(changes: Sequence[Change], *, starred: bool) -> tuple[Line, ...]:
    """The message about *changes*, to somebody who *starred* what changed, or to a channel."""
    head = "The programme changed for what you starred:" if starred else "The programme changed:"
    lines = tuple(line(change) for change in changes[:_MOST])
    more = len(changes) - len(lines)
    return ((Strong(text=head),), *lines, *(((f"And {more} more changes.",),) if more else ()))


def line(change: Change) -> Line:
    """One change, with before and after."""
    title = Strong(text=change.title)
    match change.what:
        case "moved":
            return ("• ", title, " moves: ", *_arrow(change.before, change.after))
        case "room":
            return ("• ", title, " is in another room: ", *_arrow(change.before, change.after))
        case "renamed":
            return ("• “", str(change.before), "” is now called ", title, ".")
        case "cancelled":
            return ("• ", title, " is no longer in the programme.")
        case _:
            return ("• ", title, " is new.")


def _arrow(before: Window | str | None, after: Window | str | None) -> Iterable[Piece]:
    yield from (_said(before), " → ", _said(after), ".")


def _said(value: Window | str | None) -> Piece:
    if value is None:
        return "not published"
    return Moment(window=value) if isinstance(value, Window) else value
