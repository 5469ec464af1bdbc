"""Whose request it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.personal import Who


def who_of(body: Mapping[str, Any]) -> Who:
    """Who a command, a press, a view or an event comes from. Raises LookupError where it names nobody."""
    event = body.get("event") or {}
    user = body.get("user_id") or event.get("user") or body.get("user") or {}
    person = user["id"] if isinstance(user, Mapping) else str(user)
    return Who(team=_team(body), person=person)


def _team(body: Mapping[str, Any]) -> str:
    """The workspace; of an app that is installed for a whole organisation, where no workspace is named, that."""
    for told in (body.get("team_id"), (body.get("team") or {}).get("id"), (body.get("user") or {}).get("team_id")):
        if told:
            return str(told)
    enterprise = body.get("enterprise") or {}
    return str(body.get("enterprise_id") or enterprise["id"])
