"""YAML as a person writes and corrects it: the format of the shipped corpus.

A file is a mapping from kinds ("papers", "sessions", …) to lists of records with the fields of
``corpus.models``. A session may hold its ``slots``, whose session and identifier then go without saying.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from corpus.encoding import decode
from corpus.models import Parsed, Records, Session, Slot, SourceError
from corpus.programme.trees import LARGEST, size_of
from corpus.report import read_note


def sniff(data: bytes) -> str:
    """What keeps *data* from being a corpus in YAML; nothing where it is one."""
    head = data.lstrip(b"\xef\xbb\xbf \r\n")
    for line in head.splitlines():
        if line.strip() and not line.startswith(b"#"):
            kind = line.partition(b":")[0].decode("ascii", errors="replace")
            return (
                ""
                if b":" in line and kind in Records.model_fields
                else f"it starts with no list of {', '.join(Records.model_fields)}"
            )
    return "it is empty"


def parse(data: bytes, *, name: str) -> Parsed:
    """Records from YAML. Raises SourceError, with the place, where the file is not sound."""
    try:
        tree = yaml.load(decode(data), Loader=_Loader)  # noqa: S506 - a SafeLoader without dates
        size = size_of(tree)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise SourceError(f"{name} is not sound YAML{where}.") from error
    except (ValueError, RecursionError) as error:  # a number that is too long, lists that lie too deep in one another
        raise SourceError(f"{name} is not sound YAML.") from error
    if size > LARGEST:
        raise SourceError(f"{name} repeats itself too often by aliases.")
    if not isinstance(tree, dict):
        raise SourceError(f"{name} holds no mapping of kinds to records.")
    try:
        records = Records.model_validate(_flat(tree))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SourceError(f"{name} cannot be taken over: {_reason(error)}") from error
    if not records.all():
        raise SourceError(f"{name} holds no record.")
    counts = ((len(getattr(records, kind)), kind.removesuffix("s")) for kind in Records.model_fields)
    return Parsed(records=records, notes=(read_note(*counts),))


def dump(records: Records) -> str:
    """*records* as YAML: empty fields left out, times in their session's own zone, slots in their session."""
    tree: dict[str, list[dict[str, Any]]] = {}
    for kind in Records.model_fields:
        if kind != "slots" and getattr(records, kind):
            tree[kind] = [_plain(record) for record in getattr(records, kind)]
    sessions: dict[str, tuple[dict[str, Any], str | None]] = {}
    for row, session in zip(tree.get("sessions", ()), records.sessions, strict=True):
        _localise(row, session, session.zone)
        sessions.setdefault(session.id, (row, session.zone))
    for slot in records.slots:
        row, zone = sessions.get(slot.session or "", (tree, None))
        row.setdefault("slots", []).append(_slot(slot, zone) if row is not tree else _plain(slot))
    return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _flat(tree: Mapping[str, Any]) -> dict[str, Any]:
    sessions = [dict(row) for row in tree.get("sessions") or ()]
    slots = [
        {"id": _usual(session["id"], slot["paper"]), **slot, "session": session["id"]}
        for session in sessions
        for slot in session.pop("slots", None) or ()
    ]
    lists = {kind: rows or () for kind, rows in tree.items()}
    return {**lists, "sessions": sessions, "slots": [*slots, *(tree.get("slots") or ())]}


def _usual(session: str, paper: str) -> str:
    """The identifier that a slot has where nothing is said."""
    return f"{session}/{paper}"


def _slot(slot: Slot, zone: str | None) -> dict[str, Any]:
    """A slot within its session."""
    row = {key: value for key, value in _plain(slot).items() if key != "session"}
    _localise(row, slot, zone)
    return row if slot.id != _usual(slot.session or "", slot.paper) else {k: v for k, v in row.items() if k != "id"}


def _plain(record: Any) -> dict[str, Any]:
    row: dict[str, Any] = record.model_dump(mode="json", exclude_defaults=True)
    first = [key for key in ("id", "title", "paper") if key in row]
    return {key: row[key] for key in (*first, *row)}


def _localise(row: dict[str, Any], timed: Session | Slot, zone: str | None) -> None:
    for key in ("start", "end"):
        instant: datetime | None = getattr(timed, key)
        if instant is not None:
            row[key] = _written(instant, ZoneInfo(zone or "UTC"))


def _written(instant: datetime, zone: ZoneInfo) -> str:
    """*instant* as *zone*'s clocks show it, as precisely as it is known; in UTC where they show no whole minutes."""
    try:
        local = instant.astimezone(zone)
    except OverflowError:  # at the ends of the calendar
        local = instant
    offset = local.utcoffset() or timedelta()
    local = local if offset % timedelta(minutes=1) == timedelta() else instant
    return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its lists lie too deep in one another."
    if not isinstance(error, ValidationError):
        return "a record lacks its identifier, or is no record."
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{' / '.join(map(str, first['loc']))}: {first['msg']}."


_RESOLVERS: Final = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}  # without YAML's own dates: pydantic reads those, zone included


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe, and fast where libyaml is there."""

    yaml_implicit_resolvers = _RESOLVERS


class _Dumper(yaml.SafeDumper):
    """Long texts folded, lists of short words on one line."""

    yaml_implicit_resolvers = _RESOLVERS


_ESCAPED: Final = re.compile("[\r\x85\u2028\u2029\ufeff]")  # YAML takes them for line breaks and marks


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ESCAPED.search(text) else ">" if len(text) > 100 and "\n" not in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    flow = all(isinstance(item, str) and len(item) < 60 for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
