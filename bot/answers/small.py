"""Answers that need no record: help, greetings, and what no programme holds."""

from __future__ import annotations

from typing import Final

from bot.desk import Desk
from bot.models import Answer, Line, Strong
from bot.understand import Question
from bot.when import examples

GONE: Final = Answer(kind="gone", abstained=True, lines=(("That is no longer in the programme.",),))


def now_examples(question: Question, desk: Desk) -> tuple[str, ...]:
    """Three times that ``/session`` reads and that name something in the programme."""
    event = desk.event_for(question)
    times = examples(question.now, desk.catalog.days(event), desk.catalog.busy(event))
    return tuple(f"/session {time}" for time in times)


def paper_examples(desk: Desk) -> tuple[str, ...]:
    """Inputs for ``/paper`` that find something: the first words of a title, and an author."""
    papers = desk.catalog.records.papers
    first = next((paper for paper in papers if paper.title and paper.authors), None)
    if first is None:
        return ()
    later = map(papers.__getitem__, range(len(papers) // 2, len(papers)))
    middle = next((paper for paper in later if paper.title and paper.authors), first)
    return (f"/paper {first.title.partition(':')[0].lower()}", f"/paper {middle.authors[0].lower()}")


def show_help(question: Question, desk: Desk) -> Answer:
    """What can be asked, with examples that work."""
    lines: tuple[Line, ...] = (
        ("I know the conference programme: papers, talks, sessions, times and people.",),
        (
            Strong(text="/paper"),
            " finds papers and posts by title, topic or author, misspelt or half remembered.",
        ),
        (
            Strong(text="/session"),
            " says what is on: a time, a day, “now”, “next”, a kind of talk or a session's name.",
        ),
        (
            Strong(text="Mention me"),
            " with a question: when, where, who wrote it, which, how many, anything on …?",
        ),
        ("What the programme does not hold, I say so.",),
    )
    return Answer(kind="help", lines=lines, examples=(*paper_examples(desk), *now_examples(question, desk)[:2]))


def greet(question: Question, desk: Desk) -> Answer:
    """A greeting back, and what to ask."""
    return show_help(question, desk).model_copy(update={"kind": "greeting"})


def thank(question: Question, desk: Desk) -> Answer:  # noqa: ARG001 - every answer has these arguments
    """A word back for thanks."""
    return Answer(kind="thanks", lines=(("You're welcome. Enjoy the conference.",),))


def gone(question: Question, desk: Desk) -> Answer:  # noqa: ARG001
    """What is said of a record that was pointed at and that the programme no longer holds."""
    return GONE


def hint_paper(question: Question, desk: Desk) -> Answer:  # noqa: ARG001
    """What to type after ``/paper``."""
    return Answer(
        kind="hint",
        lines=(("Type part of a title, a topic or an author after /paper.",),),
        examples=paper_examples(desk),
    )


def not_held(question: Question, desk: Desk) -> Answer:
    """An honest word that the programme does not hold what was asked."""
    return Answer(
        kind="not held",
        abstained=True,
        lines=(
            ("That is not in the programme: it holds papers, talks, sessions, times and people, and nothing else.",),
        ),
        examples=(*paper_examples(desk)[:1], *now_examples(question, desk)[:1]),
    )


def unread(question: Question, desk: Desk) -> Answer:
    """A short word that no time and no session was recognised, with three examples that work now."""
    return Answer(
        kind="unread",
        abstained=True,
        lines=(("I can't read a time or a session in that. Try one of these:",),),
        examples=now_examples(question, desk),
    )


def show_tracks(question: Question, desk: Desk) -> Answer:
    """Which tracks the programme has; said too where a question names another."""
    tracks = tuple(desk.catalog.tracks)
    every = f"{len(tracks)} tracks: {', '.join(tracks)}." if len(tracks) > 1 else f"One track: {tracks[0]}."
    if question.no_track is None:
        return Answer(kind="tracks", lines=((every,),))
    return Answer(
        kind="no track", abstained=True, lines=((f"The programme knows no {question.no_track} track. {every}",),)
    )


def show_rooms(question: Question, desk: Desk) -> Answer:
    """Which rooms the programme names; said too where a question names another."""
    rooms = tuple(desk.catalog.rooms)
    if not rooms:
        return Answer(kind="rooms", abstained=True, lines=(("The programme names no rooms.",),))
    every = f"{len(rooms)} rooms: {', '.join(rooms)}." if len(rooms) > 1 else f"One room: {rooms[0]}."
    if question.no_room is None:
        return Answer(kind="rooms", lines=((every,),))
    return Answer(kind="no room", abstained=True, lines=((f"The programme knows no {question.no_room}. {every}",),))
