"""What may stand beside words that are about time in one text and about something else in the next.

A bare number is a clock time only in the right company: "at 11 on Tuesday", not "at 11 layers"; "now" is now
in "who speaks now", not in "a closer look now".
"""

from __future__ import annotations

from typing import Final

from bot.when.rules import Guard, Item
from bot.when.words import GLUE, KINDS, PLAIN, PLURALS, word_set

_STOPS: Final = frozenset(".?!,;:()[]\"'")
_TIMELY: Final = word_set("""
    CLOCK BARE DAY DATE LOOSE WEEKDAY WEAKDAY WEEKEND MONTH PART MOMENT AMPM ZONE DURATION DAYS
""")
# What may stand before a number that is a clock time; no nouns that programmes number ("session 10").
_LEADS: Final = (GLUE - word_set("the of a an with around about")) | word_set("""
    what's whats anything everything happening schedule talks orals spotlights keynotes before after between since
    @ & ~ -
""")
_PERSONS: Final = word_set("i you we me us")
_OF_A_DAY: Final = word_set("""
    schedule programme program agenda first last next final remaining upcoming
""")
_AFTER_THE_VERB_MAY: Final = word_set("""
    be i we you they he she it not have has also help need the require contain in
""")


def _text(item: Item | None) -> str | None:
    return None if item is None else item.text


def edge(item: Item | None) -> bool:
    """Whether the text begins or ends there."""
    return item is None


def timely(item: Item | None) -> bool:
    """Whether the neighbour is about time."""
    return item is not None and not _TIMELY.isdisjoint(item.kinds)


def clocklike(item: Item | None) -> bool:
    """Whether the neighbour is a time of the day."""
    return item is not None and not {"CLOCK", "BARE", "PART"}.isdisjoint(item.kinds)


def open_(item: Item | None) -> bool:
    """Whether the neighbour is of time, of asking, or punctuation: no word of a topic."""
    return item is None or item.text in _STOPS or item.text in PLAIN or item.text == "-" or timely(item)


def uncounted(item: Item | None) -> bool:
    """The same of what follows a number that "talks" or "of" would make a count."""
    return open_(item) and _text(item) not in PLURALS | {"of"}


def unmeasured(item: Item | None) -> bool:
    """The same of what follows a number beside a day, which may be followed by what is on: "tue 11 orals"."""
    return open_(item) and _text(item) != "of"


def unnamed(item: Item | None) -> bool:
    """The same of what follows a day that "talk" would make a rank: "the 4th talk"."""
    return open_(item) and _text(item) not in KINDS | PLURALS


def active(item: Item | None) -> bool:
    """The same of what follows "now": not "now you see me"."""
    return open_(item) and _text(item) not in _PERSONS


def leading(item: Item | None) -> bool:
    """Whether what stands before a number leaves it a clock time: not "session 10"."""
    return item is None or item.text in _STOPS or item.text in _LEADS or timely(item)


def kind_follows(item: Item | None) -> bool:
    """Whether what follows is a kind of event: "next talk"."""
    return _text(item) in KINDS | PLURALS


def kind_or_stop(item: Item | None) -> bool:
    """Whether what follows is a kind of event, or nothing: "next" and "next talk", not "next token"."""
    return item is None or item.text in _STOPS or kind_follows(item)


def possessed(item: Item | None) -> bool:
    """Whether what follows is a day's own: "tomorrow's talks", not "tomorrow's world"."""
    return kind_or_stop(item) or timely(item) or _text(item) in _OF_A_DAY


def dateless(item: Item | None) -> bool:
    """Whether what follows is no date."""
    return item is None or "DATE" not in item.kinds


def timely_follows(item: Item | None) -> bool:
    """Whether what follows is of a programme's time, and cannot be a year: "sun 11", not "sun 2020"."""
    return item is not None and "YEAR" not in item.kinds and (timely(item) or item.text in KINDS)


def month_before(item: Item | None) -> bool:
    """Whether "may" before it is the month, not the verb."""
    return timely(item) or _text(item) not in _AFTER_THE_VERB_MAY


def one_of(*words: str) -> Guard:
    """Whether the neighbour is one of *words*."""
    return lambda item: _text(item) in words


def other_than(*words: str) -> Guard:
    """Whether the neighbour is none of *words*."""
    return lambda item: _text(item) not in words


def both(first: Guard, second: Guard) -> Guard:
    """Whether two conditions hold."""
    return lambda item: first(item) and second(item)
