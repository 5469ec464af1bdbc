"""Bytes from http(s) addresses that anyone may have named: the only module that imports httpx.

A host is asked for its IP addresses once, all of them are checked, and the connection goes to a checked one:
https://www.python-httpx.org/advanced/extensions/#sni_hostname. What comes is bounded in time and size, packed
and unpacked. Each message names an address only as it may be shown, and nothing logs one.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import zlib
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_exponential,
    wait_random,
)

from corpus.addresses import WEB, addresses_of, is_public, shown
from corpus.models import SourceError
from corpus.wire import MEANINGS, Unpacking, as_validator, basic, seconds_to_wait

_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_PASSING: Final = frozenset((429, 500, 502, 503, 504))
_MEMBERS_ONLY: Final = frozenset((401, 403, 405, 429))  # answers of servers that know what is asked for
_PORTS: Final = {"http": 80, "https": 443}
_HEADERS: Final = {"User-Agent": "Usher", "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
_CONDITIONS: Final = ("If-None-Match", "If-Modified-Since")

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below that they write whole addresses


class Bounds(NamedTuple):
    """How much is borne of a server: seconds, tries, and bytes."""

    connect: float = 10
    read: float = 30  # without a byte
    total: float = 300  # for one try, however busily it drips; none begins later
    tries: int = 4
    pause: float = 1  # before the second try; doubled before each further one
    longest_pause: float = 60  # whatever Retry-After asks for
    size: int = 256 * 1024 * 1024  # as sent, and as unpacked


BOUNDS: Final = Bounds()


BRIEF: Final = Bounds(connect=5, read=10, total=20, tries=2)  # for a look at whether anything is there


class Answer(NamedTuple):
    """What a server sent, with the validators to send next time; no *data* where it is *unchanged*."""

    data: bytes
    etag: str
    modified: str
    unchanged: bool


class _PassingError(SourceError):
    """A failure that another try may not meet, after as many seconds as the server asks for."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class _Errand(NamedTuple):
    """What is asked, of whom it may be asked, how much is borne; and whether what is there is wanted, or only that."""

    headers: dict[str, str]
    private: bool
    bounds: Bounds
    wants_body: bool = True


class _Hop(NamedTuple):
    """One address on the way to what is asked for, and how a sentence about it begins."""

    url: httpx.URL
    name: str
    login: dict[str, str]  # the header with user and password


def download(url: str, *, etag: str = "", modified: str = "", private: bool = False, bounds: Bounds = BOUNDS) -> Answer:
    """What is at *url*, or that it is unchanged since an answer with these validators.

    *private* lets it lead to addresses that are not of the public net. Blocks, and is not to be called on a
    running event loop. Raises SourceError.
    """
    conditions = zip(_CONDITIONS, (etag, modified), strict=True)
    headers = _HEADERS | {name: value for name, value in conditions if value}
    answer = _ask(url, _Errand(headers, private, bounds))
    if answer.unchanged:
        return answer._replace(etag=answer.etag or etag, modified=answer.modified or modified)
    return answer


def probe(url: str, *, private: bool = False, bounds: Bounds = BRIEF) -> str:
    """Why nothing is at *url*, as a sentence; "" where something is, be it for members only. Blocks."""
    try:
        _ask(url, _Errand(_HEADERS, private, bounds, wants_body=False))
    except SourceError as error:
        return str(error)
    return ""


def _ask(url: str, errand: _Errand) -> Answer:
    """The answer to *errand* at *url*, after as many tries as it may take."""
    bounds = errand.bounds
    again = Retrying(
        stop=stop_after_attempt(bounds.tries) | stop_after_delay(bounds.total),
        wait=lambda state: _pause(state, bounds),
        retry=retry_if_exception_type(_PassingError),
        reraise=True,
    )
    return again(lambda: asyncio.run(_try(url, errand)))


def _pause(state: RetryCallState, bounds: Bounds) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, _PassingError) and error.after is not None:
        return min(error.after, bounds.longest_pause)
    growing = wait_exponential(multiplier=bounds.pause, max=bounds.longest_pause)
    return growing(state) + wait_random(0, bounds.pause)(state)


async def _try(source: str, errand: _Errand) -> Answer:
    """What is at *source*, redirects followed."""
    try:
        async with asyncio.timeout(errand.bounds.total):
            hop = _first(source)
            for _ in range(_MOST_REDIRECTS + 1):
                found = await _get(hop, errand)
                if isinstance(found, Answer):
                    return found
                hop = _next(hop, found, shown(source))
    except TimeoutError:
        raise SourceError(f"{shown(source)} did not send all of it within {errand.bounds.total:g} seconds.") from None
    raise SourceError(f"{shown(source)} is redirected more than {_MOST_REDIRECTS} times.")


def _first(source: str) -> _Hop:
    try:
        url = httpx.URL(source)
    except httpx.InvalidURL:
        raise SourceError(f"{shown(source)} is no address of the web.") from None
    login = {"Authorization": basic(url.username, url.password)} if url.userinfo else {}
    return _checked(_Hop(url.copy_with(userinfo=b"", fragment=None), shown(source), login))


def _next(hop: _Hop, location: str, source: str) -> _Hop:
    """Where a redirect leads: never from https to http, nor with user and password to another host."""
    try:
        url = hop.url.join(location).copy_with(userinfo=b"", fragment=None)
    except httpx.InvalidURL:
        raise SourceError(f"{hop.name} is redirected to what is no address of the web.") from None
    if url.scheme not in WEB:
        raise SourceError(f"{hop.name} is redirected to a {url.scheme}: address, which is not followed.")
    if (hop.url.scheme, url.scheme) == ("https", "http"):
        raise SourceError(f"{hop.name} is redirected from https to http, which anybody on the way could read.")
    login = hop.login if (url.host, url.port) == (hop.url.host, hop.url.port) else {}
    return _checked(_Hop(url, f"{source} leads to {shown(str(url))}, which", login))


def _checked(hop: _Hop) -> _Hop:
    if hop.url.scheme not in WEB or not hop.url.host or not 0 < _port(hop.url) < 2**16:
        raise SourceError(f"{hop.name} is no http or https address.")
    return hop


def _port(url: httpx.URL) -> int:
    return _PORTS[url.scheme] if url.port is None else url.port


async def _get(hop: _Hop, errand: _Errand) -> Answer | str:
    """What is at *hop*, or where it is redirected to, from the first of its IP addresses that answers."""
    host = hop.url.raw_host.decode("ascii")
    try:
        addresses = await addresses_of(host, _port(hop.url))
    except OSError as error:
        kind = _PassingError if error.errno == socket.EAI_AGAIN else SourceError
        raise kind(f"{hop.name} cannot be found: its host has no address.") from None
    if not errand.private and not all(map(is_public, addresses)):
        raise SourceError(f"{hop.name} is within a private network, where nothing is fetched unless that is allowed.")
    for address in addresses:
        try:
            return await _exchange(hop, address, errand)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if _is_distrusted(error):
                raise SourceError(f"{hop.name} has a certificate that cannot be trusted.") from None
        except httpx.TimeoutException:
            raise _PassingError(f"{hop.name} sent nothing for {errand.bounds.read:g} seconds.") from None
        except httpx.RequestError:
            raise _PassingError(f"{hop.name} broke off, or does not speak HTTP.") from None
    raise _PassingError(f"{hop.name} cannot be reached.")


def _is_distrusted(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


async def _exchange(hop: _Hop, address: str, errand: _Errand) -> Answer | str:
    """One question to the IP address *address* of *hop*'s host.

    It goes over a transport of its own, not a client: no cookie is kept, no redirect looked at, nothing logged, and
    no connection used for a host that it was not made to.
    """
    host = hop.url.raw_host.decode("ascii")
    request = httpx.Request(
        "GET",
        hop.url.copy_with(host=address),
        headers=errand.headers | {"Host": hop.url.netloc.decode("ascii")} | hop.login,
        extensions={
            "sni_hostname": host.rstrip("."),
            "timeout": httpx.Timeout(errand.bounds.read, connect=errand.bounds.connect).as_dict(),
        },
    )
    async with httpx.AsyncHTTPTransport(verify=_trust(), trust_env=False) as transport:
        response = await transport.handle_async_request(request)
        try:
            return await _read(response, hop.name, errand)
        finally:
            await response.aclose()


async def _read(response: httpx.Response, name: str, errand: _Errand) -> Answer | str:
    status = response.status_code
    conditional = not errand.headers.keys().isdisjoint(_CONDITIONS)
    etag, modified = (as_validator(response.headers.get(header, "")) for header in ("ETag", "Last-Modified"))
    if status == HTTPStatus.NOT_MODIFIED and conditional:
        return Answer(b"", etag, modified, unchanged=True)
    if status in _REDIRECTS and "Location" in response.headers:
        return str(response.headers["Location"])
    if not errand.wants_body and (status < HTTPStatus.BAD_REQUEST or status in _MEMBERS_ONLY):
        return Answer(b"", etag, modified, unchanged=False)
    if status == HTTPStatus.OK:
        return Answer(await _body(response, name, errand.bounds), etag, modified, unchanged=False)
    message = f"{name} answered {status}{f': {MEANINGS[status]}' if status in MEANINGS else ''}."
    if status in _PASSING:
        raise _PassingError(message, seconds_to_wait(response.headers.get("Retry-After", "")))
    raise SourceError(message)


async def _body(response: httpx.Response, name: str, bounds: Bounds) -> bytes:
    """All that *response* holds, unpacked."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError(f"{name} is packed as {packing[:20]}, which was not asked for.")
    unpacking = Unpacking() if "gzip" in packing else None
    too_large = SourceError(f"{name} is larger than {bounds.size / 2**20:g} MiB.")
    if int(response.headers.get("Content-Length", 0)) > bounds.size:
        raise too_large
    sent, data = 0, bytearray()
    async for chunk in response.aiter_raw():
        sent += len(chunk)
        try:
            data += unpacking.feed(chunk, bounds.size + 1 - len(data)) if unpacking else chunk
        except zlib.error:
            raise SourceError(f"{name} is said to be packed as gzip, but is not.") from None
        if max(sent, len(data)) > bounds.size:
            raise too_large
    if unpacking and not unpacking.is_whole:
        raise _PassingError(f"{name} broke off before its end.")
    return bytes(data)
