"""A corpus brought up to date with its sources, and people told what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import click
from filelock import FileLock, Timeout

from bot.config import Settings, shared_origin
from bot.corpus_view import change_lines, note_lines
from bot.opening import kindly
from corpus.catalog import Catalog
from corpus.diff import diff as changes_of
from corpus.models import Note, Records
from corpus.refresh import refresh
from corpus.sources import read_origins
from corpus.status import noted, read_status, write_status
from corpus.store import CorpusError, load

_WAIT: Final = 60.0  # seconds for another process to be done
_PATIENCE: Final = 900.0  # seconds for one that builds the corpus without which the bot cannot start


def first_refresh(settings: Settings, target: Path | None) -> None:
    """Build the corpus at *target* from USHER_SOURCES where none that can be opened is there yet.

    A corpus that another machine builds is not built here.
    """
    if shared_origin(settings) is None and target is not None and settings.usher_sources and _held(target) is None:
        with kindly():
            refresh_now(settings, target, force=False, only_due=False, wait=_PATIENCE)


def refresh_now(settings: Settings, target: Path, *, force: bool, only_due: bool, wait: float | None = None) -> int:
    """Refresh the corpus at *target*, tell what came of it, and say how many sources failed.

    One process at a time does so; another one waits, or leaves it where *only_due* sources are meant. Raises
    SourceError and CorpusError.
    """
    try:
        with alone(target, wait=0 if only_due else wait):
            return _refresh_alone(settings, target, datetime.now(UTC), force=force, only_due=only_due)
    except BusyError:
        if only_due:
            return 0
        raise


class BusyError(CorpusError):
    """Another process is changing the corpus."""


@contextmanager
def alone(target: Path, *, wait: float | None = None) -> Iterator[None]:
    """While no other process refreshes or replaces the corpus at *target*: each would undo what the other did.

    Raises CorpusError where its folder cannot be written, or another process is not done in *wait* seconds.
    """
    lock = FileLock(target.with_name(f".{target.name}.refresh.lock"), timeout=_WAIT if wait is None else wait)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=target.parent):
            pass  # the lock waits in vain in a folder where no file can be made
        lock.acquire()
    except Timeout as error:
        raise BusyError(f"Another process is refreshing {target}: try again when it is done.") from error
    except OSError as error:
        raise CorpusError(f"Cannot write a corpus to {target}: {error.strerror or 'the disk refuses'}.") from error
    try:
        yield
    finally:
        lock.release()


def _refresh_alone(settings: Settings, target: Path, now: datetime, *, force: bool, only_due: bool) -> int:
    origins = read_origins(settings.usher_sources)
    status = read_status(target).only(origins)
    looked = [origin for origin in origins if not only_due or status.due(origin, now)]
    old = _held(target) or Records()
    try:
        done = refresh(
            origins, target, due=lambda origin: origin in looked, private=settings.usher_private_sources, force=force
        )
    except CorpusError as error:
        nothing = {origin.key: str(error) for origin in looked}
        write_status(target, noted(status, looked, nothing, now, changed=False))
        raise
    write_status(target, noted(status, looked, done.failures, now, changed=done.version is not None))
    shown = {origin.key: origin.shown for origin in origins}
    report([*done.notes, *(Note(level="problem", text=why, where=shown[key]) for key, why in done.failures.items())])
    if done.version is not None:
        tell(old, load(target))
    click.echo(f"{target}: {'nothing changed' if done.version is None else f'version {done.version}'}")
    return len(done.failures)


def _held(target: Path) -> Records | None:
    """The records at *target*; None where there are none, or of another version of Usher, or damaged."""
    try:
        return load(target)
    except CorpusError:
        return None


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
