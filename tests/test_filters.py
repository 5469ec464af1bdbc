"""Filters in a query: read as typed, each held to its meaning, and never in the way of a sentence."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toyconf import ask, ids, text_of

from bot.filters import KEYS, read_filters
from corpus.names import words


@pytest.mark.parametrize(
    ("typed", "left", "filters"),
    [
        ("author:byron owls", "owls", ["author:byron"]),
        ('owls author:"Ada Byron" kind:oral', "owls", ["author:Ada Byron", "kind:oral"]),
        ("by:byron on:tuesday", "", ["author:byron", "day:tuesday"]),
        ("-kind:poster birds", "birds", ["-kind:poster"]),
        ("“small birds” song", "song", ["“small birds”"]),
        ("birds -owls", "birds", ["-owls"]),
        ("day: tue", "", ["day:tue"]),
        ("AUTHOR:Byron", "", ["author:Byron"]),
    ],
)
def test_what_is_typed_as_a_filter_is_one(typed, left, filters):
    rest, found = read_filters(typed)
    assert (rest, list(map(str, found))) == (left, filters)


@pytest.mark.parametrize(
    "typed", ["self-supervised birds", "birds - and owls", "wav2vec 2.0", "Owls: a study", "author:", '"" birds', "a:b"]
)
def test_what_only_looks_like_one_is_none(typed):
    assert read_filters(typed) == (typed, ())


@pytest.mark.parametrize("typed", ['who wrote "owls at night"?', "anything on birds -small ones?"])
def test_quotes_and_dashes_of_a_sentence_are_no_filters(typed):
    assert read_filters(typed, named_only=True) == (typed, ())


PIECES = st.sampled_from(["author:", "kind:", "by:", "-", '"', "“", " ", "owls", "small birds", ":", "day: ", "x"])


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_word_is_kept_in_a_filter_or_in_what_is_left(typed):
    left, found = read_filters(typed)
    kept = Counter(words(" ".join([left, *(each.value for each in found)])))
    assert set(Counter(words(typed)) - kept) <= {*KEYS, "by"}
    assert set(kept) <= set(words(typed))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("author:byron", {"wrennet", "owls-at-night"}),
        ("author:byron kind:oral", {"wrennet", "owls-at-night"}),
        ("author:byron -owls", {"wrennet"}),
        ("year:1999", set()),
        ("author:nobody", set()),
    ],
)
def test_each_filter_limits_what_is_found(typed, expected):
    said = ask(typed, "paper")
    assert said.kind == "filtered"
    assert said.abstained is not bool(expected)
    assert set(ids(said)) >= expected


def test_a_day_that_cannot_be_read_is_said():
    said = ask("day:someday", "paper")
    assert said.abstained
    assert "can't read a day in day:someday" in text_of(said)


def test_what_fits_nothing_says_which_filters():
    assert "Nothing in the programme fits author:nobody kind:oral." in text_of(ask("author:nobody kind:oral", "paper"))


@pytest.mark.parametrize("key", KEYS)
def test_every_key_answers_anything(key):
    for value in ("tuesday", "birdconf", "oral", "2030", "ada", "x"):
        said = ask(f"{key}:{value}", "paper")
        assert said.kind == "filtered"
        assert said.lines or said.items
