"""A pressed button: whose press it is, what it is about, and how to answer where it was pressed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from re import Pattern
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Message, View
from bot.carried import Carried, record_of
from bot.personal import Who
from bot.slack.deliver import respond_with
from bot.slack.faults import SLACK_FAULTS
from bot.slack.service import Service
from bot.slack.who import team_of, who_of

SHOWING: Final = 2.0  # seconds that a modal may take: a press is good for three, whatever Slack asks to wait

_log: Final = logging.getLogger(__name__)

Act = Callable[[Service, "Press"], Awaitable[None]]


@dataclass(frozen=True)
class Press:
    """A button that was pressed, in a message, a modal or the App Home."""

    action: Mapping[str, Any]
    body: Mapping[str, Any]
    client: AsyncWebClient
    respond: AsyncRespond

    @property
    def who(self) -> Who:
        """Who pressed."""
        return who_of(self.body)

    @property
    def ref(self) -> str | None:
        """The reference of the record that the button is about; None where it is not one of ours."""
        return record_of(self.action.get("value"))

    @property
    def carried(self) -> Carried | None:
        """The question that the button carries."""
        return Carried.read(self.action.get("value"))

    @property
    def view(self) -> Mapping[str, Any]:
        """The modal or the Home that the button is in; empty where it is in a message."""
        return self.body.get("view") or {}

    @property
    def in_modal(self) -> bool:
        """Whether the button is in a modal."""
        return self.view.get("type") == "modal"

    @property
    def private(self) -> bool:
        """Whether the button is in a message that only the person sees."""
        return bool(self._container.get("is_ephemeral"))

    @property
    def at(self) -> str:
        """Where the button is, as a key: what two presses of it have in common."""
        container = self._container
        place = container.get("message_ts") or container.get("view_id") or self.view.get("id")
        return f"{team_of(self.body)}:{container.get('channel_id')}:{place}"

    @property
    def thread(self) -> tuple[str, str] | None:
        """The channel of the message that the button is under, and the thread that it is in or begins."""
        channel, ts = self._container.get("channel_id"), self._thread_ts or self._container.get("message_ts")
        return (channel, ts) if channel and ts else None

    @property
    def _thread_ts(self) -> str | None:
        return self._container.get("thread_ts") or (self.body.get("message") or {}).get("thread_ts")

    @property
    def _container(self) -> Mapping[str, Any]:
        return self.body.get("container") or {}

    async def tell(self, message: Message, *, everybody: bool = False) -> None:
        """Show *message* to the person alone, or to *everybody* there, below: in the thread that the button is in."""
        to = "in_channel" if everybody else "ephemeral"
        thread = {"thread_ts": self._thread_ts} if self._thread_ts else {}  # else it would be out in the channel
        await respond_with(self.respond, message, response_type=to, replace_original=False, **thread)

    async def replace(self, message: Message) -> None:
        """Put *message* in the place of the one that the button is under."""
        await respond_with(self.respond, message, replace_original=True)

    async def open(self, view: View) -> bool:
        """Open *view*; False where Slack does not, as where the press is over three seconds old."""
        return await self._show("views.open", lambda: self.client.views_open(trigger_id=self._trigger, view=view))

    async def update(self, view: View) -> bool:
        """Put *view* in the place of the modal that the button is in; False where Slack does not: it may be closed."""
        return await self._show("views.update", lambda: self.client.views_update(view_id=self.view["id"], view=view))

    @property
    def _trigger(self) -> str:
        return str(self.body["trigger_id"])

    async def _show(self, method: str, call: Callable[[], Awaitable[object]]) -> bool:
        try:
            async with asyncio.timeout(SHOWING):
                await call()
        except SLACK_FAULTS as error:
            _log.warning("%s showed nothing (%s)", method, type(error).__name__)
            return False
        return True


def listen(app: AsyncApp, service: Service, actions: Mapping[str | Pattern[str], Act]) -> None:
    """Have *app* acknowledge each press of the action ids of *actions*, and act on it."""

    def listener(act: Act) -> Callable[..., Awaitable[None]]:
        async def pressed(
            ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
        ) -> None:
            await ack()
            await act(service, Press(action, body, client, respond))

        return pressed

    for action_id, act in actions.items():
        app.action(action_id)(listener(act))
