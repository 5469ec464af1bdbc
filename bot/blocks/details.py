"""One record on a page of its own: a modal, or a message where no modal can be opened; and records like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.blocks.elements import Block, Message, button, fallback, plain, rich, row, small_print
from bot.blocks.rows import DETAILS, for_record, in_list
from bot.blocks.stars import star_button
from bot.carried import carry
from bot.details import Details
from bot.layout import DrawnLines, clean_lines, lay_out
from bot.models import PAGE_SIZE, Answer, Item, Line, Viewer
from bot.plain import paragraph

OF_RECORD: Final = "details"  # callback ids
RELATED_TO: Final = "related"

# characters; of a message they stay together under limits.MAX_TOGETHER
_HEAD: Final = 3_000
_TEXT: Final = 2_900
_LINKS: Final = 2_000
_FOOT: Final = 900
_NOTE: Final = 2_000

View = dict[str, Any]


def details_view(shown: Details, viewer: Viewer, said: tuple[Line, ...] = ()) -> View:
    """The modal of one record, below what is *said* of what was just done there."""
    before = rich(clean_lines(said), viewer, _NOTE)
    return {**_modal("Details", *before, *_page(shown, viewer)), **_about(OF_RECORD, shown.ref)}


def details_message(shown: Details, viewer: Viewer) -> Message:
    """The same as a message."""
    lines = (*shown.head, *shown.text, *shown.links, *shown.sources)
    return Message(text=fallback(paragraph(lines, viewer)), blocks=tuple(_page(shown, viewer)))


def related_view(ref: str, answer: Answer, viewer: Viewer, said: tuple[Line, ...] = ()) -> View:
    """The modal of *answer*, the records like the one that *ref* names, to which it leads back."""
    laid = lay_out(answer)
    modal = _modal(
        "More like this",
        *rich(clean_lines(said), viewer, _NOTE),
        *rich(laid.head, viewer, _HEAD),
        *(
            block
            for item, lines in zip(answer.items[:PAGE_SIZE], laid.items, strict=True)
            for block in _listed(item, lines, viewer)
        ),
        *row([button(DETAILS, "Back", carry(ref))]),
    )
    return {**modal, **_about(RELATED_TO, ref)}


def said_view(said: Answer, viewer: Viewer) -> View:
    """A modal that only says *said*."""
    return _modal("Usher", *rich(clean_lines(said.lines), viewer, _NOTE))


def _listed(item: Item, lines: DrawnLines, viewer: Viewer) -> Iterator[Block]:
    yield from rich(lines, viewer, _HEAD)
    yield from in_list(item, star_button(item.ref, starred=viewer.has(item.ref)))


def _page(shown: Details, viewer: Viewer) -> Iterator[Block]:
    star = star_button(shown.ref, starred=viewer.has(shown.ref))
    yield from rich(shown.head, viewer, _HEAD)
    if shown.held:
        yield from for_record(shown.ref, star, timed=shown.timed, abstract=False)
    elif viewer.has(shown.ref):
        yield from row([star])
    yield from rich(shown.text, viewer, _TEXT)
    yield from rich(shown.links, viewer, _LINKS)
    yield from small_print(shown.sources, viewer, _FOOT)


def _modal(title: str, *blocks: Block) -> View:
    return {"type": "modal", "title": plain(title), "close": plain("Close"), "blocks": list(blocks)}


def _about(kind: str, ref: str) -> View:
    """What Slack sends back with a press in the modal: its kind, and the record that it is about."""
    return {"callback_id": kind, "private_metadata": carry(ref)}
