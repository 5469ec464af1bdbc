"""A message for which somebody waits is tried again until Slack takes it, for a minute.

What Slack certainly did not take is sent again as it is. What it may have taken (a time-out, a dropped connection, an
error of its own) is looked for first, where Slack shows what stands in the conversation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_before_delay, wait_exponential

from bot.slack.faults import asked_to_wait, may_have_arrived, passes

_PATIENCE: Final = 75.0  # seconds; Slack being back within a minute, one more try falls into the rest
_POSTS: Final = "/chat.postMessage"
_growing: Final = wait_exponential(multiplier=0.5, max=5)


async def patiently(call: Callable[[], Awaitable[object]], arrived: Callable[[], Awaitable[bool]]) -> None:
    """Do *call* until it ends well; where it may have been done all the same, *arrived* says whether it was.

    Raises what *call* ended in last, where that does not pass or a minute was not enough.
    """
    unsure = False
    async for attempt in AsyncRetrying(
        stop=stop_before_delay(_PATIENCE), wait=_pause, retry=retry_if_exception(passes), reraise=True
    ):
        with attempt:
            if unsure and await arrived():
                return
            try:
                await call()
            except Exception as error:
                unsure = unsure or may_have_arrived(error)
                raise


async def never() -> bool:
    """For what nobody can look up, as what a response_url took: twice is better than never."""
    return False


def _pause(state: RetryCallState) -> float:
    asked = asked_to_wait(state.outcome.exception() if state.outcome else None)
    return _growing(state) if asked is None else asked


async def posted(client: AsyncWebClient, channel: str, thread: str | None, *, key: str, text: str, **since: str) -> str:
    """The time stamp under which the message with *key* in its metadata stands in *channel*; "" where it does not.

    Also one without metadata that says the *text*: what Slack's scheduler posts has none, and without a scope Slack may
    keep it back. *since* is what further limits the look. Raises what the client raises.
    """
    how: dict[str, Any] = {"channel": channel, "include_all_metadata": True, **since}
    if thread:
        found = await client.conversations_replies(ts=thread, limit=999, **how)
    else:
        found = await client.conversations_history(limit=200, **how)
    return next((str(one["ts"]) for one in found["messages"] if _is(one, key, text)), "")


async def seen_there(client: AsyncWebClient, channel: str, thread: str | None, *, key: str, text: str) -> bool:
    """Whether the message stands there; no where Slack does not show the conversation. Raises what passes."""
    try:
        return bool(await posted(client, channel, thread, key=key, text=text))
    except SlackApiError as error:
        if passes(error):
            raise
        return False


def _is(message: Mapping[str, Any], key: str, text: str) -> bool:
    held = ((message.get("metadata") or {}).get("event_payload") or {}).get("key")
    return held == key or (held is None and bool(message.get("bot_id")) and same(message.get("text"), text))


def same(one: object, other: str) -> bool:
    """Whether Slack gives the text back that it was given; it changes white space now and then."""
    return isinstance(one, str) and " ".join(one.split()) == " ".join(other.split())


class _ButPosts(AsyncRetryHandler):
    """A retry handler that leaves messages to ``patiently``: tried again blindly they would stand there twice."""

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith(_POSTS):
            return False
        return await super().can_retry_async(state=state, request=request, response=response, error=error)


class _Connection(_ButPosts, AsyncConnectionErrorRetryHandler):
    pass


class _Server(_ButPosts, AsyncServerErrorRetryHandler):
    pass


class _RateLimit(_ButPosts, AsyncRateLimitErrorRetryHandler):
    pass


def retry_handlers() -> list[AsyncRetryHandler]:
    """What the SDK itself tries again: all but messages."""
    return [_Connection(), _Server(), _RateLimit(max_retry_count=2)]
