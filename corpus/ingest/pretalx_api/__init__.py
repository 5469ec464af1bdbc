"""Lists from the REST API of pretalx: of talks, submissions or slots, a page of them or a plain list, or a schedule.

https://docs.pretalx.org/api/ describes them. Before its first version the API had names where it now has numbers
and codes; ``?expand=`` gives objects for those. No list names its conference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from corpus.ingest.pretalx_api.lists import (
    Item,
    is_slot_list,
    is_talk_list,
    items,
    list_at,
    page_notes,
    strays,
    talk_pages,
)
from corpus.models import Link, Note, Parsed, Source, SourceError
from corpus.names import slug, title_key
from corpus.programme.kinds import told_kind
from corpus.programme.links import absolute, link_to
from corpus.programme.moments import Moments, Span
from corpus.programme.orgs import orgs_of
from corpus.programme.people import split_names
from corpus.programme.private import private_fields
from corpus.programme.rowfields import in_order
from corpus.programme.schedule import (
    UNRECORDED,
    Conference,
    Talk,
    name_of,
    schedule_records,
    texts_joined,
    type_said,
)
from corpus.programme.texts import one_line
from corpus.programme.times import read_duration, read_moment, read_zone
from corpus.programme.trees import Row, json_fault, read_json, text_at
from corpus.report import capped, counted, left_out, problem

_FORM: Final = "pretalx"
_PUBLIC: Final = frozenset({"accepted", "confirmed", ""})  # the states of what is on the programme
_CODE: Final = re.compile(r"[A-Z0-9]{3,}")
_LAST: Final = 9990  # years after which a length may lead out of the calendar
_EXPANDED: Final = {  # what a list of talks and a list of slots tell by number or code alone -> what to ask for
    "speakers": ("speakers", "submission.speakers"),
    "types": ("submission_type", "submission.submission_type"),
    "tracks": ("track", "submission.track"),
    "tags": ("tags", "submission.tags"),
    "resources": ("resources", "submission.resources"),
    "slots": ("slots.room", "room"),
    "rooms": ("slots.room", "room"),
    "talks": ("submission", "submission.speakers"),
}


def sniff(data: bytes) -> str:
    """What keeps *data* from being such a list; nothing where it is one."""
    if is_talk_list(read_json(data)):
        return ""
    return "no list, at its top or at “results”, of objects with “code”, “title” and “submission_type”"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """The talks that are accepted, with their times; *zone* is for times without offset.

    Raises SourceError where the file is no such list, or no accepted talk with a title is in it.
    """
    tree = read_json(data)
    if tree is None and (fault := json_fault(data)):
        raise SourceError(f"{name} is no JSON: {fault}.")
    if missing := sniff(data):
        raise SourceError(f"{name} has {missing}.")
    reader = _Reader(tree, name, zone)
    talks = [talk for item in items(tree) for talk in reader.talks(item)]
    notes = reader.notes(tree)
    if not any(talk.is_talk for talk in talks):
        reasons = "; ".join(note.text for note in notes if not note.text.startswith("private"))
        raise SourceError(f"{name} has no accepted talk with a title{f': {reasons}' if reasons else ''}.")
    source = Source(id=slug(name) or _FORM, title=name, format=_FORM)
    records, read = schedule_records(Conference(source, None, reader.zone()), talks)
    return Parsed(records=records, notes=(*read, *notes))


class _Reader:
    """What is the same for all entries of one list, and what there is to tell of them."""

    def __init__(self, tree: Any, name: str, zone: str | None) -> None:
        self._home = slug(name) or _FORM
        self._moments = Moments(zone, name)
        self._zone = read_zone(zone)
        self._page = talk_pages(tree)
        self._bare: Counter[str] = Counter()
        self._states: Counter[str] = Counter()
        self._left: Counter[str] = Counter()
        self._problems: list[Note] = []

    def zone(self) -> str | None:
        """The zone that times are told in: of the person, unless offsets other than UTC's say otherwise."""
        told = self._moments.zone()
        return self._zone or told if told == "UTC" else told

    def talks(self, item: Item) -> Iterator[Talk]:
        """The talk that *item* is, once for each of its slots; none where it is not accepted or has no title."""
        if isinstance(item.row, str):
            self._bare["talks"] += 1
        elif not item.row:
            yield from (self._pause(slot, item.where) for slot in self._shown(item.slots))
        elif (state := text_at(item.row, "state").casefold()) not in _PUBLIC:
            self._states[state] += 1
        elif not (title := one_line(text_at(item.row, "title"))):
            self._problems.append(problem("no title", item.where))
        else:
            talk = self._talk(item.row, title, item.where)
            for slot in self._shown(item.slots) or [{}]:
                span = self._span(slot, item.row, item.where)
                yield talk._replace(start=span.start, end=span.end, room=self._name(slot.get("room"), "rooms"))

    def notes(self, tree: Any) -> list[Note]:
        """What was left out, and what could not be read."""
        states = ", ".join(f"{number} {one_line(state)}" for state, number in self._states.items())
        asks = list(dict.fromkeys(_EXPANDED[kind][is_slot_list(tree)] for kind in _EXPANDED if self._bare[kind]))
        bare = ", ".join(f"{kind} ({counted(self._bare[kind], 'time')})" for kind in _EXPANDED if self._bare[kind])
        return [
            *([left_out(f"not accepted: {states}")] if states else []),
            *(left_out(f"{what}, {counted(number, 'time')}") for what, number in (+self._left).items()),
            *private_fields(tree),
            *page_notes(tree),
            *([problem(f"only a code or number: {bare}; ask the API with ?expand={','.join(asks)}")] if bare else []),
            *self._moments.notes(),
            *capped([*self._problems, *strays(tree)]),
        ]

    def _talk(self, row: Row, title: str, where: str) -> Talk:
        code = text_at(row, "code")
        self._left["private: notes"] += bool(text_at(row, "notes"))
        page = absolute(f"{self._page}{code}/") if self._page and code else ""
        links = [
            Link(label="page", url=page) if page else None,
            *(self._resource(each) for each in list_at(row, "resources")),
        ]
        return Talk(
            where=where,
            title=title,
            keys=((code, title_key(title)),),
            id=slug(code),
            type=type_said(self._name(row.get("submission_type"), "types")),
            people=tuple(dict.fromkeys(name for each in list_at(row, "speakers") for name in self._speaker(each))),
            abstract=texts_joined(text_at(row, "abstract"), text_at(row, "description")),
            track=self._name(row.get("track"), "tracks"),
            language=text_at(row, "content_locale").removesuffix("-formal"),
            keywords=tuple(word for each in list_at(row, "tags") if (word := self._tag(each))),
            orgs=orgs_of(row, "speakers"),
            notes=(UNRECORDED,) if row.get("do_not_record") is True else (),
            links=in_order(filter(None, links)),
        )

    def _pause(self, slot: Row, where: str) -> Talk:
        title = one_line(text_at(slot, "description")) or "Break"
        span = self._span(slot, {}, where)
        return Talk(
            where=where,
            title=title,
            id=f"{self._home}-slot-{number}" if (number := slug(text_at(slot, "id"))) else "",
            is_talk=False,
            type=told_kind(title, "break"),
            start=span.start,
            end=span.end,
            room=self._name(slot.get("room"), "rooms"),
        )

    def _shown(self, slots: list[Any]) -> list[Row]:
        """Those of *slots* that are objects and that people may see."""
        self._bare["slots"] += sum(isinstance(slot, int) for slot in slots)
        known = [slot for slot in slots if isinstance(slot, Mapping)]
        shown = [slot for slot in known if slot.get("is_visible") is not False and slot.get("slot_type") != "blocker"]
        self._left["slots that are hidden"] += len(known) - len(shown)
        return shown

    def _span(self, slot: Row, row: Row, where: str) -> Span:
        start, end = slot.get("start"), slot.get("end")
        length = read_duration(slot.get("duration")) or read_duration(row.get("duration"))
        moment = read_moment(start)
        if not end and length and moment and moment.year < _LAST:
            end = moment + length
        return self._moments.span(start, end, where)

    def _speaker(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str) and _CODE.fullmatch(value):
            self._bare["speakers"] += 1
            return ()
        self._left["private: biography"] += isinstance(value, Mapping) and bool(text_at(value, "biography"))
        return split_names(text_at(value, "name") if isinstance(value, Mapping) else name_of(value))

    def _tag(self, value: Any) -> str:
        return self._name(value.get("tag") if isinstance(value, Mapping) else value, "tags")

    def _resource(self, value: Any) -> Link | None:
        if not isinstance(value, Mapping):
            self._bare["resources"] += 1
            return None
        if value.get("is_public") is False:
            self._left["resources that are not public"] += 1
            return None
        url = text_at(value, "resource", "link")
        kept = "/media/" in url  # uploaded to pretalx, where people put their slides
        return link_to(url, said=text_at(value, "description"), base=self._page, usual="slides" if kept else "link")

    def _name(self, value: Any, kind: str) -> str:
        """The name that *value* is; "" and a remark where it is the number of something of this *kind*."""
        if isinstance(value, int):
            self._bare[kind] += 1
            return ""
        return name_of(value)
