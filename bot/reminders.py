"""What a person is reminded of: each starred thing some minutes before it starts, all of one start together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.agenda import Occasion, Planned
from bot.models import Item, Line, Moment, Strong
from corpus.models import Value, Window

_MOST: Final = 10  # things of one start that are named


class Reminder(Value):
    """One message: at *at*, about what starts at *start*; *about* tells each thing and start from all others."""

    at: datetime
    start: datetime
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    about: tuple[str, ...]


def reminders(
    plans: Iterable[Planned], *, lead: int, now: datetime, told: Collection[str] = ()
) -> tuple[Reminder, ...]:
    """The reminders of *plans*, *lead* minutes before each start (0: none), without what was *told* or is past."""
    by_start: defaultdict[datetime, list[tuple[str, Occasion]]] = defaultdict(list)
    for plan in plans if lead else ():
        for occasion in plan.occasions:
            start = occasion.window.start
            if start - timedelta(minutes=lead) > now and mark(plan.ref, start) not in told:
                by_start[start].append((plan.ref, occasion))
    return tuple(_reminder(start, found, lead) for start, found in sorted(by_start.items()))


def mark(ref: str, start: datetime) -> str:
    """What tells that something was said of *ref* as starting at *start*."""
    return f"{ref}@{int(start.timestamp())}"


def _reminder(start: datetime, found: Iterable[tuple[str, Occasion]], lead: int) -> Reminder:
    pairs = sorted(found, key=lambda each: each[1].item.title)
    items = tuple(occasion.item.model_copy(update={"status": ""}) for _, occasion in pairs)
    moment = Moment(window=Window(start=start, end=start), show="clock")
    more = (f"And {len(items) - _MOST} more: /usher my schedule",) if len(items) > _MOST else ()
    return Reminder(
        at=start - timedelta(minutes=lead),
        start=start,
        lines=((Strong(text=f"In {in_words(lead)}"), ", at ", moment, ":"), *((more,) if more else ())),
        items=items[:_MOST],
        about=tuple(mark(ref, start) for ref, _ in pairs),
    )


def in_words(minutes: int) -> str:
    """*minutes* in words: "10 minutes", "1 hour"."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{hours} hour{'' if hours == 1 else 's'}"
