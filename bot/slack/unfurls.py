"""Links to what the programme holds, shown as what they lead to. Of other links nothing is said, or kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Block
from bot.blocks.unfurls import preview
from bot.desk import Desk
from bot.links import record_at
from bot.models import Viewer
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.slack.mentions import own_id
from bot.slack.service import Service

EVENT: Final = "link_shared"  # as the manifest names it
_MOST: Final = 5  # links of one message that are shown
_PATIENCE: Final = 20.0  # seconds for Slack to take the previews; nobody waits for them

_log: Final = logging.getLogger(__name__)
Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to links."""

    async def shared(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        if event.get("user") == own_id(body):
            return
        urls = [link["url"] for link in event["links"]]
        shown = await asyncio.to_thread(previews, urls, service.programme.desk, service.clock())
        if shown:
            await _show(client, event, shown)

    app.event(EVENT)(shared)


def previews(urls: Iterable[str], desk: Desk, now: datetime) -> dict[str, Block]:
    """Those of *urls* that lead to a record of *desk*, each with its preview."""
    found = [(url, ref) for url in urls if (ref := record_at(url, desk.catalog))][:_MOST]
    return {url: _preview(ref, desk, now) for url, ref in found}


def _preview(ref: str, desk: Desk, now: datetime) -> Block:
    record = desk.catalog.get(ref)
    zone = desk.catalog.zone(record.event)  # read only where Slack draws no dates itself
    return preview(desk.item(record, now=now), Viewer(zone=zone, now=now))


async def _show(client: AsyncWebClient, event: Payload, shown: Mapping[str, Block]) -> None:
    """Hand the previews to Slack. A message may be gone, or in a channel that is not Usher's: then it has none."""
    by_id = {key: event.get(key) for key in ("unfurl_id", "source")}
    by_place = {"channel": event.get("channel"), "ts": event.get("message_ts")}
    try:
        async with asyncio.timeout(_PATIENCE):
            await client.chat_unfurl(**(by_id if all(by_id.values()) else by_place), unfurls=dict(shown))
    except SLACK_FAULTS as error:
        code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        _log.info("links are shown without a preview (%s)", code)
