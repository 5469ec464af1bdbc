"""The words that people use to ask: tables, not rules.

All words are folded (no capitals, no accents). A word may stand in several tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.text import CHAT_WORDS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _meaning(**words: str) -> dict[str, str]:
    """Each word -> what it means: the name of its argument, with blanks for underscores."""
    return {word: name.replace("_", " ") for name, said in words.items() for word in said.split()}


# How people shorten words in chat -> the word; applied before anything is recognised.
CHAT_SPELLINGS: Final[Mapping[str, str]] = {
    "abt": "about", "b4": "before", "sth": "something", "smth": "something", "thru": "through", "ppl": "people",
    "ws": "workshop", "lol": "", "gimme": "give me", "u": "you", "r": "are", "ur": "your", "w/": "with",
    "w/o": "without", "info": "", "gonna": "going to", "wanna": "want to", "tho": "", "asap": "",
    "nw": "now", "whos": "who is", "abstr": "abstract", "teh": "the", "wat": "what", "conf": "conference",
    "tl;dr": "tldr",
}  # fmt: skip

# What people call the things of a programme -> the kind that is meant.
KINDS: Final[Mapping[str, str]] = _meaning(
    oral="oral orals",
    spotlight="spotlight spotlights",
    poster="poster posters",
    talk="talk talks presentation presentations lecture lectures",
    paper="paper papers publication publications",
    keynote="keynote keynotes plenary plenaries",
    workshop="workshop workshops",
    tutorial="tutorial tutorials",
    social="social socials",
    panel="panel panels",
    post="post posts article articles",
    session="session sessions",
    demo="demo demos",
    track="track tracks",
    qna="qna qnas",
)

# A kind -> the words of a talk's own type that it takes in, where they are others than its own name.
KIND_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "talk": _words("talk oral spotlight keynote lecture presentation lightning invited"),
    "keynote": _words("keynote plenary invited"),
    "demo": _words("demo demonstration"),
}

# Kinds by which people may mean any record.
GENERAL_KINDS: Final = frozenset({"paper", "talk", "session", "post", "track"})

# Types under which a programme presents a paper.
PAPER_TYPES: Final = _words("talk oral spotlight poster presentation")

# A kind -> the words of a whole session's type that it takes in, besides its own name.
SESSION_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "keynote": _words("keynote plenary"),
    "demo": _words("demonstration"),
}

# A role as people ask for it -> words of which the role as held must have one.
ROLES: Final[Mapping[str, frozenset[str]]] = {
    "moderator": _words("moderator"),
    "organizer": _words("organizer organizing"),
    "speaker": _words("speaker panelist"),
    "panelist": _words("panelist"),
    "board": _words("board officer"),
    "officer": _words("officer"),
    "area chair": _words("area"),
    "program committee": _words("program"),
    "organizing committee": _words("organizing"),
    "advisor": _words("advisor"),
    "chair": _words("chair moderator"),
}

# A word, or two, -> the role that it asks for.
ROLE_WORDS: Final[Mapping[str, str]] = {
    **_meaning(
        moderator="moderate moderates moderating moderated moderator moderators",
        organizer="organize organizes organizing organized organizer organizers organise organises organising "
        "organised organiser organisers runs running hosts hosting host",
        speaker="speaker speakers speak speaks speaking spoke invited",
        panelist="panelist panelists panellist panellists",
        board="board",
        officer="officer officers",
        advisor="advisor advisors adviser advisers",
        chair="chair chairs chairing chaired",
        area_chair="acs",
        program_committee="pc",
    ),
    **dict.fromkeys(("area chair", "area chairs"), "area chair"),
    **dict.fromkeys(("program committee", "programme committee", "program committees"), "program committee"),
    **dict.fromkeys(("organizing committee", "organising committee"), "organizing committee"),
}

# Role words that ask for the people in that role by themselves: "organisers of the workshop?".
ROLE_NOUNS: Final = frozenset(
    word
    for word, role in ROLE_WORDS.items()
    if (
        word.endswith(("r", "rs", "ist", "ists", "committee", "committees", "s"))
        and not word.endswith(("es", "speaks", "runs", "hosts", "chairs"))
    )
    or role in ("area chair", "program committee", "board")
)

# Organisations by the other names that people use.
ORG_ALIASES: Final[Mapping[str, str]] = _meaning(
    facebook="fb",
    google="googler googlers goog",
    microsoft="msr",
)

# Link words -> the sort of link; "" is any.
LINK_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(["link", "links", "url", "urls", "website", "homepage"], ""),
    **_meaning(
        pdf="pdf",
        code="code github repo repository implementation",
        openreview="openreview",
        arxiv="arxiv",
        slides="slides",
        video="video videos recording recordings",
        zoom="zoom",
        stream="stream livestream",
        slack="slack",
        blog_post="blog blogpost",
    ),
}
# Link words that are topics too, and the words before or after which they ask for a link ("the code", "video of").
MEDIA: Final = _words("video videos stream recording recordings website homepage slack blog code page")
LINK_BEFORE: Final = _words("the a any its their link links and have has there get find see with") | {""}
LINK_AFTER: Final = _words("of for to please pls linked available link links url page post posts")

ORDINALS: Final[Mapping[str, int]] = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "last": -1, "opening": 0, "closing": -1, "final": -1,
}  # fmt: skip
# Words for the newest and the oldest of a dated list.
RECENCY: Final[Mapping[str, int]] = {"newest": -1, "latest": -1, "oldest": 0, "earliest": 0}
BREAK_WORDS: Final = _words("break breaks pause pauses intermission")
# What stands after an ordinal that counts in the programme: "the last talk", "the second break", "first thing".
COUNTABLE: Final = _words("thing one item entry event") | frozenset(KINDS) | BREAK_WORDS
RELATIONS: Final[Mapping[str, str]] = _meaning(
    after="after following follows since",
    before="before until till precedes preceding previous",
    between="between",
)

MEANWHILE: Final = ("during", "while", "alongside")  # beside CLASH_WORDS: "what's on during the panel"

TIME_WORDS: Final = _words("when whens time times start starts starting begin begins end ends finish finishes oclock")
PLACE_WORDS: Final = _words("where wheres room rooms location venue hall building floor place")
ROOM_WORDS: Final = _words("room rooms hall auditorium stage ballroom theatre theater")
CLASH_WORDS: Final = ("clash", "clashes", "clashing", "overlap", "overlaps", "overlapping")
ASKING_WHETHER: Final = _words("is are was were does did do will isnt wasnt")
EXISTENCE: Final = _words("any anything anyone anybody something somebody someone there which what who how when where")
TRACK_WORDS: Final = _words("track tracks")
WHO_WORDS: Final = _words("who whos whose whom")
RELATED_WORDS: Final = _words("similar related resembles alike resembling vein")
LIST_WORDS: Final = _words("which any anything list find show something other all anyone")
TOPICAL: Final = _words("papers about on anything any something talks posters work works topic")
ABOUT_WORDS: Final = _words("about summary summarize summarise abstract tldr explain describe gist")
# … of which these ask for the whole of what is named.
TELLING: Final = _words("tell summary summarize summarise describe explain tldr gist")
# What a text as a whole has: asked for one of them, its beginning answers.
GIST_WORDS: Final = _words(
    "main key idea ideas contribution contributions point goal purpose takeaway essence overview"
)
# What people call what they look for: "anything good on owls".
PRAISING: Final = _words("good nice cool fun great")
GREETINGS: Final = _words("hi hello hey hallo hola yo moin morning heya hiya")
THANKS: Final = _words("thanks thank thx ty cheers danke merci gracias")
MEASURES: Final = _words(
    "much many big large fast faster long small often accurate better far deep high low slow slower cheap cheaper "
    "expensive old size percent percentage score accuracy speedup rate number"
)
# Words before which "which X" and "what X" ask for a fact: "what perplexity does …".
AUXILIARIES: Final = _words("do does did is are was were has have had can could will would came comes goes went")

# The words that ask for what an intent gives: they are no part of its topic.
CUES: Final[Mapping[str, frozenset[str]]] = {
    "when": TIME_WORDS
    | _words(
        "speak speaks speaking scheduled slot date day duration last lasts minutes long over done run runs go goes"
    ),
    "listed": TIME_WORDS | _words("date dated listed published posted appeared released out"),
    "where": PLACE_WORDS | {"track"},
    "authors": _words(
        "author authors wrote write written writer writers behind coauthor coauthors authored presents presenting "
        "presented presenter presenters present gives giving teach teaches teaching taught sit sits by made created "
        "did first last lead senior speaking speaker together team invented invents invent proposed proposes "
        "introduced introduces developed develops created creates came"
    ),
    "breaks": BREAK_WORDS | TIME_WORDS | _words("long minutes coffee two runs on next"),
    "neighbour": frozenset(RELATIONS)
    | _words("directly immediately straight right next happens runs comes come talk room hall same"),
    "clash": frozenset(CLASH_WORDS) | frozenset(MEANWHILE) | _words("same time both else conflict conflicts"),
    "said": frozenset({"really", "actually"}),
    "related": RELATED_WORDS | _words("close closest liked else like"),
    "about": ABOUT_WORDS | GIST_WORDS | {"paper"},
    "fact": _words("behind achieve achieves reach reaches report reported study big long many try tried exactly"),
}

# Verbs that only join a thing to its figure: a text may say it with any other, "over 48 species" for "covers".
LIGHT_VERBS: Final = _words(
    "get gets got cover covers covered use uses used have has had need needs needed take takes took score scores "
    "scored handle handles support supports contain contains hold holds include includes show shows see sees run runs "
    "bring brings give gives yield yields obtain obtains attain attains hit hits"
)

# Words that rank: programmes do not, so what is "the best" or has "the most likes" is nowhere in them.
RANKS: Final = _words("best worst most least fewest funniest coolest greatest hottest favourite favorite boringest")

# What programmes do not hold: asked with one of these, only a record that has the word itself may answer.
UNHELD: Final = _words(
    "wifi password prize prizes award awards winner winners won win registered registration register registrations "
    "attendees attendance participants ticket tickets price prices cost costs fee fees hotel hotels visa weather food "
    "lunch dinner coffee parking shuttle acceptance accepted submissions submitted submission rejected reviewer "
    "reviewers review reviews rating ratings citations cited salary job jobs zoom stream email phone refund discount "
    "party deadline sponsor sponsors bathroom toilet restaurant likes upvotes"
)

# Codes of languages -> their names, as programmes use them.
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "cs": "Czech", "sv": "Swedish", "ja": "Japanese", "zh": "Chinese", "ru": "Russian",
    "no": "Norwegian", "nb": "Norwegian", "nn": "Norwegian", "da": "Danish", "fi": "Finnish", "uk": "Ukrainian",
    "tr": "Turkish", "ko": "Korean", "ar": "Arabic", "he": "Hebrew", "el": "Greek", "hu": "Hungarian", "ro": "Romanian",
    "ca": "Catalan", "hi": "Hindi", "vi": "Vietnamese", "id": "Indonesian", "mr": "Marathi", "bn": "Bengali",
    "ta": "Tamil", "te": "Telugu", "kn": "Kannada", "ml": "Malayalam", "gu": "Gujarati", "pa": "Punjabi", "ur": "Urdu",
    "ne": "Nepali", "si": "Sinhala", "fa": "Persian", "th": "Thai", "ms": "Malay", "sk": "Slovak", "sl": "Slovenian",
    "hr": "Croatian", "sr": "Serbian", "bs": "Bosnian", "bg": "Bulgarian", "et": "Estonian", "lv": "Latvian",
    "lt": "Lithuanian", "is": "Icelandic", "ga": "Irish", "cy": "Welsh", "eu": "Basque", "gl": "Galician",
    "sw": "Swahili", "af": "Afrikaans", "am": "Amharic", "ka": "Georgian", "hy": "Armenian", "se": "Sami",
    "sq": "Albanian", "mk": "Macedonian", "be": "Belarusian", "kk": "Kazakh", "eo": "Esperanto",
}  # fmt: skip

# Short forms that the whole field uses -> what a programme may write instead; read where it does not know them.
LONG_FORMS: Final[Mapping[str, str]] = {
    "ai": "artificial intelligence", "ml": "machine learning", "nlp": "natural language processing",
    "rl": "reinforcement learning", "cv": "computer vision", "gui": "graphical user interface", "ui": "user interface",
    "llm": "large language model", "llms": "large language models", "gnn": "graph neural network",
    "gnns": "graph neural networks", "cnn": "convolutional neural network", "cnns": "convolutional neural networks",
    "rnn": "recurrent neural network", "rnns": "recurrent neural networks", "gan": "generative adversarial network",
    "gans": "generative adversarial networks", "vae": "variational autoencoder", "vaes": "variational autoencoders",
    "qa": "question answering", "asr": "speech recognition", "nas": "neural architecture search",
    "nmt": "neural machine translation", "hci": "human computer interaction", "db": "database", "dbs": "databases",
    "k8s": "kubernetes", "js": "javascript", "ts": "typescript", "ux": "user experience", "ops": "operations",
}  # fmt: skip

# What people shorten -> what the field writes.
SHORT_FOR: Final[Mapping[str, str]] = {
    "net": "network",
    "nets": "networks",
    "nn": "neural network",
    "nns": "neural networks",
    "vs": "",
    "versus": "",
}

# Small words that belong to talk about a record, not to its title.
TALK: Final = _words(
    "please pls plz paper papers talk talks about it its this that these those thanks again one ones for me there they "
    "them on at in and or who when where what which was were does do did have has had called titled presented author "
    "authors by he she say said tell show find know anything something here now happening scheduled"
)
# What people do with talks and papers: beside a person's name these words ask for nothing more.
DOING: Final = _words(
    "give gives giving gave given run runs running ran hold holds holding held do does doing did teach teaches "
    "teaching present presents presenting presented speak speaks speaking write writes wrote writing written author "
    "authored coauthor coauthors coauthored publish publishes published contribute contributes contributed have has "
    "having had involved invent invents invented propose proposed introduce introduced develop developed create "
    "created build built part in"
)
# … of which these make a name of the word before them: "when does ada speak".
PRESENTING: Final = _words("give gives giving present presents presenting speak speaks speaking teach teaches teaching")
# Words by which people ask who wrote something.
WRITING: Final = _words("wrote write written author authors")
# Words for what a record is filed under: "papers tagged federated learning".
LABELS: Final = _words("tagged tag tags keyword keywords labelled labeled label labels topic topics event events")
# What stands beside thanks.
PRAISE: Final = THANKS | _words("lot lots help helpful much great awesome perfect nice cool good you day bot usher")
# Words for the people of a programme.
PEOPLE_WORDS: Final = _words("people author authors speaker speakers presenter presenters anyone someone somebody")
# Words by which people ask for what several have in common.
TOGETHER: Final = _words("together both jointly joint")
# Words for a person of the thread, and for what else there is.
PERSONS: Final = _words("he she they him her his hers their")
OTHERS: Final = _words("else another other others more")
# Words that speak of the list before: "only the posters", "which of those".
OF_THE_LIST: Final = _words("only just those them these ones they")
# Words of a question that stands alone, though it names nothing but limits: "what's on on Friday".
ASKING_ANEW: Final = _words(
    "what whats which who show list is are there happening happens give tell anything any schedule program programme "
    "agenda timetable"
)
# How a follow-up begins that puts the earlier question anew: "and on Friday?", "what about posters?".
LEADS: Final = (("and",), ("or",), ("but",), ("what", "about"), ("how", "about"))
# Words that point back into the thread.
POINTERS: Final = _words("it its that this they them their those these one ones he she his her him there same")

# Words with no content of their own in a question: never the topic.
FILLERS: Final = CHAT_WORDS | _words(
    "a after again all also btw am an and any anybody anyone anything are around as ask at be been before being but by "
    "can come comes came could day deal deals dealing do does doing done for from get gets give gives go going got "
    "had has have having hear held here hi how i if im in interested interesting into is isnt it its just know let "
    "like list look looking make many may me mention more most much my name named need new no not of off on once "
    "one ones only or other our out over own pls please plz really s scheduled see show shows so some somebody "
    "someone something stuff take taking tell than that thats the their them then there these they thing things "
    "think this those through to too under up us use used uses using very via want was we were what whats when "
    "where which who whos whose why will with without work works working would wrote you your w n r u t d ll re ve "
    "eg ie find happen happens happening program programme conference part participate participating authors author "
    "papers paper talk talks nr number presented presents presenting present title titled called kind sort type "
    "lots quick hey hello usher bot different ever yet still able each every both few about linked listed available "
    "concerning regarding involving regards plus gonna wanna conf edition year everything total posted mentions "
    "mentioned"
)
