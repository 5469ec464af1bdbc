"""A reading list saved as text: dates as headings, and below each the papers of that day with abstracts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from corpus.dates import looks_like_date, read_date, unread, written_range
from corpus.models import Parsed, Records, Source, SourceError
from corpus.names import slug
from corpus.pages.entries import Listing, entries, papers
from corpus.pages.lines import Line, head, left_out, parts, printed, problem, read_lines, unreadable
from corpus.pages.occasion import read_occasion
from corpus.report import read_note

_TOP: Final = 3  # printed lines among which the first date stands
_TITLE: Final = "Reading list"


def sniff(data: bytes) -> str:
    """What keeps *data* from being a reading list; nothing where it is one."""
    text = head(data)[:_TOP]
    if not any(map(_is_date, text)):
        return "no date on a line of its own at its top"
    return "its title is about a conference" if any(read_occasion(line.text) for line in text) else ""


def parse(data: bytes, *, name: str) -> Parsed:
    """The papers, each with the day that lists it. Raises SourceError where none stands below a date."""
    lines = read_lines(data)
    above, days = parts(printed(lines), _is_date)
    found = [(read_date(heading.text), entry) for heading, *below in days for entry in entries(below)]
    if not found:
        raise SourceError(f"{name} holds no papers below a date.")
    title = _title([day for day, _ in found if day])
    source = Source(id=slug(title), title=title, format="reading_list")
    made, problems = papers([entry for _, entry in found], Listing(sources=(source.id,)))
    listed = [paper.model_copy(update={"listed": day}) for paper, (day, _) in zip(made, found, strict=True)]
    notes = [
        read_note((len(listed), "paper"), (len(days), "date")),
        *(left_out("above the first date", line) for line in above),
        *(problem(unread(heading.text), heading) for heading, *_ in days if not read_date(heading.text)),
        *(problem(f"no papers below “{heading.text}”", heading) for heading, *below in days if not below),
        *problems,
        *unreadable(lines),
    ]
    return Parsed(records=Records.of([source, *listed]), notes=tuple(notes))


def _is_date(line: Line) -> bool:
    return looks_like_date(line.text)


def _title(days: Sequence[date]) -> str:
    return f"{_TITLE}, {written_range(min(days), max(days))}" if days else _TITLE
