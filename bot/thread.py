"""Follow-ups: what "it", "the second", "and the one after that?" mean after an earlier question and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk
from bot.facts import holds
from bot.find import find
from bot.heard import telling
from bot.models import Answer, Item
from bot.narrowing import leads_on, narrowed, together
from bot.parts import only_a_part, series_of
from bot.schedule import Entry, earlier, later
from bot.understand import Question
from corpus.catalog import ref, text_of
from corpus.models import Paper
from corpus.names import words
from corpus.people import Mention

DEPTH: Final = 6  # earlier messages of a thread that are read
_A_DAY: Final = timedelta(hours=14)  # between the starts of what is on the same day
_NEAREST: Final = 10  # records among which another of nearly the same title is sought
_FEW: Final = 3  # authors who are all meant by "they"
_LISTING: Final = frozenset({"list", "count", "schedule", "person", "roles", "search"})
_ASKED: Final = frozenset({"authors", "clash", "links", "listed", "track", "when", "where"})
_OF_ONE: Final = frozenset(
    {"about", "authors", "clash", "fact", "links", "listed", "related", "when", "where", "search", "list", "roles"}
)


@dataclass(frozen=True)
class Turn:
    """An earlier question of the thread and what was answered, after what went *before* it."""

    question: Question
    answer: Answer
    before: Turn | None = None

    @property
    def listed(self) -> tuple[Item, ...]:
        """What the last list of the thread showed, as long as the talk is of one thing in it."""
        items = self.answer.items
        if self.before is None or len(items) != 1:
            return items
        earlier = self.before.listed
        return earlier if items[0].ref in {item.ref for item in earlier} else items


def resolve(question: Question, before: Turn | None, desk: Desk) -> Question:
    """*question* with what it leaves to the thread filled in; unchanged where it stands alone."""
    if before is None or question.intent in ("help", "greeting", "thanks"):
        return question
    if moved := _step(question, before, desk):
        return moved
    shown = len(before.answer.items) if not before.answer.abstained else 0
    if limited := narrowed(question, before.question, shown):
        return limited
    if _asks_for_the_list(question) and before.question.intent in _LISTING:
        return before.question.model_copy(
            update={"intent": "list" if before.question.intent == "count" else before.question.intent}
        )
    if question.intent == "event" and question.event is None:
        question = question.model_copy(update={"intent": "where" if "where" in question.words else "when"})
    another = _others_of(question, before, desk) or _part_of(question, before, desk) or _there(question, before, desk)
    if another:
        return another
    question = _without_cues(question)
    if _names_something_new(question):
        return _carried(question, before)
    focus = _focus(question, before, desk)
    if focus is None or _is_of_another_kind(question, focus, desk):
        return question
    if question.topic and not _holds(question, focus, desk) and find(question, desk).sure:
        return question
    return question.model_copy(update={"intent": _intent(question, before), "records": (focus,)})


def _intent(question: Question, before: Turn) -> str:
    """What is asked of the record in focus; what was asked before, where "and the second?" asks nothing itself."""
    if question.intent in _OF_ONE - {"search", "list"}:
        return question.intent
    if question.topic:
        return "fact"
    return before.question.intent if _counts_out(question) and before.question.intent in _ASKED else "about"


def _without_cues(question: Question) -> Question:
    """*question* without a topic that only asks ("the first author") or counts out ("the third")."""
    cues = lex.CUES.get(question.intent, frozenset()) if question.intent in _OF_ONE else frozenset()
    if not question.topic or not (cues | set(lex.ORDINALS)).issuperset(question.topic):
        return question
    return question.model_copy(update={"topic": (), "query": "", "phrase": ""})


def _counts_out(question: Question) -> bool:
    return _means_the_other(question) or not set(lex.ORDINALS).isdisjoint(question.words)


def _means_the_other(question: Question) -> bool:
    return ("other", "one") in pairwise(question.words) or question.words[-1:] == ("other",)


def _is_of_another_kind(question: Question, focus: str, desk: Desk) -> bool:
    """Whether *question* names a kind that the record in *focus* is none of, or all of a kind: "the tutorials"."""
    if not telling(question.kinds) or question.topic:
        return False
    plural = any(lex.KINDS.get(word, word) != word for word in question.words)
    return plural or not desk.is_kind(desk.catalog.get(focus), question.kinds)


def _others_of(question: Question, before: Turn, desk: Desk) -> Question | None:
    """What else the person of the thread presents: "what else is he giving?", "does she have another one?"."""
    said = set(question.words)
    authors = not said.isdisjoint({"author", "authors"})
    asked = (authors or not lex.PERSONS.isdisjoint(said)) and not (
        lex.OTHERS | ({"same"} if authors else set())
    ).isdisjoint(said)
    bare = not question.people and (lex.DOING | lex.CUES["authors"]).issuperset(question.topic)
    focus = _focus(question, before, desk) if asked and bare else None
    record = desk.catalog.get(focus) if focus else None
    if not isinstance(record, Paper) or not record.authors:
        return None
    people = before.question.people or (_meant(question, record.authors),)
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


def _there(question: Question, before: Turn, desk: Desk) -> Question | None:
    """What else is in the room of what the thread is about: "what else is in that room?"."""
    asked = question.room is None and not question.topic and not lex.OTHERS.isdisjoint(question.words)
    item = next((item for item in before.answer.items if item.room), None)
    if not asked or item is None or lex.ROOM_WORDS.isdisjoint(question.words) or item.room not in desk.catalog.rooms:
        return None
    return question.model_copy(update={"intent": "schedule", "room": item.room, "excluded": (item.ref,)})


def _meant(question: Question, authors: tuple[str, ...]) -> Mention:
    """Those of *authors* whom a word means: "the last author", "she", the few of "they"; else the first."""
    said = set(question.words)
    several = not said.isdisjoint({"authors", "they", "their", "them"}) and len(authors) <= _FEW
    names = authors if several else authors[-1:] if not said.isdisjoint({"last", "senior"}) else authors[:1]
    return Mention(names=names, start=0, end=0, full=True, typed=names[0])


def _focus(question: Question, before: Turn, desk: Desk) -> str | None:
    """The reference of the record that the thread is about, or of the one counted out ("the second")."""
    if _means_the_other(question):
        return _other(before, desk)
    items = before.listed if _counts_out(question) else before.answer.items
    if before.answer.abstained and not before.question.records and len(items) != 1:
        return None
    place = next((lex.ORDINALS[word] for word in question.words if word in lex.ORDINALS), 0)
    if not items or not -len(items) <= place < len(items):
        return None
    chosen = items[place if "author" not in question.words else 0]
    return chosen.ref if desk.catalog.holds(chosen.ref) else None


def _other(before: Turn, desk: Desk) -> str | None:
    """The other of the two that were listed; else the only record whose title differs from the last by one word."""
    last = before.answer.items[:1]
    if not last or before.answer.abstained:
        return None
    if len(before.listed) == 2:
        return next(item.ref for item in before.listed if item.ref != last[0].ref)
    title = words(last[0].title)
    hits = desk.catalog.index.search(last[0].title, limit=_NEAREST) if len(before.answer.items) == 1 else []
    alike = [hit.id for hit in hits if len(other := words(hit.title)) == len(title) and _differing(title, other) == 1]
    return alike[0] if len(alike) == 1 else None


def _differing(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _holds(question: Question, focus: str, desk: Desk) -> bool:
    """Whether the record in focus holds all that the question names, so that it may be meant."""
    record = desk.catalog.get(focus)
    return holds(f"{record.title} {text_of(record)}", question.topic) >= 1


def _step(question: Question, before: Turn, desk: Desk) -> Question | None:
    """The neighbour in time: "and the one after that?", "then what?", "what was before it?"."""
    said = set(question.words)
    forward, back = bool(said & {"after", "next", "then", "following"}), bool(said & {"before", "previous"})
    item = next((item for item in before.answer.items if item.window), None)
    timed = question.when is not None and (question.when.explicit_day or question.when.shape != "next")
    named = question.people or not lex.CUES["neighbour"].issuperset(question.topic)
    if item is None or item.window is None or not (forward or back) or timed or named:
        return None
    near = later if forward else earlier
    for listed in _around(item, desk.entries(desk.event_for(before.question)), desk):
        if entries := near(listed, item.window):
            records = tuple(entry.ref for entry in entries[:1])
            return question.model_copy(update={"intent": "when", "topic": (), "query": "", "records": records})
    return None


def _around(item: Item, listed: Sequence[Entry], desk: Desk) -> Iterator[list[Entry]]:
    """What *item* is among: its session, its room on that day, all that is *listed*."""
    window = item.window
    homes = {home.id for home in desk.homes(desk.catalog.get(item.ref))}
    yield [entry for entry in listed if entry.number is not None and entry.said.session in homes]
    near = [e for e in listed if window and abs(e.window.start - window.start) < _A_DAY]
    yield [e for e in near if item.room and item.room == desk.room_of(e)]
    yield list(listed)


def _asks_for_the_list(question: Question) -> bool:
    said = set(question.words)
    return bool(said & {"list", "which", "show", "name", "all"}) and not question.topic and not question.kinds


def _names_something_new(question: Question) -> bool:
    if question.records or question.people or question.session or question.event or question.orgs or question.when:
        return True
    if leads_on(question) and question.intent in ("search", "list", "about"):
        return bool(question.topic)
    return bool(question.kinds and question.topic) and not question.pointing


def _carried(question: Question, before: Turn) -> Question:
    """A new subject for the old question: "and the one on learning to learn?" after "who organizes …?"."""
    if question.intent not in ("search", "list", "about", "schedule", "session"):
        return question
    old = before.question
    if not leads_on(question) or (question.records and old.intent not in _ASKED):
        return question
    gaps = {
        name: getattr(old, name)
        for name in ("kinds", "orgs", "event", "when", "role", "wants", "sources")
        if not getattr(question, name)
    }
    if old.intent in _ASKED:
        gaps.pop("kinds", None)  # the kind of the old subject: lunch is no keynote
    if question.when is not None and not question.topic:
        gaps |= {"topic": old.topic, "query": old.query, "phrase": old.phrase}
        if old.when is not None:
            gaps["when"] = together(old.when, question.when)
    return question.model_copy(update={"intent": old.intent, **gaps})
