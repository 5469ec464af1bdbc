"""A message -> Question: what is asked for, about which people, records and times.

Recognisers each claim some words of the message (a time, an event, a person …). What none of them claims is
the topic. Then the first rule of ``RULES`` that fits names the intent. A rule looks only at what was
recognised, never at a whole phrase.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot import lexicon as lex
from bot.models import MAX_INPUT, Ask
from bot.recognise import Heard, focus, hear
from bot.safe import clean
from bot.when import Reading
from bot.zones import zone_of
from corpus.catalog import Catalog
from corpus.models import Value
from corpus.people import Mention


class Question(Value):
    """A message as it was understood.

    *topic* holds the folded words that nothing else claimed, in order, and *query* the same as written;
    *phrase* runs from the first of them to the end, small words included; *words* are all words; *kinds*, *orgs*,
    *sources*, *event*, *session* and *people* name what was recognised; *records* are references of what a whole
    title names or a thread settled; *when* is the time read; *role* the role asked about; *wants* the sort of link.
    """

    ask: Ask
    text: str
    intent: str
    words: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    query: str = ""
    phrase: str = ""
    kinds: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    event: str | None = None
    session: str | None = None
    people: tuple[Mention, ...] = ()
    records: tuple[str, ...] = ()
    when: Reading | None = None
    place: int | None = None
    relation: str | None = None
    role: str | None = None
    wants: str | None = None
    pointing: bool = False
    cut: bool = False

    @property
    def now(self) -> datetime:
        """The instant of the question, in the asking person's zone."""
        return self.ask.now.astimezone(zone_of(self.ask.zone))


def understand(ask: Ask, catalog: Catalog, home: str | None = None) -> Question:
    """What *ask* asks for, seen through what *catalog* knows; times are read by the *home* event where none is named."""
    text = " ".join(clean(unicodedata.normalize("NFC", ask.text[: 20 * MAX_INPUT])).split())
    cut, text = len(text) > MAX_INPUT or len(ask.text) > 20 * MAX_INPUT, text[:MAX_INPUT]
    heard = hear(text, ask, catalog, now=ask.now.astimezone(zone_of(ask.zone)), home=home)
    rules = {"paper": PAPER_RULES, "session": SESSION_RULES, "mention": MENTION_RULES}[ask.surface]
    intent = next(intent for intent, fits in rules if fits(heard))
    focus(heard, text, intent)
    return Question(
        ask=ask, text=text, intent=intent, words=heard.words, topic=heard.topic, query=heard.query,
        phrase=heard.phrase, kinds=heard.kinds, orgs=heard.orgs,
        sources=heard.sources, event=heard.event, session=heard.session, people=heard.people,
        records=heard.records, when=heard.when,
        place=heard.place, relation=heard.relation, role=heard.role, wants=heard.wants, pointing=heard.points_back, cut=cut,
    )


Rule = tuple[str, Callable[[Heard], bool]]


def _asks_help(heard: Heard) -> bool:
    said = set(heard.words) - lex.GREETINGS - {"please", "me"}
    return bool(heard.words) and (said <= {"help", "commands", "usage", "hilfe"} and bool(said)
                                  or {"what", "can", "you", "do"} <= said or {"how", "you", "work"} <= said
                                  or {"how", "use"} <= said and bool({"you", "this"} & said) or {"who", "are", "you"} == said
                                  or {"what", "are", "you"} == said)


def _greets(heard: Heard) -> bool:
    return bool(heard.words) and set(heard.words) <= lex.GREETINGS | {"there", "usher", "good"} and heard.words[0] in lex.GREETINGS | {"good"}


def _thanks(heard: Heard) -> bool:
    return bool(lex.THANKS & set(heard.words[:2])) and not heard.topic_beyond(lex.THANKS | {"lot", "much", "great", "cool"})


def _asks_related(heard: Heard) -> bool:
    before_like = ("more", "papers", "paper", "something", "anything", "else", "work", "others", "talks")
    return heard.says(lex.RELATED_WORDS) or any(heard.pair(word, "like") for word in before_like)


def _asks_breaks(heard: Heard) -> bool:
    return heard.says(lex.BREAK_WORDS) and heard.relation is None and not heard.topic_beyond(lex.CUES["breaks"])


def _asks_around_break(heard: Heard) -> bool:
    return heard.says(lex.BREAK_WORDS) and heard.relation is not None and not heard.topic_beyond(lex.CUES["breaks"] | set(lex.RELATIONS))


def _asks_neighbour(heard: Heard) -> bool:
    """What comes before or after something that is named: "what comes after the mixup talk?"."""
    return heard.relation in ("before", "after") and (bool(heard.topic) or bool(heard.records)) and (
        heard.when is None or not heard.when.explicit_day) and heard.says({"what", "whats", "which", "who", "talk", "comes", "is"})


def _asks_place(heard: Heard) -> bool:
    return heard.place is not None and not heard.topic and not heard.who and not _asks_when(heard)


def _asks_length(heard: Heard) -> bool:
    """How long something of the programme takes; how long a model trained is another matter."""
    return (heard.pair("how", "long") or heard.pair("many", "minutes")) and bool(heard.kinds or heard.session)


def _counts(heard: Heard) -> bool:
    return heard.counted is not None


def _asks_role(heard: Heard) -> bool:
    if heard.role is None or (heard.role == "speaker" and heard.when is not None and "workshop" not in heard.kinds):
        return False
    if heard.role in ("speaker", "organizer") and not heard.who and not heard.people and "workshop" not in heard.kinds:
        return False
    return heard.who or bool(heard.people) or heard.says(lex.LIST_WORDS | {"list", "name", "are", "is"})


def _asks_authors(heard: Heard) -> bool:
    return heard.says(frozenset({"author", "authors", "coauthors", "coauthor"})) or heard.who


def _asks_links(heard: Heard) -> bool:
    """A link of one record; "which papers have code" asks for a list of those that have one."""
    return heard.wants is not None and not (heard.kinds and heard.says(lex.LIST_WORDS | {"what", "many"}))


def _asks_when(heard: Heard) -> bool:
    return heard.says(frozenset({"when", "whens"})) or heard.pair("what", "time") or heard.pair("which", "time") \
        or heard.pair("what", "day") or heard.pair("which", "day") or heard.pair("what", "date") \
        or (heard.says(frozenset({"starts", "start", "ends", "end", "begin", "begins"})) and heard.says(frozenset({"does", "do", "did"})))


def _asks_event(heard: Heard) -> bool:
    """When or where the conference as a whole is: nothing else is named."""
    return (_asks_when(heard) or _asks_where(heard)) and not (
        heard.topic_beyond(lex.CUES["when"] | lex.CUES["where"]) or heard.people or heard.session or heard.kinds or heard.when
        or heard.records or heard.points_back)


def _asks_listed(heard: Heard) -> bool:
    return heard.says(frozenset({"date", "dated"})) and heard.when is None or (
        heard.says(frozenset({"listed", "published", "posted", "released"})) and _asks_when(heard))


def _asks_where(heard: Heard) -> bool:
    return heard.says(lex.PLACE_WORDS - {"place"}) or ("session" in heard.kinds and heard.pair("which", "session"))


def _asks_fact(heard: Heard) -> bool:
    """A measure, a reason, or "which X" for an X that is no kind of record."""
    measured = any(heard.pair(how, word) for how in ("how", "what", "which", "whats") for word in lex.MEASURES)
    return measured or heard.says(frozenset({"why", "percent", "percentage"})) or heard.what_noun


def _asks_schedule(heard: Heard) -> bool:
    return heard.when is not None and not heard.topic and not heard.people


def _asks_about(heard: Heard) -> bool:
    return heard.says(lex.ABOUT_WORDS - {"about"}) or heard.pair("tell", "me") or (
        "about" in heard.words[-2:] and heard.says(frozenset({"what", "whats"}))) or (
        heard.words[:2] == ("what", "is") or heard.words[:1] == ("whats",)) and not heard.kinds and not heard.when


def _asks_list(heard: Heard) -> bool:
    return bool(heard.kinds or heard.orgs or heard.sources or heard.says(lex.LIST_WORDS))


_ALWAYS: Final[Rule] = ("search", lambda _: True)

MENTION_RULES: Final[Sequence[Rule]] = (
    ("empty", lambda h: not h.words),
    ("help", _asks_help),
    ("greeting", _greets),
    ("thanks", _thanks),
    ("unheld", lambda h: h.unheld),
    ("related", _asks_related),
    ("breaks", _asks_breaks),
    ("around break", _asks_around_break),
    ("neighbour", _asks_neighbour),
    ("schedule", _asks_place),
    ("count", _counts),
    ("roles", _asks_role),
    ("links", _asks_links),
    ("event", _asks_event),
    ("listed", _asks_listed),
    ("when", lambda h: _asks_when(h) or _asks_length(h)),
    ("where", _asks_where),
    ("fact", _asks_fact),
    ("authors", _asks_authors),
    ("schedule", _asks_schedule),
    ("about", _asks_about),
    ("list", _asks_list),
    _ALWAYS,
)

SESSION_RULES: Final[Sequence[Rule]] = (
    ("help", lambda h: h.words in (("help",), ("hilfe",))),
    ("around break", _asks_around_break),
    ("schedule", _asks_place),
    ("hint", lambda h: not (h.topic or h.people or h.kinds or h.when or h.session or h.records)),
    ("session", lambda h: h.session is not None and h.when is None),
    ("about", lambda h: bool(h.records)),
    ("schedule", lambda h: h.when is not None),
    ("schedule", lambda h: bool(h.kinds) and not h.topic and not h.people),
    ("programme", lambda h: bool(h.topic or h.people)),
    ("unread", lambda _: True),
)

PAPER_RULES: Final[Sequence[Rule]] = (
    ("empty", lambda h: not h.words),
    ("help", lambda h: h.words in (("help",), ("hilfe",))),
    ("person", lambda h: bool(h.people) and not h.topic),
    ("paper", lambda _: True),
)
