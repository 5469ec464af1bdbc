"""Lets go of what was kept long enough."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select

from bot.keeping import Keeping
from bot.state.database import Database, seconds
from bot.state.schema import (
    CHANNELS,
    FEEDBACK,
    INSTALLING,
    OUTBOX,
    PEOPLE,
    SEEN,
    STARS,
    SUBSCRIPTIONS,
    THREADS,
    UNANSWERED,
    WORKSPACES,
)
from bot.state.seen import KEPT

# all that belongs to a workspace; a test holds this to the schema
OF_A_TEAM = (PEOPLE, STARS, OUTBOX, SUBSCRIPTIONS, CHANNELS, THREADS)


async def clean(database: Database, keeping: Keeping, *, running: Collection[str], now: datetime) -> int:
    """Delete what is older than *keeping* says; how many rows that were. Raises StateError.

    *running* are the ids of events that are not over for longer than stars are kept.
    """

    def before(age: timedelta) -> int:
        return seconds(now - age)

    left = WORKSPACES.c.left_at <= before(keeping.left)
    done = 0
    async with database.begin() as connection:
        teams = (await connection.scalars(select(WORKSPACES.c.team).where(left))).all()
        over = or_(STARS.c.event.is_(None), STARS.c.event.not_in(running))
        old = (
            *(delete(table).where(table.c.team.in_(teams)) for table in (OF_A_TEAM if teams else ())),
            delete(WORKSPACES).where(left),
            delete(INSTALLING).where(INSTALLING.c.until <= seconds(now)),
            delete(SEEN).where(SEEN.c.seen_at < before(KEPT)),
            delete(THREADS).where(THREADS.c.asked_at < before(keeping.threads)),
            delete(UNANSWERED).where(UNANSWERED.c.asked_at <= before(keeping.questions)),
            delete(FEEDBACK).where(FEEDBACK.c.given_at < before(keeping.verdicts)),
            delete(STARS).where(over, STARS.c.starred_at < before(keeping.stars)),
            delete(OUTBOX).where(OUTBOX.c.state == "sent", OUTBOX.c.made_at < before(keeping.sent)),
            delete(OUTBOX).where(and_(OUTBOX.c.state == "held", OUTBOX.c.post_at < before(keeping.sent))),
        )
        for statement in old:
            done += (await connection.execute(statement)).rowcount
    return done
