"""How OpenReview calls its venues, and what became of what was submitted to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from corpus.programme.texts import one_line

_VENUE: Final = re.compile(  # ICLR.cc/2025/Conference, robot-learning.org/CoRL/2023/Workshop/Birds
    r"(?!dblp\.)(?:(?P<host>[\w-]+)(?:\.[\w-]+)+/)?(?:(?P<short>[^\W\d_][\w-]*)/)?(?P<year>(?:19|20)\d\d)/(?P<part>.+)"
)
_STATES: Final = (  # of a submission that is no paper of its venue; the first that fits
    ("withdrawn", re.compile(r"withdrawn|retract", re.IGNORECASE)),
    ("desk rejected", re.compile(r"desk.?reject", re.IGNORECASE)),
    ("rejected", re.compile(r"reject", re.IGNORECASE)),
    ("not decided", re.compile(r"^submitted\b|\b(?:submitted|submission|pending)$|under.?review", re.IGNORECASE)),
)
_PRESENTATIONS: Final = (  # ICLR 2023 called its orals and spotlights by how notable they were
    ("oral", re.compile(r"oral|notable.top.5%", re.IGNORECASE)),
    ("spotlight", re.compile(r"spotlight|notable.top.25%", re.IGNORECASE)),
    ("poster", re.compile(r"poster", re.IGNORECASE)),
    ("talk", re.compile(r"\btalk\b", re.IGNORECASE)),
)


class Venue(NamedTuple):
    """Where papers were accepted: the name of the *event*, and the *workshop* or *track* of it."""

    event: str = ""
    workshop: str = ""
    track: str = ""


def read_venue(venueid: str, venue: str = "") -> Venue:
    """What *venueid* names, the event spelt as *venue* spells it; nothing where it names no event with its year."""
    found = _VENUE.fullmatch(venueid)
    short = found and (found["short"] or found["host"])
    if not found or not short:
        return Venue()
    name = f"{short} {found['year']}"
    written = re.search(rf"\b{re.escape(name)}\b", venue, re.IGNORECASE)
    kind, _, part = found["part"].partition("/")
    title = for_people(part or kind)
    return Venue(
        event=written[0] if written else name,
        workshop=title if kind == "Workshop" and part else "",
        track="" if kind in ("Conference", "Workshop") else title,
    )


def state_of(told: Iterable[str]) -> str:
    """What keeps a submission from being a paper, by how its venue calls it: "withdrawn"; "" where nothing does."""
    texts = list(told)
    return next((state for state, pattern in _STATES if any(map(pattern.search, texts))), "")


def presentation_of(told: str) -> str:
    """How a paper is presented that is called so: "oral", "spotlight poster"; "" where that is not said."""
    return " ".join(kind for kind, pattern in _PRESENTATIONS if pattern.search(told))


def for_people(path: str) -> str:
    """The last part of *path* as people write it: "Desk Rejected Submission"."""
    return one_line(path.rpartition("/")[2].replace("_", " "))
