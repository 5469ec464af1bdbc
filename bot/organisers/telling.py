"""What a draft was understood as, what to mend in it, and what it would change: values in, values out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, get_args
from zoneinfo import ZoneInfo

from bot.alerts import ref_of, worth_telling
from bot.corpus_view import told
from bot.organisers.models import Case, Difference, Sort, Understood, Weight
from bot.safe import clean
from corpus.catalog import Catalog
from corpus.check import check
from corpus.clashes import Finding
from corpus.clashes import items as timed
from corpus.diff import Change, diff
from corpus.ingest import FORMATS
from corpus.models import Part, Records
from corpus.names import title_key

_SHOWN: Final = 200  # changes that are listed
_CASES: Final = 50  # findings of a sort that are listed
_DAYS: Final = 14  # days that are named one by one
_SOON: Final = timedelta(minutes=5)
_NUMBER: Final = re.compile(r"\d{1,9}")
_OPTION: Final = re.compile(r"--(zone|event|map|format)\b(?: \S+=…)?")  # how readers say what would help them
_FORM: Final = {  # what that is called on the page
    "zone": "“Time zone of its times”",
    "event": "“Event”",
    "map": "“Columns”",
    "format": "“Format”",
}

_SORTS: Final[Mapping[str, tuple[Weight, str]]] = {  # the weightiest first: what can mislead people
    "not read": ("mend", "Could not be read"),
    "no title": ("mend", "Without a title"),
    "no zone": ("mend", "Times without a time zone"),
    "overlap": ("mend", "Two things in one room at once"),
    "double booking": ("mend", "One person in two places at once"),
    "outside": ("mend", "Outside its event or session"),
    "too long": ("mend", "Longer than a day"),
    "lost": ("mend", "Belongs to what is not there"),
    "two at once": ("look", "Two events at once"),
    "double": ("look", "May be there twice"),
    "like names": ("look", "Names that differ by a letter"),
    "conflict": ("look", "Sources disagree"),
    "capitals": ("look", "Titles all in capitals"),
    "broken link": ("look", "Links that lead nowhere"),
    "no abstract": ("fuller", "Without an abstract"),
    "no speaker": ("fuller", "Without a speaker or author"),
    "no session": ("fuller", "In no session"),
}
_ORDER: Final = get_args(Weight)
_CHANGED: Final[Mapping[str, tuple[str, str]]] = {  # how many of what, in words for one and for more
    "moved": ("moved", "moved"),
    "room": ("is in another room", "are in another room"),
    "renamed": ("is renamed", "are renamed"),
    "new": ("is added", "are added"),
    "cancelled": ("is gone", "are gone"),
    "changed": ("changed otherwise", "changed otherwise"),
}


def understood(part: Part, records: Records) -> Understood:
    """What *part* was read as, of which *records* are made."""
    names = [source.format for source in records.sources if source.format in FORMATS]
    name = names[0] if names else ""
    zones = [event.zone for event in records.events if event.zone]
    zones += [session.zone for session in records.sessions if session.zone]
    begins = sorted(item.window.start for item in timed(records))
    zone = zones[0] if zones else ""
    return Understood(
        format=name,
        described=FORMATS[name].description if name else "",
        events=tuple(clean(event.name) for event in records.events),
        zone=zone,
        days=tuple(_days(at.astimezone(ZoneInfo(zone or "UTC")).date() for at in begins)),
        holds=tuple(_holds(records)),
        begins=begins[0] + _SOON if begins else None,
        lacks_event=not records.events or any("--event" in note.text for note in part.notes),
        lacks_zone=any("--zone" in note.text for note in part.notes),
    )


def notes(part: Part) -> tuple[str, ...]:
    """The reader's report, a line each, without what it could not read."""
    return tuple(
        f"{'Left out: ' if note.level == 'left out' and note.level not in note.text else ''}{on_page(note.text)}"
        f"{f' ({clean(note.where)})' if note.where else ''}"
        for note in part.notes
        if note.level != "problem"
    )


def on_page(text: str) -> str:
    """*text* of a reader, who says what would help as the commands call it, with what that is called on the page."""
    return _OPTION.sub(lambda found: _FORM[found[1]], clean(text))


def _holds(records: Records) -> Iterator[str]:
    people = {author for paper in records.papers for author in paper.authors}
    people |= {person.name for session in records.sessions for person in session.people}
    rooms = {session.room for session in records.sessions} | {slot.room for slot in records.slots}
    for number, one, many in (
        (len(records.papers), "talk or paper", "talks and papers"),
        (len(records.sessions), "session", "sessions"),
        (len(people), "person", "people"),
        (len(rooms - {""}), "room", "rooms"),
        (len(records.posts), "post", "posts"),
    ):
        if number:
            yield f"{number} {one if number == 1 else many}"


def _days(every: Iterable[date]) -> Iterator[str]:
    days = sorted(set(every))
    shown = days if len(days) <= _DAYS else [days[0], days[-1]]
    yield from (f"{day:%a} {day.day} {day:%b %Y}" for day in shown)


def sorts(
    part: Part, alone: Records, merged: Records, live: Records, lines: Mapping[str, Sequence[str]]
) -> tuple[Sort, ...]:
    """What to look at in a draft, weightiest first: what is *alone* of it has, and what is new in the *merged* one.

    *lines* tells by the key of a title where it stands in the source.
    """
    known = {(finding.what, finding.text) for finding in check(live)}
    here = check(alone)
    seen = {(finding.what, finding.text) for finding in here}
    new = [one for one in check(merged) if (one.what, one.text) not in known | seen]
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    for note in part.notes:
        if note.level == "problem":
            text = on_page(note.text)
            cases["not read"].append(Case(where=clean(note.where), text=f"{text[:1].upper()}{text[1:]}."))
    for records, findings in ((alone, here), (merged, new)):
        titles = _titles(records)
        for finding in findings:
            cases[finding.what].append(_case(finding, titles, lines))
    named = {what: _SORTS.get(what, ("look", what.capitalize())) for what in (*_SORTS, *cases) if what in cases}
    return tuple(
        Sort(weight=weight, what=words, cases=_capped(sorted(dict.fromkeys(cases[what]), key=_from_the_top)))
        for what, (weight, words) in sorted(named.items(), key=lambda each: _ORDER.index(each[1][0]))
    )


def _from_the_top(case: Case) -> int:
    found = _NUMBER.search(case.where)
    return int(found[0]) if found else 0


def _capped(cases: Sequence[Case]) -> tuple[Case, ...]:
    rest = len(cases) - _CASES
    return (*cases[:_CASES], *([Case(where="", text=f"… and {rest} more.")] if rest > 0 else []))


def _titles(records: Records) -> dict[str, str]:
    """What every reference is called."""
    titles = {f"paper:{each.id}": each.title for each in records.papers}
    titles |= {f"session:{each.id}": each.title for each in records.sessions}
    titles |= {f"post:{each.id}": each.title for each in records.posts}
    titles |= {f"event:{each.id}": each.name for each in records.events}
    titles |= {f"source:{each.id}": each.title for each in records.sources}
    return titles | {f"slot:{slot.id}": titles.get(f"paper:{slot.paper}", "") for slot in records.slots}


def _case(finding: Finding, titles: Mapping[str, str], lines: Mapping[str, Sequence[str]]) -> Case:
    """*finding* with the place in the source of what it is about, else its title."""
    title = titles.get(finding.where, finding.where)
    stands = lines.get(title_key(title), ())
    where = ", ".join(stands) or ("" if title in finding.text else title)
    return Case(where=clean(where), text=on_page(finding.text))


def differences(live: Records, merged: Records, now: datetime) -> tuple[tuple[Difference, ...], int]:
    """What *merged* changes in the programme in use, the first ones, and how many more there are."""
    every = [Difference(**one._asdict()) for one in told(diff(live, merged), Catalog(merged), now)]
    return tuple(every[:_SHOWN]), max(0, len(every) - _SHOWN)


def summary(changes: Collection[Change]) -> tuple[str, ...]:
    """How many talks, papers and sessions are moved, added, gone: "3 talks and papers moved"."""
    found: Counter[tuple[str, str]] = Counter()
    for change, kind, _ in {(one.what, one.kind, one.id) for one in changes}:
        found[change, kind] += 1
    nouns = {
        "paper": ("talk or paper", "talks and papers"),
        "session": ("session", "sessions"),
        "event": ("event", "events"),
    }
    said = []
    for what, words in _CHANGED.items():
        for kind, forms in nouns.items():
            if number := found[what, kind]:
                several = number != 1
                said.append(f"{number} {forms[several]} {words[several]}")
    return tuple(said)


def affected(live: Records, merged: Records) -> tuple[str, ...]:
    """The references of what changes, that people may have planned by."""
    return tuple(dict.fromkeys(ref_of(change) for change in worth_telling(live, merged) if change.what != "new"))
