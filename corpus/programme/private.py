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
_AT: Final = r" ?(?:\[at\]|\(at\)|\{at\}) ?"
_DOT: Final = r"(?: ?(?:\[dot\]|\(dot\)|\{dot\}) ?)"
_SPOKEN_ENDS: Final = (  # of domains, without those that are words of a sentence too: "at every dot in the plot"
    r"(?:com|org|net|edu|gov|info|io|ai|dev|example|ac|uk|de|fr|ch|nl|eu|ca|jp|cn|kr|il|es|pl|se|dk|fi|br|au|nz|sg)\b"
)
# A domain ends in letters: "P@1.0" is a measure, and so is "Recall@5.Our model" without a blank before its sentence.
_DOMAIN: Final = (
    r"(?:(?:[\w-]{1,63}\.){1,8}(?:xn--[\w-]{1,59}|(?-i:(?![A-Z][a-z])[^\W\d_]{2,63}))"
    r"|(?=\d{0,20}[^\W\d])[\w-]{3,63}\.[^\W\d_]{2,63})"
)
_EMAIL: Final = re.compile(
    r"(?:mailto:)?(?:\b(?!git@[\w.-]{1,99}[:/]\S)[\w.+-]{1,64}|[{\[(][^{}\[\]()@\n]{1,200}[}\])])"  # "{ada,bo}@…"
    rf"(?:(?:@|{_AT}){_DOMAIN}"
    rf"|(?:@| at |{_AT})[\w.-]{{1,99}}(?:{_DOT}| dot )(?:[\w.-]{{1,63}}(?:{_DOT}| dot )){{0,4}}{_SPOKEN_ENDS}"
    rf"|{_AT}[\w.-]{{1,99}}{_DOT}[^\W\d_]{{2,63}})",
    re.IGNORECASE,
)
_CODE: Final = re.compile(  # "Passcode: 123456", "Host key is 654321", "Meeting ID: 123 456 7890 Password: x1"
    r"\b(?:(?:meeting|webinar|zoom|access|event|conference|host) )?"
    r"(?:pass ?(?:code|word|wort|phrase)|pwd|host ?key|access ?code|pin(?:[ -]?code)?|dial[- ]in(?: code)?"
    r"|participant (?:id|code)|kenn(?:wort|code)|zugangscode|mot de passe|code secret|contraseña"
    r"|código de acceso|senha)"
    r"\b[*_]{0,2}(?:\s{1,3}(?P<is>is|ist|est|es)\b)?"
    r"(?:\s{0,3}(?P<colon>[:=#：])[*_]{0,2}\s{0,9}|(?:[^\S\n]{0,3}[-–—(]|(?=\s))[*_]{0,2}[^\S\n]{0,9}\n?[^\S\n]{0,9})",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(r"\d{2,4}(?:[ -]\d{2,4}){1,3}#?(?![\w:.])|\S+")
_QUOTES: Final = "\"'“”„‘’«»`*"
# What follows a code that is not the beginning of a sentence: "Password: swordfish", "Password: a study of passwords".
_END: Final = re.compile(r"[^\S\n]*(?:$|[\n.,;!?()\[\]|]|[-–—•·/]\s)|\s+(?:\w{1,20} ){0,2}\w{1,20}:\s")
_MEASURE: Final = re.compile(
    r"\d+[- ]?(?:digit|character|letter|bit|byte|time|symbol|stellig|Zeichen)|\d{1,2}[:.h]\d\d\b", re.IGNORECASE
)
_SAID_OF_CODES: Final = frozenset(  # "The password is dead"
    (
        *("dead", "over", "gone", "broken", "required", "needed", "necessary", "optional", "secret"),
        *(
            "obsolete",
            "weak",
            "strong",
            "compromised",
            "stolen",
            "known",
            "unknown",
            "wrong",
            "correct",
            "below",
            "above",
            "here",
            "not",
        ),
    )
)
_GAP: Final = r"[^\S\n]"
_BETWEEN: Final = r"(?:[^\S\n]|[().\-‐-–/]){0,3}"  # the digits of a phone number
_DIGITS: Final = rf"[+(]{{0,2}}(?:\d{_BETWEEN}){{6,14}}\d"
_NO_YEARS: Final = r"(?!(?:19|20)\d\d[\s./–-](?:(?:19|20)\d\d|[01]?\d[./-][0-3]?\d)\b)"
_NUMBER_WORD: Final = rf"(?:{_GAP}?(?:numbers?|no|nr|nummer)\b\.?)?"
_CALLED_AT: Final = rf"(?:{_GAP}?[:=]|{_GAP}?(?:number|nummer|no\.|nr\.):?|{_GAP}(?:us |me |him |her |them )?at\b)"
_PHONE: Final = re.compile(
    # after a word that is said of nothing else: "Phone number: 555-123-4567"
    rf"(?:\b(?:tel|telephone|phone|fax|telefon|telefax|tél|téléphone|teléfono)(?:\b\.?{_NUMBER_WORD}|nummer)"
    rf"\s{{0,3}}[:=]?\s{{0,3}}{_NO_YEARS}{_DIGITS}"
    # words said of other things too want more, for "mobile 2020-2021" is none: "mobile: 555 1234", "call 030 12345"
    r"|\b(?:mobile|mobil|handy|cell|call|dial)(?:[ -](?:phone|in)\b)?"
    rf"(?:{_CALLED_AT}\s{{0,3}}{_NO_YEARS}{_DIGITS}|\.?{_GAP}{{1,3}}(?:\+|\(?0[\d)])(?:{_BETWEEN}\d){{5,14}})"
    # the world over "+49 30 1234567" is one, and "+0.12345678" a gain; dots stand between groups, "+1.555.123.4567"
    r"|\+(?!\d{1,3}\.\d|\d{1,3}(?: 000)+\b)\d{1,3}(?:(?:[^\S\n]|[()\-‐-–/]){0,3}\d){8,12}"
    r"|\+\d{1,3}(?:\.\d{2,4}){2,4}(?![.\d])"
    # by its groups alone, as in America: "(555) 123-4567"
    r"|(?<![\w-])(?:\(\d{3}\) ?\d{3}[-. ]|\d{3}-\d{3}-)\d{4}(?![\w-])"
    # and what a telephone dials behind a number, or a number before that: "12345678,,12345678901#,,,,*112233#"
    r"|\b\d{5,15}(?=,,\d))(?:,{1,9}[#*]?\d[\d,#*]{0,80}#|,,[\d,#*]{1,80})?",
    re.IGNORECASE,
)
_SECRET_QUERY: Final = re.compile(
    r"^(?:pwd|pw|pass(?:word|code|wd)?|passcode|(?:access_?|id_?|refresh_?)?token|auth|key|api_?key|sig|signature|secret|zak|tk"
    r"|invite|code|hostkey|password_?hash)$",
    re.IGNORECASE,
)
_HOST_ADDRESS: Final = re.compile(r"https?://[\w.-]*zoom\.us/s/\S*", re.IGNORECASE)  # starts a meeting as its host
# Most texts hold none of these, and need no closer look: "pin" and long numbers are looked for apart.
_HINTS: Final = (
    *("@", "://", "(at)", "[at]", "{at}", " dot ", "(dot)", "[dot]", "{dot}", "pass", "pwd", "host key", "hostkey"),
    *("access code", "accesscode", "dial", "participant", "kennwort", "kenncode", "zugangscode", "code secret"),
    *("contraseña", "código de acceso", "senha"),
)
_PIN: Final = re.compile(r"\bpin\b|\bpincode")
_NUMBER: Final = re.compile(rf"(?:\d{_BETWEEN}){{6}}\d|\d,,\d")
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


def clean_text(text: str, counts: Counter[str], *, titled: bool = False) -> str:
    """*text* without what is private in it; *counts* tells what and how often.

    A text that is *titled*, a talk's name, may be about passwords: only what has digits is taken for one in it.
    """
    if not _is_suspect(text):
        return text
    cleaned = _ADDRESS.sub(lambda found: clean_address(found[0], counts), text)
    cleaned = _without_codes(cleaned, counts, titled=titled)
    for pattern, what in ((_EMAIL, "e-mail address"), (_PHONE, "phone number")):
        cleaned, times = pattern.subn("", cleaned)
        if times:
            counts[what] += times
    return text if cleaned == text else re.sub(r"[^\S\n]{2,}", " ", cleaned).strip()


def _without_codes(text: str, counts: Counter[str], *, titled: bool) -> str:
    pieces: list[str] = []
    done = at = 0
    while word := _CODE.search(text, at):
        at = word.end()
        value = _VALUE.match(text, at)
        end = at + len(value[0].rstrip(".,;)]}")) if value else at
        if _is_secret(word, text[at:end], text[end : end + 100], titled=titled):
            counts["access code"] += 1
            pieces.append(text[done : word.start()])
            done = at = end
    return "".join((*pieces, text[done:]))


def _is_secret(word: re.Match[str], value: str, rest: str, *, titled: bool) -> bool:
    """Whether *value* is what the code *word* names, not the next word of a sentence about it."""
    bare = value.strip(_QUOTES)
    stated = word["is"] or word["colon"]
    if len(bare) > 3 and any(sign.isdecimal() for sign in bare):  # a code has four signs
        return not _MEASURE.match(bare + rest) and bool(stated or not titled or bare.isdecimal())
    if not bare or not stated or titled:
        return False
    if bare != value and value[0] in _QUOTES and value[-1] in _QUOTES:
        return True
    return _END.match(rest) is not None and bool(word["colon"] or bare.casefold() not in _SAID_OF_CODES)


def _is_suspect(text: str) -> bool:
    lower = text.lower()
    hinted = any(hint in lower for hint in _HINTS) or ("pin" in lower and _PIN.search(lower) is not None)
    return hinted or _NUMBER.search(text) is not None


def clean_address(url: str, counts: Counter[str]) -> str:
    """*url* without user, password and secret parameters; "" where it starts a meeting as its host."""
    if _HOST_ADDRESS.match(url):
        counts["meeting host address"] += 1
        return ""
    if not any(sign in url for sign in "?#@"):
        return url
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = [(key, value) for key, value in query if not _SECRET_QUERY.match(key)]
    host = parts.netloc.rpartition("@")[2]
    pairs = parts.fragment.split("&")  # "#access_token=…"; "#token" is a place on the page
    shown = "&".join(pair for pair in pairs if "=" not in pair or not _SECRET_QUERY.match(_key(pair)))
    if len(kept) == len(query) and host == parts.netloc and shown == parts.fragment:
        return url
    counts["access code"] += 1
    rest = parts.query if len(kept) == len(query) else urlencode(kept)
    return urlunsplit(parts._replace(netloc=host, query=rest, fragment=shown))


def _key(pair: str) -> str:
    """The name of a parameter, behind a path or not: "pwd" of "/join?pwd=1"."""
    return pair.partition("=")[0].rpartition("?")[2]


def _clean_record(record: Any, counts: Counter[str]) -> Any:
    changed = {
        name: cleaned
        for name, value in record
        if name not in _NAMES and (cleaned := _clean(value, counts, name)) != value and (cleaned or name != "title")
    }
    return record.model_copy(update=changed) if changed else record


def _clean(value: Any, counts: Counter[str], name: str) -> Any:
    if isinstance(value, str):
        if name == "url":
            return clean_address(value, counts) or None
        return clean_text(value, counts, titled="title" in name)
    if isinstance(value, tuple):  # a note that held nothing else is none
        return tuple(cleaned for each in value if (cleaned := _clean(each, counts, name)) or not each)
    if hasattr(value, "model_copy"):
        return _clean_record(value, counts)
    return value
