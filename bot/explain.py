"""How a question was read and why it got its answer: what a developer needs to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot import thread
from bot.answer import answer
from bot.desk import Desk
from bot.models import Ask
from bot.understand import Question, understand

_HITS: Final = 5
_TOLD: Final = frozenset({"ask", "text", "intent"})  # what stands elsewhere in the explanation


def explain(ask: Ask, desk: Desk) -> Iterator[str]:
    """The lines of an explanation: each message of the thread as read, then the scores of the last one's topic."""
    previous: thread.Turn | None = None
    question: Question | None = None
    for text in (*ask.context[-thread.DEPTH :], ask.text):
        heard = understand(ask.model_copy(update={"text": text, "context": ()}), desk.catalog, desk.home)
        question = thread.resolve(heard, previous, desk)
        said = answer(question, desk)
        previous = thread.Turn(question, said, previous)
        yield f"read: {text!r}"
        yield f"  intent: {question.intent}" + (f" (alone: {heard.intent})" if heard.intent != question.intent else "")
        yield from (f"  {name}: {value}" for name, value in _recognised(question))
        yield f"  answer: {said.kind}{', abstained' if said.abstained else ''}, {len(said.items)} items"
    if question is not None and question.query:
        yield f"scores of {question.query!r}:"
        for hit in desk.catalog.index.search(question.query, limit=_HITS):
            title = f"title {hit.title_coverage:.2f} of it and {hit.title_covered:.2f} covered"
            yield f"  {hit.score:7.2f}  {hit.id}  query {hit.coverage:.2f}, {title}, authors {hit.author_coverage:.2f}"
            yield from (f"           {typed!r} read as {read!r}" for typed, read in hit.corrections)


def _recognised(question: Question) -> Iterator[tuple[str, str]]:
    """What was recognised, as words; what was not is left out."""
    for name, value in question:
        if name in _TOLD or value in (None, (), "", False):
            continue
        if name == "when" and question.when is not None:
            window = question.when.window
            yield name, f"{question.when.shape} {window.start.isoformat()} to {window.end.isoformat()}"
        elif name == "people":
            yield name, "; ".join(", ".join(mention.names[:3]) for mention in question.people)
        else:
            yield name, ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
