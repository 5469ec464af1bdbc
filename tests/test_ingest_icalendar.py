"""The reader of iCalendar files, over made-up calendars.

``tests/data/icalendar/<case>.ics`` have the shapes of what calendar programs and conference systems export.
"""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, SHARED, check_golden, check_sound, detect, read, read_or_refuse

from corpus.models import SourceError

CASES = sorted((DATA / "icalendar").glob("*.ics"))
SAMPLE = SHARED / "programmes" / "miniconf-iclr2020"

every_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
few = settings(deadline=None, max_examples=60)


def calendar(*lines, head=()):
    """A calendar of one entry for each text, whose lines are those of its properties."""
    entries = [f"BEGIN:VEVENT\n{text.strip()}\nEND:VEVENT" for text in lines]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *entries, "END:VCALENDAR", ""]).encode()


def entry(summary="Hulls", start="DTSTART:20310507T090000Z", *more):
    return "\n".join([f"UID:{summary.casefold().replace(' ', '-')}", f"SUMMARY:{summary}", start, *more])


def sessions(*lines, head=(), **options):
    return read(calendar(*lines, head=head), name="boats.ics", **options).records.sessions


def said(parsed, level=None):
    return [f"{note.where} {note.text}".strip() for note in parsed.notes if level in (None, note.level)]


def case(name):
    return read((DATA / "icalendar" / f"{name}.ics").read_bytes(), name=f"{name}.ics")


# Golden files


@every_case
def test_case_reads_as_its_golden_file_says(path):
    check_golden(read(path.read_bytes(), name=path.name), path.with_suffix(".golden.json"))


@every_case
def test_case_is_told_from_other_formats(path):
    assert detect(path.read_bytes()) == ["icalendar"]


@every_case
def test_records_are_named_once_and_refer_to_one_another(path):
    check_sound(read(path.read_bytes(), name=path.name).records)


@every_case
@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"),
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        lambda data: data.decode("utf-8-sig").encode("utf-16"),
        lambda data: re.sub(rb"(\r?\n)(?=[A-Z])", rb"\1\1", data),
        lambda data: re.sub(rb"(?m)^(BEGIN|END):(\w+)", lambda found: found[0].lower(), data),
    ],
    ids=["mark", "lf", "crlf", "utf-16", "empty-lines", "small-letters"],
)
def test_encoding_and_line_ends_change_nothing(path, change):
    data = path.read_bytes()
    assert read(change(data), name=path.name).records == read(data, name=path.name).records


# The real calendar of a conference


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample programmes are not there")
def test_calendar_of_iclr_2020_is_read_whole():
    records = read((SAMPLE / "calendar.ics").read_bytes(), name="calendar.ics").records
    check_sound(records)
    kinds = [session.type for session in records.sessions]
    assert len(records.sessions) == 56
    assert not records.papers
    assert (kinds.count("poster session"), kinds.count("q&a")) == (20, 8)
    [event] = records.events
    assert (event.id, event.name, event.zone) == ("iclr-2020", "ICLR 2020", "America/New_York")
    live = next(session for session in records.sessions if session.title == "Live Q&A: Ruha Benjamin")
    assert live.start == datetime(2020, 4, 28, 14, tzinfo=UTC)
    assert [(link.label, link.url) for link in live.links] == [("page", "https://iclr.cc/virtual/speaker_3.html")]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample programmes are not there")
def test_calendar_of_iclr_2020_says_what_its_json_says():
    rows = json.loads((SAMPLE / "main_calendar.json").read_bytes())
    told = sorted((row["title"], *(datetime.fromisoformat(row[key]) for key in ("start", "end"))) for row in rows)
    sessions = read((SAMPLE / "calendar.ics").read_bytes(), name="calendar.ics").records.sessions
    assert sorted((session.title, session.start, session.end) for session in sessions) == told
    links = {row["title"]: row["link"] for row in rows if str(row["link"]).startswith("http")}
    assert {session.title: session.links[0].url for session in sessions if session.links} == links


# Times and zones


@pytest.mark.parametrize(
    ("start", "head"),
    [
        ("DTSTART:20310507T090000Z", ()),
        ("DTSTART;TZID=Europe/Berlin:20310507T110000", ()),
        ('DTSTART;TZID="Europe/Berlin":20310507T110000', ()),
        ("DTSTART;TZID=Europe/Berlin:20310507T090000Z", ()),  # an offset counts more than a zone beside it
        ("DTSTART;TZID=W. Europe Standard Time:20310507T110000", ()),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20310507T110000", ()),
        ("DTSTART;TZID=/citadel.org/20210210_1/America/Argentina/Buenos_Aires:20310507T060000", ()),
        ("DTSTART;TZID=PDT:20310507T020000", ()),
        ("DTSTART:20310507T110000", ("X-WR-TIMEZONE:Europe/Berlin",)),
        ("DTSTART:20310507T110000", ("X-WR-TIMEZONE:W. Europe Standard Time",)),
        ("DTSTART:2031-05-07T09:00:00Z", ()),
    ],
)
def test_a_time_is_read_in_its_zone_however_that_is_called(start, head):
    [session] = sessions(entry("Hulls", start), head=head)
    assert session.start == datetime(2031, 5, 7, 9, tzinfo=UTC)


def test_times_without_zone_are_left_out_and_said_once():
    parsed = read(
        calendar(
            entry("Hulls", "DTSTART:20310507T090000", "DTEND:20310507T100000"), entry("Sails", "DTSTART:20310507T1000")
        ),
        name="boats.ics",
    )
    assert [session.start for session in parsed.records.sessions] == [None, None]
    [note] = [note for note in said(parsed, "problem") if "--zone" in note]
    assert "2 times" in note


def test_times_without_zone_are_told_in_the_zone_that_a_person_names():
    [session] = sessions(entry("Hulls", "DTSTART:20310507T090000"), zone="Asia/Tokyo")
    assert (session.start, session.zone) == (datetime(2031, 5, 7, 0, tzinfo=UTC), "Asia/Tokyo")


def test_a_zone_that_nobody_knows_is_named_and_not_guessed():
    start = "DTSTART;TZID=Harbour time:20310507T090000"
    parsed = read(calendar(entry("Hulls", start), head=("X-WR-TIMEZONE:Europe/Berlin",)), name="boats.ics")
    assert parsed.records.sessions[0].start is None
    assert any("there is no zone “Harbour time”" in note for note in said(parsed, "problem"))
    [session] = sessions(entry("Hulls", start), zone="Asia/Tokyo")
    assert session.start == datetime(2031, 5, 7, 0, tzinfo=UTC)


def zone(name, *rules):
    return (
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:STANDARD",
        "DTSTART:16010101T000000",
        *rules,
        "END:STANDARD",
        "END:VTIMEZONE",
    )


@pytest.mark.parametrize("name", ["Customized Time Zone", "(UTC+05:30) Boat sheds", "EST"])
def test_a_zone_that_the_file_defines_is_read_by_its_rules(name):
    head = zone(name, "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530")
    start = f'DTSTART;TZID="{name}":20310507T143000'
    [session] = sessions(entry("Hulls", start), head=head)
    assert session.start == datetime(2031, 5, 7, 9, tzinfo=UTC)


def test_two_files_may_mean_different_zones_by_one_name():
    start = "DTSTART;TZID=Customized Time Zone:20310507T120000"
    hours = []
    for offset in ("+0500", "-0300"):
        head = zone("Customized Time Zone", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}")
        [session] = sessions(entry("Hulls", start), head=head)
        hours.append(session.start.hour)
    assert hours == [7, 15]


def test_a_zone_whose_rules_would_never_end_is_not_followed():
    rules = ("RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0500")
    start = "DTSTART;TZID=Slow:20310507T120000"
    [session] = sessions(entry("Hulls", start), head=zone("Slow", *rules))
    assert session.start is None


def test_a_length_instead_of_an_end_is_added_to_the_start():
    for length, minutes in (("PT45M", 45), ("P1DT1H", 1500), ("P1W", 7 * 24 * 60)):
        [session] = sessions(entry("Hulls", "DTSTART:20310507T090000Z", f"DURATION:{length}"))
        assert session.end - session.start == timedelta(minutes=minutes)


def test_what_ends_before_it_starts_has_no_time():
    parsed = read(calendar(entry("Hulls", "DTSTART:20310507T090000Z", "DTEND:20310507T080000Z")), name="boats.ics")
    assert parsed.records.sessions[0].start is None
    assert "line 3 it ends before it starts: its time is left out" in said(parsed, "problem")


@pytest.mark.parametrize(
    "value", ["00010101T000000Z", "19691231T235959Z", "99991231T235959Z", "20310230T090000Z", "soon", "\x00"]
)
def test_a_time_that_no_programme_can_have_is_left_out_with_its_line(value):
    parsed = read(calendar(entry("Hulls", f"DTSTART:{value}")), name="boats.ics")
    assert parsed.records.sessions[0].start is None
    assert any(note.startswith("line 6 ") and "DTSTART" in note for note in said(parsed, "problem"))


# All day


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (("DTSTART;VALUE=DATE:20310508",), "All day, 8 May 2031."),
        (("DTSTART:20310508",), "All day, 8 May 2031."),
        (("DTSTART;VALUE=DATE:20310508", "DTEND;VALUE=DATE:20310508"), "All day, 8 May 2031."),
        (("DTSTART;VALUE=DATE:20310508", "DTEND;VALUE=DATE:20310510"), "All day, 8 to 9 May 2031."),
        (("DTSTART;VALUE=DATE:20310508", "DURATION:P3D"), "All day, 8 to 10 May 2031."),
        (
            ("DTSTART:20310508T000000", "DTEND:20310509T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
            "All day, 8 May 2031.",
        ),
    ],
)
def test_what_lasts_all_day_has_its_day_in_a_note_and_never_midnight(lines, note):
    [session] = sessions(entry("Regatta", *lines), zone="Europe/Berlin")
    assert (session.start, session.end) == (None, None)
    assert session.notes == (note,)


def test_an_entry_that_is_the_conference_says_its_days():
    parsed = case("harbour")
    [event] = parsed.records.events
    assert (str(event.start), str(event.end), event.name) == ("2031-05-06", "2031-05-08", "BoatConf 2031")
    assert "BoatConf" not in {session.title for session in parsed.records.sessions}


# Repetition


def days(*lines, head=(), **options):
    return [session.start.date().isoformat()[5:] for session in sessions(*lines, head=head, **options)]


def test_coffee_of_every_day_is_on_each_of_them_but_those_taken_out():
    coffee = [session for session in case("harbour").records.sessions if session.title.startswith("Coffee")]
    assert [(session.id[-10:], session.title, session.room) for session in coffee] == [
        ("2031-05-06", "Coffee", "Foyer"),
        ("2031-05-07", "Coffee on deck", "Upper deck"),
    ]
    assert coffee[1].start == datetime(2031, 5, 7, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("RRULE:FREQ=DAILY;COUNT=3", ["05-07", "05-08", "05-09"]),
        ("RRULE:FREQ=DAILY;UNTIL=20310508T090000Z", ["05-07", "05-08"]),
        ("RRULE:FREQ=DAILY;UNTIL=20310508", ["05-07", "05-08"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["05-07", "05-21"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=WE,FR;COUNT=3", ["05-07", "05-09", "05-14"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=1WE;COUNT=2", ["05-07", "06-04"]),
        ("RDATE:20310509T090000Z,20310511T090000Z", ["05-07", "05-09", "05-11"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20310508T090000Z", ["05-07", "05-09"]),
    ],
)
def test_a_repeated_entry_is_on_each_of_its_days(rule, expected):
    assert days(entry("Coffee", "DTSTART:20310507T090000Z", rule)) == expected


def test_a_repeated_entry_keeps_its_hour_when_the_clocks_change():
    [before, after] = sessions(
        entry("Coffee", "DTSTART;TZID=Europe/Berlin:20310329T100000", "RRULE:FREQ=DAILY;COUNT=2")
    )
    assert (before.start.hour, after.start.hour) == (9, 8)


def test_a_moved_day_keeps_its_identifier():
    coffee = entry("Coffee", "DTSTART:20310507T090000Z", "RRULE:FREQ=DAILY;COUNT=2")
    moved = entry("Coffee", "DTSTART:20310601T160000Z", "RECURRENCE-ID:20310508T090000Z")
    [first, second] = sessions(coffee, moved)
    assert second.start == datetime(2031, 6, 1, 16, tzinfo=UTC)
    assert [session.id for session in (first, second)] == [session.id for session in sessions(coffee)]


def test_days_from_one_on_move_together():
    coffee = entry("Coffee", "DTSTART:20310507T090000Z", "RRULE:FREQ=DAILY;COUNT=3")
    later = entry("Coffee", "DTSTART:20310508T100000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20310508T090000Z")
    assert [session.start.hour for session in sessions(coffee, later)] == [9, 10, 10]


def test_a_repetition_without_end_ends_with_the_calendar_and_that_is_said():
    stretch = entry("Stretch", "DTSTART:20310507T070000Z", "RRULE:FREQ=DAILY")
    parsed = read(calendar(stretch, entry("Farewell", "DTSTART:20310509T170000Z")), name="boats.ics")
    assert [session.title for session in parsed.records.sessions] == ["Stretch", "Stretch", "Stretch", "Farewell"]
    assert "line 3 repeated without end: what comes after 9 May 2031" in said(parsed, "left out")


def test_a_calendar_of_nothing_but_a_repetition_without_end_is_read_for_a_year():
    parsed = read(calendar(entry("Seminar", "DTSTART:20310507T070000Z", "RRULE:FREQ=WEEKLY")), name="boats.ics")
    assert len(parsed.records.sessions) == 53


def test_what_is_left_out_of_many_entries_is_counted():
    many = [entry(f"Stretch {number}", "DTSTART:20310507T070000Z", "RRULE:FREQ=DAILY") for number in range(25)]
    parsed = read(calendar(*many, entry("Farewell", "DTSTART:20310508T170000Z")), name="boats.ics")
    assert said(parsed, "left out")[-1] == "5 more such"
    assert not said(parsed, "problem")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
        "FREQ=YEARLY",
        "FREQ=DAILY;COUNT=2;UNTIL=20310601T000000Z",
        "FREQ=NEVER",
        "COUNT=3",
    ],
)
def test_a_repetition_that_no_programme_has_is_read_on_its_first_day(rule):
    parsed = read(calendar(entry("Coffee", "DTSTART:20310507T090000Z", f"RRULE:{rule}")), name="boats.ics")
    assert len(parsed.records.sessions) == 1
    assert any(note.startswith("line 7 no programme repeats by") for note in said(parsed, "problem"))


def test_a_repetition_on_countless_days_is_cut_and_that_is_said():
    parsed = read(
        calendar(entry("Coffee", "DTSTART:20310507T090000Z", "RRULE:FREQ=DAILY;COUNT=999999999")), name="b.ics"
    )
    assert len(parsed.records.sessions) == 100
    assert any("more than 100 days" in note for note in said(parsed, "left out"))


def test_a_repetition_that_comes_far_too_late_leaves_its_first_day():
    rule = "RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;COUNT=5"
    assert days(entry("Coffee", "DTSTART:20310214T090000Z", rule)) == ["02-14"]


def test_single_days_of_a_repetition_that_is_not_there_are_read():
    one = entry("Coffee", "DTSTART:20310508T090000Z", "RECURRENCE-ID:20310508T090000Z")
    two = entry("Coffee", "DTSTART:20310509T090000Z", "RECURRENCE-ID:20310509T090000Z")
    assert days(one, two) == ["05-08", "05-09"]


# Who, what and where


def test_pretalx_names_the_speakers_behind_the_title():
    records = case("pretalx").records
    [wrens] = records.papers
    assert (wrens.title, wrens.authors) == ("Wrens - small and loud", ("Ada Quill", "lindbo"))
    assert [slot.room for slot in records.slots] == ["Aviary", "Nest"]
    assert [session.title for session in records.sessions] == ["Night walk to the owls"]


def test_a_title_with_a_dash_is_not_split_by_guess():
    [session] = sessions(entry("Talk: Hulls – Ada Quill"))
    assert session.title == "Talk: Hulls – Ada Quill"


def test_speakers_are_read_from_a_line_of_the_description_without_their_affiliations():
    [tides] = case("indico").records.papers
    assert (tides.authors, tides.abstract) == (("Ada Quill", "Bo Lind"), "Tides are late.")


def test_a_line_about_speakers_that_names_nobody_stays_in_the_text():
    text = r"DESCRIPTION:Speakers: please be at the quay ten minutes before your talk begins.\nThank you."
    [session] = sessions(entry("Briefing", "DTSTART:20310507T090000Z", text))
    assert session.abstract.startswith("Speakers: please be")


def test_those_who_come_are_nobodys_business():
    parsed = case("harbour")
    text = parsed.model_dump_json()
    for private in ("Dee Clerk", "Ned", "example.org", "dee@"):
        assert private not in text
    assert {"private: ORGANIZER, 1 time", "private: ATTENDEE, 1 time"} <= set(said(parsed, "left out"))


def test_what_is_cancelled_or_private_is_left_out_and_counted():
    parsed = case("outlook")
    assert [session.title for session in parsed.records.sessions] == [
        "Workshop on folding",
        "Evening call with the boatyard",
        "Regatta",
    ]
    assert {"1 private item", "1 cancelled item"} <= set(said(parsed, "left out"))


def test_codes_and_numbers_to_dial_are_taken_out():
    call = case("outlook").records.sessions[1]
    for private in ("998877", "hush", "12345678"):
        assert private not in call.model_dump_json()


def test_a_calendar_called_after_an_address_is_called_as_its_file():
    parsed = case("outlook")
    assert [source.title for source in parsed.records.sources] == ["outlook.ics"]
    assert not parsed.records.events


@pytest.mark.parametrize("name", ["My starred talks", "Ada’s calendar", "BoatConf 2030", "2031"])
def test_a_calendar_is_no_conference_by_any_name(name):
    records = read(calendar(entry(), head=(f"X-WR-CALNAME:{name}",)), name="boats.ics").records
    assert not records.events
    assert records.sources[0].title == name
    assert records.sessions[0].event is None


@pytest.mark.parametrize(
    ("location", "room", "links"),
    [
        ("Quay Hall", "Quay Hall", []),
        ("Shed 4\\; gate B\\, upstairs", "Shed 4; gate B, upstairs", []),
        ("https://boats.example/hulls", "", [("page", "https://boats.example/hulls")]),
        ("Quay Hall\\, https://zoom.us/j/1", "Quay Hall", [("zoom", "https://zoom.us/j/1")]),
        ("papers.html?session=2&filter=keywords", "", []),
    ],
)
def test_a_location_is_a_room_or_an_address(location, room, links):
    [session] = sessions(entry("Hulls", "DTSTART:20310507T090000Z", f"LOCATION:{location}"))
    assert (session.room, [(link.label, link.url) for link in session.links]) == (room, links)


def test_categories_are_a_kind_a_track_or_keywords():
    [session] = sessions(entry("Masts", "DTSTART:20310507T090000Z", "CATEGORIES:Workshops,Wood\\, old"))
    assert (session.type, session.track, session.keywords) == ("workshop", "Wood, old", ())
    [session] = sessions(entry("Masts", "DTSTART:20310507T090000Z", "CATEGORIES:Wood,Wind"))
    assert (session.type, session.track, session.keywords) == ("session", "", ("Wood", "Wind"))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Coffee", "break"),
        ("What a cup of green tea tells about tides", "session"),
        ("Poster session 4: what the tide brought in last night", "poster session"),
        ("Lapsed sailors' wine and cheese", "social"),
        ("Keynote: hulls", "keynote"),
    ],
)
def test_what_an_entry_is_its_title_tells(title, kind):
    assert [session.type for session in sessions(entry(title))] == [kind]


def test_escapes_are_read_as_what_they_stand_for():
    text = r"DESCRIPTION:a\, b\; c\\n d\Ne"
    [session] = sessions(entry("Hulls", "DTSTART:20310507T090000Z", text))
    assert session.abstract == "a, b; c\\n d\ne"


def test_a_line_may_be_folded_within_a_letter():
    summary = "SUMMARY:Größe".encode()
    data = calendar(entry("XX")).replace(b"SUMMARY:XX", summary[:11] + b"\r\n " + summary[11:])
    assert read(data, name="boats.ics").records.sessions[0].title == "Größe"


# Identifiers


def test_identifiers_stay_when_titles_and_times_change():
    before = sessions("UID:one-of-many-boats-1@x\nSUMMARY:Hulls\nDTSTART:20310507T090000Z")
    after = sessions("UID:one-of-many-boats-1@x\nSUMMARY:Masts\nDTSTART:20310508T100000Z")
    assert [session.id for session in before] == [session.id for session in after] == ["one-of-many-boats-1"]


def test_long_identifiers_that_begin_alike_are_kept_apart():
    ids = [session.id for session in case("outlook").records.sessions]
    assert len(set(ids)) == 3
    assert all(len(each) == 20 for each in ids)


def test_entries_that_share_an_identifier_by_mistake_are_all_read():
    same = [f"UID:1\nSUMMARY:{title}\nDTSTART:20310507T0{hour}0000Z" for hour, title in ((8, "Hulls"), (9, "Masts"))]
    assert [session.title for session in sessions(*same, *same)] == ["Hulls", "Masts"]


def test_an_older_version_of_an_entry_gives_way():
    old = "UID:1\nSUMMARY:Hulls\nDTSTART:20310507T080000Z\nSEQUENCE:1"
    new = "UID:1\nSUMMARY:Old hulls\nDTSTART:20310507T090000Z\nSEQUENCE:2"
    parsed = read(calendar(new, old), name="boats.ics")
    assert [session.title for session in parsed.records.sessions] == ["Old hulls"]
    assert "1 older version" in said(parsed, "left out")


# Files that are not whole


def test_a_broken_entry_leaves_the_others_and_says_its_line():
    data = (
        calendar(entry("Hulls"), entry("Masts"), entry("Sails")).replace(b"END:VEVENT", b"", 2).replace(b"\n\n", b"\n")
    )
    parsed = read(data, name="boats.ics")
    assert [session.title for session in parsed.records.sessions] == ["Sails"]
    assert said(parsed, "problem") == [
        "line 3 left out: VEVENT without its END",
        "line 7 left out: VEVENT without its END",
    ]


def test_a_file_that_breaks_off_is_read_as_far_as_it_is_whole():
    data = calendar(entry("Hulls"), entry("Masts"))
    parsed = read(data[: data.rindex(b"SUMMARY") + 9], name="boats.ics")
    assert [session.title for session in parsed.records.sessions] == ["Hulls"]
    assert any("breaks off" in note for note in said(parsed, "problem"))
    assert any("VEVENT without its END" in note for note in said(parsed, "problem"))


def test_a_line_that_is_no_property_is_passed_over_with_its_number():
    parsed = read(calendar(entry("Hulls", "DTSTART:20310507T090000Z", "and then some words")), name="boats.ics")
    assert parsed.records.sessions[0].title == "Hulls"
    assert said(parsed, "problem") == ["line 7 no property such as “SUMMARY:…”"]


def test_an_entry_without_a_title_is_passed_over_with_its_line():
    parsed = read(calendar(entry("Hulls"), "UID:2\nDTSTART:20310507T090000Z"), name="boats.ics")
    assert len(parsed.records.sessions) == 1
    assert said(parsed, "problem") == ["line 8 an entry without a title (SUMMARY)"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (calendar(), ""),
        (calendar(entry("Hulls", "DTSTART:20310507T090000Z", "STATUS:CANCELLED")), " (1 cancelled item)"),
        (calendar(entry(), head=("METHOD:CANCEL",)), " (1 cancelled item)"),
        (calendar("UID:1"), " (line 3: an entry without a title (SUMMARY))"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Hul", " (the file breaks off: its END:VCALENDAR is missing)"),
    ],
)
def test_a_file_without_entries_is_refused_in_a_sentence(data, reason):
    with pytest.raises(SourceError) as caught:
        read(data, name="boats.ics", format="icalendar")
    assert str(caught.value) == f"boats.ics is a calendar without an entry that can be shown{reason}."


def test_what_is_no_calendar_is_refused_in_a_sentence():
    with pytest.raises(SourceError, match=r"^letter\.txt does not begin with BEGIN:VCALENDAR\.$"):
        read(b"Dear reader,", name="letter.txt", format="icalendar")


def test_a_zone_that_there_is_not_is_refused():
    with pytest.raises(SourceError, match="Harbour"):
        sessions(entry(), zone="Harbour")


LINES = st.sampled_from(
    [
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+9999",
        "TZOFFSETTO:-0100",
        "DTSTART:20310507T090000Z",
        "DTSTART;VALUE=DATE:20310507",
        "DTSTART;TZID=Europe/Berlin:20310330T023000",
        "DTSTART:21991231T235959",
        "DTEND:20310507T090000Z",
        "DTEND;VALUE=DATE:20310509",
        "DURATION:P99W",
        "RRULE:FREQ=DAILY;COUNT=3",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-31;UNTIL=21991231",
        "RDATE;VALUE=PERIOD:20310507T090000Z/PT1H",
        "EXDATE:20310508",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20310508T090000Z",
        "UID:1",
        "SUMMARY:Hulls",
        "SEQUENCE:²",
        " folded",
        'X;A="b:c',
    ]
)


@few
@given(st.lists(st.one_of(LINES, LINES, st.text(max_size=30)), max_size=30))
def test_lines_in_any_order_are_read_or_refused_in_words(lines):
    data = "\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "surrogatepass")
    read_or_refuse(data, "icalendar", "boats.ics", zone="Europe/Berlin")


@few
@given(st.lists(LINES, max_size=8), st.lists(LINES, max_size=8))
def test_entries_of_any_properties_are_read_or_refused_in_words(one, other):
    read_or_refuse(calendar(*("\n".join(lines) for lines in (one, other))), "icalendar", "boats.ics")


@few
@given(
    path=st.sampled_from(CASES),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=3),
)
def test_a_damaged_file_is_read_or_refused_in_words(path, places):
    data = path.read_bytes()
    for share, length, put in places:
        start = int(share * len(data))
        data = data[:start] + put + data[start + length :]
    read_or_refuse(data, "icalendar", path.name)
