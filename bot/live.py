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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.answer import reply
from bot.config import Settings
from bot.desk import Desk
from bot.models import Answer, Ask, Moment, Surface
from corpus.catalog import Catalog
from corpus.models import SourceError, Window
from corpus.sources import read_origins
from corpus.status import Status, read_status
from corpus.store import CorpusError, open_corpus

_PAUSE: Final = 2.0  # seconds between two looks at the file
_PATIENCE: Final = 900.0  # seconds that a refresh may take before it is ended

_FIRST: Final[tuple[tuple[Surface, str], ...]] = (("paper", "a b"), ("session", "now"), ("mention", "who wrote a b"))

_log: Final = logging.getLogger(__name__)
_Mark = tuple[int, int, int]  # what tells a file from the one that stood in its place


class Live:
    """A responder over the corpus file at *path* (None: the shipped one, which never changes).

    *stale* is the age from which answers say how old the corpus is.
    """

    def __init__(self, desk: Desk, path: Path | None, *, stale: timedelta) -> None:
        self._desk = desk
        self._path = path
        self._stale = stale
        self._mark = _mark(path)
        self._status = read_status(path) if path else Status()

    def __call__(self, ask: Ask) -> Answer:
        """The answer to *ask*, with a word about the corpus' age where it is old."""
        return aged(reply(ask, self._desk), self._status, datetime.now(UTC), self._stale)

    def look(self) -> bool:
        """Take up the corpus that stands in the file now; whether it is another one. A bad file changes nothing."""
        if self._path is None:
            return False
        self._status = read_status(self._path)
        mark = _mark(self._path)
        if mark is None or mark == self._mark:
            return False
        self._mark = mark
        try:
            desk = warmed(Desk(Catalog(*open_corpus(self._path)), home=self._desk.home))
        except CorpusError as error:
            _log.warning("the corpus stays as it was: %s", error)
            return False
        self._desk = desk
        _log.info("the corpus was renewed")
        return True


def warmed(desk: Desk) -> Desk:
    """*desk*, with what is looked up once for each corpus looked up: nobody's question waits for it."""
    for surface, text in _FIRST:
        reply(Ask(surface=surface, text=text, now=datetime.now(UTC), zone="UTC"), desk)
    gc.freeze()  # it stays, and what it replaced goes by itself
    return desk


def aged(answer: Answer, status: Status, now: datetime, stale: timedelta) -> Answer:
    """*answer*, saying since when its sources could not be looked at, where that is *stale* or longer ago."""
    since = status.as_of
    if since is None or now - since < stale:
        return answer
    moment = Moment(window=Window(start=since, end=since))
    note = ("The programme could not be checked since ", moment, "; it may have changed.")
    return answer.model_copy(update={"aside": (*answer.aside, note)})


async def keep_up(live: Live, settings: Settings, path: Path | None) -> None:
    """Look at the corpus at *path*, and at its sources when it is time, until cancelled."""
    origins = read_origins(settings.usher_sources) if path else ()
    while path is not None:
        try:
            status = read_status(path)
            if any(status.due(origin, datetime.now(UTC)) for origin in origins):
                await _refresh(path)
            await asyncio.to_thread(live.look)
        except (OSError, SourceError) as error:
            _log.warning("the sources could not be looked at: %s", error)
        await asyncio.sleep(_PAUSE)


async def _refresh(path: Path) -> None:
    """Run ``usher corpus refresh`` on the sources that are due, and log what it says."""
    command = (sys.executable, "-m", "bot", "corpus", "refresh", "--due", "--corpus", str(path))
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


def _mark(path: Path | None) -> _Mark | None:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found else None
