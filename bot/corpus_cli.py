"""``usher corpus …``: build, refresh, look at and compare corpora."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.config import corpus_path, load_settings, shared_origin
from bot.corpus_view import change_lines, counts, finding_lines, stats_tables
from bot.opening import kindly, opened
from bot.refreshing import alone, refresh_now, report, tell
from bot.zones import known_zone
from corpus.catalog import Catalog
from corpus.check import check as findings_of
from corpus.check import links
from corpus.clashes import Finding
from corpus.diff import diff as changes_of
from corpus.fetch import unreachable
from corpus.ingest import FORMATS, jsonl
from corpus.ingest import yaml as corpus_yaml
from corpus.models import Records
from corpus.refresh import Built, Step, add, build
from corpus.report import counted
from corpus.search import Index
from corpus.shipped import shipped
from corpus.sources import Origin, read_columns, read_origins
from corpus.status import forget_status
from corpus.store import load, load_index, load_parts, save
from corpus.tables import whole

DEFAULT_OUT: Final = Path("usher.sqlite")
_EXPORTS: Final = ("jsonl", "yaml")
_WIDE: Final = 200  # columns of a table where nobody looks at it in a terminal
_CORPUS: Final = click.option(
    "--corpus",
    "path",
    type=click.Path(path_type=Path),
    help="A corpus file; else USHER_CORPUS, else the shipped one.",
)


def in_use(path: Path | None) -> Records:
    """The records of the corpus named, else of the settings', else the shipped ones."""
    with kindly():
        path = path or corpus_path(load_settings())
        return load(path) if path else whole(opened(None)[0])


def _zone(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if known_zone(name) is None:
            raise click.BadParameter(f"{name!r} is no time zone, such as Europe/Berlin.")
    return names


def _described(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say more of the sources named: given once, or once for each of them."""
    for option in (
        click.option("--private", is_flag=True, help="Fetch from private addresses too (10.x, localhost …)."),
        click.option("--map", "maps", multiple=True, help='Columns of a table: title=Paper,authors="Author list".'),
        click.option("--zone", "zones", multiple=True, callback=_zone, help="The zone of times that name none."),
        click.option("--event", "events", multiple=True, help="The event it belongs to, such as iclr-2021."),
        click.option("--format", "formats", multiple=True, help="Its format; else it is recognised."),
    ):
        command = option(command)
    return command


def _origins(sources: Sequence[str], formats: tuple[str, ...], events: tuple[str, ...], **more: Any) -> list[Origin]:
    """The sources with what is said of each; what is given once holds for all."""
    given = {"format": formats, "event": events, "zone": more["zones"], "columns": more["maps"]}
    for name, values in given.items():
        if len(values) not in (0, 1, len(sources)):
            raise click.UsageError(
                f"--{'map' if name == 'columns' else name} is given {len(values)} times for {len(sources)} sources: "
                "give it once, or once for each."
            )
    given["columns"] = tuple(map(read_columns, given["columns"]))
    said = [
        {name: values[place if len(values) > 1 else 0] for name, values in given.items() if values}
        for place in range(len(sources))
    ]
    return [
        origin.model_copy(update=extra)
        for source, extra in zip(sources, said, strict=True)
        for origin in read_origins([source])
    ]


@contextmanager
def _progress(steps: int) -> Iterator[Step]:
    """A bar on standard error for work of so many *steps*, where a person looks at it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
        task = bars.add_task("", total=steps)
        yield lambda name: bars.update(task, advance=1, description=name)


@click.group()
def corpus() -> None:
    """Build a corpus from programmes, keep it up to date, look into it."""


@corpus.command("build")
@click.option("--source", "sources", multiple=True, help="A path or URL of a programme; may be given again.")
@_described
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT_OUT,
    show_default=True,
    help="The corpus file to write.",
)
def build_corpus(sources: tuple[str, ...], out: Path, private: bool, **said: Any) -> None:
    """Build a corpus, from the shipped data where no source is named."""
    with kindly(), _progress(len(sources) + 2) as step:
        origins = _origins(sources, **said)
        built = build(origins, private=private, step=step) if sources else Built(shipped(), (), ())
        step("writing")
        with alone(out):
            version = save(built.records, out, built.parts)
            forget_status(out)
    report(built.notes)
    click.echo(f"{out}: {counts(built.records)} (version {version})")


@corpus.command()
@click.argument("sources", nargs=-1, required=True)
@_described
@_CORPUS
def ingest(sources: tuple[str, ...], path: Path | None, private: bool, **said: Any) -> None:
    """Add to the corpus in use, or replace in it what came from the same sources."""
    with kindly():
        target = path or corpus_path(load_settings())
        if target is None:
            raise click.UsageError(
                "The shipped corpus is not changed: name a corpus file with --corpus or USHER_CORPUS."
            )
        with alone(target):
            old = load(target) if target.exists() else Records()
            built = add(target, _origins(sources, **said), private=private)
            save(built.records, target, built.parts)
    report(built.notes)
    tell(old, built.records)
    click.echo(f"{target}: {counts(built.records)}")


@corpus.command("refresh")
@_CORPUS
@click.option("--force", is_flag=True, help="Take a source also where it lost more than half of its records.")
@click.option("--due", is_flag=True, help="Look only at sources whose time has come.")
def refresh_corpus(path: Path | None, force: bool, due: bool) -> None:
    """Look at the sources of USHER_SOURCES again; exits 1 where one could not be taken."""
    with kindly():
        settings = load_settings()
        target = path or corpus_path(settings)
        if target is None or not settings.usher_sources or shared_origin(settings):
            raise click.UsageError("USHER_SOURCES names no programme to look at.")
        failures = refresh_now(settings, target, force=force, only_due=due)
    raise SystemExit(1 if failures else 0)


@corpus.command()
@_CORPUS
def stats(path: Path | None) -> None:
    """Show what the corpus holds, in tables and a chart of its days."""
    records = in_use(path)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    for table in stats_tables(Catalog(records)):
        console.print(table)
        console.print()
    click.echo(counts(records))


@corpus.command()
@_CORPUS
@click.option("--links", "with_links", is_flag=True, help="Follow every link, too.")
@click.option("--all", "every", is_flag=True, help="Show every finding, not the first few of a sort.")
@click.option("--private", is_flag=True, help="Follow links to private addresses too.")
def check(path: Path | None, with_links: bool, every: bool, private: bool) -> None:
    """Report what an organiser should mend; exits 1 where there is something."""
    records = in_use(path)
    with kindly():
        file = path or corpus_path(load_settings())
        findings = findings_of(records, load_parts(file) if file else ())
    if with_links:
        findings += _broken(records, private=private)
    for line in finding_lines(findings, every=every):
        click.echo(line)
    click.echo(f"{counted(len(findings), 'finding')}." if findings else "Nothing to mend.")
    raise SystemExit(1 if findings else 0)


def _broken(records: Records, *, private: bool) -> list[Finding]:
    """A finding for each link that leads nowhere."""
    named = {url: f"{record.kind}:{record.id}" for record, url in reversed(list(links(records)))}
    with _progress(len(named)) as step:
        dead = unreachable(named, private=private, step=step)
    return [Finding(what="broken link", where=named[url], text=f"{why} {url}") for url, why in dead.items()]


@corpus.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> None:
    """Say what is new, cancelled, moved or renamed between two corpus files; exits 1 where they differ."""
    before, after = in_use(old), in_use(new)
    changes = changes_of(before, after)
    for line in change_lines(changes, Catalog(after), datetime.now(UTC)):
        click.echo(line)
    raise SystemExit(1 if changes else 0)


@corpus.command()
@_CORPUS
@click.option("--format", "as_format", type=click.Choice(_EXPORTS), default="jsonl", show_default=True)
def export(path: Path | None, as_format: str) -> None:
    """Print the whole corpus; it imports again without loss."""
    records = in_use(path)
    if as_format == "yaml":
        click.echo(corpus_yaml.dump(records), nl=False)
    else:
        for line in jsonl.dump(records):
            click.echo(line)


@corpus.command()
def formats() -> None:
    """List the formats that programmes are read in."""
    for row in FORMATS.values():
        options = "".join(f" --{'map' if option == 'columns' else option}" for option in sorted(row.options))
        click.echo(f"{row.name:15} {row.description}{f' [{options.strip()}]' if options else ''}")


@corpus.command()
@click.argument("query", required=False)
@_CORPUS
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", is_flag=True, help="Read lines of {id, text} from standard input, print {id, hits, ms}.")
def search(query: str | None, path: Path | None, limit: int, as_json: bool, batch: bool) -> None:
    """Search the corpus directly, without understanding the question."""
    if batch == (query is not None):
        raise click.UsageError("Give a QUERY, or --batch and lines on standard input.")
    with kindly():
        file = path or corpus_path(load_settings())
        index = Index(load_index(file)) if file else Catalog(*opened(None)).index
    for identifier, text in _questions(sys.stdin) if batch else [("", query or "")]:
        began = time.perf_counter()
        hits = index.search(text, limit=limit)
        taken = (time.perf_counter() - began) * 1000
        found = [{"id": hit.id.partition(":")[2], "title": hit.title, "score": round(hit.score, 4)} for hit in hits]
        if batch or as_json:
            click.echo(json.dumps({"id": identifier, "hits": found, "ms": round(taken, 3)}, ensure_ascii=False))
        else:
            for place, hit in enumerate(found, 1):
                click.echo(f"{place:3}. {hit['title']}  [{hit['score']}]")


def _questions(rows: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The identifier and the text of each of *rows*; one that is no question ends the command with a sentence."""
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            said = json.loads(row)
            question = str(said["id"]), str(said["text"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise click.ClickException(f"line {number} is no question: it needs id and text.") from error
        yield question
