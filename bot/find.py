"""Which records a question is about, and whether that is sure enough to say so.

The index ranks; this decides. A record answers where it holds nearly all of what was asked for, weighed by
how telling each word is. A query with the shape of a title is held to the title: one that shares a run of
words with it but says another thing is another paper ("attention is all you need").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from bot.desk import Desk
from bot.understand import Question
from corpus.catalog import Findable, ref
from corpus.models import Paper, Post, Session, Value
from corpus.names import words
from corpus.search import Hit

_SURE: Final = 0.66         # share of what was asked for that a record must hold to be the one meant
_NAMED: Final = 0.5         # share of a title's own weight that names it, with half of the query in the title
_LISTED: Final = 0.6        # share that it must hold to be in a list about a topic
_TITLE_RUN: Final = 3       # words in a row that give a query the shape of a title
_DEEP: Final = 100          # hits that are looked at for a list


class Found(Value):
    """Records for a question, best first; *sure* tells an answer from what is merely nearest."""

    records: tuple[Findable, ...] = ()
    sure: bool = False
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def best(self) -> Findable | None:
        """The record that is meant, where that is sure."""
        return self.records[0] if self.sure and self.records else None


def scope(question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, event: bool = True) -> tuple[Findable, ...]:
    """The records that *question* limits itself to by kind, organisation, page, event and people."""
    wanted = question.kinds if kinds is None else kinds
    return tuple(record for record in map(desk.catalog.get, desk.catalog.references())
                 if desk.is_kind(record, wanted) and _owned(record, question, desk)
                 and (not event or question.event is None or record.event == question.event)
                 and _peopled(record, question, desk))


def _owned(record: Findable, question: Question, desk: Desk) -> bool:
    orgs = (record.org,) if isinstance(record, Post) else record.orgs
    return (not question.orgs or bool(set(orgs) & set(question.orgs))) and (
        not question.sources or bool(set(record.sources) & set(question.sources)))


def _peopled(record: Findable, question: Question, desk: Desk) -> bool:
    own = set(record.authors) if isinstance(record, Paper) else {person.name for person in record.people}
    return all(any(own & set(desk.catalog.people.spellings(name)) for name in mention.names) for mention in question.people)


def find(question: Question, desk: Desk, *, kinds: Sequence[str] | None = None) -> Found:
    """The record that *question* is about: one that a thread settled, else by its words within its scope."""
    if question.records:
        return Found(records=tuple(map(desk.catalog.get, question.records)), sure=True)
    if question.session and not question.topic:
        return Found(records=(desk.catalog.get(question.session),), sure=True)
    if not question.query:
        return Found()
    limited = _ranked(question, desk, scope(question, desk, kinds=kinds))
    return limited if limited.sure or question.people else _ranked(question, desk, scope(question, desk, kinds=()))


def _ranked(question: Question, desk: Desk, within: Collection[Findable]) -> Found:
    if not within:
        return Found()
    references = {ref(record) for record in within}
    hits = desk.catalog.index.search(question.query, within=references, limit=10)
    records = tuple(desk.catalog.get(hit.id) for hit in hits)
    sure = bool(hits) and sure_of(hits[0], records[0], question)
    return Found(records=records, sure=sure, corrections=hits[0].corrections if hits else ())


def sure_of(hit: Hit, record: Findable, question: Question) -> bool:
    """Whether *hit* is what was asked for and not merely nearest to it."""
    if look_alike(question.phrase or question.query, record):
        return False
    return hit.coverage >= _SURE or (hit.title_covered >= _NAMED and hit.title_coverage >= 0.5)


def about(question: Question, desk: Desk, within: Collection[Findable]) -> Found:
    """All records of *within* about the question's topic, best first."""
    references = {ref(record) for record in within}
    hits = desk.catalog.index.search(question.query, within=references, limit=_DEEP)
    if not hits or not sure_of(hits[0], desk.catalog.get(hits[0].id), question):
        return Found(records=tuple(desk.catalog.get(hit.id) for hit in hits[:5]), corrections=hits[0].corrections if hits else ())
    floor = max(_LISTED, 0.8 * hits[0].coverage)
    kept = [hit for place, hit in enumerate(hits) if place == 0 or hit.coverage >= floor]
    return Found(records=tuple(desk.catalog.get(hit.id) for hit in kept), sure=True, corrections=hits[0].corrections)


def look_alike(phrase: str, record: Findable) -> bool:
    """Whether *phrase* has the shape of the record's title but says another thing.

    It shares a run of words with the title, small words among them, yet names something that no title of the
    record does.
    """
    said = words(phrase)
    titles = [words(title) for title in (record.title, *(record.other_titles if isinstance(record, Paper) else ()))]
    named = [word for title in titles for word in title]
    for title in titles:
        match = SequenceMatcher(a=said, b=title, autojunk=False).find_longest_match()
        run = said[match.a:match.a + match.size]
        if len(run) >= _TITLE_RUN and any(word in lex.FILLERS for word in run):
            strange = [word for word in said if word not in lex.FILLERS and not _in_title(word, named)]
            return bool(strange) and not isinstance(record, Session)
    return False


def _in_title(word: str, title: Sequence[str]) -> bool:
    limit = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return any(OSA.distance(word, other, score_cutoff=limit) <= limit or (len(word) > 3 and other.startswith(word[:-1]))
               for other in title)
