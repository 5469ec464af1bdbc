"""What a command answers from: the settings, the corpus they name, and the clock and zone of its conference."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click
import platformdirs
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from bot.config import Settings, SettingsError, corpus_path, load_settings, shared_origin
from bot.desk import Desk
from corpus.catalog import Catalog
from corpus.index.packed import Pack
from corpus.models import Held, SourceError
from corpus.shipped import open_shipped
from corpus.store import CorpusError, open_corpus
from corpus.taken import take

_NOW: Final[TypeAdapter[datetime]] = TypeAdapter(AwareDatetime)
_BEFORE: Final = timedelta(hours=2)  # how long before the programme's first item the rehearsal begins


def _instant(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    """Read an ISO 8601 instant; a wrong one ends the command with a sentence."""
    try:
        return None if value is None else _NOW.validate_python(value)
    except ValidationError:
        raise click.BadParameter(
            f"{value!r} is no instant with an offset, such as 2021-05-04T11:05:00-07:00."
        ) from None


instant_option: Final = click.option(
    "--now",
    metavar="ISO8601",
    callback=_instant,
    help="The instant to answer from; else USHER_NOW, else the clock.",
)


@contextmanager
def kindly() -> Iterator[None]:
    """What is wrong ends the command with a sentence."""
    try:
        yield
    except (SourceError, CorpusError, SettingsError) as error:
        raise click.ClickException(str(error)) from error


def settings_or_exit() -> Settings:
    """The settings in force; wrong ones end the command with a sentence."""
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def opened(path: Path | None) -> tuple[Held, Pack | None]:
    """The corpus at *path* and its index, else the shipped one, from the user's cache. Raises CorpusError."""
    return open_corpus(path) if path else open_shipped(platformdirs.user_cache_path("usher"))


def held_corpus(settings: Settings) -> Path | None:
    """The corpus file that is named; of one at an address the copy, which is looked after first.

    None for the shipped one. Where the address cannot be had, the last good copy stands; without one that ends the
    command with a sentence.
    """
    path, shared = corpus_path(settings), shared_origin(settings)
    if path is None or shared is None:
        return path
    with kindly():
        try:
            take(shared, path, private=settings.usher_private_sources)
        except (SourceError, CorpusError) as error:
            if not path.is_file():
                raise
            click.echo(f"{error} The copy that was taken before is used.", err=True)
    return path


def open_desk(settings: Settings, path: Path | None, *, shipped_until_there: bool = False) -> Desk:
    """The desk over the corpus that is named, else the shipped one; *shipped_until_there*, that one too where the file
    is still to come.
    """
    path = path or held_corpus(settings)
    if path and shipped_until_there and not path.exists():
        path = None
    try:
        records, pack = opened(path)
        catalog = Catalog(records, pack)
    except CorpusError as error:
        raise click.ClickException(str(error)) from error
    events = [event.id for event in records.events]
    if settings.usher_event and settings.usher_event not in events:
        raise click.ClickException(f"USHER_EVENT names no event of the corpus; it has {', '.join(events) or 'none'}.")
    gc.freeze()  # a corpus stays: looking through it again and again would stop answers for a tenth of a second
    return Desk(catalog, home=settings.usher_event)


def home_zone(desk: Desk) -> str:
    """The zone of the event that has times, for those who name none of their own."""
    return desk.catalog.zone(_latest_event(desk))


def rehearsal(desk: Desk) -> datetime:
    """The conference's first morning: two hours before the first item of the latest event with times."""
    busy = desk.catalog.busy(_latest_event(desk))
    return busy[0].start - _BEFORE if busy else datetime.now(UTC)


def _latest_event(desk: Desk) -> str | None:
    timed = [(busy[-1].end, event.id) for event in desk.catalog.records.events if (busy := desk.catalog.busy(event.id))]
    return max(timed)[1] if timed else None
