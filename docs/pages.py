"""What MkDocs makes besides the pages that are written: their order, and the references made from the code itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from bot.answer import ANSWERS
from bot.cli import main
from bot.config import Settings, meaning
from bot.manifest import SCOPES
from corpus.ingest import FORMATS

# page -> its title, and whom it is for; those that are not there are left out
PAGES: Final = {
    "attendees": ("For attendees", "what to type in Slack, and what comes back"),
    "organisers": ("For organisers", "your programme: load it, mend it, change it during the conference"),
    "operating": ("For operators", "running it: settings, health, logs, backups, releases"),
    "workspaces": ("Several workspaces", "one Usher that workspaces install from their browsers"),
    "scaling": ("Scaling", "many people, many processes, large programmes"),
    "programmes": ("Programmes", "every format, how sources become one record, corrections"),
    "slack": ("In Slack", "every button and command, what is kept, which scopes it needs"),
    "answers": ("Answers", "how a question is read, every intent, when not to know"),
    "retrieval": ("Retrieval", "how records are ranked, with measurements"),
    "security": ("Security", "what is trusted, what is kept, what never leaves"),
    "developers": ("For developers", "the house, add a format, add an intent"),
    "commands": ("Commands", "every command with its options"),
    "settings": ("Settings", "every setting, every scope, every format"),
}
_MARK: Final = "<!-- pages -->"
_MADE: Final = ("commands", "settings")  # not written: made here

logging.getLogger("mkdocs").setLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages in order."""
    config.nav = ["index.md", *({title: f"{page}.md"} for page, (title, _) in _present(Path(config.docs_dir)))]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the references."""
    for page, content in {"commands": commands_page(), "settings": settings_page()}.items():
        files.append(File.generated(config, f"{page}.md", content=content))
    return files


def on_page_markdown(markdown: str, config: MkDocsConfig, **_: object) -> str:
    """Write the list of pages where it belongs."""
    listed = (f"- [{title}]({page}.md): {text}" for page, (title, text) in _present(Path(config.docs_dir)))
    return markdown.replace(_MARK, "\n".join(listed))


def _present(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    return ((page, told) for page, told in PAGES.items() if page in _MADE or (folder / f"{page}.md").exists())


def commands_page() -> str:
    """Every command with its help, as ``usher COMMAND --help`` prints it."""
    parts = ["# Commands\n\nMade from the code: what `--help` prints.\n"]
    parts += [f"## {path}\n\n```text\n{text}\n```\n" for path, text in _helps(main, "usher")]
    return "\n".join(parts)


def _helps(command: click.Command, path: str, parent: click.Context | None = None) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, max_content_width=90)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _helps(below, f"{path} {name}", context)


def settings_page() -> str:
    """Every setting, Slack scope, format and intent, each with what the code says of it."""
    settings = (
        (f"`{name.upper()}`", meaning(name), _default(field.default)) for name, field in Settings.model_fields.items()
    )
    formats = ((f"`{row.name}`", row.description) for row in FORMATS.values())
    return "\n\n".join(
        (
            "# Settings",
            "Made from the code. Settings are read from the environment and from `.env`; one that is empty is not set.",
            _table(("setting", "what it is", "where not set"), settings),
            "## Slack scopes\n\nEach is asked for by the manifest that `usher manifest` prints.",
            _table(("scope", "what for"), ((f"`{scope}`", text) for scope, text in SCOPES.items())),
            "## Formats\n\nWhat `--format` takes. [Programmes](programmes.md) says more of each.",
            _table(("format", "what it is"), formats),
            "## Intents\n\nHow a question may be read; [Answers](answers.md#intents) explains each.",
            ", ".join(f"`{intent}`" for intent in ANSWERS) + "\n",
        )
    )


def _default(value: object) -> str:
    return "" if value in (None, ()) else str(value)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
