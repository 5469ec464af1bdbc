"""Answers to a response_url over connections that stay; Bolt's own makes one, with its handshake, for each answer."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient


class Respond(AsyncRespond):
    """As Bolt's, by the connections of *session*."""

    def __init__(self, response_url: str, session: ClientSession) -> None:
        super().__init__(response_url=response_url)
        self._hook = AsyncWebhookClient(response_url, session=session)

    async def __call__(self, text: str = "", **how: Any) -> WebhookResponse:  # type: ignore[override]
        """Send *text*; *how* is what Slack's documentation allows beside it."""
        return await self._hook.send_dict({"text": text, **how})
