"""What is on: at an instant, over a range, of a kind, in a session; and the breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot import schedule
from bot.answers.small import now_examples, unread
from bot.choices import among_records
from bot.desk import Desk, are_kind, names, plural, takes_in, title, type_words
from bot.find import Found, find, scope
from bot.heard import language_named
from bot.models import MAX_ITEMS, Answer, Item, Line, Moment
from bot.schedule import Entry
from bot.understand import Question
from bot.when import Reading
from corpus.models import Session, Window


def show_schedule(question: Question, desk: Desk) -> Answer:
    """What is on at the time that *question* names, or of the kinds that it names."""
    listed = timed_entries(question, desk)
    if question.place is not None:
        return _at_place(question, desk, listed)
    if question.when is None:
        return _of_kind(question, desk, listed)
    topical = _about(question, desk, listed) if question.topic else ()
    listed = topical or listed
    aside = _aside(question.when)
    if question.topic and not topical:
        aside = (*aside, (f"Nothing there is about “{question.query}”.",))
    window = question.when.window
    if question.when.shape == "next":
        return _next(question, desk, listed, aside)
    if question.when.shape == "instant":
        return _at(question, desk, listed, aside)
    found = schedule.within(listed, window)
    if not found:
        return _nothing(question, desk, listed, aside)
    lines: Line = (
        f"{len(found)} on ",
        Moment(window=window, show="day and clock" if question.when.shape == "range" else "day"),
        ":",
    )
    return Answer(kind="schedule", lines=(lines,), items=items_of(desk, question, found), total=len(found), aside=aside)


def timed_entries(question: Question, desk: Desk) -> tuple[Entry, ...]:
    """What *question* may mean of the programme's timed entries: by event, kind, people and session."""
    event = desk.event_for(question)
    limits = list(_tests(question, desk))
    singled = bool(question.kinds or question.people or question.topic)  # one poster of a session may be meant
    listed = desk.placed(event) if singled else desk.entries(event)
    fitting = tuple(entry for entry in listed if all(holds(entry) for holds in limits))
    whole = {entry.said.session for entry in fitting if entry.number is None}
    return tuple(entry for entry in fitting if entry.number is None or entry.said.session not in whole)


def _tests(question: Question, desk: Desk) -> Iterator[Callable[[Entry], bool]]:
    """What an entry must be to be meant by *question*: a test for each thing that it names."""
    if question.people or question.orgs:
        wanted = scope(question, desk, kinds=(), event=False)
        yield lambda entry: wanted.holds(entry.place)
    if question.session is not None:
        yield lambda entry: question.session in (entry.ref, f"session:{entry.said.session}")
    if question.excluded:
        yield lambda entry: entry.ref not in question.excluded
    if question.room is not None:
        yield lambda entry: question.room == desk.room_of(entry)
    if question.track is not None:
        yield lambda entry: question.track in desk.catalog.traits_at(entry.place).tracks
    if question.languages:
        yield lambda entry: language_named(desk.catalog.traits_at(entry.place).language) in question.languages
    if question.kinds:
        yield lambda entry: is_of_kind(desk, entry, question.kinds)


def is_of_kind(desk: Desk, entry: Entry, kinds: Sequence[str]) -> bool:
    """Whether *entry* is one of *kinds* in its slot; any is where only papers or sessions are named."""
    kinds = [kind for kind in kinds if kind not in ("session", "track", "paper")]
    if not kinds:
        return True
    if entry.number is not None:
        return any(takes_in(kind, type_words(entry.said.type)) for kind in kinds)
    return are_kind(desk.catalog.traits_at(entry.place), kinds)


def _about(question: Question, desk: Desk, listed: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries about the topic that stands beside the time."""
    hits = desk.catalog.index.search(question.query, within=[entry.place for entry in listed], limit=MAX_ITEMS)
    good = {hit.place for hit in hits if hit.coverage >= 0.6}
    return tuple(entry for entry in listed if entry.place in good)


def items_of(desk: Desk, question: Question, found: Sequence[Entry], statuses: Sequence[str] = ()) -> tuple[Item, ...]:
    """The lines for *found*, with a word about now for the first of them."""
    items = [desk.item(entry.record, slot=entry.slot, now=question.now) for entry in found[:MAX_ITEMS]]
    return tuple(
        item if place >= len(statuses) else item.model_copy(update={"status": statuses[place]})
        for place, item in enumerate(items)
    )


def _at_place(question: Question, desk: Desk, listed: Sequence[Entry]) -> Answer:
    """The first, last or n-th thing of the time named, of its kind; of the day at hand where none is named."""
    assert question.place is not None  # noqa: S101 - the caller looked
    window = question.when.window if question.when and question.when.shape in ("day", "range") else None
    inside = schedule.within(listed, window) if window else listed
    if not -len(inside) <= question.place < len(inside):
        return _nothing(question, desk, listed, ()) if question.when else unread(question, desk)
    entry = inside[question.place]
    line: Line = ("It is ", title(entry.record), ", ", Moment(window=entry.window), ".")
    return Answer(kind="schedule", lines=(line,), items=items_of(desk, question, [entry]), total=1)


def _at(question: Question, desk: Desk, listed: Sequence[Entry], aside: tuple[Line, ...]) -> Answer:
    assert question.when is not None  # noqa: S101 - the caller looked
    instant = question.when.window.start
    on, after = schedule.on(listed, instant), schedule.following(listed, instant)
    moment = Moment(window=Window(start=instant, end=instant))
    if not on:
        return _nothing(question, desk, listed, aside)
    line: Line = (moment, ":") if len(on) == 1 else (moment, f": {len(on)} on")
    lines: tuple[Line, ...] = (line,)
    statuses = ["on now" if instant == question.now else "on then"] * len(on) + ["next"] * len(after)
    items = items_of(desk, question, [*on, *after], statuses)
    return Answer(kind="schedule", lines=lines, items=items, total=len(on) + len(after), aside=aside)


def _next(question: Question, desk: Desk, listed: Sequence[Entry], aside: tuple[Line, ...]) -> Answer:
    after = schedule.following(listed, question.now)
    if not after:
        return _nothing(question, desk, listed, aside)
    start = after[0].window.start
    later = [entry for entry in listed if entry.window.start > start][:2]
    statuses = ["next"] * len(after) + ["then"] * len(later)
    line: Line = ("Next, at ", Moment(window=Window(start=start, end=start)), ":")
    return Answer(
        kind="next",
        lines=(line,),
        items=items_of(desk, question, [*after, *later], statuses),
        total=len(after) + len(later),
        aside=aside,
    )


def _nothing(question: Question, desk: Desk, listed: Sequence[Entry], aside: tuple[Line, ...]) -> Answer:
    """Say that nothing is on then, why (a break, before, after), and what comes next."""
    assert question.when is not None  # noqa: S101 - the caller looked
    window, shape = question.when.window, question.when.shape
    instant = question.now if shape == "next" else window.start
    shown = Moment(
        window=Window(start=instant, end=instant) if shape in ("instant", "next") else window,
        show="day" if shape == "day" else "day and clock",
    )
    first: Line = (f"{_limited(question)} {'at ' if shape != 'day' else ''}", shown)
    gap = next((gap for gap in schedule.breaks([e.window for e in listed]) if gap.holds(instant)), None)
    if gap and shape in ("instant", "next"):
        first = (*first, ": a break, ", Moment(window=gap, show="clock"), ".")
    else:
        first = (*first, ".")
    after = schedule.following(listed, window.end if shape in ("range", "day") else instant)
    if after and after[0].window.start < window.start:
        after = ()
    lines: list[Line] = [first]
    if after:
        lines.append(("Next, at ", Moment(window=Window(start=after[0].window.start, end=after[0].window.start)), ":"))
    else:
        lines += _when_it_was(question, desk)
    return Answer(
        kind="schedule",
        lines=tuple(lines),
        items=items_of(desk, question, after, ["next"] * len(after)),
        total=len(after),
        aside=aside,
        examples=() if after else now_examples(question, desk),
    )


def _limited(question: Question) -> str:
    """How a sentence begins that says that there is nothing of what was asked: "No spotlights in Great Hall are on"."""
    kinds = [kind for kind in question.kinds if kind not in ("session", "track")]
    what = f"No {' or '.join(plural(2, kind)[2:] for kind in kinds)}" if kinds else "Nothing"
    return f"{what}{_limits(question)} {'are' if kinds else 'is'} on"


def _limits(question: Question) -> str:
    """By whom and where, as a sentence goes on to say it: " by Ada Byron in Great Hall"."""
    limits = [f" by {names(mention.names[0] for mention in question.people)}"] if question.people else []
    limits += [f" in {question.room}"] if question.room else []
    limits += [f" in the track {question.track}"] if question.track else []
    limits += [f" in {' or '.join(question.languages)}"] if question.languages else []
    return "".join(limits)


def _when_it_was(question: Question, desk: Desk) -> list[Line]:
    """When the programme of the event meant is or was on."""
    event = desk.event_for(question)
    busy = desk.catalog.busy(event)
    if not busy:
        return [("The programme here has no times.",)]
    whole = Window(start=busy[0].start, end=max(window.end for window in busy))
    verb = "was on" if whole.end <= question.now else "is on" if whole.holds(question.now) else "will be on"
    return [(f"{desk.event_name(event)} {verb} ", Moment(window=whole), ", as far as the programme here goes.")]


def _of_kind(question: Question, desk: Desk, listed: Sequence[Entry]) -> Answer:
    """All of a kind, in order of time; those without a time in programme order."""
    event = desk.event_for(question)
    if listed:
        noun = " and ".join(plural(len(listed), kind).split(" ", 1)[1] for kind in question.kinds)
        place = f" in {question.room or question.track}" if question.room or question.track else ""
        line: Line = (f"{len(listed)}{f' {noun}' if noun else ''}{place} at {desk.event_name(event)}:",)
        return Answer(kind="schedule", lines=(line,), items=items_of(desk, question, listed), total=len(listed))
    records = scope(question, desk, event=False).having(lambda traits: traits.event == event) or scope(question, desk)
    noun = " or ".join(plural(2, kind)[2:] for kind in question.kinds) or "entries"
    if not records:
        none = f"There are no {noun} in the programme{_limits(question)}."
        return Answer(
            kind="schedule",
            abstained=True,
            lines=((none,),),
            examples=now_examples(question, desk),
        )
    return Answer(
        kind="schedule",
        lines=((f"{len(records)} {noun}; their times were not published:",),),
        items=desk.items(records[:MAX_ITEMS], question.now),
        total=len(records),
    )


def _find_session(question: Question, desk: Desk) -> Found:
    return find(question, desk, kinds=("session",))


def show_session(question: Question, desk: Desk) -> Answer:
    """A session by its name, with all that is in it."""
    found = _find_session(question, desk)
    session = found.best
    if not isinstance(session, Session):
        return unread(question, desk)
    inside = desk.catalog.slots_in(session)
    line: Line = (
        (session.title, ": ") if session.window is None else (session.title, ": ", Moment(window=session.window), ". ")
    )
    if session.window is None and not any(slot.start for slot in inside):
        line = (*line, "its time was not published. ")
    if inside:
        line = (*line, f"{len(inside)} {inside[0].type if len({s.type for s in inside}) == 1 else 'talk'}s.")
    held = [slot for slot in inside if slot.paper in desk.catalog.papers]
    papers = (desk.item(desk.catalog.papers[s.paper], slot=s, now=question.now) for s in held[: MAX_ITEMS - 1])
    items = (desk.item(session, now=question.now), *papers)
    choices = among_records(found, question, desk, by=_find_session)
    return Answer(kind="session", lines=(line,), items=items, total=1 + len(held), choices=choices)


def hint(question: Question, desk: Desk) -> Answer:
    """What is on now or next, and what can be typed: the answer to an empty ``/session``."""
    now = Reading(
        window=Window(start=question.now, end=question.now),
        shape="instant",
        zone=question.ask.zone,
        explicit_zone=False,
        explicit_day=False,
        spans=(),
        rest="",
    )
    said = show_schedule(question.model_copy(update={"when": now}), desk)
    return said.model_copy(update={"examples": now_examples(question, desk)})


def _aside(when: Reading) -> tuple[Line, ...]:
    """How the time was read, where there was a choice."""
    return tuple((note,) for note in when.notes)
