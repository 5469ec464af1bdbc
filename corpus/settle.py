"""What was known under an identifier keeps it when its source renames or renumbers it.

People star records by their identifiers; a page that calls a paper after its title gives it a new one when the
title is corrected. So of what is new and what is gone, that which is plainly one thing is called as before.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Final, TypeVar

from rapidfuzz.distance import Levenshtein

from corpus.models import Paper, Records, Session, Slot
from corpus.names import title_key
from corpus.same import identifiers, opening, surnames

_ALIKE: Final = 0.4  # similarity of two titles of the same authors that may be one paper's
_Named = TypeVar("_Named", Paper, Session)
_Key = Callable[[_Named], Hashable]


def settled(new: Records, old: Records) -> Records:
    """*new*, with the identifiers that *old* has for what is plainly the same."""
    sessions = _names(new.sessions, old.sessions, _SESSION_KEYS)
    papers = _names(new.papers, old.papers, _paper_keys(new, old))
    if not (sessions or papers):
        return new
    references = {f"session:{a}": f"session:{b}" for a, b in sessions.items()}
    references |= {f"paper:{a}": f"paper:{b}" for a, b in papers.items()}
    return new.model_copy(
        update={
            "sessions": tuple(r.model_copy(update={"id": sessions.get(r.id, r.id)}) for r in new.sessions),
            "papers": tuple(r.model_copy(update={"id": papers.get(r.id, r.id)}) for r in new.papers),
            "slots": tuple(slot.renamed(papers, sessions) for slot in new.slots),
            "conflicts": tuple(
                c.model_copy(update={"record": references.get(c.record, c.record)}) for c in new.conflicts
            ),
        }
    )


_SESSION_KEYS: Final[tuple[_Key[Session], ...]] = (
    lambda s: (s.event, title_key(s.title), s.start),
    lambda s: (s.event, title_key(s.title)),
    lambda s: (s.event, s.type, s.start, s.end, s.room) if s.start else None,
)


def _paper_keys(new: Records, old: Records) -> tuple[_Key[Paper], ...]:
    slots: dict[int, Slot] = {}  # of each record, its first place: one identifier may be of two records, old and new
    for records in (old, new):
        first = {slot.paper: slot for slot in reversed(records.slots)}
        slots |= {id(paper): first[paper.id] for paper in records.papers if paper.id in first}

    def place(paper: Paper) -> Hashable:
        slot = slots.get(id(paper))
        return (slot.start, slot.room, surnames(paper)) if slot and slot.start and paper.authors else None

    return (
        lambda p: (p.event, title_key(p.title)) if p.title else None,
        lambda p: min(identifiers(p), default=None),
        opening,
        place,
        lambda p: (p.event, surnames(p)) if p.authors else None,
    )


def _names(new: Sequence[_Named], old: Sequence[_Named], keys: Sequence[_Key[_Named]]) -> dict[str, str]:
    """The old identifier of each record in *new* that has another one now; by one key after the other.

    Where rows are numbered, one more at the top gives each the number of another: what has an identifier under which
    plainly another record was known is called after its own.
    """
    held: dict[str, _Named] = {record.id: record for record in old}
    hold: dict[str, _Named] = {record.id: record for record in new}
    both = set(map(_title, old)) & set(map(_title, new))
    kept: set[str] = {name for name in held.keys() & hold.keys() if _is_still(hold[name], held[name], keys, both)}
    fresh = [record for record in new if record.id not in kept]
    gone = [record for record in old if record.id not in kept]
    names: dict[str, str] = {}
    for number, key in enumerate(keys):
        one, other = _alone(fresh, key), _alone(gone, key)
        for value in one.keys() & other.keys():
            same_name = one[value].id == other[value].id
            if same_name or number < len(keys) - 1 or _alike(one[value], other[value]):
                names[one[value].id] = other[value].id
        taken = set(names.values())
        fresh = [record for record in fresh if record.id not in names]
        gone = [record for record in gone if record.id not in taken]
    used: set[str] = {*kept, *names.values()}
    for record in fresh:  # what is new keeps the name that it came with, unless that is another's
        if record.id in used:
            names[record.id] = _numbered(record.id, {*used, *held, *hold})
        used.add(names.get(record.id, record.id))
    return {new: name for new, name in names.items() if new != name}


def _is_still(new: _Named, old: _Named, keys: Sequence[_Key[_Named]], both: Collection[Hashable]) -> bool:
    """Whether two records of one identifier are one.

    By title; else by one of *keys*, where the title of neither is one that *both* corpora have.
    """
    if _title(new) == _title(old):
        return True
    elsewhere = _title(new) in both or _title(old) in both
    return not elsewhere and any((value := key(new)) is not None and value == key(old) for key in keys)


def _title(record: Paper | Session) -> tuple[str | None, str]:
    return record.event, title_key(record.title)


def _numbered(name: str, taken: Collection[str]) -> str:
    return next(free for number in itertools.count(2) if (free := f"{name}-{number}") not in taken)


def _alone(records: Sequence[_Named], key: _Key[_Named]) -> dict[Hashable, _Named]:
    """The records that are the only one with their key, by it."""
    groups: defaultdict[Hashable, list[_Named]] = defaultdict(list)
    for record in records:
        if (value := key(record)) is not None:
            groups[value].append(record)
    return {value: group[0] for value, group in groups.items() if len(group) == 1}


def _alike(one: Paper | Session, other: Paper | Session) -> bool:
    return Levenshtein.normalized_similarity(title_key(one.title), title_key(other.title)) >= _ALIKE
