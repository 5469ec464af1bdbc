"""Links of programme files: made absolute, and labelled by what they lead to."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from corpus.models import Link
from corpus.programme.texts import one_line

_SPACE: Final = re.compile(r"\s+")
_SYSTEMS: Final = (
    (r"(?:^|\.)openreview\.net$", "openreview"),
    (r"(?:^|\.)arxiv\.org$", "arxiv"),
    (r"(?:^|\.)doi\.org$", "doi"),
    (r"(?:^|\.)slack\.com$", "slack"),
    (r"(?:^|\.)zoom\.us$", "zoom"),
)
_SAID: Final = (  # by what a link is called, before where it leads: slides are often kept beside the code
    (r"\b(?:slides?|slide ?deck|slideset|presentation|folien|präsentation)\b", "slides"),
    (r"\b(?:video|videos|recording|recorded|livestream|stream|aufzeichnung|mitschnitt)\b", "video"),
    (r"\bposter\b", "poster"),
    (r"(?<!qr )\bcode\b(?! of conduct)|\b(?:source ?code|repo|repository)\b", "code"),
    (r"\bproject\b", "project"),
)
_OTHER: Final = re.compile(r"\b(?:paper|preprint|article|handout|blog|website)\b", re.IGNORECASE)
_HOSTS: Final = (
    (r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|git\.sr\.ht)$", "code"),
    (r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|media\.ccc\.de|twitch\.tv)$|\bpeertube\b|^video\.", "video"),
)
_ENDINGS: Final = (
    (r"\.(?:pptx?|odp|key)$", "slides"),
    (r"\.(?:mp4|webm|mkv|mov)$", "video"),
    (r"\.(?:png|jpe?g|gif|svg|webp)$", "link"),
)
_PDF: Final = re.compile(r"\.pdf$", re.IGNORECASE)


def link_to(url: Any, *, said: str = "", base: str = "", usual: str = "link") -> Link | None:
    """The link to *url*, labelled by what it is *said* to be, else by its address, else as is *usual* there.

    None where *url* is no address on the web, taken relative to *base*.
    """
    address = absolute(url, base)
    return Link(label=_label(address, said, usual), url=address) if address else None


def absolute(url: Any, base: str = "") -> str:
    """The http(s) address that *url* is, relative to *base*; "" where it is none."""
    text = _SPACE.sub("%20", one_line(url)) if isinstance(url, str) else ""
    if not text:
        return ""
    if text.startswith("www."):
        text = f"https://{text}"
    try:
        whole = urljoin(base, text)
        parts = urlsplit(whole)
        reachable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return whole if reachable else ""


def _label(url: str, said: str, usual: str) -> str:
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    for table, text in ((_SYSTEMS, host), (_SAID, said.replace("_", " ")), (_HOSTS, host), (_ENDINGS, path)):
        for pattern, label in table:
            if text and re.search(pattern, text, re.IGNORECASE):
                return label
    usual = "link" if _OTHER.search(said) else usual
    return "pdf" if usual == "link" and _PDF.search(path) else usual
