"""Serving the bot: over HTTP (Starlette and uvicorn), or through Slack's Socket Mode."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final
from urllib.parse import parse_qsl

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Usher, open_usher
from bot.config import Settings, SettingsError, installs, meaning, require, secret
from bot.logs import configure_logging
from bot.manifest import EVENTS_PATH
from bot.probes import answering
from bot.skew import Skew
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.slack.service import Programme

MAX_BODY: Final = 1_000_000  # bytes; Slack's requests are far smaller
_PATIENCE: Final = 5  # seconds that open requests have when Usher stops
_PING: Final = 5.0  # seconds between two looks at whether Slack is still connected
_STOP: Final = (signal.SIGINT, signal.SIGTERM)
_STAMP: Final = re.compile(r"[0-9]{1,12}")
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")
_FORMS: Final = {"type", "command", "ssl_check"}  # one of them is in every request of Slack's
# how Bolt stumbles over a request that is JSON or a form, but not of the shape that Slack gives it
_OUT_OF_SHAPE: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError)

_log: Final = logging.getLogger(__name__)


Beside = Callable[[], Coroutine[Any, Any, None]]  # what goes on as long as the bot does
More = Callable[[Usher], Sequence[Route]]


class ServeError(Exception):
    """Usher cannot be served; the message is a sentence for the operator."""


async def serve_http(  # noqa: PLR0913 - the command line says each of them
    settings: Settings,
    programme: Programme,
    *,
    zone: str = "UTC",
    beside: Beside | None = None,
    errands: bool = True,
    more: More = lambda _: (),
) -> None:
    """Serve until a signal says stop, then let running answers finish. What runs *beside* ends with it.

    Without *errands* another process sends what Usher says of itself; *more* are the routes of what is served besides.
    Raises SettingsError, StateError or ServeError before anything is served.
    """
    require(settings, *_spoken_by(settings), "slack_signing_secret")
    if installs(settings) and settings.usher_url is None:
        raise SettingsError(f"USHER_URL is not set. It should be {meaning('usher_url')}.")
    configure_logging(settings.log_level, settings.log_format)
    with listen(settings.port) as listener:
        usher = await open_usher(settings, programme, zone=zone, errands=errands)
        web = build_web(usher, secret(settings.slack_signing_secret) or "", on_stop=usher.close, more=more(usher))
        # uvicorn ends the process by the signal that stopped it; so what must happen before is in on_stop
        _log.info("Usher listens on port %d", listener.getsockname()[1])
        config = uvicorn.Config(web, log_config=None, access_log=False, timeout_graceful_shutdown=_PATIENCE)
        async with _running(beside):
            await uvicorn.Server(config).serve(sockets=[listener])


async def serve_socket(
    settings: Settings,
    programme: Programme,
    *,
    zone: str = "UTC",
    beside: Beside | None = None,
    errands: bool = True,
) -> None:
    """Serve through Socket Mode until a signal says stop; otherwise like serve_http. At PORT the host is answered."""
    require(settings, *_spoken_by(settings), "slack_app_token")
    async with _opened(settings, programme, zone=zone, beside=beside, errands=errands) as usher:
        handler = AsyncSocketModeHandler(usher.app, secret(settings.slack_app_token), ping_interval=_PING)
        try:
            await _connect(handler)
            _log.info("Usher is connected to Slack")
            await _told_to_stop()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's


async def serve_errands(
    settings: Settings, programme: Programme, *, zone: str = "UTC", beside: Beside | None = None
) -> None:
    """Send what Usher says of itself until a signal says stop, and answer nobody; otherwise like serve_socket."""
    require(settings, *_spoken_by(settings))
    async with _opened(settings, programme, zone=zone, beside=beside):
        _log.info("Usher runs errands")
        await _told_to_stop()


@asynccontextmanager
async def _opened(
    settings: Settings, programme: Programme, *, zone: str, beside: Beside | None, errands: bool = True
) -> AsyncIterator[Usher]:
    """The bot without its web application; where PORT is set, the host is answered there."""
    configure_logging(settings.log_level, settings.log_format)
    async with AsyncExitStack() as stack:
        asked = "port" in settings.model_fields_set
        listener = stack.enter_context(listen(settings.port)) if asked else None
        usher = await open_usher(settings, programme, zone=zone, errands=errands)
        stack.push_async_callback(usher.close)
        if listener is not None:
            await stack.enter_async_context(answering(usher.probes, listener))
            _log.info("Usher tells at port %d how it is", listener.getsockname()[1])
        await stack.enter_async_context(_running(beside))
        yield usher


def _spoken_by(settings: Settings) -> tuple[str, ...]:
    """The setting that is the token, where Usher is not installed from a browser."""
    return () if installs(settings) else ("slack_bot_token",)


@asynccontextmanager
async def _running(beside: Beside | None) -> AsyncIterator[None]:
    task = asyncio.create_task(beside()) if beside else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            await asyncio.wait([task])


def build_web(
    usher: Usher, signing_secret: str, *, on_stop: Callable[[], Awaitable[None]], more: Sequence[Route] = ()
) -> Starlette:
    """The web application: ``POST /slack/events`` for all that Slack sends, and what the host asks.

    People's calendars are at addresses that only they know.
    """
    verifier = SignatureVerifier(signing_secret)
    skew = Skew(verifier)

    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("Too large", status_code=413)
        if not signed(verifier, body, request.headers):
            skew.look(body, request.headers)
            return PlainTextResponse("Not signed by Slack", status_code=401)
        try:
            asked = read_request(body, request.headers)
            return to_starlette_response(await usher.intake.dispatch(usher.app, asked))
        except _OUT_OF_SHAPE as error:
            _log.warning("a signed request is out of shape (%s)", type(error).__name__)
            return PlainTextResponse("Not a request of Slack's", status_code=400)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await on_stop()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route(EVENTS_PATH, events, methods=["POST"]),
            *usher.probes.routes,
            usher.feeds.route,
            *(usher.installing.routes if usher.installing else ()),
            *more,
        ],
    )


def signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed *body* within the last five minutes.

    slack_sdk's check raises on a timestamp that is no number, a signature that is not ASCII, and a body that
    is not UTF-8; none of them is Slack's.
    """
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not (_STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False


def read_request(body: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """*body* as Bolt takes it; raises one of _OUT_OF_SHAPE where it is not what Slack sends."""
    text = body.decode()
    request = AsyncBoltRequest(body=text, headers=dict(headers))
    if not request.body:
        # Bolt takes every form that has "payload" in it for an interaction, and loses the command it is
        request.body = dict(parse_qsl(text, keep_blank_values=True))
        request.context = build_async_context(AsyncBoltContext(), request.body)
    if not _FORMS & request.body.keys():
        raise ValueError("neither an event, nor a command, nor an interaction")
    return request


async def _body(request: Request) -> bytes | None:
    """The body; None where it is too large."""
    body = bytearray()
    with suppress(ClientDisconnect):
        async for part in request.stream():
            body += part
            if len(body) > MAX_BODY:
                return None
    return bytes(body)


def listen(port: int, host: str = "") -> socket.socket:
    """A socket at *port*, of one address of this machine or of all. Raises ServeError."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise ServeError(f"Port {port} cannot be used ({why}). PORT names another.") from error


async def _connect(handler: AsyncSocketModeHandler) -> None:
    try:
        # asked for here, since the SDK would ask again forever, also with a token that Slack refuses
        handler.client.wss_uri = await handler.client.issue_new_wss_url()
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
    except SlackApiError as error:
        raise SettingsError(f"Slack refused SLACK_APP_TOKEN ({code_of(error)}).") from error
    except SLACK_FAULTS as error:
        raise ServeError(f"Slack cannot be reached ({type(error).__name__}).") from error


async def _told_to_stop() -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in _STOP:
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    for number in _STOP:
        loop.remove_signal_handler(number)
