"""Messages that Usher sends of itself, kept from when they are wanted until Slack has them, and a while after.

Each is handed over by whoever claims it: one process of several, since a claim is one statement. What a crash left
half done is found by ``stuck``, and is looked up in Slack before it is tried again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outgoing import Kept, Outcome, Outgoing, Plan
from bot.personal import Who
from bot.state.database import Database, instant, seconds
from bot.state.schema import OUTBOX

AHEAD: Final = timedelta(days=119)  # Slack schedules up to 120
STUCK: Final = timedelta(seconds=12)  # after which a claim is taken for one of a process that is gone
_AT_ONCE: Final = 200  # rows of one statement


class Outbox:
    """The messages of everybody. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, team: str, owner: str) -> tuple[Kept, ...]:
        """What is kept of *owner*."""
        async with self._database.read() as connection:
            return await _rows(connection, OUTBOX.c.team == team, OUTBOX.c.owner == owner)

    async def reminded(self) -> tuple[Who, ...]:
        """All for whom a reminder waits, here or with Slack."""
        waiting = (OUTBOX.c.owner.like("reminders:%"), OUTBOX.c.state.in_(("new", "handing", "held")))
        async with self._database.read() as connection:
            rows = await connection.execute(select(OUTBOX.c.team, OUTBOX.c.recipient).where(*waiting).distinct())
        return tuple(Who(team=team, person=person) for team, person in rows)

    async def replace(self, team: str, owner: str, choose: Callable[[Sequence[Kept]], Plan], *, now: datetime) -> bool:
        """Do what *choose* says to what is kept of *owner*; whether that was anything. *choose* may be called twice."""
        if choose(await self.of(team, owner)) == Plan():
            return False
        async with self._database.begin() as connection:
            plan = choose(await _rows(connection, OUTBOX.c.team == team, OUTBOX.c.owner == owner))
            await drop(connection, plan.unwanted)
            await add(self._database, connection, plan.added, now=now)
        return True

    async def slack_ids(self, team: str, channel: str) -> frozenset[str]:
        """What Slack calls the messages of *channel* that are known to be with it."""
        known = (OUTBOX.c.team == team, OUTBOX.c.channel == channel, OUTBOX.c.slack_id.is_not(None))
        async with self._database.read() as connection:
            return frozenset(await connection.scalars(select(OUTBOX.c.slack_id).where(*known)))

    async def claim(self, *, now: datetime, most: int) -> tuple[Kept, ...]:
        """Up to *most* messages to hand over now, or to have withdrawn; nobody else gets them."""
        when, old = seconds(now), seconds(now - STUCK)
        due = and_(
            or_(  # what became unwanted while it was being handed over is left to who does that
                OUTBOX.c.state == "new",
                and_(OUTBOX.c.state == "unwanted", or_(OUTBOX.c.slack_id.is_not(None), OUTBOX.c.tried_at <= old)),
            ),
            or_(OUTBOX.c.retry_at.is_(None), OUTBOX.c.retry_at <= when),
            or_(OUTBOX.c.post_at.is_(None), OUTBOX.c.post_at <= seconds(now + AHEAD)),
        )
        return await self._claim(due, now=now, most=most)

    async def stuck(self, *, now: datetime, most: int) -> tuple[Kept, ...]:
        """Up to *most* messages that somebody claimed and never settled, as they were left; claimed anew."""
        old = seconds(now - STUCK)
        left = and_(OUTBOX.c.state.in_(("handing", "letting")), OUTBOX.c.tried_at <= old)
        async with self._database.begin() as connection:
            some = select(OUTBOX.c.key).where(left).order_by(OUTBOX.c.tried_at).limit(most)
            keys = (
                await connection.execute(
                    update(OUTBOX)
                    .where(left, OUTBOX.c.key.in_(some))
                    .values(tried_at=seconds(now))
                    .returning(OUTBOX.c.key)
                )
            ).scalars()
            found = await _rows(connection, OUTBOX.c.key.in_(tuple(keys)))
        return tuple(each.model_copy(update={"tried_at": now - STUCK}) for each in found)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Keep what came of messages that were claimed. What became unwanted meanwhile is to be withdrawn."""
        by: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for each in outcomes:
            row = {"b_key": each.key, "b_channel": each.channel, "b_id": each.slack_id, "b_was": each.was}
            by[each.to].append(row | {"b_at": None if each.retry_at is None else seconds(each.retry_at)})
        this, was = OUTBOX.c.key == bindparam("b_key"), OUTBOX.c.state == bindparam("b_was")
        where: dict[str, Any] = {"channel": bindparam("b_channel"), "slack_id": bindparam("b_id")}
        back = case((OUTBOX.c.state == "letting", "unwanted"), else_="new")
        async with self._database.begin() as connection:
            for state in ("held", "sent"):
                if rows := by[state]:
                    unwanted = (this, OUTBOX.c.state == "unwanted", OUTBOX.c.slack_id.is_(None))
                    await connection.execute(update(OUTBOX).where(*unwanted).values(**where), rows)
                    await connection.execute(update(OUTBOX).where(this, was).values(state=state, **where), rows)
            if rows := by["again"]:
                later = update(OUTBOX).where(this, was).values(state=back, retry_at=bindparam("b_at"))
                await connection.execute(later, rows)
            if rows := by["gone"]:
                await connection.execute(delete(OUTBOX).where(this, was), rows)

    async def _claim(self, due: ColumnElement[bool], *, now: datetime, most: int) -> tuple[Kept, ...]:
        claimed: list[str] = []
        async with self._database.begin() as connection:
            for state, becomes in (("new", "handing"), ("unwanted", "letting")):
                some = (
                    select(OUTBOX.c.key)
                    .where(due, OUTBOX.c.state == state)
                    .order_by(OUTBOX.c.post_at, OUTBOX.c.key)
                    .limit(most)
                    .with_for_update(skip_locked=True)
                )
                rows = await connection.execute(
                    update(OUTBOX)
                    .where(OUTBOX.c.key.in_(some), OUTBOX.c.state == state)
                    .values(state=becomes, tried_at=seconds(now))
                    .returning(OUTBOX.c.key)
                )
                claimed += rows.scalars()
            return await _rows(connection, OUTBOX.c.key.in_(claimed))


async def add(database: Database, connection: AsyncConnection, some: Iterable[Outgoing], *, now: datetime) -> None:
    """Keep *some* messages within a transaction. One that is kept already stays; one that was unwanted is wanted."""
    for each in some:
        row = {
            "key": each.key,
            "team": each.team,
            "recipient": each.recipient,
            "owner": each.owner,
            "post_at": None if each.post_at is None else seconds(each.post_at),
            "message": dict(each.message),
            "about": list(each.about),
            "made_at": seconds(now),
        }
        await connection.execute(database.insert(OUTBOX).values(state="new", **row).on_conflict_do_nothing())
        for had, becomes in _WANTED_AGAIN:
            back = update(OUTBOX).where(OUTBOX.c.key == each.key, had).values(state=becomes)
            await connection.execute(back.values(retry_at=seconds(now + STUCK)) if becomes == "new" else back)


# what a message that is no longer wanted is, once it is wanted again: Slack still has it, or is just getting it;
# where it is letting it go just now, it is handed over anew a little later
_WANTED_AGAIN: Final = (
    (and_(OUTBOX.c.state == "unwanted", OUTBOX.c.slack_id.is_not(None)), "held"),
    (OUTBOX.c.state == "unwanted", "handing"),
    (OUTBOX.c.state == "letting", "new"),
)


async def drop(connection: AsyncConnection, keys: Sequence[str]) -> None:
    """Give messages up within a transaction: what Slack cannot have yet goes at once, the rest is to be withdrawn."""
    for at in range(0, len(keys), _AT_ONCE):
        some = OUTBOX.c.key.in_(keys[at : at + _AT_ONCE])
        await connection.execute(delete(OUTBOX).where(some, OUTBOX.c.state == "new"))
        await connection.execute(
            update(OUTBOX).where(some, OUTBOX.c.state.in_(("handing", "held"))).values(state="unwanted", retry_at=None)
        )


async def start_over(connection: AsyncConnection, *, now: datetime) -> None:
    """Forget within a transaction what lies ahead, and take what else waits for half done: it is looked up in Slack."""
    await connection.execute(delete(OUTBOX).where(OUTBOX.c.post_at > seconds(now), OUTBOX.c.state != "sent"))
    for waits, begun in (("new", "handing"), ("unwanted", "letting")):
        half_done = update(OUTBOX).where(OUTBOX.c.state == waits).values(state=begun, tried_at=0, retry_at=None)
        await connection.execute(half_done)


async def _rows(connection: AsyncConnection, *which: ColumnElement[bool]) -> tuple[Kept, ...]:
    rows = await connection.execute(select(OUTBOX).where(*which).order_by(OUTBOX.c.post_at, OUTBOX.c.key))
    return tuple(_kept(row) for row in rows.mappings())


def _kept(row: Any) -> Kept:
    return Kept(
        outgoing=Outgoing(
            key=row["key"],
            team=row["team"],
            recipient=row["recipient"],
            owner=row["owner"],
            post_at=None if row["post_at"] is None else instant(row["post_at"]),
            message=row["message"],
            about=tuple(row["about"]),
        ),
        state=row["state"],
        made_at=instant(row["made_at"]),
        tried_at=None if row["tried_at"] is None else instant(row["tried_at"]),
        channel=row["channel"],
        slack_id=row["slack_id"],
    )
