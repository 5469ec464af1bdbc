"""What a channel is told by itself: the programme of each day, and what is about to start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask, Item, Line, Moment, Strong
from bot.personal import Subscription
from bot.reminders import in_words
from bot.schedule import Entry
from bot.zones import zone_of
from corpus.models import Value, Window
from corpus.names import words

AHEAD: Final = timedelta(days=7)  # what is planned
LEAD: Final = 10  # minutes before something starts
_MOST: Final = 20  # things of one digest
_STARTING: Final = 8  # things of one announcement
_ALL: Final = frozenset({"all", "everything"})


class Telling(Value):
    """One message to a channel, at *at*."""

    at: datetime
    lines: tuple[Line, ...]
    items: tuple[Item, ...] = ()


class Topic:
    """What a subscription is limited to: nothing, a kind of record, a track, or what a question would find."""

    def __init__(self, text: str, desk: Desk, *, now: datetime) -> None:
        self._words = tuple(words(text))
        self._all = not self._words or self._words[0] in _ALL
        self._refs: frozenset[str] = frozenset() if self._all else _meant(text, desk, now)

    def holds(self, reference: str, title: str = "") -> bool:
        """Whether it takes in the record; one that is gone is known by the words of its *title*."""
        return self._all or reference in self._refs or (bool(title) and set(self._words) <= set(words(title)))

    @property
    def empty(self) -> bool:
        """Whether it takes in nothing of the programme."""
        return not self._all and not self._refs


def _meant(text: str, desk: Desk, now: datetime) -> frozenset[str]:
    said = words(text)
    plain = [word for word in said if word != "track"]
    tracks = {name for name, spoken in desk.catalog.tracks.items() if list(spoken) == plain}
    if tracks:
        on_track = desk.catalog.everything.having(lambda traits: not tracks.isdisjoint(traits.tracks))
        return frozenset(map(desk.catalog.reference, on_track.places))
    kind = " ".join(said).removesuffix("s")
    of_kind = desk.of_kinds((kind,))
    if of_kind:
        return frozenset(map(desk.catalog.reference, of_kind.places))
    answer = reply(Ask(surface="mention", text=f"anything on {text}", now=now, zone="UTC"), desk)
    return frozenset() if answer.abstained else frozenset(item.ref for item in answer.items)


def tellings(
    subscription: Subscription, desk: Desk, topic: Topic, *, event: str | None, now: datetime
) -> tuple[Telling, ...]:
    """What *subscription* is to be told in the time AHEAD, by when; of "changes", nothing is known before."""
    event = event or desk.home or desk.catalog.event_at(now)
    listed = [entry for entry in desk.entries(event) if topic.holds(entry.ref)]
    match subscription.kind:
        case "digest":
            return tuple(_digests(subscription, desk, listed, event, now))
        case "starting":
            return tuple(_starting(desk, listed, now))
        case _:
            return ()


def _digests(
    subscription: Subscription, desk: Desk, listed: Sequence[Entry], event: str | None, now: datetime
) -> Iterable[Telling]:
    zone = zone_of(subscription.zone or desk.catalog.zone(event))
    for day, found in groupby(listed, key=lambda entry: entry.window.start.astimezone(zone).date()):
        entries = list(found)
        hours, minutes = divmod(subscription.minute or 0, 60)
        at = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=zone)
        if now < at <= now + AHEAD:
            first = entries[0].window.start
            head: Line = (
                Strong(text=desk.event_name(event)),
                " · ",
                Moment(window=Window(start=first, end=first), show="day"),
            )
            rest = len(entries) - _MOST
            lines = (head, *(_line(desk, entry, now) for entry in entries[:_MOST]))
            yield Telling(at=at, lines=(*lines, *(((f"And {rest} more: /session {day:%A}",),) if rest > 0 else ())))


def _starting(desk: Desk, listed: Sequence[Entry], now: datetime) -> Iterable[Telling]:
    for start, found in groupby(listed, key=lambda entry: entry.window.start):
        at, entries = start - timedelta(minutes=LEAD), list(found)
        if now < at <= now + AHEAD:
            moment = Moment(window=Window(start=start, end=start), show="clock")
            rest = len(entries) - _STARTING
            items = tuple(
                desk.item(entry.record, slot=entry.slot, now=now).model_copy(update={"status": ""})
                for entry in entries[:_STARTING]
            )
            more = ((f"And {rest} more: /session now",),) if rest > 0 else ()
            yield Telling(
                at=at, lines=((Strong(text=f"In {in_words(LEAD)}"), ", at ", moment, ":"), *more), items=items
            )


def _line(desk: Desk, entry: Entry, now: datetime) -> Line:
    item = desk.item(entry.record, slot=entry.slot, now=now)
    where = " · ".join(filter(None, (item.room, item.session)))
    return (Moment(window=entry.window, show="clock"), "  ", Strong(text=item.title), f" · {where}" if where else "")
