"""From the words of documents, counted, to all that is kept of an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpus.index.fields import Fields, FieldTable
from corpus.index.keyed import Numbered
from corpus.index.matrix import Ints
from corpus.index.packed import Pack, Rows, Texts
from corpus.index.spelling import Speller
from corpus.index.vocabulary import Vocabulary, is_name, roots_of, tally
from corpus.index.weights import Counts, weigh
from corpus.text import CHAT_WORDS


class Named(NamedTuple):
    """What a document is called, its titles and names as the numbers of their words; *aside* are words of its
    context that it is not itself about.
    """

    id: str
    title: str
    fields: Fields
    aside: Sequence[int] = ()


def pack(documents: Sequence[Named], words: Sequence[str], counts: Counts) -> Pack:
    """The index of *documents*, in which *words* were counted by their numbers."""
    roots = roots_of(words)
    by_root = weigh(counts, roots.of[counts.words], len(roots.names))
    forms = np.bincount(roots.of, minlength=len(roots.names))
    sharing = forms[roots.of] > 1  # what the others weigh is what their root weighs
    kept = sharing[counts.words]
    some = counts._replace(words=counts.words[kept], rows=counts.rows[kept], times=counts.times[kept])
    by_word = weigh(some, some.words, len(words))
    frequencies = np.where(sharing, by_word.frequencies, by_root.frequencies[roots.of])
    root_of: list[int] = roots.of.tolist()
    blobs = {
        **Numbered.packed("ids", [document.id for document in documents]),
        **Texts.packed("titles", [document.title for document in documents]),
        **Vocabulary.packed(words, frequencies, roots.names, by_root.frequencies, forms),
        **Speller.packed({**dict.fromkeys(CHAT_WORDS, 0), **tally(words, frequencies)}),
        **FieldTable.packed([_rooted(document.fields, root_of) for document in documents]),
        **_subjects(documents, words, counts, roots.of),
    }
    return Pack(blobs, by_word, by_root)


def _rooted(fields: Fields, root_of: Sequence[int]) -> Fields:
    """*fields* as the roots of their words, each once."""
    titles, names = (
        tuple(tuple(dict.fromkeys(map(root_of.__getitem__, words))) for words in field) for field in fields
    )
    return Fields(titles, names)


def _subjects(documents: Sequence[Named], words: Sequence[str], counts: Counts, root_of: Ints) -> dict[str, bytes]:
    """Of each document the roots that it is about: of its own words, without names and chat."""
    telling = np.array([not is_name(word) and word not in CHAT_WORDS for word in words], dtype=bool)
    kept = telling[counts.words]
    if any(document.aside for document in documents):
        aside = [word * len(documents) + row for row, document in enumerate(documents) for word in document.aside]
        kept &= ~np.isin(counts.words.astype(np.int64) * len(documents) + counts.rows, aside)
    lengths = np.bincount(counts.rows[kept], minlength=len(documents))
    return Rows.packed("subjects", root_of[counts.words[kept]], lengths.tolist())
