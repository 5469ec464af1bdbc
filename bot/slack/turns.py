"""Who comes first is answered first, within one conversation and one process, also while Slack is down."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from weakref import WeakValueDictionary


class Turns:
    """A line of those who wait for each conversation, for as long as anybody does."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, *conversation: Hashable) -> asyncio.Lock:
        """The lock of *conversation*; it is given in the order in which it was asked for."""
        lock = self._locks.get(conversation)
        if lock is None:
            lock = self._locks[conversation] = asyncio.Lock()
        return lock
