"""Building and merging corpora: time and memory, beside the plain reading of the same file in the same run.

python bench/corpora.py [PAPERS]        (100,000 where nothing else is said)
"""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import click

from corpus import ingest
from corpus.merge import merge
from corpus.models import Paper, Parsed, Records, Source

PAPERS = 100_000
SYLLABLES = [a + b for a in "bcdfghjklmnprstvwz" for b in "aeiou"]


def papers(number: int, seed: int = 7) -> Iterator[dict[str, object]]:
    """Made-up papers: words as unequal in frequency as a language's, four authors, an abstract of 150 words."""
    chance = random.Random(seed)  # noqa: S311 - the same papers each time
    known = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(30_000)]
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(known))))
    for place in range(number):
        title, abstract = (" ".join(chance.choices(known, cum_weights=weights, k=length)) for length in (9, 150))
        authors = [f"{chance.choice(known).title()} {chance.choice(known).title()}" for _ in range(4)]
        yield {"id": f"p{place}", "title": title.capitalize(), "authors": authors, "abstract": abstract}


def build(number: int) -> None:
    """Time and memory of ``usher corpus build`` from JSON lines, beside json.loads of every line."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "papers.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(paper) + "\n" for paper in papers(number))
        began = time.perf_counter()
        with source.open(encoding="utf-8") as file:
            held = sum(len(json.loads(line)) for line in file)
        plain = time.perf_counter() - began
        began = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "bot",
            "corpus",
            "build",
            "--source",
            str(source),
            "--out",
            f"{folder}/c.sqlite",
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        taken = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = source.stat().st_size / 2**20
        click.echo(
            f"build of {number:,} papers ({size:.0f} MiB): {taken:.1f} s, {peak:.0f} MiB at most; "
            f"reading the {held:,} fields of its lines alone: {plain:.1f} s, {taken / plain:.0f} times less"
        )


def merging(number: int) -> None:
    """Time to merge three sources of the same papers, beside twice as many: linear is 2, quadratic 4."""
    taken = []
    for count in (number, 2 * number):
        every = [Paper.model_validate(paper) for paper in papers(count)]
        parts = [_source(name, every) for name in ("one", "two", "three")]
        began = time.perf_counter()
        merged = merge(parts).records.papers
        taken.append(time.perf_counter() - began)
        lost = count - len(merged)
    click.echo(
        f"merge of {number:,} papers in three sources: {taken[0]:.1f} s; of twice as many "
        f"{taken[1] / taken[0]:.1f} times as long ({lost} lost or double)"
    )


def reading(number: int) -> None:
    """Time to read a table, a schedule and a list of orals and posters, beside their plain parsing."""
    rows = list(papers(number))
    day = "2031-05-07T{:02}:00:00+02:00"
    table = io.StringIO()
    csv.writer(table).writerows(
        [
            ("ID", "Title", "Authors", "Abstract"),
            *((p["id"], p["title"], "; ".join(p["authors"]), p["abstract"]) for p in rows),
        ]
    )
    events = [
        {
            "guid": p["id"],
            "title": p["title"],
            "date": day.format(n % 24),
            "duration": "00:30",
            "abstract": p["abstract"],
            "persons": [{"name": name} for name in p["authors"]],
        }
        for n, p in enumerate(rows)
    ]
    days = [{"date": "2031-05-07", "rooms": {"Hall": events}}]
    conference = {"title": "BirdConf 2031", "time_zone_name": "Europe/Berlin", "days": days}
    listed = [
        {
            "id": n,
            "uid": p["id"],
            "name": p["title"],
            "authors": [{"fullname": name} for name in p["authors"]],
            "abstract": p["abstract"],
            "eventtype": "Poster",
            "starttime": day.format(n % 24),
            "virtualsite_url": f"/virtual/2031/poster/{n}",
        }
        for n, p in enumerate(rows)
    ]
    sources = {
        "table.csv": (table.getvalue(), lambda text: list(csv.reader(io.StringIO(text)))),
        "schedule.json": (json.dumps({"schedule": {"version": "1", "conference": conference}}), json.loads),
        "orals-posters.json": (json.dumps({"count": number, "results": listed}), json.loads),
    }
    for name, (text, plainly) in sources.items():
        began = time.perf_counter()
        plainly(text)
        plain = time.perf_counter() - began
        began = time.perf_counter()
        [parsed] = ingest.read({name: text.encode()}, name=name)
        taken = time.perf_counter() - began
        click.echo(
            f"{name} of {len(parsed.records.papers):,} papers: {taken:.1f} s; its parsing alone {plain:.2f} s, "
            f"{taken / plain:.0f} times less"
        )


def _source(name: str, every: list[Paper]) -> Parsed:
    source = Source(id=name, title=name, format="jsonl")
    held = tuple(paper.model_copy(update={"id": f"{name}-{paper.id}", "sources": (name,)}) for paper in every)
    return Parsed(records=Records(sources=(source,), papers=held))


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    build(asked)
    merging(max(1, asked // 10))
    reading(max(1, asked // 10))
