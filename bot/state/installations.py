"""Where Usher is installed, with the tokens sealed; and the installing that is under way.

An installation belongs to its *holder*: a workspace, or an organisation that shares it among its workspaces. Which
installation serves a workspace is kept beside it, so that what Usher says of itself finds its token.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.installed import Installed
from bot.state.database import Database, StateError, seconds
from bot.state.schema import INSTALLATIONS, INSTALLING, OUTBOX, WORKSPACES
from bot.state.sealed import Seal

INSTALLING_FOR: Final = timedelta(minutes=10)
_RENEWING: Final = timedelta(minutes=1)  # after which who renews a token is taken for gone


class Installations:
    """The installations, sealed by *seal*. All methods raise StateError."""

    def __init__(self, database: Database, seal: Seal | None) -> None:
        self._database = database
        self._held_seal = seal

    @property
    def _seal(self) -> Seal:
        if self._held_seal is None:
            raise StateError("USHER_SECRET_KEY is not set: installations cannot be kept.")
        return self._held_seal

    async def begin(self, *, now: datetime) -> str:
        """A secret by which a browser that installs is known again, once and for INSTALLING_FOR."""
        made = secrets.token_urlsafe(32)
        row = {"digest": _digest(made), "until": seconds(now + INSTALLING_FOR)}
        async with self._database.begin() as connection:
            await connection.execute(delete(INSTALLING).where(INSTALLING.c.until <= seconds(now)))
            await connection.execute(insert(INSTALLING).values(row))
        return made

    async def redeem(self, secret: str, *, now: datetime) -> bool:
        """Whether *secret* is one that ``begin`` made and nobody redeemed, not long ago; it is none from now on."""
        async with self._database.begin() as connection:
            mine = delete(INSTALLING).where(INSTALLING.c.digest == _digest(secret)).returning(INSTALLING.c.until)
            until = await connection.scalar(mine)
        return until is not None and until > seconds(now)

    async def save(self, installed: Installed) -> None:
        """Keep *installed*, in place of an earlier one; its workspaces are back where they had left."""
        holder = installed.holder
        row = {
            "sealed": self._seal.close(_written(installed)),
            "expires_at": None if installed.expires_at is None else seconds(installed.expires_at),
            "installed_at": seconds(installed.installed_at),
            "renewing_at": None,
        }
        async with self._database.begin() as connection:
            kept = self._database.insert(INSTALLATIONS).values(holder=holder, **row)
            await connection.execute(kept.on_conflict_do_update(index_elements=["holder"], set_=row))
            await self._served(connection, holder, holder)
            await connection.execute(update(WORKSPACES).where(WORKSPACES.c.holder == holder).values(left_at=None))

    async def renewed(self, was: Installed, installed: Installed) -> bool:
        """Keep *installed*, which has the next token of *was*; False where *was* was replaced or ended meanwhile."""
        row = {
            "sealed": self._seal.close(_written(installed)),
            "expires_at": None if installed.expires_at is None else seconds(installed.expires_at),
            "renewing_at": None,
        }
        async with self._database.begin() as connection:
            done = await connection.execute(update(INSTALLATIONS).where(*_same(was)).values(**row))
        return done.rowcount > 0

    async def claim(self, installed: Installed, *, now: datetime) -> bool:
        """Whether the caller is the one, of all processes, that gets the next token of *installed*."""
        free = or_(INSTALLATIONS.c.renewing_at.is_(None), INSTALLATIONS.c.renewing_at <= seconds(now - _RENEWING))
        async with self._database.begin() as connection:
            mine = update(INSTALLATIONS).where(*_same(installed), free).values(renewing_at=seconds(now))
            return (await connection.execute(mine)).rowcount > 0

    async def of(self, holder: str | None) -> Installed | None:
        """The installation of *holder*."""
        found = select(INSTALLATIONS).where(INSTALLATIONS.c.holder == holder)
        async with self._database.read() as connection:
            row = (await connection.execute(found)).first()
        return self._opened(row.holder, row.sealed) if row else None

    async def serving(self, team: str) -> Installed | None:
        """The installation that serves the workspace *team*."""
        async with self._database.read() as connection:
            holder = await connection.scalar(select(WORKSPACES.c.holder).where(WORKSPACES.c.team == team))
        return await self.of(holder or team)

    async def expiring(self, *, before: datetime) -> tuple[str, ...]:
        """Whose token ends *before* then."""
        async with self._database.read() as connection:
            soon = select(INSTALLATIONS.c.holder).where(INSTALLATIONS.c.expires_at < seconds(before))
            return tuple((await connection.scalars(soon.order_by(INSTALLATIONS.c.expires_at))).all())

    async def serve(self, team: str, holder: str, *, guest: bool = False) -> None:
        """Keep that the workspace *team* is served by the installation of *holder*; one of its own comes before.

        A *guest* is served by that of whose channel they are in only as long as there is no other.
        """
        async with self._database.begin() as connection:
            await self._served(connection, team, holder, guest=guest)

    async def end(self, holder: str, *, told: datetime, now: datetime) -> tuple[str, ...]:
        """Delete the installation of *holder*, unless it is newer than when that was *told*: who is served no more.

        What was still to be said there is dropped: Slack lets go of what its scheduler had.
        """
        old = (INSTALLATIONS.c.holder == holder, INSTALLATIONS.c.installed_at <= seconds(told))
        async with self._database.begin() as connection:
            if not (await connection.execute(delete(INSTALLATIONS).where(*old))).rowcount:
                return ()
            gone = update(WORKSPACES).where(WORKSPACES.c.holder == holder).values(left_at=seconds(now))
            teams = tuple((await connection.scalars(gone.returning(WORKSPACES.c.team))).all())
            await connection.execute(delete(OUTBOX).where(OUTBOX.c.team.in_(teams), OUTBOX.c.state != "sent"))
        return teams

    async def reseal(self) -> int:
        """Seal by the first key what is sealed by an older one, so that it may go; how many those were."""
        if self._held_seal is None:
            return 0
        done = 0
        async with self._database.read() as connection:
            rows = (await connection.execute(select(INSTALLATIONS.c.holder, INSTALLATIONS.c.sealed))).all()
        for holder, sealed in rows:
            if (renewed := self._seal.renewed(sealed)) is not None:
                this = (INSTALLATIONS.c.holder == holder, INSTALLATIONS.c.sealed == sealed)
                async with self._database.begin() as connection:
                    done += (
                        await connection.execute(update(INSTALLATIONS).where(*this).values(sealed=renewed))
                    ).rowcount
        return done

    async def _served(self, connection: AsyncConnection, team: str, holder: str, *, guest: bool = False) -> None:
        mine = self._database.insert(WORKSPACES).values(team=team, holder=holder, left_at=None)
        # who left, or has an installation of its own now, is served by it; and who had another's, unless as a guest
        others = [] if guest else [WORKSPACES.c.holder != WORKSPACES.c.team]
        taken = or_(WORKSPACES.c.left_at.is_not(None), WORKSPACES.c.team == holder, *others)
        changed = {"holder": holder, "left_at": None}
        await connection.execute(mine.on_conflict_do_update(index_elements=["team"], set_=changed, where=taken))

    def _opened(self, holder: str, sealed: str) -> Installed:
        try:
            installed = Installed.model_validate(json.loads(self._seal.open(sealed)))
        except (ValueError, ValidationError) as error:
            raise StateError(f"An installation cannot be read ({type(error).__name__}).") from None
        if installed.holder != holder:
            raise StateError("An installation stands in the place of another's.")
        return installed


def _same(installed: Installed) -> Collection[Any]:
    """The row that *installed* was read from, as long as it holds the same token."""
    ends = None if installed.expires_at is None else seconds(installed.expires_at)
    return (
        INSTALLATIONS.c.holder == installed.holder,
        INSTALLATIONS.c.installed_at == seconds(installed.installed_at),
        INSTALLATIONS.c.expires_at.is_not_distinct_from(ends),
    )


def _written(installed: Installed) -> str:
    """*installed* with its secrets, to be sealed."""
    shown = installed.model_dump(mode="json")
    for name in ("token", "refresh"):
        secret = getattr(installed, name)
        shown[name] = secret.get_secret_value() if secret else None
    return json.dumps(shown)


def _digest(secret: str) -> str:
    """What is kept in place of *secret*: whoever reads the database cannot redeem it."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
