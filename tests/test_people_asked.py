"""People in questions: by a given name, a short form, two at once; and names that are nobody's."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Paper, Person, Records, Session, Slot

NOW = datetime(2031, 5, 7, 8, tzinfo=UTC)
PAPERS = (
    Paper(id="gulls", title="Gulls at Dusk", type="talk", authors=("Michael Stroud", "Noor Haddad")),
    Paper(id="terns", title="Terns in Storms", type="talk", authors=("Noor Haddad", "Ilse Brandt")),
    Paper(id="crows", title="Clever Crows", type="talk", authors=("Ilse Brandt",)),
    Paper(id="swans", title="Swans on Ice", type="keynote", authors=("Hye-jin Seo",)),
    Paper(id="wrens", title="Small Wrens", type="paper", authors=("Olena Petrova", "Tariq Petrova")),
    Paper(id="larks", title="Larks by Ear", type="paper", authors=("rosa quist", "Theo Castell")),
    Paper(id="larks-2", title="Larks by Eye", type="paper", authors=("Rosa Quist",)),
)
SLOTS = tuple(
    Slot(id=p.id, paper=p.id, type=p.type, start=NOW + timedelta(hours=n), end=NOW + timedelta(hours=n, minutes=30))
    for n, p in enumerate(PAPERS)
)
PANEL = Session(id="panel", title="Nests", type="panel", people=(Person(name="Noor Haddad", role="Panelist"),))
DESK = Desk(Catalog(Records(papers=PAPERS, slots=SLOTS, sessions=(PANEL,))))


def ask(text: str, surface: str = "mention") -> Answer:
    return reply(Ask(surface=surface, text=text, now=NOW, zone="UTC"), DESK)


def ids(text: str, surface: str = "mention") -> set[str]:
    answer = ask(text, surface)
    assert not answer.abstained
    return {item.id for item in answer.items}


def head(text: str) -> str:
    return to_text(ask(text), Viewer(zone="UTC", now=NOW)).split("\n\n")[0]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("who is noor?", {"gulls", "terns", "panel"}),
        ("when is ilse's talk", {"terns", "crows"}),
        ("when does michael speak", {"gulls"}),
        ("talks by noor", {"gulls", "terns"}),
        ("when is mike stroud's talk", {"gulls"}),
        ("papers by olena and tariq petrova", {"wrens"}),
    ],
)
def test_a_given_name_or_a_short_form_is_enough(question, items):
    assert items <= ids(question)


@pytest.mark.parametrize(
    "name",
    [
        "Theo Quist",  # two authors of one paper
        "Hye-jin Quillfeather",
        "Oleg Petrova",
        "Michael Brandt",  # two people of two papers
        "Ilse Zubrowka",
    ],
)
@pytest.mark.parametrize("asked", ["papers by {}", "when is {} speaking", "what is {} presenting"])
def test_a_given_name_and_a_surname_of_different_people_are_nobody(asked, name):
    assert ask(asked.format(name)).abstained
    assert ask(name, "paper").abstained


def test_what_two_people_did_together_is_theirs_alone():
    assert ids("which talks do noor haddad and ilse brandt give together") == {"terns"}
    assert ids("papers by michael stroud and noor haddad") == {"gulls"}


def test_where_two_people_did_nothing_together_that_is_said():
    assert "Nothing in the programme is by all of them together" in head("talks by michael stroud and ilse brandt")
    assert ask("what did michael stroud and ilse brandt write together?").abstained


def test_two_spellings_of_a_name_are_one_person():
    assert head("papers by rosa quist").startswith("Rosa Quist: 2 papers")


def test_someone_without_papers_has_none_and_is_known_for_what_they_have():
    answer = ask("how many papers by hye-jin seo")
    assert not answer.abstained
    assert head("how many papers by hye-jin seo") == "No papers.\nHye-jin Seo: 1 keynote."


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("who is in both gulls at dusk and terns in storms?", "Noor Haddad: in both."),
        ("who speaks in both the nests panel and the terns talk", "Noor Haddad: in both."),
        ("which people have both a talk and a panel?", "Noor Haddad: in both."),
        ("who gives a talk and also a keynote?", "Nobody is in both"),
        ("who wrote both larks by ear and larks by eye", "Rosa Quist: in both."),
    ],
)
def test_who_has_a_part_in_both_is_told(question, says):
    answer = ask(question)
    assert not answer.abstained
    assert head(question).startswith(says)


def test_of_two_things_one_of_which_is_not_there_nobody_is_in_both():
    assert ask("who is in both terns in storms and the puffin dinner?").abstained


@pytest.mark.parametrize("name", ["Noor Hadad", "ilse brandts", "Michael Strond"])
def test_a_slip_in_a_surname_behind_a_given_name_is_forgiven(name):
    assert not ask(f"talks by {name}").abstained


def test_a_name_that_a_title_writes_as_one_is_known_in_words():
    social = Session(id="s", title="OwlsInTrees Social", type="social", start=NOW, end=NOW + timedelta(hours=1))
    desk = Desk(Catalog(Records(papers=PAPERS, sessions=(social,))))
    answer = reply(Ask(surface="mention", text="when is the owls in trees social", now=NOW, zone="UTC"), desk)
    assert [item.id for item in answer.items] == ["s"]
    assert not answer.abstained
