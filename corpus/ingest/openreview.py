"""OpenReview: the notes of a venue's submissions, as its API lists them.

``{"notes": […], "count": N}`` or the bare list. In version 2 of the API (venues since 2023) each field of a note's
content stands under ``value``, in version 1 it is the field itself: https://docs.openreview.net/reference/api-v2.
Only accepted papers are read. Nothing of a review is, but the one word of a decision where the submission itself
does not tell whether it was accepted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from corpus.models import Event, Link, Note, Paper, Parsed, Records, Session, Slot, Source, SourceError
from corpus.names import slug
from corpus.programme.events import event_id
from corpus.programme.links import absolute, link_to
from corpus.programme.orgs import orgs_of
from corpus.programme.private import private_fields
from corpus.programme.rowfields import in_order, people_in, prose, words_in
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, json_fault, read_json, row_at, rows_at, text_at
from corpus.programme.venues import for_people, presentation_of, read_venue, state_of
from corpus.report import capped, counted, identifiers, left_out, problem, read_note

_SITE: Final = "https://openreview.net"
_TLDR: Final = ("TLDR", "TL;DR", "tldr", "one-sentence_summary")
_LINKS: Final = ("code", "code_link", "code_url", "github", "project_page", "website", "video", "slides", "poster")
_AREAS: Final = ("primary_area", "subject_area")  # one text each, commas and all
_URL: Final = re.compile(r"https?://[^\s<>()\[\]\"'|]+")
_UNKNOWN: Final = "unknown"


class _Entry(NamedTuple):
    """A submission: its *note* with plain fields, what became of it, and the *decision* in so many words."""

    id: str
    note: Row
    state: str
    decision: str

    @property
    def content(self) -> Row:
        """What was submitted."""
        return row_at(self.note, "content")


def sniff(data: bytes) -> str:
    """What keeps *data* from being notes of OpenReview; nothing where it is some."""
    return "" if _notes(read_json(data)) is not None else "no notes of OpenReview at “notes”, nor a list of some"


def parse(data: bytes, *, name: str) -> Parsed:
    """The accepted papers and how each is presented. Raises SourceError where there is none."""
    tree = read_json(data)
    notes = _notes(tree)
    if notes is None:
        fault = json_fault(data)
        raise SourceError(f"{name} is no JSON: {fault}." if fault else f"{name} holds no notes of OpenReview.")
    if not notes:
        raise SourceError(
            f"{name} is an empty list, as OpenReview gives for the wrong version of its API: venues since 2023 are"
            " in version 2 (api2.openreview.net), older ones in version 1 (api.openreview.net). Try the other."
        )
    entries, replies, problems = _sorted_out(notes)
    accepted = [entry for entry in entries if entry.state in ("", _UNKNOWN)]
    states = Counter(entry.state for entry in entries)
    unknown = states[_UNKNOWN]
    out = [f"{counted(times, 'submission')} {state}" for state, times in states.items() if state not in ("", _UNKNOWN)]
    if not accepted:
        raise SourceError(f"{name} holds no accepted paper of OpenReview: {', '.join(out) or 'no submission'}.")
    records = _records(accepted, name)
    total = tree.get("count") if isinstance(tree, Mapping) else None
    presented = Counter(slot.type for slot in records.slots)
    report = [
        read_note(
            (len(records.papers), "paper"),
            (len(records.sessions), "workshop"),
            *((times, kind) for kind, times in presented.items()),
        ),
        *map(left_out, out),
        *_told_of(replies),
        *private_fields([entry.note for entry in entries]),
        *([problem(f"{counted(unknown, 'paper')} without a decision taken as accepted")] if unknown else []),
        *([_cut_off(len(notes), total)] if isinstance(total, int) and total > len(notes) else []),
        *capped(problems),
    ]
    return Parsed(records=records, notes=tuple(report))


def _notes(tree: Any) -> list[Any] | None:
    """The list of notes in *tree*, whatever else it holds; None where there is none."""
    listed = tree.get("notes") if isinstance(tree, Mapping) else tree
    if not isinstance(listed, list):
        return None
    if not listed:
        return [] if isinstance(tree, Mapping) and tree.keys() <= {"notes", "count"} else None
    return listed if any(map(_is_note, listed)) else None


def _is_note(note: Any) -> bool:
    if not isinstance(note, Mapping) or not isinstance(note.get("content"), Mapping):
        return False
    return bool(_invitations(note)) or "value" in row_at(note, "content", "title")


def _invitations(note: Row) -> list[str]:
    """What *note* is, most telling first: "ICLR.cc/2025/Conference/Submission7/-/Official_Review"."""
    every = note.get("invitations")
    listed = [note.get("invitation"), *(every if isinstance(every, list) else [])]
    return [each for each in listed if isinstance(each, str) and each]


def _sorted_out(notes: Iterable[Any]) -> tuple[list[_Entry], list[Row], list[Note]]:
    """The submissions among *notes*, each once; the replies among and within them; what could not be read."""
    found: dict[str, Row] = {}
    replies: list[Row] = []
    problems: list[Note] = []
    for number, note in enumerate(notes):
        where = f"notes.{number}"
        if not isinstance(note, Mapping) or not isinstance(note.get("content"), Mapping):
            problems.append(problem("no note with content", where))
        elif _is_reply(note):
            replies.append(note)
        elif not one_line(text_at(_content(note), "title")):
            problems.append(problem("no title", where))
        elif (key := text_at(note, "forum", "id") or where) in found:
            problems.append(left_out("the same note again", where))
        else:
            found[key] = note
            replies += rows_at(note, "details", "replies") or rows_at(note, "details", "directReplies")
    decisions = dict(_decisions(replies))
    return [_entry(note, decisions.get(key, "")) for key, note in found.items()], replies, problems


def _is_reply(note: Row) -> bool:
    own, others = note.get("id"), (note.get("replyto"), note.get("forum"))
    return isinstance(own, str) and any(isinstance(other, str) and other != own for other in others)


def _content(note: Row) -> dict[str, Any]:
    """The fields of *note*, whichever version of the API it is of."""
    return {
        key: field["value"] if isinstance(field, Mapping) and "value" in field else field
        for key, field in row_at(note, "content").items()
    }


def _decisions(replies: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for reply in replies:
        if any(each.endswith("Decision") for each in _invitations(reply)):
            yield text_at(reply, "forum"), one_line(text_at(_content(reply), "decision"))


def _entry(note: Row, decision: str) -> _Entry:
    content = _content(note)
    plain = {key: value for key, value in note.items() if key != "details"} | {"content": content}
    decision = one_line(text_at(content, "decision")) or decision
    return _Entry(text_at(note, "forum", "id"), plain, _state(plain, content, decision), decision)


def _state(note: Row, content: Row, decision: str) -> str:
    """Why a submission is no paper of its venue; "" where it is one, "unknown" where nothing tells."""
    if note.get("ddate"):
        return "deleted"
    told = [text for text in (one_line(text_at(content, "venue")), for_people(text_at(content, "venueid"))) if text]
    state = state_of(told) if told else _UNKNOWN
    if state in (_UNKNOWN, "not decided") and decision:
        return "" if "accept" in decision.casefold() else "rejected"
    if state == _UNKNOWN:
        called = state_of(map(for_people, _invitations(note)))
        return _UNKNOWN if called == "not decided" else called or _UNKNOWN
    return state


def _records(entries: list[_Entry], name: str) -> Records:
    venues = [read_venue(_venueid(entry), text_at(entry.content, "venue")) for entry in entries]
    events = {event_id(venue.event): venue.event for venue in venues if venue.event}
    only = next(iter(events)) if len(events) == 1 else None
    source = Source(
        id=f"{only}-openreview" if only else slug(f"{name} openreview"),
        title=f"{events[only]} on OpenReview" if only else name,
        format="openreview",
        event=only,
    )
    sessions: dict[str, Session] = {}
    papers: list[Paper] = []
    slots: list[Slot] = []
    ids = identifiers(f"openreview {entry.id}" for entry in entries)
    for entry, venue, own in zip(entries, venues, ids, strict=True):
        event = event_id(venue.event) if venue.event else None
        papers.append(_paper(entry, own, source.id).model_copy(update={"event": event, "track": venue.track}))
        told = presentation_of(text_at(entry.content, "venue")) or presentation_of(entry.decision)
        place = None
        if venue.workshop:
            place = f"{event}-workshop-{slug(venue.workshop)}"
            sessions[place] = Session(
                id=place, title=venue.workshop, type="workshop", event=event, sources=(source.id,)
            )
        if told or place:
            within = place or event or source.id
            slots.append(Slot(id=f"{within}/{own}", paper=own, session=place, type=told or "presentation"))
    made = (Event(id=key, name=title, sources=(source.id,)) for key, title in events.items())
    return Records.of([source, *made, *sessions.values(), *papers, *slots])


def _venueid(entry: _Entry) -> str:
    """The venue of *entry*; old notes name it only where they say what they are."""
    told = next(iter(_invitations(entry.note)), "")
    return text_at(entry.content, "venueid") or told.partition("/-/")[0]


def _paper(entry: _Entry, own: str, source: str) -> Paper:
    content = entry.content
    tldr, abstract = (prose(text_at(content, *keys)) for keys in (_TLDR, ("abstract",)))
    pdf = absolute(content.get("pdf"), _SITE)
    links = [
        *([Link(label="openreview", url=f"{_SITE}/forum?id={quote(entry.id)}")] if entry.id else []),
        *([Link(label="pdf", url=pdf)] if pdf else []),
        *(link for key in _LINKS for url in _URL.findall(text_at(content, key)) if (link := link_to(url, said=key))),
    ]
    listed = content.get("keywords")
    words = [word for each in (listed if isinstance(listed, list) else [listed]) for word in words_in(each)]
    areas = [area for key in _AREAS if (area := one_line(text_at(content, key)))]
    keywords: dict[str, str] = {}
    for word in (*words, *areas):
        keywords.setdefault(word.casefold(), word)
    return Paper(
        id=own,
        title=one_line(text_at(content, "title")),
        authors=people_in(content.get("authors")),
        abstract="\n\n".join(part for part in ("" if tldr in abstract else tldr, abstract) if part),
        keywords=tuple(keywords.values()),
        orgs=orgs_of(content, "authors"),
        links=in_order(links),
        sources=(source,),
    )


def _told_of(replies: list[Row]) -> list[Note]:
    """A report of the *replies* by what they are, which is all that is told of them."""
    kinds = Counter(for_people(next(iter(_invitations(reply)), "reply")).casefold() for reply in replies)
    told = ", ".join(counted(times, kind) for kind, times in kinds.most_common(8))
    return [left_out(f"private: {told}")] if told else []


def _cut_off(held: int, total: int) -> Note:
    return problem(f"the list breaks off: it holds {held} of {total} notes; get the rest with “offset”")
