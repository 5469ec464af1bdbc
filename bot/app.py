"""Puts the parts together: settings, the answerer, the state and Slack's listeners. The only real clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings, installs, keeping, secret
from bot.feeds import Feeds
from bot.installing import Installing
from bot.manifest import SCOPES
from bot.measured import MeasuredApp, MeasuredProgramme, Observer
from bot.metrics import Metrics
from bot.probes import Probes
from bot.slack import leaving, register
from bot.slack.cleaning import clean
from bot.slack.courier import Courier
from bot.slack.errands import Errands
from bot.slack.home import republish
from bot.slack.intake import Intake
from bot.slack.patience import retry_handlers
from bot.slack.respond import Respond
from bot.slack.service import Clock, Programme, Service
from bot.slack.tenants import Access, Clients, ManyTenants, OneTenant, Tenants
from bot.slack.viewers import Viewers
from bot.slack.who import who_of
from bot.state import Seal, State, database_url

_GRACE: Final = 20.0  # seconds that running answers have when Usher stops; hosts kill after 30

_ERRANDS: Final = 5.0  # seconds more for what goes on beside them; the rest is found by the next start
_TIMEOUT: Final = 8  # seconds for one call to Slack; less than bot.state.outbox.STUCK

_NOT_INSTALLED: Final = "Usher is not installed here (any more). An admin of this workspace can add it again."

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
    probes: Probes
    metrics: Metrics
    session: aiohttp.ClientSession
    installing: Installing | None = None
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
        logging.getLogger().removeHandler(self.metrics.lines)


async def open_usher(
    settings: Settings,
    programme: Programme,
    *,
    zone: str = "UTC",
    clock: Clock | None = None,
    errands: bool = True,
) -> Usher:
    """The bot with its state brought up to date.

    *zone* is where people are whose zone Slack does not tell. Without *errands* it answers only, and another process
    sends what it says of itself. Raises StateError, and SettingsError where it cannot be told how Usher is installed.
    """
    many, intake, metrics = installs(settings), Intake(settings.usher_at_once), Metrics()
    keys = (secret(settings.usher_secret_key) or "").split()
    state = State(database_url(secret(settings.database_url)), Seal(keys) if many else None)
    await state.upgrade()
    programme = MeasuredProgramme(programme, metrics)
    service = build_service(settings, programme, state, clock, zone=zone)
    # one session for all calls: a connection that is kept is a third of the work of a call
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT))
    make = partial(web_client, settings, session, metrics=metrics)
    access = _access(settings, make(None, patient=False))
    token = secret(settings.slack_bot_token)
    tenants = ManyTenants(state, service.clock, access) if many else OneTenant(token)
    impatient, patient = (Clients(tenants, partial(make, patient=patient)) for patient in (False, True))
    courier = Courier(state, impatient.of, service.clock)
    rounds = Errands(
        service,
        courier,
        after=[lambda: republish(service, patient.of)],
        hourly=[lambda: clean(service), *([tenants.refresh] if isinstance(tenants, ManyTenants) else [])],
    )
    service.hooks.append(rounds.follow)
    app = build_app(settings, service, make(token, patient=True), tenants, metrics)
    intake.listen(app)
    feeds = Feeds(state, lambda: programme.desk, service.clock)
    # by a clock that stands still everything would be due at once, or never
    standing = settings.usher_now is not None and clock is None
    beside = asyncio.create_task(rounds.run()) if errands and not standing else None
    installing = None
    if isinstance(tenants, ManyTenants) and settings.usher_url:
        installing = Installing(
            client_id=secret(settings.slack_client_id) or "",
            scopes=frozenset(SCOPES),
            url=str(settings.usher_url),
            state=state,
            access=access,
            clock=service.clock,
            saved=(tenants.changed, lambda _: rounds.look_again()),  # whoever comes back is reminded again
        )
    metrics.watch(lambda: programme.health, service.clock)
    logging.getLogger().addHandler(metrics.lines)
    probes = Probes(state, metrics, token=secret(settings.usher_metrics_token))
    return Usher(app, intake, state, rounds, feeds, probes, metrics, session, installing, beside)


def _access(settings: Settings, client: AsyncWebClient) -> Access:
    """What asks Slack for tokens, in the name of the app."""
    app = {"client_id": secret(settings.slack_client_id), "client_secret": secret(settings.slack_client_secret)}

    async def access(**what: str) -> Any:
        # as a form: client.oauth_v2_access puts the app's secret where newer aiohttp does not want it
        return await client.api_call("oauth.v2.access", data={**app, **what})

    return access


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
        keeping=keeping(settings),
        url=str(settings.usher_url) if settings.usher_url else None,
    )


def build_app(
    settings: Settings,
    service: Service,
    client: AsyncWebClient | None = None,
    tenants: Tenants | None = None,
    metrics: Metrics | None = None,
) -> AsyncApp:
    """The Bolt app, which calls Slack by *client*. Building it calls nothing, and needs no token.

    *tenants* tell by which token it is called for each request; the one of the settings, where there are none.
    """
    token = secret(settings.slack_bot_token)
    them = tenants or OneTenant(token)

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        whole, guest = context.is_enterprise_install is True, context.get("own_team")
        installed = await them.asked(team_id, enterprise_id, whole=whole, guest=guest)
        if installed is None:
            return None
        scopes = sorted(installed.scopes)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=installed.token.get_secret_value(),
            bot_user_id=installed.bot_user,
            bot_scopes=scopes,
        )

    app = MeasuredApp(
        metrics=metrics or Metrics(),
        name="usher",
        logger=_slack_log,
        client=client or web_client(settings, None, token, patient=True),
        signing_secret=secret(settings.slack_signing_secret) or "",
        before_authorize=_prepare,
        authorize=authorize,  # None says that it is not installed
        user_facing_authorize_error_message=_NOT_INSTALLED,
        raise_error_for_unhandled_request=True,
    )
    register(app, service)
    if isinstance(them, ManyTenants):
        leaving.register(app, them)
    return app


async def _prepare(
    body: dict[str, Any], context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
) -> BoltResponse:
    """Keep how to respond, and for ``authorize`` of which workspace the person is, who may be a guest."""
    if context.response_url and context.client.session:
        context["respond"] = Respond(context.response_url, context.client.session)
    with suppress(LookupError, TypeError, AttributeError):  # Slack's own requests come from nobody
        context["own_team"] = who_of(body).team
    return await next_()


def web_client(
    settings: Settings,
    session: aiohttp.ClientSession | None,
    token: str | None,
    *,
    patient: bool,
    metrics: Metrics | None = None,
) -> AsyncWebClient:
    """A client of Slack's Web API; where somebody waits for the answer, a *patient* one tries again by itself."""
    observing = [Observer(metrics, str(settings.slack_api_url))] if metrics else []
    return AsyncWebClient(
        token=token,
        base_url=str(settings.slack_api_url),
        logger=_slack_log,
        session=session,
        timeout=_TIMEOUT,
        retry_handlers=[*observing, *(retry_handlers() if patient else ())],
    )


def clock_of(settings: Settings) -> Clock:
    """The rehearsal clock, which stands still at USHER_NOW, where that is set; else the real one."""
    rehearsal = settings.usher_now
    return (lambda: rehearsal) if rehearsal else lambda: datetime.now(UTC)
