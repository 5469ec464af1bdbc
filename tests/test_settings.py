"""The settings: the form, the search for a zone, and what choices change, in Slack and in other processes."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from fake_answers import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from interactions import TEAM, opened, pressed_in_home, searched, submitted
from slack_bench import Bench, Held, Recorder
from slack_sdk.web.async_client import AsyncWebClient
from slack_stub import PERSON, command, event, form, press, until
from test_home import shown
from toyconf import MORNING, desk

from bot.blocks import NEXT
from bot.blocks.home import SETTINGS
from bot.blocks.settings import read_form, settings_form, zone_options
from bot.limits import MAX_OPTIONS, view_violations
from bot.personal import Choices, Who
from bot.slack.viewers import HINT, Viewers
from bot.state import State, database_url
from bot.zone_search import search
from bot.zones import known_zone

ADA = Who(team=TEAM, person=PERSON)
WINTER = datetime(2026, 1, 7, tzinfo=UTC)


# --- looking for a zone


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berl", "Europe/Berlin"),
        ("germany", "Europe/Berlin"),
        ("CET", "Europe/Berlin"),
        ("pst", "America/Los_Angeles"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("gmt -3", "Etc/GMT+3"),
        ("+05:30", "Asia/Colombo"),
        ("-0330", "America/St_Johns"),
        ("kolkata", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_found_as_people_call_it(typed: str, first: str) -> None:
    assert search(typed, now=WINTER)[0].zone == first


@pytest.mark.parametrize("typed", ["the moon", "UTC+99", "+1:17", "⛄", "Mars/Olympus"])
def test_what_is_no_zone_finds_none(typed: str) -> None:
    assert search(typed, now=WINTER) == ()


def test_a_zone_is_shown_with_its_country_and_its_hours_now() -> None:
    labels = {found.label for typed in ("berlin", "utc+2", "utc") for found in search(typed, now=WINTER)[:1]}
    assert labels == {"Berlin, Germany (UTC+01:00)", "UTC+02:00 all year", "UTC (UTC+00:00)"}


@settings(max_examples=60, deadline=None)
@given(hostile | st.text(alphabet="abe+-:0129 utcgm", max_size=8))
def test_whatever_is_typed_finds_zones_that_there_are_and_that_slack_takes(typed: str) -> None:
    options = zone_options(search(typed, now=WINTER), typed=typed)
    assert len(options) <= MAX_OPTIONS
    for option in options:
        assert option["value"] == "slack" or known_zone(option["value"])
        assert 0 < len(option["text"]["text"]) <= 75


# --- the form


@pytest.mark.parametrize("choices", [Choices(), Choices(zone="Etc/GMT-2", lead=0, public=True, followups=False)])
def test_a_form_that_is_sent_unchanged_changes_nothing(choices: Choices) -> None:
    view = settings_form(choices, now=WINTER)
    assert view_violations(view) == []
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    values = {name: {name: {"selected_option": element["initial_option"]}} for name, element in fields.items()}
    chosen, wrong = read_form(values)
    assert wrong == {}
    usual = {"lead": 10, "public": False, "followups": True}
    assert chosen == choices.model_dump(exclude={"language"}) | {
        name: value for name, value in usual.items() if getattr(choices, name) is None
    }


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["zone", "lead", "public", "followups"]), hostile | st.none() | st.integers()))
def test_a_form_that_is_not_ours_is_refused_field_by_field(values: dict[str, Any]) -> None:
    state = {name: {name: {"selected_option": {"value": value}}} for name, value in values.items()}
    chosen, wrong = read_form(state)
    assert chosen.keys() | wrong.keys() == {"zone", "lead", "public", "followups"}
    Choices(**chosen)


@pytest.mark.parametrize("lead", ["-1", "99999", "ten", ""])
def test_a_reminder_that_cannot_be_is_refused_at_its_field(lead: str) -> None:
    view = submitted(lead=lead)["view"]
    assert read_form(view["state"]["values"])[1] == {"lead": "Please pick one of the list."}


# --- in Slack


async def test_the_settings_open_from_the_command_with_what_was_chosen(bench: Bench) -> None:
    await bench.state.people.choose(ADA, zone="Asia/Kolkata", lead=30)
    await bench.send(bench.app(Recorder()), command("settings", bench.stub.response_url(), name="/usher"))
    (call,) = await bench.stub.wait_for("views.open")
    assert call["trigger_id"] == "1.2"
    (modal,) = bench.stub.modals
    fields = {block["block_id"]: block["element"] for block in modal["blocks"] if block["type"] == "input"}
    assert fields["zone"]["initial_option"]["text"]["text"] == "Kolkata, India (UTC+05:30)"
    assert fields["lead"]["initial_option"]["text"]["text"] == "30 minutes before"
    assert bench.stub.refused == []


async def test_a_zone_is_looked_for_while_it_is_typed(bench: Bench) -> None:
    app = bench.app(Recorder(), lambda: WINTER)
    offered = json.loads((await bench.dispatched(app, form(searched("berl")))).body)["options"]
    assert [option["text"]["text"] for option in offered] == ["Berlin, Germany (UTC+01:00)"]
    first = json.loads((await bench.dispatched(app, form(searched("")))).body)["options"][0]
    assert first["text"]["text"] == "As in my Slack profile"
    assert json.loads((await bench.dispatched(app, form(searched("the moon")))).body)["options"] == []


async def test_what_is_chosen_takes_effect_at_once(bench: Bench) -> None:
    recorder = Recorder()
    app = bench.app(recorder)
    for count, (body, zone) in enumerate(
        (
            ("first", "Europe/Berlin"),
            (submitted(zone="Asia/Kolkata", lead="0"), "Asia/Kolkata"),
            (submitted(zone="slack"), "Europe/Berlin"),
        ),
        start=1,
    ):
        if isinstance(body, dict):
            response = await bench.dispatched(app, form(body))
            assert (response.status, response.body) == (200, "")
        await bench.send(app, command("x", bench.stub.response_url()))
        await bench.stub.wait_for("respond", count)
        assert recorder.asked[-1].zone == zone
    assert (await bench.state.people.choices(ADA)).lead == 10


async def test_a_chosen_zone_is_written_out_since_slack_would_draw_its_own(bench: Bench) -> None:
    await bench.state.people.choose(ADA, zone="Asia/Kolkata")
    app = bench.app(Recorder())
    await bench.send(app, command("x", bench.stub.response_url()))
    (answer,) = await bench.stub.wait_for("respond")
    assert "23:30–23:45 IST" in shown(answer["blocks"][:2])
    assert '"date"' not in json.dumps(answer["blocks"])
    values = {button["action_id"]: button["value"] for button in answer["blocks"][-1]["elements"]}
    await bench.send(app, form(press(NEXT, values[NEXT], bench.stub.response_url())))
    turned = (await bench.stub.wait_for("respond", 2))[1]
    assert '"date"' not in json.dumps(turned["blocks"])


async def test_where_slack_draws_the_readers_zone_it_draws_the_dates(bench: Bench) -> None:
    await bench.send(bench.app(Recorder()), command("x", bench.stub.response_url()))
    (answer,) = await bench.stub.wait_for("respond")
    assert '"date"' in json.dumps(answer["blocks"])


async def test_answers_to_commands_go_to_the_channel_of_who_chose_that(bench: Bench) -> None:
    await bench.state.people.choose(ADA, public=True, zone="Asia/Kolkata")
    app = bench.app(Recorder())
    await bench.send(app, command("x", bench.stub.response_url()))
    (answer,) = await bench.stub.wait_for("respond")
    assert answer["response_type"] == "in_channel"
    assert '"date"' in json.dumps(answer["blocks"])  # everybody's own zone
    assert "Asked with /paper x" in answer["text"] + shown(answer["blocks"])
    await bench.send(app, command("x", bench.stub.response_url(), name="/usher"))
    assert (await bench.stub.wait_for("respond", 2))[1]["response_type"] == "ephemeral"


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(bench: Bench) -> None:
    app = bench.app(Recorder())
    response = await bench.dispatched(app, form(submitted(zone="Mars/Olympus", lead="0")))
    said = json.loads(response.body)
    assert said["response_action"] == "errors"
    assert said["errors"].keys() == {"zone"}
    assert "There is no such time zone." in said["errors"]["zone"]
    assert await bench.state.people.choices(ADA) == Choices()


async def test_what_could_not_be_kept_is_said_in_the_form(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    response = await bench.dispatched(bench.app(Recorder()), form(submitted()))
    assert "could not be saved just now" in json.loads(response.body)["errors"]["zone"]


async def test_a_home_that_was_opened_shows_the_new_settings(bench: Bench) -> None:
    app = bench.app(Held(desk()), lambda: MORNING)
    await bench.send(app, opened())
    await bench.stub.wait_for("views.publish")
    await bench.send(app, form(submitted(zone="Asia/Kolkata", lead="0", public="True", followups="False")))
    await bench.stub.wait_for("views.publish", 2)
    await until(lambda: "Asia/Kolkata" in str(bench.stub.homes[PERSON]))
    said = shown(bench.stub.homes[PERSON]["blocks"])
    assert "Times in Asia/Kolkata (chosen by you) · reminders: never · command answers to the channel" in said
    assert "12:30–12:50 IST (09:00 CEST)" in said


@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_expired", "exchanged_trigger_id"])
async def test_an_expired_trigger_is_a_word_to_try_again(bench: Bench, error: str) -> None:
    bench.stub.replies["views.open"] = {"error": error}
    app = bench.app(Held(desk()), lambda: MORNING)
    await bench.send(app, command("settings", bench.stub.response_url(), name="/usher"))
    (answer,) = await bench.stub.wait_for("respond")
    assert "That took too long" in answer["text"]
    assert answer["response_type"] == "ephemeral"
    body = press(SETTINGS, SETTINGS, bench.stub.response_url()) | {"trigger_id": "1.3"}
    await bench.send(app, form(body))  # of a message
    again = (await bench.stub.wait_for("respond", 2))[1]
    assert (again["text"], again["replace_original"]) == (answer["text"], False)
    await bench.send(app, form(pressed_in_home(SETTINGS, SETTINGS)))  # of a Home, which has no response_url
    await bench.stub.wait_for("views.publish")
    await until(lambda: PERSON in bench.stub.homes)
    assert "That took too long" in shown(bench.stub.homes[PERSON]["blocks"])


@pytest.mark.parametrize("reply", [{"error": "ratelimited"}, (500, "no"), (200, "not JSON")])
async def test_a_form_that_slack_does_not_open_is_a_kind_sentence(
    bench: Bench, reply: dict[str, Any] | tuple[int, str]
) -> None:
    bench.stub.replies["views.open"] = reply
    await bench.send(bench.app(Recorder()), command("settings", bench.stub.response_url(), name="/usher"))
    assert "could not open the settings just now" in (await bench.stub.wait_for("respond"))[0]["text"]


async def test_settings_that_cannot_be_read_are_not_shown_as_the_usual(bench: Bench) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    await bench.send(bench.app(Recorder()), command("settings", bench.stub.response_url(), name="/usher"))
    assert "cannot be read just now" in (await bench.stub.wait_for("respond"))[0]["text"]
    assert bench.stub.modals == []


# --- zones of readers


async def test_a_choice_made_in_another_process_is_seen_within_a_minute(bench: Bench) -> None:
    now = [0.0]
    client = AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)
    here, there = (Viewers("UTC", bench.state, monotonic=lambda: now[0]) for _ in range(2))
    assert [(await each.zone(client, ADA)).name for each in (here, there)] == ["Europe/Berlin"] * 2
    await bench.state.people.choose(ADA, zone="Asia/Kolkata")
    here.forget(ADA)
    assert (await here.zone(client, ADA)).name == "Asia/Kolkata"
    now[0] = 59
    assert (await there.zone(client, ADA)).name == "Asia/Kolkata"
    assert len(bench.stub.made("users.info")) == 2


async def test_who_has_no_zone_is_told_once_a_day_and_in_private_alone(bench: Bench) -> None:
    bench.stub.zones[PERSON] = None
    app = bench.app(Recorder())
    await bench.send(app, event("lanterns"))
    posted = (await bench.stub.wait_for("chat.postMessage"))[0]
    assert HINT not in str(posted)
    for count in (1, 2):
        await bench.send(app, command("x", bench.stub.response_url()))
        await bench.stub.wait_for("respond", count)
    first, second = bench.stub.made("respond")
    assert HINT in shown(first["blocks"])
    assert HINT not in shown(second["blocks"])


async def test_who_has_no_zone_is_told_in_a_direct_message(bench: Bench) -> None:
    bench.stub.zones[PERSON] = None
    await bench.send(bench.app(Recorder()), event("lanterns", type="message", channel_type="im", channel="D1"))
    assert HINT in (await bench.stub.wait_for("chat.postMessage"))[0]["text"]


@pytest.mark.parametrize(
    ("reply", "hinted"),
    [({"error": "missing_scope"}, True), ({"error": "ratelimited"}, False), ((500, "no"), False)],
)
async def test_a_slack_that_fails_is_not_blamed_on_the_reader(
    bench: Bench, reply: dict[str, Any] | tuple[int, str], hinted: bool
) -> None:
    bench.stub.replies["users.info"] = reply
    client = AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)
    viewers = Viewers("UTC", bench.state)
    zone = await viewers.zone(client, ADA)
    assert zone.name == "UTC"
    assert bool(viewers.hint(ADA, zone)) is hinted


async def test_a_state_database_that_fails_leaves_slacks_zone(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    client = AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)
    down = Viewers("UTC", State(database_url("sqlite:////nowhere/at/all.sqlite")), monotonic=lambda: now[0])
    assert (await down.zone(client, ADA)).by == "slack"
    assert "choices are taken for the usual" in caplog.text


async def test_two_workspaces_know_a_person_apart(bench: Bench) -> None:
    client = AsyncWebClient("xoxb-1", base_url=bench.stub.api_url)
    await bench.state.people.choose(ADA, zone="Asia/Kolkata")
    viewers = Viewers("UTC", bench.state)
    zones = await asyncio.gather(*(viewers.zone(client, Who(team=team, person=PERSON)) for team in (TEAM, "T0OTHER")))
    assert [zone.name for zone in zones] == ["Asia/Kolkata", "Europe/Berlin"]
