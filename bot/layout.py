"""What a message says, in order: an Answer and a page number become lines, before any surface draws them.

The terminal and Slack draw the same Page, so both say the same. Everything in it is clean, and an Anchor in
it leads to a web address.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Final

from bot.models import PAGE_SIZE, Anchor, Answer, Item, Moment, Piece, Strong
from bot.safe import clean, is_web
from corpus.models import Link, Value, Window

NAMES_SHOWN: Final = 6  # authors of an item before "and 7 more"
LINKS_SHOWN: Final = 6
_SPARED: Final = 2  # so few more are shown rather than counted
_NOTHING: Final = (("There is nothing to show.",),)
_NO_TITLE: Final = "(untitled)"
_DOT: Final = " · "


class Venue(Value):
    """The start of *window* on the clock of the item's own page, drawn where the reader's clock differs."""

    window: Window
    zone: str


class Title(Value):
    """The title of an item: it stands out, and links where there is an address."""

    text: str
    url: str | None = None


Drawn = Piece | Title | Venue
DrawnLine = tuple[Drawn, ...]
DrawnLines = tuple[DrawnLine, ...]


class Page(Value):
    """One page of an answer: its opening lines, its items (a few lines each) and its small print.

    *choices* are the names of what the question may have meant, where the items do not show them;
    *number* counts from 0, of *count* pages.
    """

    head: DrawnLines
    items: tuple[DrawnLines, ...]
    examples: tuple[str, ...]
    choices: tuple[str, ...]
    foot: DrawnLines
    number: int
    count: int


def lay_out(answer: Answer, *, page: int = 0, page_size: int = PAGE_SIZE) -> Page:
    """Page number *page* of *answer*, or the nearest page there is."""
    count = max(1, -(-len(answer.items) // page_size))
    number = min(max(page, 0), count - 1)
    first = number * page_size
    shown = answer.items[first : first + page_size]
    shared = _shared_sources(shown)
    head = clean_lines(answer.lines)
    items = tuple(
        clean_lines(_item(item, rank=first + place if len(answer.items) > 1 else 0, own_sources=not shared))
        for place, item in enumerate(shown, start=1)
    )
    examples = tuple(filter(str.strip, map(clean, answer.examples)))
    titles = {item.title for item in shown}
    choices = tuple(clean(choice.label) for choice in answer.choices if choice.label not in titles)
    foot = clean_lines((_count(answer, first, len(shown)), provenance(shared), *answer.aside))
    said = bool(head or items or examples or foot)
    return Page(
        head=head if said else _NOTHING,
        items=items,
        examples=examples,
        choices=choices,
        foot=foot,
        number=number,
        count=count,
    )


def _item(item: Item, *, rank: int, own_sources: bool) -> Iterable[DrawnLine]:
    yield (
        f"{rank}. " if rank else "",
        Title(text=item.title, url=item.url),
        _DOT if item.status else "",
        Strong(text=item.status),
    )
    yield (some(item.authors, NAMES_SHOWN),)
    yield facts(item)
    yield linked(tuple(link for link in item.links if link.url is None or link.url != item.url))
    yield item.note
    if own_sources:
        yield provenance(item.sources)


def some(names: tuple[str, ...], most: int) -> str:
    """The first *most* of *names*, or a few more where that are all, and how many more there are."""
    if len(names) <= most + _SPARED:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def facts(item: Item) -> DrawnLine:
    """What *item* is, in which session, when and where, on one line."""
    return _joined(_facts(item))


def linked(links: tuple[Link, ...], most: int = LINKS_SHOWN) -> DrawnLine:
    """The first *most* of *links* on one line, by their labels."""
    return _joined(_links(links, most))


def _facts(item: Item) -> Iterable[DrawnLine]:
    yield (item.kind[:1].upper() + item.kind[1:] if item.kind != "q&a" else "Q&A",)
    yield (item.session or "",)
    if item.window is not None:
        yield (Moment(window=item.window), Venue(window=item.window, zone=item.zone) if item.zone else "")
    yield (item.room,)


def _links(links: tuple[Link, ...], most: int) -> Iterable[DrawnLine]:
    for link in links[:most]:
        if link.url is None:
            yield (f"{link.label} (the page gives no address)",)
        else:
            yield (Anchor(text=link.label, url=link.url),)
    if len(links) > most:
        yield (f"{len(links) - most} more",)


def _joined(parts: Iterable[DrawnLine]) -> DrawnLine:
    return tuple(chain.from_iterable((_DOT, *part) for part in parts if any(part)))[1:]


def _count(answer: Answer, first: int, shown: int) -> DrawnLine:
    total = max(answer.total or 0, len(answer.items))
    if shown in {0, total}:
        return ()
    span = f"{first + 1}" if shown == 1 else f"{first + 1}–{first + shown}"
    return (f"{span} of {total} shown",)


def _shared_sources(items: tuple[Item, ...]) -> tuple[str, ...]:
    """The sources of every item, where all have the same: they are named once then, not with each item."""
    sources = {item.sources for item in items}
    return sources.pop() if len(sources) == 1 else ()


def provenance(sources: tuple[str, ...]) -> DrawnLine:
    """Where it is from."""
    return (f"From {'; '.join(sources)}",) if sources else ()


def clean_lines(lines: Iterable[DrawnLine]) -> DrawnLines:
    """The *lines* that show something, cleaned."""
    cleaned = (tuple(map(_clean_piece, line)) for line in lines)
    return tuple(line for line in cleaned if any(_shows(piece) for piece in line))


def _clean_piece(piece: Drawn) -> Drawn:
    match piece:
        case str():
            return clean(piece)
        case Strong(text=text):
            return Strong(text=clean(text))
        case Title(text=text, url=url):
            return Title(text=clean(text).strip() or _NO_TITLE, url=url if url and is_web(url) else None)
        case Anchor(text=text, url=url):
            label = clean(text).strip() or clean(url)
            return Anchor(text=label, url=url) if is_web(url) else f"{label}: {clean(url)}"
        case _:
            return piece


def _shows(piece: Drawn) -> bool:
    match piece:
        case str():
            return bool(piece.strip())
        case Strong(text=text):
            return bool(text.strip())
        case _:
            return True
