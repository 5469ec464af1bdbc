"""Made-up answers: a few to read, and a strategy for all that people and programmes might write."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from bot.models import Anchor, Answer, Ask, Choice, Item, Moment, Strong, Viewer
from corpus.models import Link, Window

NOW = datetime(2021, 5, 4, 16, 30, tzinfo=UTC)  # 09:30 in Los Angeles
LA = "America/Los_Angeles"
VIEWER = Viewer(zone=LA, now=NOW)
ELEVEN = datetime(2021, 5, 4, 18, 0, tzinfo=UTC)  # 11:00 in Los Angeles


def window(start: datetime = ELEVEN, minutes: float = 15) -> Window:
    return Window(start=start, end=start + timedelta(minutes=minutes))


def talk(number: int = 1, **changed: object) -> Item:
    return Item(
        **{
            "id": f"p{number}",
            "kind": "oral",
            "title": f"Rotating Lanterns {number}",
            "authors": ("Ada Quill", "Bo Reed"),
            "session": "Oral session 3",
            "window": window(),
            "zone": LA,
            "url": f"https://example.org/{number}",
            "sources": ("Lantern Conf 2021",),
            **changed,
        }
    )


def listing(count: int, **changed: object) -> Answer:
    return Answer(
        **{
            "kind": "list",
            "lines": (("Found ", Strong(text=str(count)), " talks."),),
            "items": tuple(talk(number) for number in range(1, count + 1)),
            **changed,
        }
    )


def ask(text: str = "lanterns", **changed: object) -> Ask:
    return Ask(**{"surface": "paper", "text": text, "now": NOW, "zone": LA, **changed})


_NASTY = st.sampled_from(
    [
        "",
        " ",
        "<!channel>",
        "<@U123>",
        "<#C1|x>",
        "*bold* _it_ `code` ~no~",
        "<https://evil.example|https://good.example>",
        "&lt;!here&gt;",
        "\x00\x1b[31m\r\n\t",
        "\ud800",
        "\udfff\ud83d",
        "\u202eesrever\u202c",
        "\u200b",
        "\ufeff",
        "👩‍👩‍👧",
        "é" * 10_000,
        "a " * 5_000,
        "&" * 10_000,
        '"\\' * 5_000,
        "@channel",
        "نص عربي",
        "{date} ^ |",
    ]
)
hostile = st.one_of(_NASTY, st.text(max_size=40), st.text(alphabet=st.characters(), max_size=10))
urls = st.one_of(
    hostile,
    st.just("https://example.org/a?b=c&d"),
    st.just("javascript:alert(1)"),
    st.just("http://"),
    st.just("https://example.org/" + "x" * 5_000),
    st.just("https://example.org/a|b>c"),
)
instants = st.one_of(
    st.datetimes(timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))),
    st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
clocks = instants.filter(lambda instant: 2 < instant.year < 9998)  # what a machine may say that it is
windows = st.tuples(instants, instants).map(sorted).map(lambda pair: Window(start=pair[0], end=pair[1]))
pieces = st.one_of(
    hostile,
    st.builds(Strong, text=hostile),
    st.builds(Anchor, text=hostile, url=urls),
    st.builds(Moment, window=windows, show=st.sampled_from(["day", "clock", "day and clock"])),
)
lines = st.lists(st.lists(pieces, max_size=4).map(tuple), max_size=3).map(tuple)
texts = st.lists(hostile, max_size=12).map(tuple)
zones = st.one_of(st.sampled_from([LA, "UTC", "Asia/Kathmandu", "Africa/Nairobi"]), hostile)
refs = st.one_of(st.just("paper:lanterns"), hostile, hostile.map(lambda text: f"paper:{text}"))
items = st.builds(
    Item,
    id=hostile,
    ref=refs,
    kind=hostile,
    title=hostile,
    authors=texts,
    session=st.none() | hostile,
    room=hostile,
    window=st.none() | windows,
    zone=st.none() | zones,
    url=st.none() | urls,
    links=st.lists(st.builds(Link, label=hostile, url=st.none() | urls), max_size=8).map(tuple),
    sources=st.lists(hostile, max_size=2).map(tuple),
    status=hostile,
    note=st.lists(pieces, max_size=3).map(tuple),
)
answers = st.builds(
    Answer,
    kind=hostile,
    abstained=st.booleans(),
    lines=lines,
    items=st.lists(items, max_size=7).map(tuple),
    total=st.none() | st.integers(0, 500),
    aside=lines,
    examples=st.lists(hostile, max_size=3).map(tuple),
    choices=st.lists(st.builds(Choice, label=hostile, text=hostile), max_size=7).map(tuple),
    zone=zones,
)
viewers = st.builds(
    Viewer,
    zone=zones,
    now=clocks,
    written=st.booleans(),
    starred=st.none() | st.frozensets(st.just("paper:lanterns") | refs, max_size=3),
)
asks = st.builds(
    Ask,
    surface=st.sampled_from(["paper", "session", "mention"]),
    text=hostile,
    context=texts,
    now=instants,
    zone=zones,
    about=st.just("") | refs,
    own_zone=st.just("") | zones,
)
