"""What a misspelt word may have meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from corpus.index.spelling import Speller

FREQUENCIES = {
    "hopfield": 3,
    "network": 40,
    "networks": 60,
    "gan": 9,
    "gans": 4,
    "wang": 12,
    "kohli": 2,
    "generalization": 20,
    "lepikhin": 1,
    "moment": 5,
    "moments": 2,
    "2020": 7,
    "gpt3": 2,
    "x": 1,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hopfeild", "hopfield"),  # two neighbours swapped
        ("netwrok", "network"),
        ("khli", "kohli"),  # a letter missing
        ("lepihkin", "lepikhin"),
        ("genralisation", "generalization"),  # two edits in a long word
        ("gna", "gan"),
        ("wng", "wang"),
    ],
)
def test_the_nearest_word_comes_first(typed: str, meant: str) -> None:
    assert Speller(Speller.packed(FREQUENCIES)).near(typed)[0][0] == meant


def test_the_more_frequent_comes_first_among_equally_near_ones() -> None:
    assert Speller(Speller.packed({"cat": 1, "cart": 5, "carts": 9})).near("catr") == [("cart", 1), ("cat", 1)]


@pytest.mark.parametrize(
    "typed", ["", "ga", "zzzz", "gap", "2021", "gpt4", "mo", "n" * 40, "\ud800\ud800\ud800", "深度学"]
)
def test_nothing_is_near_to_these(typed: str) -> None:
    assert Speller(Speller.packed(FREQUENCIES)).near(typed) == []


def test_without_words_nothing_is_near() -> None:
    assert Speller(Speller.packed({})).near("anything") == []


LETTERS = st.text("abcd", min_size=1, max_size=11)


@settings(max_examples=150, deadline=None)
@given(st.lists(LETTERS, max_size=25), st.text("abcd", min_size=4, max_size=11))
def test_no_near_word_is_missed(words: list[str], typed: str) -> None:
    reach = 2 if len(typed) >= 8 else 1
    distances = {word: OSA.distance(typed, word) for word in words if len(word) >= 3}
    least = min(distances.values(), default=9)
    expected = {(word, least) for word, distance in distances.items() if distance == least <= reach}
    assert set(Speller(Speller.packed(dict.fromkeys(words, 1))).near(typed)) == expected
