"""The readers of text pages, over made-up pages.

``tests/data/<format>/<case>.txt`` have the shapes of real pages, traps included; the ``.json`` beside each is
what its reader makes of it. ``USHER_REWRITE_GOLDEN=1 pytest tests/test_ingest_pages.py`` writes those anew,
for a person to look at the difference.
"""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readers import DATA, check_golden, check_sound, detect, read, read_or_refuse

from corpus.ingest import FORMATS
from corpus.models import Paper, Parsed, SourceError

PAGES = ("paper_blog", "poster_session", "oral_session", "post_feed", "reading_list")
CASES = sorted(path for name in PAGES for path in (DATA / name).glob("*.txt"))

every_case = pytest.mark.parametrize("page", CASES, ids=lambda page: f"{page.parent.name}-{page.stem}")
few = settings(deadline=None, max_examples=60)


def read_case(page: Path) -> Parsed:
    return read(page.read_bytes(), name=page.name)


# Golden files


@every_case
def test_case_reads_as_its_golden_file_says(page):
    check_golden(read_case(page), page.with_suffix(".json"))


@every_case
def test_case_is_told_from_other_formats(page):
    assert detect(page.read_bytes()) == [page.parent.name]


@every_case
def test_records_are_named_once_and_refer_to_one_another(page):
    check_sound(read_case(page).records)


# Pages that are not whole


def follows(cut: Paper, whole: Paper | None) -> bool:
    """Whether *cut* is *whole*, or ends where one of its paragraphs does, which nobody could tell."""
    if whole is None:
        return False
    same = whole.model_copy(update={"sources": cut.sources, "abstract": cut.abstract})
    return same == cut and f"{whole.abstract}\n\n".startswith(f"{cut.abstract}\n\n")


@every_case
def test_a_page_cut_off_at_any_line_is_never_half_read_in_silence(page):
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    whole = read_case(page)
    papers = {each.id: each for each in whole.records.papers}
    for length in range(len(lines)):
        cut = read_or_refuse("".join(lines[:length]).encode(), page.parent.name)
        if cut is None:
            continue
        broken = [each for each in cut.records.papers if not follows(each, papers.get(each.id))]
        said = [note for note in cut.notes if note.level == "problem" and note not in whole.notes]
        assert said or not broken, f"cut below line {length}: {[each.title for each in broken]}"


@few
@given(page=st.sampled_from(CASES), share=st.floats(0, 1))
def test_a_page_cut_off_at_any_byte_is_read_or_refused_in_words(page, share):
    data = page.read_bytes()
    read_or_refuse(data[: int(share * len(data))], page.parent.name)


@few
@given(page=st.sampled_from(CASES), order=st.randoms(use_true_random=False), name=st.sampled_from(PAGES))
def test_lines_in_any_order_are_read_or_refused_in_words(page, order, name):
    lines = page.read_bytes().splitlines(keepends=True)
    order.shuffle(lines)
    read_or_refuse(b"".join(lines), name)


def test_an_abstract_that_breaks_off_is_kept_and_said():
    page = "Poster Session 1\nSmall Boats\nAda Quill · Bo Lind\n" + "We build paper boats, " * 9 + "then $p\n"
    parsed = read(page.encode(), name="x")
    [boats] = parsed.records.papers
    assert boats.abstract.endswith("then $p")
    assert boats.notes == ("The abstract breaks off on the page.",)
    assert any("breaks off" in note.text and note.where == "line 4" for note in parsed.notes)


LINES = st.sampled_from(
    [
        "Categories",
        "Poster Session 1",
        "Acme at ICLR 2020",
        "December 06, 2019",
        "Tue 4 May 11:00 - 11:15 PDT",
        "Oral",
        "Publications",
        "Workshops",
        "Includes: Ada Quill*",
        "A Title",
        "Ada Quill · Bo Lind",
        "* Star",
        "*",
        "Ada Quill, Bo Lind",
        "Tue 31 February 2021 25:00 - 26:99 XYZ",
        "A keynote: “it” (Ada Quill (A)).",
    ]
)


@settings(deadline=None, max_examples=150)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=12).map(
            lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")
        ),
    ),
    name=st.sampled_from([None, *PAGES]),
)
@example(data=b"Categories\n!\nA at A 2000\nWorkshop\n0\n0", name=None)  # two workshops of one title
def test_anything_at_all_is_read_or_refused_in_words(data, name):
    read_or_refuse(data, name)


# Which format


def test_a_page_of_no_format_is_refused_with_what_each_missed():
    with pytest.raises(SourceError) as caught:
        read(b"Dear reader,\n\nthis is a letter.\n", name="letter.txt")
    message = str(caught.value)
    assert message.startswith("letter.txt ")
    for name in FORMATS:
        assert name in message


def test_a_page_that_two_formats_claim_is_refused_until_one_is_named():
    page = b"Acme at ICLR 2020\n\nPoster Session 1\n\nA Title\nAda Quill, Bo Lind\nWe say little here.\n"
    assert detect(page) == ["paper_blog", "poster_session"]
    with pytest.raises(SourceError, match="paper_blog or poster_session"):
        read(page, name="both.txt")
    assert read(page, name="both.txt", format="poster_session").records.sessions


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(SourceError, match="reading_list"):
        read(b"", name="x", format="scroll")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_headings_alone_is_refused(name):
    headings = {
        "paper_blog": "Acme at ICLR 2020\n\nApril 27, 2020\n\nPapers\n",
        "poster_session": "Session\nPoster Session 4\n",
        "oral_session": "Moderators: Ada Quill\n\nTue 4 May 11:00 - 11:15 PDT\n\nOral\n",
        "post_feed": "Categories\nOffsites\n\nCategories\nOffsites\n",
        "reading_list": "December 06, 2019\n\nDecember 05, 2019\n",
    }[name]
    assert detect(headings.encode()) == [name]
    with pytest.raises(SourceError, match=r"^page\.txt .*\.$"):
        read(headings.encode(), name="page.txt")


# Encodings and layouts


@every_case
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(" ", "\u00a0").encode(),
        lambda text: text.replace("\n", "\n\u200f\t").encode(),
        lambda text: re.sub(r"\n\n+", "\n\n\n\n", text).encode(),
    ],
    ids=["mark", "utf-16", "crlf", "hard-blanks", "invisible", "far-apart"],
)
def test_encoding_and_blanks_change_nothing(page, change):
    assert read(change(page.read_text(encoding="utf-8")), name=page.name).records == read_case(page).records


def test_windows_letters_are_read():
    page = "Poster Session 1\nBäume\nÉmile Zand · Karl Groß\nWir haben Bäume – und Gärten – gezählt.\n"
    [tree] = read(page.encode("cp1252"), name="x").records.papers
    assert (tree.title, tree.authors) == ("Bäume", ("Émile Zand", "Karl Groß"))
    assert "–" in tree.abstract
