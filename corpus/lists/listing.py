"""A list of papers, talks or sessions, as rows with named columns: the programme that it tells.

A row with authors or speakers is a paper. One without them is a session where it has a time and the title of a
break or the like, or where the list has times and no column for people at all. What papers name as their session
is one, too: on each day that they are on, from the first of their times to the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple, TypeVar

from pydantic import ValidationError

from corpus.lists.columns import Columns
from corpus.lists.items import Item, Row, read_items
from corpus.lists.parts import Entry, Parts, is_part, key_of, read_parts
from corpus.lists.timetable import read_timetable
from corpus.models import Note, Paper, Records, Slot, Source
from corpus.names import slug
from corpus.programme.kinds import presentation_in
from corpus.programme.moments import Span
from corpus.programme.private import private_fields
from corpus.report import capped, counted, left_out, numbered, opening, problem, read_note

_PRESENTED: Final = re.compile(r"\b(oral|spotlight|highlight|poster)(?: presentation)?$")  # how papers are
_MANY: Final = 20  # names of columns in one note
_T = TypeVar("_T")


class _Group(NamedTuple):
    """The rows of one paper."""

    entries: list[Entry]
    spans: set[Span]


def read_listing(
    rows: Sequence[Row], columns: Columns, source: Source, *, zone: str | None = None, own_ids: bool = False
) -> tuple[Records, list[Note]]:
    """The records of *rows*, in their order, and a report.

    Identifiers of the list's own stay as they are if *own_ids*; else they are made readable, and a bare number
    begins with that of *source*. *zone* is that of times which name none.
    """
    items = read_items(rows, columns)
    named = [item for item in items if item.title and not item.out]
    table = read_timetable([cells for item in named for cells in (item.times, item.session_times)], zone)
    people = not columns.held.keys().isdisjoint(("authors", "speakers", "first name", "last name"))
    timed = any(item.times.is_timed() for item in named)
    parts: list[Entry] = []
    others: list[Entry] = []
    for place, (item, *spans) in enumerate(zip(named, table.spans[::2], table.spans[1::2], strict=True)):
        (parts if is_part(item, people=people, timed=timed) else others).append(Entry(place, item, *spans))
    groups = _groups(others)
    within = read_parts(parts, others, source, table.zone)
    papers, refused = _papers(groups, source, spoken=columns.spoken, own_ids=own_ids)
    slots = _slots(papers, within, source)
    records = Records(
        sources=(source,),
        sessions=tuple(within.sessions),
        papers=tuple(each.paper for each in papers),
        slots=tuple(slots),
    )
    again = len(others) - len(groups)
    notes = [
        read_note((len(papers), "paper"), (len(within.sessions), "session"), (len(slots), "slot")),
        *([Note(level="read", text=f"{counted(again, 'row')} more of the same papers")] if again else []),
        *_rows_passed_over(items, others, within),
        *table.notes,
        *capped(refused),
    ]
    return records, notes


def passed_over(names: Sequence[str], rows: Sequence[Row], columns: Columns, noun: str) -> list[Note]:
    """The columns that are not read and hold anything, in one note; those that are private are reported apart."""
    filled = [
        f"“{opening(names[place])}”"
        for place in columns.others
        if not private_fields({names[place]: "x"}) and any(place < len(row.cells) and row.cells[place] for row in rows)
    ]
    more = f" and {len(filled) - _MANY} more" if len(filled) > _MANY else ""
    return [left_out(f"{counted(len(filled), noun)}: {', '.join(filled[:_MANY])}{more}")] if filled else []


class _Given(NamedTuple):
    """A paper and its rows."""

    paper: Paper
    presented: str  # how, where nothing else tells
    entries: list[Entry]


def _groups(entries: Sequence[Entry]) -> list[_Group]:
    """The rows of each paper: those of one identifier and title; else of one title, people, and several times."""
    groups: list[_Group] = []
    by_id: dict[tuple[str, str], _Group] = {}
    by_title: dict[tuple[str, frozenset[str]], _Group] = {}
    for entry in entries:
        item, key = entry.item, key_of(entry.item.title)
        people = frozenset(map(str.casefold, item.authors))
        group = by_id.get((item.id, key)) if item.id else None
        if group is None and (alike := by_title.get((key, people))) and _is_again(entry, alike):
            group = alike
        if group is None:
            group = _Group([], set())
            groups.append(group)
            by_title[key, people] = group
        if item.id:
            by_id.setdefault((item.id, key), group)
        group.entries.append(entry)
        group.spans.add(entry.span)
    return groups


def _is_again(entry: Entry, group: _Group) -> bool:
    """Whether a row of the title and people of *group* is the same paper: identifiers may be of presentations."""
    if not (entry.item.id and group.entries[0].item.id):
        return True
    return entry.span.start is not None and Span() not in group.spans and entry.span not in group.spans


def _papers(
    groups: Sequence[_Group], source: Source, *, spoken: bool, own_ids: bool
) -> tuple[list[_Given], list[Note]]:
    given: list[_Given] = []
    refused: list[Note] = []
    names = numbered(_name([entry.item for entry in group.entries], source, own_ids=own_ids) for group in groups)
    for name, group in zip(names, groups, strict=True):
        items = [entry.item for entry in group.entries]
        kind, presented = _kinds(next((item.type for item in items if item.type), ""), spoken=spoken)
        fields = {
            "id": name,
            "title": items[0].title,
            "type": kind,
            "authors": _each([item.authors for item in items]),
            "other_titles": _each([item.other_titles for item in items]),
            "abstract": max((item.abstract for item in items), key=len),
            "keywords": _each([item.keywords for item in items]),
            "notes": _each([(*item.notes, *_roles(item)) for item in items]),
            "track": next((item.track for item in items if item.track), ""),
            "language": next((item.language for item in items if item.language), ""),
            "orgs": _each([item.orgs for item in items]),
            "links": _each([item.links for item in items]),
            "sources": (source.id,),
        }
        try:
            paper = Paper(**fields | {key: value for item in items for key, value in item.more.items()})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            refused.append(problem(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", items[0].where))
        else:
            given.append(_Given(paper, presented, group.entries))
    return given, refused


def _each(lists: Sequence[tuple[_T, ...]]) -> tuple[_T, ...]:
    return lists[0] if len(lists) == 1 else tuple(dict.fromkeys(chain.from_iterable(lists)))


def _roles(item: Item) -> list[str]:
    """What a paper that is in no session says of people who are not its authors."""
    return [] if item.sessions else [f"{person.role}: {person.name}" for person in item.people]


def _name(items: Sequence[Item], source: Source, *, own_ids: bool) -> str:
    own = next((item.id for item in items if item.id), "")
    if own_ids and own:
        return own
    return f"{source.id}-{own}" if own.isdecimal() else slug(own) or slug(items[0].title) or "paper"


def _kinds(type_: str, *, spoken: bool) -> tuple[str, str]:
    """What a paper of this type is, and how it is presented where nothing else tells."""
    usual = "talk" if spoken else "paper"
    if found := _PRESENTED.search(type_):
        return "poster" if spoken and found[1] == "poster" else usual, found[1]
    return type_ or usual, "" if type_.endswith("paper") else type_


def _slots(papers: Sequence[_Given], parts: Parts, source: Source) -> list[Slot]:
    kinds = {session.id: presentation_in(session.type, "") for session in parts.sessions}
    found: dict[tuple[str, str | None, Span, str], str] = {}
    for paper, presented, entries in papers:
        for entry in entries:
            sessions: list[str | None] = [*parts.of.get(entry.place, ())]
            span = Span() if len(sessions) > 1 else entry.span
            own = entry.item.presented or presented
            if sessions or span.start or entry.item.room or _PRESENTED.search(own):
                for session in sessions or [None]:
                    found.setdefault((paper.id, session, span, entry.item.room), own or kinds.get(session or "", ""))
    names = numbered(f"{session or source.id}/{paper}" for paper, session, _, _ in found)
    return [
        Slot(id=name, paper=paper, session=session, type=kind or "talk", start=span.start, end=span.end, room=room)
        for name, ((paper, session, span, room), kind) in zip(names, found.items(), strict=True)
    ]


def _rows_passed_over(items: Sequence[Item], papers: Sequence[Entry], parts: Parts) -> Iterator[Note]:
    """What of the rows is not in the records."""
    untitled = [item.where for item in items if not item.title]
    if untitled:
        yield problem(f"{counted(len(untitled), 'row')} without title", untitled[0])
    for reason, times in Counter(item.out for item in items if item.title and item.out).items():
        yield left_out(f"{counted(times, 'row')} that say{'s' * (times == 1)} “{opening(reason)}”")
    unread = [item for item in items if item.unread]
    if unread:
        text = (
            f"{counted(len(unread), 'row')} with something for a link that is no address: “{opening(unread[0].unread)}”"
        )
        yield left_out(text, unread[0].where)
    several = [entry.item.where for entry in papers if entry.span.start and len(parts.of.get(entry.place, ())) > 1]
    if several:
        yield problem(f"{counted(len(several), 'time')} in several sessions at once left out", several[0])
