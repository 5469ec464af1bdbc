"""A schedule as XML, as Pentabarf, frab and pretalx export it ("schedule.xml").

Events stand in ``<schedule>``, by ``<day>`` and ``<room>``, beside a ``<conference>``. The schema is
https://c3voc.de/schedule/schema.xsd
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.encoding import decode
from corpus.models import Parsed, SourceError
from corpus.programme.frab import Schedule, read_schedule
from corpus.programme.frab_times import Entry
from corpus.programme.texts import one_line
from corpus.programme.trees import text_at

_FORM: Final = "schedule_xml"
_HEAD: Final = 1 << 14  # bytes in which the root stands, and its conference or first day
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_LISTS: Final = frozenset(
    {"persons", "speakers", "participants", "links", "attachments", "answers", "keywords", "tags"}
)


def sniff(data: bytes) -> str:
    """What keeps *data* from being a schedule; nothing where it is one, be it broken further on."""
    text = decode(data[:_HEAD]).lstrip()
    tags = _TAG.findall(_COMMENT.sub("", text)) if text.startswith("<") else []
    if tags[:1] != ["schedule"]:
        return "no XML with <schedule> at its root"
    return "" if {"conference", "day"} & set(tags) else "no <conference> or <day> in its <schedule>"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """The conference, its talks and what else is on; *zone* is for times that name none.

    Raises SourceError where the file is no schedule, declares entities, is broken, or has no event with a title.
    """
    if missing := sniff(data):
        raise SourceError(f"{name} has {missing}.")
    try:
        root = _root(data)
    except DefusedXmlException as error:
        raise SourceError(
            f"{name} is refused: it declares entities, which can stand for any amount of text."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError(f"{name} is no XML that can be read: {error}.") from error
    conference = _row(root.find("conference"))
    return read_schedule(
        Schedule(
            conference=conference,
            entries=[*_entries(root)],
            base=one_line(text_at(conference, "base_url") or root.findtext("base_url", "")),
            url=one_line(root.findtext("url", "")),
        ),
        form=_FORM,
        name=name,
        zone=zone,
    )


def _root(data: bytes) -> Element:
    """The root of the tree, its names without namespaces; a wrong declaration of its encoding is made good."""
    try:
        root: Element = fromstring(data)
    except (ParseError, ValueError, LookupError) as error:
        try:
            root = fromstring(decode(data))
        except ParseError:
            raise error from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _entries(root: Element) -> Iterator[Entry]:
    for number, day in enumerate((*root.findall("day"), *root.findall("conference/day")), 1):
        known = {"date": day.get("date"), "day_start": day.get("start"), "day_end": day.get("end")}
        for place in (*day.findall("room"), day):
            room = place.get("name", "") if place is not day else ""
            where = f"day {number}, room “{one_line(room)}”" if room else f"day {number}"
            for count, event in enumerate(place.findall("event"), 1):
                yield Entry(f"{where}, event {count}", _row(event), known, room)


def _row(element: Element | None) -> dict[str, Any]:
    """An element as the object that it is in the JSON form: its attributes, its texts, its lists."""
    row: dict[str, Any] = {} if element is None else dict(element.attrib)
    for child in element if element is not None else ():
        if child.tag in _LISTS:
            row.setdefault(child.tag, [_item(each) for each in child])
        elif child.tag == "recording":
            row.setdefault("do_not_record", child.findtext("optout", ""))
        else:
            row.setdefault(child.tag, "".join(child.itertext()))
    return row


def _item(element: Element) -> dict[str, str]:
    text = "".join(element.itertext())
    return {"name": text, "title": text, **element.attrib}
