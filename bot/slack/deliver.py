"""Handing a message to Slack, by a response_url or into a thread.

Where Slack refuses the blocks, the text goes alone: a plain answer is better than none. Where Slack is busy or down,
the message waits for it.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse

from bot.blocks import Message
from bot.slack.faults import BLOCKS_REFUSED, BusyError, code_of, seconds_in
from bot.slack.patience import never, patiently, seen_there

_QUIET: Final = {"unfurl_links": False, "unfurl_media": False}  # an answer's links open no previews
_TIMEOUT: Final = 8.0  # seconds for one try of a response_url
_ANSWER: Final = "usher_answer"  # the event of the metadata of what is posted


class UndeliveredError(Exception):
    """A response_url that did not take a message: it was used up, or is over half an hour old."""


async def respond_with(respond: AsyncRespond, message: Message, **how: Any) -> None:
    """Send *message* to the request's response_url; *how* is what Slack's documentation allows there."""
    how = {**_QUIET, **how}

    async def send() -> None:
        sent = await _sent(respond, message.text, blocks=list(message.blocks), **how)
        if sent.status_code != 200 and any(refusal in sent.body for refusal in BLOCKS_REFUSED):
            sent = await _sent(respond, message.text, **how)
        if sent.status_code != 200:
            raise UndeliveredError(f"response_url answered {sent.status_code}")

    await patiently(send, never)


async def _sent(respond: AsyncRespond, text: str, **how: Any) -> WebhookResponse:
    async with asyncio.timeout(_TIMEOUT):
        sent = await respond(text, **how)
    if sent.status_code == HTTPStatus.TOO_MANY_REQUESTS or sent.status_code >= 500:
        raise BusyError(sent.status_code, seconds_in(sent.headers))
    return sent


async def post(client: AsyncWebClient, message: Message, *, channel: str, thread_ts: str | None) -> None:
    """Post *message* into the thread; into the channel itself where there is none."""
    key = uuid4().hex
    within = {"thread_ts": thread_ts} if thread_ts else {}
    metadata = {"event_type": _ANSWER, "event_payload": {"key": key}}
    plain: dict[str, Any] = {"channel": channel, **within, "text": message.text, "metadata": metadata, **_QUIET}

    async def send() -> None:
        try:
            await client.chat_postMessage(**plain, blocks=list(message.blocks))
        except SlackApiError as error:
            if code_of(error) not in BLOCKS_REFUSED:
                raise
            await client.chat_postMessage(**plain)

    await patiently(send, lambda: seen_there(client, channel, thread_ts, key=key, text=message.text))
