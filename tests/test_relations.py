"""Before, after, during, in the same room: what is asked for stands in that relation to what is named."""

import pytest
from lanternweek import ask, ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what comes before the panel", ["fold"]),
        ("what comes before the panel in the same room", ["posters-1"]),
        ("what comes before the panel on monday", ["fold"]),
        ("what is on after the panel on monday?", ["orals-3"]),
        ("what comes after wicks that never smoke in the same room", ["glass"]),
        ("what comes after wicks that never smoke", ["glass", "oil"]),
        ("which talk comes before oil from rape seed in the same room", []),
        ("what happens before the tuesday keynote", ["posters-2"]),
    ],
)
def test_the_neighbour_is_answered_and_not_what_it_is_beside(text, expected):
    answer = ask(text)
    assert ids(answer) == expected
    assert not answer.abstained


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whats on during the panel", ["fold"]),
        ("what else is on while the tutorial on shades is running", ["panel"]),
        ("which talks are during the harbour panel", ["fold"]),
        ("what is on during glass blown thin?", ["oil"]),
        ("what's on during the panel on tuesday", []),
    ],
)
def test_during_asks_for_the_others(text, expected):
    assert ids(ask(text)) == expected


def test_what_is_on_during_a_session_of_talks_is_what_it_holds():
    assert ids(ask("whats on during posters by night")) == ["posters-2", "kite", "green"]
    assert "kite" not in ids(ask("what else is on during posters by night"))


def test_a_word_for_a_time_is_no_neighbour():
    assert ids(ask("what is on before 9:30 on monday")) == ["open", "wicks"]
    assert ids(ask("what is on after 16:00 on tuesday")) == ["close"]


def test_a_fact_about_something_during_something_is_not_a_time():
    assert ask("what do moths see during storm lamps").kind != "clash"
