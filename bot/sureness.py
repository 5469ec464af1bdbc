"""Whether what the index ranks first is what was asked for, or merely nearest to it.

A record is the one meant where it holds nearly all of what was asked for, each word weighed by how telling it is, or
most of it and clearly more than any other record. A query in the shape of a title is held to the title (see
``bot.lookalikes``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot import lexicon as lex
from bot.desk import Desk
from bot.lookalikes import holds, is_another_title, look_alike, pasted, says_title, varies
from bot.titles import slip
from bot.understand import Question
from corpus.catalog import text_of
from corpus.models import Paper
from corpus.names import words
from corpus.search import Hit
from corpus.text import analyse

_HELD: Final = 0.8  # share of what was asked for that makes a record the one meant
_MOSTLY: Final = 0.6  # share that does where no other record comes near
_NAMED: Final = 0.6  # share of its title that does where no other record comes near
_HINTED: Final = 0.25  # share of its title that tells which record a question about a detail is about
_NEAR: Final = 0.5  # score, as a share of the best, above which another record comes near
_WITH_AUTHOR: Final = 0.35  # share of the other words that does where an author is named too
_TITLED: Final = 0.5  # share of what was asked for that stands in the title of a record that others come near
_OF_ONE: Final = frozenset({"authors", "when", "where", "listed", "links", "related"})  # intents about one record
_LONG: Final = 5  # letters from which a word alone may be a slip of another


def is_sure(hits: Sequence[Hit], question: Question, desk: Desk, *, detail: bool = False) -> bool:
    """Whether the best of *hits* is what was asked for and not merely nearest to it."""
    if not hits:
        return False
    best = hits[0]
    if not says_title(best, question) and look_alike(question.phrase or question.query, desk):
        return False
    if (
        _crossed(best, question, desk)
        or _misread(best, question, desk)
        or _loosely(best, question, desk)
        or (not detail and varies(best, question, desk))
    ):
        return False
    if question.people and best.coverage >= _WITH_AUTHOR:
        return True
    if not detail and is_another_title(hits, question, desk):
        return False
    alone = len(hits) == 1 or hits[1].score <= _NEAR * best.score
    if not alone and best.title_coverage < _TITLED and (question.intent in _OF_ONE or pasted(question)):
        return False
    if best.coverage >= _HELD or (alone and (best.coverage >= _MOSTLY or best.title_covered >= _NAMED)):
        return True
    return detail and alone and best.title_covered >= _HINTED


def _misread(best: Hit, question: Question, desk: Desk) -> bool:
    """Whether *best* was found by reading words for others than those typed, and that names nothing."""
    corrected = best.corrections
    if any(len(typed) < _LONG for typed, _ in corrected) and best.title_coverage < 1:
        return True  # "life" is not "lice"
    if question.intent in _OF_ONE and any(len(r) > len(typed) + 1 and r.startswith(typed) for typed, r in corrected):
        return True  # who has begun a word looks for something, and names nothing
    if any(read in question.topic for _, read in corrected):
        return True  # "datasheets for datasets" is not about data sets twice
    typed_so = set(question.topic) - {typed for typed, _ in corrected}
    if (
        corrected
        and max(best.title_coverage, best.author_coverage) < 1
        and not any(holds(w, best, desk) for w in typed_so)
    ):
        return True  # nothing was known as typed
    # People seldom slip on a first letter or in a short word: "kaiming" is not "aiming".
    return len(question.topic) == 1 and any(r[:1] != typed[:1] or len(r) < _LONG for typed, r in corrected)


def _crossed(best: Hit, question: Question, desk: Desk) -> bool:
    """Whether a person is asked for of whom the record has the given name, and the surname at most as another's."""
    record = desk.catalog.get(best.id)
    people = record.authors if isinstance(record, Paper) else tuple(person.name for person in record.people)
    names = [(words(parts[0]), words(parts[-1])) for name in people if len(parts := name.split()) > 1]

    def another(given: str, surname: str) -> bool:
        mine = [(_named_so(given, first), _named_so(surname, last)) for first, last in names]
        if (True, False) not in mine or (True, True) in mine:
            return False
        return (False, True) in mine or ({given, surname} <= set(question.topic) and not holds(surname, best, desk))

    return any(another(given, surname) for given, surname in pairwise(question.words))


def _named_so(typed: str, name: Sequence[str]) -> bool:
    return any(slip(typed, part) or (len(typed) > 2 and part.startswith(typed)) for part in name)


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


def _written(word: str, hit: Hit, desk: Desk) -> bool:
    """Whether the record holds *word* itself, in its title in any form, and not only a relative of it."""
    record = desk.catalog.get(hit.id)
    return (
        hit.title_coverage > 0
        or hit.author_coverage > 0
        or word in analyse(f"{text_of(record)} {' '.join(record.keywords)}")
    )
