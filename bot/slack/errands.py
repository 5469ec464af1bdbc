"""What goes on beside the answers: a new programme is taken up, and what the outbox holds goes to Slack.

Of several processes on one database, one takes up and keeps in step, as long as it lives; all of them hand over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.personal import Who
from bot.slack.courier import Courier
from bot.slack.rounds import keep_all, keep_reminders, take_up
from bot.slack.service import Service
from bot.state import StateError

_PAUSE: Final = 5.0  # seconds between two looks at what is due, where nothing wakes it
_LEASE: Final = "errands"  # what one process does for all
_YIELD: Final = timedelta(minutes=1)  # for who has an older programme than another process may; then it is meant
_TOPPED_UP: Final = timedelta(hours=1)  # how often what lies further ahead than can be planned is looked at again

_log: Final = logging.getLogger(__name__)


class Errands:
    """Keeps what *service* has to say of itself in step, until it is told to stop; *after* follow a new programme.

    What is *hourly* is done at the start, and each hour.
    """

    def __init__(
        self,
        service: Service,
        courier: Courier,
        *,
        after: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
        hourly: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self._service = service
        self._courier = courier
        self._after = after
        self._hourly = hourly
        self._woken = asyncio.Event()
        self._stopping = False
        self._name = uuid4().hex  # of this process
        self._desk: Desk | None = None
        self._looked: datetime | None = None
        self._done: datetime | None = None
        self._older: Desk | None = None  # what people were told of something newer than
        self._yielded: datetime | None = None  # when the lead was left to others for that
        self._said = ""
        self._following: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look at once: something is due."""
        self._woken.set()

    def look_again(self) -> None:
        """Look at everything at once, as after an hour."""
        self._looked = None
        self.wake()

    async def follow(self, service: Service, who: Who, _client: AsyncWebClient) -> None:
        """A hook of the service: something of *who* changed."""
        await keep_reminders(service, who)
        self.wake()

    async def stop(self) -> None:
        """End once the round under way is done."""
        self._stopping = True
        for task in self._following:
            task.cancel()
        self.wake()

    async def run(self) -> None:
        """Go round until stopped. What fails is said once, and tried again."""
        while not self._stopping:
            self._woken.clear()
            try:
                await self.round()
                self._said = ""
            except Exception as error:  # noqa: BLE001 - without its errands the bot would remind nobody any more
                told = str(error) if isinstance(error, StateError) else type(error).__name__
                if told != self._said:
                    _log.warning("what is due waits: %s", told)
                self._said = told
            try:
                async with asyncio.timeout(_PAUSE):
                    await self._woken.wait()
            except TimeoutError:
                pass
        with suppress(StateError):  # it runs out by itself
            await self._service.state.leases.give_back(_LEASE, self._name)

    async def round(self) -> None:
        """Keep everything in step where no other process does, and hand over all that is due. Raises StateError."""
        leads = self._may_lead() and await self._service.state.leases.hold(_LEASE, self._name)
        if leads:
            await self._keep()
        else:
            self._desk = None  # who leads next looks at everything
        await self._courier.round()
        if leads:
            await self._chores()

    async def _chores(self) -> None:
        """Do what is done hourly, after what people wait for."""
        now = self._service.clock()
        if self._done is None or not self._done <= now < self._done + _TOPPED_UP:
            self._done = now
            for chore in self._hourly:
                await chore()

    def _may_lead(self) -> bool:
        """Whether nothing speaks against it: another process, if there is one, has a newer programme."""
        at, now = self._yielded, self._service.clock()
        return at is None or self._service.programme.desk is not self._older or not at <= now < at + _YIELD

    async def _keep(self) -> None:
        desk, now = self._service.programme.desk, self._service.clock()
        if desk is self._desk and self._looked is not None and self._looked <= now < self._looked + _TOPPED_UP:
            return
        if desk is self._desk:
            await keep_all(self._service)
        elif not await take_up(self._service, older=desk is self._older):
            self._older, self._yielded = desk, now
            await self._service.state.leases.give_back(_LEASE, self._name)
            return
        another = self._desk is not None and desk is not self._desk
        self._desk, self._looked, self._older = desk, now, None
        for follow in self._after if another else ():
            task = asyncio.create_task(follow())
            self._following.add(task)
            task.add_done_callback(self._following.discard)
