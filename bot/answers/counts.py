"""Answers that count: records, people in roles, authors."""

from __future__ import annotations

from bot.answers.lists import by_time, listed_records, listing, nothing_in_session, show_person
from bot.answers.people import show_roles
from bot.answers.records import corrected, not_found
from bot.desk import Desk, names, plural
from bot.find import Found, find
from bot.models import Answer
from bot.understand import Question
from corpus.catalog import Picked
from corpus.models import Paper
from corpus.names import title_key


def show_count(question: Question, desk: Desk) -> Answer:
    """How many records of a kind, or people in a role, there are; and which."""
    if question.role is not None and not question.kinds:
        of_all = not (question.session or question.topic or question.orgs or question.people or question.records)
        if question.role == "speaker" and of_all and question.when is None:
            return _count_speakers(question, desk)
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
    if empty := nothing_in_session(question, desk):
        return empty
    records, found = listed_records(question, desk)
    if not records and question.kinds == ("session",):  # "how many sessions does she have": whatever she gives
        records, found = listed_records(question.model_copy(update={"kinds": ()}), desk)
    if not records and question.people and not question.topic:
        return _none_of(question, desk)
    if not records:
        return not_found(question, desk, found, "count")
    noun = next(
        (kind for kind in question.kinds if kind != "session"),
        question.kinds[0] if question.kinds else "record",
    )
    again = _given_again(records, desk)
    twice = f", {again} of them given twice" if again else ""
    counted = f"{plural(len(records) - again, noun)}{_whose(question, desk)}{twice}."
    return listing("count", (*corrected(found), (counted,)), records, question, desk)


def _given_again(records: Picked, desk: Desk) -> int:
    """How many of *records* have the title and the authors of another among them that was counted."""
    alike = desk.catalog.alike(records)
    return len(alike) - len({(title_key(r.title), *(r.authors if isinstance(r, Paper) else (r.id,))) for r in alike})


def _none_of(question: Question, desk: Desk) -> Answer:
    """That the people named have none of the kind counted, with what they have instead."""
    other = show_person(question.model_copy(update={"kinds": ()}), desk)
    none = f"{plural(0, question.kinds[0] if question.kinds else 'record').capitalize()}."
    return other if other.abstained else other.model_copy(update={"kind": "count", "lines": ((none,), *other.lines)})


def _count_speakers(question: Question, desk: Desk) -> Answer:
    """How many people present what has a place in the programme of the event meant."""
    event = desk.event_for(question)
    catalog = desk.catalog
    presented = catalog.everything.having(lambda traits: bool(traits.presented) and event in (None, traits.event))
    sessions = {f"session:{s.id}" for s in catalog.records.sessions if event in (None, s.event)}
    speaking = {role.name for role in catalog.roles if role.holder in sessions and "speaker" in role.role.casefold()}
    people = catalog.count_people(presented, speaking)
    if not people:
        return not_found(question, desk, Found(), "count")
    return Answer(kind="count", lines=((f"{plural(people, 'speaker')} at {desk.event_name(event)}.",),))


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
