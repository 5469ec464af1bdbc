"""What fields of rows hold, whatever shape they have: people, keywords, texts, links and chat channels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from corpus.models import Link
from corpus.programme.links import absolute, link_to
from corpus.programme.people import person, split_names
from corpus.programme.texts import one_line, plain, unwrapped
from corpus.programme.trees import Row, text_at

_ROLE: Final = re.compile(r"^\s*(?:hosts?|presenters?|speakers?|chairs?|organi[sz]ers?)\s*:\s*", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"[|;\n]|,.*,|\band\b|&")
_LISTED: Final = re.compile(r"^\s*(?:[*•–-]|\d+[.)])\s", re.MULTILINE)
_LINKS: Final = {  # which columns hold addresses of what
    "openreview": ("openreview", "openreview_url", "openreview_link", "forum_url"),
    "arxiv": ("arxiv", "arxiv_url", "arxiv_link"),
    "doi": ("doi", "doi_url"),
    "pdf": ("pdf", "pdf_url", "pdf_path", "pdf_link", "paper_pdf", "paper_pdf_url"),
    "code": ("code", "code_url", "code_link", "github"),
    "video": ("video", "video_url", "video_link", "youtube"),
    "slides": ("slides", "slides_url", "slides_pdf", "slides_link"),
    "poster": ("poster", "poster_url", "poster_pdf", "poster_link"),
    "project": ("project", "project_url", "project_page"),
    "slack": ("channel_url", "slack_url", "slack_link", "slack_channel_url"),
    "zoom": ("zoom", "zoom_link", "zoom_url", "zoom_1", "zoom_2", "join_link", "join_url"),
}
_UNNAMED: Final = ("paper_url", "paper_link", "url", "link", "website", "web_link", "homepage", "demo_url", "material")
_CHANNELS: Final = {
    "slack": ("slack_channel", "slack", "slack_channel_name", "slack_channel_id", "slack_id"),
    "rocketchat": ("rocketchat_channel", "rocketchat_id", "rocketchat"),
}
_FIRST: Final = ("page", "openreview", "arxiv")


def people_in(value: Any) -> tuple[str, ...]:
    """The people that *value* names: a text of names, or a list of names or of objects with a name."""
    return tuple(dict.fromkeys(_people(value)))


def words_in(value: Any) -> tuple[str, ...]:
    """The keywords that *value* is: a list, or a text with ``|``, ``;`` or commas between them."""
    if isinstance(value, str):
        mark = next((mark for mark in "|;,\n" if mark in value), ",")
        parts = [one_line(part) for part in value.split(mark)]
    elif isinstance(value, list):
        parts = [one_line(each) if isinstance(each, str) else text_at(each, "name") for each in value if _named(each)]
    else:
        parts = []
    return tuple(dict.fromkeys(part for part in parts if part))


def abstract_of(row: Row) -> str:
    """The abstract and the description in *row*, what both say once; where there is none its short form."""
    texts: list[str] = []
    for key in ("abstract", "description"):
        text = prose(row.get(key))
        if text and not any(text in other for other in texts):
            texts.append(text)
    return "\n\n".join(texts) or prose(row.get("tldr"))


def prose(value: Any) -> str:
    """The text *value* in paragraphs, the breaks of a list kept; "" where it is none."""
    if not isinstance(value, str):
        return ""
    text = plain(value)
    return text if _LISTED.search(text) else unwrapped(text)


def links_of(row: Row, base: str = "", *, but: Collection[str] = ()) -> list[Link]:
    """The links in *row*: addresses by what their column is called, or else by where they lead, and chat channels.

    The columns in *but* are those of something else.
    """
    links = [
        Link(label=label, url=url)
        for label, columns in _LINKS.items()
        for column in columns
        if (url := _address(label, row.get(column), base))
    ]
    links += [link for key in _UNNAMED if key not in but and (link := link_to(row.get(key), said=key, base=base))]
    return [*links, *_channels(row, {link.label for link in links})]


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """*links*, each once: the programme's own page first, then where the paper is, then the rest as they stand."""
    once: dict[str, Link] = {}
    for link in links:
        once.setdefault(link.url or link.label, link)
    return tuple(sorted(once.values(), key=lambda link: (*_FIRST, link.label).index(link.label)))


def _people(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from split_names(_ROLE.sub("", value))
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str) and not _SEVERAL.search(each):
                yield from filter(None, (person(each),))
            elif not isinstance(each, list):
                yield from _people(each)
    elif isinstance(value, Mapping):
        if isinstance(value.get("members"), list | str):
            yield from _people(value["members"])
        else:
            given, family = text_at(value, "first_name", "given"), text_at(value, "last_name", "family")
            name = text_at(value, "fullname", "full_name", "name", "display_name") or f"{given} {family}"
            yield from filter(None, (person(name),))


def _named(value: Any) -> bool:
    return isinstance(value, str | Mapping)


def _address(label: str, value: Any, base: str) -> str:
    if label == "doi" and isinstance(value, str) and value.strip().startswith("10."):
        return absolute(f"https://doi.org/{value.strip()}")
    return absolute(value, base)


def _channels(row: Row, linked: set[str]) -> Iterator[Link]:
    """The channels in *row* of which a name is given; one whose address is *linked* already is that one."""
    for label, columns in _CHANNELS.items():
        for name in filter(None, (one_line(text_at(row, column)).lstrip("#") for column in columns)):
            if url := absolute(name):
                yield Link(label=label, url=url)
            elif label not in linked and " " not in name:
                yield Link(label=f"{label} #{name}")
