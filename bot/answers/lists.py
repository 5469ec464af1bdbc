"""Answers that list records: by topic, person, organisation, kind, date, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from bot import lexicon as lex
from bot.answers.facts import asked_beyond, quote, show_fact
from bot.answers.records import corrected, not_found, when
from bot.answers.schedule import show_schedule
from bot.answers.small import now_examples, unread
from bot.desk import Desk, names, plural, title
from bot.find import Found, about, find, named_in, scope
from bot.fitting import unreadable
from bot.models import MAX_ITEMS, Answer, Line
from bot.understand import Question
from bot.when import Reading
from bot.zones import zone_of
from corpus.catalog import Findable, Picked, Selection, ref
from corpus.models import Paper, Session

_GENERAL: Final = frozenset({"paper", "talk", "session", "post"})  # kinds by which people may mean any record
_NAMED: Final = 3  # people of a heading; more are counted
_INSTANT: Final = timedelta(microseconds=1)


def show_paper(question: Question, desk: Desk) -> Answer:
    """``/paper``: the paper or post meant first, then what else fits."""
    found = find(question, desk, kinds=())
    if question.people and question.topic and not found.sure:
        return show_person(question, desk) if _whole_names(question) else not_found(question, desk, found, "paper")
    if not found.sure:
        return not_found(question, desk, found, "paper")
    others = about(question, desk, scope(question, desk, kinds=()))
    places = dict.fromkeys((*found.records.places[:1], *(others.records.places if others.sure else ())))
    return listing("paper", corrected(found), desk.catalog.picked(places), question, desk)


def _whole_names(question: Question) -> bool:
    return any(mention.full for mention in question.people)


def show_person(question: Question, desk: Desk) -> Answer:
    """A person's papers and roles, in programme order; on a day named, what they have on it."""
    timed = question.when is not None and (question.when.explicit_day or question.when.shape == "range")
    if (timed and desk.catalog.busy(desk.event_for(question))) or question.room or question.track or question.languages:
        return by_time(question, desk)
    spelt = list(dict.fromkeys(name for mention in question.people for name in mention.names))
    wanted = [kind for kind in question.kinds if kind not in ("paper", "session")]
    every, shared = _of_people(question, desk)
    if not shared and any(one.end == other.start for one, other in pairwise(question.people)):
        return not_found(question, desk, Found(), "person")  # "Charles Fox", where that is two people's surnames
    papers = [
        record
        for record in every
        if isinstance(record, Paper)
        and desk.is_kind(record, wanted)
        and (question.event is None or record.event == question.event)
    ]
    held = [record for record in every if isinstance(record, Session)]
    records: list[Findable] = [*papers, *held]
    who = _called(question, desk, set(map(ref, every)))
    if not records:
        roles = "; ".join(
            dict.fromkeys(
                f"{role.role}{_at(desk, role.holder)}" for name in spelt for role in desk.catalog.roles_of(name)
            )
        )
        if roles and not question.kinds:
            return Answer(kind="person", lines=((f"{who}: {roles}.",),))
        if wanted and (
            texts := named_in(spelt, desk.of_kinds(wanted), desk)
        ):  # a panel whose description says who sits on it
            line: Line = (f"{who} is named in the text of:",)
            items = desk.items(texts[:MAX_ITEMS], question.now)
            return Answer(kind="person", lines=(line,), items=items, total=len(texts))
        known = [record for record in every if isinstance(record, Paper)]
        whether = bool(known) and not lex.ASKING_WHETHER.isdisjoint(question.words[:1])
        what = "nothing by all of them together:" if not shared else "nothing of that kind by"
        none: Line = (f"{'No: the' if whether else 'The'} programme has {what} {who}.",)
        items = desk.items(known[:MAX_ITEMS], question.now) if whether else ()
        return Answer(kind="person", abstained=not whether, lines=(none,), items=items)
    kinds = Counter([*(paper.type for paper in papers), *("session" for _ in held)])
    apart = "" if shared else "Nothing in the programme is by all of them together. "
    line = (f"{apart}{who}: {', '.join(plural(count, kind) for kind, count in kinds.items())}.",)
    return Answer(kind="person", lines=(line,), items=desk.items(records[:MAX_ITEMS], question.now), total=len(records))


def _called(question: Question, desk: Desk, shown: set[str]) -> str:
    """The people named in a sentence, each once; of many whom a name fits, those of whom something is *shown*."""
    persons = desk.persons(name for mention in question.people for name in mention.names)
    told = [name for name in persons if not shown.isdisjoint(desk.held_by(name))] or persons
    return names(told[:_NAMED] if len(told) <= _NAMED else [*told[:_NAMED], f"{len(told) - _NAMED} more"])


def _at(desk: Desk, holder: str) -> str:
    kind, _, identifier = holder.partition(":")
    return f", {desk.event_name(identifier)}" if kind == "event" else ""


def _of_people(question: Question, desk: Desk) -> tuple[Picked, bool]:
    """What the people named have written or have a role in, papers first; and whether all of them had a part in each.

    Where they have nothing in common, it is what any of them has; unless what they have together is asked for.
    """
    groups = [desk.by(mention.names) for mention in question.people]
    common = set[int].intersection(*groups) if groups else set()
    shared = bool(common) or len(groups) < 2
    chosen = common if shared or not lex.TOGETHER.isdisjoint(question.words) else set[int]().union(*groups)
    return desk.catalog.picked(sorted(chosen - {*map(desk.catalog.place, question.excluded)})), shared


def show_list(question: Question, desk: Desk) -> Answer:
    """All records of the question's scope, about its topic where it has one."""
    if question.people and not question.topic and not question.wants:
        return show_person(question, desk)
    if empty := nothing_in_session(question, desk):
        return empty
    if question.when is not None and not question.topic:
        return by_time(question, desk)
    if question.when is not None and question.when.shape == "next":
        return _next_about(question, desk)
    if question.recent is not None and (dated := _most_recent(question, desk)):
        return listing("list", (), dated, question, desk)
    records, found = listed_records(question, desk)
    if not records and question.languages and not question.topic:
        line: Line = (f"The programme has nothing of that in {names(question.languages)}.",)
        return Answer(kind="list", abstained=True, lines=(line,))
    if not records:
        return not_found(question, desk, found, "list")
    why = quote(question, records[0]) if len(records) == 1 else ()
    return listing("list", (*corrected(found), *why), records, question, desk)


def _next_about(question: Question, desk: Desk) -> Answer:
    """What is next of what the topic names: "next lunch", "the next talk on owls"."""
    records, found = listed_records(question.model_copy(update={"when": None}), desk)
    ahead = [(window.start, r) for r in records for window in desk.windows(r) if window.start > question.now]
    if not ahead:
        return not_found(question, desk, found, "list")
    first = min(start for start, _ in ahead)
    return listing("list", corrected(found), [record for start, record in ahead if start == first], question, desk)


def show_filtered(question: Question, desk: Desk) -> Answer:
    """The records that the filters typed let through, about the topic where there is one."""
    typed = " ".join(map(str, question.filters))
    if bad := unreadable(question, desk):
        line: Line = (f"I can't read a day in {bad[0]}.",)
        return Answer(kind="filtered", abstained=True, lines=(line,), examples=now_examples(question, desk))
    within = _fitting(question, desk)
    found = about(question, desk, within) if question.topic and within else Found(records=within, sure=True)
    if not within or not found.records:
        about_it = f" and is about “{question.query}”" if within and question.query else ""
        return Answer(kind="filtered", abstained=True, lines=((f"Nothing in the programme fits {typed}{about_it}.",),))
    if not found.sure:
        return not_found(question, desk, found, "filtered")
    return listing("filtered", corrected(found), found.records, question, desk)


def _most_recent(question: Question, desk: Desk) -> Selection | None:
    """The records of the scope that a dated list carries under its newest day, or its oldest."""
    within = scope(question, desk)
    days = sorted(traits.day for traits in within.traits if traits.day)
    return within.having(lambda traits: traits.day == days[question.recent or 0]) if days else None


def nothing_in_session(question: Question, desk: Desk) -> Answer | None:
    """A word that the programme does not say what is in the session named; None where it does, or none is named."""
    if not question.session or question.topic or not {"paper", "poster", "talk"} & set(question.kinds):
        return None
    session = desk.catalog.get(question.session)
    if not isinstance(session, Session) or desk.catalog.slots_in(session):
        return None
    line: Line = ("The programme does not say what is in ", title(session), ".")
    return Answer(kind="list", abstained=True, lines=(line,), items=desk.items([session], question.now))


def listed_records(question: Question, desk: Desk) -> tuple[Picked, Found]:
    """The records that a list or count holds, and how its topic was found."""
    within = _fitting(question, desk)
    if not question.topic:
        whole = bool(
            question.kinds
            or question.orgs
            or question.sources
            or question.event
            or question.people
            or question.session
            or question.track
            or question.languages
        )
        return (within if whole else Picked()), Found()
    found = about(question, desk, within)
    if not found.sure and question.kinds and not question.people and _GENERAL.issuperset(question.kinds):
        found = about(question, desk, _fitting(question.model_copy(update={"kinds": ()}), desk))
    return (found.records if found.sure else Picked()), found


def _fitting(question: Question, desk: Desk) -> Selection:
    inside = bool(question.session) and _GENERAL.issuperset(question.kinds)  # in a session all that is presented
    within = scope(question, desk, kinds=() if inside else None)
    if question.session:
        within = within.at(_inside(question.session, desk))
    if question.when is not None:
        within = _falling(within, desk, question.when)
    if question.kinds:
        within = _not_within(within, desk)
    if question.wants:
        within = within.passing(lambda record: any(question.wants in (link.label, link.url) for link in record.links))
    return within


def _inside(session: str, desk: Desk) -> Sequence[int]:
    """The places of the papers in what the reference *session* names."""
    held = desk.catalog.get(session)
    return desk.catalog.papers_in(held) if isinstance(held, Session) else ()


def _not_within(records: Selection, desk: Desk) -> Selection:
    """Of *records*, those that are not presented in a session among them: the Q&A of a keynote is one Q&A."""
    catalog = desk.catalog
    sessions = (session for session in catalog.records.sessions if records.holds(catalog.place(ref(session))))
    return records.without(place for session in sessions for place in catalog.papers_in(session))


def _falling(records: Selection, desk: Desk, when: Reading) -> Selection:
    """Of *records*, those on within the window read, or listed on one of its days."""
    zone = zone_of(when.zone)
    first, last = (moment.astimezone(zone).date() for moment in (when.window.start, when.window.end - _INSTANT))
    listed = records.having(lambda traits: traits.day is not None and first <= traits.day <= max(first, last))
    return records.among(desk.catalog.on(when.window.overlaps)) | listed


def by_time(question: Question, desk: Desk) -> Answer:
    """What is on at the time named; where the programme has nothing then, what a dated list carries under that day."""
    said = show_schedule(question, desk)
    if (
        question.when is None
        or question.when.shape not in ("day", "range")
        or any(item.status != "next" for item in said.items)
    ):
        return said
    dated = _fitting(question, desk).having(lambda traits: traits.day is not None)
    return listing("list", (), dated, question, desk) if dated else said


def show_said(question: Question, desk: Desk) -> Answer:
    """What a record's own text says to a question of yes or no; the record itself where nothing more is asked."""
    if question.words[1:2] == ("it",) and not question.records:  # "is it raining": of nothing that was named
        return not_found(question, desk, Found(), "said")
    found = find(question, desk, detail=True)
    asks_more = found.sure and asked_beyond(question, found.records[0])
    return show_fact(question, desk) if asks_more else show_list(question, desk)


def show_when(question: Question, desk: Desk) -> Answer:
    """When a record is on; of a person on a day that is named, what they have on it."""
    of_person = question.people and not question.topic and not question.records
    if of_person and question.when is not None and question.when.explicit_day:
        return by_time(question, desk)
    return when(question, desk)


def search(question: Question, desk: Desk) -> Answer:
    """A message without a question word: the record that it names, or the records about it."""
    if not question.topic and not question.people and question.session:
        return not_found(question, desk, Found(), "search")
    if question.people and not question.topic:
        return show_person(question, desk)
    if not question.query:
        found = find(question, desk) if question.records else Found()  # by its whole title, and nothing else is said
        return (
            listing("search", (), found.records, question, desk)
            if found.sure
            else not_found(question, desk, found, "search")
        )
    if desk.catalog.named(question.topic) and not (said := show_fact(question, desk)).abstained:
        return said
    return show_list(question, desk)


def search_or_unread(question: Question, desk: Desk) -> Answer:
    """``/session`` with words that are no time: what they name in the programme, or a word that nothing was read."""
    said = search(question, desk)
    return unread(question, desk) if said.abstained else said


def listing(kind: str, lines: Sequence[Line], records: Sequence[Findable], question: Question, desk: Desk) -> Answer:
    """An answer that lists *records* below *lines*; a list of several says how many there are."""
    if len(records) > 1 and kind != "count":
        lines = (*lines, (f"{len(records)} in the programme:",))
    items = desk.items(records[:MAX_ITEMS], question.now)
    return Answer(kind=kind, lines=tuple(lines), items=items, total=len(records))
