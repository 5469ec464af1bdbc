"""What no programme holds is not answered from a word that a record happens to share; and what sounds like it is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Event, Link, Paper, Records, Session, Slot

NINE = datetime(2031, 5, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
VIDEO = Link(label="video", url="https://example.org/rain.mp4")
PAPERS = (
    Paper(
        id="rain", title="Mapping the Rain", type="talk", authors=("Ada Byron",), abstract="It rains 200 days a year."
    ),
    Paper(
        id="logs",
        title="Reading Old Harbour Registers",
        type="talk",
        authors=("Bo Li",),
        abstract="Phone poles as masts.",
    ),
    Paper(
        id="gulls",
        title="Gulls like Chips",
        type="talk",
        authors=("Di Fox",),
        abstract="A gull plays with an orchestra.",
    ),
    Paper(id="lice", title="Counting Sea Lice", type="poster", authors=("Di Fox",), abstract="The meaning of counts."),
    Paper(id="keynote", title="A Life at Sea", type="keynote", authors=("Mo Tarn",), links=(VIDEO,)),
    Paper(id="again-1", title="Mending Nets", type="talk", authors=("Bo Li",)),
    Paper(id="again-2", title="Mending Nets", type="talk", authors=("Bo Li",)),
    Paper(id="review", title="Peer Pressure", type="talk", authors=("Jo Long",), keywords=("review", "video-to-video")),
    Paper(id="sleep", title="When Do Gulls Sleep?", type="talk", authors=("Ivo Sund",)),
)
SLOTS = tuple(
    Slot(id=p.id, paper=p.id, type=p.type, start=NINE + n * HOUR, end=NINE + (n + 1) * HOUR)
    for n, p in enumerate(PAPERS)
)
TEA = Session(id="tea", title="Tea", type="break", event="sea", start=NINE + 20 * HOUR, end=NINE + 21 * HOUR)
HELD = tuple(paper.model_copy(update={"event": "sea"}) for paper in PAPERS)
DESK = Desk(Catalog(Records(events=(Event(id="sea", name="SeaFair 2031"),), papers=HELD, slots=SLOTS, sessions=(TEA,))))


def ask(text: str, surface: str = "mention", *context: str) -> Answer:
    return reply(Ask(surface=surface, text=text, context=context, now=NINE, zone="UTC"), DESK)


@pytest.mark.parametrize(
    "question",
    [
        "is it raining",
        "whats the phone number of the venue",
        "how old is the venue",
        "how do i get to the venue",
        "how many people are registered",
        "which talk has the most likes",
        "which talk was the best",
        "who is the funniest speaker",
        "who plays in the orchestra",
        "what is the meaning of life",
    ],
)
def test_a_shared_word_is_no_answer(question):
    assert ask(question).abstained


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("which talk is about rain", "rain"),
        ("who presents the registers talk", "logs"),
        ("papers on review", "review"),
        ("papers on video-to-video", "review"),
        ("where do i find the video of a life at sea", "keynote"),
        ("who wrote when do gull sleep", "sleep"),
        ("what happens after the wednesday keynote", "again-1"),
        ("besides the poster what does di fox present", "gulls"),
        ("what does di fox present besides the poster", "gulls"),
    ],
)
def test_what_is_held_is_still_found(question, first):
    answer = ask(question)
    assert not answer.abstained
    assert answer.items[0].id == first


def test_a_follow_up_may_ask_of_it():
    assert not ask("is it raining much?", "mention", "tell me about mapping the rain").abstained


def test_a_talk_given_twice_counts_once():
    said = to_text(ask("how many talks by bo li"), Viewer(zone="UTC", now=NINE))
    assert said.startswith("2 talks, 1 of them given twice.")


def test_the_next_break_is_known_to_the_command_too():
    assert [item.id for item in ask("next break", "session").items] == ["tea"]


def test_a_title_that_begins_with_thanks_is_not_thanked_for():
    assert ask("Thanks Speech for Asparagus Code").kind != "thanks"
    assert ask("thanks a lot, that was great!").kind == "thanks"
