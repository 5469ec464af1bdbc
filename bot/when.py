"""Usher's understanding of time: "tue 11am" becomes a window, seen from a given now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from bot.when_grammar import read
from bot.when_programme import Programme
from bot.when_resolve import Shape, place
from bot.when_rules import Item
from bot.when_values import ASKERS_ZONE, VENUES_ZONE, Moment, Stretch
from bot.when_zones import find_zone, shared_name, zone_name
from corpus.models import Value, Window

_GLUE: Final = frozenset("at on in from of the by for this but around about between starting @ ~ , - (".split())
_TRIMMED: Final = " \t\r\n,;:.!?-–—@~()"


class Reading(Value):
    """A time as it was read.

    *window* is half-open, and empty for an instant; *shape* says how an answer should treat it, and of "next"
    the answer takes what starts first in the window. *zone* is where it was read: an IANA name, or "UTC+02:00".
    *explicit_zone* and *explicit_day*: the text named the zone, the day. *spans* are the parts of the text that
    were read as time, *rest* is the text without them. *notes* say in short how ambiguities were settled.
    """

    window: Window
    shape: Shape
    zone: str
    explicit_zone: bool
    explicit_day: bool
    spans: tuple[tuple[int, int], ...]
    rest: str
    notes: tuple[str, ...] = ()


def parse_when(text: str, *, now: datetime, days: Sequence[date] = (), busy: Sequence[Window] = (),
               zone: str | None = None) -> Reading | None:
    """The window of time that *text* names, seen from *now*; None if it names none.

    *now* is aware, in the asking person's zone. *days* are the conference's, *busy* is when its programme has
    something on, and *zone* is its own zone: they settle which day and which half of the day is meant.
    """
    items = read(text)
    moment, stretch, used = _gathered(items)
    said = [moment, *(bound.moment for bound in (stretch.lower, stretch.upper) if bound)] if stretch else [moment]
    named = next((each.zone for each in said if each.zone), None)
    asker = now.tzinfo or UTC
    home = (find_zone(zone) if zone else None) or asker
    reading_zone = _zone(named, asker, home)
    if not used or reading_zone is None:
        return None
    programme = Programme(now=now, zone=reading_zone, days=tuple(days), busy=tuple(busy), home=home)
    try:
        placed = place(moment, stretch, programme)
    except (OverflowError, ValueError):     # beyond the calendar's first or last year
        return None
    if placed is None:
        return None
    notes = (*placed.notes, *filter(None, [shared_name(named) if named else None]))
    spans = tuple((item.start, item.end) for item in used)
    return Reading(
        window=placed.window, shape=placed.shape, zone=zone_name(reading_zone, now), explicit_zone=named is not None,
        explicit_day=any(each.day is not None for each in said), spans=spans, rest=_rest(text, items, used), notes=notes,
    )


def _gathered(items: Iterable[Item]) -> tuple[Moment, Stretch | None, list[Item]]:
    """All that *items* say, as far as it goes together, first come, first served; and the items that say it."""
    moment, stretch = Moment(), None
    used = []
    for item in items:
        joined = moment.joined(item.kinds["MOMENT"]) if "MOMENT" in item.kinds else None
        if joined is not None and not (stretch and joined.clock):
            moment = joined
            used.append(item)
        if "STRETCH" in item.kinds and moment.clock is None and (merged := _merged(stretch, item.kinds["STRETCH"])):
            stretch = merged
            used.append(item)
    return moment, stretch, used


def _merged(first: Stretch | None, second: Stretch) -> Stretch | None:
    """Both as one, where one says the beginning and the other the end: "after 11 but before 12:30"."""
    if first is None:
        return second
    if (first.lower and second.lower) or (first.upper and second.upper):
        return None
    return Stretch(first.lower or second.lower, first.upper or second.upper)


def _zone(named: str | None, asker: tzinfo, home: tzinfo) -> tzinfo | None:
    own = {None: asker, ASKERS_ZONE: asker, VENUES_ZONE: home}
    return own[named] if named in own else find_zone(str(named))


def _rest(text: str, items: Sequence[Item], used: Sequence[Item]) -> str:
    """*text* without the items *used* and the small words that tie them to it."""
    kept, at = [], 0
    for place, item in enumerate(items):
        if item not in used:
            continue
        start = item.start
        while place and items[place - 1].text in _GLUE and items[place - 1].start >= at:
            place -= 1
            start = items[place].start
        kept.append(text[at:start])
        at = item.end
    return " ".join(" ".join([*kept, text[at:]]).split()).strip(_TRIMMED)


def examples(now: datetime, days: Sequence[date] = (), busy: Sequence[Window] = ()) -> tuple[str, str, str]:
    """Three inputs that find something in this programme at *now*, as a person would type them.

    Without a programme they name one of *days*, or tomorrow.
    """
    zone = now.tzinfo or UTC
    coming = [window for window in busy if window.end > now]
    first = min(coming or busy, key=lambda window: window.start, default=None)
    if first is None:
        day = min((day for day in days if day >= now.date()), default=now.date() + timedelta(days=1))
        return "now", f"{_day(day)} 11:00", f"{_day(day)} morning"
    start = first.start.astimezone(zone)
    part = "morning" if start.hour < 12 else "afternoon" if start.hour < 17 else "evening"
    day = start.date()
    named = "this" if day == now.date() else "tomorrow" if day == now.date() + timedelta(days=1) else _day(day)
    if first.start <= now < first.end:
        soon = "now"
    else:
        soon = "next" if coming else f"{day.day} {day:%B}".lower()
    return soon, f"{_day(day)} {start:%H:%M}", f"{named} {part}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}".lower()
