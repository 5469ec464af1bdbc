"""What every listener needs to answer; the listeners themselves only translate."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, render
from bot.desk import Desk
from bot.health import Health
from bot.keeping import Keeping
from bot.models import Answer, Ask, Line, Surface, Viewer
from bot.personal import Who
from bot.scrubbed import scrubbed
from bot.slack.turns import Turns
from bot.slack.viewers import Viewers
from bot.slack.who import team_of, who_of
from bot.state import State, StateError

_PATIENCE: Final = 2.0  # seconds that an answer waits for the state database

_log: Final = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Programme(Protocol):
    """What answers: the corpus as it stands at each moment."""

    @property
    def desk(self) -> Desk:
        """The corpus with its lookups; another one once the programme changed."""

    @property
    def health(self) -> Health:
        """How the corpus is, for those who look after it."""

    def __call__(self, ask: Ask) -> Answer:
        """The answer to *ask*."""


Hook = Callable[["Service", Who, AsyncWebClient], Awaitable[None]]


@dataclass(frozen=True)
class Service:
    """The one answer path, the clock, how people read, and what must not be forgotten.

    *organisers* are ids of people who see how the corpus is. *hooks* are run whenever something of a person's own
    changed. *followups* is whether questions in a thread that Usher was asked in need no other mention. *keeping* is
    for how long what is kept. *url* is the public address, where there is one. *turns* keeps what is said in one
    conversation in order.
    """

    programme: Programme
    clock: Clock
    viewers: Viewers
    state: State
    hooks: list[Hook] = field(default_factory=list)
    organisers: frozenset[str] = frozenset()
    followups: bool = True
    keeping: Keeping = field(default_factory=Keeping)
    url: str | None = None
    turns: Turns = field(default_factory=Turns)

    async def message(self, ask: Ask, *, page: int = 0, private: bool, who: Who | None = None) -> Message:
        """The message that answers *ask*; where *who* alone reads it, with what they starred marked."""
        answer, starred = await asyncio.gather(self.answer(ask), self.starred(who if private else None))
        return draw(answer, ask, page=page, private=private, starred=starred)

    async def answered(
        self, command: Mapping[str, Any], client: AsyncWebClient, surface: Surface, text: str, *, private: bool
    ) -> Message:
        """The answer to *command*; a *private* one reads as whoever typed it does, and may hint at the settings."""
        who = who_of(command)
        zone, event = await asyncio.gather(
            self.viewers.zone(client, who), self.event_of(team_of(command), str(command.get("channel_id")))
        )
        written = private and not zone.drawn_by_slack
        ask = Ask(surface=surface, text=text, now=self.clock(), zone=zone.name, written=written, event=event)
        answer = await self.answer(ask)
        starred, _ = await asyncio.gather(self.starred(who if private else None), self.keep_unanswered(ask, answer))
        hint = self.viewers.hint(who, zone) if private else ()
        return draw(hinted(answer, hint), ask, private=private, starred=starred)

    async def event_of(self, team: str, channel: str) -> str:
        """The event that *channel* of *team* is about; "" where that is none of its own, or cannot be read."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self.state.channels.event(team, channel) or ""
        except (StateError, TimeoutError) as error:
            _log.warning("an answer goes without the channel's event: %s", str(error) or "the state database is slow")
            return ""

    async def answer(self, ask: Ask) -> Answer:
        """The answer to *ask*. Answering takes a processor, so it does not hold up the loop."""
        return await asyncio.to_thread(self.programme, ask)

    async def starred(self, who: Who | None) -> frozenset[str] | None:
        """The references that *who* starred; None where the database does not say, or nobody is named."""
        if who is None:
            return None
        try:
            async with asyncio.timeout(_PATIENCE):
                return frozenset(star.record for star in await self.state.stars.of(who))
        except (StateError, TimeoutError) as error:
            _log.warning("an answer goes without stars: %s", error or "the state database is slow")
            return None

    async def keep_unanswered(self, ask: Ask, answer: Answer) -> None:
        """Keep what *ask* asked where *answer* has none, without who asked, and who or what number it names."""
        text = scrubbed(ask.text)
        if not (answer.abstained and self.keeping.questions and text):
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.state.questions.keep(ask.surface, text, now=ask.now)
        except (StateError, TimeoutError) as error:
            _log.warning("an unanswered question is not kept: %s", str(error) or "the state database is slow")

    async def changed(self, who: Who, client: AsyncWebClient) -> None:
        """Run every hook, since something of *who* changed. What fails in one stops neither the others nor *who*."""
        for hook in self.hooks:
            try:
                await hook(self, who, client)
            except Exception as error:  # noqa: BLE001 (what a hook does is its own; the person has their answer)
                _log.error("what follows a change failed: error=%s", type(error).__name__)

    async def not_done(self, key: str) -> None:
        """Let *key* be new again, since what it stood for could not be done."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.state.seen.forget(key)
        except (StateError, TimeoutError) as error:
            _log.warning("what failed cannot be tried again for now: %s", error or "the state database is slow")

    async def first_time(self, key: object) -> bool:
        """Whether *key* is new; True as well where the database does not say: twice is better than never."""
        if not isinstance(key, str):
            return True
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self.state.seen.first_time(key, now=self.clock())
        except (StateError, TimeoutError) as error:
            _log.warning("an event may be answered twice: %s", str(error) or "the state database is slow")
            return True


def draw(answer: Answer, ask: Ask, *, page: int = 0, private: bool, starred: frozenset[str] | None = None) -> Message:
    """The message that shows *answer*, given to *ask*; with what its only reader has *starred* marked."""
    viewer = Viewer(zone=ask.zone, now=ask.now, written=ask.written or bool(ask.own_zone), starred=starred)
    return render(answer, viewer=viewer, ask=ask, page=page, private=private)


def hinted(answer: Answer, hint: Line) -> Answer:
    """*answer* with a *hint* in its small print."""
    return answer.model_copy(update={"aside": (*answer.aside, hint)}) if hint else answer
