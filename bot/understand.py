"""A message -> Question: what is asked for, about which people, records and times.

Recognisers each claim some words of the message (a time, an event, a person …). What none of them claims is
the topic. Then the first rule that fits names the intent (see ``bot.rules``).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Final

from bot import lexicon as lex
from bot.filters import Filter, read_filters
from bot.models import MAX_INPUT, Ask
from bot.recognise import focus, hear
from bot.rules import RULES
from bot.safe import clean
from bot.when import Reading
from bot.zones import zone_of
from corpus.catalog import Catalog
from corpus.models import Value
from corpus.people import Mention

_BESIDES: Final = re.compile(
    r"\b(?:besides|apart from|aside from|other than|except(?: for)?|excluding)\b", re.IGNORECASE
)
_ASKS_ON: Final = re.compile(r",?\s+(?=(?:what|which|who|when|where|is|does|do|are|has)\b)", re.IGNORECASE)
# "Queer in AI", which a programme may write as "QueerInAI".
_ACROSS: Final = re.compile(r"(?<![\w-])(\w{2,}) (in|of|for|and|on|to|as) (\w{2,})(?![\w-])", re.IGNORECASE)
_SHORT: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(lex.LONG_FORMS)})(?![\w-])", re.IGNORECASE)
_CHAT: Final = re.compile(
    rf"(?<![\w/'-])(?:{'|'.join(map(re.escape, sorted(lex.CHAT_SPELLINGS, key=len, reverse=True)))})(?![\w/'-])",
    re.IGNORECASE,
)


class Question(Value):
    """A message as it was understood.

    *topic* holds the folded words that nothing else claimed, in order, and *query* the same as written;
    *phrase* runs from the first of them to the end, small words included; *words* are all words; *kinds*, *orgs*,
    *sources*, *event*, *session*, *room*, *track*, *languages* and *people* name what was recognised, *no_room* and
    *no_track* a room and a track that there are not;
    *records* are references of what a whole title names or a thread settled; *when* is the time read; *place* counts
    in the programme (0 the first, -1 the last), *recent* by date of listing, *counted* is what "how many" counts, and
    *relation* is what something stands in to another ("before", "after", "between"); *role* is the role asked
    about; *wants* the sort of link; *filters* are conditions that were typed as such; *besides* is what the
    answer leaves out, as written, and *excluded* the references of what that names; *named* counts the words, from the
    first to behind the last, that name what is asked about.
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
    room: str | None = None
    no_room: str | None = None
    track: str | None = None
    no_track: str | None = None
    languages: tuple[str, ...] = ()
    people: tuple[Mention, ...] = ()
    records: tuple[str, ...] = ()
    when: Reading | None = None
    place: int | None = None
    recent: int | None = None
    relation: str | None = None
    counted: str | None = None
    role: str | None = None
    wants: str | None = None
    filters: tuple[Filter, ...] = ()
    besides: str = ""
    excluded: tuple[str, ...] = ()
    named: tuple[int, int] | None = None
    pointing: bool = False
    cut: bool = False

    @property
    def now(self) -> datetime:
        """The instant of the question, in the asking person's zone."""
        return self.ask.now.astimezone(zone_of(self.ask.zone))


def _written_as_one(said: re.Match[str], catalog: Catalog) -> str:
    """The words *said* as one, where a title has them so."""
    joined = "".join(said.groups())
    hits = catalog.index.search(joined, limit=1) if catalog.index.knows(joined) else []
    return joined if hits and hits[0].title_coverage > 0 else said[0]


def understand(ask: Ask, catalog: Catalog, home: str | None = None) -> Question:
    """What *ask* asks for, seen through *catalog*; times are read by the *home* event where no other is named."""
    text = " ".join(clean(unicodedata.normalize("NFC", ask.text[: 20 * MAX_INPUT])).split())
    text = _CHAT.sub(lambda m: lex.CHAT_SPELLINGS[m[0].casefold()], text) if ask.surface != "paper" else text
    text = _SHORT.sub(lambda m: m[0] if catalog.index.knows(m[0]) else lex.LONG_FORMS[m[0].casefold()], text)
    text = _ACROSS.sub(lambda m: _written_as_one(m, catalog), text)
    cut, text = len(text) > MAX_INPUT or len(ask.text) > 20 * MAX_INPUT, text[:MAX_INPUT]
    asked, _, besides = (part.strip() for part in _BESIDES.sub("\0", text, count=1).partition("\0"))
    if besides and not asked:  # "besides the poster, what does she present"
        besides, _, asked = _ASKS_ON.sub("\0", besides, count=1).partition("\0")
        besides = besides if asked else ""
    left, filters = read_filters(asked if besides else text, named_only=ask.surface != "paper")
    heard = hear(left, ask, catalog, now=ask.now.astimezone(zone_of(ask.zone)), home=home)
    intent = "filtered" if filters else next(intent for intent, fits in RULES[ask.surface] if fits(heard))
    focus(heard, intent)
    return Question(
        ask=ask,
        text=text,
        intent=intent,
        words=heard.words,
        topic=heard.topic,
        query=heard.query,
        phrase=heard.phrase,
        kinds=heard.kinds,
        orgs=heard.orgs,
        sources=heard.sources,
        event=heard.event,
        session=heard.session,
        room=heard.room,
        no_room=heard.no_room,
        track=heard.track,
        no_track=heard.no_track,
        languages=heard.languages,
        people=heard.people,
        records=heard.records,
        when=heard.when,
        place=heard.place,
        recent=heard.recent,
        relation=heard.relation,
        counted=heard.counted,
        role=heard.role,
        wants=heard.wants,
        filters=filters,
        besides=besides if ask.surface == "mention" else "",
        named=heard.subject,
        pointing=heard.points_back,
        cut=cut,
    )
