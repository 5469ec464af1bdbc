"""A corpus file that is open: one connection, which several threads may read."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from typing import Any

from corpus.index.packed import CorpusError


class Database:
    """A *connection* to a corpus file, closed when nobody holds it any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        weakref.finalize(self, connection.close)

    def rows(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """What *query* finds. Raises CorpusError where the file does not let it."""
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise CorpusError("The corpus file is damaged: build it again.") from error
