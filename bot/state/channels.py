"""What channels asked for: subscriptions, and the event that they mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, CursorResult, delete, insert, select, update

from bot.personal import Subscription, Who
from bot.state.database import Database, TakenError, seconds
from bot.state.outbox import drop
from bot.state.schema import CHANNELS, OUTBOX, SUBSCRIPTIONS
from bot.state.served import served


class Channels:
    """The channels of all workspaces. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def subscribe(self, who: Who, channel: str, *, now: datetime, **what: Any) -> Subscription | None:
        """Keep what *who* asked for in *channel*: fields of Subscription. None where the channel has just that.

        A digest that comes at another hour than before is the same subscription.
        """
        row = {"team": who.team, "channel": channel, "topic": "", "minute": None, "zone": None, **what}
        named = [SUBSCRIPTIONS.c[name] == row[name] for name in ("team", "channel", "kind", "topic")]
        hour = {name: row[name] for name in ("minute", "zone")}
        try:
            async with self._database.begin() as connection:
                new = insert(SUBSCRIPTIONS).values(made_by=who.person, made_at=seconds(now), **row)
                return _subscription(await connection.execute(new.returning(*_FIELDS)))
        except TakenError:
            async with self._database.begin() as connection:
                other = SUBSCRIPTIONS.c.minute.is_distinct_from(row["minute"])
                changed = update(SUBSCRIPTIONS).where(*named, other).values(**hour)
                return _subscription(await connection.execute(changed.returning(*_FIELDS)))

    async def end(self, one: Subscription) -> bool:
        """End a subscription, with what it would still send; False where it has ended."""
        this = (SUBSCRIPTIONS.c.id == one.id, SUBSCRIPTIONS.c.made_at == one.made_at)
        mine = (OUTBOX.c.team == one.team, OUTBOX.c.owner == one.owner)
        async with self._database.begin() as connection:
            done = await connection.execute(delete(SUBSCRIPTIONS).where(*this))
            if done.rowcount:
                await drop(connection, (await connection.scalars(select(OUTBOX.c.key).where(*mine))).all())
        return done.rowcount > 0

    async def of(self, team: str, channel: str) -> tuple[Subscription, ...]:
        """What *channel* asked for, in that order."""
        return await self._subscriptions(SUBSCRIPTIONS.c.team == team, SUBSCRIPTIONS.c.channel == channel)

    async def all(self) -> tuple[Subscription, ...]:
        """What all channels of all workspaces that Usher is in asked for."""
        return await self._subscriptions(served(SUBSCRIPTIONS.c.team))

    async def event(self, team: str, channel: str) -> str | None:
        """The event that *channel* means where it names none."""
        which = (CHANNELS.c.team == team, CHANNELS.c.channel == channel)
        async with self._database.read() as connection:
            return await connection.scalar(select(CHANNELS.c.event).where(*which))

    async def mean(self, team: str, channel: str, event: str | None) -> None:
        """Let *channel* mean *event*; none of its own where it is None."""
        async with self._database.begin() as connection:
            await connection.execute(delete(CHANNELS).where(CHANNELS.c.team == team, CHANNELS.c.channel == channel))
            if event is not None:
                await connection.execute(insert(CHANNELS).values(team=team, channel=channel, event=event))

    async def _subscriptions(self, *which: ColumnElement[bool]) -> tuple[Subscription, ...]:
        async with self._database.read() as connection:
            rows = await connection.execute(select(*_FIELDS).where(*which).order_by(SUBSCRIPTIONS.c.id))
            return tuple(Subscription.model_validate(dict(row)) for row in rows.mappings())


_FIELDS: Final = tuple(SUBSCRIPTIONS.c[name] for name in Subscription.model_fields)


def _subscription(rows: CursorResult[Any]) -> Subscription | None:
    row = rows.mappings().first()
    return Subscription.model_validate(dict(row)) if row else None
