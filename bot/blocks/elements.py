"""The pieces that messages and views are built of: rich text, small print and buttons.

Nothing is written as mrkdwn. What people and programmes wrote goes into rich_text elements and plain_text
objects alone, which hold plain words: no title can mention a channel, format, or disguise a link. Moments
are ``date`` elements, so each reader sees them in their own zone. The fallback text is the one string that
Slack parses, and is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from bot.layout import Drawn, DrawnLine, DrawnLines, Title, Venue
from bot.limits import MAX_EPOCH, MAX_FALLBACK
from bot.models import Anchor, Moment, Strong, Viewer
from bot.plain import moment_text, paragraph, venue_text
from bot.safe import cut
from bot.zones import zone_of
from corpus.models import Value, Window

Show = Literal["day", "clock", "day and clock"]

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


def notice(text: str) -> Message:
    """One sentence of our own, without buttons."""
    return Message(text=fallback(text), blocks=(rich_text([words(text)]),))


def fallback(text: str) -> str:
    """*text* as Slack's parser shows it unchanged, cut to what Slack takes."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(escaped) <= MAX_FALLBACK:
        return escaped
    return _ENTITY_CUT.sub("", escaped[: MAX_FALLBACK - 1]) + "…"


def rich(lines: DrawnLines, viewer: Viewer, budget: int) -> Iterator[Block]:
    """One rich_text block of *lines*, in at most *budget* characters; none where there is nothing to show."""
    elements = [element for line in lines for element in (*_elements(line, viewer), words("\n"))][:-1]
    fitting = list(fit(merged(elements), budget))
    if fitting:
        yield rich_text(fitting)


def merged(elements: Iterable[Block]) -> list[Block]:
    """*elements* with neighbouring plain words in one, since Slack counts the containers too."""
    joined: list[Block] = []
    for element in elements:
        if joined and element.keys() == joined[-1].keys() == {"type", "text"}:
            joined[-1] = words(joined[-1]["text"] + element["text"])
        else:
            joined.append(element)
    return joined


def fit(elements: Iterable[Block], budget: int) -> Iterator[Block]:
    """The first of *elements*, as far as *budget* characters of text and addresses go; then "…"."""
    for element in elements:
        length = len(element.get("text", "")) + len(element.get("url", "")) + len(element.get("fallback", ""))
        if length > budget:
            if element["type"] == "date" or budget < 1:
                yield words("…")
            else:
                yield words(cut(element["text"], budget), **element.get("style", {}))
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
            return (words(text, bold=True),)
        case Moment():
            return _dates(piece, viewer)
        case Venue():
            return (words(venue_text(piece, viewer)),)
        case _:
            return (words(piece),)


def _dates(moment: Moment, viewer: Viewer) -> Iterator[Block]:
    """The window as one date element or two; as words where those are wanted, or Slack's calendar ends before it."""
    start, end = moment.window.start, moment.window.end
    if viewer.written or start.timestamp() < 0 or end.timestamp() > MAX_EPOCH:
        yield words(moment_text(moment, zone_of(viewer.zone), viewer.now))
        return
    last = max(start, end - _SECOND)  # an end at midnight belongs to the day before
    zone = zone_of(viewer.zone)
    one_day = start.astimezone(zone).date() == last.astimezone(zone).date()
    yield _date(start, moment.show, viewer)
    if moment.show == "day" and not one_day:
        yield from (words(" – "), _date(last, "day", viewer))
    elif moment.show != "day" and start < end:
        yield from (words("–"), _date(end, "clock" if one_day else moment.show, viewer))


def _date(instant: datetime, show: Show, viewer: Viewer) -> Block:
    moment = Moment(window=Window(start=instant, end=instant), show=show)
    return {
        "type": "date",
        "timestamp": int(instant.timestamp()),
        "format": _FORMATS[show],
        "fallback": moment_text(moment, zone_of(viewer.zone), viewer.now),
    }


def small_print(lines: DrawnLines, viewer: Viewer, budget: int) -> Iterator[Block]:
    """*lines* as a line of small print, in at most *budget* characters; none where there are none."""
    if lines:
        yield {"type": "context", "elements": [plain(cut(paragraph(lines, viewer), budget))]}


def button(action: str, label: str, value: str) -> Block:
    """A button that says *label*, and brings *action* and *value* back when it is pressed."""
    return {"type": "button", "action_id": action, "text": plain(label), "value": value}


def row(buttons: Sequence[Block]) -> Iterator[Block]:
    """A row of *buttons*; none where there are none."""
    if buttons:
        yield {"type": "actions", "elements": list(buttons)}


def rich_text(elements: list[Block]) -> Block:
    """A block of rich text elements, one line after the other."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def words(text: str, **style: bool) -> Block:
    """Plain words as a rich text element; *style* is bold, code and the like."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def plain(text: str) -> Block:
    """Plain words where Block Kit takes a text object."""
    return {"type": "plain_text", "text": text, "emoji": False}
