"""What Usher must not forget over a restart, in SQLite (a file by default) or PostgreSQL.

One part for each thing that is kept; all of them share one database and raise StateError where it fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL

from bot.keeping import Keeping
from bot.state import outbox, told
from bot.state.channels import Channels
from bot.state.cleaning import clean
from bot.state.database import Database, StateError, database_url
from bot.state.feedback import Feedback
from bot.state.installations import Installations
from bot.state.leases import Leases
from bot.state.migrated import Standing
from bot.state.outbox import Outbox
from bot.state.people import People
from bot.state.questions import Questions
from bot.state.sealed import Seal
from bot.state.seen import Seen
from bot.state.stars import Stars
from bot.state.threads import Threads
from bot.state.told import Told

__all__ = ["Seal", "State", "StateError", "database_url"]


class State:
    """The state database at *url*; *seal* is what secrets in it are kept by, where there are any."""

    def __init__(self, url: URL, seal: Seal | None = None) -> None:
        self._database = Database(url)
        self.seen = Seen(self._database)
        self.stars = Stars(self._database)
        self.people = People(self._database)
        self.outbox = Outbox(self._database)
        self.told = Told(self._database)
        self.leases = Leases(self._database)
        self.channels = Channels(self._database)
        self.threads = Threads(self._database)
        self.questions = Questions(self._database)
        self.feedback = Feedback(self._database)
        self.installations = Installations(self._database, seal)

    async def upgrade(self) -> None:
        """Bring the schema up to date, creating the database file where there is none. Raises StateError."""
        await self._database.upgrade()

    async def clean(self, keeping: Keeping, *, running: Collection[str], now: datetime) -> int:
        """Let go of what was kept as long as *keeping* says; how much that was. Raises StateError.

        *running* are the events that are on, to come, or over for less long than stars are kept.
        """
        return await clean(self._database, keeping, running=running, now=now)

    async def standing(self, *, writable: bool = False) -> Standing:
        """How the schema stands beside this version's. Raises StateError, also where it is not *writable*."""
        return await self._database.standing(writable=writable)

    async def backup(self, target: Path) -> None:
        """Copy the database file to *target* as it is at one instant, while it is in use. Raises StateError.

        Blocks; only for a file, as a PostgreSQL server has programs of its own for it.
        """
        await asyncio.to_thread(self._database.backup, target)

    async def restored(self, *, now: datetime) -> None:
        """Take the state for one of an earlier time, which Slack's scheduler holds nothing of. Raises StateError.

        What lies ahead is planned anew by the next round. What was to be said at once is looked for in Slack before it
        is said, and nothing is told of how the programme changed meanwhile.
        """
        async with self._database.begin() as connection:
            await outbox.start_over(connection, now=now)
            await told.forget(connection)

    async def close(self) -> None:
        """Close the connections."""
        await self._database.close()
