"""Parts of a series: titles that differ by a number, in digits, spelt out or Roman."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask, Viewer
from bot.parts import number_of, series_of
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Paper, Records, Slot

NOW = datetime(2031, 5, 7, 8, tzinfo=UTC)
TITLES = {
    "knots-1": "Knots for Sailors I: Bends",
    "knots-2": "Knots for Sailors II: Hitches",
    "hulls-1": "Wooden Hulls, Part 1",
    "hulls-2": "Wooden Hulls, Part Two",
    "tides": "Reading the Tides",
    "tides-3": "Reading the Tides 3",
    "pumps": "Pump 2.2 and the End of Bailing",
}
PAPERS = tuple(Paper(id=name, title=title, authors=("Ada Byron",)) for name, title in TITLES.items())
SLOTS = tuple(
    Slot(
        id=f"slot-{paper.id}",
        paper=paper.id,
        type="talk",
        start=NOW + timedelta(hours=n),
        end=NOW + timedelta(hours=n + 1),
    )
    for n, paper in enumerate(PAPERS)
)
DESK = Desk(Catalog(Records(papers=PAPERS, slots=SLOTS)))


def ask(text: str, *context: str, surface: str = "mention"):
    return reply(Ask(surface=surface, text=text, context=context, now=NOW, zone="UTC"), DESK)


@pytest.mark.parametrize(
    ("title", "number", "series"),
    [
        ("Knots for Sailors II: Hitches", 2, "Knots for Sailors"),
        ("Wooden Hulls, Part Two", 2, "Wooden Hulls,"),
        ("Harbours (Teil 3)", 3, "Harbours ("),
        ("Reading the Tides 3", 3, "Reading the Tides"),
        ("Pump 2.2 and the End of Bailing", None, "Pump 2.2 and the End of Bailing"),
        ("Ropes 101", None, "Ropes 101"),
        ("Two Oars: A History", None, "Two Oars"),
        ("II", None, "II"),
    ],
)
def test_a_title_tells_its_number_and_its_series(title, number, series):
    assert (number_of(title), series_of(title)) == (number, series)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("when is knots for sailors 2", "knots-2"),
        ("when is knots part 1?", "knots-1"),
        ("when is knots for sailors I", "knots-1"),
        ("who gives wooden hulls II", "hulls-2"),
        ("where is hulls part one", "hulls-1"),
        ("when is reading the tides 3", "tides-3"),
        ("when is reading the tides", "tides"),
        ("when is pump 2.2", "pumps"),
    ],
)
def test_a_number_means_the_part_that_has_it_however_it_is_written(question, meant):
    answer = ask(question)
    assert [item.id for item in answer.items] == [meant]
    assert answer.choices == ()


@pytest.mark.parametrize("surface", ["paper", "session"])
def test_commands_find_the_part_too(surface):
    assert ask("knots for sailors 2", surface=surface).items[0].id == "knots-2"


def test_a_part_that_is_not_there_is_not_answered_with_another():
    assert ask("when is knots for sailors 3").abstained


def test_a_series_without_a_number_offers_its_parts():
    assert [choice.label for choice in ask("when is knots for sailors").choices] == [
        TITLES["knots-1"],
        TITLES["knots-2"],
    ]


@pytest.mark.parametrize(
    ("context", "question", "meant"),
    [
        ("when is knots for sailors I", "and part 2?", "knots-2"),
        ("when is wooden hulls part two", "and part 1", "hulls-1"),
        ("who gives reading the tides", "and 3?", "tides-3"),
    ],
)
def test_another_part_is_asked_for_in_a_thread(context, question, meant):
    assert [item.id for item in ask(question, context).items] == [meant]


def test_two_parts_named_at_once_are_two_talks():
    said = to_text(ask("do knots for sailors I and II overlap?"), Viewer(zone="UTC", now=NOW))
    assert said.startswith("No, they do not overlap")
