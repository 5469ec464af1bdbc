"""Which records the filters of a query let through. One test a key, in ``_TESTS``: only ``_words`` reads records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk, are_kind
from bot.filters import Filter
from bot.understand import Question
from bot.when import parse_when
from corpus.catalog import Findable, Selection, Traits, ref, text_of
from corpus.models import Paper, Window
from corpus.names import words
from corpus.text import without_umlauts

Narrow = Callable[[Selection], Selection]


def fitting(records: Selection, question: Question, desk: Desk) -> Selection:
    """Of *records*, those that every filter of *question* lets through."""
    for each in question.filters:
        let_through = _TESTS[each.key](each, question, desk)(records)
        records = records.without(let_through.places) if each.without else let_through
    return records


def unreadable(question: Question, desk: Desk) -> tuple[Filter, ...]:
    """The filters of *question* in whose value no day was read."""
    return tuple(each for each in question.filters if each.key == "day" and _window(each, question, desk) is None)


def _author(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001 - the tests are alike
    return lambda records: records.at(desk.catalog.by(desk.catalog.people.beginning(words(asked.value))))


def _session(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    said, catalog = words(asked.value), desk.catalog
    sessions = [each for each in catalog.records.sessions if _begin(said, words(f"{each.title} {each.id}"))]
    places = {*chain.from_iterable(map(catalog.papers_in, sessions)), *(catalog.place(ref(each)) for each in sessions)}
    return lambda records: records.at(places)


def _kind(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    kinds = [lex.KINDS.get(word, word) for word in words(asked.value)]
    return lambda records: records.having(
        lambda traits: are_kind(traits, kinds[:1]) and all(are_kind(traits, (kind,)) for kind in kinds[1:])
    )


def _day(asked: Filter, question: Question, desk: Desk) -> Narrow:
    window = _window(asked, question, desk)
    return lambda records: records.among(desk.catalog.on(window.overlaps)) if window else records.at(())


def _org(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    said = words(asked.value)
    return lambda records: records.having(lambda traits: any(_begin(said, words(org)) for org in traits.orgs))


def _event(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    said = words(asked.value)
    events = {e.id for e in desk.catalog.records.events if _begin(said, words(f"{e.name} {e.id}"))}
    return lambda records: records.having(lambda traits: traits.event in events)


def _year(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    def of(traits: Traits) -> bool:
        event = desk.catalog.events.get(traits.event or "")
        days = [event and event.start, traits.day]
        return asked.value in [str(day.year) for day in days if day] + (words(event.name) if event else [])

    on = desk.catalog.on(lambda window: str(window.start.year) == asked.value)
    return lambda records: records.having(of) | records.among(on)


def _room(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    said = words(asked.value)
    return lambda records: records.having(lambda traits: any(_begin(said, words(room)) for room in traits.rooms))


def _track(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    said = words(asked.value)
    return lambda records: records.having(lambda traits: any(_begin(said, words(track)) for track in traits.tracks))


def _words(asked: Filter, question: Question, desk: Desk) -> Narrow:  # noqa: ARG001
    """That a record holds the words, in a row."""
    said = words(asked.value)

    def holds(record: Findable) -> bool:
        people = record.authors if isinstance(record, Paper) else [person.name for person in record.people]
        texts = (record.title, *getattr(record, "other_titles", ()), text_of(record), *record.keywords, *people)
        return any(_in_a_row(said, words(text)) for text in texts)

    return lambda records: records.passing(holds)


_TESTS: Final[Mapping[str, Callable[[Filter, Question, Desk], Narrow]]] = {
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
