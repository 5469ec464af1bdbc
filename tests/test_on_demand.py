"""Records are read from the corpus file when they are asked for: with the same answers, by many threads at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toyconf import records

from bot.answer import reply
from bot.desk import Desk
from bot.models import MAX_ITEMS, Ask
from corpus import tables
from corpus.catalog import Catalog, ref
from corpus.index.keyed import Numbered
from corpus.models import Paper, Records, Session, Slot
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


def posters() -> Records:
    """A session of 399 posters without times of their own, and one of them given again."""
    papers = [
        Paper(id=f"p{n}", title=f"Lantern number {n}", authors=(f"Ada Byron{n}",), listed=NOW.date())
        for n in range(399)
    ]
    evening = Session(
        id="evening", title="Evening Posters", type="poster session", start=NOW, end=NOW + timedelta(hours=2)
    )
    return Records(
        sessions=(evening,),
        papers=(*papers, papers[7].model_copy(update={"id": "again"})),
        slots=tuple(Slot(id=f"s{n}", paper=f"p{n}", session="evening", type="poster") for n in range(399)),
    )


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("how many papers are there?", 400),
        ("which posters are on today?", 399),
        ("when are the posters?", None),
        ("the first poster", None),
        ("posters by Ada Byron7", None),
    ],
)
def test_a_question_reads_the_papers_that_it_shows_and_few_more(tmp_path, monkeypatch, text, total):
    save(posters(), tmp_path / "c.sqlite")
    read = []
    whole = tables._read

    def counted(database, table, start, end):
        read.extend([table] * (end - start))
        return whole(database, table, start, end)

    monkeypatch.setattr(tables, "_read", counted)
    said = reply(
        Ask(surface="mention", text=text, now=NOW, zone="UTC"), Desk(Catalog(*open_corpus(tmp_path / "c.sqlite")))
    )
    assert said.items
    assert total in (None, said.total)
    assert read.count("papers") <= 2 * MAX_ITEMS


def test_what_is_given_twice_is_counted_once(tmp_path):
    save(posters(), tmp_path / "c.sqlite")
    desk = Desk(Catalog(*open_corpus(tmp_path / "c.sqlite")))
    said = reply(Ask(surface="mention", text="how many papers are there?", now=NOW, zone="UTC"), desk)
    assert "399 papers" in str(said.lines[0][0])
    assert "1 of them given twice" in str(said.lines[0][0])


def test_records_stand_in_order_of_their_times_and_those_without_where_now_is():
    def slot(n: int, hours: int) -> Slot:
        return Slot(id=f"{n}/{hours}", paper=f"p{n}", start=NOW + timedelta(hours=hours))

    papers = tuple(Paper(id=f"p{n}", title=f"Boat {n}") for n in range(4))
    catalog = Catalog(Records(papers=papers, slots=(slot(0, 3), slot(0, 1), slot(1, -2), slot(3, 2))))
    assert [paper.id for paper in catalog.in_time(catalog.everything, untimed=NOW)] == ["p1", "p2", "p3", "p0"]
    assert [p.id for p in catalog.picked([3, 1, 0]).among(catalog.on(lambda on: on.start > NOW))] == ["p3", "p0"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=4), max_size=30), st.text(max_size=4))
def test_every_text_has_its_number_and_no_other_text_has_one(texts, other):
    numbered = Numbered(Numbered.packed("t", texts), "t")
    assert list(numbered) == texts
    assert all(numbered[text] == texts.index(text) for text in texts)
    assert (other in numbered) is (other in texts)
