"""The App Home: published when it is opened, and again when what it shows has changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any, Final
from weakref import WeakValueDictionary

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Block
from bot.blocks.home import HOME_ROWS, home_view
from bot.blocks.settings import summary
from bot.home import home
from bot.models import Viewer
from bot.personal import Who
from bot.slack.faults import SLACK_FAULTS, name_of
from bot.slack.mine import stars_of
from bot.slack.service import Service
from bot.slack.who import who_of
from bot.state import StateError

EVENT: Final = "app_home_opened"  # as the manifest names it
RECENT: Final = timedelta(days=3)  # who opened their Home since is shown changes
_AT_ONCE: Final = 8  # workspaces whose Homes are published at the same time
PAUSE: Final = 0.7  # seconds between two publications to many: Slack takes about a hundred a minute

_PATIENCE: Final = 2.0  # seconds that the state database is waited for
# a workspace in which no Home can be shown: nobody's can
_CLOSED: Final = {"not_enabled", "missing_scope", "invalid_auth", "account_inactive", "token_revoked", "not_authed"}

_LOCKS: Final[WeakValueDictionary[Who, asyncio.Lock]] = WeakValueDictionary()

_log: Final = logging.getLogger(__name__)

Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to Homes that are opened; publish again what changes."""

    async def on_home(event: Payload) -> bool:
        return event.get("tab") == "home"

    async def opened(body: Payload, client: AsyncWebClient) -> None:
        who = who_of(body)
        await _saw(service, who)
        await publish(service, who, client)

    app.event(EVENT, matchers=[on_home])(opened)
    service.hooks.append(follow)


async def follow(service: Service, who: Who, client: AsyncWebClient) -> None:
    """Publish the Home of *who* again, where they opened it lately."""
    if who in await service.state.people.with_home(since=service.clock() - RECENT):
        await publish(service, who, client)


async def republish(service: Service, client_of: Callable[[str], Awaitable[AsyncWebClient]]) -> None:
    """Publish the Homes that were opened lately again: the programme changed. Those of a workspace one by one."""
    try:
        everybody = await service.state.people.with_home(since=service.clock() - RECENT)
    except StateError as error:
        _log.warning("no Home is brought up to date: %s", error)
        return
    limit = asyncio.Semaphore(_AT_ONCE)

    async def of_team(people: Iterable[Who]) -> None:
        async with limit:
            for who in people:
                try:
                    client = await client_of(who.team)
                except (StateError, *SLACK_FAULTS) as error:
                    _log.warning("a workspace's Homes are not published: %s", type(error).__name__)
                    return
                if not await publish(service, who, client):
                    return
                await asyncio.sleep(PAUSE)

    await asyncio.gather(*(of_team(list(people)) for _, people in groupby(everybody, key=lambda who: who.team)))


async def publish(service: Service, who: Who, client: AsyncWebClient, *, said: str = "") -> bool:
    """Publish the Home of *who*, *said* above it; whether there is a use in publishing to others.

    One person's go one after the other: the last that Slack gets is the newest.
    """
    async with _LOCKS.setdefault(who, asyncio.Lock()):
        view = await view_of(service, who, client, said=said)
        try:
            await client.views_publish(user_id=who.person, view=view)
        except SLACK_FAULTS as error:
            code = name_of(error)
            _log.warning("a Home was not published: %s", code)
            return code not in _CLOSED
    return True


async def view_of(service: Service, who: Who, client: AsyncWebClient, *, said: str = "") -> Block:
    """The Home of *who* as it is now."""
    zone, choices, profile, stars = await asyncio.gather(
        service.viewers.zone(client, who),
        service.viewers.choices(who),
        service.viewers.profile(client, who),
        stars_of(service, who),
    )
    viewer = Viewer(zone=zone.name, now=service.clock(), written=not zone.drawn_by_slack)

    def build() -> Block:
        organises = profile.organises or who.person in service.organisers
        return home_view(
            home(service.programme.desk, stars, viewer, most=HOME_ROWS),
            viewer,
            chosen=summary(choices, zone=zone.name, by=zone.by),
            said=said,
            health=service.programme.health if organises else None,
        )

    return await asyncio.to_thread(build)


async def _saw(service: Service, who: Who) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            await service.state.people.saw_home(who, now=service.clock())
    except (StateError, TimeoutError) as error:
        _log.warning("a Home will not be brought up to date: %s", error or "the state database is slow")
