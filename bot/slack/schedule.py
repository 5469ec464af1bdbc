"""My schedule: what a person starred, by day, each with a button to let it go."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, notice
from bot.blocks.home import SCHEDULE_NEXT, SCHEDULE_PREVIOUS, SCHEDULE_UNSTAR, Turn, schedule
from bot.home import schedule_of
from bot.models import Viewer
from bot.personal import Who
from bot.slack.deliver import respond_with
from bot.slack.mine import stars_of, unstar
from bot.slack.service import Service
from bot.slack.who import who_of

WORDS: Final = ("schedule", "my schedule", "stars", "my stars", "my day", "agenda", "my agenda")  # that ask for it
UNREAD: Final = notice("Your stars cannot be read just now. They are kept: please try again in a moment.")

Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons of a schedule."""

    async def turn(
        ack: AsyncAck, action: Payload, body: Payload, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        who, turned = who_of(body), Turn.read(action.get("value")) or Turn()
        wrong = await unstar(service, who, turned.ref) if turned.ref else ""
        if wrong:
            await respond_with(respond, notice(wrong), response_type="ephemeral", replace_original=False)
            return
        await respond_with(respond, await message(service, who, client, page=turned.page), replace_original=True)
        if turned.ref:
            await service.changed(who, client)

    app.action(re.compile("^" + "|".join(map(re.escape, (SCHEDULE_PREVIOUS, SCHEDULE_NEXT, SCHEDULE_UNSTAR))) + "$"))(
        turn
    )


async def show_schedule(
    service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, _words: str
) -> None:
    """Answer ``/usher my schedule``."""
    shown = await message(service, who_of(command), client, page=0)
    await respond_with(respond, shown, response_type="ephemeral")


async def message(service: Service, who: Who, client: AsyncWebClient, *, page: int) -> Message:
    """Page number *page* of the schedule of *who*."""
    zone, stars = await asyncio.gather(service.viewers.zone(client, who), stars_of(service, who))
    if stars is None:
        return UNREAD
    viewer = Viewer(zone=zone.name, now=service.clock(), written=not zone.drawn_by_slack)

    def build() -> Message:
        return schedule(schedule_of(service.programme.desk, stars, viewer, page=page), viewer)

    return await asyncio.to_thread(build)
