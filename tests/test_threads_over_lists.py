"""Follow-ups to a list: they narrow it, count it, count out of it, or go on from one of it."""

import pytest
from lanternweek import ask, ids, said


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("papers by ida moss", "which of those are orals?", ["wicks", "glass", "paper"]),
        ("papers by ida moss", "only the posters", ["moth"]),
        ("papers by ben tarn", "just the poster", ["tin"]),
        ("papers by dov pell", "which of them are on tuesday", ["green"]),
        ("papers by dov pell", "which are on tuesday?", ["green"]),
        ("papers by dov pell", "on tuesday", ["green"]),
        ("papers by dov pell", "are there any on tuesday?", ["green"]),
        ("papers by ida moss", "only in german", ["glass"]),
        ("papers about storm lamps", "in german only", ["glass", "kite"]),
        ("papers about storm lamps", "what about posters?", ["moth", "kite"]),
        ("papers about storm lamps", "only those by ida moss", ["glass", "moth"]),
        ("orals on monday", "which of those papers are in cobalt hall", ["oil", "red"]),
        ("orals on monday", "in cobalt hall", ["oil", "red"]),
        ("what is on in amber hall on tuesday", "what about cobalt hall?", ["solder"]),
        ("what is on in cobalt hall on tuesday", "and on monday?", ["oil", "fold", "red"]),
        ("orals on monday", "and tuesday?", ["first"]),
        ("orals on monday", "only the tutorials", ["fold"]),
        ("monday", "only after lunch", ["posters-1", "fold", "panel"]),
    ],
)
def test_a_limit_narrows_the_list_and_keeps_its_others(before, text, expected):
    answer = ask(text, before)
    assert sorted(ids(answer)) == sorted(expected)
    assert not answer.abstained


def test_limits_add_up_over_a_thread():
    assert ids(ask("on tuesday", "papers about storm lamps", "only the posters")) == ["kite"]
    assert "1 poster" in said(ask("how many?", "papers about storm lamps", "only the posters", "on tuesday"))


@pytest.mark.parametrize(
    ("before", "text", "number"),
    [
        ("papers about storm lamps", "how many are there", "4"),
        ("papers by dov pell", "how many?", "3"),
        ("papers by dov pell", "how many of them are posters", "2"),
        ("orals on monday", "how many of those are in amber hall?", "3"),
        ("tutorials", "how many", "2"),
    ],
)
def test_how_many_counts_the_list(before, text, number):
    assert said(ask(text, before)).startswith(number)


def test_none_of_the_list_is_said_so():
    answer = ask("which of them are on tuesday", "papers by ben tarn")
    assert ids(answer) == []
    assert "No papers by Ben Tarn" in said(answer)
    answer = ask("in cobalt hall", "papers by eva rook")
    assert "no papers in the programme by Eva Rook in Cobalt Hall" in said(answer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what's on on tuesday in cobalt hall?", ["solder"]),
        ("when are the tutorials", ["fold", "solder"]),
        ("where is the panel", ["panel"]),
        ("tutorials?", ["fold", "solder"]),
        ("who wrote oil from rape seed", ["oil"]),
        ("and tin or brass for handles?", ["tin"]),
    ],
)
def test_a_question_that_stands_alone_is_not_of_the_list(text, expected):
    assert sorted(ids(ask(text, "papers by ida moss"))) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what else did the first author write", ["glass", "paper", "moth"]),
        ("what else did the last author write?", ["oil", "tin"]),
        ("other papers by the same authors", ["glass", "oil", "paper", "moth", "tin"]),
        ("papers by the same authors", ["glass", "oil", "paper", "moth", "tin"]),
    ],
)
def test_what_else_the_authors_wrote(text, expected):
    assert sorted(ids(ask(text, "who wrote wicks that never smoke"))) == sorted(expected)


def test_the_first_author_is_of_what_the_thread_is_about():
    assert "Ida Moss is the first author" in said(ask("who's the first author", "when is wicks that never smoke"))
    assert ask("who's the first author").abstained


@pytest.mark.parametrize(
    ("context", "text", "expected"),
    [
        (("tutorials",), "and the other one", ["solder"]),
        (("tutorials", "when is the second one"), "and the other one?", ["fold"]),
        (("when is signals in red light",), "and the other one", ["green"]),
        (("papers by ben tarn", "when is the first one"), "and the second?", ["oil"]),
        (("when is oil from rape seed",), "the other one?", []),
    ],
)
def test_the_other_one_and_the_next_are_counted_in_the_list(context, text, expected):
    assert ids(ask(text, *context)) == expected


def test_the_other_one_is_asked_what_was_asked():
    assert ask("and the other one", "when is signals in red light").kind == "when"
    assert ask("and where is the other one", "when is signals in red light").kind == "where"


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("when is wicks that never smoke", "the one after that?", "glass"),
        ("when is glass blown thin", "and the next one?", "paper"),
        ("when is oil from rape seed", "then what?", "red"),
        ("when is oil from rape seed", "what is next in that room", "red"),
        ("when is paper lanterns in rain", "the one before that?", "glass"),
        ("when is paper lanterns in rain", "and after that?", "posters-1"),
    ],
)
def test_the_one_after_that_is_the_next_in_its_session_then_in_its_room(before, text, expected):
    assert ids(ask(text, before)) == [expected]


def test_a_new_subject_does_not_take_the_kind_of_the_old():
    assert ids(ask("and lunch?", "when is the keynote on monday")) == ["lunch-1"]
