"""Who has a part in both of two things: "who speaks in both the birds track and the lanterns track?"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.answers.records import authors
from bot.desk import Desk, names
from bot.find import find, scope
from bot.models import MAX_ITEMS, Answer
from bot.parts import only_a_part, series_words
from bot.understand import Question, understand
from corpus.catalog import Findable
from corpus.models import Paper, Session
from corpus.names import words

_AND: Final = re.compile(r"\s(?:and|&)\s|\sas well as\s", re.IGNORECASE)
_BOTH: Final = re.compile(r"\b(?:both|also|too)\b", re.IGNORECASE)
_TRACK: Final = "track"


def show_common(question: Question, desk: Desk) -> Answer:
    """The people of both things named, with what they do there; of one thing, its people."""
    text = _BOTH.sub(" ", question.text)
    for between in _AND.finditer(text):
        first, second = text[: between.start()], text[between.end() :]
        one, other = _people_of(_like(first, second), question, desk), _people_of(_like(second, first), question, desk)
        if one and other:
            # A keynote is a talk too: who gives nothing else does not give both.
            shared = [key for key in one if key in other and len({*one[key], *other[key]}) > 1]
            if not shared:
                return Answer(kind="common", lines=(("Nobody is in both, as far as the programme says.",),))
            records = dict.fromkeys(record for key in shared for record in (*one[key], *other[key]))
            line = (f"{names(desk.persons(shared))}: in both.",)
            items = desk.items(list(records)[:MAX_ITEMS], question.now)
            return Answer(kind="common", lines=(line,), items=items, total=len(records))
    return authors(question, desk)


def _like(part: str, other: str) -> str:
    """*part* with what the *other* says for both: "the birds and the lanterns track", "session 1 and 2"."""
    said = words(other)
    if only_a_part(words(part)):
        return " ".join((*series_words(said), part))
    return f"{part} {_TRACK}" if _TRACK in said and _TRACK not in words(part) else part


def _people_of(part: str, question: Question, desk: Desk) -> dict[str, list[Findable]]:
    """The people of what *part* names, each by one spelling, with their records in it; none where it names nothing."""
    asked = understand(question.ask.model_copy(update={"text": part, "context": ()}), desk.catalog, desk.home)
    found: dict[str, list[Findable]] = {}
    for record in _meant(asked.model_copy(update={"intent": "when", "people": ()}), desk):
        for name in _named_in(record, desk):
            found.setdefault(min((name, *desk.catalog.people.spellings(name))), []).append(record)
    return found


def _meant(asked: Question, desk: Desk) -> Iterable[Findable]:
    if asked.topic or asked.records or asked.session:
        found = find(asked, desk)
        return found.records if found.several else [found.best] if found.best else []
    return scope(asked, desk) if asked.track or asked.kinds else []


def _named_in(record: Findable, desk: Desk) -> list[str]:
    if isinstance(record, Paper):
        return list(record.authors)
    people = [person.name for person in record.people]
    inside = desk.catalog.slots_in(record) if isinstance(record, Session) else ()
    papers = (desk.catalog.papers.get(slot.paper) for slot in inside)
    return [*people, *(name for paper in papers if paper for name in paper.authors)]
