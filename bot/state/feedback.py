"""Which answers helped, as people say: one verdict a person and message, without who gave it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select

from bot.asked import Verdict
from bot.personal import Who
from bot.state.database import Database, instant, seconds
from bot.state.schema import FEEDBACK


class Feedback:
    """The verdicts. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(self, who: Who, message: str, verdict: Verdict) -> None:
        """Keep the *verdict* of *who* on *message*, in place of an earlier one."""
        said = {
            "helpful": verdict.helpful,
            "surface": verdict.surface,
            "text": verdict.text,
            "given_at": seconds(verdict.at),
        }
        key = hashlib.sha256(f"{who.team}:{who.person}:{message}".encode(errors="replace")).hexdigest()
        kept = self._database.insert(FEEDBACK).values(key=key, **said)
        async with self._database.begin() as connection:
            await connection.execute(kept.on_conflict_do_update(index_elements=[FEEDBACK.c.key], set_=said))

    async def since(self, then: datetime) -> tuple[Verdict, ...]:
        """The verdicts *since* then, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(FEEDBACK).where(FEEDBACK.c.given_at >= seconds(then)).order_by(FEEDBACK.c.given_at)
            )
        return tuple(
            Verdict(helpful=row.helpful, surface=row.surface, text=row.text, at=instant(row.given_at)) for row in rows
        )
