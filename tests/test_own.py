"""The App Home, "my schedule", export and "forget me" in Slack: signed requests in, what Slack is sent out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from interactions import TEAM, opened, pressed_in_home
from slack_bench import Bench, Held
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_stub import PERSON, command, event, form, press, until
from sqlalchemy import create_engine, inspect, text
from test_home import crowded, shown
from toyconf import MORNING, desk

from bot.blocks import STAR, UNSTAR
from bot.blocks.held import FORGET, HELD_NEXT, KEEP
from bot.blocks.home import SCHEDULE_NEXT, SCHEDULE_UNSTAR, Turn
from bot.desk import Desk
from bot.health import Health
from bot.personal import Who
from bot.slack.home import republish
from bot.slack.service import Service
from bot.slack.viewers import Viewers
from bot.state import State, database_url
from corpus.catalog import Catalog
from corpus.models import Records

ADA, BO = Who(team=TEAM, person=PERSON), Who(team=TEAM, person="U0BO")


def usher(bench: Bench, at: Held | None = None, **settings: Any) -> AsyncApp:
    return bench.app(at or Held(desk()), lambda: MORNING, **settings)


async def starred(bench: Bench, *refs: str, who: Who = ADA) -> None:
    for minute, ref in enumerate(refs):
        await bench.state.stars.add(who, ref, title=ref, event=None, now=MORNING + timedelta(minutes=minute))


async def published(bench: Bench, count: int = 1, person: str = PERSON) -> str:
    """The Home that is published last, once there were *count* publications."""
    await bench.stub.wait_for("views.publish", count)
    await until(lambda: person in bench.stub.homes)
    return shown(bench.stub.homes[person]["blocks"])


async def told(bench: Bench, app: AsyncApp, words: str, count: int = 1) -> dict[str, Any]:
    """What ``/usher`` answers to *words*, as the answer number *count* of this test."""
    assert await bench.send(app, command(words, bench.stub.response_url(), name="/usher")) == 200
    answer = (await bench.stub.wait_for("respond", count))[count - 1]
    assert answer["response_type"] == "ephemeral"
    assert bench.stub.refused == []
    return answer


# --- the App Home


async def test_who_opens_their_home_sees_what_is_on_and_what_they_starred(bench: Bench) -> None:
    await starred(bench, "paper:owls-at-night")
    assert await bench.send(usher(bench), opened()) == 200
    said = await published(bench)
    assert "# On now\nWrenNet" in said
    assert "(Today)\nDo Owls See Better With Two Eyes Closed?" in said
    assert "Times in Europe/Berlin (from Slack)" in said
    assert bench.stub.refused == []
    assert await bench.state.people.with_home(since=MORNING) == (ADA,)


async def test_the_messages_tab_publishes_no_home(bench: Bench) -> None:
    assert await bench.send(usher(bench), opened(tab="messages")) == 200
    await bench.quiet("views.publish")


async def test_a_star_pressed_in_a_home_is_set_once_and_shown_at_once(bench: Bench) -> None:
    app = usher(bench)
    await bench.send(app, opened())
    await published(bench)
    for _ in range(2):
        assert await bench.send(app, form(pressed_in_home(STAR, "paper:owls-at-night"))) == 200
        await bench.settled()
        assert "(Today)\nDo Owls See" in await published(bench, 2)
    assert [each.record for each in await bench.state.stars.of(ADA)] == ["paper:owls-at-night"]
    assert (await bench.state.stars.of(ADA))[0].title == "Do Owls See Better With Two Eyes Closed?"
    for _ in range(2):
        await bench.send(app, form(pressed_in_home(UNSTAR, "paper:owls-at-night")))
        await bench.settled()
        assert "(Today)" not in await published(bench, 3)
    assert await bench.state.stars.of(ADA) == ()
    assert bench.stub.refused == []


async def test_a_star_under_an_answer_is_in_the_home_at_once(bench: Bench) -> None:
    app = usher(bench)
    await bench.send(app, opened())
    assert "(Today)" not in await published(bench)
    await bench.send(app, form(press(STAR, "paper:owls-at-night", bench.stub.response_url())))
    assert "(Today)\nDo Owls See" in await published(bench, 2)


async def test_who_never_opened_their_home_is_published_none(bench: Bench) -> None:
    await bench.send(usher(bench), form(press(STAR, "paper:wrennet", bench.stub.response_url())))
    await bench.stub.wait_for("respond")
    await bench.quiet("views.publish")


async def test_another_persons_press_acts_for_that_person(bench: Bench) -> None:
    await starred(bench, "paper:wrennet")
    app = usher(bench)
    for who in ("U0BO", PERSON):
        await bench.send(app, opened(who))
    await bench.send(app, form(pressed_in_home(UNSTAR, "paper:wrennet", "U0BO")))
    await bench.send(app, form(pressed_in_home(STAR, "paper:heron-stance", "U0BO")))
    await bench.settled()
    assert "(Today)\nHeron Stance" in await published(bench, 3, "U0BO")
    assert "(Today)\nWrenNet" in await published(bench, 3)
    assert [each.record for each in await bench.state.stars.of(ADA)] == ["paper:wrennet"]
    assert [each.record for each in await bench.state.stars.of(BO)] == ["paper:heron-stance"]


async def test_a_button_from_before_a_restart_and_another_programme_still_works(bench: Bench) -> None:
    programme = Held(crowded(2))
    await starred(bench, "paper:wrennet")
    app = usher(bench, programme)
    await bench.send(app, opened())
    await bench.send(app, form(pressed_in_home(STAR, "paper:owls-at-night")))
    await bench.stub.wait_for("views.open")  # a word over the Home: it is gone
    await bench.send(app, form(pressed_in_home(UNSTAR, "paper:wrennet")))
    await bench.settled()
    assert "As it was" not in await published(bench, 2)
    assert await bench.state.stars.of(ADA) == ()


async def test_a_home_is_shown_without_stars_where_they_cannot_be_read(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    app = usher(bench)
    await bench.send(app, opened())
    said = await published(bench)
    assert "Your stars cannot be read just now." in said
    assert "# On now" in said
    await bench.send(app, form(pressed_in_home(STAR, "paper:wrennet")))
    assert "can't keep stars at the moment" in str(await bench.stub.wait_for("views.open"))


@pytest.mark.parametrize(
    "reply", [{"error": "not_enabled"}, {"error": "missing_scope"}, (500, "no"), (200, "not JSON")]
)
async def test_a_home_that_slack_does_not_take_breaks_nothing(
    bench: Bench, reply: dict[str, Any] | tuple[int, str], caplog: pytest.LogCaptureFixture
) -> None:
    bench.stub.replies["views.publish"] = reply
    app = usher(bench)
    assert await bench.send(app, opened()) == 200
    await until(lambda: "a Home was not published" in caplog.text)
    await bench.send(app, form(pressed_in_home(STAR, "paper:wrennet")))
    await bench.settled()
    assert [each.record for each in await bench.state.stars.of(ADA)] == ["paper:wrennet"]


async def test_a_home_that_comes_too_often_is_published_when_slack_allows(bench: Bench) -> None:
    bench.stub.replies["views.publish"] = (429, "1")
    await bench.send(usher(bench), opened())
    await bench.stub.wait_for("views.publish")
    del bench.stub.replies["views.publish"]
    assert "# On now" in await published(bench, 2)


async def test_the_last_home_published_is_the_newest(bench: Bench) -> None:
    refs = [f"paper:{each}" for each in ("wrennet", "owls-at-night", "heron-stance", "swift-flight")]
    app = usher(bench)
    await bench.send(app, opened())
    await asyncio.gather(*(bench.send(app, form(pressed_in_home(STAR, ref))) for ref in refs))
    said = await published(bench, 5)
    assert said.partition("# My schedule")[2].count("[★ Unstar] [Details]") == 4


@pytest.mark.parametrize(
    ("person", "settings", "sees"),
    [
        ({"is_admin": True}, {}, True),
        ({"is_owner": True}, {}, True),
        ({}, {"usher_organisers": f"U9 {PERSON}"}, True),
        ({"is_admin": False}, {"usher_organisers": "U9"}, False),
    ],
)
async def test_organisers_alone_see_how_the_programme_is(
    bench: Bench, person: dict[str, Any], settings: dict[str, str], sees: bool
) -> None:
    bench.stub.replies["users.info"] = {"user": {"id": PERSON, "tz": "Europe/Berlin", **person}}
    programme = Held(desk(), Health(version="0a1b", counts=(("paper", 9),)))
    await bench.send(usher(bench, programme, **settings), opened())
    assert ("It holds 9 papers. Version 0a1b." in await published(bench)) is sees


# --- Homes after the programme changed


def service(bench: Bench, at: Held) -> tuple[Service, Callable[[str], Awaitable[AsyncWebClient]]]:
    async def client_of(_team: str) -> AsyncWebClient:
        return AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)

    return Service(at, lambda: MORNING, Viewers("UTC", bench.state), bench.state), client_of


async def test_a_changed_programme_is_shown_to_who_opened_their_home_lately(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.home.PAUSE", 0)
    await bench.state.people.saw_home(ADA, now=MORNING - timedelta(days=1))
    await bench.state.people.saw_home(BO, now=MORNING - timedelta(days=30))
    await republish(*service(bench, Held(crowded(3))))
    assert "# LanternConf" in await published(bench)
    assert list(bench.stub.homes) == [PERSON]


async def test_homes_are_published_one_after_the_other(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.home.PAUSE", 0.05)
    for number in range(4):
        await bench.state.people.saw_home(Who(team=TEAM, person=f"U{number}"), now=MORNING)
    began = asyncio.get_running_loop().time()
    await republish(*service(bench, Held(desk())))
    assert asyncio.get_running_loop().time() - began >= 4 * 0.05
    assert len(bench.stub.homes) == 4


@pytest.mark.parametrize(("error", "tried"), [("not_enabled", 1), ("user_not_found", 3)])
async def test_where_nobody_can_have_a_home_nobody_elses_is_tried(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, error: str, tried: int
) -> None:
    monkeypatch.setattr("bot.slack.home.PAUSE", 0)
    bench.stub.replies["views.publish"] = {"error": error}
    for number in range(3):
        await bench.state.people.saw_home(Who(team=TEAM, person=f"U{number}"), now=MORNING)
    await republish(*service(bench, Held(desk())))
    assert len(bench.stub.made("views.publish")) == tried


# --- my schedule


@pytest.mark.parametrize("words", ["my schedule", "schedule", "Stars", "my day", " MY  SCHEDULE! "])
async def test_my_schedule_is_what_is_starred_by_day(bench: Bench, words: str) -> None:
    await starred(bench, "paper:owls-at-night", "paper:nest-maps")
    answer = await told(bench, usher(bench), words)
    assert shown(answer["blocks"]).splitlines() == [
        "# My schedule",
        "(Today)",
        "Do Owls See Better With Two Eyes Closed?",
        "09:20 CEST–09:40 CEST · Great Hall · Morning orals",
        "[★ Unstar] [Details]",
        "(Without a time)",
        "Nest Maps from Old Diaries",
        "[★ Unstar] [Details]",
    ]
    assert "09:20–09:40 CEST" in answer["text"]


async def test_a_schedule_without_stars_says_how_to_set_one(bench: Bench) -> None:
    assert "Nothing is starred yet." in (await told(bench, usher(bench), "my schedule"))["text"]


async def test_a_schedule_turns_pages_and_lets_a_star_go(bench: Bench) -> None:
    await starred(bench, *(f"paper:talk-{number}" for number in range(9)))
    app = usher(bench, Held(crowded(9)))
    await bench.send(app, form(press(SCHEDULE_NEXT, Turn(page=1).value(), bench.stub.response_url())))
    (second,) = await bench.stub.wait_for("respond")
    assert second["replace_original"] is True
    assert "On Lanterns 8" in second["text"]
    for count in (2, 3):  # pressed twice, and the page that is left is shown
        gone = Turn(page=1, ref="paper:talk-8").value()
        await bench.send(app, form(press(SCHEDULE_UNSTAR, gone, bench.stub.response_url())))
        left = (await bench.stub.wait_for("respond", count))[-1]
        assert "On Lanterns 0" in left["text"]
        assert "On Lanterns 8" not in left["text"]
    assert len(await bench.state.stars.of(ADA)) == 8
    assert bench.stub.refused == []


@pytest.mark.parametrize("value", ["", "{}", '{"page": -1}', "nonsense"])
async def test_a_schedules_button_that_is_not_ours_shows_its_beginning(bench: Bench, value: str) -> None:
    await starred(bench, "paper:wrennet")
    await bench.send(usher(bench), form(press(SCHEDULE_NEXT, value, bench.stub.response_url())))
    (answer,) = await bench.stub.wait_for("respond")
    assert "WrenNet" in answer["text"]


async def test_a_schedule_that_cannot_be_read_is_a_kind_sentence(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    app = usher(bench)
    assert "Your stars cannot be read just now." in (await told(bench, app, "my schedule"))["text"]
    gone = Turn(ref="paper:wrennet").value()
    await bench.send(app, form(press(SCHEDULE_UNSTAR, gone, bench.stub.response_url())))
    refused = (await bench.stub.wait_for("respond", 2))[1]
    assert "could not be saved just now" in refused["text"]
    assert refused["replace_original"] is False


# --- all that is held, and forgetting it


async def test_export_shows_everything_that_is_held(bench: Bench) -> None:
    await starred(bench, "paper:wrennet")
    await bench.state.people.choose(ADA, zone="Asia/Kolkata", lead=30, public=True)
    await bench.state.people.feed(ADA)
    said = (await told(bench, usher(bench), "export"))["text"]
    assert "Time zone: Asia/Kolkata" in said
    assert "Minutes before a talk that you are reminded: 30" in said
    assert "Answers to commands are for the channel: yes" in said
    assert "Your calendar has a secret address." in said
    assert "Tue 7 May, 12:35 IST: paper:wrennet (paper:wrennet)" in said  # in the chosen zone
    assert await bench.state.people.feed(ADA) not in said


async def test_hundreds_of_stars_are_exported_page_by_page_and_none_is_left_out(bench: Bench) -> None:
    refs = [f"paper:talk-{number}" for number in range(700)]
    await starred(bench, *refs)
    app = usher(bench)
    every = shown((await told(bench, app, "export"))["blocks"])
    count = 1
    while f"Page {count} of {count}." not in every:
        await bench.send(app, form(press(HELD_NEXT, str(count), bench.stub.response_url())))
        count += 1
        every += shown((await bench.stub.wait_for("respond", count))[-1]["blocks"])
    assert [ref for ref in refs[1:] if f"({ref})" not in every] == []
    assert bench.stub.refused == []


async def test_of_nobody_nothing_is_held_or_forgotten(bench: Bench) -> None:
    app = usher(bench)
    assert "Nothing is held about you." in (await told(bench, app, "export"))["text"]
    assert (await told(bench, app, "forget me", 2))["text"] == "I hold nothing about you."


async def test_forgetting_asks_first_and_then_says_what_was_deleted(bench: Bench) -> None:
    await starred(bench, "paper:wrennet", "paper:owls-at-night")
    await starred(bench, "paper:wrennet", who=BO)
    await bench.state.people.choose(ADA, zone="Asia/Kolkata")
    app = usher(bench)
    await bench.send(app, opened())
    assert "(Today)" in await published(bench)
    asked = await told(bench, app, "forget me")
    assert "This deletes all that I hold about you: 2 stars and your settings." in asked["text"]
    assert [each["text"]["text"] for each in asked["blocks"][-1]["elements"]] == ["Forget me", "Keep it"]
    await bench.send(app, form(press(KEEP, KEEP, bench.stub.response_url())))
    assert (await bench.stub.wait_for("respond", 2))[1]["text"] == "Nothing was deleted."
    assert len(await bench.state.stars.of(ADA)) == 2
    for count, said in (
        (3, "Deleted: 2 stars and your settings. I hold nothing else"),
        (4, "I hold nothing about you."),
    ):
        await bench.send(app, form(press(FORGET, FORGET, bench.stub.response_url())))
        assert said in (await bench.stub.wait_for("respond", count))[-1]["text"]
        await published(bench, count - 1)
    assert "(Today)" not in await published(bench, 3)
    assert "Times in Europe/Berlin (from Slack)" in await published(bench, 3)  # not the zone that was chosen
    assert len(await bench.state.stars.of(BO)) == 1


async def test_what_cannot_be_deleted_is_said(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    app = usher(bench)
    for count, words in enumerate(("export", "forget me"), start=1):
        assert "cannot be read just now. Please try again" in (await told(bench, app, words, count))["text"]
    await bench.send(app, form(press(FORGET, FORGET, bench.stub.response_url())))
    assert "Please try again in a moment." in (await bench.stub.wait_for("respond", 3))[-1]["text"]


async def test_nobody_who_was_forgotten_is_left_in_any_table(bench: Bench, address: str) -> None:
    bench.state = State(database_url(address))
    await bench.state.upgrade()
    ada = Who(team="T0FORGET", person="U0FORGOTTEN")
    await starred(bench, "paper:wrennet", who=ada)
    await bench.state.people.choose(ada, zone="Asia/Kolkata")
    await bench.state.people.feed(ada)
    await bench.state.people.saw_home(ada, now=MORNING)
    assert "U0FORGOTTEN" in _all_rows(address)
    body = form(press(FORGET, FORGET, bench.stub.response_url()))
    await bench.send(usher(bench), body.replace(PERSON, "U0FORGOTTEN").replace(TEAM, "T0FORGET"))
    await published(bench, 1, "U0FORGOTTEN")
    assert "U0FORGOTTEN" not in _all_rows(address)
    await bench.settled()
    await bench.state.close()


def _all_rows(address: str) -> str:
    """Everything in the database at *address*."""
    url = address.replace("postgres://", "postgresql+psycopg://")
    engine = create_engine(url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names]  # noqa: S608
    engine.dispose()
    return repr(rows)


# --- /usher


async def test_usher_alone_shows_now_today_and_what_to_try(bench: Bench) -> None:
    await starred(bench, "paper:owls-at-night")
    said = shown((await told(bench, usher(bench), ""))["blocks"])
    assert "# On now\nWrenNet" in said
    assert "# My schedule\n(Today)\nDo Owls See" in said
    assert "/session" in said


async def test_help_shows_examples_that_work(bench: Bench) -> None:
    assert "/paper wrennet" in (await told(bench, usher(bench), "help"))["text"]


@pytest.mark.parametrize("words", ["", "help", "my schedule"])
async def test_an_empty_programme_breaks_no_word(bench: Bench, words: str) -> None:
    await told(bench, usher(bench, Held(Desk(Catalog(Records())))), words)


@pytest.mark.parametrize("name", ["/paper", "/session"])
async def test_help_of_the_other_commands_shows_examples_that_work(bench: Bench, name: str) -> None:
    app = usher(bench)
    await bench.send(app, command("help", bench.stub.response_url(), name=name))
    answer = (await bench.stub.wait_for("respond"))[0]["text"]
    tried = [each for each in answer.partition("Try: ")[2].splitlines()[0].split(" · ") if each.startswith("/")]
    assert len(tried) >= 3
    for count, example in enumerate(tried, start=2):
        typed, _, words = example.partition(" ")
        await bench.send(app, command(words, bench.stub.response_url(), name=typed))
        said = (await bench.stub.wait_for("respond", count))[-1]["text"]
        assert "can't" not in said


async def test_anything_else_is_a_question_answered_for_one_pair_of_eyes(bench: Bench) -> None:
    answer = await told(bench, usher(bench), "who wrote the owls paper?")
    assert "Hal Moreau" in answer["text"]


async def test_nothing_that_is_a_persons_own_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        app = usher(bench)
        await bench.send(app, opened())
        await published(bench)
        await bench.send(app, form(pressed_in_home(STAR, "paper:wrennet")))
        await told(bench, app, "my schedule")
        await published(bench, 2)
    logged = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "wrennet" not in logged
    assert PERSON not in logged


def test_every_event_of_a_home_names_its_tab() -> None:
    assert opened()["event"]["tab"] == "home"
    assert "ts" not in event("", ts=None)["event"]
