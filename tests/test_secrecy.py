"""Neither secrets nor what people write is in the log at its most talkative, in answers, or in what the doctor says."""

import asyncio
import json
import sys
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from bot_process import started
from slack_stub import SECRET, SlackStub, command, event, form, press, signed, until
from slack_workspaces import CLIENT_ID, CLIENT_SECRET, Workspaces
from tenants_bench import KEY, URL

from bot.blocks import STAR
from bot.blocks.feedback import FEEDBACK

HERE, WROTE, PERSON = "T0HERE", "zebrafinch-whisper", "U0HUSHED"
MARKS = (WROTE, PERSON, "hush", KEY, SECRET, "xoxb", "xoxe")


def told_nothing(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


class Chat:
    """A browser and Slack, which keep all that the bot answers."""

    def __init__(self, client: httpx.AsyncClient, stub: SlackStub) -> None:
        self.client, self.stub = client, stub
        self.answers: list[httpx.Response] = []

    async def send(self, body: str, **headers: str) -> None:
        answer = await self.client.post("/slack/events", content=body.encode(), headers=signed(body) | headers)
        self.answers.append(answer)

    async def install(self, **query: str) -> None:
        """Install from begin to end; *query* is what comes back in place of what should."""
        assert self.stub.workspaces
        away = await self.client.get("/slack/install")
        (state,) = parse_qs(urlsplit(away.headers["location"]).query)["state"]
        (cookie,) = SimpleCookie(away.headers["set-cookie"]).values()
        self.answers.append(
            await self.client.get(
                "/slack/oauth_redirect",
                params={"state": state, "code": self.stub.workspaces.approve(HERE, rotates=True), **query},
                headers={"cookie": f"{cookie.key}={cookie.value}"},
            )
        )

    async def say(self) -> None:
        """Everything that people do, in words of their own."""
        url = self.stub.response_url
        for name in ("/paper", "/session", "/usher"):
            await self.send(command(f"{WROTE} who?", url(), name=name, team=HERE, person=PERSON))
        for text in ("subscribe digest", "export", "calendar", "my schedule"):
            await self.send(command(text, url(), name="/usher", team=HERE, person=PERSON))
        await self.send(json.dumps(event(f"<@U0USHER> {WROTE}?", team=HERE, user=PERSON)))
        direct = event(WROTE, type="message", channel_type="im", channel="D1", team=HERE, user=PERSON)
        await self.send(json.dumps(direct))
        links = [{"url": f"https://arxiv.org/abs/2101.00001?{WROTE}"}]
        await self.send(json.dumps(event("", type="link_shared", links=links, team=HERE, user=PERSON)))
        await self.send(json.dumps(event("", type="app_home_opened", tab="home", team=HERE, user=PERSON)))
        for action, value in ((STAR, f"paper:{WROTE}"), (FEEDBACK, WROTE), (WROTE, WROTE), ("page:next", WROTE)):
            await self.send(form(press(action, value, url(), team=HERE, person=PERSON)))

    async def misuse(self) -> None:
        """What is refused, with words in it."""
        for body in (
            json.dumps({"type": "event_callback", "event": WROTE}),
            json.dumps({"text": WROTE}),
            "{" + WROTE,
            urlencode({"payload": WROTE}),
            urlencode({"payload": json.dumps({"type": "block_actions", "actions": WROTE})}),
        ):
            await self.send(body)
            await self.send(body, **{"x-slack-signature": f"v0={'0' * 64}"})
        await self.install(code=f"hush-{WROTE}")
        await self.install(error=WROTE)
        self.answers.append(await self.client.get("/slack/oauth_redirect", params={"state": WROTE, "code": WROTE}))
        self.answers.append(await self.client.get(f"/{WROTE}?{WROTE}"))
        self.answers.append(await self.client.get(f"/calendar/{WROTE}{WROTE}.ics"))


async def test_no_secret_and_nothing_that_people_write_is_in_the_log_in_answers_or_in_the_doctors(
    tmp_path: Path,
) -> None:
    settings = {
        "SLACK_BOT_TOKEN": "",
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "USHER_SECRET_KEY": KEY,
        "USHER_URL": URL,
        "LOG_LEVEL": "DEBUG",
    }
    clock = asyncio.get_running_loop().time
    async with SlackStub(workspaces=Workspaces(clock)) as stub:
        process, port = await started(tmp_path, stub, log=asyncio.subprocess.PIPE, **settings)
        assert process.stderr
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            while b"listens on port" not in await process.stderr.readline():
                pass
            log = asyncio.create_task(process.stderr.read())
            chat = Chat(client, stub)
            await chat.send(command(WROTE, stub.response_url(), team=HERE, person=PERSON))  # not installed yet
            await chat.install()
            assert chat.answers[-1].status_code == 200
            await chat.say()
            await stub.wait_for("chat.postMessage", 2)
            for reply in ({"error": "fatal_error"}, {"error": "missing_scope"}, (500, WROTE), (200, "{" + WROTE)):
                for method in (
                    "users.info",
                    "chat.postMessage",
                    "views.publish",
                    "views.open",
                    "conversations.history",
                ):
                    stub.replies[method] = reply
                await chat.say()
            stub.replies["respond"] = (404, WROTE)
            await chat.say()
            await chat.misuse()
            await until(lambda: len(stub.made("respond")) > 20)
            process.terminate()
            said = (await asyncio.wait_for(log, 40)).decode()
            await process.wait()
        environment = settings | {
            "HOME": str(tmp_path),
            "SLACK_API_URL": stub.api_url,
            "SLACK_SIGNING_SECRET": SECRET,
            "DATABASE_URL": f"sqlite:///{tmp_path}/state.sqlite",
            "USHER_SOURCES": "",
        }
        doctor = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor"), cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE
        )
        found, _ = await doctor.communicate()
    assert "failed to answer" in said  # there was something to tell of
    assert told_nothing(said) == []
    assert "Traceback" not in said
    for answer in chat.answers:
        assert (answer.status_code < 500, told_nothing(answer.text)) == (True, [])
    assert "Workspaces can install Usher" in found.decode()
    assert told_nothing(found.decode()) == []
