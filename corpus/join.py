"""One record of two, and what they say otherwise: what each source adds to the record that both have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple, TypeVar

from corpus.models import Event, Paper, Post, Session, Slot, Source
from corpus.names import title_key
from corpus.same import strangers, surnames, title_keys

_ADDED: Final = ("links", "sources")  # what no correction takes away
_OTHER: Final = {"start": "end", "end": "start"}
_LISTS: Final = ("keywords", "notes", "orgs", "links", "people", "sources")
_PRESENTED: Final = frozenset({"", "talk", "presentation", "poster", "oral", "spotlight"})  # ways to present a paper

_T = TypeVar("_T", Source, Event, Session, Paper, Slot, Post)


class Dispute(NamedTuple):
    """What a further *source* says otherwise of the record in a *place*."""

    place: int
    field: str
    kept: str
    other: str
    source: str


def corrected(one: _T, other: _T) -> _T:
    """*one* as a person wrote it, with what *other* has where that says nothing; where both come from and lead to."""
    usual = {name: field.get_default(call_default_factory=True) for name, field in type(one).model_fields.items()}
    changed = {name: value for name, value in dict(other).items() if getattr(one, name) == usual[name]}
    return one.model_copy(update=_in_one_time(dict(one), dict(other), changed) | _both(dict(one), dict(other), _ADDED))


def joined(one: _T, other: _T) -> _T:
    """One record of two: *one*'s facts, and *other*'s where *one* has none; lists hold both's."""
    changed = _fields(dict(one), dict(other))
    if isinstance(one, Paper) and isinstance(other, Paper):
        changed |= _paper_fields(one, other)
    return one.model_copy(update=changed)


def _fields(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    gaps = {name: value for name, value in theirs.items() if not mine[name]}
    return _in_one_time(mine, theirs, gaps) | _both(mine, theirs, _LISTS)


def _in_one_time(mine: Mapping[str, Any], theirs: Mapping[str, Any], gaps: dict[str, Any]) -> dict[str, Any]:
    """*gaps* without the end of another time: one source's start and another's end are no time."""
    apart = {bound for bound, other in (("end", "start"), ("start", "end")) if mine.get(other) and other not in gaps}
    return {name: gaps[name] for name in gaps if name not in apart or mine[_OTHER[name]] == theirs[_OTHER[name]]}


def _both(mine: Mapping[str, Any], theirs: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: tuple(dict.fromkeys((*mine[name], *theirs[name]))) for name in names if name in mine}


def _paper_fields(one: Paper, other: Paper) -> dict[str, Any]:
    """What a paper takes from two records by more than "the first that has it": the fuller list, every title."""
    known = title_keys(one) if one.title else {title_key(other.title)}
    further = [title for title in (other.title, *other.other_titles) if title_key(title) not in {*known, ""}]
    return {
        "type": "paper" if other.type == "paper" and one.type in _PRESENTED else one.type,
        "authors": other.authors if surnames(one) < surnames(other) else one.authors or other.authors,
        "other_titles": (*one.other_titles, *further),
        "abstract": max(one.abstract, other.abstract, key=len),
    }


def disputes(place: int, one: _T, other: _T, fields: Iterable[str], source: str) -> Iterator[Dispute]:
    """What *other*, of *source*, says otherwise than *one* in the *fields* that count, and of its authors."""
    source = next(iter(getattr(other, "sources", ())), source)
    for name in fields:
        mine, theirs = _shown(getattr(one, name)), _shown(getattr(other, name))
        if mine and theirs and title_key(mine) != title_key(theirs):
            yield Dispute(place, name, mine, theirs, source)
    if isinstance(one, Paper) and isinstance(other, Paper) and strangers(one, other):
        yield Dispute(place, "authors", ", ".join(one.authors), ", ".join(other.authors), source)


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
