"""A poster session saved as text: a heading "Poster Session 10"; then title, authors, abstract of each one.

Some posters are printed without title and authors, and some abstracts in two paragraphs: which of the two a
paragraph below another one is, ``_opens`` decides.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.models import Note, Parsed, Records, Session, Slot, Source, SourceError
from corpus.names import slug, words
from corpus.pages.entries import Entry, Listing, entries, papers
from corpus.pages.lines import Line, head, left_out, printed, read_lines, unreadable, where
from corpus.report import opening, read_note

_HEADING: Final = re.compile(r"(?:[A-Z\d]\S* ){0,4}(?i:poster session)\b(?: \S+){0,5}")
_TOP: Final = 5  # printed lines among which the heading stands

# What only goes on with a text: 1 of 3,650 abstracts of ICLR 2020 and 2021 begins so.
_GOES_ON: Final = re.compile(
    r"(?:Those|Such|Finally|Lastly|Moreover|However|Further|Furthermore|Additionally|Specifically|Thus|Hence"
    r"|Therefore|Consequently|Notably|Importantly|Overall|Experiments|To (?:this end|further)"
    r"|As (?:a result|a consequence|such)|We (?:also|further|then|additionally)|These(?! days)|Our(?! work)"
    r"|This(?! (?:paper|work|article|research|study|report|review|survey|thesis|note|tutorial|talk)\b))\b"
    r"|(?:In (?:addition|particular|summary)|First|Second|Third),|[a-z(•]"
)
# Where authors say what they did: 9 of those abstracts never do.
_SPEAKS: Final = re.compile(
    r"\b(?:we|our|ours|us|the (?:paper|authors?)"
    r"|this (?:paper|work|research|study|article|review|report|survey|approach|thesis))\b",
    re.IGNORECASE,
)
_SHARED: Final = 2  # words of its title that a paragraph must have to complete an unfinished abstract
_WORD: Final = 5  # letters from which a word counts
_STEM: Final = 6  # letters by which two forms of a word agree


def sniff(data: bytes) -> str:
    """What keeps *data* from being a poster session; nothing where it is one."""
    return "" if _heading(head(data)) else "no line such as “Poster Session 10” at its top"


def parse(data: bytes, *, name: str) -> Parsed:
    """The session, its posters and their slots. Raises SourceError where no poster is printed."""
    lines = read_lines(data)
    text = printed(lines)
    heading = _heading(text)
    if heading is None:
        raise SourceError(f"{name} has no heading such as “Poster Session 10”.")
    found = entries([line for line in text if line.number > heading.number], opens=_opens)
    if not found:
        raise SourceError(f"{name} is headed “{heading.text}”, but no poster stands below.")
    source = Source(id=slug(heading.text), title=heading.text, format="poster_session")
    session = Session(id=source.id, title=heading.text, type="poster session", sources=(source.id,))
    posters, problems = papers(found, Listing(sources=(source.id,)))
    slots = [Slot(id=f"{session.id}/{each.id}", paper=each.id, session=session.id, type="poster") for each in posters]
    notes = [
        read_note((1, "poster session"), (len(posters), "paper")),
        *(left_out("above the heading", line) for line in text if line.number < heading.number),
        *(_joined(line) for entry in found for line in entry.paragraphs[1:]),
        *problems,
        *unreadable(lines),
    ]
    return Parsed(records=Records.of([source, session, *posters, *slots]), notes=tuple(notes))


def _heading(text: list[Line]) -> Line | None:
    return next((line for line in text[:_TOP] if _HEADING.fullmatch(line.text)), None)


def _joined(line: Line) -> Note:
    text = f"taken for a further paragraph of the abstract above: “{opening(line.text)}”"
    return Note(level="read", text=text, where=where(line))


def _opens(entry: Entry, paragraph: Line) -> bool:
    """Whether *paragraph*, below an abstract of *entry*, belongs to the next poster, printed without title.

    It goes on with the one above if it begins as only a continuation does; or if the one above never says
    what its authors did, and this one speaks of what the title names. Measured on ICLR 2020 and 2021: of 78
    further paragraphs this joins 45, of two different papers 1 in 1,000. What it misses shows, as a paper
    without title.
    """
    if _GOES_ON.match(paragraph.text):
        return False
    unfinished = not any(_SPEAKS.search(above.text) for above in entry.paragraphs)
    return not (entry.title and unfinished and _shared(entry.title.text, paragraph.text) >= _SHARED)


def _shared(title: str, text: str) -> int:
    """How many words of *title* are in *text*, in whatever form."""
    stems = {word[:_STEM] for word in words(text)}
    return len({word[:_STEM] for word in words(title) if len(word) >= _WORD} & stems)
