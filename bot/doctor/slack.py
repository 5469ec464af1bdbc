"""What Slack says: of the tokens, of what they may do, and of the time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings, secret
from bot.doctor.finding import Finding, fail, ok, warn
from bot.manifest import SCOPES
from bot.slack.faults import SLACK_FAULTS, code_of

_PATIENCE: Final = 5.0  # seconds for Slack to answer
_OFF: Final = 60  # seconds that the two clocks may differ
_FAR: Final = 240  # with more, the five minutes are soon over for which what Slack signed is taken

_AGAIN: Final = 'copy it again from "OAuth & Permissions" of the app\'s settings'
_INSTALL: Final = "install the app to the workspace again, then copy the new token"
# code of Slack's -> what to do
_REFUSALS: Final[Mapping[str, str]] = {
    "account_inactive": _INSTALL,
    "invalid_auth": _AGAIN,
    "not_authed": _AGAIN,
    "token_expired": _INSTALL,
    "token_revoked": _INSTALL,
    "org_login_required": "the workspace is being moved to an organisation: wait until that is done",
    "team_access_not_granted": _INSTALL,
}
_APP: Final = 'make a new one under "Basic Information", App-Level Tokens, with the scope connections:write'


async def look(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """What is wrong with the tokens by Slack's word, and with our clock by Slack's."""
    base = str(settings.slack_api_url)
    answer = await _asked(AsyncWebClient(secret(settings.slack_bot_token), base_url=base).auth_test, "SLACK_BOT_TOKEN")
    if isinstance(answer, Finding):
        yield answer
    else:
        headers = {str(name).casefold(): str(value) for name, value in answer.headers.items()}
        yield _scopes(headers.get("x-oauth-scopes"))
        for found in _clock(headers.get("date", ""), now):
            yield found
    app = secret(settings.slack_app_token)
    if app and app.startswith("xapp-"):
        client = AsyncWebClient(base_url=base)
        said = await _asked(lambda: client.apps_connections_open(app_token=app), "SLACK_APP_TOKEN")
        yield said if isinstance(said, Finding) else ok("Slack accepts SLACK_APP_TOKEN.")


async def _asked(call: Any, name: str) -> Any:
    """What Slack answers to *call*; a finding where it refuses the token of this *name*, or is not there."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await call()
    except SlackApiError as error:
        code = code_of(error)
        if not code:
            return fail("What answers at SLACK_API_URL is not Slack.")
        todo = _APP if name == "SLACK_APP_TOKEN" else _REFUSALS.get(code, _AGAIN)
        return fail(f"Slack refuses {name} ({code}): {todo}.")
    except SLACK_FAULTS as error:
        return fail(f"Slack cannot be reached ({type(error).__name__}): is there a way out to the internet?")


def _scopes(granted: str | None) -> Finding:
    """Whether the token may do all that the manifest asks for; Slack says so in a header."""
    held = {scope.strip() for scope in (granted or "").split(",")}
    missing = sorted(set(SCOPES) - held) if granted is not None else []
    if not missing:
        return ok("Slack accepts SLACK_BOT_TOKEN.")
    what = "; ".join(f"{scope} (to {SCOPES[scope]})" for scope in missing)
    return fail(
        f"SLACK_BOT_TOKEN lacks {what}. Give the app the manifest that `usher manifest` prints, and install it again."
    )


def _clock(date: str, now: datetime) -> Iterator[Finding]:
    try:
        off = round((now - parsedate_to_datetime(date)).total_seconds())
    except (ValueError, TypeError):
        return
    if abs(off) > _OFF:
        way = "ahead of" if off > 0 else "behind"
        yield (fail if abs(off) > _FAR else warn)(
            f"The clock of this machine is {abs(off)} seconds {way} Slack's: what Slack signs will be refused, and "
            "reminders come at the wrong time. Have it set by a time server (NTP)."
        )
