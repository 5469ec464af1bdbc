"""Answers about one record: what it is, when and where it is on, who wrote it, its links, its listing date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot import lexicon as lex
from bot.answers.events import days_in_words
from bot.answers.small import paper_examples
from bot.choices import among_records
from bot.desk import Desk, joined, names, title
from bot.facts import sentences
from bot.find import Found, find
from bot.models import Anchor, Answer, Line, Moment, Piece, Strong
from bot.schedule import minutes
from bot.understand import Question
from corpus.catalog import Findable, text_of
from corpus.models import Paper, Post, Session, Window

_PUBLISHED: Final = re.compile(r"\b(?:published|presented|to appear|appears? (?:in|at)|presentation at)\b")
_CREDITS: Final = re.compile(
    r"\b(?:team|co-?authors?|conducted|done by|joint work|led|leads|leadership|thank(?:s|ed)?|contributors?)\b"
)
_IN_ROLES: Final = re.compile(
    r"\b(?:moderat(?:ors?|ed by)|panell?ists?|speakers?|presenters?|chair(?:s|ed by)?|hosts?|hosted by|instructors?)"
    r"\b[^.:]{0,30}:|\b(?:moderated|chaired|hosted|presented|led) by\b",
    re.IGNORECASE,
)
_PUBLISHING: Final = frozenset({"published", "released", "posted", "listed"})
_TOGETHER: Final = 10  # records that one answer speaks of
_OPENING: Final = 2  # sentences of a text that is named in words; of a record that is pointed at, all
_LEAD_AUTHORS: Final = 25  # names in a sentence; more are counted


def not_found(question: Question, desk: Desk, found: Found, kind: str) -> Answer:
    """An honest "not in the programme", with the nearest records marked as such."""
    if question.pointing and not question.topic and not question.people:
        return Answer(
            kind=kind,
            abstained=True,
            lines=(("Which one do you mean? Name a paper, a session or a person.",),),
            examples=paper_examples(desk),
        )
    lines: list[Line] = [("I can't find that in the programme.",)]
    if found.records:
        lines.append(("The nearest that it holds, which may be something else:",))
    return Answer(
        kind=kind,
        abstained=True,
        lines=tuple(lines),
        items=desk.items(found.records[:3], question.now),
        examples=() if found.records else paper_examples(desk),
    )


def corrected(found: Found) -> tuple[Line, ...]:
    """What was read for misspelt words."""
    if not found.corrections:
        return ()
    return (("Showing results for ", *joined([Strong(text=read) for _, read in found.corrections]), "."),)


def _one(kind: str, say: Callable[[Question, Desk, Findable], Answer]) -> Callable[[Question, Desk], Answer]:
    """An answer about the one record that a question means; "not in the programme" where none is sure."""

    def answered(question: Question, desk: Desk) -> Answer:
        found = find(question, desk)
        if len(found.records) > _TOGETHER and found.several:
            line: Line = (f"{len(found.records)} in the programme:",)
            items = desk.items(found.records, question.now)
            return Answer(kind=kind, lines=(line,), items=items, total=len(items))
        if found.several:
            said = _together([say(question, desk, record) for record in found.records[:_TOGETHER]])
            return said.model_copy(update={"choices": among_records(found, question, desk)})
        if found.best is None:
            return not_found(question, desk, found, kind)
        said = say(question, desk, found.best)
        return said.model_copy(update={"lines": (*corrected(found), *said.lines)})

    answered.__doc__ = say.__doc__
    return answered


def _together(said: Sequence[Answer]) -> Answer:
    """One answer of several about records that a question means alike."""
    return said[0].model_copy(
        update={
            "abstained": all(each.abstained for each in said),
            "lines": tuple(dict.fromkeys(line for each in said for line in each.lines)),
            "items": tuple(dict.fromkeys(item for each in said for item in each.items)),
        }
    )


def _answer(
    kind: str, question: Question, desk: Desk, record: Findable, *lines: Line, abstained: bool = False
) -> Answer:
    return Answer(kind=kind, abstained=abstained, lines=lines, items=(desk.item(record, now=question.now),))


def _when(question: Question, desk: Desk, record: Findable) -> Answer:
    """When a record is on; where its time was not published, what is known instead."""
    if isinstance(record, Post):
        return _listed(question, desk, record)
    if timed := desk.times(record):
        moments: list[Piece] = [Moment(window=each) for each in timed]
        length = timed[0] if "long" in question.words or "minutes" in question.words else None
        return _answer(
            "when",
            question,
            desk,
            record,
            (
                title(record),
                _tense(question, timed[-1]),
                *joined(moments),
                f": {minutes(length)}." if length else ".",
            ),
        )
    lines: list[Line] = [(title(record), ": its time was not published.", *_place(desk, record))]
    if isinstance(record, Paper) and record.listed:
        return _listed(question, desk, record)
    return _answer("when", question, desk, record, *lines, abstained=True)


def _tense(question: Question, window: Window) -> str:
    return " was on " if window.end < question.now else " is on "


def _place(desk: Desk, record: Findable) -> Line:
    """Where in the programme a record stands: its session, else its event and its dates."""
    sessions = (
        [
            desk.catalog.sessions[slot.session].title
            for slot in desk.catalog.slots_of(record)
            if slot.session in desk.catalog.sessions
        ]
        if isinstance(record, Paper)
        else []
    )
    if sessions:
        return (" It is in ", *joined([Strong(text=name) for name in dict.fromkeys(sessions)]), ".")
    if record.event in desk.catalog.events:
        return (f" It belongs to {desk.event_name(record.event)}.", *_event_dates(desk, record.event))
    return ()


def _event_dates(desk: Desk, event: str | None) -> Line:
    held = desk.catalog.events.get(event or "")
    return (f" {held.name}: {days_in_words(held)}.",) if held and held.start else ()


def _where(question: Question, desk: Desk, record: Findable) -> Answer:
    """The room and session of a record; where its own text says that it was published."""
    published = [s for s in sentences(text_of(record)) if _PUBLISHED.search(s)]
    if published and (isinstance(record, Post) or not lex.CUES["listed"].isdisjoint(question.words)):
        return _answer("where", question, desk, record, (published[0],), ("From its text: ", title(record), "."))
    item = desk.item(record, now=question.now)
    if len(places := _places(desk, record)) > 1:
        return _answer("where", question, desk, record, (title(record), " is ", *joined(places), "."))
    if "session" in question.kinds and not item.session and isinstance(record, Paper):
        line: Line = (title(record), ": its session was not published.")
        return _answer("where", question, desk, record, line, abstained=True)
    if item.room:
        place: Line = (title(record), f" is in {item.room}.", *(_place(desk, record) if item.session else ()))
        return _answer("where", question, desk, record, place)
    if item.session:
        asked_room = bool({"room", "rooms", "hall", "building", "floor"} & set(question.words))
        note = " Its room was not published." if asked_room else ""
        return _answer(
            "where",
            question,
            desk,
            record,
            (title(record), ":", *_place(desk, record), note),
            abstained=asked_room,
        )
    event = desk.catalog.events.get(record.event or "")
    if event and event.place:
        return _answer("where", question, desk, record, (title(record), f" belongs to {event.name}: {event.place}."))
    return _answer(
        "where",
        question,
        desk,
        record,
        (title(record), ": no place was published.", *_place(desk, record)),
        abstained=True,
    )


def _places(desk: Desk, record: Findable) -> list[Strong]:
    """Each room in which a record has a place, with the session of that place; none where one of them is not known."""
    slots = desk.catalog.slots_of(record) if isinstance(record, Paper) else ()
    homes = [desk.catalog.sessions.get(slot.session or "") for slot in slots]
    rooms = [slot.room or (home.room if home else "") for slot, home in zip(slots, homes, strict=True)]
    if len(set(rooms)) < 2 or not all(rooms):
        return []
    said = (f"in {room}{f' ({home.title})' if home else ''}" for room, home in zip(rooms, homes, strict=True))
    return [Strong(text=each) for each in dict.fromkeys(said)]


def _track(question: Question, desk: Desk, record: Findable) -> Answer:
    """The track that a record belongs to."""
    tracks = desk.catalog.tracks_of(record)
    said = f" is in the track {' and '.join(tracks)}." if tracks else ": the programme names no track for it."
    return _answer("track", question, desk, record, (title(record), said), abstained=not tracks)


def _authors(question: Question, desk: Desk, record: Findable) -> Answer:
    """Who wrote or presents a record; for a session, who is named for it."""
    people = list(record.authors) if isinstance(record, Paper) else [person.name for person in record.people]
    if isinstance(record, Session) and not people and (presented := _presented(desk, record)):
        return _together([_authors(question, desk, paper) for paper in presented[:_TOGETHER]])
    credited = _CREDITS if isinstance(record, Post) else _IN_ROLES
    credits_ = [] if people else [s for s in sentences(text_of(record)) if credited.search(s)]
    if credits_:
        where = "the post" if isinstance(record, Post) else "its text"
        quoted = (" ".join(credits_[:2]),)
        return _answer("authors", question, desk, record, quoted, (f"From {where}: ", title(record), "."))
    if not people:
        return _answer(
            "authors",
            question,
            desk,
            record,
            (title(record), ": the programme names no authors."),
            abstained=True,
        )
    if isinstance(record, Session | Post):
        roles = "; ".join(f"{person.name} ({person.role})" if person.role else person.name for person in record.people)
        return _answer("authors", question, desk, record, (title(record), f": {roles}."))
    if question.when is None and {"first", "lead"} & set(question.words) and "author" in question.words:
        return _answer("authors", question, desk, record, (f"{people[0]} is the first author of ", title(record), "."))
    if {"last", "senior"} & set(question.words) and "author" in question.words:
        return _answer("authors", question, desk, record, (f"{people[-1]} is the last author of ", title(record), "."))
    shown = (
        names(people)
        if len(people) <= _LEAD_AUTHORS
        else ", ".join(people[:_LEAD_AUTHORS]) + f" and {len(people) - _LEAD_AUTHORS} more"
    )
    notes: list[Line] = [(note,) for note in record.notes if "author" in note.casefold()]
    return _answer("authors", question, desk, record, (title(record), " is by ", shown, "."), *notes)


def _presented(desk: Desk, session: Session) -> list[Paper]:
    """What is presented in *session* by people who are named."""
    papers = (desk.catalog.papers.get(slot.paper) for slot in desk.catalog.slots_in(session))
    return [paper for paper in papers if paper and paper.authors]


def _links(question: Question, desk: Desk, record: Findable) -> Answer:
    """The links of a record, of the sort asked for."""
    wanted = question.wants or ""
    fitting = [link for link in record.links if wanted in ("", link.label) or wanted in (link.url or "")]
    unmarked = [link for link in record.links if link.label == "link" and link.url] if wanted and not fitting else []
    if unmarked:
        others: list[Piece] = [Anchor(text=link.url or "", url=link.url) for link in unmarked]
        line: Line = (title(record), f": the programme marks no link as {wanted}. It links to ", *joined(others), ".")
        return _answer("links", question, desk, record, line)
    if not fitting:
        what = f"no {wanted} link" if wanted else "no link"
        return _answer("links", question, desk, record, (title(record), f": the programme has {what}."), abstained=True)
    pieces: list[Piece] = [
        Anchor(text=link.url, url=link.url) if link.url else f"a {link.label} is named, but its address is not printed"
        for link in fitting
    ]
    return _answer("links", question, desk, record, (title(record), ": ", *joined(pieces), "."))


def _listed(question: Question, desk: Desk, record: Findable) -> Answer:
    """The date under which a list or feed carries a record."""
    day = record.listed if isinstance(record, Paper) else record.published if isinstance(record, Post) else None
    if day is None:
        if isinstance(record, Post):
            return _answer(
                "listed",
                question,
                desk,
                record,
                (title(record), ": the feed gives no date for it."),
                abstained=True,
            )
        return (
            _when(question, desk, record)
            if desk.times(record) and _PUBLISHING.isdisjoint(question.words)  # "on which date": when it is on
            else _answer(
                "listed",
                question,
                desk,
                record,
                (title(record), ": no date was published.", *_place(desk, record)),
                abstained=True,
            )
        )
    return _answer("listed", question, desk, record, (title(record), f" is listed under {day.day} {day:%B %Y}."))


def _about(question: Question, desk: Desk, record: Findable) -> Answer:
    """What a record is about, in the record's own words; its place and time."""
    text = record.summary or (record.body if isinstance(record, Post) else record.abstract)
    opening = sentences(text)[: None if question.ask.about else _OPENING]
    lines: list[Line] = [(title(record),)]
    if opening:
        lines.append((" ".join(opening),))
    elif isinstance(record, Paper) and record.authors:
        lines.append((f"By {names(record.authors[:_LEAD_AUTHORS])}. The pages print no abstract for it.",))
    lines += [(note,) for note in record.notes]
    if len(lines) == 1:
        line: Line = (title(record), ": the programme does not say what it is about.")
        return _answer("about", question, desk, record, line, abstained=True)
    return _answer("about", question, desk, record, *lines)


def _related(question: Question, desk: Desk, record: Findable) -> Answer:
    """Records like the one named."""
    hits = desk.catalog.index.similar(f"{record.kind}:{record.id}", limit=5)
    if not hits:
        return _answer(
            "related",
            question,
            desk,
            record,
            ("Nothing in the programme is like ", title(record), "."),
            abstained=True,
        )
    items = desk.items([desk.catalog.get(hit.id) for hit in hits], question.now)
    return Answer(kind="related", lines=(("Most like ", title(record), ":"),), items=items, total=len(items))


when = _one("when", _when)
where = _one("where", _where)
track = _one("track", _track)
about = _one("about", _about)
authors = _one("authors", _authors)
links = _one("links", _links)
listed = _one("listed", _listed)
related = _one("related", _related)
