"""What a call to Slack may end in, where Slack refuses it, is down, slow or odd."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from json import JSONDecodeError
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
# codes by which Slack says that it does not take the blocks; that it may have done it all the same; not now
BLOCKS_REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
UNSURE: Final = frozenset({"", "fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_BUSY: Final = frozenset({"ratelimited", "rate_limited"})


class BusyError(Exception):
    """A response_url that may take the message later, after so many seconds where it says; it may have taken it."""

    def __init__(self, status: int, after: float | None) -> None:
        super().__init__(f"response_url answered {status}")
        self.status = status
        self.after = after


def passes(error: BaseException) -> bool:
    """Whether another try may not meet *error*."""
    if isinstance(error, SlackApiError):
        return code_of(error) in UNSURE | _BUSY
    return isinstance(error, BusyError | aiohttp.ClientError | OSError | JSONDecodeError)


def may_have_arrived(error: BaseException) -> bool:
    """Whether what ended in *error* may have been done: not where Slack was too busy, or never reached."""
    if isinstance(error, SlackApiError):
        return code_of(error) in UNSURE
    if isinstance(error, BusyError):
        return error.status != HTTPStatus.TOO_MANY_REQUESTS
    return passes(error) and not isinstance(error, aiohttp.ClientConnectorError)


def asked_to_wait(error: BaseException | None) -> float | None:
    """The seconds for which Slack wants to be left alone, where it says so."""
    if isinstance(error, BusyError):
        return error.after
    return seconds_in(getattr(getattr(error, "response", None), "headers", None) or {})


def seconds_in(headers: Mapping[str, str]) -> float | None:
    """The seconds of a Retry-After header."""
    said = {name.casefold(): value for name, value in headers.items()}.get("retry-after", "")
    return float(said) if str(said).isdecimal() else None


def code_of(error: SlackApiError) -> str:
    """The code by which Slack refused, such as "invalid_auth"; empty where the answer was not even JSON."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""


def name_of(error: Exception) -> str:
    """What a log may say of *error*: the code by which Slack refused, else what kind it is."""
    return (code_of(error) if isinstance(error, SlackApiError) else "") or type(error).__name__
