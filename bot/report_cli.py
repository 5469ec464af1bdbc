"""``usher report``: what people asked that had no answer, and how many answers helped."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import click

from bot.asked import Report
from bot.asked import report as make_report
from bot.config import DEFAULT_KEEP_DAYS, Settings, secret
from bot.opening import settings_or_exit
from bot.state import State, StateError, database_url
from bot.terminal import wrapped


@click.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many of each to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(limit: int, as_json: bool) -> None:
    """Tell what was asked and not answered, and which answers helped."""
    settings = settings_or_exit()
    try:
        told = asyncio.run(_read(settings, limit))
    except StateError as error:
        raise click.ClickException(str(error)) from error
    click.echo(told.model_dump_json(indent=2) if as_json else wrapped(_text(told, settings)))


async def _read(settings: Settings, limit: int) -> Report:
    state = State(database_url(secret(settings.database_url)))
    since = (settings.usher_now or datetime.now(UTC)) - timedelta(days=settings.usher_keep_days or DEFAULT_KEEP_DAYS)
    try:
        await state.upgrade()
        asked, verdicts = await state.questions.since(since), await state.feedback.since(since)
    finally:
        await state.close()
    return make_report(asked, verdicts, since=since, most=limit)


def _text(told: Report, settings: Settings) -> str:
    lines = [f"Since {told.since:%a} {told.since.day} {told.since:%b %Y}:", ""]
    if told.unanswered:
        lines += ["Asked and not answered:", *(f"{each.times:4} × {each.text}" for each in told.unanswered)]
    else:
        lines.append("No question is held that was not answered.")
    if not settings.usher_keep_days:
        lines.append("USHER_KEEP_DAYS is 0: questions are not kept.")
    lines += ["", f"Answers that helped: {told.helpful}; that did not: {told.unhelpful}."]
    if told.not_helped:
        lines += ["Did not help:", *(f"       {text}" for text in told.not_helped)]
    return "\n".join(lines)
