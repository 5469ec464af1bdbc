"""The difference between two corpora, as an organiser would tell it."""

from __future__ import annotations

from typing import Final, Literal

from corpus.models import Records, Value

_SILENT: Final = frozenset({"id", "kind", "sources", "abstract", "body", "summary", "keywords"})


class Change(Value):
    """One record that is new, gone or different; *fields* names what differs, with before and after."""

    what: Literal["new", "gone", "changed"]
    kind: str
    id: str
    title: str
    fields: tuple[tuple[str, str, str], ...] = ()


def diff(old: Records, new: Records) -> list[Change]:
    """What changed from *old* to *new*, in the order of *new*, then what is gone."""
    before = {(record.kind, record.id): record for record in old.all()}
    after = {(record.kind, record.id): record for record in new.all()}
    changes = []
    for key, record in after.items():
        if key not in before:
            changes.append(Change(what="new", kind=key[0], id=key[1], title=_title(record)))
            continue
        was, now = before[key].model_dump(mode="json"), record.model_dump(mode="json")
        fields = tuple(
            (name, _shown(was[name]), _shown(now[name]))
            for name in now
            if name not in _SILENT and was[name] != now[name]
        )
        if fields:
            changes.append(Change(what="changed", kind=key[0], id=key[1], title=_title(record), fields=fields))
    gone = [
        Change(what="gone", kind=key[0], id=key[1], title=_title(before[key])) for key in before if key not in after
    ]
    return changes + gone


def _title(record: object) -> str:
    return str(getattr(record, "title", "") or getattr(record, "name", "") or getattr(record, "id", ""))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
