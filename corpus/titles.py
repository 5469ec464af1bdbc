"""The official titles of papers whose pages print none."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Final

from pydantic import TypeAdapter
from yaml import safe_load

from corpus.models import Paper, Value
from corpus.names import words

_OPENING: Final = 6  # words at the start of an abstract that tell it from every other


class KnownTitle(Value):
    """The official title of a paper whose page prints none, and what to know it by."""

    title: str
    other_titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    opens: str = ""


def known_titles() -> tuple[KnownTitle, ...]:
    """The official titles of papers whose pages print none."""
    file = resources.files("corpus.data") / "titles.yaml"
    rows = safe_load(file.read_bytes()) if file.is_file() else []
    return TypeAdapter(tuple[KnownTitle, ...]).validate_python(rows)


def titled(papers: Sequence[Paper], titles: Sequence[KnownTitle]) -> list[Paper]:
    """*papers*, those without a title given the one that is known of them by their abstract or authors."""
    if all(paper.title for paper in papers):
        return list(papers)
    by_authors = {_people(known.authors): known for known in reversed(titles) if len(known.authors) > 1}
    by_opening = {_opening(known.opens): known for known in titles if known.opens}

    def named(paper: Paper) -> Paper:
        known = by_opening.get(_opening(paper.abstract)) or by_authors.get(_people(paper.authors))
        if paper.title or known is None:
            return paper
        return paper.model_copy(
            update={"title": known.title, "other_titles": (*paper.other_titles, *known.other_titles)}
        )

    return [named(paper) for paper in papers]


def _people(authors: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(author)) for author in authors)


def _opening(text: str) -> tuple[str, ...]:
    return tuple(words(text[:1000])[:_OPENING])
