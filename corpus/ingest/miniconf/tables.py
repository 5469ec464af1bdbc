"""Which file of a Mini-Conf folder holds what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from corpus.models import Note
from corpus.programme.orgs import is_org_field
from corpus.programme.private import private_fields
from corpus.programme.rowfiles import SUFFIXES, Placed, Sheet, UnreadableError, read_sheet
from corpus.programme.trees import ReadRow, Row, text_at
from corpus.report import counted, left_out, opening, problem

_HOLDS: Final = {  # the name of a file -> what its rows are read as, and what people call one of them
    "papers": ("paper", "paper"),
    "proceedings": ("paper", "paper"),
    "posters": ("paper", "poster"),
    "demos": ("paper", "demo"),
    "lbds": ("paper", "late-breaking demo"),
    "lbd": ("paper", "late-breaking demo"),
    "open_problems": ("paper", "open problem"),
    "speakers": ("speaker", "keynote"),
    "keynotes": ("speaker", "keynote"),
    "invited": ("speaker", "invited talk"),
    "invited_talks": ("speaker", "invited talk"),
    "plenary_sessions": ("plenary", "plenary"),
    "workshops": ("part", "workshop"),
    "tutorials": ("part", "tutorial"),
    "socials": ("part", "social"),
    "events": ("part", "event"),
    "panels": ("part", "panel"),
    "symposiums": ("part", "symposium"),
    "roundtables": ("part", "roundtable"),
    "debates": ("part", "debate"),
    "industry": ("part", "industry session"),
    "main_calendar": ("calendar", ""),
    "overall_calendar": ("calendar", ""),
    "sessions": ("sessions", ""),
    "paper_sessions": ("sessions", ""),
    "committee": ("committee", ""),
    "config": ("config", ""),
}
_TELLING: Final = frozenset(("paper", "speaker", "plenary", "part", "calendar", "sessions"))
_ENDINGS: Final = {"_paper_sessions": ("sessions", ""), "_papers": ("paper", "paper")}  # main_papers, demo_papers …
_SAME: Final = frozenset(("main", "all", "accepted", "workshop", "demo"))  # parts of a name that are no track
_NAMED: Final = 8  # files that are named of those passed over


def _holds_anything(row: Row) -> bool:
    return any(value not in (None, "") for value in row.values())


class Table(NamedTuple):
    """A file of rows: its path, what they are read as, their type as people say it, and the track that it is of.

    *read* are the columns that were asked for.
    """

    path: str
    role: str
    type: str
    track: str
    sheet: Sheet
    read: set[str]

    def rows(self) -> Iterator[Placed]:
        """The rows that hold anything, each with its place in the folder."""
        for place, row in self.sheet.rows:
            if _holds_anything(row):
                yield Placed(f"{self.path} {place}", ReadRow(row, self.read))

    def unread(self) -> list[Note]:
        """The columns that hold anything and were not asked for, in one note; those that are private are told apart."""
        filled = dict.fromkeys(name for _, row in self.sheet.rows for name, value in row.items() if value)
        names = [
            f"“{opening(name)}”"
            for name in filled
            if name not in self.read and not is_org_field(name) and not private_fields({name: "x"})
        ]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        told = f"{counted(len(names), 'column')}: {', '.join(names[:_NAMED])}{more}"
        return [left_out(told, self.path)] if names and self.role in _TELLING else []


def missing_in(files: Mapping[str, bytes]) -> str:
    """What keeps *files* from being a Mini-Conf folder; nothing where they are one."""
    if len(files) < 2:
        return "it is a single file, not a folder of papers, speakers and a calendar"
    held = [(path, held) for path in sorted(files) if (held := _held(path)) and held[0] in _TELLING]
    if not held:
        return "no file such as papers.csv, speakers.yml or main_calendar.json"
    for path, (role, _, _) in held:
        try:
            rows = read_sheet(files[path], PurePosixPath(path).suffix.lower()).rows
        except UnreadableError:
            continue
        if any(_tells(role, placed) for placed in rows[:50]):
            return ""
    return f"no column “UID” in {held[0][0]}"


def read_tables(files: Mapping[str, bytes]) -> tuple[list[Table], list[Note]]:
    """The files that are part of the programme, and a report of those that are not or cannot be read."""
    tables: list[Table] = []
    notes: list[Note] = []
    passed: list[str] = []
    for path, data in sorted(files.items()):
        held = _held(path)
        if held is None:
            passed.append(path)
            continue
        try:
            sheet = read_sheet(data, PurePosixPath(path).suffix.lower())
        except UnreadableError as error:
            notes.append(problem(f"it {error}", path))
            continue
        tables.append(Table(path, *held, sheet, set()))
        notes += [problem(note.text, f"{path} {note.where}") for note in sheet.problems]
    return tables, [*notes, *_passed_over(passed, any(table.role == "calendar" for table in tables))]


def _held(path: str) -> tuple[str, str, str] | None:
    """The role, type and track of the rows in the file at *path*; None where it is no part of the programme."""
    file = PurePosixPath(path)
    if file.suffix.lower() not in SUFFIXES or any(part.startswith((".", "__")) for part in file.parts):
        return None
    stem = re.sub(r"[\s\-]+", "_", file.stem.casefold()).removeprefix("serve_")
    if stem in _HOLDS:
        return *_HOLDS[stem], ""
    for ending, (role, type_) in _ENDINGS.items():
        if stem.endswith(ending):
            track = re.sub(r"[\s_]*papers$", "", file.stem, flags=re.IGNORECASE).replace("_", " ").strip()
            special = "demo" if track.casefold() in {"demo", "demos"} else type_
            return role, special, "" if role != "paper" or track.casefold() in {*_SAME, "demos"} else track
    return None


def _tells(role: str, placed: Placed) -> bool:
    """Whether a row is of Mini-Conf and no other list."""
    row: Mapping[str, Any] = placed.row
    if role == "calendar":
        return bool(text_at(row, "title") and text_at(row, "start"))
    if role == "sessions":
        timed = any(text_at(row, column) for column in ("start_time", "start", "date"))
        return timed and (isinstance(row.get("papers"), list) or "sessionid" in row)
    return bool(text_at(row, "uid"))


def _passed_over(paths: list[str], has_calendar: bool) -> list[Note]:
    notes: list[Note] = []
    calendars = [path for path in paths if path.lower().endswith(".ics")]
    for path in calendars:
        reason = "the calendar says the same" if has_calendar else ""
        told = problem("it is not read with the folder: load it by itself", path)
        notes.append(left_out(reason, path) if reason else told)
    others = [path for path in paths if path not in calendars]
    if others:
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        notes.append(left_out(f"no part of the programme: {', '.join(others[:_NAMED])}{more}"))
    return notes
