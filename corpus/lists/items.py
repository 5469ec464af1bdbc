"""The rows of a list as items of a programme: texts without markup, names, links, and what their words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from corpus.lists.columns import IDENTIFIERS, Columns
from corpus.lists.fields import LINKS, ROLES
from corpus.lists.timetable import Cells, is_open, names_zone
from corpus.models import Link, Person
from corpus.programme.links import absolute, link_to
from corpus.programme.orgs import orgs_in
from corpus.programme.people import split_name_column
from corpus.programme.texts import one_line, plain

_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"|]+", re.IGNORECASE)
_APART: Final = ("|", ";", "\n", ",")  # what stands between keywords, the surest first
_OUT: Final = re.compile(
    r"\b(?:reject|withdr|cancel|declin|not accept|wait ?list|pending|submitted|draft|deleted|hidden|undecided"
    r"|unconfirmed|(?:in|under) review|no.show)",
    re.IGNORECASE,
)
_PRESENTED: Final = re.compile(r"\b(oral|spotlight|poster|highlight|lightning talk|keynote|demo|talk)\b", re.IGNORECASE)
_NO: Final = frozenset(("n", "no", "false", "0", "hidden", "draft", "private", "nein", "non"))
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_HOURS: Final = re.compile(r"(?:in )?h(?:ours?|rs?)?", re.IGNORECASE)
_CHANNEL: Final = re.compile(r"#?[\w-]{1,80}")


class Row(NamedTuple):
    """A row of a list: where it stands, its cells, and fields of a paper that need no reading."""

    where: str
    cells: Sequence[str]
    more: Mapping[str, Any] = {}


class Item(NamedTuple):
    """What a row says of a paper, a talk or a session. *out* is why it is left out, where it is."""

    where: str
    title: str
    id: str
    authors: tuple[str, ...]
    people: tuple[Person, ...]  # in other roles
    type: str
    presented: str  # as "oral", "poster"
    sessions: tuple[str, ...]
    track: str
    room: str
    abstract: str
    keywords: tuple[str, ...]
    language: str
    links: tuple[Link, ...]
    orgs: tuple[str, ...]
    other_titles: tuple[str, ...]
    notes: tuple[str, ...]
    out: str
    unread: str  # what stands for a link and is no address
    times: Cells
    session_times: Cells  # as far as they are told apart
    more: Mapping[str, Any]


def read_items(rows: Sequence[Row], columns: Columns) -> list[Item]:
    """What each of *rows* says."""
    people = _people(rows, columns, ("authors", "speakers"))
    roles = {field: _people(rows, columns, (field,)) for field in ROLES if field in columns.held}
    zone = next(filter(names_zone, columns.asides("start", "day", "end")), "")
    return [
        _item(
            row,
            columns,
            people[number],
            tuple(Person(name=name, role=ROLES[field]) for field, named in roles.items() for name in named[number]),
            zone,
        )
        for number, row in enumerate(rows)
    ]


def _item(row: Row, columns: Columns, authors: tuple[str, ...], people: tuple[Person, ...], zone: str) -> Item:
    told = {field: [cell for place in places if (cell := _cell(row, place))] for field, places in columns.held.items()}

    def cells(field: str) -> Sequence[str]:
        return told.get(field, ())

    def line(field: str) -> str:
        return next((text for cell in told[field] if (text := one_line(cell))), "") if field in told else ""

    def parts(field: str) -> tuple[str, ...]:
        texts = (one_line(part) for cell in told.get(field, ()) for part in _parts(cell))
        return tuple(dict.fromkeys(filter(None, texts)))

    title, subtitle, decision = line("title"), line("subtitle"), " ".join(cells("decision"))
    links, unread = _links(cells)
    channel = line("channel")
    return Item(
        where=row.where,
        title=title,
        id=line("id"),
        authors=authors,
        people=people,
        type=_BRACKETS.sub("", line("type")).strip().casefold()[:60],
        presented=found[1].casefold() if (found := _PRESENTED.search(decision)) else "",
        sessions=tuple(_session(part) for cell in cells("session") for part in cell.split("|") if one_line(part)),
        track=line("track"),
        room="" if _URL.fullmatch(line("room")) else line("room"),
        abstract=_paragraphs(cells("abstract")),
        keywords=parts("keywords"),
        language=line("language"),
        links=links,
        orgs=orgs_in(list(cells("orgs"))),
        other_titles=(f"{title}: {subtitle}",) if title and subtitle else (),
        notes=(f"Slack channel: {channel}",) if _CHANNEL.fullmatch(channel) else (),
        out=_out(decision, cells("shown")),
        unread=unread,
        times=_times(row.where, cells, columns, zone),
        session_times=_session_times(row.where, cells, zone),
        more=row.more,
    )


def _people(rows: Sequence[Row], columns: Columns, fields: Sequence[str]) -> list[tuple[str, ...]]:
    """The names in each row: of the columns of *fields*, and where these are all people of those for parts of names."""
    places = [(columns.names[place].number, place) for field in fields for place in columns.held.get(field, ())]
    read = [split_name_column([_cell(row, place) for row in rows]) for _, place in places]
    if "speakers" in fields:
        firsts = {columns.names[place].number: place for place in columns.held.get("first name", ())}
        for place in columns.held.get("last name", ()):
            first = firsts.get(columns.names[place].number, -1)
            read.append(split_name_column([f"{_cell(row, first)} {_cell(row, place)}".strip() for row in rows]))
    return [_unique(chain.from_iterable(names)) for names in (zip(*read, strict=True) if read else [()] * len(rows))]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return tuple(first.values())


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if 0 <= place < len(row.cells) else ""


def _parts(cell: str) -> list[str]:
    mark = next((mark for mark in _APART if mark in cell), None)
    return [cell] if mark is None else cell.split(mark)


def _session(cell: str) -> str:
    title = one_line(cell)
    return f"Session {title}" if title.isdecimal() else title


def _paragraphs(cells: Sequence[str]) -> str:
    """The texts of *cells* below one another, without one that another one holds."""
    texts = list(dict.fromkeys(text for cell in cells if (text := plain(cell))))
    return "\n\n".join(text for text in texts if not any(text in other for other in texts if other != text))


def _links(cells: Callable[[str], Sequence[str]]) -> tuple[tuple[Link, ...], str]:
    """The links of a row, by its fields; and what stands there that is no address."""
    found: list[Link | None] = []
    unread = ""
    for field in (*LINKS, "channel"):
        for cell in cells(field):
            urls = _addresses(cell, field)
            found += [link_to(url, usual="page") if field == "page" else _link(field, url) for url in urls]
            unread = unread or ("" if urls or field == "channel" or is_open(cell) else cell)
    found += [link_to(cell) for cell in cells("room") if _URL.fullmatch(cell)]  # where something is on the web
    unique: dict[str | None, Link] = {}
    for link in filter(None, found):
        unique.setdefault(link.url, link)
    return tuple(unique.values()), unread


def _addresses(cell: str, field: str) -> list[str]:
    if urls := [url.rstrip(".,;:)]'") for url in _URL.findall(cell)]:
        return urls
    pattern, base = IDENTIFIERS.get(field, (None, ""))
    found = pattern.fullmatch(cell.strip()) if pattern else None
    return [f"{base}{found[1]}"] if found else []


def _link(field: str, url: str) -> Link | None:
    address = absolute(url)
    return Link(label="slack" if field == "channel" else field, url=address) if address else None


def _out(decision: str, shown: Sequence[str]) -> str:
    """Why a row is left out: what it says of itself, in lower case; "" where it is not."""
    if _OUT.search(decision):
        return one_line(decision).casefold()
    return "not public" if any(cell.strip().casefold() in _NO for cell in shown) else ""


def _times(where: str, cells: Callable[[str], Sequence[str]], columns: Columns, zone: str) -> Cells:
    told = {field: next(iter(cells(field)), "") for field in ("day", "start", "end", "end day", "duration", "zone")}
    length = told["duration"]
    if length.replace(",", "").replace(".", "").isdecimal() and any(map(_HOURS.fullmatch, columns.asides("duration"))):
        length = f"{length} h"
    return Cells(where, told["day"], told["start"], told["end"], told["end day"], length, told["zone"] or zone)


def _session_times(where: str, cells: Callable[[str], Sequence[str]], zone: str) -> Cells:
    start, end, day, told = (next(iter(cells(field)), "") for field in ("session start", "session end", "day", "zone"))
    return Cells(where, day, start, end, zone=told or zone) if start else Cells(where)
