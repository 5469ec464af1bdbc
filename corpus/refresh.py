"""Sources -> one corpus: fetch, read, place in an event, merge; and again when a source changes.

A corpus file keeps what each source held when it was last read. So a source that says that it has not changed is
not read again, one that cannot be read keeps its last good contents, and one can be replaced without the others.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from corpus import ingest
from corpus.diff import Change, diff
from corpus.fetch import Fetched, fetch
from corpus.ingest import FORMATS, Rank
from corpus.merge import merge
from corpus.models import Event, Note, Parsed, Part, Records, SourceError
from corpus.names import slug
from corpus.settle import settled
from corpus.sources import Origin
from corpus.store import CorpusError, load, load_parts, save
from corpus.titles import known_titles

_FEW: Final = 10  # records of a source below which nothing is made of how many are left
_HALF: Final = 0.5  # share of its records that a source may lose before it is taken for broken
_BY_HAND: Final = "by hand "  # how the options of a part begin that a person put there

Step = Callable[[str], None]  # told what is done next, for people who wait


class Built(NamedTuple):
    """A corpus, what each of its sources held, and the readers' report."""

    records: Records
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


class Refreshed(NamedTuple):
    """What a refresh did: the corpus' new *version* and its *changes*, None and none where nothing changed.

    *failures* tells of each source that was not taken, by its key, why.
    """

    version: str | None
    changes: tuple[Change, ...]
    failures: Mapping[str, str]
    notes: tuple[Note, ...] = ()


def build(origins: Sequence[Origin], *, private: bool = False, step: Step = lambda _: None) -> Built:
    """One corpus of all *origins*. Raises SourceError for the first that cannot be read; writes nothing."""
    parts = []
    for origin in origins:
        step(origin.name)
        parts.append(read(origin, private=private))
    step("merging")
    return assemble(parts)


def read(origin: Origin, known: Part | None = None, *, private: bool = False) -> Part:
    """What *origin* holds, placed in its event; *known* itself where that has not changed. Raises SourceError."""
    same = known if known is not None and known.options == origin.options else None
    got = fetch(
        origin.location, etag=same.etag if same else "", modified=same.modified if same else "", private=private
    )
    return same if got.unchanged and same is not None else part_of(origin, got)


def part_of(origin: Origin, got: Fetched) -> Part:
    """What the files that were *got* from *origin* hold, placed in its event. Raises SourceError."""
    parsed = ingest.read(
        got.files, name=origin.name, format=origin.format, zone=origin.zone, columns=origin.columns or None
    )
    return Part(
        origin=origin.key,
        options=origin.options,
        etag=got.etag,
        modified=got.modified,
        parsed=tuple(_in_event(each, origin.event, origin.zone) if origin.event else each for each in parsed),
    )


def assemble(parts: Sequence[Part], old: Records | None = None) -> Built:
    """The corpus that *parts* make: the better kind of source is believed, then the one named first.

    What *old* knew keeps its identifiers.
    """
    parsed = sorted((each for part in parts for each in part.parsed), key=_rank)
    merged = merge(parsed, known_titles())
    records = merged.records if old is None else settled(merged.records, old)
    return Built(records, tuple(parts), merged.notes)


def parts_at(path: Path) -> tuple[Part, ...]:
    """What the sources of the corpus at *path* held; its records as one where it does not say. Raises CorpusError."""
    parts = load_parts(path)
    return parts or (Part(origin="", parsed=(Parsed(records=load(path)),)),)


def add(path: Path, origins: Sequence[Origin], *, private: bool = False) -> Built:
    """The corpus at *path* with *origins* added, each in place of what it held before. Writes nothing.

    They are marked as added by hand: a refresh, which knows only the sources that are configured, keeps them.
    Raises CorpusError, and SourceError for the first that cannot be read.
    """
    held = parts_at(path) if path.exists() else ()
    parts = held
    for origin in origins:
        parts = by_hand(read(origin, private=private), parts)
    return assemble(parts, load(path) if held else None)


def by_hand(part: Part, parts: Sequence[Part], *, instead_of: Container[str] = ()) -> tuple[Part, ...]:
    """The *parts* of a corpus with *part* put among them by a person, in place of those of its own origin.

    Those of the origins *instead_of* which it is to stand are left out.
    """
    put = part.model_copy(update={"options": f"{_BY_HAND}{part.options}"})
    kept = {each.origin: each for each in parts if each.origin not in instead_of}
    return tuple({**kept, part.origin: put}.values())


def refresh(
    origins: Sequence[Origin],
    path: Path,
    *,
    due: Callable[[Origin], bool] = lambda _: True,
    private: bool = False,
    force: bool = False,
) -> Refreshed:
    """Bring the corpus at *path* up to date with *origins*; it is left as it is where nothing changed.

    Only those that are *due* are looked at, and those of which it holds nothing yet. A source that cannot be
    read, or that lost more than half of its records at once (unless *force*), keeps its last good contents; what
    was added by hand stays. Raises CorpusError where the sources cannot be merged or the corpus cannot be written.
    """
    old, known = _at(path)
    parts: list[Part] = []
    failures: dict[str, str] = {}
    for origin in origins:
        before = known.get(origin.key)
        if before is not None and not due(origin):
            parts.append(before)
            continue
        try:
            parts.append(_renewed(origin, before, private=private, force=force))
        except SourceError as error:
            failures[origin.key] = str(error)
            parts += [before] if before is not None else []
    named = {origin.key for origin in origins}
    parts += [part for part in known.values() if part.origin not in named and part.options.startswith(_BY_HAND)]
    if not parts or (old is not None and parts == list(known.values())):
        return Refreshed(None, (), failures)
    built = _assembled(parts, old)
    version = save(built.records, path, built.parts)
    notes = tuple(note for part in parts if part is not known.get(part.origin) for note in part.notes)
    return Refreshed(version, tuple(diff(old or Records(), built.records)), failures, notes)


def _at(path: Path) -> tuple[Records | None, dict[str, Part]]:
    """What stands at *path*: nothing where it is missing, damaged, or of another version of Usher."""
    try:
        return load(path), {part.origin: part for part in load_parts(path)}
    except CorpusError:
        return None, {}


def _renewed(origin: Origin, before: Part | None, *, private: bool, force: bool) -> Part:
    """What *origin* holds now. Raises SourceError also where its reader breaks: one source stops no other."""
    try:
        part = read(origin, before, private=private)
    except SourceError:
        raise
    except Exception as error:  # what a reader did not foresee is this source's alone
        what = type(error).__name__
        raise SourceError(
            f"{origin.name} cannot be read: it holds what its reader does not foresee ({what})."
        ) from error
    if before is not None and not force:
        _refuse_loss(part, before)
    return part


def _assembled(parts: Sequence[Part], old: Records | None) -> Built:
    """The corpus that *parts* make. Raises CorpusError where merging breaks: the corpus in use stays."""
    try:
        return assemble(parts, old)
    except Exception as error:
        raise CorpusError(f"The sources cannot be merged ({type(error).__name__}).") from error


def _refuse_loss(part: Part, before: Part) -> None:
    """Raises SourceError where *part* has so much less than *before* that something broke, not that plans changed."""
    kept = "kept as it was, until --force says otherwise"
    for what, count in (("records", _size), ("times", _timed)):
        had, has = count(before), count(part)
        if had >= _FEW and has < had * _HALF:
            raise SourceError(f"It gives {has} {what} where it gave {had}: {kept}.")
    unread = [note for note in part.notes if note.level == "problem" and note not in before.notes]
    if unread and len(part.parsed) < len(before.parsed):  # a folder is read file by file: one of them broke
        raise SourceError(f"{unread[-1].text.rstrip('.:')}: {kept}.")


def _size(part: Part) -> int:
    return sum(len(each.records.papers) + len(each.records.sessions) + len(each.records.posts) for each in part.parsed)


def _timed(part: Part) -> int:
    every = (record for each in part.parsed for record in (*each.records.slots, *each.records.sessions))
    return sum(record.start is not None for record in every)


def _rank(parsed: Parsed) -> int:
    """How far *parsed* is believed: as the best of its sources."""
    formats = (FORMATS[source.format] for source in parsed.records.sources if source.format in FORMATS)
    return min((format_.rank for format_ in formats), default=Rank.OWN)


def _in_event(parsed: Parsed, named: str, zone: str | None) -> Parsed:
    """The records in the event *named*, by its identifier or its name, those that belong to none.

    Where the source names one event of its own, that is the one meant, and is called so. Its times are told in *zone*
    where nothing else says in which.
    """
    records, event = parsed.records, slug(named)
    own = records.events[0].id if len(records.events) == 1 else None
    placed = {
        kind: tuple(
            record if record.event not in (None, own) else record.model_copy(update={"event": event})
            for record in getattr(records, kind)
        )
        for kind in ("sources", "sessions", "papers", "posts")
    }
    others = [each for each in records.events if each.id not in (own, event)]
    held = next((each for each in records.events if each.id in (own, event)), None)
    meant = held or Event(id=event, name=named if named != event else _name_of(event), sources=_sources_of(records))
    meant = meant.model_copy(update={"id": event, "zone": meant.zone or zone})
    return parsed.model_copy(update={"records": records.model_copy(update={**placed, "events": (meant, *others)})})


def _sources_of(records: Records) -> tuple[str, ...]:
    return tuple(source.id for source in records.sources)


def _name_of(event: str) -> str:
    """The name that an event's identifier suggests: "iclr-2021" is ICLR 2021."""
    name = event.replace("-", " ")
    return name.upper() if len(name.split()[0]) <= 6 else name.title()
