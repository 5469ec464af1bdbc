"""Sessions of a Mini-Conf folder: those of papers, workshops, tutorials, socials, and what the calendar adds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from corpus.ingest.miniconf.calendar import Entry
from corpus.ingest.miniconf.site import Block, Listed, Site, joined, names_in, titled, uid_of
from corpus.ingest.miniconf.tables import Table
from corpus.ingest.miniconf.talks import add_speaker
from corpus.models import Link, Person, Session
from corpus.names import title_key
from corpus.programme.kinds import GUEST_KINDS, presentation_in, told_kind
from corpus.programme.moments import Span
from corpus.programme.people import guests
from corpus.programme.rowfields import in_order, links_of, people_in
from corpus.programme.rowfiles import Placed
from corpus.programme.sessions import session_key
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, rows_at, text_at

_PREFIX: Final = re.compile(r"^(?:[PSTW]-)")  # of what a time within a plenary, social, tutorial or workshop is called
_PLAIN: Final = frozenset(("session", "talk", "plenary"))  # types of entries that say nothing against another type
_TITLES: Final = ("title", "name", "longtitle")


def add_sessions(site: Site, table: Table, listed: Listed) -> None:
    """Sessions from a file of them; which papers they list is told to *listed*."""
    for place, row in table.rows():
        key = text_at(row, "key", "uid", "sessionid", "session_id", "session", "name")
        short = one_line(text_at(row, "name", "session_name", "title"))
        spoken = site.speaker(key)
        said = one_line(text_at(row, "long_name", "title", "name", "session_name")) or (spoken.title if spoken else "")
        if not said and not key:
            site.fault("no title", place)
            continue
        cluster = one_line(text_at(row, "cluster_name"))
        title = said or (f"{titled(key)}: {cluster}" if cluster else titled(key))
        kind = told_kind(title, "keynote" if spoken else "session")
        session = site.session(key or title, title, kind, Block(site.span(row, place)), row)
        for entry in site.unused():
            named = entry.code and session_key(entry.code) == session_key(key)
            if named and session.start in {None, entry.span.start}:
                site.use(entry)
                session = joined(session, entry)
                if not (said or cluster):
                    session = session.model_copy(update={"title": entry.title, "type": entry.type})
        session = site.book.add(session, key, short, title, title.partition(":")[0])
        if spoken:
            site.slot(spoken, session, presentation_in(kind, spoken.type), Span(session.start, session.end))
        for paper, links in _papers_in(row.get("papers")):
            listed.setdefault(paper, []).append((session, links))


def add_parts(site: Site, table: Table) -> None:
    """Workshops, tutorials, socials and the like: a session for each time that one is on."""
    titles = Counter(title_key(text_at(row, *_TITLES)) for _, row in table.rows())
    for placed in table.rows():
        add_part(site, table.type, placed, alone=titles[title_key(text_at(placed.row, *_TITLES))] == 1)


def add_part(site: Site, type_: str, placed: Placed, *, alone: bool = True) -> None:
    """What one row says of a workshop, tutorial or social; not *alone* where others are called the same."""
    place, row = placed
    title, uid = one_line(text_at(row, *_TITLES)), uid_of(row)
    if not title:
        site.fault("no title", place)
        return
    said = text_at(row, "category", "type").casefold()
    kind = told_kind(said, told_kind(title, said.rstrip("s"))) if said and type_ == "event" else type_
    blocks = _blocks(site, placed, (type_, uid.casefold()), title, alone=alone)
    distinct = len({block.name for block in blocks} - {""}) == len(blocks) > 1
    for number, block in enumerate(blocks):
        whole = f"{title}: {block.name}" if distinct else title
        session = site.session(f"{type_} {uid or title}", whole, kind, block, row)
        if number == 0 and not site.keep(type_, uid, session):
            site.fault(f"UID {uid} is used before: “{title}” is left out", place)
            return
        names = [uid] if number == 0 and not uid.isdecimal() else []
        site.book.add(session, *names, title)


def add_plenaries(site: Site, table: Table) -> None:
    """Plenary sessions: a keynote where it says who speaks and from where, else a session."""
    for placed in table.rows():
        row = placed.row
        if people_in(row.get("presenter")) and (text_at(row, "institution") or text_at(row, "bio")):
            add_speaker(site, "keynote", placed, _own_blocks(site, placed))
        else:
            add_part(site, told_kind(text_at(row, "title"), "plenary"), placed)


def add_calendar(site: Site) -> None:
    """Sessions for the entries of the calendar that no other file tells more of."""
    entries = [entry for entry in site.unused() if entry.of is None or entry.of[0] != "paper"]
    codes = Counter(entry.code for entry in entries)
    for entry in entries:
        name = titled(entry.code) if entry.code and codes[entry.code] == 1 else entry.title
        session = site.session(name, entry.title, entry.type, Block(entry.span, room=entry.room))
        described = entry.of and entry.of[0] == "speaker" and site.speaker(entry.of[1])
        if entry.type in GUEST_KINDS and not described:
            asked = tuple(Person(name=name, role="Speaker") for name in guests(entry.title))
            session = session.model_copy(update={"people": session.people or asked})
        session = site.book.add(joined(session, entry), *entry.names)
        if entry.of and entry.of[0] == "speaker":
            _add_talk(site, entry, session)


def _add_talk(site: Site, entry: Entry, session: Session) -> None:
    """Let the speaker whose page *entry* links be in *session*."""
    keynote = site.speaker(entry.of[1]) if entry.of else None
    if keynote is None:
        site.fault(f"“{entry.title}” links {entry.page}, but no file describes that speaker", entry.place)
        return
    people = (*session.people, *site.speakers[keynote.id])
    site.book.put(session.model_copy(update={"people": tuple(dict.fromkeys(people))}))
    site.slot(keynote, session, presentation_in(session.type, keynote.type), entry.span)
    site.link(keynote, [link for link in entry.links if link.label == "page"])


def _own_blocks(site: Site, placed: Placed) -> list[Block]:
    """When the row *placed* is on, as it says itself."""
    place, row = placed
    blocks: list[Block] = []
    for number, each in enumerate(rows_at(row, "sessions")):
        span = site.span(each, f"{place}.sessions.{number}")
        name = _PREFIX.sub("", one_line(text_at(each, "name", "session_name", "label")))
        hosts = tuple(Person(name=host, role="Host") for host in people_in(each.get("hosts")))
        blocks.append(Block(span, name, links=in_order(links_of(each, site.base)), people=hosts))
    own = site.span(row, place)
    return blocks or ([Block(own)] if own.start else [])


def _blocks(site: Site, placed: Placed, key: tuple[str, str], title: str, *, alone: bool) -> list[Block]:
    """When the row *placed* is on: as it says itself, or as the calendar says of it or of the session it names."""
    tied = [entry for entry in site.unused() if _is_of(entry, key, title)]
    blocks = _own_blocks(site, placed)
    for number, block in enumerate(blocks):
        for entry in tied:
            if block.span.start and block.span.start == entry.span.start:
                site.use(entry)
                blocks[number] = _told_more(block, entry, title)
    if not tied or any(block.span.start for block in blocks):
        return blocks or _named_blocks(site, placed.row) or [Block()]
    chosen = tied if alone else tied[:1]
    for entry in chosen:
        site.use(entry)
    return [_told_more(Block(entry.span), entry, title) for entry in chosen]


def _is_of(entry: Entry, key: tuple[str, str], title: str) -> bool:
    if title_key(entry.title) == title_key(title):
        return True
    return entry.of == key and entry.type in {key[0], *_PLAIN}


def _named_blocks(site: Site, row: Row) -> list[Block]:
    keys = {session_key(name) for name in names_in(row, "sessions", "session")}
    named = [entry for entry in site.entries if keys & {session_key(name) for name in entry.names}]
    return [Block(entry.span, room=entry.room) for entry in named]


def _told_more(block: Block, entry: Entry, title: str) -> Block:
    known_as = () if title_key(entry.title) == title_key(title) else (f"In the calendar: {entry.title}.",)
    return block._replace(
        span=Span(block.span.start, block.span.end or entry.span.end),
        room=block.room or entry.room,
        links=in_order([*block.links, *entry.links]),
        notes=known_as,
    )


def _papers_in(value: Any) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The UIDs of papers in a session's list of them, with the links that are theirs in it."""
    for each in value if isinstance(value, list) else re.split(r"[|,;\s]+", value) if isinstance(value, str) else ():
        if isinstance(each, dict):
            yield text_at(each, "id", "uid", "UID", "paper_id").casefold(), in_order(links_of(each))
        elif isinstance(each, str | int) and str(each).strip():
            yield str(each).strip().casefold(), ()
