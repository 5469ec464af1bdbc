"""What words about time mean before a calendar is at hand: frozen expressions, made by the grammar.

``Moment`` is the centre: a day, a clock time, a part of the day and a zone, each where it was said. A
``Stretch`` lies between two moments.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Final, Literal

HOUR: Final = 3600  # seconds
DAY: Final = 24 * HOUR

# Zones that a text names without saying which: resolved against the asking person and the conference.
ASKERS_ZONE: Final = "the asking person's"
VENUES_ZONE: Final = "the conference's"

Which = Literal["this", "next", "last"]


@dataclass(frozen=True, slots=True)
class Shift:
    """So many days from today: today, tomorrow, 3 days ago."""

    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0; *week* counts weeks from this one, where one was named."""

    weekday: int
    which: Which | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of the calendar, whose month and year may be left to the context: "the 4th", "4 May"."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Numeric:
    """A date of numbers alone, which may be day/month or month/day: 5/4, 04/05/2021."""

    first: int
    second: int
    year: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """The conference's n-th day, from 1; -1 is its last."""

    number: int


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, so many weeks from this one; its Saturday and Sunday where *weekend*."""

    shift: int
    weekend: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A whole month."""

    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Every day of the conference."""


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day of one expression to the last of another."""

    first: DayExpr
    last: DayExpr


@dataclass(frozen=True, slots=True)
class Several:
    """Days that were listed one by one, in any order."""

    days: tuple[DayExpr, ...]


DayExpr = Shift | Weekday | Dated | Numeric | Nth | Week | Month | Whole | Days | Several


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock, in seconds after midnight, as typed.

    *settled*: it has no second reading twelve hours later. *half* is the "am" or "pm" that was said.
    *bare*: a number alone, which context has made a clock time. *spelled*: in words. *doubt*: what else
    the number may be. *note* says how an ambiguity was settled.
    """

    seconds: int
    settled: bool = False
    half: Literal["am", "pm"] | None = None
    bare: bool = False
    spelled: bool = False
    doubt: Literal["year", "decimal"] | None = None
    note: str = ""

    def in_half(self, half: Literal["am", "pm"]) -> Clock | None:
        """The same with "am" or "pm" said; None where that is nonsense (14 am)."""
        hour = self.seconds // HOUR
        if half == "am" and hour > 12:
            return None
        noonless = self.seconds - 12 * HOUR if hour == 12 else self.seconds
        seconds = noonless + (12 * HOUR if half == "pm" and noonless < 12 * HOUR else 0)
        return replace(self, seconds=seconds, settled=True, half=half, bare=False, doubt=None)

    def moved(self, by: timedelta) -> Clock | None:
        """The clock time *by* later; None where that is another day."""
        seconds = self.seconds + int(by.total_seconds())
        return replace(self, seconds=seconds, bare=False, doubt=None) if 0 <= seconds <= DAY else None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, in hours after midnight; a night ends after 24.

    *opening* and *closing* are the first and last hours of the day's programme, whenever that is.
    """

    name: str
    start: float
    end: float


Cut = Literal["later", "earlier", "next"]
Side = Literal["before", "during", "after", "until"]
Meal = Literal["lunch", "coffee"]


@dataclass(frozen=True, slots=True)
class Pause:
    """What lies on one side of a break, or in it; *which*: the n-th of the day, -1 the last."""

    side: Side
    which: int | None = None
    meal: Meal | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What was said of one point or part of time.

    *offset* counts from now, and *length* from the rest; *cut* leaves of it what is still to come ("later"),
    what has been ("earlier"), or the first of what comes ("next").
    """

    day: DayExpr | None = None
    clock: Clock | None = None
    part: Part | Pause | None = None
    offset: timedelta | None = None
    length: timedelta | None = None
    cut: Cut | None = None
    zone: str | None = None

    @property
    def only_day(self) -> bool:
        """Whether a day was named and no time on it."""
        return self.day is not None and self.clock is None and self.part is None

    def joined(self, other: Moment) -> Moment | None:
        """Both as one, where they speak of different things ("tue" and "11am"); None where they clash."""
        mine, others = self._said(), other._said()
        both = mine | others
        if mine & others or ("offset" in both and both & {"day", "clock", "part"}):
            return None
        return replace(self, **{name: getattr(other, name) for name in others})

    def _said(self) -> set[str]:
        return {each.name for each in fields(self) if getattr(self, each.name) is not None}


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a stretch; *whole*: with all of its moment ("until Thursday"), else without ("before")."""

    moment: Moment
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one bound to another; the day closes an open end. *from_now*: not before now, if that is in it."""

    lower: Bound | None = None
    upper: Bound | None = None
    from_now: bool = False
