"""Slack's Web API, as far as Usher calls it, over a workspace in memory; with Slack's limits and errors.

Each method takes the workspace and the parameters, and returns what Slack would: {"error": …} where it refuses.
Source: docs.slack.dev/reference/methods.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.demo.workspace import APP, BOT, BOT_ID, CHANNELS, TEAM, Record, Workspace, direct, people, person_of
from bot.limits import view_violations, violations

_LONGEST: Final = 120 * 86_400  # seconds ahead that a message may be scheduled
_CLOSE: Final = 300  # seconds within which at most _MANY messages of a channel may be scheduled
_MANY: Final = 30

Params = Mapping[str, Any]
Method = Callable[[Workspace, Params], Record]


def call(workspace: Workspace, method: str, params: Params) -> Record:
    """What *method* answers to *params*."""
    do = METHODS.get(method)
    if do is None:
        return {"ok": False, "error": "unknown_method"}
    params = {name: _read(name, value) for name, value in params.items()}
    try:
        answer = _refusal(workspace, method, params) or do(workspace, params)
    except (KeyError, ValueError, TypeError):
        answer = {"error": "invalid_arguments"}
    return {"ok": "error" not in answer, **answer}


def respond(workspace: Workspace, token: str, body: Params) -> tuple[int, str]:
    """Take what was sent to a response_url: the status and text of the answer."""
    at = workspace.responses.get(token)
    if at is None or at["left"] < 1:
        return 404, "used_url"
    if refusal := _refusal(workspace, "response_url", body):
        return 400, str(refusal["error"])
    at["left"] -= 1
    original = workspace.message(at["channel"], at.get("ts") or "")
    if body.get("delete_original") and original:
        workspace.messages.remove(original)
    elif body.get("replace_original") and original:
        original.update(_content(body))
    else:
        private = body.get("response_type") != "in_channel"
        workspace.post(
            channel=at["channel"],
            thread_ts=at.get("thread_ts"),
            user=BOT,
            only_for=at["person"] if private else None,
            **_content(body),
        )
    workspace.changed()
    return 200, "ok"


def _read(name: str, value: Any) -> Any:
    """A parameter that came as JSON in a form."""
    if name in {"blocks", "view", "unfurls", "prompts", "metadata", "files"} and isinstance(value, str):
        return json.loads(value)
    return value


def _refusal(workspace: Workspace, what: str, params: Params) -> Record | None:
    """Slack's refusal of blocks and views beyond its limits, which is kept for the page to show."""
    found = violations(params["blocks"]) if params.get("blocks") else []
    found += view_violations(params["view"]) if params.get("view") else []
    for unfurl in (params.get("unfurls") or {}).values():
        found += violations(unfurl["blocks"])
    if not found:
        return None
    workspace.refuse(what, found)
    return {"error": "invalid_blocks", "response_metadata": {"messages": found}}


def _content(params: Params) -> Record:
    return {"text": params.get("text", ""), "blocks": params.get("blocks") or []}


def _channel(channel: str) -> str:
    """The channel; of a person, their direct messages."""
    return direct(channel) if channel in people() else channel


def _known(channel: str) -> bool:
    return channel in CHANNELS or person_of(channel) is not None


def _post(workspace: Workspace, params: Params) -> Record:
    channel = _channel(params["channel"])
    if not _known(channel):
        return {"error": "channel_not_found"}
    message = workspace.post(
        channel=channel,
        thread_ts=params.get("thread_ts"),
        user=BOT,
        metadata=params.get("metadata"),
        **_content(params),
    )
    workspace.status.pop(f"{channel}:{params.get('thread_ts') or ''}", None)
    return {"channel": channel, "ts": message["ts"], "message": message}


def _post_private(workspace: Workspace, params: Params) -> Record:
    message = workspace.post(
        channel=params["channel"],
        thread_ts=params.get("thread_ts"),
        user=BOT,
        only_for=params["user"],
        **_content(params),
    )
    return {"message_ts": message["ts"]}


def _update(workspace: Workspace, params: Params) -> Record:
    message = workspace.message(_channel(params["channel"]), params["ts"])
    if message is None:
        return {"error": "message_not_found"}
    message.update(_content(params), edited=True)
    workspace.changed()
    return {"channel": message["channel"], "ts": message["ts"]}


def _delete(workspace: Workspace, params: Params) -> Record:
    message = workspace.message(_channel(params["channel"]), params["ts"])
    if message is None:
        return {"error": "message_not_found"}
    workspace.messages.remove(message)
    workspace.changed()
    return {}


def _schedule(workspace: Workspace, params: Params) -> Record:
    at, channel = int(params["post_at"]), _channel(params["channel"])
    now = workspace.clock().timestamp()
    if not _known(channel):
        return {"error": "channel_not_found"}
    if at <= now:
        return {"error": "time_in_past"}
    if at > now + _LONGEST:
        return {"error": "time_too_far"}
    close = [
        one for one in workspace.scheduled.values() if one["channel"] == channel and abs(one["post_at"] - at) < _CLOSE
    ]
    if len(close) >= _MANY:
        return {"error": "restricted_too_many"}
    identifier = f"Q{workspace.number()}"
    workspace.scheduled[identifier] = {
        "id": identifier,
        "channel": channel,
        "post_at": at,
        "thread_ts": params.get("thread_ts"),
        **_content(params),
    }
    workspace.changed()
    return {"scheduled_message_id": identifier, "channel": channel, "post_at": at}


def _unschedule(workspace: Workspace, params: Params) -> Record:
    held = workspace.scheduled.get(params["scheduled_message_id"])
    if held is None or held["channel"] != _channel(params["channel"]):
        return {"error": "invalid_scheduled_message_id"}
    del workspace.scheduled[held["id"]]
    workspace.changed()
    return {}


def _list_scheduled(workspace: Workspace, params: Params) -> Record:
    wanted = _channel(params["channel"]) if params.get("channel") else None
    held = [
        {"id": one["id"], "channel_id": one["channel"], "post_at": one["post_at"], "text": one["text"]}
        for one in workspace.scheduled.values()
        if wanted in (None, one["channel"])
    ]
    return {"scheduled_messages": held, "response_metadata": {"next_cursor": ""}}


def _unfurl(workspace: Workspace, params: Params) -> Record:
    message = workspace.message(params["channel"], params["ts"])
    if message is None:
        return {"error": "cannot_find_message"}
    message["unfurls"] = {**message.get("unfurls", {}), **params["unfurls"]}
    workspace.changed()
    return {}


def _history(workspace: Workspace, params: Params) -> Record:
    channel = _channel(params["channel"])
    held = [one for one in workspace.in_channel(channel) if not one.get("thread_ts")]
    return {"messages": _between(held, params)[::-1], "has_more": False}


def _replies(workspace: Workspace, params: Params) -> Record:
    held = [
        one
        for one in workspace.in_channel(_channel(params["channel"]))
        if params["ts"] in (one["ts"], one.get("thread_ts"))
    ]
    return {"messages": _between(held, params), "has_more": False}


def _between(messages: list[Record], params: Params) -> list[Record]:
    latest, oldest = float(params.get("latest") or "inf"), float(params.get("oldest") or 0)
    return [one for one in messages if oldest <= float(one["ts"]) <= latest]


def _open_direct(_: Workspace, params: Params) -> Record:
    return {"channel": {"id": _channel(params["users"])}}


def _person(_: Workspace, params: Params) -> Record:
    person = people().get(params["user"])
    if person is None:
        return {"error": "user_not_found"}
    return {
        "user": {
            "id": person.id,
            "team_id": TEAM,
            "name": person.name.casefold(),
            "real_name": person.name,
            "tz": person.zone,
            "is_admin": person.organiser,
            "is_owner": False,
            "locale": "en-GB",
        }
    }


def _publish(workspace: Workspace, params: Params) -> Record:
    before = workspace.homes.get(params["user_id"])  # it stays the same view, whatever it shows
    kept = {"id": before["id"]} if before else {}
    workspace.homes[params["user_id"]] = {**_named(workspace, params["view"]), **kept}
    workspace.changed()
    return {"view": workspace.homes[params["user_id"]]}


def _open_view(workspace: Workspace, params: Params) -> Record:
    person = workspace.triggers.pop(params["trigger_id"], None)
    if person is None:
        return {"error": "expired_trigger_id"}
    view = _named(workspace, params["view"])
    workspace.modals[person] = [view]
    workspace.changed()
    return {"view": view}


def _push_view(workspace: Workspace, params: Params) -> Record:
    person = workspace.triggers.pop(params["trigger_id"], None)
    if person is None:
        return {"error": "expired_trigger_id"}
    view = _named(workspace, params["view"])
    workspace.modals.setdefault(person, []).append(view)
    workspace.changed()
    return {"view": view}


def _update_view(workspace: Workspace, params: Params) -> Record:
    for views in workspace.modals.values():
        for place, view in enumerate(views):
            if view["id"] == params.get("view_id"):
                views[place] = {**_named(workspace, params["view"]), "id": view["id"]}
                workspace.changed()
                return {"view": views[place]}
    return {"error": "not_found"}


def _named(workspace: Workspace, view: Record) -> Record:
    return {**view, "id": f"V{workspace.number()}", "hash": f"{workspace.number()}", "team_id": TEAM, "app_id": APP}


def _suggest(workspace: Workspace, params: Params) -> Record:
    workspace.prompts[params["channel_id"]] = params["prompts"]
    workspace.changed()
    return {}


def _set_status(workspace: Workspace, params: Params) -> Record:
    workspace.status[f"{params['channel_id']}:{params.get('thread_ts') or ''}"] = params["status"]
    workspace.changed()
    return {}


def _upload_address(workspace: Workspace, params: Params) -> Record:
    identifier = f"F{workspace.number()}"
    workspace.files[identifier] = {"id": identifier, "name": params["filename"], "content": b""}
    return {"file_id": identifier, "upload_url": f"/upload/{identifier}"}


def _uploaded(workspace: Workspace, params: Params) -> Record:
    done = [{"id": one["id"], "title": one.get("title", "")} for one in params["files"]]
    if channel := params.get("channel_id"):
        workspace.post(
            channel=_channel(channel),
            thread_ts=params.get("thread_ts"),
            user=BOT,
            text=params.get("initial_comment") or "",
            blocks=[],
            files=[{"id": one["id"], "name": workspace.files[one["id"]]["name"]} for one in done],
        )
    return {"files": done}


METHODS: Final[Mapping[str, Method]] = {
    "assistant.threads.setStatus": _set_status,
    "assistant.threads.setSuggestedPrompts": _suggest,
    "auth.test": lambda *_: {"team_id": TEAM, "team": "Demo", "user_id": BOT, "bot_id": BOT_ID, "user": "usher"},
    "chat.delete": _delete,
    "chat.deleteScheduledMessage": _unschedule,
    "chat.postEphemeral": _post_private,
    "chat.postMessage": _post,
    "chat.scheduleMessage": _schedule,
    "chat.scheduledMessages.list": _list_scheduled,
    "chat.unfurl": _unfurl,
    "chat.update": _update,
    "conversations.history": _history,
    "conversations.open": _open_direct,
    "conversations.replies": _replies,
    "files.completeUploadExternal": _uploaded,
    "files.getUploadURLExternal": _upload_address,
    "users.info": _person,
    "views.open": _open_view,
    "views.publish": _publish,
    "views.push": _push_view,
    "views.update": _update_view,
}
