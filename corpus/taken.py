"""A corpus that another machine builds, taken from its address into a file of this one's.

It is asked for by what was said of it last (ETag, Last-Modified), looked through before it is put in place, and put in
place in one step. Whatever is wrong with it, the last good copy stays.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from pydantic import ValidationError

from corpus.models import SourceError, Value
from corpus.net import Answer, download
from corpus.sources import Origin
from corpus.status import noted, read_status, write_status
from corpus.store import CorpusError, intact, version_at

_WAIT: Final = 60.0  # seconds for another process of this machine that takes it just now


class _Said(Value):
    """What was said of the copy when it was taken: what a server wants to hear the next time."""

    version: str = ""
    etag: str = ""
    modified: str = ""


def take(origin: Origin, target: Path, *, private: bool, wait: float = _WAIT) -> bool:
    """Have *target* be what is at *origin*; whether it is another one than before.

    One process of a machine at a time does so; another one leaves it after *wait* seconds. How it went stands in the
    status beside *target*. Blocks. Raises SourceError and CorpusError.
    """
    now = datetime.now(UTC)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_name(f".{target.name}.refresh.lock"), timeout=wait):
            return _take(origin, target, now, private=private)
    except Timeout:
        return False
    except OSError as error:
        raise CorpusError(f"Cannot write a corpus to {target}: {error.strerror or 'the disk refuses'}.") from error


def _take(origin: Origin, target: Path, now: datetime, *, private: bool) -> bool:
    status = read_status(target).only([origin])
    try:
        changed = _taken(origin, target, private=private)
    except (SourceError, CorpusError, OSError) as error:
        why = str(error) if not isinstance(error, OSError) else f"{error.strerror}."
        write_status(target, noted(status, [origin], {origin.key: why}, now, changed=False))
        raise
    write_status(target, noted(status, [origin], {}, now, changed=changed))
    return changed


def _taken(origin: Origin, target: Path, *, private: bool) -> bool:
    said, held = _said(target), _version(target)
    known = said if held and said.version == held else _Said()  # a copy that broke is asked for anew
    answer = download(origin.location, etag=known.etag, modified=known.modified, private=private)
    if answer.unchanged:
        return False
    part = _written(answer, target)
    try:
        version = intact(part, name=origin.shown)
        if version != held:
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # else it is asked for anew
        _beside(target).write_text(_Said(version=version, etag=answer.etag, modified=answer.modified).model_dump_json())
    return version != held


def _written(answer: Answer, target: Path) -> Path:
    """What came, on the disk beside *target*, and as old as it is said to be: all who take it agree on that."""
    for left in target.parent.glob(f".{target.name}-*.taken"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-", suffix=".taken")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(answer.data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        with suppress(ValueError):  # it does not say
            at = parsedate_to_datetime(answer.modified).timestamp()
            os.utime(part, (at, at))
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _version(target: Path) -> str:
    try:
        return version_at(target)
    except CorpusError:
        return ""


def _said(target: Path) -> _Said:
    try:
        return _Said.model_validate_json(_beside(target).read_bytes())
    except (OSError, ValidationError):
        return _Said()


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name}.taken.json")
