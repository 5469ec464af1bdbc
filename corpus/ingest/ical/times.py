"""What iCalendar entries say of their times: start, end and repetition, each time in its zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from corpus.ingest.ical.lines import Component, Property
from corpus.ingest.ical.rules import Rule, read_rule
from corpus.ingest.ical.zones import Zone, Zones
from corpus.models import Note
from corpus.programme.times import read_day, read_duration, read_moment
from corpus.report import counted, problem

When = datetime | date
_YEARS: Final = range(1970, 2200)  # those in which a programme can be
_ALL_DAY: Final = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")


class Entry(NamedTuple):
    """An entry as it is written. A time without a known zone is naive.

    Of one that lasts all day, *start* and *end* are dates, and *end* is the first day after it. *instance* is
    the day of a repeated entry that it stands for (*onwards* with those after it); *more* and *without* are days
    beside those of *rules*.
    """

    component: Component
    start: When | None = None
    end: When | None = None
    instance: When | None = None
    onwards: bool = False
    sequence: int = 0
    rules: tuple[Rule, ...] = ()
    more: tuple[When, ...] = ()
    without: tuple[When, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether it is on several days, and says so itself."""
        return self.start is not None and self.instance is None and bool(self.rules or self.more)

    @property
    def days(self) -> list[date]:
        """The days that it names, its first and its last one among them."""
        return [day_of(each) for each in (self.start, self.last, *self.more) if each is not None]

    @property
    def last(self) -> When | None:
        """When it ends; of what lasts all day its last day."""
        if self.start is None or self.end is None or isinstance(self.end, datetime):
            return self.end
        return max(day_of(self.start), self.end - timedelta(days=1))


def day_of(when: When) -> date:
    """The day of *when*, in its own zone."""
    return when.date() if isinstance(when, datetime) else when


class Times:
    """A reader of the times of one file: those without zone are told in *floating*, if that is known."""

    def __init__(self, zones: Zones, floating: Zone | None) -> None:
        self._zones = zones
        self._floating = floating
        self._unknown: Counter[str] = Counter()
        self._problems: list[Note] = []
        self._told: Counter[str] = Counter()

    def entry(self, component: Component) -> Entry:
        """What *component*, a VEVENT, says of its times."""
        start = self._first(component, "DTSTART")
        if start is None:
            return Entry(component)
        end = self._end(component, start)
        if any(component.text(name).strip().upper() == "TRUE" for name in _ALL_DAY):
            start, end = day_of(start), day_of(end) if end is not None else None
        rules = [self._rule(each, start) for each in component.all("RRULE")]
        sequence = component.text("SEQUENCE").strip()
        return Entry(
            component=component,
            start=start,
            end=end,
            instance=self._first(component, "RECURRENCE-ID"),
            onwards=any(each.parameters.get("RANGE") == "THISANDFUTURE" for each in component.all("RECURRENCE-ID")),
            sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
            rules=tuple(rule for rule in rules if rule) if all(rules) else (),
            more=tuple(self._all(component, "RDATE")),
            without=tuple(self._all(component, "EXDATE")),
        )

    def zone(self) -> str | None:
        """The IANA name of the zone in which most of the times are told; None where they name none."""
        return next((name for name, _ in self._told.most_common(1)), None)

    def notes(self) -> list[Note]:
        """What could not be read."""
        unknown = [
            problem(f"there is no zone “{name[:60]}”: {counted(times, 'time')} without zone")
            for name, times in self._unknown.items()
        ]
        return [*unknown, *self._problems]

    def _first(self, component: Component, name: str) -> When | None:
        return next(self._all(component, name), None)

    def _all(self, component: Component, name: str) -> Iterator[When]:
        for each in component.all(name):
            for value in each.value.split(","):
                when = self._time(value.partition("/")[0].strip(), each)  # of a period its start
                if when is not None and when.year in _YEARS:
                    yield when
                else:
                    self._problems.append(problem(f"no time of a programme in {name}", f"line {each.line}"))

    def _time(self, value: str, said: Property) -> When | None:
        """The time or day that *value* is, in its zone; None where it is neither."""
        moment = read_moment(value)
        if moment is None or said.parameters.get("VALUE", "").upper() == "DATE":
            return read_day(value) if moment or value.replace("-", "").isdecimal() else None
        if moment.tzinfo is not None:
            return moment
        tzid = said.parameters.get("TZID", "")
        zone = self._zones.named(tzid) if tzid else self._floating
        if zone is None:
            self._unknown.update([tzid] if tzid else [])
            return moment
        self._told.update([zone.name] if zone.name else [])
        return moment.replace(tzinfo=zone.rules)

    def _end(self, component: Component, start: When) -> When | None:
        end = self._first(component, "DTEND")
        if end is None:
            return self._after_duration(component, start)
        if isinstance(end, datetime) != isinstance(start, datetime):
            text = "of its start and its end one is a time, the other a day: it has no end"
            self._problems.append(problem(text, f"line {component.line}"))
            return None
        return end

    def _after_duration(self, component: Component, start: When) -> When | None:
        said = next(iter(component.all("DURATION")), None)
        if said is None:
            return None
        length = read_duration(said.value.strip().upper()) if said.value.strip().upper().startswith("P") else None
        if length is None:
            self._problems.append(problem("no length in DURATION", f"line {said.line}"))
            return None
        return start + length

    def _rule(self, each: Property, start: When) -> Rule | None:
        rule = read_rule(each.value, start)
        if rule is None:
            text = f"no programme repeats by “{each.value[:60]}”: only its first day is read"
            self._problems.append(problem(text, f"line {each.line}"))
        return rule
