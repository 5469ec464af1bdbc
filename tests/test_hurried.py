"""Questions in a hurry: half-typed, misspelt, without a subject, about what is next or in the same room."""

from datetime import timedelta

import pytest
from lanternweek import EIGHT, ask, ids


@pytest.mark.parametrize(
    ("begun", "meant"), [("kite", "kite"), ("solde", "solder"), ("trimm", "first"), ("signa", "red")]
)
@pytest.mark.parametrize("surface", ["paper", "mention"])
def test_a_word_that_is_only_begun_finds_what_it_begins(surface, begun, meant):
    answer = ask(begun, surface=surface)
    assert not answer.abstained
    assert meant in ids(answer)


def test_who_wrote_a_word_that_is_only_begun_names_nobody():
    assert ask("who wrote solde").abstained


@pytest.mark.parametrize("text", ["whats on", "what's on nw", "pls whats on now", "whats happening"])
def test_what_is_on_needs_no_time(text):
    assert ids(ask(text, now=EIGHT + timedelta(minutes=40)))[0] == "open"


@pytest.mark.parametrize(
    "text", ["plese show me the tutorials", "pleas show the tutorials", "anythng on folding shades"]
)
def test_a_misspelt_small_word_asks_for_nothing(text):
    assert "fold" in ids(ask(text))


@pytest.mark.parametrize(("hours", "meant"), [(0, "lunch-1"), (6, "lunch-2")])
def test_the_next_lunch_is_the_first_that_is_still_to_come(hours, meant):
    assert ids(ask("next lunch", now=EIGHT + timedelta(hours=hours))) == [meant]


def test_what_else_is_in_the_room_of_what_was_asked_about():
    answer = ask("what else is in that room?", "where is folding paper shades?")
    assert set(ids(answer)) >= {"solder"}
    assert "fold" not in ids(answer)


def test_what_somebody_does_is_asked_by_a_given_name():
    assert "oil" in ids(ask("what does Ben do on monday?"))


def test_what_people_call_what_they_look_for_is_no_topic():
    assert ids(ask("anything good on moths?")) == ids(ask("anything on moths?"))


def test_a_topic_beside_a_time_that_nothing_there_is_about_is_said():
    answer = ask("monday 9:10 zeppelin", surface="session")
    assert "zeppelin" in str(answer.aside)
