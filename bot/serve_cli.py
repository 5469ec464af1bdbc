"""The commands that run the bot, and those that set it up: ``usher serve``, ``manifest``, ``doctor``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import click
from starlette.routing import Route

from bot.app import Usher, clock_of
from bot.config import Settings, SettingsError, corpus_path, own_corpus, secret
from bot.doctor import diagnose
from bot.links import own_sites
from bot.live import Live, keep_up, mark_at, warmed
from bot.manifest import MOST_SITES
from bot.manifest import manifest as make_manifest
from bot.opening import home_zone, open_desk, settings_or_exit
from bot.organisers.asked import Told
from bot.organisers.guard import Guard
from bot.organisers.routes import Organisers
from bot.organisers.workshop import Workshop
from bot.refreshing import first_refresh
from bot.serve import ServeError, serve_http, serve_socket
from bot.state import StateError
from bot.terminal import wrapped


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on; else PORT, else 3000.")
@click.option("--socket", is_flag=True, help="Use Socket Mode: no public address is needed.")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="A corpus file; else USHER_CORPUS, else the shipped one.",
)
def serve(port: int | None, socket: bool, corpus: Path | None) -> None:
    """Run the bot, over HTTP or in Socket Mode."""
    settings = settings_or_exit()
    if port is not None:
        settings = settings.model_copy(update={"port": port})
    passphrase = None if socket else secret(settings.usher_page_secret)
    path = corpus or corpus_path(settings) or (own_corpus() if passphrase else None)
    first_refresh(settings, path)
    mark = mark_at(path)
    desk = open_desk(settings, path, shipped_until_there=passphrase is not None)
    live = Live(warmed(desk), path, mark=mark, stale=timedelta(minutes=settings.usher_stale))
    zone, beside = home_zone(desk), lambda: keep_up(live, settings, path)
    try:
        if socket:
            asyncio.run(serve_socket(settings, live, zone=zone, beside=beside))
        else:
            page = partial(_organisers, settings, live, path, passphrase) if passphrase and path else lambda _: ()
            asyncio.run(serve_http(settings, live, zone=zone, beside=beside, more=page))
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
def manifest(url: str | None, socket: bool, corpus: Path | None) -> None:
    """Print the manifest to create the Slack app from."""
    settings = settings_or_exit()
    sites = own_sites(open_desk(settings, corpus).catalog, MOST_SITES) if corpus else ()
    url = url or (str(settings.usher_url) if settings.usher_url else None)
    click.echo(json.dumps(make_manifest(url, socket=socket, sites=sites), indent=2))


@click.command()
def doctor() -> None:
    """Check settings, tokens, corpus and database, and say what is missing."""
    findings = asyncio.run(diagnose(settings_or_exit()))
    for finding in findings:
        click.echo(wrapped(f"{finding.level:4}  {finding.text}"))
    raise SystemExit(1 if any(finding.level == "fail" for finding in findings) else 0)
