"""What the formats of several files share: rows, their times, people, links, and sessions by their names."""

from datetime import UTC, date, datetime

import pytest

from corpus.models import Link, Session, SourceError
from corpus.programme.events import event_id, event_name, read_days, read_year
from corpus.programme.identity import Identifiers
from corpus.programme.kinds import presentation_in, told_kind
from corpus.programme.moments import Moments, Span, with_day
from corpus.programme.rowfields import abstract_of, in_order, links_of, people_in, prose, words_in
from corpus.programme.rowfiles import UnreadableError, read_sheet
from corpus.programme.sessions import SessionBook, session_key

# Rows


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".csv", "UID,calendarId,start time\n1,x,9:00\n"),
        (".csv", "UID;calendarId;start time\r\n1;x;9:00\r\n"),
        (".tsv", "UID\tcalendarId\tstart time\n1\tx\t9:00\n"),
        (".json", '[{"UID": "1", "calendarId": "x", "start time": "9:00"}]'),
        (".json", '{"rows": [{"UID": "1", "calendarId": "x", "start time": "9:00"}]}'),
        (".yml", "- {UID: 1, calendarId: x, start-time: 9:00}\n"),
    ],
)
def test_rows_are_the_same_in_every_kind_of_file(suffix, text):
    [placed] = read_sheet(text.encode(), suffix).rows
    assert placed.row == {"uid": "1", "calendarid": "x", "start_time": "9:00"}


def test_a_row_is_placed_where_it_begins():
    sheet = read_sheet(b'a,b\n"1\n2",x\n\n3,y\n', ".csv")
    assert [placed.place for placed in sheet.rows] == ["line 2", "line 5"]
    assert [placed.place for placed in read_sheet(b"x:\n- a: 1\n- b\n- a: 2\n", ".yaml").rows] == ["x.0", "x.2"]


def test_an_object_of_objects_or_lists_is_rows_with_a_key():
    rows = read_sheet(b'{"1A": {"start": "x"}, "2A": ["p1", "p2"], "n": 3}', ".json").rows
    assert [placed.row for placed in rows] == [{"key": "1A", "start": "x"}, {"key": "2A", "papers": ["p1", "p2"]}]


def test_of_two_columns_of_one_name_the_first_that_is_filled_counts():
    [placed] = read_sheet(b"pdf,pdf,PDF\n,a,b\n", ".csv").rows
    assert placed.row == {"pdf": "a"}


def test_cells_beyond_the_columns_are_told_of_unless_they_are_empty():
    sheet = read_sheet(b"a,b\n1,2,,\n1,2,3\n1\n", ".csv")
    assert [placed.row for placed in sheet.rows] == [{"a": "1", "b": "2"}, {"a": "1"}]
    assert [(note.text, note.where) for note in sheet.problems] == [
        ("1 cell more than the header has columns: the row is left out", "line 3")
    ]


def test_quotes_that_are_not_sound_are_told_of_and_read_as_far_as_can_be():
    sheet = read_sheet(b'a,b\n"x" y,1\nz,2\n', ".csv")
    assert [placed.row["b"] for placed in sheet.rows] == ["1", "2"]
    assert [note.where for note in sheet.problems] == ["line 2"]


def test_every_value_in_yaml_is_text():
    [placed] = read_sheet(b"- {a: 010, b: 8:30, c: no, d: 2031-05-05 12:00:00-04:00, e: ~, f: 1e3}\n", ".yml").rows
    assert list(placed.row.values()) == ["010", "8:30", "no", "2031-05-05 12:00:00-04:00", None, "1e3"]


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system ['true']", "!!int x", "!!timestamp x"])
def test_yaml_makes_nothing_but_texts(text):
    with pytest.raises(UnreadableError, match="is not sound YAML"):
        read_sheet(text.encode(), ".yml")


@pytest.mark.parametrize("data", [b"[" * 100_000, b"3", b'"x"', b""])
def test_json_that_holds_no_rows_is_refused(data):
    with pytest.raises(UnreadableError):
        read_sheet(data, ".json")


# Times


def test_times_without_offset_are_counted_or_read_in_the_zone():
    moments = Moments(None, "x")
    assert moments.span("2031-05-05T12:00:00", None, "a") == Span()
    assert moments.span("2031-05-05T12:00:00Z", "2031-05-05T13:00:00Z", "b").end == datetime(2031, 5, 5, 13, tzinfo=UTC)
    assert [note.text for note in moments.notes()] == ["1 time without offset left out: name their zone with --zone"]
    there = Moments("America/New_York", "x")
    assert there.span("2031-05-05_12:00:00", None, "a").start == datetime(2031, 5, 5, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "time", "told"),
    [
        ("Europe/Paris", "2031-05-05T12:00:00+02:00", "Europe/Paris"),
        ("Europe/Paris", "2031-05-05T12:00:00Z", "Europe/Paris"),
        ("Europe/Paris", "2031-05-05T12:00:00-07:00", "Etc/GMT+7"),
        (None, "2031-05-05T12:00:00Z", "UTC"),
        (None, "2031-05-05T12:00:00", None),
    ],
)
def test_the_zone_of_a_programme_is_the_one_named_unless_its_offsets_say_another(zone, time, told):
    moments = Moments(zone, "x")
    moments.span(time, None, "a")
    assert moments.zone() == told


@pytest.mark.parametrize("value", ["soon", "2031-13-45T99:99", "2031-05-05", 3, True, ["x"], {"a": 1}, float("inf")])
def test_what_is_no_time_is_told_of_with_its_place(value):
    moments = Moments("UTC", "x")
    assert moments.span(value, None, "row 3") == Span()
    assert [note.where for note in moments.notes()] == ["row 3"]


@pytest.mark.parametrize("value", [None, "", " ", [], {}])
def test_no_time_is_no_problem(value):
    moments = Moments(None, "x")
    assert moments.span(value, value, "a") == Span()
    assert moments.notes() == []


def test_a_zone_that_there_is_not_is_refused():
    with pytest.raises(SourceError, match=r"^x cannot be read in the zone “Mars/Base”"):
        Moments("Mars/Base", "x")


def test_a_time_of_day_is_on_the_day_of_its_row():
    assert with_day({"start": "9:30", "date": "2031-05-05"}, "start", "date") == datetime(2031, 5, 5, 9, 30)  # noqa: DTZ001
    assert with_day({"start": "9:30"}, "start", "date") == "9:30"
    assert with_day({"start": "2031-05-05T09:30Z", "date": "2031-05-06"}, "start", "date") == "2031-05-05T09:30Z"


# Conferences


@pytest.mark.parametrize(
    ("name", "year", "written"),
    [
        ("EMNLP2020", None, "EMNLP 2020"),
        ("ICWSM-2021", 2021, "ICWSM 2021"),
        ("AKBC", 2020, "AKBC 2020"),
        ("AKBC", None, "AKBC"),
        ("Area51", 2031, "Area51 2031"),
        ("2031 <br> Meeting", 2031, "2031 Meeting"),
    ],
)
def test_a_conference_is_called_with_its_year(name, year, written):
    assert event_name(name, year) == written
    assert event_id("!") == "event"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Nov 16 &ndash; 20 <br> 2020", (date(2020, 11, 16), date(2020, 11, 20))),
        ("June 07th - 10th 2021", (date(2021, 6, 7), date(2021, 6, 10))),
        ("April 26 - May 1, 2020", (date(2020, 4, 26), date(2020, 5, 1))),
        ("2031-07-05 to 2031-07-08", (date(2031, 7, 5), date(2031, 7, 8))),
        ("4 May 2020", (date(2020, 5, 4), date(2020, 5, 4))),
        ("May 2020", None),
        ("soon", None),
    ],
)
def test_days_of_a_conference(text, days):
    assert read_days(text) == days


def test_a_year_is_read_where_only_one_is_named():
    assert [read_year(text) for text in ("May 2020", "2019/2020", "soon", "2020, yes 2020")] == [2020, None, None, 2020]


# Kinds of sessions


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Live Q&A: Ada Quill", "q&a"),
        ("QA Session 10A", "q&a"),
        ("Posters and Coffee I", "poster session"),
        ("Oral Track 2", "oral session"),
        ("Opening (Gathertown tutorial)", "opening"),
        ("Welcome Reception", "social"),
        ("WiML Virtual Panel and Mentoring Session", "panel"),
        ("ICLR Town", "social"),
        ("Town Hall", "meeting"),
        ("Meet & Greet", "social"),
        ("Lunch", "break"),
        ("Breakout", "session"),
        ("Temporal Reasoning", "session"),
        ("", "session"),
    ],
)
def test_what_a_session_is_is_told_by_its_title(title, kind):
    assert told_kind(title) == kind


def test_how_a_paper_is_given_is_told_by_its_session():
    assert presentation_in("poster session") == "poster"
    assert presentation_in("workshop", "talk") == "talk"


# Fields


@pytest.mark.parametrize(
    "value",
    [
        "Ada Quill|Bo (Dj) Lind*",
        "Hosts: Ada Quill, Bo (Dj) Lind",
        ["Ada Quill", "Bo (Dj) Lind"],
        ["Ada Quill and Bo (Dj) Lind"],
        [{"fullname": "Ada Quill"}, {"name": "Bo (Dj) Lind"}, {"id": 3}, None, 4, ["x"]],
        {"members": ["Ada Quill", "Bo (Dj) Lind", "tbd"], "website": "x"},
    ],
)
def test_people_are_read_in_any_form(value):
    assert people_in(value) == ("Ada Quill", "Bo (Dj) Lind")


def test_one_name_turned_round_in_a_list_is_one_person():
    assert people_in(["de la Cruz, Maria", "Quill, Ada"]) == ("Maria de la Cruz", "Ada Quill")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("birds|song, dawn", ("birds", "song, dawn")),
        ("birds; song", ("birds", "song")),
        ("birds, song, birds", ("birds", "song")),
        (["birds", " song ", {"name": "dawn"}, 3, ""], ("birds", "song", "dawn")),
        (None, ()),
    ],
)
def test_keywords_are_read_in_any_form(value, words):
    assert words_in(value) == words


def test_what_abstract_and_description_both_say_is_said_once():
    assert abstract_of({"abstract": "We sing.", "description": "At dawn."}) == "We sing.\n\nAt dawn."
    assert abstract_of({"abstract": "We sing at dawn.", "description": "We sing"}) == "We sing at dawn."
    assert abstract_of({"tldr": "Song.", "abstract": ""}) == "Song."


def test_lists_in_texts_keep_their_lines():
    assert prose("We\nsing.\n\nAt dawn.") == "We sing.\n\nAt dawn."
    assert prose("We:\n* sing\n* fly") == "We:\n* sing\n* fly"
    assert prose(3) == ""


def test_links_are_called_by_their_column_or_by_where_they_lead():
    row = {
        "pdf_url": "https://x.example/a",
        "website": "https://x.example",
        "paper_url": "https://openreview.net/forum?id=a",
        "doi": "10.1/x",
        "slides": "a.pdf",
        "video": "javascript:alert(1)",
        "slack_channel": "#paper-1",
        "rocketchat_channel": "two words",
        "start_url": "https://zoom.us/s/1",
    }
    assert [(link.label, link.url) for link in in_order(links_of(row, "https://site.example/"))] == [
        ("openreview", "https://openreview.net/forum?id=a"),
        ("doi", "https://doi.org/10.1/x"),
        ("pdf", "https://x.example/a"),
        ("slides", "https://site.example/a.pdf"),
        ("link", "https://x.example"),
        ("slack #paper-1", None),
    ]


def test_a_channel_whose_address_is_known_is_not_named_again():
    row = {"channel_url": "https://x.slack.com/archives/C1", "slack_channel": "paper-1"}
    assert links_of(row) == [Link(label="slack", url="https://x.slack.com/archives/C1")]


# Sessions


@pytest.mark.parametrize("name", ["Thurs Session 3", "thursday session 3", "Thu 3", "Session: Thurs (3)"])
def test_names_of_one_session_have_one_key(name):
    assert session_key(name) == "thu 3"


def test_sessions_are_found_by_any_of_their_names_in_the_order_of_time():
    book = SessionBook()
    late = book.add(Session(id="x", title="Late", start=datetime(2031, 5, 6, tzinfo=UTC)), "P2", "Late")
    early = book.add(Session(id="x", title="Early", start=datetime(2031, 5, 5, tzinfo=UTC)), "P1", "P2")
    book.add(Session(id="y", title="Some time"))
    assert (late.id, early.id) == ("x", "x-2")
    assert [session.title for session in book.all()] == ["Early", "Late", "Some time"]
    assert [session.title for session in book.named("nothing", "p2", "P1")] == ["Late", "Early"]
    book.put(late.model_copy(update={"room": "Hall"}))
    assert book.named("late")[0].room == "Hall"


def test_an_identifier_is_given_out_once():
    identifiers = Identifiers()
    assert [identifiers.free(stem) for stem in ("a", "a", "a-2", "b", "a")] == ["a", "a-2", "a-2-2", "b", "a-3"]
