"""The button that stars a record, or takes the star away, and what is said once it was pressed.

A button says which of the two it does, so that pressing it twice does it once.
"""

from __future__ import annotations

from typing import Final

from bot.blocks.elements import Block, Message, button, fallback, rich, row
from bot.carried import carry
from bot.layout import lay_out
from bot.models import Answer, Viewer
from bot.plain import to_text

STAR: Final = "star"  # action ids
UNSTAR: Final = "unstar"
UNDO: Final = "unstar:undo"  # under a note of ours, which it replaces

_NOTE: Final = 2_000  # characters


def star_button(ref: str, *, starred: bool | None) -> Block:
    """The button for the record that *ref* names; *starred* is None where that is not known, or differs by reader.

    Its value is the reference.
    """
    return star_with(carry(ref), starred=starred)


def star_with(value: str, *, starred: bool | None) -> Block:
    """The same button with another *value*: a question carried along, whose answer is drawn anew."""
    return button(UNSTAR, "★ Unstar", value) if starred else button(STAR, "☆ Star", value)


def undo_button(ref: str, label: str) -> Block:
    """The button under a note that takes the star of *ref* away; *label* says so."""
    return button(UNDO, label, carry(ref))


def note(said: Answer, viewer: Viewer, *buttons: Block) -> Message:
    """A short message that only says *said*, above *buttons*."""
    laid = lay_out(said)
    lines = (*laid.head, *(line for item in laid.items for line in item))
    return Message(text=fallback(to_text(said, viewer)), blocks=(*rich(lines, viewer, _NOTE), *row(buttons)))
