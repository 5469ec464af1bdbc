"""The values that everything else speaks in: frozen, without I/O and without a clock.

A *record* is one thing that a programme knows. Seven kinds exist: ``Source``, ``Event``, ``Session``,
``Paper`` (whatever has a title and authors: papers, talks, keynotes), ``Slot`` (a paper's place in a
session), ``Post``, and ``Conflict`` (where two sources say different things of one record). Every instant is
aware and held in UTC; a record's ``zone`` says how its own page writes it. ``summary`` is our own words;
``abstract`` and ``body`` are the source's, and are never shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from typing import Annotated, Literal, Protocol, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator


class Value(BaseModel):
    """A frozen value: compared by content, refused where a field is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _to_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("it lies beyond the calendar") from error


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]
Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]


class Window(Value):
    """A half-open stretch of time: *start* belongs to it, *end* does not."""

    start: AwareDatetime
    end: AwareDatetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("a window ends before it starts")
        return self

    def overlaps(self, other: Window) -> bool:
        """Whether some instant belongs to both; an empty window counts as the instant it stands at."""
        if self.start == self.end:
            return other.holds(self.start)
        if other.start == other.end:
            return self.holds(other.start)
        return self.start < other.end and other.start < self.end

    def holds(self, instant: datetime) -> bool:
        """Whether *instant* belongs to the window."""
        return self.start <= instant < self.end or self.start == instant == self.end


class Break(Window):
    """A break that a programme names: "Lunch"."""

    name: str


class Link(Value):
    """Something linked; *url* is None where a page says that there is a link but prints no address."""

    label: str
    url: str | None = None


class Person(Value):
    """Someone in a role: "Organizer" of a workshop, "Area Chair" of an event, "Moderator" of a session."""

    name: str
    role: str
    org: str = ""
    note: str = ""


class Source(Value):
    """A page or file that records came from; its *title* is what answers name as provenance."""

    kind: Literal["source"] = "source"
    id: str
    title: str
    format: str
    org: str = ""
    event: str | None = None
    published: date | None = None
    url: str | None = None


class Event(Value):
    """A conference. *start* and *end* are its first and last day, where a source states them."""

    kind: Literal["event"] = "event"
    id: str
    name: str
    full_name: str = ""
    start: date | None = None
    end: date | None = None
    zone: Zone | None = None
    place: str = ""
    people: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()


class _Timed(Value):
    start: Instant | None = None
    end: Instant | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.end is not None and self.start is None:
            raise ValueError("an end without a start")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("it ends before it starts")
        return self

    @property
    def window(self) -> Window | None:
        """When it is on, where that is known; without a known end, the instant of its start."""
        return None if self.start is None else Window(start=self.start, end=self.end or self.start)


class Session(_Timed):
    """A part of an event: a poster or oral session, a workshop, a tutorial, a social."""

    kind: Literal["session"] = "session"
    id: str
    title: str
    type: str = "session"
    event: str | None = None
    zone: Zone | None = None
    room: str = ""
    track: str = ""
    people: tuple[Person, ...] = ()
    orgs: tuple[str, ...] = ()
    abstract: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()


class Paper(Value):
    """What has a title and authors: a paper, a talk, a keynote (see *type*).

    *listed* is the day on which a dated list carries it; *orgs* are where its authors are from, and the
    organisations that list it as theirs; *other_titles* are misprints, earlier titles and what a calendar calls
    it, found but not shown as the title; *language* is what it is given in, where a programme says so ("en").
    """

    kind: Literal["paper"] = "paper"
    id: str
    title: str
    type: str = "paper"
    event: str | None = None
    authors: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    abstract: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    track: str = ""
    language: str = ""
    orgs: tuple[str, ...] = ()
    listed: date | None = None
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()


class Slot(_Timed):
    """A paper's place in a session: its kind of presentation and, where published, its time and room."""

    kind: Literal["slot"] = "slot"
    id: str
    paper: str
    session: str | None = None
    type: str = "talk"
    room: str = ""

    def renamed(self, papers: Mapping[str, str], sessions: Mapping[str, str]) -> Self:
        """This slot where papers and sessions have the other identifiers given, in its own identifier too."""
        paper, session = papers.get(self.paper, self.paper), sessions.get(self.session or "", self.session)
        if (paper, session) == (self.paper, self.session):
            return self
        identifier = self.id.replace(self.paper, paper)
        if self.session:
            identifier = identifier.replace(self.session, session or "")
        return self.model_copy(update={"paper": paper, "session": session, "id": identifier})


class Post(Value):
    """An article of a feed or blog."""

    kind: Literal["post"] = "post"
    id: str
    title: str
    org: str = ""
    event: str | None = None
    published: date | None = None
    people: tuple[Person, ...] = ()
    body: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()


class Conflict(Value):
    """What a further source says otherwise: *record* (kind:id) holds *kept* in *field*, *source* says *other*."""

    kind: Literal["conflict"] = "conflict"
    id: str
    record: str
    field: str
    kept: str
    other: str
    source: str


Record = Annotated[Source | Event | Session | Paper | Slot | Post | Conflict, Field(discriminator="kind")]


class Records(Value):
    """Records of every kind, each kind in programme order."""

    sources: tuple[Source, ...] = ()
    events: tuple[Event, ...] = ()
    sessions: tuple[Session, ...] = ()
    papers: tuple[Paper, ...] = ()
    slots: tuple[Slot, ...] = ()
    posts: tuple[Post, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def all(self) -> tuple[Record, ...]:
        """Every record, in an order in which no record refers to a later one."""
        return tuple(chain.from_iterable(getattr(self, field) for field in type(self).model_fields))

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """Sort loose records into their kinds, keeping their order."""
        kinds: dict[str, list[Record]] = {field: [] for field in cls.model_fields}
        for record in records:
            kinds[f"{record.kind}s"].append(record)
        return cls.model_validate({field: tuple(each) for field, each in kinds.items()})


class Held(Protocol):
    """What holds records of every kind, as Records does, whether in memory or in a file."""

    @property
    def sources(self) -> Sequence[Source]: ...  # noqa: D102 - as in Records
    @property
    def events(self) -> Sequence[Event]: ...  # noqa: D102
    @property
    def sessions(self) -> Sequence[Session]: ...  # noqa: D102
    @property
    def papers(self) -> Sequence[Paper]: ...  # noqa: D102
    @property
    def slots(self) -> Sequence[Slot]: ...  # noqa: D102
    @property
    def posts(self) -> Sequence[Post]: ...  # noqa: D102
    @property
    def conflicts(self) -> Sequence[Conflict]: ...  # noqa: D102


class Note(Value):
    """One line of a reader's report: what was read, left out, or could not be read, and where."""

    level: Literal["read", "left out", "problem"]
    text: str
    where: str = ""


class Parsed(Value):
    """What a reader made of one source: its records and its report."""

    records: Records
    notes: tuple[Note, ...] = ()


class Part(Value):
    """What one source held when it was last read, kept with the corpus: so one source can change alone.

    *origin* tells it from every other source, without its secrets; *options* is how it was read. *etag* and
    *modified* are what the source itself says to tell whether it changed.
    """

    origin: str
    options: str = ""
    etag: str = ""
    modified: str = ""
    parsed: tuple[Parsed, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """The reader's report."""
        return tuple(chain.from_iterable(each.notes for each in self.parsed))


class SourceError(Exception):
    """A source that cannot be read; the message is a sentence for the person who named it."""
