"""What a call to Slack may end in, where Slack refuses it, is down, slow or odd."""

from __future__ import annotations

from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

# slack_sdk passes on whatever its own reading of an odd answer stumbles over
SLACK_FAULTS: Final = (
    SlackClientError,
    aiohttp.ClientError,
    OSError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)


def code_of(error: SlackApiError) -> str:
    """The code by which Slack refused, such as "invalid_auth"; empty where the answer was not even JSON."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""


def name_of(error: Exception) -> str:
    """What a log may say of *error*: the code by which Slack refused, else what kind it is."""
    return (code_of(error) if isinstance(error, SlackApiError) else "") or type(error).__name__
