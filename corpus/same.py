"""When two records of different sources are one: decided by what they say, never by their identifiers alone.

Each kind has *keys*, of which two records that may be one share at least one, so that nobody compares every
record with every other; and a *same* that looks closer.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from datetime import timedelta
from typing import Final

from rapidfuzz.distance import Levenshtein

from corpus.models import Paper, Session, Slot
from corpus.names import title_key, words
from corpus.people import same_person

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
_BEHIND: Final = timedelta(hours=12)
_COUNTER: Final = re.compile(r"\d+|[ivx]+")
_DENIAL: Final = re.compile(r"(?:un|non|in|im|anti|de|dis|semi|self|multi|bi|re)")


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
    return frozenset(name[-1] for author in paper.authors if (name := words(author)))


def strangers(one: Paper, other: Paper) -> list[str]:
    """The authors of *other* whom *one* does not name, under whatever spelling, where it has such authors too."""
    known, named = surnames(one), surnames(other)
    missing = [a for a in one.authors if words(a)[-1:] and words(a)[-1] not in named]
    further = [a for a in other.authors if words(a)[-1:] and words(a)[-1] not in known]
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
    if identifiers(one) & identifiers(other):
        return True
    mine, theirs = surnames(one), surnames(other)
    if (mine and theirs and not mine & theirs) or (one.event and other.event and one.event != other.event):
        return False
    if title_keys(one) & title_keys(other):
        return True
    if (abstract := opening(one)) and abstract == opening(other):
        return True
    if mine and mine == theirs and _reprinted(one.abstract, other.abstract):
        return True
    if not (one.title and other.title):
        return mine == theirs and len(mine) > 1 and not (one.abstract and other.abstract)
    return bool(mine) and (mine <= theirs or theirs <= mine) and _misprinted(one, other)


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
    mine, theirs = set(one) - set(other), set(other) - set(one)
    return not any(_denies(a, b) or _denies(b, a) for a in mine for b in theirs)


def _denies(one: str, other: str) -> bool:
    """Whether *one* is *other* turned into another word: "unsupervised", "supervised"."""
    return one.endswith(other) and _DENIAL.fullmatch(one.removesuffix(other)) is not None


def _shared(one: str, other: str) -> float:
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def session_keys(session: Session) -> Iterator[Hashable]:
    """Its title, and its identifier."""
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


def late_slot(one: Slot, other: Slot) -> bool:
    """Whether two places, each the only one of its paper in its source, are one of which a source is behind."""
    return one.session == other.session if one.session and other.session else one.type == other.type
