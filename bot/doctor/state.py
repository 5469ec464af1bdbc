"""The state database: whether it can be reached and written, and whether its schema is this version's."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.config import Settings, secret
from bot.doctor.finding import Finding, fail, ok
from bot.state import State, StateError, database_url

_PATIENCE: Final = 5.0  # seconds for the server to answer

_STANDINGS: Final[Mapping[str, Finding]] = {
    "current": ok("The state database can be used."),
    "empty": ok("The state database can be used; its tables are made at the first start."),
    "behind": fail("The state database is of an earlier version of Usher: `usher release` brings it up to date."),
    "ahead": fail(
        "The state database is of a later version of Usher: start that version, or restore a backup of before."
    ),
}


async def look(settings: Settings) -> list[Finding]:
    """How it stands, without changing it."""
    try:
        state = State(database_url(secret(settings.database_url)))
        try:
            async with asyncio.timeout(_PATIENCE):
                return [_STANDINGS[await state.standing(writable=True)]]
        finally:
            await state.close()
    except StateError as error:
        return [fail(f"{error}{'' if 'DATABASE_URL' in str(error) else ' DATABASE_URL says where it is.'}")]
    except TimeoutError:
        return [fail("The state database does not answer. DATABASE_URL says where it is.")]
