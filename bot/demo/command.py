"""``usher demo``: the bot in a chat of its own, for trying it without Slack."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from bot.config import SettingsError, secret
from bot.demo.run import run_demo
from bot.opening import held_corpus, instant_option, settings_or_exit
from bot.serve import ServeError
from bot.serve_cli import serve
from bot.state import StateError


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The port of the page; else PORT, else 3000.")
@click.option(
    "--corpus", type=click.Path(path_type=Path), help="A corpus file; else USHER_CORPUS, else the shipped one."
)
@instant_option
@click.option("--open/--no-open", "opens", default=True, help="Open the page in a browser.")
def demo(port: int | None, corpus: Path | None, now: datetime | None, opens: bool) -> None:
    """Try the bot in the browser, in a chat like Slack, on this machine alone."""
    settings = settings_or_exit()

    def opened(address: str) -> None:
        click.echo(f"Usher is at {address} (Ctrl-C ends it).")
        if opens and _has_screen():
            webbrowser.open(address)

    running = run_demo(
        settings,
        corpus=corpus or held_corpus(settings),
        port=settings.port if port is None else port,
        now=now,
        opened=opened,
    )
    try:
        asyncio.run(running)
    except (SettingsError, ServeError, StateError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        pass


@click.command()
@click.pass_context
def run(context: click.Context) -> None:
    """Run the bot where Slack's tokens are set, else the demo."""
    settings = settings_or_exit()
    if secret(settings.slack_bot_token) is None and secret(settings.slack_client_id) is None:
        context.invoke(demo)
    else:
        context.invoke(serve, socket=secret(settings.slack_app_token) is not None)


def _has_screen() -> bool:
    """Whether a browser would have a window; without one, webbrowser would start one in the terminal."""
    return sys.platform in {"darwin", "win32"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
