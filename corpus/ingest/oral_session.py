"""A session of talks saved as text: its moderators; then time, kind, speakers and abstract of each talk.

Times are printed without a year. It is the first one, from the latest year that the text cites, in which the
weekdays fall on their dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from corpus.dates import MONTHS, WEEKDAYS, Day, first_year
from corpus.models import Note, Parsed, Person, Records, Session, Slot, Source, SourceError
from corpus.names import slug
from corpus.pages.entries import Entry, Listing, papers
from corpus.pages.lines import (
    Line,
    head,
    is_name_list,
    left_out,
    may_be_names,
    names,
    parts,
    printed,
    problem,
    read_lines,
    unreadable,
)
from corpus.pages.times import PrintedTime, read_times
from corpus.report import read_note

_EXAMPLE: Final = "Tue 4 May 11:00 - 11:15 PDT"
_KINDS: Final = frozenset(
    (
        "oral",
        "spotlight",
        "talk",
        "short talk",
        "invited talk",
        "contributed talk",
        "keynote",
        "poster",
        "demo",
        "tutorial",
        "panel",
        "discussion",
        "q&a",
        "break",
        "opening remarks",
        "closing remarks",
    )
)
_PEOPLE: Final = re.compile(r"(?P<role>(?:Session )?(?:Moderator|Chair|Host|Organizer)s?) ?: *(?P<names>.+)")
_POSTERS: Final = re.compile(r"(?:[A-Z\d]\S* ){0,4}(?i:poster session)\b.*")
_FURNITURE: Final = re.compile(r"Abstract ?:|.{1,40} (?:is|are) not (?:yet )?available(?: yet)?\.?")
_CITED: Final = re.compile(  # "Hsu et al., 2019)", "ICLR 2019)", "ICLR'19"
    r"(?:\bet al\b\.?|\b[A-Z][\w&.-]{0,40}),? ?\(?((?:19|20)\d\d)[a-z]?[)\];}]|[A-Za-z]['’](\d\d)\b"
)


class _Talk(NamedTuple):
    """What stands below one time: the kind of talk, where it is named, and the talk, where there is one."""

    line: Line
    times: PrintedTime
    kind: str
    entry: Entry | None
    skipped: list[Line]


class _Dating(NamedTuple):
    """The year of the talks, where it can be told, how it was told, and whether it is printed."""

    year: int | None
    how: str
    printed: bool = False


def sniff(data: bytes) -> str:
    """What keeps *data* from being such a session; nothing where it is one."""
    text = head(data)
    if any(_POSTERS.fullmatch(line.text) for line in text):
        return "it is headed as a poster session"
    if any(_PEOPLE.fullmatch(line.text) or read_times(line.text) for line in text):
        return ""
    return f"no line such as “{_EXAMPLE}” near its top"


def parse(data: bytes, *, name: str) -> Parsed:
    """The session, its talks and their slots. Raises SourceError where no talk is printed."""
    lines = read_lines(data)
    above, below = parts(printed(lines), lambda line: read_times(line.text) is not None)
    talks = [talk for part in below if (talk := _talk(part))]
    given = [talk for talk in talks if talk.entry]
    if not given:
        raise SourceError(f"{name} holds no talk below a time such as “{_EXAMPLE}”.")
    dating = _dating([talk.times.day for talk in talks if talk.times.day], [line.text for line in lines])
    title = _title(given, dating.year)
    source = Source(id=slug(title), title=title, format="oral_session")
    listing = Listing(sources=(source.id,), type="talk")
    made, problems = papers([talk.entry for talk in given if talk.entry], listing)
    session = _session(title, above, given, dating, source)
    slots = [_slot(talk, paper.id, session.id, dating.year) for talk, paper in zip(given, made, strict=True)]
    notes = [
        read_note((1, "session"), (len(made), "talk"), (len(session.people), "moderator")),
        Note(level="read" if dating.year else "problem", text=dating.how),
        *(left_out("no part of a talk", line) for line in above if not _PEOPLE.fullmatch(line.text)),
        *(left_out("no part of a talk", line) for talk in talks for line in talk.skipped),
        *(note for talk in talks for note in _time_notes(talk, dating.year)),
        *problems,
        *unreadable(lines),
    ]
    return Parsed(records=Records.of([source, session, *made, *slots]), notes=tuple(notes))


def _talk(part: Sequence[Line]) -> _Talk | None:
    """The talk that *part* prints, from its time on."""
    line, *below = part
    times = read_times(line.text)
    kind = below[0].text if below and below[0].text.casefold() in _KINDS else ""
    body = [each for each in below[bool(kind) :] if not _FURNITURE.fullmatch(each.text)]
    place = _speakers_at(body)
    before, after = (body[:place], body[place + 1 :]) if place is not None else ([], body)
    entry = Entry(before[-1] if before else None, None if place is None else body[place], tuple(after))
    return times and _Talk(line, times, kind, entry if body else None, before[:-1])


def _speakers_at(body: Sequence[Line]) -> int | None:
    """Where the speakers are named: in a list, or else on the second line, below a title, or on the first."""
    listed = (place for place, line in enumerate(body) if is_name_list(line.text))
    alone = (place for place in (1, 0) if any(may_be_names(line.text) for line in body[place : place + 1]))
    return next(chain(listed, alone), None)


def _dating(days: Sequence[Day], text: Iterable[str]) -> _Dating:
    """The one year in which all *days* are, printed or inferred."""
    if years := {day.year for day in days if day.year}:
        year = years.pop()
        if years or not all(day.on(year) for day in days):
            return _Dating(None, "the dates that are printed disagree: no times")
        return _Dating(year, f"the year {year} is printed", printed=True)
    cited = [int(year or f"20{short}") for line in text for year, short in _CITED.findall(line)]
    found = first_year(days, max(cited)) if cited else None
    if found is None:
        return _Dating(None, "no year is printed, and weekdays and citations tell none: no times")
    return _Dating(
        found,
        f"no year is printed: {found} is the first one with a {_written(days[0], None)} "
        f"since {max(cited)}, the latest that the text cites",
    )


def _title(talks: Sequence[_Talk], year: int | None) -> str:
    """Such as "Oral session, Tue 4 May 2021"; of several days, the first and the last."""
    days = dict.fromkeys(_written(talk.times.day, year) for talk in talks if talk.times.day)
    span = " to ".join(list(days)[:1] + list(days)[1:][-1:])
    return f"{_kind(talks)} session" + (f", {span}" if span else "")


def _kind(talks: Sequence[_Talk]) -> str:
    """The kind of the session: oral where any talk is."""
    kinds = [talk.kind.capitalize() for talk in talks if talk.kind]
    return "Oral" if "Oral" in kinds else next(iter(kinds), "Talk")


def _written(day: Day, year: int | None) -> str:
    date = day.on(year) if year else None
    weekday = date.weekday() if date else day.weekday
    words = [WEEKDAYS[weekday][:3]] if weekday is not None else []
    return " ".join([*words, str(day.day), MONTHS[day.month - 1], *([str(year)] if year else [])])


def _session(title: str, above: Sequence[Line], talks: Sequence[_Talk], dating: _Dating, source: Source) -> Session:
    windows = [window for talk in talks if (window := talk.times.window(dating.year))]
    start = talks[0].times.start
    return Session(
        id=slug(f"{title} {start:%H %M}" if start else title),  # a day may have several such sessions
        title=title,
        type=title.partition(",")[0].casefold(),
        zone=next((talk.times.iana for talk in talks if talk.times.iana), None),
        start=min((window.start for window in windows), default=None),
        end=max((window.end for window in windows), default=None),
        people=tuple(
            Person(name=name, role=people["role"].removesuffix("s"))
            for line in above
            if (people := _PEOPLE.fullmatch(line.text))
            for name in names(people["names"])
        ),
        notes=() if dating.printed else (f"{dating.how[:1].upper()}{dating.how[1:]}.",),
        sources=(source.id,),
    )


def _slot(talk: _Talk, paper: str, session: str, year: int | None) -> Slot:
    window = talk.times.window(year)
    return Slot(
        id=f"{session}/{paper}",
        paper=paper,
        session=session,
        type=talk.kind.casefold() or "talk",
        start=window and window.start,
        end=window and window.end,
    )


def _time_notes(talk: _Talk, year: int | None) -> Iterable[Note]:
    lacks = talk.times.lacks()
    if lacks:
        yield problem(f"{lacks}: no time for this talk", talk.line)
    elif season := talk.times.other_season(year):
        yield problem(season, talk.line)
    if not talk.entry:
        yield left_out(f"no talk below this time{f', but “{talk.kind}”' if talk.kind else ''}", talk.line)
