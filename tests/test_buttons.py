"""Answers with hands: stars, details, texts, calendar files and choices, pressed in real requests."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from slack_bench import Bench, Held
from slack_bolt.async_app import AsyncApp
from slack_stub import CHANNEL, PERSON, command, form, press, press_in_view
from test_blocks import nodes
from toyconf import MORNING, desk, records

from bot.blocks import ABSTRACT, CALENDAR, DETAILS, NEXT, RELATED, SHARE, STAR, UNDO, UNSTAR, ZONE
from bot.carried import Carried, record_of
from bot.desk import Desk
from bot.models import Answer, Ask, Choice
from bot.personal import Who
from bot.slack.service import Service
from bot.state import State, database_url
from corpus.catalog import Catalog
from corpus.models import Paper, Slot

WRENNET, OWLS, NESTS = "paper:wrennet", "paper:owls-at-night", "paper:nest-maps"
ADA = Who(team="T0TEAM", person=PERSON)
EARLY = MORNING - timedelta(hours=1)


class Slack:
    """A person in front of the stand-in: what they do, and what they see of it."""

    def __init__(self, bench: Bench, programme: Any = None, now: datetime = EARLY) -> None:
        self.bench, self.stub, self.now = bench, bench.stub, now
        self.programme = programme or Held(desk())

    @property
    def app(self) -> AsyncApp:
        """The app, started anew for each request: no button needs what an earlier process held."""
        return self.bench.app(self.programme, lambda: self.now)

    async def ask(self, text: str, name: str = "/paper") -> dict[str, Any]:
        return (await self._sent(command(text, self.stub.response_url(), name=name), 1))[0]

    async def press(self, action: str, value: object, count: int = 1, **how: Any) -> list[dict[str, Any]]:
        """Press a button in a message; the *count* things that are shown then."""
        return await self._sent(form(press(action, value, self.stub.response_url(), **how)), count)

    async def press_in(self, view: dict[str, Any], action: str, value: object) -> None:
        """Press a button in an open modal."""
        await self.bench.send(self.app, form(press_in_view(action, value, view)))
        await self.bench.settled()

    async def open(self, ref: str, **how: Any) -> dict[str, Any]:
        await self.press(DETAILS, ref, 0, **how)
        return self.stub.modals[-1]

    async def _sent(self, body: str, count: int) -> list[dict[str, Any]]:
        before = len(self.stub.made("respond"))
        assert await self.bench.send(self.app, body) == 200
        await self.bench.settled()
        assert self.stub.refused == []
        shown = self.stub.made("respond")[before:]
        assert len(shown) == count
        return shown

    async def starred(self, who: Who = ADA) -> list[str]:
        return [star.record for star in await self.bench.state.stars.of(who)]


@pytest.fixture
def slack(bench: Bench) -> Slack:
    return Slack(bench)


def button(message: dict[str, Any], action: str, place: int = 0) -> dict[str, Any]:
    return [one for one in nodes(message["blocks"], "button") if one["action_id"] == action][place]


def labels(message: dict[str, Any]) -> list[str]:
    return [one["text"]["text"] for one in nodes(message["blocks"], "button")]


# --- stars


async def test_an_answer_about_one_talk_can_be_starred_and_shows_it(slack: Slack) -> None:
    answer = await slack.ask("wrennet")
    assert "☆ Star" in labels(answer)
    anew, note = await slack.press(STAR, button(answer, STAR)["value"], 2)
    assert (anew["replace_original"], note["replace_original"]) == (True, False)
    assert "★ Unstar" in labels(anew)
    assert note["response_type"] == "ephemeral"
    assert note["text"].splitlines() == [
        "★ Starred: WrenNet: Hearing Small Birds in Loud Places",
        "Tue 7 May, 09:00–09:20 CEST, Great Hall",
        "I remind you 10 minutes before.",
    ]
    assert labels(note) == ["Undo"]
    assert await slack.starred() == [WRENNET]


async def test_the_answers_that_follow_show_what_is_starred(slack: Slack) -> None:
    await slack.press(STAR, OWLS)
    answer = await slack.ask("tue", name="/session")
    assert record_of(button(answer, UNSTAR)["value"]) == OWLS
    assert labels(answer).count("☆ Star") == len(nodes(answer["blocks"], "date")) // 2 - 1 == 3


async def test_a_star_that_is_set_already_is_said_to_be(slack: Slack) -> None:
    await slack.press(STAR, WRENNET)
    (note,) = await slack.press(STAR, WRENNET)
    assert note["text"].startswith("Starred already: WrenNet")
    assert labels(note) == ["Unstar"]
    assert await slack.starred() == [WRENNET]


async def test_presses_at_once_set_one_star_and_change_one_thing(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = []

    async def note_it(_: Service, who: Who, __: object) -> None:
        changed.append(who)

    monkeypatch.setattr(Service, "changed", note_it)
    app = slack.app
    presses = [form(press(STAR, WRENNET, slack.stub.response_url())) for _ in range(4)]
    await asyncio.gather(*(slack.bench.send(app, one) for one in presses))
    await slack.bench.settled()
    said = sorted(note["text"].split(":")[0] for note in slack.stub.made("respond"))
    assert said == ["Starred already"] * 3 + ["★ Starred"]
    assert changed == [ADA]
    await slack.press(UNSTAR, WRENNET)
    await slack.press(UNSTAR, WRENNET)
    assert changed == [ADA, ADA]


async def test_a_clash_is_told_when_the_second_is_starred(bench: Bench) -> None:
    held = records()
    talk = Paper(id="elsewhere", title="Elsewhere", event="birdconf-2030")
    slot = Slot(id="s", paper="elsewhere", start=MORNING, end=MORNING + timedelta(minutes=10))
    both = held.model_copy(update={"papers": (*held.papers, talk), "slots": (*held.slots, slot)})
    slack = Slack(bench, Held(Desk(Catalog(both))))
    await slack.press(STAR, WRENNET)
    (note,) = await slack.press(STAR, "paper:elsewhere")
    clash = "It clashes with WrenNet: Hearing Small Birds in Loud Places (Tue 7 May, 09:00–09:20 CEST)."
    assert clash in note["text"]


async def test_the_lead_that_a_person_chose_is_said_and_none_is_not(slack: Slack) -> None:
    await slack.bench.state.people.choose(ADA, lead=30)
    (note,) = await slack.press(STAR, WRENNET)
    assert "I remind you 30 minutes before." in note["text"]
    await slack.bench.state.people.choose(ADA, lead=0)
    (note,) = await slack.press(STAR, OWLS)
    assert "remind" not in note["text"]


async def test_what_is_over_or_has_no_time_has_no_reminder(slack: Slack) -> None:
    slack.now = MORNING + timedelta(days=1)
    (over,), (untimed,) = await slack.press(STAR, WRENNET), await slack.press(STAR, NESTS)
    assert "remind" not in over["text"] + untimed["text"]
    assert "Its time was not published." in untimed["text"]


async def test_a_star_is_undone_from_the_note_that_told_of_it(slack: Slack) -> None:
    (note,) = await slack.press(STAR, WRENNET)
    (gone,) = await slack.press(UNDO, button(note, UNDO)["value"])
    assert gone["replace_original"] is True
    assert gone["text"] == "No longer starred: WrenNet: Hearing Small Birds in Loud Places"
    assert await slack.starred() == []


async def test_a_star_is_taken_away_in_the_answer_itself_without_more_words(slack: Slack) -> None:
    await slack.press(STAR, WRENNET)
    (anew,) = await slack.press(UNSTAR, button(await slack.ask("wrennet"), UNSTAR)["value"])
    assert anew["replace_original"] is True
    assert "☆ Star" in labels(anew)
    assert await slack.starred() == []


async def test_in_a_channel_each_press_is_its_persons_and_the_message_stays(slack: Slack) -> None:
    answer = await slack.ask("wrennet")
    _, shared = await slack.press(SHARE, button(answer, SHARE)["value"], 2)
    assert button(shared, STAR)["value"] == WRENNET
    for person in ("U0BO", "U0CY"):
        (note,) = await slack.press(STAR, WRENNET, ephemeral=False, person=person)
        assert (note["response_type"], note["replace_original"]) == ("ephemeral", False)
        assert note["text"].startswith("★ Starred")
        assert await slack.starred(Who(team="T0TEAM", person=person)) == [WRENNET]
    assert await slack.starred() == []
    await slack.press(UNSTAR, WRENNET, ephemeral=False, person="U0BO", team="T0OTHER")
    assert await slack.starred(Who(team="T0TEAM", person="U0BO")) == [WRENNET]


async def test_a_page_turned_in_a_channel_shows_nobodys_stars(slack: Slack) -> None:
    await slack.press(STAR, WRENNET)
    carried = Carried.of(Ask(surface="session", text="tue", now=EARLY, zone="UTC")).value()
    (turned,) = await slack.press(NEXT, carried, ephemeral=False)
    assert "☆ Star" in labels(turned)
    assert "★ Unstar" not in labels(turned)
    (own,) = await slack.press(NEXT, carried)
    assert "★ Unstar" in labels(own)


async def test_what_is_shared_shows_nobodys_stars(slack: Slack) -> None:
    await slack.press(STAR, WRENNET)
    _, shared = await slack.press(SHARE, button(await slack.ask("wrennet"), SHARE)["value"], 2)
    assert "☆ Star" in labels(shared)
    assert "★ Unstar" not in labels(shared)


async def test_what_the_programme_lost_is_said_to_be_gone_and_its_star_can_go(slack: Slack) -> None:
    await slack.press(STAR, WRENNET)
    held = records()
    left = tuple(paper for paper in held.papers if paper.id not in {"wrennet", "owls-at-night"})
    slots = tuple(slot for slot in held.slots if slot.paper in {paper.id for paper in left})
    slack.programme.desk = Desk(Catalog(held.model_copy(update={"papers": left, "slots": slots})))
    for action in (STAR, ABSTRACT, RELATED, CALENDAR):
        (said,) = await slack.press(action, OWLS)
        assert said["text"] == "That is no longer in the programme."
    modal = await slack.open(WRENNET)
    assert "no longer in the programme" in str(modal)
    assert labels(modal) == ["★ Unstar"]
    (said,) = await slack.press(UNSTAR, WRENNET)
    assert said["text"] == "No longer starred: WrenNet: Hearing Small Birds in Loud Places"
    assert await slack.starred() == []


async def test_as_many_stars_as_can_be_kept_are_and_one_more_is_kindly_refused(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.stars.MOST", 2)
    for ref in (WRENNET, OWLS):
        await slack.press(STAR, ref)
    (note,) = await slack.press(STAR, NESTS)
    assert "as many as I can keep" in note["text"]
    assert labels(note) == []
    (again,) = await slack.press(STAR, OWLS)
    assert again["text"].startswith("Starred already")
    assert set(await slack.starred()) == {WRENNET, OWLS}


async def test_without_the_state_the_answer_comes_and_a_press_gets_one_kind_sentence(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bench.state = State(database_url("sqlite:////nowhere/at/all.sqlite"))
    slack = Slack(bench)
    answer = await slack.ask("wrennet")
    assert button(answer, STAR)["value"] == WRENNET
    for action in (STAR, UNSTAR):
        (note,) = await slack.press(action, WRENNET)
        assert note["text"] == "I can't keep stars at the moment. Please try again in a minute."
    assert "a star was not kept: The state database cannot be used" in caplog.text


async def test_what_follows_a_change_stops_neither_the_answer_nor_the_rest(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    told = []

    async def broken(*_: object) -> None:
        raise RuntimeError("what the person wrote")

    async def works(_: Service, who: Who, __: object) -> None:
        told.append(who)

    service = Service(slack.programme, lambda: EARLY, None, slack.bench.state, [broken, works])  # type: ignore[arg-type]
    await service.changed(ADA, None)  # type: ignore[arg-type]
    assert told == [ADA]
    assert "what follows a change failed: error=RuntimeError" in caplog.text
    assert "wrote" not in caplog.text


async def test_a_star_is_kept_and_followed_though_its_message_cannot_be_told_of(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.patience._PATIENCE", 0.2)
    changed = []

    async def note_it(_: Service, who: Who, __: object) -> None:
        changed.append(who)

    monkeypatch.setattr(Service, "changed", note_it)
    for refused in ((429, "1"), (404, "used_url")):
        slack.stub.replies["respond"] = refused
        await slack.bench.send(slack.app, form(press(STAR, WRENNET, slack.stub.response_url())))
        await slack.bench.settled()
    assert await slack.starred() == [WRENNET]
    assert changed == [ADA]


async def test_under_a_deleted_answer_the_note_still_comes(slack: Slack) -> None:
    value = button(await slack.ask("wrennet"), STAR)["value"]
    slack.stub.deleted = True
    _, note = await slack.press(STAR, value, 2)
    assert note["text"].startswith("★ Starred")


async def test_in_a_thread_what_a_press_shows_is_in_the_thread(slack: Slack) -> None:
    (note,) = await slack.press(STAR, WRENNET, ephemeral=False, thread_ts="3.0")
    (text,) = await slack.press(ABSTRACT, WRENNET, ephemeral=False, thread_ts="3.0")
    _, shared = await slack.press(SHARE, button(text, SHARE)["value"], 2, thread_ts="3.0")
    assert note["thread_ts"] == text["thread_ts"] == shared["thread_ts"] == "3.0"


@pytest.mark.parametrize("action", [STAR, UNSTAR, UNDO, DETAILS, ABSTRACT, RELATED, CALENDAR])
@pytest.mark.parametrize("value", [None, "", "wrennet", "{}", 7])
async def test_a_button_that_names_no_record_is_answered_kindly(slack: Slack, action: str, value: object) -> None:
    (said,) = await slack.press(action, value)
    assert said["text"] == "This button no longer works. Please ask again."


# --- details


async def test_details_open_with_all_that_is_held(slack: Slack) -> None:
    slack.stub.zones["U0BO"] = "Europe/Berlin"
    modal = await slack.open(WRENNET, ephemeral=False, person="U0BO")
    shown = json.dumps(modal, ensure_ascii=False)
    for held in ("Ada Byron, Bo Li, Gus", "Morning orals", "Great Hall", "Freiburg", "93.5% accuracy", "github.com"):
        assert held in shown
    assert [one["timestamp"] for one in nodes(modal["blocks"], "date")] == [1904367600, 1904368800]
    assert labels(modal) == ["☆ Star", "More like this", "Add to calendar"]


async def test_details_name_every_place_and_what_is_not_published(slack: Slack) -> None:
    twice, never, listed = [await slack.open(ref) for ref in ("paper:swift-flight", "paper:gosling-gait", NESTS)]
    assert "Spotlight · Morning orals" in str(twice)
    assert "Poster · Poster Session 3" in str(twice)
    assert "Its time was not published." in str(never)
    assert "Listed under 5 March 2029." in str(listed)


async def test_details_tell_the_conferences_clock_to_a_reader_elsewhere(slack: Slack) -> None:
    slack.stub.zones[PERSON] = "Asia/Tokyo"
    assert "(09:00 CEST)" in str(await slack.open(WRENNET))


@pytest.mark.parametrize("reply", [{"error": "expired_trigger_id"}, {"error": "missing_scope"}, (500, "no")])
async def test_where_no_modal_opens_the_details_are_a_message(
    slack: Slack, reply: dict[str, Any] | tuple[int, str]
) -> None:
    slack.stub.replies["views.open"] = reply
    (said,) = await slack.press(DETAILS, WRENNET, ephemeral=False)
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    assert "93.5% accuracy" in said["text"]
    assert labels(said) == ["☆ Star", "More like this", "Add to calendar"]


async def test_where_slack_has_no_time_for_a_modal_the_details_are_a_message_soon(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.press.SHOWING", 0.1)
    slack.stub.replies["views.open"] = (429, "30")
    async with asyncio.timeout(15):
        (said,) = await slack.press(DETAILS, WRENNET)
    assert "93.5% accuracy" in said["text"]


async def test_a_slow_state_and_a_slow_slack_do_not_let_the_trigger_expire(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.records.OPENING", 0.05)
    slack.stub.delays["users.info"] = 0.5
    started = asyncio.get_running_loop().time()
    await slack.bench.send(slack.app, form(press(DETAILS, WRENNET, slack.stub.response_url())))
    await slack.stub.wait_for("views.open")
    assert asyncio.get_running_loop().time() - started < 0.45


async def test_in_a_modal_a_star_is_set_and_taken_away_in_place(slack: Slack) -> None:
    await slack.press_in(await slack.open(WRENNET), STAR, WRENNET)
    (modal,) = slack.stub.modals
    assert "★ Starred: " in str(modal["blocks"][0])
    assert "★ Unstar" in labels(modal)
    assert await slack.starred() == [WRENNET]
    await slack.press_in(modal, UNSTAR, WRENNET)
    assert "☆ Star" in labels(slack.stub.modals[0])
    assert await slack.starred() == []
    assert slack.stub.refused == []


async def test_a_star_is_set_though_its_modal_was_closed(slack: Slack) -> None:
    modal = {**await slack.open(WRENNET), "id": "VGONE"}
    await slack.press_in(modal, STAR, WRENNET)
    assert await slack.starred() == [WRENNET]


async def test_from_a_modal_one_goes_to_records_alike_and_back(slack: Slack) -> None:
    await slack.press_in(await slack.open(WRENNET), RELATED, WRENNET)
    (alike,) = slack.stub.modals
    assert alike["title"]["text"] == "More like this"
    other = button(alike, DETAILS)["value"]
    await slack.press_in(alike, STAR, other)
    assert "★ Starred: " in str(slack.stub.modals[0]["blocks"][0])
    assert slack.stub.modals[0]["title"]["text"] == "More like this"
    assert await slack.starred() == [other]
    await slack.press_in(slack.stub.modals[0], DETAILS, button(slack.stub.modals[0], DETAILS, -1)["value"])
    assert slack.stub.modals[0]["title"]["text"] == "Details"
    assert "WrenNet" in str(slack.stub.modals[0])
    assert slack.stub.refused == []


async def test_in_the_home_only_what_went_amiss_is_said(slack: Slack) -> None:
    home = {"type": "home", "id": "VHOME", "callback_id": ""}
    await slack.press_in(home, STAR, WRENNET)
    assert await slack.starred() == [WRENNET]
    assert slack.stub.modals == []
    await slack.press_in(home, STAR, "paper:gone")
    assert "no longer in the programme" in str(slack.stub.modals)
    assert slack.stub.refused == []


# --- its text, and records like it


async def test_the_abstract_is_of_that_record_in_whole(bench: Bench) -> None:
    twin = Paper(id="twin", title="WrenNet: Hearing Small Birds in Loud Places", summary="Of another year. One. Two.")
    held = records().model_copy(update={"papers": (twin, *records().papers)})
    slack = Slack(bench, Held(Desk(Catalog(held))))
    (said,) = await slack.press(ABSTRACT, "paper:twin", ephemeral=False)
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    assert "Of another year. One. Two." in said["text"]
    assert "93.5%" not in said["text"]
    assert "Abstract" not in labels(said)


async def test_what_is_like_a_record_is_listed_and_its_pages_turn_after_a_restart(slack: Slack) -> None:
    (said,) = await slack.press(RELATED, WRENNET, ephemeral=False)
    assert "Most like WrenNet" in said["text"]
    carried = Carried.read(button(said, SHARE)["value"])
    assert carried is not None
    assert carried.about == WRENNET
    (turned,) = await slack.press(NEXT, carried.value())
    assert "Most like WrenNet" in turned["text"]


# --- calendar files


async def test_a_calendar_file_comes_by_direct_message_once(slack: Slack) -> None:
    said = [(await slack.press(CALENDAR, WRENNET))[0]["text"] for _ in range(2)]
    assert said[0].startswith("The calendar file of WrenNet: Hearing Small Birds in Loud Places is in your")
    assert said[1].startswith("You have the calendar file of WrenNet")
    (file,) = slack.stub.files
    assert (file["channel"], file["filename"]) == (f"D{PERSON[1:]}", "wrennet.ics")
    (entry,) = icalendar.Calendar.from_ical(file["content"]).walk("VEVENT")
    assert entry["summary"] == "WrenNet: Hearing Small Birds in Loud Places"
    await slack.press(CALENDAR, WRENNET, person="U0BO", ephemeral=False)
    assert [file["channel"] for file in slack.stub.files] == [f"D{PERSON[1:]}", "D0BO"]


@pytest.mark.parametrize(
    ("method", "reply"),
    [
        ("conversations.open", {"error": "missing_scope"}),
        ("files.getUploadURLExternal", {"error": "missing_scope"}),
        ("files.completeUploadExternal", {"error": "ratelimited"}),
        ("upload", (400, "no")),
    ],
)
async def test_where_no_file_can_be_sent_its_facts_are_told_and_it_can_be_tried_again(
    slack: Slack, method: str, reply: Any
) -> None:
    slack.stub.replies[method] = reply
    (said,) = await slack.press(CALENDAR, WRENNET)
    assert said["text"].startswith("I can't send you a calendar file here.")
    assert "Tue 7 May, 09:00–09:20 CEST · Great Hall" in said["text"]
    assert slack.stub.files == []
    del slack.stub.replies[method]
    await slack.press(CALENDAR, WRENNET)
    assert len(slack.stub.files) == 1


async def test_in_a_modal_it_is_said_there_that_the_file_was_sent(slack: Slack) -> None:
    await slack.press_in(await slack.open(WRENNET), CALENDAR, WRENNET)
    assert "in your direct messages" in str(slack.stub.modals[0]["blocks"][0])
    assert len(slack.stub.files) == 1


async def test_what_has_no_time_has_no_calendar_button(slack: Slack) -> None:
    assert "Add to calendar" not in labels(await slack.ask("nest maps"))
    assert "Add to calendar" not in labels(await slack.open(NESTS))
    (said,) = await slack.press(CALENDAR, NESTS)
    assert said["text"] == "Its time was not published."


# --- what was meant, and the conference's own time


class Unsure:
    """A programme that offers two readings of "birds", and answers all else."""

    desk = desk()

    def __init__(self) -> None:
        self.asked: list[Ask] = []

    def __call__(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        if ask.text != "birds":
            return Answer(kind="x", lines=((f"About {ask.text}.",),))
        choices = (Choice(label="Small birds", text="wrens"), Choice(label="Large birds", text="herons"))
        return Answer(kind="x", lines=(("Which do you mean?",),), choices=choices)


async def test_a_choice_replaces_the_private_question(bench: Bench) -> None:
    slack = Slack(bench, Unsure())
    answer = await slack.ask("birds")
    assert labels(answer)[:2] == ["Small birds", "Large birds"]
    (chosen,) = await slack.press("choice:1", button(answer, "choice:1")["value"])
    assert chosen["replace_original"] is True
    assert chosen["text"].startswith("About herons.")


async def test_a_choice_under_a_public_message_is_answered_in_its_thread_once(bench: Bench) -> None:
    slack = Slack(bench, Unsure())
    slack.stub.zones["U0BO"] = "Asia/Tokyo"
    value = button(await slack.ask("birds"), "choice:0")["value"]
    for _ in range(2):
        await slack.press("choice:0", value, 0, ephemeral=False, message_ts="7.0", person="U0BO")
    (posted,) = slack.stub.made("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == (CHANNEL, "7.0")
    assert posted["text"].startswith("About wrens.")
    assert slack.programme.asked[-1].zone == "Asia/Tokyo"


@pytest.mark.parametrize("error", ["not_in_channel", "missing_scope", "ratelimited"])
async def test_where_usher_may_not_post_the_choice_is_answered_to_the_person(
    bench: Bench, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.patience._PATIENCE", 0.2)
    slack = Slack(bench, Unsure())
    slack.stub.replies["chat.postMessage"] = {"error": error}
    value = button(await slack.ask("birds"), "choice:0")["value"]
    (said,) = await slack.press("choice:0", value, ephemeral=False)
    assert said["response_type"] == "ephemeral"
    assert said["text"].startswith("About wrens.")


async def test_a_reader_elsewhere_sees_the_conferences_time_and_goes_back(slack: Slack) -> None:
    slack.stub.zones[PERSON] = "Asia/Tokyo"
    answer = await slack.ask("wrennet")
    (there,) = await slack.press(ZONE, button(answer, ZONE)["value"])
    assert button(answer, ZONE)["text"]["text"] == "Conference time"
    assert nodes(there["blocks"], "date") == []
    assert "Tue 7 May, 09:00–09:20 CEST" in str(there["blocks"])
    assert button(there, ZONE)["text"]["text"] == "My time"
    (back,) = await slack.press(ZONE, button(there, ZONE)["value"])
    assert back["blocks"] == answer["blocks"]


async def test_a_bare_time_is_read_by_the_conferences_clock_when_that_is_wanted(slack: Slack) -> None:
    slack.stub.zones[PERSON] = "Asia/Tokyo"
    answer = await slack.ask("tue 9:05", name="/session")
    assert "WrenNet" not in answer["text"].partition("\n")[0] + str(answer["blocks"][0])
    (there,) = await slack.press(ZONE, button(answer, ZONE)["value"])
    assert "Tue 7 May, 09:05 CEST:" in there["text"]
    assert "WrenNet" in there["text"]


async def test_a_reader_at_the_conference_has_no_use_for_its_time(slack: Slack) -> None:
    assert "Conference time" not in labels(await slack.ask("wrennet"))
