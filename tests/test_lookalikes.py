"""A title with another word in it is another title; a description, a slip or a short form of it is not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask
from bot.titles import denies
from corpus.catalog import Catalog
from corpus.models import Paper, Records

NOW = datetime(2031, 5, 7, 8, tzinfo=UTC)
PAPERS = (
    Paper(
        id="charts",
        title="Harbour Charts with Copper Plates",
        authors=("Ada Byron",),
        abstract="Engravers cut the depths of a harbour into metal.",
    ),
    Paper(
        id="ropes",
        title="Tarred Rope: Why Sailors Trust Hemp in Winter",
        authors=("Bo Li",),
        abstract="Hemp does not rot.",
    ),
    Paper(id="stars", title="Steering by Stars Alone", authors=("Di Fox",), abstract="Polaris and a sextant suffice."),
    Paper(id="flags", title="Capture the Signal Flags", authors=("Cy Young",), abstract="A game with paper and lamps."),
    Paper(id="tears", title="Sailing Without Tears", authors=("Gus Holm",), abstract="For beginners."),
    Paper(id="paper", title="Maps on Silver Paper", authors=("Gus Holm",), abstract="Copper is dear, silver is not."),
)
DESK = Desk(Catalog(Records(papers=PAPERS)))
ASKED = (("paper", "{}"), ("mention", "who wrote {}?"), ("mention", "tell me about {}"))


def ask(text: str, surface: str = "mention"):
    return reply(Ask(surface=surface, text=text, now=NOW, zone="UTC"), DESK)


@pytest.mark.parametrize(("surface", "shape"), ASKED)
@pytest.mark.parametrize(
    "title",
    [
        "Harbour Charts with Silver Plates",
        "Harbour Charts with Velvet Plates",
        "Tarred Rope in Summer",
        "Steering by Lighthouse Alone",
        "Sailing Without Fears",
    ],
)
def test_a_title_with_another_word_in_it_is_not_answered_with_the_one_held(surface, shape, title):
    assert ask(shape.format(title), surface).abstained


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("harbor charts with coper plates", "charts"),
        ("harbour charts engravers", "charts"),
        ("steering by strs", "stars"),
        ("the one about why winter hemp is trusted", "ropes"),
        ("tarred rope by bo li", "ropes"),
        ("steering stars sextant", "stars"),
    ],
)
def test_a_slip_a_short_form_or_a_description_still_finds_it(query, meant):
    answer = ask(query, "paper")
    assert not answer.abstained
    assert answer.items[0].id == meant


@settings(max_examples=60, deadline=None)
@given(
    paper=st.sampled_from([paper for paper in PAPERS if len(paper.title.split()) > 3]),
    place=st.integers(0, 6),
    other=st.sampled_from(["Falafel", "Velodrome", "Turmeric", "Zeppelin", "Harpsichord"]),
    asked=st.sampled_from(ASKED),
)
def test_whatever_word_is_changed_for_one_that_nobody_uses(paper, place, other, asked):
    words = paper.title.split()
    telling = [n for n, word in enumerate(words) if len(word) > 4]
    words[telling[place % len(telling)]] = other
    surface, shape = asked
    assert ask(shape.format(" ".join(words)), surface).abstained


def test_a_word_read_for_another_does_not_carry_one_that_nobody_uses():
    assert ask("anything on dilver hygiene?").abstained


@pytest.mark.parametrize(
    "question",
    ["who wrote engravers of metal depths", "who wrote Engravers of Metal Depths?", "Engravers of Metal Depths"],
)
def test_a_title_whose_words_only_a_text_holds_is_not_that_text_s_title(question):
    assert ask(question).abstained


def test_a_word_is_not_read_for_another_that_was_said_too():
    assert ask("who wrote stats for stars?").abstained
    assert ask("stats for stars", "paper").abstained


DENIED = Records(
    papers=(
        Paper(id="with", title="Herring Ropes without Knots in Winter", abstract="Knots and ropes."),
        Paper(id="enough", title="Mending by Moonlight is not Enough", abstract="It is enough by day."),
    )
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("herring ropes with knots in winter", False),
        ("mending by moonlight is enough", False),
        ("mending by moonlight is not enough", True),
        ("herring ropes without knots", True),
        ("moonlight mending", True),
    ],
)
def test_what_says_no_is_not_taken_for_what_does_not(query, found):
    answer = reply(Ask(surface="paper", text=query, now=NOW, zone="UTC"), Desk(Catalog(DENIED)))
    assert answer.abstained != found


@given(st.sampled_from(["not", "never", "without", "cannot"]), st.permutations(["owls", "sing", "loudly", "now"]))
def test_a_title_is_told_from_its_denial_wherever_that_stands(no, title):
    for place in range(1, len(title)):
        assert denies([*title[:place], no, *title[place:]], title)
        assert denies(title, [*title[:place], no, *title[place:]])
    assert not denies(title, title)
