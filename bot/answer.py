"""Question -> Answer: the table of intents, and the one path that every surface takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot import thread
from bot.answers import breaks, clashes, common, counts, events, facts, lists, people, records, schedule, small, whether
from bot.choices import among_people
from bot.desk import Desk
from bot.find import find, scope
from bot.models import MAX_INPUT, Answer, Ask, Line
from bot.understand import Question, understand
from corpus.catalog import ref

ANSWERS: Final[Mapping[str, Callable[[Question, Desk], Answer]]] = {
    "about": facts.show_about,
    "around break": breaks.show_around_break,
    "authors": records.authors,
    "breaks": breaks.show_breaks,
    "clash": clashes.show_clash,
    "common": common.show_common,
    "count": counts.show_count,
    "empty": small.hint_paper,
    "event": events.show_event,
    "fact": facts.show_fact,
    "filtered": lists.show_filtered,
    "gone": small.gone,
    "greeting": small.greet,
    "help": small.show_help,
    "hint": schedule.hint,
    "links": records.links,
    "list": lists.show_list,
    "listed": records.listed,
    "neighbour": breaks.show_neighbour,
    "no room": small.show_rooms,
    "no track": small.show_tracks,
    "origin": people.show_origin,
    "paper": lists.show_paper,
    "person": lists.show_person,
    "programme": lists.search_or_unread,
    "related": records.related,
    "roles": people.show_roles,
    "rooms": small.show_rooms,
    "said": lists.show_said,
    "schedule": lists.by_time,
    "search": lists.search,
    "session": schedule.show_session,
    "thanks": small.thank,
    "track": records.track,
    "tracks": small.show_tracks,
    "unheld": small.not_held,
    "unread": small.unread,
    "when": lists.show_when,
    "whether": whether.show_whether,
    "where": records.where,
}


def answer(question: Question, desk: Desk) -> Answer:
    """What the corpus says to *question*; an Answer that abstains where it says nothing."""
    if question.besides:
        question = _without(question, desk)
    said = ANSWERS[question.intent](question, desk)
    choices = said.choices or among_people(said, question, desk)
    aside: tuple[Line, ...] = ((f"Only the first {MAX_INPUT} characters were read.",),) if question.cut else ()
    zone = desk.catalog.zone(desk.event_for(question))
    return said.model_copy(update={"aside": (*said.aside, *aside), "zone": zone, "choices": choices})


def _without(question: Question, desk: Desk) -> Question:
    """*question* with what it leaves out looked up."""
    part = understand(
        question.ask.model_copy(update={"text": question.besides, "context": ()}), desk.catalog, desk.home
    )
    found = find(part.model_copy(update={"intent": "when"}), desk)
    records = found.records if found.sure else ()
    if not records and part.kinds and not part.topic:  # "besides the poster"
        records = scope(question.model_copy(update={"kinds": part.kinds}), desk)
    return question.model_copy(update={"excluded": tuple(map(ref, records)), "besides": ""})


def reply(ask: Ask, desk: Desk) -> Answer:
    """The answer to *ask*, read in the light of its thread, or of the record that it is about."""
    desk = desk.at_home(ask.event)
    if ask.about:
        return answer(_of_record(ask, desk), desk)
    previous: thread.Turn | None = None
    for earlier in ask.context[-thread.DEPTH :]:
        heard = understand(ask.model_copy(update={"text": earlier, "context": ()}), desk.catalog, desk.home)
        question = thread.resolve(heard, previous, desk)
        previous = thread.Turn(question, answer(question, desk), previous)
    return answer(thread.resolve(understand(ask, desk.catalog, desk.home), previous, desk), desk)


def _of_record(ask: Ask, desk: Desk) -> Question:
    """What *ask* asks of the record that it is about, which the corpus may no longer hold."""
    question = understand(ask, desk.catalog, desk.home)
    if not desk.holds(ask.about):
        return question.model_copy(update={"intent": "gone"})
    return question.model_copy(update={"records": (ask.about,)})
