"""What a programme file holds that is nobody's business: told by its field's name, or by its looks in a text.

A reader takes named fields only, so a private field is never read; ``private_fields`` finds them to be listed.
Texts and addresses are cleaned by ``scrubbed``, whichever reader they came through.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from corpus.models import Note, Parsed, Records
from corpus.programme.texts import one_line
from corpus.programme.trees import paths
from corpus.report import counted, left_out

_PRIVATE_FIELD: Final = re.compile(
    r"(?:^|[_\-. ]|(?-i:(?<=[a-z])(?=[A-Z])))"
    r"(?:\w*e-?mails?|e_mail|mails?|phones?|telephone|tel|mobile|fax|answers?|responses?|reviews?|reviewers?|ratings?|scores?"
    r"|confidence|meta_?reviews?|passwords?|passcodes?|pwd|pin|host_?keys?|access_?codes?|codes?_?access|tokens?"
    r"|secrets?|api_?keys?|internal_?notes?|notes?_?internal|private_?notes?|organi[sz]er_?notes?|committee_?notes?"
    r"|address|street|birth(?:day|date)?|dietary|t_?shirt|host_?url|start_?url|zak|signatures?|readers|writers"
    r"|nonreaders|availabilit(?:y|ies)|bibtex_?email|author_?ids?)(?:$|[_\-. ]|(?-i:(?<=[a-z])(?=[A-Z])))",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"(?:mailto:)?\b[\w.+-]+(?:@| ?\[at\] ?| ?\(at\) ?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_CODE: Final = re.compile(  # "Passcode: 123456", "Host key is 654321", "Meeting ID: 123 456 7890 Password: x1"
    r"\b(?:(?:meeting|webinar|zoom|access|event|conference) )?"
    r"(?:pass ?(?:code|word)|pwd|host ?key|access ?code|pin(?: ?code)?|dial[- ]in(?: code)?|participant (?:id|code))"
    r"\b(?: is|\s*[:=#])\s*\S+",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?:\b(?:tel|phone|mobile|fax|call|dial)\b\.?:?\s*)(?:\+|00)?[\d(][\d\s().\-/]{6,20}\d|\+\d{1,3}[\s().-]?(?:\d[\s().-]?){7,12}\d",
    re.IGNORECASE,
)
_SECRET_QUERY: Final = re.compile(
    r"^(?:pwd|pw|pass(?:word|code|wd)?|passcode|token|access_?token|auth|key|api_?key|sig|signature|secret|zak|tk"
    r"|invite|code|hostkey|password_?hash)$",
    re.IGNORECASE,
)
_HOST_ADDRESS: Final = re.compile(r"https?://[\w.-]*zoom\.us/s/\S*", re.IGNORECASE)  # starts a meeting as its host
# Most texts hold none of these, and need no closer look: "pin" and long numbers are looked for apart.
_HINTS: Final = (
    *("@", "://", "(at)", "[at]", "passcode", "pass code", "password", "pass word", "pwd", "host key", "hostkey"),
    *("access code", "accesscode", "dial", "participant"),
)
_PIN: Final = re.compile(r"\bpin\b|\bpincode")
_NUMBER: Final = re.compile(r"[\d(][\d\s().\-/]{6,}\d")
_NAMES: Final = frozenset(("id", "kind", "paper", "session", "event", "format", "zone", "sources"))
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'{}|\\^`\[\]]+")


def private_fields(tree: Any) -> list[Note]:
    """A report of the private fields of *tree* that hold anything: each path once, with how often."""
    found = Counter(".".join(path) for path, _ in paths(tree) if _is_private(path[-1]))
    return [left_out(f"private: {one_line(path)}, {counted(times, 'time')}") for path, times in found.items()]


@lru_cache(maxsize=4096)
def _is_private(field: str) -> bool:
    return _PRIVATE_FIELD.search(field) is not None


def scrubbed(parsed: Parsed) -> Parsed:
    """*parsed* without e-mail addresses, phone numbers and access codes in its texts and addresses, and a report."""
    counts: Counter[str] = Counter()
    cleaned = {
        kind: tuple(_clean_record(record, counts) for record in getattr(parsed.records, kind))
        for kind in Records.model_fields
    }
    if not counts:
        return parsed
    notes = tuple(left_out(f"private: {counted(times, what)} in texts") for what, times in counts.items())
    return Parsed(records=Records(**cleaned), notes=(*parsed.notes, *notes))


def clean_text(text: str, counts: Counter[str]) -> str:
    """*text* without what is private in it; *counts* tells what and how often."""
    if not _is_suspect(text):
        return text
    text = _ADDRESS.sub(lambda found: clean_address(found[0], counts), text)
    for pattern, what in ((_CODE, "access code"), (_EMAIL, "e-mail address"), (_PHONE, "phone number")):
        text, times = pattern.subn("", text)
        if times:
            counts[what] += times
    return re.sub(r"[^\S\n]{2,}", " ", text).strip()


def _is_suspect(text: str) -> bool:
    lower = text.lower()
    hinted = any(hint in lower for hint in _HINTS) or ("pin" in lower and _PIN.search(lower) is not None)
    return hinted or _NUMBER.search(text) is not None


def clean_address(url: str, counts: Counter[str]) -> str:
    """*url* without user, password and secret parameters; "" where it starts a meeting as its host."""
    if _HOST_ADDRESS.match(url):
        counts["meeting host address"] += 1
        return ""
    if "?" not in url and "@" not in url:
        return url
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = [(key, value) for key, value in query if not _SECRET_QUERY.match(key)]
    host = parts.netloc.rpartition("@")[2]
    if len(kept) == len(query) and host == parts.netloc:
        return url
    counts["access code"] += 1
    return urlunsplit(parts._replace(netloc=host, query=urlencode(kept)))


def _clean_record(record: Any, counts: Counter[str]) -> Any:
    changed = {
        name: cleaned
        for name, value in record
        if name not in _NAMES and (cleaned := _clean(value, counts, name)) != value and (cleaned or name != "title")
    }
    return record.model_copy(update=changed) if changed else record


def _clean(value: Any, counts: Counter[str], name: str) -> Any:
    if isinstance(value, str):
        return clean_address(value, counts) or None if name == "url" else clean_text(value, counts)
    if isinstance(value, tuple):
        return tuple(_clean(each, counts, name) for each in value)
    if hasattr(value, "model_copy"):
        return _clean_record(value, counts)
    return value
