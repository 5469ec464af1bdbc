"""Mini-Conf folders: ``papers``, ``speakers``, ``main_calendar`` and the like, each as CSV, JSON or YAML.

The format is described at https://github.com/Mini-Conf/Mini-Conf/tree/master/sitedata; the conferences that took
it over added files (``paper_sessions``, ``plenary_sessions``, ``socials`` …) and columns of their own. What
belongs together is told by UIDs, by names of sessions, and by the pages that the calendar links: a paper in
"Mon Session 3" is on when the entry that links ``papers.html?session=Mon+Session+3`` is, and an entry that links
``speaker_5.html`` is of the speaker with UID 5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from corpus.ingest.miniconf.calendar import page_base, read_entries
from corpus.ingest.miniconf.parts import add_calendar, add_parts, add_plenaries, add_sessions
from corpus.ingest.miniconf.site import Listed, Site
from corpus.ingest.miniconf.tables import Table, missing_in, read_tables
from corpus.ingest.miniconf.talks import add_papers, add_speakers, place_speakers
from corpus.models import Event, Link, Note, Parsed, Person, Records, Source, SourceError
from corpus.names import slug
from corpus.programme.events import event_id, event_name, read_days, read_year
from corpus.programme.links import absolute
from corpus.programme.moments import Moments
from corpus.programme.orgs import orgs_of
from corpus.programme.people import person
from corpus.programme.private import private_fields
from corpus.programme.texts import one_line
from corpus.programme.times import read_day, read_zone
from corpus.programme.trees import Row, row_at, text_at
from corpus.report import capped, counted, left_out, problem, read_note

_TEMPLATE: Final = frozenset(("miniconf", "mini-conf", "mini conf"))  # what a config says that nobody filled in


def sniff(files: Mapping[str, bytes]) -> str:
    """What keeps *files* from being a Mini-Conf folder; nothing where they are one."""
    return missing_in(files)


def parse(files: Mapping[str, bytes], *, name: str, zone: str | None = None) -> Parsed:
    """The conference, its sessions and papers. Raises SourceError where the folder holds none that can be read."""
    tables, notes = read_tables(files)
    config = _config(tables)
    told_zone = read_zone(text_at(config, "timezone", "time_zone", "zone", "tz"))
    moments = Moments(zone or told_zone, name)
    event, people = _event(config), _committee(tables)
    title = name.rstrip("/").rsplit("/", 1)[-1]
    source = Source(
        id=f"{event.id}-miniconf" if event else slug(title) or "miniconf",
        title=f"{event.name} programme" if event else title,
        format="miniconf",
        event=event.id if event else None,
        url=absolute(text_at(config, "site_url", "url")) or None,
    )
    site, more = _read(tables, moments, event.id if event else source.id, source.url or "")
    if not site.papers and not site.book.all():
        broken = [f": {note.where} {note.text.removeprefix('it ')}" for note in notes if note.level == "problem"]
        raise SourceError(f"{name} holds no paper, speaker or session that can be read{(broken or [''])[0]}.")
    zone = moments.zone()
    placed = {"event": source.event, "sources": (source.id,)}
    sessions = [session.model_copy(update={**placed, "zone": zone}) for session in site.book.all()]
    papers = [paper.model_copy(update=placed) for paper in site.papers.values()]
    held = [event.model_copy(update={"zone": zone, "people": people, "sources": (source.id,)})] if event else []
    if people and not event:
        notes.append(left_out(f"{counted(len(people), 'member')} of the committee: no file names the conference"))
    records = Records.of([source, *held, *sessions, *papers, *site.slots.values()])
    faults = [*_template(config), *moments.notes(), *capped(site.problems)]
    for times, what in ((site.twice, "paper listed again"), (site.lives, "biography of a speaker")):
        notes += [left_out(f"{what}: {times}")] if times else []
    unread = [note for table in tables for note in table.unread()]
    private = [
        note.model_copy(update={"where": table.path}) for table in tables for note in private_fields(table.sheet.tree)
    ]
    return Parsed(records=records, notes=(*_counts(records), *more, *notes, *faults, *unread, *private))


def _read(tables: Sequence[Table], moments: Moments, scope: str, base: str) -> tuple[Site, list[Note]]:
    """The records of *tables*. What is told of first is what later tables refer to."""

    def of(role: str) -> list[Table]:
        return [table for table in tables if table.role == role]

    base = f"{base.rstrip('/')}/" if base else page_base(of("calendar"))
    entries, notes = read_entries(of("calendar"), moments, base)
    site = Site(scope, base, moments, entries)
    for table in of("speaker"):
        add_speakers(site, table)
    for table in of("plenary"):
        add_plenaries(site, table)
    listed: Listed = {}
    for table in of("sessions"):
        add_sessions(site, table, listed)
    for table in of("part"):
        add_parts(site, table)
    add_calendar(site)
    for table in of("speaker"):
        place_speakers(site, table)
    for table in of("paper"):
        add_papers(site, table, listed)
    site.finish(listed)
    return site, notes


def _config(tables: Sequence[Table]) -> Row:
    """What the folder says of the conference as a whole."""
    for table in tables:
        if table.role == "config" and isinstance(table.sheet.tree, Mapping):
            return {str(key).casefold(): value for key, value in table.sheet.tree.items()}
    return {}


def _event(config: Row) -> Event | None:
    """The conference, where *config* names it; days that its calendar shows count only where it states no others."""
    named = one_line(text_at(config, "name"))
    if not named or named.casefold() in _TEMPLATE:
        return None
    shown = row_at(config, "calendar")
    stated = text_at(config, "date", "dates")
    start, end = read_days(stated) or (None if stated else read_day(shown.get("start")), read_day(shown.get("end")))
    year = read_year(stated) or (start.year if start else read_year(text_at(config, "tagline", "site_title")))
    name, tagline = event_name(named, year), one_line(text_at(config, "tagline"))
    site = absolute(text_at(config, "site_url", "url"))
    return Event(
        id=event_id(name),
        name=name,
        full_name=tagline if tagline.casefold() not in {name.casefold(), named.casefold()} else "",
        start=start,
        end=end if start and end and start <= end else start,
        place=one_line(text_at(config, "place", "location", "venue")),
        links=(Link(label="page", url=site),) if site else (),
    )


def _template(config: Row) -> list[Note]:
    named = one_line(text_at(config, "name"))
    return [problem(f"the conference is still called “{named}”", "config")] if named.casefold() in _TEMPLATE else []


def _committee(tables: Sequence[Table]) -> tuple[Person, ...]:
    """The people of the committee in their roles."""
    rows = [row for table in tables if table.role == "committee" for _, row in table.rows()]
    people = [
        Person(
            name=name,
            role=one_line(text_at(row, "role", "title")) or "Organizer",
            org=" and ".join(orgs_of(row)),
        )
        for row in rows
        if (name := person(text_at(row, "name")))
    ]
    return tuple(dict.fromkeys(people))


def _counts(records: Records) -> list[Note]:
    papers = Counter(paper.type for paper in records.papers)
    sessions = Counter(session.type for session in records.sessions)
    kinds = [(number, noun) for counts in (papers, sessions) for noun, number in counts.most_common()]
    people = sum(len(event.people) for event in records.events)
    loose = len({paper.id for paper in records.papers} - {slot.paper for slot in records.slots})
    read = read_note(*kinds, (len(records.slots), "slot"), (people, "committee member"))
    return [read, *([Note(level="read", text=f"{counted(loose, 'paper')} in no session")] if loose else [])]
