"""Handing a message to Slack, by a response_url or into a thread.

Where Slack refuses the blocks, the text goes alone: a plain answer is better than none.
"""

from __future__ import annotations

from typing import Any, Final

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message
from bot.slack.faults import code_of

_REFUSED: Final = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}

_QUIET: Final = {"unfurl_links": False, "unfurl_media": False}  # an answer's links open no previews


class UndeliveredError(Exception):
    """A response_url that did not take a message: it was used up, or is over half an hour old."""


async def respond_with(respond: AsyncRespond, message: Message, **how: Any) -> None:
    """Send *message* to the request's response_url; *how* is what Slack's documentation allows there."""
    how = {**_QUIET, **how}
    sent = await respond(message.text, blocks=list(message.blocks), **how)
    if sent.status_code != 200 and any(refusal in sent.body for refusal in _REFUSED):
        sent = await respond(message.text, **how)
    if sent.status_code != 200:
        raise UndeliveredError(f"response_url answered {sent.status_code}")


async def post(client: AsyncWebClient, message: Message, *, channel: str, thread_ts: str | None) -> None:
    """Post *message* into the thread; into the channel itself where there is none."""
    within = {"thread_ts": thread_ts} if thread_ts else {}
    plain: dict[str, Any] = {"channel": channel, **within, "text": message.text, **_QUIET}
    try:
        await client.chat_postMessage(**plain, blocks=list(message.blocks))
    except SlackApiError as error:
        if code_of(error) not in _REFUSED:
            raise
        await client.chat_postMessage(**plain)
