"""Papers as lists without abstracts print them: a title, an author line, some of them more than once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import chain
from typing import Final, NamedTuple

from corpus.models import Note
from corpus.names import title_key
from corpus.pages.entries import Entry, headings
from corpus.pages.lines import Line, is_name_list, may_be_names, problem, split_names, unmarked
from corpus.pages.misprints import without_stray_stop
from corpus.report import opening

_SEE: Final = re.compile(r"\s*\(see (?:the |our )?(?P<what>[^()]+)\)$", re.IGNORECASE)
_NAME_WORDS: Final = 2  # words of the first name after a title, where nothing shows where the title ends
_TITLE_WORDS: Final = 2  # words that a title has at least

_TAKEN: Final = "Authors taken from the line below: the page repeats another paper's author line here."
_UNKNOWN: Final = "The page does not print this paper's authors."


class Printing(NamedTuple):
    """One printing of a paper: names with their stars, and what its "(see the …)" points to."""

    line: Line
    title: str
    authors: tuple[str, ...] = ()
    see: str = ""
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What printings of one paper share."""
        return title_key(self.title)


def printings(blocks: Sequence[Sequence[Line]]) -> tuple[list[Printing], list[Note]]:
    """The papers of a list, in order and as printed, and a report of what is wrong with it."""
    if all(len(block) == 1 for block in blocks):  # an empty line after every line tells nothing
        blocks = [[line for block in blocks for line in block]]
    found = [_printing(entry) for block in blocks for entry in _pairs(block)]
    parted, guesses = _parted([each for each in found if each.title])
    aligned, slips = _aligned(parted)
    return aligned, [
        *guesses,
        *slips,
        *(problem(f"no title above “{opening(each.line.text)}”", each.line) for each in found if not each.title),
        *(problem(f"no authors below “{opening(each.title)}”", each.line) for each in parted if not each.authors),
    ]


def by_paper(found: Iterable[Printing]) -> list[list[Printing]]:
    """The printings of each paper together: the same title but for capitals, and not other people's."""
    papers: defaultdict[str, list[list[Printing]]] = defaultdict(list)
    for each in found:
        same = next((paper for paper in papers[each.key] if _agree(paper[0], each)), None)
        if same is None:
            papers[each.key].append([each])
        else:
            same.append(each)
    return sorted(chain.from_iterable(papers.values()), key=lambda paper: paper[0].line)


def _agree(one: Printing, other: Printing) -> bool:
    names, others = ({unmarked(name) for name in each.authors} for each in (one, other))
    return not names or not others or bool(names & others)


def _pairs(block: Sequence[Line]) -> list[Entry]:
    """Two lines on their own are title and authors, whatever they look like; more are told by their shape."""
    return [Entry(title=block[0], authors=block[1])] if len(block) == 2 else headings(block)


def _printing(entry: Entry) -> Printing:
    title = entry.title.text if entry.title else ""
    see = _SEE.search(title)
    return Printing(
        line=entry.line,
        title=without_stray_stop(_SEE.sub("", title)),
        authors=tuple(split_names(entry.authors.text)) if entry.authors else (),
        see=see["what"] if see else "",
    )


def _parted(found: Sequence[Printing]) -> tuple[list[Printing], list[Note]]:
    """The printings, those with authors on the title's own line taken apart."""
    titles = {each.title.casefold() for each in found if each.authors}
    parted, notes = [], []
    for each in found:
        apart = None if each.authors else _by_title(each.title, titles) or _by_names(each.title)
        if apart is None:
            parted.append(each)
            continue
        parted.append(each._replace(title=apart[0], authors=tuple(split_names(apart[1]))))
        notes.append(problem(f"title and authors on one line, read as “{apart[0]}” by {apart[1]}", each.line))
    return parted, notes


def _by_title(text: str, titles: Set[str]) -> tuple[str, str] | None:
    """*text* parted after the longest of *titles*, which other lines of the page print alone."""
    words = text.split()
    for length in range(len(words) - 1, 0, -1):
        title, rest = " ".join(words[:length]), " ".join(words[length:])
        if title.casefold() in titles and may_be_names(rest):
            return title, rest
    return None


def _by_names(text: str) -> tuple[str, str] | None:
    """*text* parted before the last two words in front of its first comma, if names follow that comma."""
    first, _, others = text.partition(",")
    before = first.split()
    if len(before) < _TITLE_WORDS + _NAME_WORDS or not is_name_list(others):
        return None
    return " ".join(before[:-_NAME_WORDS]), " ".join(before[-_NAME_WORDS:]) + f",{others}"


def _aligned(found: Sequence[Printing]) -> tuple[list[Printing], list[Note]]:
    """The printings with their authors put right where an author line is printed twice, under two titles.

    The second of the two is an error then, and the lines have slipped: its own authors stand one line below,
    and those of the paper below nowhere. From there on the lines are taken to be right again: where a slip
    ends, no page tells. A line is believed, though, where the page prints the title with it elsewhere too.
    """
    aligned, notes = list(found), []
    prints = Counter((each.key, each.authors) for each in found)
    for place in _repeats(found):
        wrong, *below = found[place : place + 2]
        if any(prints[each.key, each.authors] > 1 for each in (wrong, *below)):
            continue
        authors = below[0].authors if below else ()
        aligned[place] = wrong._replace(authors=authors, notes=(_TAKEN if authors else _UNKNOWN,))
        instead = "those below are taken" if authors else "its own are not printed"
        notes.append(problem(f"the authors of the paper above are printed again: {instead}", wrong.line))
        for each in below:
            aligned[place + 1] = each._replace(authors=(), notes=(_UNKNOWN,))
            notes.append(problem("the authors printed here belong to the paper above", each.line))
    return aligned, notes


def _repeats(found: Sequence[Printing]) -> list[int]:
    """Where an author line is that of the paper just above, under another title; not where three agree."""
    lines = [(), *(each.authors for each in found), ()]
    return [
        place
        for place in range(1, len(found))
        if lines[place - 1] != lines[place] == lines[place + 1] != lines[place + 2]
        and found[place].authors
        and found[place - 1].key != found[place].key
    ]
