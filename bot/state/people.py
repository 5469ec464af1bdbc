"""What people chose, and all that is held about one of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select, update

from bot.personal import Choices, Who
from bot.state.database import Database, instant, seconds
from bot.state.schema import OUTBOX, PEOPLE, STARS, SUBSCRIPTIONS
from bot.state.served import served

_SECRET: Final = 32  # bytes of a calendar's address


class People:
    """What people chose. All methods raise StateError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choices(self, who: Who) -> Choices:
        """What *who* chose so far."""
        row = await self._row(who)
        return Choices.model_validate({name: row[name] for name in Choices.model_fields if name in row})

    async def choose(self, who: Who, **chosen: Any) -> None:
        """Keep what *who* chose: fields of Choices, None to let one go. Others stay."""
        Choices(**chosen)
        await self._write(who, chosen)

    async def saw_home(self, who: Who, *, now: datetime) -> None:
        """Keep that *who* opened their App Home."""
        await self._write(who, {"home_seen": seconds(now)})

    async def with_home(self, *, since: datetime) -> tuple[Who, ...]:
        """Those who opened their App Home *since* then, in all workspaces that Usher is in."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(PEOPLE.c.team, PEOPLE.c.person)
                .where(PEOPLE.c.home_seen >= seconds(since), served(PEOPLE.c.team))
                .order_by(PEOPLE.c.team, PEOPLE.c.person)
            )
        return tuple(Who(team=team, person=person) for team, person in rows)

    async def feed(self, who: Who, *, renew: bool = False) -> str:
        """The secret in the address of the calendar of *who*, made where there is none; a new one by *renew*."""
        held = (await self._row(who)).get("feed")
        if held and not renew:
            return str(held)
        made = secrets.token_urlsafe(_SECRET)
        await self._write(who, {"feed": made})
        return made

    async def end_feed(self, who: Who) -> None:
        """Let the address of the calendar of *who* lead nowhere."""
        await self._write(who, {"feed": None})

    async def of_feed(self, secret: str) -> Who | None:
        """Whose calendar has *secret* in its address."""
        async with self._database.read() as connection:
            mine = select(PEOPLE.c.team, PEOPLE.c.person).where(PEOPLE.c.feed == secret, served(PEOPLE.c.team))
            row = (await connection.execute(mine)).first()
        return Who(team=row.team, person=row.person) if row else None

    async def held(self, who: Who) -> dict[str, Any]:
        """All that is held about *who*, to be shown to them: choices, stars, reminders, subscriptions they made."""
        async with self._database.read() as connection:
            person = (await connection.execute(select(PEOPLE).where(*_of(who)))).mappings().first()
            stars = await connection.execute(
                select(STARS).where(STARS.c.team == who.team, STARS.c.person == who.person)
            )
            messages = await connection.execute(
                select(OUTBOX.c.post_at, OUTBOX.c.message, OUTBOX.c.state).where(
                    OUTBOX.c.team == who.team, OUTBOX.c.recipient == who.person
                )
            )
            made = await connection.execute(
                select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.team == who.team, SUBSCRIPTIONS.c.made_by == who.person)
            )
            return {
                "choices": _shown(person, "feed") | ({"calendar": True} if person["feed"] else {}) if person else {},
                "stars": [_shown(row) for row in stars.mappings()],
                "messages": [
                    {
                        "at": instant(row.post_at).isoformat() if row.post_at else None,
                        "text": row.message.get("text"),
                        "state": row.state,
                    }
                    for row in messages
                ],
                "subscriptions": [_shown(row) for row in made.mappings()],
            }

    async def forget(self, who: Who) -> None:
        """Delete what is held about *who*. Reminders that Slack holds are marked to be withdrawn, and go then.

        A subscription stays, as it is the channel's, but no longer says who made it.
        """
        mine = (OUTBOX.c.team == who.team, OUTBOX.c.recipient == who.person)
        async with self._database.begin() as connection:
            await connection.execute(delete(PEOPLE).where(*_of(who)))
            await connection.execute(delete(STARS).where(STARS.c.team == who.team, STARS.c.person == who.person))
            await connection.execute(delete(OUTBOX).where(*mine, OUTBOX.c.state.in_(("new", "sent"))))
            await connection.execute(update(OUTBOX).where(*mine).values(state="unwanted"))
            await connection.execute(
                update(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.c.team == who.team, SUBSCRIPTIONS.c.made_by == who.person)
                .values(made_by=None)
            )

    async def _row(self, who: Who) -> Mapping[str, Any]:
        async with self._database.read() as connection:
            row = (await connection.execute(select(PEOPLE).where(*_of(who)))).mappings().first()
        return {str(name): value for name, value in row.items()} if row else {}

    async def _write(self, who: Who, values: Mapping[str, Any]) -> None:
        new = self._database.insert(PEOPLE).values(team=who.team, person=who.person, **values)
        async with self._database.begin() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=["team", "person"], set_=dict(values)))


def _of(who: Who) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PEOPLE.c.team == who.team, PEOPLE.c.person == who.person


def _shown(row: Mapping[Any, Any], *hidden: str) -> dict[str, Any]:
    """What a person may see of a row about them."""
    return {str(name): value for name, value in row.items() if name not in {"team", "person", *hidden}}
