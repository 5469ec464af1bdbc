"""Where people are from: "Northvale University|Pelican Labs" in a column, or a field of each author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from corpus.names import title_key
from corpus.programme.people import is_institution
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, text_at

_SPELLINGS: Final = (
    *("affiliation", "affil", "aff", "institution", "institute", "organization", "organisation", "org", "company"),
    *("employer", "university", "firma", "unternehmen", "einrichtung", "universität", "hochschule", "empresa"),
    *(
        "institución",
        "instituição",
        "afiliación",
        "entreprise",
        "établissement",
        "organisme",
        "azienda",
        "affiliazione",
    ),
)
_OWNERS: Final = ("author", "authors", "speaker", "speakers", "presenter", "presenters", "first author", "person")
# What fields of organisations are called, in the singular; letter case, blanks and signs make no difference.
FIELDS: Final = (*_SPELLINGS, *(f"{owner} {each}" for owner in _OWNERS for each in _SPELLINGS))
_CALLED: Final = ("name", "institution", "organization", "organisation", "display_name", "title")
_APART: Final = ("|", ";", "\n")
_MARKS: Final = re.compile(r"^[\s*†‡§¶¹²³⁴-⁹⁰,.-]+|[\s*†‡§¶¹²³⁴-⁹⁰,;-]+$")
_NONE: Final = frozenset(
    ("", "na", "none", "null", "tba", "tbd", "tbc", "unknown", "various", "independent", "independentresearcher")
) | frozenset(("freelance", "freelancer", "selfemployed", "unaffiliated", "private", "privat", "noaffiliation"))
_KEYS: Final = frozenset(map(title_key, FIELDS))
_LONGEST: Final = 160  # characters of a name


def orgs_in(value: Any) -> tuple[str, ...]:
    """The organisations that *value* names, each once: a text of names, or a list of names or of objects with one.

    Names stand apart by ``|``, ``;`` or lines; by commas only where what stands between them are institutions, for
    "Northvale University, Norway" is one.
    """
    once: dict[str, str] = {}
    for name in _named(value):
        cleaned = _MARKS.sub("", one_line(name))[:_LONGEST]
        if (key := title_key(cleaned)) not in _NONE:
            once.setdefault(key, cleaned)
    return tuple(once.values())


def orgs_of(row: Row, *people: str) -> tuple[str, ...]:
    """The organisations in *row*: those in fields of them, and those of the people in its fields *people*."""
    return orgs_in([*_in_fields(row), *_of_people(row.get(key) for key in people)])


def _in_fields(row: Row) -> Iterator[Any]:
    for key, value in row.items():
        if value and is_org_field(str(key)):
            yield from value if isinstance(value, list) else [value]


def _of_people(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        for person in value if isinstance(value, list) else [value]:
            if isinstance(person, Mapping):
                yield from _in_fields(person)


@lru_cache(maxsize=4096)
def is_org_field(name: str) -> bool:
    """Whether a field of this *name* holds organisations of people: "Affiliations", "speaker_company"."""
    key = title_key(name)
    return bool({key, key.removesuffix("s"), re.sub("ies$", "y", key)} & _KEYS)


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _parts(value)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each) if not isinstance(each, list) else ()
    elif isinstance(value, Mapping):
        yield text_at(value, *_CALLED)


def _parts(text: str) -> list[str]:
    mark = next((mark for mark in _APART if mark in text), None)
    if mark is not None:
        return text.split(mark)
    parts = text.split(",")
    return parts if all(map(is_institution, parts)) else [text]
