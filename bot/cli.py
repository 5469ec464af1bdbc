"""The command line: every command of Usher, each a thin line to what does the work."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from bot.answer import reply
from bot.blocks import render
from bot.desk import Desk
from bot.explain import explain
from bot.models import Answer, Ask, Surface, Viewer
from bot.opening import home_zone, instant_option, kindly, open_desk, rehearsal, settings_or_exit
from bot.plain import to_text
from bot.terminal import Chat, talk, wrapped
from bot.zones import known_zone, zone_of

NO_ANSWER: Final = 1  # exit status where the corpus does not hold the answer; misuse is 2, as click has it


def _zone(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Check a time zone; a wrong one ends the command with a sentence."""
    if value is not None and known_zone(value) is None:
        raise click.BadParameter(f"{value!r} is no time zone, such as Europe/Berlin.")
    return value


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command with an answer reads."""
    for option in (
        click.option(
            "--corpus",
            type=click.Path(path_type=Path),
            help="A corpus file; else USHER_CORPUS, else the shipped one.",
        ),
        instant_option,
        click.option("--tz", metavar="ZONE", callback=_zone, help="Your time zone; else the conference's own."),
    ):
        command = option(command)
    return command


class Commands(click.Group):
    """A group some of whose commands are imported when they are called: an answer needs neither Slack nor a database.

    As in https://click.palletsprojects.com/en/stable/complex/#lazily-loading-subcommands.
    """

    elsewhere: Final[Mapping[str, str]] = {
        "backup": "bot.release_cli",
        "corpus": "bot.corpus_cli",
        "demo": "bot.demo.command",
        "doctor": "bot.serve_cli",
        "key": "bot.serve_cli",
        "manifest": "bot.serve_cli",
        "release": "bot.release_cli",
        "report": "bot.report_cli",
        "run": "bot.demo.command",
        "serve": "bot.serve_cli",
        "worker": "bot.serve_cli",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted([*super().list_commands(ctx), *self.elsewhere])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported where that is yet to be done."""
        if cmd_name in self.elsewhere:
            command: click.Command = getattr(import_module(self.elsewhere[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a damaged part of the corpus, which may be read late, ends it with a sentence."""
        with kindly():
            return super().invoke(ctx)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(package_name="usher")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Ask the conference programme: papers, sessions, times and people.

    Without a command, a session opens in which you type as in Slack.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(chat)


@main.command()
@_shared
@click.option("--plain", is_flag=True, help="Answers alone, in lines of any length, for scripts.")
def chat(corpus: Path | None, now: datetime | None, tz: str | None, *, plain: bool) -> None:
    """Open a session: /paper gshard, /session tue 11am, or a plain question.

    A number does what a button does in Slack. Where no terminal is, each line of the input is answered.
    """
    settings = settings_or_exit()
    desk = open_desk(settings, corpus)
    began = now or settings.usher_now or rehearsal(desk)
    opened = time.monotonic()
    here = Chat(
        desk,
        lambda: began + timedelta(seconds=time.monotonic() - opened),
        tz or home_zone(desk),
        plain,
    )
    if not plain:
        click.echo(wrapped(_welcome(desk, here)) + "\n")
    talk(here, _typed(desk) if sys.stdin.isatty() else sys.stdin, click.echo)


def _welcome(desk: Desk, here: Chat) -> str:
    catalog, local = desk.catalog, here.clock().astimezone(zone_of(here.zone))
    events = ", ".join(event.name for event in catalog.records.events) or "no event"
    return (
        f"Usher knows {len(catalog.papers)} papers and talks, {len(catalog.sessions)} sessions and "
        f"{len(catalog.posts)} posts ({events}).\n"
        f"The clock here says {local:%a} {local.day} {local:%b %Y, %H:%M} {local:%Z} ({here.zone}).\n"
        "Type /paper gshard, /session tue 11am, or ask: when is the mixup talk?\n"
        "Type a number to do what stands under an answer; /new begins a new thread, /quit ends.\n"
        "To connect Slack: usher manifest, then usher serve; usher doctor says what is missing."
    )


def _typed(desk: Desk) -> Iterator[str]:
    from bot.typing_aid import lines  # noqa: PLC0415 - only a session needs prompt_toolkit

    return lines(desk)


def _answering(surface: Surface, helptext: str) -> None:
    @main.command(name="ask" if surface == "mention" else surface, help=helptext)
    @_shared
    @click.option("--context", multiple=True, help="An earlier message of the thread; may be given again.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @click.option("--explain", "explained", is_flag=True, help="Print how it was read, which rule answers, and scores.")
    @click.argument("text", nargs=-1)
    def command(text: tuple[str, ...], context: tuple[str, ...], as_json: bool, explained: bool, **shared: Any) -> None:
        settings = settings_or_exit()
        desk = open_desk(settings, shared["corpus"])
        ask = Ask(
            surface=surface,
            text=" ".join(text),
            context=context,
            now=shared["now"] or settings.usher_now or datetime.now(UTC),
            zone=shared["tz"] or home_zone(desk),
        )
        if explained:
            click.echo("\n".join(explain(ask, desk)) + "\n", err=as_json)
        said = reply(ask, desk)
        if as_json:
            click.echo(json.dumps(as_object("", said, ask), ensure_ascii=False))
        else:
            click.echo(wrapped(to_text(said, Viewer(zone=ask.zone, now=ask.now), page_size=10)))
        raise SystemExit(NO_ANSWER if said.abstained else 0)


_answering("mention", "Ask a question, as in a mention.")
_answering("paper", "Find papers and posts, as /paper does.")
_answering("session", "Say what is on, as /session does.")


@main.command()
@_shared
def batch(corpus: Path | None, now: datetime | None, tz: str | None) -> None:
    """Answer JSON lines of {id, surface, input, context, now, tz} from standard input."""
    settings = settings_or_exit()
    desk = open_desk(settings, corpus)
    fallback, zone = now or settings.usher_now or datetime.now(UTC), tz or home_zone(desk)
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            ask = Ask(
                surface=row["surface"],
                text=row["input"],
                context=tuple(row.get("context") or ()),
                now=row.get("now") or fallback,
                zone=row.get("tz") or zone,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            click.echo(f"line {number} is no question: it needs surface and input.", err=True)
            continue
        click.echo(json.dumps(as_object(str(row.get("id", number)), reply(ask, desk), ask), ensure_ascii=False))


def as_object(identifier: str, said: Answer, ask: Ask) -> dict[str, Any]:
    """The JSON object of one answer, as scripts read it."""
    viewer = Viewer(zone=ask.zone, now=ask.now)
    return {
        "id": identifier,
        "kind": said.kind,
        "abstained": said.abstained,
        "text": to_text(said, viewer),
        "items": [
            {
                "id": item.id,
                "kind": item.kind,
                "title": item.title,
                "authors": list(item.authors),
                "session": item.session,
                "start": item.window.start.isoformat() if item.window else None,
                "end": item.window.end.isoformat() if item.window else None,
                "url": item.url,
            }
            for item in said.items
        ],
        "blocks": list(render(said, viewer=viewer, ask=ask, private=ask.surface != "mention").blocks),
    }
