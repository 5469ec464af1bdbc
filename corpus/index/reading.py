"""How the words of a query are read against what a corpus holds: as typed, joined, split or respelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from corpus.index.spelling import SHORTEST, Speller
from corpus.index.vocabulary import Vocabulary
from corpus.text import CHAT_WORDS, content_chunks, without_umlauts

MAX_WORDS: Final = 64  # words of a query that are read
_MAX_RESPELT: Final = 8  # words of a query that are respelt
_CANDIDATES: Final = 5  # known words that a misspelt one may have meant
_TRUST: Final = 0.6  # what one edit leaves of a word's weight
_WIDEST: Final = 4  # neighbouring words that may be one ("state of the art")


class Reading(NamedTuple):
    """One way to understand a word: documents that hold all of *words*, weighed by *trust* (0 to 1)."""

    words: tuple[str, ...]
    trust: float = 1.0


class Term(NamedTuple):
    """A word of a query as *typed*, and its *readings*, the likeliest first; without any, nobody uses it."""

    typed: str
    readings: tuple[Reading, ...]
    respelt: bool = False


class Reader:
    """Reads queries with a corpus' own words."""

    def __init__(self, vocabulary: Vocabulary, speller: Speller) -> None:
        self._vocabulary = vocabulary
        self._speller = speller

    def read(self, query: str) -> list[Term]:
        """The terms of *query* in order, at most ``MAX_WORDS``; misspelt chat words are dropped as well."""
        words = [part for chunk in content_chunks(query) for part in chunk.parts][:MAX_WORDS]
        terms = [Term(word, tuple(self._as_typed(words, place))) for place, word in enumerate(words)]
        unknown = [place for place, term in enumerate(terms) if not term.readings]
        for place in unknown[:_MAX_RESPELT]:
            readings = self._respelt(words[place])
            if not readings and place == len(words) - 1:
                readings = [Reading((whole,), _TRUST) for whole in self._speller.begun(words[place])[:_CANDIDATES]]
            terms[place] = Term(words[place], tuple(readings), respelt=True)
        return [term for term in terms if not _is_chat(term)] or terms

    def _as_typed(self, words: Sequence[str], place: int) -> Iterator[Reading]:
        """Readings that change no letter. A word joined with its neighbours counts once for all of them."""
        word = words[place]
        if self._vocabulary.entries(word):
            yield Reading((word,))
        if (plain := without_umlauts(word)) != word and self._vocabulary.holds(plain):
            yield Reading((plain,))
        for width in range(2, _WIDEST + 1):
            for start in range(max(0, place - width + 1), min(place, len(words) - width) + 1):
                if self._vocabulary.holds(joined := "".join(words[start : start + width])):
                    yield Reading((joined,), 1 / width)

    def _respelt(self, word: str) -> list[Reading]:
        """Two known words typed as one, unless one edit leads to a word in wider use; the nearest known words."""
        near = self._speller.near(word)[:_CANDIDATES]
        slips = [self._vocabulary.frequency(other) for other, distance in near if distance == 1]
        halves = max(self._splits(word), key=self._rarer, default=None)
        whole = [Reading((other,), _TRUST**distance) for other, distance in near]
        return whole if halves is None or max(slips, default=0) > self._rarer(halves) else [Reading(halves), *whole]

    def _splits(self, word: str) -> Iterator[tuple[str, str]]:
        for cut in range(SHORTEST, len(word) - SHORTEST + 1):
            halves = word[:cut], word[cut:]
            if all(self._vocabulary.holds(half) and half not in CHAT_WORDS for half in halves):
                yield halves

    def _rarer(self, words: Sequence[str]) -> int:
        """How often the rarer of *words* is used."""
        return min(map(self._vocabulary.frequency, words))


def _is_chat(term: Term) -> bool:
    return term.respelt and bool(term.readings) and CHAT_WORDS.issuperset(term.readings[0].words)
