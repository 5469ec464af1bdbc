"""Installing Usher from a browser, in as many workspaces as like (OAuth 2.0, RFC 6749 and 9700; docs.slack.dev).

``/slack/install`` sends the browser to Slack with a secret, which the browser also keeps in a cookie;
``/slack/oauth_redirect`` takes it back once, within ten minutes, from that browser alone. So nobody can have another's
browser finish what they began. Bolt's own flow writes codes to the log, and takes each failure for a wrong code.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.installed import Installed
from bot.slack.faults import SLACK_FAULTS, code_of, name_of
from bot.slack.tenants import Access
from bot.state import State, StateError
from bot.state.installations import INSTALLING_FOR

INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
COOKIE: Final = "__Host-usher-installing"  # the prefix keeps other hosts of the same domain from setting it

_PATIENCE: Final = 8.0  # seconds that a browser waits for the state database, and for Slack
_LONGEST: Final = 200  # characters of a secret; ours are shorter
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{text}</p>{more}</main></body></html>
"""
_AGAIN: Final = f'<p><a href="{INSTALL_PATH}">Start again</a></p>'

# what of Slack's refusals is about the code: it was used, is old, or is none
_CODE: Final = {"invalid_code", "code_already_used", "bad_redirect_uri", "invalid_grant_type"}

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Installing:
    """The two addresses, of a bot at *url*; *access* asks Slack for a token. *saved* are told who installed Usher."""

    client_id: str
    scopes: frozenset[str]
    url: str
    state: State
    access: Access
    clock: Callable[[], datetime]
    saved: tuple[Callable[[str], None], ...]

    @property
    def routes(self) -> list[Route]:
        """Where browsers go."""
        return [
            Route(INSTALL_PATH, _kindly(self._begin), methods=["GET"]),
            Route(REDIRECT_PATH, _kindly(self._finish), methods=["GET"]),
        ]

    async def _begin(self, request: Request) -> Response:
        if request.method == "HEAD":  # whoever looks whether the address is there installs nothing
            return Response(headers=_HEADERS)
        async with asyncio.timeout(_PATIENCE):
            secret = await self.state.installations.begin(now=self.clock())
        slack = AuthorizeUrlGenerator(
            client_id=self.client_id, redirect_uri=redirect_address(self.url), scopes=sorted(self.scopes)
        )
        away = RedirectResponse(slack.generate(secret), 302, _HEADERS)
        age = int(INSTALLING_FOR.total_seconds())
        away.set_cookie(COOKIE, secret, max_age=age, path="/", secure=True, httponly=True, samesite="lax")
        return away

    async def _finish(self, request: Request) -> Response:
        said, secret = request.query_params, request.query_params.get("state", "")
        mine = hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), secret.encode())
        if not (mine and 0 < len(secret) <= _LONGEST):
            return _page(400, "Not begun here", "Installing was not begun in this browser, or too long ago.", _AGAIN)
        response = await self._redeemed(secret, said)
        response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return response

    async def _redeemed(self, secret: str, said: Mapping[str, str]) -> Response:
        async with asyncio.timeout(_PATIENCE):
            if not await self.state.installations.redeem(secret, now=self.clock()):
                return _page(400, "Too late", "Installing takes ten minutes at most, and works once.", _AGAIN)
            if said.get("error") == "access_denied":
                return _page(403, "Not installed", "You cancelled, so nothing was changed.", _AGAIN)
            if "error" in said or not said.get("code"):
                return _page(400, "Not installed", "Slack did not let you install Usher.", _AGAIN)
            return await self._install(said["code"])

    async def _install(self, code: str) -> Response:
        try:
            told = await self.access(code=code, redirect_uri=redirect_address(self.url))
            installed = read(told, self.clock())
        except SlackApiError as error:
            if not code_of(error):  # no answer of Slack's at all
                raise
            if code_of(error) in _CODE:
                return _page(400, "Too late", "What Slack sent you back with is not good any more.", _AGAIN)
            _log.error("Slack does not let Usher be installed: %s", name_of(error))
            return _page(400, "Not installed", "Slack refused. Whoever runs Usher finds the reason in its log.")
        await self.state.installations.save(installed)
        for follow in self.saved:
            follow(installed.holder)
        _log.info("installed: whole=%s scopes=%d", installed.whole, len(installed.scopes))
        return _page(200, "Usher is installed", "You can close this page. In Slack, type /usher to begin.")


def redirect_address(url: str) -> str:
    """Where Slack sends browsers back to, of a bot at *url*."""
    return url.rstrip("/") + REDIRECT_PATH


def read(told: Any, now: datetime) -> Installed:
    """What oauth.v2.access *told*. Raises LookupError, TypeError or ValueError where it is not of Slack's shape."""
    whole = told.get("is_enterprise_install") is True
    team, enterprise = (told.get(key) or {} for key in ("team", "enterprise"))
    if told.get("token_type") != "bot" or not (enterprise if whole else team).get("id"):
        raise ValueError("no token of a bot")
    lasts = told.get("expires_in")
    return Installed(
        team=None if whole else team["id"],
        enterprise=enterprise.get("id"),
        whole=whole,
        token=SecretStr(told["access_token"]),
        refresh=SecretStr(told["refresh_token"]) if told.get("refresh_token") else None,
        expires_at=now + timedelta(seconds=int(lasts)) if lasts else None,
        bot_user=told.get("bot_user_id"),
        scopes=frozenset(filter(None, str(told.get("scope") or "").split(","))),
        installed_at=now,
    )


def _kindly(act: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """*act*, whose failures are pages too; in the log they are of one word, since a browser's address holds a code."""

    async def answer(request: Request) -> Response:
        try:
            return await act(request)
        except (StateError, *SLACK_FAULTS) as error:
            _log.error("installing failed: %s", str(error) if isinstance(error, StateError) else name_of(error))
            return _page(503, "Not just now", "That could not be done just now. Please try again later.", _AGAIN)

    return answer


def _page(status: int, title: str, text: str, more: str = "") -> Response:
    """A page of fixed words: nothing that came with the request is ever in one."""
    return HTMLResponse(_PAGE.format(title=title, text=text, more=more), status, _HEADERS)
