"""What Usher must not forget over a restart, in SQLite (a file by default) or PostgreSQL.

One part for each thing that is kept; all of them share one database and raise StateError where it fails.
"""

from __future__ import annotations

from sqlalchemy.engine import URL

from bot.state.channels import Channels
from bot.state.database import Database, StateError, database_url
from bot.state.feedback import Feedback
from bot.state.leases import Leases
from bot.state.outbox import Outbox
from bot.state.people import People
from bot.state.questions import Questions
from bot.state.seen import Seen
from bot.state.stars import Stars
from bot.state.threads import Threads
from bot.state.told import Told

__all__ = ["State", "StateError", "database_url"]


class State:
    """The state database at *url*."""

    def __init__(self, url: URL) -> None:
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

    async def upgrade(self) -> None:
        """Bring the schema up to date, creating the database file where there is none. Raises StateError."""
        await self._database.upgrade()

    async def close(self) -> None:
        """Close the connections."""
        await self._database.close()
