"""Indico's export API as JSON: events (``/export/event/ID.json``) and timetables (``/export/timetable/ID.json``).

https://docs.getindico.io/en/stable/http-api/exporters/event/. An event lists its contributions with
``detail=contributions``, and its sessions with theirs with ``detail=sessions``; a timetable has both by days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.ingest.indico import rows
from corpus.ingest.indico.entries import Entry, Listed, listed_events, title_of, type_of, without_parts
from corpus.models import Event, Note, Parsed, Records, Source, SourceError
from corpus.names import slug
from corpus.programme.events import event_id, event_name
from corpus.programme.kinds import told_kind
from corpus.programme.links import link_to
from corpus.programme.moments import Moments
from corpus.programme.private import private_fields
from corpus.programme.rowfields import prose, words_in
from corpus.programme.schedule import Conference, Talk, by_time, schedule_records
from corpus.programme.texts import one_line
from corpus.programme.times import read_zone
from corpus.programme.trees import json_fault, read_json, row_at, rows_at, text_at
from corpus.report import capped, counted, left_out, problem


def sniff(data: bytes) -> str:
    """What keeps *data* from being an export of Indico; nothing where it is one."""
    tree = read_json(data)
    if any(each.about or each.entries for each in listed_events(tree)):
        return ""
    if row_at(tree).get("_type") == "HTTPAPIResult" and "results" in tree:
        return ""
    return "no “Conference” in “results”, and no day with an “entryType”"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """The events with their sessions and contributions. *zone* is for times that name none.

    Raises SourceError where no contribution can be read, and where there is no such zone.
    """
    tree = read_json(data)
    if tree is None:
        raise SourceError(f"{name} is not sound JSON: {json_fault(data)}.")
    base = text_at(row_at(tree), "url")
    taken: set[str] = set()  # identifiers of events, and what those of their parts begin with
    parts: list[Records] = []
    notes: list[Note] = []
    events = list(listed_events(tree))
    for listed in events:
        home = _free(f"indico-{slug(listed.number)}" if slug(listed.number) else slug(name) or "indico", taken)
        reader = _Reader(listed, home, name, zone, base)
        if talks := reader.talks():
            records, said = schedule_records(reader.conference(taken), by_time(talks))
            parts.append(records)
            notes += said
        else:
            notes.append(left_out(f"event {listed.number} lists no contribution"))
        notes += reader.notes()
    if not parts:
        raise SourceError(f"{name} lists no contribution: it is exported with detail=contributions or detail=sessions.")
    merged = Records.of(record for part in parts for record in part.all())
    return Parsed(records=merged, notes=(*notes, *private_fields(without_parts(events))))


class _Reader:
    """What the parts of one event have in common."""

    def __init__(self, listed: Listed, home: str, name: str, zone: str | None, base: str) -> None:
        self._listed = listed
        self._home = home
        self._name = name
        self._base = base
        told = Counter(rows.zones(entry.row for entry in listed.entries))
        self._zone = read_zone(listed.about.get("timezone")) or next((each for each, _ in told.most_common(1)), None)
        self._moments = Moments(zone, name)
        self._problems: list[Note] = []

    def talks(self) -> list[Talk]:
        """The parts of the event that have a title."""
        named: dict[str, Talk] = {}  # sessions that contributions only name
        talks = [talk for entry in self._listed.entries if (talk := self._talk(entry, named)) is not None]
        return [*named.values(), *talks]

    def conference(self, taken: set[str]) -> Conference:
        """The event, its identifier none of those *taken*."""
        about, zone = self._listed.about, self._zone or self._moments.zone()
        title = one_line(text_at(about, "title"))
        if not title:
            return Conference(Source(id=self._home, title=self._name, format="indico"), zone=zone)
        first, last = (rows.day(about.get(key), zone) for key in ("startDate", "endDate"))
        name = event_name(title, first.year if first else None)
        own = event_id(name)
        own = _free(f"{own}-{slug(self._listed.number)}" if own in taken else own, taken)
        page = link_to(about.get("url"), base=self._base, usual="page")
        source = Source(id=f"{own}-indico", title=f"{name} programme", format="indico", event=own)
        event = Event(
            id=own,
            name=name,
            start=first,
            end=last if first and last and last >= first else first,
            zone=zone,
            place=one_line(text_at(about, "location")),
            people=rows.chairs(about),
            links=(page,) if page else (),
            sources=(source.id,),
        )
        return Conference(source.model_copy(update={"url": page.url if page else None}), event, zone)

    def notes(self) -> Iterator[Note]:
        """What could not be read, and what was left out."""
        yield from self._moments.notes()
        yield from capped(self._problems)
        everything = [self._listed.about, *(entry.row for entry in self._listed.entries)]
        if number := sum(each.get("is_protected") is True for row in everything for _, each in rows.attachments(row)):
            yield left_out(counted(number, "protected attachment"))

    def _talk(self, entry: Entry, named: dict[str, Talk]) -> Talk | None:
        row, where = entry.row, entry.where
        title = title_of(entry)
        if not title:
            self._problems.append(problem(f"a {entry.kind.casefold()} without title", where))
            return None
        people = rows.givers(row) if entry.kind in {"Contribution", "Part"} else ()
        session = self._session(entry, named) if people else ""
        span = self._moments.span(*rows.times(row, self._zone), where) if entry.kind != "Part" else None
        own = self._identifier(entry)
        whole = one_line(text_at(row_at(row, "partOf"), "title"))
        return Talk(
            where=where,
            title=title,
            keys=(("id", own),) if own else (),
            id=own,
            is_talk=bool(people),
            type=type_of(entry, title),
            people=people,
            abstract=prose(row.get("description")) or prose(row_at(row, "session").get("description")),
            track=rows.name_in(row.get("track")),
            keywords=words_in(row.get("keywords")),
            orgs=rows.homes(row),
            notes=(f"Part of “{whole}”.",) if whole else (),
            links=rows.links(row, self._base),
            start=span.start if span else None,
            end=span.end if span else None,
            room=one_line(text_at(row, "roomFullname", "room")),
            session=session,
            chairs=rows.chairs(row, row_at(row, "session")),
        )

    def _session(self, entry: Entry, named: dict[str, Talk]) -> str:
        """The identifier of the session that *entry* is within; *named* gets one that is known by its title alone."""
        if entry.within is not None:
            around = Entry("Session", "", entry.within)
            return self._identifier(around) if title_of(around) else ""
        title = rows.name_in(entry.row.get("session") or row_at(entry.row, "partOf").get("session"))
        if not title or rows_at(self._listed.about, "sessions"):
            return ""
        own = f"{self._home}-s-{slug(title) or 'unnamed'}"
        named.setdefault(own, Talk(where=entry.where, title=title, id=own, is_talk=False, type=told_kind(title)))
        return own

    def _identifier(self, entry: Entry) -> str:
        """What Indico's number makes of an identifier, the same for an event and its timetable; "" without one."""
        letter, *keys = {
            "Session": ("s", "sessionSlotId", "id"),
            "Contribution": ("c", "db_id", "contributionId", "id"),
            "Part": ("p", "db_id", "id"),
            "Break": ("b", "id"),
        }[entry.kind]
        number = slug(rows.number_in(entry.row, *keys))
        return f"{self._home}-{letter}{number.removeprefix(letter)}" if number else ""


def _free(name: str, taken: set[str]) -> str:
    """*name*, with a number where it is *taken*; it is so from now on."""
    free = next(each for each in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)
    taken.add(free)
    return free
