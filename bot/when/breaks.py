"""What people call the breaks of a programme: "after lunch", "the second break", "until the coffee break"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.when.calendar import Span
from bot.when.programme import Programme
from bot.when.values import HOUR, Meal, Pause
from corpus.models import Window

_LUNCHTIME: Final = (11.5, 14.5)  # hours: a break within them may be for lunch
_USUAL_LUNCH: Final = (12, 13)  # hours, where the programme has no such break
_MEALS: Final[Mapping[Meal, frozenset[str]]] = {"lunch": frozenset({"lunch"}), "coffee": frozenset({"coffee", "tea"})}


def pause_window(pause: Pause, span: Span | None, programme: Programme) -> Window | None:
    """The side of the break that *pause* names, on the dates of *span*; None where there is no such break.

    Without dates it is on the day whose programme is on, or comes next.
    """
    span = span or _today(programme)
    if span is None:
        return None
    named = programme.named(_MEALS[pause.meal], span.first, span.last) if pause.meal else []
    found = (
        _by_number(pause, named, programme)
        or _choose(pause, programme.breaks(span.first, span.last), programme)
        or (_usual_lunch(span.first, programme) if pause.meal == "lunch" else None)
    )
    return _side(pause, found, programme) if found else None


def held_lunch(span: Span | None, programme: Programme) -> Window | None:
    """The lunch that the programme names, on the dates of *span*; None where it names none."""
    span = span or _today(programme)
    lunches = programme.named(_MEALS["lunch"], span.first, span.last) if span else []
    return _by_number(Pause("during"), lunches, programme)


def _today(programme: Programme) -> Span | None:
    day = programme.running_day
    return Span(day, day) if day else None


def _choose(pause: Pause, breaks: Sequence[Window], programme: Programme) -> Window | None:
    """Of the gaps in the programme the one by its number or its meal."""
    lunch = max(
        (each for each in breaks if _at_lunchtime(each, programme)),
        key=lambda each: each.end - each.start,
        default=None,
    )
    if pause.meal == "lunch":
        return lunch
    if pause.meal == "coffee":
        breaks = [each for each in breaks if each != lunch] or breaks
    return _by_number(pause, breaks, programme)


def _by_number(pause: Pause, breaks: Sequence[Window], programme: Programme) -> Window | None:
    """The break by its number, else the one that is on or comes next, else the last."""
    if pause.which is not None:
        place = pause.which - 1 if pause.which > 0 else pause.which
        return breaks[place] if -len(breaks) <= place < len(breaks) else None
    return next((each for each in breaks if each.end > programme.now), breaks[-1] if breaks else None)


def _at_lunchtime(pause: Window, programme: Programme) -> bool:
    day = pause.start.astimezone(programme.zone).date()
    earliest, latest = (programme.instant(day, hour * HOUR) for hour in _LUNCHTIME)
    return pause.start < latest and earliest < pause.end


def _usual_lunch(day: date, programme: Programme) -> Window:
    start, end = (programme.instant(day, hour * HOUR) for hour in _USUAL_LUNCH)
    return Window(start=start, end=end)


def _side(pause: Pause, found: Window, programme: Programme) -> Window:
    day = found.start.astimezone(programme.zone).date()
    now = programme.now
    midnight = programme.instant(day, 0)
    match pause.side:
        case "before":
            return Window(start=midnight, end=found.start)
        case "until":
            return Window(start=now if midnight <= now <= found.start else midnight, end=found.start)
        case "after":
            hours = programme.hours(day)
            return Window(start=found.end, end=max(found.end, hours.end) if hours else found.end)
        case "during":
            return found
