"""Answers about a conference as a whole: when and where it is."""

from __future__ import annotations

from itertools import chain
from typing import Final

from bot.answers.small import now_examples
from bot.desk import Desk
from bot.lexicon import PLACE_WORDS
from bot.models import Answer, Line, Moment, Strong
from bot.understand import Question
from corpus.models import Event, Window

_MOST: Final = 5  # events that one answer tells of, where several run at once


def show_event(question: Question, desk: Desk) -> Answer:
    """When and where an event was, is or will be: as stated, else when its programme here is on."""
    event = desk.event_for(question)
    meant = [event] if event else desk.catalog.running(question.now)
    told = [_told(desk.catalog.events[each], question, desk) for each in meant if each in desk.catalog.events]
    told = [each for each in told if not each.abstained] or told
    if not told:
        return Answer(
            kind="event",
            abstained=True,
            lines=(("The programme names no event.",),),
            examples=now_examples(question, desk),
        )
    return told[0].model_copy(update={"lines": tuple(chain.from_iterable(each.lines for each in told[:_MOST]))})


def _told(held: Event, question: Question, desk: Desk) -> Answer:
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
