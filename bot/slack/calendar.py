"""``/usher calendar``: the address of a person's calendar, made when they ask for it, changed and ended by buttons."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, notice
from bot.blocks.calendar import FEED_END, FEED_NEW, feed_message
from bot.feeds import feed_address
from bot.personal import Who
from bot.slack.deliver import respond_with
from bot.slack.press import Press, listen
from bot.slack.service import Service
from bot.slack.who import who_of
from bot.state import StateError

_PATIENCE: Final = 5.0  # seconds that the state database is waited for

_NO_ADDRESS: Final = notice(
    "There is no calendar to subscribe to here. “Add to calendar” under a talk sends you that one as a file."
)
_ENDED: Final = notice("Your calendar has ended: its address leads nowhere now. /usher calendar makes a new one.")
_NOT_NOW: Final = notice("I can't look after calendars at the moment. Please try again in a minute.")


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons of feed_message."""
    listen(app, service, {FEED_NEW: _renew, FEED_END: _end})


async def show_calendar(
    service: Service, _client: AsyncWebClient, command: dict[str, Any], respond: AsyncRespond, _words: str
) -> None:
    """Answer ``/usher calendar``."""
    await respond_with(respond, await _address(service, who_of(command)), response_type="ephemeral")


async def _renew(service: Service, press: Press) -> None:
    await press.replace(await _address(service, press.who, renew=True))


async def _end(service: Service, press: Press) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            await service.state.people.end_feed(press.who)
    except (StateError, TimeoutError):
        await press.tell(_NOT_NOW)
    else:
        await press.replace(_ENDED)


async def _address(service: Service, who: Who, *, renew: bool = False) -> Message:
    if service.url is None:
        return _NO_ADDRESS
    try:
        async with asyncio.timeout(_PATIENCE):
            return feed_message(feed_address(service.url, await service.state.people.feed(who, renew=renew)))
    except (StateError, TimeoutError):
        return _NOT_NOW
