"""Papers and keynotes of a Mini-Conf folder, and the sessions that they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.ingest.miniconf.site import PEOPLE, Block, Listed, Site, first_people, names_in, room_in, uid_of
from corpus.ingest.miniconf.tables import Table
from corpus.models import Link, Paper, Person, Session
from corpus.programme.kinds import presentation_in, told_kind
from corpus.programme.moments import Span
from corpus.programme.rowfiles import Placed
from corpus.programme.sessions import in_time
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, rows_at, text_at
from corpus.report import counted

_SPEAKERS: Final = (*PEOPLE[3:], "authors", "name")
_SESSIONS: Final = ("sessions", "session", "session_name", "session_names", "session_id", "workshop")
_LENGTHS: Final = frozenset(("long", "short"))


def add_speaker(site: Site, kind: str, placed: Placed, blocks: Sequence[Block] = ()) -> None:
    """The keynote that the row *placed* tells of, given at *blocks*."""
    place, row = placed
    names = first_people(row, _SPEAKERS)
    title = one_line(text_at(row, "title")) or " and ".join(names)
    if not title:
        site.fault("neither title nor speaker", place)
        return
    keynote = site.paper(kind, title, names, placed)
    if keynote is None:
        return
    site.lives += bool(text_at(row, "bio"))
    homes = keynote.orgs if len(keynote.orgs) == len(names) else [" and ".join(keynote.orgs)] * len(names)
    site.speakers[keynote.id] = tuple(
        Person(name=name, role="Speaker", org=home) for name, home in zip(names, homes, strict=True)
    )
    if keynote.orgs:
        notes = (f"The speaker{'s are' if len(names) > 1 else ' is'} from {' and '.join(keynote.orgs)}.",)
        site.papers[keynote.id] = keynote.model_copy(update={"notes": notes})
    for block in blocks:
        site.slot(keynote, None, presentation_in(told_kind(block.name), kind), block.span, block.room)
        site.link(keynote, block.links)


def add_speakers(site: Site, table: Table) -> None:
    """The keynotes of a file of speakers."""
    for placed in table.rows():
        add_speaker(site, table.type, placed)


def place_speakers(site: Site, table: Table) -> None:
    """Let the keynotes be when their rows say, and in the sessions that these name.

    A name that nothing knows is a problem, unless the row has a time of its own.
    """
    unknown: Counter[str] = Counter()
    for place, row in table.rows():
        keynote = site.speaker(uid_of(row))
        if keynote is None:
            continue
        own, room = site.span(row, place), room_in(row)
        held = {slot.session for slot in site.slots.values() if slot.paper == keynote.id}
        sessions: dict[str, Session] = {}
        for name in names_in(row, "sessions", "session"):
            known = {session.id: session for session in site.book.named(name)}
            unknown[name] += not known and own.start is None
            sessions |= known
        for session in sessions.values():
            if session.id not in held:
                kind = presentation_in(session.type, keynote.type)
                alone = own.start is not None and len(sessions) == 1
                site.slot(keynote, session, kind, own if alone else Span(session.start, session.end), room)
        if own.start and not (held or sessions):
            site.slot(keynote, None, keynote.type, own, room)
    for name, times in (+unknown).items():
        site.fault(f"nothing gives a time for the session “{name}”, named by {counted(times, 'speaker')}", table.path)


def add_papers(site: Site, table: Table, listed: Listed) -> None:
    """Papers, with a slot in each session that they name or that lists them."""
    for placed in table.rows():
        place, row = placed
        title = one_line(text_at(row, "title", "paper_title", "name"))
        if not title:
            site.fault("no title", place)
            continue
        paper = site.paper(table.type, title, first_people(row, PEOPLE), placed)
        if paper is None:
            continue
        length = text_at(row, "paper_type").casefold()
        told = {"track": paper.track or table.track, "notes": (f"A {length} paper.",) if length in _LENGTHS else ()}
        site.papers[paper.id] = paper.model_copy(update=told)
        _present(site, paper, placed, listed.get(uid_of(row).casefold(), ()))


def _present(site: Site, paper: Paper, placed: Placed, listed: Sequence[tuple[Session, tuple[Link, ...]]]) -> None:
    place, row = placed
    uid = uid_of(row).casefold()
    span, room = site.span(row, place), room_in(row)
    sessions = {session.id: session for session in _sessions_of(site, row, place)}
    for session, links in listed:
        sessions.setdefault(session.id, session)
        site.link(paper, links)
    usual = "presentation" if paper.type == "paper" else paper.type
    for session in in_time(sessions.values()):
        within = span if span.start and len(sessions) == 1 else Span(session.start, session.end)
        site.slot(paper, session, presentation_in(session.type, usual), within, room)
    if span.start and len(sessions) != 1:
        site.slot(paper, None, usual, span, room)
    for entry in site.unused():
        if uid and entry.of == ("paper", uid):
            site.use(entry)
            site.slot(paper, None, presentation_in(entry.type, usual), entry.span, entry.room)
            site.link(paper, entry.links)


def _sessions_of(site: Site, row: Row, place: str) -> Iterator[Session]:
    """The sessions that *row* names; one that nothing else knows is made, without a time."""
    for number, each in enumerate(rows_at(row, "sessions")):
        name = one_line(text_at(each, "session_name", "name", "session"))
        if name and not site.book.named(name):
            block = Block(site.span(each, f"{place}.sessions.{number}"))
            yield site.book.add(site.session(name, name, told_kind(name), block, each), name)
        elif name:
            yield from site.book.named(name)
    day = text_at(row, "day")
    for name in names_in(row, *_SESSIONS):
        parts = [one_line(part) for part in name.split(",") if part.strip()]
        if known := site.book.named(*_spellings(name, day)):
            yield from known
        elif len(parts) > 1 and all(site.book.named(part) for part in parts):
            yield from (session for part in parts for session in site.book.named(part))
        else:
            yield site.only_named(name)


def _spellings(name: str, day: str) -> list[str]:
    """How the session *name*, which may be only a number within its *day*, may be called elsewhere."""
    of_day = [f"{day} {name}", f"Day {day} Session {name}", f"Poster Day {day} Session {name}", f"P{day}S{name}"]
    return [*(of_day if day else ()), name, name.partition(":")[0]]
