"""Whether answers helped, as people say: kept for those who look after the programme."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from slack_bolt.async_app import AsyncApp

from bot.asked import Verdict
from bot.blocks import notice
from bot.blocks.feedback import FEEDBACK, Opinion
from bot.scrubbed import scrubbed
from bot.slack.press import Press, listen
from bot.slack.service import Service
from bot.state import StateError

_PATIENCE: Final = 5.0  # seconds that the state database is waited for

_THANKS: Final = {
    True: notice("Thank you. Good to know."),
    False: notice("Thank you. The organisers see what did not help, without your name."),
}
_NOT_KEPT: Final = notice("I can't keep that at the moment. Please try again in a minute.")

_log: Final = logging.getLogger(__name__)


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons that feedback_row makes."""
    listen(app, service, {FEEDBACK: _judge})


async def _judge(service: Service, press: Press) -> None:
    opinion = Opinion.read(press.action.get("value"))
    if opinion is None:
        return
    verdict = Verdict(
        helpful=opinion.helpful,
        surface=opinion.surface,
        text=scrubbed(opinion.text) if service.keeping.questions else "",
        at=service.clock(),
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            await service.state.feedback.give(press.who, press.at, verdict)
    except (StateError, TimeoutError) as error:
        _log.warning("a verdict is not kept: %s", str(error) or "the state database is slow")
        await press.tell(_NOT_KEPT)
    else:
        await press.tell(_THANKS[opinion.helpful])
