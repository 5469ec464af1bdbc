"""All that is held about a person, as lines that they can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.models import Line, Moment, Strong
from corpus.models import Value, Window

PAGE: Final = 2_800  # characters of one page, which Slack takes as one text
_LONGEST: Final = 2_000  # and of one line: what is longer goes on in the next
_DATE: Final = 40  # what a date counts for

_CHOICES: Final = {
    "zone": "Time zone",
    "lead": "Minutes before a talk that you are reminded",
    "language": "Language of dates",
    "public": "Answers to commands are for the channel",
    "followups": "Follow-ups in threads are answered",
}
_GOING: Final = frozenset({"unwanted", "withdrawn"})  # a message in these states is deleted once Slack let it go
_STATES: Final = {"sent": "Sent", **dict.fromkeys(_GOING, "Being withdrawn")}
_NOTHING: Final = "Nothing is held about you."
_NOT_YOURS: Final = "Questions that I cannot answer are kept for the organisers without who asked."


class Page(Value):
    """One page of what is held: its *lines*; *page* counts from 0, of *count* pages."""

    lines: tuple[Line, ...]
    page: int
    count: int


def pages(held: Mapping[str, Any], *, page: int) -> Page:
    """Page number *page*, or the nearest there is, of what ``People.held`` tells."""
    every = [line for whole in (tuple(_lines(held)) or ((_NOTHING,),)) for line in _short(whole)]
    filled: list[list[Line]] = [[]]
    for line in (*every, (_NOT_YOURS,)):
        if filled[-1] and sum(map(_length, filled[-1])) + _length(line) > PAGE:
            filled.append([])
        filled[-1].append(line)
    number = min(page, len(filled) - 1)
    return Page(lines=tuple(filled[number]), page=number, count=len(filled))


def _short(line: Line) -> Iterator[Line]:
    """*line*, its last words in lines of their own where there are too many of them."""
    *first, last = line
    if not isinstance(last, str) or len(last) <= _LONGEST:
        yield line
        return
    yield (*first, last[:_LONGEST])
    yield from ((last[at : at + _LONGEST],) for at in range(_LONGEST, len(last), _LONGEST))


def _length(line: Line) -> int:
    return 1 + sum(
        _DATE if isinstance(piece, Moment) else len(piece if isinstance(piece, str) else piece.text) for piece in line
    )


def counted(held: Mapping[str, Any]) -> str:
    """What is held in a few words: "12 stars, your settings and 3 messages"; "" for nothing."""
    settings = any(value is not None for value in held["choices"].values())
    parts = [
        *_count(len(held["stars"]), "star"),
        *(["your settings"] if settings else []),
        *_count(sum(message["state"] not in _GOING for message in held["messages"]), "message", "planned or sent"),
        *_count(len(held["subscriptions"]), "subscription", "with your name"),
    ]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _count(number: int, noun: str, more: str = "") -> list[str]:
    return [" ".join(filter(None, (f"{number:,} {noun}{'' if number == 1 else 's'}", more)))] if number else []


def _lines(held: Mapping[str, Any]) -> Iterator[Line]:
    for heading, lines in (
        ("Settings", [*_chosen(held["choices"])]),
        ("Stars", [(_at(star["starred_at"]), f": {star['title']} ({star['record']})") for star in held["stars"]]),
        ("Messages to you", [*map(_message, held["messages"])]),
        (
            "Subscriptions that you made",
            [(_at(made["made_at"]), f": {made['kind']} {made['topic']}") for made in held["subscriptions"]],
        ),
    ):
        if lines:
            yield from ((Strong(text=heading),), *lines)


def _chosen(choices: Mapping[str, Any]) -> Iterator[Line]:
    yield from (
        (f"{said}: {_word(choices[name])}",) for name, said in _CHOICES.items() if choices.get(name) is not None
    )
    if choices.get("calendar"):
        yield ("Your calendar has a secret address.",)
    if choices.get("home_seen"):
        yield ("App Home last opened: ", _at(choices["home_seen"]))


def _message(message: Mapping[str, Any]) -> Line:
    at = (" at ", _moment(datetime.fromisoformat(message["at"]))) if message["at"] else ()
    return (_STATES.get(message["state"], "Planned"), *at, f": {message['text'] or ''}")


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _at(seconds: int) -> Moment:
    return _moment(datetime.fromtimestamp(seconds, UTC))


def _moment(instant: datetime) -> Moment:
    return Moment(window=Window(start=instant, end=instant))
