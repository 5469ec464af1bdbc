"""The shipped corpus: it is what the five pages hold, and none of their sentences."""

import re
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from corpus.check import check
from corpus.models import Records
from corpus.names import words
from corpus.refresh import Origin, build
from corpus.shipped import shipped

PAGES = Path(__file__).resolve().parents[2] / "shared" / "seeds"
OWN = {
    "abstract",
    "body",
    "summary",
    "keywords",
}  # what the pages have and we do not, and the other way round
BORROWED = 10  # words in a row


def pages() -> list[Path]:
    found = sorted(PAGES.glob("*.txt"))
    if not found:
        pytest.skip("the conference pages are not beside this repository")
    return found


@cache
def built() -> Records:
    return build([Origin(location=str(page)) for page in pages()]).records


@pytest.mark.parametrize("kind", list(Records.model_fields))
def test_the_shipped_corpus_is_what_the_pages_hold(kind):
    from_pages = {record.id: record for record in getattr(built(), kind)}
    held = {record.id: record for record in getattr(shipped(), kind)}
    assert held.keys() == from_pages.keys()
    for identifier, record in held.items():
        assert record.model_dump(exclude=OWN) == from_pages[identifier].model_dump(exclude=OWN)


def test_every_record_with_a_text_on_its_page_has_a_summary():
    summaries = {(r.kind, r.id): r.summary for r in (*shipped().papers, *shipped().posts)}
    texts = {("paper", p.id): p.abstract for p in built().papers} | {("post", p.id): p.body for p in built().posts}
    assert {key for key, text in texts.items() if text} == {key for key, summary in summaries.items() if summary}
    assert all(len(words(summary)) >= 5 for summary in summaries.values() if summary)


def test_every_figure_of_a_summary_stands_on_its_page():
    texts = {p.id: p.abstract for p in built().papers} | {f"post:{p.id}": p.body for p in built().posts}
    whole = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    for record, text in [
        *((p, texts[p.id]) for p in shipped().papers),
        *((p, f"{texts[f'post:{p.id}']}\n{whole}") for p in shipped().posts),
    ]:
        figures = set(re.findall(r"\d+(?:[.,]\d+)*", record.summary))
        assert figures <= set(re.findall(r"\d+(?:[.,]\d+)*", f"{text} {record.title}".replace("{,}", ","))), (
            record.title
        )


def test_no_sentence_is_the_pages():
    lines = list(chain.from_iterable(page.read_text(encoding="utf-8").splitlines() for page in pages()))
    prose = {run for line in lines if len(line) > 300 for run in _runs(line)}
    facts = {run for line in lines if len(line) <= 300 for run in _runs(line)}
    for record in (*shipped().papers, *shipped().posts):
        borrowed = [run for run in _runs(record.summary) if run in prose - facts and "https" not in run]
        assert not borrowed, (record.title, " ".join(borrowed[0]))


def _runs(text: str) -> list[tuple[str, ...]]:
    said = words(text)
    return [tuple(said[i : i + BORROWED]) for i in range(len(said) - BORROWED + 1)]


def test_one_paper_on_several_pages_names_them_all():
    on_two = [paper.title for paper in shipped().papers if len(paper.sources) > 1]
    assert len(on_two) == 7
    gshard = next(p for p in shipped().papers if p.title.startswith("GShard"))
    assert gshard.sources == ("poster-session-10", "google-at-iclr-2021")


def test_every_paper_has_a_title_and_every_slot_a_paper():
    records = shipped()
    assert all(paper.title for paper in records.papers)
    assert {slot.paper for slot in records.slots} <= {paper.id for paper in records.papers}
    assert {slot.session for slot in records.slots} <= {session.id for session in records.sessions}
    sources = {source.id for source in records.sources}
    assert all(set(r.sources) <= sources for r in (*records.papers, *records.sessions, *records.posts))


def test_what_an_organiser_should_mend_is_only_what_the_pages_leave_out():
    found = Counter(finding.what for finding in check(shipped()))
    assert found == {"no speaker": 14, "no abstract": 3, "no session": 1}


def test_the_cache_gives_the_same_corpus(tmp_path):
    assert shipped(tmp_path) == shipped(tmp_path) == shipped()
    (path,) = tmp_path.glob("*.sqlite")
    path.write_bytes(b"broken")
    assert shipped(tmp_path) == shipped()
