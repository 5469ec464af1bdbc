"""What there is to say of a draft, as values that are kept as JSON and shown on the page."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from corpus.models import Instant, Value
from corpus.sources import Origin

EVERYTHING = "*"  # what a draft stands instead of: the whole programme

Weight = Literal["mend", "look", "fuller"]  # the weightiest first


def called(key: str) -> str:
    """What people call the source with this *key*: the last part of where it is."""
    return key.partition("~")[0].rstrip("/").rpartition("/")[2]


class Draft(Value):
    """A programme that was loaded: where from and how it is read; *instead_of* which source it shall stand.

    *id* is another one at each reading. *instead_of* is EVERYTHING, a source's key, or "" where it is added; None is
    for whoever reads it to choose.
    """

    id: str
    origin: Origin
    at: Instant
    instead_of: str | None = None


class Column(Value):
    """A column of a table: its *header*, the *field* that it is taken for or "", and what it begins with.

    Where it is *private*, none of that is kept.
    """

    header: str
    field: str
    private: bool = False
    samples: tuple[str, ...] = ()


class Case(Value):
    """One thing to look at: *where* it is, in the words of the source if it has any, and a sentence."""

    where: str
    text: str


class Sort(Value):
    """All that was found of one sort, and how much that weighs."""

    weight: Weight
    what: str
    cases: tuple[Case, ...]


class Difference(Value):
    """One change to the programme in use, in words."""

    what: str
    kind: str
    title: str
    text: str


class Understood(Value):
    """What a programme was read as: *holds* are numbers with their nouns, *days* and *events* names for people.

    *begins* is a moment to try it at: its first item is about to be on.
    """

    format: str
    described: str
    events: tuple[str, ...] = ()
    zone: str = ""
    days: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    begins: AwareDatetime | None = None
    lacks_event: bool = False
    lacks_zone: bool = False


class Report(Value):
    """What came of reading the draft with this *id*: an *error* where it could not be read, else all of the rest.

    *instead_of* is what it stands instead of, chosen or not; *against* the version of the programme that it was
    compared to; *affected* the references of what people may have planned by that changes.
    """

    id: str
    error: str = ""
    columns: tuple[Column, ...] = ()
    instead_of: str = ""
    understood: Understood | None = None
    notes: tuple[str, ...] = ()
    sorts: tuple[Sort, ...] = ()
    summary: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    more: int = 0
    affected: tuple[str, ...] = ()
    against: str = ""
