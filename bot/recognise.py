"""The recognisers: which words of a message name a time, an event, an organisation, a person, a kind.

Each takes the words that are still free and returns what it recognised with the places that it claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import takewhile
from typing import Final

from rapidfuzz.distance import OSA

from bot import lexicon as lex
from bot.models import Ask
from bot.when import Reading, parse_when
from corpus.catalog import RUN, Catalog, ref
from corpus.models import Session
from corpus.names import fold, words
from corpus.people import Mention

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*")
_APOSTROPHES: Final = str.maketrans("", "", "'’´`")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LONGEST_TITLE: Final = 8       # words of a session title that is recognised word by word


@dataclass(frozen=True)
class Token:
    """A folded word and where it stands in the message."""

    word: str
    start: int
    end: int


@dataclass
class Heard:
    """A message with everything recognised in it.

    *free* are the places that nothing has claimed; *titled* are those of a whole title, which ask for nothing.
    """

    tokens: tuple[Token, ...]
    free: set[int] = field(default_factory=set)
    records: tuple[str, ...] = ()
    titled: range = range(0)
    when: Reading | None = None
    event: str | None = None
    orgs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    session: str | None = None
    kinds: tuple[str, ...] = ()
    people: tuple[Mention, ...] = ()
    role: str | None = None
    wants: str | None = None
    counted: str | None = None
    unheld: bool = False
    place: int | None = None
    relation: str | None = None
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
        return (*self.words[:self.titled.start], "", *self.words[self.titled.stop:])

    @property
    def who(self) -> bool:
        """Whether it asks for people."""
        return self.says(lex.WHO_WORDS)

    @property
    def points_back(self) -> bool:
        """Whether a word of it points to something said before."""
        return self.says(lex.POINTERS)

    @property
    def what_noun(self) -> bool:
        """Whether it asks "what X does …" for an X that is no kind of record."""
        start = next((i for i, word in enumerate(self.words[:4]) if word in ("which", "what", "whats")), None)
        if start is None:
            return False
        noun = list(takewhile(lambda word: word not in lex.AUXILIARIES, self.words[start + 1:start + 5]))
        return 0 < len(noun) <= 3 and not any(_kind(word) for word in noun) and noun[0] in self.topic

    @property
    def names_something(self) -> bool:
        """Whether something other than a topic was recognised in it."""
        return bool(self.records or self.people or self.session or self.kinds or self.event or self.when or self.points_back
                    or self.place is not None)

    def says(self, table: Iterable[str]) -> bool:
        """Whether a word of *table* stands in the message."""
        return not set(table).isdisjoint(self.asking)

    def pair(self, one: str, other: str) -> bool:
        """Whether *one* stands directly before *other*."""
        return (one, other) in zip(self.asking, self.asking[1:], strict=False)

    def topic_beyond(self, table: Iterable[str]) -> bool:
        """Whether the topic has words other than those of *table*."""
        return not set(self.topic) <= set(table)


def hear(text: str, ask: Ask, catalog: Catalog, *, now: datetime, home: str | None) -> Heard:
    """Everything that *text* names."""
    tokens = tuple(Token(fold(m[0]).translate(_APOSTROPHES), *m.span()) for m in _TOKEN.finditer(text))
    heard = Heard(tokens=tokens, free=set(range(len(tokens))))
    _hear_title(heard, catalog)
    _hear_event(heard, catalog)
    heard.session = _session(heard, catalog)
    _hear_place(heard)
    _hear_time(heard, text, ask, catalog, now, home)
    _hear_owners(heard, catalog)
    _hear_people(heard, catalog)
    _hear_roles(heard)
    _hear_links(heard)
    _hear_kinds(heard)
    _set_topic(heard, text, frozenset())
    heard.unheld = any(word in lex.UNHELD and not catalog.index.knows(word) for word in heard.topic)
    return heard


def focus(heard: Heard, text: str, intent: str) -> None:
    """Take the words that ask for *intent* out of the topic, where something else is left."""
    cues = lex.CUES.get(intent, frozenset())
    if heard.topic_beyond(cues) or heard.names_something:
        _set_topic(heard, text, cues)


def _set_topic(heard: Heard, text: str, cues: frozenset[str]) -> None:
    kept = [i for i in sorted(heard.free) if heard.words[i] not in lex.FILLERS and heard.words[i] not in cues]
    heard.topic = tuple(heard.words[i] for i in kept)
    heard.query = _as_written(text, heard.tokens, kept)
    heard.phrase = _as_written(text, heard.tokens, [i for i in sorted(heard.free) if kept and i >= kept[0]])


def _as_written(text: str, tokens: Sequence[Token], places: Sequence[int]) -> str:
    """The words at *places* as the message writes them, hyphens and the like kept between neighbours."""
    parts: list[str] = []
    for before, place in zip([None, *places], places, strict=False):
        between = text[tokens[before].end:tokens[place].start] if before is not None and place == before + 1 else " "
        written = text[tokens[place].start:tokens[place].end]
        parts += [between if between.strip() and " " not in between else " ", lex.SHORT_FOR.get(tokens[place].word, written)]
    return "".join(parts).strip()


def _claim(heard: Heard, places: Iterable[int]) -> None:
    heard.free.difference_update(places)


def _hear_title(heard: Heard, catalog: Catalog) -> None:
    """A record whose whole title stands in the message, slips forgiven: its words ask for nothing."""
    said = heard.words
    near = {title for start in range(len(said) - RUN + 1) for title in catalog.titles_with(said[start:start + RUN])}
    for reference in sorted(near, key=lambda each: -len(words(catalog.get(each).title))):
        title = words(catalog.get(reference).title)
        for start in range(len(said) - len(title) + 1):
            window = said[start:start + len(title)]
            if all(_alike(a, b) for a, b in zip(window, title, strict=True)):
                heard.records = (reference,)
                heard.titled = range(start, start + len(title))
                _claim(heard, heard.titled)
                return


def _hear_event(heard: Heard, catalog: Catalog) -> None:
    """An event by its name ("ICLR 2020", "iclr '20", "iclr20"), or by its year where only one event has it."""
    series_years: dict[tuple[str, str], str] = {}
    for event in catalog.records.events:
        named = words(event.name)
        year = next((word for word in named if _YEAR.fullmatch(word)), str(event.start.year) if event.start else "")
        series = next((word for word in named if not word.isdigit()), "")
        series_years[series, year] = event.id
    series_names = {series for series, _ in series_years}
    for place, word in enumerate(heard.words):
        following = heard.words[place + 1] if place + 1 < len(heard.words) else ""
        for (series, year), event_id in series_years.items():
            spelt = {series + year, series + year[2:]}
            if word in spelt or (word == series and following and following in {year, year[2:]}):
                heard.event = event_id
                _claim(heard, (place,) if word in spelt else (place, place + 1))
        if word in series_names:
            _claim(heard, (place,))
    if heard.event is None:
        for place, word in enumerate(heard.words):
            events = [event for (_, year), event in series_years.items() if year == word]
            if len(events) == 1 and place and heard.words[place - 1] in ("in", "at", "for"):
                heard.event = events[0]
                _claim(heard, (place,))


def _session(heard: Heard, catalog: Catalog) -> str | None:
    """The session whose whole title stands in the message, misprints forgiven; the longest title wins."""
    best: tuple[int, Session, int] | None = None
    for session, title in catalog.session_titles:
        if not 2 <= len(title) <= _LONGEST_TITLE:
            continue
        for start in range(len(heard.words) - len(title) + 1):
            if all(_alike(a, b) for a, b in zip(heard.words[start:], title, strict=False)) and (best is None or len(title) > best[0]):
                best = (len(title), session, start)
    if best is None:
        return None
    length, session, start = best
    _claim(heard, range(start, start + length))
    return ref(session)


def _alike(typed: str, word: str) -> bool:
    """Whether *typed* is *word* or a slip of it; numbers and short words must be exact."""
    return typed == word or (len(word) >= 5 and word.isalpha() and OSA.distance(typed, word, score_cutoff=1) <= 1)


def _hear_time(heard: Heard, text: str, ask: Ask, catalog: Catalog, now: datetime, home: str | None) -> None:
    blanked = list(text)
    for place in set(range(len(heard.tokens))) - heard.free:
        token = heard.tokens[place]
        blanked[token.start:token.end] = " " * (token.end - token.start)
    if ask.surface == "paper":
        return
    event = heard.event or home or catalog.event_at(now)
    heard.when = parse_when("".join(blanked), now=now, days=catalog.days(event), busy=catalog.busy(event), zone=catalog.zone(event))
    if heard.when is not None:
        _claim(heard, (i for i, token in enumerate(heard.tokens)
                       if any(start < token.end and token.start < end for start, end in heard.when.spans)))


def _hear_owners(heard: Heard, catalog: Catalog) -> None:
    """Organisations, and the pages that a listing is known by ("reading list")."""
    found = []
    for place in sorted(heard.free):
        word = heard.words[place]
        for form in (word, word.removesuffix("s")):
            name = catalog.organisations.get(lex.ORG_ALIASES.get(form, form))
            if name:
                found.append(name)
                _claim(heard, (place,))
                break
    heard.orgs = tuple(dict.fromkeys(found))
    for source in catalog.records.sources:
        named = words(source.title.partition(",")[0])
        if not source.org and len(named) > 1 and (start := _run(heard.words, named)) is not None:
            heard.sources = (*heard.sources, source.id)
            _claim(heard, range(start, start + len(named)))


def _run(said: Sequence[str], named: Sequence[str]) -> int | None:
    return next((i for i in range(len(said) - len(named) + 1) if list(said[i:i + len(named)]) == list(named)), None)


def _hear_people(heard: Heard, catalog: Catalog) -> None:
    """People by full name; by surname alone where the word is no word of the programme's texts or is possessive."""
    found = []
    for mention in catalog.people.find(heard.words):
        places = range(mention.start, mention.end)
        if not set(places) <= heard.free or (not mention.full and not _name_like(heard, mention, catalog)):
            continue
        found.append(mention)
        _claim(heard, places)
    heard.people = tuple(found)


def _name_like(heard: Heard, mention: Mention, catalog: Catalog) -> bool:
    word = heard.words[mention.start]
    before = heard.words[mention.start - 1] if mention.start else ""
    if word in lex.FILLERS or word in lex.KINDS or word in lex.ROLE_WORDS or len(word) < 2:
        return False
    return word not in catalog.ordinary_words or (before in ("by", "prof", "professor", "dr") and not word.isdigit())


def _hear_roles(heard: Heard) -> None:
    said = heard.words
    for place in sorted(heard.free):
        two = " ".join(said[place:place + 2])
        role = lex.ROLE_WORDS.get(two) or lex.ROLE_WORDS.get(said[place])
        if role and (heard.role is None or len(lex.ROLES[role]) and two in lex.ROLE_WORDS):
            heard.role = role
            _claim(heard, (place, place + 1) if two in lex.ROLE_WORDS else (place,))
    heard.counted = _counted(heard)


def _counted(heard: Heard) -> str | None:
    """What "how many …" counts, where it is a kind of record or a role: its first such word within three."""
    said = heard.words
    starts = [i + 2 for i, pair in enumerate(zip(said, said[1:], strict=False))
              if pair in {("how", "many"), ("number", "of"), ("nr", "of"), ("count", "of"), ("no", "of"), ("total", "of")}]
    if not starts:
        return None
    for place in range(starts[0], min(starts[0] + 4, len(said))):
        two = " ".join(said[place:place + 2])
        if two in lex.ROLE_WORDS or said[place] in lex.KINDS:
            return lex.ROLE_WORDS.get(two) or lex.KINDS[said[place]]
        if said[place] in ("authors", "coauthors"):
            return "author"
        if said[place] in lex.ROLE_WORDS:
            return lex.ROLE_WORDS[said[place]]
    return None


def _hear_links(heard: Heard) -> None:
    """The sort of link asked for: a link word with what makes it one ("zoom link", "the code", "pdf of")."""
    said = heard.words
    for place, word in enumerate(said):
        if word not in lex.LINK_WORDS or place not in heard.free or heard.who:
            continue
        before, after = said[place - 1] if place else "", said[place + 1] if place + 1 < len(said) else ""
        if after in lex.LINK_AFTER or (not after and (before in lex.LINK_BEFORE or word not in lex.MEDIA)):
            heard.wants = heard.wants or lex.LINK_WORDS[word]
            _claim(heard, (place, place + 1) if after in lex.LINK_AFTER - {"of", "for", "to"} else (place,))


def _hear_place(heard: Heard) -> None:
    """A place in the programme ("the last talk", "first thing"), and what it stands before or after."""
    said = heard.words
    for place in sorted(heard.free):
        following = said[place + 1] if place + 1 < len(said) else ""
        if said[place] in lex.ORDINALS and following in lex.COUNTABLE and heard.place is None:
            heard.place = lex.ORDINALS[said[place]]
            _claim(heard, (place,))
    heard.relation = next((lex.RELATIONS[word] for word in heard.asking if word in lex.RELATIONS), None)


def _hear_kinds(heard: Heard) -> None:
    """The kinds named; "poster sessions" are sessions, and "the oral session" beside another kind is none of them."""
    found: list[str] = []
    for place in sorted(heard.free):
        if place not in heard.free:
            continue
        kind = _kind(heard.words[place])
        following = _kind(heard.words[place + 1]) if place + 1 in heard.free else None
        if kind and following == "session":
            found.append(f"{kind} session")
            _claim(heard, (place, place + 1))
        elif kind:
            found.append(kind)
            _claim(heard, (place,))
    single = [kind for kind in found if "session" not in kind] or found
    exact = [kind for kind in single if kind != "talk"] if {"oral", "spotlight", "keynote"} & set(single) else single
    heard.kinds = tuple(dict.fromkeys(exact))


def _kind(word: str) -> str | None:
    return lex.KINDS.get(word) or _misspelt(word, lex.KINDS)


def _misspelt(word: str, table: Mapping[str, str]) -> str | None:
    if len(word) < 6 or not word.isalpha():
        return None
    return next((kind for name, kind in table.items() if len(name) >= 6 and OSA.distance(word, name, score_cutoff=1) <= 1), None)
