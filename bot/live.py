"""Answers from the newest corpus while the bot runs: the file is watched, and its sources are looked at again.

The desk is swapped whole, so a question that is being answered ends on the corpus that it began with. A refresh
runs in a process of its own: what it takes or breaks is not the bot's. Of several bots on one machine, one at a
time refreshes a corpus; all of them take it up.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.answer import reply
from bot.config import Settings, shared_origin
from bot.desk import Desk
from bot.health import Fault, Health
from bot.models import Answer, Ask, Moment, Surface
from corpus.catalog import Catalog
from corpus.models import SourceError, Window
from corpus.sources import Origin, read_origins
from corpus.status import Status, read_status
from corpus.store import CorpusError, open_corpus, version_at
from corpus.store import version as version_of
from corpus.tables import whole
from corpus.taken import take

_PAUSE: Final = 2.0  # seconds between two looks at the file
_PATIENCE: Final = 900.0  # seconds that a refresh may take before it is ended

_FIRST: Final[tuple[tuple[Surface, str], ...]] = (("paper", "a b"), ("session", "now"), ("mention", "who wrote a b"))

_log: Final = logging.getLogger(__name__)
Mark = tuple[int, int, int]  # what tells a file from the one that stood in its place


class Live:
    """A responder over the corpus file at *path* (None: the shipped one, which never changes).

    *desk* is over the file that *mark* tells, taken before that was opened: what stands in its place since is taken up.
    *stale* is the age from which answers say how old the corpus is, by how the looks at its *origins* went.
    """

    def __init__(self, desk: Desk, path: Path | None, *, mark: Mark | None, stale: timedelta) -> None:
        self._desk = desk
        self._path = path
        self._stale = stale
        self._mark = mark
        self._made = _time_of(mark)
        self._status = read_status(path) if path else Status()
        self.origins: tuple[Origin, ...] = ()

    @property
    def desk(self) -> Desk:
        """The corpus that is answered from now."""
        return self._desk

    @property
    def health(self) -> Health:
        """How the corpus is; its file is looked into for that."""
        try:
            version = version_at(self._path) if self._path else version_of(whole(self._desk.catalog.records))
        except CorpusError:  # it is being replaced, or broke: what is answered from is in memory
            version = ""
        return health_of(self._desk.catalog, version, self._status, self.origins, self._made)

    def __call__(self, ask: Ask) -> Answer:
        """The answer to *ask*, with a word about the corpus' age where it is old."""
        now = datetime.now(UTC)
        return aged(reply(ask, self._desk), self._status.unchecked(self.origins, now, self._stale))

    def look(self) -> bool:
        """Take up the corpus that stands in the file now; whether it is another one. A bad file changes nothing."""
        if self._path is None:
            return False
        self._status = read_status(self._path)
        mark = mark_at(self._path)
        if mark is None or mark == self._mark:
            return False
        self._mark = mark
        try:
            desk = warmed(Desk(Catalog(*open_corpus(self._path)), home=self._desk.home))
        except CorpusError as error:
            _log.warning("the corpus stays as it was: %s", error)
            return False
        self._desk, self._made = desk, _time_of(mark)
        _log.info("the corpus was renewed")
        return True


def health_of(
    catalog: Catalog, version: str, status: Status, origins: Iterable[Origin], made: datetime | None
) -> Health:
    """How the corpus in *catalog*, which was *made* then, is, by how the looks at its *origins* went."""
    records = catalog.records
    looks = [(origin, look) for origin in origins if (look := status.of(origin))]
    return Health(
        version=version,
        counts=(("paper", len(records.papers)), ("session", len(records.sessions)), ("post", len(records.posts))),
        changed=made,
        checked=min((look.at for _, look in looks), default=None),
        faults=tuple(
            Fault(source=origin.name, why=next(iter(look.why.splitlines()), ""), since=look.good)
            for origin, look in looks
            if look.why
        ),
    )


def warmed(desk: Desk) -> Desk:
    """*desk*, with what is looked up once for each corpus looked up: nobody's question waits for it."""
    for surface, text in _FIRST:
        reply(Ask(surface=surface, text=text, now=datetime.now(UTC), zone="UTC"), desk)
    gc.freeze()  # it stays, and what it replaced goes by itself
    return desk


def aged(answer: Answer, since: datetime | None) -> Answer:
    """*answer*, saying *since* when its sources could not be looked at, where that is so."""
    if since is None:
        return answer
    moment = Moment(window=Window(start=since, end=since))
    note = ("The programme could not be checked since ", moment, "; it may have changed.")
    return answer.model_copy(update={"aside": (*answer.aside, note)})


async def keep_up(live: Live, settings: Settings, path: Path | None) -> None:
    """Look at the corpus at *path*, and at its sources when it is time, until cancelled. Nothing else ends it.

    A corpus that another machine builds has its address for its one source.
    """
    tried: dict[str, datetime] = {}
    last = ""
    while path is not None:
        try:
            shared = shared_origin(settings)
            live.origins = (shared,) if shared else read_origins(settings.usher_sources)
            now = datetime.now(UTC)
            if due := to_try(live.origins, read_status(path), tried, now):
                tried.update((origin.key, now) for origin in due)
                await (_take(shared, path, settings) if shared else refreshed(path))
            await asyncio.to_thread(live.look)
            last = ""
        except Exception as error:  # noqa: BLE001 - a bot that no longer looks would answer from an old programme
            said = _told(error)
            if said != last:  # what stays wrong is said once, not every two seconds
                _log.warning("the sources could not be looked at: %s", said)
            last = said
        await asyncio.sleep(_PAUSE)


def to_try(
    origins: Iterable[Origin], status: Status, tried: Mapping[str, datetime], now: datetime
) -> tuple[Origin, ...]:
    """Those of *origins* that are due, by *status* and by when each was last *tried*.

    A refresh that breaks writes no status: without a memory of its own the bot would start it again at once, for ever.
    """

    def rested(origin: Origin) -> bool:
        at = tried.get(origin.key)
        return at is None or not at <= now < at + timedelta(seconds=origin.every)

    return tuple(origin for origin in origins if status.due(origin, now) and rested(origin))


def _told(error: Exception) -> str:
    """What of *error* a log may hold: a sentence made for people; of others, which may quote a secret, the kind."""
    return str(error) if isinstance(error, OSError | SourceError | CorpusError) and str(error) else type(error).__name__


async def _take(shared: Origin, path: Path, settings: Settings) -> None:
    """Take the corpus from its address; where another process of this machine does so just now, leave it."""
    await asyncio.to_thread(take, shared, path, private=settings.usher_private_sources, wait=0)


async def refreshed(path: Path, *, only_due: bool = True) -> None:
    """Run ``usher corpus refresh`` on the sources that are due, or on all, and log what it says."""
    due = ("--due",) if only_due else ()
    command = (sys.executable, "-m", "bot", "corpus", "refresh", *due, "--corpus", str(path))
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=dict(os.environ)
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            said, _ = await process.communicate()
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
        raise
    level = logging.WARNING if process.returncode else logging.INFO
    for line in said.decode(errors="replace").splitlines():
        _log.log(level, "refresh: %s", line)


def _time_of(mark: Mark | None) -> datetime | None:
    """When the file was written; it is the same for all who share it."""
    return datetime.fromtimestamp(mark[2] / 1e9, UTC) if mark else None


def mark_at(path: Path | None) -> Mark | None:
    """What tells the file at *path* from any that stands in its place later; None where there is none."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found else None
