"""How much the names of an answer must weigh at least, for each question and a threshold.

What a question lacks cannot speak for anybody, and who shares a date or a document is looked up by
it. So whoever is found by name only has a bounded weight beside the name, and where that leaves
too much to ask of the name, nobody need be looked up by name.
"""

from functools import lru_cache
from math import inf

import numpy as np

from tocsin.core.screening import weights
from tocsin.core.screening.alignment import ceiling

_STEPS = 60


@lru_cache(maxsize=4096)  # a manifest asks for a handful
def sum_for(weight: float) -> float:
    """Return the least sum of word weights that the ceiling leaves at ``weight``, inf if none."""
    if weight > weights.NAME_CEILING:
        return inf
    if weight <= 0.0:
        return 0.0
    low, high = 0.0, 3.0 * weights.NAME_CEILING
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if ceiling(np.array(middle)) >= weight else (middle, high)
    return low
