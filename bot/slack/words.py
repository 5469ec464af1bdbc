"""The words of a Slack message, out of the markup that Slack puts around them."""

from __future__ import annotations

import re
from typing import Final

from bot.safe import clean

MAX_TEXT: Final = 12_000  # characters of a message that are looked at

# <@U1>, <@U1|label>, <#C1|name>, <!subteam^S1|@label>, <!date^1^{date}|fallback>, <https://x|label>
_ENTITY: Final = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def spoken(text: object, *, own: str | None = None) -> str:
    """What *text* says to a reader; without the mentions of *own*, the bot's own user id.

    A link, channel or person is its label; one without a label is its address, or nothing.
    """
    if not isinstance(text, str):
        return ""
    words = _ENTITY.sub(lambda entity: _label(entity, own), text[:MAX_TEXT])
    return clean(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).strip()


def _label(entity: re.Match[str], own: str | None) -> str:
    if entity["sign"] == "@" and entity["target"] == own:
        return " "
    return entity["label"] or (entity["target"] if not entity["sign"] else " ")
