"""The commands that run the bot, and those that set it up: ``usher serve``, ``worker``, ``manifest``, ``doctor``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
from starlette.routing import Route

from bot.app import Usher, clock_of
from bot.config import Settings, SettingsError, own_corpus, secret, shared_origin
from bot.doctor import diagnose
from bot.links import own_sites
from bot.live import Live, keep_up, mark_at, warmed
from bot.manifest import MOST_SITES
from bot.manifest import manifest as make_manifest
from bot.opening import held_corpus, home_zone, open_desk, settings_or_exit
from bot.organisers.asked import Told
from bot.organisers.guard import Guard
from bot.organisers.routes import Organisers
from bot.organisers.workshop import Workshop
from bot.refreshing import first_refresh
from bot.serve import ServeError, serve_errands, serve_http, serve_socket
from bot.state import StateError
from bot.state.sealed import new_key
from bot.terminal import wrapped

_corpus = click.option(
    "--corpus", type=click.Path(path_type=Path), help="A corpus file; else USHER_CORPUS, else the shipped one."
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on; else PORT, else 3000.")
@click.option("--socket", is_flag=True, help="Use Socket Mode: no public address is needed.")
@click.option("--no-errands", is_flag=True, help="Answer only: `usher worker` sends reminders and digests.")
@_corpus
def serve(port: int | None, socket: bool, no_errands: bool, corpus: Path | None) -> None:
    """Run the bot, over HTTP or in Socket Mode."""
    _serve(partial(serve_socket if socket else serve_http, errands=not no_errands), port, corpus, page=not socket)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Where to tell the host how it is; else PORT, if set.")
@_corpus
def worker(port: int | None, corpus: Path | None) -> None:
    """Send reminders, alerts and digests, and answer nobody: beside `usher serve`."""
    _serve(serve_errands, port, corpus)


def _serve(
    way: Callable[..., Coroutine[Any, Any, None]], port: int | None, corpus: Path | None, *, page: bool = False
) -> None:
    settings = settings_or_exit()
    if port is not None:
        settings = settings.model_copy(update={"port": port})
    if corpus is not None:
        settings = settings.model_copy(update={"usher_corpus": corpus})
    passphrase = secret(settings.usher_page_secret) if page and shared_origin(settings) is None else None
    path = held_corpus(settings) or (own_corpus() if passphrase else None)
    first_refresh(settings, path)
    mark = mark_at(path)
    desk = open_desk(settings, path, shipped_until_there=passphrase is not None)
    live = Live(warmed(desk), path, mark=mark, stale=timedelta(minutes=settings.usher_stale))
    zone, beside = home_zone(desk), lambda: keep_up(live, settings, path)
    try:
        if passphrase and path:
            way = partial(way, more=partial(_organisers, settings, live, path, passphrase))
        asyncio.run(way(settings, live, zone=zone, beside=beside))
    except (SettingsError, ServeError, StateError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        pass


def _organisers(settings: Settings, live: Live, path: Path, passphrase: str, usher: Usher) -> Sequence[Route]:
    """The organisers' page, under its passphrase."""
    guard = Guard(passphrase, url=str(settings.usher_url or ""))
    told = Told(usher.state, settings, clock_of(settings))
    return Organisers(Workshop(live, path, settings), guard, told).routes()


@click.command()
@click.option("--url", help="The public address of the bot; else USHER_URL.")
@click.option("--socket", is_flag=True, help="For Socket Mode.")
@click.option(
    "--corpus", type=click.Path(path_type=Path), help="A corpus file, links to whose own pages Slack shall show."
)
@click.option("--workspaces", "many", is_flag=True, help="For installing it in several workspaces.")
@click.option("--rotate", is_flag=True, help="With --workspaces: tokens end after twelve hours, and are renewed.")
def manifest(url: str | None, socket: bool, corpus: Path | None, many: bool, rotate: bool) -> None:
    """Print the manifest to create the Slack app from."""
    if rotate and not many:
        raise click.UsageError("--rotate goes with --workspaces: SLACK_BOT_TOKEN would end after twelve hours.")
    settings = settings_or_exit()
    sites = own_sites(open_desk(settings, corpus).catalog, MOST_SITES) if corpus else ()
    url = url or (str(settings.usher_url) if settings.usher_url else None)
    click.echo(json.dumps(make_manifest(url, socket=socket, sites=sites, many=many, rotate=rotate), indent=2))


@click.command()
def key() -> None:
    """Print a new key for USHER_SECRET_KEY."""
    click.echo(new_key())


@click.command()
def doctor() -> None:
    """Check settings, tokens, corpus and database, and say what is missing."""
    findings = asyncio.run(diagnose(settings_or_exit()))
    for finding in findings:
        click.echo(wrapped(f"{finding.level:4}  {finding.text}"))
    raise SystemExit(1 if any(finding.level == "fail" for finding in findings) else 0)
