"""Misprints that a page itself proves: mended by rule, and only where the same text shows what was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’+][^\W_]+)*")
_STRAY_STOP: Final = re.compile(r"\s+\.$")
_REPEATED: Final = 30  # characters that no text repeats right after themselves by intent
_STEM: Final = 5  # letters by which a word is told from another with a different ending
_ENDING: Final = re.compile(r"(?:ing|ed|er|e?s)$")
_JOINABLE: Final = ("for", "from", "with")  # in which almost no English word of eight letters ends


def without_stray_stop(text: str) -> str:
    """*text* without a full stop that stands alone at its end."""
    return _STRAY_STOP.sub("", text)


def without_repeated_ending(text: str) -> str:
    """*text* whose ending is printed twice in a row, with the ending once: "… an improvement.ment."."""
    ending = text[-_REPEATED:]
    before = text.rfind(ending, 0, len(text) - 1)
    length = len(text) - len(ending) - before
    whole = before >= 0 and length >= _REPEATED and text[-2 * length : -length] == text[-length:]
    return text[:-length] if whole else text


def mended_title(title: str, abstract: str) -> str:
    """*title* as its *abstract* spells it, where a word has its first letter twice or two words lack a blank.

    "VVector nets" is "Vector nets" where the abstract writes "Vector" and never "VVector"; "Codingfor speed"
    is "Coding for speed" where it writes "coding", or another form of that, and never "codingfor".
    """
    known = {word.casefold(): word for word in reversed(_WORD.findall(abstract))}
    return _WORD.sub(lambda word: _mended(word[0], known), title)


def _mended(word: str, known: Mapping[str, str]) -> str:
    key = word.casefold()
    if key in known or len(key) <= _STEM:
        return word
    if key[0] == key[1] and key[1:] in known:
        return known[key[1:]]
    for second in _JOINABLE:
        first = word[: -len(second)]
        stem = _ENDING.sub("", first.casefold())
        if key.endswith(second) and len(stem) >= _STEM and any(other.startswith(stem) for other in known):
            return f"{first} {word[-len(second) :]}"
    return word
