"""iCalendar files (RFC 5545), as calendar programs and conference systems export them.

https://www.rfc-editor.org/rfc/rfc5545. An entry becomes a session; or a talk, where the file says who gives it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from corpus.dates import written_range
from corpus.ingest.ical.days import Occasion, occasions
from corpus.ingest.ical.lines import CalendarFile, Component, begins_calendar, read_calendar
from corpus.ingest.ical.texts import Said, said_in
from corpus.ingest.ical.times import Times, day_of
from corpus.ingest.ical.zones import Zone, Zones
from corpus.models import Event, Note, Parsed, Source, SourceError
from corpus.names import slug, title_key, words
from corpus.programme.cancelled import is_cancelled
from corpus.programme.events import event_id, event_name, read_year
from corpus.programme.kinds import told_kind
from corpus.programme.moments import Moments, Span
from corpus.programme.schedule import Conference, Talk, by_time, schedule_records
from corpus.programme.texts import one_line
from corpus.programme.times import read_zone
from corpus.report import capped, counted, left_out, problem

_PEOPLE: Final = ("ATTENDEE", "ORGANIZER", "CONTACT")  # who comes, not who speaks; with their addresses
_ABOUT: Final = re.compile(r"[\s:,–—-]+(?:schedule|programme?|calendar|agenda|timetable)$", re.IGNORECASE)
_SHORT: Final = 6  # words of a title that tells a break or a social
_LONG: Final = 16  # characters from which an identifier is one nowhere else
_LONGEST: Final = 60


def sniff(data: bytes) -> str:
    """What keeps *data* from being a calendar; nothing where it is one."""
    return "" if begins_calendar(data) else "no BEGIN:VCALENDAR at its top"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """The entries on each of their days; those that are cancelled or private are left out.

    Times without zone are told in the calendar's own (X-WR-TIMEZONE), else in *zone*. Raises SourceError where no
    entry can be read, and where there is no such zone.
    """
    if not begins_calendar(data):
        raise SourceError(f"{name} does not begin with BEGIN:VCALENDAR.")
    file = read_calendar(data)
    reader = _Reader(file, name, zone)
    return reader.parsed()


class _Reader:
    """What the entries of one file have in common."""

    def __init__(self, file: CalendarFile, name: str, zone: str | None) -> None:
        self._file = file
        self._name = name
        self._method = file.calendar.text("METHOD").strip().upper()
        self._product = file.calendar.text("PRODID")
        zones = Zones(file.zones)
        own = _own_zone(file, zones)
        self._times = Times(zones, own)
        self._moments = Moments(zone, name)
        found, self._left = occasions([self._times.entry(each) for each in file.events])
        self._hidden = {each.line: why for each in file.events if (why := self._why_hidden(each))}
        self._shown = [each for each in found if each.component.line not in self._hidden]
        self._zone = (own.name if own else None) or self._times.zone() or (read_zone(zone) if zone else None)
        self._title = _calendar_name(file.calendar)
        self._event = self._conference()
        self._home = self._event.id if self._event else slug(name) or "calendar"
        self._problems: list[Note] = []

    def parsed(self) -> Parsed:
        talks = [talk for each in self._shown if (talk := self._talk(each)) is not None]
        if not talks:
            reasons = [counted(*pair[::-1]) for pair in Counter(self._hidden.values()).items()]
            problems = [*self._problems, *self._file.problems]
            said = [*reasons, *(f"{note.where}: {note.text}".removeprefix(": ") for note in problems[:1])]
            raise SourceError(f"{self._name} is a calendar without an entry that can be shown{_listed(said)}.")
        source = Source(
            id=f"{self._event.id}-icalendar" if self._event else self._home,
            title=self._title or self._name,
            format="icalendar",
            event=self._event.id if self._event else None,
            url=self._file.calendar.address("URL", "SOURCE", "X-ORIGINAL-URL") or None,
        )
        zone = self._zone or self._moments.zone()
        event = self._event.model_copy(update={"zone": zone, "sources": (source.id,)}) if self._event else None
        records, notes = schedule_records(Conference(source, event, zone), by_time(talks))
        return Parsed(records=records, notes=(*notes, *self._notes()))

    def _notes(self) -> Iterator[Note]:
        yield from self._moments.notes()
        broken = [note for note in self._left if note.level == "problem"]
        yield from capped([*self._file.problems, *self._times.notes(), *self._problems, *broken])
        yield from capped([note for note in self._left if note.level == "left out"], "more such")
        for why, number in Counter(self._hidden.values()).items():
            yield left_out(counted(number, why))
        for kind, number in self._file.others.items():
            yield left_out(counted(number, kind))
        people = Counter(each.name for entry in self._file.events for each in entry.all(*_PEOPLE))
        for kind, number in people.items():
            yield left_out(f"private: {kind}, {counted(number, 'time')}")

    def _talk(self, occasion: Occasion) -> Talk | None:
        """The entry on one day; None where it has no title, or only says when the conference is."""
        entry, where = occasion.component, f"line {occasion.component.line}"
        said = said_in(entry, self._product)
        if not said.title:
            self._problems.append(problem("an entry without a title (SUMMARY)", where))
            return None
        if said.lost:
            self._problems.append(problem(f"an address without its site is left out: “{said.lost[:60]}”", where))
        if self._event and self._is_whole(occasion, self._event.name):
            return None
        timed = isinstance(occasion.start, datetime)
        span = self._moments.span(occasion.start, occasion.end, where) if timed else Span()
        return Talk(
            where=where,
            title=said.title,
            keys=_keys(entry, said),
            id=self._identifier(occasion, repeated=not said.people),
            is_talk=bool(said.people),
            type=said.type or ("talk" if said.people else _kind(said.title)),
            people=said.people,
            abstract=said.abstract,
            track=said.track,
            keywords=said.keywords,
            notes=tuple(_remarks(occasion)),
            links=said.links,
            start=span.start,
            end=span.end,
            room=said.room,
        )

    def _identifier(self, occasion: Occasion, *, repeated: bool) -> str:
        """What the UID makes of an identifier, with the day where the entry is *repeated*; "" where there is none."""
        uid = occasion.component.text("UID").strip()
        stem = slug(uid.partition("@")[0])
        if not stem:
            return ""
        if len(stem) > _LONGEST:  # Outlook's begin alike
            stem = hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()[:20]
        if len(stem) < _LONG:
            stem = f"{self._home}-{stem}"
        return f"{stem}-{occasion.day}" if occasion.day and repeated else stem

    def _conference(self) -> Event | None:
        """The conference that the calendar is named after.

        Calendars are called after their owners or lists too ("My sessions"), under which nobody looks for a
        talk; the year that its entries are in is what only the name of a conference has.
        """
        name = event_name(_ABOUT.sub("", self._title))
        years = {day_of(each.start).year for each in self._shown if each.start is not None}
        if read_year(name) not in years or title_key(name).isdecimal():
            return None
        whole = next((each for each in self._shown if self._is_whole(each, name)), None)
        first, last = (day_of(each) if each else None for each in (whole and whole.start, whole and whole.end))
        return Event(id=event_id(name), name=name, start=first, end=last or first)

    def _is_whole(self, occasion: Occasion, conference: str) -> bool:
        """Whether it is all of the *conference*, by its days, that *occasion* says the days of."""
        if occasion.start is None or isinstance(occasion.start, datetime):
            return False
        title = event_name(occasion.component.text("SUMMARY"), occasion.start.year)
        return title_key(title) == title_key(conference)

    def _why_hidden(self, entry: Component) -> str:
        """What *entry* is that nobody is to be shown: "cancelled item"; "" where everybody is."""
        cancelled = self._method == "CANCEL" or entry.text("STATUS").strip().upper() == "CANCELLED"
        if cancelled or is_cancelled(entry.text("SUMMARY")):
            return "cancelled item"
        level = entry.text("CLASS").strip().casefold()
        return f"{level} item" if level in {"private", "confidential"} else ""


def _calendar_name(calendar: Component) -> str:
    """What the calendar is called; "" where that is somebody's address."""
    name = one_line(calendar.text("X-WR-CALNAME", "NAME"))
    return "" if "@" in name else name


def _own_zone(file: CalendarFile, zones: Zones) -> Zone | None:
    """The zone of the calendar; None where it has none, or where the file holds calendars of several zones."""
    named = {each.text.strip() for each in file.calendar.all("X-WR-TIMEZONE")}
    return zones.named(named.pop()) if len(named) == 1 else None


def _keys(entry: Component, said: Said) -> tuple[tuple[str, ...], ...]:
    """What makes two entries one talk: what they are called and who gives them, or their identifier."""
    uid = entry.text("UID").strip()
    same = ("said", title_key(said.title), *sorted(said.people))
    return (same, ("uid", uid, title_key(said.title))) if uid else (same,)


def _remarks(occasion: Occasion) -> Iterator[str]:
    if occasion.start is not None and not isinstance(occasion.start, datetime):
        last = day_of(occasion.end) if occasion.end is not None else occasion.start
        yield f"All day, {written_range(occasion.start, last)}."
    if occasion.component.text("STATUS").strip().upper() == "TENTATIVE":
        yield "Not certain yet."


def _kind(title: str) -> str:
    """What an entry of this *title* is; one with tea in a long title is no break."""
    kind = told_kind(title)
    return "session" if kind in {"break", "social"} and len(words(title)) > _SHORT else kind


def _listed(reasons: list[str]) -> str:
    return f" ({', '.join(reasons)})" if reasons else ""
