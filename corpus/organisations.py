"""What organisations are called by people who ask: in full, or by what tells one from the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from corpus.names import words

_PARTS: Final = re.compile(r"[,()\[\]]")
_SHORTEST: Final = 3  # letters of a word that stands for a name


def called(orgs: Iterable[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The *orgs* by the folded words that they are called by, those that share a name together.

    "Heron Institute, University of Caldera (UoC)" is called so, and by each part between commas and brackets; and
    by a word that only one of all *orgs* has, if that is no number: "heron".
    """
    names: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    single: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for org in orgs:
        for part in (org, *_PARTS.split(org)):
            if said := tuple(words(part)):
                names[said][org] = None
        for word in words(org):
            single[word][org] = None
    for word, having in single.items():
        if len(having) == 1 and len(word) >= _SHORTEST and not word.isdecimal():
            names.setdefault((word,), having)
    return {said: tuple(having) for said, having in names.items()}
