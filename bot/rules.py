"""Which intent a message has: for each surface a table of small rules, of which the first that fits decides.

A rule looks only at what was recognised, never at a whole phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from bot import lexicon as lex
from bot.heard import Heard, asks_presence, kind_word
from bot.models import Surface

_DOES: Final = frozenset({"do", "does", "did", "will"})
Rule = tuple[str, Callable[[Heard], bool]]
_HAPPENING: Final = ("is", "are", "whats", "happens", "happening", "runs", "running", "there", "anything")
_PLURALS: Final = tuple(word for word, kind in lex.KINDS.items() if word != kind)


def _asks_help(heard: Heard) -> bool:
    said = set(heard.words) - lex.GREETINGS - {"please", "me"}
    return bool(heard.words) and (
        (said <= {"help", "commands", "usage", "hilfe"} and bool(said))
        or {"what", "can", "you", "do"} <= said
        or {"how", "you", "work"} <= said
        or {"what", "can", "ask"} <= said
        or ({"how", "use"} <= said and bool({"you", "this"} & said))
        or said in ({"who", "are", "you"}, {"what", "are", "you"})
    )


def _greets(heard: Heard) -> bool:
    return (
        bool(heard.words)
        and set(heard.words) <= lex.GREETINGS | {"there", "usher", "good"}
        and heard.words[0] in lex.GREETINGS | {"good"}
    )


def _thanks(heard: Heard) -> bool:
    return bool(lex.THANKS & set(heard.words[:2])) and not (
        heard.kinds or heard.records or heard.topic_beyond(lex.PRAISE)
    )


def _asks_related(heard: Heard) -> bool:
    if heard.pair("close", "to") or heard.pair("like", "that") or heard.pair("like", "it"):
        return True
    before_like = ("more", "papers", "paper", "something", "anything", "else", "work", "others", "talks")
    return heard.says(lex.RELATED_WORDS) or any(heard.pair(word, "like") for word in before_like)


def _asks_breaks(heard: Heard) -> bool:
    return heard.says(lex.BREAK_WORDS) and heard.relation is None and not heard.topic_beyond(lex.CUES["breaks"])


def _asks_around_break(heard: Heard) -> bool:
    return (
        heard.says(lex.BREAK_WORDS)
        and heard.relation is not None
        and not heard.topic_beyond(lex.CUES["breaks"] | set(lex.RELATIONS))
    )


def _asks_neighbour(heard: Heard) -> bool:
    """What comes before or after something that is named: "what comes after the mixup talk?"."""
    leads = (
        "comes",
        "come",
        "is",
        "whats",
        "what",
        "happens",
        "follows",
        "right",
        "directly",
        "immediately",
        "talk",
        "on",
    )
    near = any(heard.pair(word, relation) for word in leads for relation in ("before", "after", "following"))
    asked = near and heard.says({"what", "whats", "which", "who", "whos"})
    listed = any(heard.pair(kinds, relation) for kinds in _PLURALS for relation in ("before", "after"))
    named = bool(heard.topic or heard.points_back or heard.people or _names_entry(heard))
    return (asked or listed) and named and _on_no_hour(heard)


def _asks_meanwhile(heard: Heard) -> bool:
    """What is on during something that is named: "what's on during the mixup talk?"."""
    on = any(heard.pair(word, while_) for word in ("on", "else") for while_ in lex.MEANWHILE)
    near = on or any(heard.pair(word, while_) for word in _HAPPENING for while_ in lex.MEANWHILE)
    return near and (_names_entry(heard) or (on and bool(heard.topic))) and _on_no_hour(heard)


def _names_entry(heard: Heard) -> bool:
    """Whether something of the programme is named: by its title, or by a kind."""
    return bool(heard.records or heard.session) or not lex.GENERAL_KINDS.issuperset(heard.kinds)


def _on_no_hour(heard: Heard) -> bool:
    """Whether no time is named but a day: "after 11" is a time, "after the talk on Tuesday" is not."""
    return heard.when is None or (heard.when.shape == "day" and heard.when.explicit_day)


def _asks_place(heard: Heard) -> bool:
    return heard.place is not None and not heard.topic and not heard.who and not _asks_when(heard)


def _asks_length(heard: Heard) -> bool:
    """How long something of the programme takes; how long a model trained is another matter."""
    it = heard.points_back and not heard.topic_beyond(lex.CUES["when"])
    return (heard.pair("how", "long") or heard.pair("many", "minutes")) and bool(heard.kinds or heard.session or it)


def _counts(heard: Heard) -> bool:
    return heard.counted is not None


def _asks_role(heard: Heard) -> bool:
    """People in a role: asked by who, by the role's own name ("organisers of …"), or about a person's roles."""
    if _asks_when(heard):
        return False
    if heard.role is None or (heard.role == "speaker" and heard.when is not None and "workshop" not in heard.kinds):
        return False
    if heard.says(lex.ROLE_NOUNS) or " " in heard.role:
        return True
    if heard.role in ("speaker", "organizer") and not heard.who and not heard.people:
        return False
    return heard.who or bool(heard.people)


def _asks_authors(heard: Heard) -> bool:
    return heard.says(frozenset({"author", "authors", "coauthors", "coauthor"})) or heard.who


def _asks_who_one_is(heard: Heard) -> bool:
    """Who somebody is, and nothing else: "who is ada byron?"."""
    return bool(heard.people) and heard.words[:2] == ("who", "is") and not (heard.topic or heard.kinds or heard.when)


def _asks_links(heard: Heard) -> bool:
    """A link of one record; "which papers have code" asks for a list of those that have one."""
    if heard.wants is not None and heard.says({"where", "wheres"}):
        return True  # "where do I find the video of the keynote"
    return heard.wants is not None and not (heard.kinds and heard.says(lex.LIST_WORDS | {"what", "many"}))


def _asks_when(heard: Heard) -> bool:
    if heard.who and heard.words[0] in lex.WHO_WORDS and heard.words[1:2] == ("wrote",):
        return False  # "who wrote When Do Gulls Sleep?"
    return (
        heard.says(frozenset({"when", "whens"}))
        or heard.pair("what", "time")
        or heard.pair("which", "time")
        or heard.pair("what", "day")
        or heard.pair("which", "day")
        or heard.pair("what", "date")
        or (
            heard.says({"time", "times"})
            and bool(heard.kinds or heard.people or heard.session)
            and not heard.topic_beyond(lex.CUES["when"])
        )
        or (
            heard.says(frozenset({"starts", "start", "ends", "end", "begin", "begins"}))
            and heard.says(frozenset({"does", "do", "did"}))
        )
    )


def _asks_event(heard: Heard) -> bool:
    """When or where the conference as a whole is: nothing else is named."""
    return (_asks_when(heard) or _asks_where(heard)) and not (
        heard.topic_beyond(lex.CUES["when"] | lex.CUES["where"])
        or heard.people
        or heard.session
        or heard.kinds
        or heard.when
        or heard.records
        or heard.points_back
    )


def _asks_listed(heard: Heard) -> bool:
    return (heard.says(frozenset({"date", "dated"})) and heard.when is None) or (
        heard.says(frozenset({"listed", "published", "posted", "released"})) and _asks_when(heard)
    )


def _asks_where(heard: Heard) -> bool:
    measured = any(heard.pair("how", measure) for measure in lex.MEASURES)
    named = heard.room is None and heard.says(lex.PLACE_WORDS - {"place"}) and not measured
    asked = heard.pair("which", "session") or heard.pair("what", "session")
    return named or heard.says({"where", "wheres"}) or ("session" in heard.kinds and asked)


def _asks_origin(heard: Heard) -> bool:
    """Where a person comes from: "where is ada byron from?"."""
    return bool(heard.people) and heard.words[-1:] == ("from",) and heard.says({"where", "wheres", "what", "which"})


def _asks_fact(heard: Heard) -> bool:
    """A measure, a reason, or "which X" for an X that is no kind of record."""
    measured = any(heard.pair(how, word) for how in ("how", "what", "which", "whats") for word in lex.MEASURES)
    return measured or heard.says(frozenset({"why", "percent", "percentage"})) or heard.what_noun


def _asks_schedule(heard: Heard) -> bool:
    limited = heard.when is not None or heard.room is not None or (heard.track is not None and not heard.kinds)
    return limited and not heard.topic and not heard.people


def _asks_whats_on(heard: Heard) -> bool:
    """What is on, and nothing more: "whats on?"."""
    bare = not (heard.topic or heard.names_something or heard.room)
    return bare and heard.says({"what", "whats"}) and heard.words[-1:] in (("on",), ("happening",))


def _asks_rooms(heard: Heard) -> bool:
    """Which rooms there are, or how many."""
    return "rooms" in heard.words and heard.room is None and not heard.topic_beyond({"rooms"})


def _asks_tracks(heard: Heard) -> bool:
    """Which tracks there are, or how many."""
    something = heard.topic or heard.records or heard.session
    return heard.asks_track and not something and ("tracks" in heard.words or not heard.points_back)


def _asks_track(heard: Heard) -> bool:
    """Which track something is in."""
    return heard.asks_track and heard.says({"which", "what", "whats"})


def _asks_clash(heard: Heard) -> bool:
    """Whether things are on at once."""
    together = heard.pair("same", "time") or heard.pair("conflict", "with") or heard.pair("conflicts", "with")
    return (
        together
        or heard.says(lex.CLASH_WORDS)
        or _asks_meanwhile(heard)
        or (heard.pair("see", "both") and heard.words[:1] == ("can",))
    )


def _asks_common(heard: Heard) -> bool:
    """Which people have a part in two things: "who is in both …", "who gives a talk and also a workshop"."""
    people = heard.who or heard.says(lex.PEOPLE_WORDS)
    return people and (heard.says({"both"}) or (heard.says({"also"}) and len(heard.kinds) > 1))


def _asks_whether(heard: Heard) -> bool:
    """Yes or no, of one thing said of a record that is named."""
    stated = any(kind_word(word) for article, word in pairwise(heard.words) if article in ("a", "an"))
    # What anything may be called claims nothing; "do I need a laptop for the workshop" does not ask for a kind.
    kinds = set(heard.kinds) - {"paper", "talk", "session", "post"} if stated or not heard.says(_DOES) else set()
    kinds |= set(heard.kinds) if stated and heard.says({"is", "was"}) else set()
    claims = sum(map(bool, (heard.room, heard.track, heard.languages, heard.people, heard.when))) or min(len(kinds), 1)
    named = heard.topic or heard.records or heard.session
    asking = heard.words[:1] and heard.words[0] in lex.ASKING_WHETHER and not heard.says(lex.EXISTENCE)
    whole = not heard.says({"only", "just"})  # "is she only giving the talk on mixup": a matter of all that she gives
    return bool(asking and named and whole and claims == 1 and not (heard.role or heard.wants))


def _asks_whether_it_says(heard: Heard) -> bool:
    """Yes or no, of something that only a record's own text can tell."""
    asking = heard.words[:1] and heard.words[0] in lex.ASKING_WHETHER and not heard.says(lex.EXISTENCE)
    return bool(asking and heard.topic and not heard.people)


def _asks_about(heard: Heard) -> bool:
    return (
        heard.says(lex.ABOUT_WORDS - {"about"})
        or heard.pair("tell", "me")
        or ("about" in heard.words[-2:] and heard.says(frozenset({"what", "whats"})))
        or (heard.words[:2] == ("what", "does") and heard.words[-1:] == ("do",))
        or ((heard.words[:2] == ("what", "is") or heard.words[:1] == ("whats",)) and not heard.kinds and not heard.when)
    )


def _names_session(heard: Heard) -> bool:
    return heard.session is not None or any(each.startswith("session:") for each in heard.records)


def _asks_contents(heard: Heard) -> bool:
    """What is in a session: "what is in poster session 3", "the programme of oral session 1"."""
    before = heard.words[heard.spoken.start - 1] if heard.spoken and heard.spoken.start else ""
    asked = heard.says({"what", "whats", "programme", "program", "contents"})
    return (
        _names_session(heard) and before in ("in", "of") and asked and not (heard.topic or heard.people or heard.kinds)
    )


def _asks_list(heard: Heard) -> bool:
    return bool(heard.kinds or heard.track or heard.orgs or heard.sources or heard.says(lex.LIST_WORDS))


_HELD: Final = frozenset({"paper", "poster", "talk"})  # kinds of what is in a session
_ALWAYS: Final[Rule] = ("search", lambda _: True)

MENTION_RULES: Final[Sequence[Rule]] = (
    ("empty", lambda h: not h.words),
    ("help", _asks_help),
    ("greeting", _greets),
    ("thanks", _thanks),
    ("unheld", lambda h: h.unheld),
    ("no room", lambda h: h.no_room is not None),
    ("rooms", _asks_rooms),
    ("no track", lambda h: h.no_track is not None),
    ("tracks", _asks_tracks),
    ("track", _asks_track),
    ("common", _asks_common),
    ("clash", _asks_clash),
    ("whether", _asks_whether),
    ("related", _asks_related),
    ("breaks", _asks_breaks),
    ("around break", _asks_around_break),
    ("neighbour", _asks_neighbour),
    ("schedule", _asks_place),
    ("hint", _asks_whats_on),
    ("count", _counts),
    ("roles", _asks_role),
    ("links", _asks_links),
    ("event", _asks_event),
    ("origin", _asks_origin),
    ("listed", _asks_listed),
    ("when", lambda h: _asks_when(h) or _asks_length(h)),
    ("where", _asks_where),
    (
        "person",
        lambda h: (
            _asks_who_one_is(h)
            or (bool(h.people) and not h.topic_beyond(lex.CUES["authors"] | lex.TOGETHER) and not (h.who or h.kinds))
        ),
    ),
    ("fact", _asks_fact),
    ("authors", _asks_authors),
    ("schedule", _asks_schedule),
    ("session", _asks_contents),
    ("about", _asks_about),
    ("session", lambda h: _names_session(h) and not h.topic and not h.people and _HELD.isdisjoint(h.kinds)),
    ("list", lambda h: asks_presence(h.words)),
    ("said", _asks_whether_it_says),
    ("list", _asks_list),
    _ALWAYS,
)

SESSION_RULES: Final[Sequence[Rule]] = (
    ("help", lambda h: h.words in (("help",), ("hilfe",))),
    ("no room", lambda h: h.no_room is not None),
    ("rooms", _asks_rooms),
    ("no track", lambda h: h.no_track is not None),
    ("tracks", _asks_tracks),
    ("breaks", _asks_breaks),
    ("around break", _asks_around_break),
    ("schedule", _asks_place),
    ("hint", lambda h: not (h.topic or h.people or h.kinds or h.when or h.session or h.records or h.room or h.track)),
    ("session", lambda h: _names_session(h) and h.when is None),
    ("about", lambda h: bool(h.records)),
    ("schedule", lambda h: h.when is not None or h.room is not None or h.track is not None),
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

RULES: Final[Mapping[Surface, Sequence[Rule]]] = {
    "mention": MENTION_RULES,
    "paper": PAPER_RULES,
    "session": SESSION_RULES,
}
