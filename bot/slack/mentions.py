"""Questions by @-mention, in direct messages, and in threads that Usher was asked in: each answered once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.addressed import addressed, opened
from bot.blocks import Message
from bot.models import Ask
from bot.slack import schedule
from bot.slack.deliver import post
from bot.slack.service import Service, draw, hinted
from bot.slack.status import Status
from bot.slack.thread import before
from bot.slack.who import team_of, who_of
from bot.slack.words import spoken
from bot.state import StateError
from bot.understand import understand

# as the manifest names them
EVENTS: Final = ("app_mention", "message.channels", "message.groups", "message.im", "message.mpim")

# subtypes of what a person wrote; all others tell of something else, such as an edit
_SPOKEN: Final = {None, "file_share", "thread_broadcast", "me_message"}
_EDITS: Final = 3_000  # seconds for which an edit may add a mention; what was answered is known for longer
_PATIENCE: Final = 2.0  # seconds that a message waits for the state database

_log: Final = logging.getLogger(__name__)
Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to EVENTS. Bolt acknowledges an event before its listener runs."""
    status = Status(service.clock)

    async def mentioned(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        if not _from_a_person(event, own_id(body)) or _late(event) or not await service.first_time(_asked(body, event)):
            return
        async with service.turns.of(who_of(body).team, event["channel"], thread_of(event)):
            await answer_to(body, event, client)

    async def answer_to(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        own = own_id(body)
        who, direct, text = who_of(body), event.get("channel_type") == "im", spoken(event.get("text"), own=own)
        if direct and text.casefold().rstrip("!.?") in schedule.WORDS:
            await _post(client, event, await schedule.message(service, who, client, page=0))
            return
        earlier, zone, about, *_ = await asyncio.gather(
            before(client, event, own=own),
            service.viewers.zone(client, who),
            service.event_of(team_of(body), event["channel"]),
            status.show(client, team_of(body), event),
            _remember(service, body, event),
        )
        ask = Ask(
            surface="mention",
            text=text,
            context=earlier.questions,
            now=service.clock(),
            zone=zone.name,
            written=direct and not zone.drawn_by_slack,
            event=about,
        )
        answer = await service.answer(ask)
        said = hinted(answer, service.viewers.hint(who, zone) if direct else ())
        await _post(client, event, draw(said, ask, private=False))
        await service.keep_unanswered(ask, answer)

    async def written(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        if event.get("channel_type") == "im":
            await mentioned(body, event, client)
        elif service.followups and await _is_followed(service, body, event):
            async with service.turns.of(who_of(body).team, event["channel"], thread_of(event)):
                await follow(body, event, client)

    async def follow(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        """Answer a message in a thread, where it is a question to Usher."""
        said, zone, about = await asyncio.gather(
            before(client, event, own=own_id(body)),
            service.viewers.zone(client, who_of(body)),
            service.event_of(team_of(body), event["channel"]),
        )
        raw = opened(str(event["text"]))
        ask = Ask(
            surface="mention",
            text=spoken(raw),
            context=said.questions,
            now=service.clock(),
            zone=zone.name,
            event=about,
        )
        answer = await service.answer(ask)
        desk = service.programme.desk.at_home(about)
        alone = await asyncio.to_thread(understand, ask, desk.catalog, desk.home)
        if addressed(raw, alone, answer, before=said.speaker) and await service.first_time(_asked(body, event)):
            await _post(client, event, draw(answer, ask, private=False))

    app.event("app_mention")(mentioned)
    app.event("message")(written)


async def _post(client: AsyncWebClient, event: Payload, message: Message) -> None:
    """Post *message* into the thread of *event*; outside of one in direct messages."""
    await post(client, message, channel=event["channel"], thread_ts=thread_of(event))


def own_id(body: Mapping[str, Any]) -> str | None:
    """The bot's own user id, which comes with every event; no call to Slack is needed for it."""
    authorizations = body.get("authorizations") or ()
    return next((one.get("user_id") for one in authorizations if one.get("is_bot")), None)


def thread_of(event: Mapping[str, Any]) -> str | None:
    """The thread in which *event* is answered; None where it is not answered in one."""
    thread: str | None = event.get("thread_ts")
    return thread or (None if event.get("channel_type") == "im" else event["ts"])


def _asked(body: Payload, event: Payload) -> str:
    """What all events of one message have in common: repeats, edits, and a mention that comes as a message too."""
    return f"asked:{team_of(body)}:{event['channel']}:{event['ts']}"


def _from_a_person(event: Mapping[str, Any], own: str | None) -> bool:
    return (
        event.get("subtype") in _SPOKEN
        and not event.get("bot_id")
        and event.get("user") not in {None, own}
        and all(isinstance(event.get(key), str) for key in ("user", "channel", "ts"))
    )


def _late(event: Mapping[str, Any]) -> bool:
    """Whether a mention comes from an edit of what was written long ago: nobody remembers whether that was answered."""
    edited = event.get("edited") or {"ts": event["ts"]}
    return float(edited["ts"]) - float(event["ts"]) > _EDITS


async def _remember(service: Service, body: Payload, event: Payload) -> None:
    """Keep that Usher was asked in this thread; where that fails, it is silent there unless it is mentioned."""
    if event.get("channel_type") == "im":
        return
    thread = str(thread_of(event))
    try:
        async with asyncio.timeout(_PATIENCE):
            await service.state.threads.remember(team_of(body), event["channel"], thread, now=service.clock())
    except (StateError, TimeoutError) as error:
        _log.warning("a thread is not followed: %s", error or "the state database is slow")


async def _is_followed(service: Service, body: Payload, event: Payload) -> bool:
    """Whether *event* was written in a thread that Usher was asked in, by somebody who did not keep it out of there."""
    own, text, thread = own_id(body), event.get("text"), event.get("thread_ts")
    if not (_from_a_person(event, own) and isinstance(thread, str) and thread != event["ts"] and text):
        return False
    if own is None or f"<@{own}" in str(text):  # a mention comes by itself too
        return False
    since = service.clock() - service.keeping.threads
    try:
        async with asyncio.timeout(_PATIENCE):
            if not await service.state.threads.knows(team_of(body), event["channel"], thread, since=since):
                return False
            return (await service.viewers.choices(who_of(body))).followups is not False
    except (StateError, TimeoutError) as error:
        _log.warning("a thread is not followed: %s", error or "the state database is slow")
        return False
