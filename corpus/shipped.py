"""The corpus that comes with Usher: read from its YAML once, then opened from a cache as any other."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

from corpus.index.packed import Pack
from corpus.models import Held, Records
from corpus.store import CorpusError, open_corpus, save
from corpus.tables import whole


def shipped(cache: Path | None = None) -> Records:
    """The shipped corpus, from *cache* (a folder) where it was built before."""
    return whole(open_shipped(cache)[0])


def open_shipped(cache: Path | None) -> tuple[Held, Pack | None]:
    """The shipped corpus and its index, from *cache* (a folder), where both are kept; without it no index."""
    files = sorted(
        (file for file in resources.files("corpus.data").iterdir() if file.name.endswith(".yaml")),
        key=lambda f: f.name,
    )
    contents = {file.name: file.read_bytes() for file in files if file.name != "titles.yaml"}
    digest = hashlib.sha256(b"".join(contents.values())).hexdigest()[:16]
    path = cache / f"shipped-{digest}.sqlite" if cache else None
    try:
        if path and path.exists():
            return open_corpus(path)
    except CorpusError:
        pass  # a cache of another version, or a damaged one, is made again
    records = _read(contents)
    try:
        if path:
            save(records, path)
            return open_corpus(path)
    except CorpusError:
        pass  # a cache that cannot be written costs a moment at each start, nothing else
    return records, None


def _read(contents: dict[str, bytes]) -> Records:
    from corpus.ingest.yaml import parse  # noqa: PLC0415 - with its neighbours 20 MB, which a start from the cache saves

    parts = [parse(data, name=name).records for name, data in contents.items()]
    return Records.of(record for part in parts for record in part.all())
