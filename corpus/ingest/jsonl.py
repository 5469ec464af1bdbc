"""JSON lines: Usher's own format, and the simple list of papers that anyone can write.

A line with a ``kind`` is a whole record as ``usher corpus export`` prints it. A line without is a paper:
``title`` is needed; ``id``, ``authors`` (a list, or one text with ``|`` between names), ``keywords``,
``abstract`` and any other field of a paper may stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from corpus.models import Note, Paper, Parsed, Record, Records, Source, SourceError
from corpus.names import slug
from corpus.report import capped

_RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Record)
_LISTS: Final = ("authors", "keywords", "other_titles", "orgs", "notes", "sources")


def sniff(data: bytes) -> str:
    """What keeps *data* from being JSON lines; nothing where they are."""
    first = next((line for line in data.splitlines() if line.strip()), b"")
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        return "line 1 is no JSON object"
    if not isinstance(row, dict) or not ("kind" in row or "title" in row):
        return "line 1 is no JSON object with a kind or a title"
    return ""


def parse(data: bytes, *, name: str) -> Parsed:
    """Records from JSON lines; a line that cannot be read is reported and passed over."""
    records: list[Record] = []
    problems: list[Note] = []
    for number, line in _lines(data):
        try:
            records.append(_record(json.loads(line)))
        except (ValueError, TypeError, RecursionError) as error:
            problems.append(Note(level="problem", text=_reason(error), where=f"line {number}"))
    if not records:
        raise SourceError(f"{name} holds no record that can be read as JSON lines.")
    if not any(record.kind == "source" for record in records):
        records = _with_source(records, name)
    whole = Records.of(_unique(records))
    counts = (f"{len(getattr(whole, kind))} {kind}" for kind in type(whole).model_fields if getattr(whole, kind))
    notes = [Note(level="read", text=", ".join(counts)), *capped(problems, "more lines could not be read")]
    return Parsed(records=whole, notes=tuple(notes))


def dump(records: Records) -> Iterator[str]:
    """The lines of an export: one record each, empty fields left out."""
    for record in records.all():
        yield json.dumps(
            {"kind": record.kind, **record.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False
        )


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    text = data.decode("utf-8-sig", errors="replace")
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _record(row: Any) -> Record:
    if not isinstance(row, dict):
        raise TypeError("no JSON object")
    if "kind" in row:
        return _RECORD.validate_python(row)
    if not str(row.get("title") or "").strip():
        raise ValueError("no title")
    fields = {key: value for key, value in row.items() if key in Paper.model_fields and value not in (None, "")}
    for key in _LISTS:
        if isinstance(fields.get(key), str):
            fields[key] = tuple(part.strip() for part in fields[key].split("|") if part.strip())
    return Paper.model_validate(
        {
            "id": slug(str(row["title"])) or "paper",
            **fields,
            **({"id": str(row["id"])} if "id" in row else {}),
        }
    )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'record'}: {first['msg']}"
    return "no JSON" if isinstance(error, json.JSONDecodeError) else str(error)


def _with_source(records: list[Record], name: str) -> list[Record]:
    """The records of a bare list, each naming the file that it came from."""
    title = name.rsplit("/", 1)[-1]
    source = Source(id=slug(title) or "list", title=title, format="jsonl")
    return [
        source,
        *(
            r if r.kind == "source" else r.model_copy(update={"sources": (source.id,)}) if r.kind != "slot" else r
            for r in records
        ),
    ]


def _unique(records: list[Record]) -> list[Record]:
    """The records with each identifier used once in its kind: a repeated one gets a number."""
    seen: dict[tuple[str, str], int] = {}
    unique = []
    for record in records:
        count = seen[record.kind, record.id] = seen.get((record.kind, record.id), 0) + 1
        unique.append(record if count == 1 else record.model_copy(update={"id": f"{record.id}-{count}"}))
    return unique
