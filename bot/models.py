"""What a question, its reading and its answer are made of: frozen values, without I/O.

An answer is made of *lines*, and a line of *pieces*: plain words, words that stand out, links and moments.
No piece is markup. So nothing that a person or a programme wrote can format, link or mention by accident,
and each surface draws a moment in its own reader's zone.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from corpus.models import Link, Value, Window

MAX_INPUT: Final = 500  # characters of a message that are read; the rest is cut, and the answer says so
MAX_ITEMS: Final = 100  # items of one answer
PAGE_SIZE: Final = 5  # items of one page of a message

Surface = Literal["paper", "session", "mention"]


class Ask(Value):
    """A message as it was put: where, in which words, after which, when and in whose zone.

    *context* holds the same person's earlier messages in the thread, oldest first; *zone* is an IANA name.
    *about* is the reference of the record that it is about, whatever its words name. *own_zone* is the asking
    person's zone, where they want to see another. Times are *written* out where Slack would draw them to that person in
    another zone than theirs. *event* is the id of the one that is meant where none is named.
    """

    surface: Surface
    text: str
    context: tuple[str, ...] = ()
    now: AwareDatetime
    zone: str
    about: str = ""
    own_zone: str = ""
    written: bool = False
    event: str = ""


class Strong(Value):
    """Words that stand out."""

    text: str


class Anchor(Value):
    """Words that link."""

    text: str
    url: str


class Moment(Value):
    """A window, drawn in the reader's own zone: its day, its clock times, or both.

    An empty window is an instant.
    """

    window: Window
    show: Literal["day", "clock", "day and clock"] = "day and clock"


Piece = str | Strong | Anchor | Moment
Line = tuple[Piece, ...]


class Item(Value):
    """One record of an answer, as a list shows it.

    *ref* is the reference to the record, "paper:gshard". *kind* is the word a person would use (poster, oral,
    spotlight, talk, paper, keynote, workshop, session, post); *window* is when it is on, where that was published;
    *zone* is the IANA zone of its own page; *status* is a word about now ("on now", "next"); *note* is one line of
    what this answer adds about it.
    """

    id: str
    ref: str = ""
    kind: str
    title: str
    authors: tuple[str, ...] = ()
    session: str | None = None
    room: str = ""
    window: Window | None = None
    zone: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()
    status: str = ""
    note: Line = ()


class Choice(Value):
    """One of several things that a question may mean: its name, and the question that means it alone.

    *text* is what a person would type to ask that; *label* tells it from the other choices.
    """

    label: str
    text: str


class Answer(Value):
    """What is said to a question.

    *kind* names the rule that answered; *abstained* is true where the corpus does not hold the answer, and
    then *items* are only the nearest records and are headed as such. *lines* are the sentences that answer;
    *aside* is small print: how the question was read, where the facts come from. *examples* are inputs that
    work now, each as a person would type it. *total* counts all records where *items* was cut. *choices* are
    what the question may have meant, where several fit it equally. *zone* is the IANA zone of the event that the
    question is about.
    """

    kind: str
    abstained: bool = False
    lines: tuple[Line, ...] = ()
    items: Annotated[tuple[Item, ...], Field(max_length=MAX_ITEMS)] = ()
    total: int | None = None
    aside: tuple[Line, ...] = ()
    examples: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    zone: str = ""


class Viewer(Value):
    """Who looks: their IANA zone, and the instant they look at.

    *written* moments are in words, in that zone, also where each reader's own device could draw them in theirs.
    *starred* are the references that they starred; None where that is not known, or several people look.
    """

    zone: str
    now: AwareDatetime
    written: bool = False
    starred: frozenset[str] | None = None

    def has(self, ref: str) -> bool | None:
        """Whether they starred *ref*; None where that is not known."""
        return None if self.starred is None else ref in self.starred
