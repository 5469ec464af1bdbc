"""Installing Usher from a browser: what it needs, what is refused, and what a thief of the database gets."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from slack_bench import Held
from slack_stub import SECRET, SlackStub, command
from slack_workspaces import CLIENT_ID, REDIRECT, Workspaces, teams_of
from tenants_bench import KEY, URL, Clock, Site, serving, settings_for
from toyconf import MORNING, desk

from bot.app import open_usher
from bot.cli import main
from bot.config import SettingsError, load_settings
from bot.installed import Installed
from bot.manifest import SCOPES, manifest
from bot.serve import serve_http
from bot.state import Seal, State, StateError, database_url
from bot.state.sealed import new_key

HERE, THERE = "T0HERE", "T0THERE"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    clock = Clock()
    async with SlackStub(workspaces=Workspaces(lambda: clock().timestamp())) as stub:
        async with serving(stub, tmp_path, clock) as site:
            yield site
        assert stub.refused == []


async def test_whoever_installs_it_can_ask_at_once(site: Site) -> None:
    away = await site.client.get("/slack/install")
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert away.headers["location"].startswith("https://slack.com/oauth/v2/authorize?")
    assert (asked["client_id"], asked["redirect_uri"]) == ([CLIENT_ID], [REDIRECT])
    assert set(asked["scope"][0].split(",")) == set(SCOPES)
    cookie = away.headers["set-cookie"].casefold()
    assert all(word in cookie for word in ("secure", "httponly", "samesite=lax", "path=/", "max-age=600", "__host-"))
    assert "domain=" not in cookie
    await site.install(HERE)
    await site.send(command("wrennet", site.stub.response_url(), team=HERE))
    (told,) = await site.stub.wait_for("respond")
    assert "WrenNet" in told["text"]
    assert teams_of(site.stub.calls, "users.info") == [HERE]


async def test_where_it_is_not_installed_a_sentence_says_so(site: Site) -> None:
    await site.install(HERE)
    assert await site.send(command("wrennet", site.stub.response_url(), team=THERE)) == 200
    (told,) = await site.stub.wait_for("respond")
    assert told["text"] == "Usher is not installed here (any more). An admin of this workspace can add it again."


async def test_installing_begins_in_one_process_and_ends_in_another(site: Site, tmp_path: Path) -> None:
    async with serving(site.stub, tmp_path, site.clock) as other:
        state, cookie = await site.begun()
        done = await other.back(cookie, state=state, code=site.slack.approve(HERE))
        assert done.status_code == 200
        assert (await site.back(cookie, state=state, code=site.slack.approve(HERE))).status_code == 400
        await site.send(command("wrennet", site.stub.response_url(), team=HERE))
        await site.stub.wait_for("respond")


NOT_OURS = "<script>alert(1)</script>"
# what comes with the browser in place of what should
QUERIES: dict[str, dict[str, str | None]] = {
    "no state": {"state": None},
    "odd letters": {"state": "\u2603" + NOT_OURS},
    "cancelled": {"error": "access_denied", "code": None},
    "refused": {"error": NOT_OURS, "code": NOT_OURS},
    "no code": {"code": None},
    "a wrong code": {"code": NOT_OURS},
}
# what Slack says of the code
ODD: dict[str, Any] = {
    "a wrong secret of ours": {"error": "bad_client_secret"},
    "Slack is down": (502, "bad gateway"),
    "Slack is odd": {"token_type": "bot", "team": {"id": HERE}},
    "a token of a person": {"token_type": "user", "team": {"id": HERE}, "access_token": "x"},
}


@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("no cookie", 400, "not begun in this browser"),
        ("another's cookie", 400, "not begun in this browser"),
        ("no state", 400, "not begun in this browser"),
        ("a state of nobody", 400, "works once"),
        ("a long state", 400, "not begun in this browser"),
        ("odd letters", 400, "not begun in this browser"),
        ("too late", 400, "ten minutes at most"),
        ("twice", 400, "works once"),
        ("cancelled", 403, "You cancelled"),
        ("refused", 400, "did not let you install"),
        ("no code", 400, "did not let you install"),
        ("a wrong code", 400, "not good any more"),
        ("a used code", 400, "not good any more"),
        ("a wrong secret of ours", 400, "refused"),
        ("Slack is down", 503, "try again later"),
        ("Slack is odd", 503, "try again later"),
        ("a token of a person", 503, "try again later"),
    ],
)
async def test_what_is_refused_is_a_kind_page_and_installs_nothing(
    site: Site, what: str, status: int, said: str
) -> None:
    state, cookie = await site.begun()
    query = {"state": state, "code": site.slack.approve(HERE)}
    name = cookie.partition("=")[0]
    match what:
        case "no cookie":
            cookie = ""
        case "another's cookie":
            _, cookie = await site.begun()
        case "a state of nobody" | "a long state":
            query["state"] = "x" * (43 if "nobody" in what else 4000)
            cookie = f"{name}={query['state']}"
        case "too late":
            site.clock.now += timedelta(minutes=10)
        case "twice":
            await site.back(cookie, state=state, error="access_denied")
        case "a used code":
            site.slack.used.add(query["code"])
        case _:
            query = {key: value for key, value in (query | QUERIES.get(what, {})).items() if value is not None}
            site.stub.replies.update({"oauth.v2.access": ODD[what]} if what in ODD else {})
    page = await site.back(cookie, **query)
    assert (page.status_code, said in page.text) == (status, True), page.text
    assert "alert" not in page.text
    assert not any(value in page.text for value in query.values())
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert await site.state.installations.of(HERE) is None


async def test_a_look_at_the_address_begins_nothing(site: Site) -> None:
    looked = await site.client.head("/slack/install")
    assert (looked.status_code, "set-cookie" in looked.headers) == (200, False)


async def test_with_one_token_there_is_nothing_to_install(tmp_path: Path) -> None:
    clock = Clock()
    many = {"slack_client_id": None, "slack_client_secret": None, "usher_secret_key": None}
    async with SlackStub() as stub, serving(stub, tmp_path, clock, slack_bot_token="xoxb-1", **many) as site:
        for path in ("/slack/install", "/slack/oauth_redirect"):
            assert (await site.client.get(path)).status_code == 404


# --- settings


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slack_bot_token": "xoxb-hush"}, "SLACK_BOT_TOKEN is for one workspace"),
        ({"slack_client_secret": None}, "SLACK_CLIENT_SECRET is not set"),
        ({"slack_client_id": None}, "SLACK_CLIENT_ID is not set"),
        ({"usher_secret_key": None}, "USHER_SECRET_KEY is not set"),
        ({"usher_secret_key": "hush"}, "USHER_SECRET_KEY should be"),
        ({"usher_secret_key": f"{KEY} hush"}, "USHER_SECRET_KEY should be"),
        ({"usher_url": None}, "USHER_URL is not set"),
    ],
)
async def test_half_of_the_settings_is_a_sentence_before_anything_is_served(
    tmp_path: Path, given: dict[str, str | None], named: str
) -> None:
    settings = settings_for(SlackStub(url="http://127.0.0.1:1"), tmp_path, **given)
    with pytest.raises((SettingsError, StateError)) as raised:
        await serve_http(settings, Held(desk()))
    assert named in str(raised.value)
    assert "hush" not in str(raised.value)


def test_the_manifest_says_where_browsers_come_back_to() -> None:
    one, many = manifest(URL), manifest(URL, many=True, rotate=True)
    assert "redirect_urls" not in one["oauth_config"]
    assert many["oauth_config"]["redirect_urls"] == [REDIRECT]
    assert {"app_uninstalled", "tokens_revoked"} <= set(many["settings"]["event_subscriptions"]["bot_events"])
    assert many["settings"]["token_rotation_enabled"]
    assert many["settings"]["org_deploy_enabled"]
    assert not one["settings"]["token_rotation_enabled"]


def test_the_shell_makes_keys_and_manifests() -> None:
    shell = CliRunner()
    key = Seal([shell.invoke(main, ["key"]).output.strip()])
    assert key.open(key.close("lantern")) == "lantern"
    made = json.loads(shell.invoke(main, ["manifest", "--url", URL, "--workspaces", "--rotate"]).output)
    assert made == manifest(URL, many=True, rotate=True)
    alone = shell.invoke(main, ["manifest", "--url", URL, "--rotate"])
    assert (alone.exit_code, "--workspaces" in alone.output) == (2, True)


# --- at rest


async def test_who_has_the_database_has_no_token_and_cannot_finish_what_a_browser_began(
    site: Site, tmp_path: Path
) -> None:
    await site.install(HERE, rotates=True)
    state, _ = await site.begun()
    (token,), (following,) = site.slack.tokens, site.slack.refreshing
    held = await asyncio.to_thread(lambda: b"".join(path.read_bytes() for path in tmp_path.glob("state.sqlite*")))
    assert HERE.encode() in held
    for secret in (token, following, state):
        assert secret.encode() not in held


def installed(team: str) -> Installed:
    return Installed(team=team, token=f"xoxb-hush-{team}", installed_at=MORNING)


async def test_an_installation_is_opened_by_its_key_alone(address: str, request: pytest.FixtureRequest) -> None:
    team, first, second = request.node.name, new_key(), new_key()
    one, both, other = (State(database_url(address), Seal(keys)) for keys in ([first], [second, first], [second]))
    await one.upgrade()
    await one.installations.save(installed(team))
    assert await both.installations.of(team) == installed(team)
    with pytest.raises(StateError, match="USHER_SECRET_KEY"):
        await other.installations.of(team)
    assert await both.installations.reseal() == 1
    assert await both.installations.reseal() == 0
    assert await other.installations.of(team) == installed(team)
    assert "hush" not in repr(await other.installations.of(team))
    for state in (one, both, other):
        await state.installations.end(team, told=MORNING, now=MORNING)
        await state.close()


async def test_an_installation_in_the_place_of_anothers_is_not_taken(tmp_path: Path) -> None:
    state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"), Seal([KEY]))
    await state.upgrade()
    for team in (HERE, THERE):
        await state.installations.save(installed(team))
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        (sealed,) = connection.execute("SELECT sealed FROM installations WHERE holder = ?", [HERE]).fetchone()
        connection.execute("UPDATE installations SET sealed = ? WHERE holder = ?", [sealed, THERE])
    connection.close()
    with pytest.raises(StateError, match="another's"):
        await state.installations.of(THERE)
    await state.close()


async def test_of_many_that_finish_at_once_one_does(address: str) -> None:
    states = [State(database_url(address), Seal([KEY])) for _ in range(3)]
    for state in states:
        await state.upgrade()
    secret = await states[0].installations.begin(now=MORNING)
    done = await asyncio.gather(*(state.installations.redeem(secret, now=MORNING) for state in states * 2))
    assert sorted(done) == [False] * 5 + [True]
    for state in states:
        await state.close()


async def test_a_bot_for_one_workspace_needs_no_key(tmp_path: Path) -> None:
    async with SlackStub() as stub:
        one = load_settings(
            slack_bot_token="xoxb-1",
            slack_signing_secret=SECRET,
            slack_api_url=stub.api_url,
            database_url=f"sqlite:///{tmp_path}/state.sqlite",
        )
        usher = await open_usher(one, Held(desk()))
        assert usher.installing is None
        await usher.close()
