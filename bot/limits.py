"""Slack's limits on the blocks that Usher sends, and a check of a message against them.

Slack refuses a whole message for one block that breaks a limit, and slack_sdk's models check only some.
Sources: docs.slack.dev/reference/block-kit; for the text of all blocks together, which no page states,
github.com/slackapi/bolt-js/issues/2509 and 2867 (refused with msg_blocks_too_long from about 11,000).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.carried import MAX_VALUE

MAX_BLOCKS: Final = 50
MAX_CONTEXT_ELEMENTS: Final = 10
MAX_ACTIONS: Final = 25
MAX_ACTION_ID: Final = 255
MAX_BUTTON_TEXT: Final = 75
MAX_PLAIN_TEXT: Final = 3_000
MAX_TOGETHER: Final = 11_000
MAX_FALLBACK: Final = 4_000  # chat.update refuses more
MAX_EPOCH: Final = 4_102_444_800  # 2100: what lies beyond is no date of a programme

_ELEMENTS: Final = {"context": MAX_CONTEXT_ELEMENTS, "actions": MAX_ACTIONS}
_KINDS: Final = {
    "rich_text",
    "rich_text_section",
    "text",
    "link",
    "date",
    "context",
    "actions",
    "button",
    "plain_text",
}

Node = Mapping[str, Any]


def violations(blocks: Sequence[Node]) -> list[str]:
    """What Slack would refuse *blocks* for, or would parse as markup; empty where they are sound."""
    nodes = [node for block in blocks for node in _nodes(block)]
    return [
        *([f"{len(blocks)} blocks"] if not 0 < len(blocks) <= MAX_BLOCKS else []),
        *(["too much text"] if sum(map(_length, nodes)) > MAX_TOGETHER else []),
        *(f"{node.get('type')}: {fault}" for node in nodes for fault in _faults(node)),
    ]


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
    kind = node.get("type")
    if kind not in _KINDS:
        yield "not a kind that Usher sends"
    if _has_text(node) and not node["text"].strip() and kind != "text":
        yield "blank text"
    if kind in {"text", "link", "plain_text"} and not 0 < len(node["text"]) <= MAX_PLAIN_TEXT:
        yield "text empty or too long"
    if kind in {"rich_text", "rich_text_section", "context", "actions"}:
        elements = node["elements"]
        if not 0 < len(elements) <= _ELEMENTS.get(kind, len(elements)):
            yield f"{len(elements)} elements"
        ids = [element["action_id"] for element in elements if "action_id" in element]
        if len(set(ids)) != len(ids):
            yield "an action_id twice"
    if kind == "link" and not node["url"].lower().startswith(("http://", "https://")):
        yield "not a web address"
    if kind == "date" and not (isinstance(node["timestamp"], int) and node["format"] and node["fallback"]):
        yield "not a date"
    if kind == "button":
        yield from _button_faults(node)


def _button_faults(button: Node) -> Iterator[str]:
    if len(button["text"]["text"]) > MAX_BUTTON_TEXT:
        yield "label too long"
    if not 0 < len(button["action_id"]) <= MAX_ACTION_ID:
        yield "action_id empty or too long"
    if len(button["value"].encode("utf-16-le")) > 2 * MAX_VALUE:
        yield "value too long"
