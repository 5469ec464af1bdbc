"""``usher corpus …``: build, look at and compare corpora."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import click
import platformdirs

from bot.config import SettingsError, load_settings
from corpus.catalog import Catalog
from corpus.check import check as findings_of
from corpus.diff import diff as changes_of
from corpus.ingest import jsonl
from corpus.ingest import yaml as corpus_yaml
from corpus.models import Note, Parsed, Records, SourceError
from corpus.refresh import Origin, add, build, read, shipped
from corpus.store import CorpusError, load, save

DEFAULT_OUT: Final = Path("usher.sqlite")
_FORMATS: Final = ("jsonl", "yaml")
_CORPUS: Final = click.option(
    "--corpus",
    "path",
    type=click.Path(path_type=Path),
    help="A corpus file; else USHER_CORPUS, else the shipped one.",
)


def shipped_corpus() -> Records:
    """The shipped corpus, from the user's cache where it was built before."""
    return shipped(platformdirs.user_cache_path("usher"))


def in_use(path: Path | None) -> Records:
    """The records of the corpus named, else of USHER_CORPUS, else the shipped ones."""
    try:
        path = path or load_settings().usher_corpus
        return load(path) if path else shipped_corpus()
    except (CorpusError, SettingsError) as error:
        raise click.ClickException(str(error)) from error


@click.group()
def corpus() -> None:
    """Build a corpus from programmes, look into it, compare two."""


@corpus.command("build")
@click.option("--source", "sources", multiple=True, help="A path or URL of a programme; may be given again.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    help="The format of the source in the same place; else it is recognised.",
)
@click.option("--event", "events", multiple=True, help="The event of the source in the same place, such as iclr-2021.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT_OUT,
    show_default=True,
    help="The corpus file to write.",
)
def build_corpus(sources: tuple[str, ...], formats: tuple[str, ...], events: tuple[str, ...], out: Path) -> None:
    """Build a corpus, from the shipped data where no source is named."""
    try:
        parsed = build(_origins(sources, formats, events)) if sources else Parsed(records=shipped())
        _report(parsed.notes)
        version = save(parsed.records, out)
    except (SourceError, CorpusError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{out}: {_counts(parsed.records)} (version {version})")


@corpus.command()
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "--format",
    "formats",
    multiple=True,
    help="The format of the source in the same place; else it is recognised.",
)
@click.option("--event", "events", multiple=True, help="The event of the source in the same place.")
@_CORPUS
def ingest(sources: tuple[str, ...], formats: tuple[str, ...], events: tuple[str, ...], path: Path | None) -> None:
    """Add to the corpus in use, or replace in it what came from the same sources."""
    target = path or load_settings().usher_corpus
    if target is None:
        raise click.UsageError("The shipped corpus is not changed: name a corpus file with --corpus or USHER_CORPUS.")
    try:
        old = load(target) if target.exists() else Records()
        parts = [part for origin in _origins(sources, formats, events) for part in read(origin)]
        merged = add(old, parts)
        _report([note for part in parts for note in part.notes])
        save(merged.records, target)
    except (SourceError, CorpusError) as error:
        raise click.ClickException(str(error)) from error
    for change in changes_of(old, merged.records)[:50]:
        click.echo(f"{change.what:8} {change.kind} {change.title}")
    click.echo(f"{target}: {_counts(merged.records)}")


def _origins(sources: tuple[str, ...], formats: tuple[str, ...], events: tuple[str, ...]) -> list[Origin]:
    """Sources with their formats and events; one format or event given holds for all."""
    for name, given in (("--format", formats), ("--event", events)):
        if len(given) not in (0, 1, len(sources)):
            raise click.UsageError(
                f"{name} is given {len(given)} times for {len(sources)} sources: give it once, or once for each."
            )
    spread = [
        given * len(sources) if len(given) == 1 else given or (None,) * len(sources) for given in (formats, events)
    ]
    return [Origin(location=source, format=f, event=e) for source, f, e in zip(sources, *spread, strict=True)]


def _report(notes: tuple[Note, ...] | list[Note]) -> None:
    for note in notes:
        click.echo(f"{note.level}: {note.text}{f' ({note.where})' if note.where else ''}", err=True)


def _counts(records: Records) -> str:
    return ", ".join(
        f"{len(getattr(records, kind))} {kind}" for kind in type(records).model_fields if getattr(records, kind)
    )


@corpus.command()
@_CORPUS
def stats(path: Path | None) -> None:
    """Count what the corpus holds."""
    records = in_use(path)
    for kind in type(records).model_fields:
        click.echo(f"{kind:10} {len(getattr(records, kind)):6}")
    for source in records.sources:
        held = sum(source.id in paper.sources for paper in records.papers)
        click.echo(f"{held:6} papers from {source.title}")
    for kind, count in Counter(slot.type for slot in records.slots).most_common():
        click.echo(f"{count:6} slots of kind {kind}")


@corpus.command()
@_CORPUS
def check(path: Path | None) -> None:
    """Report what an organiser should mend; exits 1 where there is something."""
    findings = findings_of(in_use(path))
    for finding in findings:
        click.echo(f"{finding.where}: {finding.text}")
    click.echo(f"{len(findings)} findings.")
    raise SystemExit(1 if findings else 0)


@corpus.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> None:
    """Compare two corpus files; exits 1 where they differ."""
    changes = changes_of(in_use(old), in_use(new))
    for change in changes:
        click.echo(f"{change.what:8} {change.kind} {change.title}")
        for name, before, after in change.fields:
            click.echo(f"         {name}: {before or '(nothing)'} -> {after or '(nothing)'}")
    raise SystemExit(1 if changes else 0)


@corpus.command()
@_CORPUS
@click.option("--format", "as_format", type=click.Choice(_FORMATS), default="jsonl", show_default=True)
def export(path: Path | None, as_format: str) -> None:
    """Print the whole corpus; it imports again without loss."""
    records = in_use(path)
    if as_format == "yaml":
        click.echo(corpus_yaml.dump(records), nl=False)
    else:
        for line in jsonl.dump(records):
            click.echo(line)


@corpus.command()
@click.argument("query", required=False)
@_CORPUS
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", is_flag=True, help="Read lines of {id, text} from standard input, print {id, hits, ms}.")
def search(query: str | None, path: Path | None, limit: int, as_json: bool, batch: bool) -> None:
    """Search the corpus directly, without understanding the question."""
    index = Catalog(in_use(path)).index
    if batch == (query is not None):
        raise click.UsageError("Give a QUERY, or --batch and lines on standard input.")
    rows = (
        ((str(row["id"]), str(row["text"])) for row in map(json.loads, filter(str.strip, sys.stdin)))
        if batch
        else [("", query or "")]
    )
    for identifier, text in rows:
        began = time.perf_counter()
        hits = index.search(text, limit=limit)
        taken = (time.perf_counter() - began) * 1000
        found = [{"id": hit.id.partition(":")[2], "title": hit.title, "score": round(hit.score, 4)} for hit in hits]
        if batch or as_json:
            click.echo(json.dumps({"id": identifier, "hits": found, "ms": round(taken, 3)}, ensure_ascii=False))
        else:
            for place, hit in enumerate(found, 1):
                click.echo(f"{place:3}. {hit['title']}  [{hit['score']}]")
