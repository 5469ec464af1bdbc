"""What Slack sends when somebody opens their App Home, presses a button there, searches a list or sends a form."""

from __future__ import annotations

from typing import Any

from slack_stub import PERSON, event

TEAM = "T0TEAM"


def opened(person: str = PERSON, *, tab: str = "home") -> dict[str, Any]:
    """Somebody opens the app; a Home has no timestamp of a message."""
    return event("", type="app_home_opened", user=person, tab=tab, channel="D0ADA", ts=None)


def pressed_in_home(action: str, value: str, person: str = PERSON) -> dict[str, Any]:
    """A button in a Home: there is no response_url, and no message."""
    return {
        **_from(person),
        "type": "block_actions",
        "trigger_id": "7.8.home",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home", "state": {"values": {}}},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
    }


def searched(typed: str, field: str = "zone") -> dict[str, Any]:
    """Somebody types into a list that is searched by the app."""
    return {
        **_from(PERSON),
        "type": "block_suggestion",
        "action_id": field,
        "block_id": field,
        "value": typed,
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "modal", "callback_id": "settings"},
    }


def submitted(person: str = PERSON, **chosen: str) -> dict[str, Any]:
    """The form of the settings is sent, with an option chosen in each field."""
    usual = {"zone": "slack", "lead": "10", "public": "False", "followups": "True"}
    values = {name: {name: {"selected_option": {"value": value}}} for name, value in (usual | chosen).items()}
    view = {"id": "V1", "type": "modal", "callback_id": "settings", "private_metadata": "", "state": {"values": values}}
    return {**_from(person), "type": "view_submission", "view": view}


def _from(person: str) -> dict[str, Any]:
    return {"user": {"id": person, "team_id": TEAM}, "team": {"id": TEAM}, "api_app_id": "A0APP"}
