"""The address of a person's calendar, with buttons that change and end it."""

from __future__ import annotations

from typing import Final

from bot.blocks.elements import Block, Message, button, fallback, plain, rich_text, row, words

FEED_NEW: Final = "feed:new"  # action ids
FEED_END: Final = "feed:end"

_SAID: Final = "Your calendar of what you starred. Add this address to your calendar program as a subscription:"
_KEEP: Final = "Whoever has the address sees your stars. A new address makes the old one useless."


def feed_message(address: str) -> Message:
    """The *address* of the calendar of whoever reads it."""
    lines = [words(f"{_SAID}\n"), {"type": "link", "url": address, "text": address}, words(f"\n{_KEEP}")]
    buttons = [
        {**button(FEED_NEW, "New address", "new"), "confirm": _confirm("Change it?", "Change it")},
        {**button(FEED_END, "End", "end"), "confirm": _confirm("End it?", "End it")},
    ]
    text = f"{_SAID}\n{address}\n{_KEEP}"
    return Message(text=fallback(text), blocks=(rich_text(lines), *row(buttons)))


def _confirm(title: str, confirm: str) -> Block:
    said = plain("Calendars that have the old address are brought up to date no more.")
    return {"title": plain(title), "text": said, "confirm": plain(confirm), "deny": plain("Keep it")}
