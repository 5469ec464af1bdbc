"""What happens when answering fails: one kind sentence for the person, and one line in the log.

The line holds an id that the sentence repeats, what kind of error it was, and where in the code; never its
message, which may hold what people wrote, or a secret.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
import uuid
from pathlib import Path
from typing import Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError

from bot.blocks import Message, notice
from bot.slack.deliver import post, respond_with
from bot.slack.faults import code_of
from bot.slack.mentions import thread_of

# Seconds in which Bolt passes an acknowledgement on. Where a listener fails sooner, and this handler is done
# sooner, Bolt drops the acknowledgement (it does ``ack.response = None``), and Slack waits for it in vain.
_HANDOVER: Final = 0.05

_log: Final = logging.getLogger(__name__)


def register(app: AsyncApp) -> None:
    """Handle the errors of every listener, and the requests that nobody listens to."""

    @app.error
    async def failed(
        error: Exception,
        request: AsyncBoltRequest,
        response: BoltResponse | None,
    ) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError):
            # acknowledged all the same, or Slack would send it three more times
            return BoltResponse(status=200)
        reference = uuid.uuid4().hex[:8]
        _log.error("failed to answer: reference=%s error=%s at=%s", reference, _name(error), _place(error))
        if response is not None:  # not acknowledged yet: the request itself was out of shape
            return BoltResponse(status=400)
        await asyncio.sleep(_HANDOVER)
        try:
            await _tell(apology(reference), request)
        except Exception as another:  # noqa: BLE001 (nothing is left to tell the person with)
            _log.error("failed to say so: reference=%s error=%s", reference, _name(another))
        return None


def apology(reference: str) -> Message:
    """What the person is told."""
    return notice(f"Sorry, something went wrong here. Please try again in a moment. (Reference: {reference})")


async def _tell(message: Message, request: AsyncBoltRequest) -> None:
    context = request.context
    if context.respond and context.response_url:
        await respond_with(context.respond, message, response_type="ephemeral", replace_original=False)
    elif event := request.body.get("event"):
        await post(context.client, message, channel=event["channel"], thread_ts=thread_of(event))


def _name(error: Exception) -> str:
    """The error's type, and the code that Slack gave it."""
    name = type(error).__name__
    return f"{name}({code_of(error)})" if isinstance(error, SlackApiError) else name


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])
