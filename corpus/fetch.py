"""Bytes from a path or a URL: the only module that talks to the network for the corpus.

Raises SourceError with a sentence for whatever goes wrong. Addresses are named without user, password and
query, where secrets live.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from corpus.models import SourceError

MAX_BYTES: Final = 256 * 1024 * 1024
_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)  # seconds
_MAX_REDIRECTS: Final = 5
_MAX_FILES: Final = 1000  # of a folder


def fetch(source: str) -> dict[str, bytes]:
    """The files at *source*, an http(s) URL or a path: one under its own name, a folder's under their paths in it.

    Raises SourceError.
    """
    if urlsplit(source).scheme in ("http", "https"):
        return {shown(source).rsplit("/", 1)[-1] or source: _download(source)}
    path = Path(source)
    return _read_folder(path) if path.is_dir() else {path.name: _read(path)}


def shown(source: str) -> str:
    """*source* as it may be shown and logged."""
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.scheme in ("http", "https") else source


def _read_folder(folder: Path) -> dict[str, bytes]:
    """Every file in *folder* and its folders, but the hidden ones, in the order of their paths."""
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in within.parts):
            if len(files) >= _MAX_FILES:
                raise SourceError(f"{folder} holds more than {_MAX_FILES} files.")
            files[within.as_posix()] = _read(path)
            if sum(map(len, files.values())) > MAX_BYTES:
                raise SourceError(f"{folder} is larger than {MAX_BYTES // 2**20} MiB.")
    if not files:
        raise SourceError(f"{folder} is an empty folder.")
    return files


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path} is larger than {MAX_BYTES // 2**20} MiB.")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error


def _download(url: str) -> bytes:
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=True, max_redirects=_MAX_REDIRECTS) as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MAX_BYTES:
                    raise SourceError(f"{shown(url)} is larger than {MAX_BYTES // 2**20} MiB.")
            return bytes(data)
    except httpx.HTTPStatusError as error:
        raise SourceError(f"{shown(url)} answered {error.response.status_code}.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{shown(url)} cannot be fetched ({type(error).__name__}).") from error
