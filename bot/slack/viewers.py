"""In which zone a person reads: Slack knows it, and is asked for it rarely and not for long."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.faults import SLACK_FAULTS

PATIENCE: Final = 1.5  # seconds that an answer waits for the zone
_KEPT: Final = 3600.0  # seconds that a zone is remembered
_KEPT_FAILED: Final = 60.0  # seconds before Slack is asked again after it did not say
_MOST: Final = 10_000  # people remembered

_log: Final = logging.getLogger(__name__)


class Viewers:
    """The zones of people, by user id; *fallback* where Slack does not say."""

    def __init__(self, fallback: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._fallback = fallback
        self._monotonic = monotonic
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()  # user -> zone, until when

    async def zone(self, client: AsyncWebClient, user: str) -> str:
        """The IANA zone of *user*."""
        known = self._known.get(user)
        if known is not None and self._monotonic() < known[1]:
            return known[0]
        told = await self._ask(client, user)
        self._remember(user, told or self._fallback, _KEPT if told else _KEPT_FAILED)
        return told or self._fallback

    def _remember(self, user: str, zone: str, seconds: float) -> None:
        self._known[user] = (zone, self._monotonic() + seconds)
        self._known.move_to_end(user)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    async def _ask(self, client: AsyncWebClient, user: str) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE):
                response = await client.users_info(user=user)
            zone = response["user"]["tz"]
            ZoneInfo(zone)
        except SLACK_FAULTS as error:
            _log.warning("users.info did not tell a zone (%s)", type(error).__name__)
            return None
        return str(zone)
