"""What the objects of Indico's export API hold: people, times, links. An event and a timetable name them differently.

https://docs.getindico.io/en/stable/http-api/. Times are objects: {"date": "2031-05-07", "time": "09:00:00", "tz": …}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from corpus.models import Link, Person
from corpus.programme.links import link_to
from corpus.programme.orgs import orgs_of
from corpus.programme.people import person
from corpus.programme.rowfields import in_order
from corpus.programme.texts import one_line
from corpus.programme.times import read_day, read_duration, read_moment, read_zone
from corpus.programme.trees import Row, rows_at, text_at

_GIVING: Final = ("primaryauthors", "coauthors", "speakers", "presenters")  # authors, and those who only speak
_CHAIRING: Final = ("conveners", "sessionConveners", "chairs")


def givers(row: Row) -> tuple[str, ...]:
    """Who wrote and gives a contribution, the authors in their order before those who only speak."""
    return _names(row, _GIVING)


def homes(row: Row) -> tuple[str, ...]:
    """Where those who wrote and give a contribution are from."""
    return orgs_of(row, *_GIVING)


def chairs(*rows: Row) -> tuple[Person, ...]:
    """Who chairs an event or convenes a session: as the first of *rows* says that names anyone."""
    return next((people for row in rows if (people := _chairs(row))), ())


def _chairs(row: Row) -> tuple[Person, ...]:
    listed = [each for key in _CHAIRING for each in rows_at(row, key)]
    people = {name: each for each in reversed(listed) if (name := _name(each))}
    return tuple(
        Person(name=name, role="Chair", org=" and ".join(orgs_of(each))) for name, each in reversed(people.items())
    )


def moment(value: Any, zone: str | None) -> Any:
    """The time that the object *value* is, in its own zone, else in *zone*; a value that is no object as it is."""
    if not isinstance(value, Mapping):
        return value
    day, clock = text_at(value, "date"), text_at(value, "time")
    if not day and not clock:
        return None
    found = read_moment(f"{day}T{clock}")
    own = read_zone(text_at(value, "tz")) or zone
    if found is None or found.tzinfo is not None or own is None:
        return found or f"{day} {clock}"
    return found.replace(tzinfo=ZoneInfo(own))


def times(row: Row, zone: str | None) -> tuple[Any, Any]:
    """When *row* starts and ends; where it has no end, by its length in minutes."""
    start, end = (moment(row.get(key), zone) for key in ("startDate", "endDate"))
    length = read_duration(row.get("duration"))
    if end is not None or length is None or not isinstance(start, datetime) or start.year == MAXYEAR:
        return start, end
    return start, start + length


def day(value: Any, zone: str | None) -> date | None:
    """The day of the time that the object *value* is, as *zone* has it."""
    found = moment(value, zone)
    if not isinstance(found, datetime):
        return read_day(text_at(value, "date")) if isinstance(value, Mapping) else read_day(value)
    try:
        return (found.astimezone(ZoneInfo(zone)) if zone and found.tzinfo else found).date()
    except (OverflowError, ValueError):
        return None


def zones(rows: Iterable[Row]) -> Iterator[str]:
    """The zones in which *rows* tell their starts."""
    for row in rows:
        value = row.get("startDate")
        if isinstance(value, Mapping) and (name := read_zone(text_at(value, "tz"))):
            yield name


def links(row: Row, base: str) -> tuple[Link, ...]:
    """The page of *row*, and what is attached to it for everybody to see."""
    page = link_to(row.get("url"), base=base, usual="page")
    attached = (
        link_to(each.get("link_url") or each.get("download_url") or each.get("url"), said=said, base=base)
        for said, each in attachments(row)
        if each.get("is_protected") is not True
    )
    return in_order(link for link in (page, *attached) if link)


def attachments(row: Row) -> Iterator[tuple[str, Row]]:
    """What is attached to *row*, each with what it and its folder are called."""
    files = row.get("attachments")
    folders = [*rows_at(row, "folders"), *rows_at(row, "material"), *rows_at(files, "folders")]
    for folder in [*folders, {"attachments": rows_at(files, "files")}]:
        for each in (*rows_at(folder, "attachments"), *rows_at(folder, "resources")):
            yield f"{text_at(folder, 'title')} {text_at(each, 'title', 'name')}", each


def number_in(row: Row, *keys: str) -> str:
    """The first of the numbers *keys* of *row*, as identifiers have it; "" where there is none."""
    return next((text for key in keys if (text := one_line(text_at(row, key)))), "")


def name_in(value: Any) -> str:
    """The name that *value* is, or that it has as an object: a track, a kind of contribution, a session."""
    return one_line(text_at(value, "title", "name") if isinstance(value, Mapping) else text_at({"": value}, ""))


def _names(row: Row, keys: Iterable[str]) -> tuple[str, ...]:
    named = (_name(each) for key in keys for each in rows_at(row, key))
    return tuple(dict.fromkeys(name for name in named if name))


def _name(row: Row) -> str:
    parts = (text_at(row, "first_name", "firstName"), text_at(row, "last_name", "familyName"))
    if any(parts):
        return person(" ".join(part for part in parts if part))
    last, _, first = text_at(row, "fullName", "name").partition(",")  # "Dr. Byron, Ada"
    return person(f"{first} {person(last)}")
