"""What Slack is sent: answers as messages, and views; the only package that knows Block Kit."""

from bot.blocks.elements import Block, Message, fallback, notice
from bot.blocks.message import NEXT, PREVIOUS, SHARE, render
from bot.blocks.stars import STAR, UNSTAR, star_button

__all__ = [
    "NEXT",
    "PREVIOUS",
    "SHARE",
    "STAR",
    "UNSTAR",
    "Block",
    "Message",
    "fallback",
    "notice",
    "render",
    "star_button",
]
