"""The files of a virtual site: lists of events, abstracts beside them, and the conference that they are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from corpus.models import Note
from corpus.programme.rowfields import prose
from corpus.programme.rowfiles import Placed
from corpus.programme.trees import Row, read_json, text_at
from corpus.programme.venues import read_venue
from corpus.report import counted, left_out, problem

_HOSTS: Final = {  # the sites by the conferences whose lists they publish
    "ICLR": "iclr.cc",
    "ICML": "icml.cc",
    "NeurIPS": "neurips.cc",
    "MLSys": "mlsys.org",
    "CVPR": "cvpr.thecvf.com",
    "ICCV": "iccv.thecvf.com",
    "ECCV": "eccv.ecva.net",
    "AISTATS": "virtual.aistats.org",
    "COLM": "colm.cc",
}
_SPELT: Final = {name.casefold(): name for name in _HOSTS}
_FILE: Final = re.compile(r"([a-z]+)[- ](20\d\d)[- ](?:orals-posters|abstracts|events)\b", re.IGNORECASE)
_GROUP: Final = re.compile(r"(?:^|[?&]id=)([\w.-]+/.*(?:19|20)\d\d/[^&#]+)")  # of OpenReview, in a "sourceurl"
_API: Final = re.compile(r"https?://([\w.-]+)/api/miniconf/")
_LOOKED_AT: Final = 200  # rows that show what a list is of


class Conference(NamedTuple):
    """Whose site it is: its *name* with the year, "" where that is not sure, and the site's *host*, where it is."""

    name: str = ""
    host: str = ""

    @property
    def base(self) -> str:
        """What relative addresses start from."""
        return f"https://{self.host}/" if self.host else ""


class Listing(NamedTuple):
    """What the files hold: events, each id once, and abstracts by the id of their event."""

    rows: list[Placed]
    abstracts: Mapping[str, str]
    has_abstracts: bool
    notes: list[Note]


def missing_in(files: Mapping[str, bytes]) -> str:
    """What keeps *files* from being the lists of one virtual site; nothing where they are."""
    lists: dict[str, list[Row]] = {}
    for path, data in sorted(files.items()):
        tree = read_json(data)
        if rows := _events(tree):
            lists[path] = rows
        elif len(files) > 1 and _abstracts(tree) is None:
            return f"{path} is neither a list of events nor of abstracts"
    if not lists:
        return "no list “results” of events with “virtualsite_url”"
    names = {conference.name for path, rows in lists.items() if (conference := conference_of(rows, [path])).name}
    return f"it holds several conferences: {', '.join(sorted(names))}" if len(names) > 1 else ""


def read_listing(files: Mapping[str, bytes]) -> Listing:
    """The events and abstracts in *files*, with a report of what is missing in them."""
    rows: dict[str, Placed] = {}
    abstracts: dict[str, str] = {}
    notes: list[Note] = []
    counts: list[int] = []
    held = twice = sidecars = 0
    for path, data in sorted(files.items()):
        tree = read_json(data)
        if (found := _abstracts(tree)) is not None:
            abstracts |= found
            sidecars += 1
            continue
        prefix = f"{path} " if len(files) > 1 else ""
        listed = _events(tree)
        held += len(listed)
        counts.append(_count(tree, len(listed)))
        if isinstance(tree, Mapping) and tree.get("next") and len(files) == 1:
            notes.append(problem("it is one page of several: put the others beside it in a folder", f"{prefix}next"))
        for place, row in _placed(tree, prefix):
            twice += rows.setdefault(text_at(row, "id") or place, Placed(place, row)).row is not row
    if not {sum(counts), max(counts, default=0)} & {held, len(rows)}:
        promised = counted(max(counts), "event")
        notes.insert(0, problem(f"the list says that it has {promised}, but holds {held}", "count"))
    if twice:
        notes.append(left_out(f"{counted(twice, 'event')} listed again"))
    unused = abstracts.keys() - rows.keys() - {text_at(row, "uid") for _, row in rows.values()}
    if unused:
        notes.append(left_out(f"{counted(len(unused), 'abstract')} of no event in the list"))
    return Listing(list(rows.values()), abstracts, sidecars > 0, notes)


def conference_of(rows: Iterable[Row], paths: Iterable[str]) -> Conference:
    """The conference that most *rows* come from, unless the name of a file says another."""
    sources: Counter[str] = Counter()
    hosts: Counter[str] = Counter()
    for row in rows:
        group = _GROUP.search(text_at(row, "sourceurl"))
        if group and (named := read_venue(group[1]).event):
            sources[_spelt(named)] += 1
        hosts.update(found[1].casefold() for url in _user_addresses(row) if (found := _API.match(url)))
    files = {_spelt(f"{found[1]} {found[2]}") for path in paths if (found := _FILE.search(path))}
    top = sources.most_common(1)
    names = files | {name for name, times in top if 2 * times > sources.total()}
    name = names.pop() if len(names) == 1 else ""
    printed = next(iter(hosts)) if len(hosts) == 1 else ""
    return Conference(name, printed or _HOSTS.get(name.rpartition(" ")[0], ""))


def _spelt(name: str) -> str:
    """*name* with its acronym as its conference writes it: "neurips 2025" is "NeurIPS 2025"."""
    acronym, _, year = name.rpartition(" ")
    return f"{_SPELT.get(acronym.casefold(), acronym if acronym != acronym.casefold() else acronym.upper())} {year}"


def _user_addresses(row: Row) -> Iterator[str]:
    authors = row.get("authors")
    for author in authors[:1] if isinstance(authors, list) else ():
        if isinstance(author, Mapping) and isinstance(url := author.get("url"), str):
            yield url


def _list(tree: Any) -> Any:
    return tree.get("results") if isinstance(tree, Mapping) else tree


def _placed(tree: Any, prefix: str) -> Iterator[tuple[str, Row]]:
    """The events of a list, each with its place in the file."""
    path = "results." if isinstance(tree, Mapping) else ""
    rows = _list(tree)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, Mapping):
            yield f"{prefix}{path}{number}", row


def _events(tree: Any) -> list[Row]:
    """The rows of *tree*, if it is a list of events; else none."""
    rows = _list(tree)
    rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    shown = any("virtualsite_url" in row and isinstance(row.get("name"), str) for row in rows[:_LOOKED_AT])
    return rows if shown else []


def _abstracts(tree: Any) -> dict[str, str] | None:
    """Abstracts by the id of their event, if *tree* holds nothing else: {"12": "…"}, or a list of {id, abstract}."""
    rows = _list(tree) if isinstance(tree, list) or (isinstance(tree, Mapping) and "results" in tree) else None
    if isinstance(rows, list):
        found = [row for row in rows if isinstance(row, Mapping) and "abstract" in row and "name" not in row]
        if not found or len(found) != len(rows):
            return None
        return {text_at(row, "id", "uid", "event_id"): prose(row["abstract"]) for row in found}
    if not isinstance(tree, Mapping) or not all(str(key).isdecimal() for key in tree):
        return None
    texts = {key: value.get("abstract") if isinstance(value, Mapping) else value for key, value in tree.items()}
    return {key: prose(text) for key, text in texts.items()}


def _count(tree: Any, held: int) -> int:
    count = tree.get("count") if isinstance(tree, Mapping) else None
    return count if isinstance(count, int) and not isinstance(count, bool) else held
