"""The port that ``usher serve`` listens on."""

from __future__ import annotations

from typing import Final

import aiohttp

from bot.config import Settings, secret
from bot.doctor.finding import Finding, fail, ok
from bot.serve import ServeError, listen

_PATIENCE: Final = aiohttp.ClientTimeout(total=2)


async def look(settings: Settings) -> list[Finding]:
    """Whether it is free, or Usher itself has it; nothing where nobody would listen."""
    if not secret(settings.slack_signing_secret):
        return []
    try:
        listen(settings.port).close()
    except ServeError as error:
        ours = await _is_usher(settings.port)
        return [ok(f"Usher listens at port {settings.port}.") if ours else fail(str(error))]
    return [ok(f"Port {settings.port} is free.")]


async def _is_usher(port: int) -> bool:
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            session.get(f"http://127.0.0.1:{port}/readyz") as answer,
        ):
            told = await answer.json()
            return isinstance(told, dict) and "database" in told
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
