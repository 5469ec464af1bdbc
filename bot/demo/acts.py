"""What people do in the workspace, as the requests that Slack would send for it.

Every act returns the requests in the order of sending; a request is a form or an object, to be signed.
Source: docs.slack.dev/interactivity and /reference/events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bot.demo.workspace import APP, BOT, BOT_ID, CHANNELS, TEAM, Record, Workspace, direct, person_of

_MENTION: Final = re.compile(r"@usher\b", re.IGNORECASE)
_LINK: Final = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)'\"]")  # what ends a sentence is no part of it


class ActError(Exception):
    """Something that cannot be done here; the message is a sentence."""


@dataclass
class Acts:
    """What people do in *workspace*; answers come back to *base*, and links to *domains* are told of."""

    workspace: Workspace
    base: str
    domains: Sequence[str] = ()

    def say(self, person: str, channel: str, text: str, *, thread: str | None = None) -> Sequence[Record]:
        """*person* writes *text*; of its links, those that the bot asked for are told of too."""
        if channel not in CHANNELS and channel != direct(person):
            raise ActError("There is no such channel.")
        written = _written(text)
        message = self.workspace.post(channel=channel, user=person, text=written, thread_ts=thread, blocks=[])
        said = {
            "user": person,
            "text": written,
            "ts": message["ts"],
            "channel": channel,
            "event_ts": message["ts"],
            **({"thread_ts": thread} if thread else {}),
        }
        kind = "im" if person_of(channel) else "channel"
        requests = [_event(self.workspace, {"type": "message", "channel_type": kind, **said})]
        if f"<@{BOT}>" in written and kind == "channel":
            requests.insert(0, _event(self.workspace, {"type": "app_mention", **said}))
        if links := [
            {"url": url, "domain": urlsplit(url).hostname} for url in _LINK.findall(text) if _within(url, self.domains)
        ]:
            shared = {
                "type": "link_shared",
                "user": person,
                "channel": channel,
                "message_ts": message["ts"],
                "links": links,
            }
            requests.append(
                _event(self.workspace, {**shared, "event_ts": message["ts"], "source": "conversations_history"})
            )
        return requests

    def command(self, person: str, channel: str, typed: str) -> Sequence[Record]:
        """*person* types a slash command."""
        name, _, text = typed.strip().partition(" ")
        return [
            {
                "form": {
                    "command": name,
                    "text": text.strip(),
                    "user_id": person,
                    "user_name": person.casefold(),
                    "channel_id": channel,
                    "channel_name": CHANNELS.get(channel, "directmessage"),
                    "team_id": TEAM,
                    "team_domain": "demo",
                    "api_app_id": APP,
                    "trigger_id": self.workspace.trigger(person),
                    "response_url": self.workspace.response_url(self.base, channel=channel, person=person),
                }
            }
        ]

    def press(self, person: str, action: Mapping[str, Any], at: Mapping[str, Any]) -> Sequence[Record]:
        """*person* uses a button or a menu, *action*, of the message or view that *at* names."""
        payload = {
            **_interaction(self.workspace, "block_actions", person),
            "actions": [{"action_ts": self.workspace.stamp(), **action}],
        }
        if view := _view(self.workspace, person, at.get("view")):
            payload |= {"view": {**view, "state": {"values": at.get("state", {})}}}
            payload |= {"container": {"type": "view", "view_id": view["id"]}}
            return [{"payload": payload}]
        message = self.workspace.message(str(at.get("channel")), str(at.get("ts")))
        if message is None or message.get("only_for") not in (None, person):
            raise ActError("That message is gone.")
        private = bool(message.get("only_for"))
        where = {"channel": message["channel"], "ts": message["ts"], "thread_ts": message.get("thread_ts")}
        payload |= {
            "channel": {"id": message["channel"], "name": CHANNELS.get(message["channel"], "directmessage")},
            "container": {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": message["channel"],
                "is_ephemeral": private,
                **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}),
            },
            "response_url": self.workspace.response_url(self.base, person=person, **where),
        }
        if not private:  # Slack does not give a private message back
            payload["message"] = _shown(message)
        return [{"payload": payload}]

    def submit(self, person: str, state: Mapping[str, Any]) -> Sequence[Record]:
        """*person* submits the uppermost modal, filled in as *state* says."""
        views = self.workspace.modals.get(person)
        if not views:
            raise ActError("There is nothing to submit.")
        view = {**views[-1], "state": {"values": dict(state)}}
        return [{"payload": {**_interaction(self.workspace, "view_submission", person), "view": view}}]

    def close(self, person: str) -> Sequence[Record]:
        """*person* closes the uppermost modal."""
        views = self.workspace.modals.get(person, [])
        if not views:
            return []
        view = views.pop()
        self.workspace.changed()
        told = view.get("notify_on_close")
        return [{"payload": {**_interaction(self.workspace, "view_closed", person), "view": view}}] if told else []

    def shortcut(self, person: str, callback: str, at: Mapping[str, Any]) -> Sequence[Record]:
        """*person* uses a message shortcut on a message."""
        channel, ts = str(at.get("channel")), str(at.get("ts"))
        message = self.workspace.message(channel, ts)
        if message is None:
            raise ActError("That message is gone.")
        payload = {
            **_interaction(self.workspace, "message_action", person),
            "callback_id": callback,
            "message_ts": ts,
            "message": _shown(message),
            "channel": {"id": channel, "name": CHANNELS.get(channel, "directmessage")},
            "response_url": self.workspace.response_url(
                self.base, channel=channel, person=person, thread_ts=message.get("thread_ts")
            ),
        }
        return [{"payload": payload}]

    def open_app(self, person: str, tab: str) -> Sequence[Record]:
        """*person* opens the app: its "home" or its "messages"."""
        opened = {"type": "app_home_opened", "user": person, "channel": direct(person), "tab": tab}
        view = self.workspace.homes.get(person)
        shown = {"view": view} if view and tab == "home" else {}
        return [_event(self.workspace, {**opened, **shown, "event_ts": self.workspace.stamp()})]

    def options(self, person: str, action: Mapping[str, Any], at: Mapping[str, Any]) -> Sequence[Record]:
        """*person* types into a menu whose options the bot looks up."""
        view = _view(self.workspace, person, at.get("view"))
        payload = {**_interaction(self.workspace, "block_suggestion", person), **action}
        return [{"payload": payload | ({"view": view, "container": {"type": "view"}} if view else {})}]


def _written(text: str) -> str:
    """*text* as Slack keeps it: escaped, with mentions and links in angle brackets."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _LINK.sub(lambda link: f"<{link[0]}>", escaped)
    return _MENTION.sub(f"<@{BOT}>", linked)


def _within(url: str, domains: Iterable[str]) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _event(workspace: Workspace, event: Record) -> Record:
    return {
        "event": {
            "type": "event_callback",
            "token": "unused",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": f"Ev{workspace.number():08d}",
            "event_time": int(workspace.clock().timestamp()),
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }
    }


def _interaction(workspace: Workspace, kind: str, person: str) -> Record:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "demo"},
        "user": {"id": person, "team_id": TEAM},
        "api_app_id": APP,
        "trigger_id": workspace.trigger(person),
    }


def _view(workspace: Workspace, person: str, identifier: object) -> Record | None:
    held = [*workspace.modals.get(person, []), *filter(None, [workspace.homes.get(person)])]
    return next((view for view in held if view["id"] == identifier), None)


def _shown(message: Record) -> Record:
    """A message as payloads hold it."""
    own = {"bot_id": BOT_ID, "app_id": APP} if message["user"] == BOT else {}
    kept = {
        key: value for key, value in message.items() if key in {"ts", "thread_ts", "user", "text", "blocks"} and value
    }
    return {"type": "message", **kept, **own}
