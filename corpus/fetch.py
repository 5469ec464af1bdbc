"""The files of a source: what a path or an http(s) address holds, or that it holds nothing new.

Raises SourceError with a sentence for whatever goes wrong. Addresses are named as they may be shown: without
user, password, query, and what looks like a secret in the path.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final, NamedTuple

from corpus.addresses import WEB, file_name, scheme_of, shown
from corpus.models import SourceError
from corpus.net import BOUNDS, Bounds, download, probe

__all__ = ["Fetched", "fetch", "shown"]
_MAX_FILES: Final = 1000  # of a folder
_AT_ONCE: Final = 8  # links that are followed at a time


class Fetched(NamedTuple):
    """What was fetched: files by their path within the source, none where it is unchanged.

    *etag* and *modified* are what to say the next time, to be told whether it has changed since.
    """

    files: dict[str, bytes]
    etag: str
    modified: str
    unchanged: bool


def fetch(
    source: str, *, etag: str = "", modified: str = "", private: bool = False, bounds: Bounds = BOUNDS
) -> Fetched:
    """The files at *source*, an http(s) address or a path: one under its own name, a folder's under their paths in it.

    *etag* and *modified* are those of what is held of it already. *private* says that an address may lead into
    a private network. Blocks, not to be called on a running event loop. Raises SourceError.
    """
    scheme = scheme_of(source)
    if not scheme:
        return _read_path(Path(source), etag, bounds.size)
    if scheme not in WEB:
        instead = "; write https:// instead" if scheme == "webcal" else ""
        raise SourceError(f"{shown(source)} is neither an http nor an https address{instead}.")
    answer = download(source, etag=etag, modified=modified, private=private, bounds=bounds)
    files = {} if answer.unchanged else {file_name(source): answer.data}
    return Fetched(files, answer.etag, answer.modified, answer.unchanged)


def unreachable(urls: Iterable[str], *, private: bool = False, step: Callable[[str], None]) -> dict[str, str]:
    """Of *urls* those that lead nowhere, with why; *step* is told of each one that was looked at. Blocks."""
    found: dict[str, str] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        looks = {pool.submit(probe, url, private=private): url for url in urls}
        for look in as_completed(looks):
            step(looks[look])
            if why := look.result():
                found[looks[look]] = why
    return found


def _read_path(path: Path, etag: str, size: int) -> Fetched:
    """What is at *path*; its validator is made of the names, sizes and times of its files, not of what they hold."""
    try:
        files = dict(_files_in(path)) if path.is_dir() else {path.name: path}
        found = {name: file.stat() for name, file in files.items()}
        lasting = all(stat.S_ISREG(each.st_mode) for each in found.values())  # a pipe is new each time
        validator = _validator(found) if lasting else ""
        if etag and etag == validator:
            return Fetched({}, validator, "", unchanged=True)
        return Fetched(_read(path, files, size), validator, "", unchanged=False)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no name of a file"
        raise SourceError(f"{path} cannot be read: {reason}.") from error


def _validator(found: dict[str, os.stat_result]) -> str:
    lines = (f"{name}\0{each.st_ino}-{each.st_size}-{each.st_mtime_ns}\n" for name, each in found.items())
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file in *folder* and its folders, but the hidden ones, in the order of their paths."""
    number = 0
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in within.parts):
            number += 1
            if number > _MAX_FILES:
                raise SourceError(f"{folder} holds more than {_MAX_FILES} files.")
            yield within.as_posix(), path
    if not number:
        raise SourceError(f"{folder} is an empty folder.")


def _read(source: Path, files: dict[str, Path], size: int) -> dict[str, bytes]:
    """What *files* hold, in all at most *size* bytes."""
    held: dict[str, bytes] = {}
    left = size
    for name, path in files.items():
        with path.open("rb") as file:
            held[name] = file.read(left + 1)
        left -= len(held[name])
        if left < 0:
            raise SourceError(f"{source} is larger than {size / 2**20:g} MiB.")
    return held
