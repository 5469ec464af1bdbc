"""The readers of text pages, over the real pages: every number that a person counted, and every trap.

The pages are not part of the repository; the tests run where a folder ``shared`` with them stands beside it.
"""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise

import pytest
from readers import SHARED, detect, read

from corpus.merge import merge
from corpus.models import Link, Note, Paper, Parsed
from corpus.names import title_key
from corpus.pages.lines import blocks, read_lines
from corpus.pages.printings import by_paper, printings
from corpus.titles import KnownTitle

COUNTS = SHARED / "eval" / "gold_counts.json"

pytestmark = pytest.mark.skipif(not COUNTS.exists(), reason="the real pages are not part of the repository")


@cache
def page(number: str) -> bytes:
    [path] = (SHARED / "seeds").glob(f"{number}_*.txt")
    return path.read_bytes()


@cache
def real(number: str) -> Parsed:
    return read(page(number), name=f"{number}.txt")


@cache
def counted(number: str) -> dict:
    return json.loads(COUNTS.read_text(encoding="utf-8"))[number]


def paper(parsed: Parsed, start: str) -> Paper:
    """The one paper whose title or abstract begins with *start*."""
    [found] = [each for each in parsed.records.papers if (each.title or each.abstract).startswith(start)]
    return found


def problems(parsed: Parsed) -> list[Note]:
    return [note for note in parsed.notes if note.level == "problem"]


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("000", "paper_blog"),
        ("001", "poster_session"),
        ("002", "oral_session"),
        ("003", "post_feed"),
        ("004", "reading_list"),
    ],
)
def test_each_page_is_of_one_format(number, name):
    assert detect(page(number)) == [name]
    assert not any("could not be read" in note.text for note in real(number).notes)


def test_paper_blog():
    parsed, gold = real("000"), counted("000")
    records = parsed.records
    papers = [each for each in records.papers if each.type == "paper"]
    assert len(papers) == gold["papers"]
    assert sum(not each.title for each in papers) == gold["titleless"]
    assert sum(bool(each.authors) for each in papers) == gold["author_lines"]
    assert sum(len(each.abstract.split("\n\n")) for each in papers) == gold["abstract_paragraphs"]
    assert len({title_key(each.title) for each in papers}) == gold["papers"] - gold["duplicates"]
    assert not any(slot.start for slot in records.slots)

    [source] = records.sources
    assert (source.title, source.org, source.event) == (gold["what"], "Facebook", "iclr-2020")
    [event] = records.events
    assert [str(event.start), str(event.end)] == gold["conference_dates"]
    assert event.name == "ICLR 2020"
    assert event.full_name == "International Conference on Learning Representations"
    [post] = records.posts
    assert str(post.published) == str(source.published) == gold["post_date"]
    assert all((each.event, each.orgs) == ("iclr-2020", ("Facebook",)) for each in records.papers)


def test_paper_blog_traps():
    parsed = real("000")
    assert len(paper(parsed, "DD-PPO").abstract.split("\n\n")) == 2
    wav = paper(parsed, "vq-wav2vec: Self-supervised")
    assert wav.other_titles == ("VVq-wav2vec: Self-supervised learning of discrete speech representations",)
    assert len(wav.abstract.split("\n\n")) == 1
    assert sum("Abhinav Gupta" in each.authors for each in parsed.records.papers) == 5
    assert not re.search(r"\s\.$", paper(parsed, "Dynamics-aware embeddings").abstract)
    assert any(note.level == "left out" and "full list" in note.text for note in parsed.notes)


def test_paper_blog_keynotes():
    keynotes = [each for each in real("000").records.papers if each.type == "keynote"]
    assert len(keynotes) == counted("000")["keynote_speakers_from_facebook"]
    parikh, lecun = keynotes
    assert (parikh.title, parikh.authors) == ("AI systems that can see and talk", ("Devi Parikh",))
    assert parikh.notes == ("Devi Parikh: FAIR and Georgia Tech",)
    assert (lecun.title, lecun.authors) == ("Keynote by Yann LeCun", ("Yann LeCun", "Yoshua Bengio"))
    assert "A.M. Turing Award together with Yoshua Bengio" in lecun.notes[0]
    assert "Yann LeCun: Facebook (Chief AI Scientist), New York University" in lecun.notes


def test_poster_session():
    parsed, gold = real("001"), counted("001")
    papers = parsed.records.papers
    assert len(papers) == len(parsed.records.slots) == gold["papers"]
    assert sum(bool(each.title) for each in papers) == gold["titled"]
    assert sum(not each.title for each in papers) == gold["titleless"]
    assert sum(not each.authors for each in papers) == gold["authors_missing"]
    assert sum(len(each.abstract.split("\n\n")) for each in papers) == gold["abstract_paragraphs"]
    assert len({each.id for each in papers}) == gold["papers"] - gold["duplicates"]
    assert sum(slot.start is not None for slot in parsed.records.slots) == gold["clock_times"]
    [session] = parsed.records.sessions
    assert (session.title, session.type, session.event) == ("Poster Session 10", "poster session", None)
    assert session.start is None
    assert {slot.type for slot in parsed.records.slots} == {"poster"}


def test_poster_session_traps():
    parsed = real("001")
    private = paper(parsed, "Private Image Reconstruction")
    assert [part.split()[0] for part in private.abstract.split("\n\n")] == ["System", "This"]
    untitled = [each for each in parsed.records.papers if not each.title]
    assert all(each.id.startswith("untitled-") and each.abstract for each in untitled)
    assert sum("no title" in note.text for note in problems(parsed)) == len(untitled)
    assert paper(parsed, "Genetic Soft Updates").abstract.count("sensitivity of DRL") == 1


def test_official_titles_fit_the_untitled():
    titles = json.loads((SHARED / "eval" / "official_titles.json").read_text(encoding="utf-8"))
    for number in ("001", "002"):
        untitled = [each for each in real(number).records.papers if not each.title]
        known = [each for each in titles if each["page"] == number]
        assert len(untitled) == len(known)
        for each in known:
            [match] = [found for found in untitled if found.abstract.startswith(each["starts_with"])]
            assert list(match.authors) == each["authors"]


def test_oral_session():
    parsed, gold = real("002"), counted("002")
    records = parsed.records
    assert len(records.papers) == len(records.slots) == gold["talks"]
    kinds = Counter(slot.type for slot in records.slots)
    assert (kinds["oral"], kinds["spotlight"]) == (gold["oral"], gold["spotlight"])
    assert sum(not each.title for each in records.papers) == gold["titleless"]
    assert all(each.authors and each.type == "talk" for each in records.papers)
    [session] = records.sessions
    assert [person.role for person in session.people] == ["Moderator"] * gold["moderators"]
    assert (session.title, session.type) == ("Oral session, Tue 4 May 2021", "oral session")
    assert session.zone == "America/Los_Angeles"
    assert session.start == datetime(2021, 5, 4, 18, tzinfo=UTC)
    assert session.end == datetime(2021, 5, 4, 20, 48, tzinfo=UTC)
    windows = [slot.window for slot in records.slots]
    assert sum((each.end - each.start).seconds for each in windows) == gold["talk_minutes"] * 60
    gaps = [(one.end, other.start) for one, other in pairwise(windows) if one.end != other.start]
    assert [f"{a.hour - 7}:{a:%M}-{b.hour - 7}:{b:%M}" for a, b in gaps] == gold["breaks"]


def test_oral_session_traps():
    parsed, gold = real("002"), counted("002")
    broken = [each for each in parsed.records.papers if each.notes]
    assert len(broken) == gold["abstracts_cut_off"]
    assert broken[0].authors == ("Matthew Smart", "Anton Zilman")
    assert broken[0].abstract.endswith("$p")
    assert parsed.records.sessions[0].abstract == ""
    assert any("no year is printed: 2021" in note.text for note in parsed.notes)


def test_feed_of_posts():
    parsed, gold = real("003"), counted("003")
    posts = parsed.records.posts
    assert [each.title for each in posts] == gold["post_titles"]
    assert sum(bool(each.body) for each in posts) == gold["posts_with_text"]
    assert sum(not each.body for each in posts) == gold["video_title_only"]
    assert sum(each.published is not None for each in posts) == gold["post_dates"]
    assert [each.title for each in parsed.records.sources] == ["Offsites feed", "Google at ICLR 2021"]
    about = {each.title: (each.org, each.event) for each in posts}
    assert about.pop("Google at ICLR 2021") == ("Google", "iclr-2021")
    assert set(about.values()) == {("", None)}
    assert "Simon Kornblith for building" in posts[0].body  # acknowledgements stay


def test_feed_publications():
    parsed, gold = real("003"), counted("003")
    papers = parsed.records.papers
    assert len(papers) == gold["different_papers"]
    said = f"{gold['publication_entries']} publications, {gold['different_papers']} different papers"
    assert any(note.text.startswith(said) for note in parsed.notes)
    titles = {each.title for each in papers}
    assert set(gold["repeated_titles"]) <= titles
    assert not titles & set(gold["repeated_with_other_capitals"])
    assert not any(each.other_titles for each in papers)
    assert sum(not each.title for each in papers) == gold["titleless"]
    links = [link for each in papers for link in each.links]
    assert set(links) == {Link(label="blog post")}
    assert len(links) == gold["blog_post_marker"]
    assert paper(parsed, "Evolving Reinforcement Learning").links
    assert all((each.event, each.orgs) == ("iclr-2021", ("Google",)) for each in papers)
    assert all(each.sources == ("google-at-iclr-2021",) for each in papers)


def test_feed_printings():
    gold = counted("003")
    lines = read_lines(page("003"))
    start, end = (
        next(place for place, line in enumerate(lines) if line.text == heading)
        for heading in ("Publications", "Workshops")
    )
    found, _ = printings(blocks(lines[start + 1 : end]))
    times = Counter(len(prints) for prints in by_paper(found))
    assert len(found) == gold["publication_entries"]
    assert len(found) - times.total() == gold["surplus_entries"]
    assert (times[2], times[3]) == (gold["repeated_twice"], len(gold["repeated_three_times"]))
    assert times[2] + times[3] == gold["titles_repeated"]
    stars = [sum(name.endswith("*") for name in each.authors) for each in found]
    assert sum(stars) == gold["stars_in_publications"]
    assert sum(map(bool, stars)) == gold["publication_entries_with_star"]


def test_feed_publication_traps():
    parsed = real("003")
    vaccine = paper(parsed, "Gradient Vaccine")
    assert vaccine.title.endswith("Multilingual Models")
    assert vaccine.authors == ("Zirui Wang", "Yulia Tsvetkov", "Orhan Firat", "Yuan Cao")
    assert vaccine.notes == ("Zirui Wang: work done while at Google",)
    behaviour = paper(parsed, "Contrastive Behavioral Similarity")
    assert behaviour.notes == ("Marlos C. Machado: work done while at Google",)
    atari = paper(parsed, "Mastering Atari").authors
    exploring = paper(parsed, "Exploring the Uncertainty Properties")
    assert [name.split()[-1] for name in exploring.authors] == ["Adlam", "Lee", "Xiao", "Pennington", "Snoek"]
    assert exploring.authors != atari
    traversal = paper(parsed, "Graph Traversal with Tensor Functionals")
    assert (traversal.authors, len(traversal.notes)) == ((), 1)
    assert paper(parsed, "Anchor & Transform").authors[0] == "Paul Pu Liang"
    assert sum(not each.authors for each in parsed.records.papers) == 1
    assert not any("*" in name for each in parsed.records.papers for name in each.authors)
    named_in_posts = ("ALIGN", "FELIX", "Crisscrossed", "RecSim")
    assert not any(each.title.startswith(named_in_posts) for each in parsed.records.papers)


def test_feed_event_and_workshops():
    parsed, gold = real("003"), counted("003")
    [event] = parsed.records.events
    assert (event.id, event.name, event.place) == ("iclr-2021", "ICLR 2021", "virtual")
    assert event.full_name == "9th International Conference on Learning Representations"
    roles = Counter(person.role for person in event.people)
    assert roles == {
        "Officer or Board Member": gold["officers_and_board"],
        "Organizing Committee": gold["organizing_committee"],
        "Area Chair": gold["area_chairs"],
    }
    assert sum(roles.values()) == gold["people_over_the_three_roles"]
    starred = [person for person in event.people if person.note]
    assert [f"{person.name}*" for person in starred] == gold["area_chairs_with_star"]
    assert {person.org for person in event.people} == {"Google"}
    assert any("Platinum Sponsor" in note for note in event.notes)

    workshops = parsed.records.sessions
    assert len(workshops) == gold["workshops"]
    assert {(each.type, each.event) for each in workshops} == {("workshop", "iclr-2021")}
    assert {each.orgs for each in workshops} == {("Google",)}
    singular = {
        "Organizers": "Organizer",
        "Speakers and Panelists": "Speaker or Panelist",
        "Speakers": "Speaker",
        "Invited Speakers": "Invited Speaker",
        "Moderator and Advisors": "Moderator or Advisor",
        "Invited Session Panelists": "Invited Session Panelist",
        "Program Committee": "Program Committee",
    }
    printed = {singular[role]: number for role, number in gold["workshop_roles"].items()}
    assert Counter(person.role for each in workshops for person in each.people) == printed


def test_reading_list():
    parsed, gold = real("004"), counted("004")
    papers = parsed.records.papers
    assert len(papers) == gold["papers"]
    assert sum(not each.title for each in papers) == gold["titleless"]
    assert Counter(str(each.listed) for each in papers) == gold["papers_per_date"]
    days = {each.listed for each in papers}
    assert (len(days), str(min(days)), str(max(days))) == (gold["dates"], gold["first"], gold["last"])
    assert {each.event for each in papers} == {None}
    [source] = parsed.records.sources
    assert source.title == "Reading list, 24 November to 6 December 2019"
    assert paper(parsed, "Causality for Machine").listed == date(2019, 11, 24)


def test_reading_list_traps():
    mix = paper(real("004"), "MixNMatch")
    assert "and Encoding for Conditional" in mix.title
    assert ["Encodingfor" in title for title in mix.other_titles] == [True]
    assert paper(real("004"), "Your Classifier").authors[0] == "Will Grathwohl"


def test_the_five_pages_together():
    titles = json.loads((SHARED / "eval" / "official_titles.json").read_text(encoding="utf-8"))
    known = [
        KnownTitle(title=each["title"], authors=tuple(each["authors"]), opens=each["starts_with"]) for each in titles
    ]
    pages = [real(number) for number in ("000", "001", "002", "003", "004")]
    before = [each for parsed in pages for each in parsed.records.papers if each.type != "keynote"]
    after = [each for each in merge(pages, known).records.papers if each.type != "keynote"]
    gold = counted("corpus")
    assert (len(before), len(after)) == (gold["sum_before_merging"], gold["different_papers_and_talks"])
    assert sum(len(each.sources) == 2 for each in after) == gold["on_two_pages"]
