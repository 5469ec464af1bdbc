"""Usher at home in Slack: thin listeners between Slack and the one answer path."""

from slack_bolt.async_app import AsyncApp

from bot.slack import actions, commands, errors, mentions, records, stars
from bot.slack.service import Service


def register(app: AsyncApp, service: Service) -> None:
    """Register every listener."""
    commands.register(app, service)
    mentions.register(app, service)
    actions.register(app, service)
    stars.register(app, service)
    records.register(app, service)
    errors.register(app)
