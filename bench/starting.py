"""From the start of a process to its first answer, and how much memory that takes, over a programme in a corpus file.

    python bench/starting.py [PAPERS…]        (10,000 and 200,000 where nothing else is said)

Each command runs a few times as a process of its own, Python and imports and all. ``usher corpus search`` only looks
up words in the index; the others are the whole bot. "Processor" is what is left where nothing else runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import click

SIZES: Final = (10_000, 200_000)
RUNS: Final = 5


class Run(NamedTuple):
    """How long a process took, by the clock and of the processor, in seconds, and its memory at most, in MB."""

    clock: float
    processor: float
    memory: float


def main() -> None:
    """Measure at every size that the command line names."""
    match sys.argv[1:]:
        case ["--prepare", folder, size]:
            prepare(Path(folder), int(size))
        case sizes:
            for size in map(int, sizes or SIZES):
                with tempfile.TemporaryDirectory() as folder:
                    subprocess.run([sys.executable, __file__, "--prepare", folder, str(size)], check=True)  # noqa: S603
                    report(Path(folder), size)


def prepare(folder: Path, size: int) -> None:
    """Write into *folder* a corpus of *size* papers with their times, words of one's title, and questions."""
    from answers import NINE, programme  # noqa: PLC0415 - a child's memory counts its parent's: it must be small

    from corpus.store import save  # noqa: PLC0415

    held = programme(size)
    save(held, folder / "usher.sqlite")
    (folder / "words").write_text(" ".join(held.papers[size // 2].title.split()[:4]))
    asked = ("how many talks are there?", "what's on in room 7 tomorrow afternoon?", f"when is {held.papers[7].title}?")
    lines = (
        {"id": str(place), "surface": "mention", "input": text, "now": NINE.isoformat()}
        for place, text in enumerate(asked)
    )
    (folder / "asked.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def report(folder: Path, size: int) -> None:
    """Run every command over what stands in *folder*, and print their figures side by side."""
    words, corpus = (folder / "words").read_text(), ["--corpus", str(folder / "usher.sqlite")]
    commands = {
        "usher corpus search, the index alone": ["corpus", "search", words, *corpus],
        "usher paper, words of a title": ["paper", words, *corpus],
        "usher session, a time": ["session", "thu 10:05", *corpus],
        "usher batch, three questions": ["batch", *corpus],
    }
    click.echo(f"\n{size:,} papers, each in a timetable: from the start of a process to its end, median of {RUNS}.")
    click.echo(f"{'':40}{'clock, s':>10}{'processor, s':>14}{'at most, MB':>13}")
    for name, arguments in commands.items():
        runs = [_run(arguments, folder / "asked.jsonl") for _ in range(RUNS)]
        clock, processor, memory = (median(each) for each in zip(*runs, strict=True))
        click.echo(f"{name:40}{clock:10.2f}{processor:14.2f}{memory:13.0f}")


def _run(arguments: Sequence[str], asked: Path) -> Run:
    """``usher`` with these *arguments*, and *asked* as its input."""
    began = time.perf_counter()
    with asked.open() as questions:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bot", *arguments], stdin=questions, stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"usher {' '.join(arguments)} failed")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
