"""What a question may have meant, where several records or people fit it equally.

Each choice is the same question about one of them alone. It is offered only where it was read again and means that
one, so a choice never leads to the same doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.desk import Desk
from bot.find import Found, find
from bot.heard import listen
from bot.models import Answer, Choice, Moment
from bot.plain import moment_text
from bot.understand import Question, understand
from bot.zones import zone_of
from corpus.catalog import Findable, ref
from corpus.models import Paper
from corpus.names import words

MAX_CHOICES: Final = 5
Finder = Callable[[Question, Desk], Found]
_ARTICLES: Final = frozenset({"a", "an", "the"})


def among_records(found: Found, question: Question, desk: Desk, *, by: Finder = find) -> tuple[Choice, ...]:
    """A choice for each of the records *found* that *question* may mean alone; *by* is how its answer finds records."""
    if not found.rivals or question.named is None:
        return ()
    records = found.records[:MAX_CHOICES]
    labels = _labels(records, question, desk)
    if len(set(labels)) < len(labels):
        return ()  # nothing that the programme holds tells them apart
    offered = []
    for record, label in zip(records, labels, strict=True):
        for subject in (record.title, f"#{ref(record)}"):
            text = _with(question, question.named, subject)
            again = _read(text, question, desk)
            meant = by(again, desk)
            if again.intent == question.intent and meant.best == record and not meant.several:
                offered.append(Choice(label=label, text=text))
                break
    return tuple(offered) if len(offered) > 1 else ()


def among_people(said: Answer, question: Question, desk: Desk) -> tuple[Choice, ...]:
    """A choice for each person whom a name of *question* fits and whose records are among the items *said*."""
    unclear = [mention for mention in question.people if len(mention.names) > 1]
    if said.abstained or len(unclear) != 1:
        return ()
    shown = [item.ref for item in said.items]
    mention = unclear[0]
    held = {name: tuple(r for r in shown if r in desk.held_by(name)) for name in desk.persons(mention.names)}
    held = {name: refs for name, refs in held.items() if refs}
    if len(set(held.values())) < 2:
        return ()  # all that is shown is theirs together
    span = (mention.start, mention.end)
    offered = []
    for name in sorted(held, key=lambda each: shown.index(held[each][0])):
        text = _with(question, span, name)
        again = _read(text, question, desk)
        people = [person for each in again.people for person in desk.persons(each.names)]
        if again.intent == question.intent and len(people) == len(question.people) and name in people:
            offered.append(Choice(label=name, text=text))
    return tuple(offered[:MAX_CHOICES]) if len(offered) > 1 else ()


def _read(text: str, question: Question, desk: Desk) -> Question:
    return understand(question.ask.model_copy(update={"text": text, "context": ()}), desk.catalog, desk.home)


def _with(question: Question, span: tuple[int, int], subject: str) -> str:
    """The text of *question* with *subject* for the words of *span*."""
    heard = listen(question.text)
    first, last = span[0], span[1] - 1
    if first and heard.words[first - 1] in _ARTICLES:
        first -= 1  # "the gentle introduction" is "A Gentle Introduction to Boats"
    own, said = words(subject), heard.words[last]
    possessive = "'s" if said not in own and said.removesuffix("s") in own else ""
    return f"{heard.text[: heard.tokens[first].start]}{subject}{possessive}{heard.text[heard.tokens[last].end :]}"


def _labels(records: Sequence[Findable], question: Question, desk: Desk) -> list[str]:
    """The titles of *records*, each with as much beside it as tells it from the others of that title."""
    return [
        _label(record, [each for each in records if each.title == record.title], question, desk) for record in records
    ]


def _label(record: Findable, alike: Sequence[Findable], question: Question, desk: Desk) -> str:
    parts = [record.title]
    details = [tuple(_details(each, question, desk)) for each in alike]
    mine = details[alike.index(record)]
    same = [each for each in details if each is not mine]
    for place, detail in enumerate(mine):
        if not same:
            break
        others = [each for each in same if each[place] == detail]
        if detail and len(others) < len(same):
            parts.append(detail)
            same = others
    return " · ".join(parts)


def _details(record: Findable, question: Question, desk: Desk) -> Iterator[str]:
    """What tells *record* from another of its title: where, when, by whom, as what."""
    item = desk.item(record, now=question.now)
    yield desk.catalog.events[record.event].name if record.event in desk.catalog.events else ""
    yield item.session or ""
    yield moment_text(Moment(window=item.window), zone_of(question.ask.zone), question.now) if item.window else ""
    yield record.authors[0] if isinstance(record, Paper) and record.authors else ""
    yield item.room
    yield item.kind
