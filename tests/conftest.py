"""What every test needs: no settings from outside, no files but its own; and what the tests of Slack stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from databases import address, empty_postgres, postgres
from slack_bench import Bench
from slack_stub import SlackStub

from bot.config import NAMES
from bot.state import State, database_url

__all__ = ["address", "empty_postgres", "postgres"]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a file of whoever runs the tests decides what they see, or is changed."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.state.database.user_data_path", lambda name: tmp_path / "data" / name)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The bot beside a stand-in for Slack, on a state database of this test's own."""
    state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"))
    await state.upgrade()
    async with SlackStub() as stub:
        bench = Bench(stub, state)
        yield bench
        await bench.settled()  # Bolt's listeners run on after a test's last look; none may outlive its loop
    await state.close()
