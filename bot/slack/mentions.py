"""Questions by @-mention and in direct messages, answered in their thread, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.models import Ask
from bot.slack.deliver import post
from bot.slack.service import Service
from bot.slack.thread import earlier
from bot.slack.who import who_of
from bot.slack.words import spoken

EVENTS: Final = ("app_mention", "message.im")  # as the manifest names them

# subtypes of what a person wrote; all others tell of something else, such as an edit
_SPOKEN: Final = {None, "file_share", "thread_broadcast", "me_message"}


def register(app: AsyncApp, service: Service) -> None:
    """Listen to EVENTS. Bolt acknowledges an event before its listener runs."""

    async def answer(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient) -> None:
        own = own_id(body)
        if not _from_a_person(event, own) or not await service.first_time(body.get("event_id")):
            return
        who, alone = who_of(body), event.get("channel_type") == "im"
        context, zone = await asyncio.gather(earlier(client, event, own=own), service.viewers.zone(client, who))
        text = spoken(event.get("text"), own=own)
        written = alone and not zone.drawn_by_slack
        ask = Ask(surface="mention", text=text, context=context, now=service.clock(), zone=zone.name, written=written)
        hint = service.viewers.hint(who, zone) if alone else ()
        message = await service.message(ask, private=False, hint=hint)
        await post(client, message, channel=event["channel"], thread_ts=event.get("thread_ts") or event["ts"])

    async def answer_direct(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("channel_type") == "im":
            await answer(body, event, client)

    app.event("app_mention")(answer)
    app.event("message")(answer_direct)


def own_id(body: Mapping[str, Any]) -> str | None:
    """The bot's own user id, which comes with every event; no call to Slack is needed for it."""
    authorizations = body.get("authorizations") or ()
    return next((one.get("user_id") for one in authorizations if one.get("is_bot")), None)


def _from_a_person(event: Mapping[str, Any], own: str | None) -> bool:
    return (
        event.get("subtype") in _SPOKEN
        and not event.get("bot_id")
        and event.get("user") not in {None, own}
        and all(isinstance(event.get(key), str) for key in ("user", "channel", "ts"))
    )
