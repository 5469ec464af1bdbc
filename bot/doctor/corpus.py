"""The corpus, the event that is meant, and the sources it is built from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

from bot.config import Settings, corpus_path
from bot.doctor.finding import Finding, fail, ok, warn
from bot.opening import opened
from corpus import ingest
from corpus.fetch import fetch
from corpus.models import Held, SourceError
from corpus.net import BRIEF
from corpus.sources import Origin, read_origins
from corpus.status import Look, Status, read_status
from corpus.store import CorpusError, version_at


async def look(settings: Settings, now: datetime) -> list[Finding]:
    """Whether there is something to answer from, and whether it can be kept up to date."""
    path = corpus_path(settings)
    found, records = await asyncio.to_thread(_corpus, settings, path)
    return [*found, *_event(settings, records), *[each async for each in _sources(settings, path, now)]]


def _corpus(settings: Settings, path: Path | None) -> tuple[list[Finding], Held | None]:
    if path and settings.usher_sources and not path.exists():
        return [ok(f"There is no corpus at {path} yet: `usher serve` builds it from USHER_SOURCES.")], None
    try:
        records, _ = opened(path)
    except CorpusError as error:
        return [fail(str(error))], None
    if path is None:
        return [ok("USHER_CORPUS is not set: answers come from the shipped corpus.")], records
    if not (records.papers or records.sessions or records.posts):
        return [fail(f"The corpus at {path} is empty: `usher corpus build --source …` fills it.")], records
    return [ok(f"The corpus at {path} can be read (version {version_at(path)}).")], records


def _event(settings: Settings, records: Held | None) -> Iterator[Finding]:
    if settings.usher_event is None or records is None:
        return
    events = [event.id for event in records.events]
    if settings.usher_event in events:
        yield ok(f"USHER_EVENT is {settings.usher_event}.")
    else:
        yield fail(f"USHER_EVENT names no event of the corpus; it has {', '.join(events) or 'none'}.")


async def _sources(settings: Settings, path: Path | None, now: datetime) -> AsyncIterator[Finding]:
    """How the last look at each source went; one that was never looked at is looked at now."""
    try:
        origins = read_origins(settings.usher_sources)
    except SourceError as error:
        yield fail(f"USHER_SOURCES: {error}")
        return
    status = read_status(path) if path else Status()
    for origin in origins:
        last = status.of(origin)
        private = settings.usher_private_sources
        yield _told(origin, last, now) if last else await asyncio.to_thread(_tried, origin, private=private)


def _told(origin: Origin, last: Look, now: datetime) -> Finding:
    if not last.why:
        return ok(f"{origin.shown} was looked at {_ago(last.at, now)}.")
    good = f"its contents of {_ago(last.good, now)} are kept" if last.good else "nothing of it is held"
    return fail(f"{last.why.splitlines()[0]} ({origin.shown}: {good}.)")


def _tried(origin: Origin, *, private: bool) -> Finding:
    try:
        files = fetch(origin.location, private=private, bounds=BRIEF).files
        ingest.read(files, name=origin.name, format=origin.format, zone=origin.zone, columns=origin.columns or None)
    except SourceError as error:
        why = str(error).splitlines()[0]
        allow = " USHER_PRIVATE_SOURCES=1 allows it." if "private network" in why else ""
        return fail(f"USHER_SOURCES: {why}{allow} ({origin.shown})")
    except Exception as error:  # noqa: BLE001 - what a reader did not foresee
        return fail(f"USHER_SOURCES: {origin.shown} holds what its reader does not foresee ({type(error).__name__}).")
    return warn(f"{origin.shown} can be read, and was not looked at yet: `usher corpus refresh` does.")


def _ago(instant: datetime, now: datetime) -> str:
    minutes = max(0, round((now - instant).total_seconds() / 60))
    return f"{minutes} minutes ago" if minutes < 120 else f"{minutes // 60} hours ago"
