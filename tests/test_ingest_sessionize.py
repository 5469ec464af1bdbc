"""The reader of Sessionize's API, over made-up answers of each of its views."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, check_golden, check_sound, damaged, detect, read, read_or_refuse

from corpus.models import SourceError

CASES = sorted(path for path in (DATA / "sessionize").glob("*.json") if not path.name.endswith(".golden.json"))
ZONE = "Europe/Oslo"

every_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


def read_case(path, **options):
    return read(path.read_bytes(), name=path.name, **options)


def case(name, **options):
    return read_case(DATA / "sessionize" / f"{name}.json", **options)


def session(**fields):
    row = {"id": "1", "title": "Knots", "isServiceSession": False, "speakers": ["a"], "categoryItems": []}
    return row | fields


def answer(*sessions, **lists):
    speakers = [{"id": "a", "fullName": "Ada Quill"}]
    tree = {"sessions": sessions, "speakers": speakers, "questions": [], "categories": [], "rooms": []}
    return json.dumps(tree | lists).encode()


def said(parsed, level):
    return [f"{note.where} {note.text}".strip() for note in parsed.notes if note.level == level]


@every_case
def test_case_reads_as_its_golden_file_says(path):
    check_golden(read_case(path, zone=ZONE), path.with_suffix(".golden.json"))


@every_case
def test_case_is_told_from_other_formats(path):
    assert detect(path.read_bytes()) == ["sessionize"]


@every_case
def test_records_are_named_once_and_refer_to_one_another(path):
    check_sound(read_case(path, zone=ZONE).records)


# Times


def test_times_are_left_out_and_said_once_until_a_person_names_their_zone():
    parsed = case("all")
    assert not [slot for slot in parsed.records.slots if slot.start]
    assert [note for note in said(parsed, "problem") if "--zone" in note] == [
        "4 times without offset left out: name their zone with --zone"
    ]
    [first, *_] = case("all", zone=ZONE).records.slots
    assert (first.start, first.end) == (datetime(2031, 5, 7, 7, tzinfo=UTC), datetime(2031, 5, 7, 7, 45, tzinfo=UTC))


def test_times_with_an_offset_need_no_zone():
    assert case("sessions").records.slots[0].start == datetime(2031, 5, 7, 9, tzinfo=UTC)


def test_what_ends_before_it_starts_has_no_time():
    parsed = case("all", zone=ZONE)
    [desk] = [each for each in parsed.records.sessions if each.title.startswith("Lost")]
    assert desk.start is None
    assert "sessions.2 it ends before it starts: its time is left out" in said(parsed, "problem")


# Views


def test_speakers_rooms_and_categories_are_found_by_their_numbers():
    [kites, *_] = case("all", zone=ZONE).records.papers
    assert kites.title == "Kites & keels: a small history"
    assert kites.authors == ("Ada Quill", "Bo Lind")
    assert (kites.type, kites.track, kites.language) == ("talk", "Wind", "English")
    assert kites.keywords == ("Introductory", "history")
    assert case("all", zone=ZONE).records.slots[0].room == "Loft"


def test_a_session_in_two_groups_is_one_talk_at_one_time():
    records = case("sessions").records
    assert len(records.papers) == len(records.slots) == 1
    assert records.papers[0].type == "keynote"


def test_a_session_on_two_days_is_one_talk_at_two_times():
    records = case("grid", zone=ZONE).records
    assert [paper.title for paper in records.papers] == ["Kites and keels"]
    assert [(slot.room, slot.start.day) for slot in records.slots] == [("Loft", 7), ("Galley", 8)]
    assert [each.title for each in records.sessions] == ["Coffee", "Coffee"]


def test_identifiers_are_the_same_in_every_view():
    found = [{paper.title: paper.id for paper in case(view, zone=ZONE).records.papers} for view in ("sessions", "grid")]
    assert found[0] == found[1] == {"Kites and keels": "sessionize-900101"}


# What is shown and what is not


def test_service_sessions_are_parts_of_the_day():
    kinds = {each.title: each.type for each in case("all", zone=ZONE).records.sessions}
    assert kinds == {"Lunch": "break", "Lost property desk opens": "service"}


def test_sessions_that_are_not_accepted_are_left_out_and_counted():
    parsed = case("all", zone=ZONE)
    assert "Anchors we have loved" not in {paper.title for paper in parsed.records.papers}
    assert "1 session with the status “Waitlisted”" in said(parsed, "left out")


def test_a_session_without_time_is_a_talk_without_time():
    records = case("all", zone=ZONE).records
    assert [paper.type for paper in records.papers if paper.title == "Rigging"] == ["workshop"]
    assert not [slot for slot in records.slots if slot.paper == "sessionize-900104"]


def test_a_session_that_nobody_gives_is_no_talk():
    records = read(answer(session(speakers=[], title="Open stage")), name="x.json").records
    assert [each.title for each in records.sessions] == ["Open stage"]
    assert not records.papers


def test_answers_addresses_and_biographies_are_nobodys_business():
    parsed = case("all", zone=ZONE)
    text = parsed.records.model_dump_json()
    for private in ("ladder", "vegetarian", "@", "builds kites"):
        assert private not in text
    assert {"private: sessions.questionAnswers, 1 time", "private: biography, 1 time"} <= set(said(parsed, "left out"))


def test_a_secret_in_an_address_is_taken_out():
    [link] = case("sessions").records.papers[0].links
    assert (link.label, link.url) == ("zoom", "https://us02web.zoom.us/j/99")


# Files that are not whole


def test_speakers_and_categories_that_are_not_there_are_said_with_their_place():
    assert {
        "sessions.3.speakers.1 no such speaker in “speakers”",
        "sessions.3.categoryItems.1 no such item in “categories”",
    } <= set(said(case("all", zone=ZONE), "problem"))


def test_a_session_without_title_is_passed_over_with_its_place():
    parsed = read(answer(session(), session(title=" ")), name="x.json")
    assert len(parsed.records.papers) == 1
    assert said(parsed, "problem") == ["sessions.1 a session without title"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (answer(), "x.json holds no session with a title."),
        (answer(session(title=None)), "x.json holds no session with a title."),
        (answer()[:13], "x.json is not sound JSON: expecting value at line 1, column 14."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(SourceError) as caught:
        read(data, name="x.json", format="sessionize")
    assert str(caught.value) == sentence


def test_a_programme_without_sessions_yet_is_known_for_what_it_is():
    assert detect(answer()) == ["sessionize"]


def test_a_list_of_speakers_is_no_programme():
    speakers = [{"id": "a", "firstName": "Ada", "sessions": [{"id": 1, "name": "Knots"}], "isTopSpeaker": False}]
    assert "sessionize" not in detect(json.dumps(speakers).encode())


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(CASES).flatmap(lambda path: damaged(json.loads(path.read_bytes()))))
def test_a_damaged_answer_is_read_or_refused_in_words(tree):
    read_or_refuse(json.dumps(tree).encode(), "sessionize", "x.json", zone=ZONE)
