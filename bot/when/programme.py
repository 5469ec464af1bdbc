"""When a programme has something on, as one zone sees it: its days, its hours on a day, its breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Final

from bot.when.zones import at, local_days, whole_days
from corpus.models import Break, Window
from corpus.names import words

_SHORTEST_BREAK: Final = timedelta(minutes=10)  # a shorter gap only changes speakers
_LONGEST_BREAK: Final = timedelta(hours=3)  # a longer one ends the programme's day
_LONGEST_GAP: Final = timedelta(days=7)  # between two days of one conference
_NEAR: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Programme:
    """When something is on, seen in *zone*: *busy*, in any order, and the conference's *days*.

    *now* is in UTC; the days are dates in the conference's own zone, *home*.
    """

    now: datetime
    zone: tzinfo
    days: tuple[date, ...]
    busy: tuple[Window, ...]
    home: tzinfo

    @cached_property
    def today(self) -> date:
        """The date at *now*."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def _stretches(self) -> tuple[Window, ...]:
        return tuple(_merged(self.busy))

    @cached_property
    def busy_days(self) -> frozenset[date]:
        """The dates on which something is on."""
        return frozenset(local_days(self._stretches, self.zone))

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The conference's dates: its days as stated, and those on which something is on in this zone."""
        return tuple(sorted({*self.days, *self.busy_days}))

    @cached_property
    def conference(self) -> tuple[date, ...]:
        """The dates of the conference that is on, else of the next, else of the last."""
        return _current(self.dates, self.today)

    @cached_property
    def running_day(self) -> date | None:
        """The date whose programme is on or comes next; the conference's first, once it is over."""
        busy = sorted(self.busy_days.intersection(self.conference))
        ends = ((day, self.hours(day)) for day in busy)
        return next((day for day, hours in ends if hours and hours.end > self.now), busy[0] if busy else None)

    @cached_property
    def home_days(self) -> tuple[date, ...]:
        """The same conference's days in its own zone."""
        own = set(self.days) or set(local_days(self._stretches, self.home))  # a night's tail is no day of its own
        return _current(tuple(sorted(own)), self.now.astimezone(self.home).date())

    def day_of(self, number: int) -> tuple[date, date] | None:
        """On which dates here the conference's *number*-th day falls; counted from its end if negative.

        It falls where its programme does: a Tuesday in California may be a Wednesday in Tokyo.
        """
        place = number - 1 if number > 0 else number
        if not -len(self.home_days) <= place < len(self.home_days):
            return None
        day = self.home_days[place]
        whole = whole_days(day, day, self.home)
        on = [
            Window(start=max(each.start, whole.start), end=min(each.end, whole.end))
            for each in self._stretches
            if each.overlaps(whole)
        ]
        here = local_days(on, self.zone) or {day}
        return min(here), max(here)

    def during(self, window: Window) -> Window | None:
        """From the first to the last of what is on in *window*; None where nothing is."""
        on = [each for each in self._stretches if each.overlaps(window)]
        if not on:
            return None
        return Window(start=max(window.start, on[0].start), end=min(window.end, max(each.end for each in on)))

    def hours(self, day: date) -> Window | None:
        """The programme's first and last instant on *day*; None where nothing is on."""
        return self.during(whole_days(day, day, self.zone))

    def is_near(self, instant: datetime) -> bool:
        """Whether something is on within half an hour of *instant*."""
        return self.during(Window(start=instant - _NEAR, end=instant + _NEAR)) is not None

    def instant(self, day: date, seconds: float) -> datetime:
        """When clocks here show *seconds* after midnight of *day*."""
        return at(day, seconds, self.zone)

    def named(self, meal: Collection[str], first: date, last: date) -> list[Window]:
        """The breaks of the dates from *first* to *last* that the programme calls by a word of *meal*, in order."""
        whole = whole_days(first, last, self.zone)
        held = (each for each in self.busy if isinstance(each, Break) and not set(words(each.name)).isdisjoint(meal))
        found = (Window(start=each.start, end=each.end) for each in held if whole.holds(each.start))
        return sorted(found, key=lambda each: each.start)

    def breaks(self, first: date, last: date) -> list[Window]:
        """The breaks that begin on the dates from *first* to *last*, in order."""
        whole = whole_days(first, last, self.zone)
        ends = list(_merged(_without_frames(self.busy)))
        gaps = [(one.end, other.start) for one, other in pairwise(ends)]
        return [
            Window(start=start, end=end)
            for start, end in gaps
            if whole.holds(start) and _SHORTEST_BREAK <= end - start <= _LONGEST_BREAK
        ]


def _merged(windows: Iterable[Window]) -> Iterable[Window]:
    """*windows* in order and in UTC, those that touch or overlap as one."""
    current: tuple[datetime, datetime] | None = None
    for start, end in sorted((w.start.astimezone(UTC), w.end.astimezone(UTC)) for w in windows):
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield Window(start=current[0], end=current[1])
        current = start, end
    if current is not None:
        yield Window(start=current[0], end=current[1])


def _without_frames(windows: Iterable[Window]) -> list[Window]:
    """*windows* but those that hold two others or more: a session around its talks bridges their breaks."""
    kept: list[Window] = []
    first_end = second_end = datetime.max.replace(tzinfo=UTC)
    for window in sorted(set(windows), key=lambda each: (each.start, -each.end.timestamp()), reverse=True):
        if second_end > window.end:
            kept.append(window)
        first_end, second_end = sorted((first_end, second_end, window.end))[:2]
    return kept


def _current(dates: Sequence[date], today: date) -> tuple[date, ...]:
    """Of dates in several weeks or years, those of the run that is on, else of the next, else of the last."""
    run: list[date] = []
    for day in dates:
        if run and day - run[-1] > _LONGEST_GAP:
            if run[-1] >= today:
                break
            run = []
        run.append(day)
    return tuple(run)
