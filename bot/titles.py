"""How the words of a question compare with a title: a slip of it, a part of it, or it with another word in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from corpus.text import stem

_NEGATIONS: Final = frozenset({"not", "no", "without", "cannot", "never", "neither", "nor"})
_ALIKE: Final = 3  # words in common from which one is a variant of the other
_NAMED: Final = 2  # telling words from which a title is named
_TINY: Final = 3  # letters of a small word that stands in no title for a telling one


def slip(word: str, other: str) -> bool:
    """Whether *word* is *other* or a slip of it: one letter from four letters on, two from eight."""
    limit = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return OSA.distance(word, other, score_cutoff=limit) <= limit


def among(word: str, title: Iterable[str]) -> bool:
    """Whether *title* has *word*, slips and cut or other endings forgiven."""
    return any(_same(word, other) for other in title)


def shortens(word: str, title: Sequence[str]) -> bool:
    """Whether *word* is short for a word of *title*, or for some in a row: "thruput", "gnns"."""
    initials = "".join(other[:1] for other in title)
    if len(word) > 1 and (word in initials or word.removesuffix("s") in initials):
        return True
    return any(word[:1] == other[:1] and _within(word, other) for other in title)


def has_another_word(said: Sequence[str], title: Sequence[str]) -> bool:
    """Whether *said* is *title*, or most of it, with another word where it has one of its own.

    So "harbour charts on silver plates" varies "harbour charts on copper plates", wherever else silver is told of.
    Who leaves small words out recalls words of a title, and says no other.
    """
    spelt = _spelt_as(title, said)
    blocks = SequenceMatcher(None, spelt, title, autojunk=False).get_opcodes()
    common = [word for tag, start, end, *_ in blocks if tag == "equal" for word in spelt[start:end]]
    telling = [word for word in common if word not in lex.FILLERS]
    if len(common) < max(_ALIKE, len(spelt) / 2) or not telling:
        return False
    if any(tag == "insert" and not lex.FILLERS.isdisjoint(title[start:end]) for tag, *_, start, end in blocks[1:-1]):
        return False
    moved = [word for word in spelt if spelt.count(word) <= title.count(word)]
    return any(
        tag == "replace" and _others(spelt[i:j], title[k:m], moved, inner=i > 0 and j < len(spelt))
        for tag, i, j, k, m in blocks
    )


def denies(said: Sequence[str], title: Sequence[str]) -> bool:
    """Whether one of the two says no where the other does not: "is enough" and "is not enough"."""
    alike = zip(said, _spelt_as(title, said), strict=True)
    spelt = [word if word in lex.FILLERS else other for word, other in alike]  # "with" is no slip of "without"
    telling = [word for word in spelt if word not in lex.FILLERS and word not in _NEGATIONS]
    if len(telling) < _NAMED or not set(telling) <= set(title):
        return False  # it describes something, and may say "without" of that
    if not _NEGATIONS.intersection(spelt) <= set(title):
        return True
    around = [trio for trio in zip(title, title[1:], title[2:], strict=False) if trio[1] in _NEGATIONS]
    pairs = [pair for far in (1, 2) for pair in zip(spelt, spelt[1:][far - 1 :], strict=False)]
    return _NEGATIONS.isdisjoint(spelt) and any((before, after) in pairs for before, _, after in around)


def _others(said: Sequence[str], held: Sequence[str], moved: Sequence[str], *, inner: bool) -> bool:
    """Whether the words *said* stand for the words *held*, and none is merely *moved*; at an end, as many."""
    one, other = ([word for word in words if len(word) > _TINY or word not in lex.FILLERS] for words in (said, held))
    if not one or not other or lex.FILLERS.issuperset((*one, *other)) or (len(one) != len(other) and not inner):
        return False
    return set(moved).isdisjoint((*one, *other)) and not all(shortens(word, held) for word in one)


def in_order(said: Iterable[str], title: Sequence[str]) -> bool:
    """Whether the words of *said* that *title* has stand in it in their order, each once."""
    places = iter(title)
    return all(word in places for word in _spelt_as(title, said) if word in title)


def stretch_of(said: Sequence[str], title: Sequence[str]) -> int | None:
    """The place in *title* where all of *said* stands in a row, slips forgiven; None where it does not."""
    spelt = _spelt_as(title, said)
    starts = range(len(title) - len(spelt) + 1)
    return next((start for start in starts if list(title[start : start + len(spelt)]) == spelt), None)


def _spelt_as(title: Sequence[str], said: Iterable[str]) -> list[str]:
    """The words *said*, those that *title* has as it spells them."""
    return [word if word in title else next((o for o in title if _same(word, o)), word) for word in said]


def _same(word: str, other: str) -> bool:
    cut = len(word) > 3 and other.startswith(word[:-1])
    return cut or slip(word, other) or stem(word) == stem(other)


def _within(short: str, word: str) -> bool:
    """Whether the letters of *short* stand in *word* in their order."""
    letters = iter(word)
    return all(letter in letters for letter in short)
