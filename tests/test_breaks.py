"""Breaks that a programme names itself: their times, their kinds, and what stands around them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Records, Session, Slot

NINE = datetime(2031, 5, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def pause(name: str, at: float) -> Session:
    return Session(
        id=name, title=name, type="break", event="bc", zone="UTC", start=NINE + at * HOUR, end=NINE + (at + 0.5) * HOUR
    )


def talk(name: str, at: float) -> tuple[Paper, Slot]:
    start = NINE + at * HOUR
    paper = Paper(id=name, title=f"On {name}", type="talk", authors=("Ada Byron",), event="bc")
    return paper, Slot(id=f"day/{name}", paper=name, start=start, end=start + HOUR)


TALKS = [talk("wrens", 0), talk("owls", 1.5), talk("larks", 4)]
DESK = Desk(
    Catalog(
        Records(
            events=(Event(id="bc", name="BirdConf 2031", zone="UTC"),),
            sessions=(pause("Kaffee", 1), pause("Lunch break", 2.5)),
            papers=tuple(paper for paper, _ in TALKS),
            slots=tuple(slot for _, slot in TALKS),
        )
    )
)


def ask(text: str, surface: str = "mention") -> Answer:
    return reply(Ask(surface=surface, text=text, now=NINE, zone="UTC"), DESK)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("when are the breaks?", ["Kaffee", "Lunch break"]),
        ("any breaks on wednesday?", ["Kaffee", "Lunch break"]),
        ("when is the lunch break?", ["Lunch break"]),
        ("when is the first break?", ["Kaffee"]),
        ("when is the last break?", ["Lunch break"]),
        ("when is the coffee break?", ["Kaffee", "Lunch break"]),
    ],
)
def test_breaks_are_told_by_their_names(question, names):
    said = ask(question)
    assert not said.abstained
    assert [item.title for item in said.items] == names


@pytest.mark.parametrize(
    ("question", "first"),
    [("what comes after the second break?", "On larks"), ("which talks are before the first break?", "On wrens")],
)
def test_what_stands_around_a_break_is_talks(question, first):
    said = ask(question)
    assert said.items[0].title == first
    assert not {"Kaffee", "Lunch break"} & {item.title for item in said.items}


def test_a_break_is_what_is_on():
    assert ask("10:15", "session").items[0].title == "Kaffee"
