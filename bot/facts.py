"""Facts: the one or two sentences of a record's own text that answer a question about it.

Nothing is composed: a sentence is quoted whole or not at all, and only from the record asked about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from corpus.names import words
from corpus.text import stem

_END: Final = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[]?[A-Z0-9])")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:e\.g|i\.e|et al|vs|cf|Fig|Dr|Prof|approx|resp|[A-Z]))\.$")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|million|billion)\b"
)

# A word of a question -> words that an answer may use instead.
_SAME: Final[Mapping[str, frozenset[str]]] = {
    one: frozenset(group)
    for group in (
        {"faster", "fast", "speed", "speedup", "speedups", "quick", "quicker", "times", "x", "slower"},
        {"big", "large", "size", "parameter", "parameters", "params", "larger"},
        {
            "cut",
            "reduce",
            "reduces",
            "reduced",
            "fewer",
            "less",
            "saves",
            "save",
            "reduction",
            "cuts",
            "shrink",
            "shrinks",
        },
        {"trained", "train", "training", "trains"},
        {"accuracy", "accurate", "top"},
        {"human", "judgement", "judgements", "judgment", "judgments", "rating", "ratings", "annotations"},
        {"recsys", "recommender", "recommendation", "recommendations"},
        {"dataset", "datasets", "data", "set", "corpus"},
        {"gpu", "gpus"},
        {"venue", "published", "presented", "appear", "conference"},
        {"code", "github", "released", "release", "open"},
        {"led", "leads", "lead", "leading"},
        {"optimizer", "optimiser", "optimization", "optimizers"},
        {"pairs", "pair", "examples"},
    )
    for one in group
} | dict.fromkeys(("long", "time"), frozenset({"long", "time", "day", "hour", "minute", "second", "week"}))


def sentences(text: str) -> list[str]:
    """The sentences of *text*, in order."""
    parts: list[str] = []
    for piece in _END.split(" ".join(text.split())):
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] += " " + piece
        elif piece:
            parts.append(piece)
    return parts


def best_sentences(
    text: str, asked: Collection[str], *, figure: bool = False, of: str = "", limit: int = 2
) -> list[str]:
    """Up to *limit* sentences of *text* that hold the words *asked*, best first.

    With *figure*, a sentence without a number does not answer, nor one that does not name what it is a number *of*.
    None where no sentence holds enough.
    """
    scored = [
        (score, -place, sentence)
        for place, sentence in enumerate(sentences(text))
        if (score := _score(sentence, asked)) > 0
        and (not figure or _FIGURE.search(_YEAR.sub("", sentence)))
        and (not of or _score(sentence, (of,)) > 0)
    ]
    return [sentence for _, _, sentence in sorted(scored, reverse=True)[:limit]]


def holds(text: str, asked: Sequence[str]) -> float:
    """The share of the words *asked* that *text* holds, itself or as another word for the same; 1 for none asked."""
    return _score(text, asked) / len(asked) if asked else 1.0


def _score(sentence: str, asked: Collection[str]) -> float:
    said = words(sentence)
    stems = {stem(word) for word in said} | {stem(a + b) for a, b in itertools.pairwise(said)} | set(said)
    return sum(
        1.0 if stem(word) in stems else 0.6 if any(stem(other) in stems for other in _SAME.get(word, ())) else 0.0
        for word in asked
    )
