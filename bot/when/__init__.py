"""Usher's understanding of time: "tue 11am" becomes a window, seen from a given now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from bot.when.grammar import read
from bot.when.programme import Programme
from bot.when.resolve import Shape, place
from bot.when.rules import Item
from bot.when.values import ASKERS_ZONE, VENUES_ZONE, Moment, Stretch
from bot.when.words import MONTH_NAMES, WEEKDAY_NAMES, word_set
from bot.when.zones import find_zone, shared_name, zone_name
from corpus.models import Value, Window

_TIES: Final = word_set("""
    at on in from of by for the this around about between starting but @ ~ , - (
""")
_TRIMMED: Final = " \t\r\n,;:.!?-–—@~()"


class Reading(Value):
    """A time as it was read.

    *window* is half-open, and empty for an instant; *shape* says how an answer should treat it: of "next" it
    takes what starts first in the window. *zone* is where it was read, an IANA name or "UTC+02:00".
    *explicit_zone* and *explicit_day*: the text named the zone, the day. *spans* are the parts of the text
    that were read as time, *rest* is the text without them. *notes* say how ambiguities were settled.
    """

    window: Window
    shape: Shape
    zone: str
    explicit_zone: bool
    explicit_day: bool
    spans: tuple[tuple[int, int], ...]
    rest: str
    notes: tuple[str, ...] = ()


def parse_when(
    text: str, *, now: datetime, days: Sequence[date] = (), busy: Sequence[Window] = (), zone: str | None = None
) -> Reading | None:
    """The window of time that *text* names, seen from *now*; None if it names none.

    *now* is aware, in the asking person's zone. *days* are the conference's, *busy* is when its programme has
    something on, and *zone* is its own zone: they settle which day and which half of the day is meant.
    """
    items = read(text)
    said = _gather(items)
    if not said.used:
        return None
    named = next((moment.zone for moment in said.moments if moment.zone), None)
    asker = now.tzinfo or UTC
    home = (find_zone(zone) if zone else None) or asker
    reading_zone = _zone(named, asker, home)
    try:
        programme = Programme(now=now.astimezone(UTC), zone=reading_zone, days=tuple(days), busy=tuple(busy), home=home)
        placed = place(said.moment, said.stretch, programme)
    except (OverflowError, ValueError):  # beyond the calendar's first or last year
        return None
    if placed is None:
        return None
    shared = shared_name(named) if named else None
    return Reading(
        window=placed.window,
        shape=placed.shape,
        zone=zone_name(reading_zone, now),
        explicit_zone=named is not None,
        explicit_day=any(moment.day is not None for moment in said.moments),
        spans=tuple((items[index].start, items[index].end) for index in said.used),
        rest=_rest(text, items, said.used),
        notes=(*placed.notes, shared) if shared else placed.notes,
    )


class _Said(NamedTuple):
    """All that a text says of time, as far as it goes together, and the places of the items that say it."""

    moment: Moment
    stretch: Stretch | None
    used: Sequence[int]

    @property
    def moments(self) -> tuple[Moment, ...]:
        bounds = (self.stretch.lower, self.stretch.upper) if self.stretch else ()
        return (self.moment, *(bound.moment for bound in bounds if bound))


def _gather(items: Sequence[Item]) -> _Said:
    """What the moments and stretches among *items* say together; of two that clash, the first."""
    moment, stretch = Moment(), None
    used = []
    for index, item in enumerate(items):
        if "MOMENT" in item.kinds:
            joined = moment.joined(item.kinds["MOMENT"])
            if joined and not (stretch and joined.clock):
                moment = joined
                used.append(index)
        elif "STRETCH" in item.kinds and not moment.clock:
            whole = _joined(stretch, item.kinds["STRETCH"])
            if whole:
                stretch = whole
                used.append(index)
    return _Said(moment, stretch, used)


def _joined(first: Stretch | None, second: Stretch) -> Stretch | None:
    """Both, where one says the beginning and the other the end: "after 11 but before 12:30"."""
    if first is None:
        return second
    if (first.lower and second.lower) or (first.upper and second.upper):
        return None
    return Stretch(first.lower or second.lower, first.upper or second.upper)


def _zone(named: str | None, asker: tzinfo, home: tzinfo) -> tzinfo:
    if named in {None, ASKERS_ZONE}:
        return asker
    return home if named == VENUES_ZONE else find_zone(str(named)) or asker


def _rest(text: str, items: Sequence[Item], used: Sequence[int]) -> str:
    """*text* without the items *used* and the small words that tie them to it."""
    kept, at = [], 0
    for index in used:
        first = index
        while first and items[first - 1].text in _TIES and items[first - 1].start >= at:
            first -= 1
        kept.append(text[at : items[first].start])
        at = items[index].end
    return " ".join(" ".join([*kept, text[at:]]).split()).strip(_TRIMMED)


def examples(now: datetime, days: Sequence[date] = (), busy: Sequence[Window] = ()) -> tuple[str, str, str]:
    """Three inputs that find something in this programme at *now*, as a person would type them.

    Without a programme they name one of *days*, or tomorrow.
    """
    coming = [window for window in busy if window.end > now]
    first = min(coming or busy, key=lambda window: window.start, default=None)
    if first is None:
        tomorrow = now.date() + timedelta(days=1)
        day = _written(min((day for day in days if day > now.date()), default=tomorrow), now.date())
        return "now", f"{day} 11:00", f"{day} morning"
    start = first.start.astimezone(now.tzinfo)
    day = _written(start.date(), now.date())
    part = "morning" if start.hour < 12 else "afternoon" if start.hour < 18 else "evening"
    opening = day if first.end <= now else "now" if first.start <= now else "next"
    clock = "" if start.fold else f" {start:%H:%M}"  # the second 01:00 of a night has no name of its own
    return opening, f"{day}{clock}", f"{day} {part}"


def _written(day: date, today: date) -> str:
    """*day* as a person would type it: "tue", "tue 4 may" where it is farther away."""
    if day == today + timedelta(days=1):
        return "tomorrow"
    weekday, month = WEEKDAY_NAMES[day.weekday()][:3].lower(), MONTH_NAMES[day.month - 1][:3].lower()
    return weekday if 0 <= (day - today).days < 7 else f"{weekday} {day.day} {month}"
