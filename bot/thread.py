"""Follow-ups: what "it", "the second", "and the one after that?" mean after an earlier question and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk
from bot.facts import holds
from bot.find import find
from bot.models import Answer
from bot.parts import only_a_part, series_of
from bot.schedule import earlier, later
from bot.understand import Question
from bot.when import Reading
from bot.zones import zone_of
from corpus.catalog import ref, text_of
from corpus.models import Paper, Window
from corpus.names import words
from corpus.people import Mention

DEPTH: Final = 6  # earlier messages of a thread that are read
_LISTING: Final = frozenset({"list", "count", "schedule", "person", "roles", "search"})
_OF_ONE: Final = frozenset(
    {"about", "authors", "clash", "fact", "links", "listed", "related", "when", "where", "search", "list", "roles"}
)


@dataclass(frozen=True)
class Turn:
    """An earlier question of the thread and what was answered."""

    question: Question
    answer: Answer


def resolve(question: Question, before: Turn | None, desk: Desk) -> Question:
    """*question* with what it leaves to the thread filled in; unchanged where it stands alone."""
    if before is None or question.intent in ("help", "greeting", "thanks"):
        return question
    if moved := _step(question, before, desk):
        return moved
    if _asks_for_the_list(question) and before.question.intent in _LISTING:
        return before.question.model_copy(
            update={"intent": "list" if before.question.intent == "count" else before.question.intent}
        )
    if question.intent == "event" and question.event is None:
        question = question.model_copy(update={"intent": "where" if "where" in question.words else "when"})
    if others := _others_of(question, before, desk):
        return others
    if part := _part_of(question, before, desk):
        return part
    if _names_something_new(question):
        return _carried(question, before)
    focus = _focus(question, before, desk)
    if focus is None:
        return question
    if question.topic and not _holds(question, focus, desk) and find(question, desk).sure:
        return question
    intent = (
        question.intent if question.intent in _OF_ONE - {"search", "list"} else "fact" if question.topic else "about"
    )
    return question.model_copy(update={"intent": intent, "records": (focus,)})


def _others_of(question: Question, before: Turn, desk: Desk) -> Question | None:
    """What else the person of the thread presents: "what else is he giving?", "does she have another one?"."""
    asked = not lex.PERSONS.isdisjoint(question.words) and not lex.OTHERS.isdisjoint(question.words)
    bare = not question.people and lex.DOING.issuperset(question.topic)
    focus = _focus(question, before, desk) if asked and bare else None
    record = desk.catalog.get(focus) if focus else None
    if not isinstance(record, Paper) or not record.authors:
        return None
    people = before.question.people or tuple(
        Mention(names=(name,), start=0, end=0, full=True, typed=name) for name in record.authors[:1]
    )
    excluded = (ref(record),) if before.question.intent != "person" else ()
    return question.model_copy(update={"intent": "person", "people": people, "excluded": excluded})


def _part_of(question: Question, before: Turn, desk: Desk) -> Question | None:
    """Another part of what the thread is about: "and part 2?" asks the earlier question of it."""
    number = only_a_part(question.topic)
    focus = _focus(question, before, desk) if number and not question.people else None
    if focus is None:
        return None
    series = series_of(desk.catalog.get(focus).title)
    said = (*words(series), str(number))
    named = {"topic": said, "words": said, "query": f"{series} {number}", "phrase": f"{series} {number}"}
    return before.question.model_copy(update={**named, "named": (0, len(said)), "records": (), "session": None})


def _focus(question: Question, before: Turn, desk: Desk) -> str | None:
    """The reference of the record that the thread is about, or of the one counted out ("the second")."""
    items = before.answer.items
    if before.answer.abstained and not before.question.records and len(items) != 1:
        return None
    place = next((lex.ORDINALS[word] for word in question.words if word in lex.ORDINALS), 0)
    if not items or not -len(items) <= place < len(items):
        return None
    chosen = items[place if "author" not in question.words else 0]
    return chosen.ref if desk.catalog.holds(chosen.ref) else None


def _holds(question: Question, focus: str, desk: Desk) -> bool:
    """Whether the record in focus holds all that the question names, so that it may be meant."""
    record = desk.catalog.get(focus)
    return holds(f"{record.title} {text_of(record)}", question.topic) >= 1


def _step(question: Question, before: Turn, desk: Desk) -> Question | None:
    """The neighbour in time: "and the one after that?", "then what?", "what was before it?"."""
    said = set(question.words)
    forward, back = bool(said & {"after", "next", "then", "following"}), bool(said & {"before", "previous"})
    window = next((item.window for item in before.answer.items if item.window), None)
    if (
        window is None
        or not (forward or back)
        or question.topic
        or question.people
        or (question.when is not None and question.when.explicit_day)
    ):
        return None
    event = desk.event_for(before.question)
    entries = (later if forward else earlier)(desk.entries(event), window)
    return (
        question.model_copy(update={"intent": "when", "records": tuple(ref(entry.record) for entry in entries[:1])})
        if entries
        else None
    )


def _asks_for_the_list(question: Question) -> bool:
    said = set(question.words)
    return bool(said & {"list", "which", "show", "name", "all"}) and not question.topic and not question.kinds


def _names_something_new(question: Question) -> bool:
    if question.people or question.session or question.event or question.orgs or question.when:
        return True
    fresh = question.words[:1] in (("and",), ("or",)) or question.words[:2] in (
        ("what", "about"),
        ("how", "about"),
    )
    if fresh and question.intent in ("search", "list", "about"):
        return bool(question.topic)
    return bool(question.kinds and question.topic) and not question.pointing


def _carried(question: Question, before: Turn) -> Question:
    """A new subject for the old question: "and the one on learning to learn?" after "who organizes …?"."""
    if question.intent not in ("search", "list", "about", "schedule", "session"):
        return question
    if question.words[:1] not in (("and",), ("or",)) and question.words[:2] not in (
        ("what", "about"),
        ("how", "about"),
    ):
        return question
    old = before.question
    gaps = {
        name: getattr(old, name)
        for name in ("kinds", "orgs", "event", "when", "role", "wants", "sources")
        if not getattr(question, name)
    }
    if question.when is not None and not question.topic:
        gaps |= {"topic": old.topic, "query": old.query, "phrase": old.phrase}
        if old.when is not None:
            gaps["when"] = _together(old.when, question.when)
    return question.model_copy(update={"intent": old.intent, **gaps})


def _together(old: Reading, new: Reading) -> Reading:
    """*new* with the clock of *old* on its day, or its own clock on the day of *old*; else as it is.

    "tuesday at 12:15", then "what about wednesday?", then "and at 2pm?".
    """
    day = new.shape == "day" and new.explicit_day and old.shape in ("instant", "range")
    clock = new.shape in ("instant", "range") and not new.explicit_day and old.explicit_day
    if not (day or clock):
        return new
    zone = zone_of(new.zone)
    dated, timed = (new, old) if day else (old, new)
    shift = dated.window.start.astimezone(zone).date() - timed.window.start.astimezone(zone).date()
    window = Window(start=timed.window.start + shift, end=timed.window.end + shift)
    return timed.model_copy(update={"window": window, "explicit_day": True, "zone": new.zone})
