"""The retriever: BM25 over stems, exact words and names, then a second look at the best.

rank_bm25 brings the model and counts the words. Its weights are laid out as a sparse matrix by term, so that
a query adds up its own terms' columns instead of visiting every document. Two things differ from its
get_scores: the idf stays positive, and only a document that shares a word with the query is a hit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, compress, count
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from corpus.index.matrix import Floats
from corpus.index.reading import MAX_WORDS, Reader, Term
from corpus.index.rerank import Fields, Overlap, Reranker
from corpus.index.vocabulary import Vocabulary, name_words
from corpus.index.weights import Counts, Weights
from corpus.text import CHAT_WORDS, analyse, chunks

_K1: Final = 1.2
_B: Final = 0.75
_TITLE: Final = 4  # how often each word of a title counts
_BATCH: Final = 1024  # documents that rank_bm25 counts at a time: it keeps a dict for each
_DEPTH: Final = 50  # how many of the best are looked at again
_GIST: Final = 25  # words by which others like a document are found
_NONE: Final = np.zeros(0, dtype=np.int32)


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

    Shares are of idf mass, 0 to 1. *coverage* is the share of the query that the document holds;
    *title_coverage* and *author_coverage* are what its title or its authors' names hold alone. A word that is
    read otherwise than typed counts as held; one that nobody uses has the highest idf. *title_covered* is the
    share of the title that the query names. Of several titles, the one that fits the query best counts.
    *corrections* are words as typed, and as they were read for this document.
    """

    id: str
    title: str
    score: float
    coverage: float
    title_coverage: float
    title_covered: float
    author_coverage: float
    corrections: tuple[tuple[str, str], ...] = ()


class _Weighed(NamedTuple):
    """A term of a query: what it weighs in each document, its idf, and the roots that answer it.

    A term read otherwise than *typed* brings the *respelt* readings, each with its own weights.
    """

    weights: Floats
    idf: float
    roots: AbstractSet[int]
    typed: str = ""
    respelt: tuple[tuple[str, Floats], ...] = ()


class Index:
    """An index of *documents*, made once and never changed. Hits of one score keep the documents' order."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)
        self._rows = {document.id: row for row, document in enumerate(self._documents)}
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        fields = [_fields(document, numbers) for document in self._documents]
        counts = _count(self._documents, fields, numbers)
        self._vocabulary = Vocabulary(tuple(numbers))
        root_of: list[int] = self._vocabulary.root_of.tolist()
        self._fields = [_renumbered(each, root_of) for each in fields]
        self._weights = Weights(counts, self._vocabulary)
        self._reader = Reader(self._vocabulary, self._vocabulary.tally(self._weights.frequencies))

    def __len__(self) -> int:
        return len(self._documents)

    def knows(self, word: str) -> bool:
        """Whether the corpus holds *word*, in this or another inflection; of a compound, each part."""
        parts = [part for chunk in chunks(word) for part in chunk.parts]
        return bool(parts) and all(map(self._vocabulary.entries, parts))

    def search(self, query: str, *, within: Collection[str] | None = None, limit: int = 5) -> list[Hit]:
        """The *limit* best documents for *query*, best first, of the ids *within*.

        Nothing where none shares a word with it.
        """
        terms = [self._weigh(term) for term in self._reader.read(query)]
        said = {entry.root for word in analyse(query)[:MAX_WORDS] for entry in self._vocabulary.entries(word)}
        return self._hits(terms, said, self._allowed(within), limit)

    def similar(self, id: str, *, within: Collection[str] | None = None, limit: int = 5) -> list[Hit]:  # noqa: A002
        """The *limit* documents most like *id*, of the ids *within*; nothing where *id* is unknown."""
        row = self._rows.get(id)
        if row is None:
            return []
        allowed = self._allowed(within)
        allowed[row] = False
        return self._hits(self._gist(row), frozenset(), allowed, limit)

    def _allowed(self, within: Collection[str] | None) -> npt.NDArray[np.bool_]:
        allowed = np.full(len(self), within is None)
        allowed[[self._rows[known] for known in within or () if known in self._rows]] = True
        return allowed

    def _weigh(self, term: Term) -> _Weighed:
        """What the best of the *term*'s readings weighs in each document."""
        each = [self._weights.reading(reading) for reading in term.readings]
        likeliest = term.readings[0].words if term.readings else ()
        words = {word for reading in term.readings for word in reading.words}
        return _Weighed(
            weights=np.maximum.reduce(each) if each else self._weights.nothing(),
            idf=sum(map(self._weights.idf, likeliest)) or self._weights.highest_idf,
            roots={entry.root for word in words for entry in self._vocabulary.entries(word)},
            typed=term.typed,
            respelt=tuple(
                (" ".join(reading.words), weights)
                for reading, weights in zip(term.readings, each, strict=True)
                if term.respelt
            ),
        )

    def _gist(self, row: int) -> list[_Weighed]:
        """The words that weigh most in a document; each weighs in others by how much it does in this one."""
        document = self._documents[row]
        words = {word for text in (*document.titles, *document.texts) for word in analyse(text)} - CHAT_WORDS
        columns = {
            root: self._weights.root(root) for root in {self._vocabulary.entries(word)[0].root for word in words}
        }
        heaviest = sorted(columns, key=lambda root: (-columns[root].at(row), root))[:_GIST]
        return [
            _Weighed(
                self._weights.spread(columns[root]) * np.float32(columns[root].at(row)),
                self._weights.root_idf[root],
                {root},
            )
            for root in heaviest
        ]

    def _hits(
        self, terms: Sequence[_Weighed], said: AbstractSet[int], allowed: npt.NDArray[np.bool_], limit: int
    ) -> list[Hit]:
        """The *limit* best of the *allowed* rows in which any of *terms* weighs something."""
        scores = sum((term.weights for term in terms), self._weights.nothing()) * allowed
        rows = _best(scores, max(limit, _DEPTH))
        reranker = Reranker([(term.idf, term.roots) for term in terms], said, self._weights.root_idf)
        held = np.array([term.weights[rows] > 0 for term in terms]).T.tolist()
        overlaps = [reranker.overlap(self._fields[row], which) for row, which in zip(rows, held, strict=True)]
        raised = [float(scores[row]) * each.bonus for row, each in zip(rows, overlaps, strict=True)]
        best = sorted(range(len(rows)), key=lambda place: -raised[place])[: max(limit, 0)]
        return [
            self._hit(rows[place], raised[place], overlaps[place], list(compress(terms, held[place]))) for place in best
        ]

    def _hit(self, row: int, score: float, overlap: Overlap, held: Sequence[_Weighed]) -> Hit:
        document = self._documents[row]
        return Hit(
            id=document.id,
            title=document.title,
            score=score,
            coverage=overlap.coverage,
            title_coverage=overlap.title_coverage,
            title_covered=overlap.title_covered,
            author_coverage=overlap.author_coverage,
            corrections=tuple(
                (term.typed, max(term.respelt, key=lambda reading: reading[1][row])[0]) for term in held if term.respelt
            ),
        )


def _best(scores: Floats, limit: int) -> list[int]:
    """The rows of the *limit* highest scores above zero, the highest first; equal ones keep their order."""
    rows = np.flatnonzero(scores)
    if len(rows) > limit:
        rows = rows[scores[rows] >= np.partition(scores[rows], -limit)[-limit]]
    best: list[int] = rows[np.argsort(-scores[rows], kind="stable")][:limit].tolist()
    return best


class _Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no type hints
    """rank_bm25's counts of a batch; the idf waits until all batches are counted."""

    def _calc_idf(self, nd: Mapping[int, int]) -> None:
        """Skip it: a batch does not tell how many documents of the corpus hold a word."""


def _count(documents: Sequence[Document], fields: Sequence[Fields], numbers: Mapping[str, int]) -> Counts:
    """Count the words of *documents*, whose titles and names are the *fields*, by their *numbers*."""
    words, times, sizes, lengths = [_NONE], [_NONE], [_NONE], [_NONE]
    for start in range(0, len(documents), _BATCH):
        batch = zip(documents[start : start + _BATCH], fields[start : start + _BATCH], strict=True)
        okapi = _Okapi([_tokens(*each, numbers) for each in batch], k1=_K1, b=_B)
        words.append(np.fromiter(chain.from_iterable(okapi.doc_freqs), np.int32))
        times.append(np.fromiter(chain.from_iterable(map(dict.values, okapi.doc_freqs)), np.int32))
        sizes.append(np.fromiter(map(len, okapi.doc_freqs), np.int32))
        lengths.append(np.array(okapi.doc_len, np.int32))
    rows = np.repeat(np.arange(len(documents), dtype=np.int32), np.concatenate(sizes))
    return Counts(np.concatenate(words), rows, np.concatenate(times), np.concatenate(lengths), _K1, _B)


def _fields(document: Document, numbers: Mapping[str, int]) -> Fields:
    """The titles and names of *document* as the *numbers* of their words."""
    return Fields(
        tuple(tuple(map(numbers.__getitem__, analyse(title))) for title in document.titles),
        tuple(tuple(map(numbers.__getitem__, name_words(name))) for name in document.authors),
    )


def _renumbered(fields: Fields, numbers: Sequence[int]) -> Fields:
    """*fields* with other *numbers* in place of theirs, each once."""
    titles, names = (
        tuple(tuple(dict.fromkeys(map(numbers.__getitem__, words))) for words in field) for field in fields
    )
    return Fields(titles, names)


def _tokens(document: Document, fields: Fields, numbers: Mapping[str, int]) -> list[int]:
    """All words of *document* that BM25 counts, as often as it shall count them."""
    title, *others = fields.titles
    words = chain.from_iterable(map(analyse, (*document.texts, document.context)))
    return [*title * _TITLE, *chain(*others, *fields.names), *map(numbers.__getitem__, words)]
