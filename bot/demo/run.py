"""Running the demo: its settings, its clock, and the bot that it drives."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from platformdirs import user_data_path

from bot.app import open_usher
from bot.config import Settings
from bot.demo.rehearse import Rehearsed
from bot.demo.server import build
from bot.demo.stage import Demo
from bot.demo.workspace import Clock, Workspace
from bot.links import own_sites
from bot.live import Live, keep_up, mark_at, warmed
from bot.manifest import MOST_SITES, manifest
from bot.opening import home_zone, open_desk, rehearsal
from bot.organisers.asked import Told
from bot.organisers.guard import Guard
from bot.organisers.routes import Organisers
from bot.organisers.workshop import Workshop
from bot.serve import build_web, listen

_IN: Final = timedelta(hours=2, minutes=5)  # after the rehearsal's begin: the programme's first item is on


async def run_demo(
    settings: Settings, *, corpus: Path | None, port: int, now: datetime | None, opened: Callable[[str], None]
) -> None:
    """Serve the demo until a signal says stop; *opened* gets its address. Raises ServeError."""
    target = corpus or user_data_path("usher") / "demo.sqlite"  # what organisers publish here stays until they undo it
    desk = open_desk(settings, target, shipped_until_there=corpus is None)
    workspace = Workspace(Clock(now or settings.usher_now or rehearsal(desk) + _IN))
    folder = tempfile.TemporaryDirectory(prefix="usher-demo.")
    with folder, listen(port, "127.0.0.1") as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        live = Live(warmed(desk), target, mark=mark_at(target), stale=timedelta(minutes=settings.usher_stale))
        programme = Rehearsed(live)
        sites = own_sites(desk.catalog, MOST_SITES)
        demo = Demo(workspace, base, manifest(base, sites=sites)["features"], programme)
        own = _settings(settings, demo, folder.name)
        usher = await open_usher(own, programme, zone=home_zone(desk), clock=workspace.clock)
        beside = asyncio.create_task(keep_up(live, settings, target))

        async def stop() -> None:  # uvicorn ends the process by the signal that stopped it, so nothing comes after
            beside.cancel()
            await usher.close()
            folder.cleanup()

        told = Told(usher.state, settings, workspace.clock)
        page = Organisers(Workshop(live, target, settings), Guard(None), told)
        web = build_web(usher, demo.secret, on_stop=stop, more=page.routes())
        config = uvicorn.Config(build(demo, web), log_config=None, access_log=False, timeout_graceful_shutdown=1)
        opened(base)
        await _Server(config, demo).serve(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that tells *demo* when it shall end, so that pages which are open keep nothing waiting."""

    def __init__(self, config: uvicorn.Config, demo: Demo) -> None:
        super().__init__(config)
        self._demo = demo

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal that says stop."""
        self._demo.ended = True
        super().handle_exit(sig, frame)


def _settings(settings: Settings, demo: Demo, folder: str) -> Settings:
    """The settings of the bot in the demo: its Slack is the demo, and its state is gone afterwards."""
    given = {
        "slack_bot_token": "xoxb-demo",
        "slack_client_id": None,
        "slack_client_secret": None,
        "slack_signing_secret": demo.secret,
        "slack_api_url": f"{demo.base}/api/",
        "database_url": f"sqlite:///{folder}/state.sqlite",
        "usher_now": None,
    }
    return Settings.model_validate({**settings.model_dump(), **given})
