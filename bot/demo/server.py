"""The local page, the workspace behind it, and the bot in it, on one port of this machine.

Only this machine's own names are answered, and only JSON changes anything, so that no other site's page can.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from bot.demo.acts import ActError
from bot.demo.stage import Demo
from bot.demo.web_api import call, respond
from bot.demo.workspace import PEOPLE, Record, Workspace

_KINDS: Final = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_LOOK: Final = 0.05  # seconds between two looks at whether something changed


def build(demo: Demo, bot: Starlette) -> Starlette:
    """The web application: the page, the workspace for it and for *bot*, and *bot* itself."""
    pages, slack = _Pages(demo), _Slack(demo)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        ticking = asyncio.create_task(demo.tick())
        async with bot.router.lifespan_context(bot):
            yield
        ticking.cancel()

    return Starlette(
        lifespan=lifespan,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        routes=[
            Route("/", pages.page),
            Route("/page/{name}", pages.page),
            Route("/demo/state", pages.state),
            Route("/demo/stream", pages.stream),
            Route("/demo/read/{number:int}", pages.reading),
            Route("/demo/act", pages.act, methods=["POST"]),
            Route("/demo/clock", pages.clock, methods=["POST"]),
            Route("/demo/change", pages.change, methods=["POST"]),
            Route("/files/{id}", pages.file),
            Route("/api/{method}", slack.api, methods=["GET", "POST"]),
            Route("/respond/{token}", slack.answered, methods=["POST"]),
            Route("/upload/{id}", slack.upload, methods=["POST"]),
            Mount("/", bot),
        ],
    )


class _Pages:
    """What the page in the browser asks for."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._workspace = demo.workspace

    async def page(self, request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        held = {one.name: one for one in (files("bot.demo") / "page").iterdir()}
        kind = _KINDS.get(name.rpartition(".")[2])
        if name not in held or kind is None:
            raise HTTPException(404)
        return Response(held[name].read_text(), media_type=kind, headers={"cache-control": "no-store"})

    async def state(self, request: Request) -> Response:
        return JSONResponse(self._demo.state(request.query_params.get("person", PEOPLE[0].id)))

    async def stream(self, _: Request) -> Response:
        return StreamingResponse(_versions(self._demo), media_type="text/event-stream")

    async def reading(self, request: Request) -> Response:
        try:
            return PlainTextResponse(await self._demo.reading(request.path_params["number"]))
        except KeyError:
            raise HTTPException(404, "That question is not held any more.") from None

    async def act(self, request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **await self._demo.act(await _json(request))})
        except ActError as error:
            return JSONResponse({"ok": False, "error": str(error)})
        except (KeyError, TypeError, ValueError, IndexError):
            raise HTTPException(400, "That is not something a person does here.") from None

    async def clock(self, request: Request) -> Response:
        try:
            now = datetime.fromisoformat((await _json(request))["now"])
        except (KeyError, ValueError, TypeError):
            raise HTTPException(400, "That is no instant.") from None
        if now.tzinfo is None:
            raise HTTPException(400, "An instant needs its offset from UTC.")
        self._workspace.clock.set(now)
        self._workspace.changed()
        return JSONResponse({"ok": True})

    async def change(self, request: Request) -> Response:
        told = await _json(request)
        try:
            await self._demo.change(str(told["ref"]), str(told["how"]))
        except ActError as error:
            return JSONResponse({"ok": False, "error": str(error)})
        except KeyError:
            raise HTTPException(400, "What changes, and how?") from None
        return JSONResponse({"ok": True})

    async def file(self, request: Request) -> Response:
        held = _file(self._workspace, request)
        name = str(held["name"]).replace('"', "")
        how = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(held["content"], media_type="text/calendar", headers=how)


class _Slack:
    """What the bot calls of Slack."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._workspace = demo.workspace

    async def api(self, request: Request) -> Response:
        began, method = time.perf_counter(), request.path_params["method"]
        params = await _params(request)
        answer = call(self._workspace, method, params)
        if "upload_url" in answer:
            answer["upload_url"] = self._demo.base + answer["upload_url"]
        shown = {name: value for name, value in params.items() if name != "token"}
        self._demo.keep("out", method, shown, answer, began)
        return JSONResponse(answer)

    async def answered(self, request: Request) -> Response:
        began, body = time.perf_counter(), await _json(request)
        status, text = respond(self._workspace, request.path_params["token"], body)
        self._demo.keep("out", "response_url", body, f"{status} {text}", began)
        return PlainTextResponse(text, status_code=status)

    async def upload(self, request: Request) -> Response:
        _file(self._workspace, request)["content"] = await request.body()
        return PlainTextResponse("OK")


def _file(workspace: Workspace, request: Request) -> Record:
    held = workspace.files.get(request.path_params["id"])
    if held is None:
        raise HTTPException(404)
    return held


async def _versions(demo: Demo) -> AsyncIterator[str]:
    """The version of the workspace whenever it is another one, until the demo ends."""
    told = -1
    while not demo.ended:
        if demo.workspace.version != told:
            told = demo.workspace.version
            yield f"data: {told}\n\n"
        await asyncio.sleep(_LOOK)


async def _json(request: Request) -> Mapping[str, Any]:
    """The object in the body; other sites cannot send one without being asked for leave first."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415, "Send JSON.")
    try:
        read = await request.json()
    except ValueError:
        raise HTTPException(400, "Send JSON.") from None
    if not isinstance(read, dict):
        raise HTTPException(400, "Send an object.")
    return read


async def _params(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return dict((await request.form()).items())
    return {**request.query_params, **dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))}
