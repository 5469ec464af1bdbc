"""Which records a question is about: within its scope, by its words, or by what they share.

The index ranks; ``bot.sureness`` says whether the best is sure enough to be told as the one that is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from bot import lexicon as lex
from bot.desk import Desk
from bot.fitting import fitting
from bot.heard import language_named, telling
from bot.kinds import innermost, may_be_called
from bot.lookalikes import misquotes
from bot.models import MAX_ITEMS
from bot.parts import number_of, number_said, series_words
from bot.sureness import is_sure
from bot.titles import slip
from bot.understand import Question
from corpus.catalog import Findable, Picked, Selection, Traits, ref, text_of
from corpus.names import words
from corpus.search import Hit
from corpus.text import chunks

_LISTED: Final = 0.6  # share that a record must hold to be in a list about a topic
_FEW: Final = 50  # records of a scope in which a title is known by shortened words
_AS_WELL: Final = 0.8  # score, as a share of the best, from which a title is meant as much
_RIVALS: Final = 5  # titles that are meant alike before the words asked are rather a topic
# Intents about one record, of which words that name several may mean any.
_NAMED_ALONE: Final = frozenset(
    {"about", "authors", "links", "listed", "neighbour", "session", "track", "when", "where"}
)
_TELLING: Final = 5  # letters of a word that may name a record alone
_DEEP: Final = 1000  # hits that are looked at for a list


_Some = TypeVar("_Some", Picked, Selection)


@dataclass(frozen=True)
class Found:
    """Records for a question, best first; *sure* tells an answer from what is merely nearest.

    *alike* tells that all of them are meant; *rivals* that only one of them may be: words name each equally.
    """

    records: Picked = field(default_factory=Picked)
    sure: bool = False
    alike: bool = False
    rivals: bool = False
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def several(self) -> bool:
        """Whether all the records are meant, more than one: they were named by what they share, not by words."""
        return self.alike and len(self.records) > 1

    @property
    def best(self) -> Findable | None:
        """The record that is meant, where that is sure."""
        return self.records[0] if self.sure and self.records else None


def scope(question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, event: bool = True) -> Selection:
    """The records that *question* limits itself to by kind, organisation, page, event and people."""
    records = desk.of_kinds(question.kinds if kinds is None else kinds)
    if question.people:
        records = records.at(set.intersection(*(desk.by(mention.names) for mention in question.people)))
    tests: tuple[tuple[object, Callable[[Traits], bool]], ...] = (
        (question.orgs, lambda traits: not set(traits.orgs).isdisjoint(question.orgs)),
        (question.sources, lambda traits: not set(traits.sources).isdisjoint(question.sources)),
        (event and question.event is not None, lambda traits: traits.event == question.event),
        (question.room is not None, lambda traits: question.room in traits.rooms),
        (question.track is not None, lambda traits: question.track in traits.tracks),
        (question.languages, lambda traits: language_named(traits.language) in question.languages),
    )
    for asked, test in tests:
        records = records.having(test) if asked else records
    if question.filters:
        records = fitting(records, question, desk)
    return records.without(map(desk.catalog.place, question.excluded)) if question.excluded else records


def find(question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, detail: bool = False) -> Found:
    """The record that *question* is about: one that a thread settled, else by its words within its scope.

    With *detail* the question also has words about something in the record, which need not name it.
    """
    if question.records:
        named = _of_the_day(question, desk, _named(question.records, desk))
        return Found(records=named, sure=True, alike=True, rivals=len(named) > 1)
    if question.session and not question.topic:
        twins = _twins(question, desk, desk.catalog.get(question.session))
        return Found(records=twins, sure=True, alike=True, rivals=len(twins) > 1)
    if detail and (owners := _named(desk.catalog.named(_names_in(question.query)), desk)):
        return Found(records=owners, sure=not any(misquotes(owner.title, question) for owner in owners))
    limited = scope(question, desk, kinds=kinds)
    kinds = question.kinds if kinds is None else kinds
    if not question.query:
        return _shared(question, desk, limited, kinds)
    limited = _of_the_day(question, desk, limited)
    if numbered := _parts(question, desk, limited):
        return Found(records=numbered, sure=True, alike=True, rivals=len(numbered) > 1)
    few = len(limited) <= _FEW and bool(kinds)
    if few and (titled := _by_title(question, limited)):
        return Found(records=_named([ref(titled)], desk), sure=True)
    found = _ranked(question, desk, limited, detail)
    if detail and not found.sure and (only := _named_by_one_word(question, desk)):
        return Found(records=_named([only], desk), sure=True)
    if found.sure or question.people:
        return found
    found = _ranked(question, desk, scope(question, desk, kinds=()), detail)
    meant = found.records if found.several else found.records[:1]
    if all(may_be_called(record, kinds, desk) for record in meant):
        return found
    return replace(found, sure=False, alike=False, rivals=False)


def _named_by_one_word(question: Question, desk: Desk) -> str | None:
    """The record that alone has a word of the question in its title, where no other word names another so."""
    named = set()
    for word in question.topic:
        hits = [hit for hit in _search(word, desk, desk.catalog.everything, limit=2) if hit.title_coverage >= 1]
        if len(hits) == 1 and not hits[0].corrections and len(word) >= _TELLING:
            named.add(hits[0].id)
    return named.pop() if len(named) == 1 else None


def _names_in(query: str) -> list[str]:
    """The words of *query* that may be a record's own name: of a compound the whole ("u-gat-it"), not its parts."""
    return [chunk.whole or chunk.parts[0] for chunk in chunks(query) if chunk.parts]


def _of_the_day(question: Question, desk: Desk, records: _Some) -> _Some:
    """Of *records*, those on the day that *question* names; all where it names none, or none is then."""
    if question.when is None or not question.when.explicit_day:
        return records
    return records.among(desk.catalog.on(question.when.window.overlaps)) or records


def _twins(question: Question, desk: Desk, record: Findable) -> Picked:
    """The records titled as *record*, itself among them: of these the ones on the day that *question* names."""
    return _of_the_day(question, desk, _named(map(ref, desk.catalog.titled_alike(record)), desk))


def _named(references: Iterable[str], desk: Desk) -> Picked:
    """The records that *references* name, in their order."""
    return desk.catalog.picked(map(desk.catalog.place, references))


def _of(hits: Iterable[Hit], desk: Desk) -> Picked:
    """The records that *hits* found, in their order."""
    return desk.catalog.picked(hit.place for hit in hits)


def _by_title(question: Question, limited: Selection) -> Findable | None:
    """Of a few records, the only one whose title has all that was typed, shortened words included ("math")."""

    def has(record: Findable) -> bool:
        title = words(record.title)
        return all(
            any(slip(word, other) or (len(word) >= 3 and other.startswith(word)) for other in title)
            for word in question.topic
        )

    fitting = [record for record in limited if has(record)]
    return fitting[0] if len(fitting) == 1 else None


def _parts(question: Question, desk: Desk, limited: Selection) -> Picked:
    """The records of a series that have the number said, however either writes it: "internals 2"."""
    series = " ".join(series_words(question.topic))
    number = number_said(question.words, question.named[1]) if question.named and series else None
    if number is None:
        return Picked()
    hits = _search(series, desk, limited, limit=10)
    alike = [hit for hit in hits if hit.title_coverage >= 1 and number_of(hit.title) == number]
    return _of(alike[:_RIVALS], desk)


def _shared(question: Question, desk: Desk, limited: Selection, kinds: Sequence[str]) -> Found:
    """The records that a question without a topic means: by its people, time, place in the programme, or kind."""
    if question.when is not None or question.place is not None:
        records = desk.catalog.picked(_timed(question, desk, limited))
    elif not (question.people or telling(kinds) or (kinds and (question.languages or question.track))):
        return Found()
    else:
        records = desk.catalog.in_time(limited, untimed=question.ask.now)
    return Found(records=innermost(records, desk)[:MAX_ITEMS], sure=bool(records), alike=True)


def _timed(question: Question, desk: Desk, limited: Selection) -> list[int]:
    """The places of the records *limited* that are on at the time named, in order of time; the one counted out."""
    window = question.when.window if question.when else None
    if any("session" in kind for kind in question.kinds):
        sessions = ((s.window, desk.catalog.place(ref(s))) for s in desk.catalog.records.sessions)
        every = [(on, place) for on, place in sessions if on and limited.holds(place)]
    else:
        every = [(e.window, e.place) for e in desk.placed(desk.event_for(question)) if limited.holds(e.place)]
    within = [(on, place) for on, place in every if window is None or on.overlaps(window)]
    if question.when is not None and question.when.shape == "next":
        ahead = [(on.start, place) for on, place in within if on.start > question.now]
        return [min(ahead)[1]] if ahead else []
    places = [place for _, place in within]
    if question.place is not None:
        return [places[question.place]] if -len(places) <= question.place < len(places) else []
    return places


def _ranked(question: Question, desk: Desk, within: Selection, detail: bool) -> Found:
    if not within:
        return Found()
    hits = _search(question.query, desk, within, limit=10)
    records = _of(hits, desk)
    if not detail and 0 < len(spelt := _spelling_out(hits, question, desk)) <= _RIVALS:
        owners = _of(spelt, desk)
        return Found(records=owners, sure=True, alike=True, rivals=len(owners) > 1)
    sure = is_sure(hits, question, desk, detail=detail)
    twins = _twins(question, desk, records[0]) if sure and not detail else Picked()
    if len(twins) == 1 and question.intent in _NAMED_ALONE:
        twins = _of(_fitting_alike(hits, question), desk)
    return Found(
        records=twins if len(twins) > 1 else records,
        sure=sure,
        alike=len(twins) > 1,
        rivals=len(twins) > 1,
        corrections=hits[0].corrections if hits else (),
    )


def _fitting_alike(hits: Sequence[Hit], question: Question) -> Sequence[Hit]:
    """The best of *hits* with the others whose titles hold all of the query just as well, where they are few.

    Those whose whole title was said come before those that say more.
    """
    alike = [hit for hit in hits if hit.title_coverage >= 1 and hit.score >= _AS_WELL * hits[0].score]
    meant = [hit for hit in alike if set(words(hit.title)) <= lex.FILLERS | set(question.topic)] or alike
    return meant if hits[0] in meant and len(meant) <= _RIVALS else hits[:1]


def _spelling_out(hits: Sequence[Hit], question: Question, desk: Desk) -> list[Hit]:
    """Of *hits*, those whose text spells out the acronym that is all that *question* names, where no title has it."""
    if len(question.topic) != 1 or question.intent not in _NAMED_ALONE or any(hit.title_coverage for hit in hits):
        return []
    return [hit for hit in hits if f"({question.topic[0]})" in text_of(desk.catalog.get(hit.id)).casefold()]


def _search(query: str, desk: Desk, within: Selection, *, limit: int) -> list[Hit]:
    return desk.catalog.index.search(query, within=None if within.whole else within.places, limit=limit)


def named_in(names: Iterable[str], within: Selection, desk: Desk) -> Picked:
    """The records of *within* in whose texts one of *names* stands, in programme order."""
    hits = ((name, hit.place) for name in names for hit in _search(name, desk, within, limit=_DEEP))
    return desk.catalog.picked(sorted({place for name, place in hits if name in text_of(desk.catalog.at(place))}))


def about(question: Question, desk: Desk, within: Selection) -> Found:
    """All records of *within* about the question's topic, best first."""
    if numbered := _parts(question, desk, within):
        return Found(records=numbered, sure=True)
    hits = _search(question.query, desk, within, limit=_DEEP)
    corrections = hits[0].corrections if hits else ()
    if not is_sure(hits, question, desk):
        return Found(records=_of(hits[:5], desk), corrections=corrections)
    floor = max(_LISTED, 0.8 * hits[0].coverage)
    kept = [hit for place, hit in enumerate(hits) if place == 0 or hit.coverage >= floor]
    return Found(records=_of(kept, desk), sure=True, corrections=corrections)
