"""The bot's own messages as an agent: who opens them is shown questions to ask.

Source: docs.slack.dev/ai: an app with ``agent_view`` is told by app_home_opened, and suggests without a thread.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.prompts import Prompt, prompts
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.slack.service import Service
from bot.slack.who import who_of

EVENT: Final = "app_home_opened"  # as the manifest names it
_PATIENCE: Final = 10.0  # seconds for Slack to take the suggestions; nobody waits for them

_log: Final = logging.getLogger(__name__)
Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to messages that are opened."""

    async def on_messages(event: Payload) -> bool:
        return event.get("tab") == "messages"

    async def opened(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        zone = await service.viewers.zone(client, who_of(body))
        desk, now = service.programme.desk, service.clock()
        suggested = await asyncio.to_thread(prompts, desk, now=now, zone=zone.name)
        await _suggest(client, event["channel"], suggested)

    app.event(EVENT, matchers=[on_messages])(opened)


async def _suggest(client: AsyncWebClient, channel: str, suggested: tuple[Prompt, ...]) -> None:
    """Show what is *suggested*; where Slack does not take it, what the manifest suggests stays."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=[prompt.model_dump() for prompt in suggested]
            )
    except SLACK_FAULTS as error:
        code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        _log.info("no questions are suggested (%s)", code)
