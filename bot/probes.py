"""What the host asks of a running bot: ``/healthz`` (is it alive?), ``/readyz`` (can it work?), ``/metrics``.

Figures are for operators alone: with a token only for who has it, without one only for programs on this machine that
ask for themselves. A proxy in front that names whom it asks for is refused; behind one that does not, set a token.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics
from bot.state import State, StateError

_PATIENCE: Final = 2.0  # seconds that the database has to answer
_KEPT: Final = 1.0  # seconds for which it is not asked again, however many ask us
_PROXIED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class Probes:
    """The routes, over the *state* and the *metrics* of one process; *token* opens the latter from elsewhere."""

    def __init__(
        self,
        state: State,
        metrics: Metrics,
        *,
        token: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state, self._metrics, self._token = state, metrics, token
        self._monotonic = monotonic
        self._asking = asyncio.Lock()
        self._asked: tuple[float, str] | None = None  # when the database was asked last, and what was wrong

    @property
    def routes(self) -> list[Route]:
        """Where they are served; HEAD is answered too."""
        return [
            Route("/healthz", self._alive, methods=["GET"]),
            Route("/readyz", self._ready, methods=["GET"]),
            Route("/metrics", self._figures, methods=["GET"]),
        ]

    async def _alive(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def _ready(self, _: Request) -> Response:
        """Whether the bot can work. Its corpus is in memory before it listens; so what is asked is the database."""
        wrong = await self._wrong()
        return JSONResponse({"ok": not wrong, "corpus": "ok", "database": wrong or "ok"}, 503 if wrong else 200)

    async def _wrong(self) -> str:
        """What is wrong with the database in one word, nothing that tells where it is; "" where nothing is."""
        async with self._asking:
            if self._asked is None or self._monotonic() >= self._asked[0] + _KEPT:
                self._asked = (self._monotonic(), await self._ask())
            return self._asked[1]

    async def _ask(self) -> str:
        try:
            async with asyncio.timeout(_PATIENCE):
                standing = await self._state.standing()
        except TimeoutError:
            return "slow"
        except StateError:
            return "down"
        # what a later version made is to be used on: that is how one process after the other is renewed
        return "" if standing in {"current", "ahead"} else standing

    async def _figures(self, request: Request) -> Response:
        if not self._may(request):
            return PlainTextResponse("For operators", 403)
        return Response(await asyncio.to_thread(self._metrics.text), media_type=CONTENT_TYPE_LATEST)

    def _may(self, request: Request) -> bool:
        if self._token is not None:
            given = request.headers.get("authorization", "").encode()
            return hmac.compare_digest(given, f"Bearer {self._token}".encode())
        return _from_here(request)


@asynccontextmanager
async def answering(probes: Probes, listener: socket.socket) -> AsyncIterator[None]:
    """While the host is answered at *listener*, for a bot that serves nothing else over HTTP."""
    web = Starlette(routes=probes.routes)
    server = _Beside(uvicorn.Config(web, log_config=None, access_log=False, timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Beside(uvicorn.Server):
    """A server in a program that listens to signals itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def _from_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _PROXIED):
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
