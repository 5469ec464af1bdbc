"""A person's stars, read and set for the App Home and "my schedule"; the state database is waited for not for long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Final, TypeVar

from bot.personal import Star, Who
from bot.slack.service import Service
from bot.state import StateError

UNSAVED: Final = "That could not be saved just now. Please try again in a moment."
PATIENCE: Final = 2.0  # seconds

_log: Final = logging.getLogger(__name__)
_Told = TypeVar("_Told")


async def told(asked: Awaitable[_Told]) -> _Told | None:
    """What the state database tells; None where it is down or slow."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await asked
    except (StateError, TimeoutError) as error:
        _log.warning("what is a person's own: %s", error or "the state database is slow")
        return None


async def stars_of(service: Service, who: Who) -> tuple[Star, ...] | None:
    """The stars of *who*; None where they cannot be read."""
    return await told(service.state.stars.of(who))


async def unstar(service: Service, who: Who, ref: str) -> str:
    """Take the star of *ref* away from *who*; why not, where that cannot be done, else ""."""
    return UNSAVED if await told(service.state.stars.remove(who, ref)) is None else ""
