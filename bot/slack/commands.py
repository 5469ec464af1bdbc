"""The slash commands, ``/paper <query>`` and ``/session <time>``. Answers are private, and can be shared."""

from __future__ import annotations

from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.models import Ask, Surface
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
        ask = Ask(
            surface=COMMANDS[command["command"]],
            text=spoken(command.get("text")),
            now=service.clock(),
            zone=await service.viewers.zone(client, command["user_id"]),
        )
        await respond_with(
            respond, await service.message(ask, private=True, who=who_of(command)), response_type="ephemeral"
        )

    for name in COMMANDS:
        app.command(name)(answer)
