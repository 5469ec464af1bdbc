"""An organisation's post about a conference: its title "Acme Research at ICLR 2020", and what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from corpus.dates import find_range
from corpus.models import Event, Person
from corpus.names import slug

EXAMPLE: Final = "Acme Research at ICLR 2020"

_PROPER: Final = r"[^\W_a-z][\w.&'’+-]*"
_TITLE: Final = re.compile(
    rf"(?!Our |The )(?P<org>{_PROPER}(?: (?:{_PROPER}|&)){{0,4}}?)(?: Research)? at"
    rf" (?P<event>(?P<short>{_PROPER}(?: {_PROPER}){{0,4}}) (?P<year>(?:19|20)\d\d))"
)
_FULL_NAME: Final = re.compile(rf"{_PROPER}(?: (?:{_PROPER}|(?:on|of|for|and|in|to)(?: the)?))* ?$")
_LONGEST: Final = 200  # characters of a conference's full name
_SPONSOR: Final = re.compile(r"\b[Aa]n? (\w+) [Ss]ponsor\b")
_CLAIM: Final = re.compile(r"\b((?:over|more than|about) )?(\d{1,4}) accepted (?:papers|publications)\b")
_VIRTUAL: Final = re.compile(r"\bvirtual(?:ly)?\b", re.IGNORECASE)


class Occasion(NamedTuple):
    """What the title of such a page names: *event* is "ICLR 2020", *short* the same without its year."""

    title: str
    org: str
    event: str
    short: str
    year: int

    @property
    def event_id(self) -> str:
        """The identifier of the event."""
        return slug(self.event)


def read_occasion(title: str) -> Occasion | None:
    """The occasion that *title* names; None where it is no such title."""
    found = _TITLE.fullmatch(title)
    return found and Occasion(title, found["org"], found["event"], found["short"], int(found["year"]))


def event_of(
    occasion: Occasion, introduction: Sequence[str], sources: tuple[str, ...], people: tuple[Person, ...] = ()
) -> Event:
    """The conference, as far as the paragraphs of the *introduction* tell of it."""
    named, full_name = _named(occasion, introduction)
    text = "\n".join([named, *introduction])
    first, last = find_range(text, occasion.year) or (None, None)
    return Event(
        id=occasion.event_id,
        name=occasion.event,
        full_name=full_name,
        start=first,
        end=last,
        place="virtual" if _VIRTUAL.search(named) else "",
        people=people,
        notes=tuple(_notes(occasion, text)),
        sources=sources,
    )


def _named(occasion: Occasion, introduction: Iterable[str]) -> tuple[str, str]:
    """The first paragraph that spells the conference out before its short name in brackets; that name."""
    for paragraph in introduction:
        before, short, _ = paragraph.partition(f"({occasion.short}")
        spelt = _FULL_NAME.search(before[-_LONGEST:]) if short else None
        if spelt:
            return paragraph, spelt[0].strip().removeprefix("The ")
    return "", ""


def claimed(introduction: Iterable[str]) -> int:
    """How many accepted papers the *introduction* speaks of, at least; 0 where of none."""
    claim = _CLAIM.search("\n".join(introduction))
    return int(claim[2]) if claim else 0


def _notes(occasion: Occasion, text: str) -> Iterable[str]:
    if sponsor := _SPONSOR.search(text):
        yield f"{occasion.org} is a {sponsor[1]} Sponsor of {occasion.event}."
    if claim := _CLAIM.search(text):
        yield f"{occasion.org} speaks of {claim[1] or ''}{claim[2]} accepted papers at {occasion.event}."
