"""What keeps Usher from running, by name and with what to do. No secret is ever part of a finding."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.config import Settings, secret
from bot.doctor import corpus, envfile, port, slack, state, tokens, values
from bot.doctor.finding import Finding

__all__ = ["Finding", "diagnose"]


async def diagnose(settings: Settings) -> list[Finding]:
    """Look at the settings, the corpus and its sources, the state database, the port, and Slack where there is a token.

    Nothing is changed anywhere.
    """
    now = datetime.now(UTC)
    return [
        *envfile.look(),
        *tokens.look(settings),
        *values.look(settings),
        *await corpus.look(settings, now),
        *await state.look(settings),
        *await port.look(settings),
        *([each async for each in slack.look(settings, now)] if secret(settings.slack_bot_token) else []),
    ]
