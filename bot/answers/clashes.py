"""Whether two things are on at once, and what else is on while something is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot import lexicon as lex
from bot.answers.records import not_found
from bot.answers.schedule import items_of, show_session
from bot.desk import Desk, title
from bot.find import Found, find
from bot.heard import telling
from bot.kinds import at_hand
from bot.models import MAX_ITEMS, Answer, Line, Moment
from bot.parts import only_a_part, series_words
from bot.schedule import Entry
from bot.understand import Question, understand
from corpus.catalog import Findable, ref
from corpus.models import Window
from corpus.names import words

_BETWEEN: Final = re.compile(r"\s(?:and|with|vs\.?|or|as|&)\s|/", re.IGNORECASE)
_SAID: Final = "|".join((*lex.CLASH_WORDS, *lex.MEANWHILE))
_ASKED: Final = re.compile(
    rf"\b(?:{_SAID}|at (?:the )?same time|same time|both|see|attend|go to|whole|with each other)\b", re.IGNORECASE
)


def show_clash(question: Question, desk: Desk) -> Answer:
    """Whether the two things named overlap; of one, what else is on meanwhile."""
    text = _ASKED.sub(" ", question.text)
    for between in _BETWEEN.finditer(text):
        first, second = text[: between.start()], text[between.end() :]
        if only_a_part(words(second)):  # "internals I and II"
            second = " ".join((*series_words(words(first)), second))
        one, other = (_named(part, question, desk) for part in (first, second))
        if one.sure and other.sure and one.records[0] != other.records[0]:
            return _of_two(question, desk, one, other)
    if _asks_what_is_in(question, desk):
        return show_session(question, desk)
    if question.records:
        return _meanwhile(question, desk, tuple(map(desk.catalog.get, question.records)))
    found = _named(text, question, desk)
    return _meanwhile(question, desk, found.records) if found.sure else not_found(question, desk, found, "clash")


def _asks_what_is_in(question: Question, desk: Desk) -> bool:
    """Whether a session that holds talks is named: "what's on during the evening session" asks for these."""
    session = desk.catalog.sessions.get((question.session or "").partition(":")[2])
    held = session is not None and bool(desk.catalog.slots_in(session))
    return held and "else" not in question.words and not set(lex.MEANWHILE).isdisjoint(question.words)


def _named(text: str, question: Question, desk: Desk) -> Found:
    """What a part of the question names by itself; nothing where it names nothing."""
    ask = question.ask.model_copy(update={"text": text, "context": ()})
    part = understand(ask, desk.catalog, desk.home)
    by_kind = telling(part.kinds) and not (part.topic or part.records or part.session or part.people)
    if not (part.topic or part.records or part.session or part.people or by_kind):
        return Found()
    found = find(part.model_copy(update={"intent": "when"}), desk)
    if by_kind and found.sure:
        place = desk.catalog.place(ref(at_hand(found.records, question, desk)))
        return replace(found, records=desk.catalog.picked([place]))
    return found if found.several or not found.sure else replace(found, records=found.records[:1])


def _windows(records: Sequence[Findable], desk: Desk) -> list[Window]:
    return [window for record in records for window in desk.windows(record)]


def _of_two(question: Question, desk: Desk, one: Found, other: Found) -> Answer:
    first, second = one.records[0], other.records[0]
    mine, theirs = _windows(one.records, desk), _windows(other.records, desk)
    items = desk.items((first, second), question.now)
    untimed = [record for record, windows in ((first, mine), (second, theirs)) if not windows]
    if untimed:
        line: Line = (title(untimed[0]), ": its time was not published, so the programme does not say.")
        return Answer(kind="clash", abstained=True, lines=(line,), items=items)
    shared = [(a, b) for a in mine for b in theirs if a.overlaps(b)]
    if shared:
        a, b = shared[0]
        both = Window(start=max(a.start, b.start), end=max(a.start, b.start, min(a.end, b.end)))
        line = ("Yes, they overlap: both are on ", Moment(window=both), ".")
    else:
        line = ("No, they do not overlap: ", title(first), " is on ", Moment(window=mine[0]), ", ")
        line = (*line, title(second), " ", Moment(window=theirs[0]), ".")
    return Answer(kind="clash", lines=(line,), items=items)


def _meanwhile(question: Question, desk: Desk, records: Sequence[Findable]) -> Answer:
    windows = _windows(records, desk)
    if not windows:
        line: Line = (title(records[0]), ": its time was not published, so the programme does not say what else is on.")
        return Answer(kind="clash", abstained=True, lines=(line,), items=desk.items(records[:1], question.now))
    named = {ref(record) for record in records}
    places = set(map(desk.catalog.place, named))
    event = desk.event_for(question.model_copy(update={"event": question.event or records[0].event}))
    others: list[Entry] = [
        entry
        for entry in desk.entries(event)
        if entry.place not in places
        and f"session:{entry.said.session}" not in named
        and any(entry.window.overlaps(window) for window in windows)
    ]
    if not others:
        return Answer(kind="clash", lines=(("Nothing else is on while ", title(records[0]), " is."),))
    line = (f"{len(others)} on at the same time as ", title(records[0]), ", ", Moment(window=windows[0]), ":")
    return Answer(kind="clash", lines=(line,), items=items_of(desk, question, others[:MAX_ITEMS]), total=len(others))
