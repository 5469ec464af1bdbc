"""What every listener needs to answer; the listeners themselves only translate."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from bot.blocks import Message, render
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.slack.viewers import Viewers
from bot.state import State, StateError

_PATIENCE: Final = 2.0  # seconds that an answer waits for the state database

_log: Final = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Programme(Protocol):
    """What answers: the corpus as it stands at each moment."""

    @property
    def desk(self) -> Desk:
        """The corpus with its lookups; another one once the programme changed."""

    def __call__(self, ask: Ask) -> Answer:
        """The answer to *ask*."""


@dataclass(frozen=True)
class Service:
    """The one answer path, the clock, the readers' zones, and what was answered already."""

    programme: Programme
    clock: Clock
    viewers: Viewers
    state: State

    async def message(self, ask: Ask, *, page: int = 0, private: bool) -> Message:
        """The message that answers *ask*. Answering takes a processor, so it does not hold up the loop."""
        answer = await asyncio.to_thread(self.programme, ask)
        return render(answer, viewer=Viewer(zone=ask.zone, now=ask.now), ask=ask, page=page, private=private)

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
