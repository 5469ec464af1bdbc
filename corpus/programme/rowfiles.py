"""Rows of a file, be it CSV, JSON or YAML: columns by folded names, each row with its place in the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import yaml

from corpus.encoding import decode
from corpus.models import Note
from corpus.programme.texts import one_line
from corpus.programme.trees import LARGEST, Row, json_fault, read_json, size_of
from corpus.report import counted, opening, problem

SUFFIXES: Final = frozenset((".csv", ".tsv", ".json", ".yml", ".yaml"))
_MARKS: Final = ",;\t"  # that stand between the cells of a table
_TAGS: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "str", "seq", "map", "merge"))


class UnreadableError(Exception):
    """A file that is not sound; the message goes on from its name: "is not sound YAML at line 3"."""


class Placed(NamedTuple):
    """A row and where it stands: "line 14", "committee.3", "Session 1A"."""

    place: str
    row: Row


class Sheet(NamedTuple):
    """What a file of rows holds: its *tree* as it is, its rows, and what is wrong with single ones of them."""

    tree: Any
    rows: list[Placed]
    problems: list[Note]


def read_sheet(data: bytes, suffix: str) -> Sheet:
    """The rows of a file whose name ends in *suffix*, one of SUFFIXES. Raises UnreadableError.

    A list of objects is rows; so is the only list in an object ("committee: […]"), and an object of objects or
    of lists ("Session 1A": …), whose names are then the column "key" and whose lists the column "papers".
    Columns are named in lower case with underscores ("calendarId" is "calendarid"). Every value of a CSV or
    YAML file is text: a "010" stays one.
    """
    if suffix in {".csv", ".tsv"}:
        return _read_csv(decode(data))
    tree = _read_json(data) if suffix == ".json" else _read_yaml(decode(data))
    return Sheet(tree, [Placed(place, _folded(row)) for place, row in _rows(tree)], [])


def _rows(tree: Any) -> Iterator[tuple[str, Row]]:
    if isinstance(tree, list):
        yield from ((str(number), row) for number, row in enumerate(tree) if isinstance(row, Mapping))
    elif isinstance(tree, Mapping) and len(tree) == 1 and isinstance(only := next(iter(tree.values())), list):
        name = next(iter(tree))
        if any(isinstance(row, Mapping) for row in only):
            yield from ((f"{_place(name)}.{place}", row) for place, row in _rows(only))
        else:
            yield _place(name), {"key": str(name), "papers": only}
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            if isinstance(value, Mapping):
                yield _place(key), {"key": str(key), **value}
            elif isinstance(value, list):
                yield _place(key), {"key": str(key), "papers": value}


def _place(key: object) -> str:
    return opening(one_line(str(key)[:80]))


def _folded(row: Row) -> Row:
    """*row* by folded names; of two columns of one name the first that holds anything."""
    folded: dict[str, Any] = {}
    for key, value in row.items():
        name = re.sub(r"[\s\-]+", "_", str(key).strip().casefold())
        if folded.get(name) in (None, ""):
            folded[name] = value
    return folded


def _read_json(data: bytes) -> Any:
    tree = read_json(data)
    if tree is None:
        raise UnreadableError(f"is not sound JSON: {fault}" if (fault := json_fault(data)) else "holds no list of rows")
    return tree


def _read_yaml(text: str) -> Any:
    try:
        tree = yaml.load(text, Loader=_TextLoader)  # noqa: S506 - it makes lists, mappings and texts, no objects
        if size_of(tree) > LARGEST:
            raise UnreadableError("repeats itself too often by aliases")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableError(f"is not sound YAML{f' at line {mark.line + 1}' if mark else ''}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableError("is not sound YAML") from error
    return tree


class _TextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose values are texts: no 8:30 becomes 510, no "no" a False, no date loses its offset."""

    yaml_constructors = {  # noqa: RUF012 - as the base class has them
        tag: make for tag, make in yaml.SafeLoader.yaml_constructors.items() if tag is None or tag in _TAGS
    }
    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [rule for rule in rules if rule[0] in _TAGS]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _read_csv(text: str) -> Sheet:
    header = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(_MARKS, key=header.count)
    lines, problems = _csv_lines(text, mark)
    columns = [cell.strip() for cell in next(iter(lines), ("", []))[1]]
    rows: list[Row] = []
    placed: list[Placed] = []
    for place, cells in lines[1:]:
        if excess := sum(1 for cell in cells[len(columns) :] if cell.strip()):
            text_ = f"{counted(excess, 'cell')} more than the header has columns: the row is left out"
            problems.append(problem(text_, place))
            continue
        row = _first_of_each(columns, cells)
        rows.append(row)
        placed.append(Placed(place, _folded(row)))
    return Sheet(rows, placed, problems)


def _csv_lines(text: str, mark: str) -> tuple[list[tuple[str, list[str]]], list[Note]]:
    """The lines that hold anything, with their places. Where the quotes are not sound, read as far as can be."""
    problems: list[Note] = []
    for strict in (True, False):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
        lines: list[tuple[str, list[str]]] = []
        start = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    lines.append((f"line {start}", cells))
                start = reader.line_num + 1
        except csv.Error as error:
            if not strict:
                raise UnreadableError(f"is not sound CSV at line {start}") from error
            problems.append(problem("the quotes are not sound from here on", f"line {start}"))
        else:
            break
    return lines, problems


def _first_of_each(columns: list[str], cells: list[str]) -> Row:
    row: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and not row.get(column, "").strip():
            row[column] = cell
    return row
