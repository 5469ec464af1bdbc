"""What is held about a person: shown to them as it is, and forgotten when they say so."""

from __future__ import annotations

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, notice
from bot.blocks.held import FORGET, HELD_NEXT, HELD_PREVIOUS, KEEP, forget_question, held_page
from bot.held import counted, pages
from bot.models import Viewer
from bot.personal import Who
from bot.slack.deliver import respond_with
from bot.slack.home import publish
from bot.slack.mine import told
from bot.slack.service import Service
from bot.slack.who import who_of

UNREAD: Final = "What is held about you cannot be read just now. Please try again in a moment."
UNFORGOTTEN: Final = "That could not be deleted just now. Please try again in a moment."
NOTHING: Final = "I hold nothing about you."
WITHDRAWN: Final = "What was planned to be sent to you is withdrawn. "
KEPT: Final = "Nothing was deleted."

Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons under what is held, and under the question whether to forget it."""

    async def turn(
        ack: AsyncAck, action: Payload, body: Payload, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        value = str(action.get("value"))
        shown = await _shown(service, who_of(body), client, page=int(value) if value.isdecimal() else 0)
        await respond_with(respond, shown, replace_original=True)

    async def forget(ack: AsyncAck, body: Payload, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        who = who_of(body)
        said = await _forget(service, who)
        await respond_with(respond, notice(said), replace_original=True)
        await service.changed(who, client)
        await publish(service, who, client)  # no longer known to have opened it, they still have it before them

    async def keep(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond_with(respond, notice(KEPT), replace_original=True)

    app.action(re.compile(f"^({re.escape(HELD_PREVIOUS)}|{re.escape(HELD_NEXT)})$"))(turn)
    app.action(FORGET)(forget)
    app.action(KEEP)(keep)


async def show_held(
    service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, _words: str
) -> None:
    """Answer ``/usher export``."""
    shown = await _shown(service, who_of(command), client, page=0)
    await respond_with(respond, shown, response_type="ephemeral")


async def ask_to_forget(
    service: Service, _client: AsyncWebClient, command: Payload, respond: AsyncRespond, _words: str
) -> None:
    """Answer ``/usher forget me``: ask first, and say what would go."""
    held = await told(service.state.people.held(who_of(command)))
    what = counted(held) if held else ""
    asked = notice(UNREAD) if held is None else forget_question(what) if what else notice(NOTHING)
    await respond_with(respond, asked, response_type="ephemeral")


async def _shown(service: Service, who: Who, client: AsyncWebClient, *, page: int) -> Message:
    held = await told(service.state.people.held(who))
    if held is None:
        return notice(UNREAD)
    zone = await service.viewers.zone(client, who)
    viewer = Viewer(zone=zone.name, now=service.clock(), written=not zone.drawn_by_slack)
    return held_page(pages(held, page=page), viewer)


async def _forget(service: Service, who: Who) -> str:
    """Forget *who*, and what they are told of it."""
    held = await told(service.state.people.held(who))
    if held is None:
        return UNREAD

    async def delete() -> bool:
        await service.state.people.forget(who)
        return True

    if not await told(delete()):
        return UNFORGOTTEN
    service.viewers.forget(who)
    what = counted(held)
    return (
        f"Deleted: {what}. {WITHDRAWN if held['messages'] else ''}I hold nothing else about you." if what else NOTHING
    )
