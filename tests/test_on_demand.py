"""Records are read from the corpus file when they are asked for: with the same answers, by many threads at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

import pytest
from toyconf import records

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask
from corpus.catalog import Catalog, ref
from corpus.models import Records
from corpus.shipped import shipped
from corpus.store import open_corpus, save

NOW = datetime(2030, 5, 7, 7, 5, tzinfo=UTC)
QUESTIONS = [
    ("paper", ""),
    ("paper", "wrennet"),
    ("paper", "lanterns -boats"),
    ("paper", "gshard"),
    ("paper", "kind:poster"),
    ("paper", "author:byron"),
    ("session", ""),
    ("session", "today"),
    ("session", "next"),
    ("session", "tomorrow morning"),
    ("session", "posters"),
    ("mention", "which talks are on today?"),
    ("mention", "anything on birds?"),
    ("mention", "how many speakers are there?"),
    ("mention", "how many posters are there on Tuesday?"),
    ("mention", "what is the newest post?"),
    ("mention", "what else is on at the same time as wrennet?"),
    ("mention", "who moderates the oral session?"),
    ("mention", "papers at Google on translation"),
    ("mention", "what's the last talk?"),
]


@cache
def corpora() -> dict[str, Records]:
    return {"toy": records(), "shipped": shipped()}


def answers(desk: Desk) -> list[object]:
    return [reply(Ask(surface=surface, text=text, now=NOW, zone="UTC"), desk) for surface, text in QUESTIONS]


@pytest.fixture(params=["toy", "shipped"])
def both(request, tmp_path):
    """The same corpus twice: in memory, and in a file."""
    held = corpora()[request.param]
    save(held, tmp_path / "c.sqlite")
    return Desk(Catalog(held)), Desk(Catalog(*open_corpus(tmp_path / "c.sqlite")))


def test_a_corpus_in_a_file_answers_as_one_in_memory(both):
    made, kept = both
    assert answers(kept) == answers(made)


def test_many_may_ask_at_once(both):
    made, kept = both
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: answers(kept), range(8))) == [answers(made)] * 8


def test_every_record_is_found_where_it_stands(both):
    made, kept = both
    every = list(made.catalog.everything)
    assert list(kept.catalog.everything) == every
    assert [kept.catalog.place(ref(record)) for record in every] == list(range(len(every)))
    assert list(kept.catalog.everything[1:3]) == every[1:3]
    assert [kept.catalog.slots_of(paper) for paper in made.catalog.papers.values()] == [
        made.catalog.slots_of(paper) for paper in made.catalog.papers.values()
    ]


def test_what_is_left_of_a_choice_keeps_its_order(both):
    made, kept = both
    every = list(made.catalog.everything)
    places = range(0, len(every), 2)
    some = kept.catalog.everything.at(places)
    assert list(some) == every[::2]
    assert list(some.without([0])) == every[2::2]
    assert list(kept.catalog.everything.without(places) | some) == every
    assert list(some.passing(lambda record: record.kind == "paper")) == [r for r in every[::2] if r.kind == "paper"]


def test_speakers_are_counted_as_by_hand(both):
    made, kept = both
    for event in made.catalog.events:
        slots = {slot.paper for slot in made.catalog.records.slots}
        told = {
            name
            for paper in made.catalog.records.papers
            if paper.id in slots and paper.event == event
            for name in paper.authors
        }
        presented = kept.catalog.everything.having(
            lambda traits, event=event: traits.presented and traits.event == event
        )
        assert kept.catalog.count_people(presented, ["Nobody Else"]) == len(told | {"Nobody Else"})
