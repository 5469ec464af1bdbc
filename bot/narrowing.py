"""A follow-up that limits the list before it further: "only the posters", "which of those are on Friday?", "how many?".

The earlier question is asked again with the new limits: each takes the place of one of its own sort, and the others,
the topic and the people stay. So limits add up over a thread, and nothing has to be remembered but the question.
"""

from __future__ import annotations

from typing import Any, Final

from bot import lexicon as lex
from bot.heard import telling
from bot.understand import Question
from bot.when import Reading
from bot.zones import zone_of
from corpus.models import Window

_LISTING: Final = frozenset({"list", "count", "schedule", "person", "search", "filtered"})
_LIMITING: Final = frozenset({"search", "list", "about", "schedule", "count", "fact", "said", "person", "links"})
_LIMITS: Final = ("kinds", "languages", "room", "track", "orgs", "people", "wants", "when")


def narrowed(question: Question, old: Question, shown: int) -> Question | None:
    """*old*, of whose answer *shown* records were shown, with the limits of *question*; None where that sets none."""
    listed = old.intent in _LISTING or (old.intent in ("when", "where") and shown > 1)
    of_people = question.people and not (old.topic and not old.people and "by" in question.words)
    names = question.topic or of_people or question.session or question.event or question.records
    if not listed or names or question.intent not in _LIMITING:
        return None
    limits: dict[str, Any] = {name: value for name in _LIMITS if (value := getattr(question, name))}
    counts = ("how", "many") in zip(question.words, question.words[1:], strict=False)
    if not (limits or counts) or not _meant_of_the_list(question, counts=counts):
        return None
    if not telling(question.kinds) and (len(limits) > 1 or counts):
        limits.pop("kinds", None)  # "which of those papers are on Friday": whatever those are
    if old.when is not None and question.when is not None:
        limits["when"] = together(old.when, question.when)
    return old.model_copy(update={**limits, "intent": _intent(old, counts=counts), "place": None})


def _intent(old: Question, *, counts: bool) -> str:
    if counts and old.intent != "person":  # which counts what it lists
        return "count"
    return "list" if old.intent == "count" else old.intent


def leads_on(question: Question) -> bool:
    """Whether *question* begins as one that puts the earlier question anew: "and …", "what about …"."""
    return any(question.words[: len(lead)] == lead for lead in lex.LEADS)


def _meant_of_the_list(question: Question, *, counts: bool) -> bool:
    """Whether *question* speaks of what was listed, and does not ask anew."""
    said = set(question.words)
    if not lex.OF_THE_LIST.isdisjoint(said) or leads_on(question):
        return True
    if question.kinds or question.people or question.wants:
        return False
    if counts or "any" in said or question.words[:2] in (("which", "are"), ("which", "is")):
        return True
    soon = question.when is not None and question.when.shape not in ("day", "range")
    return lex.ASKING_ANEW.isdisjoint(said) and not soon


def together(old: Reading, new: Reading) -> Reading:
    """*new* with the clock of *old* on its day, or its own clock on the day of *old*; else as it is.

    "tuesday at 12:15", then "what about wednesday?", then "and at 2pm?".
    """
    day = new.shape == "day" and new.explicit_day and old.shape in ("instant", "range")
    clock = new.shape in ("instant", "range") and not new.explicit_day and old.explicit_day
    if not (day or clock):
        return new
    zone = zone_of(new.zone)
    dated, timed = (new, old) if day else (old, new)
    shift = dated.window.start.astimezone(zone).date() - timed.window.start.astimezone(zone).date()
    window = Window(start=timed.window.start + shift, end=timed.window.end + shift)
    return timed.model_copy(update={"window": window, "explicit_day": True, "zone": new.zone})
