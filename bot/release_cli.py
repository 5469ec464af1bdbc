"""What operators do to the saved state: ``usher release`` before a new version starts, ``usher backup`` before harm."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.app import clock_of, web_client
from bot.config import Settings, SettingsError, require, secret
from bot.opening import settings_or_exit
from bot.slack.faults import SLACK_FAULTS, name_of
from bot.slack.scheduled import let_all_go
from bot.state import State, StateError, database_url


@click.command()
@click.option("--restored", is_flag=True, help="The state is a backup: nothing that was said since is said again.")
def release(restored: bool) -> None:
    """Bring the saved state up to date with this version."""
    settings = settings_or_exit()
    try:
        click.echo(asyncio.run(_release(settings, restored=restored)))
    except (SettingsError, StateError) as error:
        raise click.ClickException(str(error)) from error
    except SLACK_FAULTS as error:
        raise click.ClickException(f"Slack's scheduler cannot be cleared ({name_of(error)}): try again.") from error


async def _release(settings: Settings, *, restored: bool) -> str:
    if restored:
        require(settings, "slack_bot_token")
    state = State(database_url(secret(settings.database_url)))
    try:
        before = await state.standing()
        await state.upgrade()
        done = "It was up to date." if before == "current" else "It was brought up to date."
        if restored:
            gone = await let_all_go(web_client(settings, None, secret(settings.slack_bot_token), patient=True))
            await state.restored(now=clock_of(settings)())
            done += f" {gone} messages were taken back from Slack's scheduler; what lies ahead is planned anew."
    finally:
        await state.close()
    return f"The state database can be used. {done}"


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Copy the saved state to FILE, while the bot runs; for PostgreSQL there is pg_dump."""
    settings = settings_or_exit()
    try:
        asyncio.run(_backup(settings, target))
    except StateError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{target} holds the state of {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC.")


async def _backup(settings: Settings, target: Path) -> None:
    state = State(database_url(secret(settings.database_url)))
    try:
        await state.backup(target)
    finally:
        await state.close()
