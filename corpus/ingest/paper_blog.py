"""A blog post "Acme Research at ICLR 2020": an introduction, then title, authors and abstract of each paper.

The introduction may announce keynotes. A post that lists its papers below headings, without abstracts, is
left to ``corpus.pages.publications``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from corpus.dates import looks_like_date, read_date, unread
from corpus.models import Note, Paper, Parsed, Post, Record, Records, Source, SourceError
from corpus.names import slug
from corpus.pages.entries import Entry, Listing, entries, papers
from corpus.pages.keynotes import keynotes
from corpus.pages.lines import Line, head, left_out, printed, problem, read_lines, unreadable
from corpus.pages.occasion import EXAMPLE, Occasion, event_of, read_occasion
from corpus.pages.publications import Lists, has_lists, read_lists
from corpus.report import identifiers, read_note

_TOP: Final = 5  # printed lines among which the title stands
_DATE_WITHIN: Final = 3  # printed lines below the title among which its date stands
_CLOSING: Final = 300  # characters that a closing line may have
_TO_READERS: Final = re.compile(r"\b[Yy]our?\b|^(?:See|Visit|Read|Learn|Find|View|Browse|Click|Check)\b")


def sniff(data: bytes) -> str:
    """What keeps *data* from being such a post; nothing where it is one."""
    text = head(data)
    if any(line.text.casefold() == "categories" for line in text[:_TOP]):
        return "it begins as a feed does"
    return "" if _titled(text) else f"no title such as “{EXAMPLE}” at its top"


def parse(data: bytes, *, name: str) -> Parsed:
    """The post, its event, papers and keynotes. Raises SourceError where it holds neither text nor papers."""
    lines = read_lines(data)
    titled = _titled(printed(lines))
    if titled is None:
        raise SourceError(f"{name} has no title such as “{EXAMPLE}”.")
    heading, occasion = titled
    below = [line for line in lines if line.number > heading.number]
    dated = next((line for line in printed(below)[:_DATE_WITHIN] if looks_like_date(line.text)), None)
    published = read_date(dated.text) if dated else None
    source = Source(
        id=slug(occasion.title),
        title=occasion.title,
        format="paper_blog",
        org=occasion.org,
        event=occasion.event_id,
        published=published,
    )
    content = _content(occasion, [line for line in below if line != dated], (source.id,))
    if not content.introduction and not content.papers:
        raise SourceError(f"{name} is headed “{occasion.title}”, but neither text nor papers stand below.")
    announced = _keynotes(content, source)
    post = Post(
        id=source.id,
        title=source.title,
        org=source.org,
        event=source.event,
        published=published,
        body="\n\n".join(line.text for line in content.introduction),
        sources=(source.id,),
    )
    notes = [
        read_note((len(content.papers), "paper"), (len(announced), "keynote"), (1, "post"), (1, "event")),
        *(left_out("above the title", line) for line in printed(lines) if line.number < heading.number),
        *_missing(heading, dated, content),
        *content.notes,
        *unreadable(lines),
    ]
    records: list[Record] = [source, content.event, *content.workshops, *content.papers, *announced, post]
    return Parsed(records=Records.of(records), notes=tuple(notes))


def _titled(text: Sequence[Line]) -> tuple[Line, Occasion] | None:
    """The title of the post, and what it is about."""
    return next(((line, found) for line in text[:_TOP] if (found := read_occasion(line.text))), None)


def _missing(heading: Line, dated: Line | None, content: Lists) -> Iterator[Note]:
    if dated is None:
        yield problem("no date below the title", heading)
    elif read_date(dated.text) is None:
        yield problem(unread(dated.text), dated)
    if not content.papers:
        yield problem("no papers below the title", heading)
    for line in content.introduction:
        if "keynote" in line.text.casefold() and not keynotes(line.text):
            yield problem("keynotes are spoken of, but no speaker can be read", line)


def _content(occasion: Occasion, lines: Sequence[Line], sources: tuple[str, ...]) -> Lists:
    """What stands below the title, read as papers with abstracts or as lists, whichever most of it is."""
    found = entries(printed(lines))
    pairs = [entry for entry in found if entry.title and entry.authors]
    if has_lists(lines) and 2 * sum(bool(entry.paragraphs) for entry in pairs) <= len(pairs):
        return read_lists(occasion, lines, sources)
    opening = list(takewhile(lambda entry: not (entry.title and entry.authors), found))
    listed, closing = _without_closing(found[len(opening) :])
    introduction = [line for entry in opening for line in entry.paragraphs]
    event = event_of(occasion, [line.text for line in introduction], sources)
    made, problems = papers(listed, Listing(sources=sources, event=event.id, orgs=(occasion.org,)))
    headings = [line for entry in opening for line in (entry.title, entry.authors) if line]
    return Lists(
        introduction,
        event,
        made,
        [],
        [
            *(left_out("no part of a paper", line) for line in [*headings, *closing]),
            *problems,
        ],
    )


def _without_closing(listed: Sequence[Entry]) -> tuple[list[Entry], list[Line]]:
    """The papers without a last paragraph that speaks to the readers of the post, and that paragraph."""
    *others, last = listed or [Entry()]
    *abstract, closing = last.paragraphs or [Line(0, "")]
    if not abstract or len(closing.text) > _CLOSING or not _TO_READERS.search(closing.text):
        return list(listed), []
    return [*others, last._replace(paragraphs=tuple(abstract))], [closing]


def _keynotes(content: Lists, source: Source) -> list[Paper]:
    """The keynotes that the introduction announces."""
    announced = [keynote for line in content.introduction for keynote in keynotes(line.text)]
    taken = [paper.id for paper in content.papers]
    ids = identifiers([*taken, *(keynote.title for keynote in announced)])[len(taken) :]
    return [
        Paper(
            id=name,
            title=each.title,
            type="keynote",
            event=source.event,
            authors=each.speakers,
            notes=each.notes,
            orgs=(source.org,),
            sources=(source.id,),
        )
        for name, each in zip(ids, announced, strict=True)
    ]
