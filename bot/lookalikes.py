"""Whether a question names a title that is not held, however near to one that is.

"Attention is all you need" shares four words in a row with "Hopfield Networks is All You Need" and is another paper;
"graph attention networks" is none of those that tell of attention in graph networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk
from bot.heard import asks_presence
from bot.titles import among, denies, has_another_word, in_order, shortens, stretch_of
from bot.understand import Question
from corpus.catalog import RUN, SHORTEST_RUN
from corpus.names import words
from corpus.search import Hit

_ALL: Final = 0.999  # share that is all of it, sums of floats being what they are
_SMALL: Final = 2  # small words in a run that give it the shape of a title: content words alone are a topic
_SHARED: Final = 2  # words of a title that make the query a variant of it rather than a topic
_LONG_WORD: Final = 8  # letters from which a slip may be on the first
_TITLED: Final = 0.9  # share of what was asked for that stands in the title it names
_NAMED: Final = 0.5  # share of its title that names it
_DESCRIBED: Final = 0.75  # share of a described record's words that it holds
_FAR: Final = 0.35  # score of the next, as a share of the best, from which a description means the best alone
_LONG_TITLE: Final = 5  # telling words of a query that is a title, where small ones stand among them
_REFERRING: Final = frozenset({"one", "ones", "paper", "papers", "talk", "talks", "that"})  # "the one where they …"
_OF_ONE: Final = frozenset({"authors", "when", "where", "listed", "links", "related", "about"})  # about one record


def says_title(best: Hit, question: Question) -> bool:
    """Whether the question says the title of *best*, or a stretch of it that is more than a word."""
    said = _said(question)
    telling = [word for word in said if word not in lex.FILLERS]
    return len(telling) >= _SHARED < len(said) and stretch_of(said, words(best.title)) is not None


def look_alike(phrase: str, desk: Desk) -> bool:
    """Whether *phrase* varies a title of the corpus: a run of its words, small ones among them, and another subject."""
    said = words(phrase)
    tail = _small_tail(said)
    if len(tail) >= SHORTEST_RUN and not desk.catalog.titles_with(tail):
        return True  # it ends as no title here does: "… is all you need"
    runs = (said[i : i + RUN] for i in range(len(said) - RUN + 1))
    near = {
        reference
        for run in runs
        if sum(word in lex.FILLERS for word in run) >= _SMALL
        for reference in desk.catalog.titles_with(run)
    }
    return bool(near) and not any(_all_named(said, words(desk.catalog.get(reference).title)) for reference in near)


def varies(best: Hit, question: Question, desk: Desk) -> bool:
    """Whether the words asked vary the title of *best*: they name much of it, and one of them is another.

    "Vector search with Postgres" is not "Vector Search with SQLite", however much they share. Where most words are
    others than the title's, they describe it.
    """
    if not (topical(question) or _described(question)) and denies(_said(question), words(best.title)):
        return True
    bent = {typed for typed, read in best.corrections if _bent((typed, read))}
    if best.title_coverage >= _ALL and not bent:
        return False  # the title has all of them, however it writes them, as "l1" in TeX
    if misquotes(best.title, question):
        return True
    head, title = words(best.title.partition(":")[0]), words(best.title)
    if (best.coverage >= _ALL and not bent) or _described(question):
        return False
    others = [word for word in question.topic if word in bent or not among(word, title)]
    if len(others) > len(question.topic) / 2 or not (_mostly(question, head) or _mostly(question, title, 0.5)):
        return False
    return any(not holds(word, best, desk) and not _short(word, title, desk) for word in others)


def misquotes(title: str, question: Question) -> bool:
    """Whether the question says *title*, or what that has before its colon, with another word in it."""
    heads = (words(title), words(title.partition(":")[0]))
    return not topical(question) and any(has_another_word(_said(question), head) for head in heads)


def is_another_title(hits: Sequence[Hit], question: Question, desk: Desk) -> bool:
    """Whether the question says a title, and the best of *hits* has another.

    Of a title that is said, every word stands in the title held, or most of the title held is said. Words in the shape
    of a title may describe a record, which then is the only one that comes near.
    """
    best, title = hits[0], words(hits[0].title)
    if best.title_coverage >= _TITLED:
        if (pasted(question) or _wrote(question, desk)) and best.title_covered < _NAMED and not topical(question):
            others = sum(hit.title_coverage >= _TITLED for hit in hits) > 1
            return others and stretch_of(_said(question), title) != 0  # several titles have it: it names none of them
        return _shaped(question) and not in_order(question.topic, title)
    head, colon, _ = question.phrase.partition(": ")
    if colon and not topical(question) and not all(among(word, title) for word in words(head)):
        return True
    if names_title(question, desk):
        return best.title_covered < _NAMED
    alone = len(hits) == 1 or hits[1].score <= _FAR * best.score
    return _shaped(question) and best.title_covered < _NAMED and not (alone and best.coverage >= _DESCRIBED)


def names_title(question: Question, desk: Desk) -> bool:
    """Whether what is asked about is named, not described: with capitals, by "who wrote …", or by itself."""
    if topical(question):
        return False
    if pasted(question) or _wrote(question, desk):
        return True
    by_itself = question.intent in _OF_ONE or asks_presence(question.words)
    return by_itself and len(question.query.split()) >= _SHARED and not question.kinds


def topical(question: Question) -> bool:
    """Whether words before its subject say that a topic is asked for: "papers on …"."""
    start = question.named[0] if question.named else len(question.words)
    before = set(question.words[:start])
    return not lex.TOPICAL.isdisjoint(before - {"about"} if question.intent == "about" else before)


def pasted(question: Question) -> bool:
    """Whether the query looks copied from somewhere that writes titles: a colon, or most words with capitals."""
    typed = question.query.split()
    return ": " in question.text or (len(typed) >= 3 and sum(word[:1].isupper() for word in typed) > 0.6 * len(typed))


def holds(word: str, best: Hit, desk: Desk) -> bool:
    """Whether the record holds *word*, in whatever form the index reads it."""
    held = desk.catalog.index.search(word, within=[best.place], limit=1)
    return bool(held) and not any(map(_bent, held[0].corrections))


def _said(question: Question) -> Sequence[str]:
    """The words that may be a title: from the first that names something to the last, whatever else they may mean."""
    whole = words(question.text)
    if question.ask.surface == "paper" or not question.named:
        return whole
    # A script whose letters are written over others is cut otherwise in a message than in a title.
    return whole[slice(*question.named)] if len(whole) == len(question.words) else words(question.phrase)


def _shaped(question: Question) -> bool:
    """Whether the query has the shape of a title: telling words enough, and small ones among them."""
    said = _said(question)
    small = [word for word in said if word in lex.FILLERS]
    named = not topical(question) and not _described(question)
    return named and bool(small) and len(said) - len(small) >= _LONG_TITLE


def _described(question: Question) -> bool:
    """Whether it is said to be described: "the one where they …"."""
    start = question.named[0] if question.named else 0
    return not _REFERRING.isdisjoint(question.words[:start])


def _wrote(question: Question, desk: Desk) -> bool:
    """Whether it asks who wrote what it names by title: "who wrote wasserstein gan"."""
    said = set(question.words)
    who = next((place for place, word in enumerate(question.words) if word in lex.WHO_WORDS), len(question.words))
    if question.intent == "authors" and question.words[who + 1 : who + 2] == question.topic[:1]:
        return True  # "who plays in the orchestra" asks for no author
    named = len(question.topic) > 1 and not desk.catalog.named(question.topic)
    return named and not lex.WRITING.isdisjoint(said)


def _mostly(question: Question, title: Sequence[str], beyond: float = 0.49) -> bool:
    """Whether two words of *title*, and more than *beyond* of those that tell something, are asked for."""
    telling = [word for word in title if word not in lex.FILLERS]
    named = [word for word in telling if any(among(said, [word]) for said in question.topic)]
    return len(named) >= _SHARED and len(named) > beyond * len(telling)


def _bent(correction: tuple[str, str]) -> bool:
    """Whether a short word was read with another first letter, on which people seldom slip: "fears" as "tears"."""
    typed, read = correction
    return typed[:1] != read[:1] and len(typed) < _LONG_WORD


def _short(word: str, title: Sequence[str], desk: Desk) -> bool:
    """Whether *word*, which nobody uses, is short for some of the title, or for a kind."""
    if len(word) < _SHARED or desk.catalog.index.knows(word):
        return len(word) < _SHARED
    return shortens(word, [*title, *lex.KINDS])


def _small_tail(said: Sequence[str]) -> list[str]:
    """The small words at the end of *said* after a telling one, where none of them is talk ("please", "about it")."""
    back = dropwhile(lex.TALK.__contains__, reversed(said))
    tail = list(takewhile(lambda word: word in lex.FILLERS, back))[::-1]
    return tail if len(tail) < len(said) and lex.TALK.isdisjoint(tail) else []


def _all_named(said: Sequence[str], title: Sequence[str]) -> bool:
    """Whether every telling word of *said* is a word of *title*, slips of the keyboard forgiven."""
    return all(word in lex.FILLERS or among(word, title) for word in said)
