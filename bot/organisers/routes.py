"""The organisers' page over HTTP: its files, who may come in, and what it asks for and does, as JSON."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qs

from pydantic import AwareDatetime, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.organisers.asked import Told
from bot.organisers.guard import COOKIE, LASTS, Guard, Refused
from bot.organisers.http import MAX_JSON, Handler, body_of, html, kindly, page_file, read
from bot.organisers.trying import pressed, put, tried
from bot.organisers.workshop import Workshop
from bot.zones import known_zone
from corpus.addresses import WEB, scheme_of
from corpus.models import Value, Zone
from corpus.sources import Origin

PATH: Final = "/organisers"
MAX_FILE: Final = 20 * 2**20  # bytes of a programme
_DONE: Final = {"ok": True}


class _Address(Value):
    """An address to read a programme from."""

    location: str = Field(min_length=1, max_length=2_000)


class _How(Value):
    """How a programme is read, and what it stands instead of."""

    event: str | None = Field(None, max_length=200)
    zone: Zone | None = None
    format: str | None = None
    columns: dict[str, str] = Field(default_factory=dict, max_length=100)
    instead_of: str | None = Field(None, max_length=2_000)


class _Which(Value):
    """The draft that somebody has seen."""

    id: str


class _Question(Value):
    """A question, or the value of a button under an answer; when and where it is put."""

    text: str = Field("", max_length=1_000)
    value: str | None = Field(None, max_length=4_000)
    now: AwareDatetime
    zone: str


class Organisers:
    """The page of *workshop*, which *guard* keeps; *told* reads what people asked and how it helped."""

    def __init__(self, workshop: Workshop, guard: Guard, told: Told) -> None:
        self._workshop = workshop
        self._guard = guard
        self._told = told

    def routes(self) -> list[Route]:
        """Where all of it is."""
        changes = {
            "/draft": self._upload,
            "/address": self._address,
            "/how": self._how,
            "/discard": self._discard,
            "/ask": self._ask,
            "/publish": self._publish,
            "/undo": self._undo,
            "/look": self._look,
        }
        return [
            Route(PATH, kindly(self._page), methods=["GET"]),
            Route(f"{PATH}/login", kindly(self._login), methods=["POST"]),
            Route(f"{PATH}/logout", kindly(self._logout), methods=["POST"]),
            Route(f"{PATH}/page/{{name}}", kindly(self._file), methods=["GET"]),
            Route(f"{PATH}/state", kindly(self._state), methods=["GET"]),
            *(Route(PATH + path, kindly(self._checked(does)), methods=["POST"]) for path, does in changes.items()),
        ]

    def _checked(self, does: Handler) -> Handler:
        """*does*, for a change that the guard lets through."""

        async def checked(request: Request) -> Response:
            self._guard.check_change(self._guard.session(request.cookies), request.headers)
            return await does(request)

        return checked

    async def _page(self, request: Request) -> Response:
        return html("organisers.html" if self._guard.session(request.cookies) else "login.html")

    async def _file(self, request: Request) -> Response:
        return page_file(request.path_params["name"])

    async def _login(self, request: Request) -> Response:
        self._guard.check_origin(request.headers)
        form = parse_qs((await body_of(request, MAX_JSON)).decode(errors="replace"))
        peer = request.client.host if request.client else ""
        try:
            session = self._guard.open(form.get("passphrase", [""])[0].strip(), peer)
        except Refused as refused:
            return html("login.html", said=str(refused), status=refused.status)
        answer = RedirectResponse(PATH, status_code=303)
        answer.set_cookie(
            COOKIE, session, max_age=LASTS, path=PATH, httponly=True, samesite="strict", secure=self._secure(request)
        )
        return answer

    async def _logout(self, request: Request) -> Response:
        self._guard.check_origin(request.headers)
        answer = RedirectResponse(PATH, status_code=303)
        answer.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict", secure=self._secure(request))
        return answer

    def _secure(self, request: Request) -> bool:
        return request.url.scheme == "https" or self._guard.https

    async def _state(self, request: Request) -> Response:
        session = self._guard.session(request.cookies)
        if session is None:
            raise Refused(401, "Please sign in again.")
        shown = await asyncio.to_thread(self._workshop.shown)
        asked = await self._told.read(self._workshop.folder.report)
        return JSONResponse({**shown, **asked, "token": self._guard.token(session), "locked": self._guard.locked})

    async def _upload(self, request: Request) -> Response:
        if request.headers.get("content-type") != "application/octet-stream":
            raise Refused(415, "Send the file itself.")
        data = await body_of(request, MAX_FILE)
        if not data:
            raise Refused(400, "The file is empty.")
        await self._workshop.upload(request.query_params.get("name", ""), data)
        return JSONResponse(_DONE)

    async def _address(self, request: Request) -> Response:
        location = (await read(request, _Address)).location.strip()
        if scheme_of(location) not in WEB:
            raise Refused(400, "That is no address: it should begin with https://.")
        await self._workshop.load(Origin(location=location))
        return JSONResponse(_DONE)

    async def _how(self, request: Request) -> Response:
        how = await read(request, _How)
        await self._workshop.read_so(how.instead_of, how.model_dump(exclude={"instead_of"}))
        return JSONResponse(_DONE)

    async def _discard(self, _: Request) -> Response:
        await self._workshop.discard()
        return JSONResponse(_DONE)

    async def _ask(self, request: Request) -> Response:
        question = await read(request, _Question)
        if known_zone(question.zone) is None:
            raise Refused(400, "That is no time zone.")
        desk, live = await self._workshop.desk(), self._workshop.live.desk
        carried = pressed(question.value)
        ask = carried.ask() if carried else put(question.text, question.now, question.zone)
        page = carried.page if carried else 0
        said = await asyncio.to_thread(tried, desk, ask, page=page)
        now = await asyncio.to_thread(tried, live, ask)
        return JSONResponse({"ok": True, "draft": said, "live": now, "same": said["text"] == now["text"]})

    async def _publish(self, request: Request) -> Response:
        await self._workshop.publish((await read(request, _Which)).id)
        return JSONResponse(_DONE)

    async def _undo(self, _: Request) -> Response:
        await self._workshop.undo()
        return JSONResponse(_DONE)

    async def _look(self, _: Request) -> Response:
        await self._workshop.look_now()
        return JSONResponse(_DONE)
