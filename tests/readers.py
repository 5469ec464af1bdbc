"""How the tests of formats read: one source, its golden file, and what holds for the records of any reader.

A golden file is what a reader makes of the case that it stands beside. ``USHER_REWRITE_GOLDEN=1 pytest`` writes
them anew, for a person to look at the difference.
"""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from corpus import ingest
from corpus.models import Parsed, Records, SourceError

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def detect(data: bytes) -> list[str]:
    """The formats that one file may be of."""
    return ingest.detect({"x": data})


def read(data: bytes, *, name: str, format: str | None = None, **options) -> Parsed:  # noqa: A002
    """What is read from one file."""
    [parsed] = ingest.read({name: data}, name=name, format=format, **options)
    return parsed


def read_or_refuse(data: bytes, form: str | None, name: str = "page.txt", **options) -> Parsed | None:
    """What is read, and never nothing; or None where it is refused with a sentence."""
    return sound_or_refused(lambda: read(data, name=name, format=form, **options), name)


def sound_or_refused(reading: Callable[[], Parsed], name: str) -> Parsed | None:
    """What *reading* gives, sound and never nothing; or None where *name* is refused with a sentence."""
    try:
        parsed = reading()
    except SourceError as error:
        message = str(error)
    else:
        assert parsed.records.all()
        assert parsed.notes
        check_sound(parsed.records)
        return parsed
    assert message.startswith(f"{name} ")
    assert message.splitlines()[0].endswith((".", ":"))
    return None


def folder(path: Path) -> dict[str, bytes]:
    """The files of a folder by their path within it."""
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in sorted(path.rglob("*")) if each.is_file()}


def check_golden(parsed: Parsed, golden: Path) -> None:
    """Compare with the golden file, or write it anew where that is asked for."""
    if os.environ.get("USHER_REWRITE_GOLDEN"):
        text = json.dumps(parsed.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, indent=1)
        golden.write_text(text + "\n", encoding="utf-8")
    assert parsed == Parsed.model_validate_json(golden.read_bytes())


def check_sound(records: Records) -> None:
    """Every record is named once, names its source, and refers to records that are there."""
    for kind in type(records).model_fields:
        names = [record.id for record in getattr(records, kind)]
        assert len(names) == len(set(names)), kind
    sources = {source.id for source in records.sources}
    for record in (*records.events, *records.sessions, *records.papers, *records.posts):
        assert record.sources
        assert set(record.sources) <= sources
    events, sessions, papers = ({r.id for r in getattr(records, kind)} for kind in ("events", "sessions", "papers"))
    for record in (*records.sources, *records.sessions, *records.papers, *records.posts):
        assert record.event is None or record.event in events or not events
    for slot in records.slots:
        assert slot.paper in papers
        assert slot.session is None or slot.session in sessions


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["", "2031-13-45T99:99", "24:61", "<b>", "a\x00b", "https://[", "x" * 5000, [], {}, [[]], [None], {"a": {}}]
    ),
)


@st.composite
def damaged(draw: st.DrawFn, tree: Any) -> Any:
    """A JSON tree with up to three of its values taken out or put in another shape."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        here = tree
        while isinstance(here, dict | list) and here:
            key = draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
            if not isinstance(here[key], dict | list) or not here[key] or draw(st.booleans()):
                if draw(st.booleans()):
                    here[key] = copy.deepcopy(draw(JUNK))  # it may be damaged next
                else:
                    del here[key]
                break
            here = here[key]
    return tree
