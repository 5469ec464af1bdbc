"""The retriever: BM25 over stems, exact words and names, then a second look at the best.

rank_bm25 brings the model and counts the words. Its weights are laid out as a sparse matrix by term, so that
a query adds up its own terms' columns instead of visiting every document. Two things differ from its
get_scores: the idf stays positive, and only a document that shares a word with the query is a hit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from corpus.index.asked import Weighed, best, corrections, gist, held, scored, weighed
from corpus.index.building import Named
from corpus.index.building import pack as build
from corpus.index.fields import Fields, FieldTable
from corpus.index.keyed import Numbered
from corpus.index.matrix import Ints
from corpus.index.packed import Pack, Rows, Texts, damaged
from corpus.index.reading import MAX_WORDS, Reader
from corpus.index.rerank import Reranker
from corpus.index.spelling import Speller
from corpus.index.vocabulary import Vocabulary, name_words
from corpus.index.weights import Counts, Weights
from corpus.text import analyse, chunks

_K1: Final = 1.3
_B: Final = 0.68
_TITLE: Final = 4  # how often each word of a title counts
_BATCH: Final = 1024  # documents that rank_bm25 counts at a time: it keeps a dict for each
_DEPTH: Final = 50  # how many of the best are looked at again
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
    *corrections* are words as typed, and as they were read for this document. *place* is where it stands.
    """

    id: str
    title: str
    score: float
    coverage: float
    title_coverage: float
    title_covered: float
    author_coverage: float
    corrections: tuple[tuple[str, str], ...]
    place: int


class Index:
    """An index of *made*: documents, or what was packed of them. Hits of one score keep the documents' order.

    *ids* are theirs, in that order, and *places* where each stands. Raises
    CorpusError where that is damaged, at once or when the damaged part is read.
    """

    def __init__(self, made: Sequence[Document] | Pack) -> None:
        self._pack = made if isinstance(made, Pack) else pack(made)
        self.places: Mapping[str, int] = (held := Numbered(self._pack.blobs, "ids"))
        self.ids: Sequence[str] = held.texts
        self._titles = Texts(self._pack.blobs, "titles")
        self._vocabulary = Vocabulary(self._pack.blobs)
        self._fields = FieldTable(self._pack.blobs, len(self._vocabulary.root_frequencies))
        self._weights = Weights(self._pack.words, self._pack.roots, self._vocabulary, len(self.ids))
        if len({len(self.ids), len(self._titles), len(self._fields)}) > 1:
            raise damaged("documents")

    def __len__(self) -> int:
        return len(self.ids)

    def knows(self, word: str) -> bool:
        """Whether the corpus holds *word*, in this or another inflection; of a compound, each part."""
        parts = [part for chunk in chunks(word) for part in chunk.parts]
        return bool(parts) and all(map(self._vocabulary.entries, parts))

    def search(self, query: str, *, within: npt.ArrayLike | None = None, limit: int = 5) -> list[Hit]:
        """The *limit* best documents for *query*, best first, of those at the places *within*.

        Nothing where none shares a word with it.
        """
        terms = [weighed(term, self._weights, self._vocabulary) for term in self._reader.read(query)]
        said = {entry.root for word in analyse(query)[:MAX_WORDS] for entry in self._vocabulary.entries(word)}
        return self._hits(terms, said, None if within is None else self._among(within), limit)

    def similar(self, id: str, *, within: npt.ArrayLike | None = None, limit: int = 5) -> list[Hit]:  # noqa: A002
        """The *limit* documents most like *id*, of those at the places *within*; nothing where *id* is unknown."""
        row = self.places.get(id)
        if row is None:
            return []
        terms = gist(row, set(self._subjects[row]), self._pack.roots, self._weights.root_idf)
        others = np.ones(len(self), dtype=bool) if within is None else self._among(within)
        others[row] = False
        return self._hits(terms, frozenset(), others, limit)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._vocabulary, Speller(self._pack.blobs))

    @cached_property
    def _subjects(self) -> Rows:
        return Rows(self._pack.blobs, "subjects")

    def _among(self, within: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        allowed = np.zeros(len(self), dtype=bool)
        allowed[np.asarray(within, np.intp)] = True
        return allowed

    def _hits(
        self, terms: Sequence[Weighed], said: AbstractSet[int], allowed: npt.NDArray[np.bool_] | None, limit: int
    ) -> list[Hit]:
        """The *limit* best rows, or those *allowed*, in which any of *terms* weighs something."""
        scores = scored(terms, len(self))
        rows = best(scores if allowed is None else scores * allowed, max(limit, _DEPTH))
        if not len(rows):
            return []
        reranker = Reranker([(term.idf, term.roots) for term in terms], said, self._weights.root_idf)
        overlaps = reranker.overlaps(self._fields.gather(rows), np.array([held(term, rows) for term in terms]).T)
        raised = scores[rows] * overlaps.bonus
        order = np.argsort(-raised, kind="stable")[: max(limit, 0)]
        shares = zip(*(each[order].tolist() for each in overlaps[:4]), strict=True)
        read = corrections(terms, rows[order])
        found = zip(rows[order].tolist(), raised[order].tolist(), shares, read, strict=True)
        return [
            Hit(self.ids[row], self._titles[row], score, whole, title, titled, by, other, row)
            for row, score, (whole, title, titled, by), other in found
        ]


class _Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no type hints
    """rank_bm25's counts of a batch; the idf waits until all batches are counted."""

    def _calc_idf(self, nd: Mapping[int, int]) -> None:
        """Skip it: a batch does not tell how many documents of the corpus hold a word."""


def pack(documents: Sequence[Document]) -> Pack:
    """All that an Index of *documents* needs, to be kept in a file."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    fields = [_fields(document, numbers) for document in documents]
    named: list[Named] = []
    counted = [_counted([], 0)]
    for start in range(0, len(documents), _BATCH):
        batch = zip(documents[start : start + _BATCH], fields[start : start + _BATCH], strict=True)
        worded = [_worded(document, each, numbers) for document, each in batch]
        named += [_named(document, each) for document, each in zip(documents[start:], worded, strict=False)]
        counted.append(_counted(worded, start))
    words, rows, times, lengths = map(np.concatenate, zip(*counted, strict=True))
    return build(named, tuple(numbers), Counts(words, rows, times, lengths, _K1, _B))


class _Worded(NamedTuple):
    """The words of a document by their numbers: of its *fields*, of its *texts*, and of its *context*."""

    fields: Fields
    texts: Sequence[int]
    context: Sequence[int]

    @property
    def counted(self) -> list[int]:
        """All words that BM25 counts, as often as it shall count them."""
        title, *others = self.fields.titles
        return [*title * _TITLE, *chain(*others, *self.fields.names), *self.texts, *self.context]


def _fields(document: Document, numbers: Mapping[str, int]) -> Fields:
    titles = tuple(tuple(map(numbers.__getitem__, analyse(title))) for title in document.titles)
    return Fields(titles, tuple(tuple(map(numbers.__getitem__, name_words(name))) for name in document.authors))


def _worded(document: Document, fields: Fields, numbers: Mapping[str, int]) -> _Worded:
    texts = chain.from_iterable(map(analyse, document.texts))
    context = map(numbers.__getitem__, analyse(document.context))
    return _Worded(fields, tuple(map(numbers.__getitem__, texts)), tuple(context))


def _named(document: Document, worded: _Worded) -> Named:
    aside = set(worded.context).difference(worded.texts, *worded.fields.titles) if worded.context else ()
    return Named(document.id, document.title, worded.fields, tuple(aside))


def _counted(batch: Sequence[_Worded], start: int) -> tuple[Ints, Ints, Ints, Ints]:
    """The words of a *batch* of documents whose first row is *start*: their numbers, rows, times; the lengths."""
    if not batch:
        return (_NONE,) * 4
    okapi = _Okapi([each.counted for each in batch], k1=_K1, b=_B)
    sizes = np.fromiter(map(len, okapi.doc_freqs), np.int32)
    return (
        np.fromiter(chain.from_iterable(okapi.doc_freqs), np.int32),
        np.repeat(np.arange(start, start + len(batch), dtype=np.int32), sizes),
        np.fromiter(chain.from_iterable(map(dict.values, okapi.doc_freqs)), np.int32),
        np.array(okapi.doc_len, np.int32),
    )
