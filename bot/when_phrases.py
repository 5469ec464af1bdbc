"""How people speak of time otherwise: parts of the day, now and next, breaks, lengths of time from now, zones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, Literal

from bot.when_guards import active, clocklike, edge, kind_follows, kind_or_stop, one_of, open_, other_than, timely
from bot.when_rules import Rule, Stage
from bot.when_values import (
    ASKERS_ZONE, VENUES_ZONE, Bound, DayExpr, Moment, Nth, Part, Pause, Shift, Stretch, Week, Whole,
)
from bot.when_words import ADJECTIVES, CITIES, CLOSING, EVENING, HALVES, LUNCH, NARROWER, NIGHT, OPENING

_DAY: Final = timedelta(days=1)
_NOW: Final = Moment(offset=timedelta(0))
_NEXT: Final = Moment(cut="next")
_LATER: Final = Moment(cut="later")


def _always(value: Any) -> Callable[..., Any]:
    return lambda *_: value


def _from_now(length: timedelta) -> Moment | None:
    return Moment(offset=length) if length % _DAY else None     # whole days are days, not moments


def _before_now(length: timedelta) -> Moment | None:
    return _from_now(-length)


def _coming(length: timedelta) -> Stretch:
    """From now on for *length*; of whole days, to the end of the last."""
    return Stretch(Bound(_NOW), Bound(Moment(offset=length) if length % _DAY else Moment(day=Shift(length.days))))


def _past(length: timedelta) -> Stretch:
    return Stretch(Bound(Moment(offset=-length) if length % _DAY else Moment(day=Shift(-length.days))), Bound(_NOW))


def _coming_unit(unit: timedelta) -> Stretch | None:
    return _coming(unit) if timedelta(minutes=1) <= unit < _DAY else None   # not "next second", "next day"


def _past_unit(unit: timedelta) -> Stretch | None:
    return _past(unit) if timedelta(minutes=1) <= unit < _DAY else None


def _day_half(day: DayExpr, half: str) -> Moment:
    return Moment(day=day, part=HALVES[half])


def _nth_part(number: int, part: Part) -> Moment:
    return Moment(day=Nth(number), part=part)


def _narrowed(modifier: str) -> Callable[..., Part | None]:
    def build(part: Part) -> Part | None:
        hours = NARROWER.get((modifier, part.name))
        return Part(part.name, *hours) if hours else None
    return build


def _narrowed_on(modifier: str) -> Callable[..., Moment | None]:
    narrowed = _narrowed(modifier)

    def build(day: DayExpr, part: Part) -> Moment | None:
        narrower = narrowed(part)
        return Moment(day=day, part=narrower) if narrower else None
    return build


_NOWS: Final = (
    Rule("right|just now", "MOMENT", _always(_NOW)),
    Rule("as of now", "MOMENT", _always(_NOW)),
    Rule("as we speak", "MOMENT", _always(_NOW)),
    Rule("at the|this|present moment", "MOMENT", _always(_NOW)),
    Rule("at this time", "MOMENT", _always(_NOW), right=edge),
    Rule("now|nowish|currently|presently|ongoing|atm|rn", "MOMENT", _always(_NOW), left=open_, right=active),
)
_NEXTS: Final = (
    Rule("next|upcoming", "MOMENT", _always(_NEXT), left=open_, right=kind_or_stop),
    Rule("next", "MOMENT", _always(_NEXT), right=kind_follows),
    Rule("next INT|SPELLED", "MOMENT", lambda number: _NEXT if number < 10 else None, right=kind_follows),
    Rule("next few|couple of?", "MOMENT", _always(_NEXT), right=kind_follows),
    Rule("next up", "MOMENT", _always(_NEXT), right=open_),
    Rule("up|coming up? next", "MOMENT", _always(_NEXT), right=open_),
    Rule("coming up", "MOMENT", _always(_NEXT), right=open_),
    Rule("the following", "MOMENT", _always(_NEXT), right=one_of("talk", "session", "oral", "spotlight", "poster")),
    Rule("after this one|talk|session|oral|spotlight?", "MOMENT", _always(_NEXT), right=edge),
    Rule("soon|shortly", "MOMENT", _always(_NEXT), left=open_, right=open_),
    Rule("in|within a moment|bit|sec|second|while", "MOMENT", _always(_NEXT), right=open_),
)
_CUTS: Final = (
    Rule("later", "MOMENT", _always(_LATER), left=open_, right=open_),
    Rule("remaining", "MOMENT", _always(_LATER), left=open_, right=kind_or_stop),
    Rule("still to come", "MOMENT", _always(_LATER)),
    Rule("the? rest|remainder of the? day", "MOMENT", _always(Moment(day=Shift(0), cut="later"))),
    Rule("the? rest|remainder of the? week", "MOMENT", _always(Moment(day=Week(0), cut="later"))),
    Rule("the? rest|remainder of the? conference|event|programme|program", "MOMENT", _always(Moment(day=Whole(), cut="later"))),
    Rule("the? rest|remainder of the?", "MOMENT", _always(_LATER), right=timely),
    Rule("earlier", "MOMENT", _always(Moment(cut="earlier")), right=timely),
    Rule("so far", "MOMENT", _always(Moment(cut="earlier")), right=open_),
)
_LENGTHS: Final = (
    Rule("in about|around|roughly? DURATION", "MOMENT", _from_now, left=open_),
    Rule("DURATION ago|earlier", "MOMENT", _before_now),
    Rule("DURATION from right? now", "MOMENT", _from_now),
    Rule("DURATION hence|later", "MOMENT", _from_now, right=open_),
    Rule("within|in|for|over? the? next|coming|following DURATION", "STRETCH", _coming),
    Rule("within DURATION", "STRETCH", _coming, left=open_, right=open_),
    Rule("within|in|for|over? the? next|coming UNIT", "STRETCH", _coming_unit),
    Rule("within|in|for|over? the? last|past|previous DURATION", "STRETCH", _past),
    Rule("within|in|for|over? the? last|past|previous UNIT", "STRETCH", _past_unit),
    Rule("for DURATION", "STRETCH", _coming, left=edge, right=edge),
    Rule("for DURATION", "MOMENT", lambda length: Moment(length=length), left=timely, right=open_),
    Rule("for DURATION", "MOMENT", lambda length: Moment(length=length), left=open_, right=one_of("from", "starting")),
)
_PARTS: Final = (
    Rule("good PART", "GREETING", _always(True)),
    *(Rule(f"{word} -|in? the? PART", "PART", _narrowed(word)) for word in ("early", "mid", "late")),
    *(Rule(f"{word} on? DAY PART", "MOMENT", _narrowed_on(word)) for word in ("early", "mid", "late")),
    Rule("this PART", "MOMENT", lambda part: Moment(day=Shift(0), part=part)),
    Rule("last night", "MOMENT", _always(Moment(day=Shift(-1), part=NIGHT))),
    Rule("last evening", "MOMENT", _always(Moment(day=Shift(-1), part=EVENING))),
    Rule("last|final|closing PART", "MOMENT", lambda part: _nth_part(-1, part)),
    Rule("ORDINAL PART", "MOMENT", _nth_part),
    Rule("opening PART", "MOMENT", lambda part: _nth_part(1, part)),
    Rule("DAY AMPM", "MOMENT", _day_half, right=other_than("i")),
    Rule("at|over|during|around|for lunch", "PART", _always(LUNCH), right=open_),
    Rule("lunch -? time", "PART", _always(LUNCH)),
    Rule("lunch", "PART", _always(LUNCH), left=timely),
    Rule("first thing in? the? PART?", "PART", _always(OPENING), right=open_),
    Rule("last thing", "PART", _always(CLOSING), right=open_),
    Rule("the? start|beginning of the? day", "PART", _always(OPENING)),
    Rule("the? start|beginning of the?", "PART", _always(OPENING), right=timely),
    Rule("the? end of the? day", "PART", _always(CLOSING)),
    Rule("the? end of the?", "PART", _always(CLOSING), right=timely),
    Rule("eod", "PART", _always(CLOSING)),
    Rule("all|whole|entire|full day", "PART", _always(Part("all day", 0, 24))),
)

_Side = Literal["before", "during", "after", "until"]
_SIDES: Final[tuple[tuple[str, _Side], ...]] = (
    ("after|following", "after"), ("before", "before"), ("during|in|over|at", "during"), ("until|till|til|by", "until"),
)
_BREAK: Final = "break|pause|recess|intermission"


def _pauses(words: str, side: _Side) -> tuple[Rule, ...]:
    """The rules for one side of a break: "after the coffee break", "before lunch"."""
    lunch = _always(Pause(side, lunch=True))
    return (
        Rule(f"{words} the? this|next|current? coffee|tea|short|long? {_BREAK}", "PART", _always(Pause(side))),
        Rule(f"{words} the? ORDINAL coffee|tea? {_BREAK}", "PART", lambda number: Pause(side, which=number)),
        Rule(f"{words} the? last coffee|tea? {_BREAK}", "PART", _always(Pause(side, which=-1))),
        Rule(f"{words} the? lunch {_BREAK}", "PART", lunch),
        *((Rule(f"{words} lunch", "PART", lunch),) if side != "during" else ()),
    )


_ZONES: Final = (
    Rule("in? the? conference|venue|event|conference's|venue's local? time", "TIMEZONE", _always(VENUES_ZONE)),
    Rule("in? local time there", "TIMEZONE", _always(VENUES_ZONE)),
    Rule("in? their|venue local? time", "TIMEZONE", _always(VENUES_ZONE)),
    Rule("in? my|our local? time zone?", "TIMEZONE", _always(ASKERS_ZONE)),
    Rule("in? local time", "TIMEZONE", _always(ASKERS_ZONE)),
    Rule("in? ZONE|WORDZONE time", "TIMEZONE", lambda zone: zone),
    Rule("in ZONE", "TIMEZONE", lambda zone: zone, left=timely),
    *(Rule(f"in? {city} standard|daylight|summer? time", "TIMEZONE", _always(zone)) for city, zone in CITIES.items()),
    *(Rule(f"in? {city}", "ZONE", _always(zone), left=clocklike) for city, zone in CITIES.items()
      if city not in ADJECTIVES),
)

PHRASES: Final = Stage((
    *_NOWS, *_NEXTS, *_CUTS, *_LENGTHS, *_PARTS, *(rule for words, side in _SIDES for rule in _pauses(words, side)), *_ZONES,
))
