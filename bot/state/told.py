"""The programme that people were last told of, so that a change is told once, whatever crashes, and by one process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Outline
from bot.outgoing import Outgoing
from bot.state.database import Database, TakenError, instant, seconds
from bot.state.outbox import add
from bot.state.schema import TOLD

_ROW = 1


class Told:
    """The one programme. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def outline(self) -> Outline | None:
        """What people were told; None where that is nothing yet."""
        async with self._database.read() as connection:
            row = (await connection.execute(select(TOLD).where(TOLD.c.id == _ROW))).first()
        if row is None:
            return None
        return Outline(version=row.version, records=row.records, made=instant(row.made_at) if row.made_at else None)

    async def tell(self, outline: Outline, *, was: str | None, messages: Sequence[Outgoing], now: datetime) -> bool:
        """Put *outline* in place of the version *was* and have *messages* sent, both or neither.

        False where somebody else was faster.
        """
        row: dict[str, object] = {"version": outline.version, "records": outline.records, "told_at": seconds(now)}
        row["made_at"] = seconds(outline.made) if outline.made else None
        try:
            async with self._database.begin() as connection:
                if was is None:
                    await connection.execute(insert(TOLD).values(id=_ROW, **row))
                else:
                    done = await connection.execute(update(TOLD).where(TOLD.c.version == was).values(**row))
                    if not done.rowcount:
                        return False
                await add(self._database, connection, messages, now=now)
        except TakenError:
            return False
        return True


async def forget(connection: AsyncConnection) -> None:
    """Forget within a transaction what people were told: the next programme is the first again."""
    await connection.execute(delete(TOLD))
