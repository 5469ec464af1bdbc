"""Yes or no: whether a record is in the room or track, by the person, of the kind, or on at the time that is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from bot.answers.records import corrected, not_found
from bot.choices import among_records
from bot.desk import Desk, kind_of, language_of, names, title
from bot.find import Found, find
from bot.heard import kind_word
from bot.models import Answer, Line, Moment
from bot.understand import Question
from corpus.catalog import Findable
from corpus.models import Paper

_OPEN: Final = {"room": None, "track": None, "languages": (), "people": (), "kinds": (), "when": None, "place": None}
Says = Callable[[Question, Desk, Findable], tuple[bool | None, Line]]


def show_whether(question: Question, desk: Desk) -> Answer:
    """Yes, no, or that the programme does not say; with what it does say."""
    found = _find(question, desk)
    if found.best is None:
        return not_found(question, desk, found, "whether")
    say = next(say for field, say in _SAYS.items() if getattr(question, field))
    records = found.records if found.several else (found.best,)
    said = [(record, *say(question, desk, record)) for record in records]
    return Answer(
        kind="whether",
        abstained=all(held is None for _, held, _ in said),
        lines=(*corrected(found), *((_opening(question, held), title(record), *line) for record, held, line in said)),
        items=desk.items(records, question.now),
        choices=among_records(found, question, desk, by=_find),
    )


def _find(question: Question, desk: Desk) -> Found:
    """What is spoken of: what is said of it must not narrow that."""
    return find(question.model_copy(update={**_OPEN, "intent": "when"}), desk)


def _opening(question: Question, held: bool | None) -> str:
    if held is not None and "or" in question.words:
        return ""  # "is it in French or German": neither yes nor no answers that
    return "The programme does not say: " if held is None else "Yes: " if held else "No: "


def _room(question: Question, desk: Desk, record: Findable) -> tuple[bool | None, Line]:
    rooms = [slot.room for slot in desk.catalog.slots_of(record) if slot.room] if isinstance(record, Paper) else []
    rooms = rooms or list(filter(None, [desk.item(record, now=question.now).room]))
    if not rooms:
        return None, (": its room was not published.",)
    return question.room in rooms, (f" is in {' and '.join(dict.fromkeys(rooms))}.",)


def _track(question: Question, desk: Desk, record: Findable) -> tuple[bool | None, Line]:
    tracks = desk.catalog.tracks_of(record)
    if not tracks:
        return None, (": the programme names no track for it.",)
    return question.track in tracks, (f" is in the track {' and '.join(tracks)}.",)


def _language(question: Question, desk: Desk, record: Findable) -> tuple[bool | None, Line]:  # noqa: ARG001
    spoken = language_of(record)
    if not spoken:
        return None, (": the programme names no language for it.",)
    return spoken in question.languages, (f" is in {spoken}.",)


def _people(question: Question, desk: Desk, record: Findable) -> tuple[bool | None, Line]:
    people = list(record.authors) if isinstance(record, Paper) else [person.name for person in record.people]
    if not people:
        return None, (": the programme names nobody for it.",)
    asked = [{n for name in each.names for n in desk.catalog.people.spellings(name)} for each in question.people]
    return all(spelt & set(people) for spelt in asked), (f" is by {names(people)}.",)


def _kinds(question: Question, desk: Desk, record: Findable) -> tuple[bool | None, Line]:
    slots = desk.catalog.slots_of(record) if isinstance(record, Paper) else ()
    kinds = dict.fromkeys(kind_of(record, slot) for slot in slots or (None,))
    article = "an" if next(iter(kinds))[:1] in "aeiou" else "a"
    return desk.is_kind(record, _asked_kinds(question)), (f" is {article} {' and '.join(kinds)}.",)


def _asked_kinds(question: Question) -> tuple[str, ...]:
    """The kinds behind an article, "a workshop"; without one, all that are named: "is the ansible talk a workshop"."""
    behind = (kind_word(word) for article, word in pairwise(question.words) if article in ("a", "an"))
    return tuple(filter(None, behind)) or question.kinds


def _when(question: Question, desk: Desk, record: Findable) -> tuple[bool | None, Line]:
    windows = desk.times(record)
    if not windows or question.when is None:
        return None, (": its time was not published.",)
    asked = question.when.window
    return any(window.overlaps(asked) for window in windows), (" is on ", Moment(window=windows[0]), ".")


_SAYS: Final[Mapping[str, Says]] = {
    "room": _room,
    "track": _track,
    "languages": _language,
    "people": _people,
    "when": _when,
    "kinds": _kinds,
}
