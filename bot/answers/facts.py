"""Facts about one record, quoted from its own text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot import lexicon as lex
from bot.answers.records import about, corrected, not_found, when
from bot.desk import Desk, language_of, title
from bot.facts import best_sentences, holds
from bot.facts import sentences as sentences_of
from bot.find import find
from bot.lookalikes import misquotes
from bot.models import Answer, Line, Strong
from bot.understand import Question
from corpus.catalog import Findable, text_of
from corpus.models import Post
from corpus.names import words

_HOW: Final = frozenset({"how", "what", "which", "whats"})
_STANDS: Final = frozenset({"stand", "stands", "short", "acronym", "abbreviation", "mean", "means", "spell", "spelled"})
_OPENLY: Final = lex.ABOUT_WORDS | {"tell"}  # they ask for whatever there is, with whatever other words
_ENOUGH: Final = 0.6  # share of the words asked that a record's text must hold for its sentences to answer


def show_fact(question: Question, desk: Desk) -> Answer:
    """The one or two sentences of the record meant that hold what was asked; abstains where none does."""
    found = find(question, desk, detail=True)
    if not found.records or misquotes(found.records[0].title, question):
        return not_found(question, desk, found, "fact")
    record = _of_session(question, desk) or found.records[0]
    asked = _telling(asked_beyond(question, record), text_of(record)) or _measured(question)
    if not found.sure and holds(text_of(record), asked) < 1.0:
        return not_found(question, desk, found, "fact")
    if found.sure and not (asked or _wants_figure(question) or _STANDS & {*question.words} or "long" in question.words):
        return about(question, desk)  # "whats ddsp"
    text = text_of(record)
    if "language" in question.words and (spoken := language_of(record)):
        line: Line = (title(record), f" is in {spoken}.")
        return Answer(kind="fact", lines=(line,), items=desk.items([record], question.now))
    if not _STANDS.isdisjoint(question.words) and (meaning := _meaning(question, text)):
        return _quoted(record, (meaning,), question, desk)
    sentences = (
        best_sentences(text, asked, figure=_wants_figure(question), of=_counted(question))
        if asked and holds(text, asked) >= _ENOUGH
        else []
    )
    if not sentences and "long" in question.words and lex.CUES["when"].issuperset(asked) and desk.times(record):
        return when(question, desk)  # how long it takes is in the programme
    if not sentences:
        return Answer(
            kind="fact",
            abstained=True,
            lines=(
                (
                    title(record),
                    ": what the programme holds of it does not say.",
                ),
            ),
            items=desk.items([record], question.now),
        )
    return _quoted(record, sentences, question, desk, *corrected(found))


def _of_session(question: Question, desk: Desk) -> Findable | None:
    """The session named, where what is asked is about it and not about a record in it: "what does the dinner cost"."""
    session = desk.catalog.sessions.get((question.session or "").partition(":")[2])
    return session if session is not None and not desk.catalog.slots_in(session) else None


def show_about(question: Question, desk: Desk) -> Answer:
    """What a record is about; "what is the accuracy of X" asks for a fact, which its text holds or does not."""
    if not lex.TELLING.isdisjoint(question.words) and not desk.catalog.named(question.topic):
        return about(question, desk)
    found = find(question, desk, detail=True)
    if found.best is not None and not found.several and asked_beyond(question, found.best):
        said = show_fact(question, desk)
        if not (said.abstained and _OPENLY.intersection(question.words)):
            return said
    return about(question, desk)


def _quoted(record: Findable, sentences: Sequence[str], question: Question, desk: Desk, *before: Line) -> Answer:
    where = "the post" if isinstance(record, Post) else "its abstract"
    lines = (*before, (" ".join(sentences),), (f"From {where}: ", Strong(text=record.title), "."))
    return Answer(kind="fact", lines=lines, items=desk.items([record], question.now))


def _meaning(question: Question, text: str) -> str:
    """The sentence that spells out an acronym of the question: the one that has it in brackets."""
    return next((s for s in sentences_of(text) for word in question.topic if f"({word}" in s.casefold()), "")


def quote(question: Question, record: Findable) -> tuple[Line, ...]:
    """The sentence of *record* that holds what *question* names beyond its title; nothing where none does."""
    asked, text = asked_beyond(question, record), text_of(record)
    best = best_sentences(text, asked, limit=1) if asked and holds(text, asked) >= _ENOUGH else []
    return tuple((sentence,) for sentence in best)


def asked_beyond(question: Question, record: Findable) -> list[str]:
    """The words of the question that are about the fact: not the record's own name, not the measure asked with how."""
    own = set(words(record.title))
    measures = {word for how, word in pairwise(question.words) if how in _HOW and word in lex.MEASURES}
    return [word for word in question.topic if word not in own and word not in measures]


def _telling(asked: Sequence[str], text: str) -> list[str]:
    """The words *asked* less the verbs that only join a thing to its figure, where *text* says that otherwise."""
    return [word for word in asked if word not in lex.LIGHT_VERBS or holds(text, [word])]


def _measured(question: Question) -> list[str]:
    """What is to be measured or counted, where nothing more is asked: "accuracy", "students" of "how many students"."""
    nouns = [noun for what, noun in pairwise(question.words) if what in _HOW - {"how"} and noun in lex.MEASURES]
    return [*nouns, *filter(None, [_counted(question)])]


def _counted(question: Question) -> str:
    """What "how many" counts: "hours" of "how many hours of audio"; "" where it counts nothing."""
    many = zip(question.words, question.words[1:], question.words[2:], strict=False)
    return next((word for how, much, word in many if (how, much) == ("how", "many") and word in question.topic), "")


def _wants_figure(question: Question) -> bool:
    how = "how" in question.words and not lex.MEASURES.isdisjoint(question.words)
    return how or bool(_measured(question))
