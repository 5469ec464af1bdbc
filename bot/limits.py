"""Slack's limits on the blocks and views that Usher sends, and a check against them.

Slack refuses a whole message for one block that breaks a limit, and slack_sdk's models check only some.
Sources: docs.slack.dev/reference/block-kit and /surfaces; for the text of all blocks of a message together, which
no page states, github.com/slackapi/bolt-js/issues/2509 and 2867 (refused with msg_blocks_too_long from about 11,000).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.carried import MAX_VALUE

MAX_BLOCKS: Final = 50  # of a message
MAX_VIEW_BLOCKS: Final = 100  # of a modal or the App Home
MAX_VIEW: Final = 250_000  # bytes of JSON
MAX_VIEW_LABEL: Final = 24  # of a modal's title and buttons
MAX_METADATA: Final = 3_000
MAX_CONTEXT_ELEMENTS: Final = 10
MAX_ACTIONS: Final = 25
MAX_OPTIONS: Final = 100
MAX_OPTION: Final = 75  # characters of an option's text
MAX_OPTION_VALUE: Final = 150
MAX_ACTION_ID: Final = 255
MAX_BUTTON_TEXT: Final = 75
MAX_HEADER: Final = 150
_CONFIRM: Final = {"title": 100, "text": 300, "confirm": 30, "deny": 30}  # characters of a dialog that asks again
MAX_PLAIN_TEXT: Final = 3_000
MAX_TOGETHER: Final = 11_000
MAX_FALLBACK: Final = 4_000  # chat.update refuses more
MAX_EPOCH: Final = 4_102_444_800  # 2100: what lies beyond is no date of a programme

Node = Mapping[str, Any]
_Check = Callable[[Node], Iterator[str]]


def violations(blocks: Sequence[Node]) -> list[str]:
    """What Slack would refuse a message of *blocks* for, or would parse as markup; empty where they are sound."""
    nodes = [node for block in blocks for node in _nodes(block)]
    return [
        *([f"{len(blocks)} blocks"] if not 0 < len(blocks) <= MAX_BLOCKS else []),
        *(["too much text"] if sum(map(_length, nodes)) > MAX_TOGETHER else []),
        *_all_faults(blocks),
    ]


def view_violations(view: Node) -> list[str]:
    """What Slack would refuse *view*, a modal or an App Home, for; empty where it is sound."""
    blocks = view["blocks"]
    labels = [view[key]["text"] for key in ("title", "submit", "close") if key in view]
    return [
        *(["not a kind of view"] if view.get("type") not in {"home", "modal"} else []),
        *(["no title"] if view.get("type") == "modal" and "title" not in view else []),
        *([f"{len(blocks)} blocks"] if not 0 < len(blocks) <= MAX_VIEW_BLOCKS else []),
        *(f"{label!r} too long or empty" for label in labels if not 0 < len(label) <= MAX_VIEW_LABEL),
        *(["private_metadata too long"] if len(view.get("private_metadata", "")) > MAX_METADATA else []),
        *(["too large"] if len(json.dumps(view).encode()) > MAX_VIEW else []),
        *_all_faults(blocks),
    ]


def _all_faults(blocks: Sequence[Node]) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids):
        yield "a block_id twice"
    for block in blocks:
        for node in _nodes(block):
            for fault in _faults(node):
                yield f"{node.get('type')}: {fault}"


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for value in node.values():
        for child in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(child, Mapping) and "type" in child:
                yield from _nodes(child)


def _has_text(node: Node) -> bool:
    return isinstance(node.get("text"), str)


def _length(node: Node) -> int:
    return len(node["text"]) if _has_text(node) else 0


def _faults(node: Node) -> Iterator[str]:
    kind = str(node.get("type"))
    if kind not in _CHECKS:
        yield "not a kind that Usher sends"
    if _has_text(node) and not node["text"].strip() and kind != "text":
        yield "blank text"
    if not 0 < len(node.get("action_id", "-")) <= MAX_ACTION_ID:
        yield "action_id empty or too long"
    yield from _CHECKS.get(kind, _no_more)(node)


def _no_more(_: Node) -> Iterator[str]:
    """Nothing more to check."""
    yield from ()


def _text_faults(node: Node) -> Iterator[str]:
    if not 0 < len(node["text"]) <= MAX_PLAIN_TEXT:
        yield "text empty or too long"


def _link_faults(node: Node) -> Iterator[str]:
    yield from _text_faults(node)
    if not _is_web(node["url"]):
        yield "not a web address"


def _date_faults(node: Node) -> Iterator[str]:
    if not (isinstance(node["timestamp"], int) and node["format"] and node["fallback"]):
        yield "not a date"


def _header_faults(node: Node) -> Iterator[str]:
    if len(node["text"]["text"]) > MAX_HEADER:
        yield "too long"


def _section_faults(node: Node) -> Iterator[str]:
    if node["text"].get("type") != "plain_text":
        yield "not plain text"


def _up_to(most: int | None) -> _Check:
    """A check of a kind that holds at most *most* elements."""

    def check(node: Node) -> Iterator[str]:
        elements = node["elements"]
        if not 0 < len(elements) <= (most or len(elements)):
            yield f"{len(elements)} elements"
        ids = [element["action_id"] for element in elements if "action_id" in element]
        if len(set(ids)) != len(ids):
            yield "an action_id twice"

    return check


def _of_options(most: int) -> _Check:
    """A check of a kind that offers at most *most* options."""

    def check(node: Node) -> Iterator[str]:
        options = node["options"]
        if not 0 < len(options) <= most:
            yield f"{len(options)} options"
        if any(not 0 < len(option["text"]["text"]) <= MAX_OPTION for option in options):
            yield "an option's text empty or too long"
        if any(not 0 < len(option["value"]) <= MAX_OPTION_VALUE for option in options):
            yield "an option's value empty or too long"

    return check


def _external_faults(node: Node) -> Iterator[str]:
    initial = node.get("initial_option")
    if initial and not (
        0 < len(initial["text"]["text"]) <= MAX_OPTION and 0 < len(initial["value"]) <= MAX_OPTION_VALUE
    ):
        yield "an option's text or value empty or too long"


def _button_faults(button: Node) -> Iterator[str]:
    if len(button["text"]["text"]) > MAX_BUTTON_TEXT:
        yield "label too long"
    if not _is_web(button.get("url", "http://")):
        yield "not a web address"
    for part, most in _CONFIRM.items() if "confirm" in button else ():
        if not 0 < len(button["confirm"][part]["text"]) <= most:
            yield f"{part} of its dialog empty or too long"
    if len(button.get("value", "").encode("utf-16-le")) > 2 * MAX_VALUE:
        yield "value too long"


def _feedback_faults(node: Node) -> Iterator[str]:
    yield from _button_faults(node["positive_button"])
    yield from _button_faults(node["negative_button"])


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


_CHECKS: Final[Mapping[str, _Check]] = {
    "actions": _up_to(MAX_ACTIONS),
    "button": _button_faults,
    "checkboxes": _of_options(10),
    "context": _up_to(MAX_CONTEXT_ELEMENTS),
    "context_actions": _up_to(5),
    "date": _date_faults,
    "divider": _no_more,
    "external_select": _external_faults,
    "feedback_buttons": _feedback_faults,
    "header": _header_faults,
    "input": _no_more,
    "link": _link_faults,
    "plain_text": _text_faults,
    "plain_text_input": _no_more,
    "radio_buttons": _of_options(10),
    "rich_text": _up_to(None),
    "rich_text_section": _up_to(None),
    "section": _section_faults,
    "static_select": _of_options(MAX_OPTIONS),
    "text": _text_faults,
}
