"""What a line of a text page is by its shape, and misprints that the page itself proves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pages.lines import (
    blocks,
    decode,
    is_name_list,
    is_prose,
    is_whole,
    may_be_names,
    names,
    printed,
    read_lines,
    split_names,
)
from corpus.pages.misprints import mended_title, without_repeated_ending, without_stray_stop
from corpus.report import identifiers, opening


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zoë — 日本".encode(), "Zoë — 日本"),
        ("Zoë".encode("utf-8-sig"), "Zoë"),
        ("Zoë".encode("utf-16"), "Zoë"),
        ("Zoë, René – “à”".encode("cp1252"), "Zoë, René – “à”"),
        ("Zoë and René".encode()[:-1], "Zoë and Ren\ufffd"),
        (b"\x00\xff", "\x00ÿ"),
        (b"", ""),
    ],
)
def test_decode(data, text):
    assert decode(data) == text


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=200))
def test_every_text_survives_its_encodings(text):
    text = text.encode("utf-8", "replace").decode()
    assert decode(text.encode()) == text.removeprefix("\ufeff")
    if not text.startswith("\0"):  # the mark with a NUL behind it is that of UTF-32
        assert decode(b"\xff\xfe" + text.encode("utf-16-le")) == text


def test_lines_are_numbered_and_clean():
    lines = read_lines("\u200fOne\u00a0\u00a0line \r\n\r\n\x07Two\tlines\rthree".encode())
    assert [line for line in lines if line.text] == [(1, "One line"), (3, "Two lines"), (4, "three")]
    assert [[line.number for line in block] for block in blocks(lines)] == [[1], [3, 4]]
    assert len(printed(lines)) == 3


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ada Quill · Bo Lind", ["Ada Quill", "Bo Lind"]),
        ("Ada Quill, Bo Lind, and Chen Ru", ["Ada Quill", "Bo Lind", "Chen Ru"]),
        ("Ada Quill and Bo Lind*", ["Ada Quill", "Bo Lind*"]),
        ("Ada Quill & Bo Lind", ["Ada Quill", "Bo Lind"]),
        ("Ada Quill,, ,*", ["Ada Quill"]),
        ("***", []),
        ("", []),
    ],
)
def test_names_are_split(line, expected):
    assert split_names(line) == expected


def test_marks_are_no_part_of_a_name():
    assert names("Ada Quill*, Bo Lind†, Chen Ru *") == ("Ada Quill", "Bo Lind", "Chen Ru")


@pytest.mark.parametrize(
    "line",
    [
        "Ada Quill · ziyu wang",
        "Ada Quill, Bo Lind",
        "ada quill, Bo Lind, Chen Ru",
        "É. d'Arc, Ana van der Pol",
        "Ada Q. Quill, Bo (Bobby) Lind Jr.",
        "Ri?ards Kalns · Jörn-Henrik Groß",
        ", ".join(["Ada Quill"] * 60),
    ],
)
def test_a_list_of_names(line):
    assert is_name_list(line)
    assert not is_prose(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ada Quill",
        "Small Boats",
        "Boats, Nets: A Study",
        "Knots of Rope, Knots in Wood and Other Knots",
        "Rope and Wood in Small Boats",
        "Do Boats Float?",
        "We mend nets, sails and ropes.",
        "Ropes, nets",
        "",
    ],
)
def test_no_list_of_names(line):
    assert not is_name_list(line)


@pytest.mark.parametrize("line", ["Ada Quill", "Small Boats", "Ada Quill and Bo Lind", "bo arp", "Madonna"])
def test_what_can_be_names(line):
    assert may_be_names(line)


@pytest.mark.parametrize("line", ["Boats at Sea", "Boats 2", "Why Boats?", "Boats: Why", "We go wrong.", ""])
def test_what_cannot_be_names(line):
    assert not may_be_names(line)


@pytest.mark.parametrize("line", ["We fish less.", "We fish " * 40, "Nets tear, and ropes do not."])
def test_prose(line):
    assert is_prose(line)


@pytest.mark.parametrize("line", ["Why Nets Tear", "Nets.", "Why Do Nets Tear at Sea?", "Ada O. Lind Jr."])
def test_no_prose(line):
    assert not is_prose(line)


@pytest.mark.parametrize(
    "text",
    [
        "It holds.",
        "Does it?",
        "“It holds.”",
        "see https://x.example",
        r"at \url{https://x.example}",
        "to 1.$",
    ],
)
def test_a_whole_paragraph(text):
    assert is_whole(text)


@pytest.mark.parametrize("text", ["It holds", "with $N$ boats and $p", "and,", ""])
def test_a_paragraph_that_breaks_off(text):
    assert not is_whole(text)


def test_opening_shows_that_it_is_one():
    assert opening("One two three", 2) == "One two …"
    assert opening("One two", 2) == "One two"


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(["A title", "a title!", "A title 2", "", "日本", "…"]), max_size=12))
def test_identifiers_are_never_the_same(titles):
    given_names = identifiers(titles)
    assert len(set(given_names)) == len(titles) == len(given_names)
    assert all(given_names)


# Misprints

SHAPES = "We present Kitebench, which codes the winds. The encoder is small, and kite-lines hold."


@pytest.mark.parametrize(
    ("title", "mended"),
    [
        ("KKitebench: Winds", "Kitebench: Winds"),
        ("kkitebench", "Kitebench"),
        ("KKite-lines of Old", "kite-lines of Old"),
        ("Wind Encodingfor Small Kites", "Wind Encoding for Small Kites"),
    ],
)
def test_a_misprint_that_the_abstract_proves(title, mended):
    assert mended_title(title, SHAPES) == mended


@pytest.mark.parametrize(
    "title",
    [
        "Kitebench: Winds",
        "LLamas in Wind",
        "Aardvarks and the Encoder",
        "Platform for Kites",
        "Therefor",
        "",
    ],
)
def test_what_the_abstract_does_not_prove_stays(title):
    assert mended_title(title, SHAPES) == title
    assert mended_title(title, "") == title


def test_an_ending_printed_twice_is_cut_once():
    whole = "We find an improvement, which is mostly due to wind and weather."
    assert without_repeated_ending(whole + whole[-40:]) == whole
    assert without_repeated_ending(whole) == whole
    assert without_repeated_ending("no, no, no, no, no, no!") == "no, no, no, no, no, no!"


def test_a_stray_full_stop_goes():
    assert without_stray_stop("It holds. .") == "It holds."
    assert without_stray_stop("It holds.") == "It holds."


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=120), st.text(max_size=120))
def test_mending_takes_any_text(title, abstract):
    assert without_repeated_ending(abstract) in {abstract, abstract[: len(without_repeated_ending(abstract))]}
    assert isinstance(mended_title(title, abstract), str)
