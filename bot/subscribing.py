"""What a channel can subscribe to, and how people say so: "digest at 8:30 orals", "starting track security"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field

from bot.personal import Kind, Subscription
from bot.safe import clean, cut
from corpus.models import Value

USUAL: Final = 8 * 60 + 30  # minutes after midnight at which a digest comes
MAX_TOPIC: Final = 100  # characters
MOST: Final = 20  # subscriptions of a channel

# what each is, as a list says it
WHAT: Final[Mapping[Kind, str]] = {
    "digest": "the programme of the day, every morning",
    "starting": "what is about to start, ten minutes before",
    "changes": "what moves, changes its room, is new or cancelled",
}
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("digest", "digests", "daily", "programme", "program", "mornings"), "digest"),
    **dict.fromkeys(("starting", "starts", "start", "soon", "upcoming"), "starting"),
    **dict.fromkeys(("changes", "change", "updates", "alerts"), "changes"),
}
_CLOCK: Final = re.compile(
    r"\b(?:at\s+(?P<bare>\d{1,2}(?![\d:.]|\s*[ap]\.?m))"
    r"|(?:at\s+)?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m\b\.?"
    r"|(?:at\s+)?(?P<hour24>\d{1,2})[:.h](?P<minute24>\d{2})\b)",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(r"^(?:(?:to|for|of|on|about|the|with|all|everything|only)\b\s*)+", re.IGNORECASE)


class Wish(Value):
    """What was asked for: a *kind* (None where none was named), a *topic*, and the *minute* of a digest."""

    kind: Kind | None = None
    topic: str = ""
    minute: Annotated[int, Field(ge=0, lt=24 * 60)] | None = None


def read_wish(text: str) -> Wish | None:
    """What *text*, typed after "subscribe" or "unsubscribe", asks for; None where a time in it is none."""
    said = " ".join(clean(text).split())
    said = _SMALL.sub("", said)
    first, _, rest = said.partition(" ")
    kind = _KINDS.get(first.casefold().rstrip(".,:"))
    if kind is None:
        return Wish(topic=_topic(said))
    minute = None
    if kind == "digest" and (clock := _CLOCK.search(rest)):
        minute = _minute(clock)
        if minute is None:
            return None
        rest = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    return Wish(kind=kind, topic=_topic(rest), minute=minute)


def _topic(text: str) -> str:
    return cut(_SMALL.sub("", " ".join(text.split())).casefold(), MAX_TOPIC)


def _minute(clock: re.Match[str]) -> int | None:
    """Minutes after midnight; None where no clock shows that."""
    hour = int(clock["bare"] or clock["hour"] or clock["hour24"])
    minute = int(clock["minute"] or clock["minute24"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"].casefold() == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def described(subscription: Subscription) -> str:
    """*subscription* in a few words: "digest at 08:30: orals"."""
    at = f" at {clock(subscription.minute)}" if subscription.kind == "digest" else ""
    return f"{subscription.kind}{at}{f': {subscription.topic}' if subscription.topic else ''}"


def clock(minute: int | None) -> str:
    """*minute* after midnight on a 24-hour clock."""
    hours, minutes = divmod(USUAL if minute is None else minute, 60)
    return f"{hours:02}:{minutes:02}"


def chosen(wish: Wish, held: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
    """Those of *held* that *wish* names: by kind, topic, or all where it says neither."""
    return tuple(each for each in held if wish.kind in (None, each.kind) and wish.topic in ("", "all", each.topic))
