"""Whose request it is, and through which workspace it came. The two differ in a channel that workspaces share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.request.internals import extract_actor_team_id, extract_team_id

from bot.personal import Who


def who_of(body: Mapping[str, Any]) -> Who:
    """Who a command, a press, a view or an event comes from. Raises LookupError where it names nobody.

    Their *team* is their own workspace, wherever they wrote or pressed.
    """
    event = body.get("event") or {}
    user = body.get("user_id") or event.get("user") or body.get("user") or {}
    person = user["id"] if isinstance(user, Mapping) else str(user)
    return Who(team=_own(body) or team_of(body), person=person)


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace whose installation a request came through: what belongs to a channel is kept under it.

    Of an app that is installed for a whole organisation, where no workspace is named, the organisation.
    """
    told = extract_team_id(dict(body)) or body.get("team_id") or (body.get("user") or {}).get("team_id")
    enterprise = body.get("enterprise") or {}
    return str(told or body.get("enterprise_id") or enterprise["id"])


def _own(body: Mapping[str, Any]) -> str | None:
    if "event" in body:
        return extract_actor_team_id(dict(body)) if body.get("is_ext_shared_channel") is True else None
    user = body.get("user")
    return user.get("team_id") if isinstance(user, Mapping) else None
