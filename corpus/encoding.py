"""Bytes of any encoding as text."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import Final

import charset_normalizer

UNREADABLE: Final = "\ufffd"  # stands for what no encoding explains
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # begins as that of UTF-16 does
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_HEAD: Final = 1 << 12  # bytes that show UTF-16
_SAMPLE: Final = 1 << 14  # bytes beyond ASCII, with their lines, that show a legacy encoding
_TELLING: Final = 10  # such bytes from which charset-normalizer tells more than chance

_Alphabets = tuple[str, ...]
_WESTERN: Final[_Alphabets] = (
    *("äöüß", "åäöé", "æøåéóò", "àâçéèêëîïôœùûüÿ", "áéíóúüñ", "áâãàçéêíóôõú", "àèéìòù", "äëïöüéèç"),
    *("áðéíóúýþæö", "àçéèíïóòúü", "äöüõšž"),
)
_CENTRAL: Final[_Alphabets] = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ")
_CYRILLIC: Final[_Alphabets] = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў", "абвгдђежзијклљмнњопрстћуфхцчџш")
# Encodings before Unicode with the alphabets of the languages that are written in them, the likeliest first.
_LEGACY: Final[dict[str, _Alphabets]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1251": _CYRILLIC,
    "mac_roman": _WESTERN,
    "cp932": (),
    "cp1254": ("çğıöşü",),
    "koi8_r": _CYRILLIC,
    "cp850": _WESTERN,
}
_UNICODE: Final = [f"utf_{form}" for form in ("7", "8", "16", "16_be", "16_le", "32", "32_be", "32_le")]  # tried before
_WORD: Final = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_CASELESS: Final = re.compile("[\u3005\u3040-\u30ff\u4e00-\u9fff]+")  # kana and kanji
_MISPLACED: Final = re.compile(  # a sign within a word or hard before one, a control character
    r"(?<=[^\W\d_])(?![’‘·\xad])[^\w\s\x00-\x7f](?=[^\W\d_])|[©®™](?=[^\W\d_]|[«»])|[\x80-\x9f]"
)
_FOREIGN: Final = re.compile(r"[^\w\s\x00-\x7f“”‘’„–—…«»•·°§©®™€£±×²³µ¿¡、。「」・ー！？（）：]")


def decode(data: bytes) -> str:
    """The text of *data*, without byte order mark.

    By its mark, or UTF-16 where every other byte is zero, or UTF-8, or where most of that fails the older
    encoding in which its words are words: those of Windows, the Mac and DOS for the languages of Europe,
    Shift-JIS, and else what charset-normalizer takes it for.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if wide := _utf_16(data[:_HEAD]):
        return data.decode(wide, errors="replace")
    text = data.decode("utf-8", errors="replace")
    broken = text.count(UNREADABLE)
    sound = sum(char > "\x7f" for char in text) - broken if broken else 0
    return data.decode(_legacy(data), errors="replace") if broken > sound else text


def _utf_16(head: bytes) -> str:
    """The byte order of UTF-16 without mark: Latin letters, blanks and breaks have a zero at every other byte."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(2, len(head) // 50) or min(even, odd) > max(even, odd) // 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _legacy(data: bytes) -> str:
    sample = _beyond_ascii(data)
    costs = {encoding: _cost(sample, encoding) for encoding in _LEGACY}
    best = min(costs, key=lambda encoding: costs[encoding])
    high = sum(byte > 0x7F for byte in sample)
    if high < _TELLING or 5 * costs[best] <= high:
        return best
    other = charset_normalizer.from_bytes(sample, cp_exclusion=_UNICODE).best()
    return other.encoding if other else best


def _beyond_ascii(data: bytes) -> bytes:
    """Of *data* the lines with bytes beyond ASCII, up to a sample of them."""
    lines: list[bytes] = []
    size = 0
    for found in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        lines.append(found[0][:_SAMPLE])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"\n".join(lines)


def _cost(sample: bytes, encoding: str) -> float:
    """How much in *sample* would be strange if it were in *encoding*."""
    text = sample.decode(encoding, errors="replace")
    strange = sum(_strange_letters(found[0], encoding) for found in _WORD.finditer(text))
    return strange + 2 * len(_MISPLACED.findall(text)) + len(_FOREIGN.findall(text)) / 2 + 3 * text.count(UNREADABLE)


def _strange_letters(word: str, encoding: str) -> int:
    """How many letters of *word* no language of *encoding* has together, or that are a capital after a small one."""
    if encoding == "cp932":
        return 0 if _CASELESS.fullmatch(word) else len(word)
    letters = {letter for letter in word.lower() if letter > "\x7f" or _LEGACY[encoding] is _CYRILLIC}
    raised = sum(one.islower() and other.isupper() and other > "\x7f" for one, other in pairwise(word))
    return raised + min(len(letters.difference(alphabet)) for alphabet in _LEGACY[encoding])
