"""Messages that Usher sends of itself: reminders, alerts and digests. Nobody asked, so there is nothing to page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks.elements import Block, Message, fallback, rich
from bot.layout import lay_out
from bot.models import Answer, Item, Line, Viewer
from bot.plain import to_text

_LINES: Final = 6_000  # characters, so that a whole message stays under what Slack takes (see limits.MAX_TOGETHER)
_ITEM: Final = 450


def telling(lines: Sequence[Line], items: Sequence[Item], viewer: Viewer) -> Message:
    """*lines*, then *items*; *viewer* reads the text of notifications, whose times cannot follow each reader."""
    answer = Answer(kind="telling", lines=tuple(lines), items=tuple(items))
    laid = lay_out(answer, page_size=max(1, len(items)))
    blocks: list[Block] = [
        *rich(laid.head, viewer, _LINES if not items else _LINES - len(items) * _ITEM),
        *(block for item in laid.items for block in rich(item, viewer, _ITEM)),
    ]
    text = to_text(answer, viewer, page_size=max(1, len(items)))
    return Message(text=fallback(text), blocks=tuple(blocks))
