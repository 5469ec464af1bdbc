"""The words that people use to ask: tables, not rules.

All words are folded (no capitals, no accents). A word may stand in several tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.text import CHAT_WORDS

# What people call the things of a programme -> the kind that is meant.
KINDS: Final[Mapping[str, str]] = {
    "oral": "oral", "orals": "oral", "spotlight": "spotlight", "spotlights": "spotlight",
    "poster": "poster", "posters": "poster", "talk": "talk", "talks": "talk", "presentation": "talk",
    "presentations": "talk", "lecture": "talk", "lectures": "talk", "paper": "paper", "papers": "paper",
    "publication": "paper", "publications": "paper", "keynote": "keynote", "keynotes": "keynote",
    "plenary": "keynote", "plenaries": "keynote", "workshop": "workshop", "workshops": "workshop",
    "tutorial": "tutorial", "tutorials": "tutorial", "social": "social", "socials": "social",
    "panel": "panel", "panels": "panel", "post": "post", "posts": "post", "article": "post", "articles": "post",
    "session": "session", "sessions": "session", "demo": "demo", "demos": "demo", "track": "track",
}

# A kind -> the words of a slot's, session's or paper's own type that it takes in.
KIND_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "talk": frozenset({"talk", "oral", "spotlight", "keynote", "lecture", "presentation", "lightning", "invited"}),
    "poster": frozenset({"poster"}),
    "oral": frozenset({"oral"}),
    "spotlight": frozenset({"spotlight"}),
    "keynote": frozenset({"keynote", "plenary", "invited"}),
    "workshop": frozenset({"workshop"}),
    "tutorial": frozenset({"tutorial"}),
    "social": frozenset({"social"}),
    "panel": frozenset({"panel"}),
    "demo": frozenset({"demo", "demonstration"}),
}

# A kind -> the words of a whole session's type that it takes in, besides its own.
SESSION_TYPES: Final[Mapping[str, frozenset[str]]] = {"keynote": frozenset({"keynote", "plenary"}), "demo": frozenset({"demonstration"})}

# Words of a role's name as people ask for it -> words that the role as held must contain, one of them.
ROLES: Final[Mapping[str, frozenset[str]]] = {
    "moderator": frozenset({"moderator"}),
    "organizer": frozenset({"organizer", "organizing"}),
    "speaker": frozenset({"speaker", "panelist"}),
    "panelist": frozenset({"panelist"}),
    "board": frozenset({"board", "officer"}),
    "officer": frozenset({"officer"}),
    "area chair": frozenset({"area"}),
    "program committee": frozenset({"program"}),
    "organizing committee": frozenset({"organizing"}),
    "advisor": frozenset({"advisor"}),
    "chair": frozenset({"chair", "moderator"}),
}

# Word or pair of words -> role.
ROLE_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("moderate", "moderates", "moderating", "moderated", "moderator", "moderators"), "moderator"),
    **dict.fromkeys(("organize", "organizes", "organizing", "organized", "organizer", "organizers", "organise",
                     "organises", "organising", "organised", "organiser", "organisers", "runs", "running",
                     "hosts", "hosting", "host"), "organizer"),
    **dict.fromkeys(("speaker", "speakers", "speak", "speaks", "speaking", "spoke", "invited"), "speaker"),
    **dict.fromkeys(("panelist", "panelists", "panellist", "panellists"), "panelist"),
    **dict.fromkeys(("board",), "board"),
    **dict.fromkeys(("officer", "officers"), "officer"),
    **dict.fromkeys(("advisor", "advisors", "adviser", "advisers"), "advisor"),
    **dict.fromkeys(("chair", "chairs", "chairing", "chaired"), "chair"),
    **dict.fromkeys(("area chair", "area chairs", "acs"), "area chair"),
    **dict.fromkeys(("program committee", "programme committee", "program committees", "pc"), "program committee"),
    **dict.fromkeys(("organizing committee", "organising committee", "organization committee"), "organizing committee"),
}

# Organisations by the other names that people use.
ORG_ALIASES: Final[Mapping[str, str]] = {
    "fb": "facebook", "googler": "google", "googlers": "google", "goog": "google", "msr": "microsoft",
}

# What is asked for, by the word that asks for it.
TIME_WORDS: Final = frozenset({"when", "whens", "time", "times", "start", "starts", "starting", "begin", "begins", "end",
                               "ends", "finish", "finishes", "oclock"})
PLACE_WORDS: Final = frozenset({"where", "wheres", "room", "rooms", "location", "venue", "hall", "building", "floor", "place"})
AUTHOR_WORDS: Final = frozenset({"author", "authors", "wrote", "write", "written", "writer", "writers", "behind", "coauthor",
                                 "coauthors", "authored", "presents", "presenting", "presented", "presenter", "presenters",
                                 "present", "gives", "giving", "by", "made", "created", "did"})
WHO_WORDS: Final = frozenset({"who", "whos", "whose", "whom"})
RELATED_WORDS: Final = frozenset({"similar", "related", "resembles", "alike", "resembling"})
LINK_WORDS: Final[Mapping[str, str]] = {
    "link": "", "links": "", "url": "", "urls": "", "pdf": "pdf", "code": "code", "github": "code", "repo": "code",
    "repository": "code", "implementation": "code", "openreview": "openreview", "arxiv": "arxiv", "slides": "slides",
    "video": "video", "videos": "video", "recording": "video", "recordings": "video", "zoom": "zoom",
    "stream": "stream", "livestream": "stream", "website": "", "homepage": "", "slack": "slack", "blog": "blog post",
    "blogpost": "blog post",
}
MEDIA: Final = frozenset({"video", "videos", "stream", "recording", "recordings", "website", "homepage", "slack", "blog", "code", "page"})
# Words before or after which a link word asks for a link and is no topic ("the code", "video of").
LINK_BEFORE: Final = frozenset({"the", "a", "any", "its", "their", "link", "links", "and", "have", "has", "there", "get", "find", "see", "with", ""})
LINK_AFTER: Final = frozenset({"of", "for", "to", "please", "pls", "linked", "available", "link", "links", "url", "page", "post", "posts"})
BREAK_WORDS: Final = frozenset({"break", "breaks", "pause", "pauses", "intermission", "gap", "gaps"})
LIST_WORDS: Final = frozenset({"which", "any", "anything", "list", "find", "show", "something", "other", "all", "anyone"})
ABOUT_WORDS: Final = frozenset({"about", "summary", "summarize", "summarise", "abstract", "tldr", "explain", "describe", "gist"})
LISTED_WORDS: Final = frozenset({"date", "dated", "listed", "published", "posted", "appeared", "released", "out"})
HELP_WORDS: Final = frozenset({"help", "commands", "usage", "hilfe", "?"})
GREETINGS: Final = frozenset({"hi", "hello", "hey", "hallo", "hola", "yo", "moin", "morning", "heya", "hiya"})
THANKS: Final = frozenset({"thanks", "thank", "thx", "ty", "cheers", "danke", "merci", "gracias"})
MEASURES: Final = frozenset({"much", "many", "big", "large", "fast", "faster", "long", "small", "often", "accurate", "better",
                             "far", "deep", "high", "low", "slow", "slower", "cheap", "cheaper", "expensive", "old", "size",
                             "percent", "percentage", "score", "accuracy", "speedup", "rate", "number"})

# What programmes do not hold: asked with one of these, only a record that has the word itself may answer.
UNHELD: Final = frozenset({
    "wifi", "password", "prize", "prizes", "award", "awards", "winner", "winners", "won", "win", "registered", "registration",
    "register", "registrations", "attendees", "attendance", "participants", "ticket", "tickets", "price", "prices", "cost",
    "costs", "fee", "fees", "hotel", "hotels", "visa", "weather", "food", "lunch", "dinner", "coffee", "parking", "shuttle",
    "acceptance", "accepted", "submissions", "submitted", "submission", "rejected", "reviewer", "reviewers", "review",
    "reviews", "rating", "ratings", "citations", "cited", "salary", "job", "jobs", "zoom", "stream", "email", "phone",
    "refund", "discount", "party", "deadline", "sponsor", "sponsors", "bathroom", "toilet", "restaurant",
})

ORDINALS: Final[Mapping[str, int]] = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1,
}

# What stands after an ordinal that counts in the programme: "the last talk", "the second break", "first thing".
COUNTABLE: Final = frozenset({"thing", "one", "item", "entry", "event", *KINDS, *BREAK_WORDS})
RELATIONS: Final[Mapping[str, str]] = {"after": "after", "following": "after", "follows": "after", "since": "after",
                                       "before": "before", "until": "before", "till": "before", "precedes": "before",
                                       "preceding": "before", "between": "between", "previous": "before"}

# The words that ask for what an intent gives: they are no part of its topic.
CUES: Final[Mapping[str, frozenset[str]]] = {
    "when": TIME_WORDS | {"speak", "speaks", "speaking", "scheduled", "slot", "date", "day", "duration", "last", "lasts", "minutes",
                          "long", "over", "done", "run", "runs"},
    "listed": LISTED_WORDS | TIME_WORDS,
    "where": PLACE_WORDS | {"track"},
    "authors": AUTHOR_WORDS | {"first", "last", "lead", "senior", "speaking", "speaker", "together", "team"},
    "breaks": BREAK_WORDS | TIME_WORDS | {"long", "minutes", "coffee", "two", "runs", "on"},
    "neighbour": frozenset({*RELATIONS, "directly", "immediately", "straight", "next", "happens", "runs"}),
    "related": RELATED_WORDS,
    "about": ABOUT_WORDS | {"paper"},
    "fact": frozenset({"behind", "achieve", "achieves", "reach", "reaches", "report", "reported", "study", "big", "long", "many"}),
    "help": HELP_WORDS,
}

# What people shorten, and what the field writes.
SHORT_FOR: Final[Mapping[str, str]] = {"net": "network", "nets": "networks", "nns": "neural networks", "vs": "", "versus": ""}

# Words before which "which X" and "what X" ask for a fact: "what perplexity does …".
AUXILIARIES: Final = frozenset({"do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "can", "could", "will", "would"})

# Words that point back into the thread.
POINTERS: Final = frozenset({"it", "its", "that", "this", "they", "them", "their", "those", "these", "one", "ones", "he",
                             "she", "his", "her", "him", "there", "same"})
FOLLOW_STARTS: Final = frozenset({"and", "also", "then", "what about", "how about", "ok and", "or"})
# Words with no content of their own in a question: never the topic.
FILLERS: Final = CHAT_WORDS | frozenset("""
a about after again all also am an and any anybody anyone anything are around as ask at be been before being but by can
come comes could day deal deals dealing do does doing done for from get gets give gives go going got had has have having
hear held here hi how i if im in interested interesting into is isnt it its just know let like list look looking make
many may me mention more most much my name named need new no not of off on once one ones only or other our out over pls
please plz really s scheduled see show shows so some somebody someone something stuff take taking tell than that thats the
their them then there these they thing things think this those through to too under up us use used uses using very via
want was we were what whats when where which who whos whose why will with without work works working would wrote you your
w r u t d ll re ve find happen happens happening program programme conference part participate participating there's
authors author papers paper talk talks nr number presented presents presenting present title titled called
kind sort type lots quick hey hello usher bot different ever yet still able each every both few came come comes
linked listed available concerning regarding involving regards plus gonna wanna got conf edition year
""".split())
