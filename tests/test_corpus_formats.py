"""JSON lines and YAML: out and in again without loss, and a sentence for what is wrong."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import jsonl
from corpus.ingest import yaml as corpus_yaml
from corpus.models import Event, Link, Paper, Person, Post, Records, Session, Slot, Source, SourceError

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


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Paper,
            id=st.text(min_size=1, max_size=9),
            title=st.text(min_size=1, max_size=40).filter(str.strip),
            authors=st.lists(st.text(max_size=12), max_size=3).map(tuple),
        ),
        max_size=4,
        unique_by=lambda p: p.id,
    )
)
def test_any_paper_survives_both_formats(papers):
    records = Records(sources=TOY.sources, papers=tuple(papers))
    assert (
        jsonl.parse("\n".join(jsonl.dump(records)).encode("utf-8", "surrogatepass"), name="x").records.papers
        == records.papers
    )


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
