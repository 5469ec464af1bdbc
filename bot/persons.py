"""The recogniser of people: by full name, with a slip in it, or by a part of it where that can be nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bot import lexicon as lex
from bot.heard import Heard, alike
from corpus.catalog import Catalog
from corpus.names import words
from corpus.people import Mention


def hear_people(heard: Heard, catalog: Catalog) -> None:
    """People by full name; by surname or given name alone where that can be nothing else."""
    found = []
    for mention in catalog.people.find(heard.words):
        places = range(mention.start, mention.end)
        if set(places) <= heard.free and _names_somebody(heard, mention, catalog):
            found.append(mention)
            heard.claim(places)
    for place in sorted(heard.free):
        if place in heard.free and (
            person := _sharing_surname(heard, place, found, catalog)
            or _misspelt(heard, place, catalog)
            or _by_given_name(heard, place, catalog)
        ):
            found.append(person)
            heard.claim(range(person.start, person.end))
    heard.people = tuple(sorted(found, key=lambda mention: mention.start))


def _names_somebody(heard: Heard, mention: Mention, catalog: Catalog) -> bool:
    if mention.full:  # "Hye-jin" alone is no full name, though it is two words of one
        typed = set(heard.words[mention.start : mention.end])
        return any(not typed <= set(words(name.split()[0])) for name in mention.names)
    before = heard.words[mention.start - 1] if mention.start else ""
    if _misspelt(heard, mention.start, catalog):
        return False  # "Charles Suton", where Charles is a surname too
    other = mention.start - 1 in heard.free and only_a_name((before,), catalog) and catalog.people.called(before)
    return not other and _name_like(heard, mention, catalog)  # "Rosa Byron", where Rosa and Byron are two people


def _sharing_surname(heard: Heard, place: int, found: Sequence[Mention], catalog: Catalog) -> Mention | None:
    """The first of two people who share the surname that is said once: "Ada and Bo Li"."""
    if heard.words[place + 1 : place + 2] != ("and",):
        return None
    for mention in found:
        if mention.start == place + 2 and mention.full:
            both = (heard.words[place], heard.words[mention.end - 1])
            names = [name for each in catalog.people.find(both) if each.full for name in each.names]
            return _mention(heard, place, names) if names else None
    return None


def _misspelt(heard: Heard, place: int, catalog: Catalog) -> Mention | None:
    """People by a given name and a surname with one slip, an initial between them or not: "ada bryon"."""
    said = heard.words
    initial = place + 2 < len(said) and len(said[place + 1]) == 1
    end = place + 3 if initial else place + 2
    if end > len(said) or not set(range(place, end)) <= heard.free or catalog.index.knows(said[end - 1]):
        return None
    typed = said[end - 1].removesuffix("s"), said[end - 1]
    names = [
        name
        for name in catalog.people.called(said[place])
        if any(alike(each, words(name)[-1]) for each in typed) and said[place] not in catalog.ordinary_words
    ]
    return (
        Mention(names=tuple(names), start=place, end=end, full=True, typed=" ".join(said[place:end])) if names else None
    )


def _by_given_name(heard: Heard, place: int, catalog: Catalog) -> Mention | None:
    """People by a given name alone, where a person is asked for: "who is ada", "by ada", "ada's", "ada presents"."""
    said = heard.words
    before, after = said[place - 1] if place else "", said[place + 1] if place + 1 < len(said) else ""
    alone = not after and said[:place] == ("who", "is")
    token = heard.tokens[place]
    owning = heard.text[token.start : token.end].casefold().endswith(("'s", "’s"))
    does = before in ("does", "did", "is", "will") and after in lex.DOING
    if not (alone or owning or does or before == "by" or after in lex.PRESENTING):
        return None
    word = said[place].removesuffix("s") if owning else said[place]
    return _mention(heard, place, catalog.people.called(word)) if only_a_name((word,), catalog) else None


def _mention(heard: Heard, place: int, names: Sequence[str]) -> Mention | None:
    if not names:
        return None
    return Mention(names=tuple(dict.fromkeys(names)), start=place, end=place + 1, full=False, typed=heard.words[place])


def _name_like(heard: Heard, mention: Mention, catalog: Catalog) -> bool:
    word = heard.words[mention.start]
    before = heard.words[mention.start - 1] if mention.start else ""
    if word in lex.FILLERS or word in lex.KINDS or word in lex.ROLE_WORDS or len(word) < 2:
        return False
    return word not in catalog.ordinary_words or (before in ("by", "prof", "professor", "dr") and not word.isdigit())


def only_a_name(said: Sequence[str], catalog: Catalog) -> bool:
    """Whether *said* can be nothing but a name: no word that people ask with, and none that the texts use otherwise."""
    asking = (lex.FILLERS, lex.KINDS, lex.ORDINALS, lex.BREAK_WORDS, catalog.ordinary_words)
    return all(len(word) > 1 and not any(word in some for some in asking) for word in said)
