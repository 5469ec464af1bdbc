"""One record for one paper, however many pages list it.

Papers of different sources are one where their titles agree in letters and digits, or nearly agree and have
the same authors; never where both name authors and share none. Each source keeps its own entries apart: two
records of one page are two. What a page leaves out is taken from the next source that has it: a missing title
by its authors or by how its abstract opens (see ``corpus/data/titles.yaml``), a missing event from the papers
that a programme page shares with a page that names its event.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from rapidfuzz.distance import Levenshtein

from corpus.models import Event, Link, Note, Paper, Parsed, Post, Records, Session, Slot, Source, Value
from corpus.names import UNTITLED, slug, title_key, words

_NEARLY: Final = 0.9  # similarity of two title keys that count as a misprint of one another
_OPENING: Final = 6  # words at the start of an abstract that tell it from every other
_URL: Final = re.compile(r"https?://[^\s<>\"'{}|\\^`\[\]]+")
_CODE_HOSTS: Final = ("github.com", "github.io", "gitlab.com", "bitbucket.org")


_T = TypeVar("_T", Source, Event, Session, Slot, Post)
_Placed = TypeVar("_Placed", Session, Paper)


class KnownTitle(Value):
    """The official title of a paper whose page prints none, and what to know it by."""

    title: str
    other_titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    opens: str = ""


def merge(parts: Sequence[Parsed], titles: Sequence[KnownTitle] = ()) -> Parsed:
    """The records of all *parts* as one corpus; earlier parts win where two disagree."""
    notes = [note for part in parts for note in part.notes]
    every = [part.records for part in parts]
    papers, renamed = _merge_papers([_titled(records, every, titles) for records in every])
    slots = tuple(_moved(slot, renamed[index]) for index, records in enumerate(every) for slot in records.slots)
    merged = Records(
        sources=_first_of_each(records.sources for records in every),
        events=_first_of_each(records.events for records in every),
        sessions=_first_of_each(records.sessions for records in every),
        papers=tuple(_with_links(paper) for paper in papers),
        slots=_first_of_each([slots]),
        posts=_first_of_each(records.posts for records in every),
    )
    untitled = sum(not paper.title for paper in merged.papers)
    if untitled:
        notes.append(Note(level="problem", text=f"{untitled} papers have no title in any source"))
    return Parsed(records=_with_events(merged), notes=tuple(notes))


def same_paper(one: Paper, other: Paper) -> bool:
    """Whether two records of different sources are one paper."""
    if one.authors and other.authors and not _surnames(one) & _surnames(other):
        return False
    keys, others = _keys(one), _keys(other)
    if keys & others:
        return True
    return _surnames(one) == _surnames(other) != set() and any(
        Levenshtein.normalized_similarity(a, b) >= _NEARLY for a in keys for b in others
    )


def _keys(paper: Paper) -> set[str]:
    return {key for title in (paper.title, *paper.other_titles) if (key := title_key(title))}


def _surnames(paper: Paper) -> frozenset[str]:
    return frozenset(name[-1] for author in paper.authors if (name := words(author)))


def _titled(records: Records, every: Sequence[Records], titles: Sequence[KnownTitle]) -> list[Paper]:
    """The papers of *records*, those without a title given the one that another source has for them."""
    if all(paper.title for paper in records.papers):
        return list(records.papers)
    others = [
        KnownTitle(title=paper.title, authors=paper.authors)
        for other in every
        if other is not records
        for paper in other.papers
        if paper.title
    ]
    by_authors = {_people(known.authors): known for known in reversed([*titles, *others]) if len(known.authors) > 1}
    by_opening = {_opening(known.opens): known for known in titles if known.opens}
    papers = []
    for paper in records.papers:
        known = (
            None if paper.title else by_opening.get(_opening(paper.abstract)) or by_authors.get(_people(paper.authors))
        )
        papers.append(
            paper
            if known is None
            else paper.model_copy(
                update={
                    "title": known.title,
                    "other_titles": (*paper.other_titles, *known.other_titles),
                }
            )
        )
    return papers


def _people(authors: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(author)) for author in authors)


def _opening(text: str) -> tuple[str, ...]:
    return tuple(words(text)[:_OPENING])


def _merge_papers(lists: Sequence[Sequence[Paper]]) -> tuple[list[Paper], list[dict[str, str]]]:
    """All papers, merged across lists, and for each list the new identifier of every old one."""
    merged: list[Paper] = []
    index: dict[object, list[int]] = defaultdict(list)  # a key of title or authors -> places in `merged`
    renamed: list[dict[str, int]] = []
    for papers in lists:
        before = len(merged)
        places: dict[str, int] = {}
        for paper in papers:
            near = dict.fromkeys(place for key in _index_keys(paper) for place in index[key])
            place = next((p for p in near if p < before and same_paper(merged[p], paper)), len(merged))
            if place == len(merged):
                merged.append(paper)
            else:
                merged[place] = _joined(merged[place], paper)
            places[paper.id] = place
            for key in _index_keys(merged[place]):
                if place not in index[key]:
                    index[key].append(place)
        renamed.append(places)
    unique = _unique_ids(merged)
    return unique, [{old: unique[place].id for old, place in places.items()} for places in renamed]


def _index_keys(paper: Paper) -> list[object]:
    return [*_keys(paper), *([_surnames(paper)] if paper.authors else [])]


def _joined(one: Paper, other: Paper) -> Paper:
    """One record of two: *one*'s facts, and *other*'s where *one* has none; lists hold both's."""
    printed = [title for title in (other.title, *other.other_titles) if title_key(title) not in _keys(one)]
    return one.model_copy(
        update={
            "type": "paper" if "paper" in (one.type, other.type) else one.type,
            "event": one.event or other.event,
            "authors": one.authors or other.authors,
            "other_titles": (*one.other_titles, *printed),
            "abstract": max(one.abstract, other.abstract, key=len),
            "summary": one.summary or other.summary,
            "listed": one.listed or other.listed,
            **{
                field: tuple(dict.fromkeys((*getattr(one, field), *getattr(other, field))))
                for field in ("keywords", "notes", "orgs", "links", "sources")
            },
        }
    )


def _unique_ids(papers: Sequence[Paper]) -> list[Paper]:
    """The papers with one identifier each: after the title where that was missing, numbered where it is taken."""
    seen: Counter[str] = Counter()
    unique = []
    for paper in papers:
        identifier = slug(paper.title) if paper.id.startswith(UNTITLED) and paper.title else paper.id
        seen[identifier] += 1
        unique.append(
            paper.model_copy(
                update={
                    "id": identifier if seen[identifier] == 1 else f"{identifier}-{seen[identifier]}",
                }
            )
        )
    return unique


def _moved(slot: Slot, renamed: Mapping[str, str]) -> Slot:
    paper = renamed.get(slot.paper, slot.paper)
    return slot.model_copy(update={"paper": paper, "id": slot.id.replace(slot.paper, paper)})


def _first_of_each(lists: Iterable[Iterable[_T]]) -> tuple[_T, ...]:
    """The records of all lists, each identifier once; fields that the first leaves empty come from the next."""
    found: dict[str, _T] = {}
    for record in (record for records in lists for record in records):
        found[record.id] = _filled(found[record.id], record) if record.id in found else record
    return tuple(found.values())


def _filled(one: _T, other: _T) -> _T:
    return one.model_copy(update=_additions(one, other))


def _additions(one: Value, other: Value) -> dict[str, Any]:
    """What *other* adds to *one*: the fields that *one* leaves empty, more people and sources."""
    mine: dict[str, Any] = dict(one)
    theirs: dict[str, Any] = dict(other)
    gaps = {field: theirs[field] for field in mine if not mine[field]}
    lists = [field for field in mine if field in ("people", "sources")]
    return gaps | {field: tuple(dict.fromkeys((*mine[field], *theirs[field]))) for field in lists}


def _with_links(paper: Paper) -> Paper:
    """The paper with the addresses that its abstract names among its links."""
    urls = dict.fromkeys(url.rstrip(".,;:)") for url in _URL.findall(paper.abstract))
    known = {link.url for link in paper.links}
    found = tuple(
        Link(label="code" if any(host in url for host in _CODE_HOSTS) else "link", url=url)
        for url in urls
        if url not in known
    )
    return paper.model_copy(update={"links": (*paper.links, *found)}) if found else paper


def _with_events(records: Records) -> Records:
    """The records with the event of each programme page that names none but shares papers with one that does."""
    events = {event.id for event in records.events}
    named = {source.id: source.event for source in records.sources if source.event in events}
    event_of: dict[str, str] = {}
    for page in {source for session in records.sessions if session.event is None for source in session.sources} - set(
        named
    ):
        shared = {
            named[source]
            for paper in records.papers
            if page in paper.sources
            for source in paper.sources
            if source in named
        }
        if len(shared) == 1:
            event_of[page] = str(shared.pop())

    def placed(record: _Placed) -> _Placed:
        event = next((event_of[source] for source in record.sources if source in event_of), None)
        return record if event is None or record.event else record.model_copy(update={"event": event})

    return records.model_copy(
        update={
            "sources": tuple(
                s if s.event or s.id not in event_of else s.model_copy(update={"event": event_of[s.id]})
                for s in records.sources
            ),
            "sessions": tuple(map(placed, records.sessions)),
            "papers": tuple(map(placed, records.papers)),
        }
    )
