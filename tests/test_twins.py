"""A calendar's "Keynote: Ada Byron" and her talk in a list of speakers are one record: whose title, when and where."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.merge import merge
from corpus.models import Event, Paper, Parsed, Person, Records, Session, Slot, Source

THURSDAY = datetime(2031, 5, 8, 9, tzinfo=UTC)
EVENT = Event(id="birdconf", name="BirdConf 2031", zone="UTC")


def calendar(*sessions):
    source = Source(id="calendar", title="calendar", format="toy", event=EVENT.id)
    return Parsed(records=Records.of([source, EVENT, *sessions]))


def speakers(*papers, slots=(), name="speakers"):
    source = Source(id=name, title=name, format="toy", event=EVENT.id)
    return Parsed(records=Records.of([source, EVENT, *papers, *slots]))


def session(title, kind="keynote", hours=0, **fields):
    start = THURSDAY + timedelta(hours=hours)
    times = {"start": start, "end": start + timedelta(hours=1), "zone": "UTC", "room": "Ark", "event": EVENT.id}
    return Session(id=f"s-{hours}", title=title, type=kind, sources=("calendar",), **(times | fields))


def talk(title="The Songs of Reeds", *authors, kind="keynote", **fields):
    names = authors or ("Ada Byron",)
    name = title.casefold().replace(" ", "-")
    return Paper(id=name, title=title, type=kind, event=EVENT.id, authors=names, sources=("speakers",), **fields)


def merged(*parts):
    return merge(parts).records


@pytest.mark.parametrize(
    "title",
    [
        "Keynote: Ada Byron",
        "Keynote 2 - Ada Byron",
        "Opening keynote by Prof. Ada Byron",
        "Invited Talk (Ada Byron, Heron Lab)",
        "Ada Byron: The Songs of Reeds",
        "Keynote: The Songs of Reeds",
        "THE SONGS OF REEDS",
        "Keynote: Ada Byron: “The Songs of Reeds”",
    ],
)
@pytest.mark.parametrize("calendar_first", [True, False])
def test_a_session_that_names_a_keynote_or_its_speaker_is_its_time_and_room(title, calendar_first):
    parts = [calendar(session(title)), speakers(talk(orgs=("Heron Lab",)))]
    records = merged(*(parts if calendar_first else parts[::-1]))
    [paper], [slot] = records.papers, records.slots
    assert records.sessions == ()
    assert (paper.title, paper.authors, paper.type) == ("The Songs of Reeds", ("Ada Byron",), "keynote")
    assert (slot.paper, slot.session, slot.start, slot.room) == (paper.id, None, THURSDAY, "Ark")
    assert slot.end == THURSDAY + timedelta(hours=1)
    assert set(paper.sources) == {"calendar", "speakers"}


@pytest.mark.parametrize(
    ("title", "kind", "papers"),
    [
        ("Live Q&A: Ada Byron", "q&a", [talk()]),
        ("Panel with Ada Byron", "panel", [talk()]),
        ("Keynote: Ada Byron", "keynote", [talk(), talk("The Songs of Owls")]),  # which of hers is not said
        ("Keynote: Ada Byron", "keynote", [talk(kind="paper")]),  # one that she wrote is no keynote
        ("Keynote: Ada Byron and Bo Li", "keynote", [talk()]),
        ("Keynote", "keynote", [talk()]),
        ("Lunch", "break", [talk("Lunch", kind="talk")]),
        ("Posters: The Songs of Reeds", "poster session", [talk(kind="paper")]),
        ("The Songs of Reeds: A Reply", "session", [talk()]),
    ],
)
def test_a_session_that_may_be_another_thing_stays_one(title, kind, papers):
    records = merged(calendar(session(title, kind)), speakers(*papers))
    assert [each.title for each in records.sessions] == [title]
    assert len(records.papers) == len(papers)


def test_a_keynote_at_another_time_leaves_the_session_alone():
    own = Slot(id="own", paper="the-songs-of-reeds", start=THURSDAY + timedelta(hours=30), room="Loft")
    records = merged(calendar(session("Keynote: Ada Byron")), speakers(talk(), slots=(own,)))
    assert len(records.sessions) == 1
    assert [slot.start for slot in records.slots] == [own.start]


def test_a_keynotes_own_time_and_room_are_kept_where_it_has_them():
    own = Slot(id="own", paper="the-songs-of-reeds", start=THURSDAY, end=THURSDAY + timedelta(minutes=50))
    records = merged(speakers(talk(), slots=(own,)), calendar(session("Keynote: Ada Byron")))
    [slot] = records.slots
    assert (slot.start, slot.end, slot.room, records.sessions) == (own.start, own.end, "Ark", ())


def test_a_keynote_given_on_two_days_has_both_times():
    both = calendar(session("Keynote: Ada Byron"), session("Keynote: Ada Byron", hours=24))
    records = merged(both, speakers(talk()))
    assert [slot.start for slot in records.slots] == [THURSDAY, THURSDAY + timedelta(hours=24)]
    assert records.sessions == ()


def test_what_else_the_session_says_stays_with_the_talk():
    chaired = session(
        "Keynote: Ada Byron",
        people=(Person(name="Ada Byron", role="Speaker"), Person(name="Cy Quill", role="Chair")),
        notes=("It will be streamed.",),
        abstract="What reeds say.",
    )
    [paper] = merged(calendar(chaired), speakers(talk())).papers
    assert paper.notes == ("It will be streamed.", "Chair: Cy Quill")
    assert paper.abstract == "What reeds say."


def test_two_talks_of_one_source_stay_two():
    entries = [session("Reeds for All Beginners", "tutorial")], [talk("Reeds for All Beginners", kind="talk")]
    source = Source(id="calendar", title="calendar", format="toy", event=EVENT.id)
    one = [paper.model_copy(update={"sources": ("calendar",)}) for paper in entries[1]]
    records = merged(Parsed(records=Records.of([source, EVENT, *entries[0], *one])))
    assert (len(records.sessions), len(records.papers)) == (1, 1)


def test_what_tells_the_zone_of_all_times_stays():
    source = Source(id="calendar", title="calendar", format="toy")
    only = session("Keynote: Ada Byron", zone="Europe/Oslo", event=None)
    listed = Source(id="speakers", title="speakers", format="toy")
    paper = talk().model_copy(update={"event": None})
    records = merged(*(Parsed(records=Records.of(each)) for each in ([source, only], [listed, paper])))
    assert [each.zone for each in records.sessions] == ["Europe/Oslo"]


def test_a_dispute_about_the_session_is_told_of_the_talks_time():
    other = Source(id="leaflet", title="leaflet", format="toy", event=EVENT.id)
    moved = session("Keynote: Ada Byron", room="Loft").model_copy(update={"sources": ("leaflet",)})
    records = merged(
        calendar(session("Keynote: Ada Byron")), Parsed(records=Records.of([other, moved])), speakers(talk())
    )
    [conflict], [slot] = records.conflicts, records.slots
    assert (conflict.record, conflict.kept, conflict.other) == (f"slot:{slot.id}", "Ark", "Loft")


@pytest.mark.parametrize(
    "asked", ["who gives the thursday keynote?", "keynotes", "who is the keynote speaker on thursday"]
)
def test_who_gives_the_keynote_is_answered_with_title_and_person(asked):
    desk = Desk(
        Catalog(merged(calendar(session("Keynote: Ada Byron"), session("Lunch", "break", 3)), speakers(talk())))
    )
    now = THURSDAY - timedelta(hours=2)
    answer = reply(Ask(surface="mention", text=asked, now=now, zone="UTC"), desk)
    said = to_text(answer, Viewer(zone="UTC", now=now))
    assert not answer.abstained
    assert "The Songs of Reeds" in said
    assert "Ada Byron" in said


@given(st.lists(st.sampled_from(["Ada Byron", "Bo Li", "Cy Quill", "Dot Lark"]), unique=True, min_size=1), st.data())
def test_every_keynote_of_the_calendar_has_its_own_speaker_title_and_time(names, data):
    held = [session(f"Keynote: {name}", hours=2 * place) for place, name in enumerate(names)]
    told = [talk(f"The Songs of {name}", name) for name in data.draw(st.permutations(names))]
    records = merged(calendar(*held), speakers(*told))
    at = {slot.paper: slot.start for slot in records.slots}
    assert records.sessions == ()
    assert {paper.authors[0]: at[paper.id] for paper in records.papers} == {
        name: each.start for name, each in zip(names, held, strict=True)
    }
