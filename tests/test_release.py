"""Starting a new version: the state is brought up to date once, whoever starts first; a disk may be gone each time."""

import asyncio
import json
import shutil
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import psycopg
import pytest
from bot_process import Running, serving, started
from click.testing import CliRunner
from local_site import body, site
from slack_stub import PERSON, SlackStub, command, event
from test_refresh import lines, talk
from toyconf import MORNING

from bot.cli import main
from bot.personal import Who
from bot.state import State, database_url

ADA = Who(team="T0TEAM", person=PERSON)


def usher(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words)
    return done.exit_code, " ".join(done.output.split())


def test_a_release_brings_the_state_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/deep/state.sqlite")
    assert usher("release") == (0, "The state database can be used. It was brought up to date.")
    assert usher("release") == (0, "The state database can be used. It was up to date.")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////dev/null/state.sqlite")
    assert usher("release") == (1, "Error: The state database cannot be opened: not a directory.")


def test_a_release_of_an_older_version_leaves_a_newer_state_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_postgres)
    assert usher("release")[0] == 0
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        status, said = usher("release")
        assert (status, "made by a later version of Usher" in said) == (1, True)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


async def test_a_restore_is_told_to_slack_or_not_done_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/state.sqlite")
    status, said = await asyncio.to_thread(usher, "release", "--restored")
    assert (status, "SLACK_BOT_TOKEN is not set" in said) == (1, True)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    async with SlackStub() as stub:
        monkeypatch.setenv("SLACK_API_URL", stub.api_url)
        for minutes in (5, 6):
            stub.scheduled[f"Q{minutes}"] = {"id": f"Q{minutes}", "channel": "D1", "post_at": stub.now() + 60 * minutes}
        stub.replies["chat.deleteScheduledMessage"] = {"error": "fatal_error"}
        status, said = await asyncio.to_thread(usher, "release", "--restored")
        assert (status, said) == (1, "Error: Slack's scheduler cannot be cleared (fatal_error): try again.")
        del stub.replies["chat.deleteScheduledMessage"]
        status, said = await asyncio.to_thread(usher, "release", "--restored")
        assert (status, "2 messages were taken back" in said) == (0, True)
        assert stub.scheduled == {}


def test_a_backup_is_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/state.sqlite")
    assert usher("backup", "copy.sqlite") == (1, f"Error: There is no state yet at {tmp_path}/state.sqlite.")
    assert usher("release")[0] == 0
    status, said = usher("backup", "copy.sqlite")
    assert (status, said.startswith("copy.sqlite holds the state of 20")) == (0, True)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/copy.sqlite")
    assert usher("release") == (0, "The state database can be used. It was up to date.")


async def test_processes_that_start_at_once_share_one_empty_database(tmp_path: Path, empty_postgres: str) -> None:
    async with AsyncExitStack() as stack:
        stub = await stack.enter_async_context(SlackStub())
        folders = [tmp_path / name for name in "abc"]
        for folder in folders:
            folder.mkdir()
        bots = [await started(folder, stub, DATABASE_URL=empty_postgres) for folder in folders]
        async with httpx.AsyncClient() as client, asyncio.timeout(60):
            for _, port in bots:
                while await _status(client, port) != 200:  # noqa: ASYNC110 (it is another process)
                    await asyncio.sleep(0.1)
        for process, _ in bots:
            process.terminate()
        assert [await process.wait() for process, _ in bots] in ([0] * 3, [-15] * 3)
    with psycopg.connect(empty_postgres) as connection:
        assert len(connection.execute("SELECT version_num FROM alembic_version").fetchall()) == 1


async def _status(client: httpx.AsyncClient, port: int) -> int:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code
    except httpx.TransportError:
        return 0


async def test_a_disk_that_is_gone_at_each_start_takes_nothing_along(tmp_path: Path, empty_postgres: str) -> None:
    settings = {"DATABASE_URL": empty_postgres, "USHER_PRIVATE_SOURCES": "1"}
    asked = json.dumps(event("A talk on wrens", event_id="EvOnce", ts="7.0"))
    with site() as server:
        source = server.put("/birds.jsonl", body(lines(talk("wrens"), talk("owls"))))
        for first in (True, False):
            folder = tmp_path / "disk"
            folder.mkdir()
            async with SlackStub() as stub, serving(folder, stub, USHER_SOURCES=source, **settings) as bot:
                assert "A talk on wrens" in await _said(bot, "/paper", "wrens")
                assert await bot.send(asked) == 200
                if first:
                    state = State(database_url(empty_postgres))
                    await state.stars.add(ADA, "paper:owls", title="A talk on owls", event=None, now=MORNING)
                    await state.close()
                    await stub.wait_for("chat.postMessage")
                assert "A talk on owls" in await _said(bot, "/usher", "my schedule")
                assert len(stub.made("chat.postMessage")) == first
            shutil.rmtree(folder)


async def _said(bot: Running, name: str, text: str) -> str:
    count = len(bot.stub.made("respond"))
    assert await bot.send(command(text, bot.stub.response_url(), name=name)) == 200
    return str((await bot.stub.wait_for("respond", count + 1))[count]["text"])
