"""JSON objects that list papers, as others export them: rows with named columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import Any, Final

from corpus.lists.fields import read_name
from corpus.lists.items import Row
from corpus.programme.orgs import orgs_of
from corpus.programme.trees import DEEPEST

# Fields that only our own papers have, taken as they are; of *links* where they are ours.
_OWN: Final = ("event", "listed", "summary", "notes", "other_titles")
_PEOPLE: Final = ("authors", "author", "speakers", "speaker", "presenters", "presenter")
_NAMES: Final = ("name", "fullname", "full_name", "fullName", "display_name", "displayName", "public_name")
_FIRST: Final = ("first", "given", "first_name", "firstName", "firstname", "given_name", "givenName")
_LAST: Final = ("last", "family", "last_name", "lastName", "lastname", "family_name", "familyName", "surname")
_SAID: Final = ("en", "value", "title", "text", "label", "url", "href")


def is_titled(row: Mapping[str, Any]) -> bool:
    """Whether *row* has a title, under whatever name."""
    return any(_is_title(key) and flat(value).strip() for key, value in row.items())


def rows_of(objects: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[list[str], list[Row]]:
    """The names of all fields of *objects*, given with their places; and a row for each of them."""
    columns: dict[str, int] = {}
    rows: list[Row] = []
    for where, each in objects:
        fields = {**each, "orgs": list(homes)} if (homes := orgs_of(each, *_PEOPLE)) else each
        more = _more(fields)
        told = {columns.setdefault(str(key), len(columns)): value for key, value in fields.items() if key not in more}
        cells = [""] * len(columns)
        for place, value in told.items():
            cells[place] = flat(value)
        rows.append(Row(where, cells, more))
    return list(columns), rows


def flat(value: Any, depth: int = 0) -> str:
    """*value* as a cell of a table: a list with bars between, of an object what it is called."""
    if isinstance(value, str):
        return value.strip()
    if value is None or depth > DEEPEST or (isinstance(value, float) and not isfinite(value)):
        return ""
    if isinstance(value, list):
        parts = [part for each in value if (part := flat(each, depth + 1).replace("|", "/"))]
        return "|".join(parts) + ("|" if len(parts) == 1 and any(mark in parts[0] for mark in ",;") else "")
    if isinstance(value, Mapping):
        return _called(value, depth)
    return str(value)


def _called(value: Mapping[str, Any], depth: int) -> str:
    for keys in (_NAMES, _FIRST, _LAST, _SAID):
        key = next((key for key in keys if value.get(key)), None)
        if key is not None and keys in (_FIRST, _LAST):
            first, last = (next((value[key] for key in each if value.get(key)), "") for each in (_FIRST, _LAST))
            return f"{flat(first, depth + 1)} {flat(last, depth + 1)}".strip()
        if key is not None:
            return flat(value[key], depth + 1)
    return ""


def _more(fields: Mapping[str, Any]) -> dict[str, Any]:
    more = {key: fields[key] for key in _OWN if fields.get(key)}
    for key in ("notes", "other_titles"):
        if isinstance(more.get(key), str):
            more[key] = [part.strip() for part in more[key].split("|") if part.strip()]
    links = fields.get("links")
    if isinstance(links, list) and all(isinstance(link, Mapping) and "label" in link for link in links):
        more["links"] = links
    return more


@lru_cache(maxsize=1024)
def _is_title(key: str) -> bool:
    return "title" in read_name(key).fields
