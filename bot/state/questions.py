"""What was asked and not answered, for those who look after the programme: without who asked, and for some days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from bot.asked import Asked
from bot.state.database import Database, instant, seconds
from bot.state.schema import UNANSWERED


class Questions:
    """The unanswered questions. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, surface: str, text: str, *, now: datetime) -> None:
        """Keep *text*."""
        async with self._database.begin() as connection:
            await connection.execute(insert(UNANSWERED).values(surface=surface, text=text, asked_at=seconds(now)))

    async def since(self, then: datetime) -> tuple[Asked, ...]:
        """What was not answered *since* then, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(UNANSWERED).where(UNANSWERED.c.asked_at >= seconds(then)).order_by(UNANSWERED.c.id)
            )
        return tuple(Asked(surface=row.surface, text=row.text, at=instant(row.asked_at)) for row in rows)
