"""The index as it is kept in a corpus file: a table of blobs, and one for each matrix with a column in a row.

So a file is opened in a moment however large it is, and a query reads the columns of its own terms.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping

from corpus.database import Database
from corpus.index.matrix import Column
from corpus.index.packed import CorpusError, Pack


def write(connection: sqlite3.Connection, pack: Pack) -> None:
    """Write *pack* into the database, which holds none."""
    connection.execute("create table index_blobs (name text primary key, data blob, checksum integer)")
    connection.executemany(
        "insert into index_blobs values (?, ?, ?)",
        ((name, data, zlib.crc32(data)) for name, data in pack.blobs.items()),
    )
    for table, columns in (("index_words", pack.words), ("index_roots", pack.roots)):
        connection.execute(f"create table {table} (number integer primary key, data blob)")
        rows = ((number, columns.column(number).packed) for number in range(columns.width))
        held = ((number, data) for number, data in rows if data)
        connection.executemany(f"insert into {table} values (?, ?)", held)  # noqa: S608 - one of the two names above


def read(database: Database) -> Pack:
    """The pack that was written, each part read when it is asked for.

    Raises CorpusError where a blob is damaged, and later for a column that is.
    """
    blobs = _Blobs(database)
    for _ in blobs.values():
        pass  # each is read once, and its checksum compared
    height = len(blobs.get("ids.limits", b"")) // 8 - 1
    return Pack(blobs, _Columns(database, "index_words", height), _Columns(database, "index_roots", height))


class _Blobs(Mapping[str, bytes]):
    def __init__(self, database: Database) -> None:
        self._database = database

    def __getitem__(self, name: str) -> bytes:
        for data, checksum in self._database.rows("select data, checksum from index_blobs where name = ?", name):
            if isinstance(data, bytes) and zlib.crc32(data) == checksum:
                return data
            raise CorpusError("The index of the corpus file is damaged: build it again.")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (str(name) for (name,) in self._database.rows("select name from index_blobs"))

    def __len__(self) -> int:
        return len(list(iter(self)))


class _Columns:
    def __init__(self, database: Database, table: str, height: int) -> None:
        self._database = database
        self._query = f"select data from {table} where number = ?"  # noqa: S608 - one of the two names above
        self._count = f"select count(*) from {table}"  # noqa: S608
        self._height = height

    @property
    def width(self) -> int:
        return int(self._database.rows(self._count)[0][0])

    def column(self, term: int) -> Column:
        try:
            [(data,)] = self._database.rows(self._query, term)
            return Column.unpacked(data, self._height)
        except (ValueError, TypeError) as error:
            raise CorpusError("The index of the corpus file is damaged: build it again.") from error
