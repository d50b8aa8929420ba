"""The compiled loops that file persons: what ``fast`` is to comparing them."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.columns import Columns
from tocsin.core.screening.fast import Tables, frozen, loops
from tocsin.core.screening.strings import Ints

_Lists = Sequence[tuple[NDArray[np.uint64], Ints]]
_Filed = list[tuple[NDArray[np.uint64], NDArray[np.uint32]]]


def parted(found: Tables) -> _Filed:
    """Return the keys and the values of each list that ``loops.keyed`` returns."""
    keys, filed, places = found
    return [(keys[first:last], filed[first:last]) for first, last in places.tolist()]


def keyed(lists: _Lists) -> _Filed:
    """Return the keys and the values of what ``postings.keyed`` returns."""
    keys = np.concatenate([keys for keys, _ in lists])
    values = np.concatenate([values for _, values in lists], dtype=np.int64)
    ends = np.array([*accumulate(len(keys) for keys, _ in lists)], dtype=np.int64)
    return parted(loops().keyed(keys, values, ends))


def rows(columns: Columns) -> Tables:
    """Return the words of each person, row by row, as the loops take them."""
    return frozen(columns.row_start), frozen(columns.token_start), frozen(columns.tokens)


def by_token(columns: Columns, size: int) -> tuple[Ints, NDArray[np.uint32]]:
    """Return the start and the values of what ``directory.by_token`` returns."""
    found: tuple[Ints, NDArray[np.uint32]] = loops().by_token(
        rows(columns), frozen(columns.marks), size
    )
    return found


def borne(columns: Columns, most: int) -> NDArray[np.int32]:
    """Return what ``glance.borne`` does; of more than ``most`` words the first."""
    found: NDArray[np.int32] = loops().borne(rows(columns), frozen(columns.marks), most)
    return found


def seen(columns: Columns, several: int) -> NDArray[np.int32]:
    """Return what ``glance.rows`` does."""
    found: NDArray[np.int32] = loops().seen(
        (frozen(columns.dob_start), frozen(columns.dobs)),
        (frozen(columns.nat_start), frozen(columns.nats)),
        frozen(columns.sex),
        several,
    )
    return found
