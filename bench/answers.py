"""How long an answer takes, whole, beside the bare search for its words, over a made-up programme in a corpus file.

python bench/answers.py [PAPERS]        (5,000 where nothing else is said)
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from corpora import papers

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask, Surface
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Records, Slot
from corpus.store import open_corpus, save

PAPERS = 5_000
ASKED = 600
NINE = datetime(2031, 5, 7, 9, tzinfo=UTC)


def programme(number: int) -> Records:
    """The made-up papers, each with a place in a timetable of five days."""
    held = tuple(Paper.model_validate({**paper, "event": "birdconf-2031"}) for paper in papers(number))
    slots = tuple(
        Slot(
            id=f"day/{paper.id}",
            paper=paper.id,
            start=NINE + timedelta(days=place % 5, minutes=15 * (place % 32)),
            end=NINE + timedelta(days=place % 5, minutes=15 * (place % 32) + 15),
            room=f"Room {place % 40}",
        )
        for place, paper in enumerate(held)
    )
    event = Event(id="birdconf-2031", name="BirdConf 2031", zone="Europe/Berlin")
    return Records(events=(event,), papers=held, slots=slots)


def questions(records: Records) -> list[tuple[Surface, str]]:
    """Questions of every kind, as people put them."""
    chance = random.Random(7)  # noqa: S311 - the same questions each time
    asked: list[tuple[Surface, str]] = []
    for paper in chance.choices(records.papers, k=ASKED // 8):
        some = " ".join(chance.sample(paper.title.split(), 4))
        asked += [
            ("paper", some),
            ("paper", paper.authors[0]),
            ("paper", some[:-3] + some[-2:]),
            ("mention", f"when is {paper.title}?"),
            ("mention", f"who wrote {some}"),
            ("mention", f"papers by {paper.authors[1]} on {some.split()[0]}"),
            ("mention", "what's on in room 7 tomorrow afternoon?"),
            ("session", f"{chance.choice(('wed', 'thu', 'fri'))} {chance.randint(9, 16)}:05"),
        ]
    return asked


def measured(said: Callable[[Surface, str], object], asked: list[tuple[Surface, str]]) -> tuple[float, float]:
    """The median and the 99th percentile of how long each takes, in milliseconds."""
    taken = []
    for surface, text in asked:
        began = time.perf_counter()
        said(surface, text)
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def main(number: int) -> None:
    """Measure answers and bare searches in one run, from a file that was just opened."""
    held = programme(number)
    asked = questions(held)
    with TemporaryDirectory() as folder:
        save(held, Path(folder) / "usher.sqlite")
        desk = Desk(Catalog(*open_corpus(Path(folder) / "usher.sqlite")))
        report(desk, asked)


def report(desk: Desk, asked: list[tuple[Surface, str]]) -> None:
    """Print the figures of *asked*, whole answers beside bare searches."""

    def answered(surface: Surface, text: str) -> object:
        return reply(Ask(surface=surface, text=text, now=NINE, zone="Europe/Berlin"), desk)

    for surface, text in asked[:16]:  # what is looked up once for each corpus
        answered(surface, text)
    whole = measured(answered, asked)
    bare = measured(lambda _, text: desk.catalog.index.search(text), asked)
    click.echo(
        f"answers over {len(desk.catalog.papers):,} papers: p50 {whole[0]:.1f} ms, p99 {whole[1]:.1f} ms; "
        f"the bare search p50 {bare[0]:.1f} ms, p99 {bare[1]:.1f} ms: {whole[0] / bare[0]:.1f} times less"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS)
