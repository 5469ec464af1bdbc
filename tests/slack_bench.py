"""The Bolt app under test beside its stand-in for Slack: signed requests go in, what Slack is sent comes out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fake_answers import NOW, listing
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_stub import SECRET, SlackStub, signed

from bot.answer import reply
from bot.app import build_app, build_service
from bot.config import load_settings
from bot.desk import Desk
from bot.health import Health
from bot.models import Answer, Ask
from bot.slack.service import Programme
from bot.state import State
from corpus.catalog import Catalog
from corpus.models import Records


class Recorder:
    """A programme that keeps what it was asked, and lists *count* talks to every question."""

    desk = Desk(Catalog(Records()))
    health = Health()

    def __init__(self, count: int = 12) -> None:
        self.asked: list[Ask] = []
        self._answer = listing(count)

    def __call__(self, question: Ask) -> Answer:
        self.asked.append(question)
        return self._answer


class Held:
    """A programme that answers from *desk*, which a test may change as a refresh would."""

    def __init__(self, desk: Desk, health: Health | None = None) -> None:
        self.desk = desk
        self.health = health or Health()

    def __call__(self, question: Ask) -> Answer:
        return reply(question, self.desk)


class Bench:
    """The app under test beside its stub."""

    def __init__(self, stub: SlackStub, state: State) -> None:
        self.stub, self.state = stub, state

    def app(self, programme: Programme, clock: Callable[[], datetime] = lambda: NOW, **settings: Any) -> AsyncApp:
        settings_ = load_settings(
            slack_bot_token="xoxb-1",
            slack_signing_secret=SECRET,
            slack_api_url=self.stub.api_url,
            **settings,
        )
        return build_app(settings_, build_service(settings_, programme, self.state, clock))

    async def send(self, app: AsyncApp, body: str | dict[str, Any], **headers: str) -> int:
        """Dispatch a signed request; the status that Slack would see."""
        return int((await self.dispatched(app, body, **headers)).status)

    async def dispatched(self, app: AsyncApp, body: str | dict[str, Any], **headers: str) -> BoltResponse:
        """Dispatch a signed request; all that Slack would see."""
        raw = body if isinstance(body, str) else json.dumps(body)
        return await app.async_dispatch(AsyncBoltRequest(body=raw, headers=signed(raw, **headers)))

    async def quiet(self, method: str, count: int = 0) -> None:
        """Check that *method* is called no more than *count* times."""
        await asyncio.sleep(0.1)
        assert len(self.stub.made(method)) == count

    async def settled(self) -> None:
        """Wait until every listener at work is done."""
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}), return_exceptions=True)
