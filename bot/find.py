"""Which records a question is about: within its scope, by its words, or by what they share.

The index ranks; ``bot.sureness`` says whether the best is sure enough to be told as the one that is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from bot import lexicon as lex
from bot import schedule
from bot.desk import Desk, language_of
from bot.fitting import fitting
from bot.heard import telling
from bot.kinds import innermost, may_be_called
from bot.lookalikes import misquotes
from bot.models import MAX_ITEMS
from bot.parts import number_of, number_said, series_words
from bot.sureness import is_sure
from bot.titles import slip
from bot.understand import Question
from corpus.catalog import Findable, ref, text_of
from corpus.models import Paper, Post, Session, Value, Window
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


class Found(Value):
    """Records for a question, best first; *sure* tells an answer from what is merely nearest.

    *alike* tells that all of them are meant; *rivals* that only one of them may be: words name each equally.
    """

    records: tuple[Findable, ...] = ()
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


def scope(
    question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, event: bool = True
) -> tuple[Findable, ...]:
    """The records that *question* limits itself to by kind, organisation, page, event and people."""
    kinds = question.kinds if kinds is None else kinds
    if question.people:  # looked up: few of many records
        records = tuple(record for record in _by_people(question, desk) if desk.is_kind(record, kinds))
    else:
        records = desk.of_kinds(kinds)
    if question.orgs or question.sources:
        records = tuple(record for record in records if _owned(record, question))
    if event and question.event is not None:
        records = tuple(record for record in records if record.event == question.event)
    if question.room is not None:
        there = desk.in_room(question.room)
        records = tuple(record for record in records if ref(record) in there)
    if question.track is not None:
        records = tuple(record for record in records if question.track in desk.catalog.tracks_of(record))
    if question.languages:
        records = tuple(record for record in records if language_of(record) in question.languages)
    if question.filters:
        records = fitting(records, question, desk)
    if question.excluded:
        records = tuple(record for record in records if ref(record) not in question.excluded)
    return records


def _owned(record: Findable, question: Question) -> bool:
    orgs = (record.org,) if isinstance(record, Post) else record.orgs
    return (not question.orgs or bool(set(orgs) & set(question.orgs))) and (
        not question.sources or bool(set(record.sources) & set(question.sources))
    )


def _by_people(question: Question, desk: Desk) -> list[Findable]:
    """What all the people named have written or have a role in, in programme order."""
    catalog = desk.catalog
    each: list[set[str]] = []
    for mention in question.people:
        papers = {ref(paper) for name in mention.names for paper in catalog.papers_by(name)}
        holders = {role.holder for name in mention.names for role in catalog.roles_of(name)}
        each.append(papers | {holder for holder in holders if not holder.startswith("event:")})
    return [catalog.get(reference) for reference in sorted(set.intersection(*each), key=catalog.place)]


def find(question: Question, desk: Desk, *, kinds: Sequence[str] | None = None, detail: bool = False) -> Found:
    """The record that *question* is about: one that a thread settled, else by its words within its scope.

    With *detail* the question also has words about something in the record, which need not name it.
    """
    if question.records:
        named = _of_the_day(question, desk, tuple(map(desk.catalog.get, question.records)))
        return Found(records=named, sure=True, alike=True, rivals=len(named) > 1)
    if question.session and not question.topic:
        twins = desk.catalog.titled_alike(desk.catalog.get(question.session))
        twins = _of_the_day(question, desk, twins)
        return Found(records=twins, sure=True, alike=True, rivals=len(twins) > 1)
    if detail and (owners := tuple(map(desk.catalog.get, desk.catalog.named(_names_in(question.query))))):
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
        return Found(records=(titled,), sure=True)
    found = _ranked(question, desk, limited, detail)
    if detail and not found.sure and (only := _named_by_one_word(question, desk)):
        return Found(records=(only,), sure=True)
    if found.sure or question.people:
        return found
    found = _ranked(question, desk, scope(question, desk, kinds=()), detail)
    meant = found.records if found.several else found.records[:1]
    if all(may_be_called(record, kinds, desk) for record in meant):
        return found
    return found.model_copy(update={"sure": False, "alike": False, "rivals": False})


def _named_by_one_word(question: Question, desk: Desk) -> Findable | None:
    """The record that alone has a word of the question in its title, where no other word names another so."""
    named = set()
    for word in question.topic:
        hits = [hit for hit in _search(word, desk, desk.of_kinds(()), limit=2) if hit.title_coverage >= 1]
        if len(hits) == 1 and not hits[0].corrections and len(word) >= _TELLING:
            named.add(hits[0].id)
    return desk.catalog.get(named.pop()) if len(named) == 1 else None


def _names_in(query: str) -> list[str]:
    """The words of *query* that may be a record's own name: of a compound the whole ("u-gat-it"), not its parts."""
    return [chunk.whole or chunk.parts[0] for chunk in chunks(query) if chunk.parts]


def _of_the_day(question: Question, desk: Desk, limited: tuple[Findable, ...]) -> tuple[Findable, ...]:
    """Of the records *limited*, those on the day that *question* names; all where it names none, or none is then."""
    if question.when is None or not question.when.explicit_day:
        return limited
    window = question.when.window
    timed = tuple(record for record in limited if any(each.overlaps(window) for each in desk.windows(record)))
    return timed or limited


def _by_title(question: Question, limited: Sequence[Findable]) -> Findable | None:
    """Of a few records, the only one whose title has all that was typed, shortened words included ("math")."""

    def has(record: Findable) -> bool:
        title = words(record.title)
        return all(
            any(slip(word, other) or (len(word) >= 3 and other.startswith(word)) for other in title)
            for word in question.topic
        )

    fitting = [record for record in limited if has(record)]
    return fitting[0] if len(fitting) == 1 else None


def _parts(question: Question, desk: Desk, limited: Collection[Findable]) -> tuple[Findable, ...]:
    """The records of a series that have the number said, however either writes it: "internals 2"."""
    series = " ".join(series_words(question.topic))
    number = number_said(question.words, question.named[1]) if question.named and series else None
    if number is None:
        return ()
    hits = _search(series, desk, limited, limit=10)
    records = (desk.catalog.get(hit.id) for hit in hits if hit.title_coverage >= 1)
    return tuple(record for record in records if number_of(record.title) == number)[:_RIVALS]


def _shared(question: Question, desk: Desk, limited: Sequence[Findable], kinds: Sequence[str]) -> Found:
    """The records that a question without a topic means: by its people, time, place in the programme, or kind."""
    if question.when is not None or question.place is not None:
        limited = _timed(question, desk, limited)
    elif not (question.people or telling(kinds) or (kinds and (question.languages or question.track))):
        return Found()
    else:
        limited = sorted(limited, key=lambda r: window.start if (window := _window(r, desk)) else question.ask.now)
    limited = innermost(limited, desk)
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
        listed = [e for e in desk.placed(desk.event_for(question)) if ref(e.record) in wanted]
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
    if not detail and 0 < len(spelt := _spelling_out(hits, question, desk)) <= _RIVALS:
        owners = tuple(desk.catalog.get(hit.id) for hit in spelt)
        return Found(records=owners, sure=True, alike=True, rivals=len(owners) > 1)
    sure = is_sure(hits, question, desk, detail=detail)
    twins = _of_the_day(question, desk, desk.catalog.titled_alike(records[0])) if sure and not detail else ()
    if len(twins) == 1 and question.intent in _NAMED_ALONE:
        twins = tuple(desk.catalog.get(hit.id) for hit in _fitting_alike(hits, question))
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


def _search(query: str, desk: Desk, within: Collection[Findable], *, limit: int) -> list[Hit]:
    whole = len(within) == len(desk.catalog.index)
    return desk.catalog.index.search(query, within=None if whole else {ref(record) for record in within}, limit=limit)


def about(question: Question, desk: Desk, within: Collection[Findable]) -> Found:
    """All records of *within* about the question's topic, best first."""
    if numbered := _parts(question, desk, within):
        return Found(records=numbered, sure=True)
    hits = _search(question.query, desk, within, limit=_DEEP)
    corrections = hits[0].corrections if hits else ()
    if not is_sure(hits, question, desk):
        return Found(records=tuple(desk.catalog.get(hit.id) for hit in hits[:5]), corrections=corrections)
    floor = max(_LISTED, 0.8 * hits[0].coverage)
    kept = [hit for place, hit in enumerate(hits) if place == 0 or hit.coverage >= floor]
    return Found(records=tuple(desk.catalog.get(hit.id) for hit in kept), sure=True, corrections=corrections)
