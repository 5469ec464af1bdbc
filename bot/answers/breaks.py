"""The breaks between talks, and what comes before or after a break or a talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from bot import schedule
from bot.answers.records import not_found
from bot.answers.schedule import is_of_kind, items_of, timed_entries
from bot.choices import among_records
from bot.desk import Desk, joined, title
from bot.find import Found, find
from bot.kinds import at_hand
from bot.models import Answer, Line, Moment
from bot.schedule import Entry
from bot.understand import Question
from corpus.models import Window
from corpus.names import words

_ANY: Final = frozenset({"break", "breaks", "pause", "pauses"})  # words that tell no break from another


def show_breaks(question: Question, desk: Desk) -> Answer:
    """The breaks that the programme names, else the gaps between talks; or the one counted out.

    On the day or in the session that *question* names.
    """
    named, listed, gaps = _gaps(question, desk)
    if "next" in question.words:
        named = [entry for entry in named if entry.window.start > question.now][:1]
        gaps = tuple(gap for gap in gaps if gap.start > question.now)[:1]
    if named:
        return _show_named(question, desk, named)
    if question.place is not None and -len(gaps) <= question.place < len(gaps):
        gaps = (gaps[question.place],)
    if not gaps:
        return (
            Answer(kind="breaks", lines=(("The programme shows no break then.",),))
            if listed
            else Answer(
                kind="breaks",
                abstained=True,
                lines=(("The programme has no times for that, so it shows no breaks.",),),
            )
        )
    several_days = len({gap.start.astimezone(question.now.tzinfo).date() for gap in gaps}) > 1
    moments = [
        Moment(window=gap, show="day and clock" if place == 0 or several_days else "clock")
        for place, gap in enumerate(gaps)
    ]
    opening = (
        "Yes: nothing is on "
        if {"are", "is"} & set(question.words) and {"any", "there"} & set(question.words)
        else "Nothing is on "
    )
    length: Line = (f" That is {schedule.minutes(gaps[0])}.",) if len(gaps) == 1 else ()
    return Answer(kind="breaks", lines=((opening, *joined(moments), ".", *length),))


def _named(question: Question, listed: Sequence[Entry]) -> list[Entry]:
    """The breaks among *listed*; of several sorts the one asked for: "the coffee break"."""
    every = [entry for entry in listed if entry.number is None and "break" in words(entry.said.type)]
    asked = [entry for entry in every if not set(words(entry.record.title)).isdisjoint({*question.topic} - _ANY)]
    return asked or every


def _show_named(question: Question, desk: Desk, named: Sequence[Entry]) -> Answer:
    if question.place is not None and -len(named) <= question.place < len(named):
        named = [named[question.place]]
    line: Line = (
        (title(named[0].record), " is ", Moment(window=named[0].window), f": {schedule.minutes(named[0].window)}.")
        if len(named) == 1
        else (f"{len(named)} breaks:",)
    )
    return Answer(kind="breaks", lines=(line,), items=items_of(desk, question, named), total=len(named))


def _gaps(question: Question, desk: Desk) -> tuple[list[Entry], list[Entry], tuple[Window, ...]]:
    """The breaks that the programme names, all else that it has, and when nothing but a break is on."""
    listed: Sequence[Entry] = timed_entries(question.model_copy(update={"kinds": (), "people": ()}), desk)
    if question.when is not None and question.when.shape in ("day", "range"):
        day = question.when.window
        listed = schedule.within(listed, day)
    named = _named(question, listed)
    others = [entry for entry in listed if entry not in named]
    windows = [entry.window for entry in named] or schedule.breaks([entry.window for entry in others])
    return named, others, tuple(windows)


def show_around_break(question: Question, desk: Desk) -> Answer:
    """What is on before, after or between the breaks: "which talks come after the second break?"."""
    unread_day = question.model_copy(
        update={"when": question.when if question.when and question.when.shape == "day" else None}
    )
    _, listed, gaps = _gaps(unread_day, desk)
    place = question.place if question.place is not None else _break_at_hand(gaps, question)
    if not listed or not -len(gaps) <= place < len(gaps):
        return Answer(kind="breaks", abstained=True, lines=(("The programme shows no such break.",),))
    gap = gaps[place]
    if question.relation == "between" and len(gaps) > 1:
        window = Window(start=gaps[0].end, end=gaps[1].start)
    elif question.relation == "before":
        window = Window(start=listed[0].window.start, end=gap.start)
    else:
        window = Window(start=gap.end, end=max(entry.window.end for entry in listed))
    same_day = [
        entry
        for entry in listed
        if abs(entry.window.start - gap.start) < timedelta(hours=14) and is_of_kind(desk, entry, question.kinds)
    ]
    found = schedule.within(same_day, window)
    if question.relation == "between" and len(gaps) > 1:
        line: Line = ("Between the breaks, ", Moment(window=window), ":")
        return Answer(kind="schedule", lines=(line,), items=items_of(desk, question, found), total=len(found))
    line = ("The break is ", Moment(window=gap), f". {(question.relation or 'after').capitalize()} it:")
    return Answer(kind="schedule", lines=(line,), items=items_of(desk, question, found), total=len(found))


def _break_at_hand(gaps: Sequence[Window], question: Question) -> int:
    """The break that is on or comes next; else the first."""
    return next((place for place, gap in enumerate(gaps) if gap.end > question.now), 0)


def _neighboured(question: Question, desk: Desk) -> Found:
    """What something comes before or after: a room named is that of the neighbour."""
    return find(question.model_copy(update={"room": None}), desk)


def _in_same_room(question: Question) -> bool:
    return any(pair in (("same", "room"), ("that", "room"), ("same", "hall")) for pair in pairwise(question.words))


def show_neighbour(question: Question, desk: Desk) -> Answer:
    """What comes before or after the talk named."""
    found = _neighboured(question, desk)
    record = at_hand(found.records, question, desk) if found.several else found.best
    window = desk.item(record, now=question.now).window if record else None
    if record is None or window is None:
        return (
            not_found(question, desk, found, "neighbour")
            if record is None
            else Answer(
                kind="neighbour",
                abstained=True,
                items=(desk.item(record, now=question.now),),
                lines=(
                    (
                        title(record),
                        ": its time was not published, so nothing is known to come before or after it.",
                    ),
                ),
            )
        )
    event = desk.event_for(question.model_copy(update={"event": question.event or record.event}))
    near = schedule.later if question.relation == "after" else schedule.earlier
    there = desk.item(record, now=question.now).room if _in_same_room(question) else ""
    room = question.room or there or None
    entries = near([e for e in desk.entries(event) if room in (None, desk.room_of(e))], window)
    if not entries:
        return Answer(
            kind="neighbour",
            lines=(("Nothing comes ", question.relation or "after", " ", title(record), " in the programme."),),
        )
    names_after = " and ".join(entry.record.title for entry in entries[:2])
    line: Line = (
        question.relation.capitalize() if question.relation else "",
        " ",
        title(record),
        f": {names_after}, ",
        Moment(window=entries[0].window),
        ".",
    )
    return Answer(
        kind="neighbour",
        lines=(line,),
        items=items_of(desk, question, entries),
        total=len(entries),
        choices=among_records(found, question, desk, by=_neighboured),
    )
