"""Answers that count: records, people in roles, authors."""

from __future__ import annotations

from bot.answers.lists import by_time, listed_records, listing
from bot.answers.people import show_roles
from bot.answers.records import corrected, not_found
from bot.desk import Desk, names, plural
from bot.find import find
from bot.models import Answer
from bot.understand import Question
from corpus.models import Paper


def show_count(question: Question, desk: Desk) -> Answer:
    """How many records of a kind, or people in a role, there are; and which."""
    if question.role is not None and not question.kinds:
        return show_roles(question, desk).model_copy(update={"kind": "count"})
    if question.counted == "author":
        return _count_authors(question, desk)
    if question.when is not None and not question.topic:
        spelled = by_time(question, desk)
        noun = question.kinds[0] if question.kinds else "item"
        if not spelled.items or spelled.abstained:
            return spelled
        waiting = sum(item.status == "next" for item in spelled.items)
        running = (spelled.total or len(spelled.items)) - waiting
        return spelled.model_copy(update={"kind": "count", "lines": ((f"{plural(running, noun)}.",), *spelled.lines)})
    records, found = listed_records(question, desk)
    if not records:
        return not_found(question, desk, found, "count")
    noun = next(
        (kind for kind in question.kinds if kind != "session"),
        question.kinds[0] if question.kinds else "record",
    )
    counted = f"{plural(len(records), noun)}{_whose(question, desk)}."
    return listing("count", (*corrected(found), (counted,)), records, question, desk)


def _whose(question: Question, desk: Desk) -> str:
    parts = [f" by {names(question.orgs)}"] if question.orgs else []
    if question.session:
        parts.append(f" in {desk.catalog.get(question.session).title}")
    elif question.event:
        parts.append(f" at {desk.event_name(question.event)}")
    return "".join(parts)


def _count_authors(question: Question, desk: Desk) -> Answer:
    found = find(question, desk)
    record = found.best
    if not isinstance(record, Paper) or not record.authors:
        return not_found(question, desk, found, "count")
    return Answer(
        kind="count",
        lines=((f"{plural(len(record.authors), 'author')}: {names(record.authors)}.",),),
        items=(desk.item(record, now=question.now),),
    )
