"""Lists of papers, talks or sessions as tables: CSV, and with tabs, ";" or "|" between cells.

Columns are told by their headers, in many spellings (see ``corpus.lists.fields``), or named by the person who
loads the table. Lines above the header are passed over. What the rows mean, ``corpus.lists.listing`` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from corpus.encoding import UNREADABLE, decode
from corpus.ingest.table.delimited import DELIMITERS, Line, declared_delimiter, read_rows
from corpus.ingest.table.unnamed import told_columns
from corpus.lists.columns import Column, Columns, find_columns, given_columns
from corpus.lists.items import Row
from corpus.lists.listing import passed_over, read_listing
from corpus.lists.stamps import read_stamp
from corpus.models import Note, Parsed, Source, SourceError
from corpus.names import slug, title_key
from corpus.programme.private import private_fields
from corpus.programme.texts import one_line
from corpus.programme.times import read_zone
from corpus.report import capped, counted, left_out, opening, problem

_HEAD: Final = 1 << 16  # bytes that show which columns there are
_TOP: Final = 15  # rows among which the header stands
_SAMPLES: Final = 3  # cells of a column that show what it holds
_ARCHIVES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how workbooks begin


class _Layout(NamedTuple):
    """The delimiter, and the line of the header; where there is none, it is 0, and *fields* are places by field."""

    delimiter: str
    header: int
    fields: Mapping[str, int]


class _Sheet(NamedTuple):
    """A table: the *names* of its columns, its *rows* and what is *known* of them; the lines *above* its header and
    *below*; the *faults* of its lines, and the *problems* of its rows.
    """

    names: list[str]
    rows: list[Row]
    known: Columns
    above: list[Line]
    below: list[Line]
    faults: list[Note]
    problems: list[Note]


class SeenColumn(NamedTuple):
    """A column: its *header*, else its number; the *field* of ours that it is taken for, if any; its first cells.

    Where it is *private*, and so left out, none of them.
    """

    header: str
    field: str
    private: bool
    samples: tuple[str, ...]


class Seen(NamedTuple):
    """How a table is understood: its columns, and each of its titles with where that stands ("line 4")."""

    columns: tuple[SeenColumn, ...]
    titles: tuple[tuple[str, str], ...]


def sniff(data: bytes) -> str:
    """What keeps *data* from being such a table; nothing where it is one."""
    if data.startswith(_ARCHIVES):
        return "it is a workbook, not a table as text: save its sheet as CSV"
    text = _head(data)
    if text.lstrip()[:1] in {"{", "[", "<"}:
        return "it begins as JSON or markup does"
    if _layout(text, {}):
        return ""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return (
        f"no header with a title and more at its top: it begins with “{opening(first)[:60]}”"
        if first
        else "it is empty"
    )


def parse(data: bytes, *, name: str, zone: str | None = None, columns: Mapping[str, str] | None = None) -> Parsed:
    """The papers, sessions and slots of the table. Raises SourceError where it has no titles or no rows.

    *zone* is that of times which name none; *columns* has the column of fields of ours, by its header, or by its
    number from 1 where there is no header.
    """
    local = read_zone(zone) if zone else None
    if zone and local is None:
        raise SourceError(f"{name} cannot be read in the zone “{zone}”, which there is not.")
    sheet = _opened(data, name, columns or {})
    names, rows, known = sheet.names, sheet.rows, sheet.known
    if "title" not in known.held:
        headers = ", ".join(filter(None, names))
        raise SourceError(f"{name} has no column known to hold titles: name it with --map title=…, of {headers}.")
    title = name.rsplit("/", 1)[-1]
    source = Source(id=slug(title) or "table", title=title, format="csv")
    records, notes = read_listing(rows, known, source, zone=local)
    if not records.papers and not records.sessions:
        why = "; ".join(note.text for note in (*notes, *sheet.problems) if note.level != "read")
        raise SourceError(f"{name} holds no row that can be read{f': {why}' if why else ''}.")
    every = [
        *notes,
        *(
            left_out(f"above the header: “{opening(' '.join(each.cells))}”", f"line {each.number}")
            for each in sheet.above
        ),
        *_private(names, rows, known),
        *passed_over(names, rows, known, "column"),
        *capped([*sheet.faults, *sheet.problems, *_unreadable(sheet.below)]),
    ]
    return Parsed(records=records, notes=tuple(every))


def look(data: bytes, *, name: str, columns: Mapping[str, str] | None = None) -> Seen:
    """What the table in *data* looks like to ``parse``, with titles or without. Raises SourceError as it does else."""
    sheet = _opened(data, name, columns or {})
    fields = {place: field for field, places in sheet.known.held.items() for place in places}
    titles = sheet.known.held.get("title", ())

    def column(place: int, header: str) -> SeenColumn:
        private = place not in fields and bool(private_fields({header: "anything"}))
        cells = (row.cells[place] for row in sheet.rows if row.cells[place] and not private)
        return SeenColumn(header, fields.get(place, ""), private, tuple(islice(cells, _SAMPLES)))

    return Seen(
        columns=tuple(column(place, header) for place, header in enumerate(sheet.names)),
        titles=tuple((row.cells[place], row.where) for row in sheet.rows for place in titles if row.cells[place]),
    )


def _opened(data: bytes, name: str, columns: Mapping[str, str]) -> _Sheet:
    """The table in *data*, before its rows are read as anything. Raises SourceError where it is none."""
    if data.startswith(_ARCHIVES):
        raise SourceError(f"{name} is a workbook, not a table as text: save its sheet as CSV.")
    text = decode(data).replace("\x00", "")
    layout = _layout(_head(data), columns) or _by_widths(_head(data), columns)
    if layout is None:
        raise SourceError(f"{name} is no table: its lines have no cells with commas, tabs, semicolons or bars between.")
    lines, faults = read_rows(text, layout.delimiter)
    header = next((line.cells for line in lines if line.number == layout.header), [])
    names = [one_line(cell) for cell in header] or [
        str(number) for number in range(1, max((len(line.cells) for line in lines), default=0) + 1)
    ]
    below = [line for line in lines if line.number > layout.header and line.cells != header]
    if not below:
        raise SourceError(f"{name} has a header, but no row below it.")
    rows, problems = _rows(below, len(names))
    given = dict(layout.fields) | given_columns(names, columns, name)
    names, rows, known = _placed(names, rows, given)
    above = [line for line in lines if line.number < layout.header]
    return _Sheet(names, rows, known, above, below, faults, problems)


def _head(data: bytes) -> str:
    text = decode(data[:_HEAD]).replace("\x00", "")
    return text if len(data) <= _HEAD else text[: text.rfind("\n") + 1] or text


def _layout(head: str, columns: Mapping[str, str]) -> _Layout | None:
    """The layout in which the most columns are known, or else one without header; None where there is none."""
    named = {title_key(column) for column in columns.values()}
    best, layout = 0, None
    sheets = {mark: read_rows(head, mark)[0] for mark in _delimiters(head)}
    for delimiter, lines in sheets.items():
        for place, line in enumerate(lines[:_TOP]):
            below = [each.cells for each in lines[place + 1 :]]
            known = find_columns(line.cells, _cells_of(below), {})
            mapped = len(named & {title_key(cell) for cell in line.cells})
            score = len(known.held) + len(DELIMITERS) * mapped
            if score > best and (
                mapped or (known.are_of_a_programme() and _is_even(below, len(line.cells), from_the_top=place == 0))
            ):
                best, layout = score, _Layout(delimiter, line.number, {})
    if layout is None and not columns:
        for delimiter, lines in sheets.items():
            if fields := told_columns([line.cells for line in lines]):
                return _Layout(delimiter, 0, fields)
    return layout


def _by_widths(head: str, columns: Mapping[str, str]) -> _Layout | None:
    """The layout in which the most lines have the same number of cells; with a header, unless columns are numbered."""
    best, layout = 0, None
    for delimiter in _delimiters(head):
        lines = read_rows(head, delimiter)[0]
        width, times = Counter(len(line.cells) for line in lines).most_common(1)[0] if lines else (0, 0)
        if width > 1 and times > best:
            numbered = bool(columns) and all(column.strip().isdecimal() for column in columns.values())
            best, layout = times, _Layout(delimiter, 0 if numbered else lines[0].number, {})
    return layout


def _delimiters(head: str) -> Sequence[str]:
    declared = declared_delimiter(head)
    return [declared] if declared else DELIMITERS


def _cells_of(rows: Sequence[Sequence[str]]) -> Column:
    return lambda place: (row[place] for row in rows if place < len(row))


def _is_even(rows: Sequence[Sequence[str]], width: int, *, from_the_top: bool) -> bool:
    """Whether most of *rows* have the cells that a header of this *width* announces, or fewer below a first line."""
    return 2 * sum(len(row) == width or (from_the_top and 1 < len(row) < width) for row in rows) >= len(rows)


def _rows(lines: Sequence[Line], width: int) -> tuple[list[Row], list[Note]]:
    """The rows as wide as the header, and those that hold more, which nobody knows where to put."""
    rows: list[Row] = []
    problems: list[Note] = []
    for number, cells in lines:
        excess = sum(map(bool, cells[width:]))
        if excess:
            text = f"{counted(excess, 'cell')} more than the header has columns: the row is left out"
            problems.append(problem(text, f"line {number}"))
        else:
            rows.append(Row(f"line {number}", [*cells[:width], *[""] * (width - len(cells))]))
    return rows, problems


def _below_days(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """*rows* without those that are a day and nothing else, and for each the last of these days above it."""
    kept: list[Row] = []
    days = [""]
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        stamp = read_stamp(filled[0]) if len(filled) == 1 < len(row.cells) else None
        if stamp and stamp.day and not stamp.start:
            days[-1] = filled[0]
        else:
            kept.append(row)
            days.append(days[-1])
    return kept, days[:-1]


def _placed(names: list[str], rows: list[Row], given: Mapping[str, int]) -> tuple[list[str], list[Row], Columns]:
    """*names*, *rows* and their columns, with the days that head rows in the column for days."""
    rows, days = _below_days(rows)
    columns = find_columns(names, _cells_of([row.cells for row in rows]), given)
    if not any(days):
        return names, rows, columns
    place = columns.held.get("day", (len(names),))[0]
    names = [*names, "Date"]
    rows = [
        row._replace(cells=[*cells[:place], cells[place] or day, *cells[place + 1 :]])
        for row, day in zip(rows, days, strict=True)
        for cells in [[*row.cells, ""]]
    ]
    return names, rows, find_columns(names, _cells_of([row.cells for row in rows]), given)


def _private(names: Sequence[str], rows: Sequence[Row], columns: Columns) -> list[Note]:
    """The columns that are nobody's business, with how often they hold anything."""
    return private_fields([{names[place]: row.cells[place]} for place in columns.others for row in rows])


def _unreadable(lines: Iterable[Line]) -> Iterator[Note]:
    for line in lines:
        if any(UNREADABLE in cell for cell in line.cells):
            yield problem("a character could not be read", f"line {line.number}")
