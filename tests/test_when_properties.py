"""What holds of every text, every moment and every zone."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.when import Reading, examples, parse_when
from corpus.models import Window

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/Los_Angeles",
        "America/Sao_Paulo",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
        "Pacific/Auckland",
        "UTC",
    )
]
WORDS = str.split("""
    tue wed sat sun monday today tomorrow yesterday now next later soon may march 4 may 11 11:05 1105 11.05 4.5. 5/4 1pm
    am pm noon midnight half past quarter to twenty one eleven 0 00:00 24:00 99:99 2021 '21 99999999 1h30 20 min hours
    days week weekend in at on from to - until before after between and by for ago the first second last 4th day morning
    evening night lunch break PDT utc+2 europe/berlin time local rest of start end all every conference this next few
    , . : ; ( ) ? @ ~ / + % # ' transformer resnet-50 talks of orals posters session 10 10:00-11:00 2021-05-04
    2021-05-04T11:00Z 0001-01-01 9999-12-31 31.12.9999 12/31/9999
    """)

FIRST, LAST = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2037-01-01")

some_words = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
some_text = st.text(max_size=60) | some_words | st.text(alphabet="0123456789:.-/ apmtuewdnx'", max_size=25)
moments = st.datetimes(FIRST, LAST).map(lambda each: each.replace(second=0, microsecond=0))  # without a zone
zones = st.sampled_from(ZONES)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Window, ...]:
    """Talks of 10 minutes to 2 hours on a few days."""
    start = draw(moments).replace(tzinfo=UTC)
    shifts = draw(st.lists(st.integers(0, 5 * 24 * 12), min_size=1, max_size=8))
    lengths = draw(st.lists(st.integers(2, 24), min_size=len(shifts), max_size=len(shifts)))
    step = timedelta(minutes=5)
    return tuple(
        Window(start=start + shift * step, end=start + (shift + length) * step)
        for shift, length in zip(shifts, lengths, strict=True)
    )


@settings(max_examples=300, deadline=None)
@given(
    text=some_text,
    now=st.datetimes(timezones=zones | st.just(timezone(timedelta(hours=-3, minutes=-30)))),
    days=st.lists(st.dates(), max_size=3),
    busy=st.just(()) | programmes(),
    home=st.sampled_from([None, "America/Los_Angeles", "Asia/Tokyo", "nowhere", "../zones", ""]),
)
@example(text="in 99999999 days", now=datetime.max.replace(tzinfo=UTC), days=[date.max], busy=(), home=None)
@example(text="yesterday", now=datetime.min.replace(tzinfo=ZONES[0]), days=[date.min], busy=(), home=None)
@example(text="\ud800\u202etue\u0000 11\u0301", now=datetime(2021, 5, 4, tzinfo=UTC), days=[], busy=(), home=None)
def test_any_text_reads_as_a_time_or_as_none(
    text: str, now: datetime, days: list[date], busy: tuple[Window, ...], home: str | None
) -> None:
    reading = parse_when(text, now=now, days=days, busy=busy, zone=home)
    if reading is None:
        return
    assert reading.window.start <= reading.window.end
    assert (reading.window.start == reading.window.end) >= (reading.shape == "instant")
    assert reading.spans
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    assert all(one[1] <= other[0] for one, other in zip(reading.spans, reading.spans[1:], strict=False))
    assert _is_made_of(reading.rest, text)


def _is_made_of(part: str, text: str) -> bool:
    """Whether the letters of *part* are in *text*, in that order."""
    letters = iter(text)
    return all(letter in letters for letter in part if not letter.isspace())


@pytest.mark.parametrize(
    "piece", ["a ", "11", "-", ".", "11-", "tue ", "at 11 ", "1 hour ", "mon,", "(", "1,1", "x-", "\ud800"]
)
def test_ten_thousand_characters_are_read(piece: str) -> None:
    parse_when(piece * (10_000 // len(piece)), now=datetime(2021, 5, 4, tzinfo=UTC))


def _month(moment: datetime) -> str:
    return month_name[moment.month]


def _weekday(moment: datetime) -> str:
    return day_name[moment.weekday()]


def _twelve(moment: datetime, half: str = "am pm") -> str:
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {half.split()[moment.hour >= 12]}"


NOTATIONS: list[Callable[[datetime], str]] = [
    lambda t: t.isoformat(timespec="minutes"),
    lambda t: t.isoformat(sep=" "),
    lambda t: t.astimezone(UTC).strftime("%Y%m%dT%H%MZ"),
    lambda t: f"{t:%Y-%m-%d %H:%M}",
    lambda t: f"{t:%Y/%m/%d}, {t:%H:%M}",
    lambda t: f"{t:%d.%m.%Y %H.%M}",
    lambda t: f"{t.day} {_month(t)} {t.year} {t:%H:%M}",
    lambda t: f"{_month(t)} {t.day}, {t.year} at {_twelve(t)}",
    lambda t: f"{_weekday(t)[:3]} {t.day} {_month(t)[:3]} {t.year} {t:%H:%M}".lower(),
    lambda t: f"{_weekday(t)}, the {t.day}th of {_month(t)} {t.year} @ {_twelve(t, 'a.m. p.m.')}",
    lambda t: f"{_twelve(t, 'AM PM')} on {_month(t)[:3].upper()} {t.day} {t.year}",
    lambda t: f"{t:%H:%M}, {_weekday(t)} {t.day} {_month(t)} {t.year}",
    lambda t: f"{t:%H}h{t:%M} {t.day}{_month(t)[:3].lower()} {t.year}",
    lambda t: f"{t.astimezone(UTC):%d %B %Y %H:%M} UTC",
    lambda t: f"{t.astimezone(ZONES[2]):%d %B %Y %H:%M} Europe/Berlin",
]


@settings(max_examples=200, deadline=None)
@given(moment=moments, zone=zones, notation=st.sampled_from(NOTATIONS), now=moments)
def test_an_instant_reads_back_from_every_notation(
    moment: datetime, zone: ZoneInfo, now: datetime, notation: Callable[[datetime], str]
) -> None:
    instant = moment.replace(tzinfo=zone)
    assume(_is_plain(instant))
    assume(_is_plain(instant.astimezone(ZONES[2])))  # one notation is in Berlin's time
    reading = parse_when(notation(instant), now=now.replace(tzinfo=zone))
    assert reading is not None, notation(instant)
    assert reading.shape == "instant"
    assert reading.window.start == instant.astimezone(UTC), notation(instant)
    assert not reading.rest


def _is_plain(instant: datetime) -> bool:
    """Whether clocks show that time once: they are not put forward or back then."""
    local = instant.replace(fold=0)
    exists = local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)
    return exists and local.utcoffset() == local.replace(fold=1).utcoffset()


RANGES: list[Callable[[datetime, datetime], str]] = [
    lambda a, b: f"{a:%Y-%m-%d} {a:%H:%M}-{b:%H:%M}",
    lambda a, b: f"{a.day} {_month(a)} {a.year} from {a:%H:%M} to {b:%H:%M}",
    lambda a, b: f"between {_twelve(a)} and {_twelve(b)} on {_month(a)} {a.day} {a.year}",
    lambda a, b: f"{a:%Y-%m-%d} {a:%H:%M} until {b:%Y-%m-%d} {b:%H:%M}",
]


@settings(max_examples=100, deadline=None)
@given(start=moments, minutes=st.integers(1, 12 * 60), written=st.sampled_from(RANGES), now=moments)
def test_a_range_reads_back(
    start: datetime, minutes: int, now: datetime, written: Callable[[datetime, datetime], str]
) -> None:
    start = start.replace(tzinfo=UTC)
    end = start + timedelta(minutes=minutes)
    reading = parse_when(written(start, end), now=now.replace(tzinfo=UTC))
    assert reading is not None, written(start, end)
    assert reading.shape == "range"
    assert (reading.window.start, reading.window.end) == (start, end), written(start, end)


@settings(max_examples=100, deadline=None)
@given(now=moments, zone=zones, minutes=st.integers(1, 5000))
def test_a_length_from_now_is_exact(now: datetime, zone: ZoneInfo, minutes: int) -> None:
    asked = now.replace(tzinfo=zone)
    for text, instant in (
        (f"in {minutes} minutes", asked.astimezone(UTC) + timedelta(minutes=minutes)),
        (f"{minutes} min ago", asked.astimezone(UTC) - timedelta(minutes=minutes)),
    ):
        reading = parse_when(text, now=asked)
        assert reading is not None
        assert reading.window.start == reading.window.end == instant


@settings(max_examples=100, deadline=None)
@given(busy=programmes(), hours=st.integers(-200, 200), zone=zones)
@example(  # the hour that comes twice
    busy=(Window(start=datetime(2016, 11, 6, 9, tzinfo=UTC), end=datetime(2016, 11, 6, 9, 10, tzinfo=UTC)),),
    hours=0,
    zone=ZoneInfo("America/Los_Angeles"),
)
def test_examples_find_something_in_any_programme(busy: tuple[Window, ...], hours: int, zone: ZoneInfo) -> None:
    now = (busy[0].start + timedelta(hours=hours)).astimezone(zone)
    for text in examples(now, (), busy):
        reading = parse_when(text, now=now, busy=busy)
        assert reading is not None, text
        assert _finds(reading, busy), text


def _finds(reading: Reading, busy: tuple[Window, ...]) -> bool:
    return any(reading.window.overlaps(window) for window in busy)
