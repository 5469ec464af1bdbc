"""What those who look after the programme are told of what people asked: what had no answer, and what helped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pydantic import AwareDatetime

from corpus.models import Value
from corpus.names import words


class Asked(Value):
    """A question that had no answer, and when; *surface* is where it was put."""

    surface: str
    text: str
    at: AwareDatetime


class Verdict(Value):
    """Whether an answer to *text* was *helpful*, and when that was said."""

    helpful: bool
    surface: str
    text: str
    at: AwareDatetime


class Unanswered(Value):
    """A question as it was put last, and how many times, in whatever spelling, it was put since."""

    text: str
    times: int
    last: AwareDatetime


class Report(Value):
    """What was not answered, most asked first; how many answers helped; and what did not help, newest first.

    *since* is the instant from which on all that is kept.
    """

    since: AwareDatetime
    unanswered: tuple[Unanswered, ...]
    helpful: int
    unhelpful: int
    not_helped: tuple[str, ...]


def report(asked: Iterable[Asked], verdicts: Iterable[Verdict], *, since: AwareDatetime, most: int) -> Report:
    """The report on what was *asked* and the *verdicts*, both oldest first; lists hold at most *most*."""
    same: dict[tuple[str, ...], list[Asked]] = defaultdict(list)
    for each in asked:
        same[tuple(words(each.text))].append(each)
    groups = [Unanswered(text=every[-1].text, times=len(every), last=every[-1].at) for every in same.values()]
    said = list(verdicts)
    unhelpful = [each for each in said if not each.helpful]
    return Report(
        since=since,
        unanswered=tuple(sorted(groups, key=lambda group: (group.times, group.last), reverse=True)[:most]),
        helpful=len(said) - len(unhelpful),
        unhelpful=len(unhelpful),
        not_helped=tuple(dict.fromkeys(each.text for each in reversed(unhelpful) if each.text))[:most],
    )
