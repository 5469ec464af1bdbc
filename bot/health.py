"""How a corpus is, for those who look after it."""

from __future__ import annotations

from pydantic import AwareDatetime

from corpus.models import Value


class Fault(Value):
    """A source whose last look went wrong: *why*, and *since* when what is held of it stands, if anything is."""

    source: str
    why: str
    since: AwareDatetime | None = None


class Health(Value):
    """The corpus' *version* and how many records it has of each sort, when its sources were *checked*, what failed."""

    version: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    changed: AwareDatetime | None = None
    checked: AwareDatetime | None = None
    faults: tuple[Fault, ...] = ()
