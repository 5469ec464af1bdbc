"""JSON lines and YAML: out and in again without loss, and a sentence for what is wrong."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import DATA, SHARED, check_golden, check_sound, damaged, detect, read
from records import every_record

from corpus.ingest import jsonl
from corpus.ingest import yaml as corpus_yaml
from corpus.models import Event, Link, Paper, Parsed, Person, Post, Records, Session, Slot, Source, SourceError

few = settings(max_examples=80, deadline=None)

TOY = Records(
    sources=(Source(id="page", title="A page", format="x", published=date(2030, 1, 2)),),
    events=(Event(id="toyconf-2030", name="ToyConf 2030", start=date(2030, 5, 7)),),
    sessions=(
        Session(
            id="oral-1",
            title="Oral 1: yes, no & null",
            event="toyconf-2030",
            zone="America/Los_Angeles",
            start=datetime(2030, 5, 7, 18, tzinfo=UTC),
            end=datetime(2030, 5, 7, 19, tzinfo=UTC),
            people=(Person(name="Ada Byron", role="Moderator"),),
        ),
    ),
    papers=(
        Paper(
            id="wrens",
            title="1984: 12:30",
            authors=("Zoë Ångström", "No"),
            summary="Long words. " * 30,
            listed=date(2030, 1, 2),
        ),
        Paper(id="owls", title="“Owls” — a study", links=(Link(label="code", url="https://github.com/a/owls"),)),
    ),
    slots=(
        Slot(
            id="oral-1/wrens",
            paper="wrens",
            session="oral-1",
            type="oral",
            start=datetime(2030, 5, 7, 18, tzinfo=UTC),
        ),
        Slot(id="loose/owls", paper="owls", type="poster"),
    ),
    posts=(Post(id="p", title="A post", body="One.\n\nTwo."),),
)


def test_json_lines_come_back_without_loss():
    lines = list(jsonl.dump(TOY))
    assert jsonl.parse("\n".join(lines).encode(), name="x.jsonl").records == TOY
    assert {json.loads(line)["kind"] for line in lines} == {
        "source",
        "event",
        "session",
        "paper",
        "slot",
        "post",
    }


def test_yaml_comes_back_without_loss_and_reads_in_local_time():
    text = corpus_yaml.dump(TOY)
    assert corpus_yaml.sniff(text.encode()) == ""
    assert corpus_yaml.parse(text.encode(), name="x.yaml").records == TOY
    assert "start: 2030-05-07T11:00-07:00" in text.replace("'", "")


@few
@given(every_record())
def test_json_lines_lose_nothing_of_any_record(records):
    assert jsonl.parse("\n".join(jsonl.dump(records)).encode(), name="x").records == records


@few
@given(every_record())
def test_yaml_loses_nothing_of_any_record_and_keeps_slots_in_order_within_their_session(records):
    text = corpus_yaml.dump(records).encode()
    assert corpus_yaml.sniff(text) == ""
    again = corpus_yaml.parse(text, name="x").records
    assert again.model_copy(update={"slots": ()}) == records.model_copy(update={"slots": ()})
    assert len(again.slots) == len(records.slots)
    for session in (slot.session for slot in records.slots):
        assert [s for s in again.slots if s.session == session] == [s for s in records.slots if s.session == session]


def test_yaml_keeps_a_slot_whose_session_is_not_there():
    lost = Records(sources=TOY.sources, slots=(Slot(id="a/b", paper="b", session="gone"),))
    assert corpus_yaml.parse(corpus_yaml.dump(lost).encode(), name="x").records == lost


def test_yaml_keeps_the_identifiers_of_slots_and_the_seconds_of_times():
    start = datetime(2030, 5, 7, 18, 0, 30, tzinfo=UTC)
    records = Records(
        sessions=(Session(id="s", title="S", zone="Europe/Berlin", start=start),),
        slots=(Slot(id="own", paper="p", session="s", start=start), Slot(id="s/p", paper="p", session="s")),
    )
    text = corpus_yaml.dump(records)
    assert corpus_yaml.parse(text.encode(), name="x").records == records
    assert text.count("id: own") == 1
    assert "s/p" not in text


def test_an_export_is_taken_as_it_is():
    own = Records(
        sources=(Source(id="s", title="S", format="x"),),
        papers=(Paper(id="X 1", title="Ask ada@toy.example  <b>", authors=("Dr. Byron, Ada",), sources=("s",)),),
    )
    assert jsonl.parse("\n".join(jsonl.dump(own)).encode(), name="x").records == own


def test_a_bare_list_is_a_list_of_papers_from_that_file():
    data = (
        b'{"id": "7", "title": "Wrens", "authors": "Ada Byron|Bo Li", '
        b'"keywords": "birds|song", "abstract": "Tweet.", "votes": 3}'
    )
    records = jsonl.parse(data, name="folder/birds.jsonl").records
    assert records.papers == (
        Paper(
            id="7",
            title="Wrens",
            authors=("Ada Byron", "Bo Li"),
            keywords=("birds", "song"),
            abstract="Tweet.",
            sources=("birds-jsonl",),
        ),
    )
    assert records.sources[0].title == "birds.jsonl"


def test_a_line_that_cannot_be_read_is_reported_and_the_rest_is_kept():
    data = (
        b'{"title": "Wrens"}\n{oops\n\n[]\n{"title": " "}\n{"kind": "paper", "id": "x", "title": "Owls", "colour": 1}\n'
    )
    parsed = jsonl.parse(data, name="x.jsonl")
    assert [p.title for p in parsed.records.papers] == ["Wrens"]
    assert [n.where for n in parsed.notes if n.level == "problem"] == ["line 2", "line 4", "line 5", "line 6"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"a": 1}', b"\xff\xfe\x00"])
def test_what_is_no_json_lines_is_said(data):
    assert jsonl.sniff(data) != ""
    with pytest.raises(SourceError):
        jsonl.parse(data, name="x")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("papers:\n- id: a\n  title: b\n  colour: red\n", "colour"),
        ("papers:\n- title: no id\n", "id"),
        ("papers: [", "line"),
        ("- a\n", "no mapping"),
        ("sessions:\n- title: x\n  slots:\n  - paper: y\n", "identifier"),
    ],
)
def test_unsound_yaml_is_refused_with_its_place(text, says):
    with pytest.raises(SourceError, match=says):
        corpus_yaml.parse(text.encode(), name="x.yaml")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_sentence(data):
    for format_ in (jsonl, corpus_yaml):
        format_.sniff(data)
        with suppress(SourceError):
            assert format_.parse(data, name="x").records.all()


# Lists of others


def bare(*rows: object, name: str = "toy.jsonl", **options) -> Parsed:
    return read("\n".join(map(json.dumps, rows)).encode(), name=name, format="jsonl", **options)


@pytest.mark.parametrize("case", ["others.jsonl", "papers.json"])
def test_lists_of_others_read_as_their_golden_files_say(case):
    data = (DATA / "jsonl" / case).read_bytes()
    assert detect(data) == ["jsonl"]
    parsed = read(data, name=case)
    check_sound(parsed.records)
    check_golden(parsed, DATA / "jsonl" / f"{case}.golden.json")


@pytest.mark.parametrize(
    "authors",
    [
        "Ada Byron|Bo Li",
        "Ada Byron, Bo Li",
        "Byron, Ada; Li, Bo",
        ["Ada Byron", "Bo Li"],
        ["Byron, Ada", "Li, Bo"],
        [{"name": "Ada Byron", "affiliation": "Acme"}, {"name": "Bo Li"}],
        [{"first": "Ada", "last": "Byron"}, {"first": "Bo", "last": "Li"}],
        [{"firstName": "Ada", "lastName": "Byron"}, {"fullname": "Bo Li"}],
    ],
)
@pytest.mark.parametrize("field", ["authors", "author", "speakers", "presenters"])
def test_people_are_read_however_they_are_listed(authors, field):
    [wrens] = bare({"title": "Wrens", field: authors}).records.papers
    assert wrens.authors == ("Ada Byron", "Bo Li")


def test_where_authors_are_from_is_read_from_each_of_them_and_from_the_paper():
    authors = [{"name": "Ada Byron", "affiliation": "Acme"}, {"name": "Bo Li", "institutions": [{"name": "Owl Lab"}]}]
    [wrens] = bare({"title": "Wrens", "authors": authors, "organisations": ["Acme", "Heron Lab"]}).records.papers
    assert set(wrens.orgs) == {"Acme", "Owl Lab", "Heron Lab"}


def test_one_author_may_stand_last_name_first():
    [wrens] = bare({"title": "Wrens", "authors": ["Byron, Ada"]}).records.papers
    assert wrens.authors == ("Ada Byron",)


def test_addresses_of_others_become_links():
    [wrens] = bare(
        {
            "title": "Wrens",
            "url": "https://toy.example/1",
            "pdf_url": "https://toy.example/1.pdf",
            "openreview": "https://openreview.net/forum?id=Ab1",
            "arxiv": "2105.01234",
            "doi": "10.1000/xyz",
            "github": "https://github.com/a/b",
        }
    ).records.papers
    assert [(link.label, link.url) for link in wrens.links] == [
        ("page", "https://toy.example/1"),
        ("openreview", "https://openreview.net/forum?id=Ab1"),
        ("arxiv", "https://arxiv.org/abs/2105.01234"),
        ("doi", "https://doi.org/10.1000/xyz"),
        ("pdf", "https://toy.example/1.pdf"),
        ("code", "https://github.com/a/b"),
    ]


def test_fields_of_a_paper_of_ours_may_stand_in_a_list():
    [wrens] = bare(
        {
            "id": "W 1",
            "title": "Wrens",
            "type": "keynote",
            "abstract": "They sing.",
            "summary": "Our words.",
            "tags": ["birds", "song"],
            "notes": ["Best paper"],
            "other_titles": "Wren|Wrenns",
            "listed": "2031-05-14",
            "event": "toyconf-2031",
            "orgs": ["Acme"],
            "track": "Birds",
            "language": "en",
            "links": [{"label": "code", "url": "https://github.com/a/b"}],
        }
    ).records.papers
    assert wrens == Paper(
        id="W 1",
        title="Wrens",
        type="keynote",
        abstract="They sing.",
        summary="Our words.",
        keywords=("birds", "song"),
        notes=("Best paper",),
        other_titles=("Wren", "Wrenns"),
        listed=date(2031, 5, 14),
        event="toyconf-2031",
        orgs=("Acme",),
        track="Birds",
        language="en",
        links=(Link(label="code", url="https://github.com/a/b"),),
        sources=("toy-jsonl",),
    )


def test_what_is_not_read_stands_in_one_note():
    row = {
        "title": "Wrens",
        "authors": [{"name": "Ada Byron", "email": "ada@toy.example"}],
        "votes": 3,
        "colour": "red",
    }
    parsed = bare(row, {"title": "Owls", "phone": "+49 170 1234567", "votes": None})
    assert [note.text for note in parsed.notes if note.level == "left out"] == [
        "private: authors.email, 1 time; private: phone, 1 time; 2 fields: “votes”, “colour”"
    ]
    assert "toy.example" not in parsed.records.model_dump_json()


def test_what_is_private_in_the_texts_of_others_is_taken_out():
    parsed = bare({"title": "Wrens", "abstract": "Write to ada@toy.example or call +49 170 1234567."})
    assert parsed.records.papers[0].abstract == "Write to or ."
    assert "private: 1 e-mail address in texts" in [note.text for note in parsed.notes]


def test_times_and_sessions_of_others_are_read():
    row = {"title": "Wrens", "speaker": "Ada Byron", "session": "Oral 1", "start": "2031-05-14 11:00", "room": "R1"}
    records = bare(row, {"title": "Lunch", "start": "2031-05-14 12:00"}, zone="Europe/Berlin").records
    assert [(each.title, each.type) for each in records.sessions] == [("Oral 1", "oral session"), ("Lunch", "break")]
    assert [(slot.start, slot.room) for slot in records.slots] == [(datetime(2031, 5, 14, 9, tzinfo=UTC), "R1")]
    check_sound(records)


def test_a_kind_that_is_none_of_ours_is_a_type():
    [wrens] = bare({"title": "Wrens", "kind": "keynote"}).records.papers
    assert wrens.type == "keynote"


def test_one_json_list_of_papers_is_read():
    data = json.dumps([{"title": "Wrens", "authors": ["Ada Byron"]}, {"title": "Owls"}, 5], indent=1).encode()
    parsed = read(data, name="papers.json", format="jsonl")
    assert [each.title for each in parsed.records.papers] == ["Wrens", "Owls"]
    assert [(note.text, note.where) for note in parsed.notes if note.level == "problem"] == [("no JSON object", "2")]
    assert detect(json.dumps([{"title": "Wrens"}]).encode()) == ["jsonl"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"title": "A", "isServiceSession": False, "startsAt": "2031-05-14T09:00:00"}],
        [{"title": "A", "code": "AB12CD", "submission_type": "Talk"}],
        [{"title": {"en": "A"}}],
        [{"title": "A", "content": {"title": {"value": "A"}}}],
        [{"name": "A"}],
        [{"title": "A"}, {"name": "B"}],
        [],
        [1],
    ],
)
def test_lists_of_other_formats_are_not_claimed(rows):
    assert jsonl.sniff(json.dumps(rows).encode()) == "its top is no list of objects that all have a title"


def test_identifiers_that_stand_twice_never_clash():
    records = bare({"id": "x", "title": "A"}, {"id": "x", "title": "B"}, {"id": "x-2", "title": "C"}).records
    assert [(each.id, each.title) for each in records.papers] == [("x", "A"), ("x-3", "B"), ("x-2", "C")]


def test_records_that_refer_to_a_repeated_identifier_mean_its_first_record():
    own = [
        {"kind": "source", "id": "s", "title": "S", "format": "x"},
        {"kind": "paper", "id": "x", "title": "A"},
        {"kind": "paper", "id": "x", "title": "B"},
        {"kind": "paper", "id": "x-2", "title": "C"},
        {"kind": "slot", "id": "t", "paper": "x-2"},
        {"kind": "slot", "id": "t", "paper": "x"},
    ]
    records = bare(*own).records
    titles = {each.id: each.title for each in records.papers}
    assert list(titles.values()) == ["A", "B", "C"]
    assert [(slot.id, titles[slot.paper]) for slot in records.slots] == [("t", "C"), ("t-2", "A")]


def test_papers_of_others_beside_records_of_ours_get_identifiers_and_a_source_of_their_own():
    own = [json.loads(line) for line in jsonl.dump(TOY)]
    records = bare(*own, {"id": "wrens", "title": "More wrens", "room": "R1"}).records
    assert [each.id for each in records.papers] == ["wrens", "owls", "wrens-2"]
    assert records.papers[0] == TOY.papers[0]
    assert records.papers[2].sources == ("toy-jsonl",)
    assert records.slots[-1].paper == "wrens-2"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings_of_lines_change_nothing(end, encoding):
    data = end.join(json.dumps({"title": title}, ensure_ascii=False) for title in ("Zoë", "Ågot")).encode(encoding)
    assert jsonl.sniff(data) == ""
    assert [each.title for each in jsonl.parse(data, name="x").records.papers] == ["Zoë", "Ågot"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"title": "A"},', "no JSON: a comma stands after the object"),
        ('{"title": "A",}', "no JSON: expecting property name enclosed in double quotes at column 15"),
        ('{"title": "A"', "no JSON: expecting ',' delimiter at column 14"),
        ('{"title": "A"} {"title": "B"}', "no JSON: extra data at column 16"),
        ('["A"]', "no JSON object"),
        ('{"colour": ["A"]}', "no title"),
        ('{"kind": "paper", "title": "A"}', "paper.id: Field required"),
        ('{"kind": "slot", "id": "a", "paper": "b", "start": "0001-01-01T00:00+14:00"}', "slot.start: Value error"),
        ("[" * 100_000, "no JSON: a number is too long, or lists lie too deep in one another"),
    ],
)
def test_a_line_that_is_broken_gets_its_sentence(line, says):
    parsed = jsonl.parse(f'{{"title": "Wrens"}}\n{line}'.encode(), name="x")
    [note] = [note for note in parsed.notes if note.level == "problem"]
    assert note.where == "line 2"
    assert note.text.startswith(says)


def test_a_file_without_any_line_that_can_be_read_says_what_is_wrong_with_the_first():
    with pytest.raises(SourceError) as caught:
        jsonl.parse(b'{"title": "A",}\n{"title": "B",}\n', name="x.jsonl")
    assert str(caught.value).startswith("x.jsonl holds no record that can be read as JSON lines: no JSON: expecting")
    assert str(caught.value).endswith("line 1.")


def test_a_list_that_breaks_off_is_refused_with_its_place():
    with pytest.raises(SourceError, match=r"^x is no sound JSON: .* at line 2, column 3\.$"):
        jsonl.parse(b'[{"title": "A"},\n  ]', name="x")


def test_no_file_of_another_format_is_a_list_of_ours():
    for file in DATA.rglob("*"):
        of_a_folder = {"jsonl", "toy", "miniconf", "virtual_site"} & set(file.parts)  # whose files may be lists, too
        if file.is_file() and not of_a_folder and not file.name.endswith(".golden.json"):
            assert not {"jsonl", "yaml"} & set(detect(file.read_bytes())), file


@pytest.mark.skipif(not (SHARED / "ir").exists(), reason="the real lists are not here")
def test_a_real_list_of_papers_is_read():
    data = (SHARED / "ir/iclr2020_author/docs.jsonl").read_bytes()
    records = read(data, name="docs.jsonl").records
    assert len(records.papers) == len(data.splitlines())
    assert records.papers[0].authors[0] == "Nitin Rathi"


ROWS = [
    {"id": 1, "title": "Wrens", "authors": [{"name": "Ada"}], "start": "2031-05-14T09:00Z", "links": [{"label": "a"}]},
    {"kind": "paper", "id": "p", "title": "Owls", "listed": "2031-05-14", "links": [{"label": "b", "url": "c"}]},
    {"kind": "slot", "id": "s", "paper": "p", "start": "2031-05-14T09:00Z", "end": "2031-05-14T09:30Z"},
]


@few
@given(damaged(ROWS))
def test_damaged_rows_are_read_or_refused_in_words(rows):
    for data in (json.dumps(rows), "\n".join(json.dumps(row) for row in rows) if isinstance(rows, list) else ""):
        for form in ("jsonl", None):
            with suppress(SourceError):
                assert read(data.encode(), name="x.json", format=form).notes


TREE = json.loads(json.dumps(Records.model_validate(TOY).model_dump(mode="json")))


@few
@given(damaged(TREE))
def test_damaged_yaml_is_read_or_refused_in_words(tree):
    data = json.dumps(tree).encode()  # JSON is YAML, too
    with suppress(SourceError):
        assert corpus_yaml.parse(data, name="x").records.all()


@pytest.mark.parametrize(
    "text",
    [
        "papers: " + "[" * 5000,
        "papers:\n- &a [*a]",
        "a: &a [x, x]\n" + "".join(f"{k}: &{k} [{', '.join([f'*{chr(ord(k) - 1)}'] * 9)}]\n" for k in "bcdefghij"),
        "papers:\n- id: " + "9" * 5000,
        "papers: 5",
        "sessions:\n- 5",
        "sessions:\n- id: a\n  title: b\n  slots: 7",
        "papers:\n- id: a\n  title: \x00",
        "papers: []",
        "? [a]\n: b",
    ],
)
def test_odd_yaml_is_refused_in_words(text):
    with pytest.raises(SourceError, match=r"(?s)^x.* .*\.$"):
        corpus_yaml.parse(text.encode(), name="x")
