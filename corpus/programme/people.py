"""Names of people as lists print them: "Byron, Ada; Li, Bo", "Ada Byron* and Bo Li (Acme)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from corpus.programme.texts import one_line

_EMAIL: Final = re.compile(r"<?\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+>?")
_MARKS: Final = re.compile(
    r"[*†‡§¶∗⁎✉¹²³⁴-⁹⁰]+|(?<=[^\W\d_])\d+(?=\W|$)|\$?\^\{?[\d,*]+\}?\$?|\\(?:thanks|footnotemark)\S*"
)
# brackets at the end of a name say where its bearer is from; within a name they are a nickname: Ada (Dj) Byron
_AFFILIATION: Final = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})(?=\s*(?:$|[,;|&\n·]|and\b))")
_HONORIFIC: Final = re.compile(r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame)\b\.?\s+)+(?=\S)", re.IGNORECASE)
_AND: Final = re.compile(r"(?:,\s*)?(?:^|\s+)(?:and|&|und|et)\s+", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"(?:Jr|Sr|[IVX]{1,4}|Ph\.?\s?D|M\.?D|DDS|MSc|Esq)\.?", re.IGNORECASE)
_NOBODY: Final = frozenset(
    (
        "",
        "-",
        "–",
        "tba",
        "tbd",
        "tbc",
        "n/a",
        "na",
        "none",
        "null",
        "unknown",
        "anonymous",
        "various",
        "others",
        "et al",
    )
)
_BETWEEN: Final = ("|", ";", "\n", " · ", " • ")
_INSTITUTION: Final = re.compile(
    r"\b(?:univ|institut|inc\b|ltd\b|llc\b|gmbh\b|corp|compan|college|school|cent(?:er|re)\b|depart|dept|academ|hospital"
    r"|laborator|labs?\b|research|technolog|polytech|facult|council|agency|foundation|group\b|team\b)",
    re.IGNORECASE,
)
_RARELY: Final = 10  # one of so many entries may be out of order
_PART: Final = r"[^\W\d_a-z][\w.'’-]*"  # of a name, with its capital
_PARTICLE: Final = r"d[aeiu]s?|v[ao]n|der|den|la|le|al|bin"
_FULL: Final = re.compile(rf"(?!(?:The|An?|Our|Your|Ask) ){_PART}(?: (?:{_PART}|{_PARTICLE})){{1,4}}")
_LONGEST: Final = 100  # characters of a name


class _Style(NamedTuple):
    """How a list writes its names.

    *turned*: "Byron, Ada, Li, Bo"; where it is None each entry tells for itself. *affiliated*: what stands below a
    comma in "Ada Byron, Acme; Bo Li, Acme" is where people are from.
    """

    turned: bool | None = None
    affiliated: bool = False


def split_names(text: str) -> tuple[str, ...]:
    """The people named in *text*, each once, first names first, without marks, titles and affiliations.

    Names stand apart by ``|``, ``;``, lines or dots, else by commas and "and"; "Last, First" is turned round.
    """
    return split_name_column([text])[0]


def split_name_column(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """The people named in each of *cells*, as in ``split_names``; how they are written all cells tell together.

    So "Byron, Ada" is one person where others of the cells are "Li, Bo, Quill, Cy", and is two where those are
    "Homer, Sappho, Plato" or "Bo Li, Cy Quill".
    """
    cleaned = [_cleaned(cell) for cell in cells]
    style = _style(cleaned)
    return [_split(cell, style) for cell in cleaned]


def guests(title: str) -> tuple[str, ...]:
    """Whom the *title* of a question hour or keynote names behind its colon: "Live Q&A: Ada Byron and Bo Li".

    Nobody where what stands there is anything but full names.
    """
    _, colon, rest = title.partition(": ")
    named = split_names(rest) if colon else ()
    return named if named and all(_FULL.fullmatch(name) for name in named) else ()


def person(text: str) -> str:
    """The one name that *text* is, cleaned as in ``split_names``; "" where it names nobody."""
    return next(iter(_names([_turned(_cleaned(text))])), "")


def is_institution(text: str) -> bool:
    """Whether *text* has a word that names of organisations have and names of people have not."""
    return _INSTITUTION.search(text) is not None


def _cleaned(text: str) -> str:
    # long runs of blanks are slow to look through, and say no more than one
    text = re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", text.replace("\r", "\n")))
    return _AFFILIATION.sub("", _MARKS.sub(" ", _EMAIL.sub(" ", text)))


def _split(text: str, style: _Style) -> tuple[str, ...]:
    if parts := _apart(text) or ([text] if style.affiliated else []):
        return _names([part.partition(",")[0] if style.affiliated else _turned(part) for part in parts])
    parts = [part for part in _AND.split(text) if part.strip()]
    if style.turned is not False and len(parts) > 1 and all(_is_turned(part) for part in parts):
        return _names([_turned(part) for part in parts])
    commas = _by_commas(text)
    turned = all(len(part.split()) == 1 for part in commas) if style.turned is None else style.turned
    if turned and len(commas) % 2 == 0:
        return _names([f"{first} {last}" for last, first in zip(commas[::2], commas[1::2], strict=True)])
    return _names(commas)


def _apart(text: str) -> list[str]:
    """The parts of *text* between marks that stand in no name; [] where there is none."""
    mark = next((mark for mark in _BETWEEN if mark in text), None)
    return [] if mark is None else text.split(mark)


def _by_commas(text: str) -> list[str]:
    parts = (part.strip() for chunk in _AND.split(text) for part in chunk.split(","))
    return _with_suffixes([part for part in parts if part])


def _style(cells: Sequence[str]) -> _Style:
    pairs: list[tuple[str, str]] = []  # what stands before and after the comma between marks
    lists: list[list[str]] = []
    for cell in cells:
        if parts := _apart(cell):
            pairs += [(one.strip(), other.strip()) for one, comma, other in (p.partition(",") for p in parts) if comma]
        elif len(commas := _by_commas(cell)) > 1:
            lists.append(commas)
    affiliated = _are_affiliated(pairs) or _each_affiliated(lists)
    return _Style(_are_turned(lists) if len(lists) > 1 else None, affiliated)


def _are_turned(lists: Sequence[Sequence[str]]) -> bool:
    """Whether the parts are surnames and first names in turn: an even number, of each two one of a single word."""
    fitting = sum(
        len(parts) % 2 == 0
        and all(" " not in last or " " not in first for last, first in zip(parts[::2], parts[1::2], strict=True))
        for parts in lists
    )
    return (len(lists) - fitting) * _RARELY <= len(lists)


def _are_affiliated(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether whole names stand before the commas, and below them what is an organisation or returns too often."""
    whole = sum(" " in name for name, _ in pairs)
    places = [place for _, place in pairs if not _SUFFIX.fullmatch(place)]
    named = sum(map(is_institution, places))
    returns = len(places) - len(set(places))
    return bool(places) and 5 * whole >= 4 * len(pairs) and (5 * named >= len(places) or 2 * returns >= len(places))


def _is_turned(part: str) -> bool:
    """Whether *part* is one name with the last name first ("Byron, Ada"): two whole names are two."""
    last, *first = part.split(",")
    lengths = [len(last.split()), *(len(each.split()) for each in first)]
    return len(first) == 1 and not _SUFFIX.fullmatch(first[0].strip()) and min(lengths) == 1 and max(lengths) <= 3


def _turned(part: str) -> str:
    """*part* with the first name first: "Byron, Ada", and "Byron, Ada, Acme University" without what follows."""
    last, *rest = (piece.strip() for piece in part.split(","))
    if len(rest) > 1 and is_institution(",".join(rest[1:])):
        rest = rest[:1]
    return f"{rest[0]} {last}" if len(rest) == 1 and rest[0] and not _SUFFIX.fullmatch(rest[0]) else part


def _each_affiliated(lists: Sequence[Sequence[str]]) -> bool:
    """Whether each entry is one whole name with an organisation below its comma: "Ada Byron, Acme University"."""
    named = sum(len(parts) == 2 and " " in parts[0] and is_institution(parts[1]) for parts in lists)
    return named > 0 and 2 * named >= len(lists) and all(len(parts) == 2 for parts in lists)


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """*parts* with a "Jr." put back to the name before it."""
    names: list[str] = []
    for part in parts:
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]} {part}"
        else:
            names.append(part)
    return names


def _names(parts: Sequence[str]) -> tuple[str, ...]:
    cleaned = (_HONORIFIC.sub("", one_line(part).strip(" ,;.")) for part in parts)
    whole = (f"{name}." if re.search(r"\b(?:Jr|Sr)$", name) else name for name in cleaned)
    named = (name[:_LONGEST] for name in whole if name.casefold() not in _NOBODY and not name.isdecimal())
    return tuple(dict.fromkeys(named))
