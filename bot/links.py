"""Which record a web address leads to: by the paper that it names, on sites that name papers, else by the page.

One paper has many addresses: forum and PDF, each version, with and without "www". All of one paper have one key.
Sources: info.arxiv.org/help/arxiv_identifier.html; aclanthology.org/info/ids; api.openreview.net's forum ids.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit
from weakref import WeakKeyDictionary

from bot.safe import is_web
from corpus.catalog import Catalog, Findable, ref
from corpus.models import Paper, Session

# the sites that name papers; others are those of the corpus' own pages
PAPER_SITES: Final = ("openreview.net", "arxiv.org", "aclanthology.org")

_ARXIV: Final = re.compile(
    r"/(?:abs|pdf|html|ps|format|src)/(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?",
    re.IGNORECASE,
)
_ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(?P<id>.+?)(?:v\d+)?", re.IGNORECASE)
_ACL: Final = re.compile(
    r"(?:/anthology)?/(?P<id>[a-z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)(?:v\d+)?(?:\.pdf|\.bib)?/?", re.IGNORECASE
)
_ACL_DOI: Final = re.compile(r"10\.18653/v1/(?P<id>.+)", re.IGNORECASE)
_DOI: Final = re.compile(r"/(?P<id>10\.\d{4,9}/.+?)/?")
_TRACKERS: Final = re.compile(r"utm_\w+|fbclid|gclid|ref|referrer", re.IGNORECASE)
_INDEX: Final = re.compile(r"/index\.(?:html?|php)$")
# where everybody's pages are: these are no conference's own
_SHARED_SITES: Final = (
    "github.com", "github.io", "gitlab.com", "google.com", "youtube.com", "youtu.be", "zoom.us", "vimeo.com", "x.com",
    "twitter.com", "huggingface.co", "slack.com", "doi.org",
)  # fmt: skip

_IN_TEXT: Final = re.compile(r"<(https?://[^<>|\s]+)")

_INDEXES: Final[WeakKeyDictionary[Catalog, Mapping[str, str]]] = WeakKeyDictionary()


def record_at(url: str, catalog: Catalog) -> str | None:
    """The reference of the record that *url* leads to; None where the corpus holds none, or several."""
    key = key_of(url)
    if key is None:
        return None
    if catalog not in _INDEXES:
        _INDEXES[catalog] = _index(catalog)
    return _INDEXES[catalog].get(key)


def key_of(url: str) -> str | None:
    """What all addresses of one paper or page have in common; None where *url* is no web address."""
    if not is_web(url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    named = next((key for read in _READERS if (key := read(host, parts.path, parts.query))), None)
    return named or _page(host, parts.path, parts.query)


def links_in(text: str) -> Iterable[str]:
    """The web addresses in *text*, a message as Slack has it, in their order."""
    return dict.fromkeys(found.replace("&amp;", "&") for found in _IN_TEXT.findall(text))


def own_sites(catalog: Catalog, most: int) -> tuple[str, ...]:
    """The sites of the corpus' own pages, at most *most*, those with the most records first."""
    hosts = Counter(
        host
        for record in catalog.everything
        for host in {_host(url) for url in _addresses(record)}
        if host and not any(_within(host, site) for site in (*PAPER_SITES, *_SHARED_SITES))
    )
    return tuple(host for host, _ in hosts.most_common(most))


def _index(catalog: Catalog) -> dict[str, str]:
    held: dict[str, list[str]] = defaultdict(list)
    for record in catalog.everything:
        for key in {key for url in _addresses(record) if (key := key_of(url))}:
            held[key].append(ref(record))
    return {key: one for key, several in held.items() if (one := _meant(several, catalog))}


def _meant(references: list[str], catalog: Catalog) -> str | None:
    """The one of *references* that a shared page is of: the session of all the others; else none."""
    if len(references) == 1:
        return references[0]
    records = [catalog.get(reference) for reference in references]
    sessions = [record for record in records if isinstance(record, Session)]
    inside = {slot.paper for session in sessions for slot in catalog.slots_in(session)}
    others = [record.id for record in records if isinstance(record, Paper)]
    alone = len(sessions) == 1 and len(others) + 1 == len(records) and inside.issuperset(others)
    return f"session:{sessions[0].id}" if alone else None


def _addresses(record: Findable) -> Iterator[str]:
    yield from (link.url for link in record.links if link.url)


def _host(url: str) -> str:
    key = key_of(url) or ""
    return key.removeprefix("page:").partition("/")[0] if key.startswith("page:") else ""


def _within(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")


def _openreview(host: str, path: str, query: str) -> str | None:
    ids = parse_qs(query).get("id", []) if _within(host, "openreview.net") else []
    known = path.rstrip("/") in ("/forum", "/pdf", "/attachment", "/references/pdf")
    return f"openreview:{ids[0]}" if ids and known else None


def _arxiv(host: str, path: str, _: str) -> str | None:
    found = _ARXIV.fullmatch(unquote(path)) if _within(host, "arxiv.org") else None
    return f"arxiv:{found['id'].casefold()}" if found else None


def _anthology(host: str, path: str, _: str) -> str | None:
    ours = _within(host, "aclanthology.org") or _within(host, "aclweb.org")
    found = _ACL.fullmatch(path) if ours else None
    return f"acl:{found['id'].casefold()}" if found else None


def _doi(host: str, path: str, _: str) -> str | None:
    found = _DOI.fullmatch(unquote(path)) if _within(host, "doi.org") else None
    if found is None:
        return None
    if arxiv := _ARXIV_DOI.fullmatch(found["id"]):
        return f"arxiv:{arxiv['id'].casefold()}"
    if anthology := _ACL_DOI.fullmatch(found["id"]):
        return f"acl:{anthology['id'].casefold()}"
    return f"doi:{found['id'].casefold()}"


def _page(host: str, path: str, query: str) -> str:
    kept = sorted((name, value) for name, value in parse_qsl(query) if not _TRACKERS.fullmatch(name))
    where = _INDEX.sub("", unquote(path)).rstrip("/")
    return f"page:{host}{where}" + (f"?{urlencode(kept)}" if kept else "")


_READERS: Final = (_openreview, _arxiv, _anthology, _doi)
