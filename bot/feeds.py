"""Calendars to subscribe to: what a person starred, at an address that only they know (RFC 5545 over HTTP).

Whoever has the address has the calendar, so that calendar programs can fetch it: it is as long as a key, names nobody,
and can be changed. An unknown address is looked for in the same way as a known one.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.agenda import Planned, agenda
from bot.calendars import to_ics
from bot.desk import Desk
from bot.personal import Star, Who
from bot.state import State, StateError

_PATH: Final = "/calendar/{secret}.ics"
_NAME: Final = "My conference"
_SECRET: Final = re.compile(r"[\w-]{20,100}", re.ASCII)
_NOBODYS: Final = "-" * 43  # looked for in place of what is no secret
_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_MOST: Final = 10_000  # calendars whose last change is remembered
_PATIENCE: Final = 10.0  # seconds that a calendar program waits for the state database
# nobody between us and the calendar program keeps a copy, or tells a search engine of it
_PRIVATE: Final = {"cache-control": "private, no-cache", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}

_log: Final = logging.getLogger(__name__)


def feed_address(url: str, secret: str) -> str:
    """The address of the calendar with *secret*, of a bot at *url*."""
    return url.rstrip("/") + _PATH.format(secret=secret)


class Feeds:
    """The calendars of all who have one: their stars in *state*, as the programme of *desk* has them now."""

    def __init__(self, state: State, desk: Callable[[], Desk], clock: Callable[[], datetime]) -> None:
        self._state = state
        self._desk = desk
        self._clock = clock
        self._changed: OrderedDict[Who, tuple[str, datetime]] = OrderedDict()  # the tag, and since when it is so

    @property
    def route(self) -> Route:
        """Where they are served; HEAD is answered too."""
        return Route(_PATH, self._serve, methods=["GET"])

    async def _serve(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        try:
            async with asyncio.timeout(_PATIENCE):
                who = await self._state.people.of_feed(secret if _SECRET.fullmatch(secret) else _NOBODYS)
                stars = await self._state.stars.of(who) if who else ()
        except (StateError, TimeoutError) as error:
            _log.warning("a calendar is not served: %s", str(error) or "the state database is slow")
            return PlainTextResponse("Please try again later", 503, {"retry-after": "300", **_PRIVATE})
        if who is None:
            return PlainTextResponse("There is no such calendar", 404, _PRIVATE)
        desk, now = self._desk(), self._clock()
        planned, tag = await asyncio.to_thread(_plan, stars, desk, now)
        since = self._since(who, tag, now)
        headers = {"etag": tag, "last-modified": format_datetime(since, usegmt=True), **_PRIVATE}
        if _is_current(request.headers, tag, since):
            return Response(status_code=304, headers=headers)
        content = await asyncio.to_thread(to_ics, planned, catalog=desk.catalog, name=_NAME, now=since)
        headers["content-disposition"] = 'inline; filename="conference.ics"'
        return Response(content, media_type="text/calendar", headers=headers)

    def _since(self, who: Who, tag: str, now: datetime) -> datetime:
        """Since when the calendar of *who* is as *tag* says; now, where it changed or is not remembered."""
        held = self._changed.get(who)
        since = held[1] if held and held[0] == tag else now.astimezone(UTC).replace(microsecond=0)
        self._changed[who] = (tag, since)
        self._changed.move_to_end(who)
        while len(self._changed) > _MOST:
            self._changed.popitem(last=False)
        return since


def _plan(stars: tuple[Star, ...], desk: Desk, now: datetime) -> tuple[tuple[Planned, ...], str]:
    """What *stars* stand for, and a tag that is the same in every process as long as that is."""
    planned = agenda(stars, desk, now=now)
    facts = to_ics(planned, catalog=desk.catalog, name=_NAME, now=_EPOCH)
    # weak: the revision of the entries, which is when they changed, may differ from process to process
    return planned, f'W/"{hashlib.sha256(facts).hexdigest()[:32]}"'


def _is_current(headers: Mapping[str, str], tag: str, since: datetime) -> bool:
    """Whether who asks has this already (RFC 9110, 13.2.2): tags come before dates."""
    if (told := headers.get("if-none-match")) is not None:
        tags = {each.strip().removeprefix("W/") for each in told.split(",")}
        return "*" in tags or tag.removeprefix("W/") in tags
    try:
        return since <= parsedate_to_datetime(headers.get("if-modified-since", ""))
    except (ValueError, TypeError):  # no date, or one without a zone
        return False
