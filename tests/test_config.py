"""Settings, and what is said about wrong ones."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import NAMES, SettingsError, corpus_path, load_settings, own_corpus, require, secret

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"


def test_nothing_needs_to_be_set() -> None:
    loaded = load_settings()
    assert (loaded.port, loaded.log_level, str(loaded.slack_api_url)) == (3000, "INFO", "https://slack.com/api/")
    assert (loaded.slack_bot_token, loaded.usher_now, loaded.usher_sources) == (None, None, ())


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=4000\nUSHER_EVENT=lanterns\n")
    monkeypatch.setenv("PORT", "5000")
    assert (load_settings().port, load_settings().usher_event) == (5000, "lanterns")


def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load_settings() == load_settings(_env_file=None)
    assert load_settings().port == 3000


def test_values_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USHER_NOW", "2021-05-04T09:30:00-07:00")
    monkeypatch.setenv("USHER_SOURCES", "https://example.org/a,b 'my programme.csv'")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("SLACK_BOT_TOKEN", " xoxb-1\n")
    loaded = load_settings()
    assert loaded.usher_now == datetime(2021, 5, 4, 16, 30, tzinfo=UTC)
    assert loaded.usher_sources == ("https://example.org/a,b", "my programme.csv")
    assert loaded.log_level == "DEBUG"
    assert secret(loaded.slack_bot_token) == "xoxb-1"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("USHER_NOW", "2021-05-04T09:30:00", "with its offset from UTC"),
        ("USHER_NOW", "1620", "ISO 8601"),
        ("USHER_NOW", "tomorrow", "ISO 8601"),
        ("PORT", "70000", "at most 65535"),
        ("USHER_PAGE_SECRET", "too short", "at least 16 characters"),
        ("USHER_PAGE_SECRET", " " * 20, "at least 16 characters"),
        ("PORT", "-1", "number of the port"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO"),
        ("SLACK_API_URL", "ftp://example.org", "http or https"),
        ("USHER_SOURCES", "'open", "in quotes"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_without_the_value(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    said: str,
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    (sentence,) = raised.value.sentences
    assert sentence.startswith(f"{name} should be ")
    assert said in sentence
    assert f" {value}" not in sentence.replace("such as 2021-05-04T09:30:00-07:00", "")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(SettingsError) as raised:
        require(load_settings(slack_app_token=" "), "slack_bot_token", "slack_app_token")
    named = [sentence.split()[0] for sentence in raised.value.sentences]
    assert named == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_no_secret_is_ever_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = "SLACK_BOT_TOKEN SLACK_SIGNING_SECRET SLACK_APP_TOKEN SLACK_CLIENT_SECRET DATABASE_URL"
    for name in secrets.split():
        monkeypatch.setenv(name, "hush-hush")
    assert "hush" not in repr(load_settings())
    monkeypatch.setenv("PORT", "hush-hush")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert "hush" not in str(raised.value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(NAMES), st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_no_value_ends_in_anything_but_settings_or_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(name, value)
    try:
        load_settings()
        said = name
    except SettingsError as error:
        said = str(error)
    monkeypatch.delenv(name)
    assert name in said


def test_the_example_explains_each_setting() -> None:
    lines = EXAMPLE.read_text().splitlines()
    named = [match[1] for line in lines if (match := re.fullmatch(r"([A-Z_]+)=", line))]
    assert sorted(named) == sorted(NAMES)
    blocks = EXAMPLE.read_text().split("\n\n")
    assert all(block.startswith("#") for block in blocks)


def test_a_page_for_organisers_changes_no_answer_before_something_is_published(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.config.user_data_path", lambda name: tmp_path / name)
    with_page = load_settings(usher_page_secret="a lantern over the bay")
    assert corpus_path(with_page) is None
    own_corpus().parent.mkdir()
    own_corpus().touch()
    assert corpus_path(with_page) == own_corpus()
    assert corpus_path(load_settings()) is None
