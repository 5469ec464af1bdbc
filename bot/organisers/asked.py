"""What people asked and got no answer to, how answers helped, and who will be told of a change: for the page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from bot.asked import report as make_report
from bot.config import DEFAULT_KEEP_DAYS, Settings
from bot.organisers.models import Report
from bot.state import State, StateError

_MOST: Final = 100  # questions that are listed

_log: Final = logging.getLogger(__name__)


class Told:
    """What *state* keeps of what people asked, as *clock* counts the days."""

    def __init__(self, state: State, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._days = settings.usher_keep_days
        self._clock = clock

    async def read(self, report: Report | None) -> dict[str, Any]:
        """The questions and verdicts, and how many people starred what publishing the draft of *report* would change.

        Both are None where the database does not answer.
        """
        since = self._clock() - timedelta(days=self._days or DEFAULT_KEEP_DAYS)
        try:
            asked, verdicts = await self._state.questions.since(since), await self._state.feedback.since(since)
            starred = await self._state.stars.starring(report.affected) if report else {}
        except StateError as error:
            _log.warning("the organisers' page goes without what people asked: %s", error)
            return {"asked": None, "starred": None}
        told = make_report(asked, verdicts, since=since, most=_MOST)
        return {"asked": {**told.model_dump(mode="json"), "kept": self._days > 0}, "starred": len(starred)}
