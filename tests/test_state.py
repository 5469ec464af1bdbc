"""The state database: a real SQLite file always, a real PostgreSQL where its programs are installed."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.state import State, StateError, database_url

NOW = datetime(2021, 5, 4, 16, 30, tzinfo=UTC)


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """A key of this test's own: the PostgreSQL outlives it."""
    return request.node.name


async def test_several_that_start_at_once_share_one_schema_and_one_first_time(address: str, key: str) -> None:
    states = [State(database_url(address)) for _ in range(3)]
    await asyncio.gather(*(state.upgrade() for state in states))
    first = await asyncio.gather(*(state.seen.first_time(key, now=NOW) for state in states * 3))
    assert sorted(first) == [False] * 8 + [True]
    for state in states:
        await state.close()


async def test_what_was_seen_survives_a_restart_and_is_forgotten_in_an_hour(address: str, key: str) -> None:
    answers = []
    for minutes in (0, 1, 59, 61):
        state = State(database_url(address))
        await state.upgrade()
        answers.append(await state.seen.first_time(key, now=NOW + timedelta(minutes=minutes)))
        await state.close()
    assert answers == [True, False, False, True]


async def test_old_rows_are_swept(tmp_path: Path) -> None:
    state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"))
    await state.upgrade()
    for number in range(150):
        await state.seen.first_time(f"Ev{number}", now=NOW)
    for number in range(3):
        await state.seen.first_time(f"later{number}", now=NOW + timedelta(hours=2))
    await state.close()
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM seen_events").fetchone() == (3,)
    connection.close()


def test_the_default_is_a_file_in_the_persons_data_folder(tmp_path: Path) -> None:
    assert database_url(None).database == str(tmp_path / "data" / "usher" / "state.sqlite")  # see conftest


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:hush@h/d",
        "hush",
        "",
        "postgresql+hush://",
        "://",
        "sqlite:hush",
    ],
)
def test_an_address_of_nothing_known_is_a_sentence_without_it(address: str) -> None:
    with pytest.raises(StateError) as raised:
        State(database_url(address))
    assert "DATABASE_URL" in str(raised.value)
    assert "hush" not in str(raised.value)


async def test_a_database_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "state.sqlite").write_text("no database, but text that is long enough to be read as one")
    for path in ("file/state.sqlite", "state.sqlite"):
        state = State(database_url(f"sqlite:///{tmp_path}/{path}"))
        with pytest.raises(StateError, match="cannot be opened"):
            await state.upgrade()
        await state.close()


async def test_of_many_at_once_each_is_answered_and_one_that_cannot_be_held_fails_alone(address: str, key: str) -> None:
    state = State(database_url(address))
    await state.upgrade()
    keys = [f"{key}{number % 300}" for number in range(900)]
    asked = [state.seen.first_time(each, now=NOW) for each in [*keys[:450], "\ud800", *keys[450:]]]
    said = await asyncio.gather(*asked, return_exceptions=True)
    assert [said.count(answer) for answer in (True, False)] == [300, 600]
    assert isinstance(said[450], StateError)
    await state.close()


async def test_who_waits_no_longer_takes_no_event_from_others(address: str, key: str) -> None:
    state = State(database_url(address))
    await state.upgrade()
    impatient = [asyncio.create_task(state.seen.first_time(f"{key}{number}", now=NOW)) for number in range(50)]
    patient = [asyncio.create_task(state.seen.first_time(f"{key}-{number}", now=NOW)) for number in range(50)]
    await asyncio.sleep(0)
    for task in impatient:
        task.cancel()
    assert all(await asyncio.gather(*patient))
    await state.close()


async def test_a_key_that_no_database_holds_is_a_sentence(address: str) -> None:
    state = State(database_url(address))
    await state.upgrade()
    with pytest.raises(StateError, match="cannot be used"):
        await state.seen.first_time("\ud800", now=NOW)
    await state.close()


async def test_a_schema_from_a_later_version_is_left_alone(tmp_path: Path) -> None:
    state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"))
    await state.upgrade()
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StateError):
        await state.upgrade()
    await state.close()
