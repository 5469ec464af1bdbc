"""The slash commands, ``/paper <query>`` and ``/session <time>``. Answers are private, and can be shared.

Who chose that the channel sees them gets them there.
"""

from __future__ import annotations

from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.models import Surface
from bot.slack.deliver import respond_with
from bot.slack.service import Service
from bot.slack.who import who_of
from bot.slack.words import spoken

COMMANDS: Final[dict[str, Surface]] = {"/paper": "paper", "/session": "session"}


def register(app: AsyncApp, service: Service) -> None:
    """Listen to each of COMMANDS."""

    async def answer(
        ack: AsyncAck,
        command: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        who = who_of(command)
        private = not (await service.viewers.choices(who)).public
        surface, text = COMMANDS[command["command"]], spoken(command.get("text"))
        message = await service.answered(command, client, surface, text, private=private)
        async with service.turns.of(who, command.get("channel_id")):
            await respond_with(respond, message, response_type="ephemeral" if private else "in_channel")

    for name in COMMANDS:
        app.command(name)(answer)
