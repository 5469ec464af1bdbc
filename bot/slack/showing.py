"""What is shown to who pressed a button: a note below a message, or a modal drawn anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from bot.blocks import RELATED_TO, Block, View, details_view, note, related_view, said_view
from bot.details import LIKE, details
from bot.models import Answer, Ask, Viewer
from bot.slack.press import Act, Press
from bot.slack.service import Service

TOO_OLD: Final = Answer(kind="too old", abstained=True, lines=(("This button no longer works. Please ask again.",),))


def of_record(act: Callable[[Service, Press, str], Awaitable[None]]) -> Act:
    """*act*, given the reference that the button carries; a button that carries none is answered kindly."""

    async def checked(service: Service, press: Press) -> None:
        if press.ref is None:
            await tell(service, press, TOO_OLD)
        else:
            await act(service, press, press.ref)

    return checked


async def viewer_of(service: Service, press: Press, *, within: float = 5.0) -> Viewer:
    """Who pressed, with their zone and their stars as far as those are known *within* so many seconds."""
    now, desk = service.clock(), service.programme.desk
    try:
        async with asyncio.timeout(within):
            zone, starred = await asyncio.gather(
                service.viewers.zone(press.client, press.who), service.starred(press.who)
            )
    except TimeoutError:
        return Viewer(zone=desk.catalog.zone(desk.home or desk.catalog.event_at(now)), now=now)
    return Viewer(zone=zone.name, now=now, written=not zone.drawn_by_slack, starred=starred)


def question(viewer: Viewer, text: str, ref: str) -> Ask:
    """The question *text* of *viewer* about exactly the record that *ref* names."""
    return Ask(surface="mention", text=text, now=viewer.now, zone=viewer.zone, about=ref, written=viewer.written)


async def tell(service: Service, press: Press, said: Answer, *buttons: Block) -> None:
    """Say *said* where *press* was: below the message, above *buttons*; in its modal; over the Home, if it is amiss."""
    viewer = await viewer_of(service, press)
    if not press.view:
        await press.tell(note(said, viewer, *buttons))
    elif press.in_modal:
        view = await draw(service, viewer, press.view.get("callback_id"), press.view.get("private_metadata"), said)
        await press.update(view)
    elif said.abstained:
        await press.open(said_view(said, viewer))


async def draw(service: Service, viewer: Viewer, kind: object, ref: object, said: Answer | None = None) -> View:
    """The modal of the *kind* given (a callback id) about the record that *ref* names, below what is *said*."""
    ref, lines = str(ref), said.lines if said else ()
    if kind == RELATED_TO:
        return related_view(ref, await service.answer(question(viewer, LIKE, ref)), viewer, lines)
    return details_view(details(ref, service.programme.desk, now=viewer.now), viewer, lines)
