"""Backup and restore: what people saved comes back, and nobody is told anything twice."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from databases import made_in, postgres_run
from slack_bench import Bench
from slack_sdk.web.async_client import AsyncWebClient
from slack_stub import CHANNEL, PERSON
from test_courier import ADA, EARLY, TEAM, Stage, later

from bot.outgoing import Owner, outgoing, plan
from bot.slack.rounds import keep_subscription, take_up
from bot.slack.scheduled import let_all_go
from bot.state import State, StateError, database_url

Restore = Callable[[], str]  # the address of what was restored


def _file(folder: Path, _: pytest.FixtureRequest) -> tuple[str, Callable[[State], object], Restore]:
    copy = folder / "copies" / "state.sqlite"
    copy.parent.mkdir()
    address = f"sqlite:///{folder}/state.sqlite"
    return address, lambda state: state.backup(copy), lambda: f"sqlite:///{copy}"


def _server(folder: Path, request: pytest.FixtureRequest) -> tuple[str, Callable[[State], object], Restore]:
    server, dump = request.getfixturevalue("postgres"), str(folder / "state.dump")
    address = made_in(server)

    async def backup(_: State) -> None:
        postgres_run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={address}")

    def restore() -> str:
        other = made_in(server)
        postgres_run("pg_restore", "--no-owner", f"--dbname={other}", dump)
        return other

    return address, backup, restore


@pytest.mark.parametrize("where", [_file, _server])
async def test_what_was_saved_comes_back_and_nothing_is_told_twice(
    where: Callable[..., tuple[str, Callable[[State], object], Restore]],
    bench: Bench,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    address, backup, restore = where(tmp_path, request)
    await bench.state.close()
    bench.state = State(database_url(address))
    await bench.state.upgrade()
    stage = Stage(bench)
    await take_up(stage.service)
    await stage.star("paper:wrennet", "paper:owls-at-night")
    await stage.state.channels.subscribe(
        ADA, CHANNEL, kind="digest", minute=8 * 60 + 30, zone="Europe/Berlin", now=EARLY
    )
    for one in await stage.state.channels.all():
        await keep_subscription(stage.service, one)
    await stage.courier.round()
    owner = Owner(team=TEAM, recipient=PERSON, name="alerts:x")
    at_once = [outgoing(owner, {"text": "Said at once", "blocks": []}, at=None)]
    await stage.state.outbox.replace(TEAM, owner.name, lambda kept: plan(at_once, kept, now=EARLY), now=EARLY)
    await backup(stage.state)  # type: ignore[misc]

    # the bot goes on: it says what waited, and that a talk moved
    await stage.courier.round()
    await stage.change(later("wrennet", 30))
    said, held = stage.posted(), stage.held()
    assert "Said at once" in said
    assert len(said) == 2
    saved = await stage.state.stars.of(ADA)
    await stage.state.close()

    bench.state = State(database_url(restore()))
    restored = Stage(bench, EARLY + timedelta(minutes=2))
    restored.programme.desk = stage.programme.desk
    await restored.state.upgrade()
    assert await let_all_go(AsyncWebClient(token="xoxb-1", base_url=bench.stub.api_url)) == len(held)
    await restored.state.restored(now=restored.now)
    await take_up(restored.service)
    await restored.courier.round()
    assert await restored.state.stars.of(ADA) == saved
    assert restored.posted() == said
    assert restored.held() == held
    await restored.state.close()


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def test_a_backup_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"))
    await state.upgrade()
    await state.stars.add(ADA, "paper:wrens", title="Wrens", event=None, now=EARLY)
    for _ in range(2):  # the second takes the place of the first
        await state.backup(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "copy.sqlite") as connection:
        assert connection.execute("SELECT title FROM stars").fetchall() == [("Wrens",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with pytest.raises(StateError, match=r"No backup can be made at .*: no such file or directory"):
        await state.backup(tmp_path / "nowhere" / "copy.sqlite")
    await state.close()
    assert names(tmp_path) == ["copy.sqlite", "state.sqlite"]


async def test_where_there_is_nothing_to_copy_it_is_said(tmp_path: Path) -> None:
    for address, said in (
        (f"sqlite:///{tmp_path}/none.sqlite", "There is no state yet"),
        ("postgresql://h/d", "pg_dump makes a backup"),
    ):
        state = State(database_url(address))
        with pytest.raises(StateError, match=said):
            await state.backup(tmp_path / "copy.sqlite")
        await state.close()
    assert names(tmp_path) == []
