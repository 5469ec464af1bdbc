"""What readers tell of their work: notes with counts and places, and identifiers that people can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.models import Note
from corpus.names import slug


def read_note(*counts: tuple[int, str]) -> Note:
    """A report of how much was read: "26 papers, 2 keynotes"; what was not found is not named."""
    return Note(level="read", text=", ".join(counted(number, noun) for number, noun in counts if number))


def problem(text: str, where: str = "") -> Note:
    """A report of what could not be read, and where: "line 4", "results.3.starttime"."""
    return Note(level="problem", text=text, where=where)


def left_out(text: str, where: str = "") -> Note:
    """A report of what was passed over on purpose."""
    return Note(level="left out", text=text, where=where)


def capped(problems: Sequence[Note], what: str = "more problems", most: int = 20) -> list[Note]:
    """The first *most* of *problems*, and how many more there are of them."""
    rest = len(problems) - most
    more = [problems[0].model_copy(update={"text": f"{rest} {what}", "where": ""})] if rest > 0 else []
    return [*problems[:most], *more]


def counted(number: int, noun: str) -> str:
    """*number* with its *noun*, in the plural where it takes one."""
    ending = "es" if noun.endswith(("s", "x", "ch", "sh")) else "s"
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{ending}"


def opening(text: str, words: int = 8) -> str:
    """The first *words* words of *text*, to show which one is meant."""
    every = text.split()
    return " ".join(every[:words]) + (" …" if len(every) > words else "")


def identifiers(texts: Iterable[str]) -> list[str]:
    """An identifier for each text that a person can read, no two the same: the second "a" is "a-2"."""
    return numbered(slug(text) or "unnamed" for text in texts)


def numbered(names: Iterable[str]) -> list[str]:
    """The *names*, no two the same: where one stands again it gets a number that no other name has: "a-2"."""
    every = list(names)
    taken, given = set(every), set[str]()
    counts: Counter[str] = Counter()
    unique: list[str] = []
    for stem in every:
        name = stem
        while name in given or (name != stem and name in taken):
            counts[stem] += 1
            name = f"{stem}-{counts[stem] + 1}"
        given.add(name)
        unique.append(name)
    return unique
