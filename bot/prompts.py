"""What to suggest to somebody who opens the bot's messages: what fits the moment and has an answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from pydantic import AwareDatetime

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask
from bot.safe import cut
from corpus.catalog import Findable, Picked
from corpus.models import Paper, Value, Window

MOST: Final = 4  # that Slack shows
SCHEDULE: Final = "My schedule"  # what was starred: answered from the person's own, not from the programme
_LOOKED_AT: Final = 100  # records in which a name and a topic are sought
_NAME: Final = 60  # characters of a name or topic in a suggestion


class Prompt(Value):
    """A suggestion: the *title* that is shown, and the *message* that is sent where it is chosen."""

    title: str
    message: str


def prompts(desk: Desk, *, now: AwareDatetime, zone: str) -> tuple[Prompt, ...]:
    """Up to MOST questions that *desk* answers to a person in *zone*."""
    chosen: list[Prompt] = []
    for message in _candidates(desk, now):
        if len(chosen) < MOST and (message == SCHEDULE or _has_answer(message, desk, now, zone)):
            chosen.append(Prompt(title=message, message=message))
    return tuple(chosen)


def _has_answer(message: str, desk: Desk, now: AwareDatetime, zone: str) -> bool:
    said = reply(Ask(surface="mention", text=message, now=now, zone=zone), desk)
    return not said.abstained and (bool(said.items) or said.kind == "help")


def _candidates(desk: Desk, now: AwareDatetime) -> Iterator[str]:
    """What to try, the best first: before the conference about its beginning, after it about its papers."""
    event = desk.home or desk.catalog.event_at(now)
    busy = desk.catalog.busy(event)
    if _during(busy, now):
        yield from ("What's on now?", "What's next?")
    elif busy and now < busy[0].start:
        yield "What is the first talk?"
    if busy and now < busy[-1].end:
        yield SCHEDULE
    every = desk.catalog.everything
    known = every.having(lambda traits: traits.event == event) or every
    papers = _some(known.having(lambda traits: traits.kind == "paper"))
    people = (paper.authors[0] for paper in papers if isinstance(paper, Paper) and paper.authors)
    words = (record.keywords[0] for record in _some(known) if record.keywords)
    yield from (f"Which papers are by {cut(person, _NAME)}?" for person in islice(people, 1))
    yield from (f"Anything on {cut(word, _NAME)}?" for word in islice(words, 1))
    yield "What can I ask?"


def _some(records: Picked) -> Iterator[Findable]:
    """Some of *records*, from the middle on: the first are those that everybody is shown anyway."""
    middle = len(records) // 2
    return chain(records[middle : middle + _LOOKED_AT], records[: min(middle, _LOOKED_AT)])


def _during(busy: tuple[Window, ...], now: AwareDatetime) -> bool:
    return bool(busy) and busy[0].start <= now < busy[-1].end
