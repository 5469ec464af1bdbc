"""A message in words, with what was recognised in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from bot.when import Reading
from corpus.names import fold, joined_signs
from corpus.people import Mention

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*")
_APOSTROPHES: Final = str.maketrans("", "", "'’´`")
_LONG: Final = 6  # letters from which a kind is recognised misspelt


@dataclass(frozen=True)
class Token:
    """A folded word and where it stands in the message."""

    word: str
    start: int
    end: int


@dataclass
class Heard:
    """A message with everything recognised in it.

    *free* are the places that nothing has claimed; *titled* are those of a whole title, which ask for nothing; *spoken*
    are those of a session's name; *topical* are those of the topic; *small* are words that say nothing in this message.
    """

    text: str
    tokens: tuple[Token, ...]
    free: set[int]
    records: tuple[str, ...] = ()
    titled: range = range(0)
    spoken: range = range(0)
    when: Reading | None = None
    event: str | None = None
    orgs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    session: str | None = None
    room: str | None = None
    no_room: str | None = None
    track: str | None = None
    no_track: str | None = None
    asks_track: bool = False
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    people: tuple[Mention, ...] = ()
    role: str | None = None
    wants: str | None = None
    counted: str | None = None
    unheld: bool = False
    place: int | None = None
    recent: int | None = None
    relation: str | None = None
    small: frozenset[str] = frozenset()
    topical: tuple[int, ...] = ()
    topic: tuple[str, ...] = ()
    query: str = ""
    phrase: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words of the message."""
        return tuple(token.word for token in self.tokens)

    @cached_property
    def asking(self) -> tuple[str, ...]:
        """The words that are no part of a whole title: "" stands for the title."""
        if not self.titled:
            return self.words
        return (*self.words[: self.titled.start], "", *self.words[self.titled.stop :])

    @property
    def who(self) -> bool:
        """Whether it asks for people."""
        return self.says(lex.WHO_WORDS)

    @property
    def subject(self) -> tuple[int, int] | None:
        """The first and behind the last of the words that name what is asked about."""
        places = {*self.titled, *self.spoken, *self.topical}
        return (min(places), max(places) + 1) if places else None

    @property
    def points_back(self) -> bool:
        """Whether a word of it points to something said before."""
        existing = sum(self.pair(verb, "there") for verb in ("is", "are", "was", "were"))
        return self.says(lex.POINTERS - {"there"}) or self.asking.count("there") > existing

    @property
    def what_noun(self) -> bool:
        """Whether it asks "what X does …" for an X that is no kind of record."""
        start = next((i for i, word in enumerate(self.words[:4]) if word in ("which", "what", "whats")), None)
        if start is None or (self.words[start] == "whats" and "about" in self.words[-2:]):
            return False
        noun = list(takewhile(lambda word: word not in lex.AUXILIARIES, self.words[start + 1 : start + 6]))
        return 0 < len(noun) <= 4 and not any(kind_word(word) for word in noun) and noun[0] in self.topic

    @property
    def names_something(self) -> bool:
        """Whether something other than a topic was recognised in it."""
        return bool(
            self.records
            or self.people
            or self.session
            or self.track
            or self.languages
            or self.kinds
            or self.event
            or self.when
            or self.points_back
            or self.place is not None
        )

    def says(self, table: Iterable[str]) -> bool:
        """Whether a word of *table* stands in the message."""
        return not set(table).isdisjoint(self.asking)

    def in_compound(self, place: int) -> bool:
        """Whether the word at *place* is a part of one with hyphens: "pc" in "PC-DARTS"."""
        token = self.tokens[place]
        return "-" in (self.text[max(0, token.start - 1) : token.start], self.text[token.end : token.end + 1])

    def _compounds_with(self, place: int, telling: AbstractSet[int]) -> bool:
        """Whether hyphens join the word at *place* to one that is *telling*: "it" of "u-gat-it"."""
        return self.in_compound(place) and any(
            step in telling and self.text[self.tokens[min(place, step)].end] == "-"
            for step in (place - 1, place + 1)
            if 0 <= step < len(self.tokens)
        )

    def pair(self, one: str, other: str) -> bool:
        """Whether *one* stands directly before *other*."""
        return (one, other) in zip(self.asking, self.asking[1:], strict=False)

    def topic_beyond(self, table: Iterable[str]) -> bool:
        """Whether the topic has words other than those of *table*."""
        return not set(self.topic) <= set(table)

    def claim(self, places: Iterable[int]) -> None:
        """Take *places* for something recognised."""
        self.free.difference_update(places)

    def set_topic(self, cues: frozenset[str] = frozenset()) -> None:
        """Make a topic of what is free, without small words and *cues*."""
        dropped = lex.FILLERS | cues | self.small
        telling = {i for i in self.free if self.words[i] not in dropped}
        kept = [i for i in sorted(self.free) if i in telling or self._compounds_with(i, telling)]
        self.topical = tuple(kept)
        self.topic = tuple(self.words[i] for i in kept)
        self.query = self._as_written(kept)
        self.phrase = self._as_written([i for i in sorted(self.free) if kept and i >= kept[0]])

    def _as_written(self, places: Sequence[int]) -> str:
        """The words at *places* as the message writes them, hyphens and the like kept between neighbours."""
        parts: list[str] = []
        for before, place in zip([None, *places], places, strict=False):
            token = self.tokens[place]
            between = (
                self.text[self.tokens[before].end : token.start] if before is not None and place == before + 1 else " "
            )
            parts += [
                between if between.strip() and " " not in between else " ",
                lex.SHORT_FOR.get(token.word, self.text[token.start : token.end]),
            ]
        return "".join(parts).strip()


def listen(text: str) -> Heard:
    """*text* in words, with nothing recognised yet."""
    text = joined_signs(text)
    tokens = tuple(Token(fold(m[0]).translate(_APOSTROPHES), *m.span()) for m in _TOKEN.finditer(text))
    return Heard(text=text, tokens=tokens, free=set(range(len(tokens))))


def asks_presence(said: Sequence[str]) -> bool:
    """Whether the words *said* ask if something is in the programme: "is gshard here"."""
    return said[:1] == ("is",) and said[-1] == "here"


def language_named(code: str) -> str:
    """The name of the language that a programme writes as *code*, "pt-BR" or "Portuguese"."""
    return lex.LANGUAGES.get(code.casefold().replace("_", "-").partition("-")[0], code)


def telling(kinds: Collection[str]) -> bool:
    """Whether *kinds* by themselves tell what is meant: "the panel" does, "the talk" may be any."""
    return bool(kinds) and lex.GENERAL_KINDS.isdisjoint(kinds)


def alike(typed: str, word: str) -> bool:
    """Whether *typed* is *word* or a slip of it; numbers and short words must be exact."""
    return typed == word or (len(word) >= 5 and word.isalpha() and OSA.distance(typed, word, score_cutoff=1) <= 1)


def kind_word(word: str) -> str | None:
    """The kind of record that *word* names, one slip of the keyboard forgiven."""
    if word in lex.KINDS:
        return lex.KINDS[word]
    if len(word) < _LONG or not word.isalpha() or word in lex.FILLERS:
        return None
    return next((kind for name, kind in lex.KINDS.items() if len(name) >= _LONG and alike(word, name)), None)
