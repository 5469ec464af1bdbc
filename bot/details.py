"""All that is held of one record, laid out for a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import AwareDatetime

from bot.agenda import plan
from bot.answers.small import GONE
from bot.desk import Desk
from bot.layout import DrawnLine, DrawnLines, Title, clean_lines, facts, linked, provenance, some
from corpus.catalog import Findable
from corpus.models import Paper, Post, Value

# The questions that buttons ask of exactly one record; they are read as if they were typed.
ABOUT: Final = "what is it about?"
LIKE: Final = "anything similar to it?"

_NAMES: Final = 30
_LINKS: Final = 15


class Details(Value):
    """One record: its *head* (title, people, when and where), its *text*, its *links* with notes, its *sources*.

    *timed*: it has a time, and so a place in a calendar. *held* is false where the programme no longer has it.
    """

    ref: str
    head: DrawnLines
    text: DrawnLines = ()
    links: DrawnLines = ()
    sources: DrawnLines = ()
    timed: bool = False
    held: bool = True


def details(ref: str, desk: Desk, *, now: AwareDatetime) -> Details:
    """The record that *ref* names."""
    planned = plan(ref, desk, now=now)
    if planned is None:
        return Details(ref=ref, head=GONE.lines, held=False)
    record = desk.catalog.get(ref)
    shown = desk.item(record, now=now)
    slots = desk.catalog.slots_of(record) if isinstance(record, Paper) else ()
    places = [facts(desk.item(record, now=now, slot=slot)) for slot in slots] or [facts(shown)]
    event = desk.catalog.events.get(record.event or "")
    return Details(
        ref=ref,
        head=clean_lines(
            [
                (Title(text=record.title, url=shown.url),),
                (_people(record),),
                *(places if planned.occasions else _untimed(places, record)),
                (", ".join(filter(None, (event.name, event.place))) if event else "",),
            ]
        ),
        text=clean_lines([(_text(record),)]),
        links=clean_lines([linked(record.links, _LINKS), *((note,) for note in record.notes)]),
        sources=clean_lines([provenance(shown.sources)]),
        timed=bool(planned.occasions),
    )


def _untimed(places: list[DrawnLine], record: Findable) -> list[DrawnLine]:
    """The *places* of what has no time, and what is known instead."""
    day = record.listed if isinstance(record, Paper) else record.published if isinstance(record, Post) else None
    if day is not None:
        return [*places, (f"Listed under {day.day} {day:%B %Y}.",)]
    return places if isinstance(record, Post) else [*places, ("Its time was not published.",)]


def _people(record: Findable) -> str:
    return some(record.authors if isinstance(record, Paper) else tuple(_roles(record)), _NAMES)


def _roles(record: Findable) -> Iterator[str]:
    for person in () if isinstance(record, Paper) else record.people:
        yield f"{person.name} ({person.role})" if person.role else person.name


def _text(record: Findable) -> str:
    return record.summary or (record.body if isinstance(record, Post) else record.abstract)
