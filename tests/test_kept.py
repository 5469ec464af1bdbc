"""The index in a corpus file: it answers as one that was just made, and a damaged one gets a sentence."""

import sqlite3
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_search import PROGRAMME
from toyconf import records

from corpus.catalog import Catalog
from corpus.documents import documents, ref
from corpus.index.packed import Texts
from corpus.models import Paper, Records, Session, Slot
from corpus.overview import RUN, packed
from corpus.search import Index, pack
from corpus.shipped import shipped
from corpus.store import SCHEMA, CorpusError, load, load_index, open_corpus, save
from corpus.tables import whole
from corpus.text import analyse

BIRDS = Records(
    papers=(
        Paper(id="wrens", title="WrenNet: Counting Wrens by Ear in Winter", authors=("Ada Byron", "Bo Lär")),
        Paper(id="owls", title="Owls by Ear at Night", abstract="Owls hear wrens. We call it the Owl Ear Model (OEM)."),
        Paper(id="odd", title="\x00 odd “title” 深度学习", authors=("",), keywords=("深度",)),
    ),
    sessions=(Session(id="dawn", title="Birds Before Sunrise", room="Reed Hall", track="Listening"),),
    slots=(Slot(id="dawn/wrens", paper="wrens", session="dawn", start=datetime(2031, 5, 7, 5, tzinfo=UTC)),),
)


@cache
def corpora() -> dict[str, Records]:
    return {"birds": BIRDS, "toy": records(), "shipped": shipped(), "none": Records()}


def hits_of(index: Index, query: str) -> list[tuple[object, ...]]:
    return [
        (hit.id, hit.title, pytest.approx(hit.score), pytest.approx(hit.coverage), hit.corrections)
        for hit in index.search(query, limit=20)
    ]


@pytest.mark.parametrize("name", ["birds", "toy", "shipped", "none"])
def test_a_kept_index_answers_as_one_just_made(tmp_path, name):
    held = corpora()[name]
    save(held, tmp_path / "c.sqlite")
    made, kept = Index(documents(held)), Index(load_index(tmp_path / "c.sqlite"))
    assert len(kept) == len(made)
    chance = Random(name)
    texts = [document.title for document in documents(held)] + [author for p in held.papers for author in p.authors]
    known = sorted({word for text in texts for word in analyse(text)}) or ["wrens"]
    for _ in range(150):
        words = [word[: chance.randint(3, 30)] for word in chance.choices(known, k=chance.randint(1, 6))]
        assert hits_of(kept, " ".join(words)) == hits_of(made, " ".join(words))
        assert all(kept.knows(word) == made.knows(word) for word in words)
    for document in documents(held)[:40]:
        assert [hit.id for hit in kept.similar(document.id)] == [hit.id for hit in made.similar(document.id)]


@pytest.mark.parametrize("name", ["birds", "toy", "shipped"])
def test_a_catalog_of_a_file_knows_what_one_of_its_records_knows(tmp_path, name):
    held = corpora()[name]
    save(held, tmp_path / "c.sqlite")
    made, kept = Catalog(held), Catalog(*open_corpus(tmp_path / "c.sqlite"))
    assert whole(kept.records) == held
    assert kept.ordinary_words == made.ordinary_words
    for reference in map(ref, made.everything):
        said = analyse(made.get(reference).title)
        assert kept.named(said) == made.named(said)
        assert kept.titled_alike(kept.get(reference)) == made.titled_alike(made.get(reference))
        for start in range(len(said) - RUN + 1):
            assert kept.titles_with(said[start : start + RUN]) == made.titles_with(said[start : start + RUN])


def test_records_of_one_title_are_found_together():
    songs = [Paper(id=str(number), title=title) for number, title in enumerate(["Wren Song", "Owls", "WREN-song"])]
    catalog = Catalog(Records(papers=tuple(songs), sessions=(Session(id="s", title="Wren song"),)))
    assert catalog.titled_alike(songs[2]) == (songs[0], songs[2])


def test_what_all_records_tell():
    catalog = Catalog(BIRDS)
    assert catalog.titles_with(["counting", "wrens", "by", "ear"]) == {"paper:wrens"}
    assert catalog.titles_with(["owls", "wrens", "by", "ear"]) == frozenset()
    assert catalog.named(["wrennet", "oem", "owls"]) == ("paper:wrens", "paper:owls")
    assert {"by", "hear", "wrens"} <= catalog.ordinary_words
    assert "winter" not in catalog.ordinary_words


def test_an_index_stays_with_the_file_that_it_was_opened_from(tmp_path):
    path = tmp_path / "c.sqlite"
    save(BIRDS, path)
    index = Index(load_index(path))
    save(Records(papers=(Paper(id="new", title="Something New"),)), path)
    assert [hit.id for hit in index.search("wrens")] == ["paper:wrens", "paper:owls"]
    assert [hit.id for hit in Index(load_index(path)).search("something new")] == ["paper:new"]


def test_many_threads_may_ask_at_once(tmp_path):
    save(records(), tmp_path / "c.sqlite")
    index = Index(load_index(tmp_path / "c.sqlite"))
    titles = [document.title for document in documents(records())] * 5
    expected = [hits_of(index, title) for title in titles]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda title: hits_of(index, title), titles)) == expected


def broken(path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def ask(path) -> None:
    catalog = Catalog(*open_corpus(path))
    assert catalog.index.search("wrens by ear")
    catalog.index.similar("paper:wrens")
    assert catalog.get("paper:wrens")


@pytest.mark.parametrize(
    "statement",
    [
        "drop table index_blobs",
        "drop table index_roots",
        "delete from index_blobs",
        "update index_blobs set data = 'text'",
        "update index_blobs set data = null",
        "update index_blobs set data = zeroblob(length(data)), checksum = 7",
        "delete from index_roots",
        "update index_roots set data = null",
        "update index_roots set data = 'text of eight'",
        "update index_roots set data = zeroblob(3)",
        "update index_roots set data = x'ffffffff00000000'",
        "update index_roots set data = x'03000000000000000000803f0000803f'",
        "update papers set authors = '[['",
        "update papers set authors = '{}'",
        "update papers set title = null",
        "update papers set listed = 'never'",
        "delete from papers where id = 'wrens'",
    ],
)
def test_a_damaged_file_gets_a_sentence(tmp_path, statement):
    path = tmp_path / "c.sqlite"
    save(BIRDS, path)
    ask(path)
    broken(path, statement)
    with pytest.raises(CorpusError, match="build it again"):
        ask(path)


BLOBS = dict(packed(BIRDS).blobs)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(BLOBS)), data=st.binary(max_size=40), at=st.integers(0, 400))
def test_whatever_is_written_into_the_index_does_no_harm(tmp_path, name, data, at):
    """Even beside a right checksum: it gets a sentence, or makes worse answers, and nothing of it is run."""
    path = tmp_path / "c.sqlite"
    if not path.exists():
        save(BIRDS, path)
    place = at % (len(BLOBS[name]) + 1)
    other = BLOBS[name][:place] + data + BLOBS[name][place + len(data) * (at % 2) :]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "update index_blobs set data = ?, checksum = ? where name = ?",
            [(each, zlib.crc32(each), key) for key, each in {**BLOBS, name: other}.items()],
        )
    with suppress(CorpusError):
        catalog = Catalog(*open_corpus(path))
        catalog.index.search("wrens by aer at night")
        catalog.index.similar("paper:wrens")
        catalog.titles_with(["counting", "wrens", "by", "ear"])
        catalog.named(["oem"])
        catalog.titled_alike(BIRDS.papers[0])
        assert catalog.ordinary_words is not None
        assert all(catalog.traits(record) for record in catalog.everything)
        assert len(list(catalog.placements())) <= 2
        assert len(catalog.busy()) <= 1
        assert len(catalog.rooms) <= 2
        catalog.slots_of(BIRDS.papers[0])
        catalog.papers_in(BIRDS.sessions[0])
        catalog.times_in(BIRDS.sessions[0])
        catalog.people.find(["ada", "byron"])
        catalog.by(["Ada Byron"])
        catalog.count_people(catalog.everything, ["Bo Lär"])


def test_texts_come_back_with_every_character():
    texts = ["", "wren", "\ud800", "深度", "a\nb\x00c"]
    made = Texts(Texts.packed("t", texts), "t")
    assert list(made) == texts
    assert [made[place] for place in range(len(made))] == texts
    assert made[1:3] == texts[1:3]


def test_what_a_file_holds_has_one_number():
    """Where this fails, words are read or kept otherwise than before: raise SCHEMA, and take the new sum here."""
    every = [*pack(PROGRAMME).blobs.items(), *BLOBS.items()]
    total = zlib.crc32(b"".join(data for _, data in sorted(every)))
    assert (SCHEMA, total) == (9, 4012887499)


def test_a_loaded_corpus_equals_the_saved_one(tmp_path):
    for name, held in corpora().items():
        save(held, tmp_path / f"{name}.sqlite")
        assert load(tmp_path / f"{name}.sqlite") == held
