"""The parts of an Indico event, as its export lists them: in an event's own lists, or by days in a timetable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from corpus.ingest.indico.rows import name_in, number_in
from corpus.programme.kinds import told_kind
from corpus.programme.schedule import type_said
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, row_at, rows_at, text_at

_WITHIN: Final = frozenset(("entries", "sessions", "contributions", "subContributions", "partOf", "conference"))
_KINDS: Final = ("Session", "Contribution", "Break")  # of a timetable's entries


class Entry(NamedTuple):
    """A part of an event and where it stands: its *kind* is that of a timetable; *within* is the session around it."""

    kind: str
    where: str
    row: Row
    within: Row | None = None


class Listed(NamedTuple):
    """An event as it is listed: *about* is empty where only its *number* is told."""

    number: str
    about: Row
    entries: list[Entry]


def listed_events(tree: Any) -> Iterator[Listed]:
    """The events of *tree*, an export of events or of timetables."""
    results = row_at(tree).get("results")
    for place, event in enumerate(results if isinstance(results, list) else []):
        if isinstance(event, Mapping) and event.get("_type") == "Conference":
            yield Listed(number_in(event, "id"), event, list(_of_event(event, f"results.{place}")))
    for number, days in row_at(tree, "results").items():
        yield Listed(number, {}, list(_of_timetable(days, f"results.{number}")))


def without_parts(events: Iterable[Listed]) -> dict[str, list[Row]]:
    """The objects of *events* by their kinds, each without those within it that are entries themselves."""
    rows: dict[str, list[Row]] = {}
    for listed in events:
        for kind, row in (("event", listed.about), *((entry.kind.casefold(), entry.row) for entry in listed.entries)):
            rows.setdefault(kind, []).append({key: value for key, value in row.items() if key not in _WITHIN})
    return rows


def title_of(entry: Entry) -> str:
    """The title of *entry*, with that of its part where a session has several."""
    title, part = (one_line(text_at(entry.row, key)) for key in ("title", "slotTitle"))
    return f"{title}: {part}" if part and part not in title else title


def type_of(entry: Entry, title: str) -> str:
    """What *entry* is: a poster where its session is one of posters, a session or a break by its *title*."""
    around = (entry.row, entry.within or {})
    is_poster = any(each.get("isPoster") is True for row in around for each in (row, row_at(row, "session")))
    if entry.kind == "Session":
        return "poster session" if is_poster else told_kind(title)
    if entry.kind == "Break":
        return told_kind(title, "break")
    return type_said(name_in(entry.row.get("type"))) or ("poster" if is_poster else "")


def _of_event(event: Row, path: str) -> Iterator[Entry]:
    for place, session in enumerate(rows_at(event, "sessions")):
        where = f"{path}.sessions.{place}"
        yield Entry("Session", where, session)
        yield from _contributions(session, where, session)
    yield from _contributions(event, path, None)


def _contributions(row: Row, path: str, within: Row | None) -> Iterator[Entry]:
    for place, contribution in enumerate(rows_at(row, "contributions")):
        where = f"{path}.contributions.{place}"
        yield Entry("Contribution", where, contribution, within)
        for number, part in enumerate(rows_at(contribution, "subContributions")):
            yield Entry("Part", f"{where}.subContributions.{number}", {**part, "partOf": contribution}, within)


def _of_timetable(days: Any, path: str) -> Iterator[Entry]:
    """The entries of each day, those of a session below it."""
    for day, entries in row_at(days).items():
        for entry in _entries(entries, f"{path}.{day}"):
            yield entry
            if entry.kind == "Session":
                yield from _entries(entry.row.get("entries"), f"{entry.where}.entries", entry.row)


def _entries(entries: Any, path: str, within: Row | None = None) -> Iterator[Entry]:
    for key, row in row_at(entries).items():
        if isinstance(row, Mapping) and (kind := text_at(row, "entryType")) in _KINDS:
            yield Entry(kind, f"{path}.{key}", row, within)
