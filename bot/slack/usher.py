"""``/usher``: a few words with a meaning of their own; anything else is a question, answered privately."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, notice
from bot.blocks.home import opening
from bot.home import home
from bot.models import Viewer
from bot.slack.calendar import show_calendar
from bot.slack.deliver import respond_with
from bot.slack.mine import stars_of
from bot.slack.own import ask_to_forget, show_held
from bot.slack.schedule import WORDS as SCHEDULE_WORDS
from bot.slack.schedule import show_schedule
from bot.slack.service import Service
from bot.slack.settings import open_settings
from bot.slack.subscriptions import choose_event, subscribe, subscriptions, unsubscribe
from bot.slack.who import who_of
from bot.slack.words import spoken

COMMAND: Final = "/usher"
_OPENING_ROWS: Final = 5  # starred things of today

Payload = dict[str, Any]
# what answers a word: given what was typed after it
Handler = Callable[[Service, AsyncWebClient, Payload, AsyncRespond, str], Awaitable[None]]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the command."""

    async def heard(ack: AsyncAck, command: Payload, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        handler, rest = handler_of(spoken(command.get("text")))
        await handler(service, client, command, respond, rest)

    app.command(COMMAND)(heard)


def handler_of(text: str) -> tuple[Handler, str]:
    """What answers *text*, and the words that are left for it."""
    said = " ".join(text.split())
    if handler := WHOLE.get(said.casefold().rstrip("!.?")):
        return handler, ""
    first, _, rest = said.partition(" ")
    return (LEADING[first.casefold()], rest) if first.casefold() in LEADING else (answer, said)


async def answer(service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, words: str) -> None:
    """The answer to a question, as to a mention, but for one pair of eyes."""
    message = await service.answered(command, client, "mention", words, private=True)
    await _say(respond, message)


async def help_(service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, _words: str) -> None:
    """What can be asked."""
    await answer(service, client, command, respond, "help")


async def open_(service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, _words: str) -> None:
    """What is on now and next, what is starred today, and what to try."""
    who, now = who_of(command), service.clock()
    zone, stars = await asyncio.gather(service.viewers.zone(client, who), stars_of(service, who))

    def build() -> Message:
        viewer = Viewer(zone=zone.name, now=now, written=not zone.drawn_by_slack)
        made = home(service.programme.desk, stars, viewer, most=_OPENING_ROWS, today_only=True)
        return opening(made, viewer, hint=service.viewers.hint(who, zone))

    await _say(respond, await asyncio.to_thread(build))


async def settings(
    service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, _words: str
) -> None:
    """The form of the settings; a sentence where it cannot be opened."""
    if wrong := await open_settings(service, who_of(command), client, command["trigger_id"]):
        await _say(respond, notice(wrong))


async def _say(respond: AsyncRespond, message: Message) -> None:
    await respond_with(respond, message, response_type="ephemeral")


# what was typed, as a whole
WHOLE: Final[Mapping[str, Handler]] = {
    "": open_,
    "help": help_,
    "settings": settings,
    "preferences": settings,
    **dict.fromkeys(SCHEDULE_WORDS, show_schedule),
    **dict.fromkeys(("export", "export me", "my data"), show_held),
    **dict.fromkeys(("forget", "forget me"), ask_to_forget),
    **dict.fromkeys(("calendar", "my calendar"), show_calendar),
}
# its first word, with more behind it
LEADING: Final[Mapping[str, Handler]] = {
    "subscribe": subscribe,
    "subscriptions": subscriptions,
    "unsubscribe": unsubscribe,
    "event": choose_event,
}
