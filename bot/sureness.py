"""Whether what the index ranks first is what was asked for, or merely nearest to it.

A record is the one meant where it holds nearly all of what was asked for, each word weighed by how telling it is, or
most of it and clearly more than any other record. A query in the shape of a title is held to the title: one that shares
a run of words with a title but says another thing is another paper ("attention is all you need").
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from bot.desk import SMALL_RUN, Desk
from bot.understand import Question
from corpus.catalog import RUN, text_of
from corpus.names import words
from corpus.search import Hit
from corpus.text import analyse

_HELD: Final = 0.8  # share of what was asked for that makes a record the one meant
_MOSTLY: Final = 0.6  # share that does where no other record comes near
_NAMED: Final = 0.6  # share of its title that does where no other record comes near
_HINTED: Final = 0.25  # share of its title that tells which record a question about a detail is about
_NEAR: Final = 0.5  # score, as a share of the best, above which another record comes near
_SMALL: Final = 2  # small words in a run that give it the shape of a title: content words alone are a topic
_WITH_AUTHOR: Final = 0.35  # share of the other words that does where an author is named too
_TITLED: Final = 0.5  # share of what was asked for that stands in the title of a record that others come near
_OF_ONE: Final = frozenset({"authors", "when", "where", "listed", "links", "related"})  # intents about one record
_LONG: Final = 5  # letters from which a word alone may be a slip of another
_LONG_TITLE: Final = 6  # telling words of a query that is a title rather than a topic
_SHORT_TITLE: Final = 3  # … where small words stand among them


def is_sure(hits: Sequence[Hit], question: Question, desk: Desk, *, detail: bool = False) -> bool:
    """Whether the best of *hits* is what was asked for and not merely nearest to it."""
    if not hits or look_alike(question.phrase or question.query, desk):
        return False
    best = hits[0]
    if _misread(best, question) or _loosely(best, question, desk):
        return False
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


def _misread(best: Hit, question: Question) -> bool:
    """Whether *best* was found by reading words for others than those typed, and that names nothing."""
    corrected = best.corrections
    if corrected and len(corrected) >= len(question.topic) and max(best.title_coverage, best.author_coverage) < 1:
        return True  # nothing was known as typed
    # People seldom slip on a first letter or in a short word: "kaiming" is not "aiming".
    return len(question.topic) == 1 and any(r[:1] != typed[:1] or len(r) < _LONG for typed, r in corrected)


def _loosely(best: Hit, question: Question, desk: Desk) -> bool:
    """Whether *best* holds what was asked for in another sense than a question of this sort means."""
    if question.intent == "roles" and not best.title_coverage:
        return True  # "the general chair" is an office, not what an abstract says in general
    asking = lex.CUES.get(question.intent, frozenset())
    if asking.issuperset(question.topic):  # "the first author" names nothing, unless that is a title
        return min(best.title_coverage, best.title_covered) < 1
    # A name is held to its spelling: "performers" is not what "performs" something.
    named = question.intent in (*_OF_ONE, "fact") and len(question.topic) == 1
    return named and not _written(question.topic[0], best, desk)


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


def look_alike(phrase: str, desk: Desk) -> bool:
    """Whether *phrase* varies a title of the corpus: a run of its words, small ones among them, and another subject."""
    said = words(phrase)
    tail = _small_tail(said)
    if len(tail) >= SMALL_RUN and " ".join(tail) not in desk.small_runs:
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
    return any(slip(word, other) or (len(word) > 3 and other.startswith(word[:-1])) for other in title)


def slip(word: str, other: str) -> bool:
    """Whether *word* is *other* or a slip of it: one letter from four letters on, two from eight."""
    limit = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return OSA.distance(word, other, score_cutoff=limit) <= limit
