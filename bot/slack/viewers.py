"""How a person reads: the zone that they chose, or that Slack knows; asked for rarely, and waited for not for long."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.models import Line
from bot.personal import Choices, Who
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.slack.memory import Memory
from bot.state import State, StateError
from bot.zones import known_zone
from corpus.models import Value

PATIENCE: Final = 1.5  # seconds that an answer waits for Slack, or for the state database
HINT: Final = "Slack does not tell your time zone, so times are the conference's. /usher settings changes that."
_KEPT: Final = 3600.0  # seconds that what Slack told is remembered
_KEPT_FAILED: Final = 60.0  # seconds before Slack is asked again after it did not say
_KEPT_CHOICES: Final = 30.0  # seconds until a choice made in another process is seen here
_KEPT_UNREAD: Final = 5.0  # seconds before a state database that did not say is asked again
_KEPT_HINT: Final = 24 * 3600.0  # seconds between two hints

_log: Final = logging.getLogger(__name__)


class Zone(Value):
    """The IANA zone *name* that a person reads in, and who said so.

    *slack* is the zone that Slack draws dates in for them, None where it does not tell. *told* is false where Slack
    was asked and has none, or may not tell it.
    """

    name: str
    by: Literal["person", "slack", "conference"]
    slack: str | None = None
    told: bool = True

    @property
    def drawn_by_slack(self) -> bool:
        """Whether Slack's own dates show this zone; else times are to be written out."""
        return self.name == self.slack


class Profile(Value):
    """What Slack says of a person; *failed* where it could not be asked."""

    zone: str | None = None
    organises: bool = False
    failed: bool = False


class Viewers:
    """How people read; *fallback* is the zone where neither they nor Slack say."""

    def __init__(self, fallback: str, state: State, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._fallback = fallback
        self._state = state
        self._profiles: Memory[Profile] = Memory(monotonic)
        self._choices: Memory[Choices] = Memory(monotonic)
        self._hinted: Memory[bool] = Memory(monotonic)

    async def zone(self, client: AsyncWebClient, who: Who) -> Zone:
        """The zone of *who*: the chosen one, else Slack's, else the conference's."""
        choices, profile = await asyncio.gather(self.choices(who), self.profile(client, who))
        if choices.zone and known_zone(choices.zone):
            return Zone(name=choices.zone, by="person", slack=profile.zone)
        if profile.zone:
            return Zone(name=profile.zone, by="slack", slack=profile.zone)
        return Zone(name=self._fallback, by="conference", told=profile.failed)

    async def choices(self, who: Who) -> Choices:
        """What *who* chose; what was last known, or nothing, where the state database does not say."""
        if (known := self._choices.get(who)) is not None:
            return known
        try:
            async with asyncio.timeout(PATIENCE):
                chosen, kept = await self._state.people.choices(who), _KEPT_CHOICES
        except (StateError, TimeoutError) as error:
            _log.warning("choices are taken for the usual: %s", error or "the state database is slow")
            chosen, kept = self._choices.last(who) or Choices(), _KEPT_UNREAD
        self._choices.keep(who, chosen, kept)
        return chosen

    async def profile(self, client: AsyncWebClient, who: Who) -> Profile:
        """What Slack says of *who*."""
        known = self._profiles.get(who)
        if known is None:
            known = await _ask(client, who.person)
            self._profiles.keep(who, known, _KEPT if known.zone else _KEPT_FAILED)
        return known

    def hint(self, who: Who, zone: Zone) -> Line:
        """A word, once a day, to somebody whose zone nobody told; else nothing."""
        if zone.told or self._hinted.get(who):
            return ()
        self._hinted.keep(who, True, _KEPT_HINT)
        return (HINT,)

    def forget(self, who: Who) -> None:
        """Look again at what *who* chose when it is next wanted: it changed."""
        self._choices.drop(who)


async def _ask(client: AsyncWebClient, user: str) -> Profile:
    try:
        async with asyncio.timeout(PATIENCE):
            response = await client.users_info(user=user)
        person = response["user"]
        organises = any(person.get(key) is True for key in ("is_admin", "is_owner"))
    except SLACK_FAULTS as error:
        _log.warning("users.info did not tell of a person (%s)", type(error).__name__)
        return Profile(failed=not (isinstance(error, SlackApiError) and code_of(error) == "missing_scope"))
    return Profile(zone=_zone_in(person), organises=organises)


def _zone_in(person: dict[str, object]) -> str | None:
    """The zone of a profile; None where there is none, or one that nobody knows."""
    zone = person.get("tz")
    return zone if isinstance(zone, str) and known_zone(zone) else None
