"""By which token Usher speaks in each workspace: the only one of the settings, or that of each installation.

Bolt's own authorization asks Slack's auth.test before it acknowledges a request; here what installing told is enough.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.installed import Installed
from bot.slack.faults import SLACK_FAULTS, name_of
from bot.slack.memory import Memory
from bot.state import State, StateError

AHEAD: Final = timedelta(hours=2)  # before a token ends the next one is got; Slack lets them live for twelve hours

_PATIENCE: Final = 2.0  # seconds that a request waits for the state database, or for another process that gets a token
_KEPT: Final = 30.0  # seconds until what another process did with an installation is seen here
_KEPT_ABSENT: Final = 5.0  # seconds before an installation is looked for again
_KEPT_NOTED: Final = 300.0  # seconds before it is noted again by what installation a workspace is served
_MARGIN: Final = timedelta(minutes=1)  # a token that ends sooner is taken for ended
_LOOK: Final = 0.1  # seconds between two looks at what another process does

_log: Final = logging.getLogger(__name__)

# as Slack itself would refuse
_REFUSAL: Final = {"ok": False, "error": "not_authed"}

# what oauth.v2.access answers to a code, or to what gets the next token
Access = Callable[..., Awaitable[Any]]


class Tenants(Protocol):
    """The installations, as listeners and errands need them."""

    async def asked(
        self, team: str | None, enterprise: str | None, *, whole: bool, guest: str | None
    ) -> Installed | None:
        """The installation through which a request came; None where there is none any more.

        *whole* is whether it is an organisation's. *guest* is the workspace of who asks, where that is another one:
        somebody in a channel that workspaces share.
        """

    async def serving(self, team: str) -> Installed | None:
        """The installation by which Usher says something in *team* by itself."""


class OneTenant:
    """The only installation, of which no more than its *token* is known."""

    def __init__(self, token: str | None) -> None:
        began = datetime.fromtimestamp(0, UTC)
        self._installed = Installed(token=SecretStr(token), installed_at=began) if token else None

    async def asked(self, *_: object, **__: object) -> Installed | None:
        """It, whoever asks."""
        return self._installed

    async def serving(self, _: str) -> Installed | None:
        """It."""
        return self._installed


class ManyTenants:
    """The installations in *state*; *access* gets their next tokens. A few are remembered for half a minute."""

    def __init__(
        self,
        state: State,
        clock: Callable[[], datetime],
        access: Access,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state = state
        self._clock = clock
        self._access = access
        self._held: Memory[Installed | str] = Memory(monotonic)  # by holder; "" where there is none
        self._served: Memory[str] = Memory(monotonic)  # workspace -> holder
        self._noted: Memory[bool] = Memory(monotonic)

    async def asked(
        self, team: str | None, enterprise: str | None, *, whole: bool, guest: str | None
    ) -> Installed | None:
        """As Tenants says. An organisation's installation serves its workspaces that have none of their own."""
        for holder in filter(None, (enterprise, team) if whole else (team, enterprise)):
            if installed := await self._of(holder):
                await self._note(installed.holder, team)
                if guest not in {None, team}:
                    await self._note(installed.holder, guest, guest=True)
                return await self._fresh(installed)
        return None

    async def serving(self, team: str) -> Installed | None:
        """As Tenants says. Raises StateError."""
        holder = self._served.get(team)
        installed = await self._of(holder) if holder else await self._state.installations.serving(team)
        if installed is None:
            self._served.drop(team)
            return None
        self._served.keep(team, installed.holder, _KEPT)
        return await self._fresh(installed)

    async def ended(self, holder: str, *, told: datetime) -> None:
        """Usher was taken out of *holder*, as Slack *told* then. Raises StateError."""
        teams = await self._state.installations.end(holder, told=told, now=self._clock())
        self.changed(holder)
        for team in teams:
            self._served.drop(team)
        if teams:
            _log.info("an installation ended: workspaces=%d", len(teams))

    def changed(self, holder: str) -> None:
        """Look again at the installation of *holder* when it is next wanted."""
        self._held.drop(holder)
        self._served.drop(holder)

    async def refresh(self) -> None:
        """Get the next token of each installation whose token ends soon. Raises StateError."""
        installations = self._state.installations
        for holder in await installations.expiring(before=self._clock() + AHEAD):
            if (installed := await installations.of(holder)) is not None:
                await self._renew(installed)

    async def _of(self, holder: str) -> Installed | None:
        known = self._held.get(holder)
        if known is None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    known = await self._state.installations.of(holder) or ""
                self._held.keep(holder, known, _KEPT if known else _KEPT_ABSENT)
            except (StateError, TimeoutError) as error:
                _log.warning("an installation is as last known: %s", str(error) or "the state database is slow")
                known = self._held.last(holder) or ""
                self._held.keep(holder, known, _KEPT_ABSENT)
        return known if isinstance(known, Installed) else None

    async def _note(self, holder: str, team: str | None, *, guest: bool = False) -> None:
        """Keep that *team* is served by the installation of *holder*."""
        if team is None or team == holder or self._noted.get((team, holder)):
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._state.installations.serve(team, holder, guest=guest)
        except (StateError, TimeoutError) as error:
            _log.warning("a workspace is not noted: %s", str(error) or "the state database is slow")
        else:
            self._noted.keep((team, holder), True, _KEPT_NOTED)

    async def _fresh(self, installed: Installed) -> Installed | None:
        """*installed* with a token that can be used; None where there is none to be had."""
        if not installed.ends_before(self._clock() + _MARGIN):
            return installed
        try:
            return await self._renew(installed) or await self._renewed(installed)
        except StateError as error:
            _log.warning("no next token: %s", error)
            return None

    async def _renew(self, installed: Installed) -> Installed | None:
        """Get the next token of *installed* where no other process does."""
        if installed.refresh is None or not await self._state.installations.claim(installed, now=self._clock()):
            return None
        try:
            told = await self._access(grant_type="refresh_token", refresh_token=installed.refresh.get_secret_value())
            following = _next(installed, told, self._clock())
        except SLACK_FAULTS as error:
            _log.error("Slack gives no next token: %s", name_of(error))
            return None
        if not await self._state.installations.renewed(installed, following):
            return None
        self._held.keep(installed.holder, following, _KEPT)
        return following

    async def _renewed(self, installed: Installed) -> Installed | None:
        """What another process got in place of *installed*, waited for a little."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while True:
                    other = await self._state.installations.of(installed.holder)
                    if other is None or not other.ends_before(self._clock() + _MARGIN):
                        break
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            return None
        self._held.keep(installed.holder, other or "", _KEPT if other else _KEPT_ABSENT)
        return other


def _next(installed: Installed, told: Any, now: datetime) -> Installed:
    """*installed* with the token that Slack told. Raises LookupError, TypeError or ValueError where it told none."""
    changed = {
        "token": SecretStr(str(told["access_token"])),
        "refresh": SecretStr(str(told["refresh_token"])),
        "expires_at": now + timedelta(seconds=int(told["expires_in"])),
    }
    return installed.model_copy(update=changed)


class Clients:
    """A client of Slack's Web API for each workspace, made by *make* from the token there."""

    def __init__(self, tenants: Tenants, make: Callable[[str], AsyncWebClient]) -> None:
        self._tenants = tenants
        self._make = make

    async def of(self, team: str) -> AsyncWebClient:
        """The client for *team*. Raises StateError; and SlackApiError, as Slack would, where Usher is not installed."""
        installed = await self._tenants.serving(team)
        if installed is None:
            raise SlackApiError("Usher is not installed there", _REFUSAL)  # type: ignore[no-untyped-call]
        return self._make(installed.token.get_secret_value())
