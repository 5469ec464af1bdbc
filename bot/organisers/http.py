"""What the organisers' page needs of HTTP: bounded bodies, JSON of a known shape, its files, and safe headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.organisers.guard import Refused
from corpus.models import Value

MAX_JSON: Final = 100_000  # bytes
_KINDS: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_OF_THE_DEMO: Final = (
    "blocks.js",
    "element.js",
    "markup.js",
    "page.css",
    "icon.svg",
)  # answers are drawn here as they are there
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}
_SAID: Final = "<!-- said -->"

Handler = Callable[[Request], Awaitable[Response]]
_Read = TypeVar("_Read", bound=Value)


def kindly(does: Handler) -> Handler:
    """*does*, with what is refused said in a sentence, and the headers that every answer has."""

    async def kind(request: Request) -> Response:
        try:
            answer = await does(request)
        except Refused as refused:
            answer = _sentence(str(refused), refused.status)
        except OSError:
            answer = _sentence("The draft cannot be kept: the disk refuses.", 503)
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    return kind


def _sentence(text: str, status: int) -> Response:
    return JSONResponse({"ok": False, "error": text}, status_code=status)


async def read(request: Request, shape: type[_Read]) -> _Read:
    """The JSON in the body, of that *shape*. Raises Refused."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refused(415, "Send JSON.")
    try:
        return shape.model_validate_json(await body_of(request, MAX_JSON))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        what = ".".join(map(str, first["loc"])) or "it"
        raise Refused(400, f"{what}: {first['msg'].removeprefix('Value error, ')}.") from None


async def body_of(request: Request, most: int) -> bytes:
    """The body. Raises Refused where it is larger than *most* bytes, or does not come whole."""
    body = bytearray()
    too_large = Refused(413, f"That is too large: {most // 2**20 or 1} MB at most.")
    if int(request.headers.get("content-length") or 0) > most:
        raise too_large
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise too_large
    except ClientDisconnect:
        raise Refused(400, "It did not come whole.") from None
    return bytes(body)


def html(name: str, *, said: str = "", status: int = 200) -> Response:
    """A page; *said* is a sentence of ours, nobody else's text."""
    return Response(_pages()[name].replace(_SAID, said), media_type="text/html", status_code=status)


def page_file(name: str) -> Response:
    """A file that the page needs. Raises Refused where there is none."""
    kind = _KINDS.get(name.rpartition(".")[2])
    if name not in _pages() or kind is None:
        raise Refused(404, "There is no such file.")
    return Response(_pages()[name], media_type=kind)


@cache
def _pages() -> Mapping[str, str]:
    ours, demo = files("bot") / "organisers" / "page", files("bot") / "demo" / "page"
    shared = {name: (demo / name).read_text() for name in _OF_THE_DEMO}
    return shared | {one.name: one.read_text() for one in ours.iterdir() if one.is_file()}
