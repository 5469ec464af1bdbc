"""Text pages: their lines, and what a line is by its shape: names, prose, or neither.

Pages are what a browser's "save as text" leaves: no markup, any encoding, lines of any length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from corpus.encoding import UNREADABLE, decode
from corpus.models import Note
from corpus.report import opening

TITLE_LENGTH: Final = 200  # characters that a title has at most

_HEAD: Final = 20  # printed lines in which a page shows what it is
_HEAD_BYTES: Final = 1 << 16

_INVISIBLE: Final = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # joiners, directions
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

_SENTENCE: Final = 3  # words from which a line with a full stop is a sentence
_END: Final = re.compile(r"(?:[.!?…][\"'”’)\]}$]*|\})$")
_ADDRESS: Final = re.compile(r"//|www\.")
_STAR: Final = re.compile(r"\s*[*†‡§]+$")
_AND: Final = re.compile(r"(?:^| )(?:and|&) ")
_NAME_WORD: Final = r"(?:[^\s\d:;!?()\[\]{}\"“”=$%/\\<>@#&+_,·|]|\?(?=\w))+"  # "Ri?ards" has lost an accent
_NAME: Final = re.compile(rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|\([^\W\d_]+\))){{0,5}}")  # Ada (Dj) Byron
_FULL_NAME: Final = re.compile(r"[^a-z]\S*(?: \S+)* [^a-z]\S*")
_NOT_IN_NAMES: Final = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "beyond",
        "between",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "through",
        "to",
        "under",
        "using",
        "via",
        "with",
    )
)


class Line(NamedTuple):
    """A line of a page: its number, counted from 1, and its text without outer and doubled blanks."""

    number: int
    text: str


def read_lines(data: bytes) -> list[Line]:
    """All lines of a page, empty ones included; control and direction characters are dropped."""
    text = unicodedata.normalize("NFC", decode(data)).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return [Line(number, " ".join(line.split())) for number, line in enumerate(text.split("\n"), 1)]


def printed(lines: Iterable[Line]) -> list[Line]:
    """The *lines* that hold anything."""
    return [line for line in lines if line.text]


def head(data: bytes) -> list[Line]:
    """The first printed lines of a page: enough to tell its format."""
    return printed(read_lines(data[:_HEAD_BYTES]))[:_HEAD]


def blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """The runs of printed lines between empty ones."""
    return [list(run) for holds, run in groupby(lines, key=lambda line: bool(line.text)) if holds]


def parts(lines: Sequence[Line], begins: Callable[[Line], bool]) -> tuple[list[Line], list[list[Line]]]:
    """The lines above the first one that *begins* a part; and the parts, each from that line on."""
    starts = [place for place, line in enumerate(lines) if begins(line)] + [len(lines)]
    return list(lines[: starts[0]]), [list(lines[start:end]) for start, end in pairwise(starts)]


def split_names(text: str) -> list[str]:
    """The names of an author line, each with its mark ("Ada Byron*") where it has one."""
    *first, last = text.split(" · " if " · " in text else ",")
    return [name for part in (*first, *_AND.split(last)) if unmarked(name := part.strip(" ,"))]


def unmarked(name: str) -> str:
    """*name* without the star or dagger that refers to a footnote."""
    return _STAR.sub("", name)


def names(text: str) -> tuple[str, ...]:
    """The names of an author line, without marks."""
    return tuple(unmarked(name) for name in split_names(text))


def may_be_names(text: str) -> bool:
    """Whether *text* can be one or more names; a short title without punctuation can, too."""
    found = names(text)
    return bool(found) and all(map(_may_be_name, found))


def is_name_list(text: str) -> bool:
    """Whether *text* is several names beyond doubt: apart by dots, or by commas and mostly capital words."""
    if not may_be_names(text):
        return False
    found = names(text)
    full = [name for name in found if _FULL_NAME.fullmatch(name)]
    return " · " in text or ("," in text and 2 * len(full) >= len(found))


def _may_be_name(name: str) -> bool:
    *_, last = name.split()
    stopped = last.endswith(".") and (last[0].islower() or len(last) > len("III."))  # as sentences end
    return not stopped and _NAME.fullmatch(name) is not None and _NOT_IN_NAMES.isdisjoint(name.split())


def is_prose(text: str) -> bool:
    """Whether *text* is a paragraph: long, or a whole sentence, and no list of names."""
    if len(text) > TITLE_LENGTH:
        return not is_name_list(text)
    return text.endswith(".") and len(text.split()) >= _SENTENCE and not may_be_names(text)


def is_whole(text: str) -> bool:
    """Whether a paragraph ends as paragraphs do: with a sentence's end or an address."""
    last = text.rpartition(" ")[2]
    return _END.search(last) is not None or _ADDRESS.search(last) is not None


def where(line: Line) -> str:
    """The place of *line*, as reports name it."""
    return f"line {line.number}"


def problem(text: str, line: Line | None = None) -> Note:
    """A report of what could not be read, and where."""
    return Note(level="problem", text=text, where=where(line) if line else "")


def left_out(text: str, line: Line) -> Note:
    """A report of what was passed over on purpose."""
    return Note(level="left out", text=f"{text}: “{opening(line.text)}”", where=where(line))


def unreadable(lines: Iterable[Line]) -> list[Note]:
    """A report of each line with a character that no encoding explains."""
    return [problem("a character could not be read", line) for line in lines if UNREADABLE in line.text]
