"""Names as people type them: in full, short, by surname, misspelt, with or without their accents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.names import words
from corpus.people import People

PEOPLE = People(
    People.packed(
        [
            "Will Grathwohl",
            "Will Sussman Grathwohl",
            "Bernhard Schölkopf",
            "Bernhard Schoelkopf",
            "Geoffrey Hinton",
            "Harri Lähdesmäki",
            "Rianne van den Berg",
            "Simon S Du",
            "Timothy P Lillicrap",
            "Timothy Lillicrap",
            "Bo Li",
            "Lihong Li",
            "Léonard Hussenot-Desenonges",
            "Leonard Hussenot",
            "E. Belmega",
            "Jürgen Schmidhuber",
            "ziyu wang",
            "Ziyu Wang",
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "names", "full"),
    [
        ("will grathwohl", {"Will Grathwohl", "Will Sussman Grathwohl"}, True),
        ("grathwohl", {"Will Grathwohl", "Will Sussman Grathwohl"}, False),
        ("hinton geoff", {"Geoffrey Hinton"}, True),
        ("when is geoff hintons talk", {"Geoffrey Hinton"}, True),
        ("bernhard scholkopf", {"Bernhard Schölkopf", "Bernhard Schoelkopf"}, True),
        ("Schoelkopf", {"Bernhard Schölkopf", "Bernhard Schoelkopf"}, False),
        ("Lahdesmaki", {"Harri Lähdesmäki"}, False),
        ("H. Lähdesmäki", {"Harri Lähdesmäki"}, True),
        ("papers by rianne van den berg please", {"Rianne van den Berg"}, True),
        ("simon du", {"Simon S Du"}, True),
        ("li", {"Bo Li", "Lihong Li"}, False),
        ("bo li", {"Bo Li"}, True),
        ("t. lillicrap", {"Timothy P Lillicrap", "Timothy Lillicrap"}, True),
        ("hussenot", {"Leonard Hussenot", "Léonard Hussenot-Desenonges"}, False),
    ],
)
def test_people_are_found_by_what_is_typed(text, names, full):
    found = PEOPLE.find(words(text))
    assert [(set(m.names), m.full) for m in found] == [(names, full)]


@pytest.mark.parametrize("text", ["", "van", "den", "will", "bernhard", "the long tail", "wills"])
def test_what_is_no_surname_is_nobody(text):
    assert PEOPLE.find(words(text)) == []


def test_two_people_are_two_mentions():
    found = PEOPLE.find(words("hinton and schmidhuber"))
    assert [m.names for m in found] == [("Geoffrey Hinton",), ("Jürgen Schmidhuber",)]


def test_spellings_of_one_person_are_one():
    assert set(PEOPLE.spellings("Leonard Hussenot")) == {"Leonard Hussenot", "Léonard Hussenot-Desenonges"}
    assert set(PEOPLE.spellings("Bo Li")) == {"Bo Li"}
    assert set(PEOPLE.spellings("Ziyu Wang")) == {"ziyu wang", "Ziyu Wang"}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=12))
def test_no_words_can_raise(tokens):
    for mention in PEOPLE.find(tokens):
        assert 0 <= mention.start < mention.end <= len(tokens)
