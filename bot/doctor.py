"""What keeps Usher from running, in words. No secret is ever part of a finding."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings, SettingsError, corpus_path, installs, meaning, secret
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.state import Seal, State, StateError, database_url
from corpus.models import SourceError, Value
from corpus.sources import read_origins
from corpus.status import Status, read_status
from corpus.store import CorpusError, version_at

_PATIENCE: Final = 5.0  # seconds for Slack to answer

# setting -> what is missing without it, and how its value begins
_TOKENS: Final = {
    "slack_bot_token": ("Usher cannot answer in Slack", "xoxb-"),
    "slack_signing_secret": ("`usher serve` cannot tell whether requests come from Slack", ""),
    "slack_app_token": ("`usher serve --socket` cannot connect", "xapp-"),
}


class Finding(Value):
    """One thing looked at: fine, worth knowing, or in the way."""

    level: Literal["ok", "warn", "fail"]
    text: str


async def diagnose(settings: Settings) -> list[Finding]:
    """Look at the settings, the corpus, the state database, and Slack where there is a token."""
    return [
        *(_token(settings, field) for field in _TOKENS if field != "slack_bot_token" or not _many(settings)),
        *([_installing(settings)] if _many(settings) else []),
        _clock(settings),
        _corpus(corpus_path(settings)),
        *_sources(settings, corpus_path(settings), datetime.now(UTC)),
        await _state(settings),
        *([await _slack(settings)] if secret(settings.slack_bot_token) else []),
    ]


def _token(settings: Settings, field: str) -> Finding:
    without, prefix = _TOKENS[field]
    value = secret(getattr(settings, field))
    if value is None:
        needed = field == "slack_bot_token" or _alone(settings)
        return Finding(level="fail" if needed else "warn", text=f"{field.upper()} is not set: {without}.")
    if not value.startswith(prefix):
        return Finding(level="fail", text=f"{field.upper()} should be {meaning(field)}.")
    return Finding(level="ok", text=f"{field.upper()} is set.")


def _many(settings: Settings) -> bool:
    return bool(secret(settings.slack_client_id) or secret(settings.slack_client_secret))


def _installing(settings: Settings) -> Finding:
    """Whether several workspaces can install Usher, where that is meant."""
    try:
        installs(settings)
        Seal((secret(settings.usher_secret_key) or "").split())
    except (SettingsError, StateError) as error:
        return Finding(level="fail", text=" ".join(str(error).splitlines()))
    if settings.usher_url is None:
        return Finding(level="warn", text="USHER_URL is not set: `usher serve` has no address to install Usher at.")
    return Finding(level="ok", text="Workspaces can install Usher at /slack/install.")


def _alone(settings: Settings) -> bool:
    """Whether neither way to serve has its secret: one of the two is needed."""
    return not (secret(settings.slack_signing_secret) or secret(settings.slack_app_token))


def _clock(settings: Settings) -> Finding:
    if settings.usher_now is None:
        return Finding(level="ok", text="The clock is the real one.")
    instant = settings.usher_now.isoformat()
    return Finding(level="warn", text=f"USHER_NOW is set: for Usher it is always {instant}.")


def _corpus(path: Path | None) -> Finding:
    if path is None:
        return Finding(level="ok", text="USHER_CORPUS is not set: answers come from the shipped corpus.")
    try:
        version = version_at(path)
    except CorpusError as error:
        return Finding(level="fail", text=str(error))
    return Finding(level="ok", text=f"The corpus at {path} can be read (version {version}).")


def _sources(settings: Settings, path: Path | None, now: datetime) -> Iterator[Finding]:
    """How the last look at each source went."""
    try:
        origins = read_origins(settings.usher_sources)
    except SourceError as error:
        yield Finding(level="fail", text=f"USHER_SOURCES: {error}")
        return
    status = read_status(path) if path else Status()
    for origin in origins:
        look = status.of(origin)
        if look is None:
            yield Finding(level="warn", text=f"{origin.shown} was not looked at yet: `usher corpus refresh` does.")
        elif look.why:
            good = f"its contents of {_ago(look.good, now)} are kept" if look.good else "nothing of it is held"
            yield Finding(level="fail", text=f"{look.why.splitlines()[0]} ({origin.shown}: {good}.)")
        else:
            yield Finding(level="ok", text=f"{origin.shown} was looked at {_ago(look.at, now)}.")


def _ago(instant: datetime, now: datetime) -> str:
    minutes = max(0, round((now - instant).total_seconds() / 60))
    return f"{minutes} minutes ago" if minutes < 120 else f"{minutes // 60} hours ago"


async def _state(settings: Settings) -> Finding:
    try:
        state = State(database_url(secret(settings.database_url)))
        try:
            await state.upgrade()
        finally:
            await state.close()
    except StateError as error:
        return Finding(level="fail", text=str(error))
    return Finding(level="ok", text="The state database can be used.")


async def _slack(settings: Settings) -> Finding:
    client = AsyncWebClient(secret(settings.slack_bot_token), base_url=str(settings.slack_api_url))
    try:
        async with asyncio.timeout(_PATIENCE):
            await client.auth_test()
    except SlackApiError as error:
        return Finding(level="fail", text=f"Slack refuses SLACK_BOT_TOKEN ({code_of(error)}).")
    except SLACK_FAULTS as error:
        return Finding(level="fail", text=f"Slack cannot be reached ({type(error).__name__}).")
    return Finding(level="ok", text="Slack accepts SLACK_BOT_TOKEN.")
