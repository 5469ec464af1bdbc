"""What a person plans, as a calendar file (RFC 5545) that any calendar program takes.

Times are in UTC, which each program shows in its own reader's zone; so no zone has to be described.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

import icalendar

from bot.agenda import Occasion, Planned
from bot.safe import clean, is_web
from corpus.catalog import Catalog, Findable
from corpus.models import Event

_PRODUCT: Final = "-//Usher//Conference programme//EN"
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "usher:planned")


def to_ics(planned: Iterable[Planned], *, catalog: Catalog, name: str, now: datetime) -> bytes:
    """A calendar called *name* with every time of *planned*; what has no time has no entry.

    An entry keeps its UID when it moves. *now* is the instant as of which the facts are told: it is the entries'
    revision too, so that a later file replaces them. The same facts at the same instant are the same bytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    for each in planned:
        for place, occasion in enumerate(each.occasions):
            calendar.add_component(_entry(each, occasion, place, catalog, now))
    return bytes(calendar.to_ical())


def _entry(one: Planned, occasion: Occasion, place: int, catalog: Catalog, now: datetime) -> icalendar.Event:
    """The time number *place* of *one*."""
    item, window, stamp = occasion.item, occasion.window, now.astimezone(UTC).replace(microsecond=0)
    record = catalog.get(one.ref)
    event = catalog.events.get(record.event or "")
    entry = icalendar.Event()
    entry.add("uid", f"{uuid.uuid5(_NAMESPACE, f'{one.ref}#{place}')}@usher")
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("sequence", int(stamp.timestamp()) // 60)  # a number that grows, and stays below 2**31
    entry.add("summary", clean(item.title))
    entry.add("dtstart", window.start.astimezone(UTC))
    if window.start < window.end:
        entry.add("dtend", window.end.astimezone(UTC))
    if located := ", ".join(filter(str.strip, map(clean, (item.room, event.place if event else "")))):
        entry.add("location", located)
    if item.url and is_web(item.url):
        entry.add("url", item.url)
    entry.add("description", "\n".join(filter(str.strip, map(clean, _said(occasion, record, event)))))
    return entry


def _said(occasion: Occasion, record: Findable, event: Event | None) -> Iterator[str]:
    """What is told of it, a line each: facts and our own summary, never the source's text."""
    item = occasion.item
    yield ", ".join(item.authors)
    yield " · ".join(filter(None, (item.kind[:1].upper() + item.kind[1:], item.session, event.name if event else "")))
    yield record.summary
    yield from (f"{link.label}: {link.url}" for link in item.links if is_web(link.url or ""))
