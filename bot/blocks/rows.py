"""The buttons of single records: under each that a list shows, and under the one that an answer is about.

A button's value is the record's reference; only a star in an answer that is drawn anew carries the question too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.blocks.elements import Block, button, row
from bot.blocks.stars import star_with
from bot.carried import Carried, carry
from bot.models import Ask, Item, Viewer

DETAILS: Final = "details"  # action ids
ABSTRACT: Final = "abstract"
RELATED: Final = "related"
CALENDAR: Final = "calendar"


def in_list(item: Item, star: Block) -> Iterator[Block]:
    """The row under *item*, one of several."""
    if item.ref:
        yield from row([star, button(DETAILS, "Details", carry(item.ref))])


def for_record(ref: str, star: Block, *, timed: bool, abstract: bool) -> Iterator[Block]:
    """The row under the one record that is shown; *timed* ones fit a calendar, and *abstract* offers their text."""
    value = carry(ref)
    wanted = (
        (abstract, ABSTRACT, "Abstract"),
        (True, RELATED, "More like this"),
        (timed, CALENDAR, "Add to calendar"),
    )
    if ref:
        yield from row([star, *(button(action, label, value) for show, action, label in wanted if show)])


def star_of(item: Item, viewer: Viewer, ask: Ask, page: int) -> Block:
    """The star of *item* in page *page* of the answer to *ask*.

    Where it is known what the reader starred, the button carries the question, for the answer to be drawn anew.
    """
    anew = viewer.starred is not None
    value = Carried.of(ask, page=page, record=item.ref).value() if anew else carry(item.ref)
    return star_with(value, starred=viewer.has(item.ref))
