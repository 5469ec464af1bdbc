"""The reader of Indico's export API, over made-up events and timetables."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, check_golden, check_sound, damaged, detect, read, read_or_refuse

from corpus.models import SourceError

CASES = sorted(path for path in (DATA / "indico").glob("*.json") if not path.name.endswith(".golden.json"))

every_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


def case(name, **options):
    path = DATA / "indico" / f"{name}.json"
    return read(path.read_bytes(), name=path.name, **options)


def tree(name):
    return json.loads((DATA / "indico" / f"{name}.json").read_bytes())


def read_tree(rows, **options):
    return read(json.dumps(rows).encode(), name="x.json", format="indico", **options)


def said(parsed, level):
    return [f"{note.where} {note.text}".strip() for note in parsed.notes if note.level == level]


def titled(records, title):
    [found] = [each for each in (*records.papers, *records.sessions) if each.title == title]
    return found


def slots_of(records, title):
    return [slot for slot in records.slots if slot.paper == titled(records, title).id]


@every_case
def test_case_reads_as_its_golden_file_says(path):
    check_golden(read(path.read_bytes(), name=path.name), path.with_suffix(".golden.json"))


@every_case
def test_case_is_told_from_other_formats(path):
    assert detect(path.read_bytes()) == ["indico"]


@every_case
def test_records_are_named_once_and_refer_to_one_another(path):
    check_sound(read(path.read_bytes(), name=path.name).records)


# Events


def test_an_event_has_its_days_zone_place_and_chairs():
    [event] = case("sessions").records.events
    assert (event.id, event.name, event.place) == ("kelpconf-2031", "KelpConf 2031", "Kelp Institute, Bergen")
    assert (event.start, event.end, event.zone) == (date(2031, 5, 7), date(2031, 5, 8), "Europe/Oslo")
    assert [(person.name, person.role) for person in event.people] == [("Dee Fisk", "Chair")]


def test_two_events_of_one_name_are_kept_apart():
    records = case("contributions").records
    assert [event.id for event in records.events] == ["kelp-meeting-2031", "kelp-meeting-2031-41"]
    assert {paper.title: paper.event for paper in records.papers} == {
        "Salt": "kelp-meeting-2031",
        "Sand": "kelp-meeting-2031",
        "Silt": "kelp-meeting-2031-41",
    }


def test_an_event_and_its_timetable_have_the_same_identifiers():
    whole, days = case("sessions").records, case("timetable").records
    for title in ("Roots that are none", "Deep kelp: Part I"):
        assert titled(whole, title).id == titled(days, title).id
    assert not days.events


# Sessions and contributions


def test_a_session_has_its_part_its_chairs_and_its_contributions():
    records = case("sessions").records
    deep = titled(records, "Deep kelp: Part I")
    assert (deep.room, deep.abstract) == ("Tank 1", "All about kelp.")
    assert [(person.name, person.role) for person in deep.people] == [("Cy Marsh", "Chair")]
    [slot] = slots_of(records, "Roots that are none")
    assert (slot.session, slot.start) == (deep.id, datetime(2031, 5, 7, 7, tzinfo=UTC))


def test_authors_come_before_those_who_only_speak():
    assert titled(case("sessions").records, "Roots that are none").authors == ("Ada Quill", "Bo Lind", "Eve Strand")


def test_names_are_turned_round_and_lose_their_titles():
    assert titled(case("contributions").records, "Salt").authors == ("Ada Quill", "Bo Lind")
    assert titled(case("timetable").records, "Roots that are none").authors == ("Ada Quill", "Bo Lind")


def test_contributions_to_a_session_of_posters_are_posters():
    records = case("sessions").records
    assert titled(records, "Kelp on boards").type == "poster session"
    assert titled(records, "Pressed kelp").type == "poster"
    assert [slot.type for slot in slots_of(records, "Pressed kelp")] == ["poster"]


def test_a_contribution_that_nobody_gives_is_a_part_of_the_day():
    kinds = {each.title: each.type for each in case("sessions").records.sessions}
    assert (kinds["Registration and coffee"], kinds["Discussion"]) == ("registration", "session")


def test_a_part_of_a_contribution_is_a_talk_in_its_session():
    records = case("sessions").records
    detail = titled(records, "A root in detail")
    assert (detail.authors, detail.notes) == (("Eve Strand",), ("Part of “Roots that are none”.",))
    assert [(slot.session, slot.start) for slot in slots_of(records, detail.title)] == [("indico-31-s901", None)]


def test_a_session_that_is_only_named_has_its_contributions_and_no_time():
    records = case("contributions").records
    tide = titled(records, "Morning tide")
    assert tide.start is None
    assert {slot.paper for slot in records.slots if slot.session == tide.id} == {"indico-40-c1", "indico-40-c0"}


def test_a_contribution_without_time_is_a_talk_without_time():
    assert not slots_of(case("sessions").records, "Unscheduled kelp")


def test_breaks_and_sessions_without_entries_are_read_from_a_timetable():
    kinds = {each.title: each.type for each in case("timetable").records.sessions}
    assert kinds["Tea"] == "break"
    assert kinds["Empty tank"] == "session"


# Times


def test_the_length_of_a_contribution_tells_its_end():
    [slot] = slots_of(case("sessions").records, "Kelp before breakfast")
    assert slot.end == datetime(2031, 5, 8, 7, 45, tzinfo=UTC)


def test_a_time_without_zone_is_in_that_of_the_event():
    rows = tree("sessions")
    del rows["results"][0]["contributions"][1]["startDate"]["tz"]
    [slot] = slots_of(read_tree(rows).records, "Kelp before breakfast")
    assert slot.start == datetime(2031, 5, 8, 5, tzinfo=UTC)


def test_times_of_a_timetable_without_zone_are_left_out_until_a_person_names_it():
    text = json.dumps(tree("timetable")).replace('"tz": "Europe/Oslo"', '"tz": null')
    parsed = read_tree(json.loads(text))
    assert not [slot for slot in parsed.records.slots if slot.start]
    assert [note for note in said(parsed, "problem") if "--zone" in note] == [
        "6 times without offset left out: name their zone with --zone"
    ]
    [slot] = read_tree(json.loads(text), zone="Asia/Tokyo").records.slots
    assert slot.start == datetime(2031, 5, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [{"date": "2031-02-30", "time": "09:00:00", "tz": "UTC"}, {"date": "soon"}, "soon", 7]
)
def test_a_time_that_there_is_not_is_said_with_its_place(value):
    rows = tree("sessions")
    rows["results"][0]["contributions"][1]["startDate"] = value
    parsed = read_tree(rows)
    assert [slot.start for slot in slots_of(parsed.records, "Kelp before breakfast")] == [None]
    assert any(note.startswith("results.0.contributions.1 no time") for note in said(parsed, "problem"))


# What is shown and what is not


def test_addresses_and_codes_are_nobodys_business():
    for name in ("sessions", "timetable"):
        parsed = case(name)
        text = parsed.records.model_dump_json()
        for private in ("@", "abcdef", "+47", "Clerk"):
            assert private not in text
    assert "private: contribution.presenters.email, 2 times" in said(case("timetable"), "left out")


def test_affiliations_are_kept_with_what_people_give_and_chair():
    records = case("sessions").records
    assert titled(records, "Kelp before breakfast").orgs == ("University of the Sea",)
    assert {person.org for person in records.events[0].people} == {"Kelp Institute"}


def test_what_is_attached_is_linked_unless_it_is_protected():
    links = titled(case("sessions").records, "Kelp before breakfast").links
    assert [link.label for link in links] == ["page", "slides", "video"]
    assert "1 protected attachment" in said(case("sessions"), "left out")


def test_addresses_of_a_timetable_are_made_whole():
    links = titled(case("timetable").records, "Roots that are none").links
    assert [(link.label, link.url) for link in links] == [
        ("page", "https://indico.kelp.example/event/31/contributions/4701/"),
        ("pdf", "https://indico.kelp.example/event/31/attachments/5/roots.pdf"),
    ]


# Files that are not whole


def test_a_contribution_without_title_is_passed_over_with_its_place():
    rows = tree("sessions")
    rows["results"][0]["contributions"][1]["title"] = " "
    assert "results.0.contributions.1 a contribution without title" in said(read_tree(rows), "problem")


def test_contributions_of_a_session_without_title_are_read_without_it():
    rows = tree("sessions")
    rows["results"][0]["sessions"][0] |= {"title": "", "slotTitle": ""}
    [slot] = slots_of(read_tree(rows).records, "Roots that are none")
    assert slot.session is None


def test_an_event_without_contributions_is_counted_beside_others():
    rows = tree("contributions")
    del rows["results"][1]["contributions"]
    assert "event 41 lists no contribution" in said(read_tree(rows), "left out")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b'{"_type": "HTTPAPIResult", "count": 0, "results": []}',
            "x.json lists no contribution: it is exported with detail=contributions or detail=sessions.",
        ),
        (
            b'{"results": [{"_type": "Conference", "id": "1", "title": "KelpConf"}]}',
            "x.json lists no contribution: it is exported with detail=contributions or detail=sessions.",
        ),
        (b'{"results": [', "x.json is not sound JSON: expecting value at line 1, column 14."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(SourceError) as caught:
        read(data, name="x.json", format="indico")
    assert str(caught.value) == sentence


def test_results_of_another_system_are_not_taken_for_an_event():
    assert "indico" not in detect(b'{"count": 1, "results": [{"code": "WREN01", "title": "Wrens"}]}')


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(CASES).flatmap(lambda path: damaged(json.loads(path.read_bytes()))))
def test_a_damaged_export_is_read_or_refused_in_words(rows):
    read_or_refuse(json.dumps(rows).encode(), "indico", "x.json", zone="Europe/Oslo")
