"""The App Home, "my schedule" and the opening of ``/usher``: the same rows, in a view or in a message.

A row is its title, then when and where, then what it clashes with, and its buttons; two blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final, Self

from pydantic import Field, ValidationError

from bot.blocks.elements import (
    Block,
    Message,
    button,
    fallback,
    fit,
    merged,
    plain,
    rich,
    rich_text,
    small_print,
    words,
)
from bot.blocks.elements import row as row_of
from bot.blocks.rows import DETAILS
from bot.blocks.stars import star_button
from bot.carried import carry
from bot.health import Fault, Health
from bot.home import Home, Row, Schedule, Section
from bot.layout import DrawnLine, DrawnLines, Title, Venue
from bot.limits import MAX_HEADER
from bot.models import Line, Moment, Strong, Viewer
from bot.plain import examples_text, paragraph
from bot.safe import clean, cut, is_web
from corpus.models import Value, Window

SETTINGS: Final = "settings"  # action ids
SCHEDULE_UNSTAR: Final = "schedule:unstar"
SCHEDULE_PREVIOUS: Final = "schedule:previous"
SCHEDULE_NEXT: Final = "schedule:next"

HOME_ROWS: Final = (
    20  # starred things that a Home shows: with two blocks each it stays under the hundred that it may have
)

_MINE: Final = "My schedule"
_HOW: Final = "Write to me under Messages, mention me in a channel, or type:"

# characters; a page of a message holds 8 rows and stays under what Slack takes (see limits.MAX_TOGETHER)
_TITLE: Final = 250
_PLACE: Final = 120
_ROW: Final = 900
_LINES: Final = 500
_TRIED: Final = 60  # a line or so of a phone
_WHY: Final = 200
_ALL: Final = 3_000
_FAULTS: Final = 5  # sources that could not be read, named
_CLASHES: Final = 2  # titles named

_Buttons = Callable[[Row], Iterable[Block]]


class Turn(Value):
    """What a button of "my schedule" carries: the page to show, and the record to unstar before."""

    page: int = Field(0, ge=0)
    ref: str = ""

    @classmethod
    def read(cls, value: object) -> Self | None:
        """What a button's value says; None where it is not one of ours."""
        try:
            return cls.model_validate_json(value) if isinstance(value, str) else None
        except ValidationError:
            return None

    def value(self) -> str:
        """The button's value, compact JSON."""
        return self.model_dump_json(exclude_defaults=True)


def home_view(home: Home, viewer: Viewer, *, chosen: str, said: str = "", health: Health | None = None) -> Block:
    """The App Home; *chosen* sums up the settings, *said* is on what was just pressed, *health* is for organisers."""
    blocks = (
        _header(home.title),
        *rich(((said,),) if said else (), viewer, _LINES),
        *rich(home.lines, viewer, _LINES),
        *_programme(home, viewer, _star),
        {"type": "divider"},
        _header(_MINE),
        *rich((home.said,) if home.said else (), viewer, _LINES),
        *_by_day(home.mine, viewer, _star),
        *small_print((home.rest,) if home.rest else (), viewer, _LINES),
        {"type": "divider"},
        _header("Ask me"),
        *_examples(home.examples),
        *small_print(((chosen,),), viewer, _LINES),
        *row_of([button(SETTINGS, "Settings", SETTINGS)]),
        *(_health(health, viewer) if health else ()),
    )
    return {"type": "home", "blocks": list(blocks)}


def opening(home: Home, viewer: Viewer, *, hint: Line = ()) -> Message:
    """What ``/usher`` alone answers: now and next, what is starred today, and what to try."""
    mine: DrawnLines = ((_MINE,), *((home.said,) if home.said else ()), *((home.rest,) if home.rest else ()))
    blocks = (
        _header(home.title),
        *rich(home.lines, viewer, _LINES),
        *_programme(home, viewer, _no_buttons),
        _header(_MINE),
        *_by_day(home.mine, viewer, _no_buttons),
        *rich(mine[1:], viewer, _LINES),
        _header("Ask me"),
        *_examples(home.examples),
        *small_print((hint,) if hint else (), viewer, _LINES),
        *row_of([button(SETTINGS, "Settings", SETTINGS)]),
    )
    parts = (
        ((clean(home.title),), *home.lines),
        *_parts(home.programme),
        mine,
        *_parts(home.mine),
        ((examples_text(home.examples),), hint),
    )
    return Message(text=_text(parts, viewer), blocks=blocks)


def schedule(shown: Schedule, viewer: Viewer) -> Message:
    """One page of "my schedule"."""
    said: DrawnLines = (shown.said,) if shown.said else ()
    foot: DrawnLines = (shown.span,) if shown.span else ()
    turns = (
        (shown.page > 0, SCHEDULE_PREVIOUS, "Previous page", shown.page - 1),
        (shown.page + 1 < shown.count, SCHEDULE_NEXT, "Next page", shown.page + 1),
    )
    buttons = [button(action, label, Turn(page=page).value()) for show, action, label, page in turns if show]

    def unstar(row: Row) -> Iterator[Block]:
        if _carried(row):
            yield button(SCHEDULE_UNSTAR, "★ Unstar", Turn(page=shown.page, ref=row.ref).value())
            yield from _details(row)

    blocks = (
        _header(_MINE),
        *rich(said, viewer, _LINES),
        *_by_day(shown.sections, viewer, unstar),
        *small_print(foot, viewer, _LINES),
        *row_of(buttons),
    )
    return Message(text=_text((((_MINE,), *said), *_parts(shown.sections), foot), viewer), blocks=blocks)


def _header(text: str) -> Block:
    return {"type": "header", "text": plain(cut(clean(text).strip() or "Usher", MAX_HEADER))}


def _programme(home: Home, viewer: Viewer, buttons_of: _Buttons) -> Iterator[Block]:
    for section in home.programme:
        yield _header(paragraph((section.heading,), viewer))
        yield from _rows(section, viewer, buttons_of)


def _by_day(sections: Iterable[Section], viewer: Viewer, buttons_of: _Buttons) -> Iterator[Block]:
    """The rows of each day below its name in small print: the titles are what stands out."""
    for section in sections:
        yield from small_print((section.heading,), viewer, _LINES)
        yield from _rows(section, viewer, buttons_of)


def _rows(section: Section, viewer: Viewer, buttons_of: _Buttons) -> Iterator[Block]:
    for row in section.rows:
        yield from rich(_lines(row), viewer, _ROW)
        yield from row_of(list(buttons_of(row)))
    yield from small_print((section.rest,) if section.rest else (), viewer, _LINES)


def _lines(row: Row) -> DrawnLines:
    url = row.url if row.url and is_web(row.url) else None
    title = cut(clean(row.title).strip() or "(untitled)", _TITLE)
    venue = (Venue(window=row.when.window, zone=row.zone),) if row.when and row.zone else ()
    when: DrawnLine = (row.when, *venue) if row.when else ()
    place = cut(clean(" · ".join(row.place)), _PLACE)
    clash = f"Clashes with {_quoted(row.clashes)}" if row.clashes else ""
    second: DrawnLine = (*when, " · " if when and place else "", place)
    return tuple(line for line in ((Title(text=title, url=url),), second, (clash,)) if any(line))


def _quoted(titles: tuple[str, ...]) -> str:
    named = [f"“{cut(clean(title), _PLACE)}”" for title in titles[:_CLASHES]]
    more = [f"{len(titles) - _CLASHES} more"] if len(titles) > _CLASHES else []
    return " and ".join((*named, *more))


def _star(row: Row) -> Iterator[Block]:
    if _carried(row):
        yield from () if row.starred is None else (star_button(row.ref, starred=row.starred),)
        yield from _details(row)


def _no_buttons(_: Row) -> tuple[Block, ...]:
    """No buttons: what is read here is changed elsewhere."""
    return ()


def _details(row: Row) -> Iterator[Block]:
    if row.held:
        yield button(DETAILS, "Details", row.ref)


def _carried(row: Row) -> bool:
    """Whether a button can say which record *row* is."""
    return bool(row.ref) and carry(row.ref) == row.ref


def _examples(examples: tuple[str, ...]) -> Iterator[Block]:
    """The inputs to try, one below the other, each as code: that is how a phone lets one copy it."""
    short = (each for each in map(clean, examples) if each.strip() and len(each) <= _TRIED)
    tried = [element for each in short for element in (words("\n"), words(each, code=True))]
    yield rich_text(list(fit(merged((words(_HOW), *tried)), _LINES)))


def _health(health: Health, viewer: Viewer) -> Iterator[Block]:
    """How the corpus is: for organisers, who see what attendees do not."""
    counts = ", ".join(f"{count:,} {noun}s" for noun, count in health.counts if count) or "nothing"
    more = len(health.faults) - _FAULTS
    lines: DrawnLines = (
        (f"It holds {counts}.", f" Version {clean(health.version)}." if health.version else ""),
        *((("Last changed ", _at(health.changed)),) if health.changed else ()),
        *((("All sources looked at since ", _at(health.checked)),) if health.checked else ()),
        *map(_fault, health.faults[:_FAULTS]),
        *(((f"And {more} more: usher doctor lists them.",),) if more > 0 else ()),
    )
    yield {"type": "divider"}
    yield _header("The programme's health")
    yield from rich(lines, viewer, _ALL)
    yield from small_print((("Organisers alone see this.",),), viewer, _LINES)


def _fault(fault: Fault) -> DrawnLine:
    said: DrawnLine = ("Not read: ", Strong(text=cut(clean(fault.source), _PLACE)), f". {cut(clean(fault.why), _WHY)}")
    return (*said, " Its contents of ", _at(fault.since), " are kept.") if fault.since else said


def _at(instant: datetime) -> Moment:
    return Moment(window=Window(start=instant, end=instant))


def _parts(sections: Iterable[Section]) -> Iterator[DrawnLines]:
    for section in sections:
        yield (section.heading,)
        yield from map(_lines, section.rows)
        yield (section.rest,) if section.rest else ()


def _text(parts: Iterable[DrawnLines], viewer: Viewer) -> str:
    return fallback("\n\n".join(filter(None, (paragraph(lines, viewer) for lines in parts))))
