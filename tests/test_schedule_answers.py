"""Questions about a programme with rooms, tracks, kinds and clashes, as schedules of any conference have them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Person, Records, Session, Slot

NINE = datetime(2031, 5, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def talk(name: str, day: int, at: float, room: str, who: tuple[str, ...], **fields: str) -> tuple[Paper, Slot]:
    start = NINE + timedelta(days=day) + at * HOUR
    given = {
        "type": "talk",
        "track": "Songs",
        "event": "bc",
        "abstract": f"All that there is to say of {name}.",
        **fields,
    }
    paper = Paper(id=name.replace(" ", "-"), title=name.capitalize(), authors=who, **given)
    return paper, Slot(id=f"s/{paper.id}", paper=paper.id, start=start, end=start + HOUR, room=room, type=paper.type)


ADA, BO, CY = "Ada Byron", "Bo Li", "Cy Young"
TALKS = [
    talk("counting wrens by ear", 0, 0, "Gray Room", (ADA,)),
    talk("the silent flight of owls", 0, 0.5, "Tan Room", (BO, CY), track="Flight"),
    talk("herons at rest", 0, 2, "Gray Room", (CY,), track="Flight", language="de"),
    talk("building a nest box", 1, 0, "Tan Room", (ADA, BO), type="workshop"),
    talk("starlings over town", 1, 3, "Gray Room", (BO,), type="lightning talk"),
]
QA = Session(
    id="qa",
    title="Live Q&A: Di Fox",
    type="q&a",
    event="bc",
    zone="UTC",
    start=NINE + 4 * HOUR,
    end=NINE + 4.5 * HOUR,
    people=(Person(name="Di Fox", role="Speaker"),),
)
POSTERS = Session(
    id="ps1",
    title="Poster Day 1 Session 2 (P1S2)",
    type="poster session",
    event="bc",
    zone="UTC",
    start=NINE + 6 * HOUR,
)
DESK = Desk(
    Catalog(
        Records(
            events=(Event(id="bc", name="BirdConf 2031", zone="UTC"),),
            sessions=(QA, POSTERS),
            papers=tuple(paper for paper, _ in TALKS),
            slots=tuple(slot for _, slot in TALKS),
        )
    )
)


def ask(text: str, *context: str, surface: str = "mention", now: datetime = NINE) -> Answer:
    return reply(Ask(surface=surface, text=text, context=context, now=now, zone="UTC"), DESK)


def text_of(said: Answer) -> str:
    return to_text(said, Viewer(zone="UTC", now=NINE), page_size=100)


def titles(said: Answer) -> list[str]:
    return [item.title for item in said.items]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("is counting wrens in the tan room?", "No: Counting wrens by ear is in Gray Room."),
        ("is herons at rest in the flight track?", "Yes: Herons at rest is in the track Flight."),
        ("is the nest box one a workshop?", "Yes: Building a nest box is a workshop."),
        ("did bo li write herons at rest?", "No: Herons at rest is by Cy Young."),
        ("is herons at rest on thursday?", "No: Herons at rest is on Wed 7 May"),
        ("is cy young giving a workshop?", "No: the programme has nothing of that kind by Cy Young."),
        ("does counting wrens clash with the silent flight of owls?", "Yes, they overlap: both are on Wed 7 May"),
        ("do counting wrens and herons at rest overlap?", "No, they do not overlap"),
        ("what language is herons at rest in?", "Herons at rest is in German."),
        ("which track is herons at rest in?", "Herons at rest is in the track Flight."),
        ("how many speakers are there?", "4 speakers at BirdConf 2031."),
        ("how many sessions does bo li have?", "3 "),
        ("how many q&as are there?", "1 Q&A."),
        ("how many talks are in the flight track?", "2 talks."),
        ("is ada byron speaking on thursday?", "Building a nest box"),
    ],
)
def test_it_is_answered(question, says):
    said = ask(question)
    assert says in text_of(said)
    assert not said.abstained


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("what's on in the dragon track?", "knows no dragon track. 2 tracks: Songs, Flight"),
        ("which papers are in P1S2?", "does not say what is in Poster Day 1 Session 2 (P1S2)"),
        ("does counting wrens need a telescope?", "does not say"),
        ("what was the acceptance rate?", "not in the programme"),
        ("is the jellyfish talk in the gray room?", "can't find that"),
        ("which track is live q&a di fox in?", "names no track"),
    ],
)
def test_what_it_does_not_hold_is_said(question, says):
    said = ask(question)
    assert says in text_of(said)
    assert said.abstained


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("poster day 1 session 2", ["Poster Day 1 Session 2 (P1S2)"]),
        ("p1s2", ["Poster Day 1 Session 2 (P1S2)"]),
        ("grey room now", ["Counting wrens by ear", "Herons at rest"]),
        ("next q&a", ["Live Q&A: Di Fox"]),
        ("last day", ["Building a nest box", "Starlings over town"]),
        ("9am conf time", ["Counting wrens by ear", "The silent flight of owls"]),
        ("flight track", ["The silent flight of owls", "Herons at rest"]),
    ],
)
def test_session_reads_rooms_tracks_kinds_and_codes(typed, found):
    assert titles(ask(typed, surface="session"))[: len(found)] == found


@pytest.mark.parametrize("typed", ["blue room tomorrow", "dragon track", "oral session 2"])
def test_session_says_what_there_is_not(typed):
    assert ask(typed, surface="session").abstained


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what else is on at the same time as counting wrens?", ["The silent flight of owls"]),
        ("what talks is bo li giving", ["The silent flight of owls", "Starlings over town"]),
        (
            "what else does bo li present besides building a nest box",
            ["The silent flight of owls", "Starlings over town"],
        ),
        ("which workshops does ada byron run", ["Building a nest box"]),
        ("when is di fox's q&a?", ["Live Q&A: Di Fox"]),
        ("what comes after counting wrens in the gray room?", ["Herons at rest"]),
        ("which are lightning talks?", ["Starlings over town"]),
    ],
)
def test_it_lists(question, found):
    said = ask(question)
    assert titles(said) == found
    assert not said.abstained


def test_what_is_limited_to_a_person_says_so_where_nothing_is_on():
    assert "Nothing by Cy Young is on Thu 8 May" in text_of(ask("when does cy young speak on thursday?"))
