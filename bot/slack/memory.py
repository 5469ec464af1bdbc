"""What is remembered of many, for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

_MOST: Final = 10_000  # that are remembered

_Kept = TypeVar("_Kept")


class Memory(Generic[_Kept]):
    """What is known of each of many for a while; those not met for longest go first."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: OrderedDict[Hashable, tuple[_Kept, float]] = OrderedDict()  # key -> what, until when

    def get(self, key: Hashable) -> _Kept | None:
        """What is known; None where that is nothing, or was too long ago."""
        held = self._known.get(key)
        return held[0] if held is not None and self._monotonic() < held[1] else None

    def last(self, key: Hashable) -> _Kept | None:
        """What was known, however long ago."""
        held = self._known.get(key)
        return held[0] if held else None

    def keep(self, key: Hashable, what: _Kept, for_: float) -> None:
        """Know *what* for as many seconds."""
        self._known[key] = (what, self._monotonic() + for_)
        self._known.move_to_end(key)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def drop(self, key: Hashable) -> None:
        """Know nothing any more."""
        self._known.pop(key, None)
