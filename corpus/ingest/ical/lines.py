"""The content lines of iCalendar files (RFC 5545) and the components that they make up, each with its place.

Files are read line by line, so that what is broken in one entry leaves the others as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from corpus.encoding import decode
from corpus.models import Note
from corpus.programme.links import absolute
from corpus.report import problem

_LINE: Final = re.compile(
    r"([A-Za-z\d][\w.-]*)((?:;[^=;:\"]*=(?:\"[^\"]*\"|[^\",;:]*)(?:,(?:\"[^\"]*\"|[^\",;:]*))*)*):(.*)", re.DOTALL
)
_PARAMETER: Final = re.compile(r";([^=;:\"]*)=((?:\"[^\"]*\"|[^\";:])*)")
_ESCAPE: Final = re.compile(r"\\([\\;,:\"nN])")
_COMMA: Final = re.compile(r"(?<!\\),")
_DEEPEST: Final = 8  # components within one another
_PARTS: Final = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))  # of a calendar, never of another


class Property(NamedTuple):
    """A line "NAME;PARAMETER=…:value": its names in capitals, its value with the escapes that it is written with."""

    name: str
    parameters: Mapping[str, str]
    value: str
    line: int

    @property
    def text(self) -> str:
        """The value without its escapes."""
        return unescaped(self.value)

    @property
    def texts(self) -> list[str]:
        """The values of a list, without their escapes."""
        return [unescaped(part) for part in _COMMA.split(self.value)]


class Component(NamedTuple):
    """What stands between BEGIN:*name* and its END; *source* are the lines of a VTIMEZONE as they stand there."""

    name: str
    line: int
    properties: list[Property]
    source: list[str]

    def all(self, *names: str) -> list[Property]:
        """The properties of these names that hold anything, in the order of the file."""
        return [each for each in self.properties if each.name in names and each.value.strip()]

    def text(self, *names: str) -> str:
        """The first text among the properties *names*, in the order of *names*; "" where there is none."""
        return next((each.text for name in names for each in self.all(name)), "")

    def address(self, *names: str) -> str:
        """The first address on the web among the properties *names*; "" where there is none."""
        return next((url for name in names for each in self.all(name) if (url := absolute(each.text))), "")


class CalendarFile(NamedTuple):
    """A file of one or several calendars: what they say of themselves, their zones, entries and other parts."""

    calendar: Component
    zones: list[Component]
    events: list[Component]
    others: Counter[str]
    problems: list[Note]


def begins_calendar(data: bytes) -> bool:
    """Whether *data* begins as an iCalendar file does."""
    return decode(data[:200]).lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR")


def read_calendar(data: bytes) -> CalendarFile:
    """The components of *data*. What does not end is left out, with a problem that says where it begins."""
    reader = _Reader()
    for number, text in _unfolded(data):
        reader.read(number, text)
    return reader.finished()


def unescaped(value: str) -> str:
    r"""*value* with a line break for ``\n``, and with the commas, semicolons and backslashes that it means."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """The content lines with their numbers. A line that begins with a blank goes on with the one above it.

    That is undone before any decoding, for a line may be folded within a character.
    """
    if b"\0" in data[:64]:  # UTF-16
        data = decode(data).encode("utf-8", "replace")
    lines: list[tuple[int, list[bytes]]] = []
    for number, line in enumerate(data.splitlines(), start=1):
        if line[:1] in {b" ", b"\t"} and lines:
            lines[-1][1].append(line[1:])
        elif line.strip():
            lines.append((number, [line]))
    text = decode(b"\n".join(b"".join(pieces) for _, pieces in lines))
    for (number, _), line_text in zip(lines, text.split("\n"), strict=False):
        yield number, line_text.lstrip("\ufeff").rstrip("\r")


def _property(number: int, text: str) -> Property | None:
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    name, parameters, value = found.groups()
    named = {key.strip().upper(): each.strip().strip('"') for key, each in _PARAMETER.findall(parameters)}
    return Property(name.upper(), named, value, number)


class _Reader:
    """The components that are open at a line, the outermost first, and those that are complete."""

    def __init__(self) -> None:
        self._calendar = Component("VCALENDAR", 1, [], [])
        self._open: list[Component] = []
        self._done: dict[str, list[Component]] = {"VTIMEZONE": [], "VEVENT": []}
        self._others: Counter[str] = Counter()
        self._problems: list[Note] = []

    def read(self, number: int, text: str) -> None:
        found = _property(number, text)
        name = found.value.strip().upper() if found else ""
        if found and found.name == "BEGIN" and len(self._open) < _DEEPEST:
            self._begin(name, number)
        self._keep_source(text)
        if found is None:
            if self._open:
                self._problems.append(problem("no property such as “SUMMARY:…”", f"line {number}"))
        elif found.name == "END":
            self._end(name, number)
        elif self._open and found.name != "BEGIN":
            self._open[-1].properties.append(found)

    def finished(self) -> CalendarFile:
        if self._open:
            self._problems.append(problem("the file breaks off: its END:VCALENDAR is missing"))
            self._close(0)
        zones, events = self._done.values()
        return CalendarFile(self._calendar, zones, events, self._others, self._problems)

    def _begin(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            self._close(0)
            self._open = [self._calendar]
            return
        if name in _PARTS:  # none of them stands within another: what is open has no END
            inner = next((place for place, each in enumerate(self._open) if each.name in _PARTS), len(self._open))
            self._close(inner)
        self._open.append(Component(name, number, [], []))

    def _end(self, name: str, number: int) -> None:
        place = next((p for p in reversed(range(len(self._open))) if self._open[p].name == name), None)
        if place is None:
            self._problems.append(problem(f"END:{name[:40]} without its BEGIN", f"line {number}"))
            return
        self._close(place + 1)
        component = self._open.pop()
        if name in self._done:
            self._done[name].append(component)
        elif name in _PARTS:
            self._others[name] += 1

    def _close(self, place: int) -> None:
        """Leave out what is open from *place* on, for it has no END; of a VALARM nobody needs one."""
        for each in self._open[place:]:
            if each.name in _PARTS:
                self._problems.append(problem(f"left out: {each.name} without its END", f"line {each.line}"))
        del self._open[place:]

    def _keep_source(self, text: str) -> None:
        for each in self._open:
            if each.name == "VTIMEZONE":
                each.source.append(text)
