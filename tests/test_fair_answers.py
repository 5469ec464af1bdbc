"""Questions about a programme whose rooms have names, with posters, languages, a dinner and authors with initials."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Event, Link, Paper, Person, Records, Session, Slot

NINE = datetime(2031, 5, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAPERS = (
    Paper(
        id="kelp",
        title="Kelp under the ice",
        type="talk",
        authors=("S. R. Mohanan",),
        event="sea",
        track="Weeds & Stones",
        abstract="A survey of general interest; the cost of a dive is 40 euros. Divers must be registered.",
        links=(Link(label="link", url="https://example.org/kelp"),),
        language="nb",
    ),
    Paper(id="tides", title="Tide tables by hand", type="talk", authors=("Ada Byron",), event="sea", language="en-GB"),
    Paper(id="eel", title="An eel's long way home", type="talk", authors=("Ada Byron",), event="sea", language="nb"),
    Paper(id="dawn", title="Stones and seaweed at dawn", type="talk", authors=("Di Fox",), event="sea"),
    Paper(id="dusk", title="Stones and seaweed at dusk", type="talk", authors=("Bo Li",), event="sea"),
    Paper(
        id="gale",
        title="Gales by Number",
        authors=("Mo Tarn",),
        event="sea",
        notes=("Mo Tarn is from Port Nolloth.",),
        abstract="Over 48 lamps were read. We reach an accuracy of 81.4%.",
    ),
    Paper(id="fog", title="Fog Signals", authors=("Kim Park", "Mo Tarn"), event="sea"),
    Paper(id="skua", title="Skuas Over Deck", authors=("Jo Long",), event="sea"),
    Paper(id="crab", title="Crabs and their coats", type="poster", authors=("Ada Byron", "Bo Li"), event="sea"),
)


def session(name: str, kind: str, at: float, room: str, hours: float = 1) -> Session:
    start = NINE + at * HOUR
    return Session(
        id=f"{name}-{at:g}",
        title=name,
        type=kind,
        event="sea",
        zone="UTC",
        start=start,
        end=start + hours * HOUR,
        room=room,
    )


def slot(paper: str, at: float, room: str) -> Slot:
    start = NINE + at * HOUR
    return Slot(id=f"s/{paper}", paper=paper, start=start, end=start + HOUR, room=room, type="talk")


DESK = Desk(
    Catalog(
        Records(
            events=(Event(id="sea", name="SeaFair 2031", zone="UTC"),),
            papers=PAPERS,
            sessions=(
                session("Deck session 1: Weather", "session", 40, "Holm", 3),
                session("Deck session 2: Birds", "session", 44, "Holm", 3),
                session("Captains argue", "panel", 50, "Holm").model_copy(
                    update={"people": (Person(name="Ivo Sund", role="Panelist"),), "abstract": "Hosted on deck."}
                ),
                session("Lunch", "break", 3, "Kombuis", 1.25).model_copy(
                    update={"abstract": "Herring, and seaweed for vegans."}
                ),
                session("Lunch", "break", 27, "Kombuis"),
                session("Poster fair", "poster session", 6, "Kombuis"),
                session("Captain's dinner", "social", 10, "Roervik", 3),
                session("Ropes and knots", "panel", 26, "Holm").model_copy(
                    update={"abstract": "Moderator: Cy Young. Panelists: Ada Byron, Di Fox. Do ropes need knots?"}
                ),
            ),
            slots=(
                slot("kelp", 0, "Roervik"),
                slot("tides", 1, "Holm"),
                slot("eel", 24, "Roervik"),
                slot("dawn", 22, "Holm"),
                slot("dusk", 32, "Holm"),
                Slot(
                    id="s/gale", paper="gale", session="Deck session 1: Weather-40", type="talk", start=NINE + 40 * HOUR
                ),
                Slot(
                    id="s/fog", paper="fog", session="Deck session 1: Weather-40", type="talk", start=NINE + 41 * HOUR
                ),
                Slot(id="s/fog-2", paper="fog", room="Kombuis", type="poster", start=NINE + 6 * HOUR),
                Slot(
                    id="s/skua", paper="skua", session="Deck session 2: Birds-44", type="talk", start=NINE + 44 * HOUR
                ),
                Slot(id="s/crab", paper="crab", session="Poster fair-6", type="poster"),
            ),
        )
    )
)


def ask(text: str, *, surface: str = "mention", now: datetime = NINE) -> Answer:
    return reply(Ask(surface=surface, text=text, now=now, zone="UTC"), DESK)


def text_of(said: Answer) -> str:
    return to_text(said, Viewer(zone="UTC", now=NINE), page_size=100)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("roervik", ["Kelp under the ice", "Captain's dinner", "An eel's long way home"]),
        ("roervik thursday", ["An eel's long way home"]),
        ("wednesday holm", ["Tide tables by hand"]),
        ("weeds and stones track", ["Kelp under the ice"]),
        ("weeds & stones track", ["Kelp under the ice"]),
    ],
)
def test_session_knows_a_room_or_a_track_by_its_name_alone(typed, found):
    assert [item.title for item in ask(typed, surface="session").items] == found


@pytest.mark.parametrize("typed", ["mohanan", "talks by mohanan", "S R Mohanan", "s. r. mohanan"])
def test_who_writes_initials_is_found_by_surname(typed):
    said = ask(typed)
    assert not said.abstained
    assert [item.title for item in said.items] == ["Kelp under the ice"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("when is the crabs poster?", "Crabs and their coats is on Wed 7 May, 15:00–16:00 UTC."),
        ("is the crabs poster on thursday?", "No: Crabs and their coats is on Wed 7 May, 15:00–16:00 UTC."),
        ("when is lunch on thursday?", "Lunch is on Thu 8 May, 12:00–13:00 UTC."),
        ("how long is lunch on wednesday?", "1 h 15 minutes"),
        ("how long does the captain's dinner go on?", "3 h"),
        ("when is the next break?", "Lunch is Wed 7 May, 12:00–13:15 UTC"),
        ("code for kelp under the ice", "marks no link as code. It links to https://example.org/kelp"),
        ("how many talks are in norwegian?", "2 talks."),
        ("how many talks are in norwegian or english?", "3 talks."),
        ("which talks in norwegian or kelp are there?", "Kelp under the ice"),
        ("is kelp under the ice in english or norwegian?", "\nKelp under the ice is in Norwegian."),
        ("is tide tables by hand in english?", "Yes: Tide tables by hand is in English."),
        ("what has ada byron got?", "Ada Byron: 2 talks, 1 poster."),
        ("who teaches tide tables", "is by Ada Byron."),
        ("who sits on the ropes and knots panel?", "Panelists: Ada Byron, Di Fox."),
        ("how many lamps does gales by number cover?", "Over 48 lamps were read."),
        ("what accuracy do gales by number get", "an accuracy of 81.4%"),
        ("how many lamps does the paper on gales use", "Over 48 lamps were read."),
        ("is there vegan food at lunch?", "Herring, and seaweed for vegans."),
        ("who gives deck session 1", "Gales by Number is by Mo Tarn"),
        ("is the crabs poster a talk?", "No: Crabs and their coats is a poster."),
        ("is the tide tables talk a poster?", "No: Tide tables by hand is a talk."),
        ("norwegian talks", "2 in the programme:"),
        ("where is the fog signals talk", "is in Holm (Deck session 1: Weather) and in Kombuis."),
        ("where is mo tarn from?", "Mo Tarn is from Port Nolloth."),
        ("who moderates ropes and knots?", "Moderator: Cy Young."),
    ],
)
def test_it_is_answered(question, says):
    said = ask(question)
    assert says in f"\n{text_of(said)}"
    assert not said.abstained


@pytest.mark.parametrize(
    "question",
    [
        "how much does the captain's dinner cost?",
        "who is the general chair?",
        "how many people are registering?",
        "when was kelp under the ice released?",
    ],
)
def test_what_a_text_says_in_another_sense_is_no_answer(question):
    assert ask(question).abstained


def test_titles_that_fit_alike_are_all_told():
    said = text_of(ask("when is the stones and seaweed talk?"))
    assert "Stones and seaweed at dawn is on" in said
    assert "Stones and seaweed at dusk is on" in said


def test_a_break_that_is_over_is_not_the_next():
    assert "Thu 8 May" in text_of(ask("next break", now=NINE + 5 * HOUR))


def test_whether_she_gives_only_that_is_not_answered_by_yes():
    assert "Yes" not in text_of(ask("is ada byron only giving the talk on tide tables?"))


def test_a_room_of_three_days_is_said_once():
    assert text_of(ask("where is lunch?")).count("is in Kombuis") == 1


def test_filters_that_leave_nothing_about_the_topic_say_so():
    assert "fits kind:poster and is about “walruses”" in text_of(ask("kind:poster walruses", surface="paper"))


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("talks in deck session 1", ["Gales by Number", "Fog Signals"]),
        ("which papers are in deck session 2?", ["Skuas Over Deck"]),
        ("what is in deck session 1", ["Deck session 1: Weather", "Gales by Number", "Fog Signals"]),
        ("talks in the poster fair", ["Crabs and their coats"]),
        ("which talks are not in english?", ["Kelp under the ice", "An eel's long way home"]),
    ],
)
def test_a_list_holds_that_and_nothing_else(question, titles):
    said = ask(question)
    assert not said.abstained
    assert sorted(item.title for item in said.items) == sorted(titles)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("is there a talk in french?", "nothing of that in French"),
        ("where is jo long from?", "does not say where Jo Long is from"),
        ("who moderates captains argue?", "names no moderator"),
        ("who chairs the poster fair?", "names no chair"),
    ],
)
def test_what_it_does_not_hold_is_said_of_what_was_asked(question, says):
    said = ask(question)
    assert said.abstained
    assert says in text_of(said)


def test_times_of_one_talk_are_told_in_their_order():
    said = text_of(ask("when is fog signals"))
    assert said.index("15:00") < said.index("Fri 9 May")
