"""What records share with others, and when their slots are: kept in a file, so that no question reads them all.

Many records are alike in what a question may limit itself to: their kind, event, track, room and so on. Each
combination of these, the *traits* of a record, is kept once, and for each record which it has.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from corpus.documents import Findable, findable, ref
from corpus.index.packed import Blobs, Numbers, Rows, damaged, numbers
from corpus.models import Held, Paper, Post, Session, Slot, Window

_Shared = TypeVar("_Shared", bound=Hashable)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
NEVER: Final = np.iinfo(np.int64).min  # the start of what has no time
_NOWHERE: Final = -1  # the place of a paper that is not held


class Traits(NamedTuple):
    """What a record may share with others.

    *presented* are the types of its slots; *tracks* are its own *track* and those of the sessions that it is in,
    *rooms* those of its slots and of these sessions; *day* is the one under which a dated list carries it, of a post
    that on which it was published.
    """

    kind: str
    type: str
    presented: tuple[str, ...]
    event: str | None
    orgs: tuple[str, ...]
    sources: tuple[str, ...]
    track: str
    tracks: tuple[str, ...]
    rooms: tuple[str, ...]
    language: str
    day: date | None


class Said(NamedTuple):
    """What a slot may share with others; *event* is its session's, else its paper's."""

    type: str
    room: str
    session: str | None
    event: str | None


class Placement(NamedTuple):
    """A slot: its *number* among all, and the *place* of its paper, None where that is not held."""

    number: int
    place: int | None
    window: Window | None
    said: Said


_TRAITS: Final = TypeAdapter(list[Traits])
_SAID: Final = TypeAdapter(list[Said])


class Shared:
    """What *blobs* tell of the records that were packed. Raises CorpusError where they are damaged."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self.traits: Sequence[Traits] = _read(blobs, "traits", _TRAITS)
        self._of = _numbered(blobs, "traits.of", len(self.traits))

    def __len__(self) -> int:
        return len(self._of)

    def of(self, place: int) -> Traits:
        """The traits of the record at *place*."""
        return self.traits[int(self._of[place])]

    def having(self, test: Callable[[Traits], bool]) -> npt.NDArray[np.bool_]:
        """For each record, whether its traits pass the *test*."""
        passed: npt.NDArray[np.bool_] = np.fromiter(map(test, self.traits), bool, len(self.traits))
        return passed[self._of]

    def among(self, chosen: npt.NDArray[np.bool_]) -> list[Traits]:
        """The traits of the *chosen* records, each once."""
        return [self.traits[number] for number in np.unique(self._of[chosen])]

    def slots(self, place: int) -> list[int]:
        """The numbers of the slots of the paper, or in the session, at *place*."""
        return self._slots[place]

    def papers(self, place: int) -> list[int]:
        """The places of the papers in the session at *place*, of those that are held."""
        found = self._papers[self._slots[place]]
        places: list[int] = found[found != _NOWHERE].tolist()
        return places

    def times(self, place: int) -> set[Window]:
        """When the slots of the paper, or in the session, at *place* are, of those with a time."""
        windows, window_of = self._windows
        return {window for number in np.unique(window_of[self._slots[place]]) if (window := windows[number])}

    @cached_property
    def rooms(self) -> tuple[str, ...]:
        """The rooms of the slots, in programme order."""
        return tuple(dict.fromkeys(said.room for said in self._said))

    def windows(self, event: str | None) -> set[Window]:
        """When a slot of *event* is on, of any where it is None."""
        windows, window_of = self._windows
        of_event = np.fromiter((event in (None, said.event) for said in self._said), bool, len(self._said))
        return {window for number in np.unique(window_of[of_event[self._said_by]]) if (window := windows[number])}

    def placements(self) -> Iterator[Placement]:
        """The slots, in programme order."""
        windows, window_of = self._windows
        columns = zip(self._papers.tolist(), window_of.tolist(), self._said_by.tolist(), strict=True)
        for number, (paper, window, said) in enumerate(columns):
            yield Placement(number, paper if paper >= 0 else None, windows[window], self._said[said])

    def on(self, test: Callable[[Window], bool]) -> npt.NDArray[np.bool_]:
        """For each record, whether it has a slot whose window passes the *test*."""
        windows, window_of = self._windows
        passed = np.fromiter((window is not None and test(window) for window in windows), bool, len(windows))
        return self._marked(passed[window_of])

    @cached_property
    def timed(self) -> npt.NDArray[np.bool_]:
        """For each record, whether it has a slot with a time."""
        return self._marked(self._starts != NEVER)

    def _marked(self, slots: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """For each record, whether one of *slots* is its own."""
        marked = np.zeros(len(self), bool)
        marked[self._papers[slots & (self._papers != _NOWHERE)]] = True
        return marked

    def starts(self, sessions: Mapping[int, Window]) -> Numbers:
        """When each record starts, in ticks: its first slot with a time, or as *sessions* do, by their places."""
        starts: Numbers = np.full(len(self), NEVER)
        slots = np.flatnonzero((self._starts != NEVER) & (self._papers != _NOWHERE))[::-1]
        starts[self._papers[slots]] = self._starts[slots]  # of several the last that is set, and so the first
        starts[list(sessions)] = [ticks(window.start) for window in sessions.values()]
        return starts

    @cached_property
    def _slots(self) -> Rows:
        found = Rows(self._blobs, "slots")
        if len(found) != len(self) or not found.below(len(self._said_by)):
            raise damaged("slots")
        return found

    @cached_property
    def _papers(self) -> Numbers:
        """The place of each slot's paper."""
        papers = numbers(self._blobs, "slots.paper", "<i4", len(self._said_by))
        if papers.max(initial=_NOWHERE) >= len(self) or papers.min(initial=_NOWHERE) < _NOWHERE:
            raise damaged("slots.paper")
        return papers

    @cached_property
    def _starts(self) -> Numbers:
        """When each slot starts."""
        windows, window_of = self._windows
        return np.array([ticks(window.start) if window else NEVER for window in windows], np.int64)[window_of]

    @cached_property
    def _windows(self) -> tuple[list[Window | None], Numbers]:
        """The different times of slots, None of those without one, and the number of each slot's among them."""
        limits = numbers(self._blobs, "slots.windows", "<i8").tolist()
        if len(limits) % 2:
            raise damaged("slots.windows")
        pairs = zip(limits[::2], limits[1::2], strict=True)
        windows = [_window(start, end) if start != NEVER else None for start, end in pairs]
        return windows, _numbered(self._blobs, "slots.windows.of", len(windows), len(self._said_by))

    @cached_property
    def _said(self) -> list[Said]:
        return _read(self._blobs, "slots.said", _SAID)

    @cached_property
    def _said_by(self) -> Numbers:
        return _numbered(self._blobs, "slots.said.by", len(self._said))


def packed(records: Held) -> dict[str, bytes]:
    """The blobs of what *records* share."""
    found = findable(records)
    places = {ref(record): place for place, record in enumerate(found)}
    sessions = {session.id: session for session in records.sessions}
    numbered: defaultdict[str, list[int]] = defaultdict(list)
    for number, slot in enumerate(records.slots):
        numbered[f"paper:{slot.paper}"].append(number)
        numbered[f"session:{slot.session}"].append(number)
    slots = [numbered.get(ref(record), ()) for record in found]
    traits, of = _codes(
        _traits(record, [records.slots[number] for number in own], sessions)
        for record, own in zip(found, slots, strict=True)
    )
    events = {paper.id: paper.event for paper in records.papers}
    said, said_by = _codes(
        Said(slot.type, slot.room, slot.session, home.event if home else events.get(slot.paper))
        for slot in records.slots
        for home in [sessions.get(slot.session or "")]
    )
    windows, windows_of = _codes(slot.window for slot in records.slots)
    return {
        "traits": _written(traits, _TRAITS),
        "traits.of": of,
        "slots.said": _written(said, _SAID),
        "slots.said.by": said_by,
        "slots.windows": np.array([_limits(window) for window in windows], "<i8").tobytes(),
        "slots.windows.of": windows_of,
        "slots.paper": np.array([places.get(f"paper:{s.paper}", _NOWHERE) for s in records.slots], "<i4").tobytes(),
        **Rows.packed("slots", [number for own in slots for number in own], map(len, slots)),
    }


def _traits(record: Findable, slots: Sequence[Slot], sessions: Mapping[str, Session]) -> Traits:
    own = slots if isinstance(record, Paper) else ()
    named = [record.id] if isinstance(record, Session) else [slot.session or "" for slot in own]
    homes = [sessions[name] for name in named if name in sessions]
    track = "" if isinstance(record, Post) else record.track
    return Traits(
        kind=record.kind,
        type="" if isinstance(record, Post) else record.type,
        presented=_once(slot.type for slot in own),
        event=record.event,
        orgs=(record.org,) if isinstance(record, Post) else record.orgs,
        sources=record.sources,
        track=track,
        tracks=_once(filter(None, (track, *(home.track for home in homes)))),
        rooms=_once((*(slot.room for slot in own), *(home.room for home in homes))),
        language=record.language if isinstance(record, Paper) else "",
        day=record.listed if isinstance(record, Paper) else record.published if isinstance(record, Post) else None,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _codes(every: Iterable[_Shared]) -> tuple[list[_Shared], bytes]:
    """The different ones of *every*, and the number of each as a blob."""
    known: defaultdict[_Shared, int] = defaultdict(count().__next__)
    codes = np.array([known[each] for each in every], "<u4").tobytes()
    return list(known), codes


def _written(every: list[_Shared], adapter: TypeAdapter[list[_Shared]]) -> bytes:
    """*every* as JSON, in ASCII: so lone surrogates, which texts may hold, are kept as they are."""
    return json.dumps(adapter.dump_python(every, mode="json")).encode()


def _read(blobs: Blobs, name: str, adapter: TypeAdapter[list[_Shared]]) -> list[_Shared]:
    try:
        return adapter.validate_python(json.loads(blobs.get(name, b"")))
    except (ValueError, RecursionError) as error:
        raise damaged(name) from error


def _numbered(blobs: Blobs, name: str, limit: int, size: int | None = None) -> Numbers:
    found = numbers(blobs, name, "<u4", size)
    if found.max(initial=0) >= max(1, limit):
        raise damaged(name)
    return found


def _limits(window: Window | None) -> tuple[int, int]:
    return (ticks(window.start), ticks(window.end)) if window else (NEVER, NEVER)


def ticks(instant: datetime) -> int:
    """*instant* as a number."""
    return (instant - _EPOCH) // _TICK


def _window(start: int, end: int) -> Window:
    try:
        return Window(start=_EPOCH + start * _TICK, end=_EPOCH + end * _TICK)
    except (ValueError, OverflowError) as error:
        raise damaged("slots") from error
