"""What may stand beside words that are about time in one text and about something else in the next.

A bare number is a clock time only in the right company: "at 11 on Tuesday", not "at 11 layers"; "now" is one
in "who speaks now", not in "a closer look now".
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from bot.when_rules import Guard, Item
from bot.when_words import GLUE, KINDS, PLAIN, PLURALS

_ENDS: Final = frozenset(".?!,;:()[]\"'")
_TIMELY: Final = frozenset("CLOCK BARE DAY DATE LOOSE WEEKDAY WEAKDAY MONTH PART MOMENT AMPM ZONE DURATION CUT WEEKEND".split())
_LEADS: Final = GLUE - {"the", "of", "a", "an", "with", "around", "about"} | {
    "what's", "whats", "anything", "before", "after", "between", "since", "@", "&", "schedule", "talks", "orals",
    "spotlights", "keynotes", "everything", "happening", "~",
}
_OF_A_DAY: Final = frozenset("schedule programme program agenda first last next opening final sessions".split())
_PERSONS: Final = frozenset("i you we me us".split())
# What follows "may" where it is a verb.
_VERBAL: Final = frozenset("be i we you they he she it not have has also help need the require contain in".split())


def timely(item: Item | None) -> bool:
    """Whether the neighbour is about time."""
    return item is not None and not _TIMELY.isdisjoint(item.kinds)


def clocklike(item: Item | None) -> bool:
    """Whether the neighbour is a clock time."""
    return item is not None and not {"CLOCK", "BARE", "PART"}.isdisjoint(item.kinds)


def edge(item: Item | None) -> bool:
    """Whether the text begins or ends there."""
    return item is None


def open_(item: Item | None) -> bool:
    """Whether the neighbour is of time, of asking or punctuation: no word of a topic."""
    return item is None or item.text in _ENDS or item.text in PLAIN or item.text == "-" or timely(item)


def uncounted(item: Item | None) -> bool:
    """The same of what follows a number, which "talks" or "of" would make a count."""
    return open_(item) and (item is None or item.text not in PLURALS | {"of"})


def finished(item: Item | None) -> bool:
    """The same of what follows a range, which one more dash would make something else: 650-650-6500."""
    return uncounted(item) and (item is None or item.text != "-")


def active(item: Item | None) -> bool:
    """Whether "now" before it speaks of time: not "now you see me"."""
    return open_(item) and (item is None or item.text not in _PERSONS)


def leading(item: Item | None) -> bool:
    """The same of what stands before a number, which "session" would make a name."""
    return item is None or item.text in _ENDS or item.text in _LEADS or timely(item)


def unnamed(item: Item | None) -> bool:
    """Whether what follows is no kind of event: "the 4th", not "the 4th talk"."""
    return open_(item) and (item is None or item.text not in KINDS | PLURALS)


def kind_follows(item: Item | None) -> bool:
    """Whether what follows is a kind of event: "next talk"."""
    return item is not None and item.text in KINDS | PLURALS | {"one", "up"}


def kind_or_edge(item: Item | None) -> bool:
    """Whether what follows is a kind of event, or nothing: "next", "next talk", not "next token"."""
    return item is None or item.text in _ENDS or kind_follows(item)


def possessed(item: Item | None) -> bool:
    """Whether what follows is a day's own: "tomorrow's talks", not "tomorrow's world"."""
    return kind_or_edge(item) or timely(item) or (item is not None and item.text in _OF_A_DAY)


def dateless(item: Item | None) -> bool:
    """Whether what follows is no date."""
    return item is None or "DATE" not in item.kinds


def timely_follows(item: Item | None) -> bool:
    """Whether what follows is about time and cannot be a year: "sun 11", not "sun 2020"."""
    return item is not None and "YEAR" not in item.kinds and (timely(item) or item.text in KINDS)


def noun(item: Item | None) -> bool:
    """Whether "may" before it is the month, not the verb."""
    return item is None or item.text not in _VERBAL or timely(item)


def one_of(words: Set[str]) -> Guard:
    """Whether the neighbour is one of *words*."""
    return lambda item: item is not None and item.text in words


def other_than(words: Set[str]) -> Guard:
    """Whether the neighbour is none of *words*."""
    return lambda item: item is None or item.text not in words
