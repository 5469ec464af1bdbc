"""A corpus brought up to date with its sources, and people told what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from bot.config import Settings
from bot.corpus_view import change_lines, note_lines
from bot.opening import kindly
from corpus.catalog import Catalog
from corpus.diff import diff as changes_of
from corpus.models import Note, Records
from corpus.refresh import refresh
from corpus.sources import read_origins
from corpus.status import noted, read_status, write_status
from corpus.store import load


def first_refresh(settings: Settings, target: Path | None) -> None:
    """Build the corpus at *target* from USHER_SOURCES where it is not there yet."""
    if target is not None and settings.usher_sources and not target.exists():
        with kindly():
            refresh_now(settings, target, force=False, only_due=False)


def refresh_now(settings: Settings, target: Path, *, force: bool, only_due: bool) -> int:
    """Refresh the corpus at *target*, tell what came of it, and say how many sources failed.

    One process at a time does so; another one waits, or leaves it where *only_due* sources are meant. Raises
    SourceError and CorpusError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(target.with_name(f".{target.name}.refresh.lock"), timeout=0 if only_due else -1):
            return _refresh_alone(settings, target, datetime.now(UTC), force=force, only_due=only_due)
    except Timeout:
        return 0


def _refresh_alone(settings: Settings, target: Path, now: datetime, *, force: bool, only_due: bool) -> int:
    origins, status = read_origins(settings.usher_sources), read_status(target)
    looked = [origin for origin in origins if not only_due or status.due(origin, now)]
    old = load(target) if target.exists() else Records()
    done = refresh(
        origins, target, due=lambda origin: origin in looked, private=settings.usher_private_sources, force=force
    )
    write_status(target, noted(status, looked, done.failures, now, changed=done.version is not None))
    report([*done.notes, *(Note(level="problem", text=why, where=name) for name, why in done.failures.items())])
    if done.version is not None:
        tell(old, load(target))
    click.echo(f"{target}: {'nothing changed' if done.version is None else f'version {done.version}'}")
    return len(done.failures)


def report(notes: Sequence[Note]) -> None:
    """Tell on standard error what readers did."""
    for line in note_lines(notes):
        click.echo(line, err=True)


def tell(old: Records, new: Records) -> bool:
    """Say what changed, where there was something before; and whether anything did."""
    changes = changes_of(old, new)
    if old.all():
        for line in change_lines(changes, Catalog(new), datetime.now(UTC)):
            click.echo(line)
    return bool(changes)
