"""``/usher subscribe``, ``subscriptions``, ``unsubscribe`` and ``event``: what a channel gets without asking."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, notice
from bot.blocks.subscriptions import END, OFFER, offers, overview
from bot.digests import Topic
from bot.safe import clean
from bot.slack.deliver import respond_with
from bot.slack.faults import SLACK_FAULTS, code_of
from bot.slack.rounds import keep_subscription
from bot.slack.service import Service
from bot.slack.who import team_of, who_of
from bot.state import StateError
from bot.subscribing import MOST, USUAL, WHAT, Wish, chosen, clock, described, read_wish
from corpus.names import words as folded

INVITE: Final = "I am not in this channel. Type /invite @usher here, then try again."
LATER: Final = "That could not be done just now. Please try again in a moment."
MISREAD: Final = "I can't read that time. Try: /usher subscribe digest at 8:30"
UNKNOWN: Final = "I can't tell what to subscribe to from that. There is digest, starting and changes."
FULL: Final = f"This channel has {MOST} subscriptions, which is as many as I keep. /usher subscriptions ends some."
ALREADY: Final = "This channel has that already."
NONE: Final = "This channel is subscribed to nothing. /usher subscribe says what there is."
NO_SUCH: Final = "This channel has no such subscription. /usher subscriptions shows what it has."
ENDED: Final = "Ended: "

_CLOSED: Final = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}

Payload = dict[str, Any]


def register(app: AsyncApp, service: Service) -> None:
    """Listen to the buttons under what there is, and under what a channel has."""

    async def end(ack: AsyncAck, action: Payload, body: Payload, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        who, team, channel = who_of(body), team_of(body), _channel(body)
        try:
            for each in await service.state.channels.of(team, channel):
                if each.owner == action.get("value"):
                    await service.state.channels.end(each)
            left = await service.state.channels.of(team, channel)
        except StateError:
            await respond_with(respond, notice(LATER), response_type="ephemeral", replace_original=False)
            return
        await respond_with(respond, overview(left) if left else notice(NONE), replace_original=True)
        await service.changed(who, client)

    async def offered(
        ack: AsyncAck, action: Payload, body: Payload, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        command = {"team_id": team_of(body), "channel_id": _channel(body), "user_id": body["user"]["id"]}
        await subscribe(service, client, command, respond, str(action.get("value") or ""))

    app.action(END)(end)
    app.action(re.compile(f"^{re.escape(OFFER)}"))(offered)


async def subscribe(
    service: Service, client: AsyncWebClient, command: Payload, respond: AsyncRespond, words: str
) -> None:
    """``/usher subscribe …``: subscribe the channel, and say so in it; without words, what there is."""
    wish = read_wish(words)
    if wish is None or wish.kind is None:
        said = MISREAD if wish is None else UNKNOWN if wish.topic else None
        await _say(respond, notice(said) if said else offers())
        return
    try:
        await _say(respond, notice(await _subscribed(service, client, command, wish)))
    except StateError:
        await _say(respond, notice(LATER))
        return
    await service.changed(who_of(command), client)


async def unsubscribe(
    service: Service,
    client: AsyncWebClient,
    command: Payload,
    respond: AsyncRespond,
    words: str,
) -> None:
    """``/usher unsubscribe …``: end what is named; where several are and none is named, show them."""
    wish = read_wish(words)
    team, channel = who_of(command).team, command["channel_id"]
    try:
        held = await service.state.channels.of(team, channel)
        which = chosen(wish, held) if wish else ()
        if not held or not which:
            await _say(respond, notice(NO_SUCH if held else NONE))
        elif len(which) > 1 and words.strip().casefold() != "all" and wish and wish.kind is None:
            await _say(respond, overview(held))
        else:
            for each in which:
                await service.state.channels.end(each)
            await service.changed(who_of(command), client)
            await _say(respond, notice(ENDED + "; ".join(map(described, which))))
    except StateError:
        await _say(respond, notice(LATER))


async def subscriptions(
    service: Service,
    _client: AsyncWebClient,
    command: Payload,
    respond: AsyncRespond,
    _words: str,
) -> None:
    """``/usher subscriptions``: what the channel has, each with a button that ends it."""
    try:
        held = await service.state.channels.of(who_of(command).team, command["channel_id"])
    except StateError:
        await _say(respond, notice(LATER))
        return
    await _say(respond, overview(held) if held else notice(NONE))


async def choose_event(
    service: Service,
    client: AsyncWebClient,
    command: Payload,
    respond: AsyncRespond,
    words: str,
) -> None:
    """``/usher event <name>``: the event that the channel is about; "any" lets it be about none of its own."""
    team, channel = who_of(command).team, command["channel_id"]
    events = service.programme.desk.catalog.events
    said = set(folded(words))
    fitting = [each for each in events.values() if said and said <= {*folded(each.name), *folded(each.id)}]
    try:
        if said & {"any", "all", "none"} and not fitting:
            await service.state.channels.mean(team, channel, None)
            told = "This channel is about no event of its own now."
        elif len(fitting) == 1:
            await service.state.channels.mean(team, channel, fitting[0].id)
            told = f"This channel is about {clean(fitting[0].name)} now."
        else:
            names = ", ".join(clean(each.name) for each in (fitting or list(events.values()))[:10])
            await _say(respond, notice(f"Which event? I know {names or 'none'}."))
            return
        for each in await service.state.channels.of(team, channel):
            await keep_subscription(service, each)
        await service.changed(who_of(command), client)
        await _say(respond, notice(told))
    except StateError:
        await _say(respond, notice(LATER))


async def _subscribed(service: Service, client: AsyncWebClient, command: Payload, wish: Wish) -> str:
    """Do what *wish* asks for the channel: what the person is told. Raises StateError."""
    assert wish.kind is not None  # noqa: S101 - the caller looked
    who, channel, channels = who_of(command), command["channel_id"], service.state.channels
    desk, now = service.programme.desk, service.clock()
    held = await channels.of(who.team, channel)
    if len(held) >= MOST:
        return FULL
    topic = await asyncio.to_thread(Topic, wish.topic, desk, now=now)
    if topic.empty:
        return f"Nothing in the programme fits “{clean(wish.topic)}”, so there would be nothing to tell."
    event = await channels.event(who.team, channel) or desk.home or desk.catalog.event_at(now)
    at = {"minute": USUAL if wish.minute is None else wish.minute, "zone": desk.catalog.zone(event)}
    what = {"kind": wish.kind, "topic": wish.topic, **(at if wish.kind == "digest" else {})}
    made = await channels.subscribe(who, channel, now=now, **what)
    if made is None:
        return ALREADY
    if refused := await _announce(client, channel, wish, str(at["zone"])):
        before = next((each for each in held if each.owner == made.owner), None)
        if before is None:
            await channels.end(made)
        else:  # it had this digest at another hour
            await channels.subscribe(who, channel, now=now, **{**what, "minute": before.minute, "zone": before.zone})
        return refused
    await keep_subscription(service, made)
    return f"Done: {described(made)}. /usher subscriptions shows all, and ends them."


async def _announce(client: AsyncWebClient, channel: str, wish: Wish, zone: str) -> str:
    """Tell the channel what it gets from now on, which shows that Usher may write there; what is wrong where not."""
    assert wish.kind is not None  # noqa: S101 - the caller looked
    at = f" at {clock(wish.minute)} ({zone})" if wish.kind == "digest" else ""
    about = f" about “{wish.topic}”" if wish.topic else ""
    message = notice(f"From now on I post {WHAT[wish.kind]}{at}{about} here. /usher subscriptions ends that.")
    try:
        await client.chat_postMessage(channel=channel, text=message.text, blocks=list(message.blocks))
    except SlackApiError as error:
        return INVITE if code_of(error) in _CLOSED else LATER
    except SLACK_FAULTS:
        return LATER
    return ""


def _channel(body: Payload) -> str:
    return str((body.get("channel") or {}).get("id") or body.get("container", {}).get("channel_id") or "")


async def _say(respond: AsyncRespond, message: Message) -> None:
    await respond_with(respond, message, response_type="ephemeral", replace_original=False)
