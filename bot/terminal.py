"""The terminal: answers in 80 columns, and a session in which one types as in Slack."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.models import PAGE_SIZE, Answer, Ask, Surface, Viewer
from bot.plain import to_text

WIDTH: Final = 80
_CONTEXT: Final = 6  # earlier questions that a follow-up may mean
_INDENT: Final = re.compile(r" *")
Respond = Callable[[Ask], Answer]


def wrapped(text: str, width: int = WIDTH) -> str:
    """*text* in lines of at most *width* columns, each continued behind its own indent; addresses stay whole."""
    return "\n".join(
        textwrap.fill(
            line,
            width,
            subsequent_indent=_INDENT.match(line)[0] + "  ",  # type: ignore[index]
            break_long_words=False,
            break_on_hyphens=False,
        )
        if len(line) > width
        else line
        for line in text.split("\n")
    )


@dataclass
class Chat:
    """A session in the terminal: what is typed, in what zone, at what time, after which questions."""

    respond: Respond
    clock: Callable[[], datetime]
    zone: str
    earlier: list[str] = field(default_factory=list)
    shown: Answer | None = None
    page: int = 0

    def say(self, typed: str) -> str | None:
        """The answer to *typed* as text; None where it ends the session."""
        command, _, rest = typed.strip().partition(" ")
        match command:
            case "/quit" | "/exit":
                return None
            case "/more":
                return self._more()
            case "/new":
                self.earlier.clear()
                return "A new thread: follow-ups no longer look back."
            case "/paper" | "/session":
                return self._ask("paper" if command == "/paper" else "session", rest)
            case _ if command.startswith("/"):
                return f"There is no {command} here. Try /paper, /session, /more, /new, /quit, or a plain question."
            case _:
                return self._ask("mention", typed.strip())

    def _ask(self, surface: Surface, text: str) -> str:
        context = tuple(self.earlier[-_CONTEXT:]) if surface == "mention" else ()
        self.shown, self.page = (
            self.respond(Ask(surface=surface, text=text, context=context, now=self.clock(), zone=self.zone)),
            0,
        )
        self.earlier.append(text)
        return self._drawn()

    def _more(self) -> str:
        if self.shown is None or (self.page + 1) * PAGE_SIZE >= len(self.shown.items):
            return "There is no more."
        self.page += 1
        return self._drawn()

    def _drawn(self) -> str:
        assert self.shown is not None  # noqa: S101 - drawn only after an answer
        text = wrapped(to_text(self.shown, Viewer(zone=self.zone, now=self.clock()), page=self.page))
        rest = len(self.shown.items) - (self.page + 1) * PAGE_SIZE
        return f"{text}\n\n(/more shows the next {min(rest, PAGE_SIZE)})" if rest > 0 else text


def talk(chat: Chat, lines: Iterable[str], show: Callable[[str], None]) -> None:
    """Answer *lines* until they end or one of them ends the session."""
    for line in lines:
        if not line.strip():
            continue
        text = chat.say(line)
        if text is None:
            return
        show(f"{text}\n")
