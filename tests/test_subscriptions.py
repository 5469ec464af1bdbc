"""What a channel asks to be told, as people type it; and what it is told then."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bench import Bench
from slack_stub import CHANNEL, command, form, press
from test_courier import Stage, later, without
from toyconf import MORNING, desk

from bot.blocks.subscriptions import END, OFFER
from bot.digests import Topic
from bot.slack.rounds import keep_all, keep_subscription, take_up
from bot.subscribing import Subscription, Wish, chosen, described, read_wish

DAWN = MORNING.replace(hour=6, minute=0)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("digest", Wish(kind="digest")),
        ("digest at 8:30", Wish(kind="digest", minute=8 * 60 + 30)),
        ("digest 7.15 orals", Wish(kind="digest", minute=7 * 60 + 15, topic="orals")),
        ("to the daily at 9pm about wav2vec 2", Wish(kind="digest", minute=21 * 60, topic="wav2vec 2")),
        ("starting track security", Wish(kind="starting", topic="track security")),
        ("changes", Wish(kind="changes")),
        ("Updates of orals", Wish(kind="changes", topic="orals")),
        ("", Wish()),
        ("birdsong", Wish(topic="birdsong")),
        ("digest at 25:10", None),
        ("digest 13pm", None),
    ],
)
def test_wishes_are_read_as_people_type_them(typed: str, wish: Wish | None) -> None:
    assert read_wish(typed) == wish


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.from_regex(r"(digest|starting|changes) .{0,40}", fullmatch=True)))
def test_any_text_is_a_wish_or_a_wrong_time(typed: str) -> None:
    wish = read_wish(typed)
    assert wish is None or wish.minute is None or wish.kind == "digest"


def subscription(number: int, **what: Any) -> Subscription:
    return Subscription(id=number, team="T", channel="C", **what)


def test_what_is_to_end_is_named_by_kind_or_topic_or_is_all() -> None:
    held = (
        subscription(1, kind="digest", minute=510),
        subscription(2, kind="starting", topic="orals"),
        subscription(3, kind="starting"),
    )
    assert chosen(Wish(kind="starting", topic="orals"), held) == held[1:2]
    assert chosen(Wish(kind="starting"), held) == held[1:]
    assert chosen(Wish(topic="all"), held) == held
    assert [described(each) for each in held] == ["digest at 08:30", "starting: orals", "starting"]


@pytest.mark.parametrize(
    ("topic", "holds"),
    [
        ("", {"wrennet", "owls-at-night", "heron-stance", "swift-flight"}),
        ("orals", {"wrennet", "owls-at-night"}),
        ("spotlights", {"heron-stance", "swift-flight"}),
        ("owls", {"owls-at-night"}),
    ],
)
def test_a_topic_is_a_kind_or_what_a_question_would_find(topic: str, holds: set[str]) -> None:
    limit = Topic(topic, desk(), now=MORNING)
    asked = ("wrennet", "owls-at-night", "heron-stance", "swift-flight")
    assert {paper for paper in asked if limit.holds(f"paper:{paper}")} == holds
    assert not limit.empty


def test_a_topic_of_nothing_here_is_empty() -> None:
    assert Topic("beekeeping", desk(), now=MORNING).empty


# --- in Slack


@pytest.fixture
async def stage(bench: Bench) -> Stage:
    return Stage(bench, DAWN)


async def typed(stage: Stage, text: str) -> str:
    """What ``/usher`` *text* answers."""
    before = len(stage.stub.made("respond"))
    app = stage.bench.app(stage.programme, lambda: stage.now)
    body = command(text, stage.stub.response_url(), name="/usher")
    assert await stage.bench.send(app, body) == 200
    answer = (await stage.stub.wait_for("respond", before + 1))[-1]
    await stage.bench.settled()
    await stage.courier.round()
    assert stage.stub.refused == []
    return str(answer["text"])


async def test_a_digest_comes_at_its_hour_with_the_programme_of_the_day(stage: Stage) -> None:
    assert (await typed(stage, "subscribe digest at 8:30")).startswith("Done: digest at 08:30.")
    ((at, text),) = stage.held()
    assert at == "08:30"
    assert text.startswith("BirdConf 2030 · Tue 7 May")
    assert "09:20–09:40 CEST Do Owls See Better With Two Eyes Closed?" in text
    assert next(iter(stage.stub.scheduled.values()))["channel"] == CHANNEL


async def test_what_is_about_to_start_is_announced_by_start(stage: Stage) -> None:
    await typed(stage, "subscribe starting orals")
    assert [at for at, _ in stage.held()] == ["08:50", "09:10"]
    assert "In 10 minutes, at 09:00 CEST:" in stage.held()[0][1]


async def test_changes_are_told_to_the_channel_that_follows_them(stage: Stage) -> None:
    await take_up(stage.service)
    await typed(stage, "subscribe changes owls")
    await stage.change(later("owls-at-night", 30))
    await stage.change(later("wrennet", 5))
    await stage.change(without("owls-at-night"))
    alerts = stage.posted()[1:]  # the first says what is told from now on
    assert ["moves" in alert for alert in alerts] == [True, False]
    assert "no longer in the programme" in alerts[1]


async def test_a_changed_programme_changes_what_is_planned(stage: Stage) -> None:
    await typed(stage, "subscribe starting owls")
    await stage.change(later("owls-at-night", 30))
    await keep_all(stage.service)
    assert [at for at, _ in stage.held()] == ["09:40"]


async def test_the_same_twice_is_one_and_another_hour_moves_it(stage: Stage) -> None:
    await typed(stage, "subscribe digest at 8:30")
    assert "already" in await typed(stage, "subscribe digest at 8:30")
    await typed(stage, "subscribe digest at 7:45")
    assert [at for at, _ in stage.held()] == ["07:45"]


async def test_what_is_subscribed_is_listed_and_ended_by_anybody_there(stage: Stage) -> None:
    await typed(stage, "subscribe starting orals")
    await typed(stage, "subscribe digest")
    listed = await typed(stage, "subscriptions")
    assert "starting: orals" in listed
    ends = [one["accessory"] for one in stage.stub.made("respond")[-1]["blocks"] if "accessory" in one]
    pressed = press(END, ends[0]["value"], stage.stub.response_url(), ephemeral=True)
    pressed["user"] = {"id": "U0BO"}
    app = stage.bench.app(stage.programme, lambda: stage.now)
    for _ in range(2):
        await stage.bench.send(app, form(pressed))
        await stage.bench.settled()
    await stage.courier.round()
    assert [at for at, _ in stage.held()] == ["08:30"]
    assert "Ended: digest at 08:30" in await typed(stage, "unsubscribe digest")
    assert stage.held() == []
    assert "nothing" in await typed(stage, "subscriptions")


async def test_alone_it_offers_what_there_is_by_buttons(stage: Stage) -> None:
    assert "I can post in this channel" in await typed(stage, "subscribe")
    app = stage.bench.app(stage.programme, lambda: stage.now)
    await stage.bench.send(app, form(press(f"{OFFER}starting", "starting", stage.stub.response_url())))
    await stage.bench.settled()
    assert [one.kind for one in await stage.state.channels.of("T0TEAM", CHANNEL)] == ["starting"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subscribe birdsong", "can't tell what to subscribe to"),
        ("subscribe digest at 25:70", "can't read that time"),
        ("subscribe starting beekeeping", "Nothing in the programme fits “beekeeping”"),
        ("unsubscribe digest", "subscribed to nothing"),
        ("event antarctica", "Which event? I know BirdConf 2030, BirdConf 2029."),
    ],
)
async def test_what_cannot_be_done_is_said_and_changes_nothing(stage: Stage, text: str, said: str) -> None:
    assert said in await typed(stage, text)
    assert await stage.state.channels.of("T0TEAM", CHANNEL) == ()


@pytest.mark.parametrize(
    ("reply", "said"), [({"error": "not_in_channel"}, "/invite @usher"), ((500, "down"), "could not be done just now")]
)
async def test_where_usher_cannot_post_nothing_is_subscribed(stage: Stage, reply: Any, said: str) -> None:
    stage.stub.replies["chat.postMessage"] = reply
    assert said in await typed(stage, "subscribe changes")
    assert await stage.state.channels.of("T0TEAM", CHANNEL) == ()


async def test_a_channel_may_mean_another_event(stage: Stage) -> None:
    assert "about BirdConf 2029 now" in await typed(stage, "event birdconf 2029")
    assert await stage.state.channels.event("T0TEAM", CHANNEL) == "birdconf-2029"
    assert "no event of its own" in await typed(stage, "event none")
    assert await stage.state.channels.event("T0TEAM", CHANNEL) is None


async def test_answers_in_a_channel_are_of_its_event(stage: Stage) -> None:
    app = stage.bench.app(stage.programme, lambda: stage.now)

    async def asked() -> str:
        body = command("when does the conference take place", stage.stub.response_url(), name="/usher")
        before = len(stage.stub.made("respond"))
        await stage.bench.send(app, body)
        return str((await stage.stub.wait_for("respond", before + 1))[-1]["text"])

    assert "BirdConf 2030" in await asked()
    await typed(stage, "event birdconf 2029")
    assert "BirdConf 2029" in await asked()


async def test_changes_of_another_event_are_not_told_in_a_channel_of_its_own(stage: Stage) -> None:
    await take_up(stage.service)
    await typed(stage, "event birdconf 2029")
    await typed(stage, "subscribe changes")
    await stage.change(later("owls-at-night", 30))
    assert len(stage.posted()) == 1  # what is told from now on


async def test_an_hour_that_cannot_be_announced_leaves_the_digest_as_it_was(stage: Stage) -> None:
    await typed(stage, "subscribe digest at 8:30")
    stage.stub.replies["chat.postMessage"] = {"error": "ratelimited"}
    assert "could not be done" in await typed(stage, "subscribe digest at 7:45")
    assert [each.minute for each in await stage.state.channels.of("T0TEAM", CHANNEL)] == [8 * 60 + 30]
    assert [at for at, _ in stage.held()] == ["08:30"]


async def test_an_ended_subscription_is_not_planned_anew_by_who_read_it_before(stage: Stage) -> None:
    await typed(stage, "subscribe starting")
    (held,) = await stage.state.channels.of("T0TEAM", CHANNEL)
    await stage.state.channels.end(held)
    await keep_subscription(stage.service, held)
    await stage.courier.round()
    assert stage.held() == []


async def test_a_text_that_changes_in_the_last_minute_is_not_said_twice(stage: Stage) -> None:
    await typed(stage, "subscribe starting owls")
    stage.now = MORNING + timedelta(minutes=4, seconds=30)  # 09:09:30; it is announced at 09:10
    papers = stage.programme.desk.catalog.records.papers
    other = tuple(each.model_copy(update={"title": f"{each.title} Again"}) for each in papers)
    await stage.change(lambda held: held.model_copy(update={"papers": other}))
    assert [at for at, _ in stage.held()] == ["09:10"]
