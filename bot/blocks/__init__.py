"""What Slack is sent: answers as messages, and views; the only package that knows Block Kit."""

from bot.blocks.elements import Block, Message, fallback, notice
from bot.blocks.message import NEXT, PREVIOUS, SHARE, render

__all__ = ["NEXT", "PREVIOUS", "SHARE", "Block", "Message", "fallback", "notice", "render"]
