"""Keynotes that a page's introduction tells of in sentences, with each speaker's affiliation in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_PROPER: Final = r"\b[^\W\d_a-z][\w.'’-]{0,40}"
_PERSON: Final = re.compile(rf"(?P<name>{_PROPER}(?: {_PROPER}){{1,4}}) \((?P<of>[^()]+)\)")
_SENTENCE_END: Final = re.compile(r"(?<=[^A-Z][.!?]) (?=[A-Z“\"])|(?<=[.!?][”\"’]) ")  # not in "A.M. Turing"
_QUOTED: Final = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_HONOUR: Final = re.compile(
    rf"received the (?P<award>(?:{_PROPER} )+(?:Award|Prize|Medal))\b.*\bthis (?:honou?r|award|prize|medal)"
)
_ROLE: Final = re.compile(r"(?P<org>.+?)['’]s (?P<role>.+?)(?: and (?P<rest>.+))?")


class Keynote(NamedTuple):
    """A keynote: its title as printed or, failing that, "Keynote by …"; and *notes* in our own words."""

    title: str
    speakers: tuple[str, ...]
    notes: tuple[str, ...]


def keynotes(paragraph: str) -> list[Keynote]:
    """The keynotes that *paragraph* announces: the speakers of the sentence with that word in it."""
    sentences = _SENTENCE_END.split(paragraph)
    announced = next((sentence for sentence in sentences if "keynote" in sentence.casefold()), "")
    return [_keynote(name, of, sentences) for name, of in _people(announced)]


def _keynote(name: str, of: str, sentences: Sequence[str]) -> Keynote:
    """The keynote of *name*: what a sentence that begins with their surname says of it."""
    surname = name.rpartition(" ")[2]
    about = next((each for each in sentences if re.match(rf"{re.escape(surname)}\b", each)), "")
    quoted, honour = _QUOTED.search(about), _HONOUR.search(about)
    others = [(other, place) for other, place in _people(about) if other != name]
    company = f" together with {' and '.join(other for other, _ in others)}" if others else ""
    return Keynote(
        title=quoted[1].strip(" .,") if quoted else f"Keynote by {name}",
        speakers=(name, *(other for other, _ in others)),
        notes=(
            *((f"{name} looks back on the {honour['award']}{company}.",) if honour else ()),
            *(f"{person}: {_affiliation(place)}" for person, place in [(name, of), *others]),
        ),
    )


def _people(sentence: str) -> list[tuple[str, str]]:
    """The people of *sentence* with what stands in brackets after them; "Some Lab (SL)" is nobody."""
    found = [(match["name"], match["of"]) for match in _PERSON.finditer(sentence)]
    return [(name, of) for name, of in found if of != "".join(filter(str.isupper, name))]


def _affiliation(text: str) -> str:
    """An affiliation in short: "Acme’s Head of Play and Some University" is "Acme (Head of Play), Some University"."""
    role = _ROLE.fullmatch(text)
    if role is None:
        return text
    return f"{role['org']} ({role['role']})" + (f", {role['rest']}" if role["rest"] else "")
