"""What Usher has to say of itself, kept in step with stars, subscriptions and the programme.

Everything is written to the outbox first; the courier takes it from there. Each part can be done again at any time, by
any process: what is wanted already stays, and of several that take up a new programme one tells of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot import alerts, digests
from bot.agenda import agenda
from bot.alerts import Outline, ref_of, worth_telling
from bot.blocks import Message
from bot.blocks.telling import telling
from bot.desk import Desk
from bot.models import Viewer
from bot.outgoing import Kept, Outgoing, Owner, Plan, outgoing, plan, said
from bot.personal import DEFAULT_LEAD, Subscription, Who
from bot.reminders import reminders
from bot.slack.service import Service
from corpus.diff import Change
from corpus.models import Records

_Said = tuple[Owner, Mapping[str, Any], tuple[str, ...]]  # to whom, what, and of which records

_log: Final = logging.getLogger(__name__)


async def keep_reminders(service: Service, who: Who, _client: AsyncWebClient | None = None) -> None:
    """Have *who* reminded of what they starred, and of nothing else. Raises StateError."""
    state, now, desk = service.state, service.clock(), service.programme.desk
    stars, choices = await asyncio.gather(state.stars.of(who), state.people.choices(who))
    viewer = Viewer(zone=choices.zone or desk.catalog.zone(desk.home), now=now)
    owner = Owner(team=who.team, recipient=who.person, name=f"reminders:{who.person}")
    lead = DEFAULT_LEAD if choices.lead is None else choices.lead
    plans = agenda(stars, desk, now=now)

    def choose(kept: Sequence[Kept]) -> Plan:
        told = {mark for each in kept if said(each, now) for mark in each.outgoing.about}
        wanted = (
            outgoing(owner, _body(telling(each.lines, each.items, viewer)), at=each.at, about=each.about)
            for each in reminders(plans, lead=lead, now=now, told=told)
        )
        return plan(wanted, kept, now=now)

    await state.outbox.replace(who.team, owner.name, choose, now=now)


async def keep_subscription(service: Service, subscription: Subscription, made: Tellings | None = None) -> None:
    """Have a channel told what it asked for, and nothing else. Raises StateError."""
    now, identifier = service.clock(), subscription.owner
    event = await service.state.channels.event(subscription.team, subscription.channel)
    owner = Owner(team=subscription.team, recipient=subscription.channel, name=identifier)
    wanted = [
        outgoing(owner, body, at=at)
        for at, body in (made or Tellings(service.programme.desk, now)).of(subscription, event)
    ]

    def choose(kept: Sequence[Kept]) -> Plan:
        planned = _but_changes(kept)
        told = {each.outgoing.post_at for each in planned if said(each, now)}
        return plan([each for each in wanted if each.post_at not in told], planned, now=now)

    await service.state.outbox.replace(owner.team, identifier, choose, now=now)
    left = await service.state.channels.of(subscription.team, subscription.channel)
    if identifier not in {each.owner for each in left}:  # it was ended meanwhile
        await service.state.outbox.replace(owner.team, identifier, lambda kept: plan((), kept, now=now), now=now)


class Tellings:
    """What subscriptions are to be told by *desk*, each made once, however many channels ask for the same."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk = desk
        self._now = now
        self._topics: dict[str, digests.Topic] = {}
        self._made: dict[object, list[tuple[datetime, Mapping[str, Any]]]] = {}

    def topic(self, text: str) -> digests.Topic:
        """What *text* limits a subscription to."""
        if text not in self._topics:
            self._topics[text] = digests.Topic(text, self._desk, now=self._now)
        return self._topics[text]

    def of(self, one: Subscription, event: str | None) -> list[tuple[datetime, Mapping[str, Any]]]:
        """The messages of one subscription, with their times."""
        key = (one.kind, one.topic, one.minute, one.zone, event)
        if key not in self._made:
            found = digests.tellings(one, self._desk, self.topic(one.topic), event=event, now=self._now)
            viewer = Viewer(zone=one.zone or self._desk.catalog.zone(event), now=self._now)
            self._made[key] = [(each.at, _body(telling(each.lines, each.items, viewer))) for each in found]
        return self._made[key]


async def take_up(service: Service, *, older: bool = False) -> bool:
    """Tell what changed in the programme since people were told last, and keep all else in step with it.

    A programme older than what people were told may be that of a process that does not have the new one yet: nothing
    of it is told or kept, unless *older* says that it is meant. Returns whether it was taken up. Raises StateError.
    """
    # the desk last: where it is swapped meanwhile, an older time makes it wait for the next round
    made = (await asyncio.to_thread(lambda: service.programme.health)).changed
    told, desk = await service.state.told.outline(), service.programme.desk
    outline = await asyncio.to_thread(alerts.outline, desk.catalog.records, made)
    if told is not None and outline.older(told) and not older:
        return False
    changed = told is None or told.version != outline.version
    if not changed and told is not None and told.older(outline):
        await service.state.told.tell(outline, was=told.version, messages=(), now=service.clock())
    if changed:
        was = told.version if told else None
        occasion = f"{outline.version}@{service.clock().timestamp()}"
        messages = await _alerts(service, desk, told, occasion) if told else []
        if await service.state.told.tell(outline, was=was, messages=messages, now=service.clock()):
            _log.info("the programme is another one: messages=%d", len(messages))
    await keep_all(service)
    return True


async def keep_all(service: Service) -> None:
    """Keep everybody's reminders and all subscriptions in step with the programme. Raises StateError."""
    # also those without a star any more, whose reminder a crash may have left
    everybody = dict.fromkeys((*await service.state.stars.everybody(), *await service.state.outbox.reminded()))
    for who in everybody:
        await keep_reminders(service, who)
    made = Tellings(service.programme.desk, service.clock())
    for subscription in await service.state.channels.all():
        await keep_subscription(service, subscription, made)


async def _alerts(service: Service, desk: Desk, told: Outline, occasion: str) -> list[Outgoing]:
    """The messages about what changed, to those who starred it and to the channels that follow it."""
    try:
        old: Records = await asyncio.to_thread(alerts.unpacked, told.records)
    except ValueError:
        _log.warning("what people were told last cannot be read, so nothing is told of what changed")
        return []
    changes = await asyncio.to_thread(worth_telling, old, desk.catalog.records)
    events = alerts.events_of(old, desk.catalog.records)
    told_ = [*await _to_people(service, desk, changes), *await _to_channels(service, desk, changes, events)]
    return [outgoing(owner, body, at=None, about=about, occasion=occasion) for owner, body, about in told_]


async def _to_people(service: Service, desk: Desk, changes: Sequence[Change]) -> list[_Said]:
    made: list[_Said] = []
    now = service.clock()
    mine = [change for change in changes if change.what != "new"]
    for who, refs in (await service.state.stars.starring({ref_of(change) for change in mine})).items():
        choices = await service.state.people.choices(who)
        viewer = Viewer(zone=choices.zone or desk.catalog.zone(desk.home), now=now)
        lines = alerts.alert([change for change in mine if ref_of(change) in refs], starred=True)
        owner = Owner(team=who.team, recipient=who.person, name=f"alerts:{who.person}")
        made.append((owner, _body(telling(lines, (), viewer)), refs))
    return made


async def _to_channels(
    service: Service, desk: Desk, changes: Sequence[Change], events: Mapping[str, str | None]
) -> list[_Said]:
    made: list[_Said] = []
    now = service.clock()
    tellings = Tellings(desk, now)
    for one in await service.state.channels.all():
        if one.kind != "changes":
            continue
        topic, event = tellings.topic(one.topic), await service.state.channels.event(one.team, one.channel)
        viewer = Viewer(zone=desk.catalog.zone(event or desk.home), now=now)
        mine = [change for change in changes if event in (None, events.get(ref_of(change)))]
        theirs = [change for change in mine if topic.holds(ref_of(change), change.title)]
        if theirs:
            owner = Owner(team=one.team, recipient=one.channel, name=one.owner)
            body = _body(telling(alerts.alert(theirs, starred=False), (), viewer))
            made.append((owner, body, tuple(map(ref_of, theirs))))
    return made


def _but_changes(kept: Iterable[Kept]) -> list[Kept]:
    """*kept* without what is to be said at once, which is not planned."""
    return [each for each in kept if each.outgoing.post_at is not None]


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}
