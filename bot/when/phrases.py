"""How people speak of time otherwise: parts of the day, now and next, breaks, lengths from now, zones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from bot.when.guards import (
    active,
    both,
    clocklike,
    edge,
    kind_follows,
    kind_or_stop,
    one_of,
    open_,
    other_than,
    timely,
)
from bot.when.rules import Rule, Stage
from bot.when.values import (
    ASKERS_ZONE,
    VENUES_ZONE,
    Bound,
    DayExpr,
    Meal,
    Moment,
    Nth,
    Part,
    Pause,
    Shift,
    Side,
    Stretch,
    Week,
    Whole,
)
from bot.when.words import (
    ADJECTIVES,
    ALL_DAY,
    CITIES,
    CLOSING,
    EVENING,
    HALVES,
    LUNCH,
    NARROWER,
    NIGHT,
    OPENING,
)

_NOW: Final = Moment(offset=timedelta(0))
_NEXT: Final = Moment(cut="next")
_LATER: Final = Moment(cut="later")
_REMAINDERS: Final[tuple[tuple[str, DayExpr], ...]] = (
    ("day", Shift(0)),
    ("week", Week(0)),
    ("conference|event|programme|program", Whole()),
)
_SLICE: Final = 2  # hours at the start or end of a part of the day
_MODIFIERS: Final = ("early", "mid", "late")


def _always(value: Any) -> Callable[..., Any]:
    return lambda *_: value


def _few(number: int) -> Moment | None:
    return _NEXT if number < 10 else None


def _from_now(length: timedelta) -> Moment:
    return Moment(offset=length)


def _before_now(length: timedelta) -> Moment:
    return Moment(offset=-length)


def _same_time(day: DayExpr) -> Moment | None:
    return Moment(offset=timedelta(days=day.days)) if isinstance(day, Shift) else None


def _coming(length: timedelta) -> Stretch:
    return Stretch(Bound(_NOW), Bound(_from_now(length)))


def _past(length: timedelta) -> Stretch:
    return Stretch(Bound(_before_now(length)), Bound(_NOW))


def _coming_unit(unit: timedelta) -> Stretch | None:
    return _coming(unit) if unit > timedelta(seconds=1) else None  # not "next second"


def _past_unit(unit: timedelta) -> Stretch | None:
    return _past(unit) if unit > timedelta(seconds=1) else None


def _coming_days(days: int) -> Stretch:
    return Stretch(Bound(_NOW), Bound(Moment(day=Shift(days))))


def _past_days(days: int) -> Stretch:
    return Stretch(Bound(Moment(day=Shift(-days))), Bound(_NOW))


def _lasting(length: timedelta) -> Moment:
    return Moment(length=length)


def _today(part: Part) -> Moment:
    return Moment(day=Shift(0), part=part)


def _day_half(day: DayExpr, half: str) -> Moment:
    return Moment(day=day, part=HALVES[half])


def _nth_part(number: int, part: Part) -> Moment:
    return Moment(day=Nth(number), part=part)


def _start_of(part: Part) -> Part:
    return Part(part.name, part.start, part.start + _SLICE)


def _end_of(part: Part) -> Part:
    return Part(part.name, part.end - _SLICE, part.end)


def _narrower(modifier: str, part: Part) -> Part | None:
    hours = NARROWER.get((modifier, part.name))
    return Part(part.name, *hours) if hours else None


def _narrowed(modifier: str) -> Callable[[Part], Part | None]:
    return lambda part: _narrower(modifier, part)


def _narrowed_on(modifier: str) -> Callable[[DayExpr, Part], Moment | None]:
    def build(day: DayExpr, part: Part) -> Moment | None:
        narrower = _narrower(modifier, part)
        return Moment(day=day, part=narrower) if narrower else None

    return build


_NOWS: Final = (
    Rule("right|just now", "MOMENT", _always(_NOW)),
    Rule("as of now", "MOMENT", _always(_NOW)),
    Rule("as we speak", "MOMENT", _always(_NOW)),
    Rule("at the|this|present moment", "MOMENT", _always(_NOW)),
    Rule("at this time", "MOMENT", _always(_NOW), right=edge),
    Rule("current", "MOMENT", _always(_NOW), right=kind_follows),
    Rule("now|nowish|currently|presently|ongoing|atm|rn", "MOMENT", _always(_NOW), left=open_, right=active),
)
_NEXTS: Final = (
    Rule("next|upcoming", "MOMENT", _always(_NEXT), left=open_, right=kind_or_stop),
    Rule("next", "MOMENT", _always(_NEXT), right=kind_follows),
    Rule("next INT|SPELLED", "MOMENT", _few, right=kind_follows),
    Rule("next few|couple of?", "MOMENT", _always(_NEXT), right=kind_follows),
    Rule("next up", "MOMENT", _always(_NEXT), right=open_),
    Rule("up|coming up? next", "MOMENT", _always(_NEXT), right=open_),
    Rule("coming up", "MOMENT", _always(_NEXT), right=open_),
    Rule("after this one|talk|session|oral|spotlight?", "MOMENT", _always(_NEXT), right=edge),
    Rule("soon|shortly", "MOMENT", _always(_NEXT), left=open_, right=open_),
    Rule("in|within a moment|bit|sec|second|while", "MOMENT", _always(_NEXT), right=open_),
)
_CUTS: Final = (
    Rule("later", "MOMENT", _always(_LATER), left=both(open_, other_than("or", "and")), right=open_),
    Rule("remaining", "MOMENT", _always(_LATER), left=open_, right=kind_or_stop),
    Rule("still to come", "MOMENT", _always(_LATER)),
    Rule("left", "MOMENT", _always(_LATER), left=open_, right=edge),
    Rule("left", "MOMENT", _always(_LATER), left=open_, right=timely),
    *(
        Rule(f"the? rest of the? {words}", "MOMENT", _always(Moment(day=day, cut="later")))
        for words, day in _REMAINDERS
    ),
    Rule("the? rest of the?", "MOMENT", _always(_LATER), right=timely),
    Rule("earlier", "MOMENT", _always(Moment(cut="earlier")), right=timely),
    Rule("so far", "MOMENT", _always(Moment(cut="earlier")), right=open_),
)
_LENGTHS: Final = (
    Rule("in about|around? DURATION", "MOMENT", _from_now, left=open_),
    Rule("DURATION ago|earlier", "MOMENT", _before_now),
    Rule("DURATION from right? now", "MOMENT", _from_now),
    Rule("DURATION hence|later", "MOMENT", _from_now, right=open_),
    Rule("within|in|for|over? the? next|coming DURATION", "STRETCH", _coming),
    Rule("within|in|for|over? the? next|coming UNIT", "STRETCH", _coming_unit),
    Rule("within|in|for|over? the? last|past|previous DURATION", "STRETCH", _past),
    Rule("within|in|for|over? the? last|past|previous UNIT", "STRETCH", _past_unit),
    Rule("within|in|for|over? the? next|coming DAYS", "STRETCH", _coming_days),
    Rule("within|in|for|over? the? last|past|previous DAYS", "STRETCH", _past_days),
    Rule("at? the? this|same time DAY", "MOMENT", _same_time),
    Rule("DAY at? the? this|same time", "MOMENT", _same_time),
    Rule("within DAYS", "STRETCH", _coming_days, left=open_, right=open_),
    Rule("within DURATION", "STRETCH", _coming, left=open_, right=open_),
    Rule("for DURATION", "STRETCH", _coming, left=edge, right=edge),
    Rule("for DURATION", "MOMENT", _lasting, left=timely, right=open_),
    Rule("for DURATION", "MOMENT", _lasting, left=open_, right=one_of("from", "starting")),
)
_PARTS: Final = (
    Rule("good PART", "GREETING", _always(True)),
    *(Rule(f"{word} -|in? the? PART", "PART", _narrowed(word)) for word in _MODIFIERS),
    *(Rule(f"{word} on? DAY PART", "MOMENT", _narrowed_on(word)) for word in _MODIFIERS),
    Rule("this PART", "MOMENT", _today),
    Rule("last night", "MOMENT", _always(Moment(day=Shift(-1), part=NIGHT))),
    Rule("last evening", "MOMENT", _always(Moment(day=Shift(-1), part=EVENING))),
    Rule("ORDINAL PART", "MOMENT", _nth_part),
    Rule("opening PART", "MOMENT", lambda part: _nth_part(1, part)),
    Rule("last|final|closing PART", "MOMENT", lambda part: _nth_part(-1, part)),
    Rule("DAY AMPM", "MOMENT", _day_half, right=other_than("i")),  # "am I"
    Rule("all|whole|full day", "PART", _always(ALL_DAY)),
    Rule("at|over|during|around|for lunch", "PART", _always(LUNCH), right=open_),
    Rule("lunch -? time", "PART", _always(LUNCH)),
    Rule("lunch", "PART", _always(LUNCH), left=timely),
    Rule("first thing in? the? PART?", "PART", _always(OPENING), right=open_),
    Rule("last thing", "PART", _always(CLOSING), right=open_),
    Rule("the? start of the? day", "PART", _always(OPENING)),
    Rule("the? start of the?", "PART", _always(OPENING), right=timely),
    Rule("the? start of the? PART", "PART", _start_of),
    Rule("the? end of the? day", "PART", _always(CLOSING)),
    Rule("the? end of the?", "PART", _always(CLOSING), right=timely),
    Rule("the? end of the? PART", "PART", _end_of),
    Rule("eod", "PART", _always(CLOSING)),
)

_SIDES: Final[Mapping[Side, str]] = {
    "after": "after",
    "before": "before",
    "during": "during|in|over|at",
    "until": "until|by",
}
_BREAK: Final = "break|pause|recess|intermission"
_MEALS: Final[Mapping[Meal, str]] = {"lunch": "lunch", "coffee": "coffee|tea|short"}


def _pauses(side: Side, words: str) -> tuple[Rule, ...]:
    """The rules for one side of a break: "after the coffee break", "before lunch"."""
    to_lunch = Rule(f"{words} lunch", "PART", _always(Pause(side, meal="lunch")))
    return (
        Rule(f"{words} the? this|next|current|long? {_BREAK}", "PART", _always(Pause(side))),
        Rule(f"{words} the? ORDINAL {_BREAK}", "PART", lambda number: Pause(side, which=number)),
        Rule(f"{words} the? last {_BREAK}", "PART", _always(Pause(side, which=-1))),
        *(
            Rule(f"{words} the? {names} {_BREAK}", "PART", _always(Pause(side, meal=meal)))
            for meal, names in _MEALS.items()
        ),
        *(() if side == "during" else (to_lunch,)),
    )


_HOME: Final = "conference|venue|event|conference's|venue's|their"
_ZONES: Final = (
    Rule(f"in? the? {_HOME} local? time", "TIMEZONE", _always(VENUES_ZONE)),
    Rule("in? local time there", "TIMEZONE", _always(VENUES_ZONE)),
    Rule("in? my|our local? time zone?", "TIMEZONE", _always(ASKERS_ZONE)),
    Rule("in? local time", "TIMEZONE", _always(ASKERS_ZONE)),
    Rule("in? ZONE|WORDZONE time", "TIMEZONE", lambda zone: zone),
    Rule("in ZONE", "TIMEZONE", lambda zone: zone, left=timely),
    *(Rule(f"in? {city} standard|daylight|summer? time", "TIMEZONE", _always(zone)) for city, zone in CITIES.items()),
    *(
        Rule(f"in? {city}", "ZONE", _always(zone), left=clocklike, right=open_)
        for city, zone in CITIES.items()
        if city not in ADJECTIVES
    ),
)

PHRASES: Final = Stage(
    (
        *_NOWS,
        *_NEXTS,
        *_CUTS,
        *_LENGTHS,
        *_PARTS,
        *_ZONES,
        *(rule for side, words in _SIDES.items() for rule in _pauses(side, words)),
    )
)
