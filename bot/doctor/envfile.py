"""The file ``.env``: lines that are no settings, and settings that are none of Usher's."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import Original, parse_stream
from rapidfuzz import process

from bot.config import ENV_FILE, NAMES
from bot.doctor.finding import Finding, fail

_OURS: Final = ("SLACK_", "USHER_")  # how the names of settings begin that no other program has
_LIKE: Final = 80  # percent alike, for a slip of the fingers


def look() -> Iterator[Finding]:
    """What is wrong in the file, by line; nothing where there is none. That it can be read, the settings have shown."""
    file = Path(ENV_FILE)
    if not file.is_file():
        return
    for binding in parse_stream(StringIO(file.read_text(encoding="utf-8"))):
        line = _line_of(binding.original)
        if binding.error or (binding.key is not None and binding.value is None):
            yield fail(
                f"Line {line} of {ENV_FILE} is no setting: it should be NAME=value, in quotes where it has spaces."
            )
        elif binding.key and binding.key.startswith(_OURS) and binding.key.upper() not in NAMES:
            near = process.extractOne(binding.key, NAMES, score_cutoff=_LIKE)
            meant = f" Is {near[0]} meant?" if near else ""
            yield fail(f"Line {line} of {ENV_FILE} sets {binding.key}, which is no setting of Usher.{meant}")


def _line_of(original: Original) -> int:
    """On which line it begins; blank ones before it are taken for a part of it."""
    blank = original.string[: len(original.string) - len(original.string.lstrip())]
    return original.line + blank.count("\n")
