"""The records of a corpus file: one table for each kind, one row for each record, read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Any, Final, Generic, TypeVar, overload

from pydantic import TypeAdapter
from pydantic_core import from_json

from corpus.collector import collector_paused
from corpus.database import Database
from corpus.index.packed import CorpusError
from corpus.models import Conflict, Event, Held, Paper, Post, Records, Session, Slot, Source, Value

_Made = TypeVar("_Made", bound=Value)

TABLES: Final[Mapping[str, type[Value]]] = {
    "sources": Source,
    "events": Event,
    "sessions": Session,
    "papers": Paper,
    "slots": Slot,
    "posts": Post,
    "conflicts": Conflict,
}
_JSON_COLUMNS: Final = frozenset(
    {
        "authors",
        "keywords",
        "links",
        "notes",
        "orgs",
        "other_titles",
        "people",
        "sources",
    }
)
_ADAPTERS: Final[Mapping[str, TypeAdapter[Any]]] = {
    table: TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]
    for table, model in TABLES.items()
}
_REMEMBERED: Final = 1024  # records of a table that stay in memory: those that people ask about
_BATCH: Final = 1024  # records that are read at a time where all are


@dataclass(frozen=True)
class Stored:
    """The records of a corpus file, as ``Records`` has them: papers and slots, of which there may be very many, lazily.

    Raises CorpusError where a record cannot be read, at once or when it is asked for.
    """

    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    sessions: tuple[Session, ...]
    papers: Sequence[Paper]
    slots: Sequence[Slot]
    posts: tuple[Post, ...]
    conflicts: tuple[Conflict, ...]


def stored(database: Database) -> Stored:
    """The records in *database*, which are read when they are asked for."""
    return Stored(
        sources=tuple(_Table[Source](database, "sources")),
        events=tuple(_Table[Event](database, "events")),
        sessions=tuple(_Table[Session](database, "sessions")),
        papers=_Table[Paper](database, "papers"),
        slots=_Table[Slot](database, "slots"),
        posts=tuple(_Table[Post](database, "posts")),
        conflicts=tuple(_Table[Conflict](database, "conflicts")),
    )


def whole(held: Held) -> Records:
    """All the records that are *held*, in memory."""
    if isinstance(held, Records):
        return held
    with collector_paused():
        return Records(**{table: tuple(getattr(held, table)) for table in TABLES})


class _Table(Sequence[_Made], Generic[_Made]):
    """The records of one table, in the order in which they were saved."""

    def __init__(self, database: Database, table: str) -> None:
        self._read = partial(_read, database, table)
        # Not a method of its own: the table would hold itself, and the file stay open until the collector finds it.
        self._one = lru_cache(_REMEMBERED)(partial(_one, database, table))
        self._length = int(database.rows(f"select count(*) from {table}")[0][0])  # noqa: S608 - a name of TABLES

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> _Made: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_Made, ...]: ...
    def __getitem__(self, place: int | slice) -> _Made | tuple[_Made, ...]:
        places = range(self._length)[place]
        if isinstance(places, range):
            return tuple(self[each] for each in places)
        found: _Made = self._one(places)
        return found

    def __iter__(self) -> Iterator[_Made]:
        starts = range(0, self._length, _BATCH)
        return chain.from_iterable(self._read(start, min(start + _BATCH, self._length)) for start in starts)


def _one(database: Database, table: str, place: int) -> Any:
    return _read(database, table, place, place + 1)[0]


def _read(database: Database, table: str, start: int, end: int) -> tuple[Any, ...]:
    """The records of *table* from the place *start* to before *end*."""
    names = [name for name in TABLES[table].model_fields if name != "kind"]
    columns = [(name, name in _JSON_COLUMNS) for name in names]
    query = f"select {', '.join(names)} from {table} where rowid > ? and rowid <= ? order by rowid"  # noqa: S608
    rows = database.rows(query, start, end)
    if len(rows) != end - start:
        raise CorpusError("The corpus file lacks a record: build it again.")
    try:
        return tuple(_ADAPTERS[table].validate_python([_fields(columns, row) for row in rows]))
    except (ValueError, TypeError) as error:
        raise CorpusError("The corpus file holds a record that cannot be read: build it again.") from error


def _fields(columns: Sequence[tuple[str, bool]], row: Sequence[Any]) -> dict[str, Any]:
    return {
        name: from_json(value) if is_json else value
        for (name, is_json), value in zip(columns, row, strict=True)
        if value is not None
    }
