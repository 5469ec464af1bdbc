"""Lists in an organisation's post about a conference: who takes part, its papers, its workshops.

Papers stand in pairs of lines, title and authors, below "Publications"; workshops below "Workshops", with a
line for each role; people in a line "Includes: …" below the name of their role. A star refers to a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from corpus.models import Event, Link, Note, Paper, Person, Session
from corpus.pages.lines import TITLE_LENGTH, Line, blocks, is_prose, left_out, problem, split_names, unmarked
from corpus.pages.occasion import Occasion, claimed, event_of
from corpus.pages.printings import Printing, by_paper, printings
from corpus.report import identifiers, read_note

_INTRODUCTION, _PAPERS, _WORKSHOPS = "introduction", "papers", "workshops"
_HEADINGS: Final[Mapping[str, str]] = {
    "publications": _PAPERS,
    "papers": _PAPERS,
    "accepted publications": _PAPERS,
    "accepted papers": _PAPERS,
    "conference papers": _PAPERS,
    "orals": _PAPERS,
    "spotlights": _PAPERS,
    "posters": _PAPERS,
    "workshops": _WORKSHOPS,
    "workshop": _WORKSHOPS,
    "accepted workshops": _WORKSHOPS,
}
_INCLUDES: Final = re.compile(r"(?:(?P<role>[^:]{1,80}?) )?includes? ?: *(?P<names>.+)", re.IGNORECASE)
_FOOTNOTE: Final = re.compile(r"\* *(?:Indicates |Denotes )?(?P<meaning>.+?)\.?", re.IGNORECASE)
_UNEXPLAINED: Final = "marked with a star on the page"
_ROLELESS: Final = "Participant"


class Lists(NamedTuple):
    """What such a post tells and lists: the paragraphs of its introduction, its records and a report."""

    introduction: list[Line]
    event: Event
    papers: list[Paper]
    workshops: list[Session]
    notes: list[Note]


class _Context(NamedTuple):
    """What all records of one post share, and what a star after a name means in it."""

    occasion: Occasion
    star: str
    sources: tuple[str, ...]


class _Group(NamedTuple):
    """A line, and what each line "… includes: …" below it says: a role, or none, and names with stars."""

    heading: Line
    members: list[tuple[str, list[str]]]


def has_lists(lines: Iterable[Line]) -> bool:
    """Whether some line is the heading of a list that is read here."""
    return any(map(_section, lines))


def read_lists(occasion: Occasion, lines: Sequence[Line], sources: tuple[str, ...]) -> Lists:
    """The lists of the post about *occasion* whose *lines*, below its title, are given."""
    footnotes = {line: note["meaning"] for line in lines if (note := _FOOTNOTE.fullmatch(line.text))}
    context = _Context(occasion, next(iter(footnotes.values()), _UNEXPLAINED), sources)
    sections = _sections([line for line in lines if line not in footnotes])

    introduction, roles = _groups(sections[_INTRODUCTION])
    told = [line.text for line in introduction]
    people = tuple(person for role in roles for person in _people(role, role.heading.text, context))
    listed = [kept for block in sections[_PAPERS] if (kept := _without_prose(block))]
    found, problems = printings(listed)
    papers = _papers(by_paper(found), context)
    between, titled = _groups(sections[_WORKSHOPS])
    named = identifiers(group.heading.text for group in titled)
    workshops = [_workshop(*each, context) for each in zip(named, titled, strict=True)]

    notes = [
        read_note(
            (len(found), "publication"),
            (len(papers), "different paper"),
            (len(workshops), "workshop"),
            (len(people), "event role"),
        ),
        *(
            left_out("no part of a list", line)
            for line in [
                *(role.heading for role in roles if not role.members),
                *_but(chain.from_iterable(sections[_PAPERS]), chain.from_iterable(listed)),
                *between,
            ]
        ),
        *(
            problem(f"nothing stands below “{line.text}”", line)
            for line in lines
            if _section(line) and not sections[_section(line)]
        ),
        *problems,
        *(
            problem(f"nobody stands below “{group.heading.text}”", group.heading)
            for group in titled
            if not group.members
        ),
    ]
    if len(found) < claimed(told):
        notes.append(problem(f"the post speaks of {claimed(told)} papers, and prints {len(found)}"))
    if not footnotes:
        starred = [line for line in lines if "*" in line.text]
        notes += [problem("a star, and no line that says what it means", line) for line in starred[:1]]
    return Lists(introduction, event_of(occasion, told, sources, people), papers, workshops, notes)


def _without_prose(block: Sequence[Line]) -> list[Line]:
    """The lines of a list of papers: two on their own are title and authors, be the title a sentence."""
    if len(block) == 2 and len(block[0].text) <= TITLE_LENGTH:
        return list(block)
    return [line for line in block if not is_prose(line.text)]


def _but(lines: Iterable[Line], taken: Iterable[Line]) -> list[Line]:
    known = set(taken)
    return [line for line in lines if line not in known]


def _section(line: Line) -> str:
    return _HEADINGS.get(line.text.rstrip(":").casefold(), "")


def _sections(lines: Iterable[Line]) -> dict[str, list[list[Line]]]:
    """The blocks below each kind of heading, without the headings."""
    sections: dict[str, list[list[Line]]] = {_INTRODUCTION: [], _PAPERS: [], _WORKSHOPS: []}
    current = _INTRODUCTION
    for block in blocks(lines):
        run: list[Line] = []
        for line in block:
            if _section(line):
                sections[current] += [run] if run else []
                current, run = _section(line), []
            else:
                run.append(line)
        sections[current] += [run] if run else []
    return sections


def _groups(section: Iterable[Sequence[Line]]) -> tuple[list[Line], list[_Group]]:
    """The paragraphs of a section, and its other lines with the people that stand below each."""
    prose: list[Line] = []
    groups: list[_Group] = []
    for line in (line for block in section for line in block):
        if includes := _INCLUDES.fullmatch(line.text):
            if not groups:
                groups.append(_Group(line, []))
            groups[-1].members.append((includes["role"] or "", split_names(includes["names"])))
        elif is_prose(line.text):
            prose.append(line)
        else:
            groups.append(_Group(line, []))
    return prose, groups


def _people(group: _Group, role: str, context: _Context) -> Iterator[Person]:
    """The people of a group, in *role* where their own line names none."""
    for own_role, names in group.members:
        for name in names:
            yield Person(
                name=unmarked(name),
                role=_of_one(own_role or role),
                org=context.occasion.org,
                note=context.star if unmarked(name) != name else "",
            )


def _of_one(role: str) -> str:
    """What one person of a *role* in the plural is: "Speakers and Panelists" makes "Speaker or Panelist"."""
    return " or ".join(re.sub(r"(?<=[^s])s$", "", part) for part in role.split(" and "))


def _workshop(name: str, group: _Group, context: _Context) -> Session:
    return Session(
        id=f"{context.occasion.event_id}-{name}",
        title=group.heading.text,
        type="workshop",
        event=context.occasion.event_id,
        people=tuple(_people(group, _ROLELESS, context)),
        orgs=(context.occasion.org,),
        sources=context.sources,
    )


def _papers(listed: Sequence[Sequence[Printing]], context: _Context) -> list[Paper]:
    """A record for each paper: as first printed, with what its other printings add."""
    ids = identifiers(prints[0].title for prints in listed)
    return [_paper(*each, context) for each in zip(ids, listed, strict=True)]


def _paper(name: str, prints: Sequence[Printing], context: _Context) -> Paper:
    authors = [author for each in prints for author in each.authors]
    stars = [f"{unmarked(author)}: {context.star}" for author in authors if unmarked(author) != author]
    return Paper(
        id=name,
        title=prints[0].title,
        event=context.occasion.event_id,
        authors=tuple(map(unmarked, next((each.authors for each in prints if each.authors), ()))),
        notes=_unique([*stars, *(note for each in prints for note in each.notes)]),
        orgs=(context.occasion.org,),
        links=tuple(Link(label=label) for label in _unique(each.see for each in prints if each.see)),
        sources=context.sources,
    )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
