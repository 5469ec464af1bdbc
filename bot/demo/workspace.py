"""What a chat workspace holds: made-up people, channels, messages, views, and what is scheduled; with its own clock.

All of it is in memory. Everything that changes it bumps ``version``, so that pages know when to look again.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

TEAM: Final = "T0DEMO"
APP: Final = "A0USHER"
BOT: Final = "U0USHER"
BOT_ID: Final = "B0USHER"

Record = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody to play: *zone* is an IANA name, None for one who never told Slack."""

    id: str
    name: str
    zone: str | None
    organiser: bool = False


PEOPLE: Final = (
    Person("U0ADA", "Ada", "America/Los_Angeles", organiser=True),
    Person("U0BEN", "Ben", "Europe/Berlin"),
    Person("U0CHITRA", "Chitra", "Asia/Kolkata"),
    Person("U0DELE", "Dele", None),
)
CHANNELS: Final = {"C0GENERAL": "general", "C0READING": "reading-group"}


class Clock:
    """A clock that was set to *now*, and goes on from there."""

    def __init__(self, now: datetime, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self.set(now)

    def __call__(self) -> datetime:
        """The instant that it shows, UTC."""
        return self._base + timedelta(seconds=self._monotonic() - self._set_at)

    def set(self, now: datetime) -> None:
        """Set it to *now*."""
        self._base, self._set_at = now.astimezone(UTC), self._monotonic()


@dataclass
class Workspace:
    """The workspace at the time that *clock* shows."""

    clock: Clock
    version: int = 0
    messages: list[Record] = field(default_factory=list)  # of all channels, in the order in which they were posted
    scheduled: dict[str, Record] = field(default_factory=dict)
    homes: dict[str, Record] = field(default_factory=dict)  # person -> view
    modals: dict[str, list[Record]] = field(default_factory=dict)  # person -> views, the uppermost last
    prompts: dict[str, list[Record]] = field(default_factory=dict)  # channel -> suggested prompts
    status: dict[str, str] = field(default_factory=dict)  # channel and thread -> what the bot says it does
    files: dict[str, Record] = field(default_factory=dict)
    refused: list[Record] = field(default_factory=list)  # what broke a limit of Slack's: what it was, and why
    responses: dict[str, Record] = field(default_factory=dict)  # what a response_url belongs to
    triggers: dict[str, str] = field(default_factory=dict)  # trigger -> person
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """A number that was never given out before."""
        return next(self._count)

    def changed(self) -> None:
        """Say that pages should look again."""
        self.version += 1

    def refuse(self, what: str, why: list[str]) -> None:
        """Keep that Slack would refuse *what*."""
        self.refused.append({"what": what, "why": why})
        self.changed()

    def stamp(self) -> str:
        """A time stamp for a message that is posted now, as Slack's are: unique, and in the order of posting."""
        return f"{self.clock().timestamp():.0f}.{self.number():06d}"

    def post(self, **message: Any) -> Record:
        """Post a message; *only_for* names the one person who sees it."""
        message = {"ts": self.stamp(), "reply_count": 0, **message}
        self.messages.append(message)
        self.changed()
        return message

    def message(self, channel: str, ts: str) -> Record | None:
        """The message with that time stamp."""
        return next((one for one in self.messages if one["channel"] == channel and one["ts"] == ts), None)

    def in_channel(self, channel: str, person: str | None = None) -> list[Record]:
        """The messages of *channel* that *person* sees, or everybody, oldest first."""
        return [one for one in self.messages if one["channel"] == channel and one.get("only_for") in (None, person)]

    def due(self) -> list[Record]:
        """What was scheduled for now or before, taken out of the schedule and posted."""
        now = self.clock().timestamp()
        ready = sorted(
            (one for one in self.scheduled.values() if one["post_at"] <= now), key=lambda one: one["post_at"]
        )
        for one in ready:
            del self.scheduled[one["id"]]
            self.post(**{key: value for key, value in one.items() if key not in {"id", "post_at"}}, user=BOT)
        return ready

    def response_url(self, base: str, **of: Any) -> str:
        """An address that takes answers to one request, five within half an hour."""
        token = f"{self.number()}"
        self.responses[token] = {**of, "left": 5, "until": time.monotonic() + 1800}
        return f"{base}/respond/{token}"

    def trigger(self, person: str) -> str:
        """A trigger that opens a view for *person*."""
        trigger = f"{self.number()}.trigger"
        self.triggers[trigger] = person
        return trigger


def direct(person: str) -> str:
    """The channel of *person*'s direct messages with the bot."""
    return f"D{person[1:]}"


def person_of(channel: str) -> str | None:
    """Whose direct messages with the bot *channel* holds; None where it is another channel."""
    return next((each.id for each in PEOPLE if direct(each.id) == channel), None)


def people() -> Mapping[str, Person]:
    """Everybody by their id."""
    return {each.id: each for each in PEOPLE}
