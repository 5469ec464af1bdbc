"""An answer as plain text, for terminals, notifications and screen readers; and how a moment is written."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.layout import Drawn, DrawnLine, DrawnLines, Title, Venue, lay_out
from bot.models import PAGE_SIZE, Anchor, Answer, Moment, Strong, Viewer
from bot.zones import zone_of

_SPACES: Final = re.compile(" +")
_INSTANT: Final = timedelta(microseconds=1)


def to_text(answer: Answer, viewer: Viewer, *, page: int = 0, page_size: int = PAGE_SIZE) -> str:
    """Everything that a person would read in the message that shows page *page* of *answer*."""
    laid = lay_out(answer, page=page, page_size=page_size)
    paragraphs = (
        paragraph(laid.head, viewer),
        *(paragraph((*item, *_addresses(item)), viewer, indent="   ") for item in laid.items),
        choices_text(laid.choices),
        examples_text(laid.examples),
        paragraph(laid.foot, viewer),
    )
    return "\n\n".join(filter(None, paragraphs))


def paragraph(lines: DrawnLines, viewer: Viewer, *, indent: str = "") -> str:
    """*lines* as text, each but the first behind *indent*."""
    return f"\n{indent}".join(line_text(line, viewer) for line in lines)


def _addresses(item: DrawnLines) -> DrawnLines:
    """Where the item's title leads, on a line of its own: within the title it would hide it."""
    return tuple((piece.url,) for line in item for piece in line if isinstance(piece, Title) and piece.url)


def line_text(line: DrawnLine, viewer: Viewer) -> str:
    """One line as text."""
    return _SPACES.sub(" ", "".join(_piece_text(piece, viewer) for piece in line)).strip()


def examples_text(examples: tuple[str, ...]) -> str:
    """The inputs to try, on one line; nothing where there are none."""
    return f"Try: {' · '.join(examples)}" if examples else ""


def choices_text(choices: tuple[str, ...]) -> str:
    """What the question may have meant, numbered, on one line; nothing where there are none."""
    numbered = (f"{place}. {choice}" for place, choice in enumerate(choices, start=1))
    return f"Did you mean: {' · '.join(numbered)}?" if choices else ""


def _piece_text(piece: Drawn, viewer: Viewer) -> str:
    match piece:
        case Moment():
            return moment_text(piece, zone_of(viewer.zone), viewer.now)
        case Venue():
            return venue_text(piece, viewer)
        case Anchor(text=text, url=url):
            return url if text == url else f"{text}: {url}"
        case Strong(text=text) | Title(text=text):
            return text
        case _:
            return piece


def moment_text(moment: Moment, zone: tzinfo, now: datetime) -> str:
    """*moment* in *zone*, on a 24-hour clock: "Tue 4 May, 11:00–11:15 PDT".

    The year is written where it is not that of *now*. A window that ends at midnight ends at 24:00.
    """
    start, end = _local(moment.window.start, zone), _local(moment.window.end, zone)
    last = end - _INSTANT if end > start else end
    year = _local(now, zone).year
    if moment.show == "day":
        return _range(_day(start, year), _day(last, year), " – ")
    closing = "24:00" if last.date() < end.date() else f"{end:%H:%M}"
    if moment.show == "clock" or start.date() == last.date():
        clock = _clock(start, f"{start:%H:%M}", closing, end)
        return clock if moment.show == "clock" else f"{_day(start, year)}, {clock}"
    return f"{_day(start, year)}, {start:%H:%M} – {_day(last, year)}, {closing} {_zone_name(end)}"


def venue_text(venue: Venue, viewer: Viewer) -> str:
    """The start by the venue's clock, " (11:00 PDT)", where that is not the reader's; else nothing."""
    there = _local(venue.window.start, zone_of(venue.zone))
    here = _local(venue.window.start, zone_of(viewer.zone))
    if there.utcoffset() == here.utcoffset():
        return ""
    day = "" if there.date() == here.date() else f"{there:%a} "
    return f" ({day}{there:%H:%M} {_zone_name(there)})"


def _local(instant: datetime, zone: tzinfo) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:  # within a day of year 1 or 9999
        return instant


def _day(local: datetime, year: int) -> str:
    return f"{local:%a} {local.day} {local:%b}" + (f" {local.year}" if local.year != year else "")


def _clock(start: datetime, opening: str, closing: str, end: datetime) -> str:
    first, last = _zone_name(start), _zone_name(end)
    if first == last:
        return f"{_range(opening, closing, '–')} {last}"
    return f"{opening} {first}–{closing} {last}"  # the clocks change in between


def _range(first: str, last: str, dash: str) -> str:
    return first if first == last else f"{first}{dash}{last}"


def _zone_name(local: datetime) -> str:
    """The zone's abbreviation; "UTC+03:00" where it has none but digits."""
    name = local.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{local.isoformat()[-6:]}"
