"""Schedules as Pentabarf, frab and pretalx export them and c3voc describes them, from JSON or from XML.

https://c3voc.de/wiki/schedule and https://github.com/voc/schedule (validator) have the schemas. The reader of
either form hands over the conference and its events as objects with the names of the JSON form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from corpus.models import Event, Link, Note, Parsed, Source, SourceError
from corpus.names import slug
from corpus.programme.events import event_id, event_name
from corpus.programme.frab_events import Context, biographies, event_talk, event_title, names_by_reference
from corpus.programme.frab_times import DAY_CHANGE, Clock, Entry, day_of, is_moved, moments_as_told
from corpus.programme.links import absolute
from corpus.programme.moments import Moments
from corpus.programme.private import private_fields
from corpus.programme.schedule import Conference, schedule_records
from corpus.programme.texts import one_line
from corpus.programme.times import in_zone, read_clock, read_day, read_moment, read_zone, zone_told_in
from corpus.programme.trees import Row, rows_at, text_at
from corpus.report import capped, counted, left_out, opening, problem


class Schedule(NamedTuple):
    """A schedule as a file has it; *base* is what its addresses are relative to, *url* its own page."""

    conference: Row
    entries: Sequence[Entry]
    base: str = ""
    url: str = ""
    problems: Sequence[Note] = ()


def read_schedule(schedule: Schedule, *, form: str, name: str, zone: str | None) -> Parsed:
    """The records of *schedule*, which the file *name* has in the format *form*; *zone* is for times without offset.

    Raises SourceError where no event has a title, and where there is no such zone.
    """
    row = schedule.conference
    change = read_clock(text_at(row, "day_change"))
    clock = Clock(DAY_CHANGE if change is None else change, given=read_zone(zone), named=read_zone(_zone_text(row)))
    moments = Moments(zone or clock.named, name)
    entries = [entry for entry in schedule.entries if event_title(entry.row)]
    if not entries:
        raise SourceError(f"{name} has a schedule, but no event with a title is in it.")
    told = zone_told_in(clock.given or clock.named, moments_as_told(entries))
    conference = _conference(schedule, form, name, told)
    context = Context(
        home=(conference.event or conference.source).id,
        base=schedule.base,
        clock=clock,
        moments=moments,
        rooms=names_by_reference(rows_at(row, "rooms")),
        tracks=names_by_reference(rows_at(row, "tracks")),
    )
    records, read = schedule_records(conference, [event_talk(entry, context) for entry in entries])
    untitled = [problem("no title", entry.where) for entry in schedule.entries if not event_title(entry.row)]
    notes = [
        *read,
        *_night_notes(entries, clock),
        *_private_notes(schedule),
        *_conference_notes(row, conference.event),
        *_zone_notes(row, clock, entries, told),
        *moments.notes(),
        *capped([*schedule.problems, *untitled]),
    ]
    return Parsed(records=records, notes=tuple(notes))


def _conference(schedule: Schedule, form: str, name: str, zone: str | None) -> Conference:
    row, base = schedule.conference, schedule.base
    title = one_line(text_at(row, "title")) or one_line(text_at(row, "acronym"))
    own = absolute(schedule.url, base)
    if not slug(title):
        return Conference(Source(id=slug(name) or form, title=name, format=form, url=own or None), None, zone)
    days = [day for entry in schedule.entries if (day := day_of(entry))]
    first = _day(row.get("start"), zone) or min(days, default=None)
    last = _day(row.get("end"), zone) or max(days, default=None)
    named = event_name(title, first.year if first else None)
    source = Source(
        id=slug(f"{named} {form}"),
        title=f"{named} programme",
        format=form,
        event=event_id(named),
        url=own or None,
    )
    page = absolute(row.get("url"), base) or own
    event = Event(
        id=event_id(named),
        name=named,
        start=first,
        end=last if last and (first is None or last >= first) else None,
        zone=zone,
        place=", ".join(part for key in ("venue", "city") if (part := one_line(text_at(row, key)))),
        links=(Link(label="page", url=page),) if page else (),
        sources=(source.id,),
    )
    return Conference(source, event, zone)


def _day(value: Any, zone: str | None) -> date | None:
    """The day that *value* is or falls on in *zone*."""
    moment = read_moment(value)
    if moment is None or moment.tzinfo is None or zone is None or in_zone(moment, None) is None:
        return read_day(value)
    return moment.astimezone(ZoneInfo(zone)).date()


def _conference_notes(row: Row, event: Event | None) -> Iterator[Note]:
    for key in ("start", "end"):
        if event is not None and text_at(row, key) and getattr(event, key) is None:
            yield problem(f"“{opening(text_at(row, key))}” is no {key} of a conference", f"conference.{key}")


def _zone_text(row: Row) -> str:
    return text_at(row, "time_zone_name", "timezone", "time_zone")


def _zone_notes(row: Row, clock: Clock, entries: Sequence[Entry], told: str | None) -> Iterator[Note]:
    if _zone_text(row) and clock.named is None:
        yield problem(f"there is no time zone “{_zone_text(row)}”", "conference.time_zone_name")
    said = clock.given or clock.named
    if said is not None and said != told:
        offset = next(moments_as_told(entries)).isoformat()[-6:]
        yield problem(f"times are said to be in {said}, but written at {offset}: they are told as written")


def _night_notes(entries: Sequence[Entry], clock: Clock) -> Iterator[Note]:
    moved = sum(is_moved(entry, clock) for entry in entries)
    if moved:
        yield Note(level="read", text=f"{counted(moved, 'start')} after midnight taken for the night after its day")


def _private_notes(schedule: Schedule) -> Iterator[Note]:
    lives = sum(biographies(entry.row) for entry in schedule.entries)
    if lives:
        yield left_out(f"private: biography, {counted(lives, 'time')}")
    rows = [entry.row for entry in schedule.entries]
    yield from private_fields({"conference": schedule.conference, "event": rows})
