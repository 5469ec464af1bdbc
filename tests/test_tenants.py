"""Many workspaces, one Usher: each is spoken to by its own token, none reaches what is another's, and all can leave."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_stub import CHANNEL, PERSON, SlackStub, command, event, form, press, until
from slack_workspaces import HALF_A_DAY, Workspaces, teams_of
from tenants_bench import EARLY, Clock, Site, serving, settings_for

from bot.asked import Verdict
from bot.blocks import SHARE, STAR, UNDO, UNSTAR
from bot.blocks.calendar import FEED_END
from bot.blocks.held import FORGET
from bot.blocks.home import SCHEDULE_NEXT, SCHEDULE_UNSTAR, Turn
from bot.blocks.subscriptions import END
from bot.keeping import Keeping
from bot.personal import Who
from bot.serve import serve_socket

HERE, THERE, ORG = "T0HERE", "T0THERE", "E0ORG"
ADA, OTHER = Who(team=HERE, person=PERSON), Who(team=THERE, person=PERSON)  # one id, two people
WREN = "paper:wrennet"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    clock = Clock()
    async with SlackStub(workspaces=Workspaces(lambda: clock().timestamp())) as stub:
        stub.now = lambda: clock().timestamp()
        async with serving(stub, tmp_path, clock) as site:
            yield site
        assert stub.refused == []


async def star(site: Site, who: Who, ref: str = WREN) -> None:
    body = press(STAR, ref, site.stub.response_url(), person=who.person, team=who.team)
    before = len(site.stub.made("respond"))
    assert await site.send(form(body)) == 200
    await site.stub.wait_for("respond", before + 1)


async def typed(site: Site, text: str, who: Who) -> str:
    before = len(site.stub.made("respond"))
    sent = command(text, site.stub.response_url(), name="/usher", team=who.team, person=who.person)
    assert await site.send(sent) == 200
    return str((await site.stub.wait_for("respond", before + 1))[-1]["text"])


async def starred(site: Site, who: Who) -> list[str]:
    return [each.record for each in await site.state.stars.of(who)]


# --- each by its own token


async def test_what_usher_says_of_itself_goes_by_the_token_of_each_workspace(site: Site) -> None:
    for who in (ADA, OTHER):
        await site.install(who.team)
        await star(site, who)
    await site.stub.wait_for("chat.scheduleMessage", 2)
    assert sorted(teams_of(site.stub.calls, "chat.scheduleMessage")) == [HERE, THERE]
    assert sorted(teams_of(site.stub.calls, "conversations.open")) == [HERE, THERE]
    assert site.stub.made("auth.test") == []


async def test_a_changed_programme_is_shown_in_the_home_of_each(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in (ADA, OTHER):
        await site.install(who.team)
        await site.state.people.saw_home(who, now=EARLY)
    site.slack.revoke(HERE)  # nobody told us: one workspace whose Homes fail is no reason for others to go without
    site.held.desk = type(site.held.desk)(site.held.desk.catalog)
    site.usher.errands.wake()
    await until(lambda: THERE in teams_of(site.stub.calls, "views.publish"))


async def test_what_was_not_granted_is_left_out_in_that_workspace_alone(site: Site) -> None:
    await site.install(HERE, scopes=("chat:write", "commands"))
    await site.install(THERE)
    for number, team in enumerate((HERE, THERE)):
        asked = event("<@U0USHER> who wrote wrennet?", team=team, channel=f"C{team}", ts=f"{number + 5}.2")
        asked["event"]["thread_ts"] = f"{number + 5}.1"
        assert await site.send(asked) == 200
        await site.stub.wait_for("chat.postMessage", number + 1)
    assert teams_of(site.stub.calls, "chat.postMessage") == [HERE, THERE]
    assert teams_of(site.stub.calls, "assistant.threads.setStatus") == [HERE, THERE]


# --- what is another's


async def test_nothing_that_one_workspace_sends_reaches_what_another_has(site: Site) -> None:
    for who in (ADA, OTHER):
        await site.install(who.team)
    await star(site, ADA)
    await site.state.people.choose(ADA, zone="Asia/Tokyo", lead=30)
    secret = await site.state.people.feed(ADA)
    subscription = await site.state.channels.subscribe(ADA, CHANNEL, now=EARLY, kind="changes")
    assert subscription
    await site.state.channels.mean(HERE, CHANNEL, "birdconf-2030")
    await site.state.threads.remember(HERE, CHANNEL, "7.0", now=EARLY)
    verdict = Verdict(helpful=True, surface="mention", text="x", at=EARLY)
    await site.state.feedback.give(ADA, f"{CHANNEL}:5.0", verdict)
    held = {what: them for what, them in (await site.state.people.held(ADA)).items() if what != "messages"}

    # the same person's id, channel, message and values, properly signed, out of the other workspace
    values: dict[str, object] = {
        FORGET: "forget",
        FEED_END: secret,
        SCHEDULE_UNSTAR: Turn(ref=WREN).value(),
        END: subscription.owner,
        UNSTAR: WREN,
        UNDO: WREN,
    }
    for action, value in values.items():
        body = press(action, value, site.stub.response_url(), person=PERSON, team=THERE)
        view = {"id": "V1", "type": "home", "private_metadata": json.dumps({"team": HERE, "person": PERSON})}
        for payload in (body, {**body, "view": view, "container": {"type": "view", "view_id": "V1"}}):
            assert await site.send(form(payload)) == 200
    await site.quiet()
    await typed(site, "unsubscribe all", OTHER)
    await typed(site, "event any", OTHER)
    for text in ("my schedule", "export", "subscriptions"):
        said = await typed(site, text, OTHER)
        assert "WrenNet" not in said
        assert "Tokyo" not in said
    follow = event("and who wrote it?", type="message", team=THERE, channel=CHANNEL, thread_ts="7.0", ts="7.5")
    assert await site.send({**follow, "event": {**follow["event"], "channel_type": "channel"}}) == 200
    await site.quiet()
    assert site.stub.made("chat.postMessage") == []
    assert await starred(site, ADA) == [WREN]
    assert await starred(site, OTHER) == []
    assert {**await site.state.people.held(ADA), **held} == await site.state.people.held(ADA)
    assert len((await site.state.people.held(ADA))["messages"]) == 1
    assert await site.state.people.of_feed(secret) == ADA
    assert await site.state.channels.of(HERE, CHANNEL) == (subscription,)
    assert await site.state.channels.event(HERE, CHANNEL) == "birdconf-2030"
    await site.state.feedback.give(OTHER, f"{CHANNEL}:5.0", verdict.model_copy(update={"helpful": False}))
    given = await site.state.feedback.since(EARLY - timedelta(days=1))
    assert sorted(one.helpful for one in given) == [False, True]


async def test_a_page_of_ones_schedule_is_ones_own_whatever_the_button_says(site: Site) -> None:
    for who in (ADA, OTHER):
        await site.install(who.team)
    await star(site, ADA)
    body = press(SCHEDULE_NEXT, Turn(page=0).value(), site.stub.response_url(), team=THERE)
    assert await site.send(form(body)) == 200
    _, shown = await site.stub.wait_for("respond", 2)
    assert "WrenNet" not in shown["text"]


async def test_what_is_done_once_is_done_once_in_each_workspace(site: Site) -> None:
    for who in (ADA, OTHER):
        await site.install(who.team)
    await site.send(command("birds", site.stub.response_url(), team=HERE))
    (answer,) = await site.stub.wait_for("respond")
    buttons = [each for block in answer["blocks"] for each in block.get("elements", ()) if "action_id" in each]
    (value,) = [each["value"] for each in buttons if each["action_id"] == SHARE]
    for team in (HERE, HERE, THERE):
        assert await site.send(form(press(SHARE, value, site.stub.response_url(), team=team))) == 200
    await site.quiet()
    shared = [each for each in site.stub.made("respond") if each.get("response_type") == "in_channel"]
    assert len(shared) == 2


async def test_a_guest_of_a_shared_channel_is_answered_by_the_hosts_token_and_keeps_their_own(site: Site) -> None:
    await site.install(HERE)
    asked = event("<@U0USHER> who wrote wrennet?", team=HERE, user="U0GUEST", ts="5.1")
    asked["is_ext_shared_channel"] = True
    asked["event"] |= {"user_team": THERE, "team": THERE}
    assert await site.send(asked) == 200
    await site.stub.wait_for("chat.postMessage")
    assert teams_of(site.stub.calls, "chat.postMessage") == [HERE]
    body = press(STAR, WREN, site.stub.response_url(), person="U0GUEST", team=HERE)
    body["user"]["team_id"] = THERE
    assert await site.send(form(body)) == 200
    await site.stub.wait_for("chat.scheduleMessage")
    assert teams_of(site.stub.calls, "chat.scheduleMessage") == [HERE]
    guest = Who(team=THERE, person="U0GUEST")
    assert await starred(site, guest) == [WREN]
    assert await starred(site, Who(team=HERE, person="U0GUEST")) == []
    await site.install(THERE)  # from now on they have a Usher of their own
    await star(site, guest, "paper:owls-at-night")
    await until(lambda: THERE in teams_of(site.stub.calls, "chat.scheduleMessage"))


async def test_an_organisation_installs_it_for_its_workspaces(site: Site) -> None:
    await site.install(HERE, enterprise=ORG, whole=True)
    for number, team in enumerate((HERE, THERE)):
        asked = event("<@U0USHER> who wrote wrennet?", team=team, ts=f"{number + 5}.1")
        asked |= {"enterprise_id": ORG, "is_enterprise_install": True}
        asked["authorizations"][0] |= {"enterprise_id": ORG, "is_enterprise_install": True}
        assert await site.send(asked) == 200
        await site.stub.wait_for("chat.postMessage", number + 1)
    body = press(STAR, WREN, site.stub.response_url(), team=THERE)
    body |= {"enterprise": {"id": ORG}, "is_enterprise_install": True}
    assert await site.send(form(body)) == 200
    await site.stub.wait_for("chat.scheduleMessage")
    assert set(teams_of(site.stub.calls, "chat.scheduleMessage")) == {ORG}
    assert await starred(site, OTHER) == [WREN]
    await site.uninstall(ORG, team_id=HERE, enterprise_id=ORG, is_enterprise_install=True)
    assert await site.state.installations.serving(THERE) is None
    assert await site.state.stars.everybody() == ()


async def test_a_workspaces_own_installation_outlives_its_organisations_and_the_other_way_round(site: Site) -> None:
    await site.install(HERE, enterprise=ORG, whole=True)
    await site.install(THERE, enterprise=ORG)
    keep = site.state.installations
    await keep.serve(THERE, ORG)  # a request that came through the organisation's
    await keep.serve("T0GUEST", HERE, guest=True)
    await keep.serve("T0GUEST", ORG)
    await keep.serve("T0GUEST", HERE, guest=True)
    assert [(await keep.serving(team)).holder for team in (THERE, "T0GUEST")] == [THERE, ORG]  # type: ignore[union-attr]
    site.clock.now += timedelta(minutes=1)
    await site.uninstall(THERE)
    await keep.serve(THERE, ORG)
    assert (await keep.serving(THERE)).holder == ORG  # type: ignore[union-attr]


async def test_over_socket_mode_each_workspace_is_answered_by_its_own_token(tmp_path: Path) -> None:
    clock = Clock()
    async with SlackStub(workspaces=Workspaces(lambda: clock().timestamp())) as stub:
        async with serving(stub, tmp_path, clock) as site:
            for team in (HERE, THERE):
                await site.install(team)
        socket = settings_for(stub, tmp_path, slack_app_token="xapp-1", usher_url=None)
        running = asyncio.create_task(serve_socket(socket, site.held))
        for number, team in enumerate((HERE, THERE)):
            asked = event("<@U0USHER> who wrote wrennet?", team=team, ts=f"{number + 5}.1")
            await stub.send_by_socket("events_api", asked)
            await stub.wait_for("chat.postMessage", number + 1)
        assert teams_of(stub.calls, "chat.postMessage") == [HERE, THERE]
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(running, 20)


# --- leaving


async def test_who_takes_it_out_is_not_called_any_more_and_forgotten_in_a_week(site: Site, tmp_path: Path) -> None:
    for who in (ADA, OTHER):
        await site.install(who.team)
        await star(site, who)
    secret = await site.state.people.feed(ADA)
    await site.state.channels.subscribe(ADA, CHANNEL, now=EARLY, kind="changes")
    await site.stub.wait_for("chat.scheduleMessage", 2)
    await site.uninstall(HERE)
    before = len(teams_of(site.stub.calls, "chat.scheduleMessage"))
    assert await site.state.installations.of(HERE) is None
    assert (await site.client.get(f"/calendar/{secret}.ics")).status_code == 404
    assert await site.state.stars.everybody() == (OTHER,)
    assert await site.state.channels.all() == ()
    calls = len(site.stub.calls)
    site.clock.now += timedelta(hours=2)
    site.usher.errands.wake()
    await site.quiet()
    assert [call for call in site.stub.calls[calls:] if call.team in (HERE, None) and call.method != "respond"] == []
    assert len(teams_of(site.stub.calls, "chat.scheduleMessage")) == before
    await site.state.clean(Keeping(), running=("birdconf-2030",), now=EARLY + timedelta(days=6))
    assert await starred(site, ADA) == [WREN]
    await site.state.clean(Keeping(), running=("birdconf-2030",), now=EARLY + timedelta(days=8))
    assert await starred(site, ADA) == []
    assert not any((await site.state.people.held(ADA)).values())
    assert await starred(site, OTHER) == [WREN]


async def test_who_comes_back_within_the_week_has_their_stars_and_is_reminded(site: Site) -> None:
    await site.install(HERE)
    await star(site, ADA)
    await site.stub.wait_for("chat.scheduleMessage")
    await site.uninstall(HERE)
    site.clock.now += timedelta(minutes=5)
    await site.install(HERE)
    await site.stub.wait_for("chat.scheduleMessage", 2)
    assert "WrenNet" in await typed(site, "my schedule", ADA)


async def test_news_of_an_end_that_come_late_do_not_end_what_came_after(site: Site) -> None:
    await site.install(HERE)
    left = int(site.clock().timestamp())
    site.clock.now += timedelta(minutes=5)
    await site.install(HERE)
    told = {"type": "event_callback", "event_id": "EvLate", "team_id": HERE, "event_time": left}
    assert await site.send({**told, "event": {"type": "app_uninstalled"}}) == 200
    await site.quiet()
    assert await site.state.installations.of(HERE) is not None


async def test_a_persons_own_token_that_is_revoked_ends_nothing(site: Site) -> None:
    await site.install(HERE)
    site.clock.now += timedelta(minutes=5)
    told = {"type": "event_callback", "event_id": "Ev1", "team_id": HERE, "event_time": int(site.clock().timestamp())}
    assert await site.send({**told, "event": {"type": "tokens_revoked", "tokens": {"oauth": [PERSON]}}}) == 200
    await site.quiet()
    assert await site.state.installations.of(HERE) is not None


# --- tokens that end


async def test_a_token_that_ends_is_renewed_by_one_of_many_processes(site: Site, tmp_path: Path) -> None:
    await site.install(HERE, rotates=True)
    await site.usher.errands.stop()
    site.clock.now += timedelta(seconds=HALF_A_DAY + 60)
    async with serving(site.stub, tmp_path, site.clock) as other:
        await other.usher.errands.stop()
        sites = (site, other)
        for number in range(6):
            sent = command("wrennet", site.stub.response_url(), team=HERE, person=f"U{number}")
            assert await sites[number % 2].send(sent) == 200
        told = await site.stub.wait_for("respond", 6)
        assert all("WrenNet" in each["text"] for each in told)
        renewals = [each for each in site.stub.made("oauth.v2.access") if "refresh_token" in each]
        assert len(renewals) == 1
        assert teams_of(site.stub.calls, "users.info") == [HERE] * 6


async def test_a_token_is_renewed_before_it_ends(site: Site) -> None:
    await site.install(HERE, rotates=True)
    for _ in range(3):
        site.clock.now += timedelta(seconds=HALF_A_DAY - 3600)
        renewed = len(site.stub.made("oauth.v2.access"))
        site.usher.errands.wake()
        await site.stub.wait_for("oauth.v2.access", renewed + 1)
    await site.quiet()
    assert await site.send(command("wrennet", site.stub.response_url(), team=HERE)) == 200
    await site.stub.wait_for("respond")
    assert len(site.stub.made("oauth.v2.access")) == 4


@pytest.mark.parametrize("reply", [{"error": "invalid_refresh_token"}, {"token_type": "bot"}, (500, "down")])
async def test_where_slack_renews_no_token_a_sentence_says_so(site: Site, reply: Any) -> None:
    await site.install(HERE, rotates=True)
    site.stub.replies["oauth.v2.access"] = reply
    site.clock.now += timedelta(seconds=HALF_A_DAY + 60)
    assert await site.send(command("wrennet", site.stub.response_url(), team=HERE)) == 200
    (told,) = await site.stub.wait_for("respond")
    assert "not installed here" in told["text"]
    del site.stub.replies["oauth.v2.access"]
    site.clock.now += timedelta(minutes=2)
    assert await site.send(command("wrennet", site.stub.response_url(), team=HERE)) == 200
    assert "WrenNet" in (await site.stub.wait_for("respond", 2))[1]["text"]


async def test_without_the_database_known_workspaces_are_answered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    await site.install(HERE)
    assert await site.send(command("wrennet", site.stub.response_url(), team=HERE)) == 200
    await site.stub.wait_for("respond")
    await site.usher.errands.stop()
    await asyncio.sleep(0)
    monkeypatch.setattr("bot.slack.tenants._KEPT", 0.0)
    await site.state.close()

    async def down(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(site.state.installations, "of", down)
    assert await site.send(command("wrennet", site.stub.response_url(), team=HERE)) == 200
    assert "WrenNet" in (await site.stub.wait_for("respond", 2))[1]["text"]
