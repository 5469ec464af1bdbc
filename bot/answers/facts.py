"""Facts about one record, quoted from its own text."""

from __future__ import annotations

from bot import lexicon as lex
from bot.answers.records import corrected, not_found
from bot.desk import Desk, title
from bot.facts import best_sentences, holds
from bot.find import find
from bot.models import Answer, Strong
from bot.understand import Question
from corpus.catalog import Findable, text_of
from corpus.models import Post
from corpus.names import words

_ENOUGH = 0.6  # share of the words asked that a record's text must hold for its sentences to answer


def show_fact(question: Question, desk: Desk) -> Answer:
    """The one or two sentences of the record meant that hold what was asked; abstains where none does."""
    found = find(question, desk, detail=True)
    if not found.records:
        return not_found(question, desk, found, "fact")
    record = found.records[0]
    asked = _asked(question, record)
    if not found.sure and holds(text_of(record), asked) < 1.0:
        return not_found(question, desk, found, "fact")
    text = text_of(record)
    sentences = (
        best_sentences(text, asked, figure=_wants_figure(question)) if asked and holds(text, asked) >= _ENOUGH else []
    )
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
    where = "the post" if isinstance(record, Post) else "its abstract"
    return Answer(
        kind="fact",
        lines=(
            *corrected(found),
            (" ".join(sentences),),
            (f"From {where}: ", Strong(text=record.title), "."),
        ),
        items=desk.items([record], question.now),
    )


def _asked(question: Question, record: Findable) -> list[str]:
    """The words of the question that are about the fact: not the record's own name, not the measure."""
    own = set(words(record.title))
    return [word for word in question.topic if word not in own and word not in lex.MEASURES]


def _wants_figure(question: Question) -> bool:
    return not lex.MEASURES.isdisjoint(question.words) and "how" in question.words
