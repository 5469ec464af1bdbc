"""JSON lines: Usher's own format, and the plain list of papers that anyone can write.

A line whose ``kind`` is one of ours is a whole record as ``usher corpus export`` prints it, and is taken as it is.
Any other line is a paper, talk or session as others list it: ``title`` is needed, and its fields may be called as
columns of tables are (``corpus.lists.fields``). One JSON list of such objects is read, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from corpus.encoding import decode
from corpus.ingest.jsonl.objects import is_titled, rows_of
from corpus.lists.columns import find_columns
from corpus.lists.listing import passed_over, read_listing
from corpus.models import Note, Paper, Parsed, Record, Records, Session, Source, SourceError
from corpus.names import slug
from corpus.programme.private import private_fields, scrubbed
from corpus.programme.times import read_zone
from corpus.programme.trees import json_fault, read_json
from corpus.report import capped, left_out, numbered, problem, read_note

_RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Record)
_KINDS: Final = frozenset(kind.removesuffix("s") for kind in Records.model_fields)
_OTHERS: Final = frozenset(  # fields of the lists that are formats of their own
    (
        "isServiceSession",
        "startsAt",
        "endsAt",
        "content",
        "virtualsite_url",
        "submission_type",
        "contributions",
        "_type",
    )
)
_BLANKS: Final = b"\xef\xbb\xbf \t\r\n"  # and the mark of UTF-8
_FAR: Final = 1000  # bytes within which a file begins
_FEW: Final = 50  # objects of a list that show what it is


class _Held(NamedTuple):
    """What a file holds: records of ours, objects of others with their places, and what is neither."""

    records: list[Record]
    objects: list[tuple[str, Mapping[str, Any]]]
    problems: list[Note]


def sniff(data: bytes) -> str:
    """What keeps *data* from being JSON lines or a list of papers; nothing where it is one."""
    if _is_list(data):
        tree = read_json(data)
        rows = tree[:_FEW] if isinstance(tree, list) else []
        listed = bool(rows) and all(isinstance(row, dict) and _OTHERS.isdisjoint(row) for row in rows)
        return "" if listed and all(map(_is_ours, rows)) else "its top is no list of objects that all have a title"
    try:
        row = json.loads(_first_line(data))
    except (ValueError, RecursionError):
        return "line 1 is no JSON object"
    return "" if isinstance(row, dict) and _is_ours(row) else "line 1 is no JSON object with a kind or a title"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """Records from JSON lines; a line that cannot be read is reported and passed over.

    *zone* is for the times of others that name none. Raises SourceError where no line can be read.
    """
    local = read_zone(zone) if zone else None
    if zone and local is None:
        raise SourceError(f"{name} cannot be read in the zone “{zone}”, which there is not.")
    held = _held(_objects(data, name))
    records = _unique(held.records)
    title = name.rsplit("/", 1)[-1]
    taken = [record.id for record in records if record.kind == "source"]
    source = Source(id=numbered([*taken, slug(title) or "list"])[-1], title=title, format="jsonl")
    if records and not any(record.kind == "source" or getattr(record, "sources", ()) for record in records):
        records = [source, *(_from(source, record) for record in records)]
    own = Records.of(records)
    others = _listed(held.objects, source, local) if held.objects else Parsed(records=Records())
    whole = _together(own, others.records)
    if not records and not others.records.papers and not others.records.sessions:
        first = next((f": {note.text}, {note.where}" for note in (*held.problems, *others.notes) if note.where), "")
        raise SourceError(f"{name} holds no record that can be read as JSON lines{first}.")
    counts = (
        (len(getattr(whole, f"{kind}s")), kind) for kind in (name.removesuffix("s") for name in Records.model_fields)
    )
    notes = [read_note(*counts), *capped(held.problems, "more lines could not be read"), *others.notes[1:]]
    return Parsed(records=whole, notes=tuple(notes))


def dump(records: Records) -> Iterator[str]:
    """The lines of an export: one record each, empty fields left out."""
    for record in records.all():
        yield json.dumps(
            {"kind": record.kind, **record.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False
        )


def _is_list(data: bytes) -> bool:
    return data[:_FAR].lstrip(_BLANKS)[:1] == b"["


def _first_line(data: bytes) -> str:
    """The first line that holds anything; of a long file no more than that is looked at."""
    wide = b"\x00" in data[:4] or data[:1] in {b"\xff", b"\xfe"}
    start = len(data) - len(data.lstrip(_BLANKS))
    text = decode(data if wide else data[start : data.find(b"\n", start) + 1] or data)
    return text.lstrip().replace("\r", "\n").partition("\n")[0]


def _is_record(row: Mapping[str, Any]) -> bool:
    kind = row.get("kind")
    return isinstance(kind, str) and kind in _KINDS


def _is_ours(row: Mapping[str, Any]) -> bool:
    title = row.get("title")
    return _is_record(row) or (isinstance(title, str) and bool(title.strip()))


def _objects(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """The value of each line, or of each place in a list, with its place; a ValueError for what is none."""
    if _is_list(data):
        tree = read_json(data)
        if not isinstance(tree, list):
            raise SourceError(f"{name} is no sound JSON: {json_fault(data)}.")
        yield from ((str(place), value) for place, value in enumerate(tree))
        return
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except json.JSONDecodeError as error:
                yield f"line {number}", ValueError(f"no JSON: {_fault(line, error)}")
            except (ValueError, RecursionError):
                yield (
                    f"line {number}",
                    ValueError("no JSON: a number is too long, or lists lie too deep in one another"),
                )


def _fault(line: str, error: json.JSONDecodeError) -> str:
    if error.msg == "Extra data" and line[error.pos :].strip() == ",":
        return "a comma stands after the object"
    return f"{error.msg[0].lower()}{error.msg[1:]} at column {error.colno}"


def _held(values: Iterator[tuple[str, Any]]) -> _Held:
    held = _Held([], [], [])
    for where, value in values:
        reason = ""
        if not isinstance(value, dict):
            reason = str(value) if isinstance(value, ValueError) else "no JSON object"
        elif _is_record(value):
            try:
                held.records.append(_RECORD.validate_python(value))
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                reason = f"{'.'.join(map(str, first['loc'])) or 'record'}: {first['msg']}"
        elif is_titled(value):
            held.objects.append((where, value))
        else:
            reason = "no title"
        if reason:
            held.problems.append(problem(reason, where))
    return held


def _from(source: Source, record: Record) -> Record:
    return record if record.kind in {"slot", "conflict"} else record.model_copy(update={"sources": (source.id,)})


def _listed(objects: Sequence[tuple[str, Mapping[str, Any]]], source: Source, zone: str | None) -> Parsed:
    """What the *objects* of others tell, without what is private."""
    names, rows = rows_of(objects)
    columns = find_columns(names, lambda place: (row.cells[place] for row in rows if place < len(row.cells)), {})
    records, notes = read_listing(rows, columns, source, zone=zone, own_ids=True)
    left = [*private_fields([fields for _, fields in objects]), *passed_over(names, rows, columns, "field")]
    told = [left_out("; ".join(note.text for note in left))] if left else []
    return scrubbed(Parsed(records=records, notes=(*notes, *told)))


def _unique(records: Sequence[Record]) -> list[Record]:
    """The records with each identifier used once in its kind: a repeated one gets a number that is free."""
    by_kind: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        by_kind.setdefault(record.kind, []).append(place)
    unique = list(records)
    for places in by_kind.values():
        for place, name in zip(places, numbered(records[place].id for place in places), strict=True):
            if name != records[place].id:
                unique[place] = records[place].model_copy(update={"id": name})
    return unique


def _together(own: Records, others: Records) -> Records:
    """*own* and *others*, of which a paper, session or slot that has an identifier of ours gets another one."""
    if not own.all() or not others.all():
        return others if others.all() else own
    papers, sessions = (_renamed(getattr(own, kind), getattr(others, kind)) for kind in ("papers", "sessions"))
    slots = [slot.renamed(papers, sessions) for slot in others.slots]
    names = numbered(slot.id for slot in (*own.slots, *slots))[len(own.slots) :]
    return own.model_copy(
        update={
            "sources": (*own.sources, *others.sources),
            "papers": (*own.papers, *(each.model_copy(update={"id": papers[each.id]}) for each in others.papers)),
            "sessions": (
                *own.sessions,
                *(each.model_copy(update={"id": sessions[each.id]}) for each in others.sessions),
            ),
            "slots": (
                *own.slots,
                *(slot.model_copy(update={"id": name}) for slot, name in zip(slots, names, strict=True)),
            ),
        }
    )


def _renamed(own: Sequence[Paper | Session], others: Sequence[Paper | Session]) -> dict[str, str]:
    names = numbered(each.id for each in (*own, *others))[len(own) :]
    return {each.id: name for each, name in zip(others, names, strict=True)}
