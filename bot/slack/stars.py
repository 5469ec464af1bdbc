"""Stars: set and taken away by their buttons, wherever those are, each for the person who presses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt.async_app import AsyncApp

from bot.agenda import Planned, agenda, clashing, plan
from bot.answers.small import GONE
from bot.blocks import STAR, UNDO, UNSTAR, note, star_button, undo_button
from bot.models import Answer, Viewer
from bot.personal import DEFAULT_LEAD, Who
from bot.slack.deliver import UndeliveredError
from bot.slack.press import Press, listen
from bot.slack.service import Service
from bot.slack.showing import of_record, tell
from bot.starring import MOST, full, starred, unstarred
from bot.state import StateError

_PATIENCE: Final = 5.0  # seconds that a press waits for the state database
_NOT_KEPT: Final = Answer(
    kind="not kept", abstained=True, lines=(("I can't keep stars at the moment. Please try again in a minute.",),)
)

_log: Final = logging.getLogger(__name__)


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons that star_button and undo_button make."""
    listen(app, service, {STAR: of_record(_star), UNSTAR: of_record(_unstar), UNDO: of_record(_undo)})


async def _star(service: Service, press: Press, ref: str) -> None:
    one = plan(ref, service.programme.desk, now=service.clock())
    if one is None:
        await tell(service, press, GONE)
        return
    try:
        async with asyncio.timeout(_PATIENCE):
            new, said = await _set(service, press.who, one)
    except (StateError, TimeoutError) as error:
        await _not_kept(service, press, error)
        return
    try:
        await _anew(service, press)
        await tell(service, press, said, *([] if said.abstained else [undo_button(ref, "Undo" if new else "Unstar")]))
    finally:
        if new:
            await service.changed(press.who, press.client)


async def _unstar(service: Service, press: Press, ref: str) -> None:
    async def show(said: Answer) -> None:
        if not await _anew(service, press):
            await tell(service, press, said, star_button(ref, starred=False))

    await _take(service, press, ref, show)


async def _undo(service: Service, press: Press, ref: str) -> None:
    async def show(said: Answer) -> None:
        await press.replace(note(said, Viewer(zone="UTC", now=service.clock())))

    await _take(service, press, ref, show)


async def _take(service: Service, press: Press, ref: str, show: Callable[[Answer], Awaitable[None]]) -> None:
    """Take the star of *ref* away, and *show* that."""
    try:
        async with asyncio.timeout(_PATIENCE):
            gone, said = await _unset(service, press.who, ref)
    except (StateError, TimeoutError) as error:
        await _not_kept(service, press, error)
        return
    try:
        await show(said)
    finally:
        if gone:
            await service.changed(press.who, press.client)


async def _not_kept(service: Service, press: Press, error: Exception) -> None:
    _log.warning("a star was not kept: %s", error or "the state database is slow")
    await tell(service, press, _NOT_KEPT)


async def _anew(service: Service, press: Press) -> bool:
    """Draw the answer anew that the button is in; False where it is not the person's own, or was deleted."""
    if not press.private or press.carried is None:
        return False
    message = await service.message(press.carried.ask(), page=press.carried.page, private=True, who=press.who)
    try:
        await press.replace(message)
    except UndeliveredError as error:
        _log.warning("an answer was not drawn anew: %s", error)
        return False
    return True


async def _set(service: Service, who: Who, one: Planned) -> tuple[bool, Answer]:
    """Whether the star of *one* is new, and what to say of it."""
    state, now, desk = service.state, service.clock(), service.programme.desk
    stars, choices = await asyncio.gather(state.stars.of(who), state.people.choices(who))
    again = any(star.record == one.ref for star in stars)
    if not again and len(stars) >= MOST:
        return False, full()
    event = desk.catalog.get(one.ref).event
    new = await state.stars.add(who, one.ref, title=one.title, event=event, now=now)
    lead = DEFAULT_LEAD if choices.lead is None else choices.lead
    return new, starred(one, clashing(one, agenda(stars, desk, now=now)), again=not new, lead=lead, now=now)


async def _unset(service: Service, who: Who, ref: str) -> tuple[bool, Answer]:
    """Whether *ref* had a star to take away, and what to say of it."""
    titles = {star.record: star.title for star in await service.state.stars.of(who)}
    gone = await service.state.stars.remove(who, ref)
    one = plan(ref, service.programme.desk, now=service.clock())
    return gone, unstarred(one.title if one else titles.get(ref, ""))
