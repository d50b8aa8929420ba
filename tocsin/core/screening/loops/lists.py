"""Lists of unequal length, laid end to end."""

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def starts(counts):
    """Return where each of several lists begins and the last ends."""
    start = np.zeros(len(counts) + 1, np.int64)
    for at in range(len(counts)):
        start[at + 1] = start[at] + counts[at]
    return start


@njit(nogil=True, cache=True)
def starts_of(owner, owners):
    """Return where the values of each owner begin, which stand in their order."""
    counts = np.zeros(owners, np.int64)
    for whose in owner:
        counts[whose] += 1
    return starts(counts)
