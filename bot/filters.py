"""Filters in a query: ``author:byron kind:oral "small birds" -owls``. What is left of the query is asked as ever."""

from __future__ import annotations

import re
from typing import Final

from corpus.models import Value
from corpus.names import words

KEYS: Final = ("author", "session", "kind", "day", "org", "event", "year", "room", "track")
_ALSO: Final = {"by": "author", "speaker": "author", "type": "kind", "on": "day", "date": "day"}
_QUOTES: Final = str.maketrans("“”„«»", '"""""')
_FILTER: Final = re.compile(
    rf'(?<!\S)(-?)(?:({"|".join((*KEYS, *_ALSO))}):\s?(?:"([^"]*)"|(\S+))|"([^"]+)"|(?<=-)([^\W\d_][^\s:"]*))',
    re.IGNORECASE,
)


class Filter(Value):
    """A condition on a record: its *key* ("" for words it holds), the *value* as typed; *without* turns it round."""

    key: str
    value: str
    without: bool = False
    phrase: bool = False

    def __str__(self) -> str:
        said = f"{self.key}:{self.value}" if self.key else self.value
        return f"{'-' if self.without else ''}{f'“{said}”' if self.phrase else said}"


def read_filters(text: str, *, named_only: bool = False) -> tuple[str, tuple[Filter, ...]]:
    """What is left of *text* without its filters, and these in their order.

    With *named_only* those without a key are left alone: in a sentence, quotes and dashes are only that.
    """
    found: list[Filter] = []

    def taken(match: re.Match[str]) -> str:
        minus, key, quoted, plain, phrase, word = match.groups()
        value = (quoted or plain or phrase or word or "").strip()
        if not words(value) or (named_only and not key):
            return match[0]
        named = _ALSO.get((key or "").casefold(), (key or "").casefold())
        found.append(Filter(key=named, value=value, without=bool(minus), phrase=phrase is not None))
        return " "

    left = _FILTER.sub(taken, text.translate(_QUOTES))
    return (" ".join(left.split()), tuple(found)) if found else (text, ())
