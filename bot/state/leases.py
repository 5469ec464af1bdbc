"""What one process of several does: whoever holds the lease of it, until it is given back or runs out.

Time is the database's own, so that machines whose clocks differ agree on it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import BigInteger, cast, delete, extract, func, or_

from bot.state.database import Database
from bot.state.schema import LEASES

LENGTH: Final = timedelta(seconds=15)  # for which a lease is held unless it is renewed

_NOW: Final = cast(extract("epoch", func.current_timestamp()), BigInteger)


class Leases:
    """The leases. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, name: str, holder: str) -> bool:
        """Whether *holder* has the lease *name* for the next LENGTH: it had it, nobody did, or it had run out."""
        until = _NOW + int(LENGTH.total_seconds())
        mine = or_(LEASES.c.holder == holder, LEASES.c.until <= _NOW)
        taken = self._database.insert(LEASES).values(name=name, holder=holder, until=until)
        asked = taken.on_conflict_do_update(
            index_elements=[LEASES.c.name], set_={"holder": holder, "until": until}, where=mine
        )
        async with self._database.begin() as connection:
            return (await connection.execute(asked.returning(LEASES.c.holder))).first() is not None

    async def give_back(self, name: str, holder: str) -> None:
        """Let another one have the lease at once, where *holder* has it."""
        async with self._database.begin() as connection:
            await connection.execute(delete(LEASES).where(LEASES.c.name == name, LEASES.c.holder == holder))
