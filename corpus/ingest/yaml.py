"""YAML as a person writes and corrects it: the format of the shipped corpus.

A file is a mapping from kinds ("papers", "sessions", …) to lists of records with the fields of
``corpus.models``. A session may hold its ``slots``, whose session and identifier then go without saying.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from corpus.models import Note, Parsed, Records, Session, Slot, SourceError


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
        tree = yaml.load(data, Loader=_Loader)  # noqa: S506 - a SafeLoader without dates
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise SourceError(f"{name} is not sound YAML{where}.") from error
    if not isinstance(tree, dict):
        raise SourceError(f"{name} holds no mapping of kinds to records.")
    try:
        records = Records.model_validate(_flat(tree))
    except (ValidationError, TypeError, KeyError, AttributeError) as error:
        raise SourceError(f"{name}: {_reason(error)}") from error
    counts = ", ".join(f"{len(getattr(records, kind))} {kind}" for kind in tree if kind in Records.model_fields)
    return Parsed(records=records, notes=(Note(level="read", text=counts),))


def dump(records: Records) -> str:
    """*records* as YAML: empty fields left out, times in their session's own zone, slots in their session."""
    zones = {session.id: session.zone for session in records.sessions}
    tree: dict[str, list[dict[str, Any]]] = {}
    for kind in Records.model_fields:
        if kind != "slots" and getattr(records, kind):
            tree[kind] = [_plain(record) for record in getattr(records, kind)]
    for row, session in zip(tree.get("sessions", ()), records.sessions, strict=True):
        _localise(row, session, session.zone)
        row.update({"slots": slots} if (slots := list(_slot_rows(records, session.id, zones))) else {})
    loose = [_plain(slot) for slot in records.slots if slot.session is None]
    return yaml.dump(
        {**tree, **({"slots": loose} if loose else {})},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


def _flat(tree: Mapping[str, Any]) -> dict[str, Any]:
    sessions = [dict(row) for row in tree.get("sessions") or ()]
    slots = [
        {"id": f"{session['id']}/{slot['paper']}", **slot, "session": session["id"]}
        for session in sessions
        for slot in session.pop("slots", None) or ()
    ]
    lists = {kind: rows or () for kind, rows in tree.items()}
    return {**lists, "sessions": sessions, "slots": [*slots, *(tree.get("slots") or ())]}


def _slot_rows(records: Records, session: str, zones: Mapping[str, str | None]) -> Iterator[dict[str, Any]]:
    for slot in records.slots:
        if slot.session == session:
            row = {key: value for key, value in _plain(slot).items() if key not in ("id", "session")}
            _localise(row, slot, zones[session])
            yield row


def _plain(record: Any) -> dict[str, Any]:
    row: dict[str, Any] = record.model_dump(mode="json", exclude_defaults=True)
    first = [key for key in ("id", "title", "paper") if key in row]
    return {key: row[key] for key in (*first, *row)}


def _localise(row: dict[str, Any], timed: Session | Slot, zone: str | None) -> None:
    for key in ("start", "end"):
        instant: datetime | None = getattr(timed, key)
        if instant is not None:
            row[key] = instant.astimezone(ZoneInfo(zone or "UTC")).isoformat(timespec="minutes")


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "a record lacks its identifier"
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


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = ">" if len(text) > 100 and "\n" not in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    flow = all(isinstance(item, str) and len(item) < 60 for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
