"""The recognisers: which words of a message name a record, an event, a time, an organisation, a person.

Each looks at the words that are still free and claims those that it recognised. ``bot.cues`` has those for what
is asked about them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise, takewhile
from typing import Final

from bot import lexicon as lex
from bot.cues import hear_kinds, hear_links, hear_place, hear_roles
from bot.heard import Heard, alike, kind_word, language_named, listen
from bot.models import Ask
from bot.persons import hear_people, only_a_name
from bot.when import parse_when
from corpus.catalog import RUN, Catalog, ref
from corpus.models import Session
from corpus.names import words
from corpus.text import stem

_REFERENCE: Final = re.compile(r"(?<!\S)#((?:paper|session|post):\S+)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_CODED: Final = re.compile(r"(.*\S)\s*\(([^()]+)\)")  # "Poster Day 1 Session 3 (P1S3)"
_FROM: Final = re.compile(r"\bfrom\b", re.IGNORECASE)
_SHORT_FORMS: Final = {long: short for short, long in lex.LONG_FORMS.items()}  # names keep them: "Brightwater AI"
_SPELT_OUT: Final = re.compile(rf"\b(?:{'|'.join(_SHORT_FORMS)})\b")
_OWNING: Final = ("at", "by", "of")  # words before an organisation
_ANY: Final = ("any", "anything", "something")
_SHORT: Final = 3  # letters of a word that may be anything misspelt
_LONGEST_ORG: Final = 10  # words of what an organisation is called
_NEARLY_ALL: Final = 0.99  # share that is all, sums of floats being what they are
_LONGEST_TITLE: Final = 8  # words of a session title that is recognised word by word


def hear(text: str, ask: Ask, catalog: Catalog, *, now: datetime, home: str | None) -> Heard:
    """Everything that *text* names and asks for; what comes first here claims its words first."""
    heard = listen(text)
    _hear_reference(heard, catalog)
    _hear_title(heard, catalog)
    _hear_event(heard, catalog)
    _hear_session(heard, catalog)
    _hear_room(heard, catalog, session_only=ask.surface == "session")
    _hear_track(heard, catalog)
    hear_place(heard)
    _hear_language(heard, catalog)
    _hear_owners(heard, catalog)
    if ask.surface != "paper":  # titles are full of numbers and of words such as "now"
        _hear_time(heard, catalog, now, home)
    hear_people(heard, catalog)
    hear_roles(heard)
    hear_links(heard)
    hear_kinds(heard)
    together = lex.TOGETHER if len(heard.people) > 1 else frozenset()
    heard.small = together | (lex.LABELS if heard.kinds else frozenset()) | _misspelt_small_words(heard, catalog)
    heard.small |= lex.DOING if heard.people or heard.orgs else frozenset()
    heard.small |= (
        lex.PRAISING if any(heard.pair(any_, word) for any_ in _ANY for word in lex.PRAISING) else frozenset()
    )
    heard.set_topic()
    strange = {word for word in heard.topic if word in lex.UNHELD and not catalog.index.knows(word)}
    if strange and heard.says(lex.BREAK_WORDS) and any("break" in s.type for s in catalog.records.sessions):
        strange -= lex.CUES["breaks"]  # "the coffee break", where the programme names its breaks in other words
    if strange and _held_otherwise(heard, strange, catalog):
        heard.claim(place for place in heard.free.copy() if heard.words[place] in strange)
        heard.set_topic()
        strange = set()
    heard.unheld = bool(strange) or _ranks(heard) or _asks_for_other_things(heard, catalog)
    return heard


def _misspelt_small_words(heard: Heard, catalog: Catalog) -> frozenset[str]:
    """Words that nobody uses and that are a slip of a small one: "plese", "anythng"."""
    free = (heard.words[place] for place in heard.free)
    strange = [
        word for word in free if len(word) > _SHORT and word not in lex.FILLERS and not catalog.index.knows(word)
    ]
    return frozenset(word for word in strange if any(alike(word, small) for small in lex.FILLERS))


def _ranks(heard: Heard) -> bool:
    """Whether it asks which is the best, or has the most of what programmes do not hold."""
    said = heard.asking
    place = next((i for i, pair in enumerate(pairwise(said), 1) if pair[0] == "the" and pair[1] in lex.RANKS), None)
    if place is None or not heard.says({"which", "what", "whats", "who"}):
        return False
    return all(word in lex.UNHELD or word in lex.ROLE_WORDS or kind_word(word) for word in said[place + 1 :])


def _held_otherwise(heard: Heard, strange: set[str], catalog: Catalog) -> bool:
    """Whether a title of such a thing holds all else that is asked: "is there vegan food at lunch"."""
    others = [word for word in heard.words if word not in strange and (word in heard.topic or word in lex.UNHELD)]
    if heard.words[0] not in lex.ASKING_WHETHER or len(others) < 2 or lex.UNHELD.isdisjoint(others):
        return False
    best = catalog.index.search(" ".join(others), limit=1)
    return bool(best) and min(best[0].coverage, best[0].title_covered) > _NEARLY_ALL


def _asks_for_other_things(heard: Heard, catalog: Catalog) -> bool:
    """Whether all that it asks about is what programmes do not hold ("the acceptance rate"), and no title names it."""
    topic = set(heard.topic)
    others = topic - lex.UNHELD - lex.MEASURES - lex.PLACE_WORDS - lex.PEOPLE_WORDS
    if not topic & lex.UNHELD or others or heard.records or heard.session or heard.people:
        return False
    asked = [word for word in heard.topic if word in lex.UNHELD]
    best = catalog.index.search(" ".join(asked), limit=1)
    if not best:
        return True
    title = words(best[0].title)
    labels = catalog.get(best[0].id).keywords if heard.says(lex.TOPICAL) else ()
    said = {word.removesuffix("s") for word in (*title, *labels)}  # "the registers" are no registration
    return not said.issuperset(word.removesuffix("s") for word in asked)


def focus(heard: Heard, intent: str) -> None:
    """Take the words that ask for *intent* out of the topic, where something else is named."""
    cues = lex.CUES.get(intent, frozenset())
    if heard.topic_beyond(cues) or heard.names_something:
        heard.set_topic(cues)


def _hear_reference(heard: Heard, catalog: Catalog) -> None:
    """A record by its reference, "#paper:wrennet": how a choice names what no words tell from another."""
    for found in _REFERENCE.finditer(heard.text):
        places = [place for place, token in enumerate(heard.tokens) if found.start() < token.end <= found.end()]
        if catalog.holds(found[1]):
            heard.records = (found[1],)
            heard.titled = range(places[0], places[-1] + 1)
            heard.claim(heard.titled)
            return


def _hear_title(heard: Heard, catalog: Catalog) -> None:
    """A record whose whole title stands in the message, slips forgiven: its words ask for nothing."""
    said = heard.words if not heard.records else ()
    near = {title for start in range(len(said) - RUN + 1) for title in catalog.titles_with(said[start : start + RUN])}
    for reference in sorted(near, key=lambda each: -len(words(catalog.get(each).title))):
        title = words(catalog.get(reference).title)
        for start in range(len(said) - len(title) + 1):
            window = said[start : start + len(title)]
            if all(alike(a, b) for a, b in zip(window, title, strict=True)):
                heard.records = tuple(map(ref, catalog.titled_alike(catalog.get(reference))))
                heard.titled = range(start, start + len(title))
                heard.claim(heard.titled)
                return


def _hear_event(heard: Heard, catalog: Catalog) -> None:
    """An event by its name ("ICLR 2020", "iclr '20", "iclr20"), or by its year where only one event has it."""
    said = heard.words
    years: dict[str, list[str]] = {}
    for event in catalog.records.events:
        named = words(event.name)
        year = next((word for word in named if _YEAR.fullmatch(word)), str(event.start.year) if event.start else "")
        series = next((word for word in named if not word.isdigit()), "")
        years.setdefault(year, []).append(event.id)
        if (start := _run(said, named)) is not None and len(named) > 1:
            heard.event = event.id
            heard.claim(range(start, start + len(named)))
        if not year or series in lex.FILLERS or series in catalog.ordinary_words:
            continue  # what the texts use as an ordinary word is no short form of a name
        spelt = {series + year, series + year[2:]}
        for place, word in enumerate(said):
            if word in spelt or (word == series and said[place + 1 : place + 2] in ((year,), (year[2:],))):
                heard.event = event.id
                heard.claim((place,) if word in spelt else (place, place + 1))
            elif word == series:
                heard.claim((place,))
    for place, word in enumerate(said):
        alone = len(years.get(word, ())) == 1 and place and said[place - 1] in ("in", "at", "for")
        if alone and heard.event is None:
            heard.event = years[word][0]
            heard.claim((place,))


def _hear_session(heard: Heard, catalog: Catalog) -> None:
    """The session whose whole title stands in the message, misprints forgiven; the longest title wins."""
    best: tuple[int, Session, int] | None = None
    heads = Counter(_head(session.title) for session, _ in catalog.session_titles)
    for session, whole in catalog.session_titles:
        alone = heads[_head(session.title)] == 1
        for title in _spoken(session.title, whole, head=_head(session.title) if alone else ()):
            for start in range(len(heard.words) - len(title) + 1):
                if all(alike(a, b) for a, b in zip(heard.words[start:], title, strict=False)) and (
                    best is None or len(title) > best[0]
                ):
                    best = (len(title), session, start)
    if best is not None:
        length, session, start = best
        heard.session = ref(session)
        heard.spoken = range(start, start + length)
        heard.claim(heard.spoken)


def _head(title: str) -> tuple[str, ...]:
    """The folded words that *title* has before a colon: "Oral Session 2" of "Oral Session 2: Vision and Robots"."""
    head, colon, _ = title.partition(":")
    return tuple(words(head)) if colon else ()


def _spoken(title: str, whole: tuple[str, ...], head: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """How people say a session's *title*: as it stands, by its *head*, without the code in brackets, by that code."""
    spoken = [each for each in (whole, head) if 2 <= len(each) <= _LONGEST_TITLE]
    if title.endswith(")") and (found := _CODED.fullmatch(title)):
        short, code = (tuple(words(part)) for part in found.groups())
        spoken += [short] if 2 <= len(short) <= _LONGEST_TITLE else []
        spoken += [code] if len(code) == 1 and any(map(str.isdigit, code[0])) else []
    return tuple(spoken)


def _hear_room(heard: Heard, catalog: Catalog, *, session_only: bool) -> None:
    """A room by its name, the word "room" or "hall" left out or not; or the name of a room that there is not."""
    said = heard.words
    for room, named in sorted(catalog.rooms.items(), key=lambda each: -len(each[1])):
        short = tuple(word for word in named if word not in lex.ROOM_WORDS)
        for name in (named, short):
            start = _run(said, name) if name and heard.room is None else None
            spelled = (name == named and len(name) > 1) or not lex.ROOM_WORDS.isdisjoint(said)
            spelled = spelled or said[start - 1 : start] in (("in",), ("at",)) if start is not None else False
            if start is not None and (spelled or (session_only and only_a_name(name, catalog))):
                heard.room = room
                heard.claim(range(start, start + len(name)))
                heard.claim(takewhile(lambda place: said[place] in ("in", "the", "at"), range(start - 1, -1, -1)))
                heard.claim(place for place in heard.free.copy() if said[place] in lex.ROOM_WORDS)
    if heard.room is None and catalog.rooms:
        at = next((i for i, word in enumerate(said) if word in lex.ROOM_WORDS and i and i in heard.free), None)
        before = said[at - 1] if at is not None else ""
        strange = before not in lex.FILLERS and before not in lex.KINDS
        placed = session_only or "in" in said[max(0, (at or 0) - 3) : at]  # where a room is asked for, not a topic
        strange = strange and (placed or not catalog.index.knows(before))
        if at is not None and strange and said[at] in ("room", "hall"):
            heard.no_room = f"{said[at - 1]} {said[at]}"
            heard.claim((at - 1, at))


def _hear_track(heard: Heard, catalog: Catalog) -> None:
    """A track by its name beside the word "track", or that a track is asked about; where the programme has any."""
    said = heard.words
    spoken = [place for place in sorted(heard.free) if catalog.tracks and said[place] in lex.TRACK_WORDS]
    if not spoken:
        return
    places = [place for place, word in enumerate(said) if word != "and"]  # which a name may have as a sign: "&"
    for track, named in sorted(catalog.tracks.items(), key=lambda each: -len(each[1])):
        name = tuple(word for word in named if word not in lex.TRACK_WORDS and word != "and") or named
        runs = (places[i : i + len(name)] for i in range(len(places) - len(name) + 1))
        for run in (
            run for run in runs if all(alike(said[place], word) for place, word in zip(run, name, strict=True))
        ):
            near = {run[0] - 1, run[-1] + 1, run[0] - 2}  # "the birds track", "track birds", "track on birds"
            if heard.track is None and not near.isdisjoint(spoken):
                heard.track = track
                heard.claim(range(run[0], run[-1] + 1))
    before = spoken[0] - 1
    strange = heard.track is None and before in heard.free and said[before] not in lex.FILLERS
    if strange and said[before] not in lex.KINDS and said[before] not in lex.ORDINALS:
        heard.no_track = said[before]
        heard.claim((before,))
    heard.asks_track = heard.track is None
    heard.claim(spoken)


def _hear_language(heard: Heard, catalog: Catalog) -> None:
    """The languages that talks are held in, where the programme says so of any: "in French or German", "French talks".

    "Not in English" means every other language that there is.
    """
    said = ("", *heard.words, "")
    for place in sorted(heard.free) if catalog.languages else ():
        before, word, after = said[place : place + 3]
        joined = bool(heard.languages) and before in ("or", "and") and place - 2 not in heard.free
        spoken = word.capitalize() in lex.LANGUAGES.values()
        if spoken and (before == "in" or joined or kind_word(after)):
            heard.languages = (*heard.languages, word.capitalize())
            heard.claim((place - 1, place) if before == "in" or joined else (place,))
    if any(said[place : place + 2] == ("not", "in") for place in range(len(said))) and heard.languages:
        others = dict.fromkeys(map(language_named, sorted(catalog.languages)))
        heard.languages = tuple(each for each in others if each not in heard.languages) or ("another language",)


def _hear_time(heard: Heard, catalog: Catalog, now: datetime, home: str | None) -> None:
    """A time, in what nothing has claimed, read by the event meant."""
    blanked = list(heard.text)
    for place in set(range(len(heard.tokens))) - heard.free:
        token = heard.tokens[place]
        blanked[token.start : token.end] = " " * (token.end - token.start)
    if heard.sources:  # a dated list has days and no hours; "from 5 December" is a day of it
        text = _FROM.sub(lambda m: " " * len(m[0]), "".join(blanked))
        heard.when = parse_when(text, now=now, days=catalog.listing_days(heard.sources))
    else:
        event = heard.event or home or catalog.event_at(now)
        days, busy, zone = catalog.days(event), catalog.busy(event), catalog.zone(event)
        heard.when = parse_when("".join(blanked), now=now, days=days, busy=busy, zone=zone)
        if heard.when is None and (ahead := _next_of(heard, catalog)) is not None:
            alone = " " * heard.tokens[ahead].start + "next"
            heard.when = parse_when(alone, now=now, days=days, busy=busy, zone=zone)
    if heard.when is not None:
        heard.claim(
            (
                i
                for i, token in enumerate(heard.tokens)
                if any(start < token.end and token.start < end for start, end in heard.when.spans)
            )
        )


def _next_of(heard: Heard, catalog: Catalog) -> int | None:
    """The place of "next" before what a session is called by ("the next lunch"); None where there is none."""
    said = heard.words
    places = (place for place in sorted(heard.free) if said[place] == "next" and place + 1 in heard.free)
    return next((p for p in places if any(said[p + 1] in title for _, title in catalog.session_titles)), None)


def _hear_owners(heard: Heard, catalog: Catalog) -> None:
    """Organisations, and the pages that a listing is known by ("reading list")."""
    for place in range(len(heard.words)):
        runs = (range(place, stop) for stop in range(min(place + _LONGEST_ORG, len(heard.words)), place, -1))
        run = next((run for run in runs if heard.free.issuperset(run) and _owners(heard, run, catalog)), range(0))
        if run:
            heard.orgs = tuple(dict.fromkeys((*heard.orgs, *_owners(heard, run, catalog))))
            heard.claim(run)
    for source in catalog.records.sources:
        named = words(source.title.partition(",")[0])
        if not source.org and len(named) > 1 and (start := _run(heard.words, named)) is not None:
            heard.sources = (*heard.sources, source.id)
            heard.claim(range(start, start + len(named)))


def _owners(heard: Heard, run: range, catalog: Catalog) -> tuple[str, ...]:
    """The organisations that the words of *run* mean.

    A name in full means its own anywhere, but for a single word that is said of other things too, unless a page is
    theirs; a part of one where it has a word that is said of nothing else. Behind "from" stands where somebody is
    from, however short.
    """
    *first, last = heard.words[run.start : run.stop]
    forms = [(*first, lex.ORG_ALIASES.get(form, form)) for form in (last, last.removesuffix("s"))]
    forms.append(tuple(_SPELT_OUT.sub(lambda m: _SHORT_FORMS[m[0]], " ".join((*first, last))).split()))
    said = next((form for form in forms if form in catalog.organisations), ())
    named = catalog.organisations.get(said, ())
    before = heard.words[run.start - 1] if run.start else ""
    if not named or before == "from":
        return named
    whole = any(tuple(words(name)) == said for name in named)
    own = any(source.org in named for source in catalog.records.sources)
    telling = own or before in _OWNING or not catalog.ordinary_words.issuperset(said)
    return named if telling + whole + (len(run) > 1) > 1 else ()  # two of the three


def _run(said: Sequence[str], named: Sequence[str]) -> int | None:
    wanted = list(map(stem, named))
    starts = range(len(said) - len(named) + 1)
    return next((i for i in starts if list(map(stem, said[i : i + len(named)])) == wanted), None)
