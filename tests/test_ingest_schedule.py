"""Schedules of pretalx, frab and c3voc, as JSON and as XML: made-up ones with traps, and a real one."""

import json
from datetime import UTC, date, datetime, timedelta
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, SHARED, check_golden, check_sound, damaged, detect, read, read_or_refuse

from corpus.models import SourceError

JSON, XML = "schedule_json", "schedule_xml"
CASES = sorted(
    path for form in (JSON, XML) for path in (DATA / form).iterdir() if not path.name.endswith(".golden.json")
)
TOYCONF = DATA / JSON / "toyconf.json"
FLAT = DATA / JSON / "flat.json"
HARBOUR = DATA / XML / "harbour.xml"

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
few = settings(deadline=None, max_examples=120)


def parsed(path, **options):
    return read(path.read_bytes(), name=path.name, **options)


def of_events(*events, day=None, **conference):
    """A schedule of one day with *events*, read."""
    day = {"date": "2031-05-03", **(day or {}), "rooms": {"Hall": list(events)}}
    tree = {"schedule": {"base_url": "https://toy.example/plan/", "conference": {"title": "ToyConf", "days": [day]}}}
    tree["schedule"]["conference"] |= conference
    return read(json.dumps(tree).encode(), name="toy.json")


def event(**fields):
    return {"id": 1, "title": "Paper boats", "type": "Talk", "persons": ["Ada Quill"], **fields}


def slot_of(*events, **given):
    [slot] = of_events(*events, **given).records.slots
    return slot


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).strftime("%d %H:%M")


def problems(read_so_far):
    return [note.text for note in read_so_far.notes if note.level == "problem"]


# Golden files


@every_case
def test_case_reads_as_its_golden_file_says(case):
    check_golden(parsed(case), case.with_suffix(".golden.json"))


@every_case
def test_case_is_told_from_other_formats(case):
    assert detect(case.read_bytes()) == [case.parent.name]


@every_case
def test_records_are_named_once_and_refer_to_one_another(case):
    check_sound(parsed(case).records)


def test_both_forms_of_one_schedule_give_the_same_records():
    def shown(read_so_far):
        return json.loads(read_so_far.records.model_dump_json().replace("schedule-xml", "schedule-json"))

    one, other = shown(parsed(TOYCONF)), shown(parsed(DATA / XML / "toyconf.xml"))
    assert [source.pop("format") for source in (*one["sources"], *other["sources"])] == [JSON, XML]
    assert one == other


# The real sample


@pytest.fixture(scope="module")
def democon():
    path = SHARED / "programmes" / "pretalx-democon.schedule.json"
    if not path.exists():
        pytest.skip("the real schedule is not here")
    return read(path.read_bytes(), name=path.name)


def test_every_talk_of_the_real_schedule_is_there(democon):
    papers, slots = democon.records.papers, democon.records.slots
    assert [sum(paper.type == kind for paper in papers) for kind in ("talk", "workshop")] == [27, 9]
    assert len(papers) == len(slots) == 36
    assert not democon.records.sessions
    assert [sum(slot.room == room for slot in slots) for room in ("Gray Room", "Tan Room")] == [27, 9]
    assert [sum(paper.track == track for paper in papers) for track in ("Horizontal", "Phased")] == [21, 15]
    assert len({author for paper in papers for author in paper.authors}) == 27
    days = [slot.start.date() for slot in slots]
    assert [days.count(date(2020, 12, day)) for day in (14, 15, 16)] == [12, 12, 12]
    assert {paper.language for paper in papers} == {"en"}
    assert sum(bool(paper.notes) for paper in papers) == 2  # not recorded
    assert all(paper.abstract and paper.authors for paper in papers)
    check_sound(democon.records)


def test_the_real_schedule_reads_as_it_is_printed(democon):
    [event] = democon.records.events
    assert (event.id, event.name, event.start, event.end) == (
        "democon-2020",
        "DemoCon 2020",
        date(2020, 12, 14),
        date(2020, 12, 16),
    )
    [source] = democon.records.sources
    assert source.title == "DemoCon 2020 programme"
    found = next(paper for paper in democon.records.papers if paper.title == "Inverse motivating array")
    assert found.authors == ("Teresa Terrell", "Stephanie Hudson")
    assert found.links[0].label == "page"
    slot = next(slot for slot in democon.records.slots if slot.paper == found.id)
    assert slot.end - slot.start == timedelta(minutes=90)
    assert local(slot.start, event.zone) == "16 09:00"


def test_a_zone_that_the_offsets_contradict_is_said(democon):
    [said] = problems(democon)
    assert "UTC" in said
    assert "+01:00" in said
    assert "told as written" in said


def test_lives_are_left_out_and_said(democon):
    assert any("biography, 43 times" in note.text for note in democon.notes if note.level == "left out")
    assert "Music provide central information" not in democon.model_dump_json()  # the life of Randy Crawford


# Times


def test_a_talk_after_midnight_belongs_to_the_night_of_its_day():
    owls = next(paper for paper in parsed(TOYCONF).records.papers if "owls" in paper.title)
    [slot] = [slot for slot in parsed(TOYCONF).records.slots if slot.paper == owls.id]
    assert local(slot.start, "Europe/Berlin") == "04 00:30"


def test_an_instant_wins_over_the_day_that_it_is_listed_on():
    slot = slot_of(event(date="2031-05-04T00:30:00+02:00", start="00:30"))
    assert slot.start == datetime(2031, 5, 3, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "day", "expected"),
    [
        ("00:30", {"day_start": "2031-05-03T10:00:00+02:00", "day_end": "2031-05-04T06:00:00+02:00"}, "04 00:30"),
        ("05:30", {"day_start": "2031-05-03T10:00:00+02:00", "day_end": "2031-05-04T06:00:00+02:00"}, "04 05:30"),
        ("08:30", {"day_start": "2031-05-03T10:00:00+02:00", "day_end": "2031-05-04T06:00:00+02:00"}, "03 08:30"),
        ("23:30", {"day_start": "2031-05-03T10:00:00+02:00", "day_end": "2031-05-04T06:00:00+02:00"}, "03 23:30"),
        ("03:30", {}, "04 03:30"),
        ("04:30", {}, "03 04:30"),
        ("24:00", {}, "04 00:00"),
    ],
)
def test_a_time_of_day_falls_within_its_day(start, day, expected):
    slot = slot_of(event(start=start), day=day, time_zone_name="Europe/Berlin")
    assert local(slot.start, "Europe/Berlin") == expected


def test_a_programme_may_say_when_its_day_changes():
    read_so_far = parsed(HARBOUR, zone="Europe/Oslo")
    dawn = next(slot for slot in read_so_far.records.slots if slot.paper.endswith("6247"))
    assert local(dawn.start, "Europe/Oslo") == "02 04:30"
    assert any("after midnight" in note.text for note in read_so_far.notes)


def test_a_day_may_change_at_midnight():
    slot = slot_of(event(start="00:30"), time_zone_name="Europe/Berlin", day_change="00:00")
    assert local(slot.start, "Europe/Berlin") == "03 00:30"


def test_times_without_zone_are_left_out_until_it_is_named():
    assert not any(slot.start for slot in parsed(HARBOUR).records.slots)
    assert [text for text in problems(parsed(HARBOUR)) if "--zone" in text] == [
        "3 times without offset left out: name their zone with --zone"
    ]
    slots = parsed(HARBOUR, zone="Europe/Oslo").records.slots
    assert [slot.start.hour for slot in slots] == [9, 10, 3]
    assert [(slot.end - slot.start).seconds // 60 for slot in slots] == [50, 25, 30]


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(SourceError, match=r"^harbour\.xml .*Mars.*\.$"):
        parsed(HARBOUR, zone="Mars/Base")


def test_a_programme_in_a_zone_that_is_none_is_read_and_said():
    toy = of_events(event(date="2031-05-03T10:00:00+02:00"), time_zone_name="Mars/Base")
    assert toy.records.slots[0].start
    assert "there is no time zone “Mars/Base”" in problems(toy)


def test_instants_in_utc_are_told_at_the_time_of_day_beside_them():
    toy = of_events(event(date="2031-05-03T08:00:00Z", start="10:00"), time_zone_name="Europe/Berlin")
    assert toy.records.events[0].zone == "Europe/Berlin"
    assert not problems(toy)
    unnamed = of_events(event(date="2031-05-03T08:00:00Z", start="10:00"))
    assert local(unnamed.records.slots[0].start, unnamed.records.events[0].zone) == "03 10:00"


def test_instants_in_utc_alone_say_nothing_against_the_zone_that_is_named():
    toy = of_events(event(date="2031-05-03T08:00:00+00:00"), time_zone_name="Europe/Berlin")
    assert toy.records.events[0].zone == "Europe/Berlin"


def test_the_offset_of_a_day_holds_for_its_times():
    day = {"day_start": "2031-05-03T09:00:00+09:00", "day_end": "2031-05-04T03:00:00+09:00"}
    assert slot_of(event(start="10:00"), day=day).start == datetime(2031, 5, 3, 1, tzinfo=UTC)


def test_a_length_in_days_is_read():
    nest = next(slot for slot in parsed(TOYCONF).records.slots if slot.type == "workshop")
    assert (nest.end - nest.start).total_seconds() == (24 + 2.5) * 3600


def test_a_talk_without_length_has_no_end():
    slot = slot_of(event(date="2031-05-03T10:00:00+02:00", duration=""))
    assert slot.start
    assert slot.end is None


def test_a_talk_that_ends_before_it_starts_has_no_time():
    toy = of_events(event(date="2031-05-03T10:00:00+02:00", end="2031-05-03T09:00:00+02:00"))
    assert toy.records.slots[0].start is None
    assert any("ends before it starts" in text for text in problems(toy))


def test_a_time_that_is_none_is_said_with_its_place():
    assert [(note.text, note.where) for note in parsed(TOYCONF).notes if "no time" in note.text] == [
        ("no time: “2031-05-04T25:00:00+02:00”", "schedule.conference.days.1.rooms.Loft.2")
    ]


# Talks, people and what is no talk


def test_people_are_read_in_each_spelling():
    boats = next(paper for paper in parsed(TOYCONF).records.papers if "boats" in paper.title)
    assert boats.authors == ("Ada Quill", "Bo Lind", "Cy Marsh")


def test_speakers_are_people_too():
    [paper] = of_events(event(persons=[], speakers=[{"display_name": "Bo Lind"}])).records.papers
    assert paper.authors == ("Bo Lind",)


def test_who_moderates_is_on_stage_and_said():
    wings = parsed(FLAT).records.papers[0]
    assert wings.authors == ("Ada Quill", "Bo Lind", "Cy Marsh")
    assert wings.notes == ("Moderator: Bo Lind.",)


def test_a_talk_that_is_given_twice_is_one_paper_with_two_slots():
    records = parsed(TOYCONF).records
    [boats] = [paper for paper in records.papers if "boats" in paper.title]
    assert boats.id == "aaaaaaaa-0000-5000-8000-000000000002"
    assert [(slot.room, slot.start.day) for slot in records.slots if slot.paper == boats.id] == [
        ("Great Hall", 3),
        ("Loft", 4),
    ]


def test_a_talk_that_is_listed_twice_at_one_time_has_one_slot():
    once = event(date="2031-05-03T10:00:00+02:00", duration="00:30")
    assert len(of_events(once, once).records.slots) == 1


def test_two_talks_with_one_identifier_are_two_and_said():
    toy = of_events(event(guid="g-1"), event(guid="g-1", id=2, title="Paper planes"))
    assert [paper.id for paper in toy.records.papers] == ["g-1", "g-1-2"]
    assert any("Paper planes" in text for text in problems(toy))


def test_a_talk_without_guid_has_its_number_after_the_event():
    assert [paper.id for paper in of_events(event(id=17)).records.papers] == ["toyconf-2031-17"]


def test_what_nobody_presents_is_a_part_of_the_day():
    records = parsed(TOYCONF).records
    assert [(session.title, session.type, session.room) for session in records.sessions] == [
        ("Opening", "opening", "Great Hall"),
        ("Lunch break", "break", "Great Hall"),
    ]


@pytest.mark.parametrize(
    ("title", "type_", "expected"),
    [
        ("Kaffeepause", "lecture", "break"),
        ("Paper boats, and why we fold them", "lecture", "talk"),
        ("Paper boats", None, "session"),
        ("Paper boats", "Social event", "social event"),
        ("Harbour party", "other", "social"),
    ],
)
def test_a_part_of_the_day_is_called_by_its_type_or_its_title(title, type_, expected):
    toy = of_events(event(title=title, type=type_, persons=[], date="2031-05-03T10:00:00+02:00"))
    assert [session.type for session in toy.records.sessions] == [expected]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("lecture", "talk"),
        (None, "talk"),
        ("lightning_talk", "lightning talk"),
        ("Workshop (90 minutes)", "workshop"),
        ("Talk 30 min + 10min Q&A", "talk"),
        ("60-minute panel", "panel"),
        ({"en": "Keynote", "de": "Hauptvortrag"}, "keynote"),
        ("maintrack", "talk"),
    ],
)
def test_types_are_as_people_say_them(written, said):
    assert [paper.type for paper in of_events(event(type=written)).records.papers] == [said]


def test_a_talk_that_waits_for_its_time_is_there_and_counted():
    toyconf = parsed(TOYCONF)
    gulls = next(paper for paper in toyconf.records.papers if "Gulls" in paper.title)
    assert gulls.id not in {slot.paper for slot in toyconf.records.slots}
    assert any(note.text == "1 talk without time and room" for note in toyconf.notes)


def test_rooms_of_one_guid_are_told_by_their_names():
    assert {slot.room for slot in parsed(TOYCONF).records.slots} == {"Great Hall", "Loft"}
    owls, feathers = (next(s for s in parsed(FLAT).records.slots if s.paper.endswith(end)) for end in ("2", "3"))
    assert owls.room == "Aviary"  # named by its guid alone
    assert feathers.room == ""  # by a guid that two rooms have


def test_language_track_and_subtitle_are_kept():
    boats = next(paper for paper in parsed(TOYCONF).records.papers if "boats" in paper.title)
    assert (boats.language, boats.track) == ("de", "Boats")
    assert boats.other_titles == ("Paper boats that & float: and one that does not",)
    assert parsed(FLAT).records.papers[0].language == "de"  # "de-formal" is pretalx's own
    assert parsed(FLAT).records.papers[0].track == "Wings & Feathers"  # named by its slug


def test_a_text_that_is_abstract_and_description_is_said_once():
    boats = next(paper for paper in parsed(TOYCONF).records.papers if "boats" in paper.title)
    assert boats.abstract.count("how far they go") == 1
    assert boats.abstract.endswith("Bring paper.")


def test_what_will_not_be_recorded_says_so():
    boats = next(paper for paper in parsed(TOYCONF).records.papers if "boats" in paper.title)
    assert boats.notes == ("It will not be recorded.",)


def test_links_are_whole_and_say_what_they_lead_to():
    boats = next(paper for paper in parsed(TOYCONF).records.papers if "boats" in paper.title)
    assert [(link.label, link.url) for link in boats.links] == [
        ("page", "https://toyconf.example/2031/talk/BOATS2/"),
        ("code", "https://github.com/toy/boats"),
        ("video", "https://youtu.be/b0at"),
        ("slides", "https://toyconf.example/media/toyconf31/boats%20final.pdf"),
        ("pdf", "https://toyconf.example/2031/fahrplan/system/event_attachments/1/handout.pdf"),
        ("video", "https://cdn.toyconf.example/boats.mp4"),
    ]


def test_nothing_private_comes_through():
    text = parsed(TOYCONF).model_dump_json()
    for secret in ("vegetarian", "0160", "cy@toyconf", "beside a lake"):
        assert secret not in text
    said = [note.text for note in parsed(TOYCONF).notes if note.level == "left out"]
    assert "private: event.persons.email, 1 time" in said
    assert "private: biography, 1 time" in said


def test_an_event_without_name_leaves_its_talks_without_event():
    toy = of_events(event(id=17), title=None)
    assert not toy.records.events
    [paper] = toy.records.papers
    assert (paper.event, paper.id) == (None, "toy-json-17")
    assert toy.records.sources[0].title == "toy.json"


@pytest.mark.parametrize(
    ("title", "name"),
    [("ToyConf 2031", "ToyConf 2031"), ("ToyConf", "ToyConf 2031"), ("38C3", "38C3 2031")],
)
def test_a_year_is_said_once(title, name):
    assert [each.name for each in of_events(event(), title=title).records.events] == [name]


def test_a_conference_that_ends_before_it_starts_has_no_end():
    toy = of_events(event(), start="2031-05-03", end="2031-05-01")
    assert [(each.start, each.end) for each in toy.records.events] == [(date(2031, 5, 3), None)]
    assert "“2031-05-01” is no end of a conference" in problems(toy)


# What is broken


BROKEN = [
    (b'{"schedule": {"conference": {"days": [', JSON, "line 1, column"),
    (b'{"schedule": {"conference": {"days": {}}}}', JSON, "no list at “schedule.conference.days”"),
    (b'{"schedule": {"conference": {"days": []}}}', JSON, "no event"),
    (b'{"schedule": {"conference": {"days": [{"date": "2031-05-03", "rooms": {}}]}}}', JSON, "no event"),
    (b"[]", JSON, "no list"),
    (b"\x00\x01", JSON, "no JSON"),
    (b"<schedule>\n<conference><title>Toy</conference>", XML, "line 2, column"),
    (b"<schedule><conference/><day><room><event><title>a\x00b", XML, "line 1"),
    (b"<schedule><conference/></schedule>", XML, "no event"),
    (b"<html><body/></html>", XML, "no XML with <schedule>"),
    (b"<schedule/>", XML, "no <conference> or <day>"),
    (b"", XML, "no XML"),
]


@pytest.mark.parametrize(("data", "form", "said"), BROKEN)
def test_what_is_broken_is_refused_in_a_sentence_with_its_place(data, form, said):
    with pytest.raises(SourceError, match=r"^toy\.file .*\.$") as caught:
        read(data, name="toy.file", format=form)
    assert said in str(caught.value)


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE schedule [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<schedule><conference><title>&c;</title></conference><day/></schedule>"""
OUTSIDE = b"""<!DOCTYPE schedule [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<schedule><conference><title>&x;</title></conference><day/></schedule>"""


@pytest.mark.parametrize(
    "data", [BOMB, OUTSIDE, BOMB.replace(b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="x"?>')]
)
def test_entities_are_refused(data):
    assert detect(data) == [XML]
    with pytest.raises(SourceError, match=r"^toy\.xml is refused: it declares entities.*\.$"):
        read(data, name="toy.xml")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("utf-8", "utf-16").encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("utf-8", "us-ascii").replace("Quill", "Qüill").encode(),
        lambda text: text.replace("<schedule>", '<schedule xmlns="https://toy.example/schedule">').encode(),
    ],
    ids=["mark", "utf-16", "crlf", "wrong-encoding", "namespace"],
)
def test_encoding_and_namespace_of_xml_change_nothing(change):
    path = DATA / XML / "toyconf.xml"
    changed = read(change(path.read_text(encoding="utf-8")), name=path.name).model_dump_json()
    assert changed.replace("Qüill", "Quill") == parsed(path).model_dump_json()


def test_a_bad_entry_is_said_and_the_rest_is_read():
    toy = of_events(event(), "stray", None, event(title=None), event(id=2, title="Paper planes"))
    assert [paper.title for paper in toy.records.papers] == ["Paper boats", "Paper planes"]
    where = "schedule.conference.days.0.rooms.Hall"
    assert [(note.text, note.where) for note in toy.notes if note.level == "problem"] == [
        ("no event", f"{where}.1"),
        ("no event", f"{where}.2"),
        ("no title", f"{where}.3"),
    ]


def test_days_of_other_shapes_are_read():
    room = {"name": "Hall", "events": [event()]}
    tree = {
        "schedule": {
            "conference": {"days": [{"date": "2031-05-03", "rooms": [room]}, {"events": [event(id=2, title="B")]}]}
        }
    }
    assert len(read(json.dumps(tree).encode(), name="toy.json").records.papers) == 2


# Anything at all


@few
@given(tree=damaged(json.loads(TOYCONF.read_bytes())))
def test_a_damaged_schedule_is_read_or_refused(tree):
    read_or_refuse(json.dumps(tree).encode(), JSON)


@few
@given(tree=damaged(json.loads(FLAT.read_bytes())), zone=st.sampled_from([None, "Asia/Tokyo"]))
def test_a_damaged_flat_schedule_is_read_or_refused(tree, zone):
    read_or_refuse(json.dumps(tree).encode(), JSON, **({"zone": zone} if zone else {}))


@few
@given(data=st.data(), path=st.sampled_from([HARBOUR, DATA / XML / "toyconf.xml"]))
def test_a_damaged_xml_schedule_is_read_or_refused(data, path):
    whole = path.read_bytes()
    texts = [
        b"",
        b"<",
        b"&lt;b&gt;",
        b"2031-13-45",
        b"99:99",
        b"<b>x</b>",
        b"\xff",
        b"9" * 400,
        b"&#55296;",
        b"0001-01-01T00:00:00+14:00",
    ]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(whole)))
        end = start + data.draw(st.integers(0, 40))
        whole = whole[:start] + data.draw(st.sampled_from(texts)) + whole[end:]
    read_or_refuse(whole, XML, zone="Asia/Tokyo")


@few
@given(texts=st.lists(st.text(), min_size=9, max_size=9))
def test_any_texts_are_read_or_refused(texts):
    title, day, start, length, person, kind, url, room, zone = texts
    fields = event(title=title, date=day, start=start, duration=length, persons=[person], type=kind, url=url)
    tree = {
        "schedule": {
            "conference": {"title": room, "time_zone_name": zone, "days": [{"date": day, "rooms": {room: [fields]}}]}
        }
    }
    read_or_refuse(json.dumps(tree).encode(), JSON)
    body = "".join(
        f"<{tag}>{escape(text)}</{tag}>"
        for tag, text in (("title", title), ("date", day), ("start", start), ("room", room))
    )
    read_or_refuse(f"<schedule><conference/><day><room><event>{body}</event></room></day></schedule>".encode(), XML)


def test_half_characters_are_read_or_refused():
    path = TOYCONF.read_bytes()
    read_or_refuse(path.replace(b"Great Hall", b"Great \\ud800Hall").replace(b"Paper boats", b"\\udfffPaper"), JSON)


def test_what_is_cancelled_by_its_title_is_left_out_and_counted():
    talks = [
        {"title": title, "start": "2031-05-07T09:00:00+02:00", "end": "2031-05-07T09:30:00+02:00", "room": "Hall"}
        for title in ("Owls", "[CANCELLED] Larks", "Cancelled: Wrens", "Cancelled Flights of Storks")
    ]
    rows = "title,start,end,room\n" + "".join(",".join(talk.values()) + "\n" for talk in talks)
    parsed = read(rows.encode(), name="talks.csv", format="csv", zone="Europe/Berlin")
    held = (*parsed.records.papers, *parsed.records.sessions)
    assert [record.title for record in held] == ["Owls", "Cancelled Flights of Storks"]
    assert "2 cancelled items" in {note.text for note in parsed.notes if note.level == "left out"}
