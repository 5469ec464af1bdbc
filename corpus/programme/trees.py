"""Trees of JSON as they come from outside: nothing about their shape is taken for granted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from corpus.encoding import decode
from corpus.programme.texts import plain

Row = Mapping[str, Any]
DEEPEST: Final = 60  # levels of a tree that are looked at
LARGEST: Final = 2_000_000  # values of a YAML file, those counted again that an alias repeats
_NOTHING: Final[Row] = {}


@lru_cache(maxsize=1)
def read_json(data: bytes) -> Any:
    """The JSON value that *data* is; None where it is no JSON.

    The last one is kept, since every format looks at the same bytes: ``read_json.cache_clear()`` forgets it.
    """
    if data.lstrip()[:1] not in {b"{", b"[", b"\xef", b"\xff", b"\xfe"}:
        return None
    try:
        return json.loads(decode(data))
    except (ValueError, RecursionError):
        return None


def json_fault(data: bytes) -> str:
    """Why *data* is no JSON, with the line and column where it breaks off or goes wrong; "" where it is JSON."""
    try:
        json.loads(decode(data))
    except json.JSONDecodeError as error:
        return f"{error.msg[0].lower()}{error.msg[1:]} at line {error.lineno}, column {error.colno}"
    except RecursionError:
        return "its objects are nested too deeply"
    except ValueError:
        return "a number in it has too many digits"
    return ""


class ReadRow(dict[str, Any]):
    """A row that notes in *read* which of its fields were asked for."""

    def __init__(self, row: Row, read: set[str]) -> None:
        super().__init__(row)
        self._read = read

    def get(self, key: str, default: Any = None) -> Any:
        """The field *key*, from now on read."""
        self._read.add(key)
        return super().get(key, default)


def row_at(tree: Any, *keys: str) -> Row:
    """The object at the path of *keys*; an empty one where there is none."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, Mapping) else None
    return tree if isinstance(tree, Mapping) else _NOTHING


def rows_at(tree: Any, *keys: str) -> list[Row]:
    """The objects in the list at the path of *keys*, other values left out; [] where there is none."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, Mapping) else None
    return [row for row in tree if isinstance(row, Mapping)] if isinstance(tree, list) else []


def text_at(row: Row, *keys: str) -> str:
    """The first of the fields *keys* that holds text, without markup; of {"en": …} the English, else the first."""
    return next((text for key in keys if (text := _text(row.get(key)))), "")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        texts = {key: text for key, each in value.items() if isinstance(each, str) and (text := plain(each))}
        return texts.get("en") or next(iter(texts.values()), "")
    return ""


def paths(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every field that holds something, with its path; the places in lists go without saying."""
    if len(path) > DEEPEST:
        return
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if value not in (None, "", [], {}):
                yield (*path, str(key)), value
                yield from paths(value, (*path, str(key)))
    elif isinstance(tree, list):
        for value in tree:
            yield from paths(value, path)


def size_of(tree: Any) -> int:
    """How many values *tree* holds, counted as often as it holds them; RecursionError where one holds itself."""
    return _size(tree, {})


def _size(tree: Any, known: dict[int, int]) -> int:
    if not isinstance(tree, list | Mapping):
        return 1
    if id(tree) not in known:
        known[id(tree)] = 1 + sum(_size(each, known) for each in (tree.values() if isinstance(tree, Mapping) else tree))
    return known[id(tree)]
