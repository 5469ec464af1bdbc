"""When two records of different sources are one: decided by what they say, never by their identifiers alone.

Each kind has *keys*, of which two records that may be one share at least one, so that nobody compares every
record with every other; and a *same* that looks closer.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from datetime import timedelta
from typing import Final

from rapidfuzz.distance import OSA, Levenshtein

from corpus.models import Paper, Session, Slot
from corpus.names import title_key, words
from corpus.people import same_person
from corpus.text import without_umlauts

_NEARLY: Final = 0.9  # similarity of two title keys that count as a misprint of one another
_ENDS: Final = 6  # letters at either end of a title, one of which a misprint leaves whole
_ABSTRACT: Final = 160  # letters and digits at the start of an abstract that tell it from every other
_ALIKE: Final = 0.4  # share of the shorter's words, below which two abstracts are of two papers
_IDENTIFIERS: Final = (  # what an address says of which paper it leads to
    ("openreview", re.compile(r"openreview\.net/(?:forum|pdf|attachment)\?(?:[^#]*&)?id=([\w-]+)")),
    ("arxiv", re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE)),
    ("doi", re.compile(r"doi\.org/(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)),
    ("acl", re.compile(r"aclanthology\.org/([A-Z]\d{2}-\d{4}|\d{4}\.[\w-]+\.\d+)")),
)
_TOLD: Final = 30  # different words of an abstract that says something
_TOUCHED_UP: Final = 0.75  # share of all their words that two printings of one abstract have in common
_GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii"})
_PLAIN: Final = 2  # words of a title that says too little to be one talk's, whoever gives it: "Invited Talk"
_SLIP_OF_LONG: Final = 8  # letters from which a misprinted word may have two wrong
_SMALL: Final = 3  # letters of a word that a title may have lost or gained
_BEHIND: Final = timedelta(hours=12)
_COUNTER: Final = re.compile(r"\d+|[ivx]+")


def identifiers(paper: Paper) -> set[tuple[str, str]]:
    """What the *paper*'s links call it elsewhere: ("openreview", "H1eA7AEtvS")."""
    return {
        (scheme, found[1].casefold() if scheme == "doi" else found[1])
        for link in paper.links
        for scheme, pattern in _IDENTIFIERS
        if link.url and (found := pattern.search(link.url))
    }


def surnames(paper: Paper) -> frozenset[str]:
    """The last words of the authors' names, folded."""
    return frozenset(name[-1] for author in paper.authors if (name := _name(author)))


def _name(author: str) -> list[str]:
    """The folded words of a name, umlauts written in any way, without what generations are told apart by."""
    said = [without_umlauts(word) for word in words(author)]
    return [word for word in said if word not in _GENERATIONS] or said


def strangers(one: Paper, other: Paper) -> list[str]:
    """The authors of *other* whom *one* does not name, under whatever spelling, where it has such authors too."""
    known, named = surnames(one), surnames(other)
    missing = [a for a in one.authors if (name := _name(a)) and name[-1] not in named]
    further = [a for a in other.authors if (name := _name(a)) and name[-1] not in known]
    alone = [a for a in further if not any(same_person(a, b) for b in missing)]
    return alone if len(missing) > len(further) - len(alone) else []


def title_keys(paper: Paper) -> set[str]:
    """What other spellings of the *paper*'s titles share with them."""
    return {key for title in (paper.title, *paper.other_titles) if (key := title_key(title))}


def paper_keys(paper: Paper) -> Iterator[Hashable]:
    """Titles, identifiers, the abstract's start, the authors; the first two of them with either end of a title."""
    first = [name[-1] for author in paper.authors[:2] if (name := words(author))]
    for key in title_keys(paper):
        yield key
        yield from ((surname, end) for surname in first for end in (key[:_ENDS], key[-_ENDS:]))
    yield from identifiers(paper)
    if abstract := opening(paper):
        yield "abstract", abstract
    if len(people := surnames(paper)) > 1:
        yield people


def same_paper(one: Paper, other: Paper) -> bool:
    """Whether two records of different sources are one paper.

    Never where both name authors and share none, or where each belongs to an event of its own, unless an
    address says that they are.
    """
    mine, theirs = surnames(one), surnames(other)
    alike = bool(title_keys(one) & title_keys(other))
    if mine and theirs and not mine & theirs:
        return alike and bool(identifiers(one) & identifiers(other))
    if identifiers(one) & identifiers(other):
        return True
    if one.event and other.event and one.event != other.event:
        return False
    if alike:
        return len(words(one.title)) > _PLAIN or _one_speaker(one, other)
    if (abstract := opening(one)) and abstract == opening(other) and _counters(one) == _counters(other):
        return bool(mine & theirs) or not (one.title and other.title)
    if mine and mine == theirs and _reprinted(one.abstract, other.abstract):
        return True
    if not (one.title and other.title):
        return mine == theirs and len(mine) > 1 and not (one.abstract and other.abstract)
    return bool(mine) and (mine <= theirs or theirs <= mine) and _misprinted(one, other)


def identical_paper(one: Paper, other: Paper) -> bool:
    """Whether two records of different sources are one paper, under one title."""
    return title_key(one.title) == title_key(other.title) and same_paper(one, other)


def _one_speaker(one: Paper, other: Paper) -> bool:
    """Whether a name of one may be a name of the other, by surname and initial; or one names nobody."""
    mine, theirs = ([name for author in p.authors if (name := _name(author))] for p in (one, other))
    return not (mine and theirs) or any(a[-1] == b[-1] and a[0][:1] == b[0][:1] for a in mine for b in theirs)


def _counters(paper: Paper) -> list[str]:
    """What counts in a title: "2" in "Part 2", "ii" in "Winter II"."""
    return [word for word in words(paper.title) if _COUNTER.fullmatch(word)]


def opening(paper: Paper) -> str | None:
    """The letters and digits that its abstract starts with; None where it is too short to tell it by."""
    start = title_key(paper.abstract[: 2 * _ABSTRACT])[:_ABSTRACT]
    return start if len(start) == _ABSTRACT else None


def _misprinted(one: Paper, other: Paper) -> bool:
    """Whether one's title is a misprint of the other's: nearly its letters, the same numbers, no other abstract."""
    if one.abstract and other.abstract and _shared(one.abstract, other.abstract) < _ALIKE:
        return False
    return any(
        _near(words(a), words(b))
        for a in (one.title, *one.other_titles)
        for b in (other.title, *other.other_titles)
        if a and b
    )


def _reprinted(one: str, other: str) -> bool:
    """Whether two abstracts are one, touched up here or there."""
    mine, theirs = set(words(one)), set(words(other))
    return min(len(mine), len(theirs)) >= _TOLD and len(mine & theirs) >= _TOUCHED_UP * len(mine | theirs)


def _near(one: list[str], other: list[str]) -> bool:
    if [w for w in one if _COUNTER.fullmatch(w)] != [w for w in other if _COUNTER.fullmatch(w)]:
        return False  # "Wrens in Winter I" is not "Wrens in Winter II"
    if Levenshtein.normalized_similarity("".join(one), "".join(other)) < _NEARLY:
        return False
    mine, theirs = [w for w in one if w not in other], [w for w in other if w not in one]
    if "".join(mine) == "".join(theirs):
        return True  # "hyper parameters", "hyperparameters"
    if len(mine) != len(theirs):
        return all(len(word) <= _SMALL for word in (*mine, *theirs))
    return all(map(_slip, mine, theirs))


def _slip(one: str, other: str) -> bool:
    """Whether *one* is *other* misprinted, not another word: "inter" is no "intra", "supervised" no "unsupervised"."""
    if one[0] != other[0] or len(one) == 1 or len(other) == 1 or any(map(str.isdigit, one + other)):
        return False
    long = min(len(one), len(other)) >= _SLIP_OF_LONG and one[:2] == other[:2]
    return OSA.distance(one, other) <= (2 if long else 1)


def _shared(one: str, other: str) -> float:
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def session_keys(session: Session) -> Iterator[Hashable]:
    """Its title, with and without its time, and its identifier."""
    yield title_key(session.title), session.start
    yield title_key(session.title)
    yield "id", session.id


def same_session(one: Session, other: Session) -> bool:
    """Whether two sessions are one: of one title and event, at one time.

    One identifier in one event is one session, whatever it is called and whenever it is.
    """
    if one.event and other.event and one.event != other.event:
        return False
    if one.id == other.id and one.event is not None and one.event == other.event:
        return True
    starts = {one.start, other.start}
    return title_key(one.title) == title_key(other.title) and (None in starts or len(starts) == 1)


def identical_session(one: Session, other: Session) -> bool:
    """Whether two sessions are one, under one title, at one time in one room."""
    where = (title_key(one.title), one.start, title_key(one.room))
    return where == (title_key(other.title), other.start, title_key(other.room)) and same_session(one, other)


def late_session(one: Session, other: Session) -> bool:
    """Whether two sessions, each the only one of its title in its source, are one of which a source is behind."""
    if one.start is None or other.start is None or (one.event and other.event and one.event != other.event):
        return False
    return title_key(one.title) == title_key(other.title) and abs(one.start - other.start) < _BEHIND


def slot_keys(slot: Slot) -> Iterator[Hashable]:
    """The paper that it is a place of."""
    yield slot.paper


def same_slot(one: Slot, other: Slot) -> bool:
    """Whether two places of one paper are one: in one session, or of no known two, and at one time."""
    starts = {one.start, other.start}
    if one.session is not None and other.session is not None:
        return one.session == other.session and (None in starts or len(starts) == 1)
    return len(starts) == 1 and None not in starts


def identical_slot(one: Slot, other: Slot) -> bool:
    """Whether two places of one paper are one, at one time in one room."""
    return (one.start, title_key(one.room)) == (other.start, title_key(other.room)) and same_slot(one, other)


def late_slot(one: Slot, other: Slot) -> bool:
    """Whether two places, each the only one of its paper in its source, are one of which a source is behind."""
    return one.session == other.session if one.session and other.session else one.type == other.type
