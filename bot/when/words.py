"""The words of time, as tables: what each may mean, and which other words may stand beside a clock time.

All words are folded (no capitals, no accents). A word maps to *kinds*, the names by which the grammar's
patterns ask for it, each with its value; a word may be of several kinds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bot.when.values import DAY, HOUR, Clock, Moment, Part, Shift

EVENING: Final = Part("evening", 17, 24)
NIGHT: Final = Part("night", 20, 29)
LUNCH: Final = Part("lunch", 12, 14)
ALL_DAY: Final = Part("all day", 0, 24)
OPENING: Final = Part("opening", 0, 24)
CLOSING: Final = Part("closing", 0, 24)
HALVES: Final = {"am": Part("morning", 0, 12), "pm": Part("afternoon", 12, 24)}
# "early morning": the modifier and the part's name -> its hours.
NARROWER: Final[Mapping[tuple[str, str], tuple[float, float]]] = {
    ("early", "morning"): (5, 9),
    ("mid", "morning"): (9, 11),
    ("late", "morning"): (10, 12),
    ("early", "afternoon"): (12, 15),
    ("mid", "afternoon"): (14, 16),
    ("late", "afternoon"): (15, 18),
    ("early", "evening"): (17, 20),
    ("mid", "evening"): (18, 21),
    ("late", "evening"): (20, 24),
    ("early", "night"): (20, 24),
    ("mid", "night"): (22, 26),
    ("late", "night"): (22, 29),
}

_WEEKDAYS: Final = (
    "monday mondays mon",
    "tuesday tuesdays tue tues",
    "wednesday wednesdays wed weds",
    "thursday thursdays thu thur thurs",
    "friday fridays fri",
    "saturday saturdays",
    "sunday sundays",
)
_MONTHS: Final = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
WEEKDAY_NAMES: Final = tuple(spellings.split()[0].capitalize() for spellings in _WEEKDAYS)
MONTH_NAMES: Final = tuple(spellings.split()[0].capitalize() for spellings in _MONTHS)
_NUMBERS: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)

# A kind -> the words of that kind, all spellings of one together -> their value.
_KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "WEEKDAY": {spellings: number for number, spellings in enumerate(_WEEKDAYS)},  # Monday 0
    # Short weekdays that are words too (the sun, SAT solvers): days only beside other words of time.
    "WEAKDAY": {"sat": 5, "sun": 6},
    "MONTH": {spellings: number for number, spellings in enumerate(_MONTHS, 1)},
    "DAY": {
        "today todays 2day": Shift(0),
        "yesterday yesterdays ystd": Shift(-1),
        "overmorrow": Shift(2),
        "tomorrow tomorrows tmrw tmr tmrow tmw tomo tomoz 2morrow 2moro 2mrw": Shift(1),
    },
    "WEEKEND": {"weekend weekends": True},
    "PART": {
        "morning mornings": Part("morning", 5, 12),
        "midmorning": Part("morning", 9, 11),
        "afternoon afternoons arvo": Part("afternoon", 12, 18),
        "midafternoon": Part("afternoon", 14, 16),
        "evening evenings": EVENING,
        "night nights nite": NIGHT,
        "lunchtime": LUNCH,
        "dinnertime": Part("dinner", 18, 20),
    },
    "MOMENT": {"tonight 2nite": Moment(day=Shift(0), part=EVENING)},
    "CLOCK": {"noon midday noonish": Clock(12 * HOUR, settled=True), "midnight": Clock(DAY, settled=True)},
    "AMPM": {"am": "am", "pm": "pm"},
    "UNIT": {
        "second seconds sec secs": timedelta(seconds=1),
        "minute minutes min mins": timedelta(minutes=1),
        "hour hours hr hrs h": timedelta(hours=1),
    },
    "DAYUNIT": {"day days": 1, "week weeks wk wks": 7, "fortnight fortnights": 14},
    "SPELLED": {**{word: number for number, word in enumerate(_NUMBERS)}, **_TENS},
    "TENS": _TENS,
    "BARE": {
        word: Clock(number * HOUR, bare=True, spelled=True) for number, word in enumerate(_NUMBERS[:13]) if number
    },
    "ORDINAL": {word: number for number, word in enumerate(_ORDINALS, 1)},
}


def _by_word() -> Mapping[str, Mapping[str, Any]]:
    words: dict[str, dict[str, Any]] = defaultdict(dict)
    for kind, values in _KINDS.items():
        for spellings, value in values.items():
            for word in spellings.split():
                words[word][kind] = value
    return dict(words)


VOCABULARY: Final = _by_word()
# Other spellings of the small words that the grammar names.
SPELLINGS: Final[Mapping[str, str]] = {
    "til": "until",
    "till": "until",
    "untill": "until",
    "thru": "through",
    "oclock": "o'clock",
    "onward": "onwards",
    "approx": "approximately",
    "roughly": "around",
    "circa": "around",
    "ca": "around",
    "following": "next",
    "remainder": "rest",
    "beginning": "start",
    "entire": "whole",
    "tonite": "tonight",
}


def word_set(words: str) -> frozenset[str]:
    """The words of *words*."""
    return frozenset(words.split())


# Words long enough to be known through a slip of the fingers, and real words that are one slip from them.
MISSPELT: Final = tuple(
    sorted(
        word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february august september october
    november december today tomorrow yesterday tonight midnight weekend morning afternoon evening
    """)
    )
)
NOT_MISSPELT: Final = word_set("mourning moaning toddy sundae sundry fridge midweight midweek weekday")

# Abbreviations of zones that are words as well (et al., CT scans): zones in capitals or after a clock time.
WORDLIKE_ZONES: Final = word_set("""
    art ast at bot cat ct eat est et hst ist met mt pt sst wat west wet z
    """)

# Cities and regions -> their zone. Some are adjectives, and name a zone only before "time".
CITIES: Final[Mapping[str, str]] = {
    name: zone
    for zone, names in {
        "Pacific/Honolulu": "honolulu,hawaii",
        "America/Los_Angeles": "los angeles,la,san francisco,sf,seattle,california,pacific,west coast",
        "America/Vancouver": "vancouver",
        "America/Denver": "denver,mountain",
        "America/Chicago": "chicago,central",
        "America/New_York": "new york,nyc,boston,washington,philadelphia,eastern,east coast",
        "America/Toronto": "toronto,montreal",
        "America/Mexico_City": "mexico city",
        "America/Sao_Paulo": "sao paulo,rio de janeiro",
        "America/Argentina/Buenos_Aires": "buenos aires",
        "America/Bogota": "bogota",
        "America/Santiago": "santiago",
        "Europe/London": "london,uk,british,edinburgh,cambridge,oxford",
        "Europe/Dublin": "dublin",
        "Europe/Lisbon": "lisbon",
        "Europe/Madrid": "madrid,barcelona,spain",
        "Europe/Paris": "paris,france",
        "Europe/Brussels": "brussels",
        "Europe/Amsterdam": "amsterdam",
        "Europe/Berlin": "berlin,munich,germany,central european,central europe,european",
        "Europe/Zurich": "zurich,geneva,lausanne,switzerland",
        "Europe/Rome": "rome,milan,italy",
        "Europe/Vienna": "vienna",
        "Europe/Prague": "prague",
        "Europe/Warsaw": "warsaw",
        "Europe/Budapest": "budapest",
        "Europe/Copenhagen": "copenhagen",
        "Europe/Stockholm": "stockholm",
        "Europe/Oslo": "oslo",
        "Europe/Helsinki": "helsinki",
        "Europe/Athens": "athens",
        "Europe/Istanbul": "istanbul",
        "Europe/Kyiv": "kyiv",
        "Europe/Moscow": "moscow",
        "Asia/Jerusalem": "tel aviv,jerusalem,israel",
        "Africa/Cairo": "cairo",
        "Africa/Lagos": "lagos",
        "Africa/Nairobi": "nairobi",
        "Africa/Kigali": "kigali",
        "Africa/Addis_Ababa": "addis ababa",
        "Africa/Johannesburg": "johannesburg,cape town",
        "Asia/Dubai": "dubai,abu dhabi",
        "Asia/Kolkata": "delhi,mumbai,bangalore,bengaluru,hyderabad,kolkata,india,indian",
        "Asia/Bangkok": "bangkok",
        "Asia/Singapore": "singapore",
        "Asia/Hong_Kong": "hong kong",
        "Asia/Shanghai": "beijing,shanghai,shenzhen,china",
        "Asia/Taipei": "taipei",
        "Asia/Seoul": "seoul,korea,korean",
        "Asia/Tokyo": "tokyo,kyoto,osaka,japan,japanese",
        "Australia/Perth": "perth",
        "Australia/Brisbane": "brisbane",
        "Australia/Sydney": "sydney,melbourne",
        "Pacific/Auckland": "auckland,wellington,new zealand",
        "UTC": "universal,greenwich",
    }.items()
    for name in names.split(",")
}
ADJECTIVES: Final = word_set("""
    british central european indian japanese korean mountain universal
    """)

# Words of asking, and small words: beside them a number may be a time, beside a topic's words it hardly is.
GLUE: Final = word_set("""
    at on in from of the by for to and or but a an is are be until with about around
    """)
_ASKING: Final = GLUE | word_set("""
    what whats what's which who whos who's when where was were there theres there's do does did i can could we
    you me us it it's its this that these those any anything anyone anybody something some all everything
    everybody everyone else happening happens going goes go up show list give tell see find get got have has
    had please pls thx thanks thank hi hello hey hmm ok okay oh so then well also only just exactly starting
    starts start begins beginning ends ending end finishing scheduled schedule programme program agenda
    speaking speaks speak presenting presents present presented talking live running runs playing want know
    need like if not no isn't aren't don't much many how long via during between before after since coming
    joining attending attend watch catch miss missed my our your their here time times slots conference venue
    event local hall room possible maybe instead again still already yet
    """)
KINDS: Final = word_set("""
    talk oral spotlight keynote presentation lecture speaker presenter event poster session paper workshop
    tutorial social panel demo plenary slot track item thing one part block qna
    """)
PLURALS: Final = frozenset(f"{kind}s" for kind in KINDS) | {"plenaries"}
PLAIN: Final = _ASKING | KINDS | PLURALS
