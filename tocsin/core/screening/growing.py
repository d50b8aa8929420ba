"""Arrays that only grow at their end: many threads read on while one of them adds.

What was there before stays as it was: nothing is moved or changed in place, and only places that
nobody knows of yet are filled.
"""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.strings import Ints

Kind = TypeVar("Kind", bound=np.generic)


class Growing(Generic[Kind]):
    """One array. Only one thread may add at a time.

    ``whole`` is the array with room behind it, for whoever knows which places are filled; it stays
    the same until there is no room left.
    """

    def __init__(self, first: NDArray[Kind]) -> None:
        self._room = first
        self._used = len(first)
        self.whole = fast.frozen(first)

    def __len__(self) -> int:
        return self._used

    @property
    def all(self) -> NDArray[Kind]:
        """What is there now."""
        used = self._used  # first: ``whole`` may be another by then, and holds as many at least
        return self.whole[:used]

    def add(self, more: NDArray[Kind]) -> bool:
        """Put ``more`` after what is there; return whether ``whole`` is another array since."""
        used, end = self._used, self._used + len(more)
        moved = end > len(self._room)
        if end == used:
            return False
        if moved:
            # Zeros: -1 stands for no word where words of names are laid side by side, and numpy
            # looks at the last place for it, before it is left out.
            room = np.zeros((max(2 * len(self._room), end), *more.shape[1:]), self._room.dtype)
            room[:used] = self._room[:used]
            room[used:end] = more
            self._room, self.whole = room, fast.frozen(room)
        else:
            self._room[used:end] = more
        self._used = end
        return moved


class GrowingRuns(Generic[Kind]):
    """Lists of unequal length end to end: those of ``i`` are ``values[start[i]:start[i + 1]]``."""

    def __init__(self, start: Ints, values: NDArray[Kind]) -> None:
        self._start, self._values = Growing(start), Growing(values)

    def __len__(self) -> int:
        return len(self._start) - 1

    def add(self, start: Ints, values: NDArray[Kind]) -> bool:
        """Put further lists after those that are there; return what ``Growing.add`` does."""
        moved = self._values.add(values)
        return self._start.add(start[1:] + (len(self._values) - len(values))) or moved

    @property
    def start(self) -> Ints:
        """Where each list begins, and the last ends."""
        return self._start.all

    @property
    def values(self) -> NDArray[Kind]:
        """All lists, end to end."""
        return self._values.all

    @property
    def whole(self) -> tuple[Ints, NDArray[Kind]]:
        """Both with room behind them."""
        return self._start.whole, self._values.whole
