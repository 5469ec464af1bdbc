"""Whether requirements.lock fits pyproject.toml, and whether what it pins is known to be vulnerable.

python tools/lock.py            (make check runs it; make lock writes the file anew)

The first needs no network. The second asks a service by way of pip-audit; where that is out of reach nothing is known,
which is said, and is no failure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import click
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT: Final = Path(__file__).resolve().parents[1]
LOCK: Final = ROOT / "requirements.lock"
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_AUDIT: Final = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "5", "--format", "json")
_PATIENCE: Final = 90  # seconds for the whole audit

Pinned = Mapping[str, tuple[Version, ...]]  # by name: one version, or several for different Pythons


def faults(lock: str, dependencies: list[str]) -> list[str]:
    """What is wrong with the text of a *lock* file for a project with these *dependencies*; one sentence each."""
    found: list[str] = []
    pins: dict[str, tuple[Version, ...]] = {}
    for entry in _entries(lock):
        requirement, _, hashes = entry.partition(" --hash")
        try:
            parsed = Requirement(requirement)
            (pin,) = parsed.specifier
        except (InvalidRequirement, ValueError):
            found.append(f"{requirement.split()[0]} is not a pinned package.")
            continue
        if pin.operator != "==" or not all(map(_HASH.fullmatch, f"--hash{hashes}".split())):
            found.append(f"{parsed.name} is not pinned to one version with its hashes.")
        name = canonicalize_name(parsed.name)
        pins[name] = (*pins.get(name, ()), Version(pin.version))
    return found + [f"{each} is not in it." for each in _wanted(dependencies, pins) if not _fits(each, pins)]


def _entries(lock: str) -> Iterator[str]:
    lines = (line for line in lock.splitlines() if not line.lstrip().startswith("#"))
    yield from filter(None, (" ".join(entry.split()) for entry in "\n".join(lines).replace("\\\n", " ").split("\n")))


def _fits(requirement: Requirement, pins: Pinned) -> bool:
    held = pins.get(canonicalize_name(requirement.name), ())
    return any(requirement.specifier.contains(version, prereleases=True) for version in held)


def _wanted(dependencies: list[str], pins: Pinned) -> Iterator[Requirement]:
    """Every requirement of the project, and of what it needs, as far as the pinned versions are installed here."""
    waiting = [(Requirement(each), "") for each in dependencies]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        yield requirement
        name = canonicalize_name(requirement.name)
        for extra_ in ("", *requirement.extras):
            if (name, extra_) not in seen:
                seen.add((name, extra_))
                waiting += [(Requirement(each), extra_) for each in _needs(name, pins)]


def _needs(name: str, pins: Pinned) -> list[str]:
    try:
        installed = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return []
    return installed.requires or [] if Version(installed.version) in pins.get(name, ()) else []


def verdict(report: Mapping[str, Any]) -> tuple[list[str], int]:
    """What pip-audit found, one line each, and how many packages it could look up."""
    looked = [each for each in report["dependencies"] if "vulns" in each]
    found = [
        f"{each['name']} {each['version']}: {vuln['id']} (mended in: {', '.join(vuln['fix_versions']) or 'none yet'})"
        for each in looked
        for vuln in each["vulns"]
    ]
    return found, len(looked)


def _audited() -> tuple[list[str], int]:
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), *_AUDIT]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
        return verdict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError, KeyError):  # no service: pip-audit ends in a trace, or never
        return [], 0


def main() -> None:
    """Check the lock file, then ask for vulnerabilities; exit status 1 where either finds something."""
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    wrong = faults(LOCK.read_text(), dependencies)
    for each in wrong:
        click.echo(f"requirements.lock: {each}")
    if wrong:
        raise SystemExit("requirements.lock does not fit pyproject.toml: make lock writes it anew.")
    vulnerable, looked = _audited()
    if not looked:
        click.echo(
            "requirements.lock fits. NOT AUDITED: no service that knows vulnerabilities can be reached from here."
        )
        return
    click.echo(f"requirements.lock fits. {looked} packages audited, {len(vulnerable)} vulnerabilities known.")
    if vulnerable:
        raise SystemExit("\n".join(vulnerable))


if __name__ == "__main__":
    main()
