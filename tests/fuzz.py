"""Throws bytes at the targets of ``fuzz_targets``, led by which lines of code they reach.

python tests/fuzz.py SECONDS [TARGET]      (each target in turn where none is named; `make fuzz` does it all)

The fuzzer is atheris, libFuzzer for Python (github.com/google/atheris). An input that fails is written to
``tests/data/fuzz/TARGET``; give it a name and commit it with what mends it: the test suite tries it from then on.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot", "corpus"]):
    from fuzz_targets import FOUND, TARGETS, seeds


def main(name: str, seconds: int) -> None:
    """Fuzz until something fails or the time is over; libFuzzer ends the process."""
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as begun:
        for number, each in enumerate(seeds(name)):
            (Path(begun) / str(number)).write_bytes(each.read_bytes())
        options = [f"-max_total_time={seconds}", f"-artifact_prefix={found}/", "-max_len=6000", "-timeout=20", begun]
        atheris.Setup([sys.argv[0], *options], TARGETS[name])
        atheris.Fuzz()


def each_in_turn(seconds: str) -> int:
    """Every target in a process of its own; how many of them something failed in."""
    command = [sys.executable, __file__, seconds]
    return sum(subprocess.run([*command, name], check=False).returncode != 0 for name in TARGETS)  # noqa: S603


if __name__ == "__main__":
    match sys.argv[1:]:
        case [seconds]:
            sys.exit(each_in_turn(seconds))
        case [seconds, name] if name in TARGETS:
            main(name, int(seconds))
        case _:
            sys.exit(f"{__doc__}\nTargets: {', '.join(TARGETS)}")
