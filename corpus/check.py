"""What an organiser should mend in a corpus: one finding a line, with where.

``CHECKS`` is the table of what is looked at. Times and rooms are in ``corpus.clashes``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import chain, combinations
from typing import Final
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from corpus import clashes
from corpus.clashes import Finding
from corpus.models import Event, Paper, Part, Post, Records, Session, Slot, Window
from corpus.names import title_key, words
from corpus.same import paper_keys, same_paper
from corpus.text import without_umlauts

_SHOUTED: Final = 12  # letters from which a title in capitals is not an acronym
_SLIP: Final = 6  # letters from which a surname may be a slip of another
_CROWD: Final = 20  # records or names of one key that are compared with one another
_Linked = Event | Session | Paper | Post


def check(records: Records, parts: Sequence[Part] = ()) -> list[Finding]:
    """Everything in *records* that is missing, double or contradictory; and what could not be read of *parts*."""
    return [*_unread(parts), *(finding for look in CHECKS for finding in look(records))]


def _unread(parts: Sequence[Part]) -> Iterator[Finding]:
    for part in parts:
        for note in part.notes:
            if note.level == "problem":
                where = part.origin.partition("~")[0] + (f", {note.where}" if note.where else "")
                yield Finding(what="not read", where=where, text=f"{note.text[:1].upper()}{note.text[1:]}.")


def _titles(records: Records) -> Iterator[Finding]:
    for record in chain[Paper | Session](records.papers, records.sessions):
        where = f"{record.kind}:{record.id}"
        if not record.title:
            yield Finding(what="no title", where=where, text="It has no title.")
        if record.title.isupper() and len(record.title) > _SHOUTED:
            yield Finding(what="capitals", where=where, text=f"Its title is all in capitals: {record.title}")


def _speakers(records: Records) -> Iterator[Finding]:
    for paper in records.papers:
        if not paper.authors:
            yield Finding(what="no speaker", where=f"paper:{paper.id}", text=f"It names no authors: {paper.title}")


def _names(records: Records) -> Iterator[Finding]:
    """Surnames that differ by one letter from another's of the same first name."""
    names = Counter(author for paper in records.papers for author in paper.authors)
    groups: defaultdict[Hashable, list[str]] = defaultdict(list)
    for name in names:
        if len(parts := words(name)) > 1:
            groups[tuple(parts[:-1])].append(name)
    for group in groups.values():
        for one, other in combinations(group, 2) if len(group) <= _CROWD else ():
            if _slip(without_umlauts(words(one)[-1]), without_umlauts(words(other)[-1])):
                rarer, known = sorted((one, other), key=lambda name: names[name])
                yield Finding(what="like names", where=rarer, text=f"Is it {known}, misspelt?")


def _slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SLIP and OSA.distance(one, other) == 1


def _doubles(records: Records) -> Iterator[Finding]:
    groups: defaultdict[Hashable, list[Paper]] = defaultdict(list)
    for paper in records.papers:
        for key in set(paper_keys(paper)):
            groups[key].append(paper)
    seen: set[tuple[str, str]] = set()
    for group in groups.values():
        for one, other in combinations(group, 2) if len(group) <= _CROWD else ():
            if (one.id, other.id) not in seen and same_paper(one, other):
                seen.add((one.id, other.id))
                same = title_key(one.title) == title_key(other.title)
                what = "Another paper has the same title" if same else f"It may be the same as paper:{one.id}"
                yield Finding(what="double", where=f"paper:{other.id}", text=f"{what}: {one.title}")


def _abstracts(records: Records) -> Iterator[Finding]:
    bare = {paper.id for paper in records.papers if not (paper.abstract or paper.summary)}
    return _lacking(records, bare, "no abstract", "has no abstract", "have no abstract")


def _unplaced(records: Records) -> Iterator[Finding]:
    """Papers that nobody presents, of events where others are presented."""
    placed = {slot.paper for slot in records.slots}
    scheduled = {paper.event for paper in records.papers if paper.id in placed} - {None}
    bare = {paper.id for paper in records.papers if paper.id not in placed and paper.event in scheduled}
    return _lacking(records, bare, "no session", "is in no session", "are in no session")


def _lacking(records: Records, bare: set[str], what: str, one: str, many: str) -> Iterator[Finding]:
    """A finding for each paper that is *bare*; but only one for a source most of whose papers are."""
    for source in records.sources:
        listed = {paper.id for paper in records.papers if source.id in paper.sources}
        if len(listed) > 1 and 2 * len(listed & bare) > len(listed):
            text = f"{len(listed & bare)} of its {len(listed)} papers {many}."
            bare = bare - listed
            yield Finding(what=what, where=f"source:{source.id}", text=text)
    for paper in records.papers:
        if paper.id in bare:
            yield Finding(what=what, where=f"paper:{paper.id}", text=f"It {one}: {paper.title}")


def _references(records: Records) -> Iterator[Finding]:
    held = {kind: {record.id for record in getattr(records, kind)} for kind in ("events", "sessions", "papers")}
    for slot in records.slots:
        where = f"slot:{slot.id}"
        if slot.paper not in held["papers"]:
            yield Finding(what="lost", where=where, text=f"Its paper is not in the corpus: {slot.paper}")
        if slot.session is not None and slot.session not in held["sessions"]:
            yield Finding(what="lost", where=where, text=f"Its session is not in the corpus: {slot.session}")
    for record in chain[Session | Paper | Post](records.sessions, records.papers, records.posts):
        if record.event is not None and record.event not in held["events"]:
            text = f"Its event is not in the corpus: {record.event}"
            yield Finding(what="lost", where=f"{record.kind}:{record.id}", text=text)


def _side_events(records: Records) -> Iterator[Finding]:
    """Events that go on while another does: often one conference, whose calendar has a name of its own."""
    names = {event.id: event.name for event in records.events}
    homes = {record.id: record.event for record in chain[Session | Paper](records.sessions, records.papers)}
    windows: defaultdict[str, list[Window]] = defaultdict(list)
    for timed in chain[Session | Slot](records.sessions, records.slots):
        event = timed.event if isinstance(timed, Session) else homes.get(timed.session or timed.paper)
        if timed.window and event in names:
            windows[event].append(timed.window)
    fullest = sorted(windows.items(), key=lambda each: -len(each[1]))
    spans = [(min(w.start for w in held), max(w.end for w in held), event) for event, held in fullest]
    for (start, end, one), (other_start, other_end, other) in combinations(spans, 2):
        if start < other_end and other_start < end:
            text = f"It runs during {names[one]}. If it is part of that, name its source with --event {one}."
            yield Finding(what="two at once", where=f"event:{other}", text=text)


def _links(records: Records) -> Iterator[Finding]:
    for record, url in links(records):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            text = f"Its link leads nowhere: {url}"
            yield Finding(what="broken link", where=f"{record.kind}:{record.id}", text=text)


def links(records: Records) -> Iterator[tuple[_Linked, str]]:
    """Every address that *records* link to, with the record that does."""
    for record in chain[_Linked](records.events, records.sessions, records.papers, records.posts):
        yield from ((record, link.url) for link in record.links if link.url)


def _conflicts(records: Records) -> Iterator[Finding]:
    titles = {source.id: source.title for source in records.sources}
    for conflict in records.conflicts:
        source = titles.get(conflict.source, conflict.source) or "another source"
        text = f"Its {conflict.field} is {conflict.kept}; {source} says {conflict.other}."
        yield Finding(what="conflict", where=conflict.record, text=text)


CHECKS: Final[tuple[Callable[[Records], Iterator[Finding]], ...]] = (
    _titles,
    _speakers,
    _names,
    _doubles,
    _abstracts,
    _unplaced,
    _references,
    _side_events,
    _links,
    _conflicts,
    clashes.zones,
    clashes.outside,
    clashes.lengths,
    clashes.rooms,
    clashes.speakers,
)
