"""What a person sees of the conference at a glance: what is on now and next, and what they starred, by day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import Final, Literal

from bot import schedule
from bot.agenda import Occasion, Planned, agenda, clashing
from bot.answer import reply
from bot.answers.events import days_in_words
from bot.desk import Desk
from bot.models import Ask, Item, Line, Moment, Viewer
from bot.personal import Star
from bot.schedule import Entry
from bot.zones import zone_of
from corpus.models import Value, Window

PAGE: Final = 8  # starred things on one page of "my schedule"
_SHOWN: Final = 3  # of what is on, and of what is next
_EMPTY: Final = "The programme is empty as yet. Once it is here, this page shows what is on now and next."
_NO_STARS: Final = "Nothing is starred yet. Press ☆ Star under an answer, and it is here by day, with what clashes."
_UNREAD: Final = "Your stars cannot be read just now. They are kept: please look again in a moment."

Show = Literal["clock", "day and clock"]
Sort = Literal["today", "ahead", "untimed", "gone", "over"]


class Row(Value):
    """One thing in a list: what it is, *when* and where, and what it *clashes* with; *zone* is its own page's.

    *starred* is None where that is not known, *held* false where the programme no longer has it.
    """

    ref: str
    title: str
    url: str | None = None
    when: Moment | None = None
    zone: str | None = None
    place: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    starred: bool | None = None
    held: bool = True


class Section(Value):
    """Rows under a heading; *rest* says what is not shown, and how to see it."""

    heading: Line
    rows: tuple[Row, ...] = ()
    rest: Line = ()


class Home(Value):
    """The whole: a *title*, *lines* on how the conference stands, its *programme*, and *mine*: what is starred.

    *said* is there where *mine* is empty. *examples* are inputs that work now.
    """

    title: str
    lines: tuple[Line, ...] = ()
    programme: tuple[Section, ...] = ()
    mine: tuple[Section, ...] = ()
    said: Line = ()
    rest: Line = ()
    examples: tuple[str, ...] = ()


class Schedule(Value):
    """One page of everything starred; *page* counts from 0, of *count* pages; *said* is there where nothing is."""

    sections: tuple[Section, ...] = ()
    said: Line = ()
    span: Line = ()
    page: int = 0
    count: int = 1


class Due(Value):
    """A starred record at one of its times, or without one; *day* is that of the time, in the reader's zone."""

    plan: Planned
    at: Occasion | None = None
    sort: Sort
    day: date | None = None


def home(desk: Desk, stars: Iterable[Star] | None, viewer: Viewer, *, most: int, today_only: bool = False) -> Home:
    """The Home of *viewer* with their *stars* (None: they cannot be read), at *most* so many of them.

    With *today_only* the starred things of other days are left to "my schedule".
    """
    now = viewer.now
    event = desk.home or desk.catalog.event_at(now) or _only(desk)
    ask = Ask(surface="mention", text="help", now=now, zone=viewer.zone)
    stars = None if stars is None else tuple(stars)
    starred = None if stars is None else {star.record for star in stars}
    listed = due(agenda(stars or (), desk, now=now), viewer)
    shown = [each for each in listed if each.sort == "today" or not today_only][:most]
    more = len(listed) - len(shown)
    return Home(
        title=desk.event_name(event) if event in desk.catalog.events else "Usher",
        lines=_standing(desk, event, now) if desk.catalog.everything else ((_EMPTY,),),
        programme=_now_and_next(desk, event, viewer, starred=starred),
        mine=sections(shown, listed, now=now),
        said=() if listed else (_UNREAD if stars is None else _NO_STARS,),
        rest=(f"{'And ' if shown else ''}{more} more: /usher my schedule",) if more else (),
        examples=reply(ask, desk).examples,
    )


def schedule_of(desk: Desk, stars: Iterable[Star], viewer: Viewer, *, page: int) -> Schedule:
    """Page number *page* of what *stars* stand for, or the nearest page there is."""
    listed = due(agenda(stars, desk, now=viewer.now), viewer)
    count = max(1, -(-len(listed) // PAGE))
    number = min(page, count - 1)
    shown = listed[number * PAGE : (number + 1) * PAGE]
    span = f"{number * PAGE + 1}–{number * PAGE + len(shown)} of {len(listed)} shown" if count > 1 else ""
    return Schedule(
        sections=sections(shown, listed, now=viewer.now),
        said=() if listed else (_NO_STARS,),
        span=(span,) if span else (),
        page=number,
        count=count,
    )


def _only(desk: Desk) -> str | None:
    """The event of a programme that has but one."""
    return next(iter(desk.catalog.events)) if len(desk.catalog.events) == 1 else None


def _standing(desk: Desk, event: str | None, now: datetime) -> tuple[Line, ...]:
    """When the event is, as far as that is known."""
    busy = desk.catalog.busy(event)
    held = desk.catalog.events.get(event or "")
    if not busy:
        stated = days_in_words(held) if held else ""
        return ((f"{stated}. Times were not published." if stated else "Times were not published.",),)
    whole = Window(start=busy[0].start, end=max(window.end for window in busy))
    if now < whole.start:
        return (("Begins: ", Moment(window=Window(start=whole.start, end=whole.start))),)
    days = Moment(window=whole, show="day")
    return (("Was on: ", days) if whole.end <= now else (days,),)


def _now_and_next(
    desk: Desk, event: str | None, viewer: Viewer, *, starred: Collection[str] | None
) -> tuple[Section, ...]:
    listed, now = desk.entries(event), viewer.now
    return tuple(
        Section(
            heading=(heading,),
            rows=tuple(_entry_row(desk, entry, viewer, starred) for entry in some[:_SHOWN]),
            rest=(f"And {len(some) - _SHOWN} more: {command}",) if len(some) > _SHOWN else (),
        )
        for heading, some, command in (
            ("On now", schedule.on(listed, now), "/session now"),
            ("Next", schedule.following(listed, now), "/session next"),
        )
        if some
    )


def _entry_row(desk: Desk, entry: Entry, viewer: Viewer, starred: Collection[str] | None) -> Row:
    today = _day(entry.window.start, viewer.zone) == _day(viewer.now, viewer.zone)
    item = desk.item(entry.record, slot=entry.slot, now=viewer.now)
    known = None if starred is None else item.ref in starred
    return _row(item, starred=known, show="clock" if today else "day and clock")


def _day(instant: datetime, zone: str) -> date:
    """The day of *instant* in *zone*; in UTC within a day of the calendar's ends."""
    try:
        return instant.astimezone(zone_of(zone)).date()
    except OverflowError:
        return instant.date()


def _row(item: Item, *, starred: bool | None, clashes: tuple[str, ...] = (), show: Show = "clock") -> Row:
    return Row(
        ref=item.ref,
        title=item.title,
        url=item.url,
        when=Moment(window=item.window, show=show) if item.window else None,
        zone=item.zone,
        place=tuple(filter(None, (item.room, item.session))),
        clashes=clashes,
        starred=starred,
    )


def due(plans: Iterable[Planned], viewer: Viewer) -> tuple[Due, ...]:
    """*plans* by what *viewer* needs first: today, the days after, what has no time, what is gone, what is over."""
    now, there = viewer.now, zone_of(viewer.zone)
    timed: list[Due] = []
    others: list[Due] = []
    for plan in plans:
        timed += [_due_at(plan, occasion, now, there) for occasion in plan.occasions]
        if not plan.occasions:
            others.append(Due(plan=plan, sort="untimed" if plan.held else "gone"))
    timed.sort(key=lambda each: each.at.window.start if each.at else now)
    order: tuple[Sort, ...] = ("today", "ahead", "untimed", "gone", "over")
    return tuple(sorted((*timed, *others), key=lambda each: order.index(each.sort)))


def _due_at(plan: Planned, occasion: Occasion, now: datetime, zone: tzinfo) -> Due:
    day = occasion.window.start.astimezone(zone).date()
    today = day == now.astimezone(zone).date() or occasion.window.start <= now
    return Due(plan=plan, at=occasion, sort="over" if _over(occasion, now) else "today" if today else "ahead", day=day)


def _over(occasion: Occasion, now: datetime) -> bool:
    return occasion.window.end <= now


def sections(some: Sequence[Due], every: Iterable[Due], *, now: datetime) -> tuple[Section, ...]:
    """*some* of *every* thing that is starred, in order, under a heading for each day or sort."""
    ahead = _ahead(every, now)
    return tuple(
        Section(heading=_heading(group), rows=tuple(_due_row(each, ahead) for each in group))
        for _, found in groupby(some, key=lambda each: (each.sort, each.day if each.sort == "ahead" else None))
        if (group := tuple(found))
    )


def _ahead(every: Iterable[Due], now: datetime) -> dict[str, Planned]:
    """What can still be seen, with the times that are left: what clashes is a matter of those."""
    plans = {each.plan.ref: each.plan for each in every if each.at is not None}
    left = {ref: tuple(at for at in plan.occasions if not _over(at, now)) for ref, plan in plans.items()}
    return {ref: plan.model_copy(update={"occasions": left[ref]}) for ref, plan in plans.items() if left[ref]}


def _heading(group: Sequence[Due]) -> Line:
    first = group[0]
    if first.sort == "ahead" and first.at is not None:
        start = first.at.window.start
        return (Moment(window=Window(start=start, end=start), show="day"),)
    named = {"today": "Today", "untimed": "Without a time", "gone": "No longer in the programme", "over": "Over"}
    return (named[first.sort],)


def _due_row(each: Due, ahead: dict[str, Planned]) -> Row:
    plan, at = each.plan, each.at
    if at is None:
        return Row(ref=plan.ref, title=plan.title, starred=True, held=plan.held)
    coming = ahead.get(plan.ref) if each.sort != "over" else None
    clashes = tuple(other.title for other in clashing(coming, ahead.values())) if coming else ()
    return _row(at.item, starred=True, clashes=clashes, show="day and clock" if each.sort == "over" else "clock")
