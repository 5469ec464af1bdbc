"""The secrets of the Slack app: set where they are needed, and each of them where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.config import Settings, SettingsError, installs, meaning, secret
from bot.doctor.finding import Finding, fail, ok, warn
from bot.state import Seal, StateError

# setting -> what is missing without it, and what its value looks like
_TOKENS: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = {
    "slack_bot_token": ("Usher cannot answer in Slack", re.compile(r"(xoxe\.)?xoxb-[\w.-]+")),
    "slack_signing_secret": (
        "`usher serve` cannot tell whether requests come from Slack",
        re.compile(r"[0-9a-f]{32}"),
    ),
    "slack_app_token": ("`usher serve --socket` cannot connect", re.compile(r"xapp-[\w.-]+")),
}
_CLIENT: Final = ("slack_client_id", "slack_client_secret")  # for installing in several workspaces
# how a secret of Slack's begins -> what it is
_SORTS: Final[Mapping[str, str]] = {
    "xoxb-": "a bot token, which is for SLACK_BOT_TOKEN",
    "xapp-": "an app-level token, which is for SLACK_APP_TOKEN",
    "xoxp-": "the token of a person, not of the bot",
    "xoxe": "a token that renews others, or for making apps",
    "xoxa-": "a token of an old kind",
    "https://hooks.": "the address of a webhook",
}


def look(settings: Settings) -> Iterator[Finding]:
    """What is wrong with each of them, never saying what it is."""
    given = [field for field in _CLIENT if secret(getattr(settings, field))]
    for field in _TOKENS:
        if field != "slack_bot_token" or not given:
            yield _token(settings, field)
    if len(given) == 1:
        (other,) = set(_CLIENT) - set(given)
        yield fail(f"{given[0].upper()} is set without {other.upper()}, which should be {meaning(other)}.")
    elif given:
        yield _installing(settings)


def _token(settings: Settings, field: str) -> Finding:
    (without, shape), name = _TOKENS[field], field.upper()
    value = secret(getattr(settings, field))
    if value is None:
        needed = field == "slack_bot_token" or _alone(settings)
        return (fail if needed else warn)(f"{name} is not set: {without}.")
    if shape.fullmatch(value):
        return ok(f"{name} is set.")
    sort = next((what for begin, what in _SORTS.items() if value.startswith(begin)), None)
    if sort and name not in sort:
        return fail(f"{name} holds {sort}. It should be {meaning(field)}.")
    if field == "slack_signing_secret":
        return fail(f"{name} should be {meaning(field)}: 32 digits and letters from a to f.")
    return fail(f"{name} should be {meaning(field)}.")


def _alone(settings: Settings) -> bool:
    """Whether neither way to serve has its secret: one of the two is needed."""
    return not (secret(settings.slack_signing_secret) or secret(settings.slack_app_token))


def _installing(settings: Settings) -> Finding:
    """Whether several workspaces can install Usher, where that is meant."""
    try:
        installs(settings)
        Seal((secret(settings.usher_secret_key) or "").split())
    except (SettingsError, StateError) as error:
        return fail(" ".join(str(error).splitlines()))
    if settings.usher_url is None:
        return warn("USHER_URL is not set: `usher serve` has no address to install Usher at.")
    return ok("Workspaces can install Usher at /slack/install.")
