"""The calendar of a Mini-Conf folder: its entries, and what the pages that they link tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from corpus.ingest.miniconf.tables import Table
from corpus.models import Link, Note
from corpus.programme.kinds import told_kind
from corpus.programme.links import absolute, link_to
from corpus.programme.moments import Moments, Span
from corpus.programme.rowfields import in_order, links_of
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, text_at
from corpus.report import left_out, problem

_PAGE: Final = re.compile(r"[^/?#]+\.html\b")
_KINDS: Final = r"(?:speaker|keynote|plenary_session|poster|paper|workshop|tutorial|social|event|panel)"
_OF_ONE: Final = re.compile(rf"({_KINDS})_(.+)\.html", re.IGNORECASE)  # speaker_5.html, plenary_session_opening.html
_OWN: Final = re.compile(rf"(?:calendar|schedule|{_KINDS}s|{_KINDS}_[^/?#]+)\.html\b", re.IGNORECASE)
_ROLES: Final = {"keynote": "speaker", "plenary_session": "speaker", "poster": "paper"}
_TAG: Final = re.compile(
    r"(?<!\S)#(?:qa|talk|poster|social|keynote|oral|panel|workshop|tutorial|---)(?!\S)", re.IGNORECASE
)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_CODE: Final = re.compile(r"\(([A-Z]{1,3}\d+[A-Z]{0,2}\d*)\)\s*$")  # Poster Day 1 Session 3 (P1S3)
_COLUMNS: Final = {  # a calendar's own colours and types, where the title does not tell
    "qa": "q&a",
    "qa sessions": "q&a",
    "poster": "poster session",
    "pos": "poster session",
    "oral": "oral session",
    "talk": "talk",
    "keynote": "keynote",
    "key": "keynote",
    "invited": "keynote",
    "panel": "panel",
    "pan": "panel",
    "social": "social",
    "soc": "social",
    "socials": "social",
    "plenary sessions": "plenary",
    "tutorials": "tutorial",
    "workshops": "workshop",
}


class Entry(NamedTuple):
    """An entry of the calendar: *code* is the session of papers that it links, *of* the row whose page it links."""

    place: str
    title: str
    span: Span
    type: str
    room: str
    names: tuple[str, ...]
    code: str
    of: tuple[str, str] | None
    page: str
    links: tuple[Link, ...]


def read_entries(tables: Sequence[Table], moments: Moments, base: str) -> tuple[list[Entry], list[Note]]:
    """The entries of every calendar, by their time, each once, with a report of what is left out of them."""
    placed = [row for table in tables for row in table.rows()]
    detailed = any(text_at(row, "view").casefold() == "day" for _, row in placed)
    entries: dict[tuple[str, Span], Entry] = {}
    notes: list[Note] = []
    twice = blocks = 0
    for place, row in placed:
        if detailed and text_at(row, "view").casefold() == "week":
            blocks += 1
            continue
        entry = _read_entry(place, row, moments, base)
        if not entry.title:
            notes.append(problem("no title", place))
        elif entries.setdefault((entry.title, entry.span), entry) is not entry:
            twice += 1
    if blocks:
        notes.append(left_out(f"the calendar's overview of the week: {blocks} of its blocks"))
    if twice:
        notes.append(left_out(f"listed again in the calendar, at the same time: {twice}"))
    return sorted(entries.values(), key=lambda entry: entry.span.start or _LAST), notes


def page_base(tables: Iterable[Table]) -> str:
    """Where the pages of the site are, told by the links that name one in full: "https://iclr.cc/virtual/"."""
    links = (text_at(row, key) for table in tables for _, row in table.rows() for key in ("link", "location"))
    bases = Counter(url[: found.start()] for url in links if absolute(url) and (found := _OWN.search(url)))
    return next(iter(bases)) if len(bases) == 1 else ""


def _read_entry(place: str, row: Row, moments: Moments, base: str) -> Entry:
    title = one_line(_TAG.sub(" ", text_at(row, "title", "name")))
    link, location = text_at(row, "link", "url"), text_at(row, "location", "room")
    page = link or (location if _is_address(location) else "")
    own = link_to(page, usual="page", base=base)
    code = _session_linked(page)
    short = _CODE.search(title)
    names = [code, title, *([short[1], title[: short.start()]] if short else [])]
    return Entry(
        place=place,
        title=title,
        span=moments.span(row.get("start") or row.get("start_time"), row.get("end") or row.get("end_time"), place),
        type=told_kind(title, _type_said(row)),
        room="" if _is_address(location) else one_line(location),
        names=tuple(dict.fromkeys(filter(None, names))),
        code=code,
        of=_row_linked(page),
        page=(_PAGE.findall(page) or [""])[-1],
        links=in_order([*([own] if own else []), *links_of(row, base, but=("link", "url"))]),
    )


def _type_said(row: Row) -> str:
    said = (text_at(row, column).casefold() for column in ("type", "category", "calendarid"))
    return next((_COLUMNS[each] for each in said if each in _COLUMNS), "session")


def _is_address(text: str) -> bool:
    return "://" in text or bool(_PAGE.search(text)) or text.startswith("/")


def _session_linked(page: str) -> str:
    """The session of papers whose page is linked: "Mon Session 3" of "papers.html?session=Mon+Session+3"."""
    try:
        query = parse_qs(urlsplit(page).query)
    except ValueError:
        return ""
    return one_line((query.get("session") or query.get("search") or [""])[0])


def _row_linked(page: str) -> tuple[str, str] | None:
    found = _OF_ONE.fullmatch((_PAGE.findall(page) or [""])[-1])
    if found is None:
        return None
    kind = found[1].casefold()
    return _ROLES.get(kind, kind), unquote(found[2]).casefold()
