"""Answers about a conference as a whole: when and where it is."""

from __future__ import annotations

from bot.answers.small import now_examples
from bot.desk import Desk
from bot.lexicon import PLACE_WORDS
from bot.models import Answer, Line, Moment, Strong
from bot.understand import Question
from corpus.models import Event, Window


def show_event(question: Question, desk: Desk) -> Answer:
    """When and where an event was, is or will be: as stated, else when its programme here is on."""
    held = desk.catalog.events.get(desk.event_for(question) or "")
    if held is None:
        return Answer(
            kind="event",
            abstained=True,
            lines=(("The programme names no event.",),),
            examples=now_examples(question, desk),
        )
    place: Line = (f" {held.name}'s place: {held.place}.",) if held.place else ()
    placed = not ({"where", "wheres"} | PLACE_WORDS).isdisjoint(question.words)
    if placed and not held.place:
        return Answer(
            kind="event",
            abstained=True,
            lines=((Strong(text=held.name), ": its place is not in the programme."),),
        )
    busy = desk.catalog.busy(held.id)
    if held.start:
        return Answer(
            kind="event",
            lines=((Strong(text=held.name), f" {_tense(held, question)} {days_in_words(held)}.", *place),),
        )
    if not busy:
        return Answer(
            kind="event",
            abstained=True,
            lines=((Strong(text=held.name), ": its dates are not in the programme.", *place),),
        )
    whole = Window(start=busy[0].start, end=max(window.end for window in busy))
    return Answer(
        kind="event",
        lines=(
            (
                Strong(text=held.name),
                ": the pages print no dates for the whole of it. What they hold with a time is on ",
                Moment(window=whole),
                ".",
                *place,
            ),
        ),
    )


def _tense(held: Event, question: Question) -> str:
    today = question.now.date()
    first, last = held.start or today, held.end or held.start or today
    return "was" if last < today else "will be" if first > today else "is"


def days_in_words(held: Event) -> str:
    """The days of an event in words: "26 April to 1 May 2020"."""
    first, last = held.start, held.end or held.start
    if first is None or last is None:
        return ""
    return f"{first.day} {first:%B %Y}" if first == last else f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
