"""Where a draft lies: a folder beside the corpus that it may become part of, with the versions published before."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Final, TypeVar

from pydantic import ValidationError

from bot.organisers.models import Draft, Report
from bot.safe import clean
from corpus.models import Value

_VERSIONS: Final = 5  # that can be gone back to
_STEM: Final = 50  # characters of a file's name
_SUFFIX: Final = 10  # and of its ending
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_STAMP: Final = "%Y%m%dT%H%M%S.%fZ"
_Kept = TypeVar("_Kept", bound=Value)


class Folder:
    """The folder of the corpus at *target*. What is not there, or cannot be read, is None."""

    def __init__(self, target: Path) -> None:
        self.target = target.absolute()
        self.root = self.target.with_name(f"{target.name}.draft")

    @property
    def corpus(self) -> Path:
        """The programme as it would be with the draft."""
        return self.root / "corpus.sqlite"

    @property
    def draft(self) -> Draft | None:
        """What was loaded last."""
        return self._read("draft.json", Draft)

    @property
    def report(self) -> Report | None:
        """What came of reading it; None too where that is of an earlier draft."""
        report, draft = self._read("report.json", Report), self.draft
        return report if report and draft and report.id == draft.id else None

    def keep(self, value: Draft | Report) -> None:
        """Keep *value* in place of the one before, whole or not at all. Raises OSError."""
        self._made()
        target = self.root / ("draft.json" if isinstance(value, Draft) else "report.json")
        handle, name = tempfile.mkstemp(dir=self.root, prefix=f".{target.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value.model_dump_json())
        Path(name).replace(target)

    def upload(self, name: str, data: bytes) -> Path:
        """Keep the file *name* that somebody sent, alone; where it is. Raises OSError."""
        self._made()
        files = self.root / "files"
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir()
        path = files / file_name(name)
        path.write_bytes(data)
        return path

    def drop(self) -> None:
        """Forget the draft; the versions before stay."""
        for left in ("draft.json", "report.json", self.corpus.name):
            (self.root / left).unlink(missing_ok=True)
        shutil.rmtree(self.root / "files", ignore_errors=True)

    def versions(self) -> list[tuple[datetime, Path]]:
        """The programmes that stood before, each with when it was replaced; the last first."""
        found = ((_instant(path.stem), path) for path in (self.root / "before").glob("*.sqlite"))
        return sorted(((at, path) for at, path in found if at), reverse=True)

    def version(self, now: datetime) -> Path:
        """Where to keep the programme that is replaced *now*; the oldest ones go."""
        self._made()
        (self.root / "before").mkdir(exist_ok=True)
        for _, old in self.versions()[_VERSIONS - 1 :]:
            old.unlink(missing_ok=True)
        return self.root / "before" / f"{now.astimezone(UTC).strftime(_STAMP)}.sqlite"

    def _made(self) -> None:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)  # addresses may have keys in them

    def _read(self, name: str, kind: type[_Kept]) -> _Kept | None:
        try:
            return kind.model_validate_json((self.root / name).read_bytes())
        except (OSError, ValidationError):
            return None


def file_name(name: str) -> str:
    """A safe name for the file that somebody calls *name*: no folders, nothing hidden, not too long."""
    last = PurePath(_UNSAFE.sub("-", clean(re.split(r"[\\/]", name)[-1])).strip(". "))
    safe = last.stem[:_STEM] + last.suffix[:_SUFFIX]
    return safe.encode(errors="replace").decode() or "programme"


def _instant(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
