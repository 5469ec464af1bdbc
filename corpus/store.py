"""The corpus as an SQLite file: written whole, swapped in one step, opened read-only.

One table for each kind of record, one column for each field (lists as JSON), and ``meta`` with the schema's
number and the content's version. A corpus is disposable: another schema number means build it again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlite_utils
from pydantic import TypeAdapter, ValidationError

from corpus.models import Conflict, Event, Paper, Post, Records, Session, Slot, Source, Value

SCHEMA: Final = 2
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


class CorpusError(Exception):
    """A corpus file that cannot be used; the message is a sentence for the person who named it."""


def version(records: Records) -> str:
    """A short name for the content: equal records, equal version."""
    return hashlib.sha256(records.model_dump_json().encode()).hexdigest()[:16]


def save(records: Records, path: Path) -> str:
    """Write *records* to *path* in one step, so that a reader sees the old file or the whole new one.

    Returns the version. Raises CorpusError where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise CorpusError(f"Cannot write a corpus to {path}: {error.strerror}.") from error
    part = Path(name)
    try:
        _fill(part, records)
        part.chmod(0o644)
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise CorpusError(f"Cannot write a corpus to {path}: {error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return version(records)


def _fill(path: Path, records: Records) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        database = sqlite_utils.Database(connection)
        for table, model in _TABLES.items():
            database[table].create({name: str for name in model.model_fields if name != "kind"}, pk="id")  # type: ignore[union-attr]
            rows = (record.model_dump(mode="json", exclude={"kind"}) for record in getattr(records, table))
            database[table].insert_all(rows)  # type: ignore[union-attr]
        database["meta"].insert_all(  # type: ignore[union-attr]
            [{"key": "schema", "value": str(SCHEMA)}, {"key": "version", "value": version(records)}], pk="key"
        )


def load(path: Path) -> Records:
    """The records in the corpus file at *path*, in the order in which they were saved.

    Raises CorpusError where the file is missing, is no corpus, or has another schema.
    """
    with _open(path) as database:
        adapters = {table: TypeAdapter(tuple[model, ...]) for table, model in _TABLES.items()}  # type: ignore[valid-type]
        try:
            return Records(
                **{table: adapters[table].validate_python(list(_rows(database, table))) for table in _TABLES}
            )
        except ValidationError as error:
            raise CorpusError(f"{path} holds a record that cannot be read: build it again.") from error


@contextmanager
def _open(path: Path) -> Iterator[sqlite_utils.Database]:
    if not path.is_file():
        raise CorpusError(f"There is no corpus at {path}. Build one with: usher corpus build --out {path}")
    with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)) as connection:
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


def _rows(database: sqlite_utils.Database, table: str) -> Iterator[dict[str, Any]]:
    for row in database[table].rows_where(order_by="rowid"):
        yield {
            name: TypeAdapter(Any).validate_json(value) if name in _JSON_COLUMNS else value
            for name, value in row.items()
            if value is not None
        }
