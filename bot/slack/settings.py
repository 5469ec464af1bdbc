"""The settings: a form that opens, tells zones as they are looked for, and keeps what was chosen."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import notice
from bot.blocks.home import SETTINGS
from bot.blocks.settings import FORM, ZONE, read_form, settings_form, zone_options
from bot.personal import Who
from bot.slack.deliver import respond_with
from bot.slack.faults import SLACK_FAULTS, name_of
from bot.slack.home import publish
from bot.slack.mine import UNSAVED, told
from bot.slack.service import Service
from bot.slack.who import who_of
from bot.zone_search import search

UNREAD: Final = "Your settings cannot be read just now. Please try again in a moment."
LATE: Final = "That took too long, and Slack no longer opens the settings. Please try again."
UNOPENED: Final = "Slack could not open the settings just now. Please try again."

# Slack opens a view within three seconds of what was pressed or typed, and once
_LATE: Final = {"expired_trigger_id", "trigger_expired", "trigger_exchanged", "exchanged_trigger_id"}

_log: Final = logging.getLogger(__name__)

Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the Settings button, the search for a zone, and the form that is sent."""

    async def pressed(ack: AsyncAck, body: Payload, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        who = who_of(body)
        wrong = await open_settings(service, who, client, body["trigger_id"])
        if wrong and body.get("response_url"):
            await respond_with(respond, notice(wrong), response_type="ephemeral", replace_original=False)
        elif wrong:  # of a Home, which says it itself
            await publish(service, who, client, said=wrong)

    async def offer(ack: AsyncAck, body: Payload) -> None:
        typed = str(body.get("value") or "")
        found = await asyncio.to_thread(search, typed, now=service.clock())
        await ack(options=zone_options(found, typed=typed))

    async def sent(ack: AsyncAck, body: Payload, view: Payload, client: AsyncWebClient) -> None:
        who = who_of(body)
        chosen, wrong = read_form(view["state"]["values"])
        if not wrong and not await _keep(service, who, chosen):
            wrong = {ZONE: UNSAVED}
        if wrong:
            await ack(response_action="errors", errors=wrong)
            return
        await ack()
        service.viewers.forget(who)
        await service.changed(who, client)

    app.action(SETTINGS)(pressed)
    app.options(ZONE)(offer)
    app.view(FORM)(sent)


async def open_settings(service: Service, who: Who, client: AsyncWebClient, trigger_id: str) -> str:
    """Open the form for *who*; why not, as a sentence, where that cannot be done, else ""."""
    choices = await told(service.state.people.choices(who))
    if choices is None:
        return UNREAD
    try:
        await client.views_open(trigger_id=trigger_id, view=settings_form(choices, now=service.clock()))
    except SLACK_FAULTS as error:
        code = name_of(error)
        _log.warning("the settings were not opened: %s", code)
        return LATE if code in _LATE else UNOPENED
    return ""


async def _keep(service: Service, who: Who, chosen: dict[str, Any]) -> bool:
    async def keep() -> bool:
        await service.state.people.choose(who, **chosen)
        return True

    return bool(await told(keep()))
