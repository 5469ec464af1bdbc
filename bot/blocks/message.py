"""An answer as a Slack message, with its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.blocks.elements import Block, Message, button, fallback, fit, merged, rich, rich_text, row, small_print, words
from bot.blocks.feedback import feedback_row
from bot.blocks.rows import for_record, in_list, star_of
from bot.carried import Carried
from bot.layout import DrawnLines, Page, lay_out
from bot.limits import MAX_BUTTON_TEXT
from bot.models import PAGE_SIZE, Answer, Ask, Item, Moment, Viewer
from bot.plain import to_text
from bot.safe import clean, cut
from bot.zones import same_clock

SHARE: Final = "share"  # action ids
PREVIOUS: Final = "page:previous"  # several, as ids must differ within a block
NEXT: Final = "page:next"
ZONE: Final = "page:zone"
CHOICE: Final = "choice:"  # and a number

# characters, so that a whole page stays under what Slack takes (see limits.MAX_TOGETHER)
_HEAD: Final = 2_800
_ITEM: Final = 1_200
_EXAMPLES: Final = 500
_FOOT: Final = 900
_ASKED: Final = 150
_CHOICES: Final = 5  # buttons


def render(answer: Answer, *, viewer: Viewer, ask: Ask, page: int = 0, private: bool) -> Message:
    """Page number *page* of *answer*; where *private*, only the asking person sees it and may share it."""
    laid = lay_out(answer, page=page)
    home = _home(_shown(answer, laid)) or answer.zone
    blocks = (
        *rich(laid.head, viewer, _HEAD),
        *_choices(answer, ask),
        *_items(answer, laid, viewer, ask),
        *_examples(laid.examples),
        *small_print((*laid.foot, *_asked(ask, private=private)), viewer, _FOOT),
        *_buttons(laid, ask, private=private, other=_other_zone(laid, ask, home)),
        *([feedback_row(Carried.of(ask))] if ask.surface == "mention" and not private else []),
    )
    return Message(text=fallback(to_text(answer, viewer, page=page)), blocks=blocks)


def _choices(answer: Answer, ask: Ask) -> Iterator[Block]:
    """What the question may have meant, each as a button that asks that instead."""
    named = [(cut(clean(choice.label).strip(), MAX_BUTTON_TEXT), choice.text) for choice in answer.choices]
    asked = [
        (label, ask.model_copy(update={"text": text, "context": (), "about": ""})) for label, text in named if label
    ]
    yield from row(
        [
            button(f"{CHOICE}{place}", label, Carried.of(meant).value())
            for place, (label, meant) in enumerate(asked[:_CHOICES])
        ]
    )


def _items(answer: Answer, laid: Page, viewer: Viewer, ask: Ask) -> Iterator[Block]:
    told = answer.kind == "about" and bool(ask.about)  # the whole text is there already
    for item, lines in zip(_shown(answer, laid), laid.items, strict=True):
        star = star_of(item, viewer, ask, laid.number)
        yield from rich(lines, viewer, _ITEM)
        if len(answer.items) > 1:
            yield from in_list(item, star)
        else:
            yield from for_record(item.ref, star, timed=item.window is not None, abstract=not told)


def _shown(answer: Answer, laid: Page) -> tuple[Item, ...]:
    first = laid.number * PAGE_SIZE
    return answer.items[first : first + PAGE_SIZE]


def _examples(examples: tuple[str, ...]) -> Iterator[Block]:
    """The inputs to try, each as code: that is how a phone lets one copy it."""
    if examples:
        tried = (element for example in examples for element in (words(" "), words(example, code=True)))
        yield rich_text(list(fit(merged((words("Try:"), *tried)), _EXAMPLES)))


def _asked(ask: Ask, *, private: bool) -> DrawnLines:
    """What was asked, for those who read a shared answer: Slack shows a command to nobody else."""
    shown = not private and ask.surface != "mention"
    return ((cut(clean(f"Asked with /{ask.surface} {ask.text}"), _ASKED),),) if shown else ()


def _buttons(page: Page, ask: Ask, *, private: bool, other: tuple[str, Ask] | None) -> Iterator[Block]:
    label, elsewhere = other or ("", ask)
    wanted = (
        (page.number > 0, PREVIOUS, "Previous page", page.number - 1, ask),
        (page.number + 1 < page.count, NEXT, "Next page", page.number + 1, ask),
        (private, SHARE, "Share in channel", page.number, ask),
        (other is not None, ZONE, label, 0, elsewhere),
    )
    yield from row(
        [button(action, said, Carried.of(of, page=at).value()) for show, action, said, at, of in wanted if show]
    )


def _home(shown: tuple[Item, ...]) -> str:
    """The zone of the page that the times shown are from."""
    return next((item.zone for item in shown if item.window and item.zone), "")


def _other_zone(page: Page, ask: Ask, home: str) -> tuple[str, Ask] | None:
    """The same question in the conference's zone, or back in the reader's own; None where that changes nothing."""
    if ask.own_zone:
        return "My time", ask.model_copy(update={"zone": ask.own_zone, "own_zone": ""})
    if not home or not _tells_clock(page) or same_clock(home, ask.zone, ask.now):
        return None
    return "Conference time", ask.model_copy(update={"zone": home, "own_zone": ask.zone})


def _tells_clock(page: Page) -> bool:
    lines = (*page.head, *(line for item in page.items for line in item))
    return any(isinstance(piece, Moment) and piece.show != "day" for line in lines for piece in line)
