"""Tables as text: CSV, tab-separated, and their kin with ";" or "|" between cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from corpus.models import Note
from corpus.report import problem

DELIMITERS: Final = (",", "\t", ";", "|")
_DECLARED: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)  # the first line of some spreadsheets
_FORMULA: Final = re.compile(r'="([^"]*)"')  # how they keep the zeros of "0012"
_RULE: Final = re.compile(r"[\s\-:=_]*")  # a cell without content, or of the rule below a header
_LIST: Final = re.compile(r"\[\s*['\"].{0,20000}['\"]\s*\]", re.DOTALL)  # as Python prints one: "['Ada', 'Bo']"
_ITEM: Final = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")


class Line(NamedTuple):
    """A row: the number, from 1, of the line that it begins on, and its cells without blanks around them."""

    number: int
    cells: list[str]


def declared_delimiter(text: str) -> str:
    """The delimiter that the first line of *text* names ("sep=;"); "" where it names none."""
    found = _DECLARED.fullmatch(text[:20].partition("\n")[0].strip(" \r\ufeff"))
    return found[1] if found else ""


def read_rows(text: str, delimiter: str) -> tuple[list[Line], list[Note]]:
    """The rows of *text* that hold anything, a declaration left out; and the lines whose quotes are not sound."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows: list[Line] = []
    faults: list[Note] = []
    for number, cells in _records(lines, delimiter, faults):
        stripped = [cell.strip() for cell in cells]
        if not all(map(_RULE.fullmatch, stripped)) and not (number == 1 and declared_delimiter(lines[0])):
            rows.append(Line(number, [_unwrapped(cell) if cell[:1] in {"=", "["} else cell for cell in stripped]))
    return rows, faults


def _records(lines: Sequence[str], delimiter: str, faults: list[Note]) -> Iterator[tuple[int, list[str]]]:
    """Each record, of several lines where a break stands in quotes, with the number of its first line.

    A line from which on the quotes are not sound is a record by itself.
    """
    start = 0
    while start < len(lines):
        rest = (f"{lines[at]}\n" for at in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, skipinitialspace=True, strict=True)
        begin = start
        try:
            for cells in reader:
                yield begin + 1, cells
                begin = start + reader.line_num
        except csv.Error:
            cells = _cells(lines[begin], delimiter)
            if any(cell.startswith('"') and cell.count('"') % 2 for cell in cells):
                faults.append(
                    problem("a quotation mark is not closed: the line is read by itself", f"line {begin + 1}")
                )
            yield begin + 1, cells
            begin += 1
        start = begin


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line: a quotation mark closes its cell only where the cell ends."""
    return [
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for found in _pattern(delimiter).finditer(line)
        for cell in [found[1].strip()]
    ]


@lru_cache
def _pattern(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    quoted = rf'\s*"(?:[^"]|"(?!\s*(?:{mark}|$)))*"\s*(?={mark}|$)'
    return re.compile(rf"(?:^|(?<={mark}))({quoted}|[^{mark}]*)(?:{mark}|$)")


def _unwrapped(cell: str) -> str:
    """*cell* without what a program put around it: a formula, a list."""
    if found := _FORMULA.fullmatch(cell):
        return found[1]
    if _LIST.fullmatch(cell):
        return "|".join(one or other for one, other in _ITEM.findall(cell))
    return cell
