"""Usher at home in Slack: thin listeners between Slack and the one answer path."""

from slack_bolt.async_app import AsyncApp

from bot.slack import (
    actions,
    agent,
    calendar,
    commands,
    errors,
    home,
    mentions,
    opinions,
    own,
    records,
    schedule,
    settings,
    shortcut,
    stars,
    subscriptions,
    unfurls,
    usher,
)
from bot.slack.service import Service


def register(app: AsyncApp, service: Service) -> None:
    """Register every listener."""
    commands.register(app, service)
    mentions.register(app, service)
    agent.register(app, service)
    actions.register(app, service)
    stars.register(app, service)
    records.register(app, service)
    home.register(app, service)
    settings.register(app, service)
    usher.register(app, service)
    schedule.register(app, service)
    subscriptions.register(app, service)
    own.register(app, service)
    opinions.register(app, service)
    unfurls.register(app, service)
    calendar.register(app, service)
    shortcut.register(app, service)
    errors.register(app)
