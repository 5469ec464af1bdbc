"""A line in which each workspace has its turn, and within it each person, however much others ask."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

from bot.personal import Who

_One = TypeVar("_One")


class Line(Generic[_One]):
    """What waits, of whom. Who is served goes behind the others; what one person asked keeps its order."""

    def __init__(self) -> None:
        self._teams: OrderedDict[str, OrderedDict[str, deque[_One]]] = OrderedDict()

    def put(self, who: Who, one: _One) -> None:
        """Let *one* of *who* wait."""
        self._teams.setdefault(who.team, OrderedDict()).setdefault(who.person, deque()).append(one)

    def take(self, may: Callable[[str], bool]) -> _One | None:
        """What is next of the first workspace in turn that *may*; None where there is none."""
        team = next(filter(may, self._teams), None)
        if team is None:
            return None
        people = self._teams.pop(team)
        person, theirs = people.popitem(last=False)
        one = theirs.popleft()
        if theirs:
            people[person] = theirs
        if people:
            self._teams[team] = people
        return one
