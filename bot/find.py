"""Which records a question is about, and whether that is sure enough to say so.

The index ranks; this decides. A record is the one meant where it holds nearly all of what was asked for, each
word weighed by how telling it is, or most of it and clearly more than any other record. A query in the shape
of a title is held to the title: one that shares a run of words with a title but says another thing is another
paper ("attention is all you need").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from bot import schedule
from bot.desk import Desk
from bot.fitting import fitting
from bot.models import MAX_ITEMS
from bot.understand import Question
from corpus.catalog import RUN, Findable, ref, text_of
from corpus.models import Paper, Post, Session, Value, Window
from corpus.names import words
from corpus.search import Hit
from corpus.text import analyse, chunks

_HELD: Final = 0.8  # share of what was asked for that makes a record the one meant
_MOSTLY: Final = 0.6  # share that does where no other record comes near
_NAMED: Final = 0.6  # share of its title that does where no other record comes near
_HINTED: Final = 0.25  # share of its title that tells which record a question about a detail is about
_NEAR: Final = 0.5  # score, as a share of the best, above which another record comes near
_LISTED: Final = 0.6  # share that a record must hold to be in a list about a topic
_SMALL: Final = 2  # small words in a run that give it the shape of a title: content words alone are a topic
_WITH_AUTHOR: Final = 0.35  # share of the other words that does where an author is named too
_TITLED: Final = 0.5  # share of what was asked for that stands in the title of a record that others come near
_OF_ONE: Final = frozenset({"authors", "when", "where", "listed", "links", "related"})  # intents about one record
_LONG: Final = 5  # letters from which a word alone may be a slip of another
_TAIL: Final = 3  # small words in a row at the end that make a title of a query
_FEW: Final = 50  # records of a scope in which a title is known by shortened words
_LONG_TITLE: Final = 6  # telling words of a query that is a title rather than a topic
_SHORT_TITLE: Final = 3  # … where small words stand among them
_DEEP: Final = 1000  # hits that are looked at for a list


class Found(Value):
    """Records for a question, best first; *sure* tells an answer from what is merely nearest."""

    records: tuple[Findable, ...] = ()
    sure: bool = False
    alike: bool = False
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def several(self) -> bool:
        """Whether all the records are meant, more than one: they were named by what they share, not by words."""
        return self.alike and len(self.records) > 1

    @property
    def best(self) -> Findable | None:
        """The record that is meant, where that is sure."""
        return self.records[0] if self.sure and self.records else None


def scope(
    question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, event: bool = True
) -> tuple[Findable, ...]:
    """The records that *question* limits itself to by kind, organisation, page, event and people."""
    records = desk.of_kinds(question.kinds if kinds is None else kinds)
    if question.orgs or question.sources:
        records = tuple(record for record in records if _owned(record, question))
    if event and question.event is not None:
        records = tuple(record for record in records if record.event == question.event)
    if question.room is not None:
        records = tuple(record for record in records if question.room in _rooms(record, desk))
    if question.track is not None:
        records = tuple(record for record in records if question.track in desk.catalog.tracks_of(record))
    if question.filters:
        records = fitting(records, question, desk)
    if question.excluded:
        records = tuple(record for record in records if ref(record) not in question.excluded)
    if question.people:
        wanted = [{n for name in m.names for n in desk.catalog.people.spellings(name)} for m in question.people]
        records = tuple(record for record in records if all(_people(record) & names for names in wanted))
    return records


def _owned(record: Findable, question: Question) -> bool:
    orgs = (record.org,) if isinstance(record, Post) else record.orgs
    return (not question.orgs or bool(set(orgs) & set(question.orgs))) and (
        not question.sources or bool(set(record.sources) & set(question.sources))
    )


def _rooms(record: Findable, desk: Desk) -> set[str]:
    if isinstance(record, Session):
        return {record.room}
    slots = desk.catalog.slots_of(record) if isinstance(record, Paper) else ()
    sessions = (desk.catalog.sessions.get(slot.session or "") for slot in slots)
    return {slot.room for slot in slots} | {session.room for session in sessions if session}


def _people(record: Findable) -> set[str]:
    return set(record.authors) if isinstance(record, Paper) else {person.name for person in record.people}


def find(question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, detail: bool = False) -> Found:
    """The record that *question* is about: one that a thread settled, else by its words within its scope.

    With *detail* the question also has words about something in the record, which need not name it.
    """
    if question.records:
        return Found(records=tuple(map(desk.catalog.get, question.records)), sure=True, alike=True)
    if question.session and not question.topic:
        twins = desk.catalog.titled_alike(desk.catalog.get(question.session))
        return Found(records=twins, sure=True, alike=True)
    if detail and (named := desk.catalog.named(_names_in(question.query))):
        return Found(records=tuple(map(desk.catalog.get, named)), sure=True)
    limited = scope(question, desk, kinds=kinds)
    if not question.query:
        return _shared(question, desk, limited)
    if question.when is not None and question.when.explicit_day:
        limited = _of_the_day(question.when.window, desk, limited) or limited
    few = len(limited) <= _FEW and bool(question.kinds if kinds is None else kinds)
    if few and (titled := _by_title(question, limited)):
        return Found(records=(titled,), sure=True)
    found = _ranked(question, desk, limited, detail)
    return found if found.sure or question.people else _ranked(question, desk, scope(question, desk, kinds=()), detail)


def _names_in(query: str) -> list[str]:
    """The words of *query* that may be a record's own name: of a compound the whole ("u-gat-it"), not its parts."""
    return [chunk.whole or chunk.parts[0] for chunk in chunks(query) if chunk.parts]


def _of_the_day(window: Window, desk: Desk, limited: Sequence[Findable]) -> tuple[Findable, ...]:
    """Of the records *limited*, those that are on within *window*."""
    on = {ref(entry.record) for entry in schedule.within(schedule.entries(desk.catalog, None), window)}
    return tuple(
        r for r in limited if ref(r) in on or (isinstance(r, Session) and r.window and r.window.overlaps(window))
    )


def _by_title(question: Question, limited: Sequence[Findable]) -> Findable | None:
    """Of a few records, the only one whose title has all that was typed, shortened words included ("math")."""

    def has(record: Findable) -> bool:
        title = words(record.title)
        return all(
            any(_slip(word, other) or (len(word) >= 3 and other.startswith(word)) for other in title)
            for word in question.topic
        )

    fitting = [record for record in limited if has(record)]
    return fitting[0] if len(fitting) == 1 else None


def _shared(question: Question, desk: Desk, limited: Sequence[Findable]) -> Found:
    """The records that a question without a topic means: by its people, its time, its place in the programme."""
    if question.when is not None or question.place is not None:
        limited = _timed(question, desk, limited)
    elif not question.people:
        return Found()
    else:
        limited = sorted(limited, key=lambda r: window.start if (window := _window(r, desk)) else question.ask.now)
    return Found(records=tuple(limited[:MAX_ITEMS]), sure=bool(limited), alike=True)


def _timed(question: Question, desk: Desk, limited: Sequence[Findable]) -> list[Findable]:
    """Of the records *limited*, those on at the time named, in order of time; the one counted out."""
    if any("session" in kind for kind in question.kinds):
        window = question.when.window if question.when else None
        within: list[Findable] = [
            r for r in limited if isinstance(r, Session) and r.window and (window is None or r.window.overlaps(window))
        ]
    else:
        wanted = {ref(record) for record in limited}
        listed = [e for e in schedule.entries(desk.catalog, desk.event_for(question)) if ref(e.record) in wanted]
        within = [e.record for e in (schedule.within(listed, question.when.window) if question.when else listed)]
    if question.when is not None and question.when.shape == "next":
        ahead = [
            (window.start, ref(r), r) for r in within if (window := _window(r, desk)) and window.start > question.now
        ]
        return [min(ahead)[2]] if ahead else []
    if question.place is not None:
        return [within[question.place]] if -len(within) <= question.place < len(within) else []
    return within


def _window(record: Findable, desk: Desk) -> Window | None:
    slots = [slot.window for slot in desk.catalog.slots_of(record) if slot.window] if isinstance(record, Paper) else []
    return record.window if isinstance(record, Session) else slots[0] if slots else None


def _ranked(question: Question, desk: Desk, within: Collection[Findable], detail: bool) -> Found:
    if not within:
        return Found()
    hits = _search(question.query, desk, within, limit=10)
    records = tuple(desk.catalog.get(hit.id) for hit in hits)
    sure = _sure(hits, question, desk, detail)
    twins = desk.catalog.titled_alike(records[0]) if sure and not detail else ()
    return Found(
        records=twins if len(twins) > 1 else records,
        sure=sure,
        alike=len(twins) > 1,
        corrections=hits[0].corrections if hits else (),
    )


def _search(query: str, desk: Desk, within: Collection[Findable], *, limit: int) -> list[Hit]:
    whole = len(within) == len(desk.catalog.index)
    return desk.catalog.index.search(query, within=None if whole else {ref(record) for record in within}, limit=limit)


def _sure(hits: Sequence[Hit], question: Question, desk: Desk, detail: bool = False) -> bool:
    """Whether the best of *hits* is what was asked for and not merely nearest to it."""
    if not hits or look_alike(question.phrase or question.query, desk):
        return False
    best = hits[0]
    if (
        best.corrections
        and len(best.corrections) >= len(question.topic)
        and max(best.title_coverage, best.author_coverage) < 1
    ):
        return False  # nothing of it was known as typed, and what it was read as names nothing
    if len(question.topic) == 1 and any(read[:1] != typed[:1] or len(read) < _LONG for typed, read in best.corrections):
        return False  # people seldom slip on a first letter or in a short word: "kaiming" is not "aiming"
    if question.intent in _OF_ONE and len(question.topic) == 1 and not _written(question.topic[0], best, desk):
        return False  # a name is held to its spelling: "performers" is not what "performs" something
    if question.people and best.coverage >= _WITH_AUTHOR:
        return True
    alone = len(hits) == 1 or hits[1].score <= _NEAR * best.score
    if not alone and best.title_coverage < _TITLED and (question.intent in _OF_ONE or _pasted(question)):
        return False
    if ": " in question.text and best.coverage < _HELD and best.title_covered < _NAMED:
        return False
    if _is_another_title(question, best, alone=alone):
        return False
    if best.coverage >= _HELD or (alone and (best.coverage >= _MOSTLY or best.title_covered >= _NAMED)):
        return True
    return detail and alone and best.title_covered >= _HINTED


def _is_another_title(question: Question, best: Hit, *, alone: bool) -> bool:
    """Whether the query has the shape of a title, and *best* is no record of that title.

    A title of "name: subject" names the record; of a long query, or one with small words among its own, the words
    stand in the title, unless *best* is *alone*: then it is described. A topic ("papers on …") is no title.
    """
    if best.title_coverage >= 1 or not lex.TOPICAL.isdisjoint(question.words):
        return False
    title = words(best.title)
    head, colon, _ = question.text.partition(": ")
    if colon and not all(_among(word, title) for word in words(head)):
        return True
    said = words(question.phrase)
    telling = [word for word in said if word not in lex.FILLERS]
    small = len(said) - len(telling)
    if question.ask.surface != "paper" or best.coverage >= 1 or alone:
        return False
    return (len(telling) >= _LONG_TITLE or (small >= _SMALL and len(telling) >= _SHORT_TITLE)) and (
        best.title_coverage < _NAMED
    )


def _written(word: str, hit: Hit, desk: Desk) -> bool:
    """Whether the record holds *word* itself, in its title in any form, and not only a relative of it."""
    record = desk.catalog.get(hit.id)
    return (
        hit.title_coverage > 0
        or hit.author_coverage > 0
        or word in analyse(f"{text_of(record)} {' '.join(record.keywords)}")
    )


def _pasted(question: Question) -> bool:
    """Whether the query looks copied from somewhere that writes titles: a colon, or most words with capitals."""
    typed = question.query.split()
    return ": " in question.text or (len(typed) >= 3 and sum(word[:1].isupper() for word in typed) > 0.6 * len(typed))


def about(question: Question, desk: Desk, within: Collection[Findable]) -> Found:
    """All records of *within* about the question's topic, best first."""
    hits = _search(question.query, desk, within, limit=_DEEP)
    corrections = hits[0].corrections if hits else ()
    if not _sure(hits, question, desk):
        return Found(records=tuple(desk.catalog.get(hit.id) for hit in hits[:5]), corrections=corrections)
    floor = max(_LISTED, 0.8 * hits[0].coverage)
    kept = [hit for place, hit in enumerate(hits) if place == 0 or hit.coverage >= floor]
    return Found(records=tuple(desk.catalog.get(hit.id) for hit in kept), sure=True, corrections=corrections)


def look_alike(phrase: str, desk: Desk) -> bool:
    """Whether *phrase* varies a title of the corpus: a run of its words, small ones among them, and another subject."""
    said = words(phrase)
    tail = _small_tail(said)
    if len(tail) >= _TAIL and not any(" ".join(tail) in " ".join(words(r.title)) for r in desk.of_kinds(())):
        return True  # it ends as no title here does: "… is all you need"
    runs = (said[i : i + RUN] for i in range(len(said) - RUN + 1))
    near = {
        reference
        for run in runs
        if sum(word in lex.FILLERS for word in run) >= _SMALL
        for reference in desk.catalog.titles_with(run)
    }
    return bool(near) and not any(_all_named(said, words(desk.catalog.get(reference).title)) for reference in near)


def _small_tail(said: Sequence[str]) -> list[str]:
    """The small words at the end of *said* after a telling one, where none of them is talk ("please", "about it")."""
    tail = list(takewhile(lambda word: word in lex.FILLERS, reversed(said)))[::-1]
    return tail if len(tail) < len(said) and lex.TALK.isdisjoint(tail) else []


def _all_named(said: Sequence[str], title: Sequence[str]) -> bool:
    """Whether every telling word of *said* is a word of *title*, slips of the keyboard forgiven."""
    return all(word in lex.FILLERS or _among(word, title) for word in said)


def _among(word: str, title: Sequence[str]) -> bool:
    return any(_slip(word, other) or (len(word) > 3 and other.startswith(word[:-1])) for other in title)


def _slip(word: str, other: str) -> bool:
    """Whether *word* is *other* or a slip of it: one letter from four letters on, two from eight."""
    limit = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return OSA.distance(word, other, score_cutoff=limit) <= limit
