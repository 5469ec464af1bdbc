"""The message shortcut "Find this paper": the paper that a message is about, for whoever asks alone."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import notice
from bot.found import asked_by
from bot.models import Ask
from bot.slack.deliver import respond_with
from bot.slack.service import Service
from bot.slack.who import who_of
from bot.slack.words import spoken

CALLBACK: Final = "find_paper"  # as the manifest names it
_WORDLESS: Final = notice("That message has no words that I could look for.")


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the shortcut."""

    async def find(
        ack: AsyncAck, body: dict[str, Any], shortcut: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        said = shortcut["message"]
        raw, words = str(said.get("text") or ""), spoken(said.get("text"))
        thread = {"thread_ts": said["thread_ts"]} if said.get("thread_ts") else {}
        who = who_of(body)
        if words:
            zone, desk = await service.viewers.zone(client, who), service.programme.desk
            ask = Ask(surface="paper", text=words, now=service.clock(), zone=zone.name, written=not zone.drawn_by_slack)
            message = await service.message(await asyncio.to_thread(asked_by, raw, ask, desk), private=True, who=who)
        else:
            message = _WORDLESS
        await respond_with(respond, message, response_type="ephemeral", replace_original=False, **thread)

    app.message_shortcut(CALLBACK)(find)
