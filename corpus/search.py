"""The retriever: BM25 over stems, exact words and names; then a closer look at the best.

rank_bm25 brings the model and counts the words. Its weights are laid out as a sparse matrix by term, so that a
query adds up its own terms' columns instead of visiting every document. Two things differ from
``BM25Okapi.get_scores``: the idf stays positive, and only a document that shares a word is a hit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, count
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from corpus.matrix import Floats, Ints
from corpus.reading import MAX_WORDS, Reader, Term
from corpus.text import CHAT_WORDS, analyse, chunks
from corpus.vocabulary import Vocabulary, name_words
from corpus.weights import Counts, Weights

_K1: Final = 1.2
_B: Final = 0.75
_TITLE: Final = 3           # how often each word of a title counts
_BATCH: Final = 4096        # documents that rank_bm25 counts at a time: it keeps a dict for each
_GIST: Final = 25           # words by which others like a document are found

_DEPTH: Final = 50          # how many of the best are looked at more closely, and how far that raises a score:
_TITLE_BONUS: Final = 0.75  # where query and title name each other,
_WHOLE_BONUS: Final = 0.75  # where the document holds all of the query,
_WHOLE_POWER: Final = 4     # (much less where it holds most of it,)
_NAME_BONUS: Final = 0.5    # where the query is one author's name

_Mask = npt.NDArray[np.bool_]
_Numbered = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found. *text* is an abstract or summary, *context* whatever else people may name it by."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    text: str = ""
    keywords: tuple[str, ...] = ()
    context: str = ""
    other_titles: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that it goes by."""
        return (self.title, *self.other_titles)

    @property
    def texts(self) -> tuple[str, ...]:
        """What it is about."""
        return (*self.keywords, self.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that shares words with the query.

    Shares are of idf mass, 0 to 1. *coverage*: what the document holds of the query; *title_coverage* and
    *author_coverage*: what its title or its authors' names hold alone. A word that is read otherwise than typed
    counts as held, one that nobody uses has the highest idf. *title_covered*: what the query names of the title.
    Of several titles, the one that fits the query best. *corrections*: words as typed, and as they were read.
    """

    id: str
    title: str
    score: float
    coverage: float
    title_coverage: float
    title_covered: float
    author_coverage: float
    corrections: tuple[tuple[str, str], ...] = ()


class _Asked(NamedTuple):
    """A term of a query, what each of its readings and the best of them weighs, its idf, and its roots."""

    term: Term
    readings: tuple[Floats, ...]
    weights: Floats
    idf: float
    roots: AbstractSet[int]


class Index:
    """An index of *documents*, made once and never changed. Hits of one score keep the documents' order."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)
        self._rows = {document.id: row for row, document in enumerate(self._documents)}
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        counts = _count(self._documents, numbers)
        self._vocabulary = Vocabulary(tuple(numbers))
        self._weights = Weights(counts, self._vocabulary)
        self._reader = Reader(self._vocabulary, self._vocabulary.tally(self._weights.frequencies))

    def __len__(self) -> int:
        return len(self._documents)
