"""What a person starred, as the programme holds it now: when it is on, and what of it clashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import AwareDatetime

from bot.desk import Desk
from bot.models import Item
from bot.personal import Star
from corpus.catalog import Findable
from corpus.models import Paper, Session, Value, Window


class Occasion(Value):
    """One time at which something is on; *session* is the id of the session that it is part of, or is *whole*."""

    item: Item
    window: Window
    session: str | None = None
    whole: bool = False


class Planned(Value):
    """A record that a person means to see, with its *occasions* by start; none where no time was published.

    *held* is false where the programme no longer has the record: *title* is then as it was starred.
    """

    ref: str
    title: str
    occasions: tuple[Occasion, ...] = ()
    held: bool = True


def agenda(stars: Iterable[Star], desk: Desk, *, now: AwareDatetime) -> tuple[Planned, ...]:
    """What *stars* stand for: by the start of the first occasion, then what has no time, as it was starred."""
    plans = [
        plan(star.record, desk, now=now) or Planned(ref=star.record, title=star.title, held=False) for star in stars
    ]
    timed = sorted((each for each in plans if each.occasions), key=lambda each: each.occasions[0].window.start)
    return (*timed, *(each for each in plans if not each.occasions))


def plan(ref: str, desk: Desk, *, now: AwareDatetime) -> Planned | None:
    """The record that *ref* names, with its times; None where the programme does not hold it."""
    try:
        record = desk.catalog.get(ref)
    except KeyError:
        return None
    found = sorted(_occasions(record, desk, now), key=lambda each: each.window.start)
    return Planned(ref=ref, title=record.title, occasions=tuple(found))


def clashing(one: Planned, others: Iterable[Planned]) -> tuple[Planned, ...]:
    """Those of *others* that nobody can see who sees *one*, whichever of their times they choose."""
    return tuple(
        other
        for other in others
        if other.ref != one.ref
        and one.occasions
        and other.occasions
        and all(_overlap(mine, theirs) for mine in one.occasions for theirs in other.occasions)
    )


def occasions(plans: Sequence[Planned]) -> tuple[Occasion, ...]:
    """Everything that is on, by start."""
    every = (occasion for each in plans for occasion in each.occasions)
    return tuple(sorted(every, key=lambda each: (each.window.start, each.window.end)))


def _overlap(one: Occasion, other: Occasion) -> bool:
    return one.window.overlaps(other.window) and not _together(one, other)


def _together(one: Occasion, other: Occasion) -> bool:
    """Whether who is in the session of *one* sees *other* there: people walk from poster to poster."""
    if one.session is None or one.session != other.session:
        return False
    return one.whole or other.whole or one.window == other.window


def _occasions(record: Findable, desk: Desk, now: AwareDatetime) -> Iterable[Occasion]:
    slots = desk.catalog.slots_of(record) if isinstance(record, Paper) else ()
    for slot in slots:
        item = desk.item(record, now=now, slot=slot)
        if item.window:
            yield Occasion(item=item, window=item.window, session=slot.session)
    if not slots:
        item = desk.item(record, now=now)
        if item.window:
            own = record.id if isinstance(record, Session) else None
            yield Occasion(item=item, window=item.window, session=own, whole=own is not None)
