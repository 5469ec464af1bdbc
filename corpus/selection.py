"""Some of a corpus' records, which are read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Final, overload

import numpy as np
import numpy.typing as npt

from corpus.documents import Findable
from corpus.models import Paper
from corpus.shared import Shared, Traits

_MANY: Final = 0.1  # share of all records from which reading all in one go is quicker than one by one


class Picked(Sequence[Findable]):
    """Those of *found* that stand at *places*, in the order of these; none where neither is said."""

    def __init__(self, found: Sequence[Findable] = (), places: Sequence[int] = ()) -> None:
        self._found = found
        self._places = places

    @property
    def places(self) -> Sequence[int]:
        """Where the records stand in programme order."""
        return self._places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, number: int) -> Findable: ...
    @overload
    def __getitem__(self, number: slice) -> Picked: ...
    def __getitem__(self, number: int | slice) -> Findable | Picked:
        if isinstance(number, slice):
            return Picked(self._found, self.places[number])
        return self._found[int(self.places[number])]

    def __iter__(self) -> Iterator[Findable]:
        return (self._found[int(place)] for place in self.places)

    def among(self, others: Selection) -> Picked:
        """Those of these that are among *others*, in the order of these."""
        return Picked(self._found, [place for place in self.places if others.holds(place)])


class Selection(Picked):
    """The records of *found* that are *chosen*, in programme order; *shared* are the traits of all."""

    def __init__(self, found: Sequence[Findable], shared: Shared, chosen: npt.NDArray[np.bool_] | None = None) -> None:
        super().__init__(found)
        self._shared = shared
        self._chosen: npt.NDArray[np.bool_] = np.ones(len(found), bool) if chosen is None else chosen

    @cached_property
    def places(self) -> Sequence[int]:
        """Where the records stand in programme order."""
        found: Sequence[int] = np.flatnonzero(self._chosen)  # type: ignore[assignment]  # numbers in a row, as a list
        return found

    def __iter__(self) -> Iterator[Findable]:
        if len(self) > _MANY * len(self._found):
            return compress(self._found, self._chosen)
        return super().__iter__()

    @property
    def whole(self) -> bool:
        """Whether these are all the records there are."""
        return len(self) == len(self._found)

    @property
    def traits(self) -> list[Traits]:
        """What these records share with others, each combination once."""
        return self._shared.among(self._chosen)

    @property
    def holding(self) -> npt.NDArray[np.bool_]:
        """Of every record, in programme order, whether it is among these."""
        return self._chosen

    def holds(self, place: int) -> bool:
        """Whether the record at *place* in programme order is among these."""
        return bool(self._chosen[place])

    def having(self, test: Callable[[Traits], bool]) -> Selection:
        """Those of these whose traits pass the *test*."""
        return self._of(self._chosen & self._shared.having(test))

    def at(self, places: Iterable[int]) -> Selection:
        """Those of these that stand at *places*."""
        return self._of(self._chosen & self._marked(places))

    def without(self, places: Iterable[int]) -> Selection:
        """Those of these that do not stand at *places*."""
        return self._of(self._chosen & ~self._marked(places))

    def among(self, others: Selection) -> Selection:
        """Those of these that are among *others*."""
        return self._of(self._chosen & others._chosen)

    def passing(self, test: Callable[[Findable], bool]) -> Selection:
        """Those of these that pass the *test*, which reads every one of them."""
        chosen = self._chosen.copy()
        chosen[self.places] = np.fromiter(map(test, self), bool, len(self))
        return self._of(chosen)

    def __or__(self, other: Selection) -> Selection:
        return self._of(self._chosen | other._chosen)

    def _of(self, chosen: npt.NDArray[np.bool_]) -> Selection:
        return Selection(self._found, self._shared, chosen)

    def _marked(self, places: Iterable[int]) -> npt.NDArray[np.bool_]:
        marked = np.zeros(len(self._found), bool)
        marked[np.fromiter(places, np.intp)] = True
        return marked


class Papers(Mapping[str, Paper]):
    """The papers by their identifiers, read when they are asked for: the first so many of what is *found*."""

    def __init__(self, found: Sequence[Findable], places: Mapping[str, int], number: int) -> None:
        self._found = found
        self._places = places
        self._number = number

    def __getitem__(self, identifier: str) -> Paper:
        found = self._found[self._places[f"paper:{identifier}"]]
        assert isinstance(found, Paper)  # noqa: S101 - the reference says so
        return found

    def __contains__(self, identifier: object) -> bool:
        return f"paper:{identifier}" in self._places

    def __iter__(self) -> Iterator[str]:
        return (each.partition(":")[2] for each in self._places if each.startswith("paper:"))

    def __len__(self) -> int:
        return self._number
