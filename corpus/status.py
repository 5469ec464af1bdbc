"""How the last looks at the sources of a corpus went: a small file beside it, for people and other processes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from corpus.models import Instant, Value
from corpus.sources import Origin


class Look(Value):
    """The last look at a *source* (its key): *at* which instant, *good* when it last went well, *why* it did not."""

    source: str
    at: Instant
    good: Instant | None = None
    why: str = ""

    def late(self, origin: Origin, now: datetime, stale: timedelta) -> bool:
        """Whether the last good look at *origin* is so long ago that answers should say so."""
        allowed = stale if self.why else stale + timedelta(seconds=origin.every)
        return self.good is not None and now - self.good >= allowed


class Status(Value):
    """The last look at each source, and when the corpus last changed."""

    looks: tuple[Look, ...] = ()
    changed: Instant | None = None

    def of(self, origin: Origin) -> Look | None:
        """The last look at *origin*."""
        key = origin.key
        return next((look for look in self.looks if look.source == key), None)

    def only(self, origins: Iterable[Origin]) -> Status:
        """The status without what is no longer one of *origins*."""
        return self.model_copy(update={"looks": tuple(look for origin in origins if (look := self.of(origin)))})

    def due(self, origin: Origin, now: datetime) -> bool:
        """Whether it is time to look at *origin* again."""
        look = self.of(origin)
        return look is None or not look.at <= now < look.at + timedelta(seconds=origin.every)

    def unchecked(self, origins: Iterable[Origin], now: datetime, stale: timedelta) -> datetime | None:
        """Since when one of *origins* could not be looked at, where that is *stale* or longer.

        A source that failed counts from its last good look; one that did not is let wait for its time first.
        """
        since = (look.good for origin in origins if (look := self.of(origin)) and look.late(origin, now, stale))
        return min(filter(None, since), default=None)


def noted(
    status: Status, looked: Iterable[Origin], failures: Mapping[str, str], now: datetime, *, changed: bool
) -> Status:
    """*status* after a look *now* at the sources *looked* at, some of which failed."""
    looks = {look.source: look for look in status.looks}
    for origin in looked:
        before = looks.get(origin.key)
        why = failures.get(origin.key, "")
        good = (before.good if before else None) if why else now
        looks[origin.key] = Look(source=origin.key, at=now, good=good, why=why)
    return Status(looks=tuple(looks.values()), changed=now if changed else status.changed)


def read_status(corpus: Path) -> Status:
    """The status of the file *corpus*; an empty one where none can be read."""
    try:
        return Status.model_validate_json(_beside(corpus).read_bytes())
    except (OSError, ValidationError):
        return Status()


def write_status(corpus: Path, status: Status) -> None:
    """Write the status of the file *corpus*, whole or not at all; a folder that cannot be written keeps none."""
    target = _beside(corpus)
    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(status.model_dump_json(indent=1))
            part.chmod(0o644)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)  # a full disk is not filled further at each look


def forget_status(corpus: Path) -> None:
    """Drop the status of the file *corpus*: another corpus stands there, of which it tells nothing."""
    with suppress(OSError):
        _beside(corpus).unlink(missing_ok=True)


def _beside(corpus: Path) -> Path:
    return corpus.with_name(f"{corpus.name}.status.json")
