"""The times of one programme: read one by one, with what could not be read told in the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from corpus.models import Note, SourceError
from corpus.programme.times import in_zone, read_clock, read_day, read_moment, read_zone, zone_told_in
from corpus.programme.trees import Row
from corpus.report import capped, counted, opening, problem

_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})


class Span(NamedTuple):
    """From when to when something is on, in UTC, as far as that is known."""

    start: datetime | None = None
    end: datetime | None = None


class Moments:
    """A reader of times: those without offset are told in *zone*; where that is None they are left out.

    Raises SourceError, with a sentence about the file *name*, where there is no such zone.
    """

    def __init__(self, zone: str | None, name: str) -> None:
        self._zone = read_zone(zone) if zone else None
        if zone and self._zone is None:
            raise SourceError(f"{name} cannot be read in the zone “{zone}”, which there is not.")
        self._unplaced = 0
        self._written: dict[object, datetime] = {}  # one of each day and offset
        self._problems: list[Note] = []

    def span(self, start: Any, end: Any, where: str) -> Span:
        """What *start* and *end* say, with *where* they stand for the report."""
        first = self._moment(start, where)
        last = self._moment(end, where) if first else None
        if first and last and last < first:
            self._problems.append(problem("it ends before it starts: its time is left out", where))
            return Span()
        return Span(first, last)

    def zone(self) -> str | None:
        """The zone in which the times that were read are told; an offset of UTC says nothing against another one."""
        told = zone_told_in(self._zone, self._written.values())
        return self._zone or told if told == "UTC" else told

    def notes(self) -> list[Note]:
        """What of the times could not be read."""
        unplaced = f"{counted(self._unplaced, 'time')} without offset left out: name their zone with --zone"
        return [*([problem(unplaced)] if self._unplaced else []), *capped(self._problems)]

    def _moment(self, value: Any, where: str) -> datetime | None:
        if value in _NOTHING or (isinstance(value, str) and not value.strip()):
            return None
        moment = read_moment(value)
        if moment is not None and moment.tzinfo is None and self._zone is None:
            self._unplaced += 1
            return None
        placed = in_zone(moment, self._zone)
        if moment is None or placed is None:
            said = opening(value) if isinstance(value, str) else type(value).__name__
            self._problems.append(problem(f"no time: “{said[:60]}”", where))
        elif moment.tzinfo:
            self._written.setdefault((moment.utcoffset(), moment.date()), moment)
        return placed


def with_day(row: Row, clock: str, *days: str) -> Any:
    """The time in the field *clock* of *row*; where it is a time of day, on the day in the first of *days*."""
    value = row.get(clock)
    time = read_clock(value)
    day = next((found for key in days if (found := read_day(row.get(key)))), None)
    if time is None or day is None:
        return value
    return datetime.combine(day, datetime.min.time()) + time
