"""Usher is taken out of a workspace: its installation is deleted at once, what people left there a while later."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.slack.tenants import ManyTenants
from bot.state import StateError

EVENTS: Final = ("app_uninstalled", "tokens_revoked")  # as the manifest names them

_log: Final = logging.getLogger(__name__)
Payload = dict[str, Any]


def register(app: AsyncApp, tenants: ManyTenants) -> None:
    """Listen to EVENTS. They come together, in any order, and may come again after Usher is back: see *told*."""

    async def left(body: Payload, context: AsyncBoltContext) -> None:
        holder = context.enterprise_id if context.is_enterprise_install else context.team_id
        if not holder:
            return
        try:
            await tenants.ended(holder, told=datetime.fromtimestamp(int(body["event_time"]), UTC))
        except StateError as error:
            _log.error("an installation that ended is kept: %s", error)

    async def of_the_bot(event: Payload) -> bool:
        return bool((event.get("tokens") or {}).get("bot"))

    uninstalled, revoked = EVENTS
    app.event(uninstalled)(left)
    app.event(revoked, matchers=[of_the_bot])(left)
