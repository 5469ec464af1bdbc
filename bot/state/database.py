"""The state database: its address, its schema brought up to date, and transactions on it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from alembic.util import CommandError
from platformdirs import user_data_path
from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from bot.state.migrated import LaterError, Standing, migrate, standing
from bot.state.why import reason

# the driver for each scheme that people write
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
# what either says of a row that is there already is a matter of the dialect
_INSERT: Final[Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
# of several processes that start at once, one migrates and the others wait here; in SQLite any BEGIN IMMEDIATE does
_ALONE: Final = {"postgresql": "SELECT pg_advisory_xact_lock(7355608)"}

_READERS: Final = 4  # connections to a file
_PATIENCE: Final = 5.0  # seconds that SQLite too lets one wait for another


class StateError(Exception):
    """A state database that cannot be used; the message is a sentence for the operator."""


class TakenError(StateError):
    """A row with this key is there already."""


def database_url(text: str | None) -> URL:
    """The address of the state database; a file in the user's data folder where *text* is None.

    Raises StateError, without repeating *text*: it may hold a password.
    """
    if text is None:
        return URL.create("sqlite+aiosqlite", database=str(user_data_path("usher") / "state.sqlite"))
    try:
        url = make_url(text)
        return url.set(drivername=_DRIVERS[url.drivername])
    except (ArgumentError, KeyError, ValueError):
        raise StateError("DATABASE_URL should begin with postgresql:// or sqlite:///.") from None


class Database:
    """The database at *url*."""

    def __init__(self, url: URL) -> None:
        self._url = url
        in_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        self._file = Path(url.database) if in_file and url.database else None
        # a file's connections are always there, and few threads read it as fast as many
        how: dict[str, Any] = {"pool_size": _READERS, "max_overflow": 0} if self._file else {"pool_pre_ping": True}
        self._engine = create_async_engine(url, **how)
        self._reading = self._engine.execution_options(reading=True)
        # in SQLite one writes at a time; those of this process wait in line here, as there they sleep between looks
        self._turn: AbstractAsyncContextManager[object] = nullcontext()
        if url.get_backend_name() == "sqlite":
            self._turn = asyncio.Lock()
            event.listen(self._engine.sync_engine, "connect", _prepare)
            event.listen(self._engine.sync_engine, "begin", _begin)

    async def upgrade(self) -> None:
        """Bring the schema up to date, creating the database file where there is none. Raises StateError."""
        backend = self._url.get_backend_name()
        try:
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            async with self._engine.begin() as connection:
                if backend in _ALONE:
                    await connection.exec_driver_sql(_ALONE[backend])
                await connection.run_sync(migrate)
        except LaterError as error:
            raise StateError(str(error)) from error
        except (SQLAlchemyError, CommandError, OSError) as error:
            raise StateError(f"The state database cannot be opened: {reason(error)}.") from error

    async def standing(self, *, writable: bool = False) -> Standing:
        """How the schema stands beside this version's, without changing anything.

        Raises StateError, also where it shall be *writable* and is not.
        """
        try:
            if self._file is not None and not self._file.exists():
                _try_to_write(self._file.absolute().parent)
                return "empty"
            async with (self._engine if writable else self._reading).begin() as connection:
                return await connection.run_sync(standing)
        except (SQLAlchemyError, OSError) as error:
            raise StateError(f"The state database cannot be opened: {reason(error)}.") from error

    def backup(self, target: Path) -> None:
        """Copy the file to *target*, all of it as it is at one instant, while others use it. Raises StateError."""
        if self._file is None:
            raise StateError("The state is in PostgreSQL: pg_dump makes a backup of it.")
        if not self._file.exists():
            raise StateError(f"There is no state yet at {self._file}.")
        part = target.with_name(f".{target.name}.part")
        try:
            part.touch(mode=0o600)  # it is about people
            with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
            part.replace(target)
        except (sqlite3.Error, OSError) as error:
            raise StateError(f"No backup can be made at {target}: {reason(error)}.") from error
        finally:
            part.unlink(missing_ok=True)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes: all of it or nothing.

        Raises TakenError for a key that is there already, else StateError.
        """
        with _kindly():
            async with self._turn, self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, so that it waits for no writer. Raises StateError."""
        with _kindly():
            async with self._reading.begin() as connection:
                yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insertion that can say what happens where a row is there already."""
        return _INSERT[self._url.get_backend_name()](table)

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()


def _try_to_write(folder: Path) -> None:
    """Raises OSError where no file can be made in *folder*, or in the nearest one above it where it is not there."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    with TemporaryFile(dir=there):
        pass


@contextmanager
def _kindly() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise TakenError("The state database holds such a row already.") from error
    except (SQLAlchemyError, OSError, ValueError) as error:  # down, or not a value that it can hold
        raise StateError(f"The state database cannot be used: {reason(error)}.") from error


def _prepare(connection: DBAPIConnection, _: object) -> None:
    """Leave it to _begin when a transaction begins: Python's sqlite3 would begin none before the first write.

    Source: docs.sqlalchemy.org/en/20/dialects/sqlite.html, on transactions. With a write-ahead log, those who read
    and the one who writes do not wait for each other.
    """
    connection.isolation_level = None
    try:
        cursor = connection.cursor()
        for attempt in Retrying(
            retry=retry_if_exception(_busy),
            stop=stop_after_delay(_PATIENCE),
            wait=wait_random(0.01, 0.05),
            reraise=True,
        ):
            with attempt:  # of those who change it on a new file at once, SQLite lets none wait
                cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()
    except Exception:
        connection.close()  # SQLAlchemy forgets it, with its thread
        raise


def _busy(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def _begin(connection: Connection) -> None:
    # who will write takes the lock at once: two that read first and write then would wait for each other
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def seconds(instant: datetime) -> int:
    """*instant* as the tables hold it."""
    return int(instant.timestamp())


def instant(held: int) -> datetime:
    """The instant that a table holds as *held*."""
    return datetime.fromtimestamp(held, UTC)
