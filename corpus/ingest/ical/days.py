"""The entries of an iCalendar file on each of their days: repetitions unrolled, old versions left out.

recurring_ical_events unrolls them. It is given times and rules alone: texts are none of its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

import icalendar
import recurring_ical_events

from corpus.dates import written
from corpus.ingest.ical.lines import Component
from corpus.ingest.ical.rules import MOST, last_day
from corpus.ingest.ical.times import Entry, When, day_of
from corpus.ingest.ical.zones import UNSOUND
from corpus.models import Note
from corpus.report import counted, left_out, problem

_MOST_SERIES: Final = 1000  # repeated entries of one file: each takes time to unroll
_MARGIN: Final = timedelta(days=2)  # more than zones lie apart


class Occasion(NamedTuple):
    """An entry on one of its days; *day* tells the days of a repeated entry apart: "2031-05-07".

    *start* and *end* are dates where it lasts all day, *end* being its last day. A time without zone is naive.
    """

    component: Component
    start: When | None
    end: When | None = None
    day: str = ""


def occasions(entries: Sequence[Entry]) -> tuple[list[Occasion], list[Note]]:
    """*entries* on each of their days, in the order of the file, and a report of what is left out."""
    calendar = max((day for each in entries if not _is_endless(each) for day in each.days), default=None)
    groups: dict[str, list[Entry]] = {}
    for place, entry in enumerate(entries):
        groups.setdefault(entry.component.text("UID").strip() or f" {place}", []).append(entry)
    unroller = _Unroller(calendar)
    found = [occasion for group in groups.values() for occasion in unroller.group(group)]
    return found, unroller.notes()


class _Unroller:
    """Unrolls what repeats, without end to the last day of the *calendar*, if that is known."""

    def __init__(self, calendar: date | None) -> None:
        self._calendar = calendar
        self._series = 0
        self._older = 0
        self._notes: list[Note] = []

    def group(self, group: list[Entry]) -> Iterator[Occasion]:
        """The occasions of the entries of one UID: those of a repeated one, with its exceptions, or single ones."""
        current = self._current(group)
        repeated = [entry for entry in current if entry.repeats]
        exceptions = [entry for entry in current if repeated and entry.instance is not None]
        for entry in current:
            if entry.repeats:
                yield from self._unrolled(entry, exceptions)
                exceptions = []  # they are of the first one; several of one UID are a mistake
            elif not repeated or entry.instance is None:
                yield _single(entry)

    def notes(self) -> list[Note]:
        older = [left_out(counted(self._older, "older version"))] if self._older else []
        return [*older, *self._notes]

    def _current(self, group: list[Entry]) -> list[Entry]:
        """*group* without older versions of an entry, and without what stands there twice."""
        newest: dict[str, int] = {}
        for entry in group:
            newest[str(entry.instance)] = max(newest.get(str(entry.instance), 0), entry.sequence)
        kept: dict[tuple[str, ...], Entry] = {}
        for entry in group:
            if entry.sequence == newest[str(entry.instance)]:
                said = (str(entry.instance), entry.component.text("SUMMARY"), str(entry.start), str(entry.end))
                kept.setdefault(said, entry)
        self._older += len(group) - len(kept)
        return list(kept.values())

    def _unrolled(self, entry: Entry, exceptions: list[Entry]) -> list[Occasion]:
        self._series += 1
        where = f"line {entry.component.line}"
        last = last_day(entry.rules, min(entry.days), self._calendar)
        try:
            found = _series(entry, exceptions, last) if self._series <= _MOST_SERIES else None
        except UNSOUND:
            found = None
        if found is None:
            self._notes.append(problem("its repetition cannot be followed: only its first day is read", where))
            return [_single(each) for each in (entry, *exceptions)]
        if _is_endless(entry):
            self._notes.append(left_out(f"repeated without end: what comes after {written(last)}", where))
        if len(found) > MOST:
            self._notes.append(left_out(f"repeated on more than {MOST} days: what comes after those", where))
        return found[:MOST]


def _series(entry: Entry, exceptions: Sequence[Entry], last: date) -> list[Occasion]:
    """The occasions of *entry* to its *last* day, in their order, moved or changed as *exceptions* say."""
    entries = [entry, *(each for each in exceptions if each.start is not None)]
    named = {_instance(day, entry) for day in (*entry.more, *(each.instance for each in exceptions)) if day}
    days = [day for each in entries for day in each.days]
    calendar = icalendar.Calendar()
    for place, each in enumerate(entries):
        calendar.add_component(_bare(each, place))
    query = recurring_ical_events.of(calendar)
    found = []
    for event in query.between(_midnight(min(days)) - _MARGIN, _midnight(max(last, *days)) + _MARGIN):
        instance = _instance(event["RECURRENCE-ID"].dt, entry)
        day = instance.partition("T")[0]
        if date.fromisoformat(day) <= last or instance in named:
            each = entries[int(event["X-PLACE"])]
            moved = each._replace(start=event["DTSTART"].dt, end=event["DTEND"].dt if each.end is not None else None)
            found.append(Occasion(each.component, moved.start, moved.last, day))
    return sorted(found, key=lambda occasion: occasion.day)


def _bare(entry: Entry, place: int) -> icalendar.Event:
    """The times of *entry* alone, with its *place* to know it by."""
    event = icalendar.Event()
    event.add("UID", "series")
    event.add("X-PLACE", str(place))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", entry.start)
    if entry.end is not None:
        event.add("DTEND", entry.end)
    if entry.instance is not None:
        event.add("RECURRENCE-ID", entry.instance, {"RANGE": "THISANDFUTURE"} if entry.onwards else {})
        return event
    for name, days in (("RDATE", entry.more), ("EXDATE", entry.without)):
        if days:
            event.add(name, list(days))
    for rule in entry.rules:
        event.add("RRULE", icalendar.vRecur.from_ical(rule.text))
    return event


def _instance(when: When, entry: Entry) -> str:
    """The day, and the time if any, of *when* as the zone of *entry* has it."""
    zone = entry.start.tzinfo if isinstance(entry.start, datetime) else None
    if isinstance(when, datetime) and when.tzinfo and zone:
        when = when.astimezone(zone)
    return when.isoformat()


def _single(entry: Entry) -> Occasion:
    day = day_of(entry.instance).isoformat() if entry.instance else ""
    return Occasion(entry.component, entry.start, entry.last, day)


def _is_endless(entry: Entry) -> bool:
    return any(rule.endless for rule in entry.rules)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
