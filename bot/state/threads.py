"""The threads that Usher was asked in: there it answers without another mention."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.state.database import Database, seconds
from bot.state.schema import THREADS


class Threads:
    """The threads. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, team: str, channel: str, thread: str, *, now: datetime) -> None:
        """Keep that Usher was asked in *thread* at *now*."""
        row = {"team": team, "channel": channel, "thread": thread, "asked_at": seconds(now)}
        kept = self._database.insert(THREADS).values(row)
        async with self._database.begin() as connection:
            await connection.execute(
                kept.on_conflict_do_update(index_elements=list(THREADS.primary_key), set_={"asked_at": seconds(now)})
            )

    async def knows(self, team: str, channel: str, thread: str, *, since: datetime) -> bool:
        """Whether Usher was asked in *thread* *since* then."""
        async with self._database.read() as connection:
            found = await connection.execute(
                select(THREADS.c.asked_at).where(
                    THREADS.c.team == team,
                    THREADS.c.channel == channel,
                    THREADS.c.thread == thread,
                    THREADS.c.asked_at >= seconds(since),
                )
            )
            return found.first() is not None
