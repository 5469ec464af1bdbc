"""What a person is told when they star something, or take a star away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from pydantic import AwareDatetime

from bot.agenda import Occasion, Planned
from bot.models import Answer, Line, Moment, Strong

MOST: Final = 1_000  # stars that one person may have
_SHOWN: Final = 3  # clashes that are named


def starred(one: Planned, clashes: Sequence[Planned], *, again: bool, lead: int, now: AwareDatetime) -> Answer:
    """That *one* is starred, or was *again*: when it is on, that *lead* minutes before comes a reminder, *clashes*."""
    said: Line = ("Starred already: " if again else "★ Starred: ", Strong(text=one.title))
    return Answer(kind="starred", lines=(said, _times(one), *_reminder(one, lead, now), *_clash(clashes)))


def unstarred(title: str) -> Answer:
    """That the record of that *title* has no star any more; "" where it is not known."""
    said: Line = ("No longer starred: ", Strong(text=title)) if title else ("That is not starred.",)
    return Answer(kind="unstarred", lines=(said,))


def full() -> Answer:
    """That no more can be starred."""
    line = f"You have starred {MOST:,} things, and that is as many as I can keep. Unstar something to make room."
    return Answer(kind="full", abstained=True, lines=((line,),))


def _times(one: Planned) -> Line:
    if not one.occasions:
        return ("Its time was not published.",)
    return _in_a_row("; ", map(_time, one.occasions))


def _time(occasion: Occasion) -> Line:
    room: Line = (f", {occasion.item.room}",) if occasion.item.room else ()
    return (Moment(window=occasion.window), *room)


def _reminder(one: Planned, lead: int, now: AwareDatetime) -> Iterator[Line]:
    if not lead or not any(occasion.window.start > now for occasion in one.occasions):
        return
    yield (f"I remind you {lead} minute{'' if lead == 1 else 's'} before.",)


def _clash(clashes: Sequence[Planned]) -> Iterator[Line]:
    if not clashes:
        return
    named: list[Line] = [
        (Strong(text=other.title), " (", Moment(window=other.occasions[0].window), ")") for other in clashes[:_SHOWN]
    ]
    more: list[Line] = [(f"{len(clashes) - _SHOWN} more",)] if len(clashes) > _SHOWN else []
    yield ("It clashes with ", *_in_a_row(", ", (*named, *more)), ".")


def _in_a_row(between: str, lines: Iterable[Line]) -> Line:
    return tuple(chain.from_iterable((between, *line) for line in lines))[1:]
