"""An answer as a Slack message, with its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.blocks.elements import Block, Message, button, fallback, fit, merged, rich, rich_text, small_print, words
from bot.carried import Carried
from bot.layout import DrawnLines, Page, lay_out
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from bot.safe import clean, cut

SHARE: Final = "share"  # action ids
PREVIOUS: Final = "page:previous"  # two, as ids must differ within a block
NEXT: Final = "page:next"

# characters, so that a whole page stays under what Slack takes (see limits.MAX_TOGETHER)
_HEAD: Final = 3_000
_ITEM: Final = 1_200
_EXAMPLES: Final = 500
_FOOT: Final = 1_000
_ASKED: Final = 150


def render(answer: Answer, *, viewer: Viewer, ask: Ask, page: int = 0, private: bool) -> Message:
    """Page number *page* of *answer*; where *private*, only the asking person sees it and may share it."""
    laid = lay_out(answer, page=page)
    blocks = (
        *rich(laid.head, viewer, _HEAD),
        *(block for item in laid.items for block in rich(item, viewer, _ITEM)),
        *_examples(laid.examples),
        *small_print((*laid.foot, *_asked(ask, private=private)), viewer, _FOOT),
        *_buttons(laid, ask, private=private),
    )
    return Message(text=fallback(to_text(answer, viewer, page=page)), blocks=blocks)


def _examples(examples: tuple[str, ...]) -> Iterator[Block]:
    """The inputs to try, each as code: that is how a phone lets one copy it."""
    if examples:
        tried = (element for example in examples for element in (words(" "), words(example, code=True)))
        yield rich_text(list(fit(merged((words("Try:"), *tried)), _EXAMPLES)))


def _asked(ask: Ask, *, private: bool) -> DrawnLines:
    """What was asked, for those who read a shared answer: Slack shows a command to nobody else."""
    shown = not private and ask.surface != "mention"
    return ((cut(clean(f"Asked with /{ask.surface} {ask.text}"), _ASKED),),) if shown else ()


def _buttons(page: Page, ask: Ask, *, private: bool) -> Iterator[Block]:
    wanted = (
        (page.number > 0, PREVIOUS, "Previous page", page.number - 1),
        (page.number + 1 < page.count, NEXT, "Next page", page.number + 1),
        (private, SHARE, "Share in channel", page.number),
    )
    buttons = [button(action, label, Carried.of(ask, page=at).value()) for show, action, label, at in wanted if show]
    if buttons:
        yield {"type": "actions", "elements": buttons}
