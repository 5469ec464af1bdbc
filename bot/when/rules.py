"""A cascade of small grammars: each stage is a table of rules and reads what the stage before wrote.

After Abney, "Partial parsing via finite-state cascades" (1996). A rule's pattern is written in words:
``"the? ORDINAL of? MONTH ,? YEAR?"``. Lower case stands for the word itself, upper case for a kind of item,
whose value is handed to the rule's builder; ``a|b`` is a choice, ``?`` makes an element optional (its value
is then None). At each place the longest match wins, then the earlier rule; a builder refuses with None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Item:
    """A word of the text, or what rules have made of several: what it may be, and where it stands."""

    kinds: Mapping[str, Any]
    text: str  # folded; empty for what was made, and for words that cannot be about time
    start: int
    end: int


Guard = Callable[["Item | None"], bool]


def anything(_: Item | None) -> bool:
    """No condition on the neighbour."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """*pattern* makes an item of *kind*, where the neighbours on the left and right allow it."""

    pattern: str
    kind: str
    build: Callable[..., Any]
    left: Guard = anything
    right: Guard = anything


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of a pattern."""

    choices: tuple[str, ...]
    optional: bool
    captured: bool

    @classmethod
    def of(cls, written: str) -> _Element:
        choices = tuple(written.removesuffix("?").split("|")) if written != "?" else ("?",)
        return cls(choices, written.endswith("?") and written != "?", any(map(_is_kind, choices)))

    def value(self, item: Item) -> tuple[bool, Any]:
        """Whether *item* fits, and with what value."""
        for choice in self.choices:
            if choice in item.kinds:
                return True, item.kinds[choice]
            if choice == item.text and not _is_kind(choice):
                return True, None
        return False, None


def _is_kind(choice: str) -> bool:
    return choice.isupper()


_Match = tuple[int, Rule, tuple[Any, ...]]
_LONGEST: Final = 16  # items that one rule may take


@dataclass(frozen=True)
class Stage:
    """Rules that are applied together, from left to right; what one wrote the others may read at once."""

    rules: Sequence[Rule]
    _starting: dict[str, list[tuple[Rule, tuple[_Element, ...]]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starting = defaultdict(list)
        for rule in self.rules:
            elements = tuple(map(_Element.of, rule.pattern.split()))
            for key in _first_keys(elements):
                starting[key].append((rule, elements))
        object.__setattr__(self, "_starting", dict(starting))

    @property
    def words(self) -> frozenset[str]:
        """The words that patterns name."""
        return frozenset(
            choice
            for rule in self.rules
            for written in rule.pattern.split()
            for choice in _Element.of(written).choices
            if not _is_kind(choice)
        )

    def apply(self, items: Sequence[Item]) -> list[Item]:
        """*items* with all that the rules make of them."""
        done: list[Item] = []
        rest = list(reversed(items))
        while rest:
            made = self._longest(rest, done[-1] if done else None)
            if made is None:
                done.append(rest.pop())
            else:
                length, item = made
                rest[-length:] = [item]
        return done

    def _longest(self, rest: Sequence[Item], before: Item | None) -> tuple[int, Item] | None:
        for length, rule, values in sorted(self._matches(rest), key=lambda match: -match[0]):
            after = rest[-length - 1] if length < len(rest) else None
            if rule.left(before) and rule.right(after) and (value := rule.build(*values)) is not None:
                return length, Item({rule.kind: value}, "", rest[-1].start, rest[-length].end)
        return None

    def _matches(self, rest: Sequence[Item]) -> Iterator[_Match]:
        first, seen = rest[-1], set()
        window = rest[: -_LONGEST - 1 : -1]
        for key in (*first.kinds, first.text):
            for rule, elements in self._starting.get(key, ()):
                if id(rule) not in seen:
                    seen.add(id(rule))
                    for length, values in _matches(elements, window):
                        if length:
                            yield length, rule, values


def _first_keys(elements: Sequence[_Element]) -> Iterator[str]:
    for element in elements:
        yield from element.choices
        if not element.optional:
            return


def _matches(elements: Sequence[_Element], items: Sequence[Item]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Every way in which *elements* take the first of *items*: how many, and the captured values."""
    if not elements:
        yield 0, ()
        return
    head, tail = elements[0], elements[1:]
    fits, value = head.value(items[0]) if items else (False, None)
    if fits:
        for length, values in _matches(tail, items[1:]):
            yield length + 1, (value, *values) if head.captured else values
    if head.optional:
        for length, values in _matches(tail, items):
            yield length, (None, *values) if head.captured else values
