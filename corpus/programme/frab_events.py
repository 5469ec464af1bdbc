"""Events of a frab schedule, as objects with the names of its JSON form, as talks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from corpus.models import Link
from corpus.names import slug, title_key
from corpus.programme.frab_times import Clock, Entry, event_times, has_time
from corpus.programme.links import absolute, link_to
from corpus.programme.moments import Moments
from corpus.programme.orgs import orgs_of
from corpus.programme.people import split_names
from corpus.programme.rowfields import in_order, words_in
from corpus.programme.schedule import UNRECORDED, Talk, name_of, texts_joined, type_said
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, text_at

_PEOPLE: Final = ("persons", "speakers", "participants")
_NAME: Final = ("name", "public_name", "full_public_name", "display_name")
_ON_STAGE: Final = frozenset({"", "speaker", "contributor", "guest"})  # other roles are told in a note
_GUID: Final = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}", re.IGNORECASE)
_FRAB_MEDIA: Final = "/system/"  # frab writes these as from the root, and exports them below its base


class Context(NamedTuple):
    """What is the same for all events of a schedule.

    *home* makes bare numbers unique, *base* is what addresses are relative to; *rooms* and *tracks* have the names
    of what is referred to by guid or slug.
    """

    home: str
    base: str
    clock: Clock
    moments: Moments
    rooms: Mapping[str, str]
    tracks: Mapping[str, str]


def event_title(row: Row) -> str:
    """The title of an event, on one line; "" where it has none."""
    return one_line(text_at(row, "title"))


def event_talk(entry: Entry, context: Context) -> Talk:
    """The talk that *entry* is."""
    row, title = entry.row, event_title(entry.row)
    people = [person for each in _listed(row, *_PEOPLE) for person in _people(each)]
    names = tuple(dict.fromkeys(name for name, _ in people))
    span = context.moments.span(*event_times(entry, context.clock), entry.where)
    return Talk(
        where=entry.where,
        title=title,
        keys=_keys(row, title, names),
        id=_identifier(row, context.home),
        is_talk=bool(names) or not has_time(entry),
        subtitle=one_line(text_at(row, "subtitle")),
        type=type_said(text_at(row, "type")),
        people=names,
        abstract=texts_joined(text_at(row, "abstract"), text_at(row, "description")),
        track=_named(row.get("track"), context.tracks),
        language=text_at(row, "language").removesuffix("-formal"),
        keywords=words_in(row.get("keywords") or row.get("tags")),
        orgs=orgs_of(row, *_PEOPLE),
        notes=(*(f"{role.capitalize()}: {name}." for name, role in people if role not in _ON_STAGE), *_recording(row)),
        links=_links(row, context.base),
        start=span.start,
        end=span.end,
        room=_named(row.get("room"), context.rooms) or one_line(entry.room),
    )


def biographies(row: Row) -> int:
    """How many people of *row* tell of their lives."""
    return sum(isinstance(each, Mapping) and bool(each.get("biography")) for each in _listed(row, *_PEOPLE))


def names_by_reference(rows: Sequence[Row]) -> dict[str, str]:
    """The names of *rows* by their guid and their slug, where those are of one alone."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for key in ("guid", "slug"):
            if (reference := text_at(row, key)) and (name := one_line(text_at(row, "name"))):
                found.setdefault(reference, set()).add(name)
    return {reference: next(iter(names)) for reference, names in found.items() if len(names) == 1}


def _people(value: Any) -> Iterator[tuple[str, str]]:
    """The names in *value*, a text or an object, each with its role."""
    row: Row = value if isinstance(value, Mapping) else {"name": value}
    role = one_line(text_at(row, "role")).casefold()
    yield from ((name, role) for name in _names(text_at(row, *_NAME)))


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[str, ...]:
    return split_names(text)


def _keys(row: Row, title: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What tells that two events are one talk: what they are called, and an identifier of theirs."""
    called = title_key(title)
    own = tuple((key, value, called) for key in ("guid", "id", "code") if (value := text_at(row, key)))
    return own or (("", called, *names),)


def _identifier(row: Row, home: str) -> str:
    if unique := slug(text_at(row, "guid", "code")):
        return unique
    number = slug(text_at(row, "id", "slug"))
    return f"{home}-{number}" if number else ""


def _recording(row: Row) -> tuple[str, ...]:
    refused = row.get("do_not_record")
    return (UNRECORDED,) if refused is True or text_at(row, "do_not_record") == "true" else ()


def _links(row: Row, base: str) -> tuple[Link, ...]:
    page = absolute(row.get("url"), base)
    links = [
        Link(label="page", url=page) if page else None,
        *(_link(each, "link", base) for each in _listed(row, "links")),
        *(_link(each, "slides", base) for each in _listed(row, "attachments")),
        _link(row.get("video_download_url"), "video", base),
    ]
    return in_order(filter(None, links))


def _link(value: Any, usual: str, base: str) -> Link | None:
    row: Row = value if isinstance(value, Mapping) else {"url": value}
    said = " ".join(text_at(row, key) for key in ("type", "service", "title"))
    url = text_at(row, "url", "href")
    if url.startswith(_FRAB_MEDIA):
        url = f"{base.rstrip('/')}{url}"
    return link_to(url, said=said, base=base, usual=usual)


def _listed(row: Row, *keys: str) -> list[Any]:
    """The first of the lists *keys* that holds anything; a text alone counts as a list of it."""
    values = (row.get(key) for key in keys)
    found = next((value for value in values if value and isinstance(value, list | str)), [])
    return found if isinstance(found, list) else [found]


def _named(value: Any, names: Mapping[str, str]) -> str:
    """The name that *value* is or has, or that *names* has for what it refers to; "" for an unknown guid."""
    row: Row = value if isinstance(value, Mapping) else {"name": value}
    own = one_line(text_at(row, "name"))
    referred = (names[key] for key in (own, text_at(row, "guid"), text_at(row, "slug")) if key in names)
    found = next(referred, "") or own or name_of({key: text for key, text in row.items() if key != "guid"})
    return "" if _GUID.fullmatch(found) else found
