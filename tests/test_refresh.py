"""From sources to a corpus, again and again: what changed is taken up, what broke is kept, nothing is ever half."""

import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from local_site import body, site

from corpus import ingest
from corpus.models import SourceError
from corpus.refresh import add, assemble, build, parts_at, refresh
from corpus.sources import Origin, read_columns, read_origins
from corpus.status import Status, noted, read_status, write_status
from corpus.store import CorpusError, load, load_parts, save, version_at

NOW = datetime(2031, 5, 7, 9, tzinfo=UTC)


def talk(name, *, title=None, hour=9, room="Nest", authors=("Ada Byron",)):
    start = f"2031-05-07T{hour:02}:00:00Z"
    return [
        {"kind": "paper", "id": name, "title": title or f"A talk on {name}", "type": "talk", "authors": authors},
        {"kind": "slot", "id": f"day/{name}", "paper": name, "start": start, "room": room},
    ]


def lines(*records):
    flat = [row for record in records for row in (record if isinstance(record, list) else [record])]
    return "\n".join(json.dumps(row) for row in flat).encode()


def titles(path):
    return [paper.title for paper in load(path).papers]


@pytest.fixture
def corpus(tmp_path):
    return tmp_path / "deep" / "corpus.sqlite"


@pytest.fixture
def server():
    with site() as running:
        yield running


def look(server, corpus, *names, **how):
    origins = [Origin(location=server.url(name)) for name in names]
    return refresh(origins, corpus, private=True, **how)


# A source that changes


def test_what_moved_is_new_or_is_cancelled_is_told_and_taken_up(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens"), talk("owls"), talk("larks"))))
    first = look(server, corpus, "/a.jsonl")
    assert first.version == version_at(corpus)
    server.put(
        "/a.jsonl", body(lines(talk("wrens", hour=11), talk("owls", room="Barn"), talk("rails", authors=("Bo Li",))))
    )
    second = look(server, corpus, "/a.jsonl")
    assert [(change.what, change.id) for change in second.changes] == [
        ("moved", "wrens"),
        ("room", "owls"),
        ("new", "rails"),
        ("cancelled", "larks"),
    ]
    moved = second.changes[0]
    assert (moved.before.start.hour, moved.after.start.hour) == (9, 11)
    assert titles(corpus) == ["A talk on wrens", "A talk on owls", "A talk on rails"]


def test_what_is_unchanged_is_neither_read_nor_written_again(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens")), etag='"1"'), body(status=304))
    look(server, corpus, "/a.jsonl")
    before = corpus.stat().st_mtime_ns
    again = look(server, corpus, "/a.jsonl")
    assert (again.version, again.changes, again.failures) == (None, (), {})
    assert corpus.stat().st_mtime_ns == before
    assert server.asked[1][1]["If-None-Match"] == '"1"'


def test_the_same_bytes_sent_again_change_nothing(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens"))))
    look(server, corpus, "/a.jsonl")
    assert look(server, corpus, "/a.jsonl").version is None


def test_a_source_read_otherwise_is_read_again(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens")), etag='"1"'))
    look(server, corpus, "/a.jsonl")
    origin = Origin(location=server.url("/a.jsonl"), event="birdconf-2031")
    assert refresh([origin], corpus, private=True).version
    assert "If-None-Match" not in server.asked[1][1]
    assert load(corpus).papers[0].event == "birdconf-2031"


def test_a_renamed_talk_keeps_its_identifier_and_is_told_as_renamed(server, corpus):
    server.put("/a.csv", body(b"title,authors\nA Study of Wrens,Ada Byron; Bo Li\nOwls,Cy Young\n"))
    look(server, corpus, "/a.csv")
    [wrens, _] = load(corpus).papers
    server.put("/a.csv", body(b"title,authors\nA Survey of Wrens,Ada Byron; Bo Li\nOwls,Cy Young\n"))
    done = look(server, corpus, "/a.csv")
    assert [(c.what, c.before, c.after) for c in done.changes] == [("renamed", "A Study of Wrens", "A Survey of Wrens")]
    assert load(corpus).papers[0].id == wrens.id


# A source that breaks


def test_a_source_that_fails_keeps_its_last_good_contents(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens"))))
    server.put("/b.jsonl", body(lines(talk("owls"))))
    look(server, corpus, "/a.jsonl", "/b.jsonl")
    server.put("/a.jsonl", body(status=404))
    server.put("/b.jsonl", body(lines(talk("larks"))))
    done = look(server, corpus, "/a.jsonl", "/b.jsonl")
    assert list(done.failures) == [Origin(location=server.url("/a.jsonl")).key]
    assert "404" in next(iter(done.failures.values()))
    assert titles(corpus) == ["A talk on wrens", "A talk on larks"]


@pytest.mark.parametrize("broken", [b"", b"<html>Service unavailable</html>", b'{"kind": "paper"', b"\0" * 100])
def test_what_is_no_programme_any_more_is_not_taken(server, corpus, broken):
    server.put("/a.jsonl", body(lines(talk("wrens"))), body(broken))
    look(server, corpus, "/a.jsonl")
    assert look(server, corpus, "/a.jsonl").failures
    assert titles(corpus) == ["A talk on wrens"]


def test_a_source_that_lost_most_of_its_records_is_not_believed_unless_forced(server, corpus):
    birds = [talk(f"bird-{number}") for number in range(12)]
    server.put("/a.jsonl", body(lines(*birds)), body(lines(*birds[:3])))
    look(server, corpus, "/a.jsonl")
    [why] = look(server, corpus, "/a.jsonl").failures.values()
    assert "3 records where it gave 12" in why
    assert len(titles(corpus)) == 12
    look(server, corpus, "/a.jsonl", force=True)
    assert len(titles(corpus)) == 3


def test_the_first_time_what_can_be_read_is_served(server, corpus):
    server.put("/a.jsonl", body(status=410))
    server.put("/b.jsonl", body(lines(talk("owls"))))
    failures = look(server, corpus, "/a.jsonl", "/b.jsonl").failures
    assert list(failures) == [Origin(location=server.url("/a.jsonl")).key]
    assert titles(corpus) == ["A talk on owls"]


def test_nothing_that_can_be_read_writes_nothing(server, corpus):
    done = look(server, corpus, "/a.jsonl")
    assert (done.version, len(done.failures)) == (None, 1)
    assert not corpus.exists()


def test_a_damaged_corpus_is_built_again(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens"))))
    look(server, corpus, "/a.jsonl")
    corpus.write_bytes(b"SQLite format 3\0" + b"rubbish" * 100)
    assert look(server, corpus, "/a.jsonl").version
    assert titles(corpus) == ["A talk on wrens"]


def test_a_reader_that_breaks_fails_its_own_source_alone(server, corpus, monkeypatch):
    server.put("/a.jsonl", body(lines(talk("wrens"))))
    server.put("/b.jsonl", body(lines(talk("owls"))))
    reads = ingest.read

    def broken(files, **how):
        return {}["secret"] if "a.jsonl" in files else reads(files, **how)

    monkeypatch.setattr("corpus.ingest.read", broken)
    done = look(server, corpus, "/a.jsonl", "/b.jsonl")
    [why] = done.failures.values()
    assert "a.jsonl cannot be read" in why
    assert "secret" not in why
    assert titles(corpus) == ["A talk on owls"]


def test_sources_that_cannot_be_merged_are_told_in_a_sentence(server, corpus, monkeypatch):
    server.put("/a.jsonl", body(lines(talk("wrens"))))
    monkeypatch.setattr("corpus.refresh.merge", lambda *_: {}["secret"])
    with pytest.raises(CorpusError, match=r"cannot be merged \(KeyError\)"):
        look(server, corpus, "/a.jsonl")


def test_a_source_that_lost_its_times_is_not_believed(server, corpus):
    birds = [talk(f"bird-{number}") for number in range(13)]
    untimed = [[paper, {key: value for key, value in slot.items() if key != "start"}] for paper, slot in birds]
    server.put("/a.jsonl", body(lines(*birds)), body(lines(*untimed)))
    look(server, corpus, "/a.jsonl")
    [why] = look(server, corpus, "/a.jsonl").failures.values()
    assert "0 times where it gave 13" in why
    assert all(slot.start for slot in load(corpus).slots)


def test_a_folder_of_which_one_file_broke_is_kept_as_it_was(tmp_path, corpus):
    folder = tmp_path / "days"
    folder.mkdir()
    for name in ("wrens", "owls"):
        (folder / f"{name}.jsonl").write_bytes(lines(talk(name)))
    origins = [Origin(location=str(folder))]
    refresh(origins, corpus)
    (folder / "owls.jsonl").write_bytes(b'{"kind": "pap')
    [why] = refresh(origins, corpus).failures.values()
    assert "owls.jsonl" in why
    assert len(titles(corpus)) == 2
    (folder / "owls.jsonl").unlink()  # what a person takes away is meant to go
    assert not refresh(origins, corpus).failures
    assert titles(corpus) == ["A talk on wrens"]


def test_sources_that_are_not_due_are_left_alone(server, corpus):
    server.put("/a.jsonl", body(lines(talk("wrens"))))
    look(server, corpus, "/a.jsonl")
    server.put("/a.jsonl", body(lines(talk("owls"))))
    assert look(server, corpus, "/a.jsonl", due=lambda _: False).version is None
    assert len(server.asked) == 1


# One corpus of several sources


def test_one_source_is_replaced_and_the_others_stay(tmp_path, corpus):
    for folder, names in (("one", ("wrens", "owls")), ("two", ("larks",))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "programme.jsonl").write_bytes(lines(*map(talk, names)))
    first, second = (Origin(location=str(tmp_path / folder / "programme.jsonl")) for folder in ("one", "two"))
    built = build([first, second])
    save(built.records, corpus, built.parts)
    (tmp_path / "one" / "programme.jsonl").write_bytes(lines(talk("wrens", hour=15)))
    renewed = add(corpus, [first]).records
    assert [paper.id for paper in renewed.papers] == ["wrens", "larks"]
    assert renewed.slots[0].start.hour == 15


def test_what_was_added_by_hand_stays_and_a_source_no_longer_named_goes(tmp_path, corpus):
    for name in ("wrens", "owls", "larks"):
        (tmp_path / f"{name}.jsonl").write_bytes(lines(talk(name)))
    wrens, owls, larks = (Origin(location=str(tmp_path / f"{name}.jsonl")) for name in ("wrens", "owls", "larks"))
    refresh([wrens, owls], corpus)
    built = add(corpus, [larks])
    save(built.records, corpus, built.parts)
    assert refresh([wrens, owls], corpus).version is None
    done = refresh([wrens], corpus)
    assert [(change.what, change.id) for change in done.changes] == [("cancelled", "owls")]
    assert titles(corpus) == ["A talk on wrens", "A talk on larks"]
    refresh([wrens, larks], corpus)  # named now: no longer by hand
    refresh([wrens], corpus)
    assert titles(corpus) == ["A talk on wrens"]


def test_a_fact_that_two_sources_share_is_corrected_when_the_better_one_is(tmp_path, corpus):
    (tmp_path / "a.jsonl").write_bytes(lines(talk("wrens", hour=9)))
    (tmp_path / "b.jsonl").write_bytes(lines(talk("wrens", hour=9)))
    origins = [Origin(location=str(tmp_path / name)) for name in ("a.jsonl", "b.jsonl")]
    built = build(origins)
    save(built.records, corpus, built.parts)
    (tmp_path / "a.jsonl").write_bytes(lines(talk("wrens", hour=14)))
    renewed = add(corpus, origins[:1]).records
    assert [slot.start.hour for slot in renewed.slots] == [14]
    [conflict] = [c for c in renewed.conflicts if c.field == "start"]
    assert "T09:00" in conflict.other


def test_a_programme_is_believed_before_a_list_whatever_the_order(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"title,authors,track\nA talk on wrens,Ada Byron,Songs\n")
    (tmp_path / "own.yaml").write_text(
        "papers:\n- {id: wrens, title: A talk on wrens, authors: [Ada Byron], track: Nests}\n", encoding="utf-8"
    )
    for order in (("list.csv", "own.yaml"), ("own.yaml", "list.csv")):
        [paper] = build([Origin(location=str(tmp_path / name)) for name in order]).records.papers
        assert paper.track == "Nests"


@pytest.mark.parametrize("named", ["birdconf-2031", "BirdConf 2031"])
def test_an_event_is_named_as_people_do_or_by_its_identifier(tmp_path, named):
    (tmp_path / "day.csv").write_bytes(b"title,authors,start\nWrens,Ada Byron,2031-05-07 09:00\n")
    origin = Origin(location=str(tmp_path / "day.csv"), event=named, zone="Europe/Berlin")
    records = build([origin]).records
    [event] = records.events
    assert (event.id, event.name.casefold(), event.zone) == ("birdconf-2031", "birdconf 2031", "Europe/Berlin")
    assert records.papers[0].event == event.id


def test_the_event_of_a_file_is_called_as_its_source_is_told_to(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "events: [{id: bc31, name: BirdConf}]\npapers: [{id: w, title: Wrens, event: bc31}]\n", encoding="utf-8"
    )
    records = build([Origin(location=str(tmp_path / "own.yaml"), event="birdconf-2031")]).records
    assert [(e.id, e.name) for e in records.events] == [("birdconf-2031", "BirdConf")]
    assert records.papers[0].event == "birdconf-2031"


def test_a_corpus_without_parts_is_one_part(corpus):
    save(assemble(()).records, corpus)
    assert load_parts(corpus) == ()
    assert len(parts_at(corpus)) == 1


# Whoever writes may be killed at any moment


FOR_EVER = """
import sys
from itertools import cycle
from pathlib import Path
from corpus.refresh import refresh
from corpus.sources import Origin
corpus, *sources = map(Path, sys.argv[1:])
print("ready", flush=True)
for source in cycle(sources):
    refresh([Origin(location=str(source))], corpus, force=True)
"""


def test_kill_9_at_any_moment_leaves_a_whole_corpus(tmp_path, corpus):
    whole = []
    sources = [tmp_path / "few.jsonl", tmp_path / "many.jsonl"]
    for source, number in zip(sources, (50, 500), strict=True):
        source.write_bytes(lines(*(talk(f"{source.stem}-{place}") for place in range(number))))
        refresh([Origin(location=str(source))], corpus, force=True)
        whole.append(load(corpus))
    chance = random.Random(31)
    for _ in range(8):
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", FOR_EVER, str(corpus), *map(str, sources)], stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.communicate()
        assert load(corpus) in whole
        assert len(load_parts(corpus)) == 1
    save(whole[0], corpus)
    assert not [path for path in corpus.parent.iterdir() if ".part" in path.name]


def test_what_cannot_be_written_says_so_and_leaves_the_old(corpus, monkeypatch):
    save(assemble(()).records, corpus)

    def refuse(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("corpus.store._fill", refuse)
    with pytest.raises(Exception, match="No space left on device"):
        save(assemble(()).records, corpus)
    assert load(corpus) == assemble(()).records
    assert not [path for path in corpus.parent.iterdir() if path.name.endswith(".part")]


# What is said of sources


def test_what_is_said_of_a_source_follows_its_address():
    [plain, rich] = read_origins(
        [
            "odd#name.csv",
            'https://birds.example/p.csv?day=1#event=b-2031&every=90&zone=UTC&map=title=Paper,authors="A b"',
        ]
    )
    assert plain == Origin(location="odd#name.csv")
    assert rich.location == "https://birds.example/p.csv?day=1"
    assert (rich.event, rich.every, rich.zone) == ("b-2031", 90, "UTC")
    assert rich.columns == {"title": "Paper", "authors": "A b"}


def test_a_plus_is_a_plus_and_a_zone_that_is_none_is_told_in_our_words():
    assert read_origins(["a.csv#zone=Etc/GMT+2"])[0].zone == "Etc/GMT+2"
    with pytest.raises(SourceError, match="zone cannot be so: there is no time zone"):
        read_origins(["a.csv#zone=Mars/Base"])


def test_a_source_that_is_named_twice_is_one():
    named = read_origins(["b.csv", "a.csv", "b.csv"])
    assert [origin.location for origin in named] == ["b.csv", "a.csv"]


def test_a_source_that_is_named_twice_changes_nothing_by_that(tmp_path, corpus):
    (tmp_path / "a.jsonl").write_bytes(lines(talk("wrens")))
    origins = read_origins([str(tmp_path / "a.jsonl")] * 2)
    assert refresh(origins, corpus).version
    assert refresh(origins, corpus).version is None


def test_a_yaml_list_names_sources_as_they_stand_to_it(tmp_path):
    listed = tmp_path / "sources.yaml"
    listed.write_text(
        "- {source: days/one.csv, event: b-2031, columns: {title: Paper}}\n- source: https://birds.example/x.json\n"
    )
    first, second = read_origins([str(listed)])
    assert first.location == str(tmp_path / "days" / "one.csv")
    assert second.is_address


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {event: x}\n", "entry 1 names no source"),
        ("- {source: a.csv, zone: Mars/Base}\n", "no time zone"),
        ("- {source: a.csv, every: 0}\n", "every"),
        ("- {source: a.csv, colour: red}\n", "colour"),
    ],
)
def test_an_unsound_list_is_refused_with_its_entry(tmp_path, text, says):
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(SourceError, match=says):
        read_origins([str(tmp_path / "s.yaml")])


@pytest.mark.parametrize("text", ["title", "=Paper", 'title="open', "title="])
def test_columns_that_say_nothing_are_refused(text):
    with pytest.raises(SourceError, match="columns"):
        read_columns(text)


def test_what_tells_a_source_holds_no_secret():
    one, other = (Origin(location=f"https://me:word@birds.example/p.ics?token={t}") for t in ("abc", "def"))
    assert one.key != other.key
    assert not any(secret in one.key + one.shown for secret in ("word", "token", "abc"))


# The status beside a corpus


def test_the_status_tells_since_when_a_source_fails(corpus):
    origins = [Origin(location=f"https://birds.example/{name}", every=60) for name in "ab"]
    status = noted(Status(), origins, {}, NOW, changed=True)
    later = NOW + timedelta(minutes=5)
    status = noted(status, origins, {origins[1].key: "It answered 500."}, later, changed=False)
    corpus.parent.mkdir()
    write_status(corpus, status)
    read = read_status(corpus)
    assert read == status
    assert (read.of(origins[0]).good, read.of(origins[1]).good, read.changed) == (later, NOW, NOW)
    assert read.of(origins[1]).why == "It answered 500."
    assert read.unchecked(origins, later, timedelta(minutes=5)) == NOW
    assert read.unchecked(origins, later, timedelta(minutes=6)) is None
    assert [read.due(origins[0], later + timedelta(seconds=s)) for s in (59, 60)] == [False, True]
    assert read.due(origins[0], later - timedelta(days=1))  # a clock that was set back


def test_a_source_that_went_well_is_old_only_when_its_time_has_long_come():
    [rare] = origins = [Origin(location="https://birds.example/a", every=7200)]
    status, stale = noted(Status(), origins, {}, NOW, changed=True), timedelta(hours=1)
    assert status.unchecked(origins, NOW + timedelta(minutes=90), stale) is None
    assert status.unchecked(origins, NOW + timedelta(hours=3), stale) == NOW
    failed = noted(status, origins, {rare.key: "It answered 500."}, NOW + timedelta(hours=2), changed=False)
    assert failed.unchecked(origins, NOW + timedelta(hours=2), stale) == NOW


def test_a_source_that_is_no_longer_named_says_nothing():
    origins = [Origin(location=f"https://birds.example/{name}") for name in "ab"]
    status = noted(Status(), origins, {}, NOW, changed=True)
    assert status.unchecked((), NOW + timedelta(days=1), timedelta(hours=1)) is None
    assert [look.source for look in status.only(origins[1:]).looks] == [origins[1].key]


def test_sources_that_differ_in_their_query_are_looked_at_each_for_itself():
    pages = [Origin(location=f"https://birds.example/notes?offset={start}") for start in (0, 1000)]
    status = noted(Status(), pages, {pages[1].key: "It answered 500."}, NOW, changed=True)
    assert [status.of(page).why for page in pages] == ["", "It answered 500."]
    assert "offset" not in status.model_dump_json()


def test_a_status_that_cannot_be_written_leaves_no_file(corpus, monkeypatch):
    corpus.parent.mkdir()
    monkeypatch.setattr("corpus.status.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    write_status(corpus, Status())
    assert list(corpus.parent.iterdir()) == []


def test_a_status_that_cannot_be_read_is_an_empty_one(corpus):
    corpus.parent.mkdir()
    corpus.with_name(f"{corpus.name}.status.json").write_bytes(b"{")
    assert read_status(corpus) == Status()
    write_status(corpus.parent / "nowhere" / "c.sqlite", Status())
