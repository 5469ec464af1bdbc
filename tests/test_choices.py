"""Questions that mean several things equally: each is shown, and each can be asked for alone."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import reply
from bot.choices import MAX_CHOICES
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Person, Records, Session, Slot

NOW = datetime(2031, 5, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENTS = (Event(id="lanterns-2031", name="LanternConf 2031"), Event(id="boats-2031", name="BoatConf 2031"))
PAPERS = (
    Paper(id="wicks", title="A Gentle Introduction to Wicks", authors=("Mira Holt",), event="lanterns-2031"),
    Paper(id="oils", title="A Gentle Introduction to Lamp Oils", authors=("Tove Holt",), event="lanterns-2031"),
    Paper(id="rust-1", title="Rust", authors=("Mira Holt",), event="lanterns-2031"),
    Paper(id="rust-2", title="Rust", authors=("Ivo Brandt",), event="boats-2031"),
    Paper(id="tar", title="Tar", authors=("Tove Holt", "Ivo Brandt"), event="boats-2031"),
    Paper(id="tar-2", title="Tar and Feathers", authors=("Ivo Brandt",), event="boats-2031"),
    Paper(
        id="glow", title="Glass Lanterns Over Water", abstract="We call it GLOW (GLOW). It floats.", authors=("Al Kim",)
    ),
    Paper(id="glee", title="Grease Lamps On Wood", abstract="Lamps (GLOW) that stand.", authors=("Al Kim",)),
)
SESSIONS = (
    Session(id="tea-1", title="Tea round", type="social", event="boats-2031", start=NOW + HOUR, end=NOW + 2 * HOUR),
    Session(
        id="tea-2", title="Tea round", type="social", event="boats-2031", start=NOW + 9 * HOUR, end=NOW + 10 * HOUR
    ),
    Session(id="deck", title="On deck", event="boats-2031", people=(Person(name="Mira Holt", role="Moderator"),)),
)
SLOTS = tuple(
    Slot(id=f"slot-{paper.id}", paper=paper.id, type="talk", start=NOW + n * HOUR, end=NOW + (n + 1) * HOUR)
    for n, paper in enumerate(PAPERS)
)
DESK = Desk(Catalog(Records(events=EVENTS, papers=PAPERS, sessions=SESSIONS, slots=SLOTS)))


def ask(text: str, surface: str = "mention", desk: Desk = DESK) -> Answer:
    return reply(Ask(surface=surface, text=text, now=NOW, zone="UTC"), desk)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("when is the gentle introduction?", ["A Gentle Introduction to Wicks", "A Gentle Introduction to Lamp Oils"]),
        ("who gives the gentle introduction", ["A Gentle Introduction to Wicks", "A Gentle Introduction to Lamp Oils"]),
        ("when is rust", ["Rust · LanternConf 2031", "Rust · BoatConf 2031"]),
        ("when is the tea round", ["Tea round · Wed 7 May, 09:00–10:00 UTC", "Tea round · Wed 7 May, 17:00–18:00 UTC"]),
        ("when is holt's talk", ["Mira Holt", "Tove Holt"]),
        ("who is holt?", ["Mira Holt", "Tove Holt"]),
        ("papers by holt", ["Mira Holt", "Tove Holt"]),
        ("when is glow", ["Glass Lanterns Over Water", "Grease Lamps On Wood"]),
    ],
)
def test_what_fits_equally_is_offered_under_names_that_differ(question, labels):
    assert sorted(choice.label for choice in ask(question).choices) == sorted(labels)


@pytest.mark.parametrize(
    "question",
    [
        "when is tar",
        "when is the introduction to wicks",
        "when is the tar and feathers talk",
        "holt brandt",
        "mira holt",
    ],
)
def test_where_one_fits_best_nothing_else_is_offered(question):
    answer = ask(question)
    assert answer.items
    assert answer.choices == ()


def test_a_yes_or_no_question_that_several_fit_is_answered_for_each():
    answer = ask("is the gentle introduction by mira holt?")
    said = to_text(answer, Viewer(zone="UTC", now=NOW))
    assert "Yes: A Gentle Introduction to Wicks is by Mira Holt" in said
    assert "No: A Gentle Introduction to Lamp Oils is by Tove Holt" in said


def test_the_terminal_numbers_people_and_does_not_repeat_the_titles_that_it_lists():
    viewer = Viewer(zone="UTC", now=NOW)
    assert "Did you mean: 1. Mira Holt · 2. Tove Holt?" in to_text(ask("who is holt?"), viewer)
    assert "Did you mean" not in to_text(ask("when is the gentle introduction?"), viewer)


def test_a_reference_names_its_record_and_one_that_is_not_held_names_nothing():
    assert [item.id for item in ask("when is #paper:rust-2").items] == ["rust-2"]
    assert [item.id for item in ask("#session:tea-2", "session").items] == ["tea-2"]
    assert ask("when is #paper:nothing-of-that").abstained


FIRST, LAST = ("Mira", "Tove", "Ivo", "Al"), ("Holt", "Brandt", "Kim")
NAMES = st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(LAST))
WORDS = ("lamp", "wick", "tar", "oil", "part 1", "part 2", "rope", "of", "glass")
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda said: " ".join(said).capitalize())


@st.composite
def desks(draw):
    papers, slots = [], []
    for place in range(draw(st.integers(2, 9))):
        authors = tuple(draw(st.lists(NAMES, min_size=1, max_size=2, unique=True)))
        event = draw(st.sampled_from([None, "lanterns-2031", "boats-2031"]))
        papers.append(Paper(id=f"p{place}", title=draw(TITLES), authors=authors, event=event, type="talk"))
        start = NOW + draw(st.integers(0, 30)) * HOUR
        slots.append(Slot(id=f"s{place}", paper=f"p{place}", type="talk", start=start, end=start + HOUR))
    titles = draw(st.lists(TITLES, max_size=3))
    sessions = tuple(Session(id=f"x{place}", title=title, type="social") for place, title in enumerate(titles))
    return Desk(Catalog(Records(events=EVENTS, papers=tuple(papers), slots=tuple(slots), sessions=sessions)))


SHAPES = ("when is {}", "where is the {} talk?", "who gives {}", "is {} on tuesday", "tell me about {}", "{}")
PEOPLE = ("when is {}'s talk", "papers by {}", "who is {}?", "{}", "how many talks does {} give")


@settings(max_examples=150, deadline=None)
@given(
    desk=desks(),
    question=st.builds(lambda shape, title: shape.format(title.lower()), st.sampled_from(SHAPES), TITLES)
    | st.builds(lambda shape, name: shape.format(name), st.sampled_from(PEOPLE), st.sampled_from(LAST)),
    surface=st.sampled_from(["mention", "paper", "session"]),
)
def test_each_choice_means_that_one_alone(desk, question, surface):
    choices = ask(question, surface, desk).choices
    assert len(choices) <= MAX_CHOICES
    assert len({choice.label for choice in choices}) == len(choices) != 1
    meant = []
    for choice in choices:
        again = ask(choice.text, surface, desk)
        assert again.choices == ()
        meant.append({item.ref for item in again.items})
    if not any(choice.label in map(" ".join, product(FIRST, LAST)) for choice in choices):
        assert len(set(map(frozenset, meant))) == len(meant)  # of records, no two choices lead to the same
