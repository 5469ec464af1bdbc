"""Sources -> one corpus: fetch, read, place in an event, merge."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from corpus import ingest
from corpus.fetch import fetch, shown
from corpus.ingest import yaml as corpus_yaml
from corpus.merge import merge
from corpus.models import Event, Parsed, Records, Value
from corpus.store import CorpusError, load, save
from corpus.titles import known_titles


class Origin(Value):
    """A source to build from: a path or URL, its format where it is known, and the event it belongs to."""

    location: str
    format: str | None = None
    event: str | None = None


def build(origins: Sequence[Origin]) -> Parsed:
    """One corpus of all *origins*. Raises SourceError for the first that cannot be read; writes nothing."""
    return merge([part for origin in origins for part in read(origin)], known_titles())


def read(origin: Origin) -> list[Parsed]:
    """The records of one source, placed in its event; of a folder those of each file. Raises SourceError."""
    name = shown(origin.location).rstrip("/").rsplit("/", 1)[-1] or origin.location
    parts = ingest.read(fetch(origin.location).files, name=name, format=origin.format)
    return parts if origin.event is None else [_in_event(part, origin.event) for part in parts]


def add(old: Records, parts: Sequence[Parsed]) -> Parsed:
    """*old* with *parts* added; what *old* had from the same sources alone is replaced."""
    renewed = {source.id for part in parts for source in part.records.sources}
    kept = [r for r in old.all() if r.kind in ("source", "slot") or not r.sources or not set(r.sources) <= renewed]  # type: ignore[union-attr]
    papers = {record.id for record in kept if record.kind == "paper"}
    kept = [
        r
        for r in kept
        if not (r.kind == "slot" and r.paper not in papers) and not (r.kind == "source" and r.id in renewed)
    ]
    return merge([Parsed(records=Records.of(tuple(kept))), *parts], known_titles())


def shipped(cache: Path | None = None) -> Records:
    """The shipped corpus, from *cache* (a folder) where it was built before."""
    files = sorted(
        (file for file in resources.files("corpus.data").iterdir() if file.name.endswith(".yaml")),
        key=lambda f: f.name,
    )
    contents = {file.name: file.read_bytes() for file in files if file.name != "titles.yaml"}
    digest = hashlib.sha256(b"".join(contents.values())).hexdigest()[:16]
    path = cache / f"shipped-{digest}.sqlite" if cache else None
    try:
        if path and path.exists():
            return load(path)
    except CorpusError:
        pass  # a cache of another version, or a damaged one, is made again
    parts = [corpus_yaml.parse(data, name=name).records for name, data in contents.items()]
    records = Records.of(tuple(record for part in parts for record in part.all()))
    try:
        if path:
            save(records, path)
    except CorpusError:
        pass  # a cache that cannot be written costs a moment at each start, nothing else
    return records


def _in_event(parsed: Parsed, event: str) -> Parsed:
    """The records with *event* on all that name none, and the event itself where no source holds it."""
    records = parsed.records
    name = event.replace("-", " ")
    placed = {
        kind: tuple(r if r.event else r.model_copy(update={"event": event}) for r in getattr(records, kind))
        for kind in ("sources", "sessions", "papers", "posts")
    }
    events = (
        records.events
        if any(e.id == event for e in records.events)
        else (
            *records.events,
            Event(id=event, name=name.upper() if len(name.split()[0]) <= 6 else name.title()),
        )
    )
    return parsed.model_copy(update={"records": records.model_copy(update={**placed, "events": events})})
