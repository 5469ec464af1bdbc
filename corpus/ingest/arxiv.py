"""arXiv: the Atom feed with which its API answers a query.

The feed is described at https://info.arxiv.org/help/api/user-manual.html. Titles and summaries come hard-wrapped,
identifiers with the version of the paper. When a paper was published there says nothing of a conference, so no
time is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.encoding import decode
from corpus.models import Link, Note, Paper, Parsed, Records, Source, SourceError
from corpus.names import slug
from corpus.programme.links import absolute, link_to
from corpus.programme.orgs import orgs_in
from corpus.programme.people import person
from corpus.programme.rowfields import in_order
from corpus.programme.texts import one_line, unwrapped
from corpus.report import capped, counted, left_out, problem, read_note

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_TOTAL: Final = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_ID: Final = re.compile(
    r"arxiv\.org/abs/(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]+)?/\d{7})(?:v(?P<version>\d{1,4}))?$"
)
_HEAD: Final = 1 << 14  # bytes in which the feed's own identifier stands, and that of its first entry
_FEED: Final = re.compile(r"<(?:[\w.-]+:)?feed\s")
_OWN: Final = re.compile(r"<(?:[\w.-]+:)?id>\s*https?://(?:[\w-]+\.)?arxiv\.org/(?:api|abs)/")
_WITHDRAWN: Final = re.compile(
    r"\W*(?:(?:this|the) (?:paper|article|manuscript|submission|work|preprint) (?:\w+ ){0,3})?withdrawn\b",
    re.IGNORECASE,
)
_CATEGORY: Final = re.compile(r"[a-z][a-z-]+(?:\.[A-Za-z-]+)?")  # not "68T05", "I.2.6; H.3"
_PARAGRAPH: Final = re.compile(r"\n[ \t]+(?=\S)")  # arXiv indents the first line of each
_URL: Final = re.compile(r"https?://[^\s<>()\[\]{}\"'|]+[^\s<>()\[\]{}\"'|.,;:]")


def sniff(data: bytes) -> str:
    """What keeps *data* from being a feed of arXiv's API; nothing where it is one, be it broken further on."""
    head = decode(data[:_HEAD]).lstrip()
    if not head.startswith("<") or not _FEED.search(head):
        return "no Atom feed"
    return "" if _OWN.search(head) else "no <id> of arxiv.org in its Atom feed"


def parse(data: bytes, *, name: str) -> Parsed:
    """The papers of the feed, each in its latest version. Raises SourceError where it holds none."""
    feed = _feed(data, name)
    entries = feed.findall(f"{_ATOM}entry")
    _refuse_error(entries, name)
    if not entries:
        raise SourceError(f"{name} is an empty feed: arXiv found nothing for its query.")
    source = Source(id=slug(f"{name} arxiv"), title=name, format="arxiv")
    latest: dict[str, tuple[int, Element]] = {}
    problems: list[Note] = []
    out: Counter[str] = Counter()
    for number, entry in enumerate(entries, 1):
        found = _ID.search(_text(entry, "id"))
        if found is None or not _title(entry):
            problems.append(problem("no title" if found else "no identifier of a paper", f"entry {number}"))
        elif _is_withdrawn(entry):
            out["withdrawn paper"] += 1
        else:
            version = int(found["version"] or 0)
            out["other version"] += found["id"] in latest
            if version >= latest.get(found["id"], (0, entry))[0]:
                latest[found["id"]] = (version, entry)
    if not latest:
        raise SourceError(f"{name} holds no paper of arXiv that can be read.")
    papers = [_paper(entry, own, source.id) for own, (_, entry) in latest.items()]
    notes = [
        read_note((len(papers), "paper")),
        *(left_out(counted(times, what)) for what, times in out.items() if times),
        *_cut_off(feed, len(entries)),
        *capped(problems),
    ]
    return Parsed(records=Records.of([source, *papers]), notes=tuple(notes))


def _feed(data: bytes, name: str) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SourceError(f"{name} is refused: it declares entities, which can stand for any amount of text.") from None
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError(f"{name} is no XML that can be read: {error}.") from error
    if root.tag != f"{_ATOM}feed":
        raise SourceError(f"{name} is no Atom feed.")
    return root


def _text(element: Element, name: str, space: str = _ATOM) -> str:
    return (element.findtext(f"{space}{name}") or "").strip()


def _title(entry: Element) -> str:
    return one_line(_text(entry, "title"))


def _refuse_error(entries: list[Element], name: str) -> None:
    """Raises SourceError where the feed is how arXiv tells of an error: one entry of that title."""
    if len(entries) == 1 and _title(entries[0]) == "Error" and not _ID.search(_text(entries[0], "id")):
        said = one_line(_text(entries[0], "summary")).rstrip(".") or "it does not say of what"
        raise SourceError(f"{name} is an error of arXiv’s: {said}.")


def _is_withdrawn(entry: Element) -> bool:
    return any(map(_WITHDRAWN.match, (_text(entry, "comment", _ARXIV), one_line(_text(entry, "summary")))))


def _paper(entry: Element, own: str, source: str) -> Paper:
    authors = (person(_text(author, "name")) for author in entry.iterfind(f"{_ATOM}author"))
    comment, journal = (one_line(_text(entry, field, _ARXIV)) for field in ("comment", "journal_ref"))
    return Paper(
        id=own,
        title=_title(entry),
        authors=tuple(dict.fromkeys(name for name in authors if name)),
        abstract=_paragraphs(_text(entry, "summary")),
        keywords=_categories(entry),
        notes=tuple(note for note in (comment, journal) if note),
        orgs=orgs_in([each.text or "" for each in entry.iterfind(f"{_ATOM}author/{_ARXIV}affiliation")]),
        links=in_order(_links(entry, own, comment)),
        sources=(source,),
    )


def _paragraphs(summary: str) -> str:
    """*summary* without the breaks that wrap it; where all lines are indented, none begins a paragraph."""
    lines = summary.split("\n")[1:]
    told = any(line.strip() and not line[0].isspace() for line in lines)
    return unwrapped(_PARAGRAPH.sub("\n\n", summary) if told else summary)


def _categories(entry: Element) -> tuple[str, ...]:
    """The categories of arXiv itself, the first one first; those of mathematicians and of the ACM are left out."""
    primary = entry.find(f"{_ARXIV}primary_category")
    every = [*([] if primary is None else [primary]), *entry.iterfind(f"{_ATOM}category")]
    terms = (each.get("term", "") for each in every)
    return tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term)))


def _links(entry: Element, own: str, comment: str) -> Iterable[Link]:
    yield Link(label="arxiv", url=f"https://arxiv.org/abs/{own}")
    yield Link(label="pdf", url=f"https://arxiv.org/pdf/{own}")
    for doi in _text(entry, "doi", _ARXIV).split():
        if url := absolute(doi if "://" in doi else f"https://doi.org/{doi}"):
            yield Link(label="doi", url=url)
    yield from (link for url in _URL.findall(comment) if (link := link_to(url)))


def _cut_off(feed: Element, held: int) -> list[Note]:
    total = feed.findtext(_TOTAL) or ""
    if not total.isdecimal() or len(total) > 9 or int(total) <= held:
        return []
    return [problem(f"the feed breaks off: it holds {held} of {int(total)} results; get the rest with “start”")]
