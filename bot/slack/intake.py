"""Requests between their acknowledgement and their answer: a few are worked on at a time, in fair turns.

Bolt runs each listener in a task of its own and neither keeps these tasks nor limits them. Here they wait, as its start
handler, until it is their turn; so what Slack must hear within three seconds does not wait for what need not.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler

from bot.fair import Line
from bot.personal import Who
from bot.slack.who import who_of

AT_ONCE: Final = 32  # at work at a time: more would only share the processor and be late together
_OF_ONE_TEAM: Final = 24  # of them of one workspace
_TURN: Final = 1.0  # seconds; who is not done by then waits for Slack, and lets the next one work
MOST: Final = 6_000  # unanswered together: some fifteen seconds of work
_WAIT: Final = 1.0  # seconds that a request waits for room before it is refused; Slack waits three
_LOOK: Final = 0.05  # seconds between two looks whether there is room
_LATER: Final = "5"  # seconds after which somebody who was refused may try again
_OUTSIDE: Final = 500  # requests that wait for room at a time

BUSY: Final = "I have a lot to answer at the moment. Please try again in a moment."
TOO_MANY: Final = "That was a lot at once, and I am still answering. Please try again in a moment."

# what comes back with the acknowledgement itself, so that it cannot come before
_ANSWERED_AT_ONCE: Final = {"view_submission", "block_suggestion"}

_log: Final = logging.getLogger(__name__)


@dataclass
class _Turn:
    """The turn of a request: whether its listener has *begun*, that the turn *came*, and whether it is *over*."""

    who: Who
    came: asyncio.Future[None]
    begun: bool = False
    over: bool = False


class Intake:
    """The requests of a bot that are not answered yet; of one person at most *of_one_person*."""

    def __init__(self, of_one_person: int) -> None:
        self._of_one_person = of_one_person
        self._line: Line[_Turn] = Line()
        self._working: Counter[str] = Counter()  # by workspace
        self._held: Counter[Who] = Counter()  # unanswered, by person
        self._outside = 0
        self._tasks: set[asyncio.Task[object]] = set()

    def listen(self, app: AsyncApp) -> None:
        """Have the listeners of *app* wait for their turn."""
        runner = app.listener_runner
        runner.listener_start_handler = _Start(self)
        runner.listener_completion_handler = _Completion(self, runner.listener_completion_handler)

    async def dispatch(self, app: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
        """What Slack is told of *request*: that it is taken, and will be answered; else that there is no room for it.

        For room it waits a moment, so that who asks a lot at once is slowed down before anything is refused. Raises
        LookupError, AttributeError and TypeError where *request* is out of shape.
        """
        if not _waits(request.body):
            return await app.async_dispatch(request)
        loop, who = asyncio.get_running_loop(), _whose(request.body)
        since = loop.time()
        while why := self._full(who):
            if self._outside >= _OUTSIDE or loop.time() - since > _WAIT:
                _log.warning("a request is refused: unanswered=%d of=%d", self._held.total(), self._held[who])
                return _refusal(request.body, why)
            self._outside += 1
            try:
                await asyncio.sleep(_LOOK)
            finally:
                self._outside -= 1
        request.context["turn"] = turn = _Turn(who, loop.create_future())
        self._held[who] += 1
        await request.context.ack()
        try:
            return await app.async_dispatch(request)
        finally:
            # a listener's task, if there is one, began before that: Bolt started it while dispatching
            loop.call_soon(self._unless_begun, turn)

    def _unless_begun(self, turn: _Turn) -> None:
        if not turn.begun:
            self._leave(turn)

    def _full(self, who: Who) -> str:
        if self._held[who] >= self._of_one_person:
            return TOO_MANY
        return BUSY if self._held.total() >= MOST else ""

    async def finish(self, *, within: float) -> None:
        """Wait for what was acknowledged to be answered, at most *within* seconds."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=within)

    async def begin(self, request: AsyncBoltRequest) -> None:
        """Wait for the turn of *request*, in the task of its listener."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        turn: _Turn | None = request.context.get("turn")
        if turn is not None:
            turn.begun = True
            self._line.put(turn.who, turn)
            self._next()
            await turn.came
            asyncio.get_running_loop().call_later(_TURN, self._give_up, turn)

    def end(self, request: AsyncBoltRequest) -> None:
        """*request* is answered."""
        turn: _Turn | None = request.context.get("turn")
        if turn is not None:
            self._leave(turn)
            self._give_up(turn)

    def _leave(self, turn: _Turn) -> None:
        self._held -= Counter([turn.who])  # drops those of whom nothing is left

    def _give_up(self, turn: _Turn) -> None:
        if not turn.over:
            turn.over = True
            self._working -= Counter([turn.who.team])
            self._next()

    def _next(self) -> None:
        while self._working.total() < AT_ONCE and (turn := self._line.take(self._may)):
            self._working[turn.who.team] += 1
            turn.came.set_result(None)

    def _may(self, team: str) -> bool:
        return self._working[team] < _OF_ONE_TEAM


def _waits(body: Mapping[str, Any]) -> bool:
    """Whether a request of *body* is a person's, and acknowledged before it is answered."""
    return body.get("type") not in _ANSWERED_AT_ONCE and ("command" in body or "user" in body or "event" in body)


def _whose(body: Mapping[str, Any]) -> Who:
    """Who has to wait for it; of an event that nobody made, as that the app was removed, the workspace."""
    try:
        return who_of(body)
    except LookupError:
        if "event" not in body:
            raise
        return Who(team=str(body.get("team_id")), person="")


def _refusal(body: Mapping[str, Any], why: str) -> BoltResponse:
    """What a command's reader is told, and what makes Slack bring an event again later."""
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": why})
    return BoltResponse(status=429, body=why, headers={"retry-after": _LATER, "content-type": "text/plain"})


class _Start(AsyncListenerStartHandler):
    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        """Bolt calls this in a listener's own task, before the listener."""
        await self._intake.begin(request)


class _Completion(AsyncListenerCompletionHandler):
    def __init__(self, intake: Intake, another: AsyncListenerCompletionHandler) -> None:
        self._intake = intake
        self._another = another

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        """Bolt calls this when a listener is done, however it ended."""
        self._intake.end(request)
        await self._another.handle(request, response)
