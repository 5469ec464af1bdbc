"""Which sources a corpus is built from: named on a command line, in USHER_SOURCES, or in a YAML file.

An item of a line is a path or an address; what else is said of it follows a ``#`` as ``key=value``, joined by
``&``: ``https://conf.example/schedule.json#event=birdconf-2031&every=60``. A YAML file is a list:

    - source: https://conf.example/schedule.json
      event: birdconf-2031
      every: 60
    - source: posters.csv
      format: csv
      columns: {title: Paper, authors: Author list}
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import yaml
from pydantic import Field, ValidationError

from corpus.fetch import shown
from corpus.models import SourceError, Value, Zone

_EVERY: Final = 30  # seconds between two looks at a source, where nothing else is said
_OPTIONS: Final = ("format", "event", "zone", "every", "map")


class Origin(Value):
    """A source to build from: a path or URL, and what is said of it.

    *zone* is that of times without one, *columns* our field -> the column of a table that holds it, *every*
    how many seconds pass between two looks at it.
    """

    location: str
    format: str | None = None
    event: str | None = None
    zone: Zone | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    every: int = Field(_EVERY, ge=1)

    @property
    def is_address(self) -> bool:
        """Whether it is fetched from the network."""
        return urlsplit(self.location).scheme.casefold() in ("http", "https")

    @property
    def shown(self) -> str:
        """Where it is, without secrets."""
        return shown(self.location) if self.is_address else self.location

    @property
    def key(self) -> str:
        """What tells it from every other source: where it is, its secrets hidden in a number."""
        whole = self.location if self.is_address else str(Path(self.location).absolute())
        return f"{self.shown}~{sha256(whole.encode()).hexdigest()[:12]}"

    @property
    def options(self) -> str:
        """How it is read, as one text."""
        return self.model_dump_json(include={"format", "event", "zone", "columns"}, exclude_defaults=True)

    @property
    def name(self) -> str:
        """The last part of where it is: what answers and reports call it."""
        return self.shown.rstrip("/").rsplit("/", 1)[-1] or self.shown


def read_origins(items: Iterable[str]) -> tuple[Origin, ...]:
    """The sources that *items* name, those of YAML lists in their place, each once. Raises SourceError."""
    origins: list[Origin] = []
    for item in items:
        origin = _inline(item)
        listed = _listed(origin)
        origins += [origin] if listed is None else listed
    once: dict[str, Origin] = {}
    for origin in origins:
        once.setdefault(origin.key, origin)  # a corpus holds one part of each key: a second would always seem changed
    return tuple(once.values())


def read_columns(text: str) -> dict[str, str]:
    """Our fields and the columns that hold them, from ``title=Paper,authors="Author list"``. Raises SourceError."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = ",", True, ""
    try:
        pairs = [pair.partition("=") for pair in lexer]
    except ValueError as error:
        raise SourceError(f"The columns {text!r} cannot be read: {error}.") from error
    if not all(field.strip() and column.strip() for field, _, column in pairs):
        raise SourceError(f'The columns {text!r} should be such as title=Paper,authors="Author list".')
    return {field.strip(): column.strip() for field, _, column in pairs}


def _inline(item: str) -> Origin:
    location, _, options = item.partition("#")
    given = dict(parse_qsl(options.replace("+", "%2B")))  # a plus is one: Etc/GMT+2, C++
    if options and (set(given) - set(_OPTIONS) or not given):
        location, given = item, {}  # a path with a # in it, or an anchor
    columns = read_columns(given.pop("map")) if "map" in given else {}
    return _origin({"location": location, "columns": columns, **given}, item)


def _listed(origin: Origin) -> list[Origin] | None:
    """The sources that the file *origin* lists; None where it is no YAML list of sources."""
    path = Path(origin.location)
    if origin.is_address or path.suffix not in (".yaml", ".yml") or not path.is_file():
        return None
    try:
        rows = yaml.safe_load(path.read_bytes())
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return None
    if not isinstance(rows, list):
        return None
    return [_row(row, path, number) for number, row in enumerate(rows, 1)]


def _row(row: Any, path: Path, number: int) -> Origin:
    if not isinstance(row, Mapping) or not isinstance(row.get("source"), str):
        raise SourceError(f"{path}: entry {number} names no source.")
    location = row["source"]
    if urlsplit(location).scheme not in ("http", "https"):
        location = str(path.parent / location)  # as the file stands to them, wherever the bot is started
    rest = {key: value for key, value in row.items() if key != "source"}
    return _origin({"location": location, **rest}, f"{path}: entry {number}")


def _origin(fields: Mapping[str, Any], where: str) -> Origin:
    try:
        return Origin.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        what = ".".join(map(str, first["loc"])) or "it"
        raise SourceError(
            f"{shown(where)}: {what} cannot be so: {first['msg'].removeprefix('Value error, ')}."
        ) from None
