"""The shape of the lists that pretalx's REST API gives: pages, plain lists and schedules of submissions and slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from corpus.models import Note
from corpus.programme.trees import Row
from corpus.report import problem

_LISTS: Final = ("results", "slots", "breaks")
_API: Final = re.compile(r"(.*)/api/events/([\w.-]+)/")


class Item(NamedTuple):
    """A submission with its slots, or a slot of something else (*row* is empty) or of a code alone (a text)."""

    where: str
    row: Row | str
    slots: list[Any]


def is_talk_list(tree: Any) -> bool:
    """Whether some entry of *tree* is a submission, or a slot of one."""
    return any(_is_submission(row) or _is_slot(row) for _, row in _rows(tree))


def is_slot_list(tree: Any) -> bool:
    """Whether the entries of *tree* are slots with their talks in them, rather than talks with their slots."""
    return next((_is_slot(row) for _, row in _rows(tree)), False)


def items(tree: Any) -> Iterator[Item]:
    """What the lists in *tree* hold, in order; entries that are neither submission nor slot left out."""
    for where, row in _rows(tree):
        if _is_submission(row):
            slots = list_at(row, "slots") or [row.get("slot")]
            yield Item(where, row, [slot for slot in slots if slot is not None])
        elif _is_slot(row) or _is_pause(where, row):
            named = row.get("submission")
            yield Item(where, named if isinstance(named, str | Mapping) else {}, [row])


def strays(tree: Any) -> list[Note]:
    """The entries of *tree* that are neither submission nor slot, as problems."""
    return [
        problem("no talk and no slot", where)
        for where, row in _rows(tree)
        if not (_is_submission(row) or _is_slot(row) or _is_pause(where, row))
    ]


def page_notes(tree: Any) -> list[Note]:
    """What *tree* says of being a page of a longer list, or of another length than it has."""
    page: Row = tree if isinstance(tree, Mapping) else {}
    count, listed = page.get("count"), len(list_at(page, "results"))
    if page.get("next") or page.get("previous"):
        whole = f" of {count}" if isinstance(count, int) else ""
        return [
            problem(f"one page of several: {listed}{whole} entries are in it; name the other pages as sources, too")
        ]
    if isinstance(count, int) and count != listed:
        return [problem(f"it says that it has {count} entries, but {listed} are in it")]
    return []


def talk_pages(tree: Any) -> str:
    """The address below which the conference has a page for each talk; "" where no address in *tree* tells."""
    page: Row = tree if isinstance(tree, Mapping) else {}
    for url in (page.get("next"), page.get("previous")):
        try:
            parts = urlsplit(url) if isinstance(url, str) else None
        except ValueError:
            continue
        if parts and parts.hostname and parts.scheme in {"http", "https"} and (found := _API.match(parts.path)):
            return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{found[1]}/{found[2]}/talk/"
    return ""


def list_at(row: Any, key: str) -> list[Any]:
    """The list in the field *key* of *row*; [] where there is none."""
    value = row.get(key) if isinstance(row, Mapping) else None
    return value if isinstance(value, list) else []


def _rows(tree: Any) -> list[tuple[str, Any]]:
    """The entries of the lists in *tree*, each with its path."""
    if isinstance(tree, list):
        return [(str(place), row) for place, row in enumerate(tree)]
    return [(f"{key}.{place}", row) for key in _LISTS for place, row in enumerate(list_at(tree, key))]


def _is_submission(row: Any) -> bool:
    return (
        isinstance(row, Mapping) and row.keys() >= {"code", "title"} and bool(row.keys() & {"submission_type", "state"})
    )


def _is_slot(row: Any) -> bool:
    return isinstance(row, Mapping) and row.keys() >= {"submission", "start", "room"}


def _is_pause(where: str, row: Any) -> bool:
    return where.startswith("breaks") and isinstance(row, Mapping) and "start" in row
