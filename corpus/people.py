"""Who is who: the people of a corpus, found by the names that others type for them.

Two spellings are one person where their first words agree and the words of one are among the words of the
other: "Will Grathwohl" and "Will Sussman Grathwohl", "Bernhard Schölkopf" and "Bernhard Schoelkopf".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from corpus.index.keyed import Keyed
from corpus.index.packed import Blobs, Texts, damaged
from corpus.models import Value
from corpus.names import words
from corpus.shortnames import SHORT_NAMES
from corpus.text import without_umlauts

_REMEMBERED: Final = 4096  # names whose words are kept: those that share a surname are looked at again and again
_BEFORE: Final = " "  # stands before each word of a name: no word holds it
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
    """An index of names, from the blobs that were packed of them. Raises CorpusError where they are damaged."""

    def __init__(self, blobs: Blobs) -> None:
        self._names = Texts(blobs, "names")
        self._surnames = Keyed(blobs, "names.surname", len(self._names))
        self._firsts = Keyed(blobs, "names.first", len(self._names))
        self._spoken = Texts(blobs, "names.spoken")
        if len(self._spoken) != len(self._names):
            raise damaged("names.spoken")

    @staticmethod
    def packed(names: Iterable[str]) -> dict[str, bytes]:
        """The blobs of *names*, in their order; those without a letter or digit are nobody's."""
        known = {name: parts for name in dict.fromkeys(names) if (parts := _parts(name))}
        surnames = (([part], row) for row, parts in enumerate(known.values()) for part in _surnames(parts))
        return {
            **Texts.packed("names", known),
            **Texts.packed("names.spoken", map(_spoken, known)),
            **Keyed.packed("names.surname", surnames),
            **Keyed.packed("names.first", (([parts[0]], row) for row, parts in enumerate(known.values()))),
        }

    def __len__(self) -> int:
        return len(self._names)

    def beginning(self, said: Iterable[str]) -> list[str]:
        """The names of which each of the folded words *said* begins a word: "scholk" is enough for Schoelkopf."""
        found = [set(self._spoken.holding(_BEFORE + without_umlauts(word))) for word in said]
        return [self._names[row] for row in sorted(set.intersection(*found))] if found else []

    def called(self, first: str) -> tuple[str, ...]:
        """The names whose first word is the folded *first*, or one that it is short for."""
        firsts = (without_umlauts(first), *sorted(SHORT_NAMES.get(first, ())))
        return tuple(name for each in firsts for name in self._called(each))

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every spelling of the person called *name*, *name* among them."""
        parts = _parts(name)
        alike = [other for other in self._called(parts[0]) if _same(parts, _parts(other))] if parts else []
        if len(parts) < 2:
            return tuple(alike)
        return tuple(dict.fromkeys((*alike, *self._initialled(name, parts, alike))))

    def _called(self, first: str) -> list[str]:
        """The names whose first word is *first*."""
        found = (self._names[row] for row in self._firsts.find([first]))
        return [name for name in found if _parts(name)[:1] == (first,)]

    def _surnamed(self, word: str) -> list[str]:
        """The names that *word* may stand for alone."""
        found = (self._names[row] for row in self._surnames.find([word]))
        return [name for name in found if word in _surnames(_parts(name))]

    def _initialled(self, name: str, parts: Sequence[str], spelt: Sequence[str]) -> list[str]:
        """The spellings with initials alone ("A. Byron", "Byron A.") that can only be the person called *name*."""
        surname, initial = parts[-1], parts[0][0]
        every = self._surnamed(surname)
        alike = [other for other in every if other not in spelt]
        short = [other for other in alike if _initials(_parts(other), surname)]
        others = [other for other in alike if other not in short and _parts(other)[0][:1] == initial]
        mine = [other for other in short if _initials(_parts(other), surname)[:1] == initial]
        return mine if len(parts[0]) > 1 and not others and name in spelt else []

    def find(self, tokens: Sequence[str]) -> list[Mention]:
        """The people whom folded *tokens* mention, in their order; a full name hides a bare surname within it."""
        plain = [without_umlauts(token) for token in tokens]
        full: dict[tuple[int, int], list[str]] = defaultdict(list)
        bare: dict[tuple[int, int], list[str]] = {}
        for place, token in enumerate(plain):
            forms = (token, token.removesuffix("s")) if len(token) >= _POSSESSIVE else (token,)
            surname, names = next(((form, names) for form in forms if (names := self._surnamed(form))), ("", []))
            if not names:
                continue
            bare[place, place + 1] = names
            for name in names:
                if span := _span(_parts(name), surname, plain, place):
                    full[span].append(name)
        found = [
            _mention(_best(names, plain[start:end]), start, end, tokens, full=True)
            for (start, end), names in full.items()
        ]
        found += [_mention(names, start, end, tokens, full=False) for (start, end), names in bare.items()]
        return _outermost(found)


def _best(names: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Of *names* that fit what was typed, those that fit best: in order, else whole, else with short forms."""
    in_order = [name for name in names if (_parts(name)[0], _parts(name)[-1]) == (typed[0], typed[-1])]
    whole = [name for name in names if set(typed) <= set(_parts(name))]
    return in_order or whole or list(names)


def _span(parts: Sequence[str], surname: str, plain: Sequence[str], place: int) -> tuple[int, int] | None:
    """The stretch of words around *place* that name the person in full; None where only the surname does."""
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


def _spoken(name: str) -> str:
    """The words of *name* as they are folded, and without umlauts, each behind _BEFORE."""
    said = words(name)
    return "".join(_BEFORE + word for word in dict.fromkeys((*said, *map(without_umlauts, said))))


@lru_cache(_REMEMBERED)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(map(without_umlauts, words(name)))


def _surnames(parts: Sequence[str]) -> set[str]:
    """The words of a name that may stand for it alone."""
    return {part for part in parts[1:] or parts if len(part) > 1 and part not in _PARTICLES}


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
