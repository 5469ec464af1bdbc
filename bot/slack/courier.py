"""Hands what the outbox holds to Slack: at once, or to Slack's own scheduler; and takes back what is not wanted.

What a crash left half done is looked up in Slack first: a scheduled message in the list of those, a posted one, by the
key in its metadata, in the channel's history. So nothing is sent twice, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.outgoing import Kept
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.state import State
from bot.state.outbox import STUCK

_AT_ONCE: Final = 8  # messages handed over at the same time
_CLAIMED: Final = 40  # messages that one look claims
_SOON: Final = timedelta(seconds=10)  # nearer than this, Slack's scheduler may refuse; it is posted then
_LATE: Final = timedelta(minutes=5)  # after its time a message is still of use for so long
_PATIENCE: Final = timedelta(hours=24)  # how long a message that cannot be sent is kept trying
_AGAIN: Final = timedelta(seconds=30)  # before a failed one is tried again
EVENT: Final = "usher_telling"  # of the metadata of what is posted

# codes of Slack's: it has no such message; it does not take the blocks; it may have done it all the same; not now
_GONE: Final = {"invalid_scheduled_message_id", "message_not_found"}
_REFUSED: Final = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
_UNSURE: Final = {"", "fatal_error", "internal_error", "request_timeout", "service_unavailable"}
_OPERATOR: Final = timedelta(minutes=10)  # for what somebody has to mend
_LATER: Final = {
    "ratelimited": _AGAIN,
    "restricted_too_many": timedelta(minutes=5),
    "time_in_past": _AGAIN,  # of a time that is not near: one of the two clocks is wrong
    "time_too_far": timedelta(days=1),
    **dict.fromkeys(("missing_scope", "invalid_auth", "not_authed", "token_revoked", "token_expired"), _OPERATOR),
}

_log: Final = logging.getLogger(__name__)
ClientOf = Callable[[str], AsyncWebClient]


class Courier:
    """Takes messages from *state* to Slack, by the client that *client_of* a workspace gives."""

    def __init__(self, state: State, client_of: ClientOf, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._client_of = client_of
        self._clock = clock
        self._channels: dict[tuple[str, str], str] = {}  # of direct messages, by workspace and person

    async def round(self) -> int:
        """Hand over all that is due now: how many there were. Raises StateError."""
        done = 0
        while claimed := await self._claim():
            limit = asyncio.Semaphore(_AT_ONCE)
            for letting in (True, False):  # what is withdrawn first, so that nothing stands in Slack twice
                some = (kept for kept in claimed if (kept.state == "letting") is letting)
                await asyncio.gather(*(self._one(kept, limit) for kept in some))
            done += len(claimed)
        await self._state.outbox.sweep(now=self._clock())
        return done

    async def _claim(self) -> tuple[Kept, ...]:
        now, outbox = self._clock(), self._state.outbox
        return await outbox.claim(now=now, most=_CLAIMED) or await outbox.stuck(now=now, most=_CLAIMED)

    async def _one(self, kept: Kept, limit: asyncio.Semaphore) -> None:
        async with limit:
            try:
                await self._step(kept)(kept)
            except SlackApiError as error:
                await self._refused(kept, error)
            except SLACK_FAULTS as error:
                await self._unsure(kept, type(error).__name__)

    def _step(self, kept: Kept) -> Callable[[Kept], Awaitable[None]]:
        now = self._clock()
        stuck = kept.tried_at is not None and kept.tried_at <= now - STUCK
        if kept.state == "letting":
            return self._withdraw
        if stuck:
            return self._look_up
        return self._hand

    async def _hand(self, kept: Kept) -> None:
        """Give the message to Slack."""
        now, at = self._clock(), kept.outgoing.post_at
        if at is not None and at > now + _SOON:
            await self._schedule(kept, at)
        elif at is None or now <= at + _LATE:
            await self._post(kept)
        else:
            await self._give_up(kept, "too late")

    async def _schedule(self, kept: Kept, at: datetime) -> None:
        client, channel = self._client_of(kept.outgoing.team), await self._channel(kept)
        how = {"channel": channel, "post_at": int(at.timestamp())}
        done = await _with_or_without_blocks(client.chat_scheduleMessage, kept, **how)
        identifier = str(done["scheduled_message_id"])
        await self._state.outbox.handed(
            kept.outgoing.key, state="held", channel=str(done.get("channel") or channel), slack_id=identifier
        )

    async def _post(self, kept: Kept) -> None:
        client, channel = self._client_of(kept.outgoing.team), await self._channel(kept)
        metadata = {"event_type": EVENT, "event_payload": {"key": kept.outgoing.key}}
        done = await _with_or_without_blocks(client.chat_postMessage, kept, channel=channel, metadata=metadata)
        await self._state.outbox.handed(kept.outgoing.key, state="sent", channel=channel, slack_id=str(done["ts"]))

    async def _look_up(self, kept: Kept) -> None:
        """Find out what came of a message whose process is gone, and go on from there."""
        channel, at = await self._channel(kept), kept.outgoing.post_at
        if at is not None and (found := await self._scheduled(kept, channel, at)):
            await self._state.outbox.handed(kept.outgoing.key, state="held", channel=channel, slack_id=found)
        elif found := await self._posted(kept, channel):
            await self._state.outbox.handed(kept.outgoing.key, state="sent", channel=channel, slack_id=found)
        else:
            await self._hand(kept)

    async def _scheduled(self, kept: Kept, channel: str, at: datetime) -> str | None:
        """The id by which Slack's scheduler has the message."""
        when = int(at.timestamp())
        listed = await self._client_of(kept.outgoing.team).chat_scheduledMessages_list(
            channel=channel, oldest=str(when - 1), latest=str(when + 1), limit=100
        )
        text = kept.outgoing.message["text"]
        held = (one for one in listed["scheduled_messages"] if int(one["post_at"]) == when)
        return next((str(one["id"]) for one in held if _same(one.get("text"), text)), None)

    async def _posted(self, kept: Kept, channel: str) -> str | None:
        """The time stamp under which the message stands in its channel."""
        since = kept.made_at - timedelta(minutes=1)
        history = await self._client_of(kept.outgoing.team).conversations_history(
            channel=channel, oldest=str(since.timestamp()), include_all_metadata=True, limit=200
        )
        for message in history["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            by_time = kept.outgoing.post_at is not None and _same(message.get("text"), kept.outgoing.message["text"])
            if payload.get("key") == kept.outgoing.key or (by_time and message.get("bot_id")):
                return str(message["ts"])
        return None

    async def _withdraw(self, kept: Kept) -> None:
        """Have Slack's scheduler let the message go."""
        channel, at = kept.channel or await self._channel(kept), kept.outgoing.post_at
        identifier = kept.slack_id or (await self._scheduled(kept, channel, at) if at else None)
        if identifier and at and at > self._clock():
            client = self._client_of(kept.outgoing.team)
            await client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=identifier)
        await self._state.outbox.gone(kept.outgoing.key)

    async def _channel(self, kept: Kept) -> str:
        """Where the message goes; for a person, their direct messages with the bot."""
        team, recipient = kept.outgoing.team, kept.outgoing.recipient
        if not recipient.startswith(("U", "W")):
            return recipient
        if (team, recipient) not in self._channels:
            opened = await self._client_of(team).conversations_open(users=recipient)
            self._channels[team, recipient] = str(opened["channel"]["id"])
        return self._channels[team, recipient]

    async def _refused(self, kept: Kept, error: SlackApiError) -> None:
        code = code_of(error)
        if code in _GONE and kept.state == "letting":
            await self._state.outbox.gone(kept.outgoing.key)
        elif code == "time_in_past" and self._near(kept):
            await self._post(kept)
        elif code in _UNSURE:
            await self._unsure(kept, code or "no answer")
        elif code in _LATER:
            headers = {name.casefold(): value for name, value in getattr(error.response, "headers", {}).items()}
            asked = str(headers.get("retry-after", ""))
            await self._again(kept, code, timedelta(seconds=int(asked)) if asked.isdigit() else _LATER[code])
        else:
            await self._give_up(kept, code)

    async def _unsure(self, kept: Kept, why: str) -> None:
        """Leave the message claimed: it may have arrived, so that is looked up when the claim is old."""
        if self._clock() > (kept.outgoing.post_at or kept.made_at) + _PATIENCE:
            await self._give_up(kept, why)
        else:
            _log.info("a message may have arrived: owner=%s why=%s", kept.outgoing.owner.partition(":")[0], why)

    def _near(self, kept: Kept) -> bool:
        at, now = kept.outgoing.post_at, self._clock()
        return at is not None and now - _LATE <= at <= now + _LATE

    async def _again(self, kept: Kept, why: str, wait: timedelta) -> None:
        now = self._clock()
        if now > (kept.outgoing.post_at or kept.made_at) + _PATIENCE:
            await self._give_up(kept, why)
            return
        _log.info("a message waits: owner=%s why=%s", kept.outgoing.owner.partition(":")[0], why)
        await self._state.outbox.put_back(kept, retry_at=now + wait)

    async def _give_up(self, kept: Kept, why: str) -> None:
        _log.warning("a message cannot be sent: owner=%s why=%s", kept.outgoing.owner.partition(":")[0], why)
        await self._state.outbox.gone(kept.outgoing.key)


async def _with_or_without_blocks(call: Callable[..., Awaitable[Any]], kept: Kept, **how: Any) -> Any:
    """What Slack answers to *call*; where it refuses the blocks, to the text alone."""
    message = kept.outgoing.message
    quiet = {"unfurl_links": False, "unfurl_media": False}
    try:
        return await call(text=message["text"], blocks=message["blocks"], **how, **quiet)
    except SlackApiError as error:
        if code_of(error) not in _REFUSED:
            raise
        return await call(text=message["text"], **how, **quiet)


def _same(one: object, other: str) -> bool:
    """Whether Slack gives the text back that it was given; it changes white space now and then."""
    return isinstance(one, str) and " ".join(one.split()) == " ".join(other.split())
