"""The lists behind virtual sites: a made-up ICLR with the traps of real ones, and single traps.

``tests/data/virtual_site/two_files.golden.json`` is what is read from the folder beside it (see ``readers.py``).
"""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, JUNK, check_golden, check_sound, damaged, folder, sound_or_refused

from corpus import ingest
from corpus.models import Link, Parsed, SourceError

TWO_FILES = folder(DATA / "virtual_site" / "two_files")
EVENTS = "iclr-2031-orals-posters.json"
WHOLE = json.loads(TWO_FILES[EVENTS])

few = settings(deadline=None, max_examples=60)


def read(files: dict[str, bytes], *, name: str = "", **options) -> Parsed:
    [parsed] = ingest.read(files, name=name or next(iter(files)), **options)
    return parsed


def listed(*rows, file: str = "list.json", **wrapper) -> dict[str, bytes]:
    tree = {"count": len(rows), "next": None, "previous": None, "results": rows, **wrapper}
    return {file: json.dumps(tree).encode()}


def event(number: int, title: str, /, *authors: str, **more) -> dict[str, object]:
    return {
        "id": number,
        "uid": f"u{number}",
        "name": title,
        "authors": [{"id": 1, "fullname": author, "institution": ""} for author in authors or ("Ada Quill",)],
        "eventtype": "Poster",
        "virtualsite_url": f"/virtual/2031/poster/{number}",
        "sourceurl": "https://openreview.net/group?id=ICML.cc/2031/Conference",
        **more,
    }


def at(hour: int, minute: int = 0, day: int = 4) -> dict[str, str]:
    start = f"2031-05-{day:02}T{hour:02}:{minute:02}:00-07:00"
    return {"starttime": start, "endtime": f"2031-05-{day:02}T{hour + 1:02}:{minute:02}:00-07:00"}


def told(parsed: Parsed, level: str) -> list[str]:
    return [f"{note.text} @ {note.where}" if note.where else note.text for note in parsed.notes if note.level == level]


def by_title(records, title: str):
    [found] = [record for record in records if record.title == title]
    return found


def slots_of(parsed: Parsed, title: str) -> list:
    return [slot for slot in parsed.records.slots if slot.paper == by_title(parsed.records.papers, title).id]


# The golden file


def test_list_and_abstracts_read_as_their_golden_file_says():
    check_golden(read(TWO_FILES, name="two_files"), DATA / "virtual_site" / "two_files.golden.json")


def test_list_is_told_from_other_formats():
    assert ingest.detect(TWO_FILES) == ["virtual_site"]
    assert ingest.detect({EVENTS: TWO_FILES[EVENTS]}) == ["virtual_site"]


def test_records_are_named_once_and_refer_to_one_another():
    check_sound(read(TWO_FILES).records)


# What is such a list


@pytest.mark.parametrize(
    "tree",
    [
        {"count": 1, "next": None, "previous": None, "results": [{"code": "AB", "title": "A talk"}]},
        {"count": 0, "next": None, "previous": None, "results": []},
        {"101": "An abstract."},
        [{"name": "A talk"}],
    ],
    ids=["pretalx", "empty", "abstracts alone", "no pages"],
)
def test_other_lists_are_of_another_format(tree):
    files = {"x.json": json.dumps(tree).encode()}
    assert "virtual_site" not in ingest.detect(files)
    assert "virtualsite_url" in ingest.FORMATS["virtual_site"].sniff(files)


def test_lists_of_two_conferences_are_read_each_by_itself():
    other = event(1, "Gulls", sourceurl="https://openreview.net/group?id=ICLR.cc/2031/Conference")
    files = listed(event(1, "Wrens"), file="a.json") | listed(other, file="b.json")
    assert "several conferences: ICLR 2031, ICML 2031" in ingest.FORMATS["virtual_site"].sniff(files)
    parts = ingest.read(files, name="both")
    assert [part.records.events[0].name for part in parts] == ["ICML 2031", "ICLR 2031"]


def test_the_shorter_list_that_sites_let_people_download_is_read():
    rows = [
        {
            "type": "Poster",
            "name": "Wrens",
            "virtualsite_url": "https://icml.cc/virtual/2031/poster/7",
            "speakers/authors": "Ada Quill, Bo Lind",
            "abstract": "They sing.",
        }
    ]
    files = {"ICML 2031 Events.json": json.dumps(rows).encode()}
    assert ingest.detect(files) == ["virtual_site"]
    parsed = read(files)
    [wrens] = parsed.records.papers
    assert (wrens.event, wrens.authors, wrens.abstract) == ("icml-2031", ("Ada Quill", "Bo Lind"), "They sing.")
    assert wrens.links == (Link(label="page", url="https://icml.cc/virtual/2031/poster/7"),)


# The conference


@pytest.mark.parametrize(
    ("file", "source", "name"),
    [
        ("list.json", "https://openreview.net/group?id=NeurIPS.cc/2031/Conference", "NeurIPS 2031"),
        ("list.json", "https://openreview.net/group?id=thecvf.com/CVPR/2031/Conference", "CVPR 2031"),
        ("neurips-2031-orals-posters.json", "", "NeurIPS 2031"),
        ("mlsys-2031-orals-posters.json", "TMLR-12", "MLSys 2031"),
        ("iclr-2031-orals-posters.json", "https://openreview.net/group?id=ICML.cc/2031/Conference", None),
        ("list.json", "", None),
        ("list.json", "https://ml4birds.example/2031/", None),
    ],
)
def test_the_conference_is_named_only_where_that_is_sure(file, source, name):
    parsed = read(listed(event(1, "Wrens", sourceurl=source), file=file))
    assert [each.name for each in parsed.records.events] == ([name] if name else [])
    assert any("--event" in text for text in told(parsed, "problem")) is (name is None)


def test_what_most_papers_come_from_names_the_conference():
    rows = [
        event(1, "Wrens"),
        event(2, "Gulls"),
        event(3, "Owls", sourceurl="https://openreview.net/group?id=ICLR.cc/2030/Conference"),
    ]
    assert read(listed(*rows)).records.events[0].name == "ICML 2031"


def test_pages_are_linked_on_the_site_that_the_list_names():
    user = {"fullname": "Ada Quill", "url": "http://eccv.ecva.net/api/miniconf/users/4?format=json"}
    [wrens] = read(listed(event(1, "Wrens", authors=[user], sourceurl=""))).records.papers
    assert wrens.links == (Link(label="page", url="https://eccv.ecva.net/virtual/2031/poster/1"),)


def test_pages_of_a_site_that_nothing_tells_are_not_linked():
    parsed = read(listed(event(1, "Wrens", sourceurl="")))
    assert parsed.records.papers[0].links == ()
    assert any("nothing says on which site" in text for text in told(parsed, "problem"))


# One paper, several presentations


def test_an_oral_and_a_poster_are_one_paper_with_two_slots():
    parsed = read(TWO_FILES)
    oral, poster = sorted(slots_of(parsed, "Owls & Echoes"), key=lambda slot: slot.type)
    assert (oral.type, oral.start.hour, oral.room) == ("oral", 7, "Garnet 213-215")
    assert (poster.type, poster.start.hour, poster.room) == ("poster", 2, "Hall 3 + Hall 2B #7")
    assert by_title(parsed.records.sessions, "Oral Session 2B").id == oral.session


@pytest.mark.parametrize(
    "other",
    [
        {"uid": "u1", "name": "Wrens!"},
        {"name": "Wrens", "authors": [{"fullname": "Ada QUILL"}, {"fullname": "Bo Lind"}]},
        {"name": "Wrens at Dawn", "related_events_ids": [1]},
        {"name": "Wrens at Dawn", "parent1": "http://icml.cc/api/miniconf/events/1?format=json"},
        {"name": "Wrens at Dawn", "children": [{"id": 1}]},
    ],
    ids=["uid", "title and author", "related", "parent", "child"],
)
def test_presentations_of_one_paper_are_known(other):
    parsed = read(
        listed(event(1, "Wrens"), event(2, "", **{"eventtype": "Oral", **other}), event(3, "Gulls", "Chi Ömer"))
    )
    assert [paper.title for paper in parsed.records.papers] == ["Wrens", "Gulls"]
    assert [slot.type for slot in parsed.records.slots] == ["poster", "oral", "poster"]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Wrens", "authors": [{"fullname": "Gus Heron"}]},
        {"name": "Owls", "uid": "u1", "authors": [{"fullname": "Gus Heron"}]},
        {"name": "Owls", "related_events_ids": [1], "authors": [{"fullname": "Gus Heron"}]},
        {"name": "Owls", "uid": ""},
    ],
    ids=["title alone", "uid alone", "relation alone", "author alone"],
)
def test_different_papers_stay_apart(other):
    assert len(read(listed(event(1, "Wrens", uid="u1"), event(2, "", **other))).records.papers) == 2


def test_a_paper_is_told_by_its_poster_whatever_stands_first():
    oral = event(
        9, "Wrens (oral)", uid="u1", eventtype="Oral", paper_url="https://openreview.net/forum?id=2031-Oral--9-a"
    )
    poster = event(1, "Wrens", paper_url="https://openreview.net/forum?id=aWren4Song")
    parsed = read(listed(oral, poster))
    [wrens] = parsed.records.papers
    assert (wrens.id, wrens.title, wrens.other_titles) == ("icml-2031-1", "Wrens", ("Wrens (oral)",))
    assert [link.label for link in wrens.links] == ["page", "openreview"]
    assert wrens.links[1].url == "https://openreview.net/forum?id=aWren4Song"
    assert "1 link to OpenReview leading nowhere" in told(parsed, "left out")


def test_the_same_presentation_twice_is_one_slot():
    parsed = read(listed(event(1, "Wrens", **at(9)), event(2, "Wrens", **at(9)), event(3, "Wrens")))
    assert len(parsed.records.slots) == 1
    assert "2 presentations listed again" in told(parsed, "left out")


@pytest.mark.parametrize(
    ("told_of", "type_"),
    [
        ({"eventtype": "Poster", "decision": "Accept (poster)"}, "poster"),
        ({"eventtype": "Poster", "decision": "Accept (Oral)"}, "poster"),
        ({"eventtype": "Poster", "decision": "Accept (spotlight poster)"}, "spotlight poster"),
        ({"eventtype": "Poster", "event_type": "{location} Spotlight Poster"}, "spotlight poster"),
        ({"eventtype": "Poster", "event_type": "Highlight"}, "highlight poster"),
        ({"eventtype": "Oral", "decision": "Accept (Oral)"}, "oral"),
        ({"eventtype": None, "decision": "Accept (Oral)"}, "oral"),
        ({"eventtype": None, "event_type": "{location} Poster", "decision": None}, "poster"),
        ({"eventtype": None, "decision": "Accept"}, "presentation"),
    ],
)
def test_how_a_paper_is_presented(told_of, type_):
    parsed = read(listed(event(1, "Wrens", **told_of)))
    assert parsed.records.papers[0].type == "paper"
    assert [slot.type for slot in parsed.records.slots] == [type_]


def test_what_is_hidden_or_not_accepted_is_left_out_and_counted():
    parsed = read(TWO_FILES)
    assert {"1 hidden event", "1 rejected event"} <= set(told(parsed, "left out"))
    assert not any(paper.title in {"Hidden in the Reeds", "Not Accepted"} for paper in parsed.records.papers)


def test_talks_and_workshops_in_the_list_are_what_they_are_called():
    records = read(TWO_FILES).records
    assert by_title(records.papers, "Invited Talk: The Long Flight").type == "invited talk"
    workshop = by_title(records.sessions, "Workshop on Feathers")
    assert (workshop.type, [person.role for person in workshop.people]) == ("workshop", ["Organizer", "Organizer"])
    assert by_title(records.sessions, "Coffee").type == "break"


def test_a_poster_without_authors_is_a_paper_all_the_same():
    [wrens] = read(listed(event(1, "Wrens", authors=[]))).records.papers
    assert wrens.authors == ()


# When and where


def test_a_session_lasts_from_its_first_to_its_last_presentation():
    rows = [event(n, f"Bird {n}", session="Oral 1", eventtype="Oral", room_name="Hall", **at(9 + n)) for n in (1, 3, 2)]
    [session] = read(listed(*rows)).records.sessions
    assert (session.type, session.room) == ("oral session", "Hall")
    assert (session.start, session.end) == (datetime(2031, 5, 4, 17, tzinfo=UTC), datetime(2031, 5, 4, 20, tzinfo=UTC))


def test_a_session_that_says_itself_when_it_is_keeps_its_time():
    oral = by_title(read(TWO_FILES).records.sessions, "Oral Session 2B")
    assert (oral.start.hour, oral.end.hour) == (7, 9)
    assert oral.links[0].url == "https://iclr.cc/virtual/2031/session/302"


def test_a_name_that_is_used_on_several_days_is_a_session_without_time():
    rows = [event(n, f"Bird {n}", session="Posters", **at(9, day=n)) for n in (1, 2)]
    parsed = read(listed(*rows))
    assert [session.start for session in parsed.records.sessions] == [None]
    assert "“Posters” has no time: it would last 25 hours" in told(parsed, "problem")
    assert all(slot.start for slot in parsed.records.slots)


def test_a_second_time_is_a_second_slot():
    first, second = slots_of(read(TWO_FILES), "Seen Twice")
    assert (first.start.day, first.session) == (24, "iclr-2031-poster-session-1")
    assert (second.start.day, second.session) == (25, "iclr-2031-poster-session-4")


@pytest.mark.parametrize(
    ("room", "position", "where"),
    [
        ("Hall 3", "#123", "Hall 3 #123"),
        ("Hall 3", "123", "Hall 3 #123"),
        ("Hall 3 #123", "#123", "Hall 3 #123"),
        ("Hall 3", "A-1", "Hall 3 A-1"),
        (None, "7", "#7"),
        ("Hall 3", None, "Hall 3"),
        ("Hall 12", "12", "Hall 12 #12"),
    ],
)
def test_a_poster_hangs_at_its_position(room, position, where):
    [slot] = read(listed(event(1, "Wrens", room_name=room, poster_position=position))).records.slots
    assert slot.room == where


def test_times_without_offset_are_left_out_until_a_zone_is_named():
    naive = event(1, "Wrens", starttime="2031-05-04T10:00:00", endtime="2031-05-04T11:00:00")
    parsed = read(listed(naive))
    assert parsed.records.slots[0].start is None
    assert "1 time without offset left out: name their zone with --zone" in told(parsed, "problem")
    [slot] = read(listed(naive), zone="America/Vancouver").records.slots
    assert slot.start == datetime(2031, 5, 4, 17, tzinfo=UTC)


def test_times_are_told_in_the_zone_that_is_named_where_their_offsets_agree():
    row = event(1, "Wrens", session="Posters", **at(9))
    assert read(listed(row), zone="America/Vancouver").records.events[0].zone == "America/Vancouver"
    assert read(listed(row), zone="Europe/Paris").records.events[0].zone != "Europe/Paris"


# What is not whole


def test_a_list_that_is_not_as_long_as_it_says_is_told_of():
    parsed = read(listed(event(1, "Wrens"), count=2891, next="http://icml.cc/api/miniconf/events?page=2"))
    problems = told(parsed, "problem")
    assert "the list says that it has 2891 events, but holds 1 @ count" in problems
    assert "it is one page of several: put the others beside it in a folder @ next" in problems


def test_pages_of_one_list_are_read_together():
    files = listed(event(1, "Wrens"), event(2, "Gulls"), file="a.json", count=3, next="http://icml.cc/?page=2")
    files |= listed(event(2, "Gulls"), event(3, "Owls"), file="b.json", count=3)
    parsed = read(files, name="pages")
    assert [paper.title for paper in parsed.records.papers] == ["Wrens", "Gulls", "Owls"]
    assert "1 event listed again" in told(parsed, "left out")
    assert not any("count" in text for text in told(parsed, "problem"))


@pytest.mark.parametrize(
    "abstracts",
    [
        {"1": "They sing.", "2": None},
        {"1": {"abstract": "They sing."}},
        [{"id": 1, "abstract": "They sing."}],
        {"count": 1, "results": [{"id": "1", "abstract": "They sing."}]},
        [{"uid": "u1", "abstract": "They <b>sing</b>."}],
    ],
    ids=["mapping", "mapping of objects", "list", "page", "by uid"],
)
def test_abstracts_of_a_second_file_are_read_in_any_form(abstracts):
    files = listed(event(1, "Wrens"), event(2, "Gulls")) | {"x-abstracts.json": json.dumps(abstracts).encode()}
    assert ingest.detect(files) == ["virtual_site"]
    assert read(files, name="both").records.papers[0].abstract == "They sing."


def test_missing_abstracts_are_told_of_unless_their_file_is_there():
    alone, both = read(listed(event(1, "Wrens"))), read(listed(event(1, "Wrens")) | {"x-abstracts.json": b"{}"})
    assert any("-abstracts.json" in text for text in told(alone, "problem"))
    assert not any("-abstracts.json" in text for text in told(both, "problem"))


def test_a_row_without_a_name_is_told_of_with_its_place():
    assert "no name @ iclr-2031-orals-posters.json results.8.name" in told(read(TWO_FILES), "problem")


def test_a_list_in_which_nothing_can_be_read_is_refused():
    with pytest.raises(SourceError, match=r"^list\.json lists no event that can be read\.$"):
        read(listed(event(1, "")))
    with pytest.raises(SourceError, match=r"^list\.json "):
        read({"list.json": b"[]"}, format="virtual_site")


# Anything at all


def read_or_refuse(files: dict[str, bytes]) -> None:
    assert len(ingest.detect(files)) <= 1
    sound_or_refused(lambda: read(files, name="list.json", format="virtual_site"), "list.json")


@few
@given(tree=damaged(WHOLE))
def test_a_damaged_list_is_read_or_refused_in_words(tree):
    read_or_refuse({EVENTS: json.dumps(tree).encode()})


@few
@given(tree=damaged(json.loads(TWO_FILES["iclr-2031-abstracts.json"])))
def test_damaged_abstracts_are_read_or_refused_in_words(tree):
    read_or_refuse(TWO_FILES | {"iclr-2031-abstracts.json": json.dumps(tree).encode()})


@few
@given(
    rows=st.lists(
        st.one_of(JUNK, st.dictionaries(st.sampled_from(sorted(WHOLE["results"][0])), JUNK)), min_size=1, max_size=4
    )
)
def test_rows_that_hold_anything_at_all_are_read_or_refused_in_words(rows):
    read_or_refuse(listed(event(1, "Wrens"), *rows))
