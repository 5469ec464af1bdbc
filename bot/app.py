"""Puts the parts together: settings, the answerer, the state and Slack's listeners. The only real clock."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings, secret
from bot.feeds import Feeds
from bot.slack import register
from bot.slack.courier import Courier
from bot.slack.errands import Errands
from bot.slack.home import republish
from bot.slack.intake import Intake
from bot.slack.service import Clock, Programme, Service
from bot.slack.viewers import Viewers
from bot.state import State, database_url

_GRACE: Final = 20.0  # seconds that running answers have when Usher stops; hosts kill after 30

_ERRANDS: Final = 5.0  # seconds more for what goes on beside them; the rest is found by the next start
_TIMEOUT: Final = 8  # seconds for one call to Slack; less than bot.state.outbox.STUCK

_log: Final = logging.getLogger(__name__)
# Bolt and the SDK log whole requests, with what people wrote, in their warnings; their errors hold none
_slack_log: Final = logging.getLogger("bot.slack.sdk")
_slack_log.setLevel(logging.ERROR)


@dataclass(frozen=True)
class Usher:
    """The bot, ready to be served."""

    app: AsyncApp
    intake: Intake
    state: State
    errands: Errands
    feeds: Feeds
    session: aiohttp.ClientSession
    _beside: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Let running answers and errands finish, then close the state."""
        await self.errands.stop()
        await self.intake.finish(within=_GRACE)
        if self._beside is not None:
            await asyncio.wait([self._beside], timeout=_ERRANDS)
            self._beside.cancel()
        await self.session.close()
        await self.state.close()


async def open_usher(
    settings: Settings,
    programme: Programme,
    *,
    zone: str = "UTC",
    clock: Clock | None = None,
) -> Usher:
    """The bot with its state brought up to date; *zone* is where people are whose zone Slack does not tell.

    Raises StateError.
    """
    state, intake = State(database_url(secret(settings.database_url))), Intake(settings.usher_at_once)
    await state.upgrade()
    service = build_service(settings, programme, state, clock, zone=zone)
    # one session for all calls: a connection that is kept is a third of the work of a call
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT))
    impatient, patient = (_client(settings, session, patient=patient) for patient in (False, True))
    courier = Courier(state, lambda _team: impatient, service.clock)
    errands = Errands(service, courier, after=[lambda: republish(service, patient)])
    service.hooks.append(errands.follow)
    app = build_app(settings, service, patient)
    intake.listen(app)
    feeds = Feeds(state, lambda: programme.desk, service.clock)
    # by a clock that stands still everything would be due at once, or never
    standing = settings.usher_now is not None and clock is None
    beside = None if standing else asyncio.create_task(errands.run())
    return Usher(app, intake, state, errands, feeds, session, beside)


def build_service(
    settings: Settings,
    programme: Programme,
    state: State,
    clock: Clock | None = None,
    *,
    zone: str = "UTC",
) -> Service:
    """What the listeners answer with."""
    return Service(
        programme,
        clock or clock_of(settings),
        Viewers(zone, state),
        state,
        organisers=frozenset(settings.usher_organisers),
        followups=settings.usher_followups,
        keep_days=settings.usher_keep_days,
        url=str(settings.usher_url) if settings.usher_url else None,
    )


def build_app(settings: Settings, service: Service, client: AsyncWebClient | None = None) -> AsyncApp:
    """The Bolt app, which calls Slack by *client*. Building it calls nothing, and needs no token."""
    token = secret(settings.slack_bot_token)

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Bolt's own would ask auth.test before it acknowledges the first request
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = AsyncApp(
        name="usher",
        logger=_slack_log,
        client=client or _client(settings, patient=True),
        signing_secret=secret(settings.slack_signing_secret) or "",
        authorize=authorize,
        raise_error_for_unhandled_request=True,
    )
    register(app, service)
    return app


def _client(settings: Settings, session: aiohttp.ClientSession | None = None, *, patient: bool) -> AsyncWebClient:
    """A client of Slack's Web API; where somebody waits for the answer, a *patient* one tries again by itself."""
    return AsyncWebClient(
        token=secret(settings.slack_bot_token),
        base_url=str(settings.slack_api_url),
        logger=_slack_log,
        session=session,
        timeout=_TIMEOUT,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncServerErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        ]
        if patient
        else [],
    )


def clock_of(settings: Settings) -> Clock:
    """The rehearsal clock, which stands still at USHER_NOW, where that is set; else the real one."""
    rehearsal = settings.usher_now
    return (lambda: rehearsal) if rehearsal else lambda: datetime.now(UTC)


def configure_logging(settings: Settings) -> None:
    """Log to standard error at LOG_LEVEL; Slack's libraries only their warnings, whatever the level."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("slack_sdk", "slack_bolt", "aiosqlite", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)
