"""Columns without names: what they hold is told only where nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.lists.stamps import read_stamp
from corpus.programme.people import split_names

_ROWS: Final = 3  # from which columns show what they hold
_LOOKED_AT: Final = 200
_ADDRESS: Final = re.compile(r"https?://\S+")
_NAME: Final = re.compile(
    r"[^\W\d_a-z][\w'’.-]*(?: (?:(?:van|von|de|der|den|da|del|di|la|le|bin|al)|[^\W\d_a-z][\w'’.-]*)){1,4}"
)
_JOINING: Final = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|in|into|is|of|on|or|the|through|to|under|using|via|with)\b"
)
_MOSTLY: Final = 0.9
_TELLING: Final = 0.4  # of titles so many have a word that joins others
_ABSTRACT: Final = 250  # characters that abstracts have on average, and titles do not


def told_columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The places of our fields in *rows* without header; {} where a column may be something else.

    There is one column of names, one of titles, and all rows are of one width.
    """
    rows = rows[:_LOOKED_AT]
    if len(rows) < _ROWS or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return {}
    kinds = [_kind([cell for cell in column if cell]) for column in zip(*rows, strict=True)]
    if kinds.count("authors") != 1 or kinds.count("title") != 1 or "unclear" in kinds:
        return {}
    fields = {kind: kinds.index(kind) for kind in kinds if kind}
    times = [place for place, kind in enumerate(kinds) if kind == "start"]
    return fields | ({"end": times[1]} if len(times) == 2 else {}) if len(times) <= 2 else {}


def _kind(cells: Sequence[str]) -> str:
    """The field that a column of *cells* holds; "unclear" where it may be titles or names, "" where it is neither."""
    if not cells:
        return ""
    stamps = [stamp for cell in cells if (stamp := read_stamp(cell))]
    if len(stamps) == len(cells):
        return (
            "start" if all(stamp.start for stamp in stamps) else "" if any(stamp.start for stamp in stamps) else "day"
        )
    if all(map(_ADDRESS.fullmatch, cells)):
        return "page"
    if sum(map(len, cells)) >= _ABSTRACT * len(cells):
        return "abstract"
    if all(cell.isdecimal() for cell in cells):
        return "id" if len(set(cells)) == len(cells) else ""
    named = sum(all(map(_NAME.fullmatch, names)) for cell in cells if (names := split_names(cell))) / len(cells)
    joined = sum(_JOINING.search(cell) is not None for cell in cells) / len(cells)
    if named >= _MOSTLY and joined < 1 - _MOSTLY:
        return "authors"
    if len(set(cells)) < _MOSTLY * len(cells):
        return ""
    return "title" if joined >= _TELLING and named < 1 - _MOSTLY else "unclear" if named > 0 or joined > 0 else ""
