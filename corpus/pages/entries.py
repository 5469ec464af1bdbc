"""Papers as text pages list them: a title, an author line, an abstract; any of the three may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from corpus.models import Note, Paper
from corpus.pages.lines import TITLE_LENGTH, Line, is_name_list, is_prose, is_whole, may_be_names, names, problem
from corpus.pages.misprints import mended_title, without_repeated_ending, without_stray_stop
from corpus.report import identifiers, opening


class Entry(NamedTuple):
    """One paper of a list, as printed."""

    title: Line | None = None
    authors: Line | None = None
    paragraphs: tuple[Line, ...] = ()

    @property
    def line(self) -> Line:
        """The first line that is printed of it."""
        return next(line for line in (self.title, self.authors, *self.paragraphs) if line)


class Listing(NamedTuple):
    """What all papers of one list share."""

    sources: tuple[str, ...]
    type: str = "paper"
    event: str | None = None
    orgs: tuple[str, ...] = ()
    listed: date | None = None


def _never(_entry: Entry, _paragraph: Line) -> bool:
    return False


def entries(lines: Sequence[Line], *, opens: Callable[[Entry, Line], bool] = _never) -> list[Entry]:
    """The papers that printed *lines* list.

    A paragraph goes on with the abstract above it unless *opens* says that it begins a paper without title.
    """
    found: list[Entry] = []
    for prose, run in groupby(lines, key=_prose_in(lines)):
        if not prose:
            found.extend(headings(list(run)))
            continue
        for paragraph in run:
            if not found or (found[-1].paragraphs and opens(found[-1], paragraph)):
                found.append(Entry(paragraphs=(paragraph,)))
            else:
                found[-1] = found[-1]._replace(paragraphs=(*found[-1].paragraphs, paragraph))
    return found


def headings(run: Sequence[Line]) -> list[Entry]:
    """The titles and author lines of a *run* of short lines, paired from its end.

    What stands right above an abstract is surest; what is left over at the top may be a heading of the page.
    """
    found: list[Entry] = []
    rest = list(run)
    while rest:
        line = rest.pop()
        listed = is_name_list(line.text)
        if rest and (listed or (may_be_names(line.text) and not is_name_list(rest[-1].text))):
            found.append(Entry(title=rest.pop(), authors=line))
        else:
            found.append(Entry(authors=line) if listed else Entry(title=line))
    return found[::-1]


def papers(found: Sequence[Entry], listing: Listing) -> tuple[list[Paper], list[Note]]:
    """A record for each entry, and a report of what is missing or was mended in it."""
    titles = [_titles(entry) for entry in found]
    ids = identifiers(each[0] or _untitled(entry) for entry, each in zip(found, titles, strict=True))
    made = [_paper(*each, listing) for each in zip(found, ids, titles, strict=True)]
    return made, [note for each in zip(found, titles, strict=True) for note in _problems(*each)]


def abstract(entry: Entry) -> str:
    """The abstract, its paragraphs apart."""
    return "\n\n".join(without_repeated_ending(without_stray_stop(line.text)) for line in entry.paragraphs)


def _paper(entry: Entry, name: str, titles: tuple[str, ...], listing: Listing) -> Paper:
    return Paper(
        id=name,
        title=titles[0],
        other_titles=titles[1:],
        authors=names(entry.authors.text) if entry.authors else (),
        abstract=abstract(entry),
        notes=() if _ends_whole(entry) else ("The abstract breaks off on the page.",),
        **listing._asdict(),
    )


def _titles(entry: Entry) -> tuple[str, ...]:
    """The title as it is meant and, where that differs, as it is printed."""
    printed = without_stray_stop(entry.title.text) if entry.title else ""
    return tuple(dict.fromkeys((mended_title(printed, abstract(entry)), printed)))


def _untitled(entry: Entry) -> str:
    """What a paper without title is known by: how its abstract opens."""
    return f"untitled {opening((entry.paragraphs or (entry.line,))[0].text)}"


def _ends_whole(entry: Entry) -> bool:
    return not entry.paragraphs or is_whole(abstract(entry))


def _problems(entry: Entry, titles: tuple[str, ...]) -> Iterable[Note]:
    parts = {"title": entry.title, "authors": entry.authors, "abstract": entry.paragraphs}
    missing = [part for part, printed in parts.items() if not printed]
    if missing:
        yield problem(f"no {' and no '.join(missing)} printed: “{opening(entry.line.text)}”", entry.line)
    if len(titles) > 1:
        yield problem(f"a misprint in a title, read as “{titles[0]}”", entry.line)
    for line in entry.paragraphs:
        if without_repeated_ending(line.text) != line.text:
            yield problem("the end of an abstract is printed twice, read once", line)
    if not _ends_whole(entry):
        yield problem(f"an abstract breaks off: “… {entry.paragraphs[-1].text[-30:]}”", entry.paragraphs[-1])


def _prose_in(lines: Sequence[Line]) -> Callable[[Line], bool]:
    """Which of *lines* are paragraphs; a sentence between an abstract and an author line is a title."""
    prose = {line.number: is_prose(without_stray_stop(line.text)) for line in lines}
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if prose[above.number] and len(line.text) <= TITLE_LENGTH and is_name_list(below.text):
            prose[line.number] = False
    return lambda line: prose[line.number]
