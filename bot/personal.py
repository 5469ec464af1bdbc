"""What is one person's own, as values: who they are in Slack, what they starred, what they chose."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from corpus.models import Value

DEFAULT_LEAD: Final = 10  # minutes


class Who(Value):
    """A person in Slack: their id, which means something only within their workspace, *team*."""

    team: str
    person: str


class Star(Value):
    """One record that a person starred, by its reference; *title* and *event* are as they were then."""

    record: str
    title: str
    event: str | None
    starred_at: AwareDatetime


class Choices(Value):
    """What a person chose; what is None was not chosen.

    *zone* is an IANA name that comes before what Slack says. *lead* is how many minutes before a starred talk
    they are reminded, 0 for never. *language* is that of the dates in texts. *public* answers to commands are
    seen by the whole channel. *followups* False keeps Usher out of threads unless it is mentioned.
    """

    zone: str | None = None
    lead: Annotated[int, Field(ge=0, le=24 * 60)] | None = None
    language: str | None = None
    public: bool | None = None
    followups: bool | None = None


Kind = Literal["digest", "starting", "changes"]


class Subscription(Value):
    """What a channel asked for: a *digest* of each day, what is *starting*, or *changes*; of *topic*, "" for all.

    A digest comes at *minute* after midnight in *zone*. *id* and *made_at* together name it: an id may be given out
    again.
    """

    id: int
    team: str
    channel: str
    kind: Kind
    topic: str = ""
    minute: int | None = None
    zone: str | None = None
    made_at: int = 0

    @property
    def owner(self) -> str:
        """What its messages belong to."""
        return f"subscription:{self.id}:{self.made_at}"
