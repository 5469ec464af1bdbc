"""Who is who: the people of a corpus, found by the names that others type for them.

Two spellings are one person where their first words agree and the words of one are among the words of the
other: "Will Grathwohl" and "Will Sussman Grathwohl", "Bernhard Schölkopf" and "Bernhard Schoelkopf".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from corpus.models import Value
from corpus.names import words
from corpus.shortnames import SHORT_NAMES
from corpus.text import without_umlauts

_POSSESSIVE: Final = 5  # letters from which a last s may be a possessive: "nas" is not Na's
_PARTICLES: Final = frozenset(
    {"van", "von", "der", "den", "de", "di", "da", "le", "la", "el", "al", "bin", "dos", "del", "ter"}
)


class Mention(Value):
    """People that some words of a text may mean.

    *names* are spellings in the corpus, in its order; *start* and *end* count the text's words; *full* tells
    a first name with a surname from a surname alone; *typed* is what stands in the text.
    """

    names: tuple[str, ...]
    start: int
    end: int
    full: bool
    typed: str


def same_person(one: str, other: str) -> bool:
    """Whether two spellings are one person's."""
    return _same(_parts(one), _parts(other))


class People:
    """An index of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parts = {name: parts for name in dict.fromkeys(names) if (parts := _parts(name))}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for name, parts in self._parts.items():
            self._by_first[parts[0]].append(name)
            for part in dict.fromkeys(parts[1:] or parts):
                if len(part) > 1 and part not in _PARTICLES:
                    self._by_word[part].append(name)

    def __len__(self) -> int:
        return len(self._parts)

    def called(self, first: str) -> tuple[str, ...]:
        """The names whose first word is the folded *first*, or one that it is short for."""
        firsts = (without_umlauts(first), *sorted(SHORT_NAMES.get(first, ())))
        return tuple(name for each in firsts for name in self._by_first.get(each, ()))

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every spelling of the person called *name*, *name* among them."""
        parts = _parts(name)
        if len(parts) < 2:
            return tuple(other for other, theirs in self._parts.items() if theirs == parts)
        spelt = tuple(other for other in self._by_first[parts[0]] if _same(parts, self._parts[other]))
        return tuple(dict.fromkeys((*spelt, *self._initialled(name, parts, spelt))))

    def _initialled(self, name: str, parts: Sequence[str], spelt: Sequence[str]) -> list[str]:
        """The spellings with initials alone ("A. Byron", "Byron A.") that can only be the person called *name*."""
        surname, initial = parts[-1], parts[0][0]
        alike = [other for other in self._by_word.get(surname, ()) if other not in spelt]
        short = [other for other in alike if _initials(self._parts[other], surname)]
        others = [other for other in alike if other not in short and self._parts[other][0][:1] == initial]
        mine = [other for other in short if _initials(self._parts[other], surname)[:1] == initial]
        return mine if len(parts[0]) > 1 and not others and name in self._parts else []

    def find(self, tokens: Sequence[str]) -> list[Mention]:
        """The people whom folded *tokens* mention, in their order; a full name hides a bare surname within it."""
        plain = [without_umlauts(token) for token in tokens]
        full: dict[tuple[int, int], list[str]] = defaultdict(list)
        bare: dict[tuple[int, int], list[str]] = {}
        for place, token in enumerate(plain):
            forms = (token, token.removesuffix("s")) if len(token) >= _POSSESSIVE else (token,)
            surname = next((form for form in forms if form in self._by_word), "")
            if len(surname) < 2:
                continue
            bare[place, place + 1] = self._by_word[surname]
            for name in self._by_word[surname]:
                if span := self._span(name, surname, plain, place):
                    full[span].append(name)
        found = [
            _mention(self._best(names, plain[start:end]), start, end, tokens, full=True)
            for (start, end), names in full.items()
        ]
        found += [_mention(names, start, end, tokens, full=False) for (start, end), names in bare.items()]
        return _outermost(found)

    def _best(self, names: Sequence[str], typed: Sequence[str]) -> list[str]:
        """Of *names* that fit what was typed, those that fit best: in order, else whole, else with short forms."""
        in_order = [name for name in names if (self._parts[name][0], self._parts[name][-1]) == (typed[0], typed[-1])]
        whole = [name for name in names if set(typed) <= set(self._parts[name])]
        return in_order or whole or list(names)

    def _span(self, name: str, surname: str, plain: Sequence[str], place: int) -> tuple[int, int] | None:
        """The stretch of words around *place* that name the person in full; None where only the surname does."""
        parts = self._parts[name]
        given = [part for part in parts if part != surname]
        start, end = place, place + 1
        while start > 0 and _among(plain[start - 1], given):
            start -= 1
        while end < len(plain) and _among(plain[end], given):
            end += 1
        around = [*plain[start:place], *plain[place + 1 : end]]
        named = any(_short_for(word, parts[0]) for word in around)
        return (start, end) if named and end - start > 1 else None


def _mention(names: Sequence[str], start: int, end: int, tokens: Sequence[str], *, full: bool) -> Mention:
    return Mention(
        names=tuple(dict.fromkeys(names)), start=start, end=end, full=full, typed=" ".join(tokens[start:end])
    )


def _parts(name: str) -> tuple[str, ...]:
    return tuple(map(without_umlauts, words(name)))


def _initials(parts: Sequence[str], surname: str) -> str:
    """The initials that stand beside *surname*; "" where anything else does."""
    given = [part for part in parts if part != surname]
    return "".join(given) if given and all(len(part) == 1 for part in given) else ""


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    if one == other:
        return True  # also where it is one word with initials: "S. R. Venkataraman"
    mine, theirs = {p for p in one if len(p) > 1}, {p for p in other if len(p) > 1}
    return one[:1] == other[:1] and len(mine) > 1 and len(theirs) > 1 and (mine <= theirs or theirs <= mine)


def _among(word: str, given: Sequence[str]) -> bool:
    return any(_short_for(word, part) for part in given)


def _short_for(word: str, part: str) -> bool:
    """Whether *word* is *part*, its initial, a short form of three letters or more ("geoff"), or a slip of it."""
    if word == part or (len(part) == 1 and word[:1] == part) or part in SHORT_NAMES.get(word, ()):
        return True
    if part.startswith(word):
        return len(word) == 1 or len(word) >= 3
    slips = 0 if len(word) < 4 else 1 if len(word) < 6 else 2  # "oleg" is not Olena
    return word[:1] == part[:1] and abs(len(word) - len(part)) <= 1 and OSA.distance(word, part) <= slips


def _outermost(found: Sequence[Mention]) -> list[Mention]:
    """Mentions that lie in no longer one; the same stretch found twice is one."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, not m.full, m.start)):
        if not any(other.start < mention.end and mention.start < other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
