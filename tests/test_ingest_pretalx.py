"""Lists of the pretalx API: made-up ones, of its versions before and since it had numbers for names."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, check_golden, check_sound, damaged, detect, read, read_or_refuse

from corpus.models import SourceError

FORM = "pretalx"
CASES = sorted(path for path in (DATA / FORM).glob("*.json") if not path.name.endswith(".golden.json"))
few = settings(deadline=None, max_examples=150)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)


def parsed(stem, **options):
    path = DATA / FORM / f"{stem}.json"
    return read(path.read_bytes(), name=path.name, **options)


def of_talks(*talks, **options):
    return read(json.dumps({"results": list(talks)}).encode(), name="toy.json", **options)


def talk(**fields):
    return {"code": "BOATS2", "title": "Paper boats", "submission_type": "Talk", "state": "confirmed", **fields}


def told(read_so_far, level="problem"):
    return [note.text for note in read_so_far.notes if note.level == level]


@every_case
def test_case_reads_as_its_golden_file_says(case):
    check_golden(parsed(case.stem), case.with_suffix(".golden.json"))


@every_case
def test_case_is_told_from_other_formats(case):
    assert detect(case.read_bytes()) == [FORM]


@every_case
def test_records_are_named_once_and_refer_to_one_another(case):
    check_sound(parsed(case.stem).records)


# What is read


def test_only_what_is_accepted_is_read_and_the_rest_is_counted():
    assert [paper.id for paper in parsed("talks").records.papers] == ["boats2", "owls44"]
    assert "not accepted: 1 rejected, 1 withdrawn, 2 submitted" in told(parsed("talks"), "left out")


def test_people_track_type_and_room_are_read_from_names_in_several_languages():
    boats = parsed("talks").records.papers[0]
    assert (boats.authors, boats.track, boats.type) == (("Ada Quill", "Bo Lind"), "Boats", "talk")
    assert parsed("talks").records.slots[0].room == "Great Hall"
    nest = parsed("submissions").records.papers[0]
    assert (nest.track, nest.type, nest.keywords) == ("Vögel", "workshop", ("twigs",))


def test_each_shown_slot_of_a_talk_is_one_of_its_slots():
    submissions = parsed("submissions")
    assert [(slot.room, slot.start, slot.end) for slot in submissions.records.slots] == [
        ("Loft", datetime(2031, 5, 3, 9, tzinfo=UTC), datetime(2031, 5, 3, 10, 30, tzinfo=UTC)),
        ("Loft", datetime(2031, 5, 4, 9, tzinfo=UTC), datetime(2031, 5, 4, 10, 30, tzinfo=UTC)),
    ]
    assert "slots that are hidden, 1 time" in told(submissions, "left out")


def test_slots_with_their_talks_in_them_are_one_talk_and_what_is_between():
    records = parsed("slots").records
    assert [paper.id for paper in records.papers] == ["boats2"]
    assert [slot.room for slot in records.slots] == ["Great Hall", "Loft"]
    assert [(session.id, session.title, session.type) for session in records.sessions] == [
        ("slots-json-slot-33", "Lunch", "break"),
        ("slots-json-slot-34", "Break", "break"),
    ]


def test_a_schedule_of_the_old_api_is_read_with_its_breaks():
    tree = {
        "version": "1.0",
        "slots": [talk(slot={"room": {"en": "Hall"}, "start": "2031-05-03T10:00:00+02:00", "end": None}, duration=30)],
        "breaks": [
            {"room": {"en": "Hall"}, "room_id": 1, "start": "2031-05-03T12:00:00+02:00", "description": {"en": "Lunch"}}
        ],
    }
    records = read(json.dumps(tree).encode(), name="toy.json").records
    assert records.slots[0].end == datetime(2031, 5, 3, 8, 30, tzinfo=UTC)
    assert [(session.title, session.room) for session in records.sessions] == [("Lunch", "Hall")]


def test_links_are_those_that_are_public():
    [nest] = parsed("submissions").records.papers
    assert [(link.label, link.url) for link in nest.links] == [
        ("page", "https://pretalx.example/toyconf31/talk/NEST05/"),
        ("slides", "https://pretalx.example/media/toyconf31/submissions/NEST05/resources/nest.pptx"),
    ]
    assert [link.label for link in parsed("talks").records.papers[0].links] == ["slides", "code"]


def test_nothing_private_comes_through():
    for stem in ("talks", "submissions"):
        text = parsed(stem).model_dump_json()
        for secret in ("0160", "@toyconf", "always late", "before noon", "Ada folds", "Fay sings", "letmein", "abcdef"):
            assert secret not in text
    said = told(parsed("talks"), "left out")
    assert {"private: results.internal_notes, 1 time", "private: notes, 1 time"} <= set(said)


def test_talks_without_code_are_told_apart_by_their_titles():
    papers = of_talks(talk(code=None), talk(code=None, title="Paper planes")).records.papers
    assert [paper.id for paper in papers] == ["toy-json-paper-boats", "toy-json-paper-planes"]


# What a list does not tell


def test_speakers_that_are_codes_have_no_names_and_it_is_said_what_to_ask_for():
    only = of_talks(talk(speakers=["ADAQUI", "BOLIND"]))
    assert only.records.papers[0].authors == ()
    assert told(only) == ["only a code or number: speakers (2 times); ask the API with ?expand=speakers"]


def test_all_that_is_told_by_number_is_asked_for_at_once():
    [said] = [text for text in told(parsed("codes")) if "expand" in text]
    assert said.endswith("?expand=speakers,submission_type,track,tags,resources,slots.room")


def test_slots_ask_for_their_talks():
    [said] = [text for text in told(parsed("slots")) if "expand" in text]
    assert said.endswith("?expand=room,submission.speakers")
    slot = {"id": 1, "room": 1, "start": "2031-05-03T10:00:00Z", "submission": "BOATS2"}
    with pytest.raises(SourceError, match=r"^toy\.json has no accepted talk.*expand=.*submission\.speakers.*\.$"):
        of_talks(slot)


def test_speakers_that_are_names_are_people():
    assert of_talks(talk(speakers=["Ada Quill", "Bo Lind"])).records.papers[0].authors == ("Ada Quill", "Bo Lind")


def test_one_page_of_several_is_said():
    assert told(parsed("submissions")) == [
        "one page of several: 1 of 117 entries are in it; name the other pages as sources, too"
    ]


def test_a_count_that_is_wrong_is_said():
    assert told(parsed("talks")) == ["it says that it has 5 entries, but 6 are in it"]


def test_times_without_offset_wait_for_their_zone():
    assert not parsed("codes").records.slots
    assert any("--zone" in text for text in told(parsed("codes")))
    [slot] = parsed("codes", zone="Europe/Berlin").records.slots
    assert slot.start == datetime(2031, 5, 3, 13, tzinfo=UTC)


def test_the_zone_of_a_person_holds_where_times_are_in_utc():
    pause = {"id": 1, "room": None, "start": "2031-05-03T10:00:00Z", "submission": None, "description": "Lunch"}
    [session] = of_talks(talk(), pause, zone="Europe/Berlin").records.sessions
    assert session.zone == "Europe/Berlin"


def test_bad_entries_are_said_with_their_places():
    where = [(note.text, note.where) for note in parsed("codes").notes if note.where]
    assert where == [("no title", "2"), ("no talk and no slot", "3"), ("no talk and no slot", "4")]


# What is broken


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"results": [', "line 1, column"),
        (b'{"count": 0, "next": null, "previous": null, "results": []}', "no list"),
        (b'{"results": [{"code": "ADAQUI", "name": "Ada Quill", "submissions": ["BOATS2"]}]}', "no list"),
        (json.dumps([talk(state="rejected")]).encode(), "not accepted: 1 rejected"),
        (json.dumps([talk(title=None)]).encode(), "no title"),
    ],
)
def test_what_holds_no_talk_is_refused_in_a_sentence(data, said):
    with pytest.raises(SourceError, match=r"^toy\.json .*\.$") as caught:
        read(data, name="toy.json", format=FORM)
    assert said in str(caught.value)


@few
@given(data=st.data(), case=st.sampled_from(CASES), zone=st.sampled_from([None, "Asia/Tokyo"]))
def test_a_damaged_list_is_read_or_refused(data, case, zone):
    tree = data.draw(damaged(json.loads(case.read_bytes())))
    read_or_refuse(json.dumps(tree).encode(), FORM, **({"zone": zone} if zone else {}))
