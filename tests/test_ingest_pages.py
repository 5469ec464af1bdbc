"""The readers of text pages.

``tests/data/<format>/<case>.txt`` are made-up pages in the shapes of real ones, traps included, and the ``.json``
beside each is what the reader makes of it: ``USHER_REWRITE_GOLDEN=1 pytest tests/test_ingest_pages.py`` writes them
anew, for a person to look at the difference. The real pages are not part of the repository; tests over them run
where a folder ``shared`` with them stands beside it.
"""

import json
import os
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import FORMATS, detect, read
from corpus.models import Note, Paper, Parsed, SourceError

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGES = {"000": "paper_blog", "001": "poster_session", "002": "oral_session", "003": "post_feed", "004": "reading_list"}
CASES = sorted(path for name in PAGES.values() for path in (DATA / name).glob("*.txt"))

every_case = pytest.mark.parametrize("page", CASES, ids=lambda page: f"{page.parent.name}-{page.stem}")


def read_case(page: Path) -> Parsed:
    return read(page.read_bytes(), name=page.name)


@cache
def real(number: str) -> Parsed:
    """What is read from a real page."""
    found = sorted((SHARED / "seeds").glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"page {number} is not here: it is not part of the repository")
    return read(found[0].read_bytes(), name=found[0].name)


@cache
def expected(number: str) -> dict:
    """What a person counted on a real page."""
    path = SHARED / "eval" / "gold_counts.json"
    if not path.exists():
        pytest.skip("the counts of the real pages are not here: they are not part of the repository")
    return json.loads(path.read_text(encoding="utf-8"))[number]


def paper(parsed: Parsed, title: str) -> Paper:
    """The one paper whose title begins with *title*."""
    [found] = [each for each in parsed.records.papers if each.title.startswith(title)]
    return found


def problems(parsed: Parsed) -> list[Note]:
    return [note for note in parsed.notes if note.level == "problem"]


# Golden files


@every_case
def test_case_reads_as_its_golden_file_says(page):
    golden = page.with_suffix(".json")
    parsed = read_case(page)
    if os.environ.get("USHER_REWRITE_GOLDEN"):
        text = json.dumps(parsed.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, indent=1)
        golden.write_text(text + "\n", encoding="utf-8")
    assert parsed == Parsed.model_validate_json(golden.read_bytes())


@every_case
def test_case_is_told_from_other_formats(page):
    assert detect(page.read_bytes()) == [page.parent.name]


@every_case
def test_records_are_named_once_and_refer_to_one_another(page):
    records = read_case(page).records
    for kind in type(records).model_fields:
        names = [record.id for record in getattr(records, kind)]
        assert len(names) == len(set(names)), kind
    sources = {source.id for source in records.sources}
    for record in (*records.events, *records.sessions, *records.papers, *records.posts):
        assert record.sources
        assert set(record.sources) <= sources
    papers, sessions = ({record.id for record in kind} for kind in (records.papers, records.sessions))
    assert all(slot.paper in papers and slot.session in sessions for slot in records.slots)


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
        try:
            cut = read("".join(lines[:length]).encode(), name="cut.txt", format=page.parent.name)
        except SourceError as error:
            assert "cut.txt" in str(error)
            continue
        broken = [each for each in cut.records.papers if not follows(each, papers.get(each.id))]
        said = [note for note in problems(cut) if note not in whole.notes]
        assert not broken or said, f"cut below line {length}: {[each.title for each in broken]}"


@settings(deadline=None, max_examples=60)
@given(page=st.sampled_from(CASES), share=st.floats(0, 1))
def test_a_page_cut_off_at_any_byte_is_read_or_refused_in_words(page, share):
    data = page.read_bytes()
    try:
        read(data[:int(share * len(data))], name="cut.txt")
    except SourceError as error:
        assert "cut.txt" in str(error)


@settings(deadline=None, max_examples=60)
@given(page=st.sampled_from(CASES), lines=st.randoms(use_true_random=False))
def test_lines_in_any_order_are_read_or_refused_in_words(page, lines):
    shuffled = page.read_bytes().splitlines(keepends=True)
    lines.shuffle(shuffled)
    for name in PAGES.values():
        try:
            parsed = FORMATS[name].parse(b"".join(shuffled), name="odd.txt")
        except SourceError as error:
            assert "odd.txt" in str(error)
        else:
            assert parsed.notes


PARTS = st.sampled_from([
    "Categories", "Poster Session 1", "Acme at ICLR 2020", "December 06, 2019", "Tue 4 May 11:00 - 11:15 PDT", "Oral",
    "Publications", "Workshops", "Includes: Ada Quill*", "A Title", "Ada Quill · Bo Lind", "Ada Quill, Bo Lind", "* x",
    "Tue 31 February 2021 25:00 - 26:99 XYZ", "We keynote “it” (Ada Quill (A)).", "", "\ud800".encode("utf-8", "surrogatepass"),
])


@settings(deadline=None, max_examples=100)
@given(st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.one_of(PARTS, st.text(max_size=60)), max_size=12).map(
        lambda parts: b"\n".join(p if isinstance(p, bytes) else p.encode("utf-8", "surrogatepass") for p in parts)),
))
def test_anything_at_all_is_read_or_refused_in_words(data):
    for name in (None, *PAGES.values()):
        try:
            parsed = read(data, name="odd.txt", format=name)
        except SourceError as error:
            assert "odd.txt" in str(error)
        else:
            assert parsed.records.all()
            assert parsed.notes


# Which format


def test_a_page_of_no_format_is_refused_with_what_each_missed():
    with pytest.raises(SourceError) as caught:
        read(b"Dear reader,\n\nthis is a letter.\n", name="letter.txt")
    message = str(caught.value)
    assert message.startswith("letter.txt ")
    for name in FORMATS:
        assert name in message


def test_a_page_that_two_formats_claim_is_refused_until_one_is_named():
    page = b"Acme at ICLR 2020\n\nPoster Session 1\n\nA Title\nAda Quill, Bo Lind\nWe say little of it here.\n"
    assert detect(page) == ["paper_blog", "poster_session"]
    with pytest.raises(SourceError, match="paper_blog or poster_session"):
        read(page, name="both.txt")
    assert read(page, name="both.txt", format="poster_session").records.sessions


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(SourceError, match="reading_list"):
        read(b"", name="x", format="scroll")


@pytest.mark.parametrize("name", PAGES.values())
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
@pytest.mark.parametrize("change", [
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace(" ", "\u00a0").encode(),
    lambda text: text.replace("\n", "\n\u200f\t").encode(),
    lambda text: re.sub(r"\n\n+", "\n\n\n\n", text).encode(),
], ids=["mark", "utf-16", "crlf", "hard-blanks", "invisible", "far-apart"])
def test_encoding_and_blanks_change_nothing(page, change):
    assert read(change(page.read_text(encoding="utf-8")), name=page.name).records == read_case(page).records


def test_windows_letters_are_read():
    page = "Poster Session 1\nBäume\nÉmile Zand · Karl Groß\nWir haben Bäume – und Gärten – gezählt.\n"
    [tree] = read(page.encode("cp1252"), name="x").records.papers
    assert (tree.title, tree.authors) == ("Bäume", ("Émile Zand", "Karl Groß"))
    assert "–" in tree.abstract
