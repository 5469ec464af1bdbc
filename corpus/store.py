"""The corpus as an SQLite file: written whole, swapped in one step, opened read-only.

One table for each kind of record, one column for each field (lists as JSON, nothing where a field is as usual), and
``meta`` with the schema's number and the content's version; and the index, which is made when a corpus is saved. A
corpus is disposable: another schema number means build it again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlite_utils
from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from corpus import kept
from corpus.collector import collector_paused
from corpus.index.packed import CorpusError, Pack
from corpus.models import Conflict, Event, Paper, Parsed, Part, Post, Records, Session, Slot, Source, Value
from corpus.overview import packed

__all__ = [
    "CorpusError",
    "load",
    "load_index",
    "load_parts",
    "open_corpus",
    "origins_at",
    "save",
    "version",
    "version_at",
]

SCHEMA: Final = 6  # to be raised with every change of what a file holds, or of how the index reads words
_TABLES: Final[Mapping[str, type[Value]]] = {
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
    for table, model in _TABLES.items()
}
_PARSED: Final[TypeAdapter[tuple[Parsed, ...]]] = TypeAdapter(tuple[Parsed, ...])
_WAIT: Final = 60.0  # seconds for another writer to end


def version(records: Records) -> str:
    """A short name for the content: equal records, equal version."""
    return hashlib.sha256(records.model_dump_json().encode()).hexdigest()[:16]


def save(records: Records, path: Path, parts: Sequence[Part] = ()) -> str:
    """Write *records*, and the *parts* that they were merged from, to *path* in one step.

    A reader sees the old file or the whole new one; of a writer that was killed, only a file beside it is left,
    which the next one clears away. Returns the version. Raises CorpusError where it cannot be written.
    """
    named = version(records)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT):
            for left in path.parent.glob(f".{path.name}-*.part*"):
                left.unlink(missing_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".part")
            os.close(handle)
            part = Path(name)
            try:
                _fill(part, records, parts, named)
                part.chmod(0o644)
                _to_disk(part)
                part.replace(path)
                _to_disk(path.parent)
            finally:
                part.unlink(missing_ok=True)
    except Timeout as error:
        raise CorpusError(f"Another process is writing {path}.") from error
    except OSError as error:
        raise CorpusError(f"Cannot write a corpus to {path}: {error.strerror or 'the disk refuses'}.") from error
    except sqlite3.Error as error:
        raise CorpusError(f"Cannot write a corpus to {path}: {error}.") from error
    return named


def _to_disk(path: Path) -> None:
    """Wait until *path* is on the disk, so that a power cut leaves the old corpus or the new one."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fill(path: Path, records: Records, parts: Sequence[Part], named: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = OFF")  # nobody reads the file before it is whole
        connection.execute("PRAGMA synchronous = OFF")
        database = sqlite_utils.Database(connection)
        for table, model in _TABLES.items():
            database[table].create({name: str for name in model.model_fields if name != "kind"}, pk="id")  # type: ignore[union-attr]
            rows = (record.model_dump(mode="json", exclude_defaults=True) for record in getattr(records, table))
            database[table].insert_all(rows)  # type: ignore[union-attr]
        database["meta"].insert_all(  # type: ignore[union-attr]
            [{"key": "schema", "value": str(SCHEMA)}, {"key": "version", "value": named}], pk="key"
        )
        database["parts"].create({**dict.fromkeys(Part.model_fields, str), "parsed": bytes})  # type: ignore[union-attr]
        database["parts"].insert_all(map(_packed, parts))  # type: ignore[union-attr]
        kept.write(connection, packed(records))


def _packed(part: Part) -> dict[str, Any]:
    parsed = _PARSED.dump_json(part.parsed, exclude_defaults=True)
    return {**part.model_dump(mode="json", exclude={"parsed"}), "parsed": zlib.compress(parsed, level=1)}


def load_parts(path: Path) -> tuple[Part, ...]:
    """What each source of the corpus at *path* held when it was last read. Raises CorpusError as ``load`` does."""
    with _open(path) as database:
        try:
            return tuple(
                Part.model_validate({**row, "parsed": _PARSED.validate_json(zlib.decompress(row["parsed"]))})
                for row in database["parts"].rows
            )
        except (ValidationError, zlib.error, TypeError) as error:
            raise CorpusError(f"{path} holds a source that cannot be read: build it again.") from error


def origins_at(path: Path) -> tuple[str, ...]:
    """The keys of the sources of the corpus at *path*. Raises CorpusError as ``load`` does."""
    with _open(path) as database:
        return tuple(row["origin"] for row in database.query("select origin from parts order by rowid"))


def version_at(path: Path) -> str:
    """The version of the corpus at *path*. Raises CorpusError as ``load`` does."""
    with _open(path) as database:
        return str({row["key"]: row["value"] for row in database["meta"].rows}.get("version", ""))


def load(path: Path) -> Records:
    """The records in the corpus file at *path*, in the order in which they were saved.

    Raises CorpusError where the file is missing, is no corpus, or has another schema.
    """
    with _open(path) as database:
        return _records(database.conn, path)


def load_index(path: Path) -> Pack:
    """What an index of the corpus at *path* needs, read when it is asked for. Raises CorpusError as ``load`` does."""
    with _open(path, keep=True) as database:
        return kept.read(database.conn)


def open_corpus(path: Path) -> tuple[Records, Pack]:
    """The records and the index of one corpus, whatever is saved at *path* meanwhile. Raises as ``load`` does."""
    with _open(path, keep=True) as database:
        return _records(database.conn, path), kept.read(database.conn)


@contextmanager
def _open(path: Path, *, keep: bool = False) -> Iterator[sqlite_utils.Database]:
    """The corpus at *path*; closed afterwards, unless the caller is to *keep* it and nothing was wrong."""
    if not path.is_file():
        raise CorpusError(f"There is no corpus at {path}. Build one with: usher corpus build --out {path}")
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, check_same_thread=False)
    with ExitStack() as stack:
        stack.callback(connection.close)
        database = sqlite_utils.Database(connection)
        try:
            schema = {row["key"]: row["value"] for row in database["meta"].rows}.get("schema")
        except sqlite3.Error as error:
            raise CorpusError(f"{path} is not a corpus of Usher.") from error
        if schema is None:
            raise CorpusError(f"{path} is not a corpus of Usher.")
        if schema != str(SCHEMA):
            raise CorpusError(f"{path} was built by another version of Usher: build it again.")
        try:
            yield database
        except sqlite3.Error as error:
            raise CorpusError(f"{path} is damaged: build it again.") from error
        if keep:
            stack.pop_all()


def _records(connection: sqlite3.Connection, path: Path) -> Records:
    try:
        with collector_paused():
            tables = {table: _ADAPTERS[table].validate_python(list(_rows(connection, table))) for table in _TABLES}
    except ValueError as error:
        raise CorpusError(f"{path} holds a record that cannot be read: build it again.") from error
    return Records(**tables)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f"select * from {table} order by rowid")  # noqa: S608 - a name of _TABLES
    columns = [(name, name in _JSON_COLUMNS) for name, *_ in cursor.description]
    for row in cursor:
        yield {
            name: from_json(value) if is_json else value
            for (name, is_json), value in zip(columns, row, strict=True)
            if value is not None
        }
