"""Records of every kind with every field, for tests that hold for all of them."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

from hypothesis import strategies as st

from corpus.models import Event, Link, Person, Records, Value

# Texts that have been trouble: what YAML takes for something else, white space at ends, quotes, far scripts.
TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "yes",
                "No",
                "null",
                "~",
                "1984",
                "12:30",
                "1_000",
                "0x1F",
                "1e3",
                "2031-05-14",
                "- a",
                "a: b",
                "# c",
                "%d",
            ),
            *(" a", "a ", "a\n", "\na", "a\n\nb", "a  b", "a\tb", "a\rb", "a\x00b", "\ufeffa", "a\u2028b", "a\x85b"),
            *("{", "[a]", "&a", "*a", "!a", "|", ">", "@a", "`a`", '"a"', "'a'", "\\", "“a”", "鳥", "🐦", "x" * 130),
            *("long words " * 20, "one line\n" * 30, "ends in blank " * 12),
        ]
    ),
)
IDS = st.one_of(st.text(min_size=1, max_size=8), st.sampled_from(["a", "a-2", "a/b", "1", "null", "yes"]))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Africa/Monrovia"])
MOMENTS = st.datetimes(
    datetime(1900, 1, 2),  # noqa: DTZ001 - the zone is drawn apart
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=3))


def _lists(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, max_size=2).map(tuple)


LINKS = st.builds(Link, label=TEXTS, url=st.none() | TEXTS)
PEOPLE = st.builds(Person, name=TEXTS, role=TEXTS, org=TEXTS, note=TEXTS)
BY_NAME = {"id": IDS, "paper": IDS, "record": IDS, "session": st.none() | IDS, "zone": st.none() | ZONES}
BY_TYPE = {
    str: TEXTS,
    str | None: st.none() | TEXTS,
    date | None: st.none() | st.dates(),
    tuple[str, ...]: _lists(TEXTS),
    tuple[Link, ...]: _lists(LINKS),
    tuple[Person, ...]: _lists(PEOPLE),
}


@st.composite
def record_of(draw: st.DrawFn, model: type[Value]) -> Value:
    """A record of this kind with any of its fields filled."""
    fields = {}
    for name, info in model.model_fields.items():
        if name == "kind" or (name in ("start", "end") and model is not Event):
            continue
        fields[name] = draw(BY_NAME[name] if name in BY_NAME else BY_TYPE[info.annotation])
    if "start" in model.model_fields and model is not Event and (start := draw(st.none() | MOMENTS)):
        length = draw(st.none() | LENGTHS)
        fields |= {"start": start} if length is None else {"start": start, "end": start + length}
    return model(**fields)


@st.composite
def every_record(draw: st.DrawFn) -> Records:
    """Up to three records of each kind, named once in it; at least one source."""
    kinds = {}
    for kind, info in Records.model_fields.items():
        of = record_of(get_args(info.annotation)[0])
        least = 1 if kind == "sources" else 0
        kinds[kind] = tuple(draw(st.lists(of, min_size=least, max_size=3, unique_by=lambda record: record.id)))
    return Records(**kinds)
