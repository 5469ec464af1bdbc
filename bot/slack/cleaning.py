"""What was kept long enough goes: the programme says which events are over, the settings for how long what is kept."""

from __future__ import annotations

from bot.slack.service import Service


async def clean(service: Service) -> None:
    """Let go of what is old, and of old keys. Raises StateError."""
    state, now, catalog = service.state, service.clock(), service.programme.desk.catalog
    since = (now - service.keeping.stars).date()
    running = [event.id for event in catalog.records.events if (days := catalog.days(event.id)) and days[-1] >= since]
    await state.clean(service.keeping, running=running, now=now)
    await state.installations.reseal()
