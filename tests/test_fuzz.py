"""Any bytes at all, and what a fuzzer found: the same targets as ``fuzz.py``, by hypothesis."""

from pathlib import Path

import pytest
from fuzz_targets import FOUND, TARGETS, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

FINDINGS = [each for name in TARGETS for each in sorted((FOUND / name).glob("*"))]


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_get_a_sound_answer_or_a_sentence(name: str) -> None:
    target, begun = TARGETS[name], [each.read_bytes()[:5_000] for each in seeds(name)] or [b""]

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=200) | _changed(begun))
    def holds(data: bytes) -> None:
        target(data)

    holds()


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda each: f"{each.parent.name}-{each.name}")
def test_what_a_fuzzer_found_stays_mended(finding: Path) -> None:
    TARGETS[finding.parent.name](finding.read_bytes())


@st.composite
def _changed(draw: st.DrawFn, begun: list[bytes]) -> bytes:
    """A sound input with a few bytes taken out and others put in."""
    data = draw(st.sampled_from(begun))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        data = data[:start] + draw(st.binary(max_size=6)) + data[start + draw(st.integers(0, 12)) :]
    return data
