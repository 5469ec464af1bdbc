"""Bytes of any encoding as text."""

from __future__ import annotations

import codecs
from typing import Final

UNREADABLE: Final = "\ufffd"  # stands for what no encoding explains
_MARKS: Final = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(data: bytes) -> str:
    """The text of *data*: by its byte order mark, or UTF-8, or (where most of that fails) Windows-1252."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    text = data.decode("utf-8", errors="replace")
    broken = text.count(UNREADABLE)
    sound = sum(char > "\x7f" for char in text) - broken if broken else 0
    return data.decode("cp1252", errors="replace") if broken > sound else text
