"""The lock file: what production runs is pinned with hashes, and what is said of its vulnerabilities is true."""

import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import lock  # noqa: E402

LOCK = (ROOT / "requirements.lock").read_text()
DEPENDENCIES = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
HASH = "--hash=sha256:" + "0" * 64


def test_the_lock_file_fits_and_names_no_host() -> None:
    assert lock.faults(LOCK, DEPENDENCIES) == []
    assert "://" not in LOCK
    assert "index" not in LOCK


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "uvicorn>=0.30 is not in it."),
        (f"uvicorn==0.29 {HASH}", "uvicorn>=0.30 is not in it."),
        ("uvicorn==0.54.0", "uvicorn is not pinned to one version with its hashes."),
        (f"uvicorn>=0.54.0 {HASH}", "uvicorn is not pinned to one version with its hashes."),
        ("uvicorn==0.54.0 --hash=md5:00", "uvicorn is not pinned to one version with its hashes."),
        (f"uvicorn {HASH}", "uvicorn is not a pinned package."),
        ("--index-url https://packages.example/simple", "--index-url is not a pinned package."),
    ],
)
def test_what_does_not_fit_is_named(written: str, said: str) -> None:
    assert said in lock.faults(written, ["uvicorn>=0.30"])


def test_what_a_pinned_package_needs_has_to_be_pinned_too() -> None:
    without = "\n".join(entry for entry in LOCK.replace("\\\n", " ").splitlines() if not entry.startswith("h11=="))
    assert [said.split(">")[0] for said in lock.faults(without, DEPENDENCIES)] == ["h11", "h11"]


def test_only_what_was_looked_up_counts_as_audited() -> None:
    unknown = {"name": "wren", "skip_reason": "not found"}
    sound = {"name": "heron", "version": "1.0", "vulns": []}
    broken = {"name": "lark", "version": "2.0", "vulns": [{"id": "PYSEC-0", "fix_versions": ["2.1"]}]}
    assert lock.verdict({"dependencies": [unknown]}) == ([], 0)
    assert lock.verdict({"dependencies": [unknown, sound, broken]}) == (["lark 2.0: PYSEC-0 (mended in: 2.1)"], 2)
