"""Questions put to a programme that is not in use yet, answered as the bot would: the blocks of Slack, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.answer import reply
from bot.blocks import CHOICE, NEXT, PREVIOUS, ZONE, render
from bot.carried import Carried
from bot.desk import Desk
from bot.models import Ask, Surface, Viewer

_COMMANDS: Final[Mapping[str, Surface]] = {"/paper": "paper", "/session": "session"}
_ANOTHER: Final = (PREVIOUS, NEXT, ZONE, CHOICE)  # buttons that ask another question; the rest needs a person in Slack


def put(text: str, now: datetime, zone: str) -> Ask:
    """What somebody typed as they would in Slack: "/paper larks", "@usher who speaks?", or the question alone."""
    head, _, rest = text.strip().partition(" ")
    if head in _COMMANDS:
        return Ask(surface=_COMMANDS[head], text=rest.strip(), now=now, zone=zone)
    return Ask(
        surface="mention", text=rest.strip() if head.casefold() == "@usher" else text.strip(), now=now, zone=zone
    )


def tried(desk: Desk, ask: Ask, *, page: int = 0) -> dict[str, Any]:
    """The answer of *desk*: whether it *abstained*, its *text*, and its *blocks* with the buttons that work here."""
    answer = reply(ask, desk)
    message = render(answer, viewer=Viewer(zone=ask.zone, now=ask.now), ask=ask, page=page, private=True)
    return {"abstained": answer.abstained, "text": message.text, "blocks": list(_usable(message.blocks))}


def pressed(value: object) -> Carried | None:
    """The question and page that a button of an answer stands for; None where it is none of ours."""
    return Carried.read(value)


def _usable(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        if "accessory" in block:
            yield {key: value for key, value in block.items() if key != "accessory"}
        elif block["type"] not in ("actions", "context_actions"):
            yield block
        elif kept := [one for one in block["elements"] if one["action_id"].startswith(_ANOTHER)]:
            yield {**block, "elements": kept}
