"""What a button carries: the question it belongs to, so that pressing it works after a restart.

A button's value is all that comes back from Slack when it is pressed; nothing is kept here in between. The
instant and the zone go along, so that another page, turned by anyone and at any time, is of the same answer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, Self

from pydantic import Field, ValidationError

from bot.models import MAX_INPUT, Ask, Surface
from bot.safe import clean, cut
from corpus.models import Value

MAX_VALUE: Final = 2_000  # characters of a button's value (Block Kit)
_MAX_REF: Final = 250
_MAX_ZONE: Final = 64
_REFERENCES: Final = ("paper:", "session:", "post:")
_LATEST: Final = 253402300799  # the last second of year 9999


def carry(ref: str) -> str:
    """A reference as the value of a button. One that is too long to carry names nothing afterwards."""
    return cut(clean(ref), _MAX_REF)


class Carried(Value):
    """A question and the page to show of its answer; *now* in whole seconds since 1970, UTC.

    *record* is the reference of the record that the button is about, of those that the answer lists.
    """

    surface: Surface
    text: str
    context: tuple[str, ...] = ()
    now: Annotated[int, Field(ge=0, le=_LATEST)]
    zone: str
    page: Annotated[int, Field(ge=0)] = 0
    about: str = ""
    own_zone: str = ""
    written: bool = False
    event: str = ""
    record: str = ""

    @classmethod
    def of(cls, ask: Ask, *, page: int = 0, record: str = "") -> Self:
        """*ask*, *page* and *record*, without what is too long to carry: the oldest context goes first."""
        carried = cls(
            surface=ask.surface,
            text=cut(clean(ask.text), MAX_INPUT + 1),  # one more, so that the answer still says it was cut
            context=tuple(cut(clean(text), MAX_INPUT) for text in ask.context),
            now=max(0, int(ask.now.timestamp())),
            zone=cut(clean(ask.zone), _MAX_ZONE),
            page=max(0, page),
            about=carry(ask.about),
            own_zone=cut(clean(ask.own_zone), _MAX_ZONE),
            written=ask.written,
            event=carry(ask.event),
            record=carry(record),
        )
        while carried.context and _units(carried.value()) > MAX_VALUE:
            carried = carried.model_copy(update={"context": carried.context[1:]})
        beyond = max(0, _units(carried.value()) - MAX_VALUE)
        return carried.model_copy(update={"text": carried.text[: max(0, len(carried.text) - beyond)]})

    @classmethod
    def read(cls, value: object) -> Self | None:
        """What a button's value says; None where it is not one of ours."""
        try:
            return cls.model_validate_json(value) if isinstance(value, str) else None
        except ValidationError:
            return None

    def value(self) -> str:
        """The button's value, compact JSON."""
        return self.model_dump_json(exclude_defaults=True)

    def ask(self) -> Ask:
        """The question as it was put."""
        return Ask(
            surface=self.surface,
            text=self.text,
            context=self.context,
            now=datetime.fromtimestamp(self.now, UTC),
            zone=self.zone,
            about=self.about,
            own_zone=self.own_zone,
            written=self.written,
            event=self.event,
        )


def record_of(value: object) -> str | None:
    """The reference that a button's value is, or carries with a question; None where it is not one of ours."""
    carried = Carried.read(value)
    ref = carried.record if carried else value
    return ref if isinstance(ref, str) and ref.startswith(_REFERENCES) else None


def _units(text: str) -> int:
    """The length of *text* as Slack's own clients count it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
