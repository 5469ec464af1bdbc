"""What the same person said before in a thread, so that "who wrote it?" has something to refer to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.faults import SLACK_FAULTS
from bot.slack.words import spoken

PATIENCE: Final = 2.0  # seconds that an answer waits for its context
MOST: Final = 8  # messages of context
# Slack returns the oldest first, and at most 15 to apps sold outside its Marketplace
_PAGE: Final = 200

_log: Final = logging.getLogger(__name__)


async def earlier(client: AsyncWebClient, event: Mapping[str, Any], *, own: str | None) -> tuple[str, ...]:
    """The earlier messages of the event's author in its thread, oldest first; none where Slack fails."""
    thread = event.get("thread_ts")
    if not isinstance(thread, str):
        return ()
    try:
        async with asyncio.timeout(PATIENCE):
            response = await client.conversations_replies(
                channel=event["channel"], ts=thread, latest=event["ts"], limit=_PAGE
            )
        said = [
            spoken(message.get("text"), own=own)
            for message in response["messages"]
            if message.get("user") == event["user"] and message.get("ts") != event["ts"]
        ]
    except SLACK_FAULTS as error:
        _log.warning("conversations.replies gave no context (%s)", type(error).__name__)
        return ()
    return tuple(filter(None, said))[-MOST:]
