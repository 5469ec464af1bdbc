"""Tables of papers, talks and sessions: what organisers keep in spreadsheets.

``tests/data/csv/<case>`` have the shapes of real ones, traps included; ``<case>.golden.json`` is what is read.
"""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, SHARED, check_golden, check_sound, detect, read, read_or_refuse

from corpus import ingest
from corpus.lists.fields import read_name
from corpus.lists.stamps import read_stamp
from corpus.models import Parsed, SourceError

CASES = {
    "toyconf.csv": {},
    "vogelkonferenz.csv": {"zone": "Europe/Berlin"},
    "sessions.tsv": {},
    "speakers.csv": {"zone": "America/Los_Angeles"},
}
every_case = pytest.mark.parametrize("case", CASES)
few = settings(deadline=None, max_examples=60)


def read_case(case: str) -> Parsed:
    return read((DATA / "csv" / case).read_bytes(), name=case, **CASES[case])


def table(*rows: str, **options) -> Parsed:
    """What is read from lines of a table."""
    return read("\n".join(rows).encode(), name="toy.csv", format="csv", **options)


def by_title(parsed: Parsed) -> dict:
    return {each.title: each for each in (*parsed.records.papers, *parsed.records.sessions)}


def notes(parsed: Parsed, level: str) -> list[str]:
    return [f"{note.text} ({note.where})" if note.where else note.text for note in parsed.notes if note.level == level]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def times(parsed: Parsed) -> list[tuple[datetime | None, datetime | None]]:
    return [(slot.start, slot.end) for slot in parsed.records.slots]


# Golden files


@every_case
def test_case_reads_as_its_golden_file_says(case):
    check_golden(read_case(case), DATA / "csv" / f"{case}.golden.json")


@every_case
def test_case_is_a_table_and_nothing_else(case):
    assert detect((DATA / "csv" / case).read_bytes()) == ["csv"]


@every_case
def test_records_are_named_once_and_refer_to_one_another(case):
    check_sound(read_case(case).records)


# Headers


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Paper Title", "title"),
        ("paperTitle", "title"),
        ("Talk title (required)", "title"),
        ("TITEL", "title"),
        ("Author(s)", "authors"),
        ("List of authors", "authors"),
        ("Author 2", "authors"),
        ("author1", "authors"),
        ("Presenter(s)", "speakers"),
        ("Speaker/Affiliation", "speakers"),
        ("Author 1 last name", "last name"),
        ("Session chair", "chairs"),
        ("TL;DR", "abstract"),
        ("Beschreibung", "abstract"),
        ("Primary Subject Areas", "keywords"),
        ("Presentation type", "type"),
        ("Final decision", "decision"),
        ("Room/Location", "room"),
        ("Session date", "day"),
        ("Start time (PDT)", "start"),
        ("startTime", "start"),
        ("Date & Time", "start"),
        ("Uhrzeit", "start"),
        ("Ends at", "end"),
        ("Duration (min)", "duration"),
        ("Time zone", "zone"),
        ("PDF link", "pdf"),
        ("pdf_url", "pdf"),
        ("#", "id"),
        ("Paper #", "id"),
        ("Nr.", "id"),
        ("Submission date", None),
        ("E-mail", None),
        ("Speaker affiliation", "orgs"),
        ("Institution(s)", "orgs"),
        ("Author 2 company", "orgs"),
        ("Review score", None),
        ("x" * 100_000, None),
    ],
)
def test_a_header_is_known_in_many_spellings(header, field):
    assert next(iter(read_name(header).fields), None) == field


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Session,Topic,Speaker", "Morning,Wrens,Ada Byron"),
        ("Name,Talk", "Ada Byron,Wrens"),
        ("Name,Presenter", "Wrens,Ada Byron"),
        ("Title,Name", "Wrens,Ada Byron"),
        ("Paper,Authors", "Wrens,Ada Byron"),
        ("First name,Last name,Title", "Ada,Byron,Wrens"),
        ("Last name,First name,Title", "Byron,Ada,Wrens"),
        ("Title,Presenting author", "Wrens,Ada Byron"),
        ("Title;Authors (Last, First)", "Wrens;Byron, Ada"),
    ],
)
def test_a_header_that_may_stand_for_several_fields_is_what_the_table_lacks(header, row):
    [wrens] = table(header, row).records.papers
    assert (wrens.title, wrens.authors) == ("Wrens", ("Ada Byron",))


def test_several_columns_of_authors_are_one_list_in_the_order_of_their_numbers():
    [wrens] = table("Title,Author 2,Author 10,Author 1", "Wrens,Bo Li,Cy Quill,Ada Byron").records.papers
    assert wrens.authors == ("Ada Byron", "Bo Li", "Cy Quill")


def test_authors_and_those_who_present_are_named_once():
    [wrens] = table("Title,Authors,Presenter", 'Wrens,"Ada Byron, Bo Li",Bo Li').records.papers
    assert wrens.authors == ("Ada Byron", "Bo Li")
    assert wrens.type == "paper"


def test_columns_of_one_name_are_told_apart():
    parsed = table(
        "Title,Author,Author,Title,Link,Link", "Wrens,Ada Byron,Bo Li,Dr,https://a.example,https://b.example"
    )
    [wrens] = parsed.records.papers
    assert (wrens.title, wrens.authors, len(wrens.links)) == ("Wrens", ("Ada Byron", "Bo Li"), 2)
    assert notes(parsed, "left out") == ["1 column: “Title”"]


def test_a_list_of_attendees_is_no_list_of_talks():
    attendees = b"Title,First name,Last name,Company\nDr.,Ada,Byron,Acme\nMs,Bo,Li,Acme\n"
    assert detect(attendees) == []
    assert detect(b"Name,Company,City\nAda Byron,Acme,Berlin\nBo Li,Acme,Rome\n") == []


def test_columns_that_are_not_read_are_named():
    parsed = table("Title,Authors,Shirt colour,Bio,Votes", "Wrens,Ada Byron,Red,She sings.,")
    assert notes(parsed, "left out") == ["2 columns: “Shirt colour”, “Bio”"]


def test_private_columns_are_counted_and_never_read():
    parsed = table(
        "Title,Authors,Contact e-mail,Reviewer 1 score,Phone", "Wrens,Ada Byron,ada@toy.example,3,", "Owls,Bo Li,,4,"
    )
    assert notes(parsed, "left out") == ["private: Contact e-mail, 1 time", "private: Reviewer 1 score, 2 times"]
    assert "toy.example" not in parsed.records.model_dump_json()


@pytest.mark.parametrize(
    ("header", "cell", "orgs"),
    [
        ("Affiliations", "Heron Lab|Owl College|Heron Lab", ("Heron Lab", "Owl College")),
        ("Institution", "Heron Institute, Norway", ("Heron Institute, Norway",)),
        ("institution(s)", "Heron Institute, Owl University", ("Heron Institute", "Owl University")),
        ("Company", "Acme; Barge ; ACME", ("Acme", "Barge")),
        ("Speaker affiliation", "N/A", ()),
        ("Organisation", "*Acme, Inc.", ("Acme, Inc.",)),
        ("Listed by", "Acme", ("Acme",)),
    ],
)
def test_a_column_of_organisations_is_where_the_people_of_a_paper_are_from(header, cell, orgs):
    parsed = table(f"Title,Authors,{header}", f'Wrens,Ada Byron; Bo Li,"{cell}"')
    assert parsed.records.papers[0].orgs == orgs
    assert notes(parsed, "left out") == []


def test_several_columns_of_organisations_are_read():
    header = "Title,Author 1,Affiliation 1,Author 2,Affiliation 2"
    [wrens] = table(header, "Wrens,Ada Byron,Heron Lab,Bo Li,Owl College").records.papers
    assert (wrens.authors, wrens.orgs) == (("Ada Byron", "Bo Li"), ("Heron Lab", "Owl College"))


# Columns that a person names


def test_a_column_is_named_without_regard_to_case_blanks_and_signs():
    parsed = table(
        "CÍM,Szerzők listája,Nap", "Wrens,Ada Byron,x", columns={"title": "cím", "authors": "szerzők-listája"}
    )
    [wrens] = parsed.records.papers
    assert (wrens.title, wrens.authors) == ("Wrens", ("Ada Byron",))


def test_a_named_column_counts_more_than_a_guessed_one():
    parsed = table("Title,Short title,Authors", "On Wrens,Wrens,Ada Byron", columns={"title": "Short title"})
    assert by_title(parsed).keys() == {"Wrens"}
    assert notes(parsed, "left out") == ["1 column: “Title”"]


def test_columns_without_header_are_named_by_number():
    parsed = table("Wrens,Ada Byron", "Owls,Bo Li", columns={"title": "1", "authors": "2"})
    assert [(each.title, each.authors) for each in parsed.records.papers] == [
        ("Wrens", ("Ada Byron",)),
        ("Owls", ("Bo Li",)),
    ]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"title": "Paper"}, "toy.csv has no column “Paper”; its columns are Title, Authors."),
        ({"authors": "3"}, "toy.csv has no column “3”"),
        ({"colour": "Title"}, "toy.csv cannot be read with a field “colour”: there are id, title"),
    ],
)
def test_a_column_or_field_that_is_not_there_is_refused_with_those_there_are(columns, says):
    with pytest.raises(SourceError) as caught:
        table("Title,Authors", "Wrens,Ada Byron", columns=columns)
    assert str(caught.value).startswith(says)


# Layouts


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(mark):
    data = mark.join(("Title", "Authors", "Keywords")) + "\n" + mark.join(("Wrens", '"Byron, Ada; Li, Bo"', "birds"))
    assert detect(data.encode()) == ["csv"]
    [wrens] = table(data).records.papers
    assert (wrens.authors, wrens.keywords) == (("Ada Byron", "Bo Li"), ("birds",))


def test_a_table_of_a_text_document_is_read():
    parsed = table("| Title | Authors |", "|-------|:-------:|", "| Wrens | Ada Byron |", "| Owls | Bo Li |")
    assert by_title(parsed).keys() == {"Wrens", "Owls"}


def test_blanks_before_quotes_and_quotes_within_cells_are_read_as_meant():
    parsed = table("Title, Authors, Abstract", 'The "wrens" I knew, "Ada Byron", "They said ""tweet"", twice"')
    [wrens] = parsed.records.papers
    assert (wrens.title, wrens.abstract) == ('The "wrens" I knew', 'They said "tweet", twice')


def test_a_quote_that_is_not_closed_costs_its_own_line_only():
    parsed = table("Title,Authors", '"Wrens,Ada Byron', "Owls,Bo Li", '"Boats, small",Cy Quill')
    assert {"Owls", "Boats, small"} <= by_title(parsed).keys()
    assert notes(parsed, "problem") == ["a quotation mark is not closed: the line is read by itself (line 2)"]


def test_quotes_that_close_too_early_are_part_of_the_text():
    [boats] = table("Title,Authors", '"Boats with "big" sails",Ada Byron').records.papers
    assert boats.title == 'Boats with "big" sails'


def test_rows_that_are_too_short_are_filled_and_those_that_are_too_long_left_out():
    parsed = table("Title,Authors,Room", "Wrens,Ada Byron", "Owls, by day,Bo Li,R1", "", ",,", "Terns,Cy Quill,R2,,")
    assert by_title(parsed).keys() == {"Wrens", "Terns"}
    assert notes(parsed, "problem") == ["1 cell more than the header has columns: the row is left out (line 3)"]


def test_a_header_that_is_repeated_on_each_page_is_no_row():
    assert by_title(table("Title,Authors", "Wrens,Ada Byron", "Title,Authors", "Owls,Bo Li")).keys() == {
        "Wrens",
        "Owls",
    }


def test_rows_without_title_are_counted():
    parsed = table("Title,Authors", "Wrens,Ada Byron", ",Bo Li", ",Cy Quill")
    assert notes(parsed, "problem") == ["2 rows without title (line 3)"]


def test_lists_as_python_prints_them_are_read():
    [wrens] = table(
        "title,authors,keywords", 'Wrens,"[\'Ada Byron\', ""Bo O\'Li""]","[\'birds\', \'song\']"'
    ).records.papers
    assert (wrens.authors, wrens.keywords) == (("Ada Byron", "Bo O'Li"), ("birds", "song"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "mac-roman"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(encoding, end):
    data = end.join(("Title,Authors", 'Über Vögel,"Zoë Ångström; José Núñez"')).encode(encoding)
    assert detect(data) == ["csv"]
    [birds] = read(data, name="toy.csv").records.papers
    assert (birds.title, birds.authors) == ("Über Vögel", ("Zoë Ångström", "José Núñez"))


def test_a_title_line_above_the_header_is_reported():
    parsed = table("Papers at ToyConf 2031", "", "Title,Authors", "Wrens,Ada Byron")
    assert notes(parsed, "left out") == ["above the header: “Papers at ToyConf 2031” (line 1)"]


def test_a_heading_such_as_a_page_has_leaves_a_table_a_table():
    assert detect(b"Papers at ToyConf 2031\n\nTitle,Authors\nWrens,Ada Byron\n") == ["csv"]


def test_a_table_without_header_is_guessed_where_nothing_else_can_be_meant():
    rows = ["Ada Byron,Songs of the wren,2031-05-14 10:00Z", "Bo Li,On the flight of owls,2031-05-14 11:00Z"]
    rows += ["Cy Quill,Boats with a keel,2031-05-14 12:00Z"]
    assert detect("\n".join(rows).encode()) == ["csv"]
    parsed = read("\n".join(rows).encode(), name="toy.csv")
    assert next((each.title, each.authors) for each in parsed.records.papers) == ("Songs of the wren", ("Ada Byron",))
    assert times(parsed)[0] == (at("2031-05-14T10:00Z"), None)


@pytest.mark.parametrize(
    "rows",
    [
        ["Ada Byron,Bo Li", "Cy Quill,Di Dorn", "Ed Eck,Flo Fox"],
        ["Wrens,Ada Byron", "Owls,Bo Li", "Terns,Cy Quill"],
        ["Ada Byron,Bank of Acme", "Bo Li,University of Barge", "Cy Quill,Church of Keel"][:2],
        ["1,2,3", "4,5,6", "7,8,9"],
    ],
)
def test_a_table_without_header_that_may_mean_several_things_is_refused(rows):
    data = "\n".join(rows).encode()
    assert detect(data) == []
    with pytest.raises(SourceError, match="--map title="):
        read(data, name="toy.csv", format="csv")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no table"),
        (b"Dear reader,\n\nthis is a letter.\n", "titles|no table"),
        (b"PK\x03\x04\x14\x00", "is a workbook, not a table as text: save its sheet as CSV"),
        (b"Title,Authors\n", "has a header, but no row below it"),
        (b"Title,Authors\n,Ada Byron\n", "holds no row that can be read: 1 row without title"),
        (b"Title,Decision\nWrens,Reject\nOwls,Reject\n", "holds no row that can be read: 2 rows that say “reject”"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, says):
    with pytest.raises(SourceError, match=rf"(?s)^toy\.csv .*(?:{says}).*\.$"):
        read(data, name="toy.csv", format="csv")


def test_a_zone_that_there_is_not_is_refused():
    with pytest.raises(SourceError, match="zone “Mars”"):
        table("Title,Authors", "Wrens,Ada Byron", zone="Mars")


def test_a_folder_of_tables_is_read_file_by_file():
    files = {"a.csv": b"Title,Authors\nWrens,Ada Byron\n", "b.tsv": b"Title\tAuthors\nOwls\tBo Li\n"}
    assert [each.records.papers[0].title for each in ingest.read(files, name="lists")] == ["Wrens", "Owls"]


# People


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["Byron, Ada, Li, Bo", "Quill, Cy"], [("Ada Byron", "Bo Li"), ("Cy Quill",)]),
        (["Byron, Ada", "Homer, Sappho, Plato"], [("Byron", "Ada"), ("Homer", "Sappho", "Plato")]),
        (["Ada Byron, Bo Li", "Cy Quill"], [("Ada Byron", "Bo Li"), ("Cy Quill",)]),
        (
            ["Byron, Ada; Li, Bo", "García Márquez, Gil; Dorn, Di"],
            [("Ada Byron", "Bo Li"), ("Gil García Márquez", "Di Dorn")],
        ),
        (["Ada Byron, Acme; Bo Li, Acme", "Cy Quill, Barge"], [("Ada Byron", "Bo Li"), ("Cy Quill",)]),
        (["Ada Byron, Acme University", "Bo Li, Barge Labs"], [("Ada Byron",), ("Bo Li",)]),
        (["Ada Byron* (Acme, Berlin), Bo Li1,2 <bo@toy.example>"], [("Ada Byron", "Bo Li")]),
        (["Ada Byron, Bo Li and Cy Quill, Jr."], [("Ada Byron", "Bo Li", "Cy Quill Jr.")]),
        (["Dr. Ada Byron\nProf. Bo Li", "TBA"], [("Ada Byron", "Bo Li"), ()]),
    ],
)
def test_how_names_are_written_the_whole_column_tells(cells, names):
    rows = [f'Paper {number},"{cell}"' for number, cell in enumerate(cells)]
    assert [each.authors for each in table("Title,Authors", *rows).records.papers] == names


# Times


def test_a_time_is_read_however_it_is_written():
    cells = [
        "2031-05-14T11:00:00+02:00",
        "2031-05-14 11:00 CEST",
        "20310514T110000+0200",
        "May 14, 2031 11:00 AM",
        "Wed 14 May 2031, 11:00",
        "14.05.2031 11.00 Uhr",
        "14-May-2031 11:00",
        "2031/05/14 11h",
        "14/05/2031 11:00",
        "2031-05-14 09:00 (UTC)",
        "14 May 2031 at 5 a.m. EDT",
    ]
    rows = [f'Paper {number},Ada Byron,"{cell}"' for number, cell in enumerate(cells)]
    parsed = table("Title,Speaker,Start", *rows, zone="Europe/Berlin")
    assert times(parsed) == [(at("2031-05-14T09:00Z"), None)] * len(cells)
    assert not notes(parsed, "problem")


@pytest.mark.parametrize(
    ("header", "row", "ends"),
    [
        ("Day,Time", "2031-05-14,11:00-11:30", "09:30"),
        ("Day,Time", "2031-05-14,11:00 – 11:30 CEST", "09:30"),
        ("Day,Time", "2031-05-14,11 am to 1:15 pm", "11:15"),
        ("Day,Time", "2031-05-14,11:00 - 1:15 PM", "11:15"),
        ("Start", "2031-05-14 11:00-11:30", "09:30"),
        ("Start,End", "2031-05-14 11:00,2031-05-14 11:30", "09:30"),
        ("Start,End", "2031-05-14 11:00,11:30", "09:30"),
        ("Date,Start time,End time", "2031-05-14,11:00,11:30", "09:30"),
        ("Start date,Start time,End date,End time", "2031-05-14,11:00,2031-05-14,11:30", "09:30"),
        ("Start,Duration", "2031-05-14 11:00,30", "09:30"),
        ("Start,Duration", "2031-05-14 11:00,0:30:00", "09:30"),
        ("Start,Length", "2031-05-14 11:00,1 h 30 min", "10:30"),
        ("Start,Duration (hours)", "2031-05-14 11:00,1.5", "10:30"),
        ("Start", "2031-05-14 11:00 - 2031-05-14 11:30", "09:30"),
        ("Start", "2031-05-14 11:00", None),
    ],
)
def test_an_end_is_read_however_it_is_told(header, row, ends):
    parsed = table(f"Title,Speaker,{header}", f"Wrens,Ada Byron,{row}", zone="Europe/Berlin")
    assert times(parsed) == [(at("2031-05-14T09:00Z"), at(f"2031-05-14T{ends}Z") if ends else None)]


def test_the_zone_stands_in_the_cell_the_column_the_header_or_the_option():
    def start(header: str, *cells: str) -> datetime:
        parsed = table(f"Title,Speaker,{header}", f"Wrens,Ada Byron,{','.join(cells)}", zone="Asia/Tokyo")
        return parsed.records.slots[0].start

    assert start("Start", "2031-05-14 11:00 PDT") == at("2031-05-14T18:00Z")
    assert start("Start (CET)", "2031-05-14 11:00") == at("2031-05-14T09:00Z")
    assert start("Start,Timezone", "2031-05-14 11:00", "America/New_York") == at("2031-05-14T15:00Z")
    assert start("Start (CET),Timezone", "2031-05-14 11:00", "UTC+2") == at("2031-05-14T09:00Z")
    assert start("Start (24h)", "2031-05-14 11:00") == at("2031-05-14T02:00Z")


def test_times_without_zone_are_left_out_and_counted_in_one_note():
    parsed = table("Title,Speaker,Start", *(f"Paper {n},Ada Byron,2031-05-14 1{n}:00" for n in range(5)))
    assert times(parsed) == []
    assert notes(parsed, "problem") == ["5 times without offset left out: name their zone with --zone"]


def test_which_number_is_the_month_the_whole_column_tells():
    day_first = table("Title,Speaker,Date,Time", "A,Ada,04/05/2031,9:00", "B,Bo,14/05/2031,13:00", zone="UTC")
    assert times(day_first)[0] == (at("2031-05-04T09:00Z"), None)
    month_first = table("Title,Speaker,Date,Time", "A,Ada,04/05/2031,9:00", "B,Bo,05/14/2031,13:00", zone="UTC")
    assert times(month_first)[0] == (at("2031-04-05T09:00Z"), None)
    by_weekday = table("Title,Speaker,Date,Time", "A,Ada,Sun 04/05/2031,9:00", "B,Bo,05/06/2031,13:00", zone="UTC")
    assert times(by_weekday)[1] == (at("2031-06-05T13:00Z"), None)


@pytest.mark.parametrize("other", ["05/06/2031", "14/05/2031,05/14/2031"])
def test_days_whose_month_nothing_tells_are_left_out_and_said(other):
    rows = [f"{number},Ada,{day},13:00" for number, day in enumerate(["04/05/2031", *other.split(",")])]
    parsed = table("Title,Speaker,Date,Time", *rows, zone="UTC")
    assert at("2031-05-04T13:00Z") not in [start for start, _ in times(parsed)]
    assert any("no row tells; write 2031-05-04" in note for note in notes(parsed, "problem"))


def test_days_with_two_equal_numbers_need_no_telling():
    parsed = table("Title,Speaker,Date,Time", "Wrens,Ada,05/05/2031,13:00", zone="UTC")
    assert times(parsed) == [(at("2031-05-05T13:00Z"), None)]


def test_hours_that_may_be_in_the_afternoon_are_left_out_unless_another_row_tells():
    rows = ["A,Ada,2031-05-14,11:00", "B,Bo,2031-05-14,1:30"]
    doubtful = table("Title,Speaker,Date,Time", *rows, zone="UTC")
    assert times(doubtful) == [(at("2031-05-14T11:00Z"), None)]
    assert "1 time such as “1:30” left out: no row tells whether it is a.m. or p.m." in notes(doubtful, "problem")[0]
    told = table("Title,Speaker,Date,Time", *rows, "C,Cy,2031-05-14,13:30", zone="UTC")
    assert at("2031-05-14T01:30Z") in [start for start, _ in times(told)]


def test_a_day_holds_for_the_rows_below_it():
    parsed = table(
        "Date,Time,Title,Speaker",
        "2031-05-14,9:00,A,Ada",
        ",10:00,B,Bo",
        "2031-05-15,9:00,C,Cy",
        ",10:00,D,Di",
        zone="UTC",
    )
    assert [start for start, _ in times(parsed)] == [
        at("2031-05-14T09:00Z"),
        at("2031-05-14T10:00Z"),
        at("2031-05-15T09:00Z"),
        at("2031-05-15T10:00Z"),
    ]
    assert "2 times on the day of the row above" in notes(parsed, "read")


def test_a_day_on_a_row_of_its_own_heads_those_below():
    parsed = table(
        "Time,Title,Speaker",
        '"Wednesday, 14 May 2031",,',
        "9:00,A,Ada",
        "Thursday 15 May 2031,,",
        "9:00,B,Bo",
        zone="UTC",
    )
    assert [start for start, _ in times(parsed)] == [at("2031-05-14T09:00Z"), at("2031-05-15T09:00Z")]


def test_what_goes_on_past_midnight_ends_on_the_next_day():
    parsed = table("Title,Speaker,Start", "Owls,Ada,2031-05-14 23:00-00:30", zone="UTC")
    assert times(parsed) == [(at("2031-05-14T23:00Z"), at("2031-05-15T00:30Z"))]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2031-05-14 16:00-15:00", "1 time left out: it ends before it starts (line 2)"),
        ("May 14 11:00", "1 time on a day without year left out: write the year (line 2)"),
        ("2031-02-31 11:00", "no time: “2031-02-31 11:00” (line 2)"),
        ("Mon 14 May 2031 11:00", "1 time on a day that there is not left out (line 2)"),
        ("2031-05-14 11:00 XYZ", "1 time in the zone “XYZ”, which is not known here, left out (line 2)"),
        ("11:00", "1 time without a day left out (line 2)"),
        ("2031-05-14 11:70", "no time: “2031-05-14 11:70” (line 2)"),
    ],
)
def test_a_time_that_cannot_be_placed_is_left_out_and_said(cell, says):
    parsed = table(
        "Title,Speaker,Start,Room", f"Wrens,Ada Byron,{cell},R1", "Owls,Bo Li,2031-05-14 13:00,R1", zone="UTC"
    )
    assert [start for start, _ in times(parsed)] == [None, at("2031-05-14T13:00Z")]
    assert says in notes(parsed, "problem")


def test_days_alone_and_times_to_be_announced_are_no_times():
    parsed = table(
        "Title,Speaker,Start", "Wrens,Ada,2031-05-14", "Owls,Bo,TBA", "Terns,Cy,2031-05-15 11:00", zone="UTC"
    )
    assert times(parsed) == [(at("2031-05-15T11:00Z"), None)]
    assert notes(parsed, "left out") == ["1 time on a day without time of day left out (line 2)"]
    assert not notes(parsed, "problem")


# Papers, sessions, slots


def test_a_session_goes_from_its_first_paper_to_its_last_on_each_of_its_days():
    parsed = table(
        "Title,Authors,Session,Start,End",
        "A,Ada,Posters,2031-05-14 09:00,2031-05-14 09:30",
        "B,Bo,Posters,2031-05-14 09:30,2031-05-14 10:00",
        "C,Cy,Posters,2031-05-15 09:00,2031-05-15 09:30",
        "D,Di,Talks,,",
        zone="UTC",
    )
    assert [(each.id, each.start, each.end) for each in parsed.records.sessions] == [
        ("toy-csv-posters-2031-05-14", at("2031-05-14T09:00Z"), at("2031-05-14T10:00Z")),
        ("toy-csv-posters-2031-05-15", at("2031-05-15T09:00Z"), at("2031-05-15T09:30Z")),
        ("toy-csv-talks", None, None),
    ]


def test_times_of_sessions_and_of_papers_are_told_apart():
    header = "Paper title,Authors,Session,Session date,Session start,Session end,Start time"
    rows = ["A,Ada,Birds,2031-05-14,09:00,10:30,09:15", "B,Bo,Birds,2031-05-14,09:00,10:30,09:45"]
    parsed = table(header, *rows, zone="UTC")
    [birds] = parsed.records.sessions
    assert (birds.start, birds.end) == (at("2031-05-14T09:00Z"), at("2031-05-14T10:30Z"))
    assert times(parsed) == [(at("2031-05-14T09:15Z"), None), (at("2031-05-14T09:45Z"), None)]
    without = table(header, *rows)
    assert notes(without, "problem") == ["4 times without offset left out: name their zone with --zone"]


def test_times_of_sessions_alone_are_those_of_their_papers():
    parsed = table("Paper title,Authors,Session start,Session end", "A,Ada,2031-05-14T09:00Z,2031-05-14T10:30Z")
    assert times(parsed) == [(at("2031-05-14T09:00Z"), at("2031-05-14T10:30Z"))]


def test_a_session_without_all_ends_has_none():
    parsed = table(
        "Title,Authors,Session,Start,End", "A,Ada,S,2031-05-14 09:00,", "B,Bo,S,2031-05-14 09:30,", zone="UTC"
    )
    [session] = parsed.records.sessions
    assert (session.start, session.end) == (at("2031-05-14T09:00Z"), None)


def test_a_row_of_its_own_tells_of_the_session_that_others_name():
    parsed = table(
        "Title,Speaker,Session,Start,End,Room",
        "Poster Session,,,2031-05-14 09:00,2031-05-14 12:00,Pier",
        "Wrens,Ada,Poster Session,,,",
        zone="UTC",
    )
    [session], [slot] = parsed.records.sessions, parsed.records.slots
    assert (session.room, session.end, slot.session, slot.type) == (
        "Pier",
        at("2031-05-14T12:00Z"),
        session.id,
        "poster",
    )


def test_of_several_rows_of_its_own_a_session_has_the_one_on_its_day_and_hour():
    parsed = table(
        "Title,Speaker,Session,Start,End",
        "Posters,,,2031-05-14 09:00,2031-05-14 10:00",
        "Posters,,,2031-05-14 16:00,2031-05-14 17:00",
        "A,Ada,Posters,2031-05-14 16:30,",
        "B,Bo,Posters,2031-05-15 09:00,",
        zone="UTC",
    )
    morning, afternoon, next_day = parsed.records.sessions
    assert [slot.session for slot in parsed.records.slots] == [afternoon.id, next_day.id]
    assert next_day.start == at("2031-05-15T09:00Z")
    assert morning.end == at("2031-05-14T10:00Z")


def test_a_break_is_a_session_and_stands_once_for_all_rooms():
    parsed = table(
        "Title,Speaker,Start,Room",
        "Coffee break,,2031-05-14 10:00,R1",
        "Coffee break,,2031-05-14 10:00,R2",
        "Coffee break,,2031-05-14 15:00,",
        "Coffee and the breaking of waves,Ada,2031-05-14 16:00,R1",
        zone="UTC",
    )
    assert [(each.type, each.room, each.id) for each in parsed.records.sessions] == [
        ("break", "", "toy-csv-coffee-break"),
        ("break", "", "toy-csv-coffee-break-2"),
    ]
    assert [each.title for each in parsed.records.papers] == ["Coffee and the breaking of waves"]


def test_a_paper_whose_authors_are_missing_is_still_a_paper():
    parsed = table("Title,Authors,Abstract", "Breaking posters with neural social networks,,We look.", "B,Bo,")
    assert len(parsed.records.papers) == 2


def test_a_paper_in_several_sessions_has_a_slot_in_each():
    parsed = table("title,authors,sessions", "Wrens,Ada,Mon Session 1|Tue Session 1")
    assert [each.title for each in parsed.records.sessions] == ["Mon Session 1", "Tue Session 1"]
    assert len(parsed.records.slots) == 2


def test_one_time_and_several_sessions_do_not_fit():
    parsed = table("Title,Authors,Session,Start", "Wrens,Ada,S 1|S 2,2031-05-14T09:00Z")
    assert times(parsed) == [(None, None)] * 2
    assert notes(parsed, "problem") == ["1 time in several sessions at once left out (line 2)"]


def test_a_title_at_two_times_is_one_paper_with_two_slots_where_the_authors_agree():
    parsed = table(
        "ID,Title,Speaker,Start",
        "1,Wrens,Ada,2031-05-14T09:00Z",
        "2,Wrens,Ada,2031-05-15T09:00Z",
        "3,Wrens,Bo,2031-05-16T09:00Z",
    )
    assert [each.id for each in parsed.records.papers] == ["toy-csv-1", "toy-csv-3"]
    assert [each.paper for each in parsed.records.slots] == ["toy-csv-1", "toy-csv-1", "toy-csv-3"]


def test_a_row_for_each_author_is_one_paper():
    parsed = table("Paper ID,Title,Author name,Affiliation", "5,Wrens,Ada Byron,Acme", "5,Wrens,Bo Li,Barge")
    [wrens] = parsed.records.papers
    assert wrens.authors == ("Ada Byron", "Bo Li")


def test_identifiers_are_the_files_own_and_never_twice():
    parsed = table("ID,Title,Authors", "ab-1,A,Ada", "AB-1,B,Bo", "7,C,Cy", ",D,Di", ",d!,Ed")
    assert [each.id for each in parsed.records.papers] == ["ab-1", "ab-1-2", "toy-csv-7", "d", "d-2"]


def test_decisions_tell_what_is_left_out_and_how_the_rest_is_presented():
    parsed = table(
        "Title,Authors,Decision",
        "A,Ada,Accept (Oral)",
        "B,Bo,Accepted as poster",
        "C,Cy,Reject",
        "D,Di,Withdrawn",
        "E,Ed,Accept",
    )
    assert [(each.paper, each.type) for each in parsed.records.slots] == [("a", "oral"), ("b", "poster")]
    assert {each.type for each in parsed.records.papers} == {"paper"}
    assert notes(parsed, "left out") == ["1 row that says “reject”", "1 row that says “withdrawn”"]


def test_rows_that_are_not_public_are_left_out():
    parsed = table("Title,Speaker,Published", "A,Ada,Y", "B,Bo,N")
    assert by_title(parsed).keys() == {"A"}


def test_types_are_as_people_say_them():
    rows = ["A,Ada,Lightning Talk (5 min)", "B,Bo,KEYNOTE", "C,Cy,Poster", "D,Di,Oral presentation", "E,Ed,"]
    parsed = table("Title,Speaker,Format", *rows)
    assert [each.type for each in parsed.records.papers] == ["lightning talk", "keynote", "poster", "talk", "talk"]
    assert [slot.type for slot in parsed.records.slots] == ["poster", "oral"]


def test_what_has_authors_is_a_paper_and_what_has_speakers_a_talk():
    for header, kind in [
        ("Title,Author first name,Author last name", "paper"),
        ("Title,Speaker first name,Speaker last name", "talk"),
        ("Title,First name,Last name", "talk"),
    ]:
        [wrens] = table(header, "Wrens,Ada,Byron").records.papers
        assert (wrens.type, wrens.authors) == (kind, ("Ada Byron",))


def test_links_are_labelled_by_their_columns():
    parsed = table(
        "Title,Authors,Website,PDF,Code,Video,arXiv,DOI,Slides,Poster",
        "Wrens,Ada,https://openreview.net/forum?id=Ab1,https://a.example/1.pdf,https://github.com/a/b,"
        "https://v.example,2105.01234,10.1000/xyz,www.a.example/s,yes",
        "Owls,Bo,see https://a.example/2 (soon),,,,,,,https://a.example/p.png",
    )
    wrens, owls = parsed.records.papers
    assert [(link.label, link.url) for link in wrens.links] == [
        ("openreview", "https://openreview.net/forum?id=Ab1"),
        ("arxiv", "https://arxiv.org/abs/2105.01234"),
        ("doi", "https://doi.org/10.1000/xyz"),
        ("pdf", "https://a.example/1.pdf"),
        ("code", "https://github.com/a/b"),
        ("slides", "https://www.a.example/s"),
        ("video", "https://v.example"),
    ]
    assert [(link.label, link.url) for link in owls.links] == [
        ("page", "https://a.example/2"),
        ("poster", "https://a.example/p.png"),
    ]
    assert notes(parsed, "left out") == ["1 row with something for a link that is no address: “yes” (line 2)"]


def test_a_column_called_code_may_be_of_identifiers():
    assert table("Code,Title,Speaker", "AB12CD,Wrens,Ada").records.papers[0].id == "ab12cd"


def test_where_a_paper_was_published_is_no_room():
    [owls] = table("Title,Authors,Venue", "Owls,Bo,ToyConf 2031").records.papers
    assert owls.title == "Owls"
    assert not table("Title,Authors,Venue", "Owls,Bo,ToyConf 2031").records.slots


def test_markup_is_taken_out_and_paragraphs_are_kept():
    parsed = table("Title,Authors,Abstract,Description", 'A &amp; <i>B</i>,Ada,"One.\n\nTwo.",Three.')
    [paper] = parsed.records.papers
    assert (paper.title, paper.abstract) == ("A & B", "One.\n\nTwo.\n\nThree.")


# Real samples


@pytest.mark.skipif(not (SHARED / "programmes").exists(), reason="the real samples are not here")
def test_the_papers_of_iclr_2020_are_read():
    parsed = read((SHARED / "programmes/miniconf-iclr2020/papers.csv").read_bytes(), name="papers.csv")
    records = parsed.records
    assert (len(records.papers), len(records.sessions), len(records.slots)) == (687, 2, 2)
    assert parsed.notes[0].text == "687 papers, 2 sessions, 2 slots"
    assert all(paper.authors and paper.abstract for paper in records.papers)
    assert sum(len(paper.authors) for paper in records.papers) == 3046
    first = records.papers[0]
    assert first.id == "b1xsperkvh"
    assert first.authors[0] == "Nitin Rathi"
    assert first.keywords == ("imagenet",)
    check_sound(records)


@pytest.mark.skipif(not (SHARED / "programmes").exists(), reason="the real samples are not here")
def test_the_speakers_of_iclr_2020_are_read():
    parsed = read((SHARED / "programmes/miniconf-iclr2020/speakers.csv").read_bytes(), name="speakers.csv")
    assert [(each.authors, each.type) for each in parsed.records.papers] == [
        (("Aisha Walcott-Bryant",), "talk"),
        (("Leslie Kaelbling",), "talk"),
    ]
    assert notes(parsed, "left out")[0] == "2 columns: “image”, “bio”"


@pytest.mark.skipif(not (SHARED / "seeds").exists(), reason="the real pages are not here")
def test_pages_are_no_tables():
    for page in [*(SHARED / "seeds").glob("*.txt"), *DATA.rglob("*.txt")]:
        assert "csv" not in detect(page.read_bytes()), page


def test_no_file_of_another_format_is_a_table():
    for file in DATA.rglob("*"):
        if file.is_file() and file.suffix not in {".csv", ".tsv"}:
            assert "csv" not in detect(file.read_bytes()), file


# Anything at all


CELLS = st.one_of(
    st.sampled_from(
        [
            *(
                "Title",
                "Authors",
                "Start",
                "Session",
                "",
                "Wrens",
                "Ada Byron",
                "Byron, Ada",
                "04/05/2031",
                "9:00",
                "TBA",
            ),
            *("2031-05-14 11:00", "24:00", "9999-12-31 24:00", '"', '"a', "a|b;c", "https://[", "Coffee break", "\x00"),
            *("='", '="1"', "['a', 'b']", "x" * 3000, "11:00-07:00 XYZ", "0001-01-01 00:00+14:00", "['" * 50),
        ]
    ),
    st.text(max_size=12),
)


@few
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=8), mark=st.sampled_from(",;\t|"), quoted=st.booleans())
def test_any_rows_are_read_or_refused_in_words(rows, mark, quoted):
    if quoted:
        out = io.StringIO()
        csv.writer(out, delimiter=mark).writerows(rows)
        text = out.getvalue()
    else:
        text = "\n".join(mark.join(row) for row in rows)
    for head in ("", mark.join(("Title", "Authors", "Date", "Time", "Session", "End")) + "\n"):
        for zone in (None, "Asia/Tokyo"):
            read_or_refuse((head + text).encode("utf-8", "surrogatepass"), "csv", name="toy.csv", zone=zone)


@few
@given(
    rows=st.lists(st.lists(CELLS, max_size=4), max_size=4),
    columns=st.dictionaries(
        st.sampled_from(["title", "authors", "start", "speaker", "x"]), st.sampled_from(["1", "2", "Title", "9", ""])
    ),
)
def test_any_named_columns_are_read_or_refused_in_words(rows, columns):
    text = "\n".join(",".join(row) for row in rows)
    read_or_refuse(text.encode("utf-8", "surrogatepass"), "csv", name="toy.csv", columns=columns)


@few
@given(case=st.sampled_from(list(CASES)), share=st.floats(0, 1), junk=st.binary(max_size=5))
def test_a_damaged_table_is_read_or_refused_in_words(case, share, junk):
    data = (DATA / "csv" / case).read_bytes()
    place = int(share * len(data))
    for damaged in (data[:place], data[:place] + junk + data[place:], data[place:]):
        read_or_refuse(damaged, "csv", name=case, **CASES[case])


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9/.: \-]{3,24}( [AP]M| PDT|Z)?", fullmatch=True)))
def test_any_cell_is_a_time_or_none(cell):
    stamp = read_stamp(cell)
    assert stamp is None or stamp.day is not None or stamp.start is not None
