"""What an organiser is told to mend: each fault by its name, and nothing where all is well."""

from datetime import UTC, date, datetime, timedelta

import pytest

from corpus.check import check
from corpus.models import (
    Conflict,
    Event,
    Link,
    Note,
    Paper,
    Parsed,
    Part,
    Person,
    Records,
    Session,
    Slot,
    Source,
)

NINE = datetime(2030, 5, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENT = Event(id="birdconf", name="BirdConf", zone="Europe/Berlin", start=date(2030, 5, 7), end=date(2030, 5, 8))


def talk(name, at=0.0, *, long=1.0, room="Nest", who="", **fields):
    start = NINE + at * HOUR
    authors = (who or f"{name.title()} Byron",)
    given = {"title": f"On {name}", "authors": authors, "abstract": f"All of {name}.", "event": "birdconf", **fields}
    return [
        Paper(id=name, **given),
        Slot(id=f"day/{name}", paper=name, start=start, end=start + long * HOUR, room=room),
    ]


def found(*records):
    flat = [r for record in records for r in (record if isinstance(record, list) else [record])]
    return [(finding.what, finding.where) for finding in check(Records.of((EVENT, *flat)))]


def test_a_sound_programme_has_nothing_to_mend():
    assert found(talk("wrens"), talk("owls", 1), talk("larks", room="Barn")) == []


@pytest.mark.parametrize(
    ("records", "what"),
    [
        ([talk("wrens"), talk("owls", 0.5)], ("overlap", "slot:day/owls")),
        ([talk("wrens", long=5), talk("owls", 1), talk("larks", 4.5)], ("overlap", "slot:day/larks")),
        (
            [talk("wrens", who="Ada Wing"), talk("owls", who="Ada Wing", room="Barn")],
            ("double booking", "slot:day/owls"),
        ),
        ([talk("wrens", 72)], ("outside", "slot:day/wrens")),
        ([talk("wrens", long=20)], ("too long", "slot:day/wrens")),
        ([talk("wrens", title="ALL THERE IS ON WRENS")], ("capitals", "paper:wrens")),
        ([talk("wrens", authors=())], ("no speaker", "paper:wrens")),
        ([talk("wrens", abstract="")], ("no abstract", "paper:wrens")),
        ([talk("wrens", title="")], ("no title", "paper:wrens")),
        ([talk("wrens"), talk("owls", 1)[:1]], ("no session", "paper:owls")),
        ([talk("wrens", who="Ada Winger"), talk("owls", 1, who="Ada Wingel")], ("like names", "Ada Winger")),
        (
            [talk("wrens", title="Small Birds", who="Ada Wing"), talk("w2", 1, title="Small birds", who="Ada Wing")],
            ("double", "paper:w2"),
        ),
        ([talk("wrens", links=(Link(label="pdf", url="wrens.pdf"),))], ("broken link", "paper:wrens")),
        ([talk("wrens", event="owlconf")], ("lost", "paper:wrens")),
        ([talk("wrens"), Slot(id="s", paper="gone")], ("lost", "slot:s")),
        ([Session(id="s", title="Social", start=NINE)], ("no zone", "session:s")),
        (
            [Conflict(id="c", record="paper:w", field="track", kept="Songs", other="Nests", source="x")],
            ("conflict", "paper:w"),
        ),
    ],
)
def test_each_fault_is_found_where_it_is(records, what):
    assert what in found(*records)


def test_posters_of_one_session_share_its_room_and_time():
    posters = Session(id="p", title="Posters", event="birdconf", start=NINE, end=NINE + HOUR, room="Hall")
    papers = [talk(name)[0] for name in ("wrens", "owls")]
    slots = [Slot(id=f"p/{p.id}", paper=p.id, session="p", type="poster") for p in papers]
    assert found(posters, papers, slots) == []
    assert ("overlap", "slot:day/larks") in found(posters, papers, slots, talk("larks", 0.5, room="Hall"))


def test_a_session_and_the_talks_within_it_do_not_clash():
    home = Session(id="o", title="Orals", event="birdconf", start=NINE, end=NINE + HOUR, room="Hall")
    first = Slot(id="o/a", paper="a", session="o", start=NINE, end=NINE + HOUR / 2)
    second = Slot(id="o/b", paper="b", session="o", start=NINE + HOUR / 2, end=NINE + HOUR)
    papers = [talk(name)[0] for name in "ab"]
    assert found(home, papers, first, second) == []
    late = second.model_copy(update={"end": NINE + 2 * HOUR})
    assert found(home, papers, first, late) == [("outside", "slot:o/b")]


def test_who_is_at_two_posters_or_chairs_nothing_is_not_double_booked():
    chair = (Person(name="Ada Wing", role="Moderator"),)
    sessions = [
        Session(id=name, title=name, event="birdconf", start=NINE, end=NINE + HOUR, people=people)
        for name, people in (("one", chair), ("two", ()))
    ]
    assert [what for what, _ in found(*sessions)] == []
    twice = [sessions[0], sessions[1].model_copy(update={"people": chair})]
    assert [what for what, _ in found(*twice)] == ["double booking"]


def test_a_source_whose_papers_all_lack_a_text_is_named_once():
    source = Source(id="list", title="A list", format="csv")
    bare = [talk(name, at, abstract="", sources=("list",)) for at, name in enumerate(("a1", "b2", "c3"))]
    assert found(source, *bare) == [("no abstract", "source:list")]


def test_what_could_not_be_read_is_told_with_its_source():
    notes = (Note(level="problem", text="no title here", where="row 4"), Note(level="read", text="3 papers"))
    part = Part(origin="day.csv~123", parsed=(Parsed(records=Records(), notes=notes),))
    [finding] = check(Records(), [part])
    assert (finding.where, finding.text) == ("day.csv, row 4", "No title here.")
