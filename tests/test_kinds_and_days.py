"""Lists limited by kind and day at once, where posters share the time of their session."""

import pytest
from lanternweek import ask, ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("posters on monday", ["moth", "tin"]),
        ("how many posters on tuesday", ["kite", "green"]),
        ("posters about storm lamps on monday", ["moth"]),
        ("posters on storm lamps on tuesday", ["kite"]),
        ("how many posters about storm lamps on tuesday", ["kite"]),
        ("what does ida moss present on monday", ["wicks", "glass", "paper", "moth"]),
        ("orals on tuesday", ["first"]),
        ("poster sessions on tuesday", ["posters-2"]),
    ],
)
def test_a_poster_is_on_at_the_time_of_its_session(text, expected):
    answer = ask(text)
    assert ids(answer) == expected
    assert not answer.abstained


def test_session_finds_the_posters_on_a_topic_at_a_time():
    assert ids(ask("storm lamps posters monday", surface="session")) == ["moth"]


def test_posters_have_the_time_of_their_session_in_a_list_of_all():
    answer = ask("posters", surface="session")
    assert ids(answer) == ["moth", "tin", "kite", "green"]
    assert all(item.window for item in answer.items)


def test_the_programme_of_a_day_has_a_poster_session_once():
    assert "moth" not in ids(ask("monday", surface="session"))
    assert "posters-1" in ids(ask("monday", surface="session"))
