"""What to try first: inputs that this programme answers at this moment, one of them misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Surface

_LONG: Final = 8  # letters of a word in which one may miss
_TRIED: Final = 12  # things ahead that a slip and a question are tried on
_SHOWN: Final = 6

Ahead = Sequence[tuple[str, str]]  # references and titles


def tries(desk: Desk, now: datetime, ahead: Ahead) -> list[str]:
    """Up to six inputs, as they are typed: a word with a slip, a question, then what the help suggests.

    *ahead* is what is on or to come, which the first two are about where they find it.
    """
    held = [(ref, title) for ref, title in ahead[:_TRIED] if ref.startswith("paper:")]
    slips = (f"/paper {typed}" for ref, title in held if _finds(desk, now, "paper", typed := _slip(title), ref))
    asked = (
        f"@usher {text}" for ref, title in held if _finds(desk, now, "mention", text := f"who wrote {title}?", ref)
    )
    helped = _answer(desk, now, "mention", "help").examples
    said = (text if text.startswith("/") else f"@usher {text}" for text in helped)
    return [*islice(slips, 1), *islice(asked, 1), *said][:_SHOWN]


def _slip(title: str) -> str:
    """The longest word of *title* without its middle letter; nothing where no word is long."""
    word = max(title.split(), key=len)
    middle = len(word) // 2
    return (word[:middle] + word[middle + 1 :]).lower() if len(word) >= _LONG and word.isalpha() else ""


def _finds(desk: Desk, now: datetime, surface: Surface, text: str, ref: str) -> bool:
    """Whether *text* has an answer, about *ref* first."""
    said = _answer(desk, now, surface, text)
    return not said.abstained and [item.ref for item in said.items[:1]] == [ref]


def _answer(desk: Desk, now: datetime, surface: Surface, text: str) -> Answer:
    return reply(Ask(surface=surface, text=text, now=now, zone="UTC"), desk)
