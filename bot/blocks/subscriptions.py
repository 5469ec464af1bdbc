"""What a channel can subscribe to, and what it has: each with its button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks.elements import Block, Message, button, fallback, plain, rich_text, words
from bot.personal import Kind, Subscription
from bot.subscribing import USUAL, WHAT, clock, described

END: Final = "subscription:end"  # action ids
OFFER: Final = "subscribe:"  # and the kind

_LABELS: Final[dict[Kind, str]] = {
    "digest": f"Digest at {clock(USUAL)}",
    "starting": "What is about to start",
    "changes": "Changes",
}
_HOW: Final = (
    "More exactly: /usher subscribe digest at 9:00 posters · /usher subscribe starting track security · "
    "/usher subscribe changes"
)


def offers() -> Message:
    """What there is, each with a button that subscribes this channel to it."""
    lines = [f"{kind}: {said}" for kind, said in WHAT.items()]
    text = "\n".join(["I can post in this channel by myself:", *(f"• {line}" for line in lines)])
    buttons = [button(f"{OFFER}{kind}", label, kind) for kind, label in _LABELS.items()]
    blocks: tuple[Block, ...] = (
        rich_text([words(text)]),
        {"type": "actions", "elements": buttons},
        {"type": "context", "elements": [plain(_HOW)]},
    )
    return Message(text=fallback(f"{text}\n{_HOW}"), blocks=blocks)


def overview(held: Sequence[Subscription]) -> Message:
    """What this channel has, each with a button that ends it."""
    lines = [described(each) for each in held]
    blocks: list[Block] = [rich_text([words("This channel gets:")])]
    for each, line in zip(held, lines, strict=True):
        ends = button(END, "End", each.owner)
        blocks.append({"type": "section", "text": plain(line), "accessory": ends})
    text = "\n".join(["This channel gets:", *(f"• {line}" for line in lines)])
    return Message(text=fallback(text), blocks=tuple(blocks))
