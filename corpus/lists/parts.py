"""The sessions of a list: rows that are one, and what other rows name as theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from corpus.lists.items import Item
from corpus.models import Session, Source
from corpus.names import slug, title_key
from corpus.programme.kinds import told_kind
from corpus.programme.moments import Span
from corpus.report import numbered

_PARTS: Final = frozenset(  # types of what is part of a programme without presenters
    (
        *("session", "break", "coffee break", "lunch", "meal", "social", "social event", "reception", "networking"),
        *("registration", "opening", "closing", "ceremony", "awards", "meeting", "business meeting", "plenary", "q&a"),
    )
)
_BREAKS: Final = frozenset(("break", "registration", "social"))
_SHORT: Final = 4  # words of a title that is a break's and nothing else


_Handle = tuple[str, Span | date | None]  # a session by its title, and the time or day that tells it apart


class Entry(NamedTuple):
    """A row at its *place* among those that count, and its time."""

    place: int
    item: Item
    span: Span
    session: Span = Span()  # of its session, where that is told apart

    def key(self) -> str:
        """What its title shares with other spellings of it."""
        return key_of(self.item.title)


class Parts(NamedTuple):
    """The sessions, and the identifiers of those that the row at each place is in."""

    sessions: list[Session]
    of: dict[int, list[str]]


class _Draft(NamedTuple):
    title: str
    day: date | None  # where others of its title are on other days
    own: list[Entry]
    within: list[Entry]

    def place(self) -> int:
        return min(entry.place for entry in (*self.own, *self.within))


def key_of(title: str) -> str:
    """What spellings of *title* share; the title itself where it has no letters and digits."""
    return title_key(title) or title


def is_part(item: Item, *, people: bool, timed: bool) -> bool:
    """Whether a row is a session: by its type or title; by having a time, where no row has *people* and some do."""
    if item.authors:
        return False
    if item.type in _PARTS or item.type.endswith("session") or (timed and not people):
        return True
    kind = told_kind(item.title, "")
    return bool(kind) and (item.times.is_timed() or (kind in _BREAKS and len(item.title.split()) <= _SHORT))


def read_parts(own: Sequence[Entry], within: Iterable[Entry], source: Source, zone: str | None) -> Parts:
    """The sessions that the rows of *own* are and those of *within* name, in their order; *zone* tells days apart."""
    local = ZoneInfo(zone or "UTC")

    def day_of(entry: Entry) -> date | None:
        start = entry.span.start or entry.session.start
        return start.astimezone(local).date() if start else None

    drafts: dict[_Handle, _Draft] = {}
    owned: defaultdict[str, defaultdict[date | None, list[_Handle]]] = defaultdict(lambda: defaultdict(list))
    for entry in own:
        handle: _Handle = (entry.key(), entry.span)
        if handle not in drafts:
            drafts[handle] = _Draft(entry.item.title, None, [], [])
            owned[entry.key()][day_of(entry)].append(handle)
        drafts[handle].own.append(entry)
    named = [(entry, title, key_of(title), day_of(entry)) for entry in within for title in entry.item.sessions]
    days: defaultdict[str, set[date]] = defaultdict(set)
    for _, _, key, day in named:
        days[key].update([day] if day else [])
    joined: defaultdict[int, list[_Handle]] = defaultdict(list)
    for entry, title, key, day in named:
        apart = day if len(days[key]) > 1 else None
        handle = _of_its_own(entry, day, owned[key]) or (key, apart)
        drafts.setdefault(handle, _Draft(title, apart, [], [])).within.append(entry)
        joined[entry.place].append(handle)
    ordered = sorted(drafts, key=lambda handle: drafts[handle].place())
    names = numbered(_name(drafts[handle], source) for handle in ordered)
    ids = dict(zip(ordered, names, strict=True))
    return Parts(
        [_session(drafts[handle], name, source, zone) for handle, name in ids.items()],
        {place: [ids[handle] for handle in dict.fromkeys(handles)] for place, handles in joined.items()},
    )


def _of_its_own(entry: Entry, day: date | None, own: Mapping[date | None, Sequence[_Handle]]) -> _Handle | None:
    """Which of the rows of its own the session of *entry* has, given by their days; None where none tells."""
    candidates = [*(own.get(day) or own.get(None, ()))] if day else [*chain.from_iterable(own.values())]
    holding = [handle for handle in candidates if isinstance(handle[1], Span) and _holds(handle[1], entry.span)]
    return next(iter(holding if len(candidates) > 1 else candidates), None)


def _holds(session: Span, paper: Span) -> bool:
    if not (session.start and paper.start):
        return False
    return session.start <= paper.start and (session.end is None or paper.start < session.end)


def _name(draft: _Draft, source: Source) -> str:
    own = next((entry.item.id for entry in draft.own if entry.item.id), "")
    return "-".join(filter(None, (source.id, slug(own or draft.title), str(draft.day or ""))))


def _session(draft: _Draft, name: str, source: Source, zone: str | None) -> Session:
    own = [entry.item for entry in draft.own]
    every = [*own, *(entry.item for entry in draft.within)]
    told = [entry.session for entry in draft.within if entry.session.start]
    spans = [entry.span for entry in draft.own if entry.span.start] or told or [entry.span for entry in draft.within]
    start = min((span.start for span in spans if span.start), default=None)
    ends = [span.end for span in spans if span.start]
    known = [end for end in ends if end]
    return Session(
        id=name,
        title=draft.title,
        type=next((item.type for item in own if item.type), "") or told_kind(draft.title),
        zone=zone if start else None,
        start=start,
        end=max(known) if known and len(known) == len(ends) else None,
        room=_agreed(item.room for item in own) or _agreed(item.room for item in every),
        track=_agreed(item.track for item in own) or _agreed(item.track for item in every),
        people=tuple(dict.fromkeys(person for item in every for person in item.people)),
        orgs=tuple(dict.fromkeys(org for item in own for org in item.orgs)),
        abstract=next((item.abstract for item in own if item.abstract), ""),
        keywords=tuple(dict.fromkeys(word for item in own for word in item.keywords)),
        notes=tuple(dict.fromkeys(note for item in own for note in item.notes)),
        links=tuple(dict.fromkeys(link for item in own for link in item.links)),
        sources=(source.id,),
    )


def _agreed(texts: Iterable[str]) -> str:
    """The one of *texts* that all agree on which are not empty; "" where they do not."""
    told = {text for text in texts if text}
    return told.pop() if len(told) == 1 else ""
