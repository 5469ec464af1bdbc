"""How people write lengths of time and times on the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot.when.guards import leading, open_, other_than, uncounted
from bot.when.rules import Rule, Stage
from bot.when.values import DAY, HOUR, Clock, Numeric

_NUMBER: Final = "INT|SPELLED"
_TIME: Final = "CLOCK|BARE"
_MOST: Final = timedelta(days=3660)  # no question reaches farther
_FEW: Final = 3
_FARTHEST: Final = timedelta(hours=6)  # that a clock time is named by another: "2 hours after noon"
_ROUND: Final = frozenset({5, 10, 15, 20, 25})  # minutes that are named past and to the hour


def _length(number: float, unit: timedelta) -> timedelta | None:
    return number * unit if number * unit.total_seconds() <= _MOST.total_seconds() else None


def _days(number: int, unit: int) -> int | None:
    return number * unit if number * unit <= _MOST.days else None


def _fraction(fraction: Any, unit: timedelta) -> timedelta | None:
    return fraction.first * unit / fraction.second if isinstance(fraction, Numeric) else None


def _one(unit: timedelta) -> timedelta | None:
    return unit if unit > timedelta(seconds=1) else None  # not "a second talk"


def _half_more(number: float, unit: timedelta) -> timedelta | None:
    return _length(number + 0.5, unit)


def _and_minutes(number: int, unit: timedelta, minutes: int) -> timedelta | None:
    length = _length(number, unit)
    return _sum(length, timedelta(minutes=minutes)) if length and 10 <= minutes < 60 else None


def _sum(first: timedelta, second: timedelta) -> timedelta | None:
    return first + second if second < timedelta(hours=1) <= first else None


LENGTHS: Final = Stage(
    (
        Rule("TENS -? SPELLED", "SPELLED", lambda tens, ones: tens + ones if 0 < ones < 10 else None),
        Rule(f"{_NUMBER}|DECIMAL more|-? UNIT", "DURATION", _length),
        Rule("LOOSE of? an? UNIT", "DURATION", _fraction),
        Rule("a|an|one UNIT", "DURATION", _one),
        Rule("a? half a|an|-? UNIT", "DURATION", lambda unit: unit / 2),
        Rule("a? quarter of? an|a UNIT", "DURATION", lambda unit: unit / 4),
        Rule("three -? quarters of an UNIT", "DURATION", lambda unit: unit * 3 / 4),
        Rule("a|an|one UNIT and a half", "DURATION", lambda unit: unit * 3 / 2),
        Rule(f"{_NUMBER} UNIT and a half", "DURATION", _half_more),
        Rule(f"{_NUMBER} and a|an? half UNIT", "DURATION", _half_more),
        Rule("a? couple|pair of? UNIT", "DURATION", lambda unit: unit * 2),
        Rule("a? few|several UNIT", "DURATION", lambda unit: unit * _FEW),
        Rule("INT UNIT INT", "DURATION", _and_minutes, right=open_),  # 1 h 30
        Rule(f"{_NUMBER} more|-? DAYUNIT", "DAYS", _days),
        Rule("a|an|one DAYUNIT", "DAYS", lambda unit: unit),
        Rule("a? couple|pair of? DAYUNIT", "DAYS", lambda unit: unit * 2),
        Rule("a? few|several DAYUNIT", "DAYS", lambda unit: unit * _FEW),
    )
)
SUMS: Final = Stage((Rule("DURATION and|,? DURATION", "DURATION", _sum),))


def _with_minutes(hour: Clock, minutes: int) -> Clock | None:
    """The time that "11 30" is."""
    fits = hour.seconds % HOUR == 0 and hour.seconds < 24 * HOUR and minutes < 60
    return replace(hour, seconds=hour.seconds + minutes * 60) if fits else None


def _spelled_minutes(hour: Clock, minutes: int) -> Clock | None:
    """The time that "eleven thirty" is."""
    return _with_minutes(hour, minutes) if hour.spelled and minutes >= 10 else None


def _midnight(clock: Clock) -> Clock | None:
    return Clock(DAY, settled=True) if clock.seconds == 12 * HOUR else None


def _firm(clock: Clock, half: Any = None) -> Clock | None:
    return clock.in_half(half) if half else replace(clock, bare=False, doubt=None)


def _half_hour(clock: Clock) -> Clock | None:
    hour = clock.seconds // HOUR
    if clock.seconds % HOUR or not 1 <= hour <= 12:
        return None
    note = f"half {hour} read as {hour}:30"
    return replace(clock, seconds=clock.seconds + HOUR // 2, bare=False, note=note)


def _past(length: timedelta, clock: Clock) -> Clock | None:
    return clock.moved(length) if length <= _FARTHEST else None


def _to(length: timedelta, clock: Clock) -> Clock | None:
    return clock.moved(-length) if length <= _FARTHEST else None


def _minutes_past(minutes: int, clock: Clock) -> Clock | None:
    return _past(timedelta(minutes=minutes), clock) if minutes in _ROUND else None


def _minutes_to(minutes: int, clock: Clock) -> Clock | None:
    return _to(timedelta(minutes=minutes), clock) if minutes in _ROUND else None


def _surely_minutes_to(minutes: int, clock: Clock) -> Clock | None:
    # "5 to 12" is a range of hours where nothing says otherwise; "20 to 12" cannot be one.
    return _minutes_to(minutes, clock) if minutes * HOUR > clock.seconds else None


_QUARTER: Final = timedelta(minutes=15)

CLOCKS: Final = Stage(
    (
        Rule(f"{_TIME} AMPM", "CLOCK", _firm),
        Rule(f"{_TIME} in the AMPM", "CLOCK", _firm),
        Rule(f"{_TIME} o'clock|uhr AMPM?", "CLOCK", _firm),
        Rule("BARE o clock AMPM?", "CLOCK", _firm),
        Rule(f"{_TIME} -? ish AMPM?", "CLOCK", _firm),
        Rule(f"{_TIME} sharp|exactly|approximately", "CLOCK", _firm, right=open_),
        Rule("BARE SPELLED", "BARE", _spelled_minutes),
        Rule("BARE MINUTES", "BARE", _with_minutes),
        Rule("BARE uhr INT", "CLOCK", _with_minutes),
        Rule("CLOCK h|hrs|hours", "CLOCK", _firm),
        Rule("BARE noon|midday", "CLOCK", lambda clock: _firm(clock) if clock.seconds == 12 * HOUR else None),
        Rule("BARE midnight", "CLOCK", _midnight),
        Rule("half BARE", "CLOCK", _half_hour, left=leading, right=uncounted),
        Rule(f"half past|after {_TIME}", "CLOCK", lambda clock: _past(2 * _QUARTER, clock)),
        Rule(f"a? quarter past|after {_TIME}", "CLOCK", lambda clock: _past(_QUARTER, clock)),
        Rule(f"a? quarter to|before|until|of {_TIME}", "CLOCK", lambda clock: _to(_QUARTER, clock)),
        Rule(f"{_NUMBER} past {_TIME}", "CLOCK", _minutes_past, right=uncounted),
        Rule(f"{_NUMBER} after {_TIME}", "CLOCK", _minutes_past, left=leading, right=uncounted),
        Rule(f"{_NUMBER} to {_TIME}", "CLOCK", _surely_minutes_to, left=leading, right=uncounted),
        Rule(f"at {_NUMBER} to {_TIME}", "CLOCK", _minutes_to, right=uncounted),
        Rule(f"DURATION past|after {_TIME}", "CLOCK", _past, left=other_than("for"), right=uncounted),
        Rule(f"DURATION to|until|before {_TIME}", "CLOCK", _to, left=other_than("for"), right=uncounted),
    )
)
