"""The buttons under an answer: another page, and sharing it with the channel."""

from __future__ import annotations

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.blocks import NEXT, PREVIOUS, SHARE, notice
from bot.carried import Carried
from bot.slack.deliver import respond_with
from bot.slack.service import Service

SHARED: Final = notice("Shared with the channel.")
TOO_OLD: Final = notice("This button no longer works. Please ask again.")

Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons."""

    async def turn(ack: AsyncAck, action: Payload, body: Payload, respond: AsyncRespond) -> None:
        await ack()
        carried = Carried.read(action.get("value"))
        if carried is None:
            await respond_with(respond, TOO_OLD, response_type="ephemeral", replace_original=False)
            return
        private = bool(body.get("container", {}).get("is_ephemeral"))
        message = await service.message(carried.ask(), page=carried.page, private=private)
        await respond_with(respond, message, replace_original=True)

    async def share(ack: AsyncAck, action: Payload, body: Payload, respond: AsyncRespond) -> None:
        await ack()
        carried = Carried.read(action.get("value"))
        if carried is None:
            await respond_with(respond, TOO_OLD, response_type="ephemeral", replace_original=False)
            return
        if not await service.first_time(_pressed(body)):
            return
        message = await service.message(carried.ask(), page=carried.page, private=False)
        await respond_with(respond, SHARED, response_type="ephemeral", replace_original=True)
        await respond_with(respond, message, response_type="in_channel", replace_original=False)

    app.action(re.compile(f"^({re.escape(PREVIOUS)}|{re.escape(NEXT)})$"))(turn)
    app.action(SHARE)(share)


def _pressed(body: Payload) -> str:
    """What two presses of one button have in common."""
    container, user = body.get("container", {}), body.get("user", {})
    return f"share:{container.get('channel_id')}:{container.get('message_ts')}:{user.get('id')}"
