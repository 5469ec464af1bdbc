"""The readers of lists of papers: notes of OpenReview, and feeds of arXiv.

``tests/data/openreview`` and ``tests/data/arxiv`` are made up in the shape of real answers of the two APIs.
"""

import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, check_golden, check_sound, damaged, detect, read, read_or_refuse

from bot.desk import Desk
from corpus.catalog import Catalog
from corpus.models import Parsed, Session, SourceError
from corpus.programme.venues import Venue, presentation_of, read_venue, state_of

CASES = sorted([*DATA.glob("openreview/*.json"), *DATA.glob("arxiv/*.xml")])
CASES = [case for case in CASES if not case.name.endswith(".golden.json")]
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
few = settings(deadline=None, max_examples=60)


def read_case(name: str) -> Parsed:
    path = DATA / name
    return read(path.read_bytes(), name=path.name)


def paper(parsed: Parsed, title: str):
    return next(each for each in parsed.records.papers if each.title.startswith(title))


def noted(parsed: Parsed, level: str) -> list[str]:
    return [note.text for note in parsed.notes if note.level == level]


def refused(data: bytes | str, form: str | None = None, name: str = "list.json") -> str:
    with pytest.raises(SourceError) as caught:
        read(data if isinstance(data, bytes) else data.encode(), name=name, format=form)
    return str(caught.value)


@every_case
def test_case_reads_as_its_golden_file_says(case):
    check_golden(read(case.read_bytes(), name=case.name), case.with_suffix(".golden.json"))


@every_case
def test_case_is_told_from_other_formats_and_is_sound(case):
    assert detect(case.read_bytes()) == [case.parent.name]
    check_sound(read(case.read_bytes(), name=case.name).records)


# OpenReview: which submissions are papers


def test_only_what_was_accepted_is_read_and_the_rest_is_counted():
    parsed = read_case("openreview/birdconf.json")
    assert [each.title for each in parsed.records.papers] == [
        "Counting Gulls at Night Without Light",
        "Paper Boats: A Survey",
        "A Nest for Everyone",
    ]
    assert "3 papers, 1 oral, 1 spotlight poster, 1 poster" in noted(parsed, "read")
    for told in ("1 submission withdrawn", "1 submission desk rejected", "1 submission rejected"):
        assert told in noted(parsed, "left out")
    assert "2 submissions not decided" in noted(parsed, "left out")
    assert "1 submission deleted" in noted(parsed, "left out")


def test_which_papers_are_orals_can_be_asked():
    desk = Desk(Catalog(read_case("openreview/birdconf.json").records))
    assert [each.title for each in desk.of_kinds(["oral"])] == ["Counting Gulls at Night Without Light"]
    assert [each.title for each in desk.of_kinds(["spotlight"])] == ["Paper Boats: A Survey"]
    assert len(desk.of_kinds(["poster"])) == 2
    assert len(desk.of_kinds(["paper"])) == 3


def test_old_notes_are_decided_by_their_replies():
    parsed = read_case("openreview/old.json")
    assert [each.title for each in parsed.records.papers] == [
        "Swimming Lessons for Boats",
        "Owls by Day",
        "Owls Perhaps",
    ]
    assert [slot.type for slot in parsed.records.slots] == ["talk", "spotlight"]
    assert {each.event for each in parsed.records.papers} == {"birdconf-2020"}
    assert "1 paper without a decision taken as accepted" in noted(parsed, "problem")


@pytest.mark.parametrize(
    ("venue", "venueid", "decision", "read_as"),
    [
        ("ToyConf 2031 Oral", "ToyConf.cc/2031/Conference", "", "oral"),
        ("ToyConf 2031 spotlightposter", "ToyConf.cc/2031/Conference", "", "spotlight poster"),
        ("ToyConf 2031 OralPoster", "ToyConf.cc/2031/Conference", "", "oral poster"),
        ("ToyConf 2031 notable top 5%", "ToyConf.cc/2031/Conference", "", "oral"),
        ("ToyConf 2031 notable top 25%", "ToyConf.cc/2031/Conference", "", "spotlight"),
        ("ToyConf 2031", "ToyConf.cc/2031/Conference", "Accept (poster)", "poster"),
        ("ToyConf 2031 Conference Blind Submission", "", "Accept: spotlight", "spotlight"),
        ("", "", "Accept (Talk)", "talk"),
        ("", "", "Accept", "accepted"),
        ("", "", "Reject", None),
        ("", "", "Invite to Workshop Track", None),
        ("Submitted to ToyConf 2031", "ToyConf.cc/2031/Conference", "", None),
        ("Submitted to ToyConf 2031", "ToyConf.cc/2031/Conference/Rejected_Submission", "Accept", None),
        ("ToyConf 2031 Submitted", "ToyConf.cc/2031/Conference", "", None),
        ("", "ToyConf.cc/2031/Conference/Submission", "", None),
        ("", "TOB/Under_Review", "", None),
        ("", "TOB/Decision_Pending", "", None),
        ("", "ToyConf.cc/2031/Conference/Withdrawn_Paper", "", None),
        ("Accepted by TOB", "TOB", "", "accepted"),
    ],
)
def test_a_submission_is_a_paper_or_not(venue, venueid, decision, read_as):
    kept = {"title": {"value": "Kept"}, "venue": {"value": "ToyConf 2031 Highlight"}}
    content = {"title": {"value": "Asked"}, "venue": {"value": venue}, "venueid": {"value": venueid}}
    reply = {"forum": "a", "invitations": ["x/-/Decision"], "content": {"decision": {"value": decision}}}
    notes = [
        {"id": "k", "forum": "k", "invitations": ["x/-/Submission"], "content": kept},
        {
            "id": "a",
            "forum": "a",
            "invitations": ["x/-/Submission"],
            "content": content,
            "details": {"replies": [reply]},
        },
    ]
    parsed = read(json.dumps(notes).encode(), name="list.json")
    titles = [each.title for each in parsed.records.papers]
    assert titles == (["Kept", "Asked"] if read_as else ["Kept"])
    assert [slot.type for slot in parsed.records.slots] == ([read_as] if read_as not in (None, "accepted") else [])


# OpenReview: what is read of a paper


def test_a_paper_is_read_with_what_people_ask_for():
    gulls = paper(read_case("openreview/birdconf.json"), "Counting")
    assert gulls.authors == ("Ada Quill", "Bo Lind", "Émile Zand")
    assert gulls.abstract.startswith("Gulls can be counted in the dark.\n\nWe count gulls")
    assert "$n < 40$ & noise" in gulls.abstract
    assert gulls.keywords == ("gulls", "audio", "counting", "birds, boats, and other things that float")
    assert [(link.label, link.url) for link in gulls.links] == [
        ("openreview", "https://openreview.net/forum?id=aB3dEfGh1j"),
        ("pdf", "https://openreview.net/pdf/0f1e2d3c4b5a69788796a5b4c3d2e1f001122334.pdf"),
        ("code", "https://gitlab.com/harbour/gulls"),
    ]


def test_addresses_within_a_text_are_its_links():
    assert [link.url for link in paper(read_case("openreview/old.json"), "Swimming").links] == [
        "https://openreview.net/forum?id=S1boAtSyK7",
        "https://openreview.net/pdf?id=S1boAtSyK7",
        "https://github.com/harbour/swim",
        "https://papers.example/swim",
    ]
    boats = paper(read_case("openreview/birdconf.json"), "Paper Boats")
    assert ("project", "https://boats.example/paper") in [(link.label, link.url) for link in boats.links]


def test_what_the_short_form_only_repeats_is_not_said_twice():
    boats = paper(read_case("openreview/birdconf.json"), "Paper Boats")
    assert boats.abstract == "A survey of boats that are folded from paper."


def test_anonymous_authors_are_nobody():
    assert paper(read_case("openreview/birdconf.json"), "A Nest").authors == ()


def test_authors_with_profiles_are_read_by_their_names():
    assert paper(read_case("openreview/birdconf.json"), "Paper Boats").authors == ("Chi Lee", "Dee O'Hara")


@pytest.mark.parametrize("name", ["birdconf", "old"])
def test_nothing_private_is_read_and_what_is_passed_over_is_told(name):
    parsed = read_case(f"openreview/{name}.json")
    text = parsed.records.model_dump_json()
    for private in ("@", "~", "dull", "overruled", "Swims well", "A fine boat", "stays where it is", "sank"):
        assert private not in text
    told = " ".join(noted(parsed, "left out"))
    assert "private: content.authorids" in told
    assert re.search(r"private: .*\d official review", told)


def test_a_comment_on_a_paper_is_no_paper():
    parsed = read_case("openreview/birdconf.json")
    assert not any("Thank you" in each.title for each in parsed.records.papers)
    assert "private: 1 official review, 1 decision, 1 official comment" in noted(parsed, "left out")


def test_broken_and_repeated_notes_are_told_with_their_place():
    parsed = read_case("openreview/birdconf.json")
    assert {(note.text, note.where) for note in parsed.notes if note.where} == {
        ("the same note again", "notes.3"),
        ("no title", "notes.11"),
        ("no note with content", "notes.12"),
    }


def test_a_list_that_is_not_whole_is_told():
    [told] = [text for text in noted(read_case("openreview/birdconf.json"), "problem") if "breaks off" in text]
    assert "13 of 3704" in told


def test_identifiers_stay_when_a_title_changes_and_are_never_shared():
    note = {"invitations": ["x/-/Submission"], "content": {"title": {"value": "Old"}, "venue": {"value": "Toy 2031"}}}
    first = read(json.dumps([note | {"id": "aB-1", "forum": "aB-1"}]).encode(), name="x")
    note["content"]["title"]["value"] = "New"
    both = read(json.dumps([note | {"id": "aB-1"}, note | {"id": "Ab_1"}]).encode(), name="x")
    assert [each.id for each in both.records.papers] == [first.records.papers[0].id, "openreview-ab-1-2"]


# OpenReview: where papers were accepted


def test_workshops_tracks_and_other_venues_are_told_apart():
    records = read_case("openreview/places.json").records
    assert Counter(each.event for each in records.papers) == {"birdconf-2031": 3, "boatshow-2030": 1, None: 1}
    assert [(each.title, each.type, each.event) for each in records.sessions] == [
        ("Small Nests", "workshop", "birdconf-2031")
    ]
    assert [slot.type for slot in records.slots if slot.session] == ["poster", "presentation"]
    assert [each.track for each in records.papers if each.track] == ["Datasets and Benchmarks Track"]
    [source] = records.sources
    assert (source.title, source.event) == ("places.json", None)


def test_what_a_workshop_holds_can_be_asked():
    catalog = Catalog(read_case("openreview/places.json").records)
    [nests] = [each for each in catalog.everything if isinstance(each, Session)]
    assert [catalog.papers[slot.paper].title for slot in catalog.slots_in(nests)] == ["Nests of Straw", "Nests of Mud"]


@pytest.mark.parametrize(
    ("venueid", "venue", "told"),
    [
        ("ICLR.cc/2025/Conference", "ICLR 2025 Oral", Venue("ICLR 2025")),
        ("robot-learning.org/CoRL/2023/Conference", "CoRL 2023 Poster", Venue("CoRL 2023")),
        ("EMNLP/2023/Conference", "EMNLP 2023 Main", Venue("EMNLP 2023")),
        ("icml.cc/2025/Conference", "ICML 2025 poster", Venue("ICML 2025")),
        ("ICLR.cc/2025/Workshop/Bird_ML", "Bird ML @ ICLR 2025", Venue("ICLR 2025", workshop="Bird ML")),
        ("NeurIPS.cc/2023/Track/Datasets_and_Benchmarks", "", Venue("NeurIPS 2023", track="Datasets and Benchmarks")),
        ("ICML.cc/2025/Position_Paper_Track", "", Venue("ICML 2025", track="Position Paper Track")),
        ("TMLR", "Accepted by TMLR", Venue()),
        ("dblp.org/conf/ICML/2020", "ICML 2020", Venue()),
        ("dblp.org/journals/CORR/2020", "CoRR 2020", Venue()),
        ("aclweb.org/ACL/ARR/2024/August", "", Venue()),
        ("", "", Venue()),
        ("/2025/Conference", "", Venue()),
    ],
)
def test_a_venue_names_its_event_or_none(venueid, venue, told):
    assert read_venue(venueid, venue) == told


def test_what_is_said_of_no_state_or_presentation_is_none():
    assert state_of(["ICLR 2025 Oral", "Conference"]) == ""
    assert presentation_of("ICLR 2025") == ""


# What OpenReview lists that is refused


def test_an_empty_list_is_told_to_be_of_the_other_version():
    told = refused('{"notes": [], "count": 0}')
    assert "api2.openreview.net" in told
    assert "Try the other." in told
    assert detect(b'{"notes": []}') == ["openreview"]


def test_a_list_without_a_paper_is_refused_with_what_it_holds():
    note = {"id": "a", "invitations": ["x/-/Submission"], "content": {"title": {"value": "A"}, "venue": {"value": ""}}}
    note["content"]["venueid"] = {"value": "ToyConf.cc/2031/Conference/Withdrawn_Submission"}
    told = refused(json.dumps({"notes": [note]}))
    assert told == "list.json holds no accepted paper of OpenReview: 1 submission withdrawn."
    note["content"] = {}
    assert refused(json.dumps({"notes": [note]})).endswith("OpenReview: no submission.")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('{"notes": [{"id": "a", ', "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no notes"),
        ('{"notes": 7}', "no notes"),
        ('{"papers": []}', "no notes"),
        ('[{"title": "A", "content": "B"}]', "no notes"),
    ],
)
def test_what_is_no_list_of_notes_is_refused_in_words(data, told):
    assert told in refused(data, "openreview")
    assert "openreview" not in detect(data.encode())


@few
@given(
    tree=st.sampled_from(["birdconf", "old", "places"]).flatmap(
        lambda name: damaged(json.loads((DATA / f"openreview/{name}.json").read_bytes()))
    )
)
def test_damaged_notes_are_read_or_refused_in_words(tree):
    read_or_refuse(json.dumps(tree).encode(), "openreview", "list.json")


# arXiv


def test_wrapped_lines_are_joined_and_paragraphs_stay_apart():
    boats = paper(read_case("arxiv/boats.xml"), "Folding")
    assert boats.title == "Folding Paper Boats That Float for $O(n)$ Days"
    first, second = boats.abstract.split("\n\n")
    assert first.endswith("longer than anyone expected, where n < 40 and the wind is low.")
    assert second.startswith("In a second paragraph we describe the fold.")


def test_a_summary_with_all_of_its_lines_indented_is_one_paragraph():
    strings = paper(read_case("arxiv/boats.xml"), "Strings")
    assert strings.abstract == "We tie boats to one another, each line of this summary being indented."


def test_an_identifier_has_no_version_and_its_links_lead_to_the_latest():
    parsed = read_case("arxiv/boats.xml")
    assert [each.id for each in parsed.records.papers] == ["2101.00001", "hep-th/9901001"]
    assert read_case("arxiv/new.xml").records.papers[1].id == "math.GT/0309136"
    assert [(link.label, link.url) for link in parsed.records.papers[0].links] == [
        ("arxiv", "https://arxiv.org/abs/2101.00001"),
        ("pdf", "https://arxiv.org/pdf/2101.00001"),
        ("doi", "https://doi.org/10.5555/boats.1"),
        ("code", "https://github.com/harbour/boats"),
    ]


def test_of_several_versions_the_latest_is_read():
    data = (DATA / "arxiv/boats.xml").read_text(encoding="utf-8")
    turned = data.replace("2101.00001v1", "2101.00001v4")
    assert paper(read(turned.encode(), name="x"), "Folding").title == "Folding Boats"
    assert "1 other version" in noted(read_case("arxiv/boats.xml"), "left out")


def test_authors_stand_without_where_they_are_from_and_once():
    parsed = read_case("arxiv/boats.xml")
    assert [each.authors for each in parsed.records.papers] == [("Ada Quill", "Bo Lind"), ("C. Lee",)]


def test_categories_are_keywords_but_no_codes_of_other_lists():
    assert paper(read_case("arxiv/boats.xml"), "Folding").keywords == ("cs.LG", "cs.CV")
    assert paper(read_case("arxiv/new.xml"), "Knots").keywords == ("math.GT",)


def test_comment_and_journal_are_notes_and_no_date_is_taken():
    boats = paper(read_case("arxiv/boats.xml"), "Folding")
    assert boats.notes[0].startswith("Accepted at BirdConf 2021; 12 pages, 3 figures.")
    assert boats.notes[1] == "Annals of Boats 7 (2021) 1-12"
    assert (boats.event, boats.listed) == (None, None)
    assert not read_case("arxiv/boats.xml").records.slots


def test_a_withdrawn_paper_is_left_out_but_not_one_about_withdrawing():
    parsed = read_case("arxiv/boats.xml")
    assert "1 withdrawn paper" in noted(parsed, "left out")
    assert paper(read_case("arxiv/new.xml"), "Gulls, Owls & Other Birds: Where Data That Was Withdrawn Goes")


def test_results_that_are_not_in_the_feed_are_told():
    assert any("5 of 253" in text for text in noted(read_case("arxiv/boats.xml"), "problem"))
    assert not noted(read_case("arxiv/new.xml"), "problem")


FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>'
    "<updated>2031-05-01T00:00:00-04:00</updated>{}</feed>"
)


def test_an_error_of_arxiv_is_told_in_its_words():
    entry = (
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_12</id><title>Error</title>"
        "<summary>incorrect id format for 12</summary></entry>"
    )
    assert refused(FEED.format(entry), name="a.xml") == "a.xml is an error of arXiv’s: incorrect id format for 12."


def test_an_empty_feed_says_that_nothing_was_found():
    assert "found nothing" in refused(FEED.format(""), name="a.xml")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (FEED.format("<entry>").encode(), "no XML that can be read"),
        (b'<!DOCTYPE feed [<!ENTITY a "b">]>' + FEED.format("<title>&a;</title>").encode(), "declares entities"),
        (FEED.format("<entry><id>http://arxiv.org/abs/12</id><title>A</title></entry>").encode(), "holds no paper"),
        (b"<rss><channel/></rss>", "no Atom feed"),
        (b"Rate exceeded.", "no XML"),
        (b"", "no XML"),
    ],
)
def test_what_is_no_feed_of_papers_is_refused_in_words(data, told):
    assert told in refused(data, "arxiv", name="a.xml")


def test_another_feed_is_not_taken_for_one_of_arxiv():
    feed = FEED.replace("arxiv.org/api", "blog.example").format(
        "<entry><id>https://blog.example/1</id><title>See http://arxiv.org/abs/2101.00001</title></entry>"
    )
    assert detect(feed.encode()) == []
    assert "<id> of arxiv.org" in refused(feed)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_feed_in_another_encoding_is_read(encoding):
    text = (DATA / "arxiv/new.xml").read_text(encoding="utf-8").replace("encoding='UTF-8'", "")
    assert read(text.encode(encoding), name="new.xml").records == read_case("arxiv/new.xml").records


@few
@given(case=st.sampled_from([case for case in CASES if case.suffix == ".xml"]), data=st.data())
def test_damaged_feeds_are_read_or_refused_in_words(case, data):
    pieces = re.split(r"(?<=>)|(?=<)", case.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(pieces) - 1))
        pieces[place] = data.draw(
            st.sampled_from(["", "<b>", "</entry>", "x" * 3000, "\x00", "&lt;b&gt;", "9" * 5000, "☃"])
        )
    whole = "".join(pieces)
    read_or_refuse(whole[: data.draw(st.integers(0, len(whole)))].encode(), "arxiv", "a.xml")
    read_or_refuse(whole.encode(), None, "a.xml")
