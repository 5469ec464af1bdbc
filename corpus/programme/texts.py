"""Texts of programme files: markup taken out, paragraphs kept."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.parser import HTMLParser
from typing import Final

_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]{2,31});")
_BLOCKS: Final = re.compile(
    r"address|article|aside|blockquote|br|dd|dl|dt|div|h[1-6r]|li|ol|p|pre|section|table|t[dhr]|ul"
)
_SILENT: Final = frozenset({"script", "style", "template", "head"})
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SPACE: Final = re.compile(r"[^\S\n]+")
_GAP: Final = re.compile(r" ?\n ?(?:\n ?)+")
_WRAPPED: Final = re.compile(r" ?\n ?")


def plain(text: str) -> str:
    """*text* without markup and control characters: paragraphs apart by an empty line, lines by a break.

    Text that only looks like markup ("a < b") is left as it is.
    """
    if text.isascii() and text.isprintable() and not ("<" in text or "&" in text or "  " in text):
        return text.strip()  # most texts are of this kind, and soon done
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        text = _without_tags(text)
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return _GAP.sub("\n\n", _SPACE.sub(" ", text)).replace(" \n", "\n").replace("\n ", "\n").strip()


def unwrapped(text: str) -> str:
    """*text* with the line breaks taken out that only wrap it; paragraphs stay apart."""
    return "\n\n".join(_WRAPPED.sub(" ", paragraph) for paragraph in plain(text).split("\n\n"))


def one_line(text: str) -> str:
    """*text* without markup, on one line: a title or a name."""
    if text.isascii() and text.isprintable() and "<" not in text and "&" not in text:  # most is nothing else
        return " ".join(text.split())
    return " ".join(plain(text).split())


def _without_tags(text: str) -> str:
    if not re.search(r"</?[a-zA-Z]", text):
        return unescape(text)
    parser = _Text()
    parser.feed(text)
    parser.close()
    return "".join(parser.pieces)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as HTMLParser calls it
        if tag in _SILENT:
            self._silent += 1
        if _BLOCKS.fullmatch(tag):
            self.pieces.append("\n" if tag in {"br", "li", "td", "th", "tr"} else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if _BLOCKS.fullmatch(tag) and tag not in {"br", "li", "td", "th"}:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
