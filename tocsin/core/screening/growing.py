"""Arrays that only grow at their end: many threads read on while one of them adds.

What was there before stays as it was: nothing is changed in place, and only places that nobody
knows of yet are filled. Without room left all is copied to longer arrays; the old ones stay.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.strings import Ints

_FEWEST = 4096  # places that are made
Column = NDArray[Any]
Run = tuple[Ints, NDArray[Any]]  # lists of unequal length end to end, laid out as ``Strings`` are


class Growing:
    """What is known of things by number: a value each in ``columns``, a list each in ``runs``.

    Only one thread may add at a time. Behind what is there the arrays have room, for whoever knows
    which places are filled; they stay the same until there is none left.
    """

    def __init__(self, columns: Sequence[Column], runs: Sequence[Run]) -> None:
        self._count = len(runs[0][0]) - 1
        self.moves = 0  # how often arrays became others
        # No room yet: what is given may be mapped from a file.
        self._things = -1  # so many have room
        self._free = 0  # so many further values at least have room in each run
        self._compiled: tuple[object, fast.Held] = None, None
        self._to_read: tuple[object, fast.Held] = None, None
        self._hold(tuple(columns), tuple(runs))

    def __len__(self) -> int:
        return self._count

    def _hold(self, columns: tuple[Column, ...], runs: tuple[Run, ...]) -> None:
        self.rooms = columns, runs
        self.columns, self.runs = _frozen(columns, runs)

    @property
    def compiled(self) -> fast.Held:
        """What is there and the rooms, as the compiled loops take them, until arrays move."""
        rooms, (of, held) = self.rooms, self._compiled
        if of is not rooms:  # whoever held them may have done so while they moved
            held = fast.hold((_frozen(*rooms), rooms))
            self._compiled = rooms, held
        return held

    @property
    def to_read(self) -> fast.Held:
        """What is there alone, as the compiled loops take it that do not add to it."""
        rooms, (of, held) = self.rooms, self._to_read
        if of is not rooms:
            held = fast.hold(_frozen(*rooms))
            self._to_read = rooms, held
        return held

    def column(self, which: int) -> Column:
        """Return a column without the room behind it."""
        count = self._count  # first: the array may be another by then, and holds as many at least
        return self.columns[which][:count]

    def run(self, which: int) -> Run:
        """Return a list each without the room behind them."""
        count = self._count
        start, values = self.runs[which]
        return start[: count + 1], values[: start[count]]

    def add(self, columns: Sequence[Column], runs: Sequence[Run]) -> None:
        """Put further things behind those that are there."""
        count = len(runs[0][0]) - 1
        self.make_room(count, max(len(values) for _, values in runs))
        first, last = self._count, self._count + count
        for room, more in zip(self.rooms[0], columns, strict=True):
            room[first:last] = more
        for (begin, room), (start, values) in zip(self.rooms[1], runs, strict=True):
            at = begin[first]
            room[at : at + len(values)] = values
            begin[first + 1 : last + 1] = start[1:] + at
        self._count = last

    def make_room(self, count: int, most: int) -> None:
        """Make room for ``count`` things and for so many values at ``most`` of each run.

        Whoever lays them into ``rooms`` says so by ``filled``; they may as well not be used.
        """
        used, end = self._count, self._count + count
        if end <= self._things and most <= self._free:
            self._free -= most
            return
        columns, runs = self.rooms
        has_room = end <= self._things and all(
            start[used] + most <= len(kept) for start, kept in runs
        )
        if not has_room:
            columns = tuple(_longer(x, used, end) for x in columns)
            runs = tuple(
                (_longer(start, used + 1, end + 1), _longer(kept, start[used], start[used] + most))
                for start, kept in runs
            )
            self._hold(columns, runs)
            self._things = min([*map(len, columns), *(len(start) - 1 for start, _ in runs)])
            self.moves += 1
        self._free = min(int(len(kept) - start[used]) for start, kept in runs) - most

    def filled(self, count: int) -> None:
        """Count ``count`` further things, which now lie in the rooms."""
        self._count += count

    def back_to(self, count: int) -> None:
        """Leave out all but the first ``count`` things: of the others nobody knows."""
        self._count = count


def _frozen(
    columns: tuple[Column, ...], runs: tuple[Run, ...]
) -> tuple[tuple[Column, ...], tuple[Run, ...]]:
    return tuple(map(fast.frozen, columns)), tuple(
        (fast.frozen(start), fast.frozen(values)) for start, values in runs
    )


def _longer(room: NDArray[Any], used: int, end: int) -> NDArray[Any]:
    """Return an array that may be written to up to ``end``: ``room``, or what is used of it."""
    if end <= len(room) and room.flags.writeable:
        return room
    # Twice as long: what is not written to takes no memory, and copying comes seldom. Zeros: -1
    # stands for no word where words of names are laid side by side, and numpy looks at the last
    # place for it, before it is left out. A list that hardly grows would have its room looked at
    # with every name.
    longer = np.zeros((max(2 * end, _FEWEST), *room.shape[1:]), room.dtype)
    longer[:used] = room[:used]
    return longer
