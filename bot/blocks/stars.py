"""The button that stars a record, or takes the star away: it says which, so that pressing it twice does it once."""

from __future__ import annotations

from typing import Final

from bot.blocks.elements import Block, button

STAR: Final = "star"  # action ids
UNSTAR: Final = "unstar"


def star_button(ref: str, *, starred: bool | None) -> Block:
    """The button for the record that *ref* names; *starred* is None where that is not known, or differs by reader.

    Its value is the reference.
    """
    return button(UNSTAR, "★ Unstar", ref) if starred else button(STAR, "☆ Star", ref)
