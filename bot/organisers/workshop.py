"""The draft and the programme in use, as the page shows them; and the processes that read and write programmes."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from bot.config import NAMES, Settings
from bot.desk import Desk
from bot.live import refreshed
from bot.organisers.folder import Folder
from bot.organisers.guard import Refused
from bot.organisers.models import EVERYTHING, Draft, Report, called
from corpus.catalog import Catalog
from corpus.ingest import FORMATS
from corpus.lists.fields import FIELDS
from corpus.models import SourceError
from corpus.sources import Origin, read_origins
from corpus.status import read_status
from corpus.store import CorpusError, open_corpus, origins_at, version_at

_PATIENCE: Final = 120.0  # seconds that a programme may take to be read


class Programme(Protocol):
    """The programme in use, which takes up what stands in its file."""

    @property
    def desk(self) -> Desk:
        """The corpus that is answered from now."""

    def look(self) -> bool:
        """Take up what stands in the file now."""


class Workshop:
    """The draft of the corpus at *target*, which is what *live* answers from."""

    def __init__(self, live: Programme, target: Path, settings: Settings) -> None:
        self.live = live
        self.folder = Folder(target)
        self._settings = settings
        self._busy = asyncio.Lock()
        self._desk: tuple[str, Desk] | None = None

    async def load(self, origin: Origin) -> None:
        """Read what is at *origin* as the draft."""
        await self._read(Draft(id=secrets.token_hex(8), origin=origin, at=datetime.now(UTC)))

    async def upload(self, name: str, data: bytes) -> None:
        """Read the file *name* that somebody sent as the draft."""
        path = await asyncio.to_thread(self.folder.upload, name, data)
        await self.load(Origin(location=str(path)))

    async def read_so(self, instead_of: str | None, how: Mapping[str, Any]) -> None:
        """Read the draft again, *how* a person says: fields of an Origin. Raises Refused."""
        said = {name: value for name, value in how.items() if value}
        if "columns" in said:  # only a table has any, also one that does not look like a programme by itself
            said.setdefault("format", "csv")
        origin = Origin.model_validate({"location": self._draft().origin.location, **said})
        await self._read(Draft(id=secrets.token_hex(8), origin=origin, at=datetime.now(UTC), instead_of=instead_of))

    async def _read(self, draft: Draft) -> None:
        await asyncio.to_thread(self.folder.keep, draft)
        if error := await self._work("read", *(["--private"] if self._settings.usher_private_sources else [])):
            await asyncio.to_thread(self.folder.keep, Report(id=draft.id, error=error))

    async def publish(self, identifier: str) -> None:
        """Publish the draft with this *identifier*, and no other. Raises Refused."""
        if self._draft().id != identifier:
            raise Refused(409, "Somebody has loaded another programme meanwhile. Look at it first.")
        if error := await self._work("publish"):
            raise Refused(409, error)
        self._desk = None  # it is in use now: held once is enough
        await asyncio.to_thread(self.live.look)

    async def undo(self) -> None:
        """Go back to the programme before. Raises Refused."""
        if error := await self._work("undo"):
            raise Refused(409, error)
        await asyncio.to_thread(self.live.look)

    async def discard(self) -> None:
        """Forget the draft."""
        self._desk = None
        await asyncio.to_thread(self.folder.drop)

    async def look_now(self) -> None:
        """Look at the sources of USHER_SOURCES at once, due or not."""
        if self._settings.usher_sources:
            await refreshed(self.folder.target, only_due=False)
            await asyncio.to_thread(self.live.look)

    async def desk(self) -> Desk:
        """The programme as it would be with the draft. Raises Refused where there is none that could be read."""
        report = self.folder.report
        if report is None or report.error:
            raise Refused(409, "There is no programme to try yet.")
        if self._desk is None or self._desk[0] != report.id:
            self._desk = (report.id, await asyncio.to_thread(self._open))
        return self._desk[1]

    def _open(self) -> Desk:
        try:
            catalog = Catalog(*open_corpus(self.folder.corpus))
        except CorpusError as error:
            raise Refused(409, str(error)) from error
        home = self.live.desk.home
        return Desk(catalog, home=home if home in catalog.events else None)

    def _draft(self) -> Draft:
        draft = self.folder.draft
        if draft is None:
            raise Refused(409, "There is no programme loaded.")
        return draft

    async def _work(self, what: str, *options: str) -> str:
        """Why *what* could not be done, or nothing. What it is done by knows no secret of the bot's."""
        environment = {name: value for name, value in os.environ.items() if name.upper() not in NAMES}
        command = (sys.executable, "-m", "bot.organisers.work", what, str(self.folder.target), *options)
        async with self._busy:
            process = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=environment
            )
            try:
                async with asyncio.timeout(_PATIENCE):
                    said, _ = await process.communicate()
            except TimeoutError:
                return "It takes too long to read: two minutes were not enough."
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode:
            return "It could not be done: the process that did it broke off."
        return str(json.loads(said).get("error", ""))

    def shown(self) -> dict[str, Any]:
        """The draft and the programme in use, as JSON. Looks into files."""
        draft, report, records = self.folder.draft, self.folder.report, self.live.desk.catalog.records
        versions = self.folder.versions()
        origins = self._origins()
        standing, held = _at_target(self.folder)
        status = read_status(self.folder.target)
        fixed = {origin.key for origin in origins}
        looks = [(origin, status.of(origin)) for origin in origins]
        return {
            "draft": _draft_shown(draft) if draft else None,
            "report": report.model_dump(mode="json", exclude={"affected"}) if report else None,
            "behind": bool(report and not report.error and report.against != standing),
            "live": {
                "events": [event.name for event in records.events],
                "event_ids": [event.id for event in records.events],
                "holds": {
                    "papers": len(records.papers),
                    "sessions": len(records.sessions),
                    "posts": len(records.posts),
                },
                "undo": versions[0][0].isoformat() if versions else None,
                "changed": status.changed.isoformat() if status.changed else None,
            },
            "sources": [
                {
                    "name": origin.shown,
                    "every": origin.every,
                    "at": look.at.isoformat() if look else None,
                    "why": look.why if look else "",
                }
                for origin, look in looks
            ],
            "by_hand": [{"key": key, "name": called(key)} for key in held if key not in fixed],
            "everything": EVERYTHING if not origins else None,
            "formats": {row.name: row.description for row in FORMATS.values()},
            "fields": list(FIELDS),
        }

    def _origins(self) -> tuple[Origin, ...]:
        try:
            return read_origins(self._settings.usher_sources)
        except SourceError:  # the log says so whenever they are looked at
            return ()


def _at_target(folder: Folder) -> tuple[str, tuple[str, ...]]:
    """The version of the corpus in use, and the keys of its sources; nothing where it is the shipped one."""
    try:
        return version_at(folder.target), tuple(key for key in origins_at(folder.target) if key)
    except CorpusError:
        return "", ()


def _draft_shown(draft: Draft) -> dict[str, Any]:
    origin = draft.origin
    return {
        "id": draft.id,
        "at": draft.at.isoformat(),
        "name": origin.name,
        "from": origin.shown if origin.is_address else "",
        "event": origin.event or "",
        "zone": origin.zone or "",
        "format": origin.format or "",
        "columns": origin.columns,
    }
