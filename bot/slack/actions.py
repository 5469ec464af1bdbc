"""The buttons of a whole answer: another page, another zone, what else was meant, and sharing it with the channel."""

from __future__ import annotations

import re
from typing import Final

from slack_bolt.async_app import AsyncApp

from bot.blocks import CHOICE, NEXT, PREVIOUS, SHARE, ZONE, notice
from bot.carried import Carried
from bot.slack.deliver import post
from bot.slack.faults import SLACK_FAULTS
from bot.slack.press import Press, listen
from bot.slack.service import Service
from bot.slack.showing import TOO_OLD, tell

SHARED: Final = notice("Shared with the channel.")


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons."""
    choices = re.compile(rf"{CHOICE}\d+")
    listen(app, service, {PREVIOUS: _turn, NEXT: _turn, ZONE: _turn, SHARE: _share, choices: _choose})


async def _turn(service: Service, press: Press) -> None:
    """Put another page of the answer, or the answer in another zone, in its place."""
    if carried := await _carried(service, press):
        await press.replace(
            await service.message(carried.ask(), page=carried.page, private=press.private, who=press.who)
        )


async def _share(service: Service, press: Press) -> None:
    carried = await _carried(service, press)
    if carried is None or not await service.first_time(f"share:{press.at}:{press.who.person}"):
        return
    ask = carried.ask().model_copy(update={"written": False})  # everybody reads it
    message = await service.message(ask, page=carried.page, private=False)
    await press.replace(SHARED)
    await press.tell(message, everybody=True)


async def _choose(service: Service, press: Press) -> None:
    """Ask what was meant: in the place of a private answer, else in the thread of the message, once for all."""
    carried = await _carried(service, press)
    if carried is None:
        return
    if press.private:
        await _turn(service, press)
        return
    key = f"choice:{press.at}:{press.action.get('action_id')}"
    if press.thread is None or not await service.first_time(key):
        return
    zone = await service.viewers.zone(press.client, press.who)
    ask = carried.ask().model_copy(update={"zone": zone.name, "own_zone": "", "now": service.clock()})
    message = await service.message(ask, private=False)
    try:
        await post(press.client, message, channel=press.thread[0], thread_ts=press.thread[1])
    except SLACK_FAULTS:  # as where the answer was shared into a channel that Usher is not in
        await service.not_done(key)
        await press.tell(await service.message(ask, private=True, who=press.who))


async def _carried(service: Service, press: Press) -> Carried | None:
    if press.carried is None:
        await tell(service, press, TOO_OLD)
    return press.carried
