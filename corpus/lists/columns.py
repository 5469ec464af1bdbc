"""Which of our fields the columns of a list hold: told by their names, as far as what stands below agrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from corpus.lists.fields import FIELDS, LINKS, Name, field_named, read_name
from corpus.lists.stamps import read_stamp
from corpus.models import SourceError
from corpus.names import title_key
from corpus.programme.times import read_duration

_SINGLE: Final = frozenset(  # of two columns with one of these the first counts
    (
        *("id", "title", "subtitle", "type", "track", "room", "day", "start", "end", "end day", "duration", "zone"),
        *("language", "channel", "session start", "session end"),
    )
)
_TELLING: Final = ("authors", "speakers", "last name", "abstract", "start")  # what lists of anything else have not
_SALUTATION: Final = re.compile(r"(?:mr|mrs|ms|mx|dr|prof|professor|herr|frau|miss|sir)\b.{0,5}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
IDENTIFIERS: Final = {  # what stands for an address, and how that begins
    "arxiv": (re.compile(r"(?:arxiv:\s*)?(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE), "https://arxiv.org/abs/"),
    "doi": (re.compile(r"(?:doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE), "https://doi.org/"),
    "openreview": (re.compile(r"([\w-]{8,12})"), "https://openreview.net/forum?id="),
}
_SAMPLE: Final = 2000  # cells of a column that are looked at

Column = Callable[[int], Iterable[str]]  # the cells of the column at a place, from the top


class Columns(NamedTuple):
    """The places of the columns that hold each field, in order, and those of the *others*; *names* are of all.

    *spoken* is whether people are named who speak or present, and nobody is called an author.
    """

    held: Mapping[str, tuple[int, ...]]
    others: tuple[int, ...]
    names: Sequence[Name]
    spoken: bool = False

    def asides(self, *fields: str) -> list[str]:
        """What the names of the columns of these *fields* tell besides: a zone, a unit."""
        return [self.names[place].aside for field in fields for place in self.held.get(field, ())]

    def are_of_a_programme(self) -> bool:
        """Whether these can be the columns of a list of papers, talks or sessions."""
        title = self.held.get("title")
        if not title:
            return False
        return len(self.held) > 1 if self.names[title[0]].rank == 0 else any(map(self.held.get, _TELLING))


def find_columns(names: Sequence[str], column: Column, given: Mapping[str, int]) -> Columns:
    """The fields that columns of these *names* hold; *given* are the places of those that a person named."""
    read = [read_name(name) for name in names]
    held = {field: [place] for field, place in given.items()}
    for place in sorted(range(len(names)), key=lambda place: read[place].rank):
        for field in read[place].fields if place not in given.values() else ():
            if field not in given and _is_free(field, read[place], held) and _agrees(field, column(place)):
                held.setdefault(field, []).append(place)
                break
    if "start" not in held:  # what is said of the session is then said of what is in it
        held |= {field: held.pop(f"session {field}") for field in ("start", "end") if f"session {field}" in held}
    in_order = {
        field: tuple(sorted(places, key=lambda place: (read[place].number, place))) for field, places in held.items()
    }
    taken = {place for places in held.values() for place in places}
    people = [place for field in ("authors", "speakers", "first name", "last name") for place in held.get(field, ())]
    spoken = bool(people) and "authors" not in held and not any("author" in title_key(names[at]) for at in people)
    return Columns(in_order, tuple(place for place in range(len(names)) if place not in taken), read, spoken)


def given_columns(names: Sequence[str], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """The places of the *columns* that a person named for our fields, by their headers or their numbers from 1.

    Raises SourceError, about the file *name*, where there is no such field or no such column.
    """
    places = {str(number): number - 1 for number in range(len(names), 0, -1)}
    places |= {title_key(header): place for place, header in reversed(list(enumerate(names))) if title_key(header)}
    given: dict[str, int] = {}
    for ours, theirs in columns.items():
        field = field_named(ours)
        if field is None:
            raise SourceError(f"{name} cannot be read with a field “{ours}”: there are {', '.join(FIELDS)}.")
        if title_key(theirs) not in places:
            headers = ", ".join(filter(None, names))
            raise SourceError(f"{name} has no column “{theirs}”; its columns are {headers}.")
        given[field] = places[title_key(theirs)]
    return given


def _is_free(field: str, name: Name, held: Mapping[str, Sequence[int]]) -> bool:
    if field == "room" and name.rank and "start" not in held:
        return False  # without times a venue is where a paper was published
    return field not in held or (name.rank == 0 and field not in _SINGLE)


def _agrees(field: str, column: Iterable[str]) -> bool:
    """Whether what stands in *column* can be of *field*; an empty one can."""
    cells = list(islice((cell for cell in column if cell.strip()), _SAMPLE))
    if field == "title":
        return 2 * sum(_SALUTATION.fullmatch(cell) is not None for cell in cells) <= len(cells)
    test = _TESTS.get(field)
    return test is None or not cells or any(map(test, cells))


def _is_address(field: str) -> Callable[[str], bool]:
    pattern = IDENTIFIERS[field][0] if field in IDENTIFIERS else None
    return lambda cell: bool(_ADDRESS.search(cell) or (pattern and pattern.fullmatch(cell)))


def _is_time(cell: str) -> bool:
    return read_stamp(cell) is not None


_TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    **{field: _is_address(field) for field in LINKS},
    **dict.fromkeys(("day", "start", "end", "end day", "session start", "session end"), _is_time),
    "duration": lambda cell: read_duration(cell) is not None or read_duration(f"{cell} h") is not None,
}
