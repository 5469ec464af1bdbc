"""What every test needs: no settings from outside, and no files but its own."""

from pathlib import Path

import pytest

from bot.config import NAMES


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a file of whoever runs the tests decides what they see, or is changed."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.state.user_data_path", lambda name: tmp_path / "data" / name)
