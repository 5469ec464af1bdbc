"""What Usher must not forget over a restart, in SQLite (a file by default) or PostgreSQL.

So far: which events were answered, so that Slack's repeats and several processes answer each once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from platformdirs import user_data_path
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, delete, insert, or_, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

KEPT: Final = timedelta(hours=1)  # Slack repeats an event for about six minutes
_SWEPT_AT_ONCE: Final = 100  # rows that one call deletes at most

# the driver for each scheme that people write
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
# Begins the one transaction of a migration; of several processes that start at once, the others wait here.
# By hand, since Python's sqlite3 would begin none for a CREATE TABLE.
_BEGIN_ALONE: Final = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "BEGIN; SELECT pg_advisory_xact_lock(7355608)",
}

_SEEN: Final = Table(
    "seen_events",
    MetaData(),
    Column("event_id", Text, primary_key=True),
    Column("seen_at", BigInteger),  # seconds since 1970, UTC
)


class StateError(Exception):
    """A state database that cannot be used; the message is a sentence for the operator."""


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


class State:
    """The state database at *url*."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = create_async_engine(url, pool_pre_ping=True)

    async def upgrade(self) -> None:
        """Bring the schema up to date, creating the database file where there is none. Raises StateError."""
        backend = self._url.get_backend_name()
        by_hand = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        try:
            if backend == "sqlite" and self._url.database:
                Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
            async with by_hand.connect() as connection:
                await connection.exec_driver_sql(_BEGIN_ALONE[backend])
                await connection.run_sync(_migrate)
                await connection.exec_driver_sql("COMMIT")
        except (SQLAlchemyError, CommandError, OSError) as error:
            raise StateError(f"The state database cannot be opened ({type(error).__name__}).") from error

    async def first_time(self, event_id: str, *, now: datetime) -> bool:
        """Whether *event_id* was not seen within the last hour; it counts as seen from *now* on.

        Of several calls at once, also in several processes, one is the first. Raises StateError.
        """
        seconds = int(now.timestamp())
        old = seconds - int(KEPT.total_seconds())
        some = select(_SEEN.c.event_id).where(_SEEN.c.seen_at < old).limit(_SWEPT_AT_ONCE)
        swept = or_(_SEEN.c.event_id == event_id, _SEEN.c.event_id.in_(some))
        try:
            async with self._engine.begin() as connection:
                await connection.execute(delete(_SEEN).where(_SEEN.c.seen_at < old, swept))
                await connection.execute(insert(_SEEN).values(event_id=event_id, seen_at=seconds))
        except IntegrityError:
            return False
        except (SQLAlchemyError, OSError, ValueError) as error:  # down, or not a key that it can hold
            raise StateError(f"The state database cannot be used ({type(error).__name__}).") from error
        return True

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "bot:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
