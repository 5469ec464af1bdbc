"""A text as items that the grammar reads: words and numbers, each with the kinds it may be of.

A word that cannot be about time carries no text and no kind. So does every compound that holds such a word:
the numbers of "resnet-50", "16x16" and "Acc@1" are no clock times, and "next-token" and "day-ahead" no days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from datetime import timedelta
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.when.rules import Item
from bot.when.shapes import NUMBER, SHAPES, Kinds, read_offset
from bot.when.words import MISSPELT, NOT_MISSPELT, PLAIN, SPELLINGS, VOCABULARY
from bot.when.zones import AREAS, abbreviated, find_zone
from corpus.names import fold

_DASHES: Final = frozenset("‐‑‒–—―−")
_SLASHES: Final = frozenset("⁄∕")
_INVISIBLE: Final = frozenset({"Cf", "Mn"})  # categories of marks: directions, loose accents
_CLOSERS: Final = frozenset(".?!")
_BINDING: Final = frozenset("-/_.+'&=*^\\|~@%#$€£§")  # signs that make a compound of what they touch
_MARKS: Final = frozenset("%#$€£§^*=\\_")  # of these, those that no time is written with

_SHORTEST_MISSPELT: Final = 5  # letters
_LONGEST_MISSPELT: Final = 12
_LONG: Final = 8  # letters from which a word may have two slips
_SHORTENED: Final = frozenset({"WEEKDAY", "WEAKDAY", "MONTH"})  # kinds that are cut short with a full stop
_LONGEST_SHORTENED: Final = 5  # letters: "thurs."

_UTC_OFFSET: Final = re.compile(r"(?:utc|gmt)(?P<sign>[+-])(?P<hours>1[0-4]|0?\d)(?::?(?P<minutes>[0-5]\d))?(?![^\W_])")
_AREA_ZONE: Final = re.compile(r"([a-z]+)/[a-z_]+(?:/[a-z_]+)?(?![^\W_])")
_HALF: Final = re.compile(r"([ap])\.m\b\.?")
_MONTH_NUMBER: Final = re.compile(r"[a-z]{3,9}(?=\d{1,2}(?![^\W_]))")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*(?![^\W_])")
_RUN: Final = re.compile(r"[^\W_]+")


def tokenize(text: str, grammar_words: Set[str]) -> list[Item]:
    """The items of *text*; *grammar_words* are the words that the grammar's patterns name."""
    folded, places = fold_text(text)
    in_capitals = text.isupper()
    items: list[Item] = []
    at = 0
    while at < len(folded):
        if folded[at] == " ":
            at += 1
            continue
        end, word, kinds = _read(folded, at)
        word = SPELLINGS.get(word, word)
        start, stop = places[at], places[end - 1] + 1
        if word:
            stands_out = not in_capitals and text[start:stop].isupper()
            kinds = _word_kinds(word, stands_out=stands_out, after_digit=at > 0 and folded[at - 1].isdigit())
        known = kinds or word in grammar_words or word in PLAIN or not folded[at].isalnum()
        items.append(Item(kinds, (word or folded[at:end]) if known else "", start, stop))
        at = end
    while items and items[-1].text in _CLOSERS:
        items.pop()
    return [part for compound in _compounds(items) for part in _judged(compound)]


def fold_text(text: str) -> tuple[str, list[int]]:
    """*text* folded, and for each of its characters the place in *text* that it comes from."""
    parts = [(part, place) for place, char in enumerate(text) for part in _folded(char)]
    return "".join(part for part, _ in parts), [place for _, place in parts]


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    """*char* as the grammar knows it: digits of every script as 0 to 9, one dash, one space."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in _DASHES:
        return "-"
    if char in _SLASHES:
        return "/"
    if category in _INVISIBLE:
        return ""
    return " " if category[0] in "ZC" else fold(char).translate({ord(slash): "/" for slash in _SLASHES})


def _read(folded: str, at: int) -> tuple[int, str, Kinds]:
    """Where the item at *at* ends, and the word or the kinds that it is."""
    return _read_number(folded, at) or _read_name(folded, at) or _read_word(folded, at) or (at + 1, "", {})


def _read_number(folded: str, at: int) -> tuple[int, str, Kinds] | None:
    if not (folded[at].isdigit() or folded[at] in "+'"):
        return None
    if (match := _RUN.match(folded, at)) and match[0] in VOCABULARY:  # 2day
        return match.end(), match[0], {}
    for shape, read in SHAPES:
        if match := shape.match(folded, at):
            return match.end(), "", read(match)
    return None


def _read_name(folded: str, at: int) -> tuple[int, str, Kinds] | None:
    """A zone by its full name or offset, "a.m.", "p.m."."""
    if match := _UTC_OFFSET.match(folded, at):
        return match.end(), "", read_offset(match)
    if match := _HALF.match(folded, at):
        return match.end(), "", {"AMPM": f"{match[1]}m"}
    if (match := _AREA_ZONE.match(folded, at)) and match[1] in AREAS and (zone := find_zone(match[0])):
        return match.end(), "", {"ZONE": str(zone)}
    return None


def _read_word(folded: str, at: int) -> tuple[int, str, Kinds] | None:
    if (match := _MONTH_NUMBER.match(folded, at)) and "MONTH" in VOCABULARY.get(match[0], {}):
        return match.end(), match[0], {}  # feb13
    if match := _WORD.match(folded, at):
        cut_short = len(match[0]) <= _LONGEST_SHORTENED and VOCABULARY.get(match[0], {}).keys() & _SHORTENED
        return match.end() + bool(cut_short and folded[match.end() : match.end() + 1] == "."), match[0], {}
    if match := _RUN.match(folded, at):
        return match.end(), "", NUMBER
    return None


def _word_kinds(word: str, *, stands_out: bool, after_digit: bool) -> Kinds:
    """The kinds of *word*; *stands_out*: in capitals among small letters; *after_digit*: it touches one."""
    if after_digit and word in {"a", "p"}:
        return {"AMPM": f"{word}m"}
    if after_digit and word == "m":
        return {"UNIT": timedelta(minutes=1)}
    owner = word.removesuffix("'s")
    kinds = VOCABULARY.get(owner) or _misspelt(owner)
    if owner != word:
        return {"OWNER": kinds} if kinds.keys() & {"DAY", "WEEKDAY", "WEAKDAY"} else {}
    if stands_out and "WEAKDAY" in kinds:  # SAT solvers
        return {"LOUDDAY": kinds["WEAKDAY"]}
    return {**kinds, **abbreviated(word, in_capitals=stands_out)}


@lru_cache(maxsize=1024)
def _misspelt(word: str) -> Kinds:
    """The kinds of the long word of time that *word* is a slip or two from, beginning alike; none else."""
    if not _SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT or word in NOT_MISSPELT or word in PLAIN:
        return {}
    found = process.extractOne(word, MISSPELT, scorer=OSA.distance, score_cutoff=2)
    if found is None or found[1] > (2 if len(found[0]) >= _LONG else 1) or found[0][0] != word[0]:
        return {}
    return VOCABULARY[found[0]]


def _compounds(items: list[Item]) -> Iterator[list[Item]]:
    """*items* in runs that touch and that signs bind."""
    compound: list[Item] = []
    for item in items:
        touches = compound and compound[-1].end == item.start
        if touches and not _BINDING.isdisjoint({item.text, compound[-1].text}):
            compound.append(item)
            continue
        yield compound
        compound = [item]
    yield compound


def _judged(compound: list[Item]) -> list[Item]:
    """The parts of *compound*, or one item without a meaning where some part has none."""
    stops = 0
    while stops < len(compound) and compound[-1 - stops].text == ".":  # full stops after it
        stops += 1
    body = compound[: len(compound) - stops]
    if len(body) > 1 and any(not item.text or item.kinds is NUMBER or item.text in _MARKS for item in body):
        return [Item({}, "", body[0].start, body[-1].end), *compound[len(body) :]]
    return compound
