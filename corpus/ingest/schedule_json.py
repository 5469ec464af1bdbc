"""A schedule as JSON, as frab and pretalx export it ("schedule.json"), and c3voc's newer one with a flat list.

The first lists events by day and room: ``{"schedule": {"conference": {"days": [{"rooms": {"Hall": […]}}]}}}``; the
newer has them at ``schedule.events``, with their whole start and the room as an object. Schemas:
https://c3voc.de/schedule/schema.json and https://c3voc.de/schema/schedule2
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from corpus.models import Note, Parsed, SourceError
from corpus.programme.frab import Schedule, read_schedule
from corpus.programme.frab_times import Entry
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, json_fault, read_json, row_at, rows_at, text_at
from corpus.report import problem

_FORM: Final = "schedule_json"


def sniff(data: bytes) -> str:
    """What keeps *data* from being a schedule; nothing where it is one."""
    schedule = row_at(read_json(data), "schedule")
    conference = row_at(schedule, "conference")
    if conference and (isinstance(conference.get("days"), list) or isinstance(schedule.get("events"), list)):
        return ""
    return "no list at “schedule.conference.days”, and none at “schedule.events” beside a conference"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """The conference, its talks and what else is on; *zone* is for times that name none.

    Raises SourceError where the file is no schedule, or no event with a title is in it.
    """
    tree = read_json(data)
    if tree is None and (fault := json_fault(data)):
        raise SourceError(f"{name} is no JSON: {fault}.")
    if missing := sniff(data):
        raise SourceError(f"{name} has {missing}.")
    schedule = row_at(tree, "schedule")
    conference = row_at(schedule, "conference")
    problems: list[Note] = []
    entries = [*_by_day(conference, problems), *_flat(schedule.get("events"), "schedule.events", {}, "", problems)]
    return read_schedule(
        Schedule(
            conference={key: value for key, value in conference.items() if key != "days"},
            entries=entries,
            base=text_at(schedule, "base_url") or text_at(conference, "base_url"),
            url=text_at(schedule, "url"),
            problems=problems,
        ),
        form=_FORM,
        name=name,
        zone=zone,
    )


def _by_day(conference: Row, problems: list[Note]) -> Iterator[Entry]:
    days = conference.get("days")
    for place, day in enumerate(days if isinstance(days, list) else []):
        where = f"schedule.conference.days.{place}"
        if not isinstance(day, Mapping):
            problems.append(problem("no day", where))
            continue
        known = {key: day.get(key, day.get(key.removeprefix("day_"))) for key in ("date", "day_start", "day_end")}
        rooms = day.get("rooms")
        if isinstance(rooms, Mapping):
            for room, events in rooms.items():
                yield from _flat(events, f"{where}.rooms.{room}", known, room, problems)
        for number, row in enumerate(rows_at(day, "rooms")):
            yield from _flat(row.get("events"), f"{where}.rooms.{number}.events", known, text_at(row, "name"), problems)
        yield from _flat(day.get("events"), f"{where}.events", known, "", problems)


def _flat(events: Any, where: str, day: Row, room: str, problems: list[Note]) -> Iterator[Entry]:
    """The events of one list; what is no list or no object is a problem, and nothing at all is none."""
    if events and not isinstance(events, list):
        problems.append(problem("no list of events", one_line(where)))
        return
    for place, row in enumerate(events or []):
        if isinstance(row, Mapping):
            yield Entry(one_line(f"{where}.{place}"), row, day, room)
        else:
            problems.append(problem("no event", one_line(f"{where}.{place}")))
