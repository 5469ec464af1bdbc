"""Presentations of a virtual site as papers: one for all of its presentations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from corpus.models import Link, Paper
from corpus.names import fold, slug, title_key
from corpus.programme.links import link_to
from corpus.programme.orgs import orgs_in, orgs_of
from corpus.programme.rowfields import in_order, people_in, prose, words_in
from corpus.programme.rowfiles import Placed
from corpus.programme.texts import one_line
from corpus.programme.trees import Row, rows_at, text_at
from corpus.programme.venues import for_people, presentation_of

_GIVEN: Final = re.compile(r"\b(?:oral|poster|spotlight|highlight|paper)\b|^$", re.IGNORECASE)  # ways to give a paper
_RELATED: Final = (  # fields with the ids of events, or with addresses or objects that have them
    *("related_events_ids", "related_events", "children_ids", "children"),
    *("parent_id", "parent1_id", "parent1", "parent2_id", "parent2"),
)
_PEOPLE: Final = ("authors", "speakers/authors")
_ID: Final = re.compile(r"(?:.*/)?(\d+)/?(?:\?.*)?")  # "123", or an address that ends in it
_PLACEHOLDER: Final = re.compile(r"[?&]id=\d{4}-[A-Za-z]+--")  # OpenReview ids that the sites make up for orals
_MEDIA: Final = (
    ("pdf", re.compile(r"\bpdf\b|^paper\b", re.IGNORECASE)),
    ("slides", re.compile(r"\bslides?\b", re.IGNORECASE)),
    ("poster", re.compile(r"\bposter\b", re.IGNORECASE)),
    ("video", re.compile(r"\bvideo\b|slideslive|recording", re.IGNORECASE)),
    ("code", re.compile(r"\bcode\b|github", re.IGNORECASE)),
    ("project", re.compile(r"\bproject\b", re.IGNORECASE)),
)


class Talk(NamedTuple):
    """A presentation: its row, with what it is compared by."""

    placed: Placed
    title: str
    authors: tuple[str, ...]

    @property
    def row(self) -> Row:
        """Its fields."""
        return self.placed.row

    @property
    def id(self) -> str:
        """Its own identifier."""
        return text_at(self.row, "id")


def authors_of(row: Row) -> tuple[str, ...]:
    """Who gives it, or organizes it."""
    return people_in(next(filter(None, map(row.get, _PEOPLE)), None))


def kind_of(row: Row) -> str:
    """What the site calls an event: "oral", "invited talk"."""
    return one_line(text_at(row, "eventtype", "type", "event_type")).casefold()


def presented_as(row: Row) -> str:
    """How a paper is given: "oral", "poster", "spotlight poster"; what is no paper, as what it is."""
    kind = kind_of(row)
    if not _GIVEN.search(kind):
        return kind
    decided = f"{text_at(row, 'event_type')} {text_at(row, 'decision')}"
    given = presentation_of(kind) or presentation_of(text_at(row, "event_type")) or presentation_of(decided)
    mark = next((word for word in ("spotlight", "highlight") if word in decided.casefold()), "")
    return f"{mark} {given}" if mark and given == "poster" else given or mark or "presentation"


def same_papers(talks: Sequence[Talk]) -> list[list[Talk]]:
    """*talks* by paper: those that have a title, a uid or a relation in common, and an author or the title too."""
    leads = list(range(len(talks)))  # of each talk an earlier one of the same paper, in the end the first

    def first(number: int) -> int:
        while leads[number] != number:
            leads[number] = leads[leads[number]]
            number = leads[number]
        return number

    def join(one: int, other: int) -> None:
        low, high = sorted((first(one), first(other)))
        leads[high] = low

    known: dict[tuple[str, str, str], int] = {}
    places = {talk.id: number for number, talk in enumerate(talks) if talk.id}
    for number, talk in enumerate(talks):
        for key in _keys(talk):
            join(known.setdefault(key, number), number)
        for other in {places[each] for each in related_ids(talk.row) if each in places}:
            if _alike(talk, talks[other]):
                join(other, number)
    papers: defaultdict[int, list[Talk]] = defaultdict(list)
    for number, talk in enumerate(talks):
        papers[first(number)].append(talk)
    return list(papers.values())


def paper_of(talks: Sequence[Talk], scope: str, base: str, abstracts: Mapping[str, str]) -> Paper:
    """The paper that *talks* are presentations of, told by its poster where it has one."""
    first = next((talk for talk in talks if "poster" in kind_of(talk.row)), talks[0])
    told = [first, *(talk for talk in talks if talk is not first)]
    kind = kind_of(first.row)
    texts = (
        prose(talk.row.get("abstract")) or abstracts.get(talk.id) or abstracts.get(text_at(talk.row, "uid"), "")
        for talk in told
    )
    tracks = (one_line(text_at(talk.row, "topic")).replace("->", ": ") for talk in told)
    words = [word for talk in told for word in words_in(talk.row.get("keywords"))]
    words += [track for talk in told if (track := _source_track(text_at(talk.row, "sourceurl")))]
    titles = dict.fromkeys(talk.title for talk in told if title_key(talk.title) != title_key(first.title))
    links = [link for talk in told for link in _links(talk.row, base)]
    pages = [link for link in links if link.label == "page"]
    return Paper(
        id=f"{scope}-{slug(first.id or text_at(first.row, 'uid') or first.title) or 'paper'}",
        title=first.title,
        type="paper" if _GIVEN.search(kind) else kind,
        authors=max((talk.authors for talk in told), key=len),
        other_titles=tuple(titles),
        abstract=next(filter(None, texts), ""),
        keywords=tuple(dict.fromkeys(words)),
        track=next(filter(None, tracks), ""),
        orgs=orgs_in([org for talk in told for org in orgs_of(talk.row, *_PEOPLE)]),
        links=in_order([*pages[:1], *(link for link in links if link.label != "page")]),
    )


def is_placeholder(url: str) -> bool:
    """Whether *url* leads nowhere: the sites give orals identifiers that OpenReview does not have."""
    return bool(_PLACEHOLDER.search(url))


def related_ids(row: Row) -> Iterator[str]:
    """The ids of the events that *row* says it is related to."""
    for key in _RELATED:
        yield from ids_in(row.get(key))


def ids_in(value: Any) -> Iterator[str]:
    """The ids in *value*: a number, an address that ends in one, an object with one, or a list of these."""
    if isinstance(value, list):
        for each in value:
            yield from ids_in(each) if not isinstance(each, list) else ()
    elif isinstance(value, Mapping):
        yield text_at(value, "id")
    elif isinstance(value, str | int) and (found := _ID.fullmatch(str(value)[:300])):
        yield found[1]


def page_of(row: Row, base: str) -> Link | None:
    """The page of an event, where the site is known or the address is whole."""
    return link_to(row.get("virtualsite_url"), usual="page", base=base)


def _keys(talk: Talk) -> Iterator[tuple[str, str, str]]:
    """What only presentations of one paper share."""
    title, uid = title_key(talk.title), text_at(talk.row, "uid")
    people = {fold(author) for author in talk.authors}
    yield from (("title", title, name) for name in people)
    if uid:
        yield "uid", uid, title
        yield from (("author", uid, name) for name in people)


def _alike(one: Talk, other: Talk) -> bool:
    shared = {fold(author) for author in one.authors} & {fold(author) for author in other.authors}
    return bool(shared) or title_key(one.title) == title_key(other.title)


def _source_track(sourceurl: str) -> str:
    """The track of its own that a paper was submitted to: "Position Paper Track"."""
    part = for_people(sourceurl)
    return part if part.endswith("Track") else ""


def _links(row: Row, base: str) -> Iterator[Link]:
    if page := page_of(row, base):
        yield page
    for key, usual in (("paper_url", "link"), ("url", "link"), ("paper_pdf_url", "pdf")):
        link = link_to(row.get(key), usual=usual, base=base)
        if link and not is_placeholder(link.url or ""):
            yield link if usual == "link" else Link(label=usual, url=link.url)
    for media in rows_at(row, "eventmedia"):
        name = one_line(text_at(media, "name", "type"))
        usual = next((label for label, pattern in _MEDIA if pattern.search(name)), "link")
        link = link_to(text_at(media, "uri", "url"), said=name, usual=usual, base=base)
        if link and media.get("visible") is not False and not is_placeholder(link.url or ""):
            yield link
