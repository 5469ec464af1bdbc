"""The stars that people set: which records they mean to see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select

from bot.personal import Star, Who
from bot.state.database import Database, TakenError, instant, seconds
from bot.state.schema import STARS
from bot.state.served import served

_AT_ONCE: Final = 500  # values of one IN: databases take only so many


class Stars:
    """The stars of everybody. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, who: Who, record: str, *, title: str, event: str | None, now: datetime) -> bool:
        """Star *record* for *who*; False where it has that star already."""
        row = {"title": title, "event": event, "starred_at": seconds(now)}
        try:
            async with self._database.begin() as connection:
                await connection.execute(insert(STARS).values(team=who.team, person=who.person, record=record, **row))
        except TakenError:
            return False
        return True

    async def remove(self, who: Who, record: str) -> bool:
        """Take the star of *record* away; False where there is none."""
        async with self._database.begin() as connection:
            gone = await connection.execute(delete(STARS).where(*_of(who), STARS.c.record == record))
        return gone.rowcount > 0

    async def of(self, who: Who) -> tuple[Star, ...]:
        """The stars of *who*, in the order in which they were set."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(STARS).where(*_of(who)).order_by(STARS.c.starred_at, STARS.c.record))
        return tuple(
            Star(record=row.record, title=row.title, event=row.event, starred_at=instant(row.starred_at))
            for row in rows
        )

    async def starring(self, records: Collection[str]) -> dict[Who, tuple[str, ...]]:
        """Who starred any of *records*, in all workspaces that Usher is in, and which of them."""
        found: dict[Who, tuple[str, ...]] = {}
        asked = sorted(records)
        async with self._database.read() as connection:
            for at in range(0, len(asked), _AT_ONCE):
                rows = await connection.execute(
                    select(STARS.c.team, STARS.c.person, STARS.c.record)
                    .where(STARS.c.record.in_(asked[at : at + _AT_ONCE]), served(STARS.c.team))
                    .order_by(STARS.c.team, STARS.c.person, STARS.c.record)
                )
                for team, person, record in rows:
                    who = Who(team=team, person=person)
                    found[who] = (*found.get(who, ()), record)
        return found

    async def everybody(self) -> tuple[Who, ...]:
        """All who have a star, in the workspaces that Usher is in."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(STARS.c.team, STARS.c.person)
                .where(served(STARS.c.team))
                .distinct()
                .order_by(STARS.c.team, STARS.c.person)
            )
        return tuple(Who(team=team, person=person) for team, person in rows)


def _of(who: Who) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return STARS.c.team == who.team, STARS.c.person == who.person
