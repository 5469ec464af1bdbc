"""Which events were answered, so that Slack's repeats and several processes answer each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, or_, select

from bot.state.database import Database, TakenError, seconds
from bot.state.schema import SEEN

KEPT: Final = timedelta(hours=1)  # Slack repeats an event for about six minutes
_SWEPT_AT_ONCE: Final = 100  # rows that one call deletes at most


class Seen:
    """The events of the last hour."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first_time(self, event_id: str, *, now: datetime) -> bool:
        """Whether *event_id* was not seen within the last hour; it counts as seen from *now* on.

        Of several calls at once, also in several processes, one is the first. Raises StateError.
        """
        old = seconds(now - KEPT)
        some = select(SEEN.c.event_id).where(SEEN.c.seen_at < old).limit(_SWEPT_AT_ONCE)
        swept = or_(SEEN.c.event_id == event_id, SEEN.c.event_id.in_(some))
        try:
            async with self._database.begin() as connection:
                await connection.execute(delete(SEEN).where(SEEN.c.seen_at < old, swept))
                await connection.execute(insert(SEEN).values(event_id=event_id, seen_at=seconds(now)))
        except TakenError:
            return False
        return True
