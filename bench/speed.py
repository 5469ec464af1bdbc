"""How fast the index answers, starts from disk, and how much memory it takes, beside three other engines.

    python bench/speed.py [PAPERS…]        (10,000 and 200,000 where nothing else is said)

Corpora are made up (bench/corpora.py). Every engine answers the same queries, one at a time, in a process of its
own, from what it keeps on disk: Usher a corpus file, SQLite FTS5 (Porter stems) a database, bm25s its arrays.
rank_bm25 keeps nothing, so it counts the stems that are read to it. The slow ones answer fewer queries.
"An answer" is all that Usher does for ``/paper``: it opens the corpus, understands the query, and decides.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

SIZES: Final = (10_000, 200_000)
QUERIES: Final = 200  # of each kind
FEWER: Final = {"rank_bm25": 12, "SQLite FTS5": 60}  # of each kind that a slow engine answers
LIMIT: Final = 10
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

Search = Callable[[str], object]


def main() -> None:
    """Measure at every size that the command line names."""
    match sys.argv[1:]:
        case ["--prepare", folder, size]:
            prepare(Path(folder), int(size))
        case ["--engine", name, folder]:
            click.echo(json.dumps(measured(name, Path(folder))))
        case sizes:
            for size in sizes or SIZES:
                with tempfile.TemporaryDirectory() as folder:
                    click.echo(f"\n{_alone('--prepare', folder, str(size))}")
                    report(Path(folder))


def _alone(*arguments: str) -> str:
    """What this file prints with these *arguments*, in a process of its own: peak memory is then its own, too."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()  # noqa: S603


def report(folder: Path) -> None:
    """Run every engine over what stands in *folder*, and print their figures side by side."""
    figures = {name: json.loads(_alone("--engine", name, str(folder))) for name in ENGINES}
    kinds = list(figures["usher"]["took"])
    click.echo("Milliseconds a query, p50 / p99; start from disk to the first hit, without the imports; peak memory.")
    click.echo(f"{'':18}" + "".join(f"{kind:>16}" for kind in kinds) + f"{'imports, s':>12}{'start, s':>10}{'MB':>8}")
    for name, each in figures.items():
        cells = "".join("{:>16}".format("{:.2f} / {:.2f}".format(*_percentiles(each["took"][kind]))) for kind in kinds)
        click.echo(f"{name:18}{cells}{each['imports']:12.2f}{each['start']:10.2f}{each['memory']:8.0f}")
    plain = {kind: _percentiles(figures["rank_bm25"]["took"][kind]) for kind in kinds}
    for name, each in figures.items():
        ours = {kind: _percentiles(each["took"][kind]) for kind in kinds}
        ratios = ((plain[kind][0] / ours[kind][0], plain[kind][1] / ours[kind][1]) for kind in kinds)
        cells = "".join("{:>16}".format("{:.0f} / {:.0f}".format(*each)) for each in ratios)
        click.echo(f"{name:18}{cells}  times as fast as rank_bm25")


def measured(name: str, folder: Path) -> dict[str, Any]:
    """What the engine of that *name* needs for its imports, its start, its queries, and at most in memory."""
    queries = json.loads((folder / "queries.json").read_text())
    first = next(iter(queries.values()))[0]
    began = time.perf_counter()
    opened = ENGINES[name]()
    imported = time.perf_counter()
    search = opened(folder)
    search(first)
    started = time.perf_counter()
    took = {}
    for kind, texts in queries.items():
        took[kind] = []
        for text in texts[: FEWER.get(name)]:
            asked = time.perf_counter()
            search(text)
            took[kind].append((time.perf_counter() - asked) * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"imports": imported - began, "start": started - imported, "took": took, "memory": memory}


# Each engine imports what it needs, and then opens what stands in a folder: what it gives answers a query.


def _usher() -> Callable[[Path], Search]:
    from corpus.search import Index  # noqa: PLC0415
    from corpus.store import load_index  # noqa: PLC0415

    def opened(folder: Path) -> Search:
        index = Index(load_index(folder / "usher.sqlite"))
        return lambda query: index.search(query, limit=LIMIT)

    return opened


def _answer() -> Callable[[Path], Search]:
    from datetime import UTC, datetime  # noqa: PLC0415

    from bot.answer import reply  # noqa: PLC0415
    from bot.desk import Desk  # noqa: PLC0415
    from bot.models import Ask  # noqa: PLC0415
    from corpus.catalog import Catalog  # noqa: PLC0415
    from corpus.store import open_corpus  # noqa: PLC0415

    def opened(folder: Path) -> Search:
        desk = Desk(Catalog(*open_corpus(folder / "usher.sqlite")))
        return lambda query: reply(Ask(surface="paper", text=query, now=datetime.now(UTC), zone="UTC"), desk)

    return opened


def _rank_bm25() -> Callable[[Path], Search]:
    import numpy as np  # noqa: PLC0415
    from rank_bm25 import BM25Okapi  # noqa: PLC0415

    def opened(folder: Path) -> Search:
        with (folder / "stems.txt").open(encoding="utf-8") as lines:
            model = BM25Okapi([line.split() for line in lines])
        return lambda query: np.argsort(-model.get_scores(_stems(query)), kind="stable")[:LIMIT]

    return opened


def _fts5() -> Callable[[Path], Search]:
    found = "select rowid from papers where papers match ? order by bm25(papers, 2, 1, 1) limit ?"

    def opened(folder: Path) -> Search:
        connection = sqlite3.connect(folder / "fts5.sqlite")
        return lambda query: connection.execute(
            found, (" OR ".join(f'"{word}"' for word in query.split()), LIMIT)
        ).fetchall()

    return opened


def _bm25s() -> Callable[[Path], Search]:
    import bm25s  # noqa: PLC0415

    def opened(folder: Path) -> Search:
        model = bm25s.BM25.load(folder / "bm25s")
        return lambda query: model.retrieve([_stems(query)], k=LIMIT, show_progress=False)

    return opened


ENGINES: Final[Mapping[str, Callable[[], Callable[[Path], Search]]]] = {
    "usher": _usher,
    "usher, an answer": _answer,
    "rank_bm25": _rank_bm25,
    "SQLite FTS5": _fts5,
    "bm25s": _bm25s,
}


def prepare(folder: Path, size: int) -> None:
    """Write into *folder* what every engine keeps of *size* papers, and the queries."""
    import bm25s  # noqa: PLC0415
    from corpora import papers  # noqa: PLC0415

    from corpus.models import Paper, Records  # noqa: PLC0415
    from corpus.store import save  # noqa: PLC0415

    made = [Paper.model_validate(paper) for paper in papers(size)]
    (folder / "queries.json").write_text(json.dumps(_queries(made)))
    began = time.perf_counter()
    save(Records(papers=tuple(made)), folder / "usher.sqlite")
    saved = time.perf_counter() - began
    click.echo(
        f"{size:,} papers are saved with their index in {saved:.1f} s, "
        f"{(folder / 'usher.sqlite').stat().st_size / 2**20:.0f} MiB"
    )
    with (folder / "stems.txt").open("w", encoding="utf-8") as file:
        for paper in made:
            words = _stems(paper.title, paper.title, *paper.authors, paper.abstract)
            file.write(" ".join(words) + "\n")
    with closing(sqlite3.connect(folder / "fts5.sqlite")) as connection, connection:
        connection.execute("create virtual table papers using fts5(title, authors, abstract, tokenize='porter')")
        rows = ((paper.title, " ".join(paper.authors), paper.abstract) for paper in made)
        connection.executemany("insert into papers values (?, ?, ?)", rows)
        connection.execute("insert into papers (papers) values ('optimize')")
    model = bm25s.BM25(method="lucene")
    model.index(list(_stemmed(folder)), show_progress=False)
    model.save(folder / "bm25s", show_progress=False)


def _stemmed(folder: Path) -> Iterator[list[str]]:
    with (folder / "stems.txt").open(encoding="utf-8") as lines:
        yield from (line.split() for line in lines)


def _queries(made: Sequence[Any]) -> dict[str, list[str]]:
    chance = random.Random(11)  # noqa: S311 - the same queries each time
    queries: dict[str, list[str]] = {"title": [], "title words": [], "typo": [], "author": [], "topic": []}
    for paper in chance.sample(made, min(QUERIES, len(made))):
        words = paper.title.split()
        longest = max(words, key=len)
        cut = chance.randrange(1, len(longest))
        queries["title"].append(paper.title)
        queries["title words"].append(" ".join(chance.sample(words, 4)))
        slip = longest[:cut] + chance.choice(LETTERS) + longest[cut + 1 :]
        queries["typo"].append(" ".join([slip, *chance.sample(words, 3)]))
        queries["author"].append(chance.choice(paper.authors))
        queries["topic"].append(" ".join(chance.sample(paper.abstract.split(), 3)))
    return queries


def _stems(*texts: str) -> list[str]:
    from corpus.text import analyse, stem  # noqa: PLC0415

    return [stem(word) for word in chain.from_iterable(map(analyse, texts))]


def _percentiles(took: Sequence[float]) -> tuple[float, float]:
    import numpy as np  # noqa: PLC0415

    p50, p99 = np.percentile(took, [50, 99])
    return float(p50), float(p99)


if __name__ == "__main__":
    main()
