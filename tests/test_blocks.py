"""An answer as a Slack message."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fake_answers import (
    ELEVEN,
    VIEWER,
    answers,
    ask,
    asks,
    hostile,
    lines,
    listing,
    refs,
    talk,
    urls,
    viewers,
    window,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.blocks import (
    Message,
    details_message,
    details_view,
    fallback,
    note,
    notice,
    related_view,
    render,
    star_button,
    undo_button,
)
from bot.carried import Carried
from bot.details import Details
from bot.layout import Title, clean_lines
from bot.limits import MAX_FALLBACK, view_violations, violations
from bot.models import Anchor, Answer, Ask, Choice, Line, Moment, Viewer
from bot.plain import to_text
from corpus.models import Link, Window


def shown(answer: Answer, **how: Any) -> Message:
    return render(answer, **{"viewer": VIEWER, "ask": ask(), "private": True, **how})


def nodes(blocks: object, kind: str) -> list[dict[str, Any]]:
    """Every object of that type in *blocks*, in order."""
    if isinstance(blocks, dict):
        own = [blocks] if blocks.get("type") == kind else []
        return own + [node for value in blocks.values() for node in nodes(value, kind)]
    return [node for one in blocks for node in nodes(one, kind)] if isinstance(blocks, list | tuple) else []


def test_the_message_of_one_talk() -> None:
    links = (Link(label="blog post"),)
    item = talk(status="next", room="Hall B", links=links, note=("It opens the session.",))
    message = shown(listing(1, items=(item,), examples=("/session tue 11am",)))
    head, shown_item, examples, small_print, buttons = message.blocks
    assert head["elements"][0]["elements"] == snapshot(
        [
            {"type": "text", "text": "Found "},
            {"type": "text", "text": "1", "style": {"bold": True}},
            {"type": "text", "text": " talks."},
        ]
    )
    assert shown_item["elements"][0]["elements"] == snapshot(
        [
            {"type": "link", "url": "https://example.org/1", "text": "Rotating Lanterns 1", "style": {"bold": True}},
            {"type": "text", "text": " · "},
            {"type": "text", "text": "next", "style": {"bold": True}},
            {"type": "text", "text": "\nAda Quill, Bo Reed\nOral · Oral session 3 · "},
            {
                "type": "date",
                "timestamp": 1620151200,
                "format": "{day_divider_pretty}, {time}",
                "fallback": "Tue 4 May, 11:00 PDT",
            },
            {"type": "text", "text": "–"},
            {"type": "date", "timestamp": 1620152100, "format": "{time}", "fallback": "11:15 PDT"},
            {"type": "text", "text": " · Hall B\nblog post (the page gives no address)\nIt opens the session."},
        ]
    )
    assert examples["elements"][0]["elements"] == snapshot(
        [
            {"type": "text", "text": "Try: "},
            {"type": "text", "text": "/session tue 11am", "style": {"code": True}},
        ]
    )
    assert small_print == snapshot(
        {"type": "context", "elements": [{"type": "plain_text", "text": "From Lantern Conf 2021", "emoji": False}]}
    )
    assert buttons == snapshot(
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "share",
                    "text": {"type": "plain_text", "text": "Share in channel", "emoji": False},
                    "value": '{"surface":"paper","text":"lanterns","now":1620145800,"zone":"America/Los_Angeles"}',
                }
            ],
        }
    )
    assert message.text == to_text(listing(1, items=(item,), examples=("/session tue 11am",)), VIEWER)


def test_a_private_answer_can_be_shared_and_a_public_one_not() -> None:
    assert [button["action_id"] for button in nodes(shown(listing(1)).blocks, "button")] == ["share"]
    assert nodes(shown(listing(1), private=False).blocks, "button") == []


@pytest.mark.parametrize(
    ("page", "actions"),
    [
        (0, {"page:next": 1, "share": 0}),
        (1, {"page:previous": 0, "page:next": 2, "share": 1}),
        (2, {"page:previous": 1, "share": 2}),
    ],
)
def test_buttons_lead_to_the_other_pages(page: int, actions: dict[str, int]) -> None:
    buttons = nodes(shown(listing(12), page=page).blocks, "button")
    carried = {button["action_id"]: Carried.read(button["value"]) for button in buttons}
    assert {action: one.page for action, one in carried.items() if one} == actions


def test_a_button_carries_the_question() -> None:
    question = ask("who wrote “it”?", context=("lanterns", "the second"), surface="mention")
    (button,) = nodes(shown(listing(1), ask=question).blocks, "button")
    carried = Carried.read(button["value"])
    assert carried is not None
    assert carried.ask() == question


def test_what_is_too_long_to_carry_loses_its_oldest_context() -> None:
    carried = Carried.of(ask("x" * 900, context=tuple(f"{n} " + "y" * 400 for n in range(9))))
    assert len(carried.value()) <= 2_000
    assert carried.context[-1].startswith("8 ")
    assert len(carried.text) == 501  # one more than is read, so that the answer still says that it was cut


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "",
        "share",
        "{}",
        "[1]",
        '{"surface":"paper"}',
        "\ud800",
        "{" * 2_000,
    ],
)
def test_a_value_that_is_not_ours_is_no_question(value: object) -> None:
    assert Carried.read(value) is None


def test_those_who_read_a_shared_answer_see_what_was_asked() -> None:
    assert "Asked with /paper lanterns" in str(shown(listing(1), private=False).blocks)
    assert "Asked with" not in str(shown(listing(1)).blocks)
    assert "Asked with" not in str(shown(listing(1), private=False, ask=ask(surface="mention")).blocks)


def test_a_title_cannot_mention_or_format() -> None:
    title = "<!channel> & <@U123> *bold* <https://evil.example|good>"
    message = shown(listing(1, items=(talk(title=title, url=None),)))
    assert [node["text"] for node in nodes(message.blocks, "text")].count(title) == 1
    assert nodes(message.blocks, "mrkdwn") == nodes(message.blocks, "markdown") == []
    assert "&lt;!channel&gt; &amp; &lt;@U123&gt;" in message.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "https://example.org/a b", "file:///etc/passwd"])
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    message = shown(listing(1, lines=((Anchor(text="here", url=url),),), items=(talk(url=url),)))
    assert nodes(message.blocks, "link") == []


def _dates(moment: Moment) -> list[tuple[int, str, str]]:
    message = shown(Answer(kind="x", lines=((moment,),)))
    return [(node["timestamp"], node["format"], node["fallback"]) for node in nodes(message.blocks, "date")]


def test_moments_are_dates_that_each_reader_sees_in_their_own_zone() -> None:
    eleven, quarter = int(ELEVEN.timestamp()), int(ELEVEN.timestamp()) + 900
    assert _dates(Moment(window=window())) == [
        (eleven, "{day_divider_pretty}, {time}", "Tue 4 May, 11:00 PDT"),
        (quarter, "{time}", "11:15 PDT"),
    ]
    assert _dates(Moment(window=window(minutes=0), show="clock")) == [(eleven, "{time}", "11:00 PDT")]
    assert _dates(Moment(window=window(), show="day")) == [(eleven, "{day_divider_pretty}", "Tue 4 May")]


def test_a_window_of_days_ends_on_its_last_day() -> None:
    midnight = datetime(2021, 5, 4, 7, tzinfo=UTC)
    days = Moment(window=Window(start=midnight, end=midnight + timedelta(days=4)), show="day")
    assert [fallback_text for _, _, fallback_text in _dates(days)] == ["Tue 4 May", "Fri 7 May"]


def test_a_moment_beyond_slacks_calendar_is_written_out() -> None:
    message = shown(Answer(kind="x", lines=((Moment(window=window(datetime(1848, 2, 1, tzinfo=UTC))),),)))
    assert nodes(message.blocks, "date") == []
    assert "1848" in str(message.blocks)


def test_the_fallback_is_cut_between_characters() -> None:
    text = fallback("a" * (MAX_FALLBACK - 3) + "&&&")
    assert len(text) <= MAX_FALLBACK
    assert text.endswith("a…")


def test_long_text_is_cut_with_an_ellipsis() -> None:
    message = shown(listing(1, items=(talk(title="Lantern " * 500),)))
    assert violations(message.blocks) == []
    assert any(node["text"].endswith("…") for node in nodes(message.blocks, "text"))


def test_a_notice_obeys_the_limits() -> None:
    assert violations(notice("Shared.").blocks) == []


@settings(max_examples=40, deadline=None)
@given(answers, viewers, asks, st.integers(-1, 3), st.booleans())
def test_every_message_obeys_slacks_limits(
    answer: Answer,
    viewer: Viewer,
    question: Ask,
    page: int,
    private: bool,
) -> None:
    message = render(answer, viewer=viewer, ask=question, page=page, private=private)
    assert violations(message.blocks) == []
    assert 0 < len(message.text) <= MAX_FALLBACK
    json.dumps(message.model_dump(), ensure_ascii=False).encode()
    assert "<" not in message.text
    assert ">" not in message.text


@st.composite
def pages(draw: st.DrawFn) -> Details:
    """All that might be held of a record; its title comes first, as always."""
    title = Title(text=draw(hostile), url=draw(st.none() | urls))
    head, text, links, sources = (clean_lines(draw(lines)) for _ in range(4))
    return Details(
        ref=draw(refs),
        head=(*clean_lines([(title,)]), *head),
        text=text,
        links=links,
        sources=sources,
        timed=draw(st.booleans()),
        held=draw(st.booleans()),
    )


@settings(max_examples=40, deadline=None)
@given(pages(), answers, viewers, lines)
def test_every_view_and_its_message_obeys_slacks_limits(
    page: Details, answer: Answer, viewer: Viewer, said: tuple[Line, ...]
) -> None:
    for view in (details_view(page, viewer, said), related_view(page.ref, answer, viewer, said)):
        assert view_violations(view) == []
        json.dumps(view, ensure_ascii=False).encode()
    message = details_message(page, viewer)
    assert violations(message.blocks) == []
    assert 0 < len(message.text) <= MAX_FALLBACK


@settings(max_examples=40, deadline=None)
@given(answers, viewers, refs)
def test_every_note_obeys_slacks_limits(answer: Answer, viewer: Viewer, ref: str) -> None:
    said = answer.model_copy(update={"lines": (("Starred: ",), *answer.lines)})
    for buttons in ((), (undo_button(ref, "Undo"),), (star_button(ref, starred=viewer.has(ref)),)):
        assert violations(note(said, viewer, *buttons).blocks) == []


@settings(max_examples=40, deadline=None)
@given(asks, st.integers(0, 10**9), refs)
def test_every_question_can_be_carried(question: Ask, page: int, ref: str) -> None:
    value = Carried.of(question, page=page, record=ref).value()
    assert len(value.encode("utf-16-le")) <= 4_000
    back = Carried.read(value)
    assert back is not None
    assert (back.page, back.surface) == (page, question.surface)


def test_what_is_longest_in_every_part_can_still_be_carried() -> None:
    quotes = '"' * 600
    question = ask(quotes, context=(quotes,), zone=quotes, own_zone=quotes, about=quotes)
    value = Carried.of(question, record=quotes).value()
    assert 1_500 < len(value) <= 2_000
    assert Carried.read(value) is not None


def test_a_button_of_an_earlier_version_still_works() -> None:
    old = '{"surface":"paper","text":"lanterns","now":1620145800,"zone":"America/Los_Angeles","page":1}'
    carried = Carried.read(old)
    assert carried == Carried.of(ask(), page=1)


def test_each_talk_of_a_list_can_be_starred_and_looked_into() -> None:
    items = tuple(talk(number, ref=f"paper:p{number}") for number in (1, 2))
    viewer = VIEWER.model_copy(update={"starred": frozenset({"paper:p2"})})
    rows = nodes(shown(listing(2, items=items), viewer=viewer).blocks, "actions")
    labels = [[button["text"]["text"] for button in row["elements"]] for row in rows]
    assert labels == [["☆ Star", "Details"], ["★ Unstar", "Details"], ["Share in channel"]]
    carried = Carried.read(rows[1]["elements"][0]["value"])
    assert carried is not None
    assert (carried.record, carried.text) == ("paper:p2", "lanterns")


def test_an_answer_for_several_readers_carries_the_record_alone() -> None:
    message = shown(listing(1, items=(talk(ref="paper:p1"),)), private=False)
    assert {button["value"] for button in nodes(message.blocks, "button")} == {"paper:p1"}


def test_what_leaves_no_text_to_show_has_no_button_for_it() -> None:
    answer = listing(1, kind="about", items=(talk(ref="paper:p1"),))
    named, pointed = ask(), ask(about="paper:p1")
    labels = [
        [button["text"]["text"] for button in nodes(shown(answer, ask=question).blocks, "button")]
        for question in (named, pointed)
    ]
    assert ["Abstract" in each for each in labels] == [True, False]


def test_the_longest_message_there_can_be_stays_within_slacks_limits() -> None:
    long = "Lantern " * 500
    items = tuple(talk(n, ref=f"paper:{n}", title=long, note=(long,)) for n in range(12))
    choices = tuple(Choice(label=long, text=long) for _ in range(9))
    answer = listing(12, lines=((long,),), items=items, choices=choices, examples=(long,), aside=((long,),))
    question = ask(long, context=(long,) * 8, zone="Asia/Tokyo")
    for private in (True, False):
        message = shown(answer, ask=question, page=1, private=private)
        assert violations(message.blocks) == []


@settings(max_examples=40, deadline=None)
@given(hostile)
def test_no_text_makes_a_value_that_fails(text: str) -> None:
    Carried.read(text)


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}, "mrkdwn: not a kind that Usher sends"),
        ({"type": "context", "elements": []}, "context: 0 elements"),
        ({"type": "context", "elements": [{"type": "plain_text", "text": ""}]}, "plain_text: text empty or too long"),
        (
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "action_id": "a", "value": "v", "text": {"type": "plain_text", "text": "x" * 76}}
                ],
            },
            "button: label too long",
        ),
    ],
)
def test_the_check_finds_what_slack_refuses(block: dict[str, Any], fault: str) -> None:
    assert fault in violations([block])
