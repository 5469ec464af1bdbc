"""Mini-Conf folders: two made-up conferences with the traps of real ones, single traps, and the real ICLR 2020.

``tests/data/miniconf/<case>.golden.json`` is what is read from the folder beside it (see ``readers.py``).
"""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, JUNK, SHARED, check_golden, check_sound, damaged, folder, sound_or_refused

from corpus import ingest
from corpus.models import Link, Parsed, Person, SourceError
from corpus.names import slug

CASES = {"birdconf": {}, "boatconf": {"zone": "UTC"}}
ICLR = SHARED / "programmes" / "miniconf-iclr2020"

few = settings(deadline=None, max_examples=40)


def read(files: dict[str, bytes], *, name: str = "site", format: str | None = None, **options) -> Parsed:  # noqa: A002
    [parsed] = ingest.read(files, name=name, format=format, **options)
    return parsed


def read_case(case: str) -> Parsed:
    return read(folder(DATA / "miniconf" / case), name=case, **CASES[case])


def site(**files) -> dict[str, bytes]:
    """A folder of files, as ``papers_csv="UID,title\\n…"`` or ``main_calendar_json=[…]``."""
    texts = {name: text if isinstance(text, str) else json.dumps(text) for name, text in files.items()}
    return {".".join(name.rsplit("_", 1)): text.encode() for name, text in texts.items()}


def entry(title: str, day: int, hour: int, **more) -> dict[str, object]:
    start, end = f"2031-05-{day:02}T{hour:02}:00:00+00:00", f"2031-05-{day:02}T{hour + 1:02}:00:00+00:00"
    return {"title": title, "start": start, "end": end, "location": None, "link": None, "calendarId": "---", **more}


def by_title(records, title: str):
    [found] = [record for record in records if record.title == title]
    return found


def told(parsed: Parsed, level: str) -> list[str]:
    return [f"{note.text} @ {note.where}" if note.where else note.text for note in parsed.notes if note.level == level]


PAPERS = "UID,title,authors,sessions\nx1,Wrens,Ada Quill|Bo Lind,{}\n"


# Golden files


@pytest.mark.parametrize("case", CASES)
def test_folder_reads_as_its_golden_file_says(case):
    check_golden(read_case(case), DATA / "miniconf" / f"{case}.golden.json")


@pytest.mark.parametrize("case", CASES)
def test_folder_is_told_from_other_formats(case):
    assert ingest.detect(folder(DATA / "miniconf" / case)) == ["miniconf"]


@pytest.mark.parametrize("case", CASES)
def test_records_are_named_once_and_refer_to_one_another(case):
    check_sound(read_case(case).records)


# What is a Mini-Conf folder


def test_a_single_list_of_papers_is_no_folder():
    assert "miniconf" not in ingest.detect(site(papers_csv=PAPERS.format("")))


def test_a_folder_of_lists_without_uids_is_of_another_format():
    lists = site(papers_csv="title,authors\nWrens,Ada Quill\n", speakers_csv="name\nBo Lind\n")
    assert "miniconf" not in ingest.detect(lists)
    assert "UID" in ingest.FORMATS["miniconf"].sniff(lists)
    other = site(sessions_json={"count": 1, "results": [{"id": 3, "title": "Opening"}]}, timetable_json={})
    assert ingest.FORMATS["miniconf"].sniff(other)
    assert "papers.csv" in ingest.FORMATS["miniconf"].sniff({"a.txt": b"", "b.txt": b""})


def test_pages_that_a_site_serves_as_json_are_read_too():
    served = site(serve_papers_json=[{"UID": "x1", "title": "Wrens", "authors": ["Ada Quill"]}], serve_config_json={})
    assert [paper.title for paper in read(served).records.papers] == ["Wrens"]


# The conference


def test_days_that_are_stated_count_more_than_days_left_over_in_the_calendar():
    [event] = read_case("birdconf").records.events
    assert (event.id, event.name) == ("birdconf-2031", "BirdConf 2031")
    assert (event.start, event.end) == (date(2031, 5, 5), date(2031, 5, 7))
    assert event.people[0] == Person(name="Sam Stork", role="General Chair", org="Pond University")


def test_a_config_that_nobody_filled_in_names_no_conference():
    parsed = read(site(papers_csv=PAPERS.format(""), config_yml="name: MiniConf\ndate: May 2020\n"))
    assert not parsed.records.events
    assert "the conference is still called “MiniConf” @ config" in told(parsed, "problem")


def test_a_folder_without_config_is_of_no_conference():
    committee = "committee:\n- {name: Ada Quill, role: Chair}\n"
    parsed = read(site(papers_csv=PAPERS.format(""), committee_yml=committee))
    assert parsed.records.papers[0].event is None
    assert "1 member of the committee: no file names the conference" in told(parsed, "left out")


# Papers and their sessions


@pytest.mark.parametrize(
    "named",
    ["Mon Session 3", "Monday Session 3", "P1S3", "mon 3", "Poster Day 1 Session 3 (P1S3)"],
)
def test_a_paper_is_on_when_the_calendar_has_its_session(named):
    calendar = [entry("Poster Day 1 Session 3 (P1S3)", 5, 12, link="papers.html?session=Mon+Session+3&filter=titles")]
    parsed = read(site(papers_csv=PAPERS.format(named), main_calendar_json=calendar))
    [session], [slot] = parsed.records.sessions, parsed.records.slots
    assert (slot.session, slot.type, slot.start) == (session.id, "poster", datetime(2031, 5, 5, 12, tzinfo=UTC))
    assert session.type == "poster session"


def test_a_number_of_a_session_counts_within_its_day():
    calendar = [entry("Poster Day 1 Session 3 (P1S3)", 5, 12), entry("Poster Day 2 Session 3 (P2S3)", 6, 12)]
    papers = "UID,title,authors,day,session\nx1,Wrens,Ada Quill,2,3\n"
    [slot] = read(site(papers_csv=papers, main_calendar_json=calendar)).records.slots
    assert slot.start == datetime(2031, 5, 6, 12, tzinfo=UTC)


def test_a_paper_is_in_every_session_that_the_calendar_has_under_its_number():
    calendar = [
        entry("Oral Session I", 5, 9, location="/papers.html?session=1", link=""),
        entry("Posters I", 5, 10, location="/papers.html?session=1", link=""),
    ]
    parsed = read(site(papers_csv=PAPERS.format("1"), main_calendar_json=calendar))
    assert [slot.type for slot in parsed.records.slots] == ["oral", "poster"]


def test_a_session_that_nothing_else_knows_has_no_time_and_is_told_of():
    parsed = read_case("birdconf")
    assert by_title(parsed.records.sessions, "Wed Session 9").start is None
    assert "nothing gives a time for “Wed Session 9”, named by 1 paper" in told(parsed, "problem")


def test_sessions_apart_by_commas_are_several_only_where_each_is_known():
    calendar = [entry("P1", 5, 9), entry("P2", 6, 9)]
    both = PAPERS.format('"P1, P2"')
    assert len(read(site(papers_csv=both, main_calendar_json=calendar)).records.slots) == 2
    one = read(site(papers_csv=PAPERS.format('"Owls, Larks"'), main_calendar_json=calendar))
    assert one.records.sessions[-1].title == "Owls, Larks"


@pytest.mark.parametrize("stand", ["{}", "[{}]"], ids=["list", "list in a list"])
def test_a_file_of_sessions_lists_their_papers(stand):
    session = '"Session 5A": {"start_time": "2031-05-05_05:00:00", "end_time": "2031-05-05_06:00:00", "papers": ["x1"]}'
    files = site(papers_csv=PAPERS.format(""), config_json={}) | {"paper_sessions.json": ("{" + session + "}").encode()}
    [slot] = read(files, zone="Europe/Paris").records.slots
    assert (slot.start, slot.end) == (datetime(2031, 5, 5, 3, tzinfo=UTC), datetime(2031, 5, 5, 4, tzinfo=UTC))


def test_a_session_has_the_end_and_the_kind_that_the_calendar_tells_of_it():
    session = by_title(read_case("boatconf").records.sessions, "QA Session 1A")
    assert (session.type, session.end) == ("q&a", datetime(2031, 7, 6, 6, tzinfo=UTC))


def test_a_listed_paper_that_is_nowhere_is_told_of():
    assert any("lists the paper “main.99”" in text for text in told(read_case("boatconf"), "problem"))


def test_the_same_uid_for_two_papers_is_told_and_the_same_paper_twice_is_one():
    parsed = read_case("birdconf")
    assert "paper listed again: 1" in told(parsed, "left out")
    assert any("UID aWren4Song is used before: “Another Paper Altogether”" in text for text in told(parsed, "problem"))
    assert len([paper for paper in parsed.records.papers if paper.title == "Standing on One Leg"]) == 1


def test_authors_keep_nicknames_and_lose_marks():
    assert by_title(read_case("birdconf").records.papers, "Why Wrens Sing at Dawn").authors == (
        "Ada Quill",
        "Bo (Dj) Lind",
        "Chi Ömer",
    )


@pytest.mark.parametrize(
    "authors",
    [
        ["Ada Quill", "Bo Lind"],
        [{"name": "Ada Quill"}, {"first_name": "Bo", "last_name": "Lind"}],
        "Ada Quill, Bo Lind",
        "Quill, Ada*; Lind, Bo",
        "Ada Quill and Bo Lind",
    ],
)
def test_authors_are_read_in_any_form(authors):
    papers = [{"UID": "x1", "title": "Wrens", "authors": authors}]
    assert read(site(papers_json=papers, config_json={})).records.papers[0].authors == ("Ada Quill", "Bo Lind")


def test_a_row_whose_cells_do_not_fit_its_columns_is_left_out_and_told_of():
    parsed = read_case("birdconf")
    assert "3 cells more than the header has columns: the row is left out @ sitedata/papers.csv line 11" in told(
        parsed, "problem"
    )
    assert not any("Commas" in paper.title for paper in parsed.records.papers)


def test_openreview_is_linked_only_where_its_address_is_printed():
    papers = "UID,title,authors,openreview,paper_url\naWren4Song,Wrens,Ada Quill,,\nbOwl,Owls,Bo Lind,,https://openreview.net/forum?id=bOwl\n"
    wrens, owls = read(site(papers_csv=papers, config_json={})).records.papers
    assert wrens.links == ()
    assert owls.links == (Link(label="openreview", url="https://openreview.net/forum?id=bOwl"),)


# Channels and meetings


def test_a_channel_is_linked_by_its_address_or_named():
    papers = read_case("birdconf").records.papers
    wrens = by_title(papers, "Why Wrens Sing at Dawn")
    assert Link(label="slack", url="https://birdconf.slack.com/archives/C01") in wrens.links
    assert by_title(papers, "Owls & Echoes").links == (Link(label="slack #paper-2"),)


@pytest.mark.parametrize("case", CASES)
def test_no_code_and_no_address_of_a_person_is_read(case):
    parsed = read_case(case)
    text = parsed.records.model_dump_json()
    for secret in ("pwd", "s3cr3t", "abc", "445566", "tw33t", "quill.example", "robin.example", "shell.example"):
        assert secret not in text
    assert any(text.startswith("private: ") for text in told(parsed, "left out"))


def test_a_meeting_is_linked_without_its_code():
    wrens = by_title(read_case("birdconf").records.papers, "Why Wrens Sing at Dawn")
    assert Link(label="zoom", url="https://us02web.zoom.us/j/811") in wrens.links


# The calendar


def test_a_social_that_is_on_twice_is_two_sessions_numbered_by_their_time():
    socials = [s for s in read_case("birdconf").records.sessions if s.title == "Dawn Social"]
    assert [(each.id, each.start.day) for each in socials] == [
        ("birdconf-2031-dawn-social", 6),
        ("birdconf-2031-dawn-social-2", 7),
    ]


def test_identifiers_do_not_depend_on_the_order_of_the_calendar():
    calendar = [entry("Social", 5, 9), entry("Social", 6, 9), entry("Lunch", 5, 12), entry("Posters (P1)", 5, 10)]
    there = read(site(main_calendar_json=calendar, config_json={})).records.sessions
    back = read(site(main_calendar_json=calendar[::-1], config_json={})).records.sessions
    assert there == back


def test_a_keynote_is_given_where_the_calendar_links_its_speaker():
    parsed = read_case("birdconf")
    nests = by_title(parsed.records.papers, "Nests for Everyone")
    [slot] = [slot for slot in parsed.records.slots if slot.paper == nests.id]
    [session] = [session for session in parsed.records.sessions if session.id == slot.session]
    assert (session.title, session.type, slot.type) == ("Live Q&A: Lea Martin", "q&a", "q&a")
    assert session.people == (Person(name="Lea Martin", role="Speaker", org="Nest Institute, Riverside"),)
    assert nests.authors == ("Lea Martin",)
    assert nests.notes == ("The speaker is from Nest Institute, Riverside.",)


KEYNOTE = {"UID": "k1", "title": "Reeds", "speaker": "Ada Quill", "institution": "Heron Lab", "room": "Ark"}
TIMED = {"start_time": "2031-05-07T09:00:00+00:00", "end_time": "2031-05-07T09:45:00+00:00"}


def placed(parsed: Parsed) -> list[tuple[str | None, str, str, str]]:
    """Of each slot its session, and when and where it is."""
    sessions = {session.id: session.title for session in parsed.records.sessions}
    return [
        (sessions.get(slot.session or ""), f"{slot.start:%d %H:%M}", f"{slot.end:%H:%M}", slot.room)
        for slot in parsed.records.slots
    ]


def test_a_keynote_is_on_when_its_own_row_says():
    parsed = read(site(speakers_json=[KEYNOTE | TIMED], papers_csv=PAPERS.format("")))
    assert placed(parsed) == [(None, "07 09:00", "09:45", "Ark")]
    assert by_title(parsed.records.papers, "Reeds").orgs == ("Heron Lab",)
    assert not told(parsed, "problem")


def test_a_keynote_in_a_session_that_its_row_names_keeps_its_own_time():
    calendar = [entry("Keynote: Ada Quill", 7, 9)]
    rows = [KEYNOTE | TIMED | {"session": "Keynote: Ada Quill"}]
    parsed = read(site(speakers_json=rows, main_calendar_json=calendar))
    assert placed(parsed) == [("Keynote: Ada Quill", "07 09:00", "09:45", "Ark")]


def test_a_session_that_only_a_keynote_with_a_time_names_is_no_problem():
    parsed = read(site(speakers_json=[KEYNOTE | TIMED | {"session": "Plenary 1"}], papers_csv=PAPERS.format("")))
    assert placed(parsed) == [(None, "07 09:00", "09:45", "Ark")]
    assert not told(parsed, "problem")


def test_each_of_two_speakers_is_from_where_the_row_says():
    rows = [KEYNOTE | {"speaker": "Ada Quill|Bo Lind", "institution": "Heron Lab|Owl College"}]
    calendar = [entry("Keynote", 7, 9, link="speaker_k1.html")]
    parsed = read(site(speakers_json=rows, main_calendar_json=calendar))
    [session] = parsed.records.sessions
    assert [(person.name, person.org) for person in session.people] == [
        ("Ada Quill", "Heron Lab"),
        ("Bo Lind", "Owl College"),
    ]


@pytest.mark.parametrize("column", ["affiliations", "Affiliation", "institution(s)", "authors_affiliation", "company"])
def test_the_affiliations_of_a_paper_are_its_organisations(column):
    table = f"UID,title,authors,{column}\nx1,Wrens,Ada Quill|Bo Lind,Heron Lab|Owl College\n"
    [wrens] = read(site(papers_csv=table, config_json={})).records.papers
    assert wrens.orgs == ("Heron Lab", "Owl College")


def test_columns_that_are_not_used_are_told_of_and_the_others_are_not():
    table = (
        "UID,title,authors,abstract,votes,shelf,author_email,mood\nx1,Wrens,Ada Quill,They sing.,3,A,a@toy.example,\n"
    )
    parsed = read(site(papers_csv=table, config_json={}))
    assert told(parsed, "left out") == [
        "2 columns: “votes”, “shelf” @ papers.csv",
        "private: author_email, 1 time @ papers.csv",
    ]


def test_a_speaker_that_is_linked_and_not_there_is_told_of():
    assert any("“Live Q&A: Rex Kite” links speaker_7.html" in text for text in told(read_case("birdconf"), "problem"))


def test_relative_links_lead_where_the_other_links_of_the_site_do():
    session = by_title(read_case("birdconf").records.sessions, "Poster Day 2 Session 1 (P2S1)")
    assert session.links[0].url == "https://birdconf.example/virtual/papers.html?session=Tues+Session+1&filter=keywords"


def test_a_location_that_is_no_address_is_a_room():
    assert by_title(read_case("birdconf").records.sessions, "Evening of Birds").room == "The Old Barn"


def test_a_paper_whose_page_is_in_the_calendar_has_a_slot_and_no_session():
    parsed = read_case("birdconf")
    clock = by_title(parsed.records.papers, "The Cuckoo Clock")
    [slot] = [slot for slot in parsed.records.slots if slot.paper == clock.id]
    assert (slot.session, slot.start) == (None, datetime(2031, 5, 7, 8, tzinfo=UTC))
    assert not any(session.title == clock.title for session in parsed.records.sessions)


def test_a_workshop_is_on_when_the_calendar_says_and_only_once():
    sessions = read_case("birdconf").records.sessions
    feathers = by_title(sessions, "Workshop on Feathers")
    assert feathers.start == datetime(2031, 5, 7, 9, tzinfo=UTC)
    assert [person.role for person in feathers.people] == ["Organizer", "Organizer"]
    assert not any(session.title.startswith("Workshop: Feathers") for session in sessions)


def test_a_tutorial_with_two_parts_is_two_sessions_called_apart():
    tutorials = [s for s in read_case("boatconf").records.sessions if s.type == "tutorial"]
    assert [each.title for each in tutorials] == [
        "Knots for Beginners: Live Session 1",
        "Knots for Beginners: Live Session 2",
    ]
    assert tutorials[0].abstract == "You will learn:\n* the bowline\n* the clove hitch"
    assert Person(name="Ira Tide", role="Host") in tutorials[0].people


def test_rows_of_one_title_take_one_entry_of_the_calendar_each():
    events = "uid,title,slack_channel\n1,Help,a\n2,Help,b\n"
    calendar = [entry("Help", 5, 8), entry("Help", 5, 13), entry("Help", 5, 20)]
    sessions = read(site(events_csv=events, main_calendar_json=calendar)).records.sessions
    assert [[link.label for link in each.links] for each in sessions] == [["slack #a"], ["slack #b"], []]


def test_a_plenary_session_is_a_keynote_only_where_it_says_who_speaks_and_from_where():
    records = read_case("boatconf").records
    assert by_title(records.papers, "Water Is Everywhere").type == "keynote"
    assert by_title(records.sessions, "Opening Remarks").type == "opening"
    assert [slot.type for slot in records.slots if "keynote" in slot.paper] == ["keynote", "q&a"]


# Times


def test_times_without_offset_are_left_out_until_a_zone_is_named():
    files = folder(DATA / "miniconf" / "boatconf")
    parsed = read(files)
    assert [text for text in told(parsed, "problem") if "--zone" in text] == [
        "7 times without offset left out: name their zone with --zone"
    ]
    assert by_title(read(files, zone="Asia/Tokyo").records.sessions, "W1: Workshop on Ropes").start == datetime(
        2031, 7, 8, 13, tzinfo=UTC
    )


def test_a_time_of_day_has_its_day_in_another_column_and_may_pass_midnight():
    events = "UID,title,start_date,start_time,end_time\n1,All Night,2031-05-05,21:00,6:00\n"
    [night] = read(site(events_csv=events, config_json={}), zone="UTC").records.sessions
    assert (night.start, night.end) == (datetime(2031, 5, 5, 21, tzinfo=UTC), datetime(2031, 5, 6, 6, tzinfo=UTC))


def test_times_that_cannot_be_are_told_of_with_their_place():
    problems = told(read_case("birdconf"), "problem")
    assert "it ends before it starts: its time is left out @ sitedata/main_calendar.json 12" in problems
    assert "no time: “late” @ sitedata/main_calendar.json 13" in problems


def test_a_zone_that_there_is_not_is_refused():
    with pytest.raises(SourceError, match=r"^site cannot be read in the zone “Mars/Base”.*\.$"):
        read(folder(DATA / "miniconf" / "birdconf"), zone="Mars/Base")


def test_yaml_is_read_as_it_is_written():
    workshops = "- {UID: 010, title: 8:30, authors: no, start_time: 2031-05-05 12:00:00-04:00}\n"
    [session] = read(site(workshops_yml=workshops, config_json={})).records.sessions
    assert (session.id, session.title, session.people[0].name) == ("site-workshop-010", "8:30", "no")
    assert session.start == datetime(2031, 5, 5, 16, tzinfo=UTC)


# Broken files


@pytest.mark.parametrize(
    ("file", "data", "reason"),
    [
        ("papers.json", b'[{"UID": "x1",\n', "papers.json is not sound JSON"),
        ("papers.yml", b"- a\n- b: [\n", "papers.yml is not sound YAML at line"),
        ("papers.csv", b'UID,title\nx1,"' + b"a" * 200_000, "papers.csv is not sound CSV at line 2"),
        ("papers.yml", b"a: &a [*a]\n", "papers.yml is not sound YAML"),
        ("papers.json", b"[]", "holds no paper, speaker or session that can be read."),
    ],
)
def test_a_folder_in_which_nothing_can_be_read_is_refused_in_words(file, data, reason):
    with pytest.raises(SourceError) as caught:
        read({file: data, "faq.yml": b""}, format="miniconf")
    assert str(caught.value).startswith("site ")
    assert str(caught.value).endswith(".")
    assert reason in str(caught.value)


def test_one_broken_file_does_not_keep_the_others_from_being_read():
    parsed = read(site(papers_csv=PAPERS.format(""), speakers_yml="- [", workshops_json=[]))
    assert parsed.records.papers
    assert any(
        text.startswith("it is not sound YAML") and text.endswith("@ speakers.yml") for text in told(parsed, "problem")
    )


def test_an_alias_that_repeats_itself_without_end_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    parsed = read(site(papers_csv=PAPERS.format(""), workshops_yml="\n".join(lines)))
    assert "it repeats itself too often by aliases @ workshops.yml" in told(parsed, "problem")


def read_or_refuse(files: dict[str, bytes], **options) -> None:
    assert len(ingest.detect(files)) <= 1
    sound_or_refused(lambda: read(files, format="miniconf", **options), "site")


@few
@given(case=st.sampled_from(sorted(CASES)), data=st.data())
def test_damaged_files_are_read_or_refused_in_words(case, data):
    files = folder(DATA / "miniconf" / case)
    path = data.draw(st.sampled_from(sorted(files)))
    whole = files[path]
    if path.endswith(".json"):
        broken = json.dumps(data.draw(damaged(json.loads(whole)))).encode()
    else:
        start, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 40))
        broken = whole[:start] + data.draw(st.binary(max_size=6)) + whole[start + length :]
    read_or_refuse(files | {path: broken}, **CASES[case])


FIELDS = st.sampled_from(
    [
        *("UID", "title", "authors", "abstract", "keywords", "sessions", "session", "day", "name", "speaker"),
        *("start", "end", "start_time", "end_time", "date", "link", "location", "type", "view", "papers", "config"),
        *("organizers", "institution", "slack_channel", "zoom_link", "committee"),
    ]
)


@few
@given(
    files=st.dictionaries(
        st.sampled_from(["papers", "speakers", "workshops", "main_calendar", "paper_sessions", "config", "committee"]),
        st.one_of(JUNK, st.lists(st.dictionaries(FIELDS, JUNK), max_size=3), st.dictionaries(FIELDS, JUNK)),
        min_size=2,
    )
)
def test_files_that_hold_anything_at_all_are_read_or_refused_in_words(files):
    read_or_refuse({f"{name}.json": json.dumps(tree).encode() for name, tree in files.items()})


# The real one


@pytest.fixture(scope="module")
def iclr() -> Parsed:
    if not ICLR.exists():
        pytest.skip("the folder of ICLR 2020 is not here")
    return read(folder(ICLR), name="miniconf-iclr2020")


def test_the_folder_of_iclr_2020_is_read_in_full(iclr):
    assert iclr.notes[0].text == (
        "687 papers, 2 keynotes, 20 poster sessions, 15 sessions, 11 socials, 8 q&as, 1 talk, 1 panel, 4 slots"
    )
    records = iclr.records
    assert not records.events
    assert len(records.sessions) == 56
    assert {session.zone for session in records.sessions} == {"UTC"}
    assert all(session.start and session.end for session in records.sessions)
    assert all(paper.authors and paper.abstract for paper in records.papers)
    assert not any("*" in name or "†" in name for paper in records.papers for name in paper.authors)
    check_sound(records)


def test_iclr_2020_is_told_from_other_formats(iclr):
    assert ingest.detect(folder(ICLR)) == ["miniconf"]


def test_the_one_paper_of_iclr_2020_with_sessions_is_in_both(iclr):
    [spiking] = [
        paper for paper in iclr.records.papers if "Spiking Neural Networks" in paper.title and "Hybrid" in paper.title
    ]
    slots = [slot for slot in iclr.records.slots if slot.paper == spiking.id]
    assert [(slot.type, slot.start) for slot in slots] == [
        ("poster", datetime(2020, 4, 27, 5, tzinfo=UTC)),
        ("poster", datetime(2020, 4, 28, 5, tzinfo=UTC)),
    ]
    assert spiking.id.endswith(slug("B1xSperKvH"))


def test_nicknames_in_iclr_2020_are_kept(iclr):
    names = {name for paper in iclr.records.papers for name in paper.authors}
    assert {"Krishnamurthy (Dj) Dvijotham", "Lamtharn (Hanoi) Hantrakul", "Marcin Michalski"} <= names


def test_six_speakers_of_iclr_2020_are_missing_in_its_file_and_told_of(iclr):
    missing = [text for text in told(iclr, "problem") if "no file describes that speaker" in text]
    assert [int(text.split("speaker_")[1][0]) for text in missing] == [3, 4, 5, 6, 7, 8]
    assert {"calendar.ics", "no part of the programme: faq.yml"} <= {note.where or note.text for note in iclr.notes}
    assert "686 papers in no session" in told(iclr, "read")
