"""A blog post "Acme Research at ICLR 2020": an introduction, then title, authors and abstract of each paper.

The introduction may announce keynotes. A post that lists its papers without abstracts, below headings, is read
by ``corpus.publications``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import Final, NamedTuple

from corpus.dates import looks_like_date, read_date, unread
from corpus.entries import Entry, Listing, entries, papers
from corpus.keynotes import keynotes
from corpus.models import Note, Paper, Parsed, Post, Records, Source, SourceError
from corpus.names import slug
from corpus.occasion import EXAMPLE, Occasion, event_of, read_occasion
from corpus.pages import (
    Line,
    head,
    identifiers,
    is_prose,
    left_out,
    printed,
    problem,
    read_lines,
    read_note,
    unreadable,
)
from corpus.publications import has_lists, read_lists

_TOP: Final = 5             # printed lines among which the title stands
_DATE_WITHIN: Final = 3     # printed lines below the title among which its date stands
_CLOSING: Final = 300       # characters that a closing line may have
_TO_READERS: Final = re.compile(r"\b(?:you|your)\b|^(?:See|Visit|Read|Learn|Find|View|Browse|Click|Check|For)\b")


def sniff(data: bytes) -> str:
    """What keeps *data* from being such a post; nothing where it is one."""
    text = head(data)
    if any(line.text.casefold() == "categories" for line in text[:_TOP]):
        return "it begins as a feed does"
    return "" if _titled(text) else f"no title such as “{EXAMPLE}” at its top"
