"""Arrays that only grow at their end: many threads read on while one of them adds.

What was returned before stays as it was, for nothing that is there is moved or changed in place.
"""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.strings import Ints

Kind = TypeVar("Kind", bound=np.generic)


class Growing(Generic[Kind]):
    """One array. Only one thread may add at a time."""

    def __init__(self, first: NDArray[Kind]) -> None:
        self._room = first
        self.all = fast.frozen(first)

    def add(self, more: NDArray[Kind]) -> None:
        """Put ``more`` after what is there; ``all`` is a new view, the old one stays."""
        if not len(more):
            return
        used = len(self.all)
        if used + len(more) > len(self._room):
            room = np.empty(
                (max(2 * len(self._room), used + len(more)), *more.shape[1:]), self._room.dtype
            )
            room[:used] = self.all
            self._room = room
        self._room[used : used + len(more)] = more
        self.all = fast.frozen(self._room[: used + len(more)])


class GrowingRuns(Generic[Kind]):
    """Lists of unequal length end to end: those of ``i`` are ``values[start[i]:start[i + 1]]``."""

    def __init__(self, start: Ints, values: NDArray[Kind]) -> None:
        self._start, self._values = Growing(start), Growing(values)

    def add(self, start: Ints, values: NDArray[Kind]) -> None:
        """Put further lists after those that are there."""
        self._start.add(start[1:] + self._start.all[-1])
        self._values.add(values)

    @property
    def start(self) -> Ints:
        """Where each list begins, and the last ends."""
        return self._start.all

    @property
    def values(self) -> NDArray[Kind]:
        """All lists, end to end."""
        return self._values.all
