"""A text as items that the grammar reads: words and numbers, each with the kinds it may be of.

A word that cannot be about time carries no text and no kind. So is every part of a compound that holds such a
word: the numbers of "resnet-50", "16x16" and "wav2vec 2.0" and the words of "next-token" and "day-ahead" are
nobody's clock times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.when_rules import Item
from bot.when_values import DAY, HOUR, Clock, Dated, Moment, Numeric
from bot.when_words import MISSPELT, NOT_MISSPELT, PLAIN, VOCABULARY
from bot.when_zones import AREAS, abbreviated, find_zone, offset_name
from corpus.names import fold

Kinds = Mapping[str, Any]

_DASHES: Final = frozenset("‐‑‒–—―−")
_SHORTEST_MISSPELT: Final = 5       # letters
_SHORTENED: Final = frozenset({"WEEKDAY", "WEAKDAY", "MONTH"})    # kinds of words that are shortened with a full stop
_LONGEST_SHORTENED: Final = 5       # letters: "thurs."
_LONG: Final = 8                    # letters from which a word may have two slips
_HYPHENS: Final = frozenset("-/_.+'&=*^\\|~@")     # signs that make compounds of what they touch
_CLOSERS: Final = frozenset(".?!")
_MARKS: Final = frozenset("%#$€£§^*=\\_")          # signs that make a number no time: 50%, #3, x^2

_AFTER: Final = (   # what may follow a number directly: nothing of a word, or these words
    r"(?![^\W_])|(?=(?:am?|pm?|h|hrs?|hours?|m|mins?|minutes?|secs?|days?|ish|uhr|z|utc|gmt|jan|feb|mar|apr|may|jun|jul"
    r"|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december"
    r"|pdt|pst|edt|est|cest|cet|bst|jst)(?![^\W_]))"
)


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char in _DASHES:
        return "-"
    if char in "⁄∕":
        return "/"
    category = unicodedata.category(char)
    if category in {"Cf", "Mn"}:     # invisible marks, and accents on their own
        return ""
    return " " if category[0] in "ZC" else fold(char).replace("⁄", "/")


def fold_text(text: str) -> tuple[str, list[int]]:
    """*text* folded, and for each of its characters the place in *text* that it comes from."""
    parts = [(part, place) for place, char in enumerate(text) for part in _folded(char)]
    return "".join(part for part, _ in parts), [place for _, place in parts]


def _clock(hour: str, minute: str = "0", second: str = "0", *, bare: bool = False,
           doubt: Literal["year", "decimal"] | None = None) -> Clock | None:
    h, m, s = int(hour), int(minute), int(second)
    seconds = h * HOUR + m * 60 + s
    if m > 59 or s > 59 or seconds > DAY:
        return None
    return Clock(seconds, settled=h >= 13 or h == 0 or (len(hour) == 2 and hour[0] == "0"), bare=bare, doubt=doubt)


def _instant(match: re.Match[str]) -> Kinds:
    try:
        read = datetime.fromisoformat(match[0].upper())
    except ValueError:
        return {}
    clock = Clock((read.hour * 60 + read.minute) * 60 + read.second, settled=True)
    zone = None
    if (offset := read.utcoffset()) is not None:
        minutes = int(abs(offset).total_seconds()) // 60
        zone = offset_name("-" if offset < timedelta(0) else "+", *divmod(minutes, 60))
    return {"MOMENT": Moment(day=Dated(read.day, read.month, read.year), clock=clock, zone=zone)}


def _date(match: re.Match[str]) -> Kinds:
    year, month, day = (int(part) for part in match.groups() if part is not None)
    return {"DATE": Dated(day, month, year)} if 1 <= month <= 12 and 1 <= day <= 31 else {}


def _numeric(match: re.Match[str]) -> Kinds:
    first, second, year = int(match["first"]), int(match["second"]), match.groupdict().get("year")
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    if not (1 <= min(first, second) and min(first, second) <= 12 and max(first, second) <= 31):
        return {}
    if "." in match[0] and second <= 12:
        return {"DATE": Dated(first, second, full)}
    return {"DATE" if full else "LOOSE": Numeric(first, second, full)}


def _day_month(match: re.Match[str]) -> Kinds:
    day, month = int(match[1]), int(match[2])
    return {**_dotted(match), **({"LOOSE": Dated(day, month)} if 1 <= day <= 31 and 1 <= month <= 12 else {})}


def _colon(match: re.Match[str]) -> Kinds:
    clock = _clock(match[1], match[2], match[3] or "0")
    return {"CLOCK": clock} if clock else {}


def _hours_minutes(match: re.Match[str]) -> Kinds:
    clock = _clock(match[1], match[2])
    length = {"DURATION": timedelta(hours=int(match[1]), minutes=int(match[2]))}
    return {"CLOCK": clock, **length} if clock else length


def _hours(match: re.Match[str]) -> Kinds:
    clock = _clock(match[1], bare=True)
    length = {"DURATION": timedelta(hours=int(match[1]))}
    return {"BARE": clock, **length} if clock and int(match[1]) < 24 else length


def _dotted(match: re.Match[str]) -> Kinds:
    clock = _clock(match[1], match[2], bare=True, doubt="decimal") if len(match[2]) == 2 and match[1] != "0" else None
    return {"DECIMAL": float(f"{match[1]}.{match[2]}"), **({"BARE": clock} if clock else {})}


def _integer(match: re.Match[str]) -> Kinds:
    number, digits = int(match[0]), match[0]
    kinds: dict[str, Any] = {"INT": number}
    if len(digits) <= 2 and digits != "0" and (clock := _clock(digits, bare=True)):
        kinds["BARE"] = clock
    if len(digits) == 4 or (len(digits) == 3 and number % 5 == 0):
        doubt: Literal["year"] | None = "year" if len(digits) == 4 and 1980 <= number <= 2035 else None
        if clock := _clock(digits[:-2], digits[-2:], bare=True, doubt=doubt):
            kinds["BARE"] = clock
    if len(digits) == 4 and 1900 <= number <= 2100:
        kinds["YEAR"] = number
    return kinds


def _offset(match: re.Match[str]) -> Kinds:
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    return {"ZONE": offset_name(match["sign"], hours, minutes)} if hours < 15 and minutes < 60 else {}


# Shapes of what begins with a digit or sign, first come, first read; what reads as nothing is no time.
_SHAPES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Kinds]], ...]] = tuple(
    (re.compile(pattern), read) for pattern, read in (
        (r"\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)?(?![^\W_])", _instant),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?:z|[+-]\d\d:?\d\d)(?![^\W_])", _instant),
        (r"\d{8}t\d{4}(?:\d\d)?z?(?![^\W_])", _instant),
        (r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\.(\d\d)\.(\d\d))(?![^\W_])", _date),
        (r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?![^\W_])", _date),
        (r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<year>\d{4}|\d\d)(?![^\W_])", _numeric),
        (r"(\d{1,2})\.(\d{1,2})\.(?![^\W_])", _day_month),
        (r"\d+(?:[.,]\d+){2,}|\d{1,3}(?:,\d{3})+", lambda _: {}),
        (r"24/7(?![^\W_])", lambda _: {}),
        (r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![^\W_]|/)", _numeric),
        (rf"(\d{{1,2}}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:{_AFTER})", _colon),
        (r"(\d{1,2})h(\d\d)(?:m|min)?(?![^\W_])", _hours_minutes),
        (r"(\d{1,2})h(?![^\W_])", _hours),
        (rf"(\d{{1,2}})\.(\d\d)(?:{_AFTER})", _dotted),
        (rf"\d{{1,6}}\.\d{{1,6}}(?:{_AFTER})", lambda match: {"DECIMAL": float(match[0])}),
        (r"(\d{1,2})(?:st|nd|rd|th)(?![^\W_])", lambda m: {"ORDINAL": int(m[1]), "NTH": int(m[1])}),
        (rf"\d{{1,9}}(?:{_AFTER})", _integer),
        (r"(?P<sign>\+)(?P<hours>\d\d):(?P<minutes>\d\d)(?![^\W_])", _offset),
        (r"'\d\d(?![^\W_])", lambda match: {"YEAR": 2000 + int(match[0][1:])}),
    )
)
_UTC_OFFSET: Final = re.compile(r"(?:utc|gmt)(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?![^\W_])")
_HALF: Final = re.compile(r"([ap])\.m\b\.?")
_MONTH_NUMBER: Final = re.compile(r"[a-z]{3,9}(?=\d{1,2}(?![^\W_]))")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*(?![^\W_])")
_RUN: Final = re.compile(r"[^\W_]+")
_AREA_ZONE: Final = re.compile(r"([a-z]+)/[a-z_]+(?:/[a-z_]+)?(?![^\W_])")


def tokenize(text: str, grammar_words: Set[str]) -> list[Item]:
    """The items of *text*; *grammar_words* are the words that the grammar's patterns name."""
    folded, places = fold_text(text)
    shouted = text.isupper()
    items: list[Item] = []
    at = 0
    while at < len(folded):
        if folded[at] == " ":
            at += 1
            continue
        end, word, kinds = _read(folded, at)
        raw = text[places[at]:places[end - 1] + 1]
        if word:
            kinds = _word_kinds(word, capitals=raw.isupper() and not shouted,
                                glued=at > 0 and folded[at - 1].isdigit())
        known = kinds or word in grammar_words or word in PLAIN or not folded[at].isalnum()
        items.append(Item(kinds, (word or folded[at:end]) if known else "", places[at], places[end - 1] + 1))
        at = end
    while items and items[-1].text in _CLOSERS:
        items.pop()
    return [part for run in _runs(items) for part in _judged(run)]


def _read(folded: str, at: int) -> tuple[int, str, Kinds]:
    """Where the item at *at* ends, and the word or the kinds that it is."""
    char = folded[at]
    if char.isdigit() or char in "+'":
        if (match := _RUN.match(folded, at)) and match[0] in VOCABULARY:    # 2day
            return match.end(), match[0], {}
        for shape, read in _SHAPES:
            if match := shape.match(folded, at):
                return match.end(), "", read(match) or {"NUMBER": None}
    if match := _UTC_OFFSET.match(folded, at):
        return match.end(), "", _offset(match)
    if match := _HALF.match(folded, at):
        return match.end(), "", {"AMPM": f"{match[1]}m"}
    if (match := _AREA_ZONE.match(folded, at)) and match[1] in AREAS and find_zone(match[0]):
        return match.end(), "", {"ZONE": str(find_zone(match[0]))}
    if (match := _MONTH_NUMBER.match(folded, at)) and "MONTH" in VOCABULARY.get(match[0], {}):
        return match.end(), match[0], {}
    if match := _WORD.match(folded, at):
        shortened = len(match[0]) <= _LONGEST_SHORTENED and VOCABULARY.get(match[0], {}).keys() & _SHORTENED
        return match.end() + bool(shortened and folded[match.end():match.end() + 1] == "."), match[0], {}
    if match := _RUN.match(folded, at):
        return match.end(), "", {"NUMBER": None}
    return at + 1, "", {}


def _word_kinds(word: str, *, capitals: bool, glued: bool) -> Kinds:
    """The kinds of *word*; *capitals*: it stands out in capitals; *glued*: it follows a digit directly."""
    if glued and word in {"a", "p"}:
        return {"AMPM": f"{word}m"}
    if glued and word == "m":
        return {"UNIT": timedelta(minutes=1)}
    owner = word.removesuffix("'s")
    kinds: Kinds = VOCABULARY.get(owner) or _misspelt(owner)
    if owner != word:
        return {"OWNER": kinds} if kinds.keys() & {"DAY", "WEEKDAY", "WEAKDAY", "PART"} else {}
    if capitals and "WEAKDAY" in kinds:     # SAT solvers
        return {}
    return {**kinds, **abbreviated(word, capitals=capitals)}


@lru_cache(maxsize=1024)
def _misspelt(word: str) -> Kinds:
    if not _SHORTEST_MISSPELT <= len(word) <= 12 or word in NOT_MISSPELT or word in PLAIN:
        return {}
    found = process.extractOne(word, MISSPELT, scorer=OSA.distance, score_cutoff=2)
    if found is None or found[1] > (2 if len(found[0]) >= _LONG else 1) or found[0][0] != word[0]:
        return {}
    return VOCABULARY[found[0]]


def _runs(items: list[Item]) -> Iterator[list[Item]]:
    """Items that touch, where one of two is a hyphen or another sign that binds."""
    run: list[Item] = []
    for item in items:
        touching = run and run[-1].end == item.start
        if touching and (item.text in _HYPHENS | _MARKS or run[-1].text in _HYPHENS | _MARKS):
            run.append(item)
            continue
        yield run
        run = [item]
    yield run


def _judged(run: list[Item]) -> list[Item]:
    """*run* as it is, or as one item without a meaning."""
    stops = 0
    while stops < len(run) and run[-1 - stops].text == ".":     # full stops after it
        stops += 1
    body = run[:len(run) - stops]
    if len(body) > 1 and any(not item.text or "NUMBER" in item.kinds or item.text in _MARKS for item in body):
        return [Item({}, "", body[0].start, body[-1].end), *run[len(body):]]
    return run
