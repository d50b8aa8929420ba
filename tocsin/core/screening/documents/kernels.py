"""The two loops that take the time, compiled where the extra ``fast`` (numba) is installed.

Each has a twin in numpy beside its caller, which gives the same answers.
"""

from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST = 9
DROPPED, FOREIGN = 254, 255  # a letter that says nothing; one that needs a closer look
NOWHERE = (1 << 64) - 1
MIX, MIX_AGAIN = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
PACKED, TEXT, EMPTY = 0, 1, 2
WORTH_IT = 4_096  # rows from which the compiled loops repay loading them
_BLOCK = 64


class Kernels(NamedTuple):
    """The compiled loops."""

    pack: Any
    seek: Any


def worth(rows: int) -> bool:
    """Tell whether to use the compiled loops: many rows, and they are installed."""
    return rows >= WORTH_IT and compiled() is not None


@cache
def compiled() -> Kernels | None:
    """Return the compiled loops, None where numba is not installed."""
    try:
        numba: Any = import_module("numba")
    except ImportError:
        return None
    make = numba.njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)
    return Kernels(make(_pack), make(_seek))


def fixed(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view that cannot be written to: one kind of array, so each loop is compiled once."""
    view = array.view()
    view.flags.writeable = False
    return view


# Types are numba's business here: the loops are compiled for the arrays they are given.
def _pack(start, letters, digits, issuers, issuer_base, types, type_base, keys, state):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913, PLR0917
    for row in range(len(keys)):
        rank = np.uint64(0)
        length = 0
        foreign = False
        for at in range(start[row], start[row + 1]):
            digit = digits[letters[at]]
            if digit < DROPPED:
                rank = rank * np.uint64(36) + np.uint64(digit) + np.uint64(1)
                length += 1
            elif digit == FOREIGN:
                foreign = True
        base = issuer_base[issuers[row]]
        more = type_base[types[row]]
        key = rank + base + more
        key = (key ^ (key >> np.uint64(32))) * np.uint64(MIX)
        key = (key ^ (key >> np.uint64(29))) * np.uint64(MIX_AGAIN)
        keys[row] = key ^ (key >> np.uint64(32))
        unpacked = length > LONGEST or base == np.uint64(NOWHERE) or more == np.uint64(NOWHERE)
        if foreign or (length > 0 and unpacked):
            state[row] = TEXT
        else:
            state[row] = PACKED if length > 0 else EMPTY


def _seek(keys, state, bits, prefix, main, tail, found):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    # A block at a time: its reads from far memory overlap, each waits for the one before otherwise.
    low = np.empty(_BLOCK, np.int64)
    high = np.empty(_BLOCK, np.int64)
    first = np.empty(_BLOCK, np.uint32)
    shift, rest = np.uint64(64 - bits), np.uint64(32 - bits)
    mask = (np.uint64(1) << rest) - np.uint64(1)
    for begin in range(0, len(keys), _BLOCK):
        count = min(_BLOCK, len(keys) - begin)
        for at in range(count):
            shelf = np.int64(keys[begin + at] >> shift)
            low[at] = prefix[shelf]
            high[at] = prefix[shelf + 1]
        for at in range(count):
            first[at] = main[low[at]] if low[at] < high[at] else np.uint32(0)
        for at in range(count):
            found[begin + at] = -1
            if state[begin + at] != PACKED or low[at] == high[at]:
                continue
            key = keys[begin + at]
            wanted = np.uint32(key >> rest)
            place, end, value = low[at], high[at], first[at]
            while value < wanted:
                place += 1
                if place == end:
                    break
                value = main[place]
            while place < end and main[place] == wanted:
                if tail[place] == (key & mask):
                    found[begin + at] = place
                    break
                place += 1
