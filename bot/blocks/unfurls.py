"""A record as the preview of a link to it."""

from __future__ import annotations

from typing import Final

from bot.blocks.elements import Block, plain, rich, row
from bot.blocks.stars import star_button
from bot.layout import lay_out
from bot.models import Answer, Item, Viewer
from bot.safe import clean, cut

_MOST: Final = 1_500  # characters
_TITLE: Final = 150


def preview(item: Item, viewer: Viewer) -> Block:
    """The preview of *item* as chat.unfurl takes it: what a list shows of it, and its star.

    Its own title, for a message that is not sent yet and for canvases: there Slack draws no blocks.
    """
    lasting = item.model_copy(update={"status": ""})  # "on now" would stay after it is over
    page = lay_out(Answer(kind="link", items=(lasting,)))
    blocks = [*(block for lines in page.items for block in rich(lines, viewer, _MOST))]
    title = cut(clean(item.title).strip(), _TITLE) or "(untitled)"
    return {
        "blocks": [*blocks, *row([star_button(item.ref, starred=None)])],
        "preview": {"title": plain(title)},
    }
