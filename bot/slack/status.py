"""The line that says in a thread that Usher is looking; Slack takes it away when the answer comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.faults import SLACK_FAULTS, code_of

PATIENCE: Final = 0.5  # seconds that an answer waits for the line
_TEXT: Final = "is looking it up…"
_PAUSE: Final = timedelta(hours=1)  # before Slack is asked again that refused to show any

_log: Final = logging.getLogger(__name__)


class Status:
    """The status lines. Slack is left alone for a while in a workspace where it shows none, as without the scope."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._refused: dict[str, datetime] = {}  # by workspace

    async def show(self, client: AsyncWebClient, team: str, event: Mapping[str, Any]) -> None:
        """Say in the thread of *event*, in *team*, that Usher is looking. To be done before the answer is posted."""
        thread = event.get("thread_ts")
        now, refused = self._clock(), self._refused.get(team)
        if thread is None or (refused is not None and now < refused + _PAUSE):
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await client.assistant_threads_setStatus(
                    channel_id=event["channel"], thread_ts=str(thread), status=_TEXT
                )
        except SLACK_FAULTS as error:
            self._refused[team] = now
            code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.info("no status is shown (%s)", code)
