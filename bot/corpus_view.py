"""What the corpus commands show: reports, differences, findings, tables and charts. Pure: no I/O but rich's drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from rich.bar import Bar
from rich.table import Table

from bot.models import Moment
from bot.plain import moment_text
from bot.safe import clean
from bot.zones import zone_of
from corpus.catalog import Catalog
from corpus.clashes import Finding
from corpus.diff import Change
from corpus.models import Event, Note, Records, Window

_SHOWN: Final = 20  # findings or changes of one sort that are shown one by one
_CHART: Final = 30  # cells that the longest bar takes


def counts(records: Records) -> str:
    """How many records of each kind there are, those that there are none of left out."""
    numbers = ((kind, len(getattr(records, kind))) for kind in type(records).model_fields)
    return ", ".join(f"{number} {kind}" for kind, number in numbers if number) or "nothing"


def note_lines(notes: Sequence[Note]) -> Iterator[str]:
    """A reader's report, a line each."""
    for note in notes:
        yield f"{note.level}: {clean(note.text)}{f' ({clean(note.where)})' if note.where else ''}"


def finding_lines(findings: Sequence[Finding], *, every: bool = False) -> Iterator[str]:
    """What is to be mended, by sort; of each sort the first few where not *every* one is asked for."""
    sorts = sorted(findings, key=lambda finding: finding.what)
    for what, group in groupby(sorts, key=lambda finding: finding.what):
        found = list(group)
        yield f"{what} ({len(found)})"
        shown = found if every else found[:_SHOWN]
        yield from (f"  {clean(finding.where)}: {clean(finding.text)}" for finding in shown)
        if len(found) > len(shown):
            yield f"  … and {len(found) - len(shown)} more; --all shows them."


class Told(NamedTuple):
    """A change: what it is, of which kind of record, its title, and before and after in words."""

    what: str
    kind: str
    title: str
    text: str


def change_lines(changes: Sequence[Change], catalog: Catalog, now: datetime) -> Iterator[str]:
    """What changed, a line each."""
    for what, kind, title, text in told(changes, catalog, now):
        yield f"{what:9} {kind:7} {title}{f': {text}' if text else ''}"


def told(changes: Sequence[Change], catalog: Catalog, now: datetime) -> Iterator[Told]:
    """What changed, in words; papers that moved because their session did are counted with it."""
    moved = {(change.id, change.before, change.after) for change in changes if change.kind == "session"}
    carried = Counter(c.of for c in changes if c.kind == "paper" and (c.of, c.before, c.after) in moved)
    for change in changes:
        if change.kind == "paper" and (change.of, change.before, change.after) in moved:
            continue
        with_it = carried[change.id] if change.kind == "session" and change.what in ("moved", "room") else 0
        also = f" (and {with_it} in it)" if with_it else ""
        text = f"{_told(change, catalog, _zone(change, catalog), now)}{also}"
        yield Told(change.what, change.kind, clean(change.title), text)


def _told(change: Change, catalog: Catalog, zone: str, now: datetime) -> str:
    if change.before is None and change.after is None:
        return ""
    before, after = (_side(side, catalog, zone, now) for side in (change.before, change.after))
    label = f"{change.field} " if change.what == "changed" else ""
    return f"{label}{before} -> {after}"


def _side(side: Window | str | None, catalog: Catalog, zone: str, now: datetime) -> str:
    if isinstance(side, Window):
        return moment_text(Moment(window=side), zone_of(zone), now)
    named = catalog.sessions.get(side or "")
    return clean(named.title if named else side or "(none)")


def _zone(change: Change, catalog: Catalog) -> str:
    """The zone in which what changed tells its time."""
    if change.kind == "session" and change.id in catalog.sessions:
        session = catalog.sessions[change.id]
        return session.zone or catalog.zone(session.event)
    return catalog.zone(catalog.papers[change.id].event if change.id in catalog.papers else None)


def stats_tables(catalog: Catalog) -> Iterator[Table]:
    """What the corpus holds: by event, by source, by kind of presentation, and a chart of its days."""
    records = catalog.records
    events = _table("event", "days", "papers and talks", "sessions", "people")
    for event in records.events:
        papers = [paper for paper in records.papers if paper.event == event.id]
        people = len({author for paper in papers for author in paper.authors})
        sessions = sum(session.event == event.id for session in records.sessions)
        events.add_row(event.name, _days(event), str(len(papers)), str(sessions), str(people))
    yield events
    sources = _table("source", "format", "papers and talks", "sessions", "posts")
    for source in records.sources:
        held = [sum(source.id in r.sources for r in kind) for kind in (records.papers, records.sessions, records.posts)]
        sources.add_row(source.title, source.format, *map(str, held))
    yield sources
    kinds = _table("presented as", "how many")
    for kind, count in Counter(slot.type for slot in records.slots).most_common():
        kinds.add_row(kind, str(count))
    yield kinds
    if days := _by_day(catalog):
        chart = _table("day", "talks and sessions", "")
        for day, count in sorted(days.items()):
            chart.add_row(f"{day:%a} {day}", str(count), Bar(max(days.values()), 0, count, width=_CHART))
        yield chart


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in _NUMBERS else "left", overflow="fold")
    return table


_NUMBERS: Final = frozenset(("papers and talks", "sessions", "people", "posts", "how many", "talks and sessions"))


def _days(event: Event) -> str:
    return " to ".join(dict.fromkeys(str(day) for day in (event.start, event.end) if day))


def _by_day(catalog: Catalog) -> Counter[date]:
    """How much starts on each day, in the zone of its own event."""
    records = catalog.records
    started = [(s.start, catalog.zone(s.event)) for s in records.sessions if s.start]
    started += [
        (slot.start, catalog.zone(catalog.papers[slot.paper].event))
        for slot in records.slots
        if slot.start and slot.paper in catalog.papers
    ]
    return Counter(start.astimezone(ZoneInfo(zone)).date() for start, zone in started)
