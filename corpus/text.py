"""Words as the index and the query both see them: pure functions from text to tokens.

A *chunk* is what stands between spaces and punctuation: "few-shot", "Parikh's", "GShard". It is read as its
parts and as one whole ("few", "shot", "fewshot"), so that each spelling of a compound finds the others.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import snowballstemmer

from corpus.names import fold

WORD_LENGTH: Final = 64     # letters of a word that are read
_CACHE: Final = 1 << 16     # chunks and words whose reading is kept; a programme's vocabulary fits

CHAT_WORDS: Final = frozenset("""
    a about above actually after again all also am an and another any anybody anyone anything are around as ask at
    be because been before being between both but by can cannot could couldnt did didnt do does doesnt doing done
    dont during each either else etc ever every find for from get getting give given gives go goes going got had
    has have havent having he hello help her here hey hi him his hows how i id if ill im in into is isnt it its ive
    just kind know like list look looking lot made make makes many maybe me might mine more most much must my need
    no not of off ok okay on one ones only onto or other others our out over own paper papers people please pls
    present presented presenting presents really same say says see shall she should show shows so some somebody
    someone something sort still stuff such sure talk talked talking talks tell than thank thanks that thats the
    their them then there theres these they theyre thing things this those through to too toward towards under up
    upon us use used uses using very via want wanted wants was wasnt way we were what whats when where whether which
    while who whom whos whose why will with within without work works would write writes written wrote year you your
    w
    """.split())  # dropped from questions, never from documents

_SIGNS: Final = str.maketrans({"×": "x", "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-",
                               "−": "-", "ℓ": "l", "\xad": None})
_CHUNK: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"'s$", re.IGNORECASE)
# Scripts that set no spaces between words: kana, and Han with its extensions.
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

_LATEX: Final = (   # in this order: what TeX source left in a text, and what a reader sees of it
    (re.compile(r"\\[\"'`^~=.]\s*\{?([A-Za-z])\}?"), r"\1"),                       # accents: Sch\"olkopf
    (re.compile(r"\\(?:math|text|operatorname|boldsymbol|emph|it|bf|em|underline|left|right)[a-z]*\b"), " "),
    (re.compile(r"\\ell\b"), "l"),
    (re.compile(r"\\([A-Za-z]+)"), r" \1"),                                        # \log, \epsilon
    (re.compile(r"[{}$\\]|[_^](?=[\w{])"), ""),                                     # l_2, x^{2}
)
_SPELLINGS: Final = (  # British to American
    (re.compile(r"(?<=...)our(?=(?:s|ed|er|ers|ful|fully|hood|hoods|able|ing|al|ally|ist|ite|ites|less)?$)"), "or"),
    (re.compile(r"(?<=..[^aocvw])(?<!pris)(?<!omis)(?<!emis)is(?=(?:e|ed|er|ers|es|ing|able|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=al|ar)ys(?=(?:e|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[aeiou][lt])ogue(?=s?$)"), "og"),
)
_LATIN: Final = re.compile(r"\b(?:e\.g|i\.e)\b\.?", re.IGNORECASE)   # else read as initials
_UMLAUT: Final = re.compile(r"(?<=[^\Waeiou])([aou])e(?!l?$)(?=[^\Waeiou])")


class Chunk(NamedTuple):
    """One chunk as it is read: its *parts* in order, and the *whole* where that is not its only part."""

    parts: tuple[str, ...]
    whole: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every word that the chunk stands for."""
        return (*self.parts, self.whole) if self.whole else self.parts


def chunks(text: str) -> Iterator[Chunk]:
    """The chunks of *text*, in order."""
    return map(_read, _CHUNK.findall(_plain(text)))


def analyse(text: str) -> list[str]:
    """Every word that *text* stands for, in order: folded, unstemmed, compounds as parts and as a whole."""
    return [form for chunk in _CHUNK.findall(_plain(text)) for form in _read(chunk).forms]


def _plain(text: str) -> str:
    """*text* without compatibility characters, typographic signs and the marks of TeX."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    if "\\" in text or "$" in text:
        for mark, reading in _LATEX:
            text = mark.sub(reading, text)
    return text.replace("&", " and ")


@lru_cache(_CACHE)
def _read(chunk: str) -> Chunk:
    pieces = [folded for piece in _POSSESSIVE.sub("", chunk).replace("'", "").split("-") if (folded := fold(piece))]
    parts = [part[:WORD_LENGTH] for piece in pieces for part in _bigrams(piece)]
    whole = "".join(pieces)[:WORD_LENGTH] if len(parts) > 1 else ""
    return Chunk(tuple(parts), whole)


def _bigrams(piece: str) -> Iterator[str]:
    """*piece*, where its script sets no spaces cut into overlapping pairs of characters."""
    start = 0
    for run in _UNSPACED.finditer(piece):
        if piece[start:run.start()]:
            yield piece[start:run.start()]
        characters = run.group()
        yield from (characters[i:i + 2] for i in range(max(1, len(characters) - 1)))
        start = run.end()
    if piece[start:]:
        yield piece[start:]


_STEMMER: Final = snowballstemmer.stemmer("english")
_STEMMER_LOCK: Final = threading.Lock()   # the stemmer keeps the word it works on


@lru_cache(_CACHE)
def stem(word: str) -> str:
    """The Snowball stem of a folded *word*, spelled the American way: "optimisation" and "optimized" agree."""
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    with _STEMMER_LOCK:
        return str(_STEMMER.stemWord(word))


def without_umlauts(word: str) -> str:
    """A folded name with "ae", "oe", "ue" spelled as the folded umlaut: "schoelkopf" becomes "scholkopf"."""
    return _UMLAUT.sub(r"\1", word) if len(word) >= 5 else word


def content_words(text: str) -> list[str]:
    """The folded words of *text* that a question is about: without chat words, unless there is nothing else."""
    return [part for chunk in content_chunks(text) for part in chunk.parts]


def content_chunks(text: str) -> list[Chunk]:
    """The chunks of *text* without those that only make conversation, unless there are no others."""
    every = list(chunks(_LATIN.sub(" ", text)))
    return [chunk for chunk in every if not CHAT_WORDS.issuperset(chunk.parts)] or every
