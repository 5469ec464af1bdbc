"""Faults of our own: disks, databases, files, clocks, kills. Each is said, and nothing that was kept is lost."""

import asyncio
import json
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from bot_process import started
from slack_bench import Bench, Held
from slack_sdk.signature import SignatureVerifier
from slack_stub import PERSON, SECRET, SlackStub, command, event, form, press, signed, until
from sqlalchemy import event as hook
from test_courier import ADA, Stage
from test_live import records
from toyconf import desk

from bot.blocks import STAR
from bot.personal import Who
from bot.skew import Skew
from bot.slack.errands import Errands
from bot.state import State, StateError, database_url
from corpus.store import save

OWLS, WREN = "paper:owls-at-night", "paper:wrennet"


def state_at(bench: Bench) -> Path:
    return Path(str(bench.state._database._url.database))


async def _pragma(state: State, text: str) -> None:
    """Have every connection of *state* say *text* first."""
    hook.listen(state._database._engine.sync_engine, "connect", lambda raw, _: raw.execute(text).close())
    await state._database._engine.dispose()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


async def _answers_and_says_so(bench: Bench) -> None:
    """Check that questions are answered, and that a press of a star has one kind sentence."""
    app = bench.app(Held(desk()))
    answered = len(bench.stub.made("respond"))
    await bench.send(app, command("wrennet", bench.stub.response_url()))
    told = await bench.stub.wait_for("respond", answered + 1)
    assert "WrenNet" in told[-1]["text"]
    posted = len(bench.stub.made("chat.postMessage"))
    await bench.send(app, event("<@U0USHER> wrennet"))
    assert "WrenNet" in (await bench.stub.wait_for("chat.postMessage", posted + 1))[-1]["text"]
    await bench.send(app, form(press(STAR, OWLS, bench.stub.response_url())))
    said = (await bench.stub.wait_for("respond", answered + 2, within=10))[-1]
    assert said["response_type"] == "ephemeral"
    assert "try again" in said["text"].casefold()
    assert "Error" not in said["text"]
    await bench.quiet("respond", answered + 2)


# --- the state database


async def test_on_a_full_disk_answers_go_on_and_what_was_kept_is_there(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.state.stars.add(ADA, WREN, title="WrenNet", event=None, now=desk_now())
    full = State(database_url(f"sqlite:///{state_at(bench)}"))
    await _pragma(full, "PRAGMA max_page_count = 1")  # SQLite takes the number of pages that there are
    whole, bench.state = bench.state, full
    await _fill(full)
    await _answers_and_says_so(bench)
    assert "its disk is full" in caplog.text
    await full.close()
    bench.state = whole
    assert [star.record for star in await whole.stars.of(ADA)] == [WREN]
    assert await whole.stars.add(ADA, OWLS, title="Owls", event=None, now=desk_now())


async def _fill(state: State) -> None:
    """Keep stars of others until there is room for no more."""
    for size in (20, 1):
        for number in range(2000):
            try:
                other = Who(team="T0TEAM", person=f"U{size}{number}" * size)
                await state.stars.add(other, WREN, title="WrenNet" * size, event=None, now=desk_now())
            except StateError:
                break
        else:
            raise AssertionError("the disk is never full")


def desk_now():
    return desk().catalog.records.slots[0].start


async def test_on_a_disk_that_cannot_be_written_answers_go_on(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    await bench.state.stars.add(ADA, WREN, title="WrenNet", event=None, now=desk_now())
    only_read = State(database_url(f"sqlite:///file:{state_at(bench)}?mode=ro&uri=true"))
    whole, bench.state = bench.state, only_read
    await _answers_and_says_so(bench)
    assert "its file or its disk is read-only" in caplog.text
    await only_read.close()
    bench.state = whole
    assert [star.record for star in await whole.stars.of(ADA)] == [WREN]


async def test_while_another_program_keeps_it_locked_answers_go_on(bench: Bench) -> None:
    with _locked(state_at(bench)):
        await _answers_and_says_so(bench)
    await bench.settled()
    assert await bench.state.stars.add(ADA, WREN, title="WrenNet", event=None, now=desk_now())


async def test_a_database_that_is_damaged_while_usher_runs_stops_no_answer(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    path = state_at(bench)
    await bench.state.close()
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    path.write_bytes(path.read_bytes()[:4096] + bytes(range(256)) * 400)
    await _answers_and_says_so(bench)
    assert "its file is damaged" in caplog.text


@pytest.mark.parametrize(
    "content", [b"text that is no database, and long enough to be one" * 100, b"SQLite format 3\x00" * 400]
)
async def test_a_damaged_database_is_said_at_the_start_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.sqlite").write_bytes(content)
    async with SlackStub() as stub:
        code, said = await _failed_start(tmp_path, stub)
    assert code == 1
    assert "The state database cannot be opened" in said
    assert "backup" in said
    assert "Traceback" not in said
    assert (tmp_path / "state.sqlite").read_bytes() == content


async def test_a_database_that_is_locked_at_the_start_is_said(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as made:
        made.execute("PRAGMA journal_mode=WAL")
    with _locked(tmp_path / "state.sqlite"):
        async with SlackStub() as stub:
            code, said = await _failed_start(tmp_path, stub)
    assert code == 1
    assert "another program has locked its file" in said


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("postgresql://usher@127.0.0.1:9/usher", "no server answers there"),
        ("postgresql://usher:hush@no-such-host.invalid/usher", "no server answers there"),
    ],
)
async def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path: Path, address: str, why: str) -> None:
    async with SlackStub() as stub:
        code, said = await _failed_start(tmp_path, stub, DATABASE_URL=address)
    assert code == 1
    assert why in said
    assert "hush" not in said


async def _failed_start(folder: Path, stub: SlackStub, **settings: str) -> tuple[int | None, str]:
    """How ``usher serve`` ends, and what it says."""
    process, _ = await started(folder, stub, log=asyncio.subprocess.PIPE, **settings)
    assert process.stderr
    said = (await asyncio.wait_for(process.stderr.read(), 60)).decode()
    return await process.wait(), said


# --- the corpus


@pytest.mark.parametrize("wrong", ["missing", "of another version", "damaged"])
async def test_a_corpus_that_cannot_be_read_at_the_start_is_said(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "corpus.sqlite"
    if wrong != "missing":
        save(records("Counting Wrens"), path)
    if wrong == "of another version":
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("update meta set value = '1' where key = 'schema'")
    if wrong == "damaged":
        path.write_bytes(path.read_bytes()[:5000])
    async with SlackStub() as stub:
        code, said = await _failed_start(tmp_path, stub, USHER_CORPUS=str(path))
    assert code == 1
    assert str(path) in said.replace("\n", "")
    assert "uild" in said  # what to do
    assert "Traceback" not in said


# --- kills and clocks


async def test_what_people_were_told_is_kept_is_kept_though_usher_is_killed_under_load(tmp_path: Path) -> None:
    save(records(*(f"Bird number {n}" for n in range(60))), tmp_path / "corpus.sqlite")
    async with SlackStub() as stub:
        process, port = await started(tmp_path, stub, USHER_CORPUS=str(tmp_path / "corpus.sqlite"), LOG_LEVEL="ERROR")
        presses = [form(press(STAR, f"paper:{n}", stub.response_url(), message_ts=f"{n}.0")) for n in range(60)]
        await _until_it_listens(port)
        sending = [asyncio.create_task(_sent(port, body)) for body in presses]
        sending += [asyncio.create_task(_sent(port, json.dumps(event("bird")))) for _ in range(60)]
        await until(lambda: len(stub.made("respond")) >= 15, within=30)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await asyncio.gather(*sending, return_exceptions=True)
        told = sum("tarred" in json.dumps(one) or "★" in json.dumps(one) for one in stub.made("respond"))
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (kept,) = connection.execute("SELECT count(*) FROM stars WHERE person = ?", (PERSON,)).fetchone()
    assert kept >= told >= 15


async def _until_it_listens(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


async def _sent(port: int, body: str) -> None:
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501 (it is this machine)
        await client.post(f"http://127.0.0.1:{port}/slack/events", content=body, headers=signed(body))


@pytest.mark.parametrize("jump", [timedelta(hours=3), timedelta(hours=-3), timedelta(days=10)])
async def test_a_clock_that_jumps_and_comes_back_loses_and_doubles_nothing(bench: Bench, jump: timedelta) -> None:
    stage = Stage(bench)
    right, wrong = stage.now, stage.now + jump
    stage.stub.now = right.timestamp  # Slack's own clock is right
    errands = Errands(stage.service, stage.courier)
    await stage.star(OWLS)
    await errands.round()
    held = stage.held()
    assert len(held) == 1
    stage.now = wrong
    await stage.star(WREN)
    await errands.round()
    stage.now = right + timedelta(seconds=20)
    for _ in range(3):
        await errands.round()
        stage.now += timedelta(seconds=20)
    assert sorted(title for _, title in stage.held()) == sorted({title for _, title in stage.held()})
    assert len(stage.held()) == 2
    assert len(stage.posted()) == 0


async def test_without_an_address_for_slack_usher_starts_and_waits_for_it(tmp_path: Path) -> None:
    save(records("Counting Wrens"), tmp_path / "corpus.sqlite")
    away = SlackStub(url="http://no-such-host.invalid")
    process, port = await started(tmp_path, away, USHER_CORPUS=str(tmp_path / "corpus.sqlite"), LOG_LEVEL="ERROR")
    await _until_it_listens(port)
    async with asyncio.timeout(2):
        await _sent(port, json.dumps(event("wrens")))
    process.kill()  # it would try for a while to say so
    await process.wait()


async def test_a_clock_that_is_wrong_is_said_where_it_makes_requests_look_old(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    skew, body = Skew(SignatureVerifier(SECRET)), command("wrens", "http://127.0.0.1:9/never")
    skew.look(body.encode(), signed(body, stamp=int(time.time()) - 3_600, secret="another"))
    skew.look(body.encode(), {"x-slack-request-timestamp": "²", "x-slack-signature": "é"})
    assert caplog.text == ""
    for _ in range(3):
        skew.look(body.encode(), signed(body, stamp=int(time.time()) - 3_600))
    assert len(re.findall(r"is 36\d\d seconds old", caplog.text)) == 1
