"""What changed between two corpora, and what keeps its identifier though its source calls it otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus_view import change_lines
from corpus.catalog import Catalog
from corpus.diff import diff
from corpus.models import Event, Paper, Person, Post, Records, Session, Slot, Window
from corpus.settle import settled

NOON = datetime(2030, 5, 7, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENT = Event(id="birdconf", name="BirdConf 2030", zone="Europe/Berlin")


def session(name="posters", at=NOON, **fields):
    given = {"id": name, "title": name.title(), "event": "birdconf", "start": at, "end": at + HOUR}
    return Session(**{**given, **fields})


def paper(name, **fields):
    return Paper(**{"id": name, "title": name.title(), "authors": ("Ada Byron",), "event": "birdconf", **fields})


def slot(name, at=None, home=None, **fields):
    return Slot(id=f"{home}/{name}", paper=name, session=home, start=at, end=at and at + HOUR, **fields)


def corpus(*records):
    return Records.of((EVENT, *records))


def told(old, new):
    return [(c.what, c.id) for c in diff(old, new)]


# What is told


def test_equal_corpora_differ_in_nothing():
    records = corpus(session(), paper("wrens"), slot("wrens", NOON))
    assert diff(records, records) == []


def test_a_talk_that_moves_tells_both_windows():
    [change] = diff(corpus(paper("wrens"), slot("wrens", NOON)), corpus(paper("wrens"), slot("wrens", NOON + HOUR)))
    assert (change.what, change.before.start, change.after.start) == ("moved", NOON, NOON + HOUR)


def test_a_time_that_is_published_late_or_withdrawn_is_a_move_from_or_to_nothing():
    without, within = corpus(paper("wrens"), slot("wrens")), corpus(paper("wrens"), slot("wrens", NOON))
    assert [(c.before is None, c.after is None) for c in diff(without, within)] == [(True, False)]
    assert [(c.before is None, c.after is None) for c in diff(within, without)] == [(False, True)]


def test_posters_move_with_their_session():
    papers = [paper(name) for name in ("wrens", "owls")]
    slots = [slot(p.id, home="posters") for p in papers]
    old, new = corpus(session(), *papers, *slots), corpus(session(at=NOON + HOUR), *papers, *slots)
    changes = diff(old, new)
    assert [(c.what, c.id) for c in changes] == [("moved", "posters"), ("moved", "wrens"), ("moved", "owls")]
    [line] = change_lines(changes, Catalog(new), NOON)
    assert line.startswith("moved     session Posters: Tue 7 May, 14:00")
    assert line.endswith("(and 2 in it)")


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (paper("wrens"), paper("wrens", title="Owls"), ("renamed", "title", "Wrens", "Owls")),
        (session(room="Barn"), session(room="Nest"), ("room", "room", "Barn", "Nest")),
        (paper("wrens"), paper("wrens", authors=("Bo Li",)), ("changed", "authors", "Ada Byron", "Bo Li")),
        (session(), session(people=(Person(name="Bo", role="Chair"),)), ("changed", "people", None, "Bo")),
        (EVENT, EVENT.model_copy(update={"place": "Oslo"}), ("changed", "place", None, "Oslo")),
    ],
)
def test_each_change_has_its_word(old, new, change):
    [found] = diff(Records.of((old,)), Records.of((new,)))
    assert (found.what, found.field, found.before, found.after) == change


def test_a_talk_that_changes_its_session_is_told_with_both():
    sessions = session("songs"), session("nests", NOON + HOUR)
    old = corpus(*sessions, paper("wrens"), slot("wrens", home="songs"))
    new = corpus(*sessions, paper("wrens"), slot("wrens", home="nests"))
    assert [c.what for c in diff(old, new)] == ["moved", "changed"]
    lines = list(change_lines(diff(old, new), Catalog(new), NOON))
    assert lines[1] == "changed   paper   Wrens: session Songs -> Nests"


def test_one_of_two_presentations_moves():
    old = corpus(paper("wrens"), slot("wrens", NOON, "a"), slot("wrens", NOON + HOUR, "b"))
    new = corpus(paper("wrens"), slot("wrens", NOON, "a"), slot("wrens", NOON + 3 * HOUR, "b"))
    [change] = diff(old, new)
    assert change.before.start == NOON + HOUR


def test_what_is_new_and_what_is_cancelled():
    post = Post(id="hello", title="Hello")
    assert told(corpus(paper("wrens"), post), corpus(paper("owls", authors=("Cy",)))) == [
        ("new", "owls"),
        ("cancelled", "wrens"),
        ("cancelled", "hello"),
    ]


def test_a_better_abstract_is_nothing_to_tell():
    assert told(corpus(paper("wrens")), corpus(paper("wrens", abstract="More.", keywords=("song",)))) == []


# What keeps its identifier


def test_a_corrected_title_keeps_what_it_was_known_under():
    old = corpus(paper("wrens-in-wintr", title="Wrens in Wintr"), slot("wrens-in-wintr", NOON, "s"), session("s"))
    new = corpus(paper("wrens-in-winter", title="Wrens in Winter"), slot("wrens-in-winter", NOON, "s"), session("s"))
    kept = settled(new, old)
    assert [p.id for p in kept.papers] == ["wrens-in-wintr"]
    assert [(s.id, s.paper) for s in kept.slots] == [("s/wrens-in-wintr", "wrens-in-wintr")]
    assert told(old, kept) == [("renamed", "wrens-in-wintr")]


def test_another_exporter_with_numbers_of_its_own_changes_no_identifier():
    old = corpus(session("7"), paper("12", title="Wrens"), paper("13", title="Owls"), slot("12", home="7"))
    new = corpus(session("s-7", title="7"), paper("x", title="Owls"), paper("y", title="Wrens"), slot("y", home="s-7"))
    kept = settled(new, old)
    assert ([s.id for s in kept.sessions], [p.id for p in kept.papers]) == (["7"], ["13", "12"])
    assert [(s.paper, s.session) for s in kept.slots] == [("12", "7")]


def test_rows_that_are_numbered_anew_keep_what_they_were_known_under():
    old = corpus(paper("1", title="Wrens"), paper("2", title="Owls", authors=("Bo Li",)), slot("1", NOON))
    top = paper("1", title="Herons", authors=("Cy Young",))
    new = corpus(top, paper("2", title="Wrens"), paper("3", title="Owls", authors=("Bo Li",)), slot("2", NOON))
    kept = settled(new, old)
    assert [(p.id, p.title) for p in kept.papers] == [("1-2", "Herons"), ("1", "Wrens"), ("2", "Owls")]
    assert [s.paper for s in kept.slots] == ["1"]
    assert told(old, kept) == [("new", "1-2")]


def test_a_second_talk_of_one_person_above_the_first_takes_nothing_from_it():
    old = corpus(paper("1", title="Wrens"))
    new = corpus(paper("1", title="Invited Talk"), paper("2", title="Wrens"))
    assert [(p.id, p.title) for p in settled(new, old).papers] == [("1-2", "Invited Talk"), ("1", "Wrens")]


def test_sessions_of_one_title_that_all_move_keep_their_identifiers():
    old = corpus(*(session(name, NOON + n * HOUR, title="Posters") for n, name in enumerate("abc")))
    new = corpus(*(session(name, NOON + (n + 1) * HOUR, title="Posters") for n, name in enumerate("abc")))
    assert settled(new, old) == new


def test_an_identifier_of_its_own_stays_whatever_else_is_corrected():
    old = corpus(paper("guid", title="Wrens"), slot("guid", NOON))
    new = corpus(paper("guid", title="Owls at Night", authors=("Bo Li",)), slot("guid", NOON + HOUR))
    assert [p.id for p in settled(new, old).papers] == ["guid"]


def test_another_talk_of_another_person_is_another_talk():
    old = corpus(paper("wrens"), slot("wrens", NOON, room="Nest"))
    new = corpus(paper("owls", authors=("Bo Li",)), slot("owls", NOON, room="Nest"))
    assert told(old, settled(new, old)) == [("new", "owls"), ("cancelled", "wrens")]


def test_two_that_may_both_be_it_are_left_as_they_are():
    old = corpus(paper("a", title="Wrens in Winter"))
    new = corpus(paper("b", title="Wrens in Wintr"), paper("c", title="Wrens in Winters"))
    assert settled(new, old) == new


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(("wrens", "owls", "larks", "rails")), unique=True), st.randoms())
def test_settling_loses_nothing_and_doubles_nothing(names, chance):
    old = corpus(*(paper(name) for name in names))
    new = corpus(*(paper(f"{name}-{chance.randint(0, 1)}", title=name.title()) for name in reversed(names)))
    kept = settled(new, old)
    assert [p.title for p in kept.papers] == [p.title for p in new.papers]
    assert sorted(p.id for p in kept.papers) == sorted(names)
    assert settled(kept, old) == kept
    assert diff(old, kept) == []


def test_a_window_without_end_is_an_instant():
    whole = slot("w", NOON)
    old, new = corpus(paper("w"), whole.model_copy(update={"end": None})), corpus(paper("w"), whole)
    [change] = diff(old, new)
    assert change.before == Window(start=NOON, end=NOON)
