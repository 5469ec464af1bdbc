"""Sessionize's API (version 2): the views All, Sessions and GridSmart ("Schedule Grid"), as JSON.

https://sessionize.com/playbook/api. All lists sessions with the numbers of their speakers, rooms and categories;
the others have them by name, in groups or by day and room. Times are local ones, and no view names their zone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from corpus.models import Note, Parsed, Source, SourceError
from corpus.names import slug
from corpus.programme.kinds import told_kind
from corpus.programme.links import link_to
from corpus.programme.moments import Moments
from corpus.programme.orgs import orgs_in, orgs_of
from corpus.programme.people import person
from corpus.programme.private import private_fields
from corpus.programme.rowfields import in_order, prose
from corpus.programme.schedule import Conference, Talk, by_time, schedule_records, type_said
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, json_fault, read_json, rows_at, text_at
from corpus.report import capped, counted, left_out, problem

_TOPICS: Final = (  # what a category is, told by its title; any other one gives keywords
    ("type", re.compile(r"\b(?:format|type|length)s?\b", re.IGNORECASE)),
    ("track", re.compile(r"\b(?:track|stream|theme)s?\b", re.IGNORECASE)),
    ("language", re.compile(r"\b(?:language|sprache|idioma|langue)s?\b", re.IGNORECASE)),
)
_HOME: Final = re.compile(r"(?:\bat|@|\bbei|\bchez) ?(?!@)([^\W\d_a-z][^,;|@]*?)\W*$")  # behind what someone does there
_SHOWN: Final = frozenset(("", "accepted"))
_PLAIN: Final = re.compile(r"(?:regular|standard|conference|breakout|full)?\s*(?:session|talk)s?")


class _Listed(NamedTuple):
    """A session as it is listed, and where; *room* is the one below which it stands."""

    where: str
    row: Row
    room: str = ""


def sniff(data: bytes) -> str:
    """What keeps *data* from being of Sessionize; nothing where it is."""
    tree = read_json(data)
    empty = isinstance(tree, Mapping) and not tree.get("sessions") and {"sessions", "questions", "rooms"} <= tree.keys()
    if empty or any("isServiceSession" in each.row for each in _listed(tree)):
        return ""
    return "no session with “isServiceSession” in “sessions”, “0.sessions” or “0.rooms.0.sessions”"


def parse(data: bytes, *, name: str, zone: str | None = None) -> Parsed:
    """The sessions that are accepted; their times are told in *zone*.

    Raises SourceError where none can be read, and where there is no such zone.
    """
    tree = read_json(data)
    reader = _Reader(tree, name, zone)
    listed = list(_listed(tree))
    talks = [talk for each in listed if (talk := reader.talk(each)) is not None]
    if not talks:
        fault = json_fault(data)
        raise SourceError(f"{name} is not sound JSON: {fault}." if fault else f"{name} holds no session with a title.")
    source = Source(id=slug(name) or "sessionize", title=name, format="sessionize")
    records, notes = schedule_records(Conference(source, zone=reader.moments.zone()), by_time(talks))
    return Parsed(records=records, notes=(*notes, *reader.notes()))


def _listed(tree: Any) -> Iterator[_Listed]:
    """The sessions of *tree* in any of the views."""
    yield from _sessions(tree, "")
    for place, group in enumerate(tree if isinstance(tree, list) else []):
        yield from _sessions(group, f"{place}.")
        for number, room in enumerate(rows_at(group, "rooms")):
            yield from _sessions(room, f"{place}.rooms.{number}.", text_at(room, "name"))


def _sessions(row: Any, path: str, room: str = "") -> Iterator[_Listed]:
    sessions = row.get("sessions") if isinstance(row, Mapping) else None
    for place, session in enumerate(sessions if isinstance(sessions, list) else []):
        if isinstance(session, Mapping):
            yield _Listed(f"{path}sessions.{place}", session, room)


class _Reader:
    """What the sessions of one file have in common: speakers, rooms and categories by their numbers."""

    def __init__(self, tree: Any, name: str, zone: str | None) -> None:
        self.moments = Moments(zone, name)
        self._tree = tree
        self._speakers = {_key(row.get("id")): row for row in rows_at(tree, "speakers")}
        self._rooms = {_key(row.get("id")): text_at(row, "name") for row in rows_at(tree, "rooms")}
        self._items = {
            _key(item.get("id")): (text_at(category, "title"), text_at(item, "name"))
            for category in rows_at(tree, "categories")
            for item in rows_at(category, "items")
        }
        self._problems: list[Note] = []
        self._hidden: Counter[str] = Counter()

    def talk(self, listed: _Listed) -> Talk | None:
        """The session that is *listed*; None where it has no title, or is not accepted."""
        row, where = listed.row, listed.where
        title = one_line(text_at(row, "title"))
        if not title:
            self._problems.append(problem("a session without title", where))
            return None
        status = text_at(row, "status")
        if status.casefold() not in _SHOWN:
            self._hidden[one_line(status)[:40]] += 1
            return None
        speakers = list(self._speakers_of(row, where))
        people = tuple(dict.fromkeys(name for name, _ in speakers))
        topics = _topics(self._categories(row, where))
        span = self.moments.span(row.get("startsAt"), row.get("endsAt"), where)
        own = slug(_key(row.get("id")))
        links = (link_to(row.get(key), usual="video") for key in ("liveUrl", "recordingUrl"))
        return Talk(
            where=where,
            title=title,
            keys=(("id", own),) if own else (),
            id=f"sessionize-{own}" if own else "",
            is_talk=bool(people),
            type=_type(topics["type"], title, is_talk=bool(people), is_service=row.get("isServiceSession") is True),
            people=people,
            abstract=prose(row.get("description")),
            track=", ".join(topics["track"]),
            language=", ".join(topics["language"]),
            keywords=tuple(topics["keywords"]),
            orgs=orgs_in([org for _, speaker in speakers for org in _homes(speaker)]),
            links=in_order(link for link in links if link),
            start=span.start,
            end=span.end,
            room=one_line(text_at(row, "room") or self._rooms.get(_key(row.get("roomId")), "") or listed.room),
        )

    def notes(self) -> Iterator[Note]:
        """What could not be read, and what was left out."""
        yield from self.moments.notes()
        yield from capped(self._problems)
        for status, number in self._hidden.items():
            yield left_out(f"{counted(number, 'session')} with the status “{status}”")
        yield from private_fields(self._tree)
        lives = sum(bool(text_at(row, "bio")) for row in self._speakers.values())
        if lives:
            yield left_out(f"private: biography, {counted(lives, 'time')}")

    def _speakers_of(self, row: Row, where: str) -> Iterator[tuple[str, Row]]:
        """The speakers by their names, with what else is told of them: All has their numbers, other views names."""
        speakers = row.get("speakers")
        for place, each in enumerate(speakers if isinstance(speakers, list) else []):
            listed = each if isinstance(each, Mapping) else {"id": each}
            found = {**self._speakers.get(_key(listed.get("id")), {}), **listed}
            said = text_at(found, "fullName", "name") or f"{text_at(found, 'firstName')} {text_at(found, 'lastName')}"
            if said.strip():
                yield from ((name, found) for name in (person(said),) if name)
            else:
                self._problems.append(problem("no such speaker in “speakers”", f"{where}.speakers.{place}"))

    def _categories(self, row: Row, where: str) -> Iterator[tuple[str, str]]:
        """The categories, each by its title and what is chosen of it."""
        for category in rows_at(row, "categories"):
            for item in rows_at(category, "categoryItems"):
                yield text_at(category, "name", "title"), text_at(item, "name")
        items = row.get("categoryItems")
        for place, each in enumerate(items if isinstance(items, list) else []):
            if _key(each) in self._items:
                yield self._items[_key(each)]
            else:
                self._problems.append(problem("no such item in “categories”", f"{where}.categoryItems.{place}"))


def _homes(speaker: Row) -> list[str]:
    """Where a *speaker* is from: as fields say, else as the tag line ends ("Keeper at Acme")."""
    found = _HOME.search(one_line(text_at(speaker, "tagLine")))
    return [*orgs_of(speaker)] or ([found[1]] if found else [])


def _key(number: Any) -> str:
    """What two ways to write one number share: 12 and "12"."""
    return text_at({"id": number}, "id").strip()


def _topics(categories: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    topics: dict[str, list[str]] = {"type": [], "track": [], "language": [], "keywords": []}
    for title, item in categories:
        kind = next((kind for kind, pattern in _TOPICS if pattern.search(title)), "keywords")
        if item and one_line(item) not in topics[kind]:
            topics[kind].append(one_line(item))
    return topics


def _type(said: list[str], title: str, *, is_talk: bool, is_service: bool) -> str:
    kind = type_said(said[0]) if said else ""
    if is_talk:
        return "talk" if _PLAIN.fullmatch(kind) else kind
    return told_kind(title, "service") if is_service else kind
