"""Reading, publishing and taking back a programme, in a process of its own: what it takes or breaks is not the bot's.

``python -m bot.organisers.work read|publish|undo CORPUS`` prints one JSON object, with an "error" where it could not.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import click

from bot.opening import opened
from bot.organisers.folder import Folder
from bot.organisers.models import EVERYTHING, Column, Draft, Report, called
from bot.organisers.telling import affected, differences, notes, sorts, summary, understood
from bot.refreshing import alone
from corpus.diff import diff
from corpus.fetch import fetch
from corpus.ingest import detect, table
from corpus.models import Parsed, Part, Records, SourceError
from corpus.names import title_key
from corpus.refresh import Built, assemble, by_hand, part_of, parts_at
from corpus.sources import Origin
from corpus.store import CorpusError, load_parts, save, version_at
from corpus.tables import whole

_SHIPPED: Final = ""  # the key of what was there before anything was published


class Standing(NamedTuple):
    """The programme in use, and what its sources held."""

    records: Records
    parts: tuple[Part, ...]


def standing(target: Path) -> Standing:
    """The corpus at *target*, else the shipped one. Raises CorpusError."""
    if target.exists():
        return Standing(whole(opened(target)[0]), parts_at(target))
    records = whole(opened(None)[0])
    return Standing(records, (Part(origin=_SHIPPED, parsed=(Parsed(records=records),)),))


def replaceable(live: Standing) -> dict[str, str]:
    """The sources that a draft can stand instead of: their keys, and what people call them."""
    return {part.origin: called(part.origin) for part in live.parts if part.origin}


def merged(draft: Draft, part: Part, live: Standing) -> tuple[Built, str]:
    """The programme in use with *part* in it, and what that stands instead of: what is in use goes where it is that."""
    instead_of = draft.instead_of
    if instead_of is None:  # what comes along with Usher is nobody's programme
        instead_of = EVERYTHING if not replaceable(live) else _same_name(draft, live)
    gone = {each.origin for each in live.parts} if instead_of == EVERYTHING else {instead_of} - {""}
    return assemble(by_hand(part, live.parts, instead_of=gone), live.records), instead_of


def _same_name(draft: Draft, live: Standing) -> str:
    named = [key for key, name in replaceable(live).items() if name == draft.origin.name]
    return named[0] if len(named) == 1 else ""


def read(folder: Folder, *, private: bool) -> Report:
    """Read the draft in *folder*, and keep what came of it. Raises CorpusError, OSError."""
    draft = folder.draft
    if draft is None:
        raise CorpusError("There is nothing to read.")
    report = _reported(folder, draft, private=private)
    if (now := folder.draft) and now.id == draft.id:  # somebody may have loaded another one meanwhile
        folder.keep(report)
    return report


def _reported(folder: Folder, draft: Draft, *, private: bool) -> Report:
    columns: tuple[Column, ...] = ()
    try:
        got = fetch(draft.origin.location, private=private)
        columns, lines = _table(got.files, draft.origin)
        part = part_of(draft.origin, got)
        live, own = standing(folder.target), assemble([part]).records
        built, instead_of = merged(draft, part, live)
    except SourceError as error:
        told = str(error)
        if columns and not any(column.field == "title" for column in columns):
            told = "No column is known to hold titles. Say below which one does, and read it again."
        return Report(id=draft.id, error=told, columns=columns)
    save(built.records, folder.corpus, built.parts)
    shown, more = differences(live.records, built.records, datetime.now(UTC))
    return Report(
        id=draft.id,
        columns=columns,
        instead_of=instead_of,
        understood=understood(part, own),
        notes=notes(part),
        sorts=sorts(part, own, built.records, live.records, lines),
        summary=summary(diff(live.records, built.records)),
        differences=shown,
        more=more,
        affected=affected(live.records, built.records),
        against=version_at(folder.target) if folder.target.exists() else "",
    )


def _table(files: dict[str, bytes], origin: Origin) -> tuple[tuple[Column, ...], dict[str, Sequence[str]]]:
    """The columns of a table and the lines of its titles; none where the files are no table."""
    if len(files) != 1 or (origin.format or "csv") != "csv" or detect(files) not in ([], ["csv"]):
        return (), {}
    for columns in (origin.columns, None):  # where those that were named are not there, as it would be without
        with suppress(SourceError):
            seen = table.look(next(iter(files.values())), name=origin.name, columns=columns)
            lines: defaultdict[str, list[str]] = defaultdict(list)
            for title, where in seen.titles:
                lines[title_key(title)].append(where)
            return tuple(Column(**each._asdict()) for each in seen.columns), dict(lines)
    return (), {}


def publish(folder: Folder) -> None:
    """Put the draft into the corpus, whatever that holds by now, and keep what stood there.

    Raises CorpusError and OSError.
    """
    with alone(folder.target):
        draft, report = folder.draft, folder.report
        if draft is None or report is None or report.error:
            raise CorpusError("There is no programme to publish.")
        part = next((each for each in load_parts(folder.corpus) if each.origin == draft.origin.key), None)
        if part is None:
            raise CorpusError("The draft is damaged: load it again.")
        live = standing(folder.target)
        chosen = draft.model_copy(update={"instead_of": report.instead_of})
        built, _ = merged(chosen, part.model_copy(update={"options": draft.origin.options}), live)
        _set_aside(folder, live)
        save(built.records, folder.target, built.parts)


def _set_aside(folder: Folder, live: Standing) -> None:
    kept = folder.version(datetime.now(UTC))
    if folder.target.exists():
        shutil.copyfile(folder.target, part := kept.with_suffix(".part"))
        part.replace(kept)  # of a copy that was broken off nothing is offered
    else:
        save(live.records, kept)


def undo(folder: Folder) -> None:
    """Put the programme back that the last publishing replaced. Raises CorpusError, OSError."""
    with alone(folder.target):
        versions = folder.versions()
        if not versions:
            raise CorpusError("There is no version before this one.")
        opened(versions[0][1])  # a damaged one is not put back
        versions[0][1].replace(folder.target)


_WORK: Final[dict[str, Callable[[Folder], object]]] = {"publish": publish, "undo": undo}


@click.command()
@click.argument("what", type=click.Choice(["read", *_WORK]))
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--private", is_flag=True)
def main(what: str, corpus: Path, private: bool) -> None:
    """Do WHAT with the draft of CORPUS."""
    said: dict[str, str] = {}
    try:
        if what == "read":
            read(Folder(corpus), private=private)
        else:
            _WORK[what](Folder(corpus))
    except CorpusError as error:
        said = {"error": str(error)}
    except OSError as error:
        said = {"error": f"The folder of the corpus cannot be written ({error.strerror or 'the disk refuses'})."}
    except Exception as error:  # noqa: BLE001 - a reader stumbled over what it did not foresee
        said = {"error": f"It holds what its reader does not foresee ({type(error).__name__})."}
    click.echo(json.dumps(said))


if __name__ == "__main__":
    main()
