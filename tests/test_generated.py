"""Questions made from the shipped corpus itself: every paper, person and slot, and what is not in it."""

import random
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask
from corpus.catalog import Catalog
from corpus.models import Paper
from corpus.shipped import shipped

NOW = datetime.fromisoformat("2021-05-04T09:30:00-07:00")
HOME = "America/Los_Angeles"
FIRST = ("Marlow", "Oksana", "Tariq", "Benedetta", "Solveig", "Yohanna")
LAST = ("Quillfeather", "Brandovar", "Zubrowka", "Pemberwick", "Tremayne-Holt", "Vandersloot")


@cache
def desk() -> Desk:
    return Desk(Catalog(shipped()))


def ask(text: str, surface: str = "mention", *, now: datetime = NOW, zone: str = HOME) -> Answer:
    return reply(Ask(surface=surface, text=text, now=now, zone=zone), desk())


def misspelt(title: str, rng: random.Random) -> str:
    """*title* with two letters of one long word changed over."""
    words = title.split()
    places = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if places:
        place = rng.choice(places)
        word = words[place]
        at = rng.randrange(1, len(word) - 2)
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def found_first(answer: Answer, paper: Paper) -> bool:
    return bool(answer.items) and answer.items[0].id == paper.id and not answer.abstained


def share(outcomes: list[bool]) -> float:
    assert len(outcomes) > 50
    return sum(outcomes) / len(outcomes)


@pytest.mark.parametrize("asked", ["{}", "{misspelt}", "{lower}"])
def test_paper_finds_every_title(asked):
    rng = random.Random(1)
    outcomes = []
    for paper in shipped().papers:
        text = asked.format(paper.title, misspelt=misspelt(paper.title, rng), lower=paper.title.lower())
        outcomes.append(found_first(ask(text, "paper"), paper))
    assert share(outcomes) >= 0.99


def test_who_wrote_every_paper():
    outcomes = []
    for paper in shipped().papers:
        answer = ask(f"who wrote {paper.title.lower()}?")
        outcomes.append(found_first(answer, paper) if paper.authors else answer.abstained)
    assert share(outcomes) >= 0.99


def test_when_is_every_paper_or_an_honest_word_that_it_was_not_published():
    outcomes = []
    for paper in shipped().papers:
        answer = ask(f"when is {paper.title}?")
        known = any(slot.start for slot in desk().catalog.slots_of(paper)) or paper.listed is not None
        right = bool(answer.items) and answer.items[0].id == paper.id
        outcomes.append(right and answer.abstained != known)
    assert share(outcomes) >= 0.99


def test_every_author_has_all_their_papers():
    outcomes = []
    for name in dict.fromkeys(name for paper in shipped().papers for name in paper.authors):
        answer = ask(name.lower(), "paper")
        outcomes.append(desk().held_by(name) <= {item.ref for item in answer.items})
    assert share(outcomes) >= 0.99


@pytest.mark.parametrize("zone", [HOME, "Europe/Berlin", "Asia/Tokyo"])
@pytest.mark.parametrize("notation", ["%a %d %b %H:%M", "%B %d %I:%M%p", "%Y-%m-%d %H.%M"])
def test_every_talk_is_on_at_its_start_its_middle_and_its_end(zone, notation):
    for slot in shipped().slots:
        if slot.start and slot.end:
            for instant in (slot.start, slot.start + (slot.end - slot.start) / 2, slot.end - timedelta(minutes=1)):
                typed = instant.astimezone(ZoneInfo(zone)).strftime(notation)
                answer = ask(typed, "session", zone=zone)
                assert answer.items[0].id == slot.paper, typed


def test_people_who_are_not_there_are_not_found():
    outcomes = []
    for first in FIRST:
        for last in LAST:
            asked = (f"papers by {first} {last}", f"when is {first} {last} speaking", f"what time is {last}'s keynote")
            outcomes += [ask(text).abstained for text in asked]
            outcomes.append(ask(f"{first} {last}", "paper").abstained)
    assert share(outcomes) >= 0.99


SUBJECTS = ("Penguin", "Volcanic", "Byzantine Pottery", "Monsoon", "Sourdough", "Glacial", "Harpsichord", "Trilobite")
SHAPES = (
    "{} Is All You Need", "An Image is Worth a Thousand {} Frames", "What Matters for {} Methods?",
    "{}: A Large-Scale Study", "Do {} Networks Dream?", "Rigging the {} Market",
    "{} via Logit Adjustment of Seismographs", "On the Origin of {} Species",
)  # fmt: skip


def test_titles_that_are_not_there_are_not_answered_with_look_alikes():
    outcomes = []
    for subject in SUBJECTS:
        for shape in SHAPES:
            title = shape.format(subject)
            outcomes += [ask(title.lower(), "paper").abstained, ask(f"who wrote {title}?").abstained]
    assert share(outcomes) >= 0.97


FOREIGN = ("Falafel", "Velodrome", "Harpsichord", "Marmalade", "Zeppelin", "Trombone", "Asparagus", "Gondola", "Walrus")
TOPICS = ("beekeeping", "tax law", "wine tasting", "horse racing", "roman coins", "sushi recipes", "scuba diving")


def test_a_title_with_a_foreign_word_in_it_is_not_answered_with_the_one_that_is_held():
    rng = random.Random(3)
    outcomes = []
    for paper in shipped().papers:
        said = paper.title.split()
        places = [place for place, word in enumerate(said) if len(word) > 4 and word.isalpha()]
        if len(places) > 1:
            said[rng.choice(places)] = rng.choice(FOREIGN)
            asked = rng.choice(("/paper {}", "who wrote {}?", "when is {}?", "where is {}"))
            text = asked.format(" ".join(said))
            surface = "paper" if text.startswith("/") else "mention"
            outcomes.append(ask(text.removeprefix("/paper "), surface).abstained)
    assert share(outcomes) >= 0.98


def test_the_given_name_of_one_and_the_surname_of_another_are_nobody():
    rng = random.Random(5)
    names = [name.split() for paper in shipped().papers for name in paper.authors if name.isascii() and " " in name]
    held = {(name[0], name[-1]) for name in names}
    outcomes = []
    while len(outcomes) < 300:
        first, last = rng.choice(names)[0], rng.choice(names)[-1]
        if (first, last) not in held and len(first) > 2:
            asked = rng.choice(("papers by {} {}", "when is {} {} speaking", "what is {} {} presenting"))
            outcomes.append(ask(asked.format(first, last)).abstained)
    assert share(outcomes) >= 0.97


def test_topics_of_another_world_are_not_found():
    asked = ("anything on {}?", "papers about {}", "when is the talk on {}", "who works on {}", "how many papers on {}")
    outcomes = [ask(text.format(topic)).abstained for topic in TOPICS for text in asked]
    outcomes += [ask(topic, surface).abstained for topic in TOPICS for surface in ("paper", "session", "mention")]
    assert share(outcomes) == 1
