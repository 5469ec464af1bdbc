"""The form in which a person chooses how Usher answers them, and what comes back from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.blocks.elements import Block, plain
from bot.limits import MAX_OPTION, MAX_OPTIONS
from bot.personal import DEFAULT_LEAD, Choices
from bot.safe import cut
from bot.zone_search import Place, place
from bot.zones import known_zone

FORM: Final = "settings"  # the view's callback_id
ZONE: Final = "zone"  # block_id and action_id of each field
LEAD: Final = "lead"
PUBLIC: Final = "public"
FOLLOWUPS: Final = "followups"

_FROM_SLACK: Final = "slack"
_LEADS: Final = (0, 5, 10, 15, 30, 60)
_PUBLIC: Final = {False: "Only to me", True: "To the whole channel"}
_FOLLOWUPS: Final = {True: "Without being mentioned again", False: "Only where I mention Usher"}
_NO_ZONE: Final = "There is no such time zone. Type a city, a country, or the hours from UTC, and pick one."
_NOT_OFFERED: Final = "Please pick one of the list."


def settings_form(choices: Choices, *, now: datetime) -> Block:
    """The modal, with what was chosen so far."""
    lead = DEFAULT_LEAD if choices.lead is None else choices.lead
    chosen = _zone(place(choices.zone, now=now)) if choices.zone else _from_slack()
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain("Settings"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            _field(
                ZONE,
                "Time zone",
                {
                    "type": "external_select",
                    "min_query_length": 0,
                    "placeholder": plain("Berlin, CET, UTC+2 …"),
                    "initial_option": chosen,
                },
                "Type a city, a country, an abbreviation, or the hours from UTC.",
            ),
            _field(
                LEAD,
                "Remind me of what I starred",
                _select({str(each): lead_text(each) for each in sorted({*_LEADS, lead})}, str(lead)),
                "In a direct message.",
            ),
            _field(PUBLIC, "Show answers to my commands", _radio(_PUBLIC, chosen=bool(choices.public))),
            _field(
                FOLLOWUPS, "Answer my follow-ups in threads", _radio(_FOLLOWUPS, chosen=choices.followups is not False)
            ),
            {
                "type": "context",
                "elements": [plain("Slack writes dates and times in the language that you set for Slack.")],
            },
        ],
    }


def zone_options(found: Iterable[Place], *, typed: str) -> list[Block]:
    """What the field of the zone offers for what was *typed*."""
    fixed = () if typed.strip() else (_from_slack(),)
    return [*fixed, *map(_zone, found)][:MAX_OPTIONS]


def read_form(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was chosen, as fields of Choices, by the state *values* of a submitted form; and what is wrong, by field."""
    chosen: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, (read, refusal) in _READ.items():
        try:
            chosen[field] = read(_selected(values, field))
        except (ValueError, KeyError):
            wrong[field] = refusal
    return chosen, wrong


def summary(choices: Choices, *, zone: str, by: str) -> str:
    """What is in force, in one line: *zone*, and *by* whom."""
    lead = DEFAULT_LEAD if choices.lead is None else choices.lead
    whose = {"person": "chosen by you", "slack": "from Slack"}.get(by, "the conference's: Slack does not tell yours")
    return " · ".join(
        (
            f"Times in {zone} ({whose})",
            f"reminders: {lead_text(lead).lower()}",
            f"command answers {'to the channel' if choices.public else 'to you alone'}",
            f"follow-ups {'on' if choices.followups is not False else 'off'}",
        )
    )


def lead_text(minutes: int) -> str:
    """How long before a talk a reminder comes, in words."""
    return f"{minutes} minutes before" if minutes else "Never"


def _read_zone(value: str) -> str | None:
    if value == _FROM_SLACK:
        return None
    if known_zone(value) is None:
        raise ValueError(value)
    return value


def _read_lead(value: str) -> int | None:
    return Choices(lead=int(value)).lead


def _read_bool(value: str) -> bool:
    return {"True": True, "False": False}[value]


_READ: Final[Mapping[str, tuple[Callable[[str], object], str]]] = {
    ZONE: (_read_zone, _NO_ZONE),
    LEAD: (_read_lead, _NOT_OFFERED),
    PUBLIC: (_read_bool, _NOT_OFFERED),
    FOLLOWUPS: (_read_bool, _NOT_OFFERED),
}


def _selected(values: Mapping[str, Any], field: str) -> str:
    """The value of the option that is selected in *field*; "" where none is, or the state is out of shape."""
    try:
        return str(values[field][field]["selected_option"]["value"])
    except (LookupError, TypeError):
        return ""


def _field(name: str, label: str, element: Block, hint: str = "") -> Block:
    more = {"hint": plain(hint)} if hint else {}
    return {"type": "input", "block_id": name, "label": plain(label), "element": {**element, "action_id": name}, **more}


def _select(offered: Mapping[str, str], chosen: str) -> Block:
    options = [_option(value, label) for value, label in offered.items()]
    return {"type": "static_select", "options": options, "initial_option": _option(chosen, offered[chosen])}


def _radio(offered: Mapping[bool, str], *, chosen: bool) -> Block:
    options = [_option(str(value), label) for value, label in offered.items()]
    return {"type": "radio_buttons", "options": options, "initial_option": _option(str(chosen), offered[chosen])}


def _zone(found: Place) -> Block:
    return _option(found.zone, found.label)


def _from_slack() -> Block:
    return _option(_FROM_SLACK, "As in my Slack profile")


def _option(value: str, label: str) -> Block:
    return {"text": plain(cut(label, MAX_OPTION)), "value": value}
