"""Readers of programmes: one module a format, one row of ``FORMATS`` each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from types import ModuleType
from typing import Any, Final, NamedTuple

from corpus.ingest import (
    arxiv,
    ical,
    indico,
    jsonl,
    miniconf,
    openreview,
    oral_session,
    paper_blog,
    post_feed,
    poster_session,
    pretalx_api,
    reading_list,
    schedule_json,
    schedule_xml,
    sessionize,
    table,
    virtual_site,
    yaml,
)
from corpus.models import Note, Parsed, SourceError
from corpus.programme.cancelled import without_cancelled
from corpus.programme.private import scrubbed
from corpus.programme.trees import read_json

Files = Mapping[str, bytes]  # a source's files by their path within it; a single file stands under its name


class Rank(IntEnum):
    """How far a kind of source is believed where two disagree: the least number first."""

    OWN = 1  # written or corrected by a person for this corpus
    PROGRAMME = 2  # exported by the system that the programme is kept in
    LISTING = 3  # lists of papers, without the programme around them
    PAGE = 4  # pages saved as text


class Format(NamedTuple):
    """A format: *sniff* says what keeps files from being of it, or nothing; *parse* reads them.

    *options* are what else a person can say of a source of it: "zone" for times that name none, "columns" for
    what its columns hold. *parse* takes them by name, and raises SourceError.
    """

    name: str
    description: str
    rank: Rank
    sniff: Callable[[Files], str]
    parse: Callable[..., Parsed]
    options: frozenset[str] = frozenset()


def _of_file(name: str, description: str, rank: Rank, module: ModuleType, *options: str) -> Format:
    """The row of a format that is one file; *module* has ``sniff(data)`` and ``parse(data, name=…)``."""

    def sniff(files: Files) -> str:
        return str(module.sniff(next(iter(files.values())))) if len(files) == 1 else "it is a folder of files"

    def parse(files: Files, **given: Any) -> Parsed:
        parsed: Parsed = module.parse(next(iter(files.values())), **given)
        return parsed

    return Format(name, description, rank, sniff, parse, frozenset(options))


def _of_folder(name: str, description: str, rank: Rank, module: ModuleType, *options: str) -> Format:
    """The row of a format of several files; *module* has ``sniff(files)`` and ``parse(files, name=…)``."""
    return Format(name, description, rank, module.sniff, module.parse, frozenset(options))


FORMATS: Final[Mapping[str, Format]] = {
    row.name: row
    for row in (
        _of_file(
            "jsonl", "Usher's own export, or a list of papers, as JSON lines or one list", Rank.OWN, jsonl, "zone"
        ),
        _of_file("yaml", "records as a person writes and corrects them", Rank.OWN, yaml),
        _of_file(
            "schedule_json",
            "a conference's schedule as JSON, from pretalx, frab or c3voc",
            Rank.PROGRAMME,
            schedule_json,
            "zone",
        ),
        _of_file(
            "schedule_xml",
            "a conference's schedule as XML, from pretalx, frab or Pentabarf",
            Rank.PROGRAMME,
            schedule_xml,
            "zone",
        ),
        _of_file(
            "sessionize", "a programme from Sessionize's API, in any of its views", Rank.PROGRAMME, sessionize, "zone"
        ),
        _of_file("indico", "an event or a timetable from Indico's export API", Rank.PROGRAMME, indico, "zone"),
        _of_file(
            "icalendar", "a calendar, as programs and conference systems export it (.ics)", Rank.PROGRAMME, ical, "zone"
        ),
        _of_file("openreview", "a venue's submissions, from OpenReview's API", Rank.LISTING, openreview),
        _of_file("csv", "a table of papers, talks or sessions", Rank.LISTING, table, "zone", "columns"),
        _of_file("arxiv", "papers that a query to arXiv's API found, as an Atom feed", Rank.LISTING, arxiv),
        _of_file(
            "pretalx",
            "a list of talks, submissions or slots from pretalx's REST API",
            Rank.PROGRAMME,
            pretalx_api,
            "zone",
        ),
        _of_folder(
            "miniconf", "a Mini-Conf site's folder of papers, speakers and calendar", Rank.PROGRAMME, miniconf, "zone"
        ),
        _of_folder(
            "virtual_site",
            "the list of orals and posters of ICLR's, ICML's, NeurIPS's and their kin's virtual sites",
            Rank.PROGRAMME,
            virtual_site,
            "zone",
        ),
        _of_file(
            "paper_blog",
            "an organisation's post about its papers at a conference, with abstracts",
            Rank.PAGE,
            paper_blog,
        ),
        _of_file("poster_session", "a poster session: titles, authors and abstracts", Rank.PAGE, poster_session),
        _of_file("oral_session", "a session of talks: times, speakers and abstracts", Rank.PAGE, oral_session),
        _of_file("post_feed", "a feed of blog posts, with lists of papers and workshops", Rank.PAGE, post_feed),
        _of_file("reading_list", "papers with abstracts below dates", Rank.PAGE, reading_list),
    )
}


def detect(files: Files) -> list[str]:
    """The names of the formats that *files* may be of; they are a page only where they are nothing else."""
    rows = [row for row in FORMATS.values() if not row.sniff(files)]
    return [row.name for row in rows if row.rank < Rank.PAGE] or [row.name for row in rows]


def read(files: Files, *, name: str, format: str | None = None, **options: Any) -> list[Parsed]:  # noqa: A002 - as the option is named
    """The records of *files* in the named format, or in the only one that they may be of.

    A folder that is of no format as a whole is read file by file; what no format knows in it is reported.
    Raises SourceError, with a sentence for the person who named the source, where there is no such format or
    several, where it has no use for one of *options*, or where it holds nothing that can be read.
    """
    if format is not None and format not in FORMATS:
        raise SourceError(f"There is no format “{format}”; there are {', '.join(FORMATS)}.")
    try:
        matching = [format] if format else detect(files)
        if not matching and len(files) > 1:
            return _each(files, name, options)
        return [_parse(FORMATS[_only(matching, files, name)], files, name, options)]
    finally:
        read_json.cache_clear()


def _only(matching: Sequence[str], files: Files, name: str) -> str:
    if len(matching) > 1:
        raise SourceError(f"{name} could be {' or '.join(matching)}: name the format.")
    if not matching:
        missing = "\n".join(f"  {row.name}: {row.sniff(files)}" for row in FORMATS.values())
        raise SourceError(f"{name} is in no format that is known here. Each was tried:\n{missing}")
    return matching[0]


def _parse(row: Format, files: Files, name: str, options: Mapping[str, Any]) -> Parsed:
    given = {key: value for key, value in options.items() if value}
    if useless := sorted(given.keys() - row.options):
        raise SourceError(f"{name} is read as {row.name}, which has no use for {' and '.join(useless)}.")
    parsed = row.parse(files, name=name, **given)
    return parsed if row.rank is Rank.OWN else scrubbed(without_cancelled(parsed))


def _each(files: Files, name: str, options: Mapping[str, Any]) -> list[Parsed]:
    """The records of every file in a folder; raises SourceError where none can be read."""
    parts: list[Parsed] = []
    unknown: list[Note] = []
    for path, data in sorted(files.items()):
        file = {path: data}
        try:
            row = FORMATS[_only(detect(file), file, path)]
            parts.append(_parse(row, file, path, {key: options[key] for key in row.options & options.keys()}))
        except SourceError as error:
            unknown.append(Note(level="problem", text=str(error).splitlines()[0], where=path))
    if not parts:
        reasons = "\n".join(f"  {note.text}" for note in unknown)
        raise SourceError(f"No file in {name} is in a format that is known here:\n{reasons}")
    return [parts[0].model_copy(update={"notes": (*parts[0].notes, *unknown)}), *parts[1:]]
