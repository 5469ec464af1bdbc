"""The terminal: answers in 80 columns, and a session in which one types as in Slack."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from bot.answer import reply
from bot.desk import Desk
from bot.details import LIKE, details
from bot.models import PAGE_SIZE, Answer, Ask, Surface, Viewer
from bot.plain import paragraph, to_text

WIDTH: Final = 80
_CONTEXT: Final = 6  # earlier questions that a follow-up may mean
_INDENT: Final = re.compile(r" *")
_NOTHING: Final = Answer(kind="none")
COMMANDS: Final = {
    "/paper": "find a paper, a talk or its authors",
    "/session": "what is on, and when",
    "/more": "the next page",
    "/new": "a new thread",
    "/quit": "the end",
}

_Button = tuple[int, str, Callable[[], str]]  # its own number or 0, its label, what it does


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
    """A session in the terminal over *desk*: what is typed, in what zone, at what time, after which questions.

    Under an answer stand its buttons as numbers, which do what they do in Slack. *plain*: without them, and in lines
    of any length, as scripts read it.
    """

    desk: Desk
    clock: Callable[[], datetime]
    zone: str
    plain: bool = False
    earlier: list[str] = field(default_factory=list)
    shown: Answer = _NOTHING
    surface: Surface = "mention"
    page: int = 0
    offers: dict[int, Callable[[], str]] = field(default_factory=dict)

    def say(self, typed: str) -> str | None:
        """The answer to *typed* as text; None where it ends the session."""
        command, _, rest = typed.strip().partition(" ")
        match command:
            case "/quit" | "/exit":
                return None
            case "/more":
                return self._turn(1)
            case "/new":
                self.earlier.clear()
                return "A new thread: follow-ups no longer look back."
            case "/paper" | "/session":
                return self._ask("paper" if command == "/paper" else "session", rest)
            case _ if command.startswith("/"):
                return f"There is no {command} here. Try {', '.join(COMMANDS)}, or a plain question."
            case _ if self.offers and command.isdecimal() and not rest:
                return self.offers.get(int(command), self._no_such)()
            case _:
                return self._ask("mention", typed.strip())

    def _ask(self, surface: Surface, text: str, about: str = "") -> str:
        context = tuple(self.earlier[-_CONTEXT:]) if surface == "mention" and not about else ()
        self.surface, self.page = surface, 0
        ask = Ask(surface=surface, text=text, context=context, now=self.clock(), zone=self.zone, about=about)
        self.shown = reply(ask, self.desk)
        self.earlier.append(f"#{about}" if about else text)  # a reference is read as what it names
        return self._drawn()

    def _turn(self, by: int) -> str:
        if not 0 <= (self.page + by) * PAGE_SIZE < len(self.shown.items):
            return "There is no more."
        self.page += by
        return self._drawn()

    def _drawn(self) -> str:
        bare = self.shown if self.plain else self.shown.model_copy(update={"choices": ()})
        text = to_text(bare, Viewer(zone=self.zone, now=self.clock()), page=self.page)
        return self._with_offers(text, self._buttons())

    def _buttons(self) -> Iterable[_Button]:
        """What can be done with the answer: labels and what each does; a list's own numbers come first."""
        first, items = self.page * PAGE_SIZE, self.shown.items
        listed = items[first : first + PAGE_SIZE]
        if len(items) > 1:
            for place, item in enumerate(listed, first + 1):
                yield place, "details", partial(self._details, item.ref)
        elif listed and listed[0].ref:
            yield from self._of_record(listed[0].ref, details=True)
        for choice in self.shown.choices:
            if choice.label not in {item.title for item in listed}:
                yield 0, choice.label, partial(self._ask, self.surface, choice.text)
        if first + PAGE_SIZE < len(items):
            yield 0, "next page", partial(self._turn, 1)
        if first:
            yield 0, "previous page", partial(self._turn, -1)

    def _of_record(self, ref: str, *, details: bool) -> Iterable[_Button]:
        if details:
            yield 0, "details", partial(self._details, ref)
        yield 0, "more like this", partial(self._ask, "mention", LIKE, ref)

    def _details(self, ref: str) -> str:
        told = details(ref, self.desk, now=self.clock())
        viewer = Viewer(zone=self.zone, now=self.clock())
        parts = (paragraph(lines, viewer) for lines in (told.head, told.text, told.links, told.sources))
        self.earlier.append(f"#{ref}")
        return self._with_offers("\n\n".join(filter(None, parts)), self._of_record(ref, details=False))

    def _with_offers(self, text: str, buttons: Iterable[_Button]) -> str:
        """*text* with the numbers below it; each button without a number of its own gets the next one."""
        self.offers = {}
        labels: dict[str, list[int]] = {}
        for own, label, does in buttons if not self.plain else ():
            number = own or max(self.offers, default=0) + 1
            self.offers[number] = does
            labels.setdefault(label, []).append(number)
        offered = " · ".join(f"[{_span(numbers)}] {label}" for label, numbers in labels.items())
        return "\n\n".join(filter(None, (text if self.plain else wrapped(text), wrapped(offered))))

    def _no_such(self) -> str:
        return f"There is no such number: {_span(sorted(self.offers))} can be typed here."


def _span(numbers: Sequence[int]) -> str:
    return f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def talk(chat: Chat, lines: Iterable[str], show: Callable[[str], None]) -> None:
    """Answer *lines* until they end or one of them ends the session."""
    for line in lines:
        if not line.strip():
            continue
        text = chat.say(line)
        if text is None:
            return
        show(f"{text}\n")
