"""Messages that Usher sends of itself, as values; and what is to be done where other ones are wanted than before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, Literal

from pydantic import AwareDatetime

from corpus.models import Value

# new: Slack does not have it yet. handing: it is being handed over. held: Slack's scheduler has it. sent: posted.
# unwanted: Slack's scheduler has it, or may have, and shall let it go. letting: that is being asked.
State = Literal["new", "handing", "held", "sent", "unwanted", "letting"]


FIXED: Final = timedelta(seconds=60)  # before its time a scheduled message can no longer be withdrawn


class Owner(Value):
    """What wants messages, by its *name* within workspace *team*, and to whom they go."""

    team: str
    recipient: str
    name: str


class Outgoing(Value):
    """A message to *recipient*, a person or a channel of workspace *team*, at *post_at*, or at once where it is None.

    *owner* names what wants it. *about* says what it tells of, so that nothing is told twice. *message* holds what
    chat.postMessage takes as text and blocks. The *key* tells it from all others: the same want is the same row.
    """

    key: str
    team: str
    recipient: str
    owner: str
    post_at: AwareDatetime | None
    message: Mapping[str, Any]
    about: tuple[str, ...] = ()


class Kept(Value):
    """An outgoing message as it stands: its *state*, and where Slack has it."""

    outgoing: Outgoing
    state: State
    made_at: AwareDatetime
    tried_at: AwareDatetime | None = None
    channel: str | None = None
    slack_id: str | None = None


class Outcome(Value):
    """What came of a message claimed as *was*: Slack has it, it is gone, or it is tried again at *retry_at*."""

    key: str
    was: State
    to: Literal["held", "sent", "gone", "again"]
    channel: str | None = None
    slack_id: str | None = None
    retry_at: AwareDatetime | None = None


class Plan(Value):
    """What is to be *added*, and the keys of what is no longer *wanted*."""

    added: tuple[Outgoing, ...] = ()
    unwanted: tuple[str, ...] = ()


def outgoing(
    to: Owner, message: Mapping[str, Any], *, at: AwareDatetime | None, about: Iterable[str] = (), occasion: str = ""
) -> Outgoing:
    """*message* to whom *to* says, with a key by what it says and when: where either changes, it is another message.

    What is sent at once may be said again on another *occasion*.
    """
    when = occasion if at is None else str(int(at.timestamp()))
    said = json.dumps([to.recipient, message], sort_keys=True, ensure_ascii=False).encode()
    return Outgoing(
        key=f"{to.team}:{to.name}:{when}:{hashlib.sha256(said).hexdigest()[:16]}",
        team=to.team,
        recipient=to.recipient,
        owner=to.name,
        post_at=at,
        message=dict(message),
        about=tuple(about),
    )


def plan(wanted: Iterable[Outgoing], kept: Iterable[Kept], *, now: AwareDatetime) -> Plan:
    """How to come from what is *kept* of one owner to what is *wanted*; what was sent already stays as it is."""
    by_key = {each.key: each for each in wanted}
    kept = tuple(kept)
    alive = {each.outgoing.key for each in kept if each.state not in {"unwanted", "letting"}}
    return Plan(
        added=tuple(each for key, each in by_key.items() if key not in alive),
        unwanted=tuple(each.outgoing.key for each in kept if each.outgoing.key not in by_key and not said(each, now)),
    )


def said(kept: Kept, now: AwareDatetime) -> bool:
    """Whether the recipient has read it, or will: Slack lets nothing go that is due within a minute."""
    at = kept.outgoing.post_at
    return kept.state == "sent" or (kept.state == "held" and at is not None and at <= now + FIXED)
