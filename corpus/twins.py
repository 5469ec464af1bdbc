"""A talk and the part of the programme that is nothing but it, as one record.

A calendar has "Keynote: Ada Byron" on Thursday at nine; a list of speakers has what she speaks about. So a session that
names the title or the speaker of one talk, or that holds one keynote and nothing else, is that talk's time and room.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from corpus.models import Paper, Records, Session, Slot
from corpus.names import title_key, words
from corpus.programme.people import split_names

_GIVEN: Final = frozenset(("keynote", "invited talk", "plenary", "plenary talk", "lecture"))  # alone in their sessions
_VAGUE: Final = frozenset(("", "session", "talk", "presentation"))
_PART: Final = re.compile(r"\s*[:|()–—•·]\s*|\s+-\s+|,\s+|\b(?:by|with|von|mit|par|avec)\b", re.IGNORECASE)
_SAID: Final = frozenset(  # words that say what a part is, not which
    (
        *("keynote", "keynotes", "invited", "talk", "speaker", "speakers", "speech", "lecture", "plenary", "address"),
        *("opening", "closing", "session", "presentation", "prof", "professor", "dr", "i", "ii", "iii", "iv"),
    )
)
_TELLING: Final = 3  # words of a title that is one talk's, whenever that is


class _Part:
    """A part of a title: with or without the words that say what it is a title, or names of people."""

    def __init__(self, part: str) -> None:
        bare = _telling(part)
        self.titles = frozenset((title_key(part), title_key(bare)))
        self.names = frozenset(map(title_key, split_names(bare)))

    def is_of(self, paper: Paper) -> bool:
        """Whether it is the title of *paper*, some of those who give it, or where they are from."""
        known = {title_key(each) for each in (paper.title, *paper.authors, *paper.orgs)}
        return bool(self.titles & known) or (bool(self.names) and self.names <= known)


class _Talks:
    """The talks of a corpus, by what sessions may call them."""

    def __init__(self, records: Records) -> None:
        self.slots: defaultdict[str, list[Slot]] = defaultdict(list)
        self.inside: defaultdict[str, list[Slot]] = defaultdict(list)
        for slot in records.slots:
            self.slots[slot.paper].append(slot)
            self.inside[slot.session or ""].append(slot)
        self.papers = {paper.id: paper for paper in records.papers}
        self._called: defaultdict[str, list[Paper]] = defaultdict(list)
        for paper in records.papers:
            for key in {title_key(paper.title), *(map(title_key, paper.authors) if paper.type != "paper" else ())}:
                self._called[key].append(paper)

    def of(self, session: Session) -> Paper | None:
        """The talk that *session* is nothing but; None where that is not plain."""
        held = {slot.paper for slot in self.inside[session.id]}
        if len(held) > 1:
            return None
        named = [paper for paper in self._named(session) if held <= {paper.id} and self._fits(paper, session)]
        if len(named) == 1:
            return named[0]
        only = self.papers.get(next(iter(held), ""))
        alone = only and session.type in _GIVEN and only.type in _GIVEN and self._fits(only, session)
        return only if alone else None

    def _named(self, session: Session) -> list[Paper]:
        """The talks whose titles or speakers are all that the title of *session* says besides its kind."""
        parts = [_Part(part) for part in _PART.split(session.title) if _telling(part)]
        wholes = {title_key(session.title), title_key(_telling(session.title))} - {""}
        keys = wholes.union(*(part.titles | part.names for part in parts))
        every = {paper.id: paper for key in keys for paper in self._called.get(key, ())}
        named = [
            paper
            for paper in every.values()
            if session.type in {*_GIVEN, *_VAGUE, paper.type}
            and (title_key(paper.title) in wholes or all(part.is_of(paper) for part in parts))
        ]
        given = [paper for paper in named if paper.type in _GIVEN] if session.type in _GIVEN else []
        return given or named

    def _fits(self, paper: Paper, session: Session) -> bool:
        """Whether *session* may be when *paper* is given: of one event, told by another source or holding it."""
        if paper.event and session.event and paper.event != session.event:
            return False
        places = self.slots[paper.id]
        if any(slot.session == session.id for slot in places):
            return all(slot.window in (None, session.window) for slot in self.inside[session.id])
        given = session.type in _GIVEN and paper.type in _GIVEN
        if not (given or set(paper.sources).isdisjoint(session.sources)):
            return False  # two entries of one source stay two
        timed = [slot for slot in places if slot.start]
        if timed:
            return any(slot.session is None and _at_one_time(slot, session) for slot in timed)
        return given or len(words(paper.title)) >= _TELLING


def _telling(part: str) -> str:
    """*part* of a title without the words that say what it is."""
    said = part.split()
    while said and _says_what(said[0]):
        said.pop(0)
    while said and _says_what(said[-1]):
        said.pop()
    return " ".join(said)


def _says_what(word: str) -> bool:
    return all(each in _SAID or each.isdecimal() for each in words(word))


def _at_one_time(slot: Slot, session: Session) -> bool:
    return bool(slot.window and session.window and slot.window.overlaps(session.window))


class _Pair(NamedTuple):
    session: Session
    paper: Paper


def as_one(records: Records) -> Records:
    """*records* with each session that is nothing but one talk as a place of that talk."""
    talks = _Talks(records)
    pairs = [_Pair(session, paper) for session in records.sessions if (paper := talks.of(session)) is not None]
    gone = {pair.session.id for pair in pairs}
    zones = {session.zone for session in records.sessions} - {None}
    left = {session.zone for session in records.sessions if session.id not in gone} | {e.zone for e in records.events}
    if not pairs or not zones <= left:  # what tells the zone of all times must stay
        return records
    papers = dict(talks.papers)
    for session, paper in pairs:
        papers[paper.id] = _told_more(papers[paper.id], session)
    placed = {slot.id: slot for slot in records.slots}
    moved: dict[str, str] = {}
    for session, paper in pairs:
        slot = _placed(paper, session, [placed[slot.id] for slot in talks.slots[paper.id]])
        placed[slot.id] = slot
        moved[f"session:{session.id}"] = f"slot:{slot.id}"
    return records.model_copy(
        update={
            "sessions": tuple(session for session in records.sessions if session.id not in gone),
            "papers": tuple(papers.values()),
            "slots": tuple(placed.values()),
            "conflicts": tuple(
                c.model_copy(update={"record": moved.get(c.record, c.record)}) for c in records.conflicts
            ),
        }
    )


def _placed(paper: Paper, session: Session, slots: Sequence[Slot]) -> Slot:
    """The place of *paper* at the time and in the room of *session*: one of its *slots*, or a new one."""
    same = (slot for slot in slots if slot.session == session.id)
    at_once = (slot for slot in slots if slot.session is None and (not slot.start or _at_one_time(slot, session)))
    new = Slot(
        id=f"{session.id}/{paper.id}", paper=paper.id, type=session.type if session.type in _GIVEN else paper.type
    )
    slot = next(same, None) or next(at_once, new)
    times = {"start": session.start, "end": session.end} if not slot.start else {}
    if slot.start and slot.start == session.start:
        times = {"end": slot.end or session.end}
    return slot.model_copy(update={"session": None, "room": slot.room or session.room, **times})


def _told_more(paper: Paper, session: Session) -> Paper:
    """*paper* with what *session* says of it; it is found by the session's title, too."""
    known = {title_key(title) for title in (paper.title, *paper.other_titles)}
    others = (session.title,) if title_key(session.title) not in known else ()
    authors = paper.authors or tuple(person.name for person in session.people)
    return paper.model_copy(
        update={
            "type": session.type if session.type in _GIVEN and paper.type in _VAGUE else paper.type,
            "event": paper.event or session.event,
            "authors": authors,
            "other_titles": (*paper.other_titles, *others),
            "abstract": paper.abstract or session.abstract,
            "summary": paper.summary or session.summary,
            "track": paper.track or session.track,
            **{
                name: tuple(dict.fromkeys((*getattr(paper, name), *getattr(session, name))))
                for name in ("keywords", "orgs", "links", "sources")
            },
            "notes": tuple(dict.fromkeys((*paper.notes, *session.notes, *_roles(session, authors)))),
        }
    )


def _roles(session: Session, authors: Iterable[str]) -> Iterator[str]:
    known = {title_key(name) for name in authors}
    yield from (f"{each.role}: {each.name}" for each in session.people if title_key(each.name) not in known)
