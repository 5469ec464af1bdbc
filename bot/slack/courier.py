"""Hands what the outbox holds to Slack: at once, or to Slack's own scheduler; and takes back what is not wanted.

What a crash left half done is looked up in Slack first: a scheduled message in the list of those, a posted one, by the
key in its metadata, in the channel's history. So nothing is sent twice, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.outgoing import Kept, Outcome
from bot.slack.faults import BLOCKS_REFUSED, SLACK_FAULTS, UNSURE, asked_to_wait, code_of
from bot.slack.patience import posted, same
from bot.state import State
from bot.state.outbox import STUCK

_AT_ONCE: Final = 8  # messages handed over at the same time
_CLAIMED: Final = 40  # messages that one look claims
_FRESH: Final = timedelta(seconds=3)  # how long after a claim a message may be begun
_HANDING: Final = 8.0  # seconds that handing one over may take; with _FRESH it is done before the claim is STUCK
_SOON: Final = timedelta(seconds=10)  # nearer than this, Slack's scheduler may refuse; it is posted then
_LATE: Final = timedelta(minutes=5)  # after its time a message is still of use for so long
_PATIENCE: Final = timedelta(hours=24)  # how long a message that cannot be sent is kept trying
_AGAIN: Final = timedelta(seconds=30)  # before a failed one is tried again
EVENT: Final = "usher_telling"  # of the metadata of what is posted

# codes of Slack's: it has no such message; not now
_NOT_THERE: Final = {"invalid_scheduled_message_id", "message_not_found"}
_OPERATOR: Final = timedelta(minutes=10)  # for what somebody has to mend
_LATER: Final = {
    "ratelimited": _AGAIN,
    "restricted_too_many": timedelta(minutes=5),
    "time_in_past": _AGAIN,  # of a time that is not near: one of the two clocks is wrong
    "time_too_far": timedelta(days=1),
    **dict.fromkeys(("missing_scope", "invalid_auth", "not_authed", "token_revoked", "token_expired"), _OPERATOR),
}

_log: Final = logging.getLogger(__name__)
ClientOf = Callable[[str], Awaitable[AsyncWebClient]]


class Courier:
    """Takes messages from *state* to Slack, by the client that *client_of* a workspace gives."""

    def __init__(self, state: State, client_of: ClientOf, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._client_of = client_of
        self._clock = clock
        self._found: dict[str, str] = {}  # by Slack's id, the key of what a crash left in its scheduler
        self._channels: dict[tuple[str | None, str], str] = {}  # of direct messages, by token and person

    async def round(self) -> int:
        """Hand over all that is due now: how many there were. Raises StateError."""
        done = 0
        while claimed := await self._claim():
            limit, until = asyncio.Semaphore(_AT_ONCE), self._clock() + _FRESH
            for letting in (True, False):  # what is withdrawn first, so that nothing stands in Slack twice
                some = (kept for kept in claimed if (kept.state == "letting") is letting)
                outcomes = await asyncio.gather(*(self._one(kept, limit, until) for kept in some))
                await self._state.outbox.settle([each for each in outcomes if each is not None])
            done += len(claimed)
        return done

    async def _claim(self) -> tuple[Kept, ...]:
        now, outbox = self._clock(), self._state.outbox
        return await outbox.claim(now=now, most=_CLAIMED) or await outbox.stuck(now=now, most=_CLAIMED)

    async def _one(self, kept: Kept, limit: asyncio.Semaphore, until: datetime) -> Outcome | None:
        """What comes of a message; None where it may have arrived, which is looked up when the claim is old.

        None too where the claim is not fresh any more, after *until*: another process may soon look the message up.
        """
        async with limit:
            if self._clock() > until:
                return None
            try:
                async with asyncio.timeout(_HANDING):
                    return await self._step(kept)(kept)
            except SlackApiError as error:
                if code_of(error) != "time_in_past" or not self._near(kept):
                    return self._refused(kept, error)
            except SLACK_FAULTS as error:
                return self._unsure(kept, type(error).__name__)
            try:
                return await self._post(kept)
            except SLACK_FAULTS as error:
                return self._unsure(kept, type(error).__name__)

    def _step(self, kept: Kept) -> Callable[[Kept], Awaitable[Outcome]]:
        now = self._clock()
        stuck = kept.tried_at is not None and kept.tried_at <= now - STUCK
        if kept.state == "letting":
            return self._withdraw
        if stuck:
            return self._look_up
        return self._hand

    async def _hand(self, kept: Kept) -> Outcome:
        """Give the message to Slack."""
        now, at = self._clock(), kept.outgoing.post_at
        if at is not None and at > now + _SOON:
            return await self._schedule(kept, at)
        if at is None or now <= at + _LATE:
            return await self._post(kept)
        return _given_up(kept, "too late")

    async def _schedule(self, kept: Kept, at: datetime) -> Outcome:
        client, channel = await self._client_of(kept.outgoing.team), await self._channel(kept)
        how = {"channel": channel, "post_at": int(at.timestamp())}
        done = await _with_or_without_blocks(client.chat_scheduleMessage, kept, **how)
        return _arrived(kept, "held", str(done.get("channel") or channel), str(done["scheduled_message_id"]))

    async def _post(self, kept: Kept) -> Outcome:
        client, channel = await self._client_of(kept.outgoing.team), await self._channel(kept)
        metadata = {"event_type": EVENT, "event_payload": {"key": kept.outgoing.key}}
        done = await _with_or_without_blocks(client.chat_postMessage, kept, channel=channel, metadata=metadata)
        return _arrived(kept, "sent", channel, str(done["ts"]))

    async def _look_up(self, kept: Kept) -> Outcome:
        """Find out what came of a message whose process is gone, and go on from there."""
        channel, at = await self._channel(kept), kept.outgoing.post_at
        if at is not None and (found := await self._scheduled(kept, channel, at)):
            return _arrived(kept, "held", channel, found)
        if found := await self._posted(kept, channel):
            return _arrived(kept, "sent", channel, found)
        return await self._hand(kept)

    async def _scheduled(self, kept: Kept, channel: str, at: datetime) -> str | None:
        """The id by which Slack's scheduler has the message; of messages that say the same, each has one of its own."""
        when = int(at.timestamp())
        listed = await (await self._client_of(kept.outgoing.team)).chat_scheduledMessages_list(
            channel=channel, oldest=str(when - 1), latest=str(when + 1), limit=100
        )
        text = kept.outgoing.message["text"]
        held = (one for one in listed["scheduled_messages"] if int(one["post_at"]) == when)
        others = await self._state.outbox.slack_ids(kept.outgoing.team, channel)
        ids = [str(one["id"]) for one in held if same(one.get("text"), text)]
        mine = (each for each in ids if each not in others and self._found.get(each) in (None, kept.outgoing.key))
        found = next(mine, None)
        if found:
            self._found[found] = kept.outgoing.key
        return found

    async def _posted(self, kept: Kept, channel: str) -> str:
        """The time stamp under which the message stands in its channel; "" where it does not."""
        since = max(kept.made_at, kept.outgoing.post_at or kept.made_at) - timedelta(minutes=1)
        key, text, client = kept.outgoing.key, kept.outgoing.message["text"], await self._client_of(kept.outgoing.team)
        return await posted(client, channel, None, key=key, text=text, oldest=str(since.timestamp()))

    async def _withdraw(self, kept: Kept) -> Outcome:
        """Have Slack's scheduler let the message go."""
        channel, at = kept.channel or await self._channel(kept), kept.outgoing.post_at
        identifier = kept.slack_id or (await self._scheduled(kept, channel, at) if at else None)
        if identifier and at and at > self._clock():
            client = await self._client_of(kept.outgoing.team)
            await client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=identifier)
        return _gone(kept)

    async def _channel(self, kept: Kept) -> str:
        """Where the message goes; for a person, their direct messages with the bot."""
        team, recipient = kept.outgoing.team, kept.outgoing.recipient
        if not recipient.startswith(("U", "W")):
            return recipient
        client = await self._client_of(team)
        if (client.token, recipient) not in self._channels:
            opened = await client.conversations_open(users=recipient)
            self._channels[client.token, recipient] = str(opened["channel"]["id"])
        return self._channels[client.token, recipient]

    def _refused(self, kept: Kept, error: SlackApiError) -> Outcome | None:
        code = code_of(error)
        if code in _NOT_THERE and kept.state == "letting":
            return _gone(kept)
        if code in UNSURE:
            return self._unsure(kept, code or "no answer")
        if code in _LATER:
            asked = asked_to_wait(error)
            return self._again(kept, code, _LATER[code] if asked is None else timedelta(seconds=asked))
        return _given_up(kept, code)

    def _unsure(self, kept: Kept, why: str) -> Outcome | None:
        """Leave the message claimed, so that it is looked up; not for ever."""
        if self._clock() > (kept.outgoing.post_at or kept.made_at) + _PATIENCE:
            return _given_up(kept, why)
        _log.info("a message may have arrived: owner=%s why=%s", _kind(kept), why)
        return None

    def _again(self, kept: Kept, why: str, wait: timedelta) -> Outcome:
        now = self._clock()
        if now > (kept.outgoing.post_at or kept.made_at) + _PATIENCE:
            return _given_up(kept, why)
        _log.info("a message waits: owner=%s why=%s", _kind(kept), why)
        return Outcome(key=kept.outgoing.key, was=kept.state, to="again", retry_at=now + wait)

    def _near(self, kept: Kept) -> bool:
        at, now = kept.outgoing.post_at, self._clock()
        return at is not None and now - _LATE <= at <= now + _LATE


def _arrived(kept: Kept, to: Literal["held", "sent"], channel: str, slack_id: str) -> Outcome:
    return Outcome(key=kept.outgoing.key, was=kept.state, to=to, channel=channel, slack_id=slack_id)


def _gone(kept: Kept) -> Outcome:
    return Outcome(key=kept.outgoing.key, was=kept.state, to="gone")


def _given_up(kept: Kept, why: str) -> Outcome:
    _log.warning("a message cannot be sent: owner=%s why=%s", _kind(kept), why)
    return _gone(kept)


def _kind(kept: Kept) -> str:
    """What a log may say of a message: what sort of thing wants it."""
    return kept.outgoing.owner.partition(":")[0]


async def _with_or_without_blocks(call: Callable[..., Awaitable[Any]], kept: Kept, **how: Any) -> Any:
    """What Slack answers to *call*; where it refuses the blocks, to the text alone."""
    message = kept.outgoing.message
    quiet = {"unfurl_links": False, "unfurl_media": False}
    try:
        return await call(text=message["text"], blocks=message["blocks"], **how, **quiet)
    except SlackApiError as error:
        if code_of(error) not in BLOCKS_REFUSED:
            raise
        return await call(text=message["text"], **how, **quiet)
