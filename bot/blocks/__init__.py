"""What Slack is sent: answers as messages, and views; the only package that knows Block Kit."""

from bot.blocks.details import OF_RECORD, RELATED_TO, View, details_message, details_view, related_view, said_view
from bot.blocks.elements import Block, Message, fallback, notice
from bot.blocks.message import CHOICE, NEXT, PREVIOUS, SHARE, ZONE, render
from bot.blocks.rows import ABSTRACT, CALENDAR, DETAILS, RELATED
from bot.blocks.stars import STAR, UNDO, UNSTAR, note, star_button, undo_button

__all__ = [
    "ABSTRACT",
    "CALENDAR",
    "CHOICE",
    "DETAILS",
    "NEXT",
    "OF_RECORD",
    "PREVIOUS",
    "RELATED",
    "RELATED_TO",
    "SHARE",
    "STAR",
    "UNDO",
    "UNSTAR",
    "ZONE",
    "Block",
    "Message",
    "View",
    "details_message",
    "details_view",
    "fallback",
    "note",
    "notice",
    "related_view",
    "render",
    "said_view",
    "star_button",
    "undo_button",
]
