"""Between the workspace and the bot: what people do goes to the bot as Slack would send it, signed and over HTTP.

All that goes to and fro is kept for the page to show.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.demo.acts import ActError, Acts
from bot.demo.rehearse import Rehearsed
from bot.demo.tries import tries
from bot.demo.workspace import BOT, CHANNELS, PEOPLE, Record, Workspace, direct, people
from bot.manifest import EVENTS_PATH

_KEPT: Final = 200  # requests that the page can show
_TICK: Final = 0.25  # seconds between two looks at what is due


class Demo:
    """The workspace, and the ways between it and the bot at *base*, whose manifest has these *features*.

    What it answers from is *programme*, so that a change of it can be rehearsed.
    """

    def __init__(self, workspace: Workspace, base: str, features: Mapping[str, Any], programme: Rehearsed) -> None:
        self.workspace = workspace
        self.base = base
        self.secret = secrets.token_hex(16)
        self.ended = False  # the process is about to stop
        self._acts = Acts(workspace, base, features.get("unfurl_domains", ()))
        self._commands: Sequence[Record] = features.get("slash_commands", ())
        self._programme = programme
        self._tries = tries(programme.desk, workspace.clock(), programme.ahead(workspace.clock()))
        self._shortcuts: Sequence[Record] = features.get("shortcuts", ())
        self._log: deque[Record] = deque(maxlen=_KEPT)
        self._sign = SignatureVerifier(self.secret)

    def keep(self, way: str, name: str, sent: Any, answer: Any, began: float) -> None:
        """Keep what went to the bot ("in") or came from it ("out"), for the page to show."""
        self._log.append(
            {
                "n": self.workspace.number(),
                "way": way,
                "name": name,
                "sent": sent,
                "answer": answer,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
        )
        self.workspace.changed()

    async def deliver(self, requests: Sequence[Record]) -> Any:
        """Send *requests* to the bot, as Slack would; what it answered to the last of them."""
        said: Any = None
        async with aiohttp.ClientSession() as client:
            for request in requests:
                body, kind = _body(request)
                stamp = str(int(time.time()))
                headers = {
                    "content-type": kind,
                    "x-slack-request-timestamp": stamp,
                    "x-slack-signature": self._sign.generate_signature(timestamp=stamp, body=body) or "",
                }
                began = time.perf_counter()
                async with client.post(f"{self.base}{EVENTS_PATH}", data=body, headers=headers) as answer:
                    said = await answer.text()
                self.keep("in", _name(request), next(iter(request.values())), f"{answer.status} {said}".strip(), began)
        return said

    def state(self, person: str) -> Record:
        """All that *person* sees of the workspace, and what a developer wants to see."""
        workspace = self.workspace
        channels = [*CHANNELS, direct(person)]
        return {
            "version": workspace.version,
            "now": workspace.clock().isoformat(),
            "people": [{"id": each.id, "name": each.name, "zone": each.zone} for each in PEOPLE],
            "bot": BOT,
            "channels": [{"id": channel, "name": CHANNELS.get(channel, "Usher")} for channel in channels],
            "messages": {channel: workspace.in_channel(channel, person) for channel in channels},
            "home": workspace.homes.get(person),
            "modal": next(reversed(workspace.modals.get(person, [])), None),
            "prompts": workspace.prompts.get(direct(person), []),
            "status": workspace.status,
            "scheduled": sorted(workspace.scheduled.values(), key=lambda one: one["post_at"]),
            "refused": workspace.refused,
            "tries": self._tries,
            "asked": [{"n": number, "surface": ask.surface, "text": ask.text} for number, ask in self._programme.asked],
            "ahead": self._programme.ahead(workspace.clock()),
            "commands": self._commands,
            "shortcuts": self._shortcuts,
            "log": list(self._log),
        }

    async def act(self, did: Mapping[str, Any]) -> Record:
        """Do what a person did on the page: what the bot said to it, and the stamp of a message. Raises ActError."""
        person = did["person"]
        if person not in people():
            raise ActError("Nobody of that name is here.")
        requests = self._requests(did, person)
        said = await self.deliver(requests)
        if did["kind"] == "submit":
            self._submitted(person, said)
        return {"said": said, **({"ts": requests[0]["event"]["event"]["ts"]} if did["kind"] == "say" else {})}

    def _requests(self, did: Mapping[str, Any], person: str) -> Sequence[Record]:
        acts = self._acts
        match did["kind"]:
            case "say":
                return acts.say(person, did["channel"], str(did["text"]), thread=did.get("thread"))
            case "command":
                return acts.command(person, did["channel"], self._known(str(did["text"])))
            case "press":
                return acts.press(person, did["action"], did["at"])
            case "submit":
                return acts.submit(person, did["state"])
            case "close":
                return acts.close(person)
            case "shortcut":
                return acts.shortcut(person, did["callback"], did)
            case "open":
                return acts.open_app(person, did["tab"])
            case "options":
                return acts.options(person, did["action"], did["at"])
            case _:
                raise ActError("That cannot be done here.")

    def _known(self, typed: str) -> str:
        known = sorted(command["command"] for command in self._commands)
        if typed.split(maxsplit=1)[0] not in known:
            raise ActError(f"{typed.split(maxsplit=1)[0]} is not a command here. There are {', '.join(known)}.")
        return typed

    async def reading(self, number: int) -> str:
        """How the question with that number was read. Raises KeyError where it is not held."""
        return await asyncio.to_thread(self._programme.reading, number)

    async def change(self, ref: str, how: str) -> None:
        """Change the programme, as a refresh would. Raises ActError."""
        try:
            await asyncio.to_thread(self._programme.change, ref, how)
        except KeyError:
            raise ActError("That is not in the programme.") from None
        self.workspace.changed()

    def _submitted(self, person: str, said: str) -> None:
        """Do to the modal what the bot answered."""
        answer = json.loads(said) if said else {}
        views = self.workspace.modals.get(person, [])
        match answer.get("response_action"):
            case "errors":
                views[-1]["errors"] = answer["errors"]
            case "update" | "push":
                views[-1:] = [{**answer["view"], "id": views[-1]["id"]}]
            case "clear":
                views.clear()
            case _:
                views.pop()
        self.workspace.changed()

    async def tick(self) -> None:
        """Post what is due, until cancelled."""
        while True:
            self.workspace.due()
            await asyncio.sleep(_TICK)


def _body(request: Record) -> tuple[str, str]:
    """The body and content type in which Slack sends *request*."""
    if "event" in request:
        return json.dumps(request["event"]), "application/json"
    form = request["form"] if "form" in request else {"payload": json.dumps(request["payload"])}
    return urlencode(form), "application/x-www-form-urlencoded"


def _name(request: Record) -> str:
    """What a request is called in the page's list."""
    if "event" in request:
        return f"event {request['event']['event']['type']}"
    return str(request["form"]["command"]) if "form" in request else str(request["payload"]["type"])
