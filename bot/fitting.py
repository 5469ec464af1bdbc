"""Which records the filters of a query let through. One test a key, in ``_TESTS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk
from bot.filters import Filter
from bot.understand import Question
from bot.when import parse_when
from corpus.catalog import Findable, text_of
from corpus.models import Paper, Post, Window
from corpus.names import words
from corpus.text import without_umlauts

Test = Callable[[Findable], bool]


def fitting(records: Iterable[Findable], question: Question, desk: Desk) -> tuple[Findable, ...]:
    """Of *records*, those that every filter of *question* lets through, in their order."""
    tests = [(_TESTS[each.key](each, question, desk), each.without) for each in question.filters]
    return tuple(record for record in records if all(test(record) is not without for test, without in tests))


def unreadable(question: Question, desk: Desk) -> tuple[Filter, ...]:
    """The filters of *question* in whose value no day was read."""
    return tuple(each for each in question.filters if each.key == "day" and _window(each, question, desk) is None)


def _author(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001 - the tests are alike
    said = words(asked.value)

    def test(record: Findable) -> bool:
        people = record.authors if isinstance(record, Paper) else [person.name for person in record.people]
        return any(_begin(said, words(name)) for name in people)

    return test


def _session(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    said = words(asked.value)

    def test(record: Findable) -> bool:
        return any(_begin(said, words(f"{home.title} {home.id}")) for home in desk.homes(record))

    return test


def _kind(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    kinds = [lex.KINDS.get(word, word) for word in words(asked.value)]
    return lambda record: desk.is_kind(record, kinds[:1]) and all(desk.is_kind(record, (kind,)) for kind in kinds[1:])


def _day(asked: Filter, question: Question, desk: Desk) -> Test:
    window = _window(asked, question, desk)
    return lambda record: window is not None and any(window.overlaps(each) for each in desk.windows(record))


def _org(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    said = words(asked.value)

    def test(record: Findable) -> bool:
        return any(_begin(said, words(org)) for org in ((record.org,) if isinstance(record, Post) else record.orgs))

    return test


def _event(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    said = words(asked.value)
    events = {e.id for e in desk.catalog.records.events if _begin(said, words(f"{e.name} {e.id}"))}
    return lambda record: record.event in events


def _year(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    def test(record: Findable) -> bool:
        event = desk.catalog.events.get(record.event or "")
        days = [event and event.start, getattr(record, "listed", None), getattr(record, "published", None)]
        years = [str(day.year) for day in days if day] + (words(event.name) if event else [])
        return asked.value in years or asked.value in {str(each.start.year) for each in desk.windows(record)}

    return test


def _room(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    said = words(asked.value)

    def test(record: Findable) -> bool:
        slots = desk.catalog.slots_of(record) if isinstance(record, Paper) else ()
        rooms = [*(slot.room for slot in slots), *(home.room for home in desk.homes(record))]
        return any(_begin(said, words(room)) for room in rooms)

    return test


def _track(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    said = words(asked.value)
    return lambda record: any(_begin(said, words(track)) for track in desk.catalog.tracks_of(record))


def _words(asked: Filter, question: Question, desk: Desk) -> Test:  # noqa: ARG001
    """That a record holds the words, in a row."""
    said = words(asked.value)

    def test(record: Findable) -> bool:
        people = record.authors if isinstance(record, Paper) else [person.name for person in record.people]
        texts = (record.title, *getattr(record, "other_titles", ()), text_of(record), *record.keywords, *people)
        return any(_in_a_row(said, words(text)) for text in texts)

    return test


_TESTS: Final[Mapping[str, Callable[[Filter, Question, Desk], Test]]] = {
    "": _words,
    "author": _author,
    "day": _day,
    "event": _event,
    "kind": _kind,
    "org": _org,
    "room": _room,
    "session": _session,
    "track": _track,
    "year": _year,
}


def _window(asked: Filter, question: Question, desk: Desk) -> Window | None:
    event = desk.event_for(question)
    catalog = desk.catalog
    read = parse_when(
        asked.value, now=question.now, days=catalog.days(event), busy=catalog.busy(event), zone=catalog.zone(event)
    )
    return read.window if read else None


def _begin(said: Sequence[str], named: Sequence[str]) -> bool:
    """Whether each word of *said* begins a word of *named*: "scholk" is enough for Schölkopf and Schoelkopf."""
    plain = list(map(without_umlauts, named))
    return all(any(name.startswith(word) for name in (*named, *plain)) for word in map(without_umlauts, said))


def _in_a_row(said: Sequence[str], text: Sequence[str]) -> bool:
    first, length = said[0], len(said)
    return any(word == first and list(text[i : i + length]) == list(said) for i, word in enumerate(text))
