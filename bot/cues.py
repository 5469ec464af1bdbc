"""The recognisers of what is asked for: a role, a count, a link, a place in the programme, a kind."""

from __future__ import annotations

import itertools
from typing import Final

from bot import lexicon as lex
from bot.heard import Heard, alike, kind_word

_LONG_ROLE: Final = 16  # letters from which a role of two words is recognised misspelt
_COUNTS: Final = frozenset(
    {("how", "many"), ("number", "of"), ("nr", "of"), ("count", "of"), ("no", "of"), ("total", "of")}
)
_JOINS: Final = frozenset({"and", "or"})
_PRESENTED: Final = frozenset({"oral", "spotlight", "poster", "keynote"})  # ways of presenting a paper or talk
_GENERAL: Final = frozenset({"paper", "talk"})


def hear_place(heard: Heard) -> None:
    """A place in the programme ("the last talk", "first thing"), and what it stands before or after."""
    said = heard.words
    for place in sorted(heard.free):
        following = said[place + 1] if place + 1 < len(said) else ""
        if said[place] in lex.ORDINALS and following in lex.COUNTABLE and heard.place is None:
            heard.place = lex.ORDINALS[said[place]]
            heard.claim((place,))
    heard.recent = next((lex.RECENCY[word] for word in heard.asking if word in lex.RECENCY), None)
    heard.claim(place for place in heard.free.copy() if said[place] in lex.RECENCY)
    heard.relation = next((lex.RELATIONS[word] for word in heard.asking if word in lex.RELATIONS), None)


def hear_roles(heard: Heard) -> None:
    """The role asked about, two words before one; and what is counted."""
    said = heard.words
    for place in sorted(heard.free):
        pair = " ".join(said[place : place + 2])
        of_two = lex.ROLE_WORDS.get(pair) or _misspelt_role(pair)
        role = of_two or ("" if heard.in_compound(place) else lex.ROLE_WORDS.get(said[place]))
        if role and place in heard.free and (heard.role is None or of_two):
            heard.role = role
            heard.claim((place, place + 1) if of_two else (place,))
    heard.counted = _counted(heard)


def _misspelt_role(pair: str) -> str | None:
    """The committee that two words name with a slip."""
    typed = pair.split()
    names = (name for name in lex.ROLE_WORDS if " " in name and len(pair) >= _LONG_ROLE)
    return next((lex.ROLE_WORDS[name] for name in names if all(map(alike, typed, name.split()))), None)


def _counted(heard: Heard) -> str | None:
    """What "how many …" counts, where it is a kind of record or a role: its first such word within three.

    "How many lamps does the paper use" counts lamps.
    """
    said = heard.words
    starts = [i + 2 for i, pair in enumerate(itertools.pairwise(said)) if pair in _COUNTS]
    if not starts:
        return None
    for place in range(starts[0], min(starts[0] + 4, len(said))):
        if said[place] in lex.AUXILIARIES:
            return None
        two = " ".join(said[place : place + 2])
        if two in lex.ROLE_WORDS or said[place] in lex.KINDS:
            return lex.ROLE_WORDS.get(two) or lex.KINDS[said[place]]
        if said[place] in ("authors", "coauthors") or (
            said[place] in ("people", "researchers") and heard.says({"wrote", "write", "written"})
        ):
            return "author"
        if said[place] in lex.ROLE_WORDS:
            return lex.ROLE_WORDS[said[place]]
    return None


def hear_links(heard: Heard) -> None:
    """The sort of link asked for: a link word with what makes it one ("zoom link", "the code", "pdf of")."""
    said = heard.words
    for place, word in enumerate(said):
        if word not in lex.LINK_WORDS or place not in heard.free or heard.who or heard.in_compound(place):
            continue
        before, after = said[place - 1] if place else "", said[place + 1] if place + 1 < len(said) else ""
        if after in lex.LINK_AFTER or (not after and (before in lex.LINK_BEFORE or word not in lex.MEDIA)):
            heard.wants = heard.wants or lex.LINK_WORDS[word]
            heard.claim((place, place + 1) if after in lex.LINK_AFTER - {"of", "for", "to"} else (place,))


def hear_kinds(heard: Heard) -> None:
    """The kinds named; "poster sessions" are sessions, and "the oral session" beside another kind is none of them.

    "Which papers are orals" asks for orals alone; "papers and orals" for both.
    """
    found: list[str] = []
    listed: set[str] = set()
    for place in sorted(heard.free):
        if place not in heard.free:
            continue
        kind = kind_word(heard.words[place]) if heard.words[place : place + 2] != ("talk", "to") else None
        following = kind_word(heard.words[place + 1]) if place + 1 in heard.free else None
        if kind and following == "session":
            found.append(f"{kind} session")
            heard.claim((place, place + 1))
        elif kind:
            found.append(kind)
            if not _JOINS.isdisjoint(heard.words[max(0, place - 1) : place + 2]):
                listed.add(kind)
            heard.claim((place,))
    single = [kind for kind in found if "session" not in kind] or found
    general = _GENERAL - listed if not _PRESENTED.isdisjoint(single) else frozenset()
    heard.kinds = tuple(dict.fromkeys(kind for kind in single if kind not in general))
