"""How well and how fast the index finds, beside rank_bm25's own scores over the same words.

    python bench/retrieval.py FOLDER…

A folder is a collection, or holds some: docs.jsonl {id, title, authors ("|" between names), keywords, abstract},
queries.jsonl {id, text} and qrels.tsv (query, document, gain). What stands before the first "-" of a query's id
is its kind. Nothing is tuned here: compare runs on one machine, at one load.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from rank_bm25 import BM25Okapi

from corpus.search import Document, Index
from corpus.text import analyse, stem

DEPTH: Final = 10
Search = Callable[[str], Sequence[str]]  # the ids of the best documents for a query


def main() -> None:
    """Measure every collection that the command line names."""
    folders = [found.parent for name in sys.argv[1:] for found in sorted(Path(name).glob("**/docs.jsonl"))]
    if not folders:
        sys.exit(__doc__)
    for folder in folders:
        report(folder)
    click.echo(f"peak memory of it all: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def report(folder: Path) -> None:
    """Print the figures of one collection: of both engines, by kind of query."""
    documents = [_document(row) for row in _rows(folder / "docs.jsonl")]
    gains: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, document, gain = line.split("\t")
        gains[query][document] = int(gain)
    queries = [(row["id"], row["text"]) for row in _rows(folder / "queries.jsonl") if row["id"] in gains]
    click.echo(f"\n{folder.name}: {len(documents)} documents   (nDCG@10 / success@1)")
    click.echo(f"{'':16}{'queries':>8}{'rank_bm25':>16}{'usher':>16}")
    ours = measure(usher, documents, queries, gains)  # first, so that it pays for what both keep in caches
    measured = [measure(plain, documents, queries, gains), ours]
    for kind in sorted(measured[0][0], key=lambda kind: (kind == "all", kind)):
        figures = [np.array(by_kind[kind]) for by_kind, _ in measured]
        cells = "".join("{:>16}".format("{:.3f} / {:.3f}".format(*each.mean(axis=0))) for each in figures)
        click.echo(f"{kind:16}{len(figures[0]):8}{cells}")
    for name, place in (("start, s", 0), ("p50, ms", 1), ("p99, ms", 2)):
        click.echo(f"{name:24}{measured[0][1][place]:16.2f}{measured[1][1][place]:16.2f}")


def measure(
    build: Callable[[Sequence[Document]], Search],
    documents: Sequence[Document],
    queries: Sequence[tuple[str, str]],
    gains: Mapping[str, Mapping[str, int]],
) -> tuple[dict[str, list[tuple[float, float]]], tuple[float, float, float]]:
    """Both figures of every query, by kind; the seconds to build, and p50 and p99 of the milliseconds to search."""
    began = time.perf_counter()
    search = build(documents)
    built = time.perf_counter() - began
    figures: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    took = []
    for name, text in queries:
        began = time.perf_counter()
        found = search(text)
        took.append((time.perf_counter() - began) * 1000)
        figure = ndcg(found, gains[name]), float(gains[name].get(next(iter(found), ""), 0) > 0)
        for kind in {"all", name.partition("-")[0] if "-" in name else "all"}:
            figures[kind].append(figure)
    return dict(figures), (built, float(np.percentile(took, 50)), float(np.percentile(took, 99)))


def ndcg(found: Sequence[str], gains: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    ideal = sorted(gains.values(), reverse=True)[:DEPTH]
    return _dcg([gains.get(name, 0) for name in found]) / _dcg(ideal)


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def usher(documents: Sequence[Document]) -> Search:
    """The index."""
    index = Index(documents)
    return lambda query: [hit.id for hit in index.search(query, limit=DEPTH)]


def plain(documents: Sequence[Document]) -> Search:
    """rank_bm25 as it comes, over the stems of the same words, with the title twice."""
    model = BM25Okapi([_stems(each.title, each.title, *each.authors, *each.texts) for each in documents])

    def search(query: str) -> Sequence[str]:
        scores = model.get_scores(_stems(query))
        return [documents[row].id for row in np.argsort(-scores, kind="stable")[:DEPTH]]

    return search


def _stems(*texts: str) -> list[str]:
    return [stem(word) for word in chain.from_iterable(map(analyse, texts))]


def _document(row: Mapping[str, Any]) -> Document:
    authors = tuple(filter(None, row["authors"].split("|")))
    return Document(row["id"], row["title"], authors, row["abstract"], tuple(filter(None, [row["keywords"]])))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
