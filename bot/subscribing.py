"""What somebody types behind ``/usher subscribe``: a kind of telling, the hour of a digest, and its topic."""

from __future__ import annotations

import re
from typing import Final, Literal

from corpus.models import Value

DEFAULT_MINUTE: Final = 8 * 60
MAX_TOPIC: Final = 100  # characters

Kind = Literal["digest", "starting", "changes"]
# what people call each kind, in their first word
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("digest", "digests", "daily", "programme", "program", "schedule", "summary"), "digest"),
    **dict.fromkeys(("starting", "start", "starts", "reminders", "upcoming", "soon"), "starting"),
    **dict.fromkeys(("changes", "change", "alerts", "updates", "moves"), "changes"),
}
_HOUR: Final = re.compile(
    r"\b(?:at\s+)?(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>am|pm)?\b(?:\s*o'?clock)?",
    re.IGNORECASE,
)
_FILLERS: Final = re.compile(
    r"^(?:(?:to|the|of|on|about|for|at|in|a|daily|digest|only|every|day|morning)\b\s*)+", re.IGNORECASE
)


class Wish(Value):
    """What is asked for: a *kind*, its *topic* ("" for all), and of a digest the *minute* of the day."""

    kind: Kind
    topic: str = ""
    minute: int | None = None


def read_wish(text: str) -> Wish | None:
    """The wish that *text* names; None where it names none."""
    first, _, rest = " ".join(text.split()).partition(" ")
    kind = _KINDS.get(first.casefold().strip(".,!:"))
    if kind is None:
        return None
    minute = None
    if kind == "digest":
        minute, rest = _hour(rest)
    return Wish(kind=kind, topic=_FILLERS.sub("", rest.strip())[:MAX_TOPIC].strip(), minute=minute)


def _hour(text: str) -> tuple[int, str]:
    """The minute of the day that *text* names, else the usual one; and what else it says."""
    found = next((each for each in _HOUR.finditer(text) if _is_hour(each)), None)
    if found is None:
        return DEFAULT_MINUTE, text
    hour, half = int(found["hour"]), (found["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + int(found["minute"] or 0), f"{text[: found.start()]} {text[found.end() :]}"


def _is_hour(found: re.Match[str]) -> bool:
    """Whether a number is meant as a clock time, and not as part of a topic ("wav2vec 2")."""
    return bool(found["minute"] or found["half"] or found[0].casefold().startswith("at"))
