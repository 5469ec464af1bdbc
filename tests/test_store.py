"""Corpus files: what is saved comes back, a bad file gets a sentence, a write is whole or not at all."""

import sqlite3
from datetime import UTC, datetime

import pytest

from corpus.models import Event, Link, Paper, Person, Post, Records, Session, Slot, Source
from corpus.store import CorpusError, load, save, version

EVERYTHING = Records(
    sources=(Source(id="page", title="A page", format="jsonl"),),
    events=(Event(id="toyconf-2030", name="ToyConf 2030", people=(Person(name="Ada Lovelace", role="Chair"),)),),
    sessions=(
        Session(
            id="oral-1",
            title="Oral 1",
            event="toyconf-2030",
            zone="Europe/Berlin",
            start=datetime(2030, 5, 7, 9, tzinfo=UTC),
            end=datetime(2030, 5, 7, 10, tzinfo=UTC),
        ),
    ),
    papers=(
        Paper(id="b", title="Second letter first", authors=("Zoë Ångström",), links=(Link(label="blog post"),)),
        Paper(id="a", title="'; DROP TABLE papers; --", keywords=("sql", "“quotes”")),
    ),
    slots=(Slot(id="oral-1/b", paper="b", session="oral-1", type="oral", start=datetime(2030, 5, 7, 9, tzinfo=UTC)),),
    posts=(Post(id="p", title="A post", body="First.\n\nSecond."),),
)


def test_what_is_saved_comes_back_in_its_order(tmp_path):
    path = tmp_path / "deep" / "corpus.sqlite"
    written = save(EVERYTHING, path)
    assert load(path) == EVERYTHING
    assert written == version(EVERYTHING)
    assert [p.id for p in load(path).papers] == ["b", "a"]


def test_an_empty_corpus_is_a_corpus(tmp_path):
    save(Records(), tmp_path / "c.sqlite")
    assert load(tmp_path / "c.sqlite") == Records()


def test_a_reader_keeps_the_file_that_it_opened(tmp_path):
    path = tmp_path / "c.sqlite"
    save(EVERYTHING, path)
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as reader:
        save(Records(), path)
        assert reader.execute("select count(*) from papers").fetchone() == (2,)
    reader.close()
    assert load(path) == Records()
    assert sorted(p.name for p in tmp_path.iterdir()) == [".c.sqlite.lock", "c.sqlite"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a corpus"),
        (b"not a database, but long enough to look like something" * 40, "not a corpus"),
    ],
)
def test_a_file_that_is_no_corpus_gets_a_sentence(tmp_path, content, says):
    path = tmp_path / "c.sqlite"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=says):
        load(path)


def test_a_missing_file_says_how_to_build_one(tmp_path):
    with pytest.raises(CorpusError, match="usher corpus build"):
        load(tmp_path / "none.sqlite")


def test_another_schema_asks_to_be_built_again(tmp_path):
    path = tmp_path / "c.sqlite"
    save(EVERYTHING, path)
    with sqlite3.connect(path) as database:
        database.execute("update meta set value = '0' where key = 'schema'")
    database.close()
    with pytest.raises(CorpusError, match="build it again"):
        load(path)


def test_a_truncated_file_gets_a_sentence(tmp_path):
    path = tmp_path / "c.sqlite"
    save(EVERYTHING, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CorpusError):
        load(path)


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CorpusError, match="Cannot write"):
        save(EVERYTHING, tmp_path / "file" / "c.sqlite")


def test_equal_content_has_an_equal_version():
    assert version(EVERYTHING) == version(Records.model_validate_json(EVERYTHING.model_dump_json()))
    assert version(EVERYTHING) != version(Records())
