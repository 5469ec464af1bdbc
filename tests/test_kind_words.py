"""What the word for a kind tells: alone it means all of that kind, beside a topic it may not be dropped."""

import pytest
from lanternweek import ask, ids, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when are the tutorials", ["fold", "solder"]),
        ("when do the tutorials start?", ["fold", "solder"]),
        ("where are the tutorials", ["fold", "solder"]),
        ("when is the panel", ["panel"]),
        ("where is the panel?", ["panel"]),
        ("who is on the panel", ["panel"]),
        ("who gives the tutorials?", ["fold", "solder"]),
        ("when is the tutorial on tuesday", ["solder"]),
        ("when are the posters", ["moth", "tin", "kite", "green"]),
    ],
)
def test_a_kind_alone_means_all_of_that_kind(text, expected):
    answer = ask(text)
    assert sorted(ids(answer)) == sorted(expected)
    assert not answer.abstained


def test_how_long_the_one_panel_is():
    assert "45 minutes" in said(ask("how long is the panel"))


@pytest.mark.parametrize("text", ["keynote speakers", "who are the keynote speakers?", "speakers of the keynotes"])
def test_the_speakers_of_a_kind_are_those_of_that_kind_alone(text):
    answer = said(ask(text))
    assert "Hal Sund" in answer
    assert "Ines Wold" in answer
    assert "Gil Orme" not in answer


@pytest.mark.parametrize("text", ["when are the demos", "where is the workshop", "who is on the social"])
def test_a_kind_that_there_is_none_of_is_not_found(text):
    assert ask(text).abstained


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("when is the tutorial on moths", "moth"),
        ("where is the keynote on rape seed oil", "oil"),
        ("who gives the tutorial on wicks", "wicks"),
        ("when is the oral on moths", "moth"),
    ],
)
def test_another_kind_on_that_topic_is_only_the_nearest(text, nearest):
    answer = ask(text)
    assert answer.abstained
    assert nearest in ids(answer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when is the poster on moths", "moth"),
        ("when is the talk on moths", "moth"),
        ("when is the tutorial on soldering", "solder"),
        ("where is the keynote on dark skies", "close"),
        ("when is the harbour panel", "panel"),
    ],
)
def test_the_right_kind_and_words_for_any_kind_find_it(text, expected):
    answer = ask(text)
    assert ids(answer)[:1] == [expected]
    assert not answer.abstained
