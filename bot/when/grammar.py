"""The grammar of time: from a text to the moments and stretches that it names, before any calendar.

The stages run one after the other: lengths and clock times, dates and days, other phrases, then numbers that
their company makes clock times, what belongs to one moment, and stretches between moments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.when.clocks import CLOCKS, LENGTHS, SUMS
from bot.when.dates import DATES, DAYS
from bot.when.guards import both, edge, leading, one_of, open_, other_than, timely, uncounted, unmeasured
from bot.when.lexer import tokenize
from bot.when.phrases import PHRASES
from bot.when.rules import Item, Rule, Stage
from bot.when.values import HOUR, Bound, Clock, Dated, DayExpr, Days, Moment, Part, Pause, Stretch, Weekday

_TO: Final = "-|to|until|through"
_JOINERS: Final = "at|on|in|of|,|@|for|(|around|about|~"
_ABOUT: Final = "around|about|approximately"
_END: Final = "MOMENT|BARE"


def _day(day: DayExpr) -> Moment:
    return Moment(day=day)


def _part(part: Part | Pause) -> Moment:
    return Moment(part=part)


def _clock(clock: Clock, *, day: DayExpr | None = None, zone: str | None = None) -> Moment | None:
    """The moment at *clock*; None for a number that may be a year, where no day is named."""
    return None if clock.doubt == "year" and day is None else Moment(day=day, clock=clock, zone=zone)


def _lone(clock: Clock, *, day: DayExpr | None = None) -> Moment | None:
    # "One" is no time without "at": "the Tuesday one".
    return None if clock.spelled and clock.seconds == HOUR else _clock(clock, day=day)


def _at(clock: Clock) -> Moment:
    return Moment(clock=replace(clock, doubt=None, bare=False))


def _day_clock(day: DayExpr, clock: Clock) -> Moment | None:
    return _lone(clock, day=day)


def _day_at_clock(day: DayExpr, clock: Clock) -> Moment | None:
    return _clock(clock, day=day)


def _clock_day(clock: Clock, day: DayExpr) -> Moment | None:
    return None if clock.doubt == "year" else _clock(clock, day=day)


def _day_of_month(day: DayExpr, number: int, clock: Clock) -> Moment | None:
    """The 4 of "Tue 4 11:05": a number between a weekday and a clock time."""
    if not isinstance(day, Weekday) or not 1 <= number <= 31:
        return None
    return _clock(clock, day=Dated(number, weekday=day.weekday))


def _clock_zone(clock: Clock, zone: str) -> Moment | None:
    return _clock(clock, zone=zone)


def _zone_clock(zone: str, clock: Clock) -> Moment | None:
    return _clock(clock, zone=zone)


def _part_clock(part: Part | Pause, clock: Clock) -> Moment | None:
    return None if clock.doubt or isinstance(part, Pause) else Moment(clock=clock, part=part)


def _clock_part(clock: Clock, part: Part | Pause) -> Moment | None:
    return _part_clock(part, clock)


def _moment_at_clock(moment: Moment, clock: Clock) -> Moment | None:
    return moment.joined(Moment(clock=clock))


def _moment_clock(moment: Moment, clock: Clock) -> Moment | None:
    alone = _lone(clock)
    return moment.joined(alone) if alone else None


def _clock_moment(clock: Clock, moment: Moment) -> Moment | None:
    return _moment_clock(moment, clock)


COMPANY: Final = Stage(
    (
        Rule("DAY", "MOMENT", _day),
        Rule("CLOCK", "MOMENT", _clock),
        Rule("PART", "MOMENT", _part, left=timely),
        Rule("PART", "MOMENT", _part, right=open_),
        Rule("TIMEZONE", "MOMENT", lambda zone: Moment(zone=zone)),
        Rule("CLOCK (? ZONE|WORDZONE )?", "MOMENT", _clock_zone),
        Rule("BARE (? ZONE|WORDZONE )?", "MOMENT", _clock_zone, left=leading, right=open_),
        Rule("BARE TIMEZONE", "MOMENT", _clock_zone, left=leading),
        Rule("ZONE|TIMEZONE CLOCK|BARE", "MOMENT", _zone_clock, right=uncounted),
        Rule("BARE", "MOMENT", _lone, left=edge, right=edge),
        Rule("kl|um CLOCK", "MOMENT", _clock),
        Rule(f"at|@|kl|um|~ {_ABOUT}? BARE", "MOMENT", _at, right=uncounted),
        Rule(f"{_ABOUT} BARE", "MOMENT", _lone, left=leading, right=uncounted),
        Rule("DAY ,|(|-? BARE", "MOMENT", _day_clock, right=unmeasured),
        Rule("DAY ,? at|@ BARE", "MOMENT", _day_at_clock, right=unmeasured),
        Rule("DAY INT at|@|,? CLOCK|BARE", "MOMENT", _day_of_month, right=uncounted),
        Rule("BARE ,|on? DAY", "MOMENT", _clock_day, left=leading),
        Rule("PART ,|at|@? BARE", "MOMENT", _part_clock, right=uncounted),
        Rule("BARE in|this|,? the? PART", "MOMENT", _clock_part, left=leading),
        Rule("MOMENT ,? BARE", "MOMENT", _moment_clock, right=uncounted),
        Rule("MOMENT at|@ BARE", "MOMENT", _moment_at_clock, right=uncounted),
        Rule("BARE MOMENT", "MOMENT", _clock_moment, left=leading),
    )
)


def _end(end: Moment | Clock) -> Moment | None:
    """What may end a stretch: not a number that may be a year, not a zone or "next" alone."""
    if isinstance(end, Clock):
        return _clock(end)
    return end if end.only_day or end.clock or end.part or end.offset is not None else None


def _join(first: Moment, second: Moment) -> Moment | None:
    return first.joined(second)


def _join_zone(moment: Moment, zone: str) -> Moment | None:
    return moment.joined(Moment(zone=zone))


def _length_from(length: Moment, start: Moment | Clock) -> Moment | None:
    """Both, of "for 2 hours from 11"."""
    moment = _end(start)
    return moment.joined(length) if moment and length == Moment(length=length.length) else None


CLUSTERS: Final = Stage(
    (
        Rule("MOMENT MOMENT", "MOMENT", _join),
        Rule(f"MOMENT {_JOINERS} the? MOMENT", "MOMENT", _join),
        Rule("MOMENT , at|on MOMENT", "MOMENT", _join),
        Rule("MOMENT (? ZONE )?", "MOMENT", _join_zone),
        Rule("MOMENT from|starting at? MOMENT", "MOMENT", _length_from),
        Rule("MOMENT from|starting at? BARE", "MOMENT", _length_from, right=uncounted),
    )
)


def _between(start: Moment | Clock, end: Moment | Clock) -> Stretch | None:
    first, last = _end(start), _end(end)
    if first is None or last is None or first == last:  # "one to one"
        return None
    return Stretch(Bound(first), Bound(last))


def _day_then_clock(day: Moment, end: Moment) -> Moment | None:
    """The one moment that "Tuesday - 11:00" names: it is no stretch."""
    return day.joined(end) if day.only_day and end.day is None else None


def _days(moment: Moment) -> Moment | None:
    return moment if isinstance(moment.day, Days) else None


def _from(start: Moment | Clock) -> Stretch | None:
    moment = _end(start)
    return Stretch(lower=Bound(moment)) if moment else None


def _from_number(start: Clock) -> Stretch | None:
    return None if start.doubt or start.spelled else _from(start)  # "from one or more"


def _after(start: Moment | Clock) -> Stretch | None:
    moment = _end(start)
    return Stretch(lower=Bound(moment, whole=False)) if moment else None


def _before(end: Moment | Clock) -> Stretch | None:
    moment = _end(end)
    return Stretch(upper=Bound(moment, whole=False)) if moment else None


def _until(end: Moment | Clock) -> Stretch | None:
    moment = _end(end)
    if moment is None:
        return None
    ends_with_day = isinstance(moment.part, Part) and moment.part.end == 24  # until the end of the day
    return Stretch(upper=Bound(moment, whole=moment.part is None or ends_with_day), from_now=True)


def _by_number(end: Clock) -> Stretch | None:
    return None if end.doubt else _until(end)  # "by 1.42"


RANGES: Final = Stage(
    (
        Rule("MOMENT - MOMENT", "MOMENT", _day_then_clock),
        Rule(f"MOMENT {_TO} MOMENT", "STRETCH", _between),
        Rule(f"MOMENT {_TO} BARE", "STRETCH", _between, right=unmeasured),
        Rule(f"BARE {_TO} MOMENT", "STRETCH", _between, left=leading),
        # One more dash makes it something else: 650-650-6500.
        Rule(
            f"BARE {_TO} BARE",
            "STRETCH",
            _between,
            left=both(leading, other_than("-")),
            right=both(uncounted, other_than("-")),
        ),
        Rule(
            f"BARE {_TO} BARE", "STRETCH", _between, left=edge, right=one_of("talks", "orals", "spotlights", "posters")
        ),
        Rule(f"from|between|btw {_END} {_TO}|and MOMENT", "STRETCH", _between),
        Rule(f"from|between|btw {_END} {_TO}|and BARE", "STRETCH", _between, right=uncounted),
        Rule("from|between MOMENT", "MOMENT", _days),
        Rule("from|since|starting at|on? MOMENT on|onwards?", "STRETCH", _from),
        Rule("from|since|starting at? BARE on|onwards?", "STRETCH", _from_number, right=uncounted),
        Rule("not|no before|earlier than? MOMENT", "STRETCH", _from),
        Rule("MOMENT onwards|+", "STRETCH", _from),
        Rule("MOMENT or|and later|after|onwards", "STRETCH", _from),
        Rule("after MOMENT", "STRETCH", _after),
        Rule("after BARE", "STRETCH", _after, right=uncounted),
        Rule("later than MOMENT", "STRETCH", _after),
        Rule("later than BARE", "STRETCH", _after, right=uncounted),
        Rule("before MOMENT", "STRETCH", _before),
        Rule("before BARE", "STRETCH", _before, right=uncounted),
        Rule("prior to MOMENT", "STRETCH", _before),
        Rule("ahead of MOMENT", "STRETCH", _before),
        Rule(f"earlier than {_END}", "STRETCH", _before),
        Rule("until|by|through MOMENT", "STRETCH", _until),
        Rule("up to|until MOMENT", "STRETCH", _until),
        Rule("until BARE", "STRETCH", _until, right=uncounted),
        Rule("by BARE", "STRETCH", _by_number, right=uncounted),
        Rule(f"no later than {_END}", "STRETCH", _until),
        Rule("MOMENT or|and before|earlier", "STRETCH", _until),
    )
)

_STAGES: Final = (LENGTHS, SUMS, CLOCKS, DATES, DAYS, PHRASES, COMPANY, CLUSTERS, RANGES)
_WORDS: Final = frozenset[str]().union(*(stage.words for stage in _STAGES))


def read(text: str) -> Sequence[Item]:
    """What *text* says of time, in order: items of kind MOMENT or STRETCH among the rest of its words."""
    items = tokenize(text, _WORDS)
    for stage in _STAGES:
        items = stage.apply(items)
    return items
