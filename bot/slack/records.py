"""The buttons of one record: its details, its text, records like it, its calendar file."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.agenda import Planned, plan
from bot.answers.small import GONE
from bot.blocks import ABSTRACT, CALENDAR, DETAILS, OF_RECORD, RELATED, RELATED_TO, details_message
from bot.calendars import to_ics
from bot.desk import Desk
from bot.details import ABOUT, LIKE, details
from bot.models import Answer, Ask, Strong
from bot.personal import Who
from bot.safe import clean, cut
from bot.slack.faults import SLACK_FAULTS
from bot.slack.press import Press, listen
from bot.slack.service import Service
from bot.slack.showing import draw, of_record, question, tell, viewer_of

OPENING: Final = 1.0  # seconds that a modal waits for its reader's zone and stars: Slack lets one open for three
_SENDING: Final = 20.0  # seconds that a file may take
_MAX_TITLE: Final = 200
_UNTIMED: Final = Answer(kind="untimed", abstained=True, lines=(("Its time was not published.",),))
_UNSENT: Final = Answer(
    kind="unsent", abstained=True, lines=(("I can't send you a calendar file here. This is when and where it is on:",),)
)

_log: Final = logging.getLogger(__name__)


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons of single records."""
    acts = {DETAILS: _show, ABSTRACT: _abstract, RELATED: _related, CALENDAR: _calendar}
    listen(app, service, {action: of_record(act) for action, act in acts.items()})


async def _show(service: Service, press: Press, ref: str) -> None:
    """Open the details; in a modal in its place, and below the message where none can be opened."""
    viewer = await viewer_of(service, press, within=OPENING)
    view = await draw(service, viewer, OF_RECORD, ref)
    if press.in_modal:
        await press.update(view)
    elif not await press.open(view) and not press.view:
        await press.tell(details_message(details(ref, service.programme.desk, now=viewer.now), viewer))


async def _abstract(service: Service, press: Press, ref: str) -> None:
    await _answer(service, press, question(await viewer_of(service, press), ABOUT, ref))


async def _related(service: Service, press: Press, ref: str) -> None:
    viewer = await viewer_of(service, press)
    if press.in_modal:
        await press.update(await draw(service, viewer, RELATED_TO, ref))
    else:
        await _answer(service, press, question(viewer, LIKE, ref))


async def _answer(service: Service, press: Press, ask: Ask) -> None:
    """Answer *ask* below the message."""
    await press.tell(await service.message(ask, private=True, who=press.who))


async def _calendar(service: Service, press: Press, ref: str) -> None:
    desk = service.programme.desk
    one = plan(ref, desk, now=service.clock())
    if one is None or not one.occasions:
        await tell(service, press, _UNTIMED if one else GONE)
    else:
        await tell(service, press, await _send_once(service, press, one, desk))


async def _send_once(service: Service, press: Press, one: Planned, desk: Desk) -> Answer:
    """Send the calendar file of *one*, and say so; where it cannot be sent, say what is in it."""
    key = f"calendar:{press.who.team}:{press.who.person}:{press.at}:{one.ref}"
    if not await service.first_time(key):
        return _sent("You have the calendar file of ", " already: it is in your direct messages with me.", one)
    content = to_ics([one], catalog=desk.catalog, name=one.title, now=service.clock())
    try:
        async with asyncio.timeout(_SENDING):
            await _send(press.client, press.who, one, content)
    except SLACK_FAULTS as error:
        _log.warning("a calendar file was not sent (%s)", type(error).__name__)
        await service.not_done(key)
        return _UNSENT.model_copy(update={"items": tuple(occasion.item for occasion in one.occasions)})
    return _sent("The calendar file of ", " is in your direct messages with me. Open it to add it.", one)


def _sent(before: str, after: str, one: Planned) -> Answer:
    return Answer(kind="sent", lines=((before, Strong(text=one.title), after),))


async def _send(client: AsyncWebClient, who: Who, one: Planned, content: bytes) -> None:
    direct = await client.conversations_open(users=who.person)
    name = re.sub(r"[^\w-]+", "-", one.ref.partition(":")[2])[:60].strip("-") or "talk"
    await client.files_upload_v2(
        channel=direct["channel"]["id"],
        filename=f"{name}.ics",
        title=cut(clean(one.title), _MAX_TITLE),
        content=content,
    )
