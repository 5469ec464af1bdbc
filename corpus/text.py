"""Words as the index and the query both see them: pure functions from text to tokens.

A *chunk* is what stands between spaces and punctuation: "few-shot", "Parikh's", "GPT3". It is read as its
parts and as one whole ("few", "shot", "fewshot"), so that each spelling of a compound finds the others.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import snowballstemmer

from corpus.names import fold, joined_signs

WORD_LENGTH: Final = 64  # letters of a word that are read
_CACHE: Final = 1 << 16  # chunks and words whose reading is kept: a programme's vocabulary fits

_CHAT: Final = """
    a about above actually after again all also am an and another any anybody anyone anything are around
    article articles as ask at be because been before being between both but by can cannot concerning
    could couldnt deal dealing deals describe describes did didnt discuss discusses do does doesnt doing
    done dont during each either else etc ever every find for from get getting give given gives go goes
    going got had has have havent having he hello help her here hey hi him his how hows i id if ill im in
    interested into is isnt it its ive just kind know like list look looking lot made make makes many
    maybe me might mine more most much must my need no not of off ok okay on one ones only onto or other
    others our out over own paper papers people please pls present presented presenting presents really
    regarding same say says see shall she should show shows so some somebody someone something sort still
    stuff such sure talk talked talking talks tell than thank thanks that thats the their them then there
    theres these they theyre thing things this those through to too toward towards under up upon us use
    used uses using very via w want wanted wants was wasnt way we were what whats when where whether which
    while who whom whos whose why will with within without work works would write writes written wrote
    year you your
"""
CHAT_WORDS: Final = frozenset(_CHAT.split())  # dropped from questions, never from documents

_SIGNS: Final = str.maketrans("×’‘‐‑‒–−", "x''-----", "\xad")
_CHUNK: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"'s$", re.IGNORECASE)
_LATIN: Final = re.compile(r"\b(?:e\.g|i\.e)\b\.?", re.IGNORECASE)  # in a question these would be initials
# A run of a script that sets no spaces (kana, Han), a word with a number at its end, or the rest.
_UNSPACED: Final = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE: Final = re.compile(rf"([{_UNSPACED}]+)|([a-z][a-z\d]*[a-z])(\d+)$|([^{_UNSPACED}]+)")

_TEX: Final = (  # in this order: what TeX left in a text, and what a reader of the typeset text sees
    (re.compile(r"\\(?:[\"'`^~=.]\s*|[cvukrH](?=\{))\{?([A-Za-z])\}?"), r"\1"),  # Sch\"olkopf, \v{S}
    (re.compile(r"\\(?:cite|ref|label)[a-z]*\{[^}]*\}"), " "),
    (re.compile(r"\\(?:math|text|bold|emph|em|it|bf|underline|operatorname|left|right)[a-z]*"), " "),
    (re.compile(r"\\ell(?![a-z])"), "l"),
    (re.compile(r"\\([A-Za-z]+)"), r" \1"),  # \log, \epsilon
    (re.compile(r"[{}$\\]|[_^](?=[\w{])"), ""),  # l_2, x^{2}
)
_AMERICAN: Final = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"(?<=...)our(?=(?:s|ed|er|ers|ful|fully|hoods?|able|ing|al|ally|ist|ites?|less)?$)", "or"),
        (r"(?<=..[^aocvw])(?<!pr)(?<!rom)(?<!rem)is(?=(?:e[drs]?|ers|ing|able|ations?)$)", "iz"),  # no "promise"
        (r"(?<=al)ys(?=(?:e[drs]?|ers|ing)$)", "yz"),
        (r"(?<=[aeiou]l)ogue(?=s?$)", "og"),
        (r"(cent|fib|lit|met|theat)re(?=s?$)", r"\1er"),
        (r"(def|lic|off|pret)ence(?=s?$)", r"\1ense"),
        (r"(?<=dg)ement", "ment"),
        (r"^programme(?=s?$)", "program"),
        (r"^grey", "gray"),
        (r"^artefact", "artifact"),
    )
)
# Not in "value", "neural" or at the end of "Michael": between consonants only, and not before a last l.
_UMLAUT: Final = re.compile(r"(?<=[^\Waeiou])([aou])e(?!l?$)(?=[^\Waeiou])")


class Chunk(NamedTuple):
    """One chunk as it is read: its *parts* in order, and the *whole* where it has more than one part."""

    parts: tuple[str, ...]
    whole: str = ""


def chunks(text: str) -> Iterator[Chunk]:
    """The chunks of *text*, in order."""
    return map(_chunk, _CHUNK.findall(_plain(text)))


def analyse(text: str) -> list[str]:
    """Every word that *text* holds, in order: folded, not stemmed, a compound as its parts and as a whole."""
    return list(chain.from_iterable(map(_forms, _CHUNK.findall(_plain(text)))))


def content_chunks(text: str) -> list[Chunk]:
    """The chunks of a question that it is about: without chat words, unless there is nothing else."""
    every = list(chunks(_LATIN.sub(" ", text)))
    return [chunk for chunk in every if not CHAT_WORDS.issuperset(chunk.parts)] or every


@lru_cache(_CACHE)
def without_umlauts(word: str) -> str:
    """A folded *word* with "ae", "oe", "ue" spelled as folded umlauts: "schoelkopf" becomes "scholkopf"."""
    return _UMLAUT.sub(r"\1", word) if len(word) >= 5 else word


def _plain(text: str) -> str:
    """*text* without compatibility characters, typographic signs and TeX."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    if "\\" in text or "$" in text:
        for mark, reading in _TEX:
            text = mark.sub(reading, text)
    return joined_signs(text).replace("&", " and ")


@lru_cache(_CACHE)
def _chunk(written: str) -> Chunk:
    pieces = fold(_POSSESSIVE.sub("", written).replace("'", "")).split("-")
    parts = [part[:WORD_LENGTH] for piece in pieces for part in _parts(piece)]
    return Chunk(tuple(parts), "".join(pieces)[:WORD_LENGTH] if len(parts) > 1 else "")


@lru_cache(_CACHE)
def _forms(written: str) -> tuple[str, ...]:
    parts, whole = _chunk(written)
    return (*parts, whole) if whole else parts


def _parts(piece: str) -> Iterator[str]:
    """*piece* cut before a number at its end; where its script sets no spaces, its pairs of neighbours."""
    for unspaced, word, number, other in _PIECE.findall(piece):
        yield from (unspaced[i : i + 2] for i in range(max(1, len(unspaced) - 1))) if unspaced else ()
        yield from filter(None, (word, number, other))


_STEMMER: Final = snowballstemmer.stemmer("english")
_STEMMER_LOCK: Final = threading.Lock()  # the stemmer keeps the word that it works on


@lru_cache(_CACHE)
def stem(word: str) -> str:
    """The Snowball stem of a folded *word* in its American spelling: "optimisation" and "optimized" agree."""
    if not (word.isascii() and word.isalpha()):
        return word
    for british, american in _AMERICAN:
        word = british.sub(american, word)
    with _STEMMER_LOCK:
        return str(_STEMMER.stemWord(word))
