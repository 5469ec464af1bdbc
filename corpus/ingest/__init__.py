"""Readers of programmes: one module a format, one row of ``FORMATS`` each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Protocol

from corpus.ingest import jsonl, oral_session, paper_blog, post_feed, poster_session, reading_list, yaml
from corpus.models import Parsed, SourceError


class Parse(Protocol):
    """Reads the bytes of a source into records; *name* is only said in messages. Raises SourceError."""

    def __call__(self, data: bytes, *, name: str) -> Parsed:
        """The records of *data*, and a report."""
        ...


class Format(NamedTuple):
    """A format: *sniff* says what keeps bytes from being of it, or nothing; *parse* reads them."""

    name: str
    description: str
    sniff: Callable[[bytes], str]
    parse: Parse


FORMATS: Final[Mapping[str, Format]] = {
    row.name: row
    for row in (
        Format(
            "paper_blog",
            "an organisation's post about its papers at a conference, with abstracts",
            paper_blog.sniff,
            paper_blog.parse,
        ),
        Format(
            "poster_session",
            "a poster session: titles, authors and abstracts",
            poster_session.sniff,
            poster_session.parse,
        ),
        Format(
            "oral_session", "a session of talks: times, speakers and abstracts", oral_session.sniff, oral_session.parse
        ),
        Format(
            "post_feed", "a feed of blog posts, with lists of papers and workshops", post_feed.sniff, post_feed.parse
        ),
        Format("reading_list", "papers with abstracts below dates", reading_list.sniff, reading_list.parse),
        Format("jsonl", "Usher's own export, or a list of papers, as JSON lines", jsonl.sniff, jsonl.parse),
        Format("yaml", "records as a person writes and corrects them", yaml.sniff, yaml.parse),
    )
}


def detect(data: bytes) -> list[str]:
    """The names of the formats that *data* may be of."""
    return [row.name for row in FORMATS.values() if not row.sniff(data)]


def read(data: bytes, *, name: str, format: str | None = None) -> Parsed:  # noqa: A002 - as the option is named
    """The records of *data* in the named format, or in the only one that it may be of.

    Raises SourceError, with a sentence for the person who named the source, where there is no such one or
    several, or where it holds nothing that can be read.
    """
    if format is not None and format not in FORMATS:
        raise SourceError(f"There is no format “{format}”; there are {', '.join(FORMATS)}.")
    matching = [format] if format else detect(data)
    if len(matching) > 1:
        raise SourceError(f"{name} could be {' or '.join(matching)}: name the format.")
    if not matching:
        missing = "; ".join(f"{row.name}: {row.sniff(data)}" for row in FORMATS.values())
        raise SourceError(f"{name} is in no format that is known here ({missing}).")
    return FORMATS[matching[0]].parse(data, name=name)
