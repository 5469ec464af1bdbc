"""What the word for a kind says of which record is meant: "the tutorial", "the poster on moths", "the panels"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk
from bot.heard import telling
from bot.understand import Question
from corpus.catalog import Findable, Picked, ref
from corpus.models import Paper
from corpus.names import words

_PRESENTED: Final = frozenset({"oral", "spotlight", "poster", "demo"})  # ways of presenting a paper


def may_be_called(record: Findable, kinds: Sequence[str], desk: Desk) -> bool:
    """Whether people who ask for one of *kinds* may mean *record*: it is one, or called one, or not said to be other.

    A poster is no tutorial; a paper of which the programme does not say how it is presented may be a poster.
    """
    if not telling(kinds) or desk.is_kind(record, kinds):
        return True
    untold = isinstance(record, Paper) and not desk.catalog.slots_of(record) and record.type == "paper"
    if untold and not _PRESENTED.isdisjoint(kinds):
        return True
    titles = " ".join((record.title, *(home.title for home in desk.homes(record))))
    return any(lex.KINDS.get(word) in kinds for word in words(titles))


def innermost(records: Picked, desk: Desk) -> Picked:
    """*records* without the sessions that hold another of them: the keynote is given in its session, and is one."""
    catalog, chosen = desk.catalog, set(records.places)
    sessions = ((session, catalog.place(ref(session))) for session in catalog.records.sessions)
    around = {p for s, p in sessions if p in chosen and not chosen.isdisjoint(catalog.papers_in(s))}
    return catalog.picked(place for place in records.places if place not in around)


def at_hand(records: Sequence[Findable], question: Question, desk: Desk) -> Findable:
    """Of *records* of one kind the one that a question about one of them means: on, or next, else the first."""
    coming = [
        (windows[0].start, i)
        for i, r in enumerate(records)
        if (windows := desk.windows(r)) and windows[-1].end > question.now
    ]
    return records[min(coming)[1] if coming else 0]
