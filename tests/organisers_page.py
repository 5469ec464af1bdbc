"""The organisers' page in this process, over real HTTP, and what an organiser has at hand for it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from toyconf import MORNING, desk, records

from bot.config import Settings, load_settings
from bot.live import Live, mark_at
from bot.organisers.asked import Told
from bot.organisers.guard import Guard
from bot.organisers.routes import Organisers
from bot.organisers.workshop import Workshop
from bot.state import State, database_url
from corpus.store import save

SECRET = "a lantern over the bay"

# as somebody exports it from a spreadsheet: a title above, two talks at once, a time that is none, a row too long
SHEET = """\
Lantern Week 2031 - speaker list;;;;;;
Nr;Talk;Who speaks;Day;From;To;Where;Dietary needs
1;Larks at Dawn;Ada Byron;07.05.2031;09:00;09:30;Great Hall;vegan
2;Owls at Noon;Ben Okri;07.05.2031;09:15;09:45;Great Hall;
3;A STUDY OF WRENS IN WINTER;Chitra Rao;07.05.2031;10:00;10:30;Annexe;
4;Herons and Harbours;Dele Adeyemi;08.05.2031;25:70;09:30;Annexe;
5;Kites over the Fjord;Chitra Rao;08.05.2031;15:00;15:30;Annexe;;;too much
"""
HOW = {"event": "Lantern Week 2031", "zone": "Europe/Oslo", "columns": {"speakers": "Who speaks"}}


class Page:
    """The page, as a browser that loaded it uses it; *live* is what the bot answers from, in the file *target*."""

    def __init__(self, client: httpx.AsyncClient, live: Live, target: Path, state: State) -> None:
        self.client, self.live, self.target, self.kept = client, live, target, state

    async def state(self) -> dict[str, Any]:
        answer = await self.client.get("/organisers/state")
        assert answer.status_code == 200
        return answer.json()

    async def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        token = {"x-usher-token": (await self.state())["token"]}
        return await self.client.post(f"/organisers/{path}", json=body or {}, headers=token | headers)

    async def upload(self, data: str | bytes, name: str = "lanterns.csv") -> httpx.Response:
        headers = {"x-usher-token": (await self.state())["token"], "content-type": "application/octet-stream"}
        data = data.encode() if isinstance(data, str) else data
        return await self.client.post("/organisers/draft", params={"name": name}, content=data, headers=headers)

    async def report(self) -> dict[str, Any]:
        return (await self.state())["report"]

    async def sorts(self) -> dict[str, list[tuple[str, str]]]:
        """What was found: by sort, where and what."""
        found = (await self.report())["sorts"]
        return {one["what"]: [(case["where"], case["text"]) for case in one["cases"]] for one in found}

    async def publish(self) -> httpx.Response:
        return await self.post("publish", {"id": (await self.state())["draft"]["id"]})

    async def ask(self, text: str, now: str = "2031-05-07T09:05:00+02:00") -> dict[str, Any]:
        answer = await self.post("ask", {"text": text, "now": now, "zone": "Europe/Oslo"})
        assert answer.status_code == 200
        return answer.json()

    def titles(self) -> set[str]:
        """The titles that the bot answers from now."""
        held = self.live.desk.catalog.records
        return {one.title for one in (*held.papers, *held.sessions)}


@asynccontextmanager
async def organisers(folder: Path, *, locked: bool = False, clock: Any = None, **given: Any) -> AsyncIterator[Page]:
    """The page over the made-up conference in a file of *folder*, with the settings *given*."""
    target = folder / "usher.sqlite"
    if not target.exists():
        save(records(), target)
    settings: Settings = load_settings(**given)
    live = Live(desk(), target, mark=mark_at(target), stale=timedelta(hours=1))
    state = State(database_url(f"sqlite:///{folder}/state.sqlite"))
    await state.upgrade()
    guard = Guard(SECRET if locked else None, url=str(settings.usher_url or ""), **({"clock": clock} if clock else {}))
    told = Told(state, settings, lambda: MORNING)
    app = Starlette(routes=Organisers(Workshop(live, target, settings), guard, told).routes())
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            yield Page(client, live, target, state)
        server.should_exit = True
        await running
    await state.close()
