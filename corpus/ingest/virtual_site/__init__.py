"""The lists behind the virtual sites of ICLR, ICML, NeurIPS, MLSys, CVPR and ECCV: ``…-orals-posters.json``.

The sites publish them as ``/static/virtual/data/iclr-2025-orals-posters.json``: an object with "results", one for
each presentation, so that a paper given as an oral and as a poster is there twice. Since 2026 the abstracts are in
a second file, ``…-abstracts.json``, by the id of the presentation. The shorter lists of all events that the sites
let people download, with some of the same fields, are read too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from corpus.ingest.virtual_site.files import Conference, Listing, conference_of, missing_in, read_listing
from corpus.ingest.virtual_site.papers import Talk, authors_of, is_placeholder, kind_of, paper_of, same_papers
from corpus.ingest.virtual_site.schedule import Schedule
from corpus.models import Event, Note, Parsed, Records, Source, SourceError
from corpus.names import slug
from corpus.programme.events import event_id
from corpus.programme.moments import Moments
from corpus.programme.private import private_fields
from corpus.programme.rowfiles import Placed
from corpus.programme.texts import one_line
from corpus.programme.trees import text_at
from corpus.programme.venues import state_of
from corpus.report import capped, counted, identifiers, left_out, problem, read_note

_PARTS: Final = re.compile(  # events whose "authors" organize them
    r"\b(?:workshop|tutorial|social|affinity|competition|panel|mentor\w*|town hall|reception|meet-?up)\b"
)
_PRESENTED: Final = re.compile(r"\b(?:oral|poster|spotlight|highlight|talk|paper)\b(?!.*\bsession\b)")


class Events(NamedTuple):
    """The events of a list: what is presented, the other parts of the programme, and what is left out of both."""

    talks: list[Talk]
    parts: list[Talk]
    left: Counter[str]
    problems: list[Note]


def sniff(files: Mapping[str, bytes]) -> str:
    """What keeps *files* from being the lists of a virtual site; nothing where they are."""
    return missing_in(files)


def parse(files: Mapping[str, bytes], *, name: str, zone: str | None = None) -> Parsed:
    """The conference, its papers, and when and where they are presented.

    Raises SourceError where the list has no event that can be read.
    """
    listing = read_listing(files)
    site = conference_of((row for _, row in listing.rows), [name, *files])
    events = _sorted(listing.rows)
    if not events.talks and not events.parts:
        raise SourceError(f"{name} lists no event that can be read.")
    event = Event(id=event_id(site.name), name=site.name) if site.name else None
    title = name.rstrip("/").rsplit("/", 1)[-1]
    source = Source(
        id=f"{event.id}-virtual-site" if event else slug(title) or "virtual-site",
        title=f"{site.name} programme" if event else title,
        format="virtual_site",
        event=event.id if event else None,
    )
    scope = event.id if event else source.id
    schedule = Schedule(scope, site.base, Moments(zone, name))
    for part in events.parts:
        schedule.add_part(part)
    groups = same_papers(events.talks)
    papers = [paper_of(talks, scope, site.base, listing.abstracts) for talks in groups]
    for number, id_ in enumerate(identifiers(paper.id for paper in papers)):
        papers[number] = papers[number].model_copy(update={"id": id_})
        schedule.add_talks(id_, groups[number])
    told = schedule.zone()
    placed = {"event": source.event, "sources": (source.id,)}
    sessions = [session.model_copy(update={**placed, "zone": told}) for session in schedule.sessions()]
    papers = [paper.model_copy(update=placed) for paper in papers]
    held = [event.model_copy(update={"zone": told, "sources": (source.id,)})] if event else []
    records = Records.of([source, *held, *sessions, *papers, *schedule.slots()])
    notes = (*_counts(records), *listing.notes, *_left(events, listing), *_unsure(site, listing, records))
    return Parsed(records=records, notes=(*notes, *schedule.notes(), *capped(events.problems)))


def _sorted(rows: Sequence[Placed]) -> Events:
    events = Events([], [], Counter(), [])
    for placed in rows:
        row = placed.row
        title, state = one_line(text_at(row, "name", "title")), state_of([text_at(row, "decision")])
        if row.get("visible") in (False, "false", "False", 0):
            events.left["hidden"] += 1
        elif state:
            events.left[state] += 1
        elif not title:
            events.problems.append(problem("no name", f"{placed.place}.name"))
        else:
            talk = Talk(placed, title, authors_of(row))
            (events.parts if _is_part(talk) else events.talks).append(talk)
    return events


def _is_part(talk: Talk) -> bool:
    """Whether it is a part of the programme rather than a presentation, which may lack its authors."""
    kind = kind_of(talk.row)
    return bool(_PARTS.search(kind)) or not (talk.authors or _PRESENTED.search(kind))


def _left(events: Events, listing: Listing) -> list[Note]:
    rows = [row for _, row in listing.rows]
    placeholders = sum(is_placeholder(text_at(row, "paper_url")) for row in rows)
    return [
        *(left_out(f"{counted(times, f'{state} event')}") for state, times in events.left.items()),
        *([left_out(f"{counted(placeholders, 'link')} to OpenReview leading nowhere")] if placeholders else []),
        *private_fields(rows),
    ]


def _unsure(site: Conference, listing: Listing, records: Records) -> list[Note]:
    """What a person can mend: no conference, no site, no abstracts."""
    notes: list[Note] = []
    if not site.name:
        notes.append(problem("nothing says for sure of which conference it is: name it with --event"))
    if not site.host and any(text_at(row, "virtualsite_url").startswith("/") for _, row in listing.rows):
        notes.append(problem("the addresses of pages are left out: nothing says on which site they are"))
    if records.papers and not any(paper.abstract for paper in records.papers) and not listing.has_abstracts:
        notes.append(problem("no abstracts: put the file “…-abstracts.json” of the site beside it in a folder"))
    return notes


def _counts(records: Records) -> list[Note]:
    papers = Counter(paper.type for paper in records.papers)
    sessions = Counter(session.type for session in records.sessions)
    slots = Counter(slot.type for slot in records.slots)
    kinds = [(number, noun) for counts in (papers, sessions, slots) for noun, number in counts.most_common()]
    return [read_note(*kinds)]
