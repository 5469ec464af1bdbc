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
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from corpus import kept
from corpus.database import Database
from corpus.index.packed import CorpusError, Pack
from corpus.models import Parsed, Part, Records
from corpus.overview import packed
from corpus.tables import TABLES, Stored, stored, whole

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

SCHEMA: Final = 9  # to be raised with every change of what a file holds, or of how the index reads words
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
    from filelock import FileLock, Timeout  # noqa: PLC0415 - with sqlite_utils 10 MB, which who only reads saves

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
    import sqlite_utils  # noqa: PLC0415 - as above

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = OFF")  # nobody reads the file before it is whole
        connection.execute("PRAGMA synchronous = OFF")
        database = sqlite_utils.Database(connection)
        for table, model in TABLES.items():
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
    fields = tuple(Part.model_fields)
    rows = _opened(path).rows(f"select {', '.join(fields)} from parts order by rowid")  # noqa: S608 - our own names
    try:
        return tuple(_unpacked(dict(zip(fields, row, strict=True))) for row in rows)
    except (ValidationError, zlib.error, TypeError) as error:
        raise CorpusError(f"{path} holds a source that cannot be read: build it again.") from error


def _unpacked(row: dict[str, Any]) -> Part:
    return Part.model_validate({**row, "parsed": _PARSED.validate_json(zlib.decompress(row["parsed"]))})


def origins_at(path: Path) -> tuple[str, ...]:
    """The keys of the sources of the corpus at *path*. Raises CorpusError as ``load`` does."""
    return tuple(row[0] for row in _opened(path).rows("select origin from parts order by rowid"))


def version_at(path: Path) -> str:
    """The version of the corpus at *path*. Raises CorpusError as ``load`` does."""
    return _meta(_opened(path)).get("version", "")


def intact(path: Path, name: str) -> str:
    """The version of the corpus at *path*, looked through to its end. Raises CorpusError, which says *name* of it."""
    try:
        database = _opened(path)
        sound = [row[0] for row in database.rows("PRAGMA quick_check(1)")] == ["ok"]
        whole(stored(database))
        kept.read(database)
    except CorpusError as error:
        said = str(error)
        raise CorpusError(said.replace(str(path), name) if str(path) in said else f"{name}: {said}") from error
    if not sound:
        raise CorpusError(f"{name} is damaged: build it again.")
    return version_at(path)


def load(path: Path) -> Records:
    """The records in the corpus file at *path*, in the order in which they were saved.

    Raises CorpusError where the file is missing, is no corpus, or has another schema.
    """
    return whole(stored(_opened(path)))


def load_index(path: Path) -> Pack:
    """What an index of the corpus at *path* needs, read when it is asked for. Raises CorpusError as ``load`` does."""
    return kept.read(_opened(path))


def open_corpus(path: Path) -> tuple[Stored, Pack]:
    """The records and the index of one corpus, whatever is saved at *path* meanwhile, read when they are asked for.

    Raises as ``load`` does.
    """
    database = _opened(path)
    return stored(database), kept.read(database)


def _opened(path: Path) -> Database:
    """The corpus at *path*, as long as somebody holds it."""
    if not path.is_file():
        raise CorpusError(f"There is no corpus at {path}. Build one with: usher corpus build --out {path}")
    uri = f"file:{quote(str(path.resolve()))}?mode=ro"
    database = Database(sqlite3.connect(uri, uri=True, check_same_thread=False))
    try:
        schema = _meta(database).get("schema")
    except CorpusError as error:
        raise CorpusError(f"{path} is not a corpus of Usher, or is damaged: build it again.") from error
    if schema is None:
        raise CorpusError(f"{path} is not a corpus of Usher.")
    if schema != str(SCHEMA):
        raise CorpusError(f"{path} was built by another version of Usher: build it again.")
    return database


def _meta(database: Database) -> dict[str, str]:
    return {str(key): str(value) for key, value in database.rows("select key, value from meta")}
