"""Addresses of the web: how they may be shown, and where they may lead."""

from __future__ import annotations

import asyncio
import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import unquote

WEB: Final = ("http", "https")
_SCHEME: Final = re.compile(r"\s*(?P<scheme>https?(?=:)|[a-z][a-z\d+.-]+(?=://)):(?://)?", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:\[[\da-f:.]+\]|[^\s:@\[\]]+)(?::\d*)?", re.IGNORECASE)
_TOKEN: Final = re.compile(  # an address of somebody, a secret by its name, or signs that no person writes in a row
    r"@|^private-|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{16}|[^\W_]{32}",
    re.IGNORECASE,
)
_JUMP: Final = re.compile(r"[^\W\d_](?=\d)|\d(?=[^\W\d_])|[a-z](?=[A-Z])")  # from letters to digits, from a to A
_JUMPS: Final = 4  # of a token, and one for five signs: "ICLR2021PosterPapers" has three in twenty
_NAT64: Final = IPv6Network("64:ff9b::/96")
_UNICAST: Final = IPv6Network("2000::/3")


def scheme_of(source: str) -> str:
    """The scheme of the address that *source* is, in lower case; "" where it is none, but a path."""
    found = _SCHEME.match(source)
    return found["scheme"].lower() if found else ""


def shown(source: str) -> str:
    """*source*, a path or an address, as it may be shown and logged: a path whole, of an address what is no secret.

    User, password, query and fragment are left out, and "…" stands for a part of the path that looks like a
    token or names a person: a private calendar's address is its only key.
    """
    found = _SCHEME.match(source)
    if found is None:
        return source
    place, _, path = re.split(r"[?#]", source[found.end() :], maxsplit=1)[0].partition("/")
    host = place.rpartition("@")[2]
    parts = [_part(part) for part in path.split("/")] if path else []
    return "/".join([f"{scheme_of(source)}://{host if _HOST.fullmatch(host) else '…'}", *parts])


def file_name(url: str) -> str:
    """The name of the file at *url*; its host where that would be a secret or there is none."""
    return next(part for part in reversed(shown(url).split("/")) if part and "…" not in part)


def _part(part: str) -> str:
    """One part of a path, without its parameters; "…" for one that may be a secret, its ending kept."""
    part = part.partition(";")[0]
    plain = unquote(part)
    stem, dot, ending = plain.rpartition(".")
    if "@" in plain or not dot or not 1 <= len(ending) <= 5:
        stem, dot, ending = plain, "", ""
    jumps = len(_JUMP.findall(stem))
    if _TOKEN.search(stem) or (jumps >= _JUMPS and jumps * 5 > len(stem)):
        return f"…{dot}{ending}"
    return part if part.isprintable() else "…"


def is_public(address: str) -> bool:
    """Whether the IP address *address* is of the public net, the one that it carries within it included.

    Loopback, link-local, private, shared (100.64.0.0/10), multicast, reserved and unspecified ones are not.
    """
    found = ip_address(address)
    carried = _carried(found) if isinstance(found, IPv6Address) else found
    if carried is not None:
        return carried.is_global and not carried.is_multicast and not carried.is_reserved
    return found in _UNICAST and found.is_global


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that *address* stands for: mapped, translated (NAT64) or tunnelled (6to4)."""
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


async def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of *host*, the one to try first first, whatever its spelling ("2130706433" is 127.0.0.1).

    Raises OSError where it has none, or none right now (EAI_AGAIN).
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except ValueError as error:  # no name of a host: a part of it is empty or too long
        raise socket.gaierror(socket.EAI_NONAME, "no name of a host") from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))
