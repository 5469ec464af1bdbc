"""All that is held about a person, page by page: nothing is left out, and Slack takes each page."""

from datetime import UTC, datetime
from typing import Any

from fake_answers import VIEWER, hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from test_home import shown

from bot.blocks.held import forget_question, held_page
from bot.held import counted, pages
from bot.limits import violations
from bot.safe import clean

EMPTY: dict[str, Any] = {"choices": {}, "stars": [], "messages": [], "subscriptions": []}
AT = int(datetime(2021, 5, 4, tzinfo=UTC).timestamp())

stars = st.fixed_dictionaries(
    {"record": hostile, "title": hostile, "event": st.none(), "starred_at": st.integers(0, 2_000_000_000)}
)
messages = st.fixed_dictionaries(
    {"at": st.sampled_from([None, "2021-05-04T16:30:00+00:00"]), "text": st.none() | hostile, "state": hostile}
)
subscriptions = st.fixed_dictionaries({"kind": hostile, "topic": hostile, "made_at": st.just(AT)})
choices = st.fixed_dictionaries(
    {},
    optional={
        "zone": st.none() | hostile,
        "lead": st.integers(0, 60),
        "public": st.booleans(),
        "home_seen": st.just(AT),
    },
)
holdings = st.fixed_dictionaries(
    {
        "choices": choices,
        "stars": st.lists(stars, max_size=30),
        "messages": st.lists(messages, max_size=5),
        "subscriptions": st.lists(subscriptions, max_size=5),
    }
)


@settings(max_examples=60, deadline=None)
@given(holdings)
def test_slack_takes_every_page_of_what_is_held(held: dict[str, Any]) -> None:
    count = pages(held, page=0).count
    read = ""
    for number in range(count):
        message = held_page(pages(held, page=number), VIEWER)
        assert violations(message.blocks) == []
        read += shown(message.blocks)
    assert [star for star in held["stars"] if clean(star["title"])[:50].strip() not in read] == []
    assert violations(forget_question(counted(held)).blocks) == []


def test_what_is_held_is_counted_in_a_few_words() -> None:
    star = {"record": "paper:wren", "title": "Wren", "event": None, "starred_at": AT}
    message = {"at": None, "text": "Soon", "state": "held"}
    assert counted(EMPTY) == ""
    assert counted(EMPTY | {"choices": {"zone": None, "lead": None}}) == ""
    assert counted(EMPTY | {"stars": [star]}) == "1 star"
    assert counted(EMPTY | {"messages": [message | {"state": "unwanted"}]}) == ""
    assert counted(EMPTY | {"choices": {"lead": 0}, "stars": [star] * 1_200, "messages": [message]}) == (
        "1,200 stars, your settings and 1 message planned or sent"
    )


def test_a_text_longer_than_a_page_goes_on_in_the_next() -> None:
    message = {"at": None, "text": "x" * 8_000, "state": "held"}
    held = EMPTY | {"messages": [message]}
    every = "".join(held_page(pages(held, page=number), VIEWER).text for number in range(pages(held, page=0).count))
    assert every.count("x") == 8_000
