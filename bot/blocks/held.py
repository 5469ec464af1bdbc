"""What is held about a person, shown to them, and the question whether it shall be forgotten."""

from __future__ import annotations

from typing import Final

from bot.blocks.elements import Block, Message, button, fallback, notice, plain, rich, row, small_print
from bot.held import Page
from bot.layout import DrawnLines
from bot.models import Strong, Viewer
from bot.plain import paragraph
from bot.safe import clean

HELD_PREVIOUS: Final = "held:previous"  # action ids
HELD_NEXT: Final = "held:next"
FORGET: Final = "forget"
KEEP: Final = "forget:keep"

_ALL: Final = 3_000  # characters: more than a page has
_SURE: Final = "It cannot be undone."


def held_page(shown: Page, viewer: Viewer) -> Message:
    """One page of what is held about the person who reads it."""
    lines: DrawnLines = tuple(
        tuple(clean(piece) if isinstance(piece, str) else piece for piece in line) for line in shown.lines
    )
    head: DrawnLines = ((Strong(text="What is held about you"),),)
    foot: DrawnLines = ((f"Page {shown.page + 1} of {shown.count}. /usher forget me deletes it all.",),)
    turns = (
        (shown.page > 0, HELD_PREVIOUS, "Previous page", shown.page - 1),
        (shown.page + 1 < shown.count, HELD_NEXT, "Next page", shown.page + 1),
    )
    buttons = [button(action, label, str(page)) for show, action, label, page in turns if show]
    blocks = (
        *rich(head, viewer, _ALL),
        *rich(lines, viewer, _ALL),
        *small_print(foot, viewer, _ALL),
        *row(buttons),
    )
    return Message(text=fallback("\n".join(paragraph(part, viewer) for part in (head, lines, foot))), blocks=blocks)


def forget_question(counted: str) -> Message:
    """The question whether *counted*, all that is held about the person who reads it, shall be deleted."""
    asked = notice(f"This deletes all that I hold about you: {counted}. {_SURE}")
    confirm: Block = {
        "title": plain("Forget you?"),
        "text": plain(_SURE),
        "confirm": plain("Delete it"),
        "deny": plain("Keep it"),
        "style": "danger",
    }
    buttons = [
        {**button(FORGET, "Forget me", FORGET), "style": "danger", "confirm": confirm},
        button(KEEP, "Keep it", KEEP),
    ]
    return asked.model_copy(update={"blocks": (*asked.blocks, *row(buttons))})
