"""What a part of a programme is, told by its title: "Opening and Welcome" is an opening, "Lunch" a break."""

from __future__ import annotations

import re
from typing import Final

# The first that fits: a "Panel and Mentoring Session" is a panel, "Posters and Coffee" a poster session.
_KINDS: Final = tuple(
    (kind, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for kind, words in (
        ("q&a", r"q ?& ?a\b|qa\b|questions? and answers?\b"),
        ("poster session", r"posters?\b"),
        ("oral session", r"orals?\b"),
        ("spotlight session", r"spotlights?\b|lightning talks?\b"),
        ("demo session", r"demos?\b|demonstrations?\b"),
        ("opening", r"opening\b|welcome(?! (?:reception|party|drinks?|social))\b|eröffnung\b|begrüßung\b"),
        ("closing", r"closing\b|farewell\b"),
        ("awards", r"awards?\b"),
        ("keynote", r"keynotes?\b|invited talks?\b|plenary (?:talk|lecture)s?\b"),
        ("panel", r"panels?\b"),
        ("tutorial", r"tutorials?\b"),
        ("workshop", r"workshops?\b"),
        ("registration", r"registration\b|check-in\b|registrierung\b|anmeldung\b"),
        ("meeting", r"town ?hall\b|business meeting\b|committee meeting\b"),
        ("social", r"socials?\b|meet-?ups?\b|meet ?(?:&|and) ?greet\b|mixer\b|town\b|reception\b|banquet\b"),
        ("social", r"part(?:y|ies)\b|happy hour\b|birds of a feather\b|bof\b|wine\b|drinks\b|networking\b|gala\b"),
        ("mentoring", r"mentoring\b"),
        (
            "break",
            r"(?:coffee|lunch|tea|dinner|breakfast)\b|break\b|(?:kaffee|mittags)?pause\b|(?:mittag|abend)essen\b",
        ),
        ("break", r"frühstück\b|pausa\b|déjeuner\b|almuerzo\b|pranzo\b"),
    )
)
GUEST_KINDS: Final = frozenset({"q&a"})  # parts whose titles say whom they are with
_PRESENTATIONS: Final = {  # what a paper is given as in a session of each kind
    "q&a": "q&a",
    "poster session": "poster",
    "oral session": "oral",
    "spotlight session": "spotlight",
    "demo session": "demo",
    "keynote": "keynote",
}


def told_kind(title: str, otherwise: str = "session") -> str:
    """What the part of a programme with this *title* is; *otherwise* where its title does not tell."""
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), otherwise)


def presentation_in(kind: str, otherwise: str = "presentation") -> str:
    """How a paper is presented in a session of this *kind*."""
    return _PRESENTATIONS.get(kind, otherwise)
