"""Which events were answered, so that Slack's repeats and several processes answer each once.

Many events come at once, and each transaction waits for the disk: those that wait together share one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, select

from bot.state.database import Database, StateError, seconds
from bot.state.schema import SEEN

KEPT: Final = timedelta(hours=1)  # Slack repeats an event for about six minutes
_SWEPT_AT_ONCE: Final = 100  # old rows that one transaction deletes at most
_TOGETHER: Final = 200  # events of one transaction


class _Waiting(NamedTuple):
    event_id: str
    now: datetime
    answer: asyncio.Future[bool]


class Seen:
    """The events of the last hour."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def first_time(self, event_id: str, *, now: datetime) -> bool:
        """Whether *event_id* was not seen within the last hour; it counts as seen from *now* on.

        Of several calls at once, also in several processes, one is the first. Raises StateError.
        """
        one = _Waiting(event_id, now, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await one.answer

    async def forget(self, event_id: str) -> None:
        """Let *event_id* be new again: what it asked for could not be done. Raises StateError."""
        async with self._database.begin() as connection:
            await connection.execute(delete(SEEN).where(SEEN.c.event_id == event_id))

    async def _work(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:_TOGETHER], self._waiting[_TOGETHER:]
            try:
                await self._answer(some)
            except StateError:
                for one in some:  # one that the database cannot hold must not fail the others
                    await self._answer_alone(one)

    async def _answer_alone(self, one: _Waiting) -> None:
        try:
            await self._answer([one])
        except StateError as error:
            if not one.answer.done():
                one.answer.set_exception(error)

    async def _answer(self, some: Sequence[_Waiting]) -> None:
        old = seconds(max(one.now for one in some) - KEPT)
        ids = list(dict.fromkeys(one.event_id for one in some))
        rows = [{"event_id": one.event_id, "seen_at": seconds(one.now)} for one in some]
        swept = select(SEEN.c.event_id).where(SEEN.c.seen_at < old).limit(_SWEPT_AT_ONCE)
        async with self._database.begin() as connection:
            for which in (ids, swept):
                await connection.execute(delete(SEEN).where(SEEN.c.seen_at < old, SEEN.c.event_id.in_(which)))
            added = await connection.execute(
                self._database.insert(SEEN).values(rows).on_conflict_do_nothing().returning(SEEN.c.event_id)
            )
            new = set(added.scalars())
        for one in some:
            if not one.answer.done():  # whoever asked may have waited long enough
                one.answer.set_result(one.event_id in new)
            new.discard(one.event_id)
