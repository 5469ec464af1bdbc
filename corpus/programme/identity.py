"""Identifiers that no two records share."""

from __future__ import annotations

from collections import Counter


class Identifiers:
    """Gives identifiers out, each once: the second "a" is "a-2"."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: Counter[str] = Counter()

    def free(self, stem: str) -> str:
        """*stem*, with a number where it is given out already."""
        name = stem
        while name in self._given:
            self._counts[stem] += 1
            name = f"{stem}-{self._counts[stem] + 1}"
        self._given.add(name)
        return name
