"""An answer as plain text."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from fake_answers import LA, NOW, VIEWER, answers, hostile, listing, talk, viewers, window, windows, zones
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Anchor, Answer, Moment, Strong, Viewer
from bot.plain import moment_text, to_text
from bot.safe import clean, is_web
from bot.zones import zone_of
from corpus.models import Link, Window


def test_says_what_a_person_would_read() -> None:
    item = talk(
        authors=(
            "Ada Quill",
            "Bo Reed",
            "Cy Dune",
            "Di Marsh",
            "Ed Frost",
            "Flo Vale",
            "Gus Heath",
            "Hal Moor",
            "Ivy Glen",
        ),
        links=(Link(label="pdf", url="https://example.org/1.pdf"), Link(label="blog post")),
        room="Hall B",
        status="next",
        note=("It ends the session.",),
        sources=("Lantern Conf 2021", "Lanterns at Example Corp"),
    )
    answer = Answer(
        kind="paper",
        lines=(("This is ", Strong(text="the one"), ":"),),
        items=(item,),
        aside=(("Times are yours.",),),
        examples=("/session tue 11am", "/paper lanterns"),
    )
    assert (
        to_text(answer, VIEWER)
        == """\
This is the one:

Rotating Lanterns 1 · next
   Ada Quill, Bo Reed, Cy Dune, Di Marsh, Ed Frost, Flo Vale and 3 more
   Oral · Oral session 3 · Tue 4 May, 11:00–11:15 PDT · Hall B
   pdf: https://example.org/1.pdf · blog post (the page gives no address)
   It ends the session.
   https://example.org/1

Try: /session tue 11am · /paper lanterns

From Lantern Conf 2021; Lanterns at Example Corp
Times are yours."""
    )


def test_a_list_is_numbered_and_paged() -> None:
    text = to_text(listing(12), VIEWER, page=1)
    assert "6. Rotating Lanterns 6" in text
    assert "10. Rotating Lanterns 10" in text
    assert "Rotating Lanterns 5" not in text
    assert "Rotating Lanterns 11" not in text
    assert "6–10 of 12 shown" in text


@pytest.mark.parametrize(("page", "shown"), [(-3, "1–5 of 12"), (2, "11–12 of 12"), (99, "11–12 of 12")])
def test_a_page_that_is_not_there_is_the_nearest(page: int, shown: str) -> None:
    assert shown in to_text(listing(12), VIEWER, page=page)


def test_what_was_cut_is_counted() -> None:
    assert "11 of 131 shown" in to_text(listing(11, total=131), VIEWER, page=2)


def test_sources_are_named_with_each_item_where_they_differ() -> None:
    text = to_text(listing(2, items=(talk(1, sources=("A",)), talk(2, sources=("A", "B")))), VIEWER)
    assert "\n   From A\n" in text
    assert "\n   From A; B" in text


def test_a_link_that_the_title_has_is_not_said_twice() -> None:
    item = talk(
        links=(Link(label="page", url="https://example.org/1"), Link(label="code", url="https://example.org/c"))
    )
    text = to_text(listing(1, items=(item,)), VIEWER)
    assert text.count("https://example.org/1") == 1
    assert "code: https://example.org/c" in text


def test_an_empty_answer_says_so() -> None:
    assert to_text(Answer(kind="none"), VIEWER) == "There is nothing to show."


def test_another_clock_than_the_venues_shows_both() -> None:
    berlin, tokyo = Viewer(zone="Europe/Berlin", now=NOW), Viewer(zone="Asia/Tokyo", now=NOW)
    assert "Tue 4 May, 20:00–20:15 CEST (11:00 PDT)" in to_text(listing(1), berlin)
    assert "Wed 5 May, 03:00–03:15 JST (Tue 11:00 PDT)" in to_text(listing(1), tokyo)


def _la(day: int, hour: int, minute: int = 0, *, year: int = 2021, month: int = 5) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(LA))


@pytest.mark.parametrize(
    ("start", "end", "show", "text"),
    [
        (_la(4, 11), _la(4, 11, 15), "day and clock", "Tue 4 May, 11:00–11:15 PDT"),
        (_la(4, 11), _la(4, 11), "day and clock", "Tue 4 May, 11:00 PDT"),
        (_la(4, 11), _la(4, 11, 15), "clock", "11:00–11:15 PDT"),
        (_la(4, 11), _la(4, 11), "day", "Tue 4 May"),
        (_la(4, 0), _la(5, 0), "day", "Tue 4 May"),
        (_la(4, 0), _la(8, 0), "day", "Tue 4 May – Fri 7 May"),
        (_la(4, 23), _la(5, 0), "day and clock", "Tue 4 May, 23:00–24:00 PDT"),
        (_la(4, 23, 30), _la(5, 0, 30), "day and clock", "Tue 4 May, 23:30 – Wed 5 May, 00:30 PDT"),
        (_la(4, 23, 30), _la(5, 0, 30), "clock", "23:30–00:30 PDT"),
        (_la(26, 0, year=2020, month=4), _la(2, 0, year=2020), "day", "Sun 26 Apr 2020 – Fri 1 May 2020"),
        (
            _la(27, 10, year=2020, month=4),
            _la(27, 11, year=2020, month=4),
            "day and clock",
            "Mon 27 Apr 2020, 10:00–11:00 PDT",
        ),
        (
            datetime(2021, 11, 7, 8, 30, tzinfo=UTC),
            datetime(2021, 11, 7, 9, 15, tzinfo=UTC),
            "clock",
            "01:30 PDT–01:15 PST",
        ),
    ],
)
def test_moments(start: datetime, end: datetime, show: str, text: str) -> None:
    assert moment_text(Moment(window=Window(start=start, end=end), show=show), zone_of(LA), NOW) == text  # type: ignore[arg-type]


def test_a_zone_without_letters_is_named_by_its_offset() -> None:
    text = moment_text(Moment(window=window()), zone_of("Asia/Dubai"), NOW)
    assert text == "Tue 4 May, 22:00–22:15 UTC+04:00"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "America", "../etc", "\ud800", "\x00"])
def test_a_zone_that_is_none_is_utc(name: str) -> None:
    assert zone_of(name) is UTC


@settings(max_examples=40, deadline=None)
@given(windows, st.sampled_from(["day", "clock", "day and clock"]), zones)
def test_every_moment_can_be_written(moment: Window, show: str, zone: str) -> None:
    text = moment_text(Moment(window=moment, show=show), zone_of(zone), NOW)  # type: ignore[arg-type]
    assert text
    assert "\n" not in text


@settings(max_examples=40, deadline=None)
@given(answers, viewers, st.integers(-1, 3))
def test_every_answer_can_be_printed(answer: Answer, viewer: Viewer, page: int) -> None:
    text = to_text(answer, viewer, page=page)
    assert text.strip()
    text.encode()
    assert not set(text) & set("\x00\x1b\r\t\u202e\u200b\ufeff")


@settings(max_examples=80, deadline=None)
@given(hostile)
def test_clean_text_is_one_line_that_can_be_encoded(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert len(cleaned.splitlines()) <= 1
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c&d#e", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("https://bücher.example/ü", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https:///path", False),
        ("https://a b", False),
        ("https://example.org/\u202egpj", False),
        ("https://example.org/\n", False),
        ("mailto:a@example.org", False),
        ("https://example.org/" + "x" * 1_000, False),
    ],
)
def test_only_web_addresses_are_linked(url: str, linked: bool) -> None:
    assert is_web(url) is linked


def test_an_address_that_is_not_linked_is_still_said() -> None:
    answer = Answer(kind="x", lines=((Anchor(text="mail", url="mailto:a@example.org"),),))
    assert to_text(answer, VIEWER) == "mail: mailto:a@example.org"
