"""An answer as a Slack message; the only module that knows Block Kit.

Nothing is written as mrkdwn. What people and programmes wrote goes into rich_text elements and plain_text
objects alone, which hold plain words: no title can mention a channel, format, or disguise a link. Moments
are ``date`` elements, so each reader sees them in their own zone. The fallback text is the one string that
Slack parses, and is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from bot.carried import Carried
from bot.layout import Drawn, DrawnLine, DrawnLines, Page, Title, Venue, lay_out
from bot.limits import MAX_EPOCH, MAX_FALLBACK
from bot.models import Anchor, Answer, Ask, Moment, Strong, Viewer
from bot.plain import moment_text, paragraph, to_text, venue_text
from bot.safe import clean, cut
from bot.zones import zone_of
from corpus.models import Value, Window

SHARE: Final = "share"  # action ids
PREVIOUS: Final = "page:previous"  # two, as ids must differ within a block
NEXT: Final = "page:next"

Show = Literal["day", "clock", "day and clock"]

# characters, so that a whole page stays under what Slack takes (see limits.MAX_TOGETHER)
_HEAD: Final = 3_000
_ITEM: Final = 1_200
_EXAMPLES: Final = 500
_FOOT: Final = 1_000
_ASKED: Final = 150

# "today" or "Tuesday, May 4th", with the year where it is another one; the clock as each reader set it
_FORMATS: Final[Mapping[Show, str]] = {
    "day": "{day_divider_pretty}",
    "clock": "{time}",
    "day and clock": "{day_divider_pretty}, {time}",
}
_ENTITY_CUT: Final = re.compile(r"&\w*$")

_SECOND: Final = timedelta(seconds=1)

Block = dict[str, Any]


class Message(Value):
    """What Slack is sent: the blocks, and the text for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]


def render(answer: Answer, *, viewer: Viewer, ask: Ask, page: int = 0, private: bool) -> Message:
    """Page number *page* of *answer*; where *private*, only the asking person sees it and may share it."""
    laid = lay_out(answer, page=page)
    blocks = (
        *_rich(laid.head, viewer, _HEAD),
        *(block for item in laid.items for block in _rich(item, viewer, _ITEM)),
        *_examples(laid.examples),
        *_small_print((*laid.foot, *_asked(ask, private=private)), viewer),
        *_buttons(laid, ask, private=private),
    )
    return Message(text=fallback(to_text(answer, viewer, page=page)), blocks=blocks)


def notice(text: str) -> Message:
    """One sentence of our own, without buttons."""
    return Message(text=fallback(text), blocks=(_rich_text([_text(text)]),))


def fallback(text: str) -> str:
    """*text* as Slack's parser shows it unchanged, cut to what Slack takes."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(escaped) <= MAX_FALLBACK:
        return escaped
    return _ENTITY_CUT.sub("", escaped[: MAX_FALLBACK - 1]) + "…"


def _rich(lines: DrawnLines, viewer: Viewer, budget: int) -> Iterator[Block]:
    """One rich_text block of *lines*, in at most *budget* characters; none where there is nothing to show."""
    elements = [element for line in lines for element in (*_elements(line, viewer), _text("\n"))][:-1]
    fitting = list(_fit(_merged(elements), budget))
    if fitting:
        yield _rich_text(fitting)


def _merged(elements: Iterable[Block]) -> list[Block]:
    """*elements* with neighbouring plain words in one, since Slack counts the containers too."""
    merged: list[Block] = []
    for element in elements:
        if merged and element.keys() == merged[-1].keys() == {"type", "text"}:
            merged[-1] = _text(merged[-1]["text"] + element["text"])
        else:
            merged.append(element)
    return merged


def _fit(elements: Iterable[Block], budget: int) -> Iterator[Block]:
    """The first of *elements*, as far as *budget* characters of text and addresses go; then "…"."""
    for element in elements:
        length = len(element.get("text", "")) + len(element.get("url", "")) + len(element.get("fallback", ""))
        if length > budget:
            if element["type"] == "date" or budget < 1:
                yield _text("…")
            else:
                yield _text(cut(element["text"], budget), **element.get("style", {}))
            return
        budget -= length
        yield element


def _elements(line: DrawnLine, viewer: Viewer) -> Iterator[Block]:
    for piece in line:
        yield from (element for element in _drawn(piece, viewer) if element.get("text") != "")


def _drawn(piece: Drawn, viewer: Viewer) -> Iterable[Block]:
    match piece:
        case Anchor(text=text, url=url):
            return ({"type": "link", "url": url, "text": text},)
        case Title(text=text, url=str(url)):
            return ({"type": "link", "url": url, "text": text, "style": {"bold": True}},)
        case Strong(text=text) | Title(text=text):
            return (_text(text, bold=True),)
        case Moment():
            return _dates(piece, viewer)
        case Venue():
            return (_text(venue_text(piece, viewer)),)
        case _:
            return (_text(piece),)


def _dates(moment: Moment, viewer: Viewer) -> Iterator[Block]:
    """The window as one date element or two; as words where it lies beyond what Slack's calendar holds."""
    start, end = moment.window.start, moment.window.end
    if start.timestamp() < 0 or end.timestamp() > MAX_EPOCH:
        yield _text(moment_text(moment, zone_of(viewer.zone), viewer.now))
        return
    last = max(start, end - _SECOND)  # an end at midnight belongs to the day before
    zone = zone_of(viewer.zone)
    one_day = start.astimezone(zone).date() == last.astimezone(zone).date()
    yield _date(start, moment.show, viewer)
    if moment.show == "day" and not one_day:
        yield from (_text(" – "), _date(last, "day", viewer))
    elif moment.show != "day" and start < end:
        yield from (_text("–"), _date(end, "clock" if one_day else moment.show, viewer))


def _date(instant: datetime, show: Show, viewer: Viewer) -> Block:
    moment = Moment(window=Window(start=instant, end=instant), show=show)
    return {
        "type": "date",
        "timestamp": int(instant.timestamp()),
        "format": _FORMATS[show],
        "fallback": moment_text(moment, zone_of(viewer.zone), viewer.now),
    }


def _examples(examples: tuple[str, ...]) -> Iterator[Block]:
    """The inputs to try, each as code: that is how a phone lets one copy it."""
    if examples:
        tried = (element for example in examples for element in (_text(" "), _text(example, code=True)))
        yield _rich_text(list(_fit(_merged((_text("Try:"), *tried)), _EXAMPLES)))


def _small_print(lines: DrawnLines, viewer: Viewer) -> Iterator[Block]:
    if lines:
        text = cut(paragraph(lines, viewer), _FOOT)
        yield {"type": "context", "elements": [_plain(text)]}


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
    buttons = [_button(action, label, Carried.of(ask, page=at)) for show, action, label, at in wanted if show]
    if buttons:
        yield {"type": "actions", "elements": buttons}


def _rich_text(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _text(text: str, **style: bool) -> Block:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _button(action: str, label: str, carried: Carried) -> Block:
    return {"type": "button", "action_id": action, "text": _plain(label), "value": carried.value()}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
