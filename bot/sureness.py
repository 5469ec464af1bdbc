"""Whether what the index ranks first is what was asked for, or merely nearest to it.

A record is the one meant where it holds nearly all of what was asked for, each word weighed by how telling it is, or
most of it and clearly more than any other record. A query in the shape of a title is held to the title: one that shares
a run of words with a title but says another thing is another paper ("attention is all you need").
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, pairwise, takewhile
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from bot.desk import Desk
from bot.understand import Question
from corpus.catalog import RUN, SHORTEST_RUN, text_of
from corpus.models import Paper
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
_ALL: Final = 0.999  # share of what was asked for that is all of it, sums of floats being what they are
_SHARED: Final = 2  # words of a title that make the query a variant of it rather than a topic
_LONG_WORD: Final = 8  # letters from which a slip may be on the first
_LONG: Final = 5  # letters from which a word alone may be a slip of another
_LONG_TITLE: Final = 6  # telling words of a query that is a title rather than a topic
_SHORT_TITLE: Final = 3  # … where small words stand among them


def is_sure(hits: Sequence[Hit], question: Question, desk: Desk, *, detail: bool = False) -> bool:
    """Whether the best of *hits* is what was asked for and not merely nearest to it."""
    if not hits or look_alike(question.phrase or question.query, desk):
        return False
    best = hits[0]
    if (
        _crossed(best, question, desk)
        or _misread(best, question, desk)
        or _loosely(best, question, desk)
        or (not detail and _varied(best, question, desk))
    ):
        return False
    if question.people and best.coverage >= _WITH_AUTHOR:
        return True
    alone = len(hits) == 1 or hits[1].score <= _NEAR * best.score
    if not alone and best.title_coverage < _TITLED and (question.intent in _OF_ONE or _pasted(question)):
        return False
    if best.title_coverage < _TITLED and (_pasted(question) or _wrote(question, desk)):
        return False
    if ": " in question.text and best.coverage < _HELD and best.title_covered < _NAMED:
        return False
    if _is_another_title(question, best, alone=alone):
        return False
    if best.coverage >= _HELD or (alone and (best.coverage >= _MOSTLY or best.title_covered >= _NAMED)):
        return True
    return detail and alone and best.title_covered >= _HINTED


def _misread(best: Hit, question: Question, desk: Desk) -> bool:
    """Whether *best* was found by reading words for others than those typed, and that names nothing."""
    corrected = best.corrections
    if any(len(typed) < _LONG for typed, _ in corrected) and best.title_coverage < 1:
        return True  # "life" is not "lice"
    if any(read in question.topic for _, read in corrected):
        return True  # "datasheets for datasets" is not about data sets twice
    typed_so = set(question.topic) - {typed for typed, _ in corrected}
    if (
        corrected
        and max(best.title_coverage, best.author_coverage) < 1
        and not any(_holds(w, best, desk) for w in typed_so)
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
        return (False, True) in mine or ({given, surname} <= set(question.topic) and not _holds(surname, best, desk))

    return any(another(given, surname) for given, surname in pairwise(question.words))


def _named_so(typed: str, name: Sequence[str]) -> bool:
    return any(slip(typed, part) or (len(typed) > 2 and part.startswith(typed)) for part in name)


def _varied(best: Hit, question: Question, desk: Desk) -> bool:
    """Whether the words asked vary the title of *best*: they name much of it, and one of them is nowhere in the record.

    "Vector search with Postgres" is not "Vector Search with SQLite", however much they share. Where most words are
    others than the title's, they describe it.
    """
    bent = {typed for typed, read in best.corrections if _bent((typed, read))}
    if best.coverage >= _ALL and not bent:
        return False
    head, title = words(best.title.partition(":")[0]), words(best.title)
    others = [word for word in question.topic if word in bent or not _among(word, title)]
    if len(others) > len(question.topic) / 2 or not (_mostly(question, head) or _mostly(question, title, 0.5)):
        return False
    return any(not _holds(word, best, desk) and not _shortens(word, best, desk) for word in others)


def _mostly(question: Question, title: Sequence[str], beyond: float = 0.49) -> bool:
    """Whether two words of *title*, and more than *beyond* of those that tell something, are asked for."""
    telling = [word for word in title if word not in lex.FILLERS]
    named = [word for word in telling if any(_among(said, [word]) for said in question.topic)]
    return len(named) >= _SHARED and len(named) > beyond * len(telling)


def _holds(word: str, best: Hit, desk: Desk) -> bool:
    """Whether the record holds *word*, in whatever form the index reads it."""
    held = desk.catalog.index.search(word, within=[best.place], limit=1)
    return bool(held) and not any(map(_bent, held[0].corrections))


def _bent(correction: tuple[str, str]) -> bool:
    """Whether a short word was read with another first letter, on which people seldom slip: "fears" as "tears"."""
    typed, read = correction
    return typed[:1] != read[:1] and len(typed) < _LONG_WORD


def _shortens(word: str, best: Hit, desk: Desk) -> bool:
    """Whether *word*, which nobody uses, is short for a word of the title or type, or for some in a row: "thruput"."""
    if len(word) < _SHARED or desk.catalog.index.knows(word):
        return len(word) < _SHARED
    title = [*words(best.title), *lex.KINDS]
    initials = "".join(other[:1] for other in title)
    return word in initials or any(word[:1] == other[:1] and _within(word, other) for other in title)


def _within(short: str, word: str) -> bool:
    """Whether the letters of *short* stand in *word* in their order."""
    letters = iter(word)
    return all(letter in letters for letter in short)


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


def _wrote(question: Question, desk: Desk) -> bool:
    """Whether it asks who wrote what it names by title: "who wrote wasserstein gan"."""
    said = set(question.words)
    who = next((place for place, word in enumerate(question.words) if word in lex.WHO_WORDS), len(question.words))
    if question.intent == "authors" and question.words[who + 1 : who + 2] == question.topic[:1]:
        return True  # "who plays in the orchestra" asks for no author
    named = len(question.topic) > 1 and not desk.catalog.named(question.topic)
    return named and not lex.WRITING.isdisjoint(said) and lex.TOPICAL.isdisjoint(said)


def _pasted(question: Question) -> bool:
    """Whether the query looks copied from somewhere that writes titles: a colon, or most words with capitals."""
    typed = question.query.split()
    return ": " in question.text or (len(typed) >= 3 and sum(word[:1].isupper() for word in typed) > 0.6 * len(typed))


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


def _small_tail(said: Sequence[str]) -> list[str]:
    """The small words at the end of *said* after a telling one, where none of them is talk ("please", "about it")."""
    back = dropwhile(lex.TALK.__contains__, reversed(said))
    tail = list(takewhile(lambda word: word in lex.FILLERS, back))[::-1]
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
