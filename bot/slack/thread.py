"""What was said before in a conversation, so that "who wrote it?" has something to refer to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.addressed import Speaker, opened
from bot.slack.faults import SLACK_FAULTS
from bot.slack.words import spoken
from corpus.models import Value

PATIENCE: Final = 2.0  # seconds that an answer waits for its context
MOST: Final = 8  # messages of context
RECENT: Final = 1800  # seconds for which a direct message outside a thread is of one conversation
# Slack returns a thread's oldest first, and at most 15 to apps sold outside its Marketplace
_PAGE: Final = 200

_log: Final = logging.getLogger(__name__)
Event = Mapping[str, Any]


class Before(Value):
    """What came before a message: its author's earlier questions, oldest first, and who spoke last.

    Nothing, and None, where there was nothing, or Slack does not say.
    """

    questions: tuple[str, ...] = ()
    speaker: Speaker = None


async def before(client: AsyncWebClient, event: Event, *, own: str | None) -> Before:
    """What came before *event* in its thread; outside of one, in the last half hour of direct messages."""
    thread, direct = event.get("thread_ts"), event.get("channel_type") == "im"
    if isinstance(thread, str):
        said = await _read(
            lambda: client.conversations_replies(channel=event["channel"], ts=thread, latest=event["ts"], limit=_PAGE),
            event,
        )
    elif direct:
        said = await _read(lambda: _history(client, event), event)
    else:
        return Before()
    return Before(questions=_questions(said, event, own, everything=direct), speaker=_speaker(said, event, own))


async def _history(client: AsyncWebClient, event: Event) -> Mapping[str, Any]:
    found = await client.conversations_history(
        channel=event["channel"], latest=event["ts"], oldest=f"{float(event['ts']) - RECENT:.6f}", limit=_PAGE
    )
    return {"messages": [one for one in found["messages"][::-1] if one.get("thread_ts") in (None, one.get("ts"))]}


async def _read(call: Callable[[], Awaitable[Any]], event: Event) -> Sequence[Event]:
    """The messages before that of *event*, oldest first; none where Slack fails."""
    try:
        async with asyncio.timeout(PATIENCE):
            messages = (await call())["messages"]
        return [message for message in messages if float(message["ts"]) < float(event["ts"])]
    except SLACK_FAULTS as error:
        _log.warning("Slack gave no context (%s)", type(error).__name__)
        return ()


def _questions(said: Sequence[Event], event: Event, own: str | None, *, everything: bool) -> tuple[str, ...]:
    """The author's earlier messages: *everything*, or what was put to Usher, and what led up to the first of that."""
    asked = [everything or _mentions(one, own) for one in said]
    first = asked.index(True) if True in asked else len(said)
    questions = [
        opened(spoken(one.get("text"), own=own))
        for place, one in enumerate(said)
        if one.get("user") == event["user"]
        and (place <= first or asked[place] or any(_is_own(next_, own) for next_ in said[place + 1 : place + 2]))
    ]
    return tuple(filter(None, questions))[-MOST:]


def _speaker(said: Sequence[Event], event: Event, own: str | None) -> Speaker:
    if not said:
        return None
    last = said[-1]
    return "usher" if _is_own(last, own) else "same" if last.get("user") == event["user"] else "other"


def _mentions(message: Event, own: str | None) -> bool:
    return f"<@{own}" in str(message.get("text"))


def _is_own(message: Event, own: str | None) -> bool:
    return own is not None and message.get("user") == own
