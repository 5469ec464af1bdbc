"""How the last looks at the sources of a corpus went: a small file beside it, for people and other processes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from corpus.models import Instant, Value
from corpus.sources import Origin


class Look(Value):
    """The last look at a source: *at* which instant, *good* when it last went well, *why* it did not this time."""

    source: str
    at: Instant
    good: Instant | None = None
    why: str = ""


class Status(Value):
    """The last look at each source, and when the corpus last changed."""

    looks: tuple[Look, ...] = ()
    changed: Instant | None = None

    def of(self, origin: Origin) -> Look | None:
        """The last look at *origin*."""
        return next((look for look in self.looks if look.source == origin.shown), None)

    def due(self, origin: Origin, now: datetime) -> bool:
        """Whether it is time to look at *origin* again."""
        look = self.of(origin)
        return look is None or not look.at <= now < look.at + timedelta(seconds=origin.every)

    @property
    def as_of(self) -> datetime | None:
        """The instant of which the corpus is sure to be: of its sources, the one that was last good longest ago."""
        return min((look.good for look in self.looks if look.good), default=None)


def noted(
    status: Status, looked: Iterable[Origin], failures: Mapping[str, str], now: datetime, *, changed: bool
) -> Status:
    """*status* after a look *now* at the sources *looked* at, some of which failed."""
    looks = {look.source: look for look in status.looks}
    for origin in looked:
        before = looks.get(origin.shown)
        why = failures.get(origin.shown, "")
        good = (before.good if before else None) if why else now
        looks[origin.shown] = Look(source=origin.shown, at=now, good=good, why=why)
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
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(status.model_dump_json(indent=1))
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        return


def _beside(corpus: Path) -> Path:
    return corpus.with_name(f"{corpus.name}.status.json")
