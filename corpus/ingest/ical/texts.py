"""What iCalendar entries say besides their times: titles, people, places and kinds, as programmes put them there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from corpus.ingest.ical.lines import Component
from corpus.models import Link
from corpus.programme.kinds import told_kind
from corpus.programme.links import absolute, link_to
from corpus.programme.people import person, split_names
from corpus.programme.rowfields import in_order
from corpus.programme.schedule import type_said
from corpus.programme.texts import one_line, plain

_LINKED: Final = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "ATTACH")
_TYPES: Final = frozenset(
    (
        *("talk", "keynote", "invited talk", "lightning talk", "workshop", "tutorial", "panel", "panel discussion"),
        *("poster", "poster session", "oral", "oral session", "spotlight", "demo", "q&a", "social", "break"),
        *("registration", "opening", "closing", "awards", "meeting", "plenary"),
    )
)
_TAG: Final = re.compile(r"#(\w+)\s+(?=\S)")  # "#qa Live Q&A: …", as calendars for Mini-Conf have it
_TAGS: Final = {"qa": "q&a", "posters": "poster session", "poster": "poster session"}
_OPENING: Final = re.compile(
    r"(keynote|invited talk|tutorial|workshop|panel|poster|lightning talk|demo)\s*[:–—-]", re.IGNORECASE
)
_SPEAKERS: Final = re.compile(
    r"^(?:speakers?|presenters?|presented by|authors?)[^\S\n]*:[^\S\n]*(\S.*)\n*", re.IGNORECASE | re.MULTILINE
)
_SPEAKER_PROPERTY: Final = re.compile(r"X-(?:[A-Z\d]+-)*(?:SPEAKER|PRESENTER|AUTHOR)S?(?:-NAMES?)?")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_PATH: Final = re.compile(r"[\w./-]*\.(?:html?|php|aspx?)(?:[?#]\S*)?|[\w./-]*\?\w+=\S*")  # an address without its site
_PRETALX: Final = "-//pretalx//"
_WORDS: Final = 6  # of a name


class Said(NamedTuple):
    """The texts of one entry; *type* is "" where none of them tells it, *lost* an address that leads nowhere."""

    title: str
    type: str
    people: tuple[str, ...]
    abstract: str
    room: str
    track: str
    keywords: tuple[str, ...]
    links: tuple[Link, ...]
    lost: str


def said_in(entry: Component, product: str) -> Said:
    """What *entry* says, in the calendar of the program *product* (PRODID)."""
    title, people = _title(entry, product)
    description = plain(entry.text("DESCRIPTION")) or plain(entry.text("X-ALT-DESC"))
    page = entry.address("URL")
    abstract, speakers = _speakers(description)
    tag = _TAG.match(title)
    tagged = _known_type(_TAGS.get(tag[1].casefold(), tag[1])) if tag else ""
    title = title[tag.end() :] if tag and tagged else title
    types, topics = _categories(entry)
    room, links, lost = _place(entry, page)
    opening = _OPENING.match(title)
    return Said(
        title=title,
        type=next(iter(types), "") or tagged or (opening[1].casefold() if opening else ""),
        people=people or _from_properties(entry) or speakers,
        abstract="\n\n".join(part for part in abstract.split("\n\n") if part != page),
        room=room,
        track=topics[0] if len(topics) == 1 else "",
        keywords=tuple(topics) if len(topics) > 1 else (),
        links=links,
        lost=lost,
    )


def _title(entry: Component, product: str) -> tuple[str, tuple[str, ...]]:
    """The title, and the people in it: pretalx writes "Title - Speaker, Speaker", be it with no speaker at all."""
    summary = one_line(entry.text("SUMMARY"))
    if not product.startswith(_PRETALX):
        return summary, ()
    title, mark, names = f"{summary} ".rpartition(" - ")
    if not mark or not title:
        return summary, ()
    return title.strip(), tuple(dict.fromkeys(name for part in names.split(",") if (name := person(part))))


def _from_properties(entry: Component) -> tuple[str, ...]:
    named = (each.text for each in entry.properties if _SPEAKER_PROPERTY.fullmatch(each.name))
    return tuple(dict.fromkeys(name for text in named for name in split_names(_without_brackets(text))))


def _speakers(description: str) -> tuple[str, tuple[str, ...]]:
    """*description* without a line "Speakers: …", and who is named there."""
    found = _SPEAKERS.search(description)
    names = split_names(_without_brackets(found[1])) if found else ()
    if found is None or not all(_looks_like_name(name) for name in names):
        return description, ()
    return (description[: found.start()] + description[found.end() :]).strip(), names


def _without_brackets(text: str) -> str:
    """*text* without what stands in brackets, be it brackets themselves: affiliations."""
    while (without := _BRACKETS.sub("", text)) != text:
        text = without
    return text


def _looks_like_name(name: str) -> bool:
    return len(name.split()) <= _WORDS and any(char.isalpha() and not char.islower() for char in name)


def _categories(entry: Component) -> tuple[list[str], list[str]]:
    """The kinds of things that the categories name, and the other ones."""
    texts = [one_line(text) for each in entry.all("CATEGORIES") for text in each.texts]
    named = list(dict.fromkeys(text for text in texts if text))
    types = [kind for text in named if (kind := _known_type(text))]
    return types, [text for text in named if not _known_type(text)]


def _known_type(text: str) -> str:
    """The kind of thing that *text* names, and nothing else: "Talks" is a talk, "Coffee break" a break; else ""."""
    said = type_said(text)
    single = said if said in _TYPES else said.removesuffix("s")
    if single in _TYPES:
        return single
    return told_kind(text, "") if told_kind(text, "") == "break" and len(text.split()) <= 2 else ""


def _place(entry: Component, page: str) -> tuple[str, tuple[Link, ...], str]:
    """The room, the links, and an address that is not whole: a LOCATION may be any of them, or several."""
    location = one_line(entry.text("LOCATION"))
    places = [link_to(url.rstrip(".,;)"), usual="link" if page else "page") for url in _ADDRESS.findall(location)]
    links = in_order(link for link in (link_to(page, usual="page"), *places, *_further(entry)) if link)
    room = " ".join(_ADDRESS.sub(" ", location).replace("( )", " ").split()).strip(" ,;|-–")
    return ("", links, room) if _PATH.fullmatch(room) else (room, links, "")


def _further(entry: Component) -> Iterator[Link | None]:
    for each in entry.all(*_LINKED):
        if each.parameters.get("VALUE", "").upper() != "BINARY" and absolute(each.text):
            yield link_to(each.text, said=each.parameters.get("FILENAME", each.parameters.get("LABEL", "")))
