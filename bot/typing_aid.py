"""Typing in the terminal: commands, titles, people and sessions are offered, and what was typed before is kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, ThreadedCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.desk import Desk
from bot.terminal import COMMANDS

_LEAST: Final = 2  # letters from which something is offered
_MOST: Final = 12  # things offered at once
_WORDS: Final = 4  # words at the start of a title, each of which may be typed first
_TAIL: Final = 6  # words before the cursor that may begin a title
_TIMES: Final = ("now", "next", "today", "tomorrow", "this morning", "this afternoon")


class Names(Completer):
    """Offers what the programme of *desk* names; the names are put in order when something is first typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        """What the text before the cursor may go on to be."""
        typed = document.text_before_cursor
        if typed.startswith("/") and " " not in typed:
            for command, meaning in COMMANDS.items():
                if command.startswith(typed):
                    yield Completion(f"{command} ", -len(typed), display=command, display_meta=meaning)
            return
        for begun in _begun(typed.removeprefix("/paper ").removeprefix("/session ")):
            found = list(islice(self._beginning(begun), _MOST))
            if typed.startswith("/session "):
                found = [time for time in _TIMES if time.startswith(begun)] + found
            if found:
                yield from (Completion(name, -len(begun)) for name in found)
                return

    def _beginning(self, begun: str) -> Iterator[str]:
        """The names of which a part begins as *begun* does, each once."""
        folded, seen = begun.casefold(), set()
        for key, name in islice(self._keys, bisect_left(self._keys, (folded, "")), None):
            if not key.startswith(folded):
                return
            if name not in seen:
                seen.add(name)
                yield name

    @cached_property
    def _keys(self) -> list[tuple[str, str]]:
        catalog = self._desk.catalog
        papers = tuple(catalog.papers.values())
        titles = [
            *(paper.title for paper in papers),
            *(session.title for session in catalog.sessions.values()),
            *(post.title for post in catalog.posts.values()),
        ]
        people = [*(name for paper in papers for name in paper.authors), *(role.name for role in catalog.roles)]
        return sorted({(key, name) for name in {*titles, *people} for key in _starts(name)})


def _starts(name: str) -> Iterator[str]:
    """*name* from each of its first words on."""
    words = name.casefold().split()
    return (" ".join(words[place:]) for place in range(min(_WORDS, len(words))))


def _begun(text: str) -> Iterable[str]:
    """What at the end of *text* may begin a name, the longest first."""
    words = text.lstrip().split(" ")
    tails = (" ".join(words[place:]) for place in range(max(0, len(words) - _TAIL), len(words)))
    return (tail for tail in tails if len(tail) >= _LEAST)


def history(path: Path) -> History:
    """What was typed before, kept in *path*, which only its owner reads; in memory where that cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


def lines(desk: Desk, kept: History | None = None) -> Iterator[str]:
    """What a person types, line by line, until they end it."""
    session: PromptSession[str] = PromptSession(
        history=kept or history(user_state_path("usher") / "history"),
        completer=ThreadedCompleter(Names(desk)),
        complete_while_typing=True,
    )
    while True:
        try:
            yield session.prompt("> ")
        except (EOFError, KeyboardInterrupt):
            return
